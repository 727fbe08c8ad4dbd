"""What would stop a run of Sphinx: links in circles, pipes, names and pages that are not UTF-8."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sphinx.util.matching import Matcher

from .findings import Finding
from .settings import Settings

# -- Links that lead back to a folder in which they are, and files that never end ---------------


def endless_places(settings: Settings) -> tuple[list[str], list[Finding]]:
    """Return what is to be kept out so that Sphinx finds each page once, and a finding for each.

    Sphinx follows links, and would find the pages behind such a link forty times, or for ever.
    It waits for ever for what a pipe gives it, too, and cannot write a name that is not UTF-8.
    """
    config, site = settings.config, settings.directory
    excluded = Matcher(config.exclude_patterns)
    folders = [site / place for place in (*config.html_static_path, *config.html_extra_path)]
    kept_out: list[str] = []
    findings: dict[str, Finding] = {}
    for folder in (site, *filter(Path.is_dir, folders)):
        for name, code in _endless(folder, excluded):
            kept_out.append(name)
            place = os.path.relpath(folder / name, site)
            findings[place] = Finding(Path(place).as_posix(), 1, code, _ENDLESS[code])
    return kept_out, list(findings.values())


_ENDLESS = {
    "page-loop": "This link leads to a folder in which it is itself, so that the files there "
    "would be found again and again; it is not followed. Delete the link.",
    "page-device": "This is a pipe or a device of the system and not a file, so that its reader "
    "might wait for ever; it is not opened. Put a file in its place, or delete it.",
    "page-name": "This name is not UTF-8, so no page can name it; it is left out. Rename it.",
}


def _endless(folder: Path, excluded: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield what has no end below a folder, by its path in it, with the code of its finding."""
    real = folder.resolve()
    waiting = [("", real, frozenset({real}))]
    while waiting:
        name, real, above = waiting.pop()
        for entry in _odd_files(folder / name):
            inside = f"{name}/{entry.name}".lstrip("/")
            if excluded(inside):
                continue
            if not _is_utf8(entry.name):
                yield inside, "page-name"
                continue
            if not entry.is_dir():
                yield inside, "page-device"
                continue
            there = Path(os.path.realpath(entry)) if entry.is_symlink() else real / entry.name
            if there in above or real.is_relative_to(there):
                yield inside, "page-loop"
            else:
                waiting.append((inside, there, above | {there}))


def _odd_files(place: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder and is no file with a name that can be written.

    These are folders, pipes and devices, links to them, and names in another encoding.
    """
    try:
        found = list(os.scandir(place))
    except OSError:
        return []
    odd = [one for one in found if not one.is_file(follow_symlinks=False)]
    odd = [one for one in odd if Path(one).exists() and not Path(one).is_file()]
    return [*odd, *(one for one in found if one not in odd and not _is_utf8(one.name))]


def _is_utf8(name: str) -> bool:
    """Say whether the bytes of a name are UTF-8; Python stands for others with half characters."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


# -- Pages in another encoding -------------------------------------------------------------------

#: The name of an encoding for Sphinx: UTF-8, and what is not is read as what it seems to be.
TOLERANT = "tandem-tolerant"
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def not_utf8(raw: bytes) -> tuple[int, str]:
    """Return the first line of a page that is not UTF-8, and as what it is read; 0 for none."""
    seems = _seems(raw)
    if seems:
        return 1, seems
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1, "Windows-1252"
    return 0, ""


def _seems(raw: bytes) -> str:
    if raw.startswith(_MARKS):
        return "UTF-16"
    zeros = raw[:2].count(b"\0") == 1 and len(raw) > 1
    return ("UTF-16-LE" if raw[1] == 0 else "UTF-16-BE") if zeros else ""


def _decoded(given: Any, _errors: str = "strict") -> tuple[str, int]:
    raw = bytes(given)
    encoding = _seems(raw) or "utf-8-sig"
    return raw.decode(encoding, "replace" if _seems(raw) else TOLERANT), len(raw)


class _Decoder(codecs.BufferedIncrementalDecoder):
    """Decodes a whole file at its end."""

    def _buffer_decode(self, given: Any, errors: str, final: bool) -> tuple[str, int]:
        return _decoded(given, errors) if final else ("", 0)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _found(name: str) -> codecs.CodecInfo | None:
    # Python hands on the name as it would be in a module's.
    if name.replace("_", "-") != TOLERANT:
        return None
    decode: Any = _decoded
    return codecs.CodecInfo(codecs.utf_8_encode, decode, incrementaldecoder=_Decoder, name=TOLERANT)


def register_tolerant() -> None:
    """Let Python know the encoding :data:`TOLERANT`."""
    codecs.register(_found)
    codecs.register_error(TOLERANT, _as_windows)
