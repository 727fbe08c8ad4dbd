"""What the Spanish dictionary leaves to grammar: verbs with pronouns, new words with prefixes.

And what no dictionary sees: nouns that without their accent are a form of some verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SECOND = ("me", "te", "se", "nos", "os", "lo", "la", "le", "los", "las", "les")
_FIRST = ("", "me", "te", "se", "nos", "os", "le", "les")
_PRONOUNS = tuple(sorted({one + two for one in _FIRST for two in _SECOND}))
# An infinitive or a gerund takes them at its end; so does an imperative, which then
# has an accent (quítala) or is one of the short ones (hazlo, dime).
_VERB = re.compile(r".*(?:[aeiáéí]r|[aá]ndo|[ié]ndo)$")
_SHORT_ORDER = re.compile(r"(?:.*(?:haz|pon|ten|ven))$|(?:sal|di|da|ve|sé)$")
# Beginnings that make a new word of any, and those that do so of long ones only.
_BEGINNINGS = re.compile(
    r"(?:anti|auto|bio|ciber|contra|electro|eco|extra|foto|geo|hidro|hiper|infra|inter|intra|"
    r"macro|mega|meta|micro|mini|mono|multi|nano|neuro|post|pre|pseudo|retro|semi|sobre|socio|"
    r"sub|super|tele|termo|trans|ultra|video)(?=[^\W\d_]{4})|(?:re|des|in)(?=[^\W\d_]{7})"
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

# Nouns and adjectives that are a form of a verb without their accent; after one of
# these words no verb can stand.
_MASCULINE = (
    "número título público límite término cálculo artículo vehículo capítulo depósito cómputo "
    "diálogo catálogo diagnóstico pronóstico hábito líquido gráfico médico crítico práctico último "
    "ejército tránsito ánimo círculo módulo"
)
_FEMININE = "página máquina última práctica fórmula fábrica gráfica"
_AFTER_MASCULINE = r"el|un|del|al|este|ese|aquel|cada|otro|primer|mismo|nuevo|mi|tu|su|nuestro"
_AFTER_FEMININE = r"una|cada|otra|primera|misma|nueva|mi|tu|su|nuestra|de la|a la|en la|por la"
_ACCENTED = {word.translate(_PLAIN): word for word in f"{_MASCULINE} {_FEMININE}".split()}
_WITHOUT_ACCENT = re.compile(
    rf"\b(?:(?:{_AFTER_MASCULINE}) (?P<m>{'|'.join(_MASCULINE.translate(_PLAIN).split())})"
    rf"|(?:{_AFTER_FEMININE}) (?P<f>{'|'.join(_FEMININE.translate(_PLAIN).split())})"
    r"|la (?P<p>pagina|maquina))\b"
)

# Rare words that are nearly always another one without its accent or tilde.
_ALWAYS = (
    (
        re.compile(
            r"(?<=[Ll]o )u(?=ltimo\b)|(?<=[Pp]or )u(?=ltimo\b)|(?<=[Ll][oa]s )u(?=ltim[oa]s\b)"
        ),
        "ú",
    ),
    (re.compile(r"\b([Aa])demas\b"), r"\1demás"),
    (
        re.compile(
            r"\b([Ee])nsen(?=(?:[aeoáéó]|ar|an|as|aba|aban|ado|ando|arle|arles|anza|anzas)\b)"
        ),
        r"\1nseñ",
    ),
)
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
        kind = match.lastgroup or "m"
        yield match[kind], _ACCENTED[match[kind]], match.start(kind)
    for pattern, replacement in _ALWAYS:
        for match in pattern.finditer(text):
            word = next(_WORD.finditer(text, match.start()))[0]
            right = match.expand(replacement) + word[len(match[0]) :]
            yield word, right, match.start()
    if _YEAR.search(english):
        for match in _ANO.finditer(text):
            yield match[0], match[0].replace("n", "ñ"), match.start()
