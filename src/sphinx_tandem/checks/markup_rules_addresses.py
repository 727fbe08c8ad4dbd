"""When two addresses lead to the same thing in two languages."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_CODE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?"
_PARAMETERS = frozenset({"hl", "lang", "language", "locale", "l"})
# `deed.en`, `deed.es`
_ENDING = re.compile(rf"^(?P<name>[\w-]+)\.(?P<code>{_CODE})$")
# Hosts that stand for those of readers; translators translate them.
_EXAMPLE = re.compile(
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
    if not _EXAMPLE.search(english) or not _EXAMPLE.search(translated):
        return False
    if english.startswith("mailto:") and translated.startswith("mailto:"):
        ours, theirs = (address.rpartition("@")[2] for address in (english, translated))
        return ours == theirs or not re.search(r"\bexample\b", theirs)
    return not re.search(r"\bexample\b", translated)


def _codes(language: str) -> frozenset[str]:
    tag = language.replace("_", "-").lower()
    short = tag.split("-", maxsplit=1)[0]
    return _ENGLISH | {tag, short, tag.replace("-", "_")}


def _is_language(part: str, codes: frozenset[str]) -> bool:
    part = part.lower()
    # `es-419`, `es-mx` and the like are the language too
    return part in codes or (
        bool(re.fullmatch(r"[a-z]{2,3}[-_][a-z0-9]{2,4}", part)) and part[:2] in codes
    )


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
