"""Every rule is explained, in the terminal and on the page of the rules."""

from __future__ import annotations

from sphinx_tandem.checks.reference import explained, markdown
from sphinx_tandem.checks.rules import rules_in


def test_every_rule_has_a_summary_and_examples() -> None:
    without = {"catalog-orphan", "catalog-outdated", "catalog-not-readable"}
    for rule in rules_in():
        assert rule.summary.endswith("."), rule.code
        assert (rule.code in without) == (not rule.bad and not rule.good), rule.code
        assert rule.summary in (explained(rule.code) or "")


def test_the_page_of_the_rules_holds_each_of_them_once() -> None:
    text = markdown()
    for rule in rules_in():
        assert text.count(f"### `{rule.code}`\n") == 1
