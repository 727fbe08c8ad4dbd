"""What the interface says where no catalog has a word: the whole sentence in English.

A reader whose language lacks a sentence gets it in English, and the page says that it is
English: :class:`EnglishWords` stands behind all catalogs and puts the marks of
:func:`.marks.english` around what it answers.  Texts without words, such as ``%s: %s``, need
no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations

from . import marks

# What is no word: placeholders of every kind, entities and tags.
_NO_WORDS = re.compile(r"%(?:\(\w+\))?[-_#0]?[a-zA-Z]|\$?\{\w*\}|&#?\w+;|<[^>]*>")
_LETTER = re.compile(r"[^\W\d_]")


class EnglishWords(NullTranslations):
    """Answers in English for the catalogs before it, those included that are added later.

    :param is_marked: says whether an answer is marked now: no page is made from what is read
        for a book, or while words could still become a part of a message.
    """

    def __init__(self, is_marked: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_marked = is_marked
        self._next: NullTranslations | None = None

    def add_fallback(self, fallback: NullTranslations) -> None:
        """Ask another catalog first, as Sphinx does when a theme brings its own."""
        if self._next:
            self._next.add_fallback(fallback)
            return
        if not isinstance(fallback, EnglishWords):  # which answers by itself
            fallback.add_fallback(EnglishWords(self._is_marked))
        self._next = fallback

    def _answer(self, english: str) -> str:
        if _LETTER.search(_NO_WORDS.sub("", english)) and self._is_marked(english):
            return marks.english(english)
        return english

    def gettext(self, message: str) -> str:
        """Return one text."""
        return self._next.gettext(message) if self._next else self._answer(str(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, as English has it."""
        if self._next:
            return self._next.ngettext(msgid1, msgid2, n)
        return self._answer(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return a text of one context."""
        return self._next.pgettext(context, message) if self._next else self._answer(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, in one context."""
        if self._next:
            return self._next.npgettext(context, msgid1, msgid2, n)
        return self._answer(msgid1 if n == 1 else msgid2)
