"""Writes the table of events in src/README.md anew, from the one in extension.py.

python tools/events.py
"""

from __future__ import annotations

import itertools
from pathlib import Path

from sphinx_tandem.extension import HANDLERS, PASSAGES, TRANSFORMS

README = Path(__file__).resolve().parent.parent / "src" / "README.md"
BEGIN, END = "<!-- events -->\n", "<!-- end of events -->\n"


def rows() -> list[str]:
    """Return the table as Markdown: who hears of each event, in order."""
    found = ["| event | handlers, by priority |", "| --- | --- |"]
    for event, group in itertools.groupby(HANDLERS, key=lambda row: row[0]):
        if event == PASSAGES:  # one of the transforms emits it
            found.append(f"| *transforms of a page* | {_listed(TRANSFORMS)} |")
        found.append(f"| `{event}` | {_listed((rank, name) for _, rank, name in group)} |")
    return found


def _listed(ranked: object) -> str:
    groups = itertools.groupby(ranked, key=lambda row: row[0])  # type: ignore[call-overload]
    return "; ".join(
        f"{rank}: " + ", ".join(f"`{name}`" for _, name in group) for rank, group in groups
    )


def renewed(text: str) -> str:
    """Return the README with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return before + BEGIN + "\n".join(rows()) + "\n" + END + after


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
