"""A blog in two languages, built once by plain Sphinx, each language in its own process."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness import commands

SITE = Path(__file__).parent / "site"
PACKAGE = Path(__file__).parent.parent.parent / "src" / "sphinx_tandem"
LANGUAGES = ("en", "es")
# Our own words: as Python and the templates of the blog name them.
_WORDS = re.compile(r"""(?:\b_|gettext)\(\s*(?:"([^"]+)"|'([^']+)')""")


@dataclass(frozen=True)
class Built:
    """One language's build: the folder, what Sphinx reported, and its exit code."""

    folder: Path
    messages: str
    code: int

    def text(self, name: str) -> str:
        """Return the text of a published file."""
        return (self.folder / name).read_text("utf-8")

    def page(self, name: str) -> BeautifulSoup:
        """Return a published page, parsed."""
        return BeautifulSoup(self.text(f"{name}.html"), "lxml")

    def pages(self) -> dict[str, BeautifulSoup]:
        """Return every published page, parsed."""
        found = sorted(self.folder.rglob("*.html"))
        names = [str(path.relative_to(self.folder).with_suffix("")) for path in found]
        return {name: self.page(name) for name in names if not name.startswith("_")}


def build(
    site: Path,
    language: str,
    builder: str = "html",
    env: Mapping[str, str] = {},
    fresh: bool = True,
) -> Built:
    """Build one language of a site in a process of its own."""
    out = site / "_out" / f"{builder}-{language}"
    arguments = ["-q", "-b", builder, "-D", f"language={language}", *(["-E"] if fresh else [])]
    arguments += ["-d", str(site / "_trees" / f"{builder}-{language}"), str(site), str(out)]
    done = commands.run("sphinx", *arguments, cwd=site, env={"NO_COLOR": "1", **env})
    return Built(out, done.stderr, done.returncode)


def own_words() -> set[str]:
    """Return every string of the blog's that readers see, as it stands in the sources."""
    found = set()
    folders = ((PACKAGE / "blog", "*.py"), (PACKAGE / "blog" / "ablog_templates", "*.html"))
    for folder, pattern in folders:
        for path in folder.rglob(pattern):
            found |= {"".join(pair) for pair in _WORDS.findall(path.read_text("utf-8"))}
    for path in (PACKAGE / "blog" / "ablog_templates" / "ablog").glob("*.html"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r'labels\("\w+", tandem_blog.gettext\("([^"]+)"', text))
    return found


def pseudo_catalog() -> str:
    """Return a catalog that translates each of our words to itself in brackets."""
    entries = [f'msgid "{word}"\nmsgstr "⟦{word}⟧"\n' for word in sorted(own_words())]
    return "\n".join(['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', *entries])


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """The demo blog in both languages; our own words are in brackets in Spanish."""
    site = tmp_path_factory.mktemp("blog") / "site"
    shutil.copytree(SITE, site)
    words = site / "locales" / "es" / "LC_MESSAGES" / "sphinx_tandem.po"
    words.write_text(pseudo_catalog(), "utf-8")
    found = {language: build(site, language) for language in LANGUAGES}
    for built in found.values():
        assert built.code == 0, built.messages
    return found


CONF = """\
extensions = ["sphinx_tandem", "myst_parser", "ablog"]
tandem_languages = {"en": "English", "es": "Español"}
locale_dirs = ["locales"]
gettext_compact = False
html_theme = "basic"
html_baseurl = "https://example.org/"
blog_post_pattern = ["blog/*"]
exclude_patterns = ["_out", "_trees"]
"""
MakeBlog = Callable[..., Path]


@pytest.fixture
def make_blog(tmp_path: Path) -> MakeBlog:
    """Make a tiny site of a home page and the files that are asked for."""

    def make(files: Mapping[str, str], conf: str = "", settings: str = CONF) -> Path:
        every = {"conf.py": settings + conf, "index.md": "# Home\n\nWords.\n", **files}
        for name, text in every.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return make


def the_finding(messages: str, page: str, line: int, message: str) -> str:
    """Return the one warning about a page, which stands at its line and says what is wrong."""
    found = [one for one in messages.splitlines() if f"{page}.md" in one]
    assert len(found) == 1, messages
    assert f"{page}.md:{line}: WARNING" in found[0] and message in found[0]
    return found[0]
