"""Compares the roles of a translation with those of its English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..markup import Syntax, roles
from ..markup.held import Held, Role, less
from .context import Context
from .markup_rules_addresses import same_address
from .markup_rules_code import MARKED, may_be_translated
from .markup_rules_told import advice, error, shown, whole
from .rule import Problem

# Roles with the names of keys and the like, which have other names on other keyboards.
_WORDS = frozenset({"kbd", "index"})
_LEADS = frozenset({"ref", "doc", "numref", "download", "any", "cite", "external", "eq"})
_OBJECTS = frozenset(
    ["attr", "class", "const", "data", "envvar", "exc", "func", "keyword", "meth", "mod", "obj"]
)
_WITHOUT_CASE = frozenset({"term", "ref", "numref"})


def compare_roles(
    english: Held, found: Held, context: Context, syntax: Syntax
) -> Iterator[Problem]:
    """Yield the roles that a translation loses, adds, or leads elsewhere."""
    lost = list(less(english.roles, found.roles).elements())
    added = list(less(found.roles, english.roles).elements())
    for role in list(lost):
        match = next((other for other in added if _same(role, other, context)), None)
        if match is not None:
            lost.remove(role)
            added.remove(match)
    # text in single backticks, in reStructuredText, is emphasis of a kind
    lost, added = ([role for role in found if role.name] for found in (lost, added))
    for place in range(max(len(lost), len(added))):
        gone = lost[place] if place < len(lost) else None
        new = added[place] if place < len(added) else None
        if gone is None and new is not None and _is_named(new, english):
            what = f"The role {_written(new, syntax)} is not in the English"
            yield advice(MARKED, what, "mark what the English marks")
        else:
            yield _problem(gone, new, syntax)


def _is_named(role: Role, english: Held) -> bool:
    """Say whether the English names a function or a term, without a role."""
    if not _is_text(role.name) and not _leads(role.name):
        return False
    name = _target(role).rpartition(".")[2]
    known = " ".join([english.text, *english.code, *(other.content for other in english.roles)])
    is_there = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", known, re.IGNORECASE)
    return roles.local_name(role.name) not in _LEADS and bool(is_there)


def _problem(lost: Role | None, added: Role | None, syntax: Syntax) -> Problem:
    role = lost or added
    assert role is not None  # noqa: S101  # for the type checker
    leads = _leads(role.name) if lost is None else not _is_text(role.name)
    code = "translation-reference" if leads else "translation-role"
    if lost is None:
        what = f"The role {_written(role, syntax)} is not in the English"
        if _is_text(role.name):
            return advice(MARKED, what, "mark what the English marks")
        return error(code, what, "take it out, or write it as the English does")
    if added is None:
        what = f"The role {_written(lost, syntax)} is missing from the translation"
        mend = "put it where it belongs in the sentence"
    elif lost.name == added.name and leads:
        was, now = lost.target, added.target
        what = f"The {lost.name} of {shown(was, now)} leads to {shown(now, was)} now"
        mend = f"write its target as the English does: {lost.name} with …<{was}>"
    else:
        what = f"The role {_written(lost, syntax)} has become {_written(added, syntax)}"
        if lost.name == added.name and may_be_translated(lost.content, added.content):
            return advice(MARKED, what, "keep the English if a machine reads it")
        mend = "write its name and what stands in it as the English does"
    return error(code, what, mend)


def _is_text(name: str) -> bool:
    return roles.is_words(name) or roles.is_code(name)


def _leads(name: str) -> bool:
    """Say whether a role that the English does not tell of surely leads somewhere."""
    return ":" in name or roles.local_name(name) in _LEADS | _OBJECTS | {"term", "option", "token"}


def _written(role: Role, syntax: Syntax) -> str:
    name = f":{role.name}:" if syntax is Syntax.RST else f"{{{role.name}}}"
    return f"{name}`{whole(role.content)}`"


def _same(english: Role, translated: Role, context: Context) -> bool:
    """Say whether two roles are the same but for words that a translator may write."""
    local = _plain_name(english.name)
    if local != _plain_name(translated.name):
        return False
    if roles.is_words(english.name) or local in _WORDS:
        return True
    if roles.is_code(english.name):
        return _without_examples(english) == _without_examples(translated)
    ours, theirs = _target(english), _target(translated)
    same = same_address(ours, theirs, context.language)
    if local in _WITHOUT_CASE:
        same = ours.casefold() == theirs.casefold()
    return same or (local == "term" and context.names.has(ours, theirs))


def _plain_name(name: str) -> str:
    local = roles.local_name(name)
    same = {"abbreviation": "abbr", "subscript": "sub", "superscript": "sup"}
    return same.get(local, local)


def _target(role: Role) -> str:
    # a space before or after it is a part of it, for Sphinx
    return re.sub(r"\s+", " ", role.target.lstrip("~!")).removesuffix("()")


def _without_examples(role: Role) -> str:
    """Return code without the parts that people translate, ``{name}`` or ``<name>``."""
    return re.sub(r"<[^<>]*>|\{[^{}]*\}", "<>", role.content)
