"""What the preview adds to a page when it is asked for: notes, a script, a style.

They are written for whoever runs the preview, in English like the command, and
never stand in a file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from urllib.parse import quote, unquote

from ...site.findings import Finding
from .places import ENTRY, PAGE, Problems

EVENTS = "/_tandem/events"
_BODY = re.compile(r"<body\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.IGNORECASE)
_NOTE = """<aside class="tandem-preview-note" role="note" lang="en" aria-label="{label}">
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


def complete(text: str, page: str, problems: Problems, failure: str, version: str) -> str:
    """Return a page with what the preview adds to it.

    :param text: the page as it was built.
    :param page: its path under the root.
    :param problems: what was found in the files that the pages are made from.
    :param failure: what stopped the last build, or ``""``.
    :param version: what the page compares to know that it is out of date.
    """
    text = _with_entry_notes(text, problems.at_entries.get(page, {}))
    text = _with_page_notes(text, problems.at_pages.get(page, []))
    folder = files(__package__)
    style = folder.joinpath("preview.css").read_text("utf-8")
    script = folder.joinpath("preview.js").read_text("utf-8")
    added = f"<style>{style}</style>\n{_elsewhere(page, problems)}"
    if failure:
        added += _BAR.format(title=_FAILED, problem=escape(failure))
    added += f'<script data-version="{escape(version)}" data-events="{EVENTS}">{script}</script>\n'
    head, end, tail = text.rpartition("</body>")
    return f"{head}{added}{end}{tail}" if end else text + added


def _with_entry_notes(text: str, found: dict[tuple[str, int], list[Finding]]) -> str:
    """Put notes behind the passages whose entries have problems."""

    def with_notes(match: re.Match[str]) -> str:
        place = (unquote(match["path"]), int(match["line"]))
        return match[0] + _notes(found.get(place, ()), "Problem in this passage")

    return ENTRY.sub(with_notes, text)


def _with_page_notes(text: str, found: list[Finding]) -> str:
    """Put notes at the top of the page's own text."""
    if not found:
        return text
    notes = _notes(found, "Problem on this page")
    place = PAGE.search(text) or _BODY.search(text)
    return text if place is None else text[: place.end()] + notes + text[place.end() :]


def _notes(found: Iterable[Finding], label: str) -> str:
    return "".join(
        _NOTE.format(
            label=label,
            code=escape(finding.code),
            message=escape(" ".join(finding.message.split())),
            place=escape(_place(finding)),
        )
        for finding in found
    )


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line or 1}" if finding.path else "the whole site"


def _elsewhere(page: str, problems: Problems) -> str:
    """Say quietly that there are problems that this page does not show."""
    found = problems.elsewhere(page)
    if not found:
        return ""
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    items = "".join(f"<li>{_item(page, other, finding)}</li>\n" for other, finding in found)
    return _ELSEWHERE.format(summary=f"Preview: {count} elsewhere", items=items)


def _item(page: str, other: str, finding: Finding) -> str:
    place = escape(_place(finding))
    if other:
        href = quote(posixpath.relpath(other, posixpath.dirname(page) or "."))
        place = f'<a href="{escape(href)}">{place}</a>'
    return f"{place}: {escape(finding.code)}: {escape(' '.join(finding.message.split()))}"
