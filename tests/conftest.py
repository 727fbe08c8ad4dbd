"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.commands import Warm, environment
from harness.real import Published, build_once
from harness.sites import CONF, MakeSite, SiteFolder


def pytest_configure(config: pytest.Config) -> None:
    """Start the process from which commands are forked: one for all processes of the tests."""
    if not hasattr(config, "workerinput"):
        # What a test calls without a command starts processes, too.
        os.environ["PYTHONPATH"] = environment()["PYTHONPATH"]
        config.add_cleanup(Warm().close)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give each process whole files, whose tests share what they build.

    The groups of pytest-xdist 3.8 have no effect with pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  # it is not always there

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path, _, rest = nodeid.partition("::")
            if path.startswith("tests/browser/"):
                return f"{path}::{rest.partition('[')[0]}"  # they share what all processes share
            if path.startswith("tests/published/") and "same_again" not in path:
                return "tests/published"  # whoever reads all pages should do so once
            return path

    return ByFile(config, log)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all processes of the tests have in common."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


@pytest.fixture(scope="session")
def published(shared_folder: Path) -> Published:
    """What readers get, built once for all processes of the tests."""
    return build_once(shared_folder / "real")


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
