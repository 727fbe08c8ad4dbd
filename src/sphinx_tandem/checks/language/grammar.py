"""Rules about Spanish grammar: words that agree, accents that tell words apart, whom one addresses.

Genders come from the dictionary: a noun in -a or -o that it lets change its gender may be of both.
Only what no reading of the sentence makes right is found.  All that knows the forms of Spanish
words is in one place, for its rules use the same few questions: is it a noun, of which gender, or
may it be a form of a verb?
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
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
_MASCULINE_END = re.compile(r"(?:aje|miento)s?$|[dts]or(?:es)?$")
_MASCULINE_IN_A = frozenset(_ES["masculine_in_a"].split())
_NEVER_VERBS = frozenset(_ES["never_verbs"].split())
_NO_GENDER = frozenset(_ES["no_gender"].split())
_FEMININE_IN_O = frozenset(_ES["feminine_in_o"].split())
# `el agua`, `un área`: feminine nouns that begin with a stressed a.
_STRESSED = re.compile(
    r"h?á|(?:agua|aula|arma|alma|habla|acta|ave|hada|ala|alba|alta|ama|asa|aya)$|hambre|ancla|arpa|haya|hacha|alga|ansia|arca|asma|aspa|ascua|haba$"
)
_PLURAL = {"el": "los", "la": "las", "un": "unos", "una": "unas", "del": "de los", "al": "a los"}


@text_rule()
def find_disagreement(passage: Passage) -> Iterator[Problem]:
    """Find a word before a noun whose gender or number differs from that of the noun."""
    if not passage.is_in("es") or passage.spelling is None:
        return
    found = next(chain(_wrong_articles(passage), _other_disagreements(passage)), None)
    if found:
        yield passage.problem("text-agreement", found)


def _wrong_articles(passage: Passage) -> Iterator[str]:
    """Say which articles do not agree."""
    if passage.spelling is None:
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
        elif (
            gender
            and article in ("los", "las", "unos", "unas")
            and passage.spelling.is_noun(noun)
            and not noun.endswith("s")
            and not _is_form_of_verb(noun, passage)
        ):
            what = "a singular"
        if what:
            yield f"“{match[0]}”: {noun} is {what}, and {article} is not; make them agree."


# Words before a noun that have its gender and number.
_FORMS = {
    f"{stem}{end}": (gender, number)
    for stem in "otr mism nuestr vuestr algun ningun est es aquell much poc vari tant".split()
    for end, gender, number in (("o", "m", 1), ("a", "f", 1), ("os", "m", 2), ("as", "f", 2))
    if number == 2 or stem not in ("much", "poc", "tant", "vari")
} | dict.fromkeys(("este", "ese", "aquel", "algún", "ningún"), ("m", 1))
_FORMS |= {"ambos": ("m", 2), "ambas": ("f", 2)}
for _neuter in ("esto", "eso", "aquello", "alguno", "ninguno"):
    del _FORMS[_neuter]
_OF_OWNERS = {"su": 1, "sus": 2, "tu": 1, "tus": 2, "mi": 1, "mis": 2}
_BEFORE = re.compile(
    rf"(?<![\w'’-])(?P<first>{'|'.join((*_FORMS, *_OF_OWNERS))})"
    r"[ \u00a0](?P<noun>[a-záéíóúñü]{4,})(?![\w'’/-])",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:a|con|de|desde|en|entre|hacia|hasta|para|por|según|sin|sobre)[ \u00a0]$", re.IGNORECASE
)
_TWO = re.compile(
    r"(?<![\w'’-])(?:(?P<m>el|un|este|ese|del|al|los|unos|estos|esos|todos)"
    r"|(?P<f>la|una|esta|esa|las|unas|estas|esas|todas))[ \u00a0]"
    r"(?:(?P<m2>mismos?|otros?|los)|(?P<f2>mismas?|otras?|las))"
    r"(?:[ \u00a0](?P<next>[a-záéíóúñü]{3,}))?(?![\w'’-])",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:^|[.;:!?»”)] |, |(?<!\w)(?:y|pero|porque|aunque|mientras) )"
    r"(?P<article>[Ll]os|[Ll]as|[Ee]stos|[Ee]stas|[Ss]us|[Tt]us) (?P<noun>[a-záéíóúñü]{4,}s) "
    r"(?P<verb>es|está|tiene|puede|debe|hace|queda|contiene|permite|aparece|dice|sirve|va)(?![\w'’-])"
)
_ADJECTIVE = re.compile(
    rf"(?<![\w'’-])(?P<noun>[a-záéíóúñü]{{4,}})[ \u00a0](?P<root>{one_of(_ES['adjectives'])})"
    r"(?P<end>[oa]s?)(?=[.,;:)!?”»]|$|[ \u00a0](?:de|en|por|para|con|y|o|que|del|al|a|se|es|son|está|están)\b)"
)


def _other_disagreements(passage: Passage) -> Iterator[str]:
    """Say which other words before a noun do not agree with it, which adjectives and which verbs."""
    for match in _BEFORE.finditer(passage.prose):
        if _is_wrong_before(match, passage):
            first, noun = match["first"].lower(), match["noun"]
            yield f"“{match[0]}”: {first} and {noun} do not agree; write both in one gender and number."
    for match in _TWO.finditer(passage.prose):
        first, other, after = match["m"] or match["f"], match["m2"] or match["f2"], match["next"]
        is_article = other.lower() in ("los", "las")
        if bool(match["m"]) == bool(match["m2"]) or is_article != first.lower().startswith("tod"):
            continue
        own = "m" if match["m2"] else "f"
        is_noun = bool(after) and _is_plural(after, passage) and _gender(after, passage) == own
        if not is_article or is_noun or after == "que":
            yield f"“{match[0]}”: {first} and {other} do not agree; write both in one gender."
    for match in _SUBJECT.finditer(passage.prose):
        noun = match["noun"]
        if _is_plural(noun, passage):
            yield f"“{match[0].strip()}”: {noun} is a plural, and {match['verb']} is not; make them agree."
    for match in _ADJECTIVE.finditer(passage.prose):
        if _is_wrong_behind(match, passage):
            yield f"“{match[0]}”: the adjective does not agree with {match['noun']}; make them agree."


def _is_wrong_before(match: re.Match[str], passage: Passage) -> bool:
    first, noun = match["first"].lower(), match["noun"]
    spelling = passage.spelling
    if (
        spelling is None
        or noun in _NO_GENDER
        or noun in passage.english
        or not spelling.is_word(noun)
    ):
        return False
    is_plural, gender = _is_plural(noun, passage), _gender(noun, passage)
    is_noun = bool(gender) and spelling.is_noun(noun)
    if first in _OF_OWNERS:
        if _OF_OWNERS[first] == 1:
            return is_plural
        return is_noun and not noun.endswith("s")
    if not (is_plural or is_noun) or _STRESSED.match(noun) or gender in ("", _FORMS[first][0]):
        return False
    is_behind = bool(_PREPOSITION.search(passage.prose[: match.start()]))
    return _FORMS[first][1] == 1 + is_plural and (is_behind or not _is_form_of_verb(noun, passage))


def _is_wrong_behind(match: re.Match[str], passage: Passage) -> bool:
    """Say whether an adjective agrees neither with the noun before it nor with one before that."""
    noun, end = match["noun"], match["end"]
    gender, is_plural = _gender(noun, passage), _is_plural(noun, passage)
    if (
        not gender
        or noun in _NO_GENDER
        or (passage.spelling and not is_plural and not passage.spelling.is_noun(noun))
    ):
        return False
    if (gender == "f", is_plural) == (end[0] == "a", end.endswith("s")):
        return False
    before = re.split(r"[.;:!?]", passage.prose[: match.start()])[-1]
    if _is_form_of_verb(noun, passage) and not _DETERMINER.search(before):
        return False
    if not _OF.search(before):
        return True
    # *los archivos de la carpeta compartidos*
    own = "f" if end[0] == "a" else "m"
    words = [word.lower() for word in re.findall(r"[^\W\d_]{4,}", before)]
    return not any(
        word.endswith("s") == end.endswith("s") and _gender(word, passage) in ("", own)
        for word in words
    )


_OF = re.compile(
    r"\b(?:del|(?:con|de|en|entre|para|sobre)(?: [^\W\d_]+)?)[ \u00a0]$", re.IGNORECASE
)
_DETERMINER = re.compile(
    r"\b(?:una?|el|del|al|su|tu|mi|est[ae]|otr[ao]|cada|(?:de|a|en|con|por) la)[ \u00a0]$",
    re.IGNORECASE,
)


def _is_form_of_verb(word: str, passage: Passage) -> bool:
    """Say whether a noun may be a form of a verb, too: *muestra*, *cuentas*."""
    if word in _NEVER_VERBS or (word.endswith("o") and not _FIRST_PERSON.search(passage.english)):
        return False
    root = re.sub(r"(?:[ae]s|[aeo])$", "", word)
    roots = {root, re.sub(r"u?e(?=[^aeiou]*$)", "o", root), re.sub(r"ie(?=[^aeiou]*$)", "e", root)}
    roots |= {re.sub(r"qu$", "c", one) for one in roots} | {
        re.sub(r"gu$", "g", one) for one in roots
    }
    roots |= {re.sub(r"c$", "z", one) for one in roots}
    return any(
        passage.spelling is not None and passage.spelling.is_verb(f"{one}{end}")
        for one in roots
        for end in ("ar", "er", "ir")
        if len(one) > 1
    )


def _gender(word: str, passage: Passage) -> str:
    """Return the one gender of a noun or adjective, ``f`` or ``m``, or ``""``."""
    one = _singular(word, passage)
    spelling = passage.spelling
    forms = {one, _singular_of_es(one)}
    if _FEMININE_END.search(word) or one in _FEMININE_IN_O or forms & _FEMININE_NOUNS:
        return "f"
    is_masculine = _MASCULINE_END.search(word) or one in _MASCULINE_IN_A or forms & _MASCULINE_NOUNS
    if is_masculine or spelling is None:
        return "m"
    if one.endswith("o"):
        return "m" if not one.endswith("ndo") and spelling.is_noun(one) else ""
    is_known = spelling.is_noun(one) or any(map(spelling.is_noun, (f"{one[:-1]}o", one[:-1])))
    is_feminine = _FEMININE_IN_A.search(one) or (is_known and not _BOTH_IN_A.search(one))
    return "f" if one.endswith("a") and is_feminine else ""


_FEMININE_NOUNS = frozenset(_ES["feminine_nouns"].split())
_MASCULINE_NOUNS = frozenset(_ES["masculine_nouns"].split())


def _singular_of_es(word: str) -> str:
    """Return the singular of a plural in -es or -s, as it may be: *redes*, *nombres*, *imágenes*."""
    for end, instead in (("ágenes", "agen"), ("óvenes", "oven"), ("es", ""), ("s", "")):
        if word.endswith(end):
            one = word.removesuffix(end) + instead
            if one in _FEMININE_NOUNS or one in _MASCULINE_NOUNS:
                return one
    return word


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
    if word.endswith("o") and not _FIRST_PERSON.search(passage.english):
        return False  # *la uso* is said by somebody who speaks of themselves
    if word in _NEVER_VERBS:
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
        rest = text[: found.start("word")] + text[found.end("word") :]
        asked, answered = _ASKS.findall(passage.english), _ASKED.findall(rest)
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
_PAST_OF_ITSELF = re.compile(r"(?<!\w)[Ss]e[ \u00a0](?P<word>[a-zñü]{3,}o)(?![\w'’-])")
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
        for match in (*_PAST.finditer(passage.prose), *_PAST_OF_ITSELF.finditer(passage.prose)):
            word = match["word"]
            if (
                (match.re is _PAST_OF_ITSELF or not spelling.has_plural(word))
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
    for match in _SURE_ORDER.finditer(text):
        yield "usted", match["word"]
    for match in (*_ORDER.finditer(text), *_LATER_ORDER.finditer(text)):
        if _is_order(match["word"].lower(), spelling):
            yield "usted", match["word"]
    if word := next(_said_of_you(passage), ""):
        yield "usted", word


_SURE_ORDER = re.compile(
    rf"(?:^|[.:;!?…][\s{MASK}*_“«\"]+|^[\s{MASK}*_¿¡“«\"]+)(?P<word>{one_of(_ES['orders_of_usted'].title())})(?![\w'’-])(?! (?:lo|la|quien|o no)\b)"
)
_LATER_ORDER = re.compile(
    r"(?:[:;] |^[^.:;]*(?<!que), )(?P<word>[a-záéíóúñü]{3,})(?=[ \u00a0](?:el|la|los|las|un|una|su|sus)[ \u00a0])"
)
# Verbs of the English that are said of readers, and what they are in the third person in Spanish,
# in which only an *usted* could be meant, and to *tú*.
_OF_YOU = [
    (re.compile(rf"\b(?:{english})\b", re.IGNORECASE),
     re.compile(rf"\byou (?:[a-z]+ly |also |still |already |do not |don['’]t |cannot )?(?:{english})\b", re.IGNORECASE),
     re.compile(rf"(?<!\w)(?P<word>{usted})(?!\w)", re.IGNORECASE),
     re.compile(rf"(?<!\w)(?:{reader})(?!\w)", re.IGNORECASE))
    for english, usted, reader in _ES["said_of_you"]
]  # fmt: skip
# What may stand before a verb without a subject of its own.
_NO_SUBJECT = re.compile(
    r"(?:^|[.,;:(¿¡“«*] ?|(?<!\w)(?:que|lo que|donde|si|no|también|ya|cuando|y|o|como|cómo|qué|aún|así|después|ahí|allí|"
    r"aquí|entonces|quizá|todavía|solo|siempre) )$",
    re.IGNORECASE,
)
_TOLD_YOU = re.compile(
    r"\b(?:tells?|gives?|shows?|helps?|allows?|lets?|saves?|asks?|teach|teaches|told|gave) you\b",
    re.IGNORECASE,
)
_TOLD_HIM = re.compile(
    r"(?<!\w)(?P<word>le) (?:dicen?|dan?|muestran?|ayudan?|permiten?|ahorran?|piden?|sirven?|enseñan?|dirá|mostrará|pregunta|deja)(?!\w)",
    re.IGNORECASE,
)
_OTHERS_TOLD = re.compile(
    r"\b(?:him|her|them|some(?:body|one)|every(?:body|one)|any(?:body|one)|users?|people|persons?|"
    r"learners?|who|each|partners?|communit(?:y|ies))\b",
    re.IGNORECASE,
)
_YOURS = re.compile(r"\byours?\b", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\b(?:his|hers?|its|theirs?|one['’]s|whose|he|she|they|them|it|him|some(?:body|one)|every(?:body|one)|"
    r"any(?:body|one)|users?|people|persons?|learners?|who|each|partners?|communit(?:y|ies))\b|['’]s?(?!\w)|['’]s\b",
    re.IGNORECASE,
)
_HIS, _YOUR_OWN = (
    re.compile(r"(?<!\w)sus?(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:tus?|tuy[oa]s?|te|ti)(?!\w)", re.IGNORECASE),
)


_YOU_AT_ALL = re.compile(r"\byou(?:r|rs)?\b", re.IGNORECASE)
_THINGS = [
    tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\byour (?:own )?{thing}",
            rf"(?<!\w)tus? (?:propi[oa]s? )?{here}",
            rf"(?<!\w)sus? (?:propi[oa]s? )?{here}(?!\w)",
            rf"\b(?:his|her|its|their|whose|['’]s) (?:own )?{thing}",
        )
    )
    for thing, here in _ES["things_of_readers"].items()
]


def _said_of_you(passage: Passage) -> Iterator[str]:
    """Yield words in the third person where the English can only speak of readers."""
    english, text = passage.english_prose, passage.prose
    if not _YOU_AT_ALL.search(english):
        return
    for verb, of_you, usted, reader in _OF_YOU:
        found = list(usted.finditer(text))
        number = len(of_you.findall(english))
        if not number or not found or reader.search(text) or number != len(verb.findall(english)):
            continue
        if len(found) <= number and all(_NO_SUBJECT.search(text[: one.start()]) for one in found):
            yield found[0]["word"]
    yours = len(_YOURS.findall(english))
    his = _HIS.findall(text) if yours or _TOLD_YOU.search(english) else []
    if yours and his:
        for mine, own, other, others in _THINGS:
            said, taken = len(mine.findall(english)), other.search(text)
            if taken and len(own.findall(text)) < said and not others.search(english):
                yield taken[0]
                return
    told = _TOLD_HIM.search(text) if _TOLD_YOU.search(english) else None
    if told and not _OTHERS_TOLD.search(english):
        yield told[0]
    if _OF_OTHERS.search(english):
        return
    if his and len(his) >= yours - len(_YOUR_OWN.findall(text)) > 0:
        yield his[0]


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


# -- How people are named --------------------------------------------------------------------------

_USER = "user"
_WITHOUT_GENDER = re.compile(r"persona|quien|\w+os y \w+as|\w+as y \w+os")
_PEOPLE = frozenset(_ES["people"].split())
_OF_PEOPLE = re.compile(rf"\b(?:{one_of(TABLES['people_in_english'])})s?\b", re.IGNORECASE)
_MEN = re.compile(
    rf"(?<![\w'’/@-])(?P<word>{'|'.join(sorted(_PEOPLE))})(?![\w'’/@(-])(?! de pantalla)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:[^\W\d_]+as|mujeres) (?:y|e|o|u) (?:(?:los|sus|otros|unos) )?$", re.IGNORECASE
)
_BOTH_BEHIND = re.compile(
    r" (?:y|e|o|u) (?:(?:las|sus|otras|unas) )?(?:[^\W\d_]+as\b|mujeres)", re.IGNORECASE
)
_ALL = re.compile(
    r"(?<!\w)(?<!ante )todos(?= (?!los|las|sus|tus|mis|estos|esos|ellos|nuestros)[^\W\d_]+[aeí]n\b)"
    r"|(?<=\bpara )todos(?=[.,;:!?]|$)"
    r"|(?<!\w)bienvenidos(?!\w)",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|any(?:one|body)|all of (?:you|us)|welcome)\b", re.IGNORECASE
)
_SIGN = re.compile(r"(?<!\w)[^\W\d_]{3,}(?:@s?|xs)(?![\w.@-])")


@text_rule()
def find_masculine_plurals(passage: Passage) -> Iterator[Problem]:
    """Find people who are named by a masculine plural alone, where the site avoids it.

    The term base says that it does: a translation of ``user`` names persons, or both genders.
    """
    if not passage.is_in("es") or not any(
        _WITHOUT_GENDER.match(one) for terms in passage.terms for one in terms.variants(_USER)
    ):
        return
    text = passage.prose
    men = [one for one in _MEN.finditer(text) if _are_people(text, one)]
    places = [*men] if _OF_PEOPLE.search(passage.english) else []
    places += _ALL.finditer(text) if _EVERYBODY.search(passage.english) else ()
    places += _SIGN.finditer(text) if _OF_PEOPLE.search(passage.english) else ()
    found = next((one for one in places if one[0] not in passage.english), None)
    if found:
        message = (
            f"“{found[0]}” names people by one gender or by a sign; write it without a gender, as "
            "the term base does for “user”: people who do something, persons, both forms."
        )
        yield passage.problem("text-inclusive", message)


def _are_people(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _BOTH.search(before) or _BOTH_BEHIND.match(text, match.end()) or _TOOLS.search(before):
        return False
    return match["word"].lower() not in _ADJECTIVES_TOO or bool(_OTHERS.search(before))


_ADJECTIVES_TOO = frozenset(_ES["people_or_adjectives"].split())
_OTHERS = re.compile(
    r"\b(?:los|unos|sus|tus|algunos|muchos|varios|otros|entre|\d+)[ \u00a0]$", re.IGNORECASE
)
_TOOLS = re.compile(r"herramientas (?:para|de)[ \u00a0]$", re.IGNORECASE)


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
        rf"\b(?i:{row['before']}) ({one_of(row['words'].translate(_PLAIN))})\b"
        for row in _ES["accents"]
    )
)
# *público* without its accent is what somebody says of themselves; plurals are none.
_SAID_BY_ME = re.compile(
    rf"(?<![\w'’/.-])(?P<one>{'|'.join(sorted(one for one in _ACCENTED_NOUNS if one.endswith('o')))})"
    r"(?P<more>s?)(?![\w'’/-])"
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
    if not _FIRST_PERSON.search(english):
        for match in _SAID_BY_ME.finditer(text):
            right = _ACCENTED_NOUNS[match["one"]] + match["more"]
            yield match[0], right, match.start()
    if _YEAR.search(english):
        for match in _ANO.finditer(text):
            yield match[0], match[0].replace("n", "ñ"), match.start()
