"""A tiny site in two languages, and the command as a person meets it."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import commands

CONF = """\
extensions = {extensions!r}
tandem_languages = {languages!r}
locale_dirs = ["locales"]
gettext_compact = False
html_theme = {theme!r}
{extra}
"""
CATALOG_HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {}\\n"\n'
)


def tree_hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file below *folder*, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class SiteFolder:
    """The folder of a tiny site."""

    folder: Path

    @property
    def output(self) -> Path:
        """Where a build publishes unless told otherwise."""
        return self.folder / "_build" / "site"

    def write(self, name: str, text: str) -> Path:
        """Write a file of the site."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def append(self, name: str, text: str) -> None:
        """Add to the end of a file of the site."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def catalog(self, page: str, messages: Mapping[str, str], language: str = "es") -> Path:
        """Write the catalog of a page; *messages* are originals and translations."""
        entries = [
            f"\nmsgid {_quoted(original)}\nmsgstr {_quoted(translation)}\n"
            for original, translation in messages.items()
        ]
        text = CATALOG_HEAD.format(language) + "".join(entries)
        return self.write(f"locales/{language}/LC_MESSAGES/{page}.po", text)

    def page(self, name: str) -> str:
        """Return the text of a published file."""
        return (self.output / name).read_text("utf-8")

    def hashes(self) -> dict[str, str]:
        """Return the hashes of the published tree."""
        return tree_hashes(self.output)

    def beside_output(self) -> list[str]:
        """Return the names of what builds have left beside and at the output."""
        return sorted(path.name for path in self.output.parent.iterdir())

    def start(self, *arguments: str, **how: Any) -> subprocess.Popen[str]:
        """Start ``tandem`` in the site's folder, in a new interpreter."""
        return commands.start("sphinx_tandem", *arguments, **{"cwd": self.folder, **how})

    def tandem(self, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """Run ``tandem`` in the site's folder to its end."""
        return commands.run("sphinx_tandem", *arguments, **{"cwd": self.folder, **how})

    def build(self, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """Run ``tandem build``, which is expected to publish."""
        done = self.tandem("build", *arguments, **how)
        assert done.returncode == 0, done.stdout + done.stderr
        return done


MakeSite = Callable[..., SiteFolder]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
