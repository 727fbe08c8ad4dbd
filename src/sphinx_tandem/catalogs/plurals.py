"""The plural forms of a catalog, judged as GNU gettext judges them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gettext import c2py

from ..findings import Finding
from .header import fields
from .model import Entry

PLURAL = "catalog-plural"
# GNU gettext tries a plural rule on these numbers.
_TRIED = range(1001)


def check_plurals(header: Entry | None, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """Find a wrong plural rule, and entries with another number of forms than it asks for."""
    rule = fields(header).get("Plural-Forms", "") if header else ""
    line = header.line if header else 1
    count, expression = _parts(rule)
    problem = _rule_problem(rule, count, expression)
    if problem:
        message = (
            f"The plural rule of the header (Plural-Forms) is wrong: {problem}. Until it is put "
            "right gettext refuses the catalog; copy it from another catalog of this language."
        )
        yield Finding("", line, PLURAL, message)
        return
    with_plurals = [entry for entry in entries if entry.in_use and entry.msgid_plural is not None]
    if with_plurals and (not count or not expression):
        message = (
            "Entries of this catalog have plural forms, but the header has no Plural-Forms line, "
            "so that no program knows which form to use; copy it from another catalog of this "
            "language."
        )
        yield Finding("", line, PLURAL, message)
        return
    for entry in with_plurals:
        if len(entry.forms) != int(count):
            message = (
                f"The entry has {len(entry.forms)} plural forms where the header asks for {count}; "
                f"write msgstr[0] to msgstr[{int(count) - 1}]."
            )
            yield Finding("", entry.line, PLURAL, message)


def _parts(rule: str) -> tuple[str, str]:
    count = re.search(r"nplurals\s*=\s*([^\s;]*)", rule)
    expression = re.search(r"(?<!n)plural\s*=\s*([^;]*)", rule)
    return count[1] if count else "", expression[1].strip() if expression else ""


@cache
def _rule_problem(rule: str, count: str, expression: str) -> str:
    """Say what is wrong with a plural rule, or return ``""``."""
    if "nplurals" in rule and not re.fullmatch("0*[1-9][0-9]*", count):
        return f"nplurals={count} is not a number of forms"
    if not expression:
        return "plural has no expression" if re.search(r"(?<!n)plural\s*=", rule) else ""
    try:
        function = c2py(expression)
        values = {function(number) for number in _TRIED}
    except ZeroDivisionError:
        return "it divides by zero"
    except (ValueError, TypeError, OverflowError, RecursionError):
        return f"plural={expression} cannot be read"
    odd = [value for value in values if value < 0 or (count and value >= int(count))]
    return f"it asks for form {odd[0]} of {count or 'some'}, counted from 0" if odd else ""
