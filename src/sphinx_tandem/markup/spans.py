"""A text that is masked part by part, without its positions changing."""

from __future__ import annotations

import re
from collections.abc import Callable

#: What stands in the place of a character that is no prose.
MASK = "\ufffc"
# What stands, until the end, in the place of a character that is prose but no mark,
# such as an escaped bracket.
_KEPT = "\ufffb"


class Masker:
    """Masks one text in several passes: what one has masked, the next does not see.

    :param text: the text.
    """

    def __init__(self, text: str) -> None:
        self._original = text
        self.text = text

    def mask(self, start: int, end: int) -> None:
        """Mask the characters from *start* to before *end*."""
        if start < end:
            self.text = self.text[:start] + MASK * (end - start) + self.text[end:]

    def keep(self, start: int, end: int) -> None:
        """Keep these characters as prose; no later pass takes them for marks."""
        self.text = self.text[:start] + _KEPT * (end - start) + self.text[end:]

    def all(self, pattern: re.Pattern[str], *groups: str | int) -> None:
        """Mask every match of a pattern, or those groups of it."""
        self.each(pattern, lambda found: self._mask_groups(found, groups or (0,)))

    def each(self, pattern: re.Pattern[str], act: Callable[[re.Match[str]], None]) -> None:
        """Call *act* with each match; the text keeps its length, so positions stay right."""
        for found in pattern.finditer(self.text):
            act(found)

    def result(self) -> str:
        """Return the masked text."""
        if _KEPT not in self.text:
            return self.text
        pairs = zip(self.text, self._original, strict=True)
        return "".join(there if here == _KEPT else here for here, there in pairs)

    def _mask_groups(self, found: re.Match[str], groups: tuple[str | int, ...]) -> None:
        for group in groups:
            self.mask(*found.span(group))
