"""The room of what the engine leans on is complete, and its links lead to the right lines."""

from __future__ import annotations

import ast
import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from harness.commands import SOURCE

PACKAGE = SOURCE / "sphinx_tandem"
ROOM = PACKAGE / "upstream"
TESTS = Path(__file__).parent
LINK = re.compile(r"https://github\.com/[\w-]+/([\w-]+)/blob/[^/]*?v?([\d.]+)/(\S+)#L(\d+)")


def names_of(path: Path) -> list[str]:
    """Return the public names that a module of the room defines."""
    found = []
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [name for name in found if not name.startswith("_")]


def test_every_name_has_a_test() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in TESTS.glob("*.py"))
    untested = [
        f"{path.stem}.{name}"
        for path in ROOM.glob("*.py")
        for name in names_of(path)
        if not re.search(rf"\b{name}\b", tests)
    ]
    assert not untested


def test_every_link_leads_to_the_line_that_it_speaks_of() -> None:
    known = 0
    for path in ROOM.glob("*.py"):
        text = path.read_text("utf-8")
        ours = set(re.findall(r"\w+", LINK.sub("", text)))
        for project, release, name, line in LINK.findall(text):
            if version(project.lower()) != release:
                continue  # the line may have moved; the name has a test of its own
            file = installed(name)
            there = file.read_text("utf-8").splitlines()[int(line) - 1]
            assert ours & set(re.findall(r"\w{2,}", there)) - {"def", "class", "self"}, (
                f"{path.name}: {name}#L{line} is {there!r}"
            )
            known += 1
    assert known


def installed(name: str) -> Path:
    """Return the installed file for the path that it has in its repository."""
    parts = name.removeprefix("src/").removeprefix("lib/").split("/")
    parts = parts[1:] if parts[0] == parts[1] else parts
    found = find_spec(parts[0])
    assert found is not None and found.origin
    return Path(found.origin).parent.joinpath(*parts[1:])


# What stands in place of it works in every Sphinx from 7.4 on.
NEWER = {
    "env.current_document": "env.docname, env.temp_data",
    "env.domains.": "env.domains[…], env.domains.values()",
    ".get_output_path(": ".get_outfilename(",
}


@pytest.mark.parametrize("name", NEWER)
def test_sphinx_is_asked_by_the_names_that_its_oldest_version_has(name: str) -> None:
    found = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8").replace("env.domains.values()", "")
        found += [f"{path.relative_to(PACKAGE)}: take {NEWER[name]}"] * text.count(name)
    assert not found


@pytest.mark.parametrize("room", ["translate", "text", "pages"])
def test_nobody_else_reaches_for_private_names(room: str) -> None:
    """A private name of another package has a leading underscore, and no ``self`` before it."""
    found = []
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [alias.name for alias in node.names]
                found += [f"{path.name}: {n}" for n in names if n.startswith("_") and n != "_"]
            elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
                of = node.value
                is_own = isinstance(of, ast.Name) and of.id in ("self", "cls")
                if not is_own and not node.attr.startswith("__"):
                    found.append(f"{path.name}:{node.lineno}: {node.attr}")
    assert not found
