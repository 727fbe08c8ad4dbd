"""A link to a page comes with a picture of it, in the language and the colours of the page."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from harness.sites import MakeSite, TinySite, new_site
from sphinx_tandem.blog.views import cover
from sphinx_tandem.pages.social import FOLDER, HEIGHT, WIDTH, card, card_colors, contrast, drawing

ROOT = "https://example.org/"
PUBLIC = f"html_baseurl = {ROOT!r}\n"
PICTURE = re.compile(r'<meta property="og:image" content="([^"]*)">')
LARGE = '<meta name="twitter:card" content="summary_large_image">'
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nabout\nown\nhidden\nsign\nchinese\n```\n",
    "about.md": "# About\n\nWho we are.\n",
    "own.md": '---\nmyst:\n  html_meta:\n    "property=og:image": https://example.org/own.png\n---\n# Own\n\nA.\n',
    "hidden.md": "---\nmyst:\n  html_meta:\n    robots: noindex, follow\n---\n# Hidden\n\nB.\n",
    "sign.md": "# Thanks 🙂\n\nC.\n",
    "chinese.md": "# 关于\n\nD.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    made = new_site(tmp_path_factory.mktemp("social") / "site", PAGES, conf=PUBLIC)
    made.catalog("about", {"About": "Acerca de"})
    made.build("--strict")
    return made


def pictures(site: TinySite, page: str) -> list[str]:
    return PICTURE.findall(site.page(page))


@pytest.mark.parametrize("page", ["index", "about", "sign", "es/about"])
def test_a_page_names_its_card_which_is_there(site: TinySite, page: str) -> None:
    language, name = ("es/", page[3:]) if page.startswith("es/") else ("", page)
    assert pictures(site, f"{page}.html") == [f"{ROOT}{language}{FOLDER}/{name}.png"]
    assert LARGE in site.page(f"{page}.html")
    file = site.output / f"{language}{FOLDER}/{name}.png"
    with Image.open(file) as image:
        assert image.size == (WIDTH, HEIGHT)
    assert file.stat().st_size < 20_000


def test_the_card_is_in_the_language_of_the_page(site: TinySite) -> None:
    english, spanish = (
        (site.output / prefix / FOLDER / "about.png").read_bytes() for prefix in ("", "es")
    )
    assert english != spanish


@pytest.mark.parametrize("page", ["hidden", "own", "chinese", "search", "404"])
def test_a_page_has_none_that_is_not_to_be_found_or_has_its_own_or_cannot_be_written(
    site: TinySite, page: str
) -> None:
    assert f"/{FOLDER}/" not in site.page(f"{page}.html")
    assert not (site.output / f"{FOLDER}/{page}.png").exists()


@pytest.mark.parametrize(
    "settings",
    [
        "tandem_social_cards = False",
        'tandem_social_cards = "conf.py"',
        'tandem_social_cards = "no.ttf"',
    ],
)
def test_a_site_chooses_whether_and_in_which_font(make_site: MakeSite, settings: str) -> None:
    site = make_site({"index.md": "# Home\n"}, conf=PUBLIC + settings)
    said = site.build().stderr
    has_font = '"' in settings
    assert ("no font" in said or "not a font" in said) is has_font, said
    assert bool(pictures(site, "index.html")) is has_font


def test_what_a_page_is_called_and_the_colours_of_the_site_are_on_its_card() -> None:
    def of(title: str, name: str = "Site", page: str = "a", **colors: object) -> bytes:
        return card(page, title, name, colors=colors)

    plain = of("One")
    assert plain == of("One")
    assert (
        len({plain, of("Two"), of("One", "Other"), of("One", page="b"), of("One", band="#602")})
        == 5
    )
    # A colour that Pillow cannot read costs no card.
    assert of("One", band="oklch(40% 0.1 200)") == plain
    assert of("One", band=("#602", "#fdd")) == of("One", band="#602")


@pytest.mark.parametrize("band", ["#fff", "#000", "#ffd166", "#777", "#0a5862"])
def test_a_title_can_be_read_on_every_colour(band: str) -> None:
    ground, ink, sun = card_colors({"band": band})
    assert contrast(ground, ink) >= 4.4
    assert contrast(ground, sun) >= 4.4


@pytest.mark.parametrize("title", ["word " * 200, "x" * 900, "a", "Ñandú " + "y" * 60])
def test_a_title_of_any_length_stays_within_its_card(title: str) -> None:
    with Image.open(BytesIO(card("a", title.strip(), "Site", colors={}))) as image:
        shown = image.convert("RGB")
    ground = shown.getpixel((2, 20))
    edges = [shown.getpixel((x, y)) for x in (WIDTH - 20, 20) for y in range(90, 200)]
    assert set(edges) == {ground}


def test_a_post_has_one_drawing_in_lists_and_on_its_card() -> None:
    ground, arcs = drawing("blog/first")
    shown = cover("blog/first")
    assert f"tandem-cover-{ground}" in shown
    assert all(f"M{arc.left} 112" in shown for arc in arcs)
    assert drawing("blog/first") != drawing("blog/second")


def test_a_page_in_a_folder_has_its_card_there(make_site: MakeSite) -> None:
    pages = {"index.md": "# Home\n\n```{toctree}\na ñ/b\n```\n", "a ñ/b.md": "# Deep\n"}
    site = make_site(pages, conf=PUBLIC)
    site.build("--strict")
    (address,) = pictures(site, "a ñ/b.html")
    assert (site.output / unquote(address.removeprefix(ROOT))).is_file()
