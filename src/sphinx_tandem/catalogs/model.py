"""A catalog and its entries, as frozen data."""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from ..site.findings import Finding
from ..text import one_line


def digest_of(*values: object) -> str:
    """Return a text that differs when some data, such as a catalog, does.

    The pickler looks for no value that it has written before: equal data gives equal bytes.
    """
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dump(values)
    return blake2b(written.getbuffer(), digest_size=16).hexdigest()


#: What must be unique in a catalog: the context of a message and its English.
Key = tuple[str | None, str]

#: Joins a context and its message, in compiled catalogs as in what this package calls a message.
SEPARATOR = "\x04"


def with_context(context: str | None, msgid: str) -> str:
    """Return a message as pages and their catalogs name it: its English, behind its context."""
    return msgid if context is None else f"{context}{SEPARATOR}{msgid}"


def english_of(message: str) -> str:
    """Return the English of a message without its context."""
    return message.rpartition(SEPARATOR)[2]


def context_of(message: str) -> str | None:
    """Return the context of a message, or ``None``."""
    context, found, _ = message.rpartition(SEPARATOR)
    return context if found else None


@dataclass(frozen=True)
class Entry:
    """One message and its translation.

    :param msgid: the English.
    :param msgstr: the translation, ``""`` where there is none yet.
    :param line: the line of the word ``msgid``, counted from 1; 0 for an entry not read from a file.
    :param fuzzy: whether the entry is stale: its English changed after it was translated.
    :param obsolete: whether its English is gone; kept because it may come back.
    :param comments: the translators' own comments, line by line.
    :param extracted: what the page's side tells translators (``#.``), line by line.
    :param references: the places in the pages (``#:``), line by line.
    :param flags: the flags (``#,``) but ``fuzzy``.
    :param previous_msgid: the English that a stale translation was made from.
    :param span: its first line, that of its first comment, and its last one.
    """

    msgid: str
    msgstr: str = ""
    line: int = field(default=0, compare=False)
    fuzzy: bool = False
    obsolete: bool = False
    comments: tuple[str, ...] = ()
    msgctxt: str | None = None
    msgid_plural: str | None = None
    msgstr_plural: tuple[str, ...] = ()
    previous_msgid: str | None = None
    previous_msgctxt: str | None = None
    previous_msgid_plural: str | None = None
    flags: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    span: tuple[int, int] = field(default=(0, 0), compare=False, repr=False)

    @property
    def comment(self) -> str:
        """The translators' own comments as one text."""
        return "\n".join(self.comments)

    @property
    def key(self) -> Key:
        """What must be unique in a catalog."""
        return self.msgctxt, self.msgid

    @property
    def message(self) -> str:
        """The message as pages name it, see :func:`with_context`."""
        return with_context(self.msgctxt, self.msgid)

    @property
    def forms(self) -> tuple[str, ...]:
        """The translation: one text, or one for each plural form."""
        return (self.msgstr,) if self.msgid_plural is None else self.msgstr_plural

    @property
    def has_translation(self) -> bool:
        """Whether there is any translated text, even stale or obsolete."""
        return any(self.forms)

    @property
    def holds_work(self) -> bool:
        """Whether it holds anybody's work: a translation or a comment."""
        if is_untranslatable(self) or is_suggestion(self):
            return False
        return self.has_translation or bool(self.comments)

    @property
    def in_use(self) -> bool:
        """Whether readers see the translation."""
        return self.has_translation and not self.fuzzy and not self.obsolete


@dataclass(frozen=True)
class Catalog:
    """The entries of one ``.po`` file, in the order of the file.

    :param entries: all entries but the header, stale and obsolete ones included.
    :param header: the entry of the empty message, or ``None``.
    :param tail: comments after the last entry, line by line.
    :param findings: problems that ``msgfmt -c`` refuses but that leave every text readable.
    :param lines: the lines of the file, without their ends.
    :param line_end: what ends each of them.
    :param doubles: the entries that say again what one of *entries* says; a writer leaves them out.
    """

    entries: tuple[Entry, ...] = ()
    header: Entry | None = None
    tail: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    lines: tuple[str, ...] = field(default=(), compare=False, repr=False)
    line_end: str = field(default="\n", compare=False)
    doubles: tuple[Entry, ...] = field(default=(), compare=False, repr=False)

    def usable(self) -> dict[str, Entry]:
        """Return the entries that a page can use, by their message.

        Obsolete ones are left out, and those with plural forms: no passage of a page has them.
        """
        return {
            entry.message: entry
            for entry in self.entries
            if not entry.obsolete and entry.msgid_plural is None
        }

    def translations(self) -> dict[str, Entry]:
        """Return the entries that readers see, by their message."""
        return {msgid: entry for msgid, entry in self.usable().items() if entry.in_use}


