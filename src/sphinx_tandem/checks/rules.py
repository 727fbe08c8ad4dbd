"""What a rule of ``tandem check`` is, what it finds, and what a site or a comment makes of it.

A rule is a file of its code in the folder ``examples``: the first line says how grave its findings
are and what is wrong; what both examples begin with follows, then the bad one and the good one.

These first lines are the one table of what readers are shown.  An *error* about the markup of a
translation keeps it from readers, who see the English; with *advice* it is shown.  *Advice,
repaired* is shown with the fault taken out, and *advice, quiet* only with ``--all``.  A site changes that with ``tandem_rules``, rule by
rule, but for what is *never silenced*; a comment in an entry changes it there.

``python -m sphinx_tandem.checks.rules`` renews the page of all rules, ``docs/checks.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from functools import cache
from pathlib import Path
from textwrap import indent

from ..catalogs.model import Entry
from ..text import one_line

_EXAMPLES = Path(__file__).parent / "examples"
# What concerns a whole file, or a comment itself, cannot be allowed for one entry.
_NEVER_SILENCED = ("catalog-", "termbase-", "silence-")


class Severity(Enum):
    """Whether a finding makes the check fail."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True)
class Rule:
    """One rule.

    :param code: the short name that is in its findings.
    :param kind: how grave its findings are, ``never silenced`` where they could harm readers,
        ``repaired`` where readers are shown the text without the fault, and ``quiet`` where they
        are wrong so often that only ``--all`` shows them.
    :param summary: what is wrong, in one line.
    :param head: what both examples begin with.
    :param bad: a file that breaks the rule; ``""`` where no file could show it.
    :param good: the same put right.
    """

    code: str
    kind: str
    summary: str
    head: str = ""
    bad: str = ""
    good: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it fails."""
        return Severity(self.kind.partition(",")[0])

    @property
    def quiet(self) -> bool:
        """Whether what it finds is shown only to who asks for everything."""
        return self.kind.endswith("quiet")

    @property
    def hostile(self) -> bool:
        """Whether what it finds could harm readers, so that nobody can silence it."""
        return self.kind.endswith("never silenced")


@cache
def _rules() -> dict[str, Rule]:
    return {path.stem: _declared(path) for path in sorted(_EXAMPLES.glob("*.*"))}


def _declared(path: Path) -> Rule:
    first, _, rest = path.read_text("utf-8").partition("\n")
    kind, _, summary = first.removeprefix("# ").partition(": ")
    head, _, examples = rest.partition("# bad\n")
    bad, _, good = examples.partition("# good\n")
    if not examples:
        return Rule(path.stem, kind, summary)
    return Rule(path.stem, kind, summary, head, f"{head}{bad.strip()}\n", head + good)


def rules_in(family: str = "") -> tuple[Rule, ...]:
    """Return the rules whose codes begin so, by their codes."""
    return tuple(rule for code, rule in _rules().items() if code.startswith(family))


def rule_of(code: str) -> Rule | None:
    """Return the rule with *code*, or ``None``: Sphinx has codes of its own."""
    return _rules().get(code)


def is_quiet(code: str) -> bool:
    """Say whether findings with this code are shown only to who asks for everything."""
    found = rule_of(code)
    return found is not None and found.quiet


def is_error(code: str, levels: Mapping[str, str] = {}) -> bool:
    """Say whether a finding with this code makes a check fail; an unknown one does.

    :param levels: what the site makes of single rules.
    """
    found = rule_of(code)
    if code in levels:
        return levels[code] == REFUSE
    return found is None or found.severity is Severity.ERROR


# -- What a site makes of single rules (``tandem_rules``) ----------------------------------------

SETTING = "tandem_rules"
#: Readers see the English, and the check fails.
REFUSE = "refuse"
#: Readers see the translation, and the check gives advice.
SHOW = "show"
#: No check looks for it.
OFF = "off"
_LEVELS = (REFUSE, SHOW, OFF)
# What is found in the markup of an entry, which a build reads too, in its language, and in pages.
_MARKUP, _LANGUAGE, _PAGE = "translation-", "text-", "page-"


def levels_of(value: object) -> tuple[dict[str, str], list[str]]:
    """Return what a site makes of single rules, and what is wrong with its setting, in sentences.

    >>> levels_of({"text-term": "off"}), levels_of(None)
    (({'text-term': 'off'}, []), ({}, []))
    """
    if not isinstance(value, Mapping):
        wrong = [] if value is None else [f"`{SETTING}` must be a dictionary: {_EXAMPLE}."]
        return {}, wrong
    levels: dict[str, str] = {}
    problems: list[str] = []
    for code, level in value.items():
        if problem := _level_problem(code, level):
            problems.append(f"`{SETTING}`: {problem}")
        else:
            levels[code] = level
    return levels, problems


_EXAMPLE = '{"translation-address": "refuse", "text-term": "off"}'


def _level_problem(code: object, level: object) -> str:
    if not isinstance(code, str) or rule_of(code) is None:
        near = get_close_matches(str(code), list(_rules()), n=1)
        return f"there is no rule {code!r}{f'; {near[0]} is probably meant' if near else ''}."
    if not code.startswith((_MARKUP, _LANGUAGE, _PAGE)):
        return f"{code} is about a whole file, so no site can change it."
    if level not in _LEVELS:
        return f"{code} is set to {level!r}, which is none of {', '.join(map(repr, _LEVELS))}."
    if not can_be_silenced(code):
        return f"{code} keeps harm from readers, so no site can change it."
    if level == REFUSE and not code.startswith(_MARKUP):
        return f"{code} is about language, so a build does not look for it; only 'off' changes it."
    return ""


def can_be_silenced(code: str) -> bool:
    """Say whether a comment in an entry can allow what the rule with this code finds."""
    found = rule_of(code)
    return found is not None and not found.hostile and not code.startswith(_NEVER_SILENCED)


_LONGEST = 90
# How much of that is before the first difference.
_BEFORE = 40


@dataclass(frozen=True)
class Problem:
    """What a rule finds in one entry; its place is that of the entry.

    :param what: what happened; a whole text, where there is nothing in *mend*.
    :param fixed: the whole translation put right, where there is one right answer.
    :param form: which plural form it is about; 0 where there is one only.
    :param mend: what to do.
    :param refused: whether readers see the English for it.
    """

    code: str
    what: str
    fixed: str | None = None
    form: int = 0
    mend: str = ""
    refused: bool = False

    @property
    def message(self) -> str:
        """What happened, what it means now and what to do."""
        instead = ", so readers see the English instead" * self.refused
        return f"{self.what}{instead}; {self.mend}." if self.mend else self.what


def fault(code: str, what: str, mend: str, fixed: str | None = None) -> Problem:
    """Return a problem, as grave as the table of rules has it.

    :param what: what happened, as a sentence without its full stop.
    :param mend: what to do.
    """
    refused = code.startswith(_MARKUP) and is_error(code)
    return Problem(code, what, fixed, mend=mend, refused=refused)


def with_levels(problems: Iterable[Problem], levels: Mapping[str, str]) -> list[Problem]:
    """Return problems as grave as a site has them, without those that it does not want."""
    return [
        replace(one, refused=levels[one.code] == REFUSE) if one.code in levels else one
        for one in problems
        if levels.get(one.code) != OFF
    ]


def shown(text: str, beside: str = "") -> str:
    """Return a part of a message, short enough for one line.

    :param beside: what it is compared with; the part is that around the first difference.
    """
    text, other = one_line(text), one_line(beside)
    if len(text) <= _LONGEST:
        return text
    start = min(max(0, first_difference(text, other) - _BEFORE), len(text) - _LONGEST)
    end = start + _LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def first_difference(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


# A comment of translators, one line for each rule, silences for one entry what it finds there:
# `# tandem: allow text-ellipsis: the button is written so`
_COMMENT = re.compile(
    r"\s*tandem\s*:\s*allow\b\s*(?P<code>[^\s:]*)\s*(?P<colon>:?)\s*(?P<reason>.*?)\s*",
    re.IGNORECASE,
)
_FORM = "# tandem: allow CODE: reason"


def silenced(entry: Entry) -> Mapping[str, str]:
    """Return the codes that the entry's comments silence, each with its reason.

    A comment without a reason silences nothing, nor does one about a rule that
    nobody can silence.
    """
    return {code: reason for code, reason in _allowed(entry) if reason and can_be_silenced(code)}


def unsilenced(entry: Entry, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems that no comment of the entry silences."""
    allowed = silenced(entry)
    return [problem for problem in problems if problem.code not in allowed]


