"""The rules about comments that silence another rule for one entry."""

from __future__ import annotations

from .rule import Rule, Severity

_HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
_ENTRY = 'msgid "Wait…"\nmsgstr "Espera...."\n'
_GOOD = f"{_HEADER}\n# tandem: allow text-ellipsis: the button is written so\n{_ENTRY}"

RULES = (
    Rule(
        "silence-reason",
        "A comment allows what a rule finds, but gives no reason, so it has no effect.",
        Severity.ERROR,
        bad=f'{_HEADER}\n# tandem: allow text-ellipsis\nmsgid "Wait…"\nmsgstr "Espera…"\n',
        good=_GOOD,
    ),
    Rule(
        "silence-unknown",
        "A comment allows a rule that does not exist, or one that nobody can silence.",
        Severity.ERROR,
        bad=f"{_HEADER}\n# tandem: allow text-elipsis: the button is written so\n"
        'msgid "Wait…"\nmsgstr "Espera…"\n',
        good=_GOOD,
    ),
    Rule(
        "silence-unused",
        "A comment allows what is no longer there, so it can go.",
        Severity.ADVICE,
        bad=f"{_HEADER}\n# tandem: allow text-ellipsis: the button is written so\n"
        'msgid "Wait…"\nmsgstr "Espera…"\n',
        good=_GOOD,
    ),
)
