"""A build in the pseudo-language: published apart, and searched for what readers see in English.

A text that any catalog reaches has no plain letter left in it, see
:func:`sphinx_tandem.text.pseudo`; an English word on such a page is one that no
translator could ever translate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from ..site import PSEUDO_CODE, make_site, with_pseudo
from ..site.findings import Finding, relative_path
from ..site.settings import Settings

#: Where it is published: never among the pages for readers.
DEFAULT_OUTPUT = Path("_build", "pseudo")
MARKER_TEXT = (
    "This folder was made by `tandem build --language qps`, which replaces it as a whole.\n"
    "It is a test of layout and of texts without a translation: publish it nowhere.\n"
)
ROBOTS = "User-agent: *\nDisallow: /\n"

LEAK = "pseudo-leak"
SUPERFLUOUS = "pseudo-leak-gone"
KNOWN = "leaks.txt"

_ADDRESS = re.compile(
    r"\w+://[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])@[\w-]+"
    r"|(?:[\w-]+\.)+[A-Za-z]{2,}(?:/[\w./#?=&%~+-]*)?|(?<!\w)/?(?:[\w.-]+/)+[\w.-]*"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# What Sphinx puts into a translated sentence: Babel has no months for this language.
_DATE = re.compile(rf"\b{_MONTH} \d{{1,2}}, \d{{4}}|\b\d{{1,2}} {_MONTH} \d{{4}}")
_AMOUNT = re.compile(r"\b\d[\d.,–-]*\s?(?:[kMGT]?i?B|CPU|min|h|s|ms|px|MHz|GHz)\b")
_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
_MARK = re.compile(r"[À-ɏḀ-ỿ]")


def is_pseudo(settings: Settings) -> bool:
    """Say whether these are settings made by :func:`pseudo_settings`."""
    codes = [language.code for language in settings.site.languages]
    return PSEUDO_CODE in codes and PSEUDO_CODE not in settings.config.tandem_languages


def pseudo_settings(settings: Settings) -> Settings:
    """Return the settings of a site that has only its source and the pseudo-language.

    The source language is built beside it, so that the two can be compared and the
    switcher leads somewhere.
    """
    site = make_site(with_pseudo(settings.config.tandem_languages), settings.site.base_url)
    return replace(settings, site=site)


def overrides(settings: Settings, code: str) -> dict[str, Any]:
    """Return what the build of one of the two languages must be told beside ``conf.py``."""
    if code == PSEUDO_CODE:
        return {}
    return {
        "tandem_languages": with_pseudo(settings.config.tandem_languages),
        "tandem_redirects": "",  # old addresses may lead to a language that is not built here
    }


def leaks(settings: Settings, stage: Path, output: Path) -> list[Finding]:
    """Return what is in English in the pages that are about to be published."""
    prefix = settings.site.language(PSEUDO_CODE).prefix
    known = next(iter(settings.locale_dirs), settings.directory / "locales") / KNOWN
    return find_leaks(
        stage / prefix,
        relative_path(output / prefix, settings.directory),
        settings.site.source.tag,
        known,
        relative_path(known, settings.directory),
    )


def find_leaks(tree: Path, shown_as: str, source: str, known: Path, known_as: str) -> list[Finding]:
    """Return a finding for each English text in a tree of pages, and each line not needed.

    :param tree: the pages in the pseudo-language.
    :param shown_as: the path of that folder as people know it.
    :param source: the code of the language that the pages are written in.
    :param known: the file with the leaks that are known.
    :param known_as: its path as people know it.
    """
    allowed = known_leaks(known)
    shown = dict(_texts(tree, source))
    names = _any_of({text.words for texts in shown.values() for text in texts if text.is_name})
    leaks: dict[str, dict[str, int]] = {}  # where each text stands: pages, and the lines there
    for page, texts in shown.items():
        for text in texts:
            if not text.is_name and _is_english(text.words, names):
                leaks.setdefault(text.words, {}).setdefault(page, text.line)
    findings = [
        _finding(words, places, shown_as) for words, places in leaks.items() if words not in allowed
    ]
    findings += [
        Finding(known_as, line, SUPERFLUOUS, f"No page shows {words!r} any more; delete the line.")
        for words, line in allowed.items()
        if words not in leaks
    ]
    return sorted(findings)


def _texts(tree: Path, source: str) -> Iterator[tuple[str, list[_Shown]]]:
    """Yield each page, feed and index of a tree with its texts."""
    for path in sorted(tree.rglob("*")):
        page = path.relative_to(tree).as_posix()
        if page.startswith("_static/") or not path.is_file():
            continue
        if path.suffix == ".html":
            yield page, _page_texts(path.read_text("utf-8", errors="replace"), source)
        elif path.suffix == ".xml":
            yield page, list(_feed_texts(path.read_text("utf-8", errors="replace"), source))
        elif page == "searchindex.js":
            yield page, list(_index_texts(path.read_text("utf-8", errors="replace")))


def _any_of(names: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of texts that are marked as names somewhere in the tree.

    Elsewhere they may stand where no mark can, as in a tooltip.
    """
    longest_first = sorted(filter(_WORD.search, names), key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    # Where there are none, nothing fits.
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if alternatives else r"(?!)")


