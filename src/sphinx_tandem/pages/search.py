"""The site's own search: an index of every page, cut into small files, and the page that asks it.

When the pages are written, their titles, headings and words go into files of a few kilobytes
(*shards*); nothing of it is loaded before a reader searches.  A search loads the shards of its
words and the text of the parts of pages that it shows, so its cost hardly grows with the site.
All of it are scripts that hand over data, because a browser loads nothing else from a disk.

``finder.js`` asks the index, and has to cut a question into words as :class:`Words` cuts a page:

``t<n>.js``
    words by their first letters; a line for each stem: what all its words begin with, and for
    each word the rest of it and its places.  A line that begins with ``~`` holds words that
    the page has in another language of the site, by which its readers may know it.
``w<n>.js``
    words alone, by their last letters: of a word with one slip either what it begins with is
    right or what it ends with.
``p<n>.js``
    one part of a page: its title, its address, and its sections with their texts.

A place is a number: the distance to the part before, and how much the word says of this one.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _ as sphinx_text

from ..catalogs.model import CatalogError
from ..catalogs.reader import read_catalog
from ..site import Language
from ..site.languages import LanguageData, stemmer
from ..site.options import current_language, site_of
from ..site.pagedata import MadePage, makes_site, withdraw_static
from ..text.html import script_json
from ..translate import marks
from ..translate.interface import _, catalog_paths, locale_folders, script_words
from ..translate.page_language import is_own_language, page_language, pages_elsewhere
from ..upstream.extensions import SEARCH_FILES
from ..upstream.sphinx import (
    docname_to_domain,
    offer_search_page,
    stop_words,
    take_over_search,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..translate.lookup import Lookup
    from ..translate.passages import Passage

_HERE = Path(__file__).parent
#: Where the index of a language stands, under its root.
FOLDER = "_search"
_PAGES = "tandem-search.json"
# How much of a page is one part, and how much of the words one shard, in characters.
_PART = 4000
_SHARD = 6000
# How many letters of a word say in which shard it is.
_KEY = 3
_CALL = "tandemSearch"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# -- Words ---------------------------------------------------------------------------------------

# The letters, vowels and tones of Thai, Lao, Burmese, Khmer, Chinese and Japanese, as both
# Python and JavaScript write them; punctuation and digits are not among them.
_LETTERS = "".join(
    (
        r"\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf",
        r"\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f\u1780-\u17d3",
        r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff",
        r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f",
    )
)
_LETTER = rf"[{_LETTERS}\U00020000-\U0003ffff]"
# What may stand within a word, and is not seen.
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\u00ad]")
# Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs and the tatweel of Arabic.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ALIKE = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_HUMP = re.compile(r"(?<=[^\W\d_])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|_")
_SHORTEST_PART = 4


def fold(text: str) -> str:
    """Return a text without case and accents.

    >>> fold("María Inés, CONTRASEÑA")
    'maria ines, contrasena'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_ALIKE))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


@cache
def _word() -> re.Pattern[str]:
    """Return what a word is: letters, digits and the signs upon them, which ``\\w`` leaves out."""
    signs = (chr(code) for code in range(0x300, 0x10000))
    found = "".join(sign for sign in signs if unicodedata.category(sign) in ("Mn", "Mc"))
    return re.compile(rf"[\w{found}]+")


