"""The words of the engine in a kit, and how many of them a language lacks."""

from __future__ import annotations

from gettext import NullTranslations

from ..interface import DOMAIN, translations
from ..settings import Settings

_ENGLISH = "en"


class _Missing(NullTranslations):
    """Stands behind all catalogs, and notes what none of them has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def gettext(self, message: str) -> str:
        """Return the English."""
        self.found.add(message)
        return message


class KitWords:
    """Looks words up in the language of a kit: in the site's catalog, then in the engine's.

    :param settings: where the site keeps its catalogs.
    :param language: the code of the language.
    """

    def __init__(self, settings: Settings, language: str) -> None:
        self._settings = settings
        self._language = language
        self._missing = _Missing()
        self._words: NullTranslations = self._missing
        if found := translations(language, DOMAIN, settings.locale_dirs):
            found.add_fallback(self._missing)
            self._words = found

    def __call__(self, message: str) -> str:
        """Return a word of the engine in the language."""
        return self._words.gettext(message)

    def note(self) -> str:
        """Say how many words of those that were asked for stand in English, or nothing."""
        number = len(self._missing.found)
        if not number or self._language.replace("-", "_").split("_")[0] == _ENGLISH:
            return ""
        words = f"{number} word or phrase" if number == 1 else f"{number} words and phrases"
        return (
            f"{words} of the kit stand in English, because neither the engine nor the site has "
            f"them in {self._language!r}. Translate them in {self._catalog()}; the reference of "
            "the engine says how. Handouts and pages for instructors take their words from there, "
            "too."
        )

    def _catalog(self) -> str:
        folders = self._settings.locale_dirs
        folder = folders[0] if folders else self._settings.directory / "locales"
        path = folder / self._language / "LC_MESSAGES" / f"{DOMAIN}.po"
        inside = path.is_relative_to(self._settings.directory)
        shown = (path.relative_to(self._settings.directory) if inside else path).as_posix()
        return shown if folders else f"{shown}, and name `locale_dirs` in conf.py"
