"""What the Spanish dictionary leaves to grammar: verbs with pronouns, new words with prefixes.

And what no dictionary sees: nouns that without their accent are a form of some verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import TABLES, one_of

_SECOND = ("me", "te", "se", "nos", "os", "lo", "la", "le", "los", "las", "les")
_FIRST = ("", "me", "te", "se", "nos", "os", "le", "les")
_PRONOUNS = tuple(sorted({one + two for one in _FIRST for two in _SECOND}))
# An infinitive or a gerund takes them at its end; so does an imperative, which then
# has an accent (quítala) or is one of the short ones (hazlo, dime).
_VERB = re.compile(r".*(?:[aeiáéí]r|[aá]ndo|[ié]ndo)$")
_SHORT_ORDER = re.compile(r"(?:.*(?:haz|pon|ten|ven))$|(?:sal|di|da|ve|sé)$")
_ES = TABLES["es"]
_BEGINNINGS = re.compile(
    rf"(?:{one_of(_ES['beginnings'])})(?=[^\W\d_]{{4}})"
    rf"|(?:{one_of(_ES['beginnings_of_long'])})(?=[^\W\d_]{{7}})"
)
# *semánticamente* is made of *semántica*, *comprobadoras* of *comprobar*.
_ADVERB = re.compile(r"(?P<adjective>[^\W\d_]{4,})mente")
_DOER = re.compile(r"(?P<verb>[^\W\d_]{3,}[aei])dor(?:a|es|as)?")
_ABLE = re.compile(r"(?P<root>[^\W\d_]{3,})(?P<vowel>[ai])bles?")
# A conditional takes no pronouns.
_NEVER = re.compile(r".*ía[sn]?$")
_PLAIN = str.maketrans("áéíóú", "aeiou")
_ACUTE = str.maketrans("aeiou", "áéíóú")
_LAST_VOWEL = re.compile(r"[aeiou](?=[^aeiou]*$)")

_ACCENTED = {
    word.translate(_PLAIN): word for row in _ES["accents"] for word in row["words"].split()
}
_WITHOUT_ACCENT = re.compile(
    "|".join(
        rf"\b(?:{row['before']}) ({one_of(row['words'].translate(_PLAIN))})\b"
        for row in _ES["accents"]
    )
)
_ALWAYS = [(re.compile(pattern), right) for pattern, right in _ES["always"].items()]
_WORD = re.compile(r"\w+")
_ANO = re.compile(r"\banos?\b")
_YEAR = re.compile(r"\byears?\b", re.IGNORECASE)


def bases(word: str) -> Iterator[str]:
    """Yield words of which one must be known, so that *word* is right.

    >>> "quita" in bases("quítala"), "dimensionar" in bases("redimensionar")
    (True, True)
    """
    small = word.lower()
    for pronouns in _PRONOUNS:
        if small.endswith(pronouns) and len(small) > len(pronouns) + 1:
            yield from _verbs(small.removesuffix(pronouns))
    if found := _ADVERB.fullmatch(small):
        yield found["adjective"]
    if found := _DOER.fullmatch(small):
        yield f"{found['verb']}r"
    if found := _ABLE.fullmatch(small):
        ends = ("ar",) if found["vowel"] == "a" else ("er", "ir")
        yield from (f"{found['root']}{end}" for end in ends)
    if found := _BEGINNINGS.match(small):
        rest = small[found.end() :]
        yield rest
        if rest.startswith("rr"):
            yield rest[1:]


def _verbs(verb: str) -> Iterator[str]:
    """Yield the forms that a verb may have without its pronouns, if it can take them."""
    bare = verb.translate(_PLAIN)
    if _NEVER.fullmatch(verb):
        return
    if bare == verb and not _VERB.fullmatch(verb) and not _SHORT_ORDER.fullmatch(verb):
        return
    yield verb
    yield bare
    # *deten* becomes *detén*
    yield _LAST_VOWEL.sub(lambda vowel: vowel[0].translate(_ACUTE), bare)
    if bare.endswith("mo"):
        yield f"{bare}s"


def lost_accents(text: str, english: str) -> Iterator[tuple[str, str, int]]:
    """Yield words without their accent: as they stand, as they should, and where.

    :param text: the Spanish.
    :param english: the English; where it speaks of years, *ano* is none but *año*.
    """
    for match in _WITHOUT_ACCENT.finditer(text):
        group = match.lastindex or 0
        yield match[group], _ACCENTED[match[group]], match.start(group)
    for pattern, replacement in _ALWAYS:
        for match in pattern.finditer(text):
            word = next(_WORD.finditer(text, match.start()))[0]
            right = match.expand(replacement) + word[len(match[0]) :]
            yield word, right, match.start()
    if _YEAR.search(english):
        for match in _ANO.finditer(text):
            yield match[0], match[0].replace("n", "ñ"), match.start()
