"""What ``tandem status`` counts, counted within a build, for every language of the site.

The English pages say how the Spanish stands, so each build reads the catalogs of
all languages, and merges them with the pages as the command does.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import docname_to_domain

from ...catalogs.extract import INTERFACE, Message
from ...catalogs.model import CatalogError
from ...catalogs.reader import read_catalog
from ...catalogs.status import LanguageStatus, merge_language, status_of
from ...checks.refused import refused_in
from ...site import Language, Site
from ...site.options import site_of
from ...translate.gettext import recorded
from ...translate.interface import locale_folders
from ...translate.lookup import SITE_DOMAIN, site_messages
from ...translate.settings_texts import words
from .inbound import reach_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True)
class _Settings:
    """What the catalogs need to know, as a build has it."""

    directory: Path
    locale_dirs: tuple[Path, ...]
    site: Site
    config: Config


def targets(app: Sphinx) -> tuple[Language, ...]:
    """Return the languages that the site is translated into."""
    return site_of(app.config).languages[1:]


def statuses(app: Sphinx) -> tuple[LanguageStatus, ...]:
    """Return how much of the site is translated, language by language; counted once a build."""
    found: tuple[LanguageStatus, ...] | None = getattr(app, "tandem_statuses", None)
    if found is None:
        found = tuple(_status(app, language) for language in targets(app))
        app.tandem_statuses = found  # type: ignore[attr-defined]  # one per build, as on app.config
    return found


def _status(app: Sphinx, language: Language) -> LanguageStatus:
    folder = Path(app.srcdir)
    folders = tuple(locale_folders(app.config, folder))
    settings = _Settings(folder, folders, site_of(app.config), app.config)
    messages = _messages(app)
    for domain in INTERFACE:
        if held := _held(folders, language, domain):
            messages[domain] = held
    merged = merge_language(settings, messages, language)
    return status_of(merged, reach_of(app), refused_in(settings))


def _messages(app: Sphinx) -> dict[str, list[Message]]:
    """Return the messages of the site as its templates would have them."""
    messages: defaultdict[str, list[Message]] = defaultdict(list)
    pages = recorded(app.env)
    for docname in sorted(pages):
        source, found = pages[docname]
        domain = docname_to_domain(docname, app.config.gettext_compact)
        place = _relative(source, Path(app.srcdir))
        messages[domain] += [
            Message(text, (), ((place, line),)) for (text, _), line in found.items()
        ]
    for text, path, line in site_messages(app).all():
        messages[SITE_DOMAIN].append(
            Message(text, (), ((_relative(path, Path(app.srcdir)), line),))
        )
    # What stands in the settings comes last in its template, too.
    conf = (("conf.py", 1),)
    messages[SITE_DOMAIN] += [Message(text, (), conf) for text in _setting_words(app)]
    return messages


def _setting_words(app: Sphinx) -> list[str]:
    found: list[str] = getattr(app, "tandem_setting_words", [])
    return found


def note_setting_words(app: Sphinx, config: Config) -> None:
    """Note the words in the settings while they are English: they are translated at once."""
    app.tandem_setting_words = words(config)  # type: ignore[attr-defined]  # one per build


def _held(folders: tuple[Path, ...], language: Language, domain: str) -> list[Message]:
    """Return the words of the interface that a site translates itself.

    Templates are not read for words in such a build, so the catalog says what there is.
    """
    for folder in folders:
        try:
            catalog = read_catalog(folder / language.code / "LC_MESSAGES" / f"{domain}.po")
        except (OSError, CatalogError):
            continue
        return [Message(entry.msgid) for entry in catalog.entries if not entry.obsolete]
    return []


def _relative(path: str, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()
