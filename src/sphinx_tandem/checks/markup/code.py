"""Compares the code and the formulas of a translation with those of its English.

People translate the words in code that they make up: ``new file``, ``f(list)``.
What a machine reads must stay to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from operator import eq
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ...text import Syntax, masking, one_line
from ...text.compare import western_digits
from ...text.contents import Contents, Role, less
from ..context import Context
from ..rules import Problem, fault, shown
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
# Names in code that stand for those of readers, and short words that do so between slashes and
# spaces alone: `user.name` and `path=` are names of the machine, and so is what follows `$` or `-`.
_PARTS = re.compile(r"[^\W_](?:[\w-]*\w)?|\W|_")
_MADE_UP = re.compile(
    r"(?:your|my|some|example|new|old)(?:[-_]?\w[\w-]*)?|(?:\w+[-_])?(?:example|file)"
)
_STANDS_FOR = frozenset(
    "a dir directory email folder name path project repo repository to token user username".split()
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
    """Compare what a translation holds with what its English holds."""
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
    """Yield advice on things that stand more or less often than in the English.

    :param things: each with its article: ``The link to a.md``.
    """
    for thing in things:
        what = f"{thing} stands more or less often in the translation than in the English"
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
    # what has no partner may still stand there, marked in another way
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
    """Return the code of one side that the other lacks, however often it stands there."""
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
        yield fault("translation-code", what, "write it as the English does")


def same_formula(english: str, translated: str) -> bool:
    """Say whether two formulas differ in their words and decimal marks alone."""

    def symbols(formula: str) -> list[str]:
        found = _COMMAND.findall(western_digits(_WORDS_IN_FORMULA.sub("", formula)))
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


# Where the first part of a path is the account of a person, whom anybody may be.
_HOSTS_OF_ACCOUNTS = frozenset(
    """bitbucket.org bit.ly codeberg.org facebook.com gist.github.com github.com gitlab.com
    huggingface.co instagram.com linkedin.com medium.com raw.githubusercontent.com t.me tinyurl.com
    twitter.com x.com youtube.com""".split()
)
# How much alike two paths of a site must be for one to be the other, put right or moved.
_ALIKE = 0.75


def same_place(english: str, translated: str, language: str) -> bool:
    """Say whether an address is surely of the same site, and of the same page there.

    It is that of another edition (``/git-novice-es/``, ``guide.es.html``), of another place on
    the page, or one that was put right: the page has moved, or was misspelt.

    >>> same_place("https://a.org/git-novice/", "https://a.org/git-novice-es/", "es")
    True
    >>> same_place("https://a.org/git-novice/", "https://a.org/shell-novice/", "es")
    False
    """
    try:
        ours, theirs = urlsplit(english), urlsplit(translated)
        is_same = _has_server(ours, theirs) and _query(ours) == _query(theirs)
    except ValueError:
        return False
    if not is_same:
        return False
    before, after = _path(ours, _ENGLISH), _path(theirs, _codes(language))
    if _host(ours) in _HOSTS_OF_ACCOUNTS and before[:1] != after[:1]:
        return False
    editions = ([_bare(part, _codes(language)) for part in path] for path in (before, after))
    return eq(*editions) or _is_corrected(before, after)


def _has_server(ours: SplitResult, theirs: SplitResult) -> bool:
    """Say whether an address is on the server of the English one, and no less safe.

    :raises ValueError: when one of them is no address.
    """
    is_safe = theirs.scheme == ours.scheme or (ours.scheme, theirs.scheme) == ("http", "https")
    named = "@" not in ours.netloc + theirs.netloc and bool(_host(ours))
    return is_safe and named and (_host(ours), ours.port) == (_host(theirs), theirs.port)


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")


def _bare(part: str, codes: frozenset[str]) -> str:
    """Return a part of a path without its language and its ending: ``guide-es.html``, ``es_guide``."""
    name = re.sub(r"\.(?:x?html?|md|php|pdf)$", "", part.lower())
    for found in (
        re.fullmatch(r"(?P<name>.+)[-_.](?P<code>[a-z]{2,3}(?:[-_][a-z0-9]{2,4})?)", name),
        re.fullmatch(r"(?P<code>[a-z]{2,3})[-_.](?P<name>.+)", name),
    ):
        if found and _is_language(found["code"], codes):
            return found["name"]
    return name


def _is_corrected(before: list[str], after: list[str]) -> bool:
    """Say whether a path below the same folder is much like another."""
    if before[:1] != after[:1] or len(before) < 2 or len(after) < 2:
        return False
    paths = "/".join(before[1:]).lower(), "/".join(after[1:]).lower()
    if paths[0].isascii() and not paths[1].isascii():
        return False  # letters that only look the same
    return SequenceMatcher(None, *paths, autojunk=False).ratio() >= _ALIKE


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
    """Say whether a role that only the site knows holds words, as far as a text can tell."""
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
        mend = "write its name and what stands in it as the English does"
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
