"""Rules about Spanish grammar: words that agree, accents that tell words apart, whom one addresses.

Genders come from the dictionary: a noun in -a or -o that it lets change its gender may be of both.
Only what no reading of the sentence makes right is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...text.masking import MASK
from ..rules import Problem
from . import TABLES, Passage, plain, text_rule

if TYPE_CHECKING:
    from .spelling import Spelling
from . import one_of

_ES = TABLES["es"]
_MASCULINE, _FEMININE = ("el", "los", "un", "unos", "del", "al"), ("la", "las", "una", "unas")
_ARTICLE = re.compile(
    r"(?<![\w'’-])(?P<article>[Ee]l|[Ll]os|[Uu]n(?:os)?|[Dd]el|[Aa]l|[Ll]as?|[Uu]nas?)"
    r"[ \u00a0](?P<noun>[a-záéíóúñü]{4,})(?![\w'’/-])"
)
_FEMININE_END = re.compile(r"(?:[cgnsx]ión|[cgnsx]iones|[dt]ad|[dt]ades|tud|tudes|umbres?)$")
_MASCULINE_END = re.compile(r"(?:aje|miento)s?$")
_MASCULINE_IN_A = frozenset(_ES["masculine_in_a"].split())
_NO_GENDER = frozenset(_ES["no_gender"].split())
_FEMININE_IN_O = frozenset(_ES["feminine_in_o"].split())
# `el agua`, `un área`: feminine nouns that begin with a stressed a.
_STRESSED = re.compile(
    r"h?á|(?:agua|aula|arma|alma|habla|acta|ave|hada|ala|alba|alta|ama|asa|aya)$|hambre|ancla|arpa|haya|hacha|alga|ansia|arca|asma|aspa|ascua|haba$"
)
_PLURAL = {"el": "los", "la": "las", "un": "unos", "una": "unas", "del": "de los", "al": "a los"}


@text_rule()
def find_disagreement(passage: Passage) -> Iterator[Problem]:
    """Find an article whose gender or number differs from that of its noun."""
    if not passage.is_in("es") or passage.spelling is None:
        return
    for match in _ARTICLE.finditer(passage.prose):
        article, noun = match["article"].lower(), match["noun"]
        if (
            noun in _NO_GENDER
            or match[0] in passage.english
            or noun in passage.english
            or not passage.spelling.is_word(noun)
        ):
            continue
        is_plural = _is_plural(noun, passage)
        if article in ("el", "un", "del", "al") and noun.endswith("s") and not is_plural:
            # no verb can be there, so that it is a plural if the rest is a word
            stem = passage.spelling.is_noun(noun)
            is_plural = not stem and any(map(passage.spelling.is_word, (noun[:-1], noun[:-2])))
        gender = _gender(noun, passage)
        what = ""
        if gender and article in (_MASCULINE if gender == "f" else _FEMININE):
            is_stressed = article in ("el", "un", "del", "al") and _STRESSED.match(noun)
            if not _may_be_verb(article, noun, passage) and not is_stressed:
                what = "feminine" if gender == "f" else "masculine"
        elif is_plural and article in _PLURAL and not _may_be_verb(article, noun, passage):
            what = "a plural"
        if what:
            message = f"“{match[0]}”: {noun} is {what}, and {article} is not; make them agree."
            yield passage.problem("text-agreement", message)
            return


def _gender(word: str, passage: Passage) -> str:
    """Return the one gender of a noun or adjective, ``f`` or ``m``, or ``""``."""
    one = _singular(word, passage)
    spelling = passage.spelling
    if _FEMININE_END.search(word) or one in _FEMININE_IN_O:
        return "f"
    if _MASCULINE_END.search(word) or one in _MASCULINE_IN_A or spelling is None:
        return "m"
    if one.endswith("o"):
        return "m" if not one.endswith("ndo") and spelling.is_noun(one) else ""
    is_known = spelling.is_noun(one) or spelling.is_noun(f"{one[:-1]}o")
    is_feminine = _FEMININE_IN_A.search(one) or (is_known and not _BOTH_IN_A.search(one))
    return "f" if one.endswith("a") and is_feminine else ""


_BOTH_IN_A = re.compile(r"(?:ista|ma|ta|auta|cida|crata|iatra)$")
_FEMININE_IN_A = re.compile(r"(?:ada|ida|forma|ncia|nza|ería|logía|grafía)$")


def _singular(word: str, passage: Passage) -> str:
    return word[:-1] if _is_plural(word, passage) and word.endswith(("as", "os")) else word


def _is_plural(word: str, passage: Passage) -> bool:
    """Say whether a word is the plural of a noun, and nothing else."""
    spelling = passage.spelling
    if spelling is None or not word.endswith("s") or spelling.is_noun(word):
        return False
    if word.endswith("iones") and spelling.is_noun(f"{word[:-5]}ión"):
        return True
    ones = [word[:-1], word[:-2] if word.endswith("es") else ""]
    ones += [f"{word[:-2]}o"] if word.endswith("as") else []
    return any(one and spelling.is_noun(one) for one in ones)


def _may_be_verb(article: str, word: str, passage: Passage) -> bool:
    """Say whether an article may be a pronoun instead, and the word a verb: *los usa*, *la uso*."""
    if article not in ("la", "las", "los") or passage.spelling is None:
        return False
    root = re.sub(r"(?:[aeo]|[ae]s|[ae]n|ó|é|á|án)$", "", word)
    roots = {
        root,
        re.sub(r"u?e(?=[^aeiou]*$)", "o", root),
        re.sub(r"ie(?=[^aeiou]*$)", "e", root),
        re.sub(r"i(?=[^aeiou]*$)", "e", root),
    }
    roots |= (
        {one[:-1] + "z" for one in roots if one.endswith("c")}
        | {one[:-2] + "c" for one in roots if one.endswith("qu")}
        | {one[:-1] for one in roots if one.endswith("gu")}
    )
    roots |= (
        {one[:-1] for one in roots if one.endswith("g")}
        | {one[:-1] + "c" for one in roots if one.endswith(("z", "j"))}
        | {one[:-1] + "g" for one in roots if one.endswith("j")}
    )
    return any(
        passage.spelling.is_verb(f"{one}{end}")
        for one in roots
        for end in ("ar", "er", "ir")
        if len(one) > 1
    )


# -- Accents that tell words apart -----------------------------------------------------------------

_ASKS = re.compile(r"\b(?:what|which|who|whom|whose|where|when|why|how)\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"¿(?:(?:a|de|en|con|por|para|desde|hasta|y|pero|sobre)[ \u00a0])?"
    r"(?P<word>que|como|donde|cuando|quien|quienes|cual|cuales|cuanto|cuanta|cuantos|cuantas)\b",
    re.IGNORECASE,
)
_ACCENTED = {
    "que": "qué", "como": "cómo", "donde": "dónde", "cuando": "cuándo", "quien": "quién",
    "quienes": "quiénes", "cual": "cuál", "cuales": "cuáles", "cuanto": "cuánto",
    "cuanta": "cuánta", "cuantos": "cuántos", "cuantas": "cuántas",
}  # fmt: skip
_ASKED = re.compile(
    r"\b(?:qué|cómo|dónde|cuándo|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?|por qué|lo que|la que|manera|modo|forma|quienes|quien)\b",
    re.IGNORECASE,
)
_CERTAIN = [
    (re.compile(pattern, re.IGNORECASE), re.compile(english, re.IGNORECASE), right)
    for pattern, english, right in _ES["accents_in_place"]
]


@text_rule()
def find_lost_accents(passage: Passage) -> Iterator[Problem]:
    """Find a word without the accent that tells it from another: *mas*, *esta*, *si*, *como*."""
    if not passage.is_in("es"):
        return
    text = passage.prose
    for match in _QUESTION.finditer(text):
        if _ASKS.search(passage.english):
            yield _accent(passage, match, _ACCENTED[match["word"].lower()])
            return
    for pattern, english, right in _CERTAIN:
        found = pattern.search(text)
        if not found or not english.search(passage.english) or found[0] in passage.english:
            continue
        # a question within a sentence has an accent for each of the English, unless it is put otherwise
        is_question = found["word"].lower() in _ACCENTED
        asked, answered = _ASKS.findall(passage.english), _ASKED.findall(passage.prose)
        if not is_question or len(asked) > len(answered):
            yield _accent(passage, found, right or _ACCENTED[found["word"].lower()])
            return
    yield from _verbs(passage)


def _accent(passage: Passage, match: re.Match[str], right: str) -> Problem:
    word = match["word"]
    if word[0].isupper():
        right = right.capitalize()
    message = (
        f"“{word}” has lost its accent in “{passage.near(*match.span())}”; “{right}” is meant."
    )
    fixed = passage.replaced([(*match.span("word"), right)])
    return passage.problem("text-accent", message, fixed)


_FIRST_PERSON = re.compile(r"\b(?:I|my|me|we|our)\b")
_PAST = re.compile(
    r"(?<!\w)(?!(?:el|un|al|del|este|ese|su|cada|en|de|con|por|sin|otro|ningún|algún) )"
    r"(?:[^\W\d_]+ |^|[.,;:] )(?P<word>[a-zñü]{3,}o)(?=[ \u00a0](?:el|la|los|las|un|una|en|que|su|sus|por|con|a|al)\b)"
)
_WILL = re.compile(r"\bwill\b|['’]ll\b")
_FUTURE = re.compile(r"(?<![\w'’-])(?P<word>[a-zñü]{3,}[aei]r(?:a|an|as))(?![\w'’-])")
_UNLESS = re.compile(r"\b(?:si|que|aunque|cuando|quisier\w*|ojalá)\b", re.IGNORECASE)
_BEFORE_NOUN = re.compile(
    r"(?<![\w'’-])(?:el|un|del|al|este|ese|aquel|cada|otro|otra|mi|tu|su|una|esta|esa|en|con|sin|desde|sobre|entre|hacia|según)"
    r"[ \u00a0](?P<word>[a-zñü]{4,})(?![\w'’-])",
    re.IGNORECASE,
)


def _verbs(passage: Passage) -> Iterator[Problem]:
    """Find verbs in the first person, or in a past of wishes, that have lost an accent.

    And verbs where only a noun can stand.
    """
    spelling = passage.spelling
    if spelling is None:
        return
    if not _FIRST_PERSON.search(passage.english):
        for match in _PAST.finditer(passage.prose):
            word = match["word"]
            if (
                not spelling.has_plural(word)
                and spelling.is_verb(f"{word[:-1]}ar")
                and spelling.is_word(f"{word[:-1]}ó")
            ):
                yield _accent(passage, match, f"{word[:-1]}ó")
                return
    if _WILL.search(passage.english):
        for match in _FUTURE.finditer(passage.prose):
            word = match["word"]
            end = {"a": "á", "an": "án", "as": "ás"}[word[word.rindex("r") + 1 :]]
            right = word[: word.rindex("r") + 1] + end
            if (
                spelling.is_verb(word[: word.rindex("r") + 1])
                and not spelling.is_noun(word)
                and spelling.is_word(right)
            ):
                before = passage.prose[: match.start()].rsplit(".", 1)[-1]
                if not _UNLESS.search(before):
                    yield _accent(passage, match, right)
                    return
    for match in _BEFORE_NOUN.finditer(passage.prose):
        word = match["word"]
        if (
            word.islower()
            and word not in _ACCENTED
            and word == plain(word)
            and word not in passage.english
            and not spelling.has_plural(word)
            and spelling.is_word(word)
            and (right := spelling.accented_noun(word))
        ):
            yield _accent(passage, match, right)
            return


# -- Whom one addresses ----------------------------------------------------------------------------

_YOU = "you"
_PRONOUNS = {
    "usted": re.compile(r"(?<!\w)usted(?!\w)", re.IGNORECASE),
    "vos": re.compile(r"(?<!\w)(?:vos|podés|sos)(?!\w)", re.IGNORECASE),
    "vosotros": re.compile(r"(?<!\w)(?:vosotr[oa]s|vuestr[oa]s?)(?!\w)", re.IGNORECASE),
    "tú": re.compile(r"(?<!\w)(?:tú|contigo)(?!\w)", re.IGNORECASE),
}
_OF_VOSOTROS = re.compile(
    r"(?<!\w)(?!(?:\w*s[eé]is|cinc\w*|ve[ií]s\w*)\b)(?P<root>[^\W\d_]{2,})(?P<end>[áé]is)(?!\w)",
    re.IGNORECASE,
)
_OF_VOS = re.compile(r"(?<!\w)(?P<root>[^\W\d_]{2,})(?P<end>[áéí]s|[áéí])(?!\w)", re.IGNORECASE)
_NO_VOS = frozenset(_ES["no_vos"].split())
_ORDER = re.compile(
    rf"(?:^|[.:;!?…][\s{MASK}*_“«\"]+|^[\s{MASK}*_¿¡“«\"]+)(?P<word>[A-ZÁÉÍÓÚ][a-záéíóúñü]+)(?=[ \u00a0](?:el|la|los|las|un|una|su|sus|en|al?|este|esta|esto|aquí|sobre|con|cada|otra?|como|cuando|qué|cómo|si|lo|le|algo|más|{MASK}))"
)
_NO_ORDER = frozenset(_ES["no_order"].split())
_ORDERS = frozenset(_ES["orders_of_usted"].split())


@text_rule()
def find_address(passage: Passage) -> Iterator[Problem]:
    """Find readers who are addressed as *usted*, *vos* or *vosotros* where the site has *tú*.

    The term base says what the site has: the translations of ``you``.
    """
    wanted = {one.casefold() for terms in passage.terms for one in terms.variants(_YOU)}
    if not passage.is_in("es") or not wanted & _PRONOUNS.keys():
        return
    for kind, found in _addresses(passage):
        if kind not in wanted and found not in passage.english:
            ways = " or ".join(f"“{one}”" for one in sorted(wanted))
            message = f"“{found}” addresses readers as “{kind}”; this site says {ways}."
            yield passage.problem("text-address", message)
            return


def _addresses(passage: Passage) -> Iterator[tuple[str, str]]:
    """Yield how readers are addressed, each with the word that shows it."""
    text, spelling = passage.prose, passage.spelling
    for kind, pattern in _PRONOUNS.items():
        if match := pattern.search(text):
            yield kind, match[0]
    if match := _OF_VOSOTROS.search(text):
        yield "vosotros", match[0]
    if spelling is None:
        return
    for match in _OF_VOS.finditer(text):
        root, end = match["root"].lower(), plain(match["end"])[0]
        is_first = len(match["end"]) == 1 and _FIRST_PERSON.search(passage.english)
        is_verb = match[0].lower() not in _NO_VOS and spelling.is_verb(f"{root}{end}r")
        if is_verb and not is_first:
            yield "vos", match[0]
    for match in _ORDER.finditer(text):
        if _is_order(match["word"].lower(), spelling):
            yield "usted", match["word"]


def _is_order(word: str, spelling: Spelling) -> bool:
    """Say whether a word at the beginning of a sentence is an order to *usted*, and no other word."""
    if word in _NO_ORDER:
        return False
    root, end = word[:-1], word[-1]
    if end == "e":  # *busque* is of *buscar*, *pague* of *pagar*, *empiece* of *empezar*
        root = re.sub("qu$", "c", re.sub("c$", "z", re.sub("gu$", "g", root)))
    mine = {"e": ("ar",), "a": ("er", "ir")}.get(end, ())
    others = {"e": ("er", "ir"), "a": ("ar",)}.get(end, ())  # those of which it is one to *tú*
    may_be, is_other = (
        any(spelling.is_verb(f"{root}{one}") for one in ones) for ones in (mine, others)
    )
    return word in _ORDERS or (len(root) > 2 and may_be and not is_other)


# -- What the Spanish dictionary leaves to grammar ------------------------------------------------
# Verbs with pronouns, new words with prefixes, and what no dictionary sees: nouns that without their accent are a form of some verb.

_LAST_PRONOUNS = ("me", "te", "se", "nos", "os", "lo", "la", "le", "los", "las", "les")
_FIRST_PRONOUNS = ("", "me", "te", "se", "nos", "os", "le", "les")
_PRONOUNS_OF_VERBS = tuple(sorted({one + two for one in _FIRST_PRONOUNS for two in _LAST_PRONOUNS}))
# An infinitive or a gerund takes them at its end; so does an imperative, which then
# has an accent (quítala) or is one of the short ones (hazlo, dime).
_VERB = re.compile(r".*(?:[aeiáéí]r|[aá]ndo|[ié]ndo)$")
_SHORT_ORDER = re.compile(r"(?:.*(?:haz|pon|ten|ven))$|(?:sal|di|da|ve|sé)$")
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

_ACCENTED_NOUNS = {
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
    for pronouns in _PRONOUNS_OF_VERBS:
        if small.endswith(pronouns) and len(small) > len(pronouns) + 1:
            yield from _forms_of_verbs(small.removesuffix(pronouns))
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


def _forms_of_verbs(verb: str) -> Iterator[str]:
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
        yield match[group], _ACCENTED_NOUNS[match[group]], match.start(group)
    for pattern, replacement in _ALWAYS:
        for match in pattern.finditer(text):
            word = next(_WORD.finditer(text, match.start()))[0]
            right = match.expand(replacement) + word[len(match[0]) :]
            yield word, right, match.start()
    if _YEAR.search(english):
        for match in _ANO.finditer(text):
            yield match[0], match[0].replace("n", "ñ"), match.start()
