"""A tiny site of one page and one catalog, built for real in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
import pytest
from lxml import html

from harness import commands

CONF = """\
extensions = ["sphinx_tandem", "sphinx_design"]
tandem_languages = {"en": "English", "es": "Español"}
locale_dirs = ["locales"]
gettext_compact = False
exclude_patterns = ["locales"]
html_theme = "basic"
html_copy_source = False
myst_heading_anchors = 3
myst_enable_extensions = [
    "attrs_inline", "colon_fence", "deflist", "dollarmath", "html_image", "substitution",
]
"""


def sphinx_build(*arguments: str, **how: Any) -> str:
    """Run a plain ``sphinx-build`` and return what it says."""
    done = commands.run("sphinx", "-q", *arguments, cwd=Path.cwd(), **how)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return done.stderr


@dataclass
class TinySite:
    """A site in a folder; what it says when it is built is kept in ``warnings``."""

    folder: Path
    warnings: str = ""
    conf: str = CONF
    _entries: dict[str, list[polib.POEntry]] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def catalog(
        self,
        docname: str,
        entries: dict[str, str],
        fuzzy: tuple[str, ...] = (),
        comments: dict[str, str] | None = None,
    ) -> Path:
        catalog = polib.POFile(wrapwidth=0)
        catalog.metadata = {
            "Language": "es",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
        for message, translation in entries.items():
            flags = ["fuzzy"] if message in fuzzy else []
            comment = (comments or {}).get(message, "")
            catalog.append(
                polib.POEntry(msgid=message, msgstr=translation, flags=flags, tcomment=comment)
            )
        path = self.folder / "locales/es/LC_MESSAGES" / f"{docname}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path))
        return path

    def build(self, language: str = "es", builder: str = "html") -> Path:
        self.write("conf.py", self.conf)
        output = self.folder.parent / f"out-{builder}-{language}"
        self.warnings = sphinx_build(
            *("-b", builder, "-D", f"language={language}"),
            *("-d", str(output.with_name(f"{output.name}.doctrees"))),
            str(self.folder),
            str(output),
        )
        return output

    def page(self, docname: str = "index", language: str = "es") -> html.HtmlElement:
        """Build the site and return the body of a page."""
        output = self.build(language)
        return html.parse(str(output / f"{docname}.html")).getroot().find(".//div[@class='body']")

    def messages(self) -> dict[str, list[str]]:
        """Return the messages that the gettext builder extracts, by template."""
        output = self.build("en", "gettext")
        return {
            path.relative_to(output).with_suffix("").as_posix(): [
                entry.msgid for entry in polib.pofile(str(path))
            ]
            for path in sorted(output.rglob("*.pot"))
        }


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    folder = tmp_path / "site"
    folder.mkdir()
    return TinySite(folder)


def text_of(element: html.HtmlElement) -> str:
    """Return what a reader reads in an element, with single spaces."""
    return " ".join(element.text_content().split())


def language_of(element: html.HtmlElement | None) -> str:
    """Return the language in which a screen reader reads an element."""
    while element is not None:
        if element.get("lang"):
            return str(element.get("lang"))
        element = element.getparent()
    return ""
