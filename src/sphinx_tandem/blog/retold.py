"""Posts that retell earlier ones: who wrote the originals, when, in which language, and where.

The text of such a post is by whoever retold it, on the day that ``retold`` gives; the people
of the originals are named beside it, and never as its authors.  ``date`` goes on ordering the
posts.  In the front matter of a Markdown page::

    date: 2024-03-22
    author: The team of today
    retold: 2026-11-21
    originals:
      - language: en
        authors: [Ana Ruiz, Ben Gil]
        date: 2024-03-22
        address: https://example.org/first-post
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sphinx.util import logging

from ..site import PSEUDO_CODE, locale_of, locale_or_english
from ..site.pagedata import source_text
from ..text import Syntax, pseudo
from ..text.yaml_lines import Kind, Reader, Value, front_matter, read_front_matter, split_labels
from ..translate import marks
from ..translate.interface import _, in_a_row
from .dates import PostDate, parse_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

_logger = logging.getLogger(__name__)

_NEEDED = ("language", "authors", "date")
_KEYS = (*_NEEDED, "address")
_HOW_TO_DATE = "write year, month and day, such as 2024-04-24"


@dataclass(frozen=True)
class Original:
    """One of the posts that a post retells.

    :param language: the code of the language in which it was written.
    :param authors: who wrote it.
    :param date: the day on which it was first published.
    :param address: where it can be read, or ``""``.
    """

    language: str
    authors: tuple[str, ...]
    date: PostDate
    address: str


@dataclass(frozen=True)
class Retelling:
    """What a post says of the posts that it retells.

    :param date: the day on which it was written.
    :param originals: those posts, in the order of the front matter.
    """

    date: PostDate
    originals: tuple[Original, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Who wrote the originals, each once."""
        return tuple(dict.fromkeys(name for one in self.originals for name in one.authors))


def read_retelling(app: Sphinx, docname: str) -> Retelling | None:
    """Return what the front matter of a page says, or ``None`` if it retells nothing.

    Each problem is a warning on its line, and the post then names no original: half a byline
    would leave somebody out.
    """
    text = source_text(app.env, docname)
    if not {"retold", "originals"} & read_front_matter(text).keys():
        return None
    root = front_matter(text)  # which the fields have shown to be YAML, or none at all
    pairs = (root.pairs if root else None) or []
    fields = {key.text: value for key, value in pairs}
    if not {"retold", "originals"} & fields.keys():
        return None
    return _FieldReader(app, docname).retelling(fields.get("retold"), fields.get("originals"))


class _FieldReader(Reader):
    """Reads the two fields of one post, and warns of each problem on its line."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        super().__init__(self._warn)
        self._app, self._docname = app, docname
        self._problems = 0

    def _warn(self, line: int, _kind: Kind, message: str) -> None:
        self._problems += 1
        _logger.warning(
            "%s. Until this is fixed, the post does not say what it retells.",
            message,
            location=(self._docname, line),
            type="blog",
            subtype="original",
        )

    def retelling(self, retold: Value | None, originals: Value | None) -> Retelling | None:
        """Return what the two fields say, ``None`` where one of them is missing or wrong."""
        found = [self._original(one) for one in self.items(originals, "`originals`")]
        date = self._date(retold, "`retold`")
        if originals is not None and (retold is None or retold.is_empty):
            message = "The post has `originals` and no `retold`; write on which day it was retold"
            self.report(originals.line, "missing-key", f"{message}, such as `retold: 2026-11-21`")
        if retold is not None and (originals is None or originals.is_empty):
            message = "The post has `retold` and no `originals`; write which posts it retells, each"
            message += " with its `language`, `authors` and `date`"
            self.report(retold.line, "missing-key", message)
        if self._problems or date is None:
            return None
        return Retelling(date, tuple(one for one in found if one is not None))

    def _original(self, value: Value) -> Original | None:
        given = self.mapping(value, "An original", _KEYS, _NEEDED)
        language = self._language(given.get("language"))
        date = self._date(given.get("date"), "`date`")
        authors = self._authors(given.get("authors"))
        address = self._address(given.get("address"))
        return Original(language, authors, date, address) if date else None

    def _language(self, value: Value | None) -> str:
        code = self.text(value)
        if value is not None and code and locale_of(code) is None:
            self.report(
                value.line, "wrong-type", f"`{code}` is not a language code; write one such as en"
            )
        return code

    def _date(self, value: Value | None, what: str) -> PostDate | None:
        written = self.text(value)
        if value is None or not written:
            return None
        found = parse_date(written, self._app.config.post_date_format)
        if found is None:
            message = f"{what} says '{written}', which is not a full date; {_HOW_TO_DATE}"
            self.report(value.line, "wrong-type", message)
            return None
        return PostDate.for_build(self._app, found)

    def _authors(self, value: Value | None) -> tuple[str, ...]:
        if value is None or value.is_empty:
            return ()
        if value.items is None:
            found = split_labels(self.text(value))
        else:
            found = tuple(filter(None, map(self.text, value.items)))
        if not found:
            self.report(value.line, "missing-key", "`authors` names nobody; write who wrote it")
        return found

    def _address(self, value: Value | None) -> str:
        written = self.text(value)
        if value is not None and written and not written.startswith(("https://", "http://")):
            message = f"The address '{written}' does not begin with https:// or http://"
            self.report(value.line, "wrong-type", message)
        return written


def language_name(code: str, reader: str) -> str:
    """Return what a language is called in another.

    :param code: the language that is named.
    :param reader: the language in which it is named.
    """
    locale, named = locale_or_english(reader), locale_of(code)
    found = str((named and named.get_language_name(str(locale))) or code)
    return pseudo(found, Syntax.WORDS) if reader == PSEUDO_CODE else found


def credits_of(
    retelling: Retelling, written: Callable[[PostDate], str], link: Callable[[str], str]
) -> tuple[str, ...]:
    """Return a sentence about each original, as HTML.

    :param written: writes a date, as text.
    :param link: makes of a person's name what stands for it, as HTML.
    """
    return tuple(_credit(one, written, link) for one in retelling.originals)


def plain_name(name: str) -> str:
    """Return a person's name, as HTML, where there is nothing to link it to."""
    return f'<span translate="no">{escape(name)}</span>'


def _credit(
    original: Original, written: Callable[[PostDate], str], link: Callable[[str], str]
) -> str:
    day = original.date
    template = _("After a post in %(language)s by %(authors)s, first published on %(date)s.")
    if marks.is_english(template):  # so what it holds is English, too
        day = PostDate.of(day.plain(), "en", day.keeps_format)
    sentence = escape(str(template), quote=False) % {
        "language": escape(language_name(original.language, day.locale_code)),
        "authors": in_a_row([link(name) for name in original.authors]),
        "date": f'<time datetime="{day.date().isoformat()}">{escape(written(day))}</time>',
    }
    if not original.address:
        return sentence
    address, language = escape(original.address), escape(original.language.replace("_", "-"))
    return f'{sentence} <a href="{address}" hreflang="{language}">{_("Read the original")}</a>'
