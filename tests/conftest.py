"""What all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from harness import commands
from harness.real import Published, build_once
from harness.sites import MakeSite, TinySite, empty_site, new_site
from sphinx_tandem.site import sphinx_process

# Names the published site of this very checkout, where it has been built already.
SITE = "TANDEM_TESTS_SITE"
# Folders of which one process runs every test.
TOGETHER = ("tests/published", "tests/reader", "tests/blog", "tests/checks")
# What takes longest begins first, so that no process is left with it alone at the end.
FIRST = (
    "tests/process/test_incremental.py",
    "tests/reader/",
    "tests/published/",
    "tests/process/",
    "tests/checks/",
    "tests/blog/",
    "tests/browser/",
    "tests/languages/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Start the process from which commands are forked: one for all processes of the tests."""
    # What a test calls without a command starts processes, too.
    os.environ["PYTHONPATH"] = commands.environment()["PYTHONPATH"]
    if not hasattr(config, "workerinput"):
        config.option.loadscopereorder = False
        commands.keep_compiled()
        config.add_cleanup(commands.Warm().close)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Collect in one process after the other: the first compiles the tests for all.

    What is collected stays to the end, so nothing is gained by looking through it for garbage,
    and later what tests leave behind is looked for less often.
    """
    with FileLock(commands.shared("collection.lock")):
        gc.disable()
        try:
            return (yield)
        finally:
            gc.freeze()
            gc.set_threshold(50_000, 10, 10)
            gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first; the rest stays in the order of the alphabet."""

    def place(item: pytest.Item) -> int:
        starts = (number for number, one in enumerate(FIRST) if item.nodeid.startswith(one))
        return next(starts, len(FIRST))

    items.sort(key=place)


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
                # They share what all processes share, and those of a class what it loads.
                return f"{path}::{rest.partition('::')[0].partition('[')[0]}"
            folder = path.rpartition("/")[0]
            # They share what they build, or parse, or a dictionary.
            return folder if folder in TOGETHER and "same_again" not in path else path

    return ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def warm_runs() -> Iterator[None]:
    """Fork the runs of Sphinx that a test starts by itself from what is loaded already."""
    with pytest.MonkeyPatch.context() as patch:
        if commands.can_fork({}):
            server = partial(commands.start_server, f"{sphinx_process.__package__}.forkserver")
            patch.setattr(sphinx_process, "start_server", server)
        yield


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all processes of the tests have in common."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


@pytest.fixture(scope="session")
def published(shared_folder: Path) -> Published:
    """What readers get, built once for all processes of the tests, or built strictly before."""
    if folder := os.environ.get(SITE):
        return Published(Path(folder))
    return build_once(shared_folder / "real")


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Make a site of two pages in English and Spanish, or of what is asked for."""

    def make(
        pages: Mapping[str, str] | None = None, *, name: str = "site", **settings: Any
    ) -> TinySite:
        return new_site(tmp_path / name, pages, **settings)

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """The site of two pages as `tandem build` publishes it, for tests that only read it."""
    site = new_site(tmp_path_factory.mktemp("built") / "site")
    site.build("--strict", "--json", "report.json")
    return site


@pytest.fixture
def built_site(built: TinySite, tmp_path: Path) -> TinySite:
    """A copy of the same for a test that goes on with it."""
    return built.copy(tmp_path / "site")


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    """A site without a page, on which every construct of MyST can stand."""
    return empty_site(tmp_path / "site")
