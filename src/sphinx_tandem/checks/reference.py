"""The rules as people read them: one in the terminal, all on a page of the documentation."""

from __future__ import annotations

from difflib import get_close_matches

from .rule import Rule, Severity
from .rules import RULES, rule_of

_FAMILIES = (
    ("catalog-", "The catalog as a file"),
    ("translation-", "Markup in a translation"),
    ("text-", "Typography, terms and spelling"),
    ("termbase-", "The term base"),
    ("silence-", "Comments that silence a rule"),
)
_SEVERITIES = {Severity.ERROR: "error", Severity.ADVICE: "advice"}


def explained(code: str) -> str | None:
    """Return what a rule wants, with its examples, or ``None`` when there is no such rule."""
    rule = rule_of(code)
    if rule is None:
        return None
    parts = [f"{rule.code} ({_kind(rule)})", rule.summary]
    parts += [f"{title}:\n\n{_indented(text)}" for title, text in _examples(rule)]
    return "\n\n".join(parts)


def near(code: str) -> str:
    """Say which rules there are for somebody who named one that is not there."""
    codes = [rule.code for rule in RULES]
    found = get_close_matches(code, codes, n=3)
    return f"Did you mean {' or '.join(found)}?" if found else f"There are: {', '.join(codes)}."


def markdown(level: int = 2) -> str:
    """Return all rules as Markdown, family by family.

    :param level: the level of the headings of families; rules stand one below.
    """
    parts = []
    for beginning, title in _FAMILIES:
        parts.append(f"{'#' * level} {title}")
        parts += [_section(rule, level + 1) for rule in RULES if rule.code.startswith(beginning)]
    return "\n\n".join(parts) + "\n"


def _section(rule: Rule, level: int) -> str:
    parts = [f"{'#' * level} `{rule.code}`", f"*{_kind(rule).capitalize()}.* {rule.summary}"]
    for title, text in _examples(rule):
        parts += [f"{title}:", f"```{_language(rule)}\n{text}\n```"]
    return "\n\n".join(parts)


def _language(rule: Rule) -> str:
    """Return what the examples are highlighted as: not all of them are entries."""
    is_entry = not rule.code.startswith("termbase-") and rule.code != "catalog-conflict"
    return "po" if is_entry else "text"


def _kind(rule: Rule) -> str:
    kind = _SEVERITIES[rule.severity]
    return f"{kind}, never silenced" if rule.hostile else kind


def _examples(rule: Rule) -> list[tuple[str, str]]:
    pairs = (("Bad", rule.bad), ("Good", rule.good))
    return [(title, _without_header(rule, text)) for title, text in pairs if text]


def _without_header(rule: Rule, text: str) -> str:
    """Leave out the header of an example where both examples have the same."""
    header, found, rest = text.partition("\n\n")
    same = rule.good.startswith(header) and rule.bad.startswith(header)
    return (rest if found and same and header.startswith('msgid ""') else text).strip("\n")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
