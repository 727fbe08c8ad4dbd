"""A build in the pseudo-language, published separately and searched for what readers see in English.

A text that any catalog reaches has no plain letter left in it, see
:func:`sphinx_tandem.text.pseudo`; an English word on such a page is one that no
translator could ever translate.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
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
    r"(?<!\w)\w++://[^\s<>\"]+|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+|(?<![\w.])@[\w-]+"
    r"|(?<![\w.-])(?:[\w-]*+\.)+[A-Za-z]{2,}(?:/[\w./#?=&%~+-]*)?"
    r"|(?<![\w./-])/*+(?:[\w.-]++/)+[\w.-]*"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# What Sphinx puts into a translated sentence: Babel has no months for this language.
_DATE = re.compile(rf"\b{_MONTH} \d{{1,2}}, \d{{4}}|\b\d{{1,2}} {_MONTH} \d{{4}}")
_AMOUNT = re.compile(
    r"(?<![\d.,–-])[.,–-]*+\b\d[\d.,–-]*+\s?(?:[kMGT]?i?B|CPU|min|h|s|ms|px|MHz|GHz)\b"
)
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

    :param shown_as: the path of that folder as people know it.
    :param source: the code of the language that the pages are written in.
    :param known: the file with the leaks that are known; people know it as *known_as*.
    """
    allowed = known_leaks(known)
    shown = dict(_texts(tree, source))
    names = _any_of({text.words for texts in shown.values() for text in texts if text.is_name})
    leaks: dict[str, dict[str, int]] = {}  # where each text is: pages, and the lines there
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
    """Yield each page and feed of a tree with its texts."""
    for path in sorted(tree.rglob("*")):
        page = path.relative_to(tree).as_posix()
        if page.startswith("_static/") or not path.is_file():
            continue
        text = path.read_text("utf-8", errors="replace")
        if path.suffix == ".html":
            yield page, list(_page_texts(text, source))
        elif path.suffix == ".xml":
            yield page, list(_feed_texts(text, source))


def _any_of(names: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of texts that are marked as names somewhere in the tree.

    Elsewhere they may be where no mark can, as in a tooltip.
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
    more = f" It is on {len(places)} pages." if len(places) > 1 else ""
    message = (
        f"{shortened!r} is in English, and it is not in any catalog.{more} Let it come from a catalog; "
        f'mark it translate="no" if it is a name; or add it to {KNOWN} with the reason.'
    )
    page, line = next(iter(places.items()))
    return Finding(f"{shown_as}/{page}", line, LEAK, message)


# -- The texts that a page shows or reads out to people -----------------------------------------

# What programs read, what is the same in every language, and a page that speaks every language.
_SILENT = (
    "script, style, template, code, pre, kbd, samp, var, math, data, .math, .highlight, .tandem-404"
)
_NAMES = '[translate="no" i], .notranslate'
_ATTRIBUTES = (
    "alt title placeholder label summary aria-label aria-description aria-roledescription "
    "aria-valuetext data-bs-title data-bs-content data-content data-label"
).split()
_META = re.compile(r"description|keywords|(?:og|twitter):(?:title|description|site_name|image:alt)")
_BUTTONS = ("submit", "button", "reset")
_FEED_TEXTS = frozenset(
    "name title subtitle summary content rights ShortName LongName Description".split()
)


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


def _page_texts(html: str, source: str) -> Iterator[_Shown]:
    """Yield the texts of a page: what it shows, its tooltips, labels and descriptions.

    Code, formulas, and what is marked as being in a third language are left out.

    :param source: the code of the language that the site is written in: what is marked as
        being in it was not translated.
    """
    from bs4 import BeautifulSoup, Tag  # noqa: PLC0415  # only this build needs it
    from bs4.element import NavigableString, PreformattedString  # noqa: PLC0415

    page = BeautifulSoup(html, "html.parser")
    tag = source.replace("_", "-")
    # With `hreflang` it is the name of a language, in that language.
    foreign = f'[lang]:not(html, [lang=""], [lang="{tag}"]), [lang][hreflang]:not(html)'
    for element in page.select(f"{_SILENT}, {foreign}"):
        element.extract()
    for link in page.select("a[href]"):
        shown = "".join(link.stripped_strings)  # its own address, which may be cloaked
        if shown and " " not in shown and unquote(shown) in unquote(str(link["href"])):
            link.clear()
    for element in page.select(_NAMES):
        yield from (_Shown(" ".join(text.split()), is_name=True) for text in element.strings)
        element.extract()
    for node in page.descendants:
        if isinstance(node, Tag):
            texts, line = _attribute_texts(node.name, node.attrs), node.sourceline
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            texts, line = [str(node)], node.parent.sourceline if node.parent else 1
        else:
            continue
        yield from (_Shown(" ".join(text.split()), line or 1) for text in texts if text.strip())


def _attribute_texts(name: str, given: Mapping[str, Any]) -> list[str]:
    """Return the texts in the attributes of an element."""
    texts = [str(given[attribute]) for attribute in _ATTRIBUTES if attribute in given]
    if name == "meta" and _META.fullmatch(given.get("name") or given.get("property") or ""):
        texts.append(given.get("content", ""))
    if name == "input" and given.get("type", "").lower() in _BUTTONS:
        texts.append(given.get("value", ""))
    return texts


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
