"""Pages load what they use, and nothing else: from one address, and without inline code."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pydata_sphinx_theme
import pytest
from bs4 import BeautifulSoup

from harness.sites import MakeSite, TinySite, new_site, tree_hashes
from sphinx_tandem import site as sites
from sphinx_tandem.pages.light import lighten
from sphinx_tandem.pages.styles import _drawing

LANGUAGES = {"en": "English", "es": "Español"}
ROOT = "https://example.org/reef/"
PAGES = {
    "index.md": (
        "# Home\n\nGood morning.\n\n```{image} reef.svg\n:alt: A reef\n:width: 50%\n```\n\n"
        "```{toctree}\ncode\nabout\n```\n"
    ),
    "code.md": '# Code\n\n```python\nprint("Good morning.")\n```\n\n```{note}\nLook.\n```\n',
    "about.md": "# Ábout us\n\nWho we are.\n\n## Times\n\n| Day | Hour |\n| --- | --- |\n| 1 | 9 |\n",
    "reef.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect/></svg>',
}
CONF = f'html_baseurl = "{ROOT}"\n'
EXTENSIONS = ("sphinx_tandem", "myst_parser", "sphinx_design", "sphinx_copybutton")


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = new_site(
        tmp_path_factory.mktemp("light"),
        PAGES,
        theme="pydata_sphinx_theme",
        extensions=EXTENSIONS,
        conf=CONF,
    )
    site.build()
    return site


def soup(site: TinySite, name: str) -> BeautifulSoup:
    return BeautifulSoup(site.page(name), "lxml")


def loaded(site: TinySite, name: str) -> dict[str, str]:
    """Return what a page loads, by path under the root."""
    found = {}
    for element in soup(site, name).select(
        "link[rel=stylesheet], link[rel=icon], script[src], img"
    ):
        address = element.get("href") or element["src"]
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(name), address.partition("?")[0])
        )
        found[path] = (site.output / path).read_text("utf-8")
    return found


def styles(site: TinySite, name: str) -> str:
    return "".join(text for path, text in loaded(site, name).items() if path.endswith(".css"))


def test_a_table_that_scrolls_is_reached_by_keys_and_named_by_its_heading(light: TinySite) -> None:
    (box,) = soup(light, "about.html").select(".pst-scrollable-table-container")
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "group", "Times")


def test_all_languages_load_the_same_files_from_one_address(light: TinySite) -> None:
    english, spanish = loaded(light, "index.html"), loaded(light, "es/index.html")
    assert english.keys() == spanish.keys()
    assert not [path for path in spanish if path.startswith("es/")]
    own = light.output / "es" / "_static"
    same = [
        path
        for path in own.rglob("*")
        if path.is_file()
        and (first := light.output / "_static" / path.relative_to(own)).is_file()
        and first.read_bytes() == path.read_bytes()
    ]
    assert not same


def test_a_page_loads_little(light: TinySite) -> None:
    home, about = (
        {path for path in loaded(light, name) if path.endswith((".css", ".js"))}
        for name in ("index.html", "about.html")
    )
    # The styles and the scripts that all pages have, and the styles that such pages have beside.
    assert len(home & about) >= 2
    assert len(home) <= 3 and len(about) <= 3
    assert not [path for path in light.output.rglob("*") if path.suffix in (".woff2", ".map")]
    assert not list(light.output.rglob("bootstrap.js"))


def test_styles_are_those_that_some_page_uses(light: TinySite) -> None:
    text = styles(light, "about.html")
    assert ".bd-header" in text
    assert ".admonition" in text
    assert ".highlight" in text
    for unused in (".carousel", ".modal-dialog", ".sd-card", ".fa-rocket"):
        assert unused not in text
    # A variable that nothing asks for is gone, too; one that is used is there.
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used
    assert not set(re.findall(r"[{;](--[\w-]+):", text)) - used


def test_icons_are_masks(light: TinySite) -> None:
    text = styles(light, "index.html")
    bars = re.search(r"\.fa-bars[^{]*\{--fa:url\(\"(data:image/svg\+xml.*?)\"", text)
    assert bars and "stroke-width" in bars[1] and len(bars[1]) < 300
    assert "font-face" not in text
    assert "\ue000" not in text and not re.search(r"content:\"\\f", text)


def test_an_icon_without_lines_of_ours_has_the_outline_of_its_font() -> None:
    theme = Path(pydata_sphinx_theme.__file__).parent
    (font,) = theme.rglob("webfonts/fa-solid-*.woff2")
    lines, outline = _drawing([font], 0xF0C9), _drawing([font], 0xF135)
    assert lines and "stroke" in lines[0]
    assert outline and "stroke" not in outline[0]
    assert _drawing([font], 0xE999F) is None


def test_colours_follow_the_system_without_a_script(light: TinySite) -> None:
    text = styles(light, "index.html")
    assert soup(light, "index.html").html["data-theme"] == "auto"
    for scheme in ("light", "dark"):
        assert re.search(
            rf"@media \(prefers-color-scheme:{scheme}\)\{{html\[data-theme=auto\]\{{", text
        )


def test_a_script_comes_only_to_pages_that_use_it(light: TinySite) -> None:
    def has_copying(name: str) -> bool:
        return any(
            "copybtn" in text for path, text in loaded(light, name).items() if path.endswith(".js")
        )

    assert has_copying("code.html")
    assert not has_copying("about.html")
    for script in soup(light, "code.html").select("script[src]"):
        assert script.has_attr("defer")


def inline(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield the code that stands on a page, and the directive that has to allow it."""
    for script in page.select("script:not([src])"):
        if script.get("type") != "application/json" and "json" not in script.get("type", ""):
            yield "script-src", script.string
    for style in page.select("style"):
        yield "style-src", style.string


