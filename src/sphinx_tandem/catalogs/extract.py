"""The messages of a site, as its own gettext builder extracts them.

Beside them is how many pages lead to each page, which only a build knows, and the
words of the interface are left out that the engine or Sphinx translates itself.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..site import Language, Site, word_codes
from ..site.findings import Finding, MachineFailure, relative_path
from ..site.settings import Settings, SettingsError
from ..site.sources import endless_places
from ..site.sphinx_process import FIXED, SphinxProcess, SphinxProcesses
from .model import Catalog, CatalogError, Entry, context_of, english_of
from .reader import certain_translations, fields, header_of, read_catalog
from .writer import format_catalog, write_catalog

#: The catalogs of such words.  A site adds to what extensions bring, so that an
#: entry which the site's own templates do not hold is not gone.
INTERFACE = ("sphinx", "sphinx_tandem")
#: The catalog of words in the settings, and of names such as the blog's tags.
SITE = "site"
# Packages that translate such words themselves, and where their catalogs are.
_TRANSLATED_BY = (("sphinx_tandem", "locales"), ("sphinx", "locale"))


@cache
def translated_elsewhere(language: str) -> frozenset[str]:
    """Return the words that the engine or Sphinx translates, so that no site need do it."""
    found: set[str] = set()
    for package, folder in _TRANSLATED_BY:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            for code in word_codes(language):
                path = Path(place, folder, code, "LC_MESSAGES", "sphinx.po")
                found.update(certain_translations(path))
    return frozenset(found)


#: The catalogs whose words are on many pages: the site's own, and those of the interface.
SHARED = (SITE, *INTERFACE)
_FILE = "tandem-inbound-links.json"


@dataclass(frozen=True)
class InboundLinks:
    """How readers come to pages, which says whose translation they miss most.

    Only a build knows what links to what; the gettext builder leaves it beside the
    templates, so that the command line and the pages of the site count alike.

    :param home: the home page.
    :param links: how many other pages lead to a page, by its name; every page is named.
    """

    home: str = "index"
    links: Mapping[str, int] = field(default_factory=dict)

    def of(self, page: str) -> int:
        """Return how many other pages lead to a page; words of all pages are on each."""
        return max(len(self.links) - 1, 0) if page in SHARED else self.links.get(page, 0)

    def write(self, folder: Path) -> None:
        """Leave it beside the templates."""
        (folder / _FILE).write_text(json.dumps(asdict(self)), "utf-8")


def read_inbound_links(folder: Path) -> InboundLinks:
    """Return what was left beside the templates; nothing where the engine did not run."""
    path = folder / _FILE
    return InboundLinks(**json.loads(path.read_text("utf-8"))) if path.is_file() else InboundLinks()


FAILED = "update-failed"
#: Begins a comment that says where a passage stands; it is for templates alone.
PLACE = "Place:"


@dataclass(frozen=True)
class Message:
    """One passage of a page.

    :param msgid: the English, behind the context that its author gave it, if any.
    :param comments: what translators should know about it, line by line.
    :param locations: where it is: paths, relative to the site where they can be, and lines.
    :param places: the same in words: the headings above it, and what it is.
    :param into: the codes of the languages that it is translated into; ``None`` for all but the
        source language.
    """

    msgid: str
    comments: tuple[str, ...] = ()
    locations: tuple[tuple[str, int], ...] = ()
    into: tuple[str, ...] | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extraction:
    """What one run of the gettext builder gave.

    :param messages: the passages by domain, in page order; a page that holds
        nothing to translate has an empty list.
    :param project: the site's name, for the headers of new catalogs.
    :param findings: what Sphinx warned of.
    :param inbound: how many pages lead to each page.
    """

    messages: dict[str, list[Message]]
    project: str = ""
    findings: list[Finding] = field(default_factory=list)
    inbound: InboundLinks = field(default_factory=InboundLinks)


#: Where the gettext builder leaves the languages that messages are translated into.
LANGUAGES_FILE = "tandem-languages.json"


def read_languages(folder: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the languages of the messages of those domains whose pages say their own."""
    path = folder / LANGUAGES_FILE
    held = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {
        domain: {message: tuple(codes) for message, codes in messages.items()}
        for domain, messages in held.items()
    }


def messages_into(
    messages: Mapping[str, Sequence[Message]], language: Language, site: Site
) -> dict[str, list[Message]]:
    """Return the messages that are translated into a language, by domain.

    Nothing is translated into the site's source language but pages that are written in another.
    """
    is_source = language == site.source
    found = {
        domain: [
            one
            for one in held
            if (not is_source if one.into is None else language.code in one.into)
        ]
        for domain, held in messages.items()
    }
    return {domain: held for domain, held in found.items() if held or not is_source}


def languages_into(messages: Mapping[str, Sequence[Message]], site: Site) -> tuple[Language, ...]:
    """Return the languages that anything is translated into; the source language comes last."""
    source = (site.source,) if messages_into(messages, site.source, site) else ()
    return (*site.languages[1:], *source)


