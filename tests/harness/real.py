"""The real site, built once in a temporary folder, for tests that read what readers get."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from filelock import FileLock
from lxml import html

from .commands import REPOSITORY, run

SOURCES = ("conf.py", "index.md", "blog.md", "docs", "training", "blog", "_static")
# What every page says that only leads on to another one.
REDIRECT = 'content="sphinx-tandem redirect"'
LANGUAGES = ("en", "es")
ROOT = "https://catalystproject.cloud/"


def copy_sources(target: Path) -> Path:
    """Copy what a build reads, so that no build writes beside the sources."""
    target.mkdir(parents=True, exist_ok=True)
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("*.mo"))
        elif source.is_file():
            shutil.copy(source, target / name)
    return target


def build(target: Path) -> Published:
    """Build a copy of the real site, strictly, and return what was published."""
    copy_sources(target)
    done = run("sphinx_tandem", "build", "--strict", cwd=target)
    assert done.returncode == 0, done.stdout + done.stderr
    return Published(target / "_build" / "site")


def build_once(target: Path) -> Published:
    """Build into a folder where several processes want the same build, and one makes it."""
    with FileLock(f"{target}.lock"):
        done = target.with_suffix(".done")
        if not done.exists():
            build(target)
            done.touch()
    return Published(target / "_build" / "site")


@dataclass(frozen=True)
class Published:
    """A published tree, with every page parsed at most once."""

    folder: Path

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file, as a path under the root."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in found))

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(parent.as_posix() for path in self.files for parent in Path(path).parents)

    @cached_property
    def all_pages(self) -> tuple[str, ...]:
        """Every page of every language, as a path under the root; old addresses are none."""
        pages = (path for path in self.files if path.endswith(".html"))
        return tuple(
            path
            for path in pages
            if "_static/" not in path and REDIRECT not in (self.folder / path).read_text("utf-8")
        )

    def pages(self, language: str) -> tuple[str, ...]:
        """The pages of one language, as paths within that language."""
        is_spanish = language == "es"
        found = (path for path in self.all_pages if path.startswith("es/") is is_spanish)
        return tuple(path.removeprefix("es/") for path in found)

    @cache  # noqa: B019 - one tree lives as long as the tests
    def page(self, path: str) -> html.HtmlElement:
        """Return the root of a page, parsed in a twentieth of the time of a soup."""
        return html.document_fromstring((self.folder / path).read_bytes())

    @cache  # noqa: B019 - one tree lives as long as the tests
    def soup(self, path: str) -> BeautifulSoup:
        """Return a page in which one looks around."""
        return BeautifulSoup((self.folder / path).read_text("utf-8"), "lxml")

    @cache  # noqa: B019 - one tree lives as long as the tests
    def ids(self, path: str) -> frozenset[str]:
        """Return the fragments that a page answers to."""
        return frozenset(self.page(path).xpath("//@id | //a/@name"))

    def every_page(self) -> Iterator[tuple[str, html.HtmlElement]]:
        """Yield every page of every language, with its path under the root."""
        for path in self.all_pages:
            yield path, self.page(path)

    def target(self, page: str, href: str) -> tuple[str, str] | None:
        """Return the file and fragment that a link on *page* leads to, ``None`` for other sites."""
        if href.startswith(ROOT):
            href = "/" + href.removeprefix(ROOT)
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            path = path.lstrip("/")
        elif path:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        else:
            path = page
        path = path.removesuffix("/")
        if path == "" or path in self._folders:
            path = posixpath.normpath(posixpath.join(path, "index.html"))
        return path, unquote(parts.fragment)


def of_language(path: str, language: str) -> str:
    """Return where a page within a language stands under the root."""
    return path if language == "en" else f"{language}/{path}"