@pytest.mark.parametrize("name", ["index.html", "es/code.html", "search.html", "404.html"])
def test_the_policy_allows_what_stands_on_the_page_and_nothing_else(
    light: TinySite, name: str
) -> None:
    page = soup(light, name)
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "unsafe" not in policy
    for directive, text in inline(page):
        code = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{code}'" in rules[directive]
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name == "style" or name.startswith("on")]
    assert "'sha256-" in (light.output / "_headers").read_text("utf-8")


def test_a_style_of_a_page_becomes_a_rule(light: TinySite) -> None:
    (image,) = soup(light, "index.html").select("main img")
    assert (image["width"], image["height"]) == ("30", "20")
    (name,) = [one for one in image["class"] if one.startswith("t-")]
    assert re.search(rf"\.{name}:not\(#_#_\)\{{width:50%\}}", styles(light, "index.html"))


def test_names_are_made_from_the_content(light: TinySite) -> None:
    files = list((light.output / "_static" / "light").iterdir())
    assert files
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.name.split(".")[1] == digest[: len(path.name.split(".")[1])]


def test_a_second_build_and_a_second_pass_change_nothing(light: TinySite, tmp_path: Path) -> None:
    before = light.hashes()
    copy = tmp_path / "copy"
    shutil.copytree(light.output, copy)
    lighten(copy, sites.make_site(LANGUAGES, ROOT))
    assert tree_hashes(copy) == before
    light.build()
    assert light.hashes() == before


def test_menus_open_without_a_script(light: TinySite) -> None:
    page = soup(light, "code.html")
    for side in ("primary", "secondary"):
        toggle = page.select_one(f".{side}-toggle")
        assert toggle.name == "a"
        assert page.select_one(toggle["href"])
        assert toggle["aria-label"]
    assert "#pst-primary-sidebar:target" in styles(light, "code.html")
    assert page.select_one("a.search-button__button")["href"] == "search.html"


def test_the_search_is_a_list_of_pages_without_a_script(light: TinySite, tmp_path: Path) -> None:
    page = soup(light, "search.html")
    assert not page.select("noscript ul")
    assert len(page.select("main a[href='about.html']")) == 1
    # Sphinx's own search has no such list.
    site = new_site(
        tmp_path,
        {name: text for name, text in PAGES.items() if name != "code.md"},
        theme="pydata_sphinx_theme",
        extensions=EXTENSIONS,
        conf=f"{CONF}tandem_search = False\n",
    )
    site.build()
    links = soup(site, "search.html").select("noscript .tandem-index a")
    assert [link.text for link in links][:2] == ["Ábout us", "Home"]
    assert [link["href"] for link in links][:2] == ["about.html", "index.html"]


def test_the_page_for_a_wrong_address_is_whole_at_any_depth(light: TinySite) -> None:
    for name in ("404.html", "es/404.html"):
        page = soup(light, name)
        assert not page.select("link[rel=stylesheet], script[src], link[rel=preload]")
        assert page.select("style") and page.select(".tandem-404 section[lang=es]")
        assert page.select(".tandem-404 section[lang=en]")
        for element in page.select("[href], [src], [action]"):
            for address in (element.get("href"), element.get("src"), element.get("action")):
                assert not address or address.startswith(("/reef/", "#", "data:", "https:")), (
                    address
                )
        links = [link["href"] for link in page.select(".tandem-404 a")]
        assert links and all(link.startswith("/reef/") for link in links)


def test_one_language_alone_keeps_what_the_others_load(light: TinySite, tmp_path: Path) -> None:
    site = light.copy(tmp_path / "site")
    site.build()
    site.append("code.md", "\nNew words.\n")
    site.build("--language", "es")
    assert "New words." in site.page("es/code.html")
    assert "New words." not in site.page("code.html")
    for name in ("index.html", "code.html", "es/index.html", "es/code.html"):
        assert loaded(site, name)


def test_the_theme_is_left_alone_when_a_site_says_so(light: TinySite, tmp_path: Path) -> None:
    site = light.copy(tmp_path / "site")
    site.append("conf.py", "\ntandem_light = False\n")
    site.build()
    assert (site.output / "_static" / "scripts" / "bootstrap.js").is_file()
    assert (site.output / "es" / "_static" / "scripts" / "bootstrap.js").is_file()
    assert not (site.output / "_static" / "light").exists()
    assert not (site.output / "_headers").exists()
    assert soup(site, "index.html").select("button.primary-toggle")


LESSON = """\
---
lesson: {teaching: 10}
---
# Bees

```{objectives}
- Count bees.
```

```{exercise} Two bees
:minutes: 5
Count them.
```
"""


def test_a_site_has_its_own_colors_on_pages_slides_and_sheets(make_site: MakeSite) -> None:
    colors = {"accent": ("#7a1f5c", "#f0a6d8"), "band": "#5c1745"}
    pages = {
        "index.md": "# Home\n\n[Bees](bees.md)\n\n```{toctree}\nbees\n```\n",
        "bees.md": LESSON,
    }
    site = make_site(pages, theme="pydata_sphinx_theme", conf=f"tandem_colors = {colors!r}\n")
    site.build()
    assert "light-dark(#7a1f5c,#f0a6d8)" in styles(site, "bees.html")
    for name in ("instructor/bees/slides.html", "handouts/bees/exercises.html"):
        text = styles(site, name)
        assert "#5c1745" in text, name
        # What the slides have of their own is said before, and has not the last word.
        assert "#0a4a57" not in text.replace(",#0a4a57)", ""), name
