"""Rules about pages and catalogs: one function and one example a rule.

Nothing here imports Sphinx.

A rule is the file ``examples/CODE.po``: its first line says how grave its findings are and what is
wrong; what both catalogs begin with follows, a line ``# bad``, a wrong entry, a line ``# good``, the
same entry put right.  What finds it yields a :class:`~.rules.Problem` under its code, and with the
text put right where there is one right answer.  To add one about the text of a translation, write a
function of a :class:`~.language.Passage` in a module of ``language``, old or new, and mark it with
:func:`~.language.text_rule`.  The tests and ``tandem check --explain CODE`` find both, and
``python -m sphinx_tandem.checks.rules`` writes them into ``docs/checks.md``.

This file is the door between rules and readers: it says which translations a build does not show.
An entry is refused when a rule about markup (:mod:`.markup`) finds an error in it that no comment
of the entry silences; readers then get the English instead, and whoever builds gets a warning with
the place of the entry.  Nothing else that a check finds keeps a translation from readers: neither
advice, nor any rule about language.  What has one right answer is put right on the way to readers.
What shows translations imports from here alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from ..catalogs.model import Entry, digest_of
from ..catalogs.status import MergedPage
from ..site.settings import Settings
from .context import Context, MarkupSettings, context_of, make_context, markup_settings
from .markup import check_markup
from .rules import Problem, levels_of, unsilenced

# All that the rooms above may import; a contract in pyproject.toml says so.
__all__ = ["Context", "MarkupSettings", "Problem", "levels_of", "make_context", "markup_settings"]


@dataclass(frozen=True)
class Refusal:
    """An entry that is not shown.

    :param problems: what is wrong with it.
    :param path: the catalog, as an absolute path.
    :param line: the line of the entry in it.
    """

    problems: tuple[Problem, ...]
    path: str
    line: int

    @property
    def location(self) -> str:
        """The place as warnings name it."""
        return f"{self.path}:{self.line}"


def judge(entry: Entry, context: Context) -> tuple[list[Problem], tuple[str, ...]]:
    """Return what keeps an entry from readers, and its forms as they are shown else."""
    found = check_markup(entry, context)
    if found and entry.comments:
        found = unsilenced(entry, found)
    forms = list(entry.forms)
    for problem in found:
        if problem.fixed is not None:
            forms[problem.form] = problem.fixed
    return [problem for problem in found if problem.refused], tuple(forms)


def refusals(entry: Entry, context: Context) -> list[Problem]:
    """Return the errors of an entry that no comment silences; with any it is not shown."""
    return judge(entry, context)[0]


def refused_in(
    settings: Settings, known: MutableMapping[str, Any] | None = None
) -> Callable[[MergedPage], frozenset[str]]:
    """Return a function that finds the English of the refused entries of a page.

    :param known: what was found of pages before under the same settings, by their catalogs;
        it is brought up to date.
    """
    known = {} if known is None else known

    def find(page: MergedPage) -> frozenset[str]:
        if page.merged is None:
            return frozenset()
        context = context_of(settings, settings.directory / page.path, page.written)
        texts = [path.read_bytes() for path in context.sources]
        sources = [str(path) for path in context.sources]
        digest = digest_of(context.language, sources, texts, page.merged, page.written)
        before = known.get(page.path)
        if before and before[0] == digest and _are_still_called(before[1], context.site):
            return frozenset(before[2])
        context.site.calls_asked.clear()
        # What is in the file knows its comments and its places better.
        written = {(entry.key, entry.forms): entry for entry in page.written.entries}
        found = frozenset(
            entry.message
            for entry in page.merged.entries
            if entry.in_use and refusals(written.get((entry.key, entry.forms), entry), context)
        )
        known[page.path] = digest, dict(context.site.calls_asked), found
        return found

    return find


def _are_still_called(answers: Mapping[tuple[str, str, str], bool], site: MarkupSettings) -> bool:
    return all(site.calls(*asked) is answer for asked, answer in answers.items())
