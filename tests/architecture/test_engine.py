"""What the files of the engine keep to; who may import whom stands in ``pyproject.toml``."""

from __future__ import annotations

import ast
import doctest
import re
from functools import cache
from importlib import import_module
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ENGINE = REPOSITORY / "src" / "sphinx_tandem"

# A person's command prints; all else hands on what it has found.
COMMANDS = ("cli", "__main__.py")
# The community whose site this is, and its partners: the engine serves any site.
OURS = ("catalyst", "2i2c", "metadocencia", "carpentries", "czi-", "cscce", "chan zuckerberg")
LONGEST = 500
ARGUED = re.compile(r"\b(long|lines|one module|one place|split)\b")


@cache
def texts() -> dict[Path, str]:
    """Return the text of every module."""
    return {path: path.read_text("utf-8") for path in sorted(ENGINE.rglob("*.py"))}


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the same as syntax trees."""
    return {path: ast.parse(text) for path, text in texts().items()}


def name_of(path: Path) -> str:
    """Return where a file stands in the engine."""
    return path.relative_to(ENGINE).as_posix()


def prints(tree: ast.Module) -> list[int]:
    """Return the lines on which a module prints."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]


def test_only_the_command_line_prints() -> None:
    printing = {name_of(path): lines for path, tree in trees().items() if (lines := prints(tree))}
    assert any(name.startswith(COMMANDS) for name in printing)
    assert not {name: lines for name, lines in printing.items() if not name.startswith(COMMANDS)}


def test_a_module_says_what_it_is_for() -> None:
    assert not [name_of(path) for path, tree in trees().items() if not ast.get_docstring(tree)]


def test_a_module_is_short_or_argues_for_its_length() -> None:
    long = [path for path, text in texts().items() if len(text.splitlines()) > LONGEST]
    unargued = [path for path in long if not ARGUED.search(ast.get_docstring(trees()[path]) or "")]
    assert not [name_of(path) for path in unargued], f"over {LONGEST} lines, and no word why"


def test_the_engine_never_names_this_community() -> None:
    named = [
        f"{name_of(path)}: {word}"
        for path in ENGINE.rglob("*")
        if path.is_file() and path.suffix in (".py", ".po", ".html", ".css", ".js", ".jinja")
        for word in OURS
        if word in path.read_text("utf-8").lower()
    ]
    assert not named


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = ("utils", "util", "helpers", "misc", "common")
    assert not [name_of(path) for path in texts() if path.stem in drawers]


def test_the_examples_in_docstrings_are_true() -> None:
    found = 0
    for path, text in texts().items():
        if ">>> " in text:
            parts = path.relative_to(ENGINE.parent).with_suffix("").parts
            results = doctest.testmod(import_module(".".join(parts).removesuffix(".__init__")))
            assert not results.failed, name_of(path)
            found += results.attempted
    assert found > 40
