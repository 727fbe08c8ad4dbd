"""The words that the engine, Sphinx, the theme and other extensions put on a page.

Our own words are in the domain ``sphinx_tandem``.  What upstream catalogs
lack, or say badly, is in a catalog of ours in Sphinx's domain, ``sphinx``,
which themes and extensions share.  A site's own catalog of either name, in one
of its ``locale_dirs``, comes before ours; ours comes before upstream's.

A reader whose language lacks a sentence gets it in English, and the page says that it is
English: :class:`EnglishWords` comes after all catalogs and puts the marks of
:func:`.marks.english` around what it answers.  Texts without words, such as ``%s: %s``, need
no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from errno import ELOOP, ENOENT, ENOTDIR
from functools import cache, reduce
from gettext import GNUTranslations, NullTranslations, translation
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase

from ..site import PSEUDO_CODE, Language, direction, word_codes
from ..site.languages import catalog_folders, read
from ..site.options import current_language
from ..site.pagedata import makes_web_pages
from ..text import Syntax, pseudo
from ..upstream import sphinx as upstream
from . import marks

if TYPE_CHECKING:
    from ..catalogs.model import CatalogError

DOMAIN = "sphinx_tandem"
_PACKAGE_LOCALES = Path(__file__).parent.parent / "locales"
_logger = logging.getLogger(__name__)

#: Translates one of our own strings into the language of the build.
_ = locale.get_translation(DOMAIN)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate one of our own strings that contains a count."""
    return locale.get_translator(DOMAIN).ngettext(singular, plural, count)


def label(text: str) -> str:
    """Return what is before a value, with the colon of the language: ``Published:``."""
    return _("%(label)s:") % {"label": text}


def in_a_row(texts: Sequence[str]) -> str:
    """Return remarks one after the other, with the comma of the language."""

    def join(first: str, following: str) -> str:
        return _("%(first)s, %(next)s") % {"first": first, "next": following}

    return reduce(join, texts) if texts else ""


def has_catalog(app: Sphinx, domain: str) -> bool:
    """Say whether the site or the engine has words of a domain in the language of the build."""
    folders = (*locale_folders(app), _PACKAGE_LOCALES)
    paths = catalog_paths(folders, app.config.language or "en", domain)
    return any(path.is_file() for path, _tag in paths)


def translations(
    language: str, domain: str, folders: Iterable[Path] = ()
) -> NullTranslations | None:
    """Return the words of *language* in *domain*, or ``None`` where there are none.

    :param folders: the site's own catalog folders, which come before the package's.
    """
    found = _chained((*folders, _PACKAGE_LOCALES), language, domain)
    return PseudoTranslations() if found is None and language == PSEUDO_CODE else found


def site_words(app: Sphinx, domain: str) -> NullTranslations | None:
    """Return the words that the site itself has of a domain, or ``None`` where it has none."""
    return _chained(locale_folders(app), app.config.language or "en", domain)


def _chained(folders: Iterable[Path], language: str, domain: str) -> NullTranslations | None:
    """Return the words of all catalogs of a domain: each answers where those before it cannot."""
    paths = (path for path, _tag in catalog_paths(folders, language, domain))
    found = [words for path in paths if (words := _read(path))]
    for fallback in found[1:]:
        found[0].add_fallback(fallback)
    return found[0] if found else None


def pseudo_words(text: str) -> str:
    """Return words of an interface in the pseudo-language."""
    return pseudo(text, Syntax.WORDS)


class _Answers(NullTranslations):
    """Answers every question by itself, as ``gettext`` of a subclass does."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, as English has it."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return a text of one context."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, in one context."""
        return self.ngettext(msgid1, msgid2, n)


class PseudoTranslations(_Answers):
    """Answers every question with its words in the pseudo-language."""

    def gettext(self, message: str) -> str:
        """Return one text."""
        return pseudo_words(str(message))


def locale_folders(app: Sphinx) -> tuple[Path, ...]:
    """Return the folders in which a site keeps its catalogs."""
    return tuple(Path(app.srcdir, folder) for folder in app.config.locale_dirs)


def words_in(app: Sphinx, language: Language) -> tuple[Callable[[str], str], str]:
    """Return what translates our own strings into any language of the site.

    :returns: the function, and the tag of the language in which its words are.
    """
    folders = locale_folders(app)
    found = translations(language.code, DOMAIN, folders)
    if found is None:
        return str, "en"
    paths = catalog_paths((*folders, _PACKAGE_LOCALES), language.code, DOMAIN)
    tags = (tag for path, tag in paths if path.is_file() or path.with_suffix(".mo").is_file())
    return found.gettext, next(tags, language.tag)


