"""Everything around the text is in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import sphinx
from bs4 import BeautifulSoup, Comment, Doctype, Tag

from harness.commands import SOURCE
from sphinx_tandem.site import word_codes
from sphinx_tandem.translate.interface import translations
from sphinx_tandem.upstream.sphinx import NOT_IN_EXCERPTS

from .conftest import CONF, PAGES, THEMES, BuildSite, Built, build

PACKAGE = SOURCE / "sphinx_tandem"
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "value", "aria-description")
# Names, keys and numbers that are the same in every language.
NAMES = {
    "English",
    "Español",
    "Sphinx",
    "Alabaster",
    "Error",
    "Ctrl",
    "Ana",
    "Reef",
    "© 2024, Ana.",
    "©2024, Ana.",
    "|",
    "#",
    "K",
}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def shown(page: BeautifulSoup, is_wanted: Callable[[Tag], bool] = lambda element: True) -> set[str]:
    """Return what a page shows and tells, without what it runs.

    :param is_wanted: says whether the texts and attributes of an element count.
    """
    for element in page(["script", "style", "meta"]):
        element.decompose()
    texts = {
        " ".join(text.split())
        for text in page.find_all(string=True)
        if not isinstance(text, (Comment, Doctype)) and is_wanted(text.parent)
    }
    for element in filter(is_wanted, page.find_all(True)):
        texts |= {" ".join(element[name].split()) for name in ATTRIBUTES if element.get(name)}
    return {text for text in texts if re.search(r"[^\W\d_]{2}", text)}


@pytest.mark.parametrize("theme", THEMES)
def test_no_word_of_the_interface_is_the_same_in_both(
    built_with: Callable[[str], Built], theme: str
) -> None:
    """The content of this site has no translation, so only its own words may be the same."""
    site = built_with(theme)
    content = " ".join(re.sub(r"[*`]", "", text) for text in PAGES.values())
    content = " ".join(content.split())
    both = set()
    for page in site.pages("es"):
        both |= {
            (page, text)
            for text in shown(site.soup(page, "es")) & shown(site.soup(page))
            if text not in content and text not in NAMES and not _is_version(text)
        }
    # The page for dead links speaks every language in both; dates and labels are the blog's.
    assert not {(page, text) for page, text in both if page != "404.html" and "blog" not in page}


def _is_version(text: str) -> bool:
    return re.fullmatch(r"(Sphinx|Alabaster) [\d.]+|Reef.*|A page.*|.*— Reef", text) is not None


def test_spanish_stands_where_english_stood(reef: Built) -> None:
    pairs = {
        "Search": "Buscar",
        "On this page": "En esta página",
        "Link to this heading": "Enlace a este encabezado",
        "Link to this image": "Enlace a esta imagen",
        "Link to this code": "Enlace a este código",
        "Link to this equation": "Enlace a esta ecuación",
        "Link to this term": "Enlace a este término",
        "Section Navigation": "Navegación de la sección",
        "Skip to main content": "Saltar al contenido principal",
        "Added in version 2.1": "Agregado en la versión 2.1",
        "Back to top": "Volver arriba",
        "Show Source": "Ver la fuente",
    }
    english, spanish = (shown(reef.soup("docs/page.html", code)) for code in ("en", "es"))
    for original, translation in pairs.items():
        assert any(text.startswith(original) for text in english), original
        assert not any(text.startswith(original) for text in spanish), original
        assert any(text.startswith(translation) for text in spanish), translation
        assert not any(text.startswith(translation) for text in english), translation


def test_scripts_speak_the_language_of_the_page(reef: Built) -> None:
    words = reef.text("_static/translations.js", "es")
    assert "La b\\u00fasqueda termin\\u00f3: una p\\u00e1gina coincide." in words
    assert '""' not in words
    assert not (reef.folder / "_static/translations.js").exists()
    for script in Path(sphinx.__file__).parent.glob("themes/*/static/*.js*"):
        for asked in re.findall(r"""\b_\(\s*["']([^"']+)["']""", script.read_text("utf-8")):
            assert f'"{asked}"' in words, f"{script.name} asks for {asked!r}"


def test_labels_that_themes_write_in_english_are_translated(build_site: BuildSite) -> None:
    links = [{"name": name, "url": f"https://example.net/{name}"} for name in ("a", "b", "c")]
    options = {
        "announcement": "x",
        "header_links_before_dropdown": 1,
        "github_url": "https://example.net",
        "external_links": links,
    }
    site = build_site(f'html_theme = "pydata_sphinx_theme"\nhtml_theme_options = {options}\n')
    english, spanish = (shown(site.soup("index.html", code)) for code in ("en", "es"))
    assert {"Announcement", "More", "Icon Links"} <= english
    assert not {"Announcement", "More", "Icon Links"} & spanish
    assert {"Anuncio", "Más", "Enlaces con íconos"} <= spanish


def test_what_the_site_sets_is_never_changed(build_site: BuildSite) -> None:
    options = '{"search_bar_text": "Encuentra", "header_dropdown_text": "Otros"}'
    site = build_site(f'html_theme = "pydata_sphinx_theme"\nhtml_theme_options = {options}\n')
    assert 'aria-label="Encuentra"' in site.text("search.html", "es")
    assert '"name": "Encuentra"' in site.text("_search/manifest.js", "es")


def test_the_catalogs_of_the_site_come_before_ours(build_site: BuildSite) -> None:
    words = {
        "sphinx": ("Link to this heading", "Enlace propio"),
        "sphinx_tandem": ("Language", "Lengua"),
    }
    catalogs = {
        f"locales/es/LC_MESSAGES/{domain}.po": f'{HEAD}msgid "{msgid}"\nmsgstr "{msgstr}"\n'
        for domain, (msgid, msgstr) in words.items()
    }
    site = build_site('html_theme = "basic"\n', {**PAGES, **catalogs})
    found = shown(site.soup("docs/page.html", "es"))
    assert {"Enlace propio", "Lengua", "Enlace a esta imagen"} <= found
    assert not {"Enlace a este encabezado", "Idioma"} & found


def test_a_catalog_that_cannot_be_read_is_reported_at_its_place(build_site: BuildSite) -> None:
    broken = {"locales/es/LC_MESSAGES/sphinx_tandem.po": f"{HEAD}<<<<<<< ours\n"}
    site = build_site('html_theme = "basic"\n', {**PAGES, **broken})
    assert "sphinx_tandem.po" in site.said
    assert "Traceback" not in site.said
    assert "Idioma" in shown(site.soup("index.html", "es"))


def test_no_compiled_catalog_is_left_in_the_package(reef: Built) -> None:
    assert (reef.folder / "es").is_dir()
    assert not list(PACKAGE.rglob("*.mo"))


@pytest.mark.parametrize("code", ["zh", "zh_Hans", "zh-Hans-SG", "zh_CN"])
def test_chinese_is_found_under_each_of_its_names(code: str) -> None:
    assert "zh_CN" in word_codes(code)
    assert "zh_CN" not in word_codes("zh_TW")


@pytest.mark.parametrize("code", ["zh_TW", "zh_Hant", "zh-Hant-HK", "zh_MO"])
def test_traditional_chinese_is_found_under_each_of_its_names(code: str) -> None:
    assert "zh_TW" in word_codes(code)
    assert "zh_CN" not in word_codes(code)


@pytest.mark.parametrize("code", ["pt_PT", "pt_AO", "pt-MZ"])
def test_african_readers_get_the_portuguese_of_their_countries(code: str) -> None:
    words = translations(code, "sphinx_tandem")
    assert words.gettext("Save as a file") == "Guardar num ficheiro"
    assert words.gettext("Exercise") == "Exercício"
    assert translations("pt_BR", "sphinx_tandem").gettext("Links") == "Links"


# -- A language without words of its own ---------------------------------------------------------

WORDLESS = """\
tandem_languages = {"en": "English", "qu": "Runa Simi", "fa": "فارسی", "fr": "Français"}
tandem_repository = "https://example.net/reef"
html_sidebars = {"**": ["ablog/postcard.html", "ablog/recentposts.html", "ablog/tagcloud.html"]}
suppress_warnings = ["i18n.babel"]
extensions += ["sphinx.ext.todo"]
todo_include_todos = True
myst_enable_extensions += ["fieldlist"]
numfig = True
"""
LESSON = """\
---
lesson: {teaching: 30}
---
# Waves

:::{objectives}
- Swim.
:::
::::{exercise} Dive
:minutes: 10
:optional:

Dive.

:::{hint}
Breathe.
:::
:::{solution}
Done.
:::
::::
:::{instructor-note}
Quiet.
:::
```{schedule}
```
"""
API = """\
# Code

```{todo}
Later.
```
```{py:function} swim(depth)
:no-index-entry:

:param depth: How deep.
:returns: Bubbles.
```
"""
WORDLESS_PAGES = PAGES | {
    "docs/code.md": API,
    "docs/waves.md": LESSON,
    "docs/status.md": "# Status\n\n```{translation-status}\n```\n",
    "index.md": PAGES["index.md"].replace("blog\n", "blog\ndocs/waves\ndocs/status\ndocs/code\n"),
    "blog/2024-04-24-tide.md": PAGES["blog/2024-04-24-tide.md"]
    + "\n```{update} 2024-05-01\nHigh.\n```\n",
}
# Not words: names, dates as CLDR writes them, keys and addresses.
IN_QUECHUA = re.compile(
    r"Runa Simi|Ctrl|Ana|\d+ (?:Abril|Mayo)(?: 2024)?(?: -)?|(?:· )?https://\S+(?: ·)?|\(\d+\)"
    r"|example\.org/\S+"
    r"|(?:Alabaster|Sphinx)(?: [\d.]+)?"
    # of the content: titles in attributes, which carry no mark
    r"|Reef blog|A page|Waves|Status|Tide|Reef|Code|swim(?:\(\))?|depth"
)


@pytest.fixture(scope="module")
def wordless_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Build a site with a theme, in languages of which the engine has no words, and in French."""

    @cache
    def with_theme(theme: str) -> Built:
        conf = f"{CONF}{WORDLESS}html_theme = {theme!r}\n"
        return build(tmp_path_factory.mktemp(theme), WORDLESS_PAGES, conf)

    return with_theme


@pytest.fixture
def wordless(wordless_with: Callable[[str], Built]) -> Built:
    return wordless_with("pydata_sphinx_theme")


def language_of(element: Tag) -> str:
    return next(one["lang"] for one in (element, *element.parents) if one.get("lang"))


def said(page: BeautifulSoup, language: str) -> set[str]:
    """Return what a page says in a language, by its marks; a title can hold none."""
    for title in page("title"):
        title.decompose()
    return shown(page, lambda element: language_of(element) == language)


@pytest.mark.parametrize("theme", THEMES)
def test_a_language_without_words_shows_whole_sentences_in_english(
    wordless_with: Callable[[str], Built], theme: str
) -> None:
    """No translation of the content and none of the interface is there: all of it is English."""
    wordless = wordless_with(theme)
    pages = wordless.pages("qu")
    for kind in (
        "404",
        "blog/2024",
        "genindex",
        "instructor/waves",
        "handouts",
        "review/qu",
        "slides",
    ):
        assert any(kind in page for page in pages), kind
    unmarked = {
        (page, text)
        for page in pages
        for text in said(wordless.soup(page, "qu"), "qu")
        if not IN_QUECHUA.fullmatch(text)
    }
    assert not unmarked
    marked = said(wordless.soup("docs/waves.html", "qu"), "en")
    assert {
        "Language",
        "Hint",
        "Objectives",
        "10 minutes",
        "optional",
        "Link to this heading",
    } <= marked
    blog = said(wordless.soup("blog/2024-04-24-tide.html", "qu"), "en")
    assert {
        "Published",
        "Updated on 1 May 2024",
        "3 passages of this page are still in English.",
    } <= blog


def test_no_mark_is_left_in_a_file(wordless: Built) -> None:
    wordless.pages("qu")
    for path in (wordless.folder.parent / "site" / "qu").rglob("*.*"):
        if path.suffix in {".html", ".js", ".xml", ".css", ".json"}:
            text = path.read_text("utf-8")
            assert not re.search("[\ufdd0-\ufdef]|\\\\ufdd", text), path


def test_the_name_of_a_language_is_in_the_language_of_its_sentence(wordless: Built) -> None:
    notices = {
        code: wordless.soup("docs/waves.html", code).select_one(".tandem-notice p")
        for code in ("fr", "qu", "fa")
    }
    assert "encore en anglais" in notices["fr"].text
    assert notices["fr"].span is None
    for code in ("qu", "fa"):
        assert "still in English" in notices[code].text
        assert language_of(notices[code].span) == "en"
    assert notices["fa"].span["dir"] == "ltr"
    assert not notices["qu"].span.get("dir")


def test_scripts_know_the_language_of_their_words(wordless: Built) -> None:
    for code, language, done in (("qu", "en", "Done"), ("fr", "fr", "Terminé")):
        page = wordless.soup("docs/waves.html", code)
        words = json.loads(page.select_one("#tandem-progress").string)["words"]
        assert (words["lang"], words["done"]) == (language, done)
    assert '"lang":"en"' in wordless.text("review/qu/docs/waves.js", "qu")
    deck = wordless.soup("docs/instructor/waves/slides.html", "qu").select_one(".tandem-deck")
    assert (deck["data-next"], deck["data-next-lang"]) == ("Next slide", "en")
    assert not deck.get("lang")
    assert 'button lang="en"' in wordless.text("_static/copybutton.js", "qu")
    assert '"words": {"lang": "en"' in wordless.text("_search/manifest.js", "qu")
    assert '"words": {"lang": "fr"' in wordless.text("_search/manifest.js", "fr")


def test_a_site_with_a_few_words_of_its_own_mixes_no_sentence(build_site: BuildSite) -> None:
    few = f'{HEAD}msgid "Done"\nmsgstr "Tukusqa"\n\nmsgid "Objectives"\nmsgstr "Munaykuna"\n'
    catalog = {"locales/qu/LC_MESSAGES/sphinx_tandem.po": few}
    site = build_site(f'{WORDLESS}html_theme = "basic"\n', WORDLESS_PAGES | catalog)
    page = site.soup("docs/waves.html", "qu")
    words = json.loads(page.select_one("#tandem-progress").string)["words"]
    assert (words["lang"], words["done"], words["erase"]) == ("en", "Done", "Erase")
    assert "Munaykuna" in said(page, "qu")
    assert "Hint" in said(page, "en")


def test_the_notice_is_no_part_of_what_searches_show(wordless: Built) -> None:
    notice = wordless.soup("docs/waves.html", "fr").select_one(".tandem-notice")
    assert NOT_IN_EXCERPTS in notice.p["class"]
    assert notice.has_attr("data-nosnippet")
    described = wordless.soup("docs/waves.html", "fr").select_one('meta[name="description"]')
    assert described is None or "anglais" not in described["content"]
