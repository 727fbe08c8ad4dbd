"""All rules of ``tandem check``, gathered from the families that declare them."""

from __future__ import annotations

from . import catalog_rules, markup_rules, silence_rules, termbase_rules, text_rules
from .rule import Rule, Severity

#: Every rule, family by family; each stands beside what finds its fault.
RULES: tuple[Rule, ...] = (
    *catalog_rules.RULES,
    *markup_rules.RULES,
    *text_rules.RULES,
    *termbase_rules.RULES,
    *silence_rules.RULES,
)

_BY_CODE = {rule.code: rule for rule in RULES}
# What concerns a whole file, or a comment itself, cannot be allowed for one entry.
_NEVER_SILENCED = ("catalog-", "termbase-", "silence-")


def rule_of(code: str) -> Rule | None:
    """Return the rule with *code*, or ``None``: Sphinx has codes of its own."""
    return _BY_CODE.get(code)


def is_error(code: str) -> bool:
    """Say whether a finding with this code makes a check fail; an unknown one does."""
    rule = _BY_CODE.get(code)
    return rule is None or rule.severity is Severity.ERROR


def can_be_silenced(code: str) -> bool:
    """Say whether a comment in an entry can allow what the rule with this code finds."""
    rule = _BY_CODE.get(code)
    return rule is not None and not rule.hostile and not code.startswith(_NEVER_SILENCED)


def is_hostile(code: str) -> bool:
    """Say whether what a rule finds could harm readers."""
    rule = _BY_CODE.get(code)
    return rule is not None and rule.hostile
