"""Compares the addresses of links: which lead to the same page, in whatever language?

An address of another site could be anybody's, and so could the account of another person on the
same one; an edition of the same site, or an address that was put right, is what translators mean.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from operator import eq
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_CODE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?"
_PARAMETERS = frozenset({"hl", "lang", "language", "locale", "l"})
# `deed.en`, `deed.es`
_ENDING = re.compile(rf"^(?P<name>[\w-]+)\.(?P<code>{_CODE})$")
# Hosts that stand for those of readers; translators translate them.
_EXAMPLE_ADDRESS = re.compile(
    r"\b(?:example|ejemplo|exemple|exemplo|esempio|beispiel|voorbeeld|mydomain|midominio)\b",
    re.IGNORECASE,
)
# The codes that a path may have for a language; other short words are none.
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
