"""Who translated a page, and who reviewed the translation: from its catalog.

Programs write people into the comments at the top of a catalog, each in its own
way, and into the fields of its header.  Only names are shown, no addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from babel.lists import format_list

from ..catalogs.model import Entry
from ..catalogs.reader import fields
from ..site import locale_of
from ..site.options import current_language
from ..translate.interface import _
from .catalog_view import page_catalog

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# `Translators:` and what else begins a list of people in the comments.
_HEADINGS = {
    "translators": True,
    "translator": True,
    "translated by": True,
    "reviewers": False,
    "reviewer": False,
    "reviewed by": False,
    "proofreaders": False,
}
_TRANSLATOR_FIELDS = ("x-translator", "x-translators")
_REVIEWER_FIELDS = ("x-reviewer", "x-reviewers")
_MAIL = re.compile(r"\s*(?:<[^<>]*>|\([^()]*@[^()]*\)|\[[^\[\]]*@[^\[\]]*\]|\S+@\S+)")
_YEARS = re.compile(r"[\s,;:(]+(?:©\s*)?(?:YEAR|\d{4})(?:\s*[-–,/]\s*(?:\d{4}|\d{2}))*[\s.)]*$")
# What programs write where nobody has given a name.
_PLACEHOLDER = re.compile(
    r"full name|first author|your name|(?:the )?(?:author|name|translator|language team)s?|"
    r"anonymous|unknown|none|nobody|n/a|automatic(?:ally generated)?|machine translation|"
    r"google translate|deepl|(?:hosted )?weblate(?: admin)?|transifex(?: bot)?|crowdin|pontoon|"
    r".*\[bot\]",
    re.IGNORECASE,
)
_LONGEST = 80
_MOST_WORDS = 7
# Words within a name that begin with a small letter.
_PARTICLE = re.compile("da|del?|della|de[nr]|d[io]|dos|du|[ei]|la|l[ao]s|van|von|y")
# Characters that show nothing or turn the direction of what follows.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff]"
)


@dataclass(frozen=True)
class Credits:
    """The people behind a translation, each once."""

    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


def credits_of(header: Entry | None) -> Credits:
    """Return the people that the header of a catalog names, in its order."""
    if header is None:
        return Credits()
    translators, reviewers = _in_comments(header.comments)
    known = {name.lower(): value for name, value in fields(header).items()}
    translators += [name for key in _TRANSLATOR_FIELDS for name in _people(known.get(key, ""))]
    translators += _names(_MAIL.sub(";", known.get("last-translator", "")).split(";"))
    reviewers += [name for key in _REVIEWER_FIELDS for name in _people(known.get(key, ""))]
    return Credits(_once(translators), _once(reviewers))


def _in_comments(comments: Iterable[str]) -> tuple[list[str], list[str]]:
    found: tuple[list[str], list[str]] = ([], [])
    listed: bool | None = None
    for comment in comments:
        text = comment.strip()
        heading, colon, rest = text.partition(":")
        if colon and heading.strip().lower() in _HEADINGS:
            listed = _HEADINGS[heading.strip().lower()]
            found[not listed].extend(_people(rest))
        elif not text:
            listed = None
        elif _is_notice(text):
            continue
        elif listed is not None:
            found[not listed].extend(_names([text.lstrip("-*• ")]))
        elif ("<" in text and _MAIL.search(text)) or _is_dated_name(text):
            found[0].extend(_names([text]))  # gettext's own way: Name <address>, years.
    return found


def _is_dated_name(text: str) -> bool:
    """Say whether a line is a name and years, without an address between them."""
    name = _YEARS.sub("", text)
    words = name.split()
    return name != text and all(word[0].isupper() or _PARTICLE.fullmatch(word) for word in words)


def _is_notice(text: str) -> bool:
    """Say whether a line is about rights, bugs or the file, and not about a translator."""
    return bool(re.search(r"copyright|\(c\)|©|licen[cs]e|report|https?:", text, re.IGNORECASE))


def _people(value: str) -> list[str]:
    """Return the names in a field: ``Ana <a@b.org>, Luis; Eva``."""
    without = _MAIL.sub("", value)
    return list(_names(re.split("[;,]", without)))


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        name = _YEARS.sub("", f" {_MAIL.sub('', text)}")
        name = " ".join(_INVISIBLE.sub("", name).split()).strip(" ,;:.")
        is_long = len(name) > _LONGEST or len(name.split()) > _MOST_WORDS
        if is_long or not any(map(str.isalpha, name)) or "@" in name or "://" in name:
            continue
        if not _PLACEHOLDER.fullmatch(name):
            yield name


def _once(names: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return tuple(first.values())


def line(app: Sphinx, docname: str) -> str:
    """Return the line that credits the people behind a page's translation, or ``""``."""
    language = current_language(app.config)
    people = credits_of(page_catalog(app, language, docname).header)
    translators = _listed(people.translators, language.code)
    reviewers = _listed(people.reviewers, language.code)
    if translators and reviewers:
        text = _("Translated by %(translators)s; reviewed by %(reviewers)s.")
    elif translators:
        text = _("Translated by %(translators)s.")
    elif reviewers:
        text = _("Translation reviewed by %(reviewers)s.")
    else:
        return ""
    shown = text % {"translators": translators, "reviewers": reviewers}
    return f'<p class="tandem-credits">{escape(shown)}</p>'


def _listed(names: tuple[str, ...], language: str) -> str:
    locale = locale_of(language)
    return format_list(names, locale=locale) if names and locale else ", ".join(names)
