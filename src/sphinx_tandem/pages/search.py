"""The site's own search: what is found of each page, the files that are written, their page.

Nothing of the index is loaded before a reader searches.  Its files are scripts that hand over
data, because a browser loads nothing else from a disk; :mod:`.search_index` says what they hold.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _ as sphinx_text
from sphinx.locale import get_translator

from ..catalogs.reader import certain_translations
from ..site import Language
from ..site.options import current_language, site_of
from ..site.pagedata import MadePage, kept_answers, makes_site, withdraw_static
from ..text.html import script_json
from ..translate import marks
from ..translate.interface import _, catalog_paths, locale_folders, script_words
from ..translate.page_language import is_own_language, page_language, pages_elsewhere
from ..upstream import SEARCH_FILES
from ..upstream.extensions import theme_options
from ..upstream.sphinx import (
    docname_to_domain,
    offer_search_page,
    take_over_search,
)
from . import SEARCH_FOLDER
from .search_index import Index, Words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..translate.lookup import Lookup
    from ..translate.passages import Passage

_HERE = Path(__file__).parent
#: Where the index of a language stands, under its root.
_PAGES = "tandem-search.json"
_CALL = "tandemSearch"

# -- What a page says ----------------------------------------------------------------------------

_SOURCE = "tandem-source-text"
_NO_TEXT = (nodes.raw, nodes.Invisible, nodes.system_message, addnodes.index, addnodes.toctree)
_ADDRESS = re.compile(r"\]\([^)\]]*\)|<[^<>]*>")
_NO_INDEX = re.compile(r"\bnoindex\b|\bnone\b")


def note_headings(
    app: Sphinx, document: nodes.document, found: list[Passage], lookup: Lookup
) -> None:
    """Note what each title and heading says in the source language, before it is translated."""
    for passage in found:
        if isinstance(passage.node, nodes.title | nodes.term) and not passage.attribute:
            passage.node[_SOURCE] = passage.message


def use_own_search(app: Sphinx) -> None:
    """Let Sphinx hand over the pages that it would put into its own index."""
    if is_wanted(app):
        pages = app.__dict__.setdefault("tandem_search_pages", {})
        take_over_search(
            app, lambda docname, document: pages.update({docname: _read(app, docname, document)})
        )


def offer_page(app: Sphinx) -> Iterator[MadePage]:
    """Let the page of the search be written."""
    if is_wanted(app):
        offer_search_page(app)
    yield from ()


def load_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> str | None:
    """Load the script that opens the search, and fill the page of the search."""
    if not is_wanted(app):
        return None
    pathto = context["pathto"]
    places = {"data-index": f"{pathto(SEARCH_FOLDER, 1)}/", "data-page": pathto("search")}
    app.add_js_file("tandem-search.js", loading_method="defer", **places)
    context["tandem_search"] = True
    if pagename != "search":
        return None
    context |= {"title": escape(sphinx_text("Search")), "parents": [], "display_toc": False}
    context["body"] = _page(app)
    return "page.html"


def _page(app: Sphinx) -> str:
    """Return the page of the search: without scripts, a list of all pages."""
    name, heading = escape(_name(app) or _("Search this site")), escape(sphinx_text("Search"))
    sort_key = current_language(app.config).data.sort_key
    found = _found(app, _read_pages(app))
    titles = {docname: page["title"] or docname for docname, page in found.items()}
    order = sorted(titles, key=lambda docname: (sort_key(titles[docname]), docname))
    # What stands in no catalog of the language is English there, and marked as that.
    shown = titles | {name: title for make in made_pages(app) for name, title, _words in make(app)}
    links = "".join(
        f'<li><a href="{escape(app.builder.get_relative_uri("search", docname))}">'
        f"{escape(shown[docname])}</a></li>\n"
        for docname in order
    )
    return (
        f'<section id="tandem-search" class="tandem-search">\n<h1>{heading}</h1>\n'
        f'<form role="search" hidden><input type="text" role="searchbox" inputmode="search" '
        f'enterkeyhint="search" name="q" autocomplete="off" autocapitalize="off" '
        f'spellcheck="false" aria-label="{name}"><button>{heading}</button></form>\n'
        f'<div class="tandem-search-pages">\n<h2>{escape(_("All pages from A to Z"))}</h2>\n'
        f"<ul>\n{links}</ul>\n</div>\n</section>\n"
    )


def is_wanted(app: Sphinx) -> bool:
    """Say whether this build makes a site with a search of its own."""
    return bool(app.config.tandem_languages and app.config.tandem_search and makes_site(app))


def _read(app: Sphinx, docname: str, document: nodes.document) -> dict[str, Any] | None:
    """Return what can be found of a page: its title, its sections; ``None`` of one left out."""
    metadata = app.env.metadata.get(docname, {})
    for meta in document.findall(nodes.meta):
        if meta.get("name") == "robots" and _NO_INDEX.search(meta.get("content", "")):
            return None
    if {"nosearch", "no-search"} & metadata.keys():
        return None
    reader = _Reader(document)
    told: list[str] = []
    if is_own_language(app, docname):  # these are in the language that the page is written in
        told.append(docname.rpartition("/")[2].replace("-", " ").replace("_", " "))
        names = ("description", "author", "tags", "category")
        told += [found for name in names if isinstance(found := metadata.get(name), str)]
    title = marks.strip(app.env.titles[docname].astext()) if docname in app.env.titles else ""
    return {
        "title": " ".join(title.split()),
        "url": app.builder.get_target_uri(docname),
        "told": " ".join(told),
        "sections": reader.sections,
    }


class _Reader:
    """Reads a page: its sections, each with its anchor, heading, texts and heading in the source.

    What has a title or a name and can be linked to (an exercise, a term of a glossary) is a
    section of its own.
    """

    def __init__(self, document: nodes.document) -> None:
        self.sections: list[tuple[str, str, list[str], str]] = [("", "", [], "")]
        self._has_title = False
        self._walk(document, self.sections[0])

    def _walk(self, node: nodes.Element, section: tuple[str, str, list[str], str]) -> None:
        for child in node.children:
            if isinstance(child, _NO_TEXT) or not isinstance(child, nodes.Element):
                continue
            if "toctree-wrapper" in child["classes"]:
                continue
            named = _name_of(child)
            if named is not None:
                self._enter(child, named, section)
            elif isinstance(child, nodes.TextElement) and not isinstance(child, nodes.Inline):
                if text := _text_of(child):
                    section[2].append(text)
            else:
                self._walk(child, section)

    def _enter(
        self, child: nodes.Element, name: nodes.Element, outer: tuple[str, str, list[str], str]
    ) -> None:
        source = " ".join(_ADDRESS.sub(" ", str(name.get(_SOURCE, ""))).split())
        if isinstance(child, nodes.section) and not self._has_title:
            self._has_title = True
            self.sections[0] = section = ("", _text_of(name), outer[2], source)
        else:
            anchor = (child["ids"] or name["ids"])[0]
            section = (anchor, _text_of(name), [], source)
            self.sections.append(section)
        rest = nodes.container("")
        rest.children = [one for one in child.children if one is not name]
        self._walk(rest, section)


def _name_of(node: nodes.Element) -> nodes.Element | None:
    """Return the title, term or signature of what can be linked to, or ``None``."""
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.title | nodes.term | addnodes.desc_signature):
        return first if node["ids"] or first["ids"] else None
    return None


def _text_of(node: nodes.Element) -> str:
    """Return the text of a node without what readers do not read, such as an icon's code."""
    if next(node.findall(nodes.raw), None) is not None:
        node = node.deepcopy()
        for code in list(node.findall(nodes.raw)):
            code.parent.remove(code)
    return " ".join(marks.strip(node.astext()).split())


