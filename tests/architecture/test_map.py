"""``src/README.md`` shows the engine as it is: its rooms, its flows and its table of events."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from functools import cache
from pathlib import Path

from harness.commands import REPOSITORY, SOURCE

README = SOURCE / "README.md"
ENGINE = SOURCE / "sphinx_tandem"
FLOW = re.compile(r"\*\*(.+)\*\*\n\n((?:\d\. .*\n)+)")
STEP = re.compile(r"\[`([\w.]+)`\]\(([\w/]+\.py)\)")


def picture() -> list[list[str]]:
    """Return the rooms of the picture, floor by floor from the top."""
    block = re.search(r"```text\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert block
    lines = [line for line in block[1].splitlines() if line and not line.startswith(" ")]
    return [re.findall(r"\w+", re.split(r"\s{2,}", line)[0]) for line in lines]


def layers() -> list[list[str]]:
    """Return the rooms that import-linter holds, floor by floor from the top."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    found = next(one["layers"] for one in contracts if one["type"] == "layers")
    return [re.findall(r"sphinx_tandem\.(\w+)", layer) for layer in found]


@cache
def defined(path: Path) -> frozenset[str]:
    """Return the functions, classes and methods that a module defines."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (one.name for one in node.body if isinstance(one, ast.FunctionDef))
            found |= {f"{node.name}.{name}" for name in inner}
    return frozenset(found)


def test_the_picture_shows_the_layers_that_the_lint_holds() -> None:
    shown = [room for floor in picture() for room in floor]
    held = [room for floor in layers() for room in floor if room != "__main__"]
    # What stands side by side may be drawn in any order.
    assert sorted(shown) == sorted(held)
    rank = {room: number for number, floor in enumerate(layers()) for room in floor}
    assert [rank[room] for room in shown] == sorted(rank[room] for room in shown)


def test_every_folder_of_the_engine_is_in_the_picture() -> None:
    rooms = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    assert rooms | {"extension"} == {room for floor in picture() for room in floor}


def test_every_step_of_a_flow_leads_to_a_function_that_is_there() -> None:
    flows = FLOW.findall(README.read_text("utf-8").partition("## What happens when")[0])
    assert len(flows) == 5
    for title, steps in flows:
        lines = steps.splitlines()
        assert 3 <= len(lines) <= 8, title
        for line in lines:
            assert STEP.search(line), line
            for name, path in STEP.findall(line):
                assert name in defined(SOURCE / path), f"{path} has no {name}"


def test_the_table_of_events_is_that_of_the_extension() -> None:
    spec = importlib.util.spec_from_file_location("events", REPOSITORY / "tools" / "events.py")
    assert spec and spec.loader
    events = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(events)
    text = README.read_text("utf-8")
    assert text == events.renewed(text), "write it anew: python tools/events.py"


def test_what_the_guide_tells_to_edit_is_there() -> None:
    guide = README.read_text("utf-8").partition("## Add a part")[2]
    paths = re.findall(
        r"`(?:sphinx_tandem/)?((?:checks|lessons|cli|locales|upstream)/[\w/.]*)`", guide
    )
    assert len(paths) > 8
    for path in paths:
        if path.rsplit("/", 1)[-1].isupper() or re.search("[A-Z]{4}", path):
            continue  # a name to be chosen: NAME.py, CODE
        assert (ENGINE / path).exists(), path
