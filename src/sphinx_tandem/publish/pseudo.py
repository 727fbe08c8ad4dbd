"""A build in the pseudo-language: published apart, and searched for what readers see in English.

A text that any catalog reaches has no plain letter left in it, see
:func:`sphinx_tandem.text.pseudo`; an English word on such a page is one that no
translator could ever translate.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..site import PSEUDO_CODE, make_site, with_pseudo
from ..site.findings import Finding
from ..site.settings import Settings
from .shown_texts import Shown, feed_texts, index_texts, page_texts

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
    return PSEUDO_CODE in _codes(settings) and PSEUDO_CODE not in settings.config.tandem_languages


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
        _known_as(output / prefix, settings.directory),
        settings.site.source.tag,
        known,
        _known_as(known, settings.directory),
    )


def _codes(settings: Settings) -> list[str]:
    return [language.code for language in settings.site.languages]


def _known_as(path: Path, site: Path) -> str:
    return (path.relative_to(site) if path.is_relative_to(site) else path).as_posix()


@dataclass
class _Leak:
    """One English text, and where it stands."""

    first: str
    line: int
    pages: set[str] = field(default_factory=set)


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
    names = {text.words for texts in shown.values() for text in texts if text.is_name}
    judge = _Judge(names)
    leaks: dict[str, _Leak] = {}
    needed: set[str] = set()
    for page, texts in shown.items():
        for text in texts:
            if text.is_name or not judge.is_leak(text.words):
                continue
            needed.add(text.words)
            if text.words not in allowed:
                leaks.setdefault(text.words, _Leak(page, text.line)).pages.add(page)
    findings = [_finding(words, leak, shown_as) for words, leak in leaks.items()]
    findings += [
        Finding(known_as, line, SUPERFLUOUS, f"No page shows {words!r} any more; delete the line.")
        for words, line in allowed.items()
        if words not in needed
    ]
    return sorted(findings)


def _texts(tree: Path, source: str) -> Iterator[tuple[str, list[Shown]]]:
    """Yield each page, feed and index of a tree with its texts."""
    for path in sorted(tree.rglob("*")):
        page = path.relative_to(tree).as_posix()
        if page.startswith("_static/") or not path.is_file():
            continue
        if path.suffix == ".html":
            yield page, page_texts(path.read_text("utf-8", errors="replace"), source)
        elif path.suffix == ".xml":
            yield page, list(feed_texts(path.read_text("utf-8", errors="replace"), source))
        elif page == "searchindex.js":
            yield page, list(index_texts(path.read_text("utf-8", errors="replace")))


class _Judge:
    """Tells English from what is the same in every language.

    :param names: texts that are marked as such somewhere in the tree; elsewhere they
        may stand where no mark can, as in a tooltip.
    """

    def __init__(self, names: Collection[str]) -> None:
        longest_first = sorted(filter(_WORD.search, names), key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        self._names = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if alternatives else None

    def is_leak(self, text: str) -> bool:
        """Say whether a text holds English that no catalog reaches."""
        if not _WORD.search(text):
            return False
        if self._names:
            text = self._names.sub("", text)
        if _MARK.search(text):
            text = _DATE.sub("", text)
        return bool(_WORD.search(_AMOUNT.sub("", _ADDRESS.sub("", text))))


def known_leaks(path: Path) -> dict[str, int]:
    """Return the known leaks and their lines; a line that begins with ``#`` says why."""
    if not path.is_file():
        return {}
    lines = enumerate(path.read_text("utf-8-sig", errors="replace").splitlines(), 1)
    return {" ".join(text.split()): line for line, text in lines if text.strip() and text[0] != "#"}


def _finding(words: str, leak: _Leak, shown_as: str) -> Finding:
    shortened = words if len(words) <= 80 else f"{words[:79]}…"
    more = f" It stands on {len(leak.pages)} pages." if len(leak.pages) > 1 else ""
    message = (
        f"{shortened!r} is in English, and no catalog holds it.{more} Let it come from a catalog; "
        f'mark it translate="no" if it is a name; or add it to {KNOWN} with the reason.'
    )
    return Finding(f"{shown_as}/{leak.first}", leak.line, LEAK, message)
