"""How much of each page is translated, the pages that readers miss most first."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add

from ..findings import Finding
from ..markup import Syntax
from ..site import Language
from .progress import PageProgress, progress
from .reach import SHARED, Reach
from .standing import LanguageStanding, Standing

#: Finds the English of the entries of a page that a build refuses to show.
Refused = Callable[[Standing], Container[str]]


@dataclass(frozen=True)
class PageStatus:
    """How much of a page is translated.

    :param page: its name, or that of a catalog for words of many pages.
    :param path: its catalog, relative to the site's folder.
    :param exists: whether there is such a file.
    :param links: how many other pages lead to it.
    """

    page: str
    progress: PageProgress
    path: str
    exists: bool = True
    links: int = 0

    @property
    def weight(self) -> int:
        """How much readers miss: the words left, once for the page and for each link to it."""
        return max(self.progress.words_left, 1) * (1 + self.links)


@dataclass(frozen=True)
class LanguageStatus:
    """How much of a site is translated into one language.

    :param pages: its pages in the order in which readers miss translations most, the
        complete ones last.
    :param findings: what keeps catalogs from being read.
    """

    language: Language
    pages: tuple[PageStatus, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> PageProgress:
        """The progress of all pages together."""
        return reduce(add, (page.progress for page in self.pages), PageProgress())

    @property
    def waiting(self) -> tuple[PageStatus, ...]:
        """The pages that need help."""
        return tuple(page for page in self.pages if not page.progress.complete)

    def as_data(self) -> dict[str, object]:
        """Return the status as ``--json`` writes it."""
        pages = {page.page: _as_data(page.progress) for page in self.pages}
        return {**_as_data(self.total), "pages": pages}


def status_of(standing: LanguageStanding, reach: Reach, refused: Refused) -> LanguageStatus:
    """Count how much of each page is translated, and set the pages in order.

    What readers miss most comes first: the home page, where every visit may begin,
    then each page by its words left, counted once for the page itself and once more
    for every page that leads to it.  Pages that are complete stand at the end.

    :param standing: the catalogs of the language, merged with the pages.
    :param reach: how readers come to pages.
    :param refused: finds the English of the entries that a build refuses to show.
    """
    pages = []
    for name, page in standing.pages.items():
        broken = refused(page) if page.merged else ()
        messages = (message.msgid for message in page.messages)
        counted = progress(messages, page.merged, broken, _syntax(name, page))
        links = reach.of(name)
        pages.append(PageStatus(name, counted, page.path, page.exists, links))
    return LanguageStatus(standing.language, ordered(pages, reach.home), standing.findings)


def ordered(pages: Iterable[PageStatus], home: str) -> tuple[PageStatus, ...]:
    """Return pages in the order in which readers miss translations most."""

    def need(page: PageStatus) -> tuple[bool, bool, int, str]:
        return page.progress.complete, page.page != home, -page.weight, page.page

    return tuple(sorted(pages, key=need))


def _syntax(name: str, page: Standing) -> Syntax:
    """Return the markup that the messages of a page are written in."""
    if name in SHARED:
        return Syntax.WORDS
    places = (path for message in page.messages for path, _ in message.locations)
    is_rst = next(places, "").endswith((".rst", ".txt"))
    return Syntax.RST if is_rst else Syntax.MYST


def _as_data(counted: PageProgress) -> dict[str, int]:
    return {
        "translated": counted.translated,
        "stale": counted.stale,
        "missing": counted.missing,
        "refused": counted.refused,
        "words": counted.words,
        "words_left": counted.words_left,
    }
