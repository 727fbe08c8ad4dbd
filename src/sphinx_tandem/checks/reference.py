"""The rules as people read them: one in the terminal, all on a page of the documentation.

``python -m sphinx_tandem.checks.reference`` renews that page, ``docs/checks.md``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from textwrap import indent

from .rules import Rule, rule_of, rules_in

_FAMILIES = {
    "catalog-": "The catalog as a file",
    "translation-": "Markup in a translation",
    "text-": "Typography, terms and spelling",
    "termbase-": "The term base",
    "silence-": "Comments that silence a rule",
}


def explained(code: str) -> str | None:
    """Return what a rule wants, with its examples, or ``None`` when there is no such rule."""
    rule = rule_of(code)
    if rule is None:
        return None
    parts = [f"{rule.code} ({rule.kind})", rule.summary]
    parts += [f"{title}:\n\n{indent(text, '    ')}" for title, text in _examples(rule)]
    return "\n\n".join(parts)


def near(code: str) -> str:
    """Say which rules there are for somebody who named one that is not there."""
    codes = [rule.code for rule in rules_in()]
    found = get_close_matches(code, codes, n=3)
    return f"Did you mean {' or '.join(found)}?" if found else f"There are: {', '.join(codes)}."


def markdown(page: str = "") -> str:
    """Return all rules as Markdown, family by family.

    :param page: a page whose order of rules is kept; new ones follow at the end of their family.
    """
    known = re.findall(r"^### `(.+)`$", page, re.MULTILINE)
    order = {code: place for place, code in enumerate(known)}
    rules = sorted(rules_in(), key=lambda rule: order.get(rule.code, len(order)))
    parts = []
    for beginning, title in _FAMILIES.items():
        parts.append(f"## {title}")
        parts += [_section(rule) for rule in rules if rule.code.startswith(beginning)]
    return "\n\n".join(parts) + "\n"


def renewed(page: str) -> str:
    """Return the page of the rules with each of them as it is declared now."""
    before, heading, rest = page.partition(f"## {next(iter(_FAMILIES.values()))}\n")
    after = rest[rest.rindex("\n## ") :] if heading else ""
    return before + markdown(page) + after


def _section(rule: Rule) -> str:
    parts = [f"### `{rule.code}`", f"*{rule.kind.capitalize()}.* {rule.summary}"]
    # not all of the examples are whole entries
    is_entry = not rule.code.startswith("termbase-") and rule.code != "catalog-conflict"
    for title, text in _examples(rule):
        parts += [f"{title}:", f"```{'po' if is_entry else 'text'}\n{text}\n```"]
    return "\n\n".join(parts)


def _examples(rule: Rule) -> list[tuple[str, str]]:
    """Return the examples without what both begin with."""
    pairs = ("Bad", rule.bad), ("Good", rule.good)
    return [(title, text.removeprefix(rule.head).strip("\n")) for title, text in pairs if text]


if __name__ == "__main__":
    PAGE = Path("docs/checks.md")
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8")
