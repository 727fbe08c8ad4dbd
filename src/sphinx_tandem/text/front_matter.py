"""Reads the front matter of a post, with the line of each field.

MyST and ablog hand values on as text, without their lines and with lists
squeezed into one string.  Warnings need the line, names with commas need the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .yaml_lines import Value, YamlError, parse

_YAML = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_RST_FIELD = re.compile(r"^:(\w[\w -]*):[ \t]*(.*)$")
_COMMA = re.compile(r",(?![^()]*\))")


@dataclass(frozen=True)
class Field:
    """One field of the front matter.

    :param values: its values as they are written: one, or those of a list.
    :param is_list: whether it is written as a list.
    :param line: its line in the file, counted from 1.
    """

    values: tuple[str, ...]
    is_list: bool
    line: int

    @property
    def text(self) -> str:
        """The field as one text."""
        return ", ".join(self.values)


def read_front_matter(text: str) -> dict[str, Field]:
    """Return the fields at the top of a Markdown or reStructuredText file.

    What is not valid YAML gives no fields: the parser of the page reports it.
    """
    matter = _YAML.match(text)
    if matter is None:
        return _read_rst(text)
    try:
        root = parse(matter[1])
    except YamlError:
        return {}
    pairs = (root.pairs if root else None) or ()
    # The fields stand below a line of dashes.
    return {key.text: _field(value, key.line + 1) for key, value in pairs if key.text is not None}


def _field(value: Value, line: int) -> Field:
    if value.items is None:
        return Field((value.text or "",), False, line)
    texts = (item.text or "" for item in value.items)
    return Field(tuple(text for text in texts if text.strip()), True, line)


def _read_rst(text: str) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for line, content in enumerate(text.splitlines(), 1):
        found = _RST_FIELD.match(content)
        is_more = content.startswith((" ", "\t"))  # of a field that takes several lines
        if found:
            fields[found[1].lower()] = Field((found[2].strip(),), False, line)
        elif not is_more and (fields or (content.strip() and not content.startswith(".."))):
            break
    return fields


def split_labels(text: str) -> tuple[str, ...]:
    """Return the names in a text that separates them by commas, each once.

    A comma in parentheses separates nothing: ``Ana (Lab, University)`` is one person.
    """
    names = (name.strip() for name in _COMMA.split(text))
    return tuple(dict.fromkeys(name for name in names if name))


def is_true(field: Field | None) -> bool:
    """Say whether a field is there and says yes."""
    return field is not None and field.text.strip().lower() in ("true", "yes", "on", "1", "")


def is_false(field: Field | None) -> bool:
    """Say whether a field is there and says no."""
    return field is not None and field.text.strip().lower() in ("false", "no", "off", "0")
