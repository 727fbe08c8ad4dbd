"""What is known of a language: one record, which everything else reads.

Names, dates, plural rules, likely scripts and parents come from the CLDR, by way of
Babel.  (Quotation marks are docutils' matter, which finds them by the code.)  The tables here
hold the rest:

* the scripts that are written from right to left: ``scriptMetadata.txt`` of the CLDR;
* the letters that a language sorts as letters of their own: the collation charts of the
  CLDR, as far as they are single letters;
* the scripts without spaces between words: Unicode's line breaking classes SA and ID
  (UAX #14);
* gettext's modifiers for scripts (``sr@latin``): the manual of GNU libc, "Locale Names";
* ``es_LA``, the Spanish of Latin America among Facebook's locales, which translation
  platforms took over.  In BCP 47 ``LA`` is Laos, and Latin America is ``419`` (UN M.49).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError, get_global
from babel.messages.plurals import get_plural

if TYPE_CHECKING:
    import snowballstemmer

_RIGHT_TO_LEFT = frozenset(
    "Adlm Arab Aran Armi Avst Chrs Cprt Elym Garay Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc "
    "Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa "
    "Yezi".split()
)
_WITHOUT_SPACES = frozenset("Hani Hans Hant Jpan Hira Kana Thai Khmr Laoo Mymr".split())
_MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
# Letters that follow another one, by language: the first of each group is that one.
_ALPHABETS = (
    ("es gl eu qu ay gn nah yua fil".split(), "nñ"),
    ("sv fi".split(), "zåäö"),
    ("da nb nn no".split(), "zæøå"),
    (["pl"], "aą cć eę lł nń oó sś zźż"),
    ("cs sk sl hr bs".split(), "cčć dđ rř sš zž"),
    ("tr az".split(), "cç gğ hı oö sş uü"),
    (["ro"], "aăâ iî sș tț"),
)
_LAST = "\U0010fffd"
_DEFAULT_PLURALS = "nplurals=2; plural=(n != 1);"
# From Babel 2.19 on, Spanish, French and others have a form of their own for whole millions, as
# in the CLDR.  Catalogs have two forms in these languages, as GNU gettext makes them:
# https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html
_MILLIONS = re.compile(
    r"\(?\(?(n == 1|n == 0 \|\| n == 1)\)? \? 0 : n != 0 && n % 1000000 == 0 \? 1 : 2\)?"
)
_TWO_FORMS = {"n == 1": "n != 1", "n == 0 || n == 1": "n > 1"}
_WELL_FORMED = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*(?:@[A-Za-z0-9]{1,8})?")
_VARIANT = re.compile(r"[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")


def is_well_formed(code: str) -> bool:
    """Say whether a code is one that BCP 47 or gettext could write.

    >>> [is_well_formed(code) for code in ("es_LA", "zh-Hans", "sr@latin", "Español", "../es")]
    [True, True, True, False, False]
    """
    return _WELL_FORMED.fullmatch(code) is not None


@dataclass(frozen=True)
class LanguageData:
    """One language, as BCP 47 takes it apart.

    :param language: the code of ISO 639, in small letters.
    :param script: the code of ISO 15924, or ``""`` where it goes without saying.
    :param territory: the code of ISO 3166 or UN M.49, or ``""``.
    :param variants: what else the code says.
    """

    language: str
    script: str = ""
    territory: str = ""
    variants: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The language as HTML writes it."""
        variants = [part for part in self.variants if _VARIANT.fullmatch(part)]
        private = [part for part in self.variants if part not in variants]
        parts = [self.language, self.script, self.territory, *variants]
        return "-".join(filter(None, [*parts, *(["x", *private] if private else [])]))

    @cached_property
    def locale(self) -> Locale | None:
        """What the CLDR knows of it, or of the nearest parent; ``None`` where it knows nothing."""
        for found in self.chain:
            try:
                return Locale.parse("_".join(found.subtags))
            except (UnknownLocaleError, ValueError):
                continue
        return None

    @property
    def subtags(self) -> tuple[str, ...]:
        """The language, its script and its territory, as far as the code says them."""
        return tuple(filter(None, (self.language, self.script, self.territory)))

    @property
    def iso_639_3(self) -> str:
        """The code with three letters, from the aliases of languages in the CLDR.

        Where that knows several, the one for terminology begins as the short code does.

        >>> [read(code).iso_639_3 for code in ("es_MX", "fr", "de", "zh_CN", "nah")]
        ['spa', 'fra', 'deu', 'zho', 'nah']
        """
        aliases = get_global("language_aliases")
        found = [one for one, code in aliases.items() if code == self.language and len(one) == 3]
        return min(found, key=lambda one: (one[0] != self.language[0], one), default=self.language)

    @cached_property
    def likely(self) -> LanguageData:
        """The language with the script and the territory that most of its readers have."""
        known = get_global("likely_subtags")
        language, script, territory = self.language, self.script, self.territory
        for parts in ((language, script, territory), (language, territory), (language, script)):
            if found := known.get("_".join(filter(None, parts))):
                break
        else:
            found = known.get(language, "")
        other = read(found) if found else self
        return LanguageData(language, script or other.script, territory or other.territory)

    @property
    def direction(self) -> str:
        """The direction of its script: ``ltr`` or ``rtl``."""
        return "rtl" if self.likely.script in _RIGHT_TO_LEFT else "ltr"

    @property
    def has_spaces(self) -> bool:
        """Whether there are spaces between its words."""
        return self.likely.script not in _WITHOUT_SPACES

    @property
    def plural_forms(self) -> str:
        """The rule for plurals, as the header of a catalog has it."""
        if not self.locale:
            return _DEFAULT_PLURALS
        found = get_plural(self.locale)
        whole = _MILLIONS.fullmatch(found.plural_expr)
        return f"nplurals=2; plural=({_TWO_FORMS[whole[1]]});" if whole else str(found.plural_forms)

    def sort_key(self, text: str) -> str:
        """Return what a name is sorted by: its letters without case and accents, but for
        those that are letters of their own.

        >>> sorted(["Zulu", "Óscar", "ñandú", "nutria"], key=read("es").sort_key)
        ['nutria', 'ñandú', 'Óscar', 'Zulu']
        """
        own = _own_letters(self.language)
        whole = "".join(own.get(one, one) for one in unicodedata.normalize("NFC", text.casefold()))
        plain = unicodedata.normalize("NFKD", whole)
        return "".join(letter for letter in plain if not unicodedata.combining(letter))

    @cached_property
    def chain(self) -> tuple[LanguageData, ...]:
        """The language and those whose words its readers understand, the nearest first.

        gettext falls back from ``es_AR`` to ``es``; the CLDR knows steps between, such as
        ``es_419``, and ``pt_PT`` for ``pt_AO``.
        """
        found = [self]
        while (parent := found[-1].parent) is not None and parent not in found:
            found.append(parent)
        return tuple(found)

    @property
    def parent(self) -> LanguageData | None:
        """The language without the last thing that its code says, or ``None``."""
        if self.variants:
            return LanguageData(self.language, self.script, self.territory, self.variants[:-1])
        other = get_global("parent_exceptions").get("_".join(self.subtags), "root")
        if other != "root":
            return read(str(other))
        if self.territory:
            script = self.script or self.likely.script
            own = LanguageData(self.language).likely.script
            return LanguageData(self.language, script if script != own or self.script else "")
        return LanguageData(self.language) if self.script else None

    @property
    def spellings(self) -> Iterator[str]:
        """The names that folders of its catalogs have: ``es_LA`` is ``es_419`` as well."""
        yield "_".join((*self.subtags, *self.variants))
        yield self.tag
        if (self.language, self.territory) == ("es", "419"):
            yield "es_LA"
        if len(self.variants) == 1:
            yield f"{'_'.join(self.subtags)}@{self.variants[0]}"
        for modifier, script in _MODIFIERS.items():
            if self.script == script:
                yield f"{self.language}@{modifier}"
        most = LanguageData(self.language, "", self.likely.territory)
        if self.script == most.likely.script and not self.territory:  # `zh_Hans` is `zh_CN`
            yield "_".join(most.subtags)


