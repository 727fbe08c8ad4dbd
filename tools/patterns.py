"""Measures which patterns of the engine take more than linear time on long runs of signs.

A translator's text reaches them, and a pattern that tries each beginning again lets a text
of a few kilobytes hold up a build for minutes.  Each pattern of the named rooms is tried on runs of the
signs that stand in it, alone and in pairs; printed are those whose time grows with the square.
A pattern that the engine only matches against the beginning of a text, or the whole, is tried so.
Those that stand within functions are tried, too, as far as they are made of names of their module.

python tools/patterns.py [ROOM …]
"""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import sys
import time
from collections.abc import Collection, Iterator
from importlib import import_module
from pkgutil import walk_packages
from re import _parser  # type: ignore[attr-defined]  # the one reader of patterns that Python has
from types import ModuleType
from typing import Any

import sphinx_tandem

ROOMS = """catalogs checks text translate translators pages blog lessons site upstream publish
 cli extension""".split()
SIGNS = " \n\t(){}[]<>*_`~:;,.@/\\#&%$|=-'\"aA0é"
SHORT, LONG = 1500, 6000
#: Linear time grows four times from one to the other, and the square sixteen times.
TOO_MUCH = 9.0
NOTICED = 0.001  # seconds of the processor, for the short one


def patterns(rooms: Collection[str]) -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Yield the patterns that stand in modules, by their names, and whether they are searched for."""
    seen = set()
    for found in walk_packages(sphinx_tandem.__path__, "sphinx_tandem."):
        if found.name.split(".")[1] in rooms:
            module = import_module(found.name)
            for name, value in vars(module).items():
                for pattern in _within(value):
                    if isinstance(pattern.pattern, str) and pattern not in seen:
                        seen.add(pattern)
                        yield f"{found.name}:{name}", pattern, _is_searched(module, name)
            for line, pattern, searched in _in_functions(module):
                if pattern not in seen:
                    seen.add(pattern)
                    yield f"{found.name}:{line}", pattern, searched


def _in_functions(module: ModuleType) -> Iterator[tuple[int, re.Pattern[str], bool]]:
    """Yield the patterns that calls such as ``re.search`` are given, each with its line."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Call(ast.Attribute(ast.Name("re"), name), [first, *_], keywords):
                flags = [word.value for word in keywords if word.arg == "flags"]
                flags += [one for one in node.args[1:] if "re." in ast.unparse(one)]
                try:
                    given = [_value(one, module) for one in (first, *flags[:1])]
                    found = re.compile(*given)
                except (NameError, TypeError, AttributeError, re.error):
                    continue  # made of what only the function knows
                if name not in ("escape", "compile") and isinstance(found.pattern, str):
                    yield node.lineno, found, name not in ("match", "fullmatch")


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "", "eval"), vars(module))  # noqa: S307  # ours


def _is_searched(module: ModuleType, name: str) -> bool:
    """Say whether a pattern is used for anything but `match` and `fullmatch`."""
    uses = re.findall(rf"\b{name}\b(\.\w+)?", inspect.getsource(module))
    # One of them is where it is made.
    others = [use for use in uses if use not in (".match", ".fullmatch")]
    return not name.startswith("_") or len(others) > 1


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within(list(value.values()))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _within(one)


def signs_of(pattern: re.Pattern[str]) -> list[str]:
    """Return the literal characters of a pattern, and its words."""
    found: set[str] = set()

    def visit(node: Any) -> None:
        if (
            isinstance(node, tuple)
            and len(node) == 2
            and str(node[0]) in ("LITERAL", "NOT_LITERAL")
        ):
            found.add(chr(node[1]))
        elif isinstance(node, tuple | list | _parser.SubPattern):
            for one in node:
                visit(one)

    visit(_parser.parse(pattern.pattern, pattern.flags))
    return sorted(found & set(SIGNS) | set(" a0"))


def seconds(pattern: re.Pattern[str], text: str, *, searched: bool) -> float:
    """Return how long it takes to find all places of a pattern."""
    start = time.process_time()
    if searched:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
        pattern.fullmatch(text)
    return time.process_time() - start


def worst(pattern: re.Pattern[str], *, searched: bool) -> tuple[float, float, str]:
    """Return how much slower the worst long run is than the short one, its time, and the run."""
    signs = signs_of(pattern)
    seeds = [*signs, *map("".join, itertools.permutations(signs, 2))]
    found = (0.0, 0.0, "")

    def measured(text: str) -> float:
        return seconds(pattern, text, searched=searched)

    for seed in seeds:
        for first, last in (("", "\0"), ("x", "x")):
            short, long = (first + seed * (n // len(seed)) + last for n in (SHORT, LONG))
            if measured(short) > NOTICED:
                took, before = (min(measured(one) for _ in "123") for one in (long, short))
                ratio = took / max(before, 1e-6)
                found = max(found, (ratio, took, seed))
                if ratio > TOO_MUCH:
                    return found
    return found


def main() -> int:
    """Print the patterns whose time grows too much."""
    bad = 0
    for name, pattern, searched in patterns(sys.argv[1:] or ROOMS):
        ratio, took, seed = worst(pattern, searched=searched)
        if ratio > TOO_MUCH:
            bad += 1
            print(
                f"{name}: {seed!r}: {took * 1000:.0f} ms for {LONG} signs, {ratio:.0f} times",
                flush=True,
            )
    print(f"{bad} patterns take more than linear time.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
