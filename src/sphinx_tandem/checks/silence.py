"""Comments that silence, for one entry and with a reason, what a rule finds there.

They are translators' own comments, one line for each rule::

    # tandem: allow text-ellipsis: the button is written so
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from ..catalogs.model import Entry
from .rules import ERROR, Problem, advice, can_be_silenced, rule, rule_of, rules_in

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


@rule(
    "silence-reason",
    "A comment allows what a rule finds, but gives no reason, so it has no effect.",
    ERROR,
)
@rule(
    "silence-unknown",
    "A comment allows a rule that does not exist, or one that nobody can silence.",
    ERROR,
)
@rule("silence-unused", "A comment allows what is no longer there, so it can go.")
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
            yield advice("silence-unknown", what, mend)
        elif not reason:
            what = f"The comment allows {code} without a reason, so it has no effect"
            mend = f"write why, for those who come after you: '# tandem: allow {code}: reason'"
            yield advice("silence-reason", what, mend)
        elif code not in found:
            what = f"The comment allows {code}, but that rule finds nothing here"
            yield advice("silence-unused", what, "delete the comment")


def _allowed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the code and the reason of each such comment, ``""`` where it has none."""
    for line in entry.comments:
        if match := _COMMENT.fullmatch(line):
            yield match["code"].lower(), match["reason"] if match["colon"] else ""


def _unknown(code: str) -> str:
    near = get_close_matches(code, [known.code for known in rules_in()], n=1)
    if not code:
        return "The comment names no rule, so it has no effect."
    meant = f"; {near[0]} is probably meant" if near else ""
    return f"The comment allows {code}, but there is no such rule, so it has no effect{meant}."
