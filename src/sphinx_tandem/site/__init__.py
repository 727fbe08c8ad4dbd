"""The languages and addresses of a site, as frozen data.

No input or output happens here and nothing is imported from Sphinx:
:func:`counterparts` is the one function that knows how an address changes with
the language, and the switcher, the alternates and the sitemap all call it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from babel.core import Locale

from .languages import LanguageData, catalog_folders, is_well_formed, read

#: The pseudo-language. The code is kept for private use (ISO 639-2): no real language has it.
PSEUDO_CODE = "qps"
_PSEUDO_NAME = "[Þšéûđö-łáñĝûáĝé ·······]"


#: How far readers and search engines hear of a language: a draft is for the preview alone, a
#: listed one is in the switcher, an announced one in ``hreflang`` and the sitemap, too.
STATES = ("draft", "listed", "announced")


@dataclass(frozen=True)
class Language:
    """One language of a site.

    :param code: the code that Sphinx and gettext use, such as ``es`` or ``pt_BR``.
    :param name: the language's own name, such as ``Español``.
    :param prefix: where its pages are under the root: ``""`` or ``"es/"``.
    :param state: one of :data:`STATES`.
    :param least: how many of a hundred passages of a page must be translated, so that search
        engines hear of the page.
    """

    code: str
    name: str
    prefix: str
    state: str = STATES[-1]
    least: int = 0

    @property
    def is_draft(self) -> bool:
        """Whether it is for the preview alone."""
        return self.state == STATES[0]

    @property
    def is_announced(self) -> bool:
        """Whether search engines hear of it."""
        return self.state == STATES[-1]

    @property
    def data(self) -> LanguageData:
        """What is known of the language."""
        return read(self.code)

    @property
    def tag(self) -> str:
        """The code as HTML writes it (BCP 47): ``pt_BR`` becomes ``pt-BR``."""
        return self.data.tag

    @property
    def direction(self) -> str:
        """The direction in which it is written: ``ltr`` or ``rtl``."""
        return self.data.direction


@dataclass(frozen=True)
class Counterpart:
    """The same page in one language, as seen from another.

    :param path: its path under the published root, such as ``es/docs/about.html``.
    :param href: the relative link to it from the page that was asked about.
    :param url: its public address, or ``""`` where the site has no ``html_baseurl``.
    :param current: whether it is the page that was asked about.
    """

    language: Language
    path: str
    href: str
    url: str
    current: bool


@dataclass(frozen=True)
class Site:
    """The languages of a site, the source language first, and its public address."""

    languages: tuple[Language, ...]
    base_url: str = ""

    @property
    def source(self) -> Language:
        """The language that the pages are written in."""
        return self.languages[0]

    def language(self, code: str) -> Language:
        """Return the language with *code*.

        :raises KeyError: when the site does not have it.
        """
        return {language.code: language for language in self.languages}[code]

    def without_drafts(self, wanted: Collection[str] = ()) -> Site:
        """Return the site as readers have it.

        :param wanted: the codes of drafts that stay all the same.
        """
        stay = (one for one in self.languages if not one.is_draft or one.code in wanted)
        return replace(self, languages=tuple(stay))

    def language_of(self, path: str) -> Language:
        """Return the language of the page at a path under the root."""
        others = (language for language in self.languages[1:] if path.startswith(language.prefix))
        return next(others, self.source)

    def root(self, language: Language) -> str:
        """Return the public address of a language's home, or ``""``."""
        return self.base_url + quote(language.prefix) if self.base_url else ""


#: What a site says of a language: its own name, or that under ``name``, with ``state``, ``least``.
Declared = str | Mapping[str, Any]


def with_pseudo(languages: Mapping[str, Declared]) -> dict[str, Declared]:
    """Return the languages of a site that shows only its source and the pseudo-language."""
    source = dict(list((languages or {"en": "English"}).items())[:1])
    return {**source, PSEUDO_CODE: _PSEUDO_NAME}


def make_site(languages: Mapping[str, Declared], base_url: str = "") -> Site:
    """Make a site from ``tandem_languages`` and the public address of its root.

    :param languages: the codes and own names; the first is the source language.
    :param base_url: the address of the published root; a missing ``/`` is added.
    """
    found = []
    for place, (code, held) in enumerate(languages.items()):
        declared = {"name": held} if isinstance(held, str) else held
        found.append(Language(code, **declared, prefix="" if place == 0 else f"{code}/"))
    if base_url and not base_url.endswith("/"):
        base_url += "/"
    return Site(tuple(found), base_url)


def counterparts(site: Site, page: str, language: Language) -> tuple[Counterpart, ...]:
    """Return the page in every language of the site, in the site's order.

    :param page: the page's path within its own language, such as ``docs/about.html``.
    :param language: the language in which the page is being shown.
    """
    here = posixpath.dirname(language.prefix + page)
    found = []
    for other in site.languages:
        path = other.prefix + page
        href = posixpath.relpath(path or ".", here or ".")
        if page.endswith("/") or not page:
            href += "/"
        url = site.base_url + quote(path) if site.base_url else ""
        found.append(Counterpart(other, path, quote(href), url, other == language))
    return tuple(found)


def locale_of(code: str | None) -> Locale | None:
    """Return what Babel knows of a language or of its nearest parent, ``None`` for nothing.

    :param code: such as ``es``, ``pt_BR``, ``pt-BR`` or ``es_LA``.
    """
    return read(code).locale if code else None


def locale_or_english(code: str | None) -> Locale:
    """Return what writes dates, numbers and lists in a language: English where nothing does."""
    return locale_of(code) or Locale("en")


def direction(code: str) -> str:
    """Return the direction in which a language is written, as HTML names it.

    >>> direction("ar"), direction("es")
    ('rtl', 'ltr')
    """
    return read(code).direction


def word_codes(language: str) -> list[str]:
    """Return the codes under which words of a language may be, the closest first.

    >>> word_codes("pt_AO"), word_codes("zh")
    (['pt_AO', 'pt-AO', 'pt_PT', 'pt-PT', 'pt'], ['zh', 'zh_CN'])
    """
    return [code for code, _tag in catalog_folders(language)]


def code_problem(code: str) -> str:
    """Say what is wrong with a language code, or return ``""``.

    A code that the CLDR does not know is right all the same: many languages are not in it.

    >>> code_problem("es_LA"), code_problem("nah"), code_problem("qps")
    ('', '', '')
    >>> code_problem("english")
    "'english' is not the code of a language: it begins with two or three letters, as 'es', \
'pt_BR' and 'nah' do. See https://www.w3.org/International/questions/qa-choosing-language-tags."
    """
    if is_well_formed(code):
        return ""
    return (
        f"{code!r} is not the code of a language: it begins with two or three letters, as 'es', "
        "'pt_BR' and 'nah' do. "
        "See https://www.w3.org/International/questions/qa-choosing-language-tags."
    )
