"""The engine stays a house with rooms: who may import whom, and what stands where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ENGINE = REPOSITORY / "src" / "sphinx_tandem"
MODULES = sorted(ENGINE.rglob("*.py"))

# Rooms that a person's command reaches; every other module belongs to the Sphinx side.
COMMANDS = ("cli", "__main__")
PROCESS = ("build", "serve", "assemble", "settings", "terminal", "workshop")
CATALOGS = ("catalogs", "checks")
GROUND = ("site", "findings", "marks")
# Extracting messages from pages is Sphinx's work: this one module asks it to.
ASKS_SPHINX = "sphinx_tandem.catalogs.templates"
# The community whose site this is, and its partners: the engine serves any site.
OURS = ("catalyst", "2i2c", "metadocencia", "carpentries", "czi-", "cscce", "chan zuckerberg")
LONGEST = 300
ARGUED = re.compile(r"\b(long|lines|one module|one place|split)\b")


def name_of(path: Path) -> str:
    """Return a module's dotted name."""
    parts = path.relative_to(ENGINE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names of all modules that a module imports, at any depth."""
    package = name_of(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            if node.level:
                yield from (f"{module}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    """Return the part of the engine that a dotted name belongs to, ``""`` for others."""
    parts = module.split(".")
    if parts[0] != "sphinx_tandem":
        return ""
    return parts[1] if len(parts) > 1 else "__init__"


def rooms_of(path: Path) -> set[str]:
    """Return the rooms of the engine that a module looks into."""
    return {found for module in imports(path) if (found := room(module))} - {"__init__"}


def in_rooms(names: tuple[str, ...]) -> list[Path]:
    """Return the modules of some rooms."""
    return [path for path in MODULES if room(name_of(path)) in names]


def sphinx_side() -> list[Path]:
    """Return the modules that Sphinx loads."""
    others = (*COMMANDS, *PROCESS, *CATALOGS, *GROUND)
    return [path for path in MODULES if room(name_of(path)) not in others]


def test_the_ground_stands_on_nothing() -> None:
    for path in in_rooms(GROUND):
        assert rooms_of(path) <= set(GROUND), path.name
        assert not [name for name in imports(path) if name.split(".")[0] in ("sphinx", "docutils")]


def test_nothing_imports_the_command_line() -> None:
    for path in MODULES:
        if room(name_of(path)) not in COMMANDS:
            assert not rooms_of(path) & set(COMMANDS), name_of(path)


def test_the_sphinx_side_never_looks_at_the_process_side() -> None:
    for path in sphinx_side():
        assert not rooms_of(path) & set(PROCESS), name_of(path)


def test_catalogs_and_checks_know_nothing_of_sphinx_or_of_builds() -> None:
    for path in in_rooms(CATALOGS):
        assert not rooms_of(path) & {"build", "serve", "assemble"}, name_of(path)
        if name_of(path) != ASKS_SPHINX:
            foreign = [name for name in imports(path) if name.split(".")[0] == "sphinx"]
            assert not foreign, f"{name_of(path)} imports {foreign}"


def test_a_build_knows_nothing_of_the_preview() -> None:
    for path in in_rooms(("build", "assemble", "settings")):
        assert "serve" not in rooms_of(path), name_of(path)


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