class Words:
    """How the texts of a language are cut into words, and which words have the same stem."""

    def __init__(self, language: LanguageData) -> None:
        self.has_spaces = language.has_spaces
        self.stop = {fold(word) for word in stop_words(language.language)}
        own = stemmer("_".join(language.subtags))
        # English words stand among letters without spaces, too.
        self._stemmer = own or (None if language.has_spaces else stemmer("en"))
        self._stems: dict[str, str] = {}

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the words of a text as they are written, and whether each is part of another.

        ``JupyterHub`` is found by its parts, ``two-step`` in one word, too; where no spaces
        stand between words, every two letters that stand together are one.
        """
        end, before = -2, ""
        for found in _word().finditer(_UNSEEN.sub("", text)):
            for word in self._cut(found[0]):
                yield word, False
            parts = [part for part in _HUMP.split(found[0]) if len(part) > 1]
            yield from ((part, True) for part in parts[:: len(parts) > 1 or 2] if part != found[0])
            if before and end + 1 == found.start() and text[end : end + 1] == "-":
                yield before + found[0], True
            end, before = found.end(), found[0]

    def _cut(self, word: str) -> Iterator[str]:
        if self.has_spaces:
            yield word
            return
        for part in re.findall(rf"{_LETTER}+|(?:(?!{_LETTER}).)+", word):
            if re.match(_LETTER, part):
                yield from map("".join, pairwise(part))
                yield part[-1]
            else:
                yield part

    def stem(self, word: str) -> str:
        """Return the stem of a word, folded."""
        word = word.lower()
        if word not in self._stems:
            self._stems[word] = fold(self._stemmer.stemWord(word) if self._stemmer else word)
        return self._stems[word]


# -- What a page says ----------------------------------------------------------------------------

_SOURCE = "tandem-source-text"
_NO_TEXT = (nodes.raw, nodes.Invisible, nodes.system_message, addnodes.index, addnodes.toctree)
_ADDRESS = re.compile(r"\]\([^)]*\)|<[^>]*>")
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
    places = {"data-index": f"{pathto(FOLDER, 1)}/", "data-page": pathto("search")}
    app.add_js_file("tandem-search.js", loading_method="defer", **places)
    context["tandem_search"] = True
    if pagename != "search":
        return None
    context |= {"title": escape(sphinx_text("Search")), "parents": [], "display_toc": False}
    context["body"] = _page(app)
    return "page.html"


def _page(app: Sphinx) -> str:
    """Return the page of the search: without scripts, a list of all pages."""
    name, heading = escape(_("Search this site")), escape(sphinx_text("Search"))
    sort_key = current_language(app.config).data.sort_key
    titles = {docname: page["title"] or docname for docname, page in _pages(app).items()}
    found = sorted(titles, key=lambda docname: (sort_key(titles[docname]), docname))
    links = "".join(
        f'<li><a href="{escape(app.builder.get_relative_uri("search", docname))}">'
        f"{escape(titles[docname])}</a></li>\n"
        for docname in found
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
    """Return the text of a node without what readers do not read."""
    return " ".join(marks.strip(node.astext()).split())


# -- The index -----------------------------------------------------------------------------------


class Index:
    """The index of one language.

    :param words: how its texts are cut into words.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._parts: list[list[Any]] = []
        self._counts: list[int] = []
        self._own: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self._others: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self._stems: dict[str, str] = {}

    def add(self, page: dict[str, Any], translated: Iterable[tuple[Words, str, int]]) -> None:
        """Add a page.

        :param translated: texts of it in other languages: how these are cut, a text, and the
            number of its section.
        """
        first = len(self._parts)
        part_of: dict[int, int] = {}
        for sections in _parts_of(page["sections"]):
            number = len(self._parts)
            texts: Counter[str] = Counter()
            headings: dict[str, float] = {}
            for place, anchor, heading, blocks in sections:
                if anchor and place not in part_of:
                    for form, share in self._shares(heading, 5).items():
                        headings[form] = max(share, headings.get(form, 0))
                part_of.setdefault(place, number)
                for block in blocks:
                    texts.update(self._forms(block))
            for form, count in texts.items():
                self._own[form][number] += 1 + min(3, 0.6 * math.log2(max(count, 0.5)))
            self._note(number, headings)
            shown = [[anchor, heading, "\n".join(text)] for _, anchor, heading, text in sections]
            self._parts.append([page["title"], page["url"], shown])
        self._note(first, self._shares(page["title"], 13))
        self._note(first, self._shares(page["told"], 3))
        self._counts.append(len(self._parts) - first)
        for words, text, place in translated:
            forms = {fold(word): word for word, _is_part in words.split(text)}
            for form in forms.keys() - words.stop:
                self._stems.setdefault(form, words.stem(forms[form]))
                weight = (4 if place else 10) / math.sqrt(len(forms)) + 1
                known = self._others[form][part_of[place]]
                self._others[form][part_of[place]] = max(known, weight)

    def _note(self, number: int, shares: dict[str, float]) -> None:
        for form, share in shares.items():
            self._own[form][number] += share

    def _shares(self, text: str, weight: float) -> dict[str, float]:
        """Return what each word says of a page: in a short title each says more."""
        forms = self._forms(text)
        share = weight / math.sqrt(max(1, sum(forms.values()))) + 1
        return {form: share * min(count, 1) for form, count in forms.items()}

    def _forms(self, text: str) -> dict[str, float]:
        """Return how often each word stands in a text; the part of another counts half."""
        found: dict[str, float] = defaultdict(float)
        for word, is_part in self._words.split(text):
            form = fold(word)
            if form:
                self._stems.setdefault(form, self._words.stem(word))
                found[form] += 0.5 if is_part else 1
        return found

    def files(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the data of each file by its name, and what the manifest says of them."""
        self._take_compounds_apart()
        files: dict[str, Any] = {f"p{number}": part for number, part in enumerate(self._parts)}
        starts, shards = _packed(self._lines())
        files |= {f"t{number}": "\n".join(lines) for number, lines in enumerate(shards)}
        plain = (form for form in self._own.keys() - self._words.stop if form.isalpha())
        known = sorted(plain) if self._words.has_spaces else []
        ends, lists = _packed((form[: -_KEY - 1 : -1], form) for form in known)
        files |= {f"w{number}": " ".join(forms) for number, forms in enumerate(lists)}
        told = {
            "starts": " ".join(starts),
            "ends": " ".join(ends),
            "parts": "".join(map(_number, self._counts)),
        }
        if not self._words.has_spaces:
            told["letters"] = rf"[{_LETTERS}\u{{20000}}-\u{{3ffff}}]"
        return files, told

    def _take_compounds_apart(self) -> None:
        """Let ``computer`` find ``supercomputer``, where both parts are words of the site."""
        if not self._words.has_spaces:
            return
        known = {form for form in self._own if form.isalpha() and len(form) >= _SHORTEST_PART}
        for form in sorted(known - self._words.stop):
            for cut in range(_SHORTEST_PART, len(form) - _SHORTEST_PART + 1):
                tail, head = form[cut:], form[:cut]
                is_compound = tail in known and (head in known or head.removesuffix("s") in known)
                if is_compound and self._stems[form] != self._stems[tail]:
                    for number, weight in self._own[form].items():
                        self._own[tail].setdefault(number, max(1, weight / 3))

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Yield each line with the letters by which it is found."""
        for sign, table in (("", self._own), ("~", self._others)):
            groups: dict[str, list[str]] = defaultdict(list)
            for form in sorted(table):
                groups[self._stems[form]].append(form)
            for stem, forms in groups.items():
                base = _beginning(stem, *forms)
                fields = [sign + base]
                for form in forms:
                    places, stop = table[form], ""
                    if form in self._words.stop:  # worth something in a title alone
                        places = {one: weight for one, weight in places.items() if weight > 6}
                        stop = "!"
                    fields += [form[len(base) :], stop + _places(places)]
                line = "|".join(fields)
                for start in sorted({form[:_KEY] for form in forms}):
                    yield start, line


def _parts_of(
    sections: list[tuple[str, str, list[str], str]],
) -> Iterator[list[tuple[int, str, str, list[str]]]]:
    """Yield the parts of a page: sections with their numbers, as many as are loaded together."""
    part: list[tuple[int, str, str, list[str]]] = []
    size = 0
    for place, (anchor, heading, blocks, _source) in enumerate(sections):
        texts: list[str] = []
        if part and size + sum(map(len, blocks[:1])) > _PART:
            yield part
            part, size = [], 0
        part.append((place, anchor, heading, texts))
        for block in blocks:
            if texts and size + len(block) > _PART:
                yield part
                texts, size = [], 0
                part = [(place, anchor, heading, texts)]
            texts.append(block)
            size += len(block)
    yield part


def _beginning(*words: str) -> str:
    """Return what all words begin with."""
    first, last = min(words), max(words)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _other in same)


