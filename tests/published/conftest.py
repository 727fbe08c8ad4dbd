"""The real site, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from real_site import Published, build


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """What readers get."""
    return build(tmp_path_factory.mktemp("published"))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one process, where the site is built once."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("published"))
