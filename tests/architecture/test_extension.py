"""The table of events, transforms and plug-ins says what happens, in order, and all of it."""

from __future__ import annotations

import ast
import itertools
import shutil
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

from harness.commands import SOURCE, start
from harness.sites import MakeSite
from sphinx_tandem import extension

ENGINE = Path(extension.__file__).parent
# In the order in which a build emits them: https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html
EVENTS = [
    "config-inited",
    "builder-inited",
    "env-get-outdated",
    "env-before-read-docs",
    "env-purge-doc",
    "source-read",
    "tandem-passages",
    "doctree-read",
    "env-merge-info",
    "env-updated",
    "env-get-updated",
    "doctree-resolved",
    "html-collect-pages",
    "html-page-context",
    "build-finished",
]
# What connects for others: the table, what is kept for pages, what runs Sphinx, the preview.
MAY_CONNECT = (
    *("extension.py", "site/pagedata.py", "site/sphinx_process/"),
    "translators/passages.py",
)


def named(reference: str) -> object:
    module, _, name = reference.partition(":")
    return getattr(import_module(f"sphinx_tandem.{module}"), name)


def test_every_row_names_something_that_is_there() -> None:
    rows = (*extension.HANDLERS, *extension.TRANSFORMS)
    for reference in (*extension.REGISTER, *(name for *_, name in rows)):
        assert callable(named(reference)), reference
    for _, reference in extension.TRANSFORMS:
        assert isinstance(named(reference), FunctionType), reference


def test_rows_stand_in_the_order_in_which_they_run() -> None:
    places = [(EVENTS.index(event), priority) for event, priority, _ in extension.HANDLERS]
    assert places == sorted(places)
    priorities = [priority for priority, _ in extension.TRANSFORMS]
    assert priorities == sorted(priorities)


def test_nothing_is_connected_beside_the_table() -> None:
    connected = [
        f"{path}:{node.lineno}"
        for file in sorted(ENGINE.rglob("*.py"))
        if not (path := file.relative_to(ENGINE).as_posix()).startswith(MAY_CONNECT)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("connect", "add_transform", "add_post_transform")
    ]
    assert not connected


def without(plugins: tuple[str, ...], folder: Path) -> Path:
    """Return a copy of the engine from which plug-ins were taken away."""
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns(*plugins))
    for plugin in plugins:
        assert not (folder / "sphinx_tandem" / plugin).exists()
    return folder


@pytest.mark.parametrize(
    "plugins",
    [*itertools.combinations(extension.PLUGINS, 1), extension.PLUGINS],
    ids=" and ".join,
)
def test_a_site_is_built_without_a_plugin(
    plugins: tuple[str, ...], make_site: MakeSite, tmp_path: Path
) -> None:
    site = make_site()
    source = without(plugins, tmp_path / "src")
    process = start(
        "sphinx_tandem", "build", "--strict", cwd=site.folder, env={"PYTHONPATH": str(source)}
    )
    with process:
        output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, output + errors
    assert "Buenos días." in site.page("es/index.html")
    assert "Good morning." not in site.page("es/index.html")
    assert "Good morning." in site.page("index.html")