def _packed(lines: Iterable[tuple[str, str]]) -> tuple[list[str], list[list[str]]]:
    """Return the letters with which each shard begins, and the lines of each."""
    found: dict[str, list[str]] = defaultdict(list)
    for start, line in lines:
        found[start].append(line)
    starts: list[str] = []
    shards: list[list[str]] = []
    size = _SHARD
    for start in sorted(found, key=lambda one: one.encode("utf-16-be")):  # as JavaScript does
        if size >= _SHARD:
            starts.append(start)
            shards.append([])
            size = 0
        shards[-1] += sorted(found[start])
        size += sum(map(len, found[start]))
    return starts, shards


def _places(places: dict[int, float]) -> str:
    """Write the parts in which a word stands, and how much it says of each (1 to 15)."""
    before, written = 0, []
    for number in sorted(places):
        weight = min(15, max(1, round(places[number])))
        written.append(_number((number - before) * 16 + weight))
        before = number
    return "".join(written)


def _number(value: int) -> str:
    """Write a number in digits of 5 bits; the sixth says that more follow."""
    text = ""
    while value > 31:
        text += _DIGITS[32 + value % 32]
        value //= 32
    return text + _DIGITS[value]


# -- Written when all pages are ------------------------------------------------------------------


def _pages(app: Sphinx) -> dict[str, dict[str, Any]]:
    """Return every page that can be found, also those that were written by an earlier build."""
    store = Path(app.doctreedir, _PAGES)
    found: dict[str, Any] = app.__dict__.get("tandem_search_pages", {})
    try:
        kept = json.loads(store.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    found = {**{name: page for name, page in kept.items() if name in app.env.all_docs}, **found}
    store.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    hidden = pages_elsewhere(app)
    return {name: found[name] for name in sorted(found) if found[name] and name not in hidden}


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index of the language, and the scripts that ask it."""
    if not is_wanted(app):
        withdraw_static(app, "tandem-search.js")
        return
    for name in SEARCH_FILES:
        withdraw_static(app, name)
    if exception is not None or not app.__dict__.get("tandem_search_pages"):
        return
    language = current_language(app.config)
    index = Index(Words(language.data))
    others = [_Translated(app, one) for one in site_of(app.config).languages if one != language]
    for docname, page in _pages(app).items():
        index.add(page, (text for other in others for text in other.texts(docname, page)))
    files, told = index.files()
    written = {name: script_json(data) for name, data in sorted(files.items())}
    name = hashlib.sha256(json.dumps(written).encode()).hexdigest()[:10]
    folder = Path(app.outdir, FOLDER)
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


def _told(app: Sphinx, language: Language, name: str) -> dict[str, Any]:
    """Return what the finder is told of the site."""
    up = "../" * language.prefix.count("/")
    return {
        "folder": name,
        "lang": language.tag,
        "page": app.builder.get_target_uri("search"),
        "words": script_words(app, _words),
        "others": [
            [one.tag, one.name, f"{up}{one.prefix}"]
            for one in site_of(app.config).languages
            if one != language
        ],
    }


def _words() -> dict[str, str]:
    """Return what the finder says, by the names under which it knows it."""
    return {
        "name": _("Search this site"),
        "close": _("Close"),
        "found": _("Pages found: %(count)d"),
        "nothing": _("Nothing was found for “%(words)s”."),
        "slip": _("Nothing was found for “%(words)s”, so this is about “%(others)s”."),
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
                if path.is_file():
                    try:
                        catalog = read_catalog(path)
                    except CatalogError as error:
                        catalog = error.catalog
                    except OSError:
                        continue
                    for message, entry in catalog.translations().items():
                        text = " ".join(_ADDRESS.sub(" ", entry.msgstr).split())
                        found.setdefault(" ".join(_ADDRESS.sub(" ", message).split()), text)
            self._read[domain] = found
        return self._read[domain]