def check_comments(entry: Entry, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Find comments that mean to silence a rule and do not.

    :param problems: all that was found in the entry, silenced or not.
    """
    found = {problem.code for problem in problems}
    for code, reason in _allowed(entry):
        if rule_of(code) is None:
            yield Problem("silence-unknown", f"{_unknown(code)} Write {_FORM!r}.")
        elif not can_be_silenced(code):
            what = f"The rule {code} cannot be silenced, so this comment has no effect"
            mend = "put right what the rule finds, and delete the comment"
            yield fault("silence-unknown", what, mend)
        elif not reason:
            what = f"The comment allows {code} without a reason, so it has no effect"
            mend = f"write why, for those who come after you: '# tandem: allow {code}: reason'"
            yield fault("silence-reason", what, mend)
        elif code not in found:
            what = f"The comment allows {code}, but that rule finds nothing here"
            yield fault("silence-unused", what, "delete the comment")


def _allowed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the code and the reason of each such comment, ``""`` where it has none."""
    for line in entry.comments:
        if match := _COMMENT.fullmatch(line):
            yield match["code"].lower(), match["reason"] if match["colon"] else ""


def _unknown(code: str) -> str:
    near = get_close_matches(code, list(_rules()), n=1)
    if not code:
        return "The comment names no rule, so it has no effect."
    meant = f"; {near[0]} is probably meant" if near else ""
    return f"The comment allows {code}, but there is no such rule, so it has no effect{meant}."


# -- The rules as people read them: one in the terminal, all on a page of the documentation --------

_FAMILIES = {
    "catalog-": "The catalog as a file",
    "translation-": "Markup in a translation",
    "text-": "Typography, terms and spelling",
    "termbase-": "The term base",
    "silence-": "Comments that silence a rule",
    "page-": "How a page is written",
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
    kind = "markdown" if rule.code.startswith(_PAGE) else "po" if is_entry else "text"
    for title, text in _examples(rule):
        parts += [f"{title}:", f"```{kind}\n{text}\n```"]
    return "\n\n".join(parts)


def _examples(rule: Rule) -> list[tuple[str, str]]:
    """Return the examples without what both begin with."""
    pairs = ("Bad", rule.bad), ("Good", rule.good)
    return [(title, text.removeprefix(rule.head).strip("\n")) for title, text in pairs if text]


if __name__ == "__main__":
    PAGE = Path("docs/checks.md")
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), encoding="utf-8")
