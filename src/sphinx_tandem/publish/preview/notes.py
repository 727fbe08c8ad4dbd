"""What the preview adds to a page when it is asked for: notes, a script, a style.

Notes say what is wrong with the files and the entries that a page is made from, which the
page itself names, see :mod:`sphinx_tandem.translators.preview_data`.  They are written for whoever runs
the preview, in English like the command, and never stand in a file.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from ...site import Site
from ...site.findings import Finding
from ...text.html import BODY_TAG

EVENTS = "/_tandem/events"
_PAGE = re.compile(r'<script type="application/json" id="tandem-page">(.*?)</script>\n?', re.DOTALL)
_NOTE = """<aside class="tandem-preview-note" role="note" lang="en" aria-label="{label}"{entry}>
<p><strong>{code}</strong>: {message}</p>
<p><code>{place}</code></p>
</aside>
"""
_ELSEWHERE = """<details class="tandem-preview-elsewhere" lang="en">
<summary>{summary}</summary>
<ul>
{items}</ul>
</details>
"""
_BAR = """<div class="tandem-preview-bar" role="status" lang="en">
<strong>{title}</strong><pre>{problem}</pre></div>"""
_FAILED = "The last build failed: the pages shown are older than your files."


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
        """Return the findings that are not shown on a page, each with a page that shows it."""
        found = dict.fromkeys(self.nowhere, "")
        for other in sorted(self.on_pages):
            for finding in self.on_pages[other]:
                if finding not in self.on_pages.get(page, ()):
                    found.setdefault(finding, other)
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
        spoken = [page for page in pages if not code or _language_of(page, site) == code]
        with_entry = [page for page in spoken if place in pages[page].entries]
        with_file = [page for page in spoken if finding.path in pages[page].files]
        for page in with_entry or with_file:
            problems.on_pages.setdefault(page, {})[finding] = bool(with_entry)
        if not with_entry and not with_file:
            problems.nowhere.append(finding)
    return problems


def _language_of(page: str, site: Site) -> str:
    """Return the code of the language of a page, given its path under the root."""
    others = (language for language in site.languages[1:] if page.startswith(language.prefix))
    return next(others, site.source).code


def complete(text: str, page: str, problems: Problems, failure: str, version: str) -> str:
    """Return a page with what the preview adds to it.

    :param text: the page as it was built.
    :param page: its path under the root.
    :param problems: what was found in the files that the pages are made from.
    :param failure: what stopped the last build, or ``""``.
    :param version: what the page compares to know that it is out of date.
    """
    text = _with_notes(text, problems.on_pages.get(page, {}))
    folder = files(__package__)
    style = folder.joinpath("preview.css").read_text("utf-8")
    script = folder.joinpath("preview.js").read_text("utf-8")
    added = f"<style>{style}</style>\n{_elsewhere(page, problems)}"
    if failure:
        added += _BAR.format(title=_FAILED, problem=escape(failure))
    added += f'<script data-version="{escape(version)}" data-events="{EVENTS}">{script}</script>\n'
    head, end, tail = text.rpartition("</body>")
    return f"{head}{added}{end}{tail}" if end else text + added


def _with_notes(text: str, found: Mapping[Finding, bool]) -> str:
    """Put notes at the top of the page's own text; the script knows where its passages are."""
    place = _PAGE.search(text) or BODY_TAG.search(text)
    if place is None:
        return text
    notes = "".join(_note(finding, in_passage) for finding, in_passage in found.items())
    return text[: place.end()] + notes + text[place.end() :]


def _note(finding: Finding, in_passage: bool) -> str:
    entry = escape(f"{finding.path}:{finding.line}")
    return _NOTE.format(
        label="Problem in this passage" if in_passage else "Problem on this page",
        entry=f' data-entry="{entry}"' if in_passage else "",
        code=escape(finding.code),
        message=_message(finding),
        place=_place(finding),
    )


def _message(finding: Finding) -> str:
    return escape(" ".join(finding.message.split()))


def _place(finding: Finding) -> str:
    return escape(f"{finding.path}:{finding.line or 1}") if finding.path else "the whole site"


def _elsewhere(page: str, problems: Problems) -> str:
    """Say quietly that there are problems that this page does not show."""
    found = problems.elsewhere(page)
    if not found:
        return ""
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    items = "".join(f"<li>{_item(page, *one)}</li>\n" for one in found.items())
    return _ELSEWHERE.format(summary=f"Preview: {count} elsewhere", items=items)


def _item(page: str, finding: Finding, other: str) -> str:
    place = _place(finding)
    if other:
        href = quote(posixpath.relpath(other, posixpath.dirname(page) or "."))
        place = f'<a href="{escape(href)}">{place}</a>'
    return f"{place}: {escape(finding.code)}: {_message(finding)}"
