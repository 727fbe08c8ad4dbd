"""``tandem adopt``: brings an existing site to several languages, tried out before it is written."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
from pathlib import Path
from typing import Any

from ..publish.adopt import Adoption, Compared, adopt, write
from .verb import CONTENT, Verb, add_json, check_file, complain, count, print_findings, say, shown

_SHOWN = 20


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.set_defaults(unread=". Nothing was written.")
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        type=Path,
        help="the folder that holds conf.py, or _config.yml of a Jupyter Book (default: the "
        "current one)",
    )
    parser.add_argument(
        "--languages",
        metavar="CODES",
        default="",
        help="the languages, that of the pages first, such as en,es (default: those that have "
        "catalogs, or pages of their own)",
    )
    parser.add_argument("--write", action="store_true", help="write the changes; git can undo them")
    add_json(parser, "every passage that is not shown any more")


def run(given: argparse.Namespace) -> int:
    """Try it out, and say what changes for readers; write it when that is asked for."""
    check_file("--json", given.json)
    folder: Path = given.folder or getattr(given, "site", Path())
    done = adopt(folder, given.languages, complain)
    for line in done.said:
        say(line)
    print_findings(done.findings)
    _show_changes(done)
    say("\nWhat readers see of what Sphinx alone showed:")
    for code, compared in done.compared.items():
        _show_compared(code, compared)
    if given.json:
        data = json.dumps(_as_data(done), indent=2, ensure_ascii=False)
        given.json.write_text(f"{data}\n", encoding="utf-8")
    say("\nBy hand:")
    for line in done.by_hand:
        say(f"- {line}")
    if not done.compared:
        complain("The site could not be built in several languages. Nothing was written.")
        return CONTENT
    if not done.changes:
        say("\nNothing has to be changed.")
    elif given.write:
        write(done)
        say(f"\n{count(len(done.changes), 'file', 'files')} written. `git diff` shows them.")
    else:
        say("\nNothing was written. `tandem adopt --write` does it, and git can undo it.")
    return 0


def _show_changes(done: Adoption) -> None:
    say("\nWhat changes:")
    for name, raw in sorted(done.changes.items()):
        old = done.before.get(name)
        path = shown(done.folder / name)
        if raw is None:
            say(f"{path}: deleted")
        elif name.endswith(".po"):
            entries = raw.count(b"\nmsgid ")
            say(f"{path}: {'new' if old is None else 'changed'}, {entries} entries")
        else:
            with contextlib.suppress(UnicodeDecodeError):
                texts = ((old or b"").decode().splitlines(), raw.decode().splitlines())
                for line in difflib.unified_diff(*texts, path, path, n=1, lineterm=""):
                    say(line)


def _show_compared(code: str, compared: Compared) -> None:
    there = compared.before - len(compared.lost)
    say(f"{code}: {there} of {count(compared.before, 'passage', 'passages')}.")
    for page, text, reason in compared.lost[:_SHOWN]:
        say(f'  {page}: "{text[:70]}": {reason or "nobody knows why; please report it"}')
    if (more := len(compared.lost) - _SHOWN) > 0:
        say(f"  And {more} more; --json FILE writes all of them.")


def _as_data(done: Adoption) -> dict[str, Any]:
    return {
        "languages": {
            code: {
                "before": one.before,
                "lost": [
                    {"page": page, "text": text, "reason": reason}
                    for page, text, reason in one.lost
                ],
            }
            for code, one in done.compared.items()
        },
        "changes": sorted(done.changes),
        "by_hand": done.by_hand,
    }


VERB = Verb("adopt", "Brings an existing site to several languages.", add, run)
