"""The entry that is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Entry


@dataclass
class Draft:
    """The entry that is being read.

    :param comments: the lines of comments, by the character that follows ``#``.
    :param texts: the pieces of each part that stands once, by its word.
    :param previous: the same of the previous English (``#|``).
    :param forms: the pieces of each plural form.
    :param current: the pieces of the part that a text on the next line belongs to.
    :param in_previous: whether that part belongs to the previous English.
    :param first: the line on which it begins with a comment or a word.
    :param last: the line on which it ends, so far.
    :param broken: whether something is already known to be wrong, so that what
        follows from it is not reported as well.
    """

    comments: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    previous: dict[str, list[str]] = field(default_factory=dict)
    forms: list[list[str]] = field(default_factory=list)
    current: list[str] | None = None
    current_word: str = ""
    current_line: int = 0
    line: int = 0
    first: int = 0
    last: int = 0
    obsolete: bool | None = None
    broken: bool = False
    in_previous: bool = False

    def reach(self, line: int) -> None:
        """Note that a line belongs to it."""
        self.first = self.first or line
        self.last = line

    @property
    def translated(self) -> bool:
        """Whether a translation was begun."""
        return "msgstr" in self.texts or bool(self.forms)

    @property
    def begun(self) -> bool:
        """Whether anything but comments and previous English was read."""
        return bool(self.texts or self.forms)

    def entry(self) -> Entry:
        """Return what was read as an entry."""
        flags = [flag.strip() for line in self.comments.get(",", ()) for flag in line.split(",")]
        texts = {word: "".join(parts) for word, parts in self.texts.items()}
        previous = {word: "".join(parts) for word, parts in self.previous.items()}
        return Entry(
            msgid=texts["msgid"],
            msgstr=texts.get("msgstr", ""),
            line=self.line,
            fuzzy="fuzzy" in flags,
            obsolete=bool(self.obsolete),
            comments=tuple(self.comments.get("", ())),
            msgctxt=texts.get("msgctxt"),
            msgid_plural=texts.get("msgid_plural"),
            msgstr_plural=tuple("".join(form) for form in self.forms),
            previous_msgid=previous.get("msgid"),
            previous_msgctxt=previous.get("msgctxt"),
            previous_msgid_plural=previous.get("msgid_plural"),
            flags=tuple(flag for flag in flags if flag and flag != "fuzzy"),
            extracted=tuple(self.comments.get(".", ())),
            references=tuple(self.comments.get(":", ())),
            span=(self.first, self.last),
        )
