"""A small site in two languages, built by plain ``sphinx-build`` with several themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness import commands

ROOT = "https://example.org/reef/"
LANGUAGES = ("en", "es")
THEMES = ("pydata_sphinx_theme", "alabaster", "basic")

CONF = """\
project = "Reef"
copyright = "2024, Ana"
extensions = ["sphinx_tandem", "ablog", "sphinx_design", "sphinx_copybutton"]
tandem_languages = {"en": "English", "es": "Español"}
html_baseurl = "https://example.org/reef/"
html_title = "Reef"
locale_dirs = ["locales"]
gettext_compact = False
exclude_patterns = ["locales"]
myst_enable_extensions = ["tasklist", "colon_fence", "dollarmath"]
html_permalinks_icon = "#"
fontawesome_included = True
blog_path = "blog"
blog_title = "Reef blog"
html_last_updated_fmt = ""
html_theme_options = {}
"""

PAGES = {
    "index.md": """\
---
description: All about a reef.
---
# Reef

```{toctree}
docs/page
blog
```
""",
    "docs/page.md": """\
# A page

- [ ] feed the **fish**
- [x] count them

```{note}
Corals.
```
```{versionadded} 2.1
```
```{figure} /fish.svg
:alt: a fish

Fishes.
```
```{code-block} python
:caption: swim.py

swim()
```
$$
a = b
$$ (sum)

:::{dropdown} Deep
Blue.
:::
```{glossary}
Polyp
  An animal.
```
""",
    "blog.md": "# Reef blog\n\n```{postlist}\n```\n",
    "blog/2024-04-24-tide.md": """\
---
blogpost: true
date: 2024-04-24
tags: tides
author: Ana
---
# Tide

Low.
""",
    "fish.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
}


@dataclass(frozen=True)
class Built:
    """A site in two languages; each is built by plain Sphinx when it is first asked for.

    :param source: the folder of the site.
    :param builder: which builder of Sphinx makes the pages.
    """

    source: Path
    builder: str
    _said: dict[str, str] = field(default_factory=dict)

    def _folder(self, language: str) -> Path:
        target = f"_build/site/{of_language('', language)}"
        if language not in self._said:
            arguments = ("-q", "-b", self.builder, "-D", f"language={language}")
            trees = ("-d", f"_build/{language}")
            done = commands.run("sphinx", *arguments, *trees, ".", target, cwd=self.source)
            assert done.returncode == 0, done.stderr
            self._said[language] = done.stderr
        return self.source / target

    @property
    def folder(self) -> Path:
        """The published tree of both languages."""
        for language in LANGUAGES:
            self._folder(language)
        return self.source / "_build/site"

    @property
    def said(self) -> str:
        """What the builds wrote to standard error."""
        return "".join(self._said[language] for language in LANGUAGES if self.folder)

    def pages(self, language: str = "en") -> list[str]:
        """Return the pages of a language, as their paths under its root."""
        start = self._folder(language)
        return sorted(
            path.relative_to(start).as_posix()
            for path in start.rglob("*.html")
            if "_static" not in path.parts and (language != "en" or "es" not in path.parts)
        )

    def text(self, page: str, language: str = "en") -> str:
        """Return a published file as text."""
        return (self._folder(language) / page).read_text("utf-8")

    def soup(self, page: str, language: str = "en") -> BeautifulSoup:
        """Return a published page."""
        return BeautifulSoup(self.text(page, language), "lxml")


BuildSite = Callable[..., Built]


def of_language(page: str, language: str) -> str:
    """Return where a page of a language stands under the published root."""
    return page if language == "en" else f"{language}/{page}"


def build(source: Path, pages: Mapping[str, str], conf: str, builder: str = "html") -> Built:
    """Write a site, ready to be built."""
    for name, text in {"conf.py": conf, **pages}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Built(source, builder)


@pytest.fixture
def build_site(tmp_path: Path) -> BuildSite:
    """Build the small site with other settings or pages."""

    def make(
        conf: str = "",
        pages: Mapping[str, str] | None = None,
        *,
        base: str = CONF,
        builder: str = "html",
    ) -> Built:
        return build(tmp_path / "site", PAGES if pages is None else pages, base + conf, builder)

    return make


@pytest.fixture(scope="session")
def built_with(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Built]]:
    """Build the small site with a theme, once in a run of the tests."""
    found: dict[str, Built] = {}

    def with_theme(theme: str) -> Built:
        if theme not in found:
            conf = f"{CONF}html_theme = {theme!r}\n"
            found[theme] = build(tmp_path_factory.mktemp(theme), PAGES, conf)
        return found[theme]

    yield with_theme


@pytest.fixture(scope="session")
def reef(built_with: Callable[[str], Built]) -> Built:
    """Return the small site with the theme that the engine takes special care of."""
    return built_with("pydata_sphinx_theme")
