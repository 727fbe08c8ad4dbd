"""What the preview adds to a page when it is asked for: notes, a script, a style.

Notes say what is wrong with the files and the entries that a page is made from, which the
page itself names, see :mod:`sphinx_tandem.translators.passages`.  They are written for whoever
runs the preview, in English like the command, and never stand in a file.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from ...site import Site
from ...site.findings import Finding
from ...text.html import BODY_TAG

EVENTS = "/_tandem/events"
_PAGE = re.compile(r'<script type="application/json" id="tandem-page">(.*?)</script>\n?', re.DOTALL)
_HERE = Path(__file__).parent
_TEMPLATES = Environment(loader=FileSystemLoader(_HERE), autoescape=True)


@dataclass(frozen=True)
class PageFiles:
    """What one page is made from.

    :param files: the files, as findings name them.
    :param entries: the entries of catalogs, as path and line.
    """

    files: frozenset[str]
    entries: frozenset[tuple[str, int]]


@dataclass
class Problems:
    """The findings of the last good build, by where they are shown.

    :param on_pages: for each page its own, and whether each is that of a passage.
    :param nowhere: those that belong to no page.
    """

    on_pages: dict[str, dict[Finding, bool]] = field(default_factory=dict)
    nowhere: list[Finding] = field(default_factory=list)

    def elsewhere(self, page: str) -> dict[Finding, str]:
        """Return the findings that are not shown on a page, each with a link to one that shows it."""
        found = dict.fromkeys(self.nowhere, "")
        for other in sorted(self.on_pages):
            href = quote(posixpath.relpath(other, posixpath.dirname(page) or "."))
            for finding in self.on_pages[other]:
                if finding not in self.on_pages.get(page, ()):
                    found.setdefault(finding, href)
        return found


def read_pages(tree: Path) -> dict[str, PageFiles]:
    """Return what every page of a tree is made from, by its path."""
    found: dict[str, PageFiles] = {}
    for path in sorted(tree.rglob("*.html")):
        if said := _PAGE.search(path.read_text("utf-8", errors="replace")):
            data = json.loads(said[1])
            entries = frozenset((file, line) for _message, file, line, _words in data["passages"])
            page = path.relative_to(tree).as_posix()
            found[page] = PageFiles(frozenset(data["files"]), entries)
    return found


def place_problems(
    findings: Iterable[Finding], pages: Mapping[str, PageFiles], site: Site
) -> Problems:
    """Find the pages to which each finding belongs: those that show its entry, or use its file."""
    problems = Problems()
    for finding in findings:
        code, place = finding.language, (finding.path, finding.line)
        spoken = [page for page in pages if not code or site.language_of(page).code == code]
        with_entry = [page for page in spoken if place in pages[page].entries]
        with_file = [page for page in spoken if finding.path in pages[page].files]
        for page in with_entry or with_file:
            problems.on_pages.setdefault(page, {})[finding] = bool(with_entry)
        if not with_entry and not with_file:
            problems.nowhere.append(finding)
    return problems


def complete(text: str, page: str, problems: Problems, failure: str, version: str) -> str:
    """Return a page with what the preview adds to it.

    :param page: its path under the root.
    :param failure: what stopped the last build, or ``""``.
    :param version: what the page compares to know that it is out of date.
    """
    place = _PAGE.search(text) or BODY_TAG.search(text)
    if place is not None:  # at the top; the script knows where its passages are
        notes = _rendered("notes.html", findings=problems.on_pages.get(page, {}))
        text = text[: place.end()] + notes + text[place.end() :]
    added = _rendered(
        "added.html",
        elsewhere=problems.elsewhere(page),
        failure=failure,
        version=version,
        events=EVENTS,
        style=(_HERE / "preview.css").read_text("utf-8"),
        script=(_HERE / "preview.js").read_text("utf-8"),
    )
    head, end, tail = text.rpartition("</body>")
    return f"{head}{added}{end}{tail}" if end else text + added


def _rendered(template: str, **values: Any) -> str:
    return _TEMPLATES.get_template(template).render(values)
