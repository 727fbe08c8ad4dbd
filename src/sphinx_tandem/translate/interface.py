"""The words that the engine, Sphinx, the theme and other extensions put on a page.

Our own words stand in the domain ``sphinx_tandem``.  What upstream catalogs
lack, or say badly, stands in a catalog of ours in Sphinx's domain, ``sphinx``,
which themes and extensions share.  A site's own catalog of either name, in one
of its ``locale_dirs``, comes before ours; ours comes before upstream's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from gettext import GNUTranslations, NullTranslations, translation
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util import logging

from ..site import PSEUDO_CODE, Language
from ..text import Syntax, pseudo
from ..upstream import sphinx as upstream

DOMAIN = "sphinx_tandem"
_PACKAGE_LOCALES = Path(__file__).parent.parent / "locales"
_logger = logging.getLogger(__name__)

#: Translates one of our own strings into the language of the build.
_ = locale.get_translation(DOMAIN)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate one of our own strings that holds a count."""
    return locale.get_translator(DOMAIN).ngettext(singular, plural, count)


def has_catalog(app: Sphinx, domain: str) -> bool:
    """Say whether the site or the engine has words of a domain in the language of the build."""
    folders = (*locale_folders(app), _PACKAGE_LOCALES)
    paths = (_catalog_paths(folder, app.config.language or "en", domain) for folder in folders)
    return any(path.is_file() for found in paths for path in found)


def translations(
    language: str, domain: str, folders: Iterable[Path] = ()
) -> NullTranslations | None:
    """Return the words of *language* in *domain*, or ``None`` where there are none.

    :param folders: the site's own catalog folders, which come before the package's.
    """
    chain: NullTranslations | None = None
    for folder in (*folders, _PACKAGE_LOCALES):
        for path in _catalog_paths(folder, language, domain):
            found = _read(path)
            if found is None:
                continue
            if chain is None:
                chain = found
            else:
                chain.add_fallback(found)
    return PseudoTranslations() if chain is None and language == PSEUDO_CODE else chain


def pseudo_words(text: str) -> str:
    """Return words of an interface in the pseudo-language."""
    return pseudo(text, Syntax.WORDS)


class PseudoTranslations(NullTranslations):
    """Answers every question with its words in the pseudo-language."""

    def gettext(self, message: str) -> str:
        """Return one text."""
        return pseudo_words(str(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, as English has it."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return a text of one context."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, in one context."""
        return self.ngettext(msgid1, msgid2, n)


def locale_folders(app: Sphinx) -> tuple[Path, ...]:
    """Return the folders in which a site keeps its catalogs."""
    return tuple(Path(app.srcdir, folder) for folder in app.config.locale_dirs)


def words_in(app: Sphinx, language: Language) -> tuple[Callable[[str], str], str]:
    """Return what translates our own strings into any language of the site.

    :returns: the function, and the tag of the language in which its words are.
    """
    found = translations(language.code, DOMAIN, locale_folders(app))
    return (found.gettext, language.tag) if found else (str, "en")


def _catalog_paths(folder: Path, language: str, domain: str) -> list[Path]:
    """Return where a catalog may stand: ``pt_BR`` comes before ``pt``."""
    code = language.replace("-", "_")
    codes = dict.fromkeys((code, code.split("_")[0]))
    return [folder / code / "LC_MESSAGES" / f"{domain}.po" for code in codes]


def _read(path: Path) -> GNUTranslations | None:
    """Compile a catalog in memory, so that no ``.mo`` file is left beside it."""
    try:
        catalog = read_po(BytesIO(_certain(path)), abort_invalid=True)
    except FileNotFoundError:
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


def _certain(path: Path) -> bytes:
    """Return a catalog, of the site's own without what cannot be read for certain."""
    from ..catalogs.model import CatalogError  # noqa: PLC0415  # only sites with such a catalog
    from ..catalogs.reader import read_catalog  # noqa: PLC0415
    from ..catalogs.writer import format_catalog  # noqa: PLC0415

    raw = path.read_bytes()
    try:
        if not path.is_relative_to(_PACKAGE_LOCALES):
            read_catalog(path)
    except CatalogError as error:
        for found in error.findings:
            code = found.code.removeprefix("catalog-")
            place = f"{path}:{found.line or 1}"
            _logger.warning(found.message, location=place, type="catalog", subtype=code)
        return format_catalog(error.catalog).encode()
    return raw


def _make_safe(catalog: Catalog, path: Path) -> None:
    """Take out of a site's words what their English does not hold: templates use them raw.

    Broken ones are replaced by those of the engine or of Sphinx, and not left out: Sphinx has
    read the site's catalog too.
    """
    from ..catalogs.model import Entry  # noqa: PLC0415  # only sites with such a catalog need it
    from ..checks.refused import Context, judge  # noqa: PLC0415
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
    sphinx_words = translation("sphinx", Path(locale.__file__).parent, [language], fallback=True)
    found = translations(language, domain)
    if found is None:
        return sphinx_words
    found.add_fallback(sphinx_words)
    return found


def install_words(app: Sphinx) -> None:
    """Put the words in front of those that Sphinx has loaded."""
    language = app.config.language or "en"
    folders = locale_folders(app)
    own = translations(language, DOMAIN, folders) or NullTranslations()
    upstream.install_words(DOMAIN, own)
    words = translations(language, "sphinx", folders)
    if words is not None:
        words.add_fallback(locale.get_translator())
        upstream.install_words("sphinx", words, app)
    upstream.translate_version_labels()