def _is_english(text: str, names: re.Pattern[str]) -> bool:
    """Say whether a text holds English that no catalog reaches, beside what is never translated."""
    if not _WORD.search(text):
        return False
    text = names.sub("", text)
    if _MARK.search(text):
        text = _DATE.sub("", text)
    return bool(_WORD.search(_AMOUNT.sub("", _ADDRESS.sub("", text))))


def known_leaks(path: Path) -> dict[str, int]:
    """Return the known leaks and their lines; a line that begins with ``#`` says why."""
    if not path.is_file():
        return {}
    lines = enumerate(path.read_text("utf-8-sig", errors="replace").splitlines(), 1)
    return {" ".join(text.split()): line for line, text in lines if text.strip() and text[0] != "#"}


def _finding(words: str, places: dict[str, int], shown_as: str) -> Finding:
    shortened = words if len(words) <= 80 else f"{words[:79]}…"
    more = f" It stands on {len(places)} pages." if len(places) > 1 else ""
    message = (
        f"{shortened!r} is in English, and no catalog holds it.{more} Let it come from a catalog; "
        f'mark it translate="no" if it is a name; or add it to {KNOWN} with the reason.'
    )
    page, line = next(iter(places.items()))
    return Finding(f"{shown_as}/{page}", line, LEAK, message)


# -- The texts that a page shows or reads out to people -----------------------------------------

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Programs read these, or they are the same in every language.
_SILENT = frozenset("script style template code pre kbd samp var math data".split())
_ATTRIBUTES = (
    "alt title placeholder label summary aria-label aria-description aria-roledescription "
    "aria-valuetext data-bs-title data-bs-content data-content data-label"
).split()
_META = re.compile(r"description|keywords|(?:og|twitter):(?:title|description|site_name|image:alt)")
_BUTTONS = ("submit", "button", "reset")
# Classes of texts that are code or formulas, and of a page that speaks every language.
_SILENT_CLASSES = frozenset({"math", "highlight", "tandem-404"})
_FEED_TEXTS = frozenset(
    "name title subtitle summary content rights ShortName LongName Description".split()
)
_TITLES = re.compile(r'(?:"titles"|titles):(\[.*?\])(?=[,}])')


@dataclass(frozen=True)
class _Shown:
    """One text.

    :param words: the text of one element, without its children.
    :param line: its line in the file.
    :param is_name: whether it is marked as the same in every language.
    """

    words: str
    line: int = 1
    is_name: bool = False


class _Kind(Enum):
    """What is done with the texts of an element."""

    READ = "read"
    NAME = "name"
    SILENT = "silent"


