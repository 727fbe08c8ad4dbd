"""A comment in an entry allows what a rule finds there, with a reason, and nothing else."""

from __future__ import annotations

from pathlib import Path

from harness.sites import CATALOG_HEAD, MakeSite
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.checks.inspection import Inspection
from sphinx_tandem.checks.rules import Problem, check_comments, rules_in, silenced, unsilenced
from sphinx_tandem.site.settings import load

ELLIPSIS = Problem("text-ellipsis", "")


def entry(*comments: str) -> Entry:
    return Entry("Wait…", "Espera....", comments=comments)


def reported(*comments: str, problems: tuple[Problem, ...] = (ELLIPSIS,)) -> list[str]:
    return [problem.code for problem in check_comments(entry(*comments), problems)]


def test_a_rule_is_silenced_with_a_reason() -> None:
    for comment in (
        "tandem: allow text-ellipsis: the button is written so",
        "Tandem:  Allow  text-ellipsis :the button is written so",
    ):
        assert silenced(entry("hello", comment)) == {"text-ellipsis": "the button is written so"}
        assert not unsilenced(entry(comment), [ELLIPSIS])
        assert not reported(comment)


def test_other_comments_silence_nothing_and_are_no_findings() -> None:
    for comment in ("tandem: nothing to translate", "allow text-ellipsis: x", "tandem allows"):
        assert not silenced(entry(comment))
        assert not reported(comment)


def test_a_comment_without_effect_is_a_finding() -> None:
    assert reported("tandem: allow text-ellipsis") == ["silence-reason"]
    assert reported("tandem: allow text-ellipsis:") == ["silence-reason"]
    assert reported("tandem: allow text-elipsis: x") == ["silence-unknown"]
    assert reported("tandem: allow") == ["silence-unknown"]
    assert reported("tandem: allow catalog-syntax: x") == ["silence-unknown"]
    assert reported("tandem: allow text-spaces: x") == ["silence-unused"]
    assert unsilenced(entry("tandem: allow text-ellipsis"), [ELLIPSIS]) == [ELLIPSIS]


def test_the_message_says_which_rule_is_meant() -> None:
    def message(comment: str) -> str:
        (problem,) = check_comments(entry(comment), (ELLIPSIS,))
        return problem.message

    form = " Write '# tandem: allow CODE: reason'."
    lost = "so it has no effect"
    assert message("tandem: allow text-elipsis: x") == (
        f"The comment allows text-elipsis, but there is no such rule, {lost}; "
        f"text-ellipsis is probably meant.{form}"
    )
    assert message("tandem: allow zzz: x") == (
        f"The comment allows zzz, but there is no such rule, {lost}.{form}"
    )
    assert message("tandem: allow") == f"The comment names no rule, {lost}.{form}"


def test_what_could_harm_readers_is_never_silenced() -> None:
    hostile = [rule.code for rule in rules_in() if rule.hostile]
    assert hostile
    for code in hostile:
        comment = f"tandem: allow {code}: I know what I do"
        problem = Problem(code, "")
        assert not silenced(entry(comment))
        assert unsilenced(entry(comment), [problem]) == [problem]
        assert reported(comment, problems=(problem,)) == ["silence-unknown"]


def test_silence_holds_for_one_entry_and_not_for_stale_ones(make_site: MakeSite) -> None:
    site = make_site()
    comment = "# tandem: allow text-ellipsis: the button is written so\n"
    site.write(
        "locales/es/LC_MESSAGES/about.po",
        CATALOG_HEAD.format("es")
        + f'\n{comment}msgid "Wait…"\nmsgstr "Espera...."\n'
        + '\nmsgid "Go on…"\nmsgstr "Sigue...."\n'
        + f'\n{comment}#, fuzzy\nmsgid "Stop…"\nmsgstr "Para…"\n',
    )
    found = Inspection(load(site.folder), [Path("locales")]).findings()
    assert [(one.line, one.code) for one in found] == [(10, "text-ellipsis")]
