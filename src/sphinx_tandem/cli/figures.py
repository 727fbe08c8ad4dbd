"""What a terminal shows of a status: a bar and figures for each language, a table of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..catalogs.progress import PageProgress
from ..catalogs.status import LanguageStatus, PageStatus
from .printing import count

_BAR = 20
ORDER = (
    "What readers miss most comes first: the home page, then the words left, counted once for "
    "the page and once more for each page that leads to it."
)


def described(status: LanguageStatus, *, whole: bool = False, blocks: bool = True) -> str:
    """Return how much of a site is translated into one language.

    :param whole: whether complete pages have a line of their own.
    :param blocks: whether the terminal has letters to draw a bar with.
    """
    lines = [_overall(status, blocks)]
    waiting = status.waiting
    shown = status.pages if whole else waiting
    if shown:
        lines += ["", *_table(shown)]
    complete = len(status.pages) - len(waiting)
    if not waiting:
        lines += ["", f"{_count_pages(complete)} complete; nothing is waiting."]
    elif complete and not whole:
        lines.append(f"  {_count_pages(complete)} complete.")
    return "\n".join(lines)


def _count_pages(number: int) -> str:
    return count(number, "page is", "pages are")


def _overall(status: LanguageStatus, blocks: bool) -> str:
    total = status.total
    filled = _BAR * total.translated // total.total if total.total else _BAR
    full, empty = ("█", "░") if blocks else ("#", ".")
    bar = full * filled + empty * (_BAR - filled)
    words = count(total.words_left, "word", "words")
    refused = f" ({total.refused} of them refused)" if total.refused else ""
    passages = f"{total.translated} of {count(total.total, 'passage', 'passages')} translated"
    return (
        f"{status.language.name} ({status.language.code})  {bar}  {total.percent} %  {passages}; "
        f"{total.stale} stale, {total.missing} missing{refused}; {words} left."
    )


def _missing(counted: PageProgress) -> str:
    return (
        f"{counted.missing} ({counted.refused} refused)"
        if counted.refused
        else str(counted.missing)
    )


def _table(pages: Sequence[PageStatus]) -> Iterator[str]:
    rows = [["page", "translated", "stale", "missing", "words left"]]
    for page in pages:
        counted = page.progress
        shown = (f"{counted.percent} %", str(counted.stale), _missing(counted))
        rows.append([page.page, *shown, str(counted.words_left)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        cells = (cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))
        yield f"  {name.ljust(widths[0])}  {'  '.join(cells)}"