def joined(catalog: Catalog) -> Catalog:
    """Return a catalog in which the English of each entry has its context in front of it.

    So an update can match passages by one text.
    """
    if not any(
        one.msgctxt is not None or one.previous_msgctxt is not None for one in catalog.entries
    ):
        return catalog
    entries = tuple(
        replace(
            one,
            msgid=one.message,
            msgctxt=None,
            previous_msgid=one.previous_msgid
            and with_context(one.previous_msgctxt, one.previous_msgid),
            previous_msgctxt=None,
        )
        for one in catalog.entries
    )
    return replace(catalog, entries=entries)


def parted(catalog: Catalog) -> Catalog:
    """Return a catalog as its file has it, whose entries were joined with their contexts."""
    if not any(SEPARATOR in f"{one.msgid}{one.previous_msgid}" for one in catalog.entries):
        return catalog
    entries = tuple(
        replace(
            one,
            msgid=english_of(one.msgid),
            msgctxt=context_of(one.msgid),
            previous_msgid=one.previous_msgid and english_of(one.previous_msgid),
            previous_msgctxt=context_of(one.previous_msgid or ""),
        )
        for one in catalog.entries
    )
    return replace(catalog, entries=entries)


def with_previous(entry: Entry, msgid: str | None) -> Entry:
    """Return an entry with another previous English, or with none."""
    return replace(entry, previous_msgid=msgid, previous_msgctxt=None, previous_msgid_plural=None)


class CatalogError(Exception):
    """A catalog that cannot be read whole; the findings say everything that is wrong with it.

    :param catalog: what of it is certain: it is shown to readers, and never written.
    """

    def __init__(
        self, path: Path, findings: Sequence[Finding], catalog: Catalog | None = None
    ) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.path = path
        self.findings = tuple(findings)
        self.catalog = catalog or Catalog()


# What the command itself says to translators.  A translator's comment (``# …``) is the one
# place that GNU gettext, Poedit and Weblate all keep.

NOTHING = "tandem: nothing to translate"
UNDECIDED = "tandem: undecided"
_DECIDE = f"{UNDECIDED}, keep the better text below, delete these lines and the flag fuzzy; it says"
_HEADER = f"{UNDECIDED}, keep the better line in this header and delete this one; it says"
_OTHER = "tandem: another translation"
_SUGGESTION = "tandem: suggestion"
_DRAFT = "tandem: draft"


def as_untranslatable(entry: Entry) -> Entry:
    """Return an entry with nothing to translate, its English in the translation's place."""
    comments = (*_without(entry.comments, NOTHING), NOTHING)
    return replace(entry, msgstr=english_of(entry.msgid), comments=comments)


def as_missing(entry: Entry) -> Entry:
    """Return an entry that was filled in, and now waits for a translator."""
    return replace(entry, msgstr="", comments=_without(entry.comments, NOTHING))


def is_untranslatable(entry: Entry) -> bool:
    """Say whether an entry contains its English and nobody's work."""
    return NOTHING in entry.comments and entry.msgstr == english_of(entry.msgid)


def suggestion(msgid: str, like: Entry, place: str) -> Entry:
    """Return an entry with the translation of an English that is like its own, for a translator.

    Nobody has seen it, so readers do not, and no count takes it for a translation.

    :param like: the entry whose translation it is.
    :param place: the catalog of that, as translators know it.
    """
    remark = f"{_SUGGESTION}, correct it, then delete this line and the flag fuzzy; "
    remark += f"in {place} it translates {quote(english_of(like.msgid))}"
    return Entry(msgid, like.msgstr, fuzzy=True, comments=(remark,))


def is_suggestion(entry: Entry) -> bool:
    """Say whether an entry has only a suggestion, which no person has looked at."""
    return entry.fuzzy and any(line.startswith(_SUGGESTION) for line in entry.comments)


def as_draft(entry: Entry, text: str, source: str) -> Entry:
    """Return an entry with a text that nobody has reviewed, and that no reader sees until then.

    :param source: whose text it is: a person, a program.
    """
    remark = f"{_DRAFT} of {one_line(source)}, review it, then delete this line and the flag fuzzy"
    return _with_comment(replace(entry, msgstr=text, fuzzy=True), remark)