@dataclass(frozen=True)
class _Element:
    """An open element; its texts begin at a place of the list of all texts."""

    tag: str
    kind: _Kind
    start: int
    address: str


class _Page(HTMLParser):
    """Collects the texts of a page.

    :param source: the language that the site is written in: what is marked as
        standing in it was not translated.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._open: list[_Element] = []
        self.found: list[_Shown] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and read its attributes."""
        given = {name: value or "" for name, value in attrs}
        kind = self._kind(tag, given)
        if kind is _Kind.READ:
            self._read_attributes(tag, given)
        if tag not in _VOID:
            address = unquote(given.get("href", "")) if tag == "a" else ""
            self._open.append(_Element(tag, kind, len(self.found), address))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those within it that nobody closed."""
        if any(tag == element.tag for element in self._open):
            while True:
                element = self._open.pop()
                if element.address:
                    self._leave_address(element)
                if element.tag == tag:
                    break

    def handle_data(self, data: str) -> None:
        """Note a text."""
        kind = self._open[-1].kind if self._open else _Kind.READ
        if kind is not _Kind.SILENT and data.strip():
            words = " ".join(data.split())
            self.found.append(_Shown(words, self.getpos()[0], kind is _Kind.NAME))

    def _kind(self, tag: str, given: dict[str, str]) -> _Kind:
        around = self._open[-1].kind if self._open else _Kind.READ
        classes = given.get("class", "").split()
        language = "" if tag == "html" else given.get("lang", "")
        # With `hreflang` it is the name of a language, in that language.
        foreign = language and (language != self._source or "hreflang" in given)
        if around is _Kind.SILENT or tag in _SILENT or foreign:
            return _Kind.SILENT
        if not _SILENT_CLASSES.isdisjoint(classes):
            return _Kind.SILENT
        if given.get("translate", "").lower() == "no" or "notranslate" in classes:
            return _Kind.NAME
        return around

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        texts = [given[name] for name in _ATTRIBUTES if name in given]
        if tag == "meta" and _META.fullmatch(given.get("name") or given.get("property") or ""):
            texts.append(given.get("content", ""))
        if tag == "input" and given.get("type", "").lower() in _BUTTONS:
            texts.append(given.get("value", ""))
        line = self.getpos()[0]
        self.found += [_Shown(" ".join(text.split()), line) for text in texts if text.strip()]

    def _leave_address(self, element: _Element) -> None:
        """Leave out the texts of a link that shows its own address, which may be cloaked."""
        shown = "".join(text.words for text in self.found[element.start :])
        if shown and " " not in shown and unquote(shown) in element.address:
            del self.found[element.start :]


def _page_texts(html: str, source: str) -> list[_Shown]:
    """Return the texts of a page: what it shows, its tooltips, labels and descriptions.

    Code, formulas, what is marked as not to be translated, and what is marked as
    standing in a third language are left out.

    :param html: the page.
    :param source: the code of the language that the site is written in.
    """
    page = _Page(source.replace("_", "-"))
    page.feed(html)
    page.close()
    return page.found


def _feed_texts(xml: str, source: str) -> Iterator[_Shown]:
    """Yield the texts of a feed, or of another file for programs that show it to people."""
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314 (our own build has just written it)
    except ElementTree.ParseError:
        return
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "category":
            yield _Shown(" ".join(element.get("label", "").split()))
        text = element.text or ""
        if not text.strip() or len(element):
            continue
        if element.get("type") in ("html", "xhtml"):
            yield from (_Shown(found.words) for found in _page_texts(text, source))
        elif name in _FEED_TEXTS:
            yield _Shown(" ".join(text.split()), is_name=name == "name")


def _index_texts(script: str) -> Iterator[_Shown]:
    """Yield the titles that the search shows."""
    if found := _TITLES.search(script):
        try:
            titles = json.loads(found[1])
        except ValueError:
            return
        yield from (_Shown(str(title)) for title in titles if title)
