"""What all tests share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tiny_site import CONF, MakeSite, SiteFolder


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Make a site of two pages in English and Spanish, or of what is asked for."""

    def make(
        pages: Mapping[str, str] | None = None,
        *,
        name: str = "site",
        theme: str = "basic",
        extensions: tuple[str, ...] = ("sphinx_tandem", "myst_parser"),
        languages: Mapping[str, str] | None = None,
        conf: str = "",
    ) -> SiteFolder:
        site = SiteFolder(tmp_path / name)
        settings = {
            "extensions": list(extensions),
            "languages": dict(languages or {"en": "English", "es": "Español"}),
            "theme": theme,
            "extra": conf,
        }
        site.write("conf.py", CONF.format(**settings))
        if pages is not None:
            for path, text in pages.items():
                site.write(path, text)
            return site
        site.write("index.md", "# Home\n\nGood morning.\n\n```{toctree}\nabout\n```\n")
        site.write("about.md", "# About\n\nWho we are. [Home](index.md)\n")
        site.catalog("index", {"Home": "Inicio", "Good morning.": "Buenos días."})
        site.catalog(
            "about",
            {
                "About": "Acerca de",
                "Who we are. [Home](index.md)": "Quiénes somos. [Inicio](index.md)",
            },
        )
        return site

    return make