def is_draft(entry: Entry) -> bool:
    """Say whether nobody has reviewed the text of an entry: it is a draft, or a suggestion.

    What is stale was reviewed, and its English has changed since.
    """
    return entry.fuzzy and any(line.startswith((_DRAFT, _SUGGESTION)) for line in entry.comments)


def undecided(entry: Entry, branch: str, other: str) -> Entry:
    """Return a stale entry that names the text of another branch, so that it is not lost."""
    remark = f"{_DECIDE} in {branch}: {quote(other)}"
    return replace(_with_comment(entry, remark), fuzzy=True)


def undecided_field(header: Entry, branch: str, name: str, value: str) -> Entry:
    """Return a header that names what another branch says in one of its lines."""
    return _with_comment(header, f"{_HEADER} in {branch}: {quote(f'{name}: {value}')}")


def is_undecided(entry: Entry) -> bool:
    """Say whether a person must still choose between two branches' texts."""
    remarked = any(line.startswith(UNDECIDED) for line in entry.comments)
    return remarked and not entry.obsolete and (entry.fuzzy or not entry.msgid)


def decided(entry: Entry) -> Entry:
    """Return an entry without what is no longer true in its comments."""
    comments = entry.comments
    if entry.msgid and not entry.fuzzy:
        for remark in (UNDECIDED, _SUGGESTION, _DRAFT):
            comments = _without(comments, remark)
    if entry.msgstr != english_of(entry.msgid):
        comments = _without(comments, NOTHING)
    return entry if comments == entry.comments else replace(entry, comments=comments)


def with_other(entry: Entry, place: str, other: str) -> Entry:
    """Return an entry that names another translation of its English, so that it is not lost."""
    remark = f"{_OTHER}, of {place}: {quote(other)}"
    return entry if remark in entry.comments else _with_comment(entry, remark)


def _with_comment(entry: Entry, comment: str) -> Entry:
    """Return an entry whose last comment is this one."""
    return replace(entry, comments=(*_without(entry.comments, comment), comment))


def _without(comments: Sequence[str], beginning: str) -> tuple[str, ...]:
    return tuple(line for line in comments if not line.startswith(beginning))


# -- Texts as a catalog writes them, between quotation marks -------------------------------------

_NAMED = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    '"': '"', "\\": "\\",
}  # fmt: skip
_ESCAPE = re.compile(r'\\(?:(?P<named>[abfnrtv"\\])|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9A-Fa-f]+))')
_WRITTEN = {ord(value): f"\\{name}" for name, value in _NAMED.items()} | {4: "\\004"}


class EscapeError(ValueError):
    """A backslash that begins nothing known; the argument is the two characters."""


def unquote(raw: str) -> str:
    r"""Return the text that a catalog writes as *raw* between quotation marks.

    >>> unquote(r'a \"b\"\n')
    'a "b"\n'

    :raises EscapeError: at a backslash that begins nothing known.
    """
    if "\\" not in raw:
        return raw
    parts: list[str] = []
    position = 0
    while (backslash := raw.find("\\", position)) >= 0:
        parts.append(raw[position:backslash])
        match = _ESCAPE.match(raw, backslash)
        if match is None:
            raise EscapeError(raw[backslash : backslash + 2])
        parts.append(_character(match))
        position = match.end()
    return "".join(parts) + raw[position:]


def _character(match: re.Match[str]) -> str:
    if named := match["named"]:
        return _NAMED[named]
    number = int(match["octal"], 8) if match["octal"] else int(match["hex"][-2:], 16)
    if number >= 0x80:
        # A byte of some encoding, not a character.
        raise EscapeError(match.group())
    return chr(number)


def quote(text: str) -> str:
    r"""Return *text* between quotation marks.

    >>> print(quote('a "b"'))
    "a \"b\""
    """
    return f'"{text.translate(_WRITTEN)}"'


def quoted_lines(text: str) -> list[str]:
    r"""Return *text* between quotation marks as GNU gettext lays it out without wrapping.

    A text stays on one line, however long, unless it has line breaks of its own.

    >>> quoted_lines("one line")
    ['"one line"']
    >>> quoted_lines("two\nlines")
    ['""', '"two\\n"', '"lines"']
    """
    lines = text.split("\n")
    pieces = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    if len(pieces) <= 1:
        return [quote(text)]
    return ['""', *map(quote, pieces)]
