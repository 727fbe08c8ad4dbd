"""Everything around the text is in the reader's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import sphinx
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Comment, Doctype

from harness.commands import SOURCE
from sphinx_tandem.upstream.theme import FIXED_TEXTS

from .conftest import PAGES, THEMES, BuildSite, Built

PACKAGE = SOURCE / "sphinx_tandem"
SPANISH = PACKAGE / "locales" / "es" / "LC_MESSAGES"
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


def shown(page: BeautifulSoup) -> set[str]:
    """Return what a page shows and tells, without what it runs."""
    for element in page(["script", "style", "meta"]):
        element.decompose()
    texts = {
        " ".join(text.split())
        for text in page.find_all(string=True)
        if not isinstance(text, (Comment, Doctype))
    }
    for element in page.find_all(True):
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
        "Search the docs ...": "Buscar en el sitio...",
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
    found = shown(site.soup("index.html", "es"))
    assert "Encuentra" in found
    assert "Buscar en el sitio..." not in found


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


def _asked_in_python() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = {"_": 1, "ngettext": 1}.get(node.func.id, 0)
                for argument in node.args[:count]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def _asked_in_templates() -> Iterator[str]:
    pattern = re.compile(r"""(?:\w+\.gettext|tandem\._)\(\s*(["'])(.+?)\1""")
    for path in filter(Path.is_file, PACKAGE.glob("*/*templates/**/*")):
        for _quote, words in pattern.findall(path.read_text("utf-8")):
            yield words


def messages(path: Path) -> dict[str, object]:
    """Return the originals and translations of a catalog."""
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    found = {}
    for message in catalog:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            assert not message.fuzzy, key
            found[key] = message.string
    return found


def test_our_own_words_are_all_in_our_catalog() -> None:
    asked = {*_asked_in_python(), *_asked_in_templates()}
    catalogued = messages(SPANISH / "sphinx_tandem.po")
    assert asked - set(catalogued) == set(), "write their Spanish into sphinx_tandem.po"
    assert set(catalogued) - asked == set(), "nobody asks for these"
    assert all(all(text) for text in catalogued.values())


def test_every_word_for_upstream_is_one_that_upstream_asks_for() -> None:
    """An entry whose original has changed upstream translates nothing."""
    packages = [
        Path(find_spec(name).origin).parent for name in ("sphinx", "pydata_sphinx_theme", "ablog")
    ]
    known = {
        *(words for _ending, _text, words in FIXED_TEXTS),
        # the defaults of pydata-sphinx-theme
        *("Search the docs ...", "Icon Links", "More", "%s - Home"),
    }
    for folder in packages:
        for catalog in folder.glob("local*/es/LC_MESSAGES/sphinx.po"):
            for message in _read(catalog):
                known.add(message.id if isinstance(message.id, str) else message.id[0])
    other_themes = {
        message.id
        for message in _read(SPANISH / "sphinx.po")
        if any("ship no Spanish" in comment for comment in message.auto_comments)
    }
    assert set(messages(SPANISH / "sphinx.po")) - known - other_themes == set()


def _read(path: Path) -> list:
    with path.open("rb") as file:
        return list(read_po(file))
