"""The rules about term-base files themselves."""

from __future__ import annotations

from .rule import Rule, Severity

RULES = (
    Rule(
        "termbase-file",
        "The term base cannot be read as a table, so none of its terms is checked.",
        Severity.ERROR,
        bad="term,meaning\ncloud,nube\n",
        good="english,translation\ncloud,nube\n",
    ),
    Rule(
        "termbase-entry",
        "A line of the term base says nothing that can be checked, or contradicts itself.",
        Severity.ADVICE,
        bad="english,translation\ncloud,\n",
        good="english,translation\ncloud,nube\n",
    ),
)
