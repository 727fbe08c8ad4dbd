"""What is different in a build in the pseudo-language, which is published apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ..site import PSEUDO_CODE, make_site, with_pseudo
from ..site.findings import Finding
from ..site.settings import Settings
from .leaks import KNOWN, find_leaks

#: Where it is published: never among the pages for readers.
DEFAULT_OUTPUT = Path("_build", "pseudo")
MARKER_TEXT = (
    "This folder was made by `tandem build --language qps`, which replaces it as a whole.\n"
    "It is a test of layout and of texts without a translation: publish it nowhere.\n"
)
ROBOTS = "User-agent: *\nDisallow: /\n"


def is_pseudo(settings: Settings) -> bool:
    """Say whether these are settings made by :func:`pseudo_settings`."""
    return PSEUDO_CODE in _codes(settings) and PSEUDO_CODE not in settings.config.tandem_languages


def pseudo_settings(settings: Settings) -> Settings:
    """Return the settings of a site that has only its source and the pseudo-language.

    The source language is built beside it, so that the two can be compared and the
    switcher leads somewhere.
    """
    site = make_site(with_pseudo(settings.config.tandem_languages), settings.site.base_url)
    return replace(settings, site=site)


def overrides(settings: Settings, code: str) -> dict[str, Any]:
    """Return what the build of one of the two languages must be told beside ``conf.py``."""
    if code == PSEUDO_CODE:
        return {}
    return {
        "tandem_languages": with_pseudo(settings.config.tandem_languages),
        "tandem_redirects": "",  # old addresses may lead to a language that is not built here
    }


def leaks(settings: Settings, stage: Path, output: Path) -> list[Finding]:
    """Return what is in English in the pages that are about to be published."""
    prefix = settings.site.language(PSEUDO_CODE).prefix
    known = next(iter(settings.locale_dirs), settings.directory / "locales") / KNOWN
    return find_leaks(
        stage / prefix,
        _known_as(output / prefix, settings.directory),
        settings.site.source.tag,
        known,
        _known_as(known, settings.directory),
    )


def _codes(settings: Settings) -> list[str]:
    return [language.code for language in settings.site.languages]


def _known_as(path: Path, site: Path) -> str:
    return (path.relative_to(site) if path.is_relative_to(site) else path).as_posix()