def is_english(language: str) -> bool:
    """Say whether a language is English, which needs no catalog."""
    return read(language).language == "en"


def catalog_paths(
    folders: Iterable[Path], language: str, domain: str
) -> Iterator[tuple[Path, str]]:
    """Yield where a catalog may be, and the tag of its language: ``pt_BR`` comes before ``pt``.

    :param folders: the folders of catalogs, the first choice first.
    """
    places = tuple(folders)
    for code, tag in catalog_folders(language):
        for folder in places:
            yield folder / code / "LC_MESSAGES" / f"{domain}.po", tag


def _read(path: Path) -> GNUTranslations | None:
    """Return the words of a catalog; the engine's own are read once, and copied for each use."""
    if not path.is_relative_to(_PACKAGE_LOCALES):
        return _compiled(path)
    return copy(_own(path))  # whoever asks adds others behind it


def _compiled(path: Path) -> GNUTranslations | None:
    """Compile a catalog in memory, so that no ``.mo`` file is left beside it."""
    try:
        catalog = read_po(BytesIO(_certain(path)), abort_invalid=True)
    except OSError as error:
        if error.errno not in (ENOENT, ENOTDIR, ELOOP):
            raise
        compiled = path.with_suffix(".mo")
        if not compiled.is_file():
            return None
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    except (PoFileError, ValueError) as error:
        _logger.warning(
            "the catalog cannot be read, its words are left out: %s",
            error,
            # with a line, so that Sphinx does not take it for the name of a page
            location=f"{path}:{getattr(error, 'lineno', 0) + 1}",
            type="tandem",
            subtype="catalog",
        )
        return None
    if not path.is_relative_to(_PACKAGE_LOCALES):
        _make_safe(catalog, path)
    compiled_catalog = BytesIO()
    write_mo(compiled_catalog, catalog)
    compiled_catalog.seek(0)
    return GNUTranslations(compiled_catalog)


_own = cache(_compiled)


def _certain(path: Path) -> bytes:
    """Return a catalog, of the site's own without what cannot be read for certain."""
    from ..catalogs.model import CatalogError  # noqa: PLC0415  # only sites with such a catalog
    from ..catalogs.reader import read_catalog  # noqa: PLC0415
    from ..catalogs.writer import format_catalog  # noqa: PLC0415

    try:
        if path.exists() and not path.is_relative_to(_PACKAGE_LOCALES):
            read_catalog(path)
    except CatalogError as error:
        report_catalog(error)
        return format_catalog(error.catalog).encode()
    return path.read_bytes()


def report_catalog(error: CatalogError) -> None:
    """Warn about each line of a catalog that cannot be read."""
    for found in error.findings:
        code = found.code.removeprefix("catalog-")
        place = f"{error.path}:{found.line or 1}"
        _logger.warning(found.message, location=place, type="catalog", subtype=code)


def _make_safe(catalog: Catalog, path: Path) -> None:
    """Remove from a site's words what is not in their English: templates use them raw.

    Broken ones are replaced by those of the engine or of Sphinx, and not left out: Sphinx has
    read the site's catalog too.
    """
    from ..catalogs.model import Entry  # noqa: PLC0415  # only sites with such a catalog need it
    from ..checks import Context, judge  # noqa: PLC0415
    from .guard import report_problems, setting_text  # noqa: PLC0415

    context = Context(str(catalog.locale or ""), Syntax.WORDS)
    for message in list(catalog):
        if not message.id or not message.string or message.fuzzy:
            continue
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        english, plural = (message.id, None) if isinstance(message.id, str) else message.id
        entry = Entry(
            english,
            forms[0],
            comments=tuple(message.user_comments),
            msgid_plural=plural,
            msgstr_plural=forms if plural else (),
            flags=tuple(message.flags),
        )
        problems, forms = judge(entry, context)
        if problems:
            report_problems(problems, f"{path}:{message.lineno or 1}")
            others = _others(path.parents[1].name, path.stem)
            one, several = (others.ngettext(english, plural or "", number) for number in (1, 2))
            forms = (one, *[several] * (len(forms) - 1)) if plural else (others.gettext(english),)
        held = f"{english} {plural}" if plural else english
        safe = tuple(setting_text(held, text) for text in forms)
        message.string = safe if plural else safe[0]


