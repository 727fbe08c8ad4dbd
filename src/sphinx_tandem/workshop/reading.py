"""Reads the file of a workshop, and says everything that is wrong with it, by line::

    language: es
    timezone: America/Mexico_City
    sessions:
      - start: 2027-03-01 10:00
      - start: 2027-03-08 10:00
    place: Online
    address: https://example.org/workshop
    links:
      call: https://example.org/call
    instructors: [Ana]
    helpers: [Luis]
    timezones: [America/Bogota]

Nothing here knows Sphinx.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml

from ..findings import Finding
from .event import LINKS, Meeting, Workshop

_KEYS = ("title", "language", "timezone", "sessions", "course", "place", "address", "links",
         "instructors", "helpers", "timezones", "contact")  # fmt: skip
_SESSION_KEYS = ("start", "lessons")
_START = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})")
_NEEDED = ("language", "timezone", "sessions")
_MEND = "No kit was made."
#: What each code means.
CODES = {
    "workshop-file": "The file cannot be read, or is no list of keys and values.",
    "workshop-missing": "The file lacks something that a workshop needs.",
    "workshop-key": "A key is unknown, or stands twice.",
    "workshop-text": "A list stands where one text belongs.",
    "workshop-language": "The site does not have the language.",
    "workshop-timezone": "No time zone has that name.",
    "workshop-start": "The date or time of a session does not exist.",
    "workshop-order": "A session does not begin after the one before it.",
    "workshop-sessions": "The file gives more or fewer sessions than the course has.",
    "workshop-address": "An address does not begin with `https://` or `http://`.",
    "workshop-course": "The site has no such course.",
    "workshop-lesson": "The site has no such lesson.",
    "workshop-lessons": "The lessons cannot be read.",
}


class WorkshopError(Exception):
    """The file of a workshop cannot be used; the findings say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = sorted(findings)


