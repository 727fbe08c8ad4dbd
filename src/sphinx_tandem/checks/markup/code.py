"""Compares the code and the formulas of a translation with those of its English.

People translate the words in code that they make up: ``new file``, ``f(list)``.
What a machine reads must stay to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ...text import Syntax, masking, one_line
from ...text.contents import Contents, Role, less
from ..context import Context
from ..rules import Problem, advice, error, shown
from . import hostile

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
_COMMAND_LINE = re.compile(r"[a-z][a-z0-9_-]*(?:\s+[a-z0-9_.-]+)+")


def unmatched(
    ours: Counter[T], theirs: Counter[T], same: Callable[[T, T], bool]
) -> tuple[list[T], list[T]]:
    """Return what is lost and what is added, without the pairs that are the same thing."""
    lost, added = list(less(ours, theirs).elements()), list(less(theirs, ours).elements())
    for one in list(lost):
        match = next((other for other in added if same(one, other)), None)
        if match is not None:
            lost.remove(one)
            added.remove(match)
    return lost, added


def compare_code(english: Contents, found: Contents) -> Iterator[Problem]:
    """Yield the code and the formulas that a translation loses or changes."""
    problems = list(_compare(english, found))
    # one piece of advice says enough about a passage
    first = next((one for one in problems if one.code == "translation-code-words"), None)
    yield from (one for one in problems if one is first or one.code == "translation-code")
    for was, now in zip_longest(*unmatched(english.formulas, found.formulas, same_formula)):
        if now is None:
            what = f"The formula {one_line(was)} is missing from the translation"
        elif was is None:
            what = f"The formula {shown(now)} is not in the English"
        else:
            what = f"The formula {one_line(was)} has become {shown(now, was)}"
        yield error("translation-code", what, "write the formula as the English does")


def _compare(english: Contents, found: Contents) -> Iterator[Problem]:
    lost, added = _missing(english.code, found.code), _missing(found.code, english.code)
    for text in list(lost):
        match = next((other for other in added if _outline(text) == _outline(other)), None)
        if match is not None:
            lost.remove(text)
            added.remove(match)
            yield from _changed(text, match)
    # what has no partner may still stand there, marked in another way
    theirs = _visible(found)
    gone = [text for text in lost if not _stands(text, theirs)]
    for text in lost:
        if text not in gone:
            what = f"The English writes {shown(text)} as code, and the translation does not"
            yield advice("translation-code-words", what, "write it as code too")
    for was, now in zip_longest(gone, added[: len(gone)]):
        if now is not None:
            yield from _changed(was, now)
        else:
            what = f"The code {one_line(was)} is missing from the translation"
            yield error("translation-code", what, "put it where it belongs in the sentence")
    for text in added[len(gone) :]:
        # a thing of the machine, which the English may name without marking it
        name = _plain(text).strip()
        if (name.isalpha() and name.islower()) or not _stands(name, _visible(english)):
            what = f"The translation writes {shown(text)} as code, and the English does not"
            yield advice("translation-code-words", what, "mark what the English marks")


def _missing(some: Counter[str], others: Counter[str]) -> list[str]:
    """Return the code of one side that the other lacks, however often it stands there."""
    known = set(map(_plain, others))
    return [text for text in less(some, others).elements() if _plain(text) not in known]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _outline(text: str) -> str:
    """Return code without its words and without what stands for something else."""
    return _WORD.sub("w", _QUOTED.sub("''", _EXAMPLE.sub("<>", _plain(text))))


def _changed(english: str, found: str) -> Iterator[Problem]:
    if may_be_translated(english, found):
        what = f"The translation writes the code {shown(english, found)} as {shown(found, english)}"
        if _EXAMPLE.sub("<>", english) != _EXAMPLE.sub("<>", found):
            yield advice("translation-code-words", what, "keep the English if a machine reads it")
        return
    what = f"The code {shown(english, found)} has become {shown(found, english)}"
    yield error("translation-code", what, f"write {one_line(english)} as the English does")


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


def _stands(text: str, visible: str) -> bool:
    """Say whether code stands in a text, not only as a part of a word."""
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
        yield error("translation-code", what, "write it as the English does")


def same_formula(english: str, translated: str) -> bool:
    """Say whether two formulas differ in their words and decimal marks alone."""

    def symbols(formula: str) -> list[str]:
        found = _COMMAND.findall(_WORDS_IN_FORMULA.sub("", formula))
        # `x_{max}`: three letters and more are a word, not a product
        return ["word" if len(part) > 2 and part.isalpha() else part for part in found]

    return symbols(english) == symbols(translated)


_CODE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?"
_PARAMETERS = frozenset({"hl", "lang", "language", "locale", "l"})
# `deed.en`, `deed.es`
_ENDING = re.compile(rf"^(?P<name>[\w-]+)\.(?P<code>{_CODE})$")
# Hosts that stand for those of readers; translators translate them.
_EXAMPLE_ADDRESS = re.compile(
    r"\b(?:example|ejemplo|exemple|exemplo|esempio|beispiel|voorbeeld|mydomain|midominio)\b",
    re.IGNORECASE,
)
# Codes that a path may hold in the place of a language, and other short words are not.
_ENGLISH = frozenset({"en", "en-us", "en-gb", "en_us", "en_gb"})


def same_address(english: str, translated: str, language: str) -> bool:
    """Say whether an address differs from the English one in its language alone.

    >>> same_address("https://docs.a.com/en/x", "https://docs.a.com/es/x", "es")
    True
    >>> same_address("https://docs.a.com/en/x", "https://docs.a.com/es/y", "es")
    False
    >>> same_address("https://en.wikipedia.org/wiki/Tree", "https://es.wikipedia.org/wiki/Árbol", "es")
    True
    """
    if english == translated or _is_example(english, translated):
        return True
    try:
        ours, theirs = urlsplit(english), urlsplit(translated)
    except ValueError:
        return False
    if not ours.netloc or not theirs.netloc:
        return _local(english, _ENGLISH) == _local(translated, _codes(language))
    return _same_site(ours, theirs, language)


def _same_site(ours: SplitResult, theirs: SplitResult, language: str) -> bool:
    if theirs.scheme != ours.scheme and (ours.scheme, theirs.scheme) != ("http", "https"):
        return False
    codes = _codes(language)
    if ours.netloc.lower() != theirs.netloc.lower():
        return _is_sister(ours.netloc.lower(), theirs.netloc.lower(), codes)
    same = _path(ours, _ENGLISH) == _path(theirs, codes) and _query(ours) == _query(theirs)
    # the ids of headings are words of a page too
    moved = (ours.path, ours.query) != (theirs.path, theirs.query)
    return same and (ours.fragment == theirs.fragment or moved)


def _is_example(english: str, translated: str) -> bool:
    """Say whether an address that nobody can have was given a name in the other language."""
    if not _EXAMPLE_ADDRESS.search(english) or not _EXAMPLE_ADDRESS.search(translated):
        return False
    if english.startswith("mailto:") != translated.startswith("mailto:"):
        return False
    if english.startswith("mailto:"):
        ours, theirs = (address.rpartition("@")[2] for address in (english, translated))
        return ours == theirs or not re.search(r"\bexample\b", theirs)
    return not re.search(r"\bexample\b", translated)


def _codes(language: str) -> frozenset[str]:
    tag = language.replace("_", "-").lower()
    short = tag.split("-", maxsplit=1)[0]
    return _ENGLISH | {tag, short, tag.replace("-", "_")}


def _is_language(part: str, codes: frozenset[str]) -> bool:
    # `es-419`, `es-mx` and the like are the language too
    variant = re.fullmatch(r"([a-z]{2})[a-z]?[-_][a-z0-9]{2,4}", part.lower())
    return part.lower() in codes or (variant is not None and variant[1] in codes)


def _is_sister(ours: str, theirs: str, codes: frozenset[str]) -> bool:
    """Say whether a host is that of the same site in the other language.

    Its pages have names of their own then, as in an encyclopedia.
    """
    first, _, rest = theirs.partition(".")
    before, _, domain = ours.partition(".")
    if not _is_language(first, codes):
        return False
    return rest == (domain if _is_language(before, _ENGLISH) or before == "www" else ours)


def _path(address: SplitResult, codes: frozenset[str]) -> list[str]:
    parts = []
    for part in unquote(address.path).split("/"):
        ending = _ENDING.match(part)
        name = ending["name"] if ending and _is_language(ending["code"], codes) else part
        # a licence has the same address with and without the word `deed`
        if name and name != "deed" and not _is_language(name, codes):
            parts.append(name)
    return parts


def _query(address: SplitResult) -> list[tuple[str, str]]:
    found = parse_qsl(address.query, keep_blank_values=True)
    return [pair for pair in found if pair[0].lower() not in _PARAMETERS]


def _local(target: str, codes: frozenset[str]) -> list[str]:
    """Return the parts of a path within the site; one may be a language."""
    parts = unquote(target).rstrip("/").removeprefix("./").split("/")
    return [part for part in parts[:-1] if not _is_language(part, codes)] + parts[-1:]


# Roles with the names of keys and the like, which have other names on other keyboards.
_WORDS = frozenset({"kbd", "index"})
_LEADS = frozenset(["ref", "doc", "numref", "download", "any", "cite", "external", "eq"])
_OBJECTS = frozenset(
    "attr class const data envvar exc func keyword meth mod obj term option token".split()
)
_WITHOUT_CASE = frozenset({"term", "ref", "numref"})


def compare_roles(
    english: Contents, found: Contents, context: Context, syntax: Syntax
) -> Iterator[Problem]:
    """Yield the roles that a translation loses, adds, or leads elsewhere."""
    sides = unmatched(english.roles, found.roles, lambda a, b: _same(a, b, context))
    # text in single backticks, in reStructuredText, is emphasis of a kind
    for gone, new in zip_longest(*([role for role in side if role.name] for side in sides)):
        yield _lost(gone, new, syntax) if gone is not None else _added(new, english, syntax)


def _added(role: Role, english: Contents, syntax: Syntax) -> Problem:
    what = f"The role {_written(role, syntax)} is not in the English"
    local = masking.local_name(role.name)
    # a role that surely leads somewhere; perhaps the English names the same without a role
    leads = ":" in role.name or local in _LEADS | _OBJECTS
    name = _target(role).rpartition(".")[2]
    is_named = leads and local not in _LEADS and _stands(name, _visible(english))
    if is_named or _is_text(role.name):
        return advice("translation-code-words", what, "mark what the English marks")
    code = "translation-reference" if leads else "translation-role"
    return error(code, what, "take it out, or write it as the English does")


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
        if role.name == added.name and may_be_translated(role.content, added.content):
            return advice("translation-code-words", what, "keep the English if a machine reads it")
        mend = "write its name and what stands in it as the English does"
    return error("translation-reference" if leads else "translation-role", what, mend)


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
    if masking.is_words(english.name) or local in _WORDS:
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