@cache
def _own_letters(language: str) -> dict[str, str]:
    """Return what the letters of a language that other languages lack are sorted by."""
    groups = next((found.split() for codes, found in _ALPHABETS if language in codes), [])
    return {
        letter: f"{group[0]}{_LAST}{place}"
        for group in groups
        for place, letter in enumerate(group[1:])
    }


@cache
def read(code: str) -> LanguageData:
    """Return what is known of the language with a code, in whatever way it is spelt.

    >>> [read(code).tag for code in ("es_LA", "pt-br", "zh_Hans", "sr@latin", "ca@valencia")]
    ['es-419', 'pt-BR', 'zh-Hans', 'sr-Latn', 'ca-valencia']
    >>> [found.tag for found in read("es_AR").chain]
    ['es-AR', 'es-419', 'es']
    """
    plain, _, modifier = code.partition("@")
    language, *others = plain.replace("-", "_").split("_")
    script = territory = ""
    variants: list[str] = []
    for part in filter(None, others):
        if not (script or territory or variants) and re.fullmatch("[A-Za-z]{4}", part):
            script = part.title()
        elif not (territory or variants) and re.fullmatch("[A-Za-z]{2}|[0-9]{3}", part):
            territory = part.upper()
        elif part.lower() != "x":
            variants.append(part.lower())
    if modifier in _MODIFIERS:
        script = _MODIFIERS[modifier]
    elif modifier:
        variants.append(modifier.lower())
    language = language.lower()
    territory = "419" if (language, territory) == ("es", "LA") else territory
    return LanguageData(language, script, territory, tuple(variants))


def english_name(language: str) -> str:
    """Return what English calls a language, in small letters; ``""`` where Babel knows nothing."""
    locale = read(read(language).language).locale
    return ((locale and locale.get_language_name("en")) or "").casefold()


@cache
def stemmer(language: str) -> snowballstemmer.stemmer | None:
    """Return what finds the stems of a language's words, ``None`` where nothing does."""
    import snowballstemmer  # noqa: PLC0415 (few commands need it)

    try:
        return snowballstemmer.stemmer(english_name(language).partition(" ")[0])
    except KeyError:
        return None


def babel_code(code: str) -> str:
    """Return a code with which Babel writes dates: that of the language or of the nearest one.

    >>> babel_code("pt_BR"), babel_code("es_LA"), babel_code("ay")
    ('pt_BR', 'es_419', 'en')
    """
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return str(read(code).locale or "en")
    return code


@cache
def catalog_folders(code: str) -> tuple[tuple[str, str], ...]:
    """Return the folders in which words for a language may be, the nearest first.

    :returns: the name of each folder, and the tag of the language in it.

    >>> [name for name, tag in catalog_folders("es_MX")]
    ['es_MX', 'es-MX', 'es_419', 'es-419', 'es_LA', 'es']
    """
    own = read(code)
    found = {code: own.tag}
    for language in own.chain:
        for name in language.spellings:
            found.setdefault(name, language.tag)
    if own.language == "zh":  # Sphinx names both scripts by a country
        found.setdefault("zh_TW" if own.likely.script == "Hant" else "zh_CN", own.tag)
    return tuple(found.items())