def read_workshop(path: Path, name: str, languages: Sequence[str]) -> Workshop:
    """Read the file of a workshop.

    :param path: the file.
    :param name: how findings call it.
    :param languages: the codes of the site's languages.
    :raises WorkshopError: with everything that is wrong with it.
    """
    reader = _Reader(name, languages)
    try:
        root = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise WorkshopError(
            [Finding(name, 1, "workshop-file", f"The file cannot be read: {error.strerror}.")]
        ) from error
    except UnicodeDecodeError as error:
        message = f"The file is not UTF-8 text; save it as UTF-8. {_MEND}"
        raise WorkshopError([Finding(name, 1, "workshop-file", message)]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read"
        message = f"This is not valid YAML ({what}). {_MEND}"
        line = mark.line + 1 if mark else 1
        raise WorkshopError([Finding(name, line, "workshop-file", message)]) from error
    found = reader.workshop(root)
    if reader.findings or found is None:
        raise WorkshopError(reader.findings)
    return found


class _Reader:
    def __init__(self, name: str, languages: Sequence[str]) -> None:
        self._name = name
        self._languages = languages
        self.findings: list[Finding] = []

    def _find(self, node: yaml.Node | None, code: str, message: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.findings.append(Finding(self._name, line, f"workshop-{code}", f"{message} {_MEND}"))

    def workshop(self, root: yaml.Node | None) -> Workshop | None:
        """Read the whole file."""
        if not isinstance(root, yaml.MappingNode):
            self._find(root, "file", "The file of a workshop is a list of `key: value` lines.")
            return None
        given = self._mapping(root, _KEYS, "A workshop")
        for key in _NEEDED:
            if key not in given:
                self._find(root, "missing", f"The file does not say `{key}`.")
        zone = self._zone(given.get("timezone"))
        language = self._text(given.get("language"))
        if "language" in given and language not in self._languages:
            known = ", ".join(self._languages)
            self._find(
                given["language"],
                "language",
                f"The site has no language {language!r}; it has {known}.",
            )
        meetings = tuple(self._meetings(given.get("sessions"), zone)) if zone else ()
        if "sessions" in given and zone and not meetings and not self.findings:
            self._find(given["sessions"], "sessions", "There is no session.")
        self._check_order(meetings)
        if zone is None or not meetings:
            return None
        return Workshop(
            title=self._text(given.get("title")),
            language=language,
            zone=zone,
            meetings=meetings,
            course=self._text(given.get("course")).removesuffix(".md").strip("/"),
            place=self._text(given.get("place")),
            address=self._address(given.get("address")),
            links=self._links(given.get("links")),
            instructors=tuple(self._texts(given.get("instructors"))),
            helpers=tuple(self._texts(given.get("helpers"))),
            zones=tuple(self._zones(given.get("timezones"))),
            contact=self._text(given.get("contact")),
        )

    def _mapping(self, node: yaml.Node, keys: Sequence[str], what: str) -> Mapping[str, yaml.Node]:
        found: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self._find(node, "file", f"{what} is a list of `key: value` lines.")
            return found
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in keys:
                self._find(key, "key", f"{what} has no {name!r}; it may have {', '.join(keys)}.")
            elif name in found:
                self._find(key, "key", f"{name!r} stands twice; keep one.")
            else:
                found[name] = value
        return found

    def _text(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if isinstance(node, yaml.ScalarNode):
            return " ".join(str(node.value).split())
        self._find(node, "text", "This must be one text.")
        return ""

    def _texts(self, node: yaml.Node | None) -> Iterator[str]:
        for item in self._items(node):
            if text := self._text(item):
                yield text

    def _items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def _zone(self, node: yaml.Node | None) -> ZoneInfo | None:
        name = self._text(node)
        if node is None:
            return None
        if name in available_timezones():
            return ZoneInfo(name)
        self._find(
            node,
            "timezone",
            f"No time zone is called {name!r}; names look like Africa/Nairobi or "
            "America/Mexico_City.",
        )
        return None

    def _zones(self, node: yaml.Node | None) -> Iterator[ZoneInfo]:
        for item in self._items(node):
            if found := self._zone(item):
                yield found

    def _meetings(self, node: yaml.Node | None, zone: ZoneInfo) -> Iterator[Meeting]:
        for item in self._items(node):
            given = self._mapping(item, _SESSION_KEYS, "A session")
            start = self._start(given.get("start"), item, zone)
            lessons = tuple(
                text.removesuffix(".md").strip("/") for text in self._texts(given.get("lessons"))
            )
            if start:
                yield Meeting(start, lessons, item.start_mark.line + 1)

    def _start(self, node: yaml.Node | None, session: yaml.Node, zone: ZoneInfo) -> datetime | None:
        found = _START.fullmatch(self._text(node))
        if found is None:
            message = "The `start` of a session is a date and a time, such as 2027-03-01 10:00."
            self._find(node or session, "start", message)
            return None
        try:
            start = datetime(*map(int, found.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
        except ValueError as error:
            self._find(node, "start", f"There is no such date or time: {error}.")
            return None
        if start.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(fold=0) != start:
            message = (
                f"Clocks in {zone.key} jump over {start:%H:%M} on that day, because daylight "
                "saving begins; give another time."
            )
            self._find(node, "start", message)
            return None
        return start

    def _check_order(self, meetings: Sequence[Meeting]) -> None:
        for before, after in itertools.pairwise(meetings):
            if after.start <= before.start:
                message = "This session does not begin after the one before it. "
                self.findings.append(
                    Finding(self._name, after.line, "workshop-order", message + _MEND)
                )

    def _address(self, node: yaml.Node | None) -> str:
        text = self._text(node)
        if node is not None and not re.fullmatch(r"https?://[^\s<>\"']+", text):
            self._find(node, "address", f"{text!r} is no address that begins with https://.")
            return ""
        return text

    def _links(self, node: yaml.Node | None) -> dict[str, str]:
        if node is None:
            return {}
        given = self._mapping(node, LINKS, "`links`")
        return {key: self._address(value) for key, value in given.items()}
