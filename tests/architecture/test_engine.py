"""The engine stays a house with rooms: what each module may do and how long it is; who may
import whom stands in ``pyproject.toml``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ENGINE = REPOSITORY / "src" / "sphinx_tandem"
MODULES = sorted(ENGINE.rglob("*.py"))

COMMANDS = ("cli", "__main__")
# The community whose site this is, and its partners: the engine serves any site.
OURS = ("catalyst", "2i2c", "metadocencia", "carpentries", "czi-", "cscce", "chan zuckerberg")
LONGEST = 500
ARGUED = re.compile(r"\b(long|lines|one module|one place|split)\b")


def name_of(path: Path) -> str:
    """Return a module's dotted name."""
    parts = path.relative_to(ENGINE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """Return the part of the engine that a dotted name belongs to, ``""`` for others."""
    parts = module.split(".")
    if parts[0] != "sphinx_tandem":
        return ""
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    if room(name_of(path)) in COMMANDS:
        return
    printing = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing, f"prints on lines {printing}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_or_argues_for_its_length(path: Path) -> None:
    text = path.read_text("utf-8")
    if len(text.splitlines()) > LONGEST:
        docstring = ast.get_docstring(ast.parse(text)) or ""
        assert ARGUED.search(docstring), f"over {LONGEST} lines, and its first lines say no why"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_engine_never_names_this_community() -> None:
    named = [
        f"{path.relative_to(ENGINE)}: {word}"
        for path in ENGINE.rglob("*")
        if path.is_file() and path.suffix in (".py", ".po", ".html", ".css", ".js", ".jinja")
        for word in OURS
        if word in path.read_text("utf-8").lower()
    ]
    assert not named


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert not [
        path for path in MODULES if path.stem in ("utils", "util", "helpers", "misc", "common")
    ]
