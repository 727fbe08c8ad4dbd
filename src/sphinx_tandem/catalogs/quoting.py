"""Texts as a catalog writes them: between quotation marks, with ``\n``, ``\"`` and so on."""

from __future__ import annotations

import re

# A context and its message are joined by this character when catalogs are compiled.
SEPARATOR = "\x04"

_NAMED = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    '"': '"', "\\": "\\",
}  # fmt: skip
_ESCAPE = re.compile(r'\\(?:(?P<named>[abfnrtv"\\])|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9A-Fa-f]+))')
_WRITTEN = {ord(value): f"\\{name}" for name, value in _NAMED.items()} | {4: "\\004"}


class EscapeError(ValueError):
    """A backslash that begins nothing known; the argument is the two characters."""


def unquote(raw: str) -> str:
    r"""Return the text that stands between quotation marks as *raw*.

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
