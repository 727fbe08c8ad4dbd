"""Every rule is explained, in the terminal and on the page of the rules."""

from __future__ import annotations

import re

from harness.real import REPOSITORY
from sphinx_tandem.checks.rules import (
    Severity,
    explained,
    first_difference,
    is_error,
    markdown,
    near,
    renewed,
    rules_in,
    shown,
)


def test_every_rule_has_a_summary_and_examples() -> None:
    without = {"catalog-orphan", "catalog-outdated", "catalog-not-readable", "translation-length"}
    without |= {
        "text-address",
        "text-inclusive",
        "text-consistency",
    }  # which need a term base, or a second entry
    for rule in rules_in():
        assert rule.summary.endswith("."), rule.code
        assert (rule.code in without) == (not rule.bad and not rule.good), rule.code
        assert rule.summary in (explained(rule.code) or "")


def test_the_page_of_the_rules_holds_each_of_them_once() -> None:
    text = markdown()
    for rule in rules_in():
        assert text.count(f"### `{rule.code}`\n") == 1


def test_the_page_is_renewed_from_the_rules_in_its_own_order() -> None:
    page = (REPOSITORY / "docs" / "checks.md").read_text("utf-8")
    assert renewed(page) == page
    section = re.compile("### `text-date`\n.*?(?=### )", re.DOTALL)
    lacking = section.sub("", page)
    new = renewed(lacking)
    assert lacking != page and "### `text-date`" not in lacking
    assert (
        new.index("### `text-spelling`") < new.index("### `text-date`") < new.index("## The term")
    )
    assert renewed("## Nothing\n") == "## Nothing\n" + markdown()


def test_examples_are_highlighted_as_what_they_are() -> None:
    text = markdown()
    kinds = dict(re.findall(r"### `(.+)`\n(?:(?!###).*\n)*?```(.+)\n", text))
    others = {code for code, kind in kinds.items() if kind == "text"}
    assert others == {"catalog-conflict", "termbase-file", "termbase-entry"}
    pages = {code for code, kind in kinds.items() if kind == "markdown"}
    assert pages == {rule.code for rule in rules_in("page-")}


def test_a_rule_that_is_not_there_leads_to_those_that_are() -> None:
    assert near("text-elipsis") == "Did you mean text-ellipsis or text-link or text-address?"
    assert near("zzz").startswith("There are: catalog-") and "text-date" in near("zzz")
    assert explained("zzz") is None
    assert (explained("catalog-orphan") or "").endswith("do not see its texts.")
    assert "text-date (advice)" in (explained("text-date") or "")


def test_rules_say_what_they_are() -> None:
    rules = {rule.code: rule for rule in rules_in()}
    assert {code for code, rule in rules.items() if rule.hostile} == {
        "translation-hostile",
        "translation-length",
    }
    date = rules["text-date"]
    assert date.bad.startswith('msgid ""\nmsgstr ""\n') and date.bad.count("6 de Agosto") == 1
    assert date.good == date.bad.replace("Agosto", "agosto")
    assert rules["catalog-orphan"].bad == rules["catalog-orphan"].good == ""
    assert date in rules_in("text-") and date not in rules_in("translation-")
    assert (date.kind, date.severity) == ("advice", Severity.ADVICE)


def test_a_finding_fails_by_its_rule_or_because_nobody_knows_it() -> None:
    assert is_error("catalog-syntax") and is_error("anything-else")
    assert not is_error("text-date")


def test_a_long_text_is_shown_around_its_first_difference() -> None:
    assert shown("a" * 90) == "a" * 90
    assert shown("a" * 91) == "a" * 90 + "…"
    assert shown("a\n  b") == "a b"
    text = "".join(map(str, range(100)))
    assert shown(text, text[:100] + "x") == f"…{text[60:150]}…"
    assert shown(text, text + "x") == f"…{text[-90:]}"
    assert shown(text, f"x{text}") == f"{text[:90]}…"
    assert (first_difference("abc", "abd"), first_difference("ab", "abc")) == (2, 2)