# -- Written when all pages are ------------------------------------------------------------------


def _found(app: Sphinx, found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return those of the pages that were read which the search finds."""
    hidden = pages_elsewhere(app)
    return {name: found[name] for name in sorted(found) if found[name] and name not in hidden}


def _read_pages(app: Sphinx) -> dict[str, Any]:
    """Return what was read of each page, in this build or in an earlier one."""
    found: dict[str, Any] = app.__dict__.get("tandem_search_pages", {})
    try:
        kept = json.loads(Path(app.doctreedir, _PAGES).read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    of_sources = {name: page for name, page in kept.items() if name in app.env.all_docs}
    return {**of_sources, **found, **_made(app)}


#: What names pages that no source stands for: the page, its title, other words for it.
Makers = list[Callable[["Sphinx"], Iterable[tuple[str, str, str]]]]


def made_pages(app: Sphinx) -> Makers:
    """Return what names pages that no source stands for, to which other rooms add theirs."""
    found: Makers = app.__dict__.setdefault("tandem_search_makers", [])
    return found


def _made(app: Sphinx) -> dict[str, Any]:
    """Return what can be found of pages that only list others: their titles, behind all texts."""
    return {
        name: {
            "title": marks.strip(title),
            "url": app.builder.get_target_uri(name),
            "told": "",
            "sections": [("", "", [marks.strip(words)], "")],
        }
        for make in made_pages(app)
        for name, title, words in make(app)
        if name not in app.env.found_docs
    }


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index of the language, and the scripts that ask it."""
    if not is_wanted(app):
        withdraw_static(app, "tandem-search.js")
        return
    for name in SEARCH_FILES:
        withdraw_static(app, name)
    if exception is not None or not app.__dict__.get("tandem_search_pages"):
        return
    read = _read_pages(app)
    Path(app.doctreedir, _PAGES).write_text(json.dumps(read, ensure_ascii=False), "utf-8")
    language = current_language(app.config)
    index = Index(Words(language.data))
    others = [_Translated(app, one) for one in site_of(app.config).languages if one != language]
    known = kept_answers(app, "search")
    for docname, page in _found(app, read).items():
        texts = [text for other in others for text in other.texts(docname, page)]
        asked = repr((page, [(words.language, *text) for words, *text in texts]))
        digest = hashlib.blake2b(asked.encode("utf-8", "replace"), digest_size=16).hexdigest()
        if docname not in known or known[docname][0] != digest:
            known[docname] = digest, index.terms(page, texts)
        index.take(known[docname][1])
    for gone in known.keys() - read.keys():
        del known[gone]
    files, told = index.files()
    written = {name: script_json(data) for name, data in sorted(files.items())}
    name = hashlib.sha256(json.dumps(written).encode()).hexdigest()[:10]
    folder = Path(app.outdir, SEARCH_FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / name).mkdir(parents=True)
    for file, data in written.items():
        (folder / name / f"{file}.js").write_text(f'{_CALL}.add("{name}/{file}",{data})\n', "utf-8")
    manifest = f"{_CALL}.begin({script_json({**told, **_told(app, language, name)})})\n"
    (folder / "manifest.js").write_text(manifest, "utf-8")
    finder = (_HERE / "finder.js").read_text("utf-8")
    (folder / "search.js").write_text(shorter(finder) + manifest, "utf-8")
    shutil.copy(_HERE / "finder.css", folder / "search.css")


def shorter(script: str) -> str:
    """Return a script without indents, empty lines and lines of comment."""
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _told(app: Sphinx, language: Language, folder: str) -> dict[str, Any]:
    """Return what the finder is told of the site."""
    up = "../" * language.prefix.count("/")
    return {
        "folder": folder,
        "lang": language.tag,
        "page": app.builder.get_target_uri("search"),
        "words": {**script_words(app, _words), **({"name": name} if (name := _name(app)) else {})},
        "others": [
            [one.tag, one.name, f"{up}{one.prefix}"]
            for one in site_of(app.config).languages
            if one != language
        ],
    }


def _name(app: Sphinx) -> str:
    """Return what the site itself calls the field of the search, ``""`` if it does not say.

    Among the options stand the theme's own words, too, which the site did not choose.
    """
    options, defaults = theme_options(app) or ({}, {})
    own, default = options.get("search_bar_text"), defaults.get("search_bar_text", "")
    if not isinstance(own, str) or own in (default, get_translator().gettext(default)):
        return ""
    return marks.strip(own)


def _words() -> dict[str, str]:
    """Return what the finder says, by the names under which it knows it."""
    return {
        "name": _("Search this site"),
        "close": _("Close"),
        "found": _("Pages found: %(count)d"),
        "nothing": _("Nothing was found for “%(words)s”."),
        "slip": _("Nothing was found for “%(words)s”; these are the results for “%(others)s”."),
        "some": _("Pages with some of the words"),
        "other": _("Pages in other languages"),
        "more": _("Show more"),
        "failed": _("The search could not be loaded."),
        "all": _("All pages from A to Z"),
    }


class _Translated:
    """The titles and headings of pages in another language of the site."""

    def __init__(self, app: Sphinx, language: Language) -> None:
        self._app, self._language = app, language
        self._words = Words(language.data)
        self._read: dict[str, dict[str, str]] = {}

    def texts(self, docname: str, page: dict[str, Any]) -> Iterator[tuple[Words, str, int]]:
        """Yield them, each with the number of its section."""
        said = page_language(self._app, docname)
        is_source = said.source == self._language
        if self._language not in said.published and not is_source:
            return
        known = {} if is_source else self._messages(docname)
        for number, (_anchor, heading, _blocks, source) in enumerate(page["sections"]):
            text = source if is_source else known.get(source, "")
            if text and text != heading:
                yield self._words, text, number

    def _messages(self, docname: str) -> dict[str, str]:
        """Return what the page's catalog translates; nothing of it is shown."""
        domain = docname_to_domain(docname, self._app.config.gettext_compact)
        if domain not in self._read:
            found: dict[str, str] = {}
            places = catalog_paths(locale_folders(self._app), self._language.code, domain)
            for path, _tag in places:
                for message, entry in certain_translations(path).items():
                    text = " ".join(_ADDRESS.sub(" ", entry.msgstr).split())
                    found.setdefault(" ".join(_ADDRESS.sub(" ", message).split()), text)
            self._read[domain] = found
        return self._read[domain]
