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
from .model import Entry
from .quoting import SEPARATOR, EscapeError, unquote


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


SYNTAX = "catalog-syntax"
_UNTIL_THEN = "Until then no text of this catalog is used."
_WORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")
_TOKEN = re.compile(
    r'\s*(?:"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"'
    r"|(?P<word>msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_])(?:\s*\[\s*(?P<form>\d+)\s*\])?)",
    re.ASCII,
)
_BLANK = " \t\r\f\v"


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
            if text[0] != "#":
                self._content(number, text, obsolete=False)
            elif text.startswith("#~"):
                text = text[2:].lstrip(_BLANK)
                if text.startswith("|"):
                    self._content(number, text[1:].lstrip(_BLANK), obsolete=True, previous=True)
                else:
                    self._content(number, text, obsolete=True)
            elif text.startswith("#|"):
                text = text[2:].lstrip(_BLANK)
                self._content(number, text, obsolete=False, previous=True)
            else:
                self._comment(number, text)
        self._finish()

    def _report(self, line: int, message: str) -> None:
        """Note a fault, the first of an entry in full, what follows from it not at all."""
        self.findings.append(Finding("", line, SYNTAX, f"{message} {_UNTIL_THEN}"))

    def _fault(self, line: int, message: str) -> None:
        if not self._draft.broken:
            self._report(line, message)
        self._draft.broken = True

    def _comment(self, number: int, text: str) -> None:
        if self._draft.begun:
            self._finish()
        elif self._draft.previous:
            self._fault(
                self._draft.current_line, "Comments must stand above the previous English (#|)."
            )
        if text.endswith("\\"):
            message = "A comment ends with a backslash, which hides the next line; take it away."
            self._fault(number, message)
        self._draft.extend_to(number)
        kind = text[1] if text[1:2] in (".", ":", ",", "=") else ""
        body = text[2:].strip() if kind else text[1:].removeprefix(" ")
        # `#=` is how gettext from version 0.25 on may write flags.
        self._draft.comments.setdefault("," if kind == "=" else kind, []).append(body)

    def _content(self, number: int, text: str, *, obsolete: bool, previous: bool = False) -> None:
        """Read a line with words and texts."""
        position = 0
        after = ""
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                self._stray(number, text[position:].lstrip(), after)
                return
            position = match.end()
            raw, word = match["text"], match["word"]
            if raw is not None:
                self._same_kind(number, obsolete)
                self._text(number, raw, previous)
            elif previous:
                self._previous(number, word, obsolete)
            else:
                self._word(number, word, match["form"], obsolete)
            # The word may have begun a new entry.
            self._draft.extend_to(number)
            after = "text" if raw is not None else word

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
            message = "Something stands behind the closing quotation mark; take it away."
        elif after:
            message = f"The text after {after} does not begin with a quotation mark; put one there."
        elif rest.endswith('"') and not rest.startswith(_WORDS):
            message = (
                "This line begins with neither a quotation mark nor one of the words msgid and "
                "msgstr; put right what stands before the text."
            )
        else:
            message = (
                "This line is neither a comment (#), nor one of the words msgid and msgstr, "
                "nor a text in quotation marks; mend or delete it."
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
        if draft.current is None or draft.in_previous != previous:
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
            self._fault(number, "The text holds the control character EOT; delete it.")
        draft.current.append(text)

    def _word(self, number: int, word: str, form: str | None, obsolete: bool) -> None:
        """Begin a part of an entry, in the order that gettext wants."""
        draft = self._draft
        if word == "msgctxt":
            starts = draft.begun
        else:
            starts = word == "msgid" and (draft.translated or "msgid" in draft.texts)
        if starts:
            self._finish()
            draft = self._draft
        self._has_text()
        self._same_kind(number, obsolete)
        if word == "msgid":
            draft.line = number
        draft.current = []
        draft.current_word, draft.current_line = word, number
        draft.in_previous = False
        problem = self._order_problem(word, form)
        if problem:
            self._fault(number, problem)
        elif form is not None:
            draft.forms.append(draft.current)
        if form is None:
            draft.texts[word] = draft.current

    def _order_problem(self, word: str, form: str | None) -> str:
        """Say why *word* cannot stand here, or return ``""``."""
        draft = self._draft
        plural = "msgid_plural" in draft.texts
        problem = ""
        if word in ("msgctxt", "msgid"):
            if form is not None:
                problem = f"{word} takes no number; write {word} alone."
        elif "msgid" not in draft.texts:
            problem = f"{word} stands here without a msgid before it; put the English above it."
        elif word == "msgid_plural":
            if plural or draft.translated or form is not None:
                problem = "msgid_plural must stand once, between msgid and msgstr[0]."
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

    def _previous(self, number: int, word: str, obsolete: bool) -> None:
        """Begin a part of the previous English (``#|``)."""
        if self._draft.begun:
            self._finish()
        draft = self._draft
        self._has_text()
        self._same_kind(number, obsolete)
        allowed = ("msgctxt", "msgid", "msgid_plural")
        later = allowed[allowed.index(word) :] if word in allowed else ()
        if not later or any(found in draft.previous for found in later):
            self._fault(number, f"{word} cannot stand here in the previous English (#|).")
        draft.current = draft.previous[word] = []
        draft.current_word, draft.current_line = word, number
        draft.in_previous = True

    def _has_text(self) -> None:
        """Check that the last word was followed by a text."""
        draft = self._draft
        if draft.current is not None and not draft.current:
            message = f'No text follows {draft.current_word}; write "" where there is none.'
            self._fault(draft.current_line, message)

    def _finish(self) -> None:
        """Turn the draft into an entry, when it is whole."""
        draft = self._draft
        self._has_text()
        if not draft.begun and not draft.previous and draft.current is None:
            # Comments alone, after the last entry.
            self.tail = tuple(draft.comments.get("", ()))
        elif "msgid" not in draft.texts:
            line = draft.current_line
            self._fault(line, "An entry begins here but has no msgid; add the English.")
        elif not draft.translated:
            message = 'The entry has no msgstr; write msgstr "" where there is no translation yet.'
            self._fault(draft.line, message)
        elif draft.previous and "msgid" not in draft.previous:
            self._fault(draft.line, "The previous English (#|) of this entry has no msgid.")
        if "msgid" in draft.texts and not draft.broken:
            self.entries.append(draft.entry())
        self._draft = Draft()
