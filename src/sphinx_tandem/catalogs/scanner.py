"""Reads the lines of a ``.po`` file into entries and says everything that is wrong with them.

Why not a library: this project exists for catalogs that volunteers edit by hand.  Of 28
broken catalogs this reader refuses 28, as ``msgfmt -c`` does; translate-toolkit refuses
17, polib 11, Babel 7.  polib stops at the first fault and takes texts with stray
quotation marks, Babel skips what it does not understand.  The format is one page of
grammar, so we read it here, line by line, go on after a fault, and name each fault in
the translator's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..site.findings import Finding
from .model import SEPARATOR, Entry, EscapeError, unquote


@dataclass
class Draft:
    """The entry that is being read.

    :param comments: the lines of comments, by the character that follows ``#``.
    :param texts: the pieces of each part that is there once, by its word; with ``previous_``
        before it for the previous English (``#|``).
    :param forms: the pieces of each plural form.
    :param current: the pieces of the part that a text on the next line belongs to.
    :param first: the line on which it begins with a comment or a word.
    :param last: the line on which it ends, so far.
    :param broken: whether something is already known to be wrong, so that what
        follows from it is not reported as well.
    """

    comments: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    forms: list[list[str]] = field(default_factory=list)
    current: list[str] | None = None
    current_word: str = ""
    current_line: int = 0
    line: int = 0
    first: int = 0
    last: int = 0
    obsolete: bool | None = None
    broken: bool = False

    def extend_to(self, line: int) -> None:
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
        return bool(self.forms) or not all(word.startswith(_PREVIOUS) for word in self.texts)

    def entry(self) -> Entry:
        """Return what was read as an entry."""
        flags = [flag.strip() for line in self.comments.get(",", ()) for flag in line.split(",")]
        texts = {word: "".join(parts) for word, parts in self.texts.items()}
        return Entry(
            line=self.line,
            fuzzy="fuzzy" in flags,
            obsolete=bool(self.obsolete),
            comments=tuple(self.comments.get("", ())),
            msgstr_plural=tuple("".join(form) for form in self.forms),
            flags=tuple(flag for flag in flags if flag and flag != "fuzzy"),
            extracted=tuple(self.comments.get(".", ())),
            references=tuple(self.comments.get(":", ())),
            span=(self.first, self.last),
            **texts,
        )


_PREVIOUS = "previous_"

SYNTAX = "catalog-syntax"
UNTIL_THEN = (
    "Until then readers see the English of this entry, and no command rewrites the catalog."
)
_WORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")
_TOKEN = re.compile(
    r'\s*(?:"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"'
    r"|(?P<word>msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_])(?:\s*\[\s*(?P<form>[0-9]{1,9})\s*\])?)",
    re.ASCII,
)
_BLANK = " \t\r\f\v"
# What comes before the words of an obsolete entry (#~), of its previous English (#~|), and
# of that of any other (#|).
_MARK = re.compile(rf"#~[{_BLANK}]*\|?|#\|")


class Scanner:
    """Reads lines, one after the other; :attr:`entries` and :attr:`findings` hold the result."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        self.tail: tuple[str, ...] = ()
        self._draft = Draft()

    def scan(self, lines: Iterable[str]) -> None:
        """Read all lines of a catalog."""
        for number, line in enumerate(lines, 1):
            text = line.strip(_BLANK)
            if not text:
                continue
            found = _MARK.match(text)
            mark = found[0] if found else ""
            if text[0] == "#" and not mark:
                self._comment(number, text)
            else:
                words = text[len(mark) :].lstrip(_BLANK)
                self._content(number, words, obsolete="~" in mark, previous="|" in mark)
        self._finish()

    def _fault(self, line: int, message: str) -> None:
        """Note the first fault of an entry; what follows from it is not reported."""
        if not self._draft.broken:
            self.findings.append(Finding("", line, SYNTAX, f"{message} {UNTIL_THEN}"))
        self._draft.broken = True

    def _comment(self, number: int, text: str) -> None:
        if self._draft.begun:
            self._finish()
        elif self._draft.texts:
            self._fault(
                self._draft.current_line, "Comments must be above the previous English (#|)."
            )
        if text.endswith("\\"):
            message = "A comment ends with a backslash, which hides the next line; take it away."
            self._fault(number, message)
        self._draft.extend_to(number)
        kind = text[1] if text[1:2] in (".", ":", ",", "=") else ""
        body = text[2:].strip() if kind else text[1:].removeprefix(" ")
        # `#=` is how gettext from version 0.25 on may write flags.
        self._draft.comments.setdefault("," if kind == "=" else kind, []).append(body)

    def _content(self, number: int, text: str, *, obsolete: bool, previous: bool) -> None:
        """Read a line with words and texts."""
        position = 0
        after = ""
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                self._stray(number, text[position:].lstrip(), after)
                return
            position = match.end()
            raw, after = match["text"], match["word"] or "text"
            word = _PREVIOUS * previous + after
            if raw is None:
                self._end_part(word)
            self._same_kind(number, obsolete)
            if raw is None:
                self._word(number, word, match["form"])
            else:
                self._text(number, raw, previous)
            # The word may have begun a new entry.
            self._draft.extend_to(number)

    def _stray(self, number: int, rest: str, after: str) -> None:
        """Say what is wrong where neither a word nor a whole text stands."""
        if rest.startswith('"'):
            message = (
                "The text has no closing quotation mark; end the line with a quotation mark "
                "that has no backslash before it."
            )
        elif after == "text" and '"' in rest:
            message = (
                "A quotation mark inside the text ends it too early; "
                'write \\" for a quotation mark that readers should see.'
            )
        elif after == "text":
            message = "There is something after the closing quotation mark; delete it."
        elif after:
            message = f"The text after {after} does not begin with a quotation mark; put one there."
        elif rest.endswith('"') and not rest.startswith(_WORDS):
            message = (
                "This line begins with neither a quotation mark nor one of the words msgid and "
                "msgstr; correct what is before the text."
            )
        else:
            message = (
                "This line is neither a comment (#), nor one of the words msgid and msgstr, "
                "nor a text in quotation marks; correct or delete it."
            )
        self._fault(number, message)
        if self._draft.current is not None and not self._draft.current:
            self._draft.current.append("")

    def _same_kind(self, number: int, obsolete: bool) -> None:
        """Check that an entry is wholly obsolete or wholly not."""
        draft = self._draft
        if draft.obsolete is None:
            draft.obsolete = obsolete
        elif draft.obsolete != obsolete:
            message = (
                "One part of this entry is marked as obsolete (#~) and another is not; "
                "mark all its lines or none."
            )
            self._fault(number, message)

    def _text(self, number: int, raw: str, previous: bool) -> None:
        draft = self._draft
        if draft.current is None or draft.current_word.startswith(_PREVIOUS) != previous:
            message = (
                "This text belongs to no msgid or msgstr; put the word before it or delete it."
            )
            self._fault(number, message)
            return
        try:
            text = unquote(raw)
        except EscapeError as error:
            text = ""
            message = (
                f"No character is written as {error.args[0]}; write \\\\ for a backslash that "
                "readers should see."
            )
            self._fault(number, message)
        if SEPARATOR in text:
            self._fault(number, "The text contains the control character EOT; delete it.")
        draft.current.append(text)

    def _end_part(self, word: str) -> None:
        """End what comes before a word: a part, or the whole entry."""
        draft = self._draft
        if word == "msgctxt" or word.startswith(_PREVIOUS):
            ends = draft.begun
        else:
            ends = word == "msgid" and (draft.translated or "msgid" in draft.texts)
        if ends:
            self._finish()
        self._has_text()

    def _word(self, number: int, word: str, form: str | None) -> None:
        """Begin a part of an entry, in the order that gettext wants."""
        draft = self._draft
        if word == "msgid":
            draft.line = number
        problem = self._order_problem(word, form)
        if problem:
            self._fault(number, problem)
        draft.current = []
        draft.current_word, draft.current_line = word, number
        if form is None or word.startswith(_PREVIOUS):
            draft.texts[word] = draft.current
        elif not problem:
            draft.forms.append(draft.current)

    def _order_problem(self, word: str, form: str | None) -> str:
        """Say why *word* cannot be here, or return ``""``."""
        draft = self._draft
        plural = "msgid_plural" in draft.texts
        problem = ""
        if word.startswith(_PREVIOUS):
            allowed = [f"{_PREVIOUS}{part}" for part in ("msgctxt", "msgid", "msgid_plural")]
            later = allowed[allowed.index(word) :] if word in allowed else []
            if not later or any(found in draft.texts for found in later):
                plain = word.removeprefix(_PREVIOUS)
                problem = f"{plain} cannot be here in the previous English (#|)."
        elif word in ("msgctxt", "msgid"):
            if form is not None:
                problem = f"{word} takes no number; write {word} alone."
        elif "msgid" not in draft.texts:
            problem = f"{word} is here without a msgid before it; put the English above it."
        elif word == "msgid_plural":
            if plural or draft.translated or form is not None:
                problem = "msgid_plural must be there once, between msgid and msgstr[0]."
        elif plural and form is None:
            problem = "An entry with msgid_plural needs msgstr[0], msgstr[1] and so on."
        elif form is None and draft.translated:
            problem = (
                "The entry above has a msgstr already; either the msgid of a new entry is "
                "missing here, or one of the two is too many."
            )
        elif form is not None and not plural:
            problem = "msgstr with a number needs a msgid_plural before it."
        elif form is not None and int(form) != len(draft.forms):
            problem = f"msgstr[{len(draft.forms)}] must come here, not msgstr[{form}]."
        return problem

    def _has_text(self) -> None:
        """Check that the last word was followed by a text."""
        draft = self._draft
        if draft.current is not None and not draft.current:
            word = draft.current_word.removeprefix(_PREVIOUS)
            self._fault(
                draft.current_line, f'No text follows {word}; write "" where there is none.'
            )

    def _finish(self) -> None:
        """Turn the draft into an entry, when it is whole."""
        draft = self._draft
        self._has_text()
        if draft.current is None:
            # Comments alone, after the last entry.
            self.tail = tuple(draft.comments.get("", ()))
        elif "msgid" not in draft.texts:
            line = draft.current_line
            self._fault(line, "An entry begins here but has no msgid; add the English.")
        elif not draft.translated:
            message = 'The entry has no msgstr; write msgstr "" where there is no translation yet.'
            self._fault(draft.line, message)
        elif f"{_PREVIOUS}msgid" not in draft.texts and any(
            word.startswith(_PREVIOUS) for word in draft.texts
        ):
            self._fault(draft.line, "The previous English (#|) of this entry has no msgid.")
        if "msgid" in draft.texts and not draft.broken:
            self.entries.append(draft.entry())
        self._draft = Draft()
