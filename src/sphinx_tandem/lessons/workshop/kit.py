"""Puts the kit for a workshop together and writes it: all of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path

from ...site.findings import Finding, MachineFailure, WrongUse
from ...site.settings import Settings
from ...translate import marks
from ...translate.interface import DOMAIN, is_english, translations
from ..model import Gettext
from .course import Course, advice, course_from, exported
from .documents import Documents, cancellation, invitation, organizer
from .file import Workshop, read_workshop


class KitTranslations(NullTranslations):
    """Looks words up in the language of a kit, and notes what no catalog has.

    :param settings: where the site keeps its catalogs, which come before the engine's.
    :param language: the code of the language.
    """

    def __init__(self, settings: Settings, language: str) -> None:
        super().__init__()
        self._settings = settings
        self._language = language
        self._missing: set[str] = set()
        self._words: NullTranslations = self
        if found := translations(language, DOMAIN, settings.locale_dirs):
            found.add_fallback(self)
            self._words = found

    def __call__(self, message: str) -> str:
        """Return a word of the engine in the language."""
        return self._words.gettext(message)

    def gettext(self, message: str) -> str:
        """Return the English of what the catalogs lack, marked as English."""
        self._missing.add(message)
        return message if is_english(self._language) else marks.english(message)

    def untranslated(self) -> str:
        """Say how many of the words that were looked up are in English, or nothing."""
        number = len(self._missing)
        if not number or is_english(self._language):
            return ""
        words = f"{number} word or phrase" if number == 1 else f"{number} words and phrases"
        return (
            f"{words} of the kit are in English, because neither the engine nor the site has "
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


# Says that a folder contains a kit, which the next one may replace.
MARKER = ".tandem-workshop"


@dataclass(frozen=True)
class Kit:
    """A kit that was written.

    :param notes: what a person might want to know even though all is well.
    :param advice: the same, of places in the workshop's file.
    """

    folder: Path
    files: tuple[str, ...]
    notes: tuple[str, ...]
    advice: tuple[Finding, ...] = ()


def make_kit(settings: Settings, file: Path, output: Path | None = None) -> Kit:
    """Make the kit for the workshop that *file* describes.

    :param output: the folder for it; by default ``_build/workshops/`` and the file's name.
    :raises WorkshopError: when the file or the lessons cannot be used; nothing is written.
    :raises WrongUse: when the file is not there, or the folder contains something else.
    :raises MachineFailure: when the disk fails; nothing is changed then.
    """
    if not file.is_file():
        raise WrongUse(f"There is no file {file}. No kit was made.")
    path = file.resolve()
    inside = path.is_relative_to(settings.directory)
    name = path.relative_to(settings.directory).as_posix() if inside else file.as_posix()
    folder = output or settings.directory / "_build" / "workshops" / path.stem
    _check_folder(folder)
    codes = [language.code for language in settings.site.languages]
    workshop = read_workshop(path, name, codes)
    course = course_from(exported(settings, workshop.language), workshop, name)
    words = KitTranslations(settings, workshop.language)
    files = kit_files(workshop, course, words)
    _write(folder, files)
    notes = [words.untranslated()]
    if not workshop.address:
        notes.append("The file gives no `address`, so the kit has no QR code and no poster.")
    if organizer(workshop) is None:
        notes.append(
            "The file gives no email address as `contact`, so the invitation names no organizer, "
            "and calendars may refuse to take a cancelled session out."
        )
    told = (*workshop.advice, *advice(workshop, course, name))
    return Kit(folder, tuple(files), tuple(filter(None, notes)), tuple(sorted(told)))


def _check_folder(folder: Path) -> None:
    """Refuse a folder that cannot take a kit, or contains something else."""
    try:
        nearest = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        if not nearest.is_dir():
            raise WrongUse(f"{nearest} is a file, not a folder. No kit was made.")
        is_taken = nearest == folder and any(folder.iterdir())
        if is_taken and not (folder / MARKER).is_file():
            raise WrongUse(
                f"{folder} contains something other than a kit; name another folder with --output."
            )
    except OSError as error:
        raise WrongUse(f"{folder} cannot be read: {error.strerror}. No kit was made.") from error


def kit_files(workshop: Workshop, course: Course, gettext: Gettext) -> dict[str, bytes]:
    """Return the files of a kit by their names."""
    documents = Documents(workshop, course, gettext)
    files = {
        name: _without_marks(name, text, workshop.tag).encode("utf-8")
        for name, text in documents.texts().items()
    }
    if workshop.address:
        files["qr.svg"] = f"{documents.qr}\n".encode()
    for name, make in (("invitation.ics", invitation), ("cancellation.ics", cancellation)):
        if calendar := make(workshop, course, documents.title, gettext):
            files[name] = marks.strip(calendar.decode("utf-8")).encode("utf-8")
    return dict(sorted(files.items()))


def _without_marks(name: str, text: str, tag: str) -> str:
    """Return a document without marks: a page says in HTML which of its words are English."""
    return marks.to_html(text, tag, tag) if name.endswith(".html") else marks.strip(text)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files beside the folder, and then put them in its place."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, content in {**files, MARKER: b""}.items():
                (staged / name).write_bytes(content)
            staged.chmod(0o755)
            if folder.exists():
                old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
                folder.replace(old)
                shutil.rmtree(old, ignore_errors=True)
            staged.replace(folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise MachineFailure(
            f"The kit could not be written: {error}. Nothing was changed."
        ) from error
