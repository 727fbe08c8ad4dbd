"""Which translations of a page a build refuses to show, so that they count as missing."""

from __future__ import annotations

from collections.abc import Callable

from ..catalogs.standing import Standing
from ..catalogs.templates import SiteSettings
from .context import context_of
from .refusal import refusals


def refused_in(settings: SiteSettings) -> Callable[[Standing], frozenset[str]]:
    """Return a function that finds the English of the refused entries of a page.

    :param settings: the site's settings.
    """

    def find(page: Standing) -> frozenset[str]:
        if page.merged is None:
            return frozenset()
        context = context_of(settings, settings.directory / page.path, page.written)
        written = {entry.msgid: entry for entry in page.written.entries}
        found = set()
        for entry in page.merged.entries:
            known = written.get(entry.msgid)
            # What stands in the file knows its comments and its places better.
            judged = known if known and known.forms == entry.forms else entry
            if entry.in_use and refusals(judged, context):
                found.add(entry.msgid)
        return frozenset(found)

    return find
