"""Compares the code, the formulas and the roles of a translation with those of its English.

People translate the words in code that they make up: ``new file``, ``f(list)``.
What a machine reads must stay to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from operator import eq
from typing import Generic, NamedTuple, TypeVar

from ...text import Syntax, masking, one_line
from ...text.compare import western_digits
from ...text.contents import Contents, Role, less
from ..context import Context
from ..rules import Problem, fault, shown
from . import hostile
from .addresses import same_address

T = TypeVar("T")

_WORDS_IN_FORMULA = re.compile(
    r"\\(?:text\w*|mathrm|mathit|mathsf|operatorname|mbox|label)\*?\s*\{[^{}]*\}"
)
# Each digit by itself: the marks within numbers differ between languages.
_COMMAND = re.compile(r"\\[A-Za-z]+|[^\W\d_]+|\d|[=<>+*/^_-]")
# `<your name>`, `{name}`: readers write something of their own there.
_EXAMPLE = re.compile(r"<[^<>]+>|\{[^{}]+\}")
_WORD = re.compile(r"[^\W\d]+")
_QUOTED = re.compile(r"(['\"])(?:(?!\1).)*\1")
# Beside one of these, or in capitals, a word is the name of a thing of the machine.
_MACHINE = re.compile(r"[/\\.$@~=-]\w|\w[/=]|://|[A-Z]{2,}_|_[A-Z]{2,}|\w\(\)|__")
# Names in code that stand for those of readers, and short words that do so between slashes and
# spaces alone: `user.name` and `path=` are names of the machine, and so is what follows `$` or `-`.
_PARTS = re.compile(r"[^\W_](?:[\w-]*\w)?|\W|_")
_MADE_UP = re.compile(
    r"(?:your|my|some|example|new|old)(?:[-_]?\w[\w-]*)?|(?:\w+[-_])?(?:example|file)"
)
_STANDS_FOR = frozenset(
    "dir directory email folder name path project repo repository to token user username".split()
)
_NAME = re.compile(r"[^\W\d_][\w-]*")
_KEPT = frozenset("$%-")
_BESIDE = frozenset(["", " ", "/", "'", '"', ":", "@"])
_COMMAND_LINE = re.compile(r"[a-z][a-z0-9_-]*(?:\s+[a-z0-9_.-]+)+")


class Unmatched(NamedTuple, Generic[T]):
    """How two collections of things differ, without the pairs that are the same thing.

    :param lost: what the translation lacks altogether, each once.
    :param added: what the English has nowhere, each once.
    :param repeated: what both have, in different numbers.
    """

    lost: list[T]
    added: list[T]
    repeated: list[T]


def unmatched(
    ours: Counter[T], theirs: Counter[T], same: Callable[[T, T], bool] = eq
) -> Unmatched[T]:
    """Compare what is in a translation with what is in its English."""
    lost, added = list(less(ours, theirs).elements()), list(less(theirs, ours).elements())
    for one in list(lost):
        match = next((other for other in added if same(one, other)), None)
        if match is not None:
            lost.remove(one)
            added.remove(match)
    fewer = [one for one in lost if one in theirs or any(same(one, other) for other in theirs)]
    more = [other for other in added if other in ours or any(same(one, other) for one in ours)]
    return Unmatched(
        list(dict.fromkeys(one for one in lost if one not in fewer)),
        list(dict.fromkeys(other for other in added if other not in more)),
        list(dict.fromkeys([*fewer, *more])),
    )


def repeated(things: Iterable[str]) -> Iterator[Problem]:
    """Yield advice on things that occur more or less often than in the English.

    :param things: each with its article: ``The link to a.md``.
    """
    for thing in things:
        what = f"{thing} occurs more or less often in the translation than in the English"
        yield fault("translation-repeated", what, "write it as often as the English does")


def compare_code(english: Contents, found: Contents) -> Iterator[Problem]:
    """Yield the code and the formulas that a translation loses or changes."""
    problems = list(_compare(english, found))
    # one piece of advice says enough about a passage
    first = next((one for one in problems if one.code == "translation-code-words"), None)
    yield from (one for one in problems if one is first or one.code == "translation-code")
    lost, added, several = unmatched(english.formulas, found.formulas, same_formula)
    yield from repeated(f"The formula {one_line(formula)}" for formula in several)
    for was, now in zip_longest(lost, added):
        if now is None:
            what = f"The formula {one_line(was)} is missing from the translation"
        elif was is None:
            what = f"The formula {shown(now)} is not in the English"
        else:
            what = f"The formula {one_line(was)} has become {shown(now, was)}"
        yield fault("translation-code", what, "write the formula as the English does")


def _compare(english: Contents, found: Contents) -> Iterator[Problem]:
    lost, added = _missing(english.code, found.code), _missing(found.code, english.code)
    for text in list(lost):
        match = next((other for other in added if _outline(text) == _outline(other)), None)
        if match is not None:
            lost.remove(text)
            added.remove(match)
            yield from _changed(text, match)
    # what has no partner may still be there, marked in another way
    theirs = _visible(found)
    gone = [text for text in lost if not _stands(text, theirs)]
    for text in lost:
        if text not in gone:
            what = f"The English writes {shown(text)} as code, and the translation does not"
            yield fault("translation-code-words", what, "write it as code too")
    for was, now in zip_longest(gone, added[: len(gone)]):
        if now is not None:
            yield from _changed(was, now)
        else:
            what = f"The code {one_line(was)} is missing from the translation"
            yield fault("translation-code", what, "put it where it belongs in the sentence")
    for text in added[len(gone) :]:
        # a thing of the machine, which the English may name without marking it
        name = _plain(text).strip()
        if (name.isalpha() and name.islower()) or not _stands(name, _visible(english)):
            what = f"The translation writes {shown(text)} as code, and the English does not"
            yield fault("translation-code-words", what, "mark what the English marks")


def _missing(some: Counter[str], others: Counter[str]) -> list[str]:
    """Return the code of one side that the other lacks, however often it is there."""
    known = set(map(_plain, others))
    return [text for text in less(some, others).elements() if _plain(text) not in known]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _outline(text: str) -> str:
    """Return code without its words and without what stands for something else."""
    return _WORD.sub("w", _QUOTED.sub("''", _EXAMPLE.sub("<>", _plain(text))))


def _changed(english: str, found: str) -> Iterator[Problem]:
    if may_be_translated(english, found) or _is_localised(english, found):
        what = f"The translation writes the code {shown(english, found)} as {shown(found, english)}"
        if _EXAMPLE.sub("<>", english) != _EXAMPLE.sub("<>", found):
            yield fault("translation-code-words", what, "keep the English if a machine reads it")
        return
    what = f"The code {shown(english, found)} has become {shown(found, english)}"
    yield fault("translation-code", what, f"write {one_line(english)} as the English does")


def may_be_translated(english: str, found: str) -> bool:
    """Say whether code is made of words that people make up, and may translate."""
    ours, theirs = (_EXAMPLE.sub("<>", _QUOTED.sub("''", _plain(t))) for t in (english, found))
    if ours == theirs:
        return True
    if english.count("`") != found.count("`") or found != found.strip():
        return False  # it begins or ends where it should not
    if _COMMAND_LINE.fullmatch(ours) and ours.split()[0] == theirs.split()[0]:
        return False  # `git pull`
    return not _MACHINE.search(re.sub(r"\([^()]*\)", "", ours))


def _is_localised(english: str, found: str) -> bool:
    """Say whether code differs only in names that readers are to replace: ``your-name``, ``FILE``.

    >>> _is_localised("cd path/to/my-folder", "cd ruta/a/mi-carpeta")
    True
    >>> _is_localised("cd $HOME", "cd $CASA")
    False
    """
    ours, theirs = _PARTS.findall(_plain(english)), _PARTS.findall(_plain(found))
    if len(ours) != len(theirs):
        return False
    beside = zip(["", *ours], [*ours[1:], ""], strict=False)
    return all(
        was == now or (_stands_for(was, *signs) and _NAME.fullmatch(now))
        for was, now, signs in zip(ours, theirs, beside, strict=False)
    )


def _stands_for(word: str, before: str, after: str) -> bool:
    """Say whether a word of code, between two signs, is one that readers are to replace."""
    name = word.lower()
    if before in _KEPT or after in ("=", "("):
        return False
    return bool(_MADE_UP.fullmatch(name)) or (name in _STANDS_FOR and {before, after} <= _BESIDE)


def _stands(text: str, visible: str) -> bool:
    """Say whether code is in a text, not only as a part of a word."""
    name = re.escape(_plain(text).strip().casefold())
    return bool(re.search(rf"(?<!\w){name}(?!\w)", visible))


def _visible(held: Contents) -> str:
    contents = (role.content for role in held.roles)
    return _plain(" ".join([held.text, *held.code, *contents])).casefold()


def check_formula_block(message: str, text: str, is_formula: bool) -> Iterator[Problem]:
    """Yield what is wrong with a block of code or a displayed formula; code may be translated."""
    yield from hostile.characters(message, text)
    if masking.macros(text) - masking.macros(message):
        yield hostile.formula_problem(text)
    elif is_formula and not same_formula(message, text):
        what = "The formula differs from that of the English in more than its words"
        yield fault("translation-code", what, "write it as the English does")


def same_formula(english: str, translated: str) -> bool:
    """Say whether two formulas differ in their words and decimal marks alone."""

    def symbols(formula: str) -> list[str]:
        found = _COMMAND.findall(western_digits(_WORDS_IN_FORMULA.sub("", formula)))
        # `x_{max}`: three letters and more are a word, not a product
        return ["word" if len(part) > 2 and part.isalpha() else part for part in found]

    return symbols(english) == symbols(translated)


# Roles with the names of keys and the like, which have other names on other keyboards.
_WORDS = frozenset({"kbd", "index"})
_LEADS = frozenset(["ref", "doc", "numref", "download", "any", "cite", "external", "eq"])
_OBJECTS = frozenset(
    "attr class const data envvar exc func keyword meth mod obj term option token".split()
)
# Words of a language, and nothing that names a thing: no number, no address, no target.
_PROSE = re.compile(r"[^\W\d_]+(?:[ '’,;-]+[^\W\d_]+)*")
_WITHOUT_CASE = frozenset({"term", "ref", "numref"})


def compare_roles(
    english: Contents, found: Contents, context: Context, syntax: Syntax
) -> Iterator[Problem]:
    """Yield the roles that a translation loses, adds, or leads elsewhere."""
    sides = unmatched(english.roles, found.roles, lambda a, b: _same(a, b, context))
    # text in single backticks, in reStructuredText, is emphasis of a kind
    lost, added, several = ([role for role in side if role.name] for side in sides)
    yield from repeated(f"The role {_written(role, syntax)}" for role in several if _leads(role))
    for gone, new in zip_longest(lost, added):
        if gone is None:
            yield _added(new, english, syntax)
        elif new is None and _is_in_words(gone, found):
            what = f"The English marks words with the role {_written(gone, syntax)}"
            mend = "mark them in the translation too"
            yield fault("translation-code-words", what, mend)
        elif new is not None and _may_be_words(gone, new, context):
            yield _other_words(gone, new, syntax)
        else:
            yield _lost(gone, new, syntax)


def _leads(role: Role) -> bool:
    """Say whether a role leads somewhere; of words, one more or less is lost or brought."""
    return not _is_text(role.name) and masking.local_name(role.name) not in _WORDS


def _is_in_words(role: Role, found: Contents) -> bool:
    """Say whether a role that a translation lacks takes nothing from readers but its look."""
    if masking.is_words(role.name) or masking.local_name(role.name) in _WORDS:
        return True
    return masking.is_code(role.name) and _stands(role.content, _visible(found))


def _may_be_words(english: Role, found: Role, context: Context) -> bool:
    """Say whether a role that only the site knows contains words, as far as a text can tell."""
    local = masking.local_name(english.name)
    is_known = ":" in english.name or local in _LEADS | _OBJECTS | context.site.links
    words = _PROSE.fullmatch(english.content) and _PROSE.fullmatch(found.content)
    return english.name == found.name and not is_known and bool(words) and _leads(english)


def _other_words(english: Role, found: Role, syntax: Syntax) -> Problem:
    was, now = _written(english, syntax), _written(found, syntax)
    what = f"The words of the role {was} have become {now}"
    return fault("translation-code-words", what, "keep the English if the role leads somewhere")


def _added(role: Role, english: Contents, syntax: Syntax) -> Problem:
    what = f"The role {_written(role, syntax)} is not in the English"
    local = masking.local_name(role.name)
    # a role that surely leads somewhere; perhaps the English names the same without a role
    leads = ":" in role.name or local in _LEADS | _OBJECTS
    name = _target(role).rpartition(".")[2]
    is_named = leads and local not in _LEADS and _stands(name, _visible(english))
    if is_named or _is_text(role.name):
        return fault("translation-code-words", what, "mark what the English marks")
    code = "translation-reference" if leads else "translation-role"
    return fault(code, what, "take it out, or write it as the English does")


def _lost(role: Role, added: Role | None, syntax: Syntax) -> Problem:
    """Return the problem of a role that is missing, or has become another."""
    leads = not _is_text(role.name)
    if added is None:
        what = f"The role {_written(role, syntax)} is missing from the translation"
        mend = "put it where it belongs in the sentence"
    elif role.name == added.name and leads:
        was, now = role.target, added.target
        what = f"The {role.name} of {shown(was, now)} leads to {shown(now, was)} now"
        mend = f"write its target as the English does: {role.name} with …<{was}>"
    else:
        what = f"The role {_written(role, syntax)} has become {_written(added, syntax)}"
        words = role.content, added.content
        if role.name == added.name and (may_be_translated(*words) or _is_localised(*words)):
            return fault("translation-code-words", what, "keep the English if a machine reads it")
        mend = "write its name and its content as the English does"
    return fault("translation-reference" if leads else "translation-role", what, mend)


def _is_text(name: str) -> bool:
    return masking.is_words(name) or masking.is_code(name)


def _written(role: Role, syntax: Syntax) -> str:
    name = f":{role.name}:" if syntax is Syntax.RST else f"{{{role.name}}}"
    return f"{name}`{one_line(role.content)}`"


def _same(english: Role, translated: Role, context: Context) -> bool:
    """Say whether two roles are the same but for words that a translator may write."""
    local = _plain_name(english.name)
    if local != _plain_name(translated.name):
        return False
    if masking.is_words(english.name) or local in _WORDS | context.word_roles:
        return True
    if masking.is_code(english.name):
        return _EXAMPLE.sub("<>", english.content) == _EXAMPLE.sub("<>", translated.content)
    ours, theirs = _target(english), _target(translated)
    same = same_address(ours, theirs, context.language)
    if local in _WITHOUT_CASE:
        same = ours.casefold() == theirs.casefold()
    return same or (local == "term" and context.site.calls(ours, theirs, context.language))


def _plain_name(name: str) -> str:
    local = masking.local_name(name)
    same = {"abbreviation": "abbr", "subscript": "sub", "superscript": "sup"}
    return same.get(local, local)


def _target(role: Role) -> str:
    # a space before or after it is a part of it, for Sphinx
    return re.sub(r"\s+", " ", role.target.lstrip("~!")).removesuffix("()")
