"""Lets a site go on with the words that it chose for ablog's.

A site translates what ablog says on pages, or says it otherwise, in a ``sphinx.po`` of its own.
Our words for the same things stand in a domain of ours; where the site has a word of
ablog's, that is shown.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import TYPE_CHECKING

from sphinx import locale

from ..translate.interface import DOMAIN, site_words
from ..upstream.sphinx import install_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Ours, and what ablog has for it; where a name follows, ablog puts it behind its words.
_ALIKE = ("Author", "Authors", "Category", "Categories", "Tag", "Tags", "Location", "Locations")
ABLOG_WORDS = {
    **{word: word for word in (*_ALIKE, "Language", "Languages")},
    "Archive": "Archives",
    "All posts": "All Posts",
    "Recent posts": "Recent Posts",
    "Updated": "Update",
    "Previous post": "Previous",
    "Next post": "Next",
    "Updated on %s": "Updated on ",
    "Posts by %s": "Posts by",
    "Posts from %s": "Posts from",
    "Posts in %s": "Posts in",
    "Posts in the category %s": "Posts in",
    "Posts of %s": "Posted in",
    "Posts tagged %s": "Posts tagged",
}


class BlogWords(NullTranslations):
    """Answers with the site's words for ablog's, and hands everything else on.

    :param words: the words of the site's own ``sphinx.po``.
    :param own: the words that the site has for ours, which come first.
    :param others: what answers all other questions.
    """

    def __init__(
        self, words: NullTranslations, own: NullTranslations, others: NullTranslations
    ) -> None:
        super().__init__()
        self._words, self._own = words, own
        self.add_fallback(others)

    def gettext(self, message: str) -> str:
        """Return one text."""
        name = ABLOG_WORDS.get(message, "")
        if not name or self._own.gettext(message) != message:
            return super().gettext(message)
        found = self._words.gettext(name)
        if not found.strip() or found == name:
            return super().gettext(message)
        return f"{found.rstrip()} %s" if message.endswith("%s") else found


def install_site_words(app: Sphinx) -> None:
    """Put the site's words for ablog's in front of ours."""
    if words := site_words(app, "sphinx"):
        own = site_words(app, DOMAIN) or NullTranslations()
        install_words(DOMAIN, BlogWords(words, own, locale.get_translator(DOMAIN)))
