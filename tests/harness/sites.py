"""Tiny sites, and the commands that build them as a person does."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from lxml import html

from . import commands

# Set, every plain build of a tiny site is compared with one on the slow path.
SLOW = "TANDEM_TESTS_SLOW"
CONF = """\
extensions = {extensions!r}
tandem_languages = {languages!r}
locale_dirs = ["locales"]
gettext_compact = False
html_theme = {theme!r}
{extra}
"""
# The settings of a site on which every construct of MyST can stand.
SETTINGS = """\
extensions = ["sphinx_tandem", "sphinx_design"]
tandem_languages = {"en": "English", "es": "Español"}
locale_dirs = ["locales"]
gettext_compact = False
exclude_patterns = ["locales"]
html_theme = "basic"
html_copy_source = False
show_warning_types = True
myst_heading_anchors = 3
myst_enable_extensions = [
    "attrs_inline", "colon_fence", "deflist", "dollarmath", "html_image", "substitution",
]
"""
PAGES = {
    "index.md": "# Home\n\nGood morning.\n\n```{toctree}\nabout\n```\n",
    "about.md": "# About\n\nWho we are. [Home](index.md)\n",
}
SPANISH = {
    "index": {"Home": "Inicio", "Good morning.": "Buenos días."},
    "about": {
        "About": "Acerca de",
        "Who we are. [Home](index.md)": "Quiénes somos. [Inicio](index.md)",
    },
}
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


# How characters are written in a catalog.
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b"}
    | {"\a": "\\a", "\f": "\\f", "\v": "\\v"}
)


@dataclass
class TinySite:
    """A site in a folder of its own.

    :param folder: where ``conf.py`` stands.
    """

    folder: Path
    #: What the last plain build said.
    warnings: str = ""
    #: How the last ``tandem build`` ended that was expected to publish.
    done: subprocess.CompletedProcess[str] | None = None
    _built: dict[tuple[str, ...], tuple[object, str]] = field(default_factory=dict)

    # -- What a person writes ---------------------------------------------------------------

    @property
    def conf(self) -> str:
        """The text of ``conf.py``."""
        return (self.folder / "conf.py").read_text("utf-8")

    @conf.setter
    def conf(self, text: str) -> None:
        self.write("conf.py", text)

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

    def catalog(
        self,
        page: str,
        messages: Mapping[str, str],
        language: str = "es",
        *,
        fuzzy: Collection[str] = (),
        comments: Mapping[str, str] = {},
    ) -> Path:
        """Write the catalog of a page.

        :param messages: the originals and their translations.
        :param fuzzy: the originals whose entries are marked as fuzzy.
        :param comments: what the translator noted at an original.
        """
        text = CATALOG_HEAD.format(language)
        for original, translation in messages.items():
            noted = comments.get(original, "").splitlines()
            above = "".join(f"# {line}\n" for line in noted) + "#, fuzzy\n" * (original in fuzzy)
            text += f"\n{above}msgid {_quoted(original)}\nmsgstr {_quoted(translation)}\n"
        return self.write(f"locales/{language}/LC_MESSAGES/{page}.po", text)

    def copy(self, folder: Path) -> TinySite:
        """Return a copy, with what was built in the site's folder."""
        shutil.copytree(self.folder, folder)
        return TinySite(folder)

    # -- The command tandem -----------------------------------------------------------------

    @property
    def output(self) -> Path:
        """Where ``tandem build`` publishes unless told otherwise."""
        return self.folder / "_build" / "site"

    def start(self, *arguments: str, **how: Any) -> subprocess.Popen[str]:
        """Start ``tandem`` in the site's folder, and leave it running."""
        return commands.start("sphinx_tandem", *arguments, **{"cwd": self.folder, **how})

    def tandem(self, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """Run ``tandem`` in the site's folder to its end."""
        return commands.run("sphinx_tandem", *arguments, **{"cwd": self.folder, **how})

    def build(self, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """Run ``tandem build``, which is expected to publish."""
        self.done = done = self.tandem("build", *arguments, **how)
        assert done.returncode == 0, done.stdout + done.stderr
        if SLOW in os.environ and not arguments and not how:
            self._compare_with_slow_build()
        return done

    def _compare_with_slow_build(self) -> None:
        """Hold that a build without anything kept and without forks publishes the same bytes."""
        conf = self.conf
        with tempfile.TemporaryDirectory() as place:
            self.conf = f"{conf}\ntandem_fast = False\n"
            done = self.tandem("build", "--output", f"{place}/site")
            self.conf = conf
            assert done.returncode == 0, done.stdout + done.stderr
            fast, slow = self.hashes(), tree_hashes(Path(place, "site"))
            different = sorted(x for x in {*fast, *slow} if fast.get(x) != slow.get(x))
            assert not different, different

    def page(self, name: str) -> str:
        """Return the text of a published file."""
        return (self.output / name).read_text("utf-8")

    def hashes(self) -> dict[str, str]:
        """Return the hashes of the published tree."""
        return tree_hashes(self.output)

    def beside_output(self) -> list[str]:
        """Return the names of what builds have left beside and at the output.

        What is kept for the next build is not among them.
        """
        left = {path.name for path in self.output.parent.iterdir()}
        workspace = f".{self.output.name}.tandem"
        if workspace in left:
            held = {path.name for path in (self.output.parent / workspace).iterdir()}
            left -= {workspace} if held <= {".gitignore", "kept"} else set()
        return sorted(left)

    # -- Plain Sphinx -----------------------------------------------------------------------

    def sphinx(
        self, language: str = "es", builder: str = "html", *arguments: str, again: bool = False
    ) -> Path:
        """Build with plain ``sphinx-build``; return the output, and keep what was said.

        Where nothing has changed since the last such build, its result still holds.

        :param again: build also then.
        """
        output = self.folder.parent / f"out-{builder}-{language}"
        which = (language, builder, *arguments)
        sources = self._fingerprint()
        known, said = self._built.get(which, (None, ""))
        if again or known != sources:
            options = (
                "-q",
                "-b",
                builder,
                "-D",
                f"language={language}",
                "-d",
                f"{output}.doctrees",
            )
            done = commands.run("sphinx", *options, *arguments, ".", str(output), cwd=self.folder)
            assert "Traceback" not in done.stderr, done.stderr
            assert done.returncode == 0, done.stderr
            said = done.stderr
            # The build itself may leave compiled catalogs.
            self._built[which] = (self._fingerprint(), said)
        self.warnings = said
        return output

    def body(self, docname: str = "index", language: str = "es") -> html.HtmlElement:
        """Build with plain Sphinx and return the body of a page of a basic theme."""
        page = html.parse(str(self.sphinx(language) / f"{docname}.html")).getroot()
        return page.find(".//div[@class='body']")

    def messages(self) -> dict[str, list[str]]:
        """Return the messages that the gettext builder extracts, by template."""
        output = self.sphinx("en", "gettext")
        return {
            path.relative_to(output).with_suffix("").as_posix(): [
                entry.msgid for entry in polib.pofile(str(path))
            ]
            for path in sorted(output.rglob("*.pot"))
        }

    def _fingerprint(self) -> object:
        files = ((path, path.stat()) for path in self.folder.rglob("*") if path.is_file())
        return {(str(path), found.st_mtime_ns, found.st_size) for path, found in files}


def new_site(
    folder: Path,
    pages: Mapping[str, str] | None = None,
    *,
    theme: str = "basic",
    extensions: tuple[str, ...] = ("sphinx_tandem", "myst_parser"),
    languages: Mapping[str, object] | None = None,
    conf: str = "",
) -> TinySite:
    """Make a site of two pages in English and Spanish, or of what is asked for.

    :param pages: the files of the site by their names.
    :param conf: more lines for ``conf.py``.
    """
    site = TinySite(folder)
    settings = {
        "extensions": list(extensions),
        "languages": dict(languages or {"en": "English", "es": "Español"}),
        "theme": theme,
        "extra": conf,
    }
    site.write("conf.py", CONF.format(**settings))
    for name, text in (PAGES if pages is None else pages).items():
        site.write(name, text)
    for page, messages in (SPANISH if pages is None else {}).items():
        site.catalog(page, messages)
    return site


def empty_site(folder: Path, settings: str = SETTINGS) -> TinySite:
    """Make a site without a page."""
    site = TinySite(folder)
    site.conf = settings
    return site


MakeSite = Callable[..., TinySite]


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
