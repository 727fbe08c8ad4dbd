"""Where in the pages of the preview a finding is to be shown.

The pages say themselves from which files and entries they are made, see
:mod:`sphinx_tandem.entryplaces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from ...site import Site
from ...site.findings import Finding

ENTRY = re.compile(r"<!--\s*tandem-entry (?P<key>\w+) (?P<path>\S+) (?P<line>\d+)\s*-->")
PAGE = re.compile(r"<!--tandem-page (?P<files>[^>]*?)-->\n?")

Place = tuple[str, int]


@dataclass(frozen=True)
class PageFiles:
    """What one page is made from.

    :param files: the files, as findings name them.
    :param entries: the entries of catalogs, as path and line.
    """

    files: frozenset[str]
    entries: frozenset[Place]


@dataclass
class Problems:
    """The findings of the last good build, by where they are shown.

    :param at_entries: for each page those that belong to one of its passages.
    :param at_pages: for each page those that belong to no passage of it.
    :param nowhere: those that belong to no page.
    """

    at_entries: dict[str, dict[Place, list[Finding]]] = field(default_factory=dict)
    at_pages: dict[str, list[Finding]] = field(default_factory=dict)
    nowhere: list[Finding] = field(default_factory=list)

    def elsewhere(self, page: str) -> list[tuple[str, Finding]]:
        """Return the findings that are not shown on a page, each with a page that shows it."""
        shown = {*self.at_pages.get(page, ()), *self._at_entries(page)}
        found: dict[Finding, str] = dict.fromkeys(self.nowhere, "")
        for other in sorted({*self.at_pages, *self.at_entries}):
            for finding in (*self.at_pages.get(other, ()), *self._at_entries(other)):
                if finding not in shown:
                    found.setdefault(finding, other)
        return [(other, finding) for finding, other in found.items()]

    def _at_entries(self, page: str) -> list[Finding]:
        return [finding for some in self.at_entries.get(page, {}).values() for finding in some]


def place_problems(
    findings: Iterable[Finding], pages: Mapping[str, PageFiles], site: Site
) -> Problems:
    """Find the page and the passage to which each finding belongs."""
    problems = Problems()
    for finding in findings:
        candidates = [page for page in pages if _speaks(page, finding.language, site)]
        place = (finding.path, finding.line)
        with_entry = [page for page in candidates if place in pages[page].entries]
        with_file = [page for page in candidates if finding.path in pages[page].files]
        for page in with_entry:
            problems.at_entries.setdefault(page, {}).setdefault(place, []).append(finding)
        for page in () if with_entry else with_file:
            problems.at_pages.setdefault(page, []).append(finding)
        if not with_entry and not with_file:
            problems.nowhere.append(finding)
    return problems


def _speaks(page: str, code: str, site: Site) -> bool:
    """Say whether a page is in a language; a finding without one concerns all of them."""
    return not code or language_of(page, site) == code


def language_of(page: str, site: Site) -> str:
    """Return the code of the language of a page, given its path under the root."""
    others = (language for language in site.languages[1:] if page.startswith(language.prefix))
    return next(others, site.source).code


def read_pages(tree: Path) -> dict[str, PageFiles]:
    """Return what every page of a tree is made from, by its path."""
    found: dict[str, PageFiles] = {}
    for path in sorted(tree.rglob("*.html")):
        text = path.read_text("utf-8", errors="replace")
        if said := PAGE.search(text):
            files = frozenset(unquote(file) for file in said["files"].split())
            found[path.relative_to(tree).as_posix()] = PageFiles(files, _entries(text))
    return found


def _entries(text: str) -> frozenset[Place]:
    return frozenset((unquote(found["path"]), int(found["line"])) for found in ENTRY.finditer(text))