class ExtractionError(Exception):
    """The pages could not be read; the findings say why, and no catalog was touched."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


def extract(settings: Settings) -> Extraction:
    """Run the gettext builder and read what it wrote.

    It writes into a folder that is empty before and gone afterwards: a template
    of a page that is gone would make its catalog look wanted.  It runs in the
    source language, because a translated page would be extracted translated.

    :raises ExtractionError: when Sphinx fails.
    :raises MachineFailure: when the disk fails or the run is ended from outside.
    """
    kept_out, endless = endless_places(settings)
    with tempfile.TemporaryDirectory(prefix="tandem-") as temporary:
        folder = Path(temporary).resolve()
        spec = _spec(settings, folder, kept_out)
        with SphinxProcesses() as processes:
            process = processes.start(spec, {**os.environ, **FIXED}, folder / "log")
            findings = [*endless, *_listen(process, settings)]
        try:
            return _read(folder / "gettext", settings.directory, findings)
        except CatalogError as error:
            # A site may bring a form of its own for templates, and a wrong one; the file itself
            # is gone when somebody reads this.
            page = error.path.relative_to(folder / "gettext").with_suffix("").as_posix()
            said = "; ".join(found.message.removesuffix(".") for found in error.findings)
            raise ExtractionError(
                [*findings, _failure(f"the template of {page}: {said}")]
            ) from error


def _spec(settings: Settings, folder: Path, kept_out: list[str]) -> dict[str, object]:
    return {
        "site": str(settings.directory),
        "output": str(folder / "gettext"),
        "doctrees": str(folder / "doctrees"),
        "builder": "gettext",
        "locale_dirs": [],
        "keep_out": kept_out,
        "extensions": [],
        # The places are for messages to people; catalogs never contain them.
        "overrides": {
            "language": settings.site.source.code,
            "gettext_location": True,
            "gettext_uuid": False,
            "tandem_places": True,
        },
    }


def _listen(process: SphinxProcess, settings: Settings) -> list[Finding]:
    """Return what a run warns of, when it has ended well.

    :raises SettingsError: when Sphinx cannot use the settings.
    """
    findings: list[Finding] = []
    done = False
    try:
        for event in process.events():
            match event["event"]:
                case "warning":
                    _stop_when_broken(event["disk"])
                    # What follows on lines of its own is the source text.
                    message = event["message"].partition("\n")[0]
                    findings.append(Finding(event["path"], event["line"], event["code"], message))
                case "disk":
                    _stop_when_broken(event["message"])
                case "settings":
                    raise SettingsError([settings.refused(event["setting"], event["message"])])
                case "crash":
                    failure = _failure(event["message"], event["path"], event["line"])
                    raise ExtractionError([*findings, failure])
                case "done":
                    done = True
        if process.ended_by():
            raise MachineFailure(
                "Reading the pages was ended from outside. No catalog was changed."
            )
        if not done:
            raise ExtractionError([*findings, _failure(process.last_words())])
    finally:
        process.kill()
        process.close()
    return findings


def _stop_when_broken(message: str) -> None:
    if message:
        raise MachineFailure(
            f"The disk did not take the texts of the pages: {message}. No catalog was changed."
        )


def _failure(said: str, path: str = "", line: int = 1) -> Finding:
    said = " ".join(said.split()).removesuffix(".")
    message = f"Sphinx could not read the pages: {said}. No catalog was changed."
    return Finding(path, line if path else 0, FAILED, message)


def _read(output: Path, site: Path, findings: list[Finding]) -> Extraction:
    messages: dict[str, list[Message]] = {}
    project = ""
    known = read_languages(output)
    for path in sorted(output.rglob("*.pot")):
        template = read_catalog(path)
        domain = path.relative_to(output).with_suffix("").as_posix()
        into = known.get(domain, {})
        messages[domain] = [
            replace(_message(entry, output, site), into=into.get(entry.message))
            for entry in template.entries
        ]
        if template.header:
            project = fields(template.header).get("Project-Id-Version", "")
    return Extraction(messages, project, findings, read_inbound_links(output))


def _message(entry: Entry, output: Path, site: Path) -> Message:
    locations = []
    for reference in entry.references:
        path, _, line = reference.rpartition(":")
        place = relative_path(Path(os.path.normpath(output / path)), site)
        locations.append((place, max(int(line), 0) if line.isdecimal() else 0))
    is_place = [line.startswith(PLACE) for line in entry.extracted]
    told = tuple(zip(entry.extracted, is_place, strict=True))
    return Message(
        entry.message,
        tuple(line for line, place in told if not place),
        tuple(locations),
        places=tuple(line for line, place in told if place),
    )


# -- Writes the templates (``.pot``) of all pages, for platforms that want the English alone ----
# No template is in the repository: a catalog contains its English, and a second
# copy of it would be one more thing to keep up to date.

# So that a template of a page that is gone can be told from files of other people.
_GENERATOR = "sphinx-tandem"


def write_templates(extraction: Extraction, folder: Path) -> int:
    """Write the template of every page that has passages, and delete ours of pages that are gone.

    Nothing in them changes with the day or the machine.  Return how many were written.
    """
    written = 0
    wanted = set()
    for domain, messages in extraction.messages.items():
        if not messages:
            continue
        path = folder / f"{domain}.pot"
        wanted.add(path)
        # Line numbers would change with every edit of a page.
        entries = tuple(
            Entry(
                english_of(found.msgid),
                msgctxt=context_of(found.msgid),
                extracted=(*found.comments, *found.places),
                references=tuple(dict.fromkeys(path for path, _line in found.locations)),
            )
            for found in messages
        )
        header = header_of(extraction.project, "Language: ", last=f"X-Generator: {_GENERATOR}")
        catalog = Catalog(entries, header)
        if not path.exists() or path.read_bytes() != format_catalog(catalog).encode():
            write_catalog(path, catalog)
            written += 1
    for path in sorted(folder.rglob("*.pot")):
        if path not in wanted and _is_ours(path):
            path.unlink()
    return written


def _is_ours(path: Path) -> bool:
    try:
        header = read_catalog(path).header
    except CatalogError:
        return False
    return header is not None and fields(header).get("X-Generator") == _GENERATOR