def _others(language: str, domain: str) -> NullTranslations:
    """Return the words that a language has without the site's own catalogs."""
    sphinx_words = _sphinx_words(language)
    found = translations(language, domain)
    if found is None:
        return sphinx_words
    found.add_fallback(sphinx_words)
    return found


def _sphinx_words(language: str) -> NullTranslations:
    """Return the words that Sphinx ships, by the folders in which we look for ours."""
    # Sphinx has `zh_CN`, and nothing for `zh`.
    codes = word_codes(language) + word_codes(read(language).likely.tag)
    return translation("sphinx", Path(locale.__file__).parent, codes, fallback=True)


def install_words(app: Sphinx) -> None:
    """Put the words in front of those that Sphinx has loaded, and marked English behind them."""
    language = app.config.language or "en"
    folders = locale_folders(app)

    def is_shown(_english: str) -> bool:
        is_known = hasattr(app, "builder")  # extensions are set up before there is a builder
        return is_known and makes_web_pages(app) and not is_english(language)

    def is_shown_by_sphinx(english: str) -> bool:
        # While pages are read, its words become parts of messages and of the index.
        is_safe = app.phase is not BuildPhase.READING or english in upstream.WORDS_WHILE_READING
        return is_safe and is_shown(english)

    own, words = EnglishWords(is_shown), EnglishWords(is_shown_by_sphinx)
    if found := translations(language, DOMAIN, folders):
        own.add_fallback(found)
    if found := translations(language, "sphinx", folders):
        words.add_fallback(found)
    words.add_fallback(locale.get_translator())
    words.add_fallback(_sphinx_words(language))
    upstream.install_words(DOMAIN, own)
    upstream.install_words("sphinx", words, app)
    upstream.ask_for_field_labels(app)
    translate_version_labels(app)


def translate_version_labels(app: Sphinx) -> None:
    """Say in the words of the build in which version something changed."""
    upstream.translate_version_labels()


# -- What is put into a sentence, or handed to a script, is in the language of the words --------


def language_of_words(app: Sphinx, text: str) -> str:
    """Return the code of the language in which a text of the interface was found."""
    return "en" if marks.is_english(text) else app.config.language or "en"


def script_words(app: Sphinx, ask: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return the words for a script, all in one language, which ``lang`` and ``dir`` name.

    :param ask: asks for the words; it is called again, without any catalog, where one of them
        has no translation.
    """
    words = ask()
    tag = current_language(app.config).tag
    if any(map(marks.is_english, words.values())):
        found = locale.get_translator(DOMAIN)
        upstream.install_words(DOMAIN, NullTranslations())
        try:
            words, tag = ask(), "en"
        finally:
            upstream.install_words(DOMAIN, found)
    return {"lang": tag, "dir": direction(tag), **words}


# -- Where no catalog has a word: the whole sentence in English ----------------------------------

# What is no word: placeholders of every kind, entities and tags.
_NO_WORDS = re.compile(r"%(?:\(\w+\))?[-_#0]?[a-zA-Z]|\$?\{\w*\}|&#?\w+;|<[^>]*>")
_LETTER = re.compile(r"[^\W\d_]")


class EnglishWords(_Answers):
    """Answers in English for the catalogs before it, those included that are added later.

    :param is_marked: says whether an answer is marked now: no page is made from what is read
        for a book, or while words could still become a part of a message.
    """

    def __init__(self, is_marked: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_marked = is_marked
        self._next: NullTranslations | None = None

    def add_fallback(self, fallback: NullTranslations) -> None:
        """Ask another catalog first, as Sphinx does when a theme brings its own."""
        if self._next:
            self._next.add_fallback(fallback)
            return
        if not isinstance(fallback, EnglishWords):  # which answers by itself
            fallback.add_fallback(EnglishWords(self._is_marked))
        self._next = fallback
        # From now on that catalog answers.
        asked = ("gettext", "ngettext", "pgettext", "npgettext")
        vars(self).update({name: getattr(fallback, name) for name in asked})

    def gettext(self, message: str) -> str:
        """Return one text."""
        english = str(message)
        if _LETTER.search(_NO_WORDS.sub("", english)) and self._is_marked(english):
            return marks.english(english)
        return english
