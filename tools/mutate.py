"""Change a module in one small place at a time, and see whether its tests notice.

    python tools/mutate.py MODULE... [--seed N] [--count N]

A module is named as it is imported, without the name of the package: `checks.language.numbers`;
`checks` stands for every module of that room.  A change turns a comparison, `and`, `not`, `+` or
a condition into its opposite, or makes a whole number one more.  Each is made in a fork of a
process that has collected and run the tests before, so that it costs a fraction of a second.
The changes that no test notices are listed: a case is missing there, or the code is more than
is needed.  This is no part of the test suite.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import importlib
import os
import pkgutil
import random
import re
import signal
import sys
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

PACKAGE = "sphinx_tandem"
REPOSITORY = Path(__file__).resolve().parent.parent
# Which tests are meant for a module: the first name here that its own begins with.
TESTS = {
    "checks.language.spelling": "tests/checks/test_spelling.py",
    "checks.language.grammar": "tests/checks/test_spelling.py",
    "checks.language": "tests/checks/test_text.py tests/checks/test_terms.py",
    "checks.markup": "tests/checks/test_markup.py",
    "checks.context": "tests/checks/test_markup.py",
    "checks.fix": "tests/checks/test_fix.py",
    "checks.files": "tests/checks/test_files.py",
    "checks.rules": "tests/checks/test_reference.py tests/checks/test_silence.py",
    "checks.inspection": "tests/checks/test_files.py tests/checks/test_silence.py",
    "checks": "tests/checks",
    "lessons.workshop": "tests/workshop/test_bad_files.py tests/workshop/test_clocks.py "
    "tests/workshop/test_corrections.py tests/workshop/test_course.py "
    "tests/workshop/test_kits.py tests/workshop/test_localtime.py "
    "tests/workshop/test_notes.py tests/workshop/test_reading.py",
    "lessons": "tests/curriculum/test_timing.py tests/curriculum/test_schedule.py "
    "tests/curriculum/test_slide_layout.py",
}
# What is read from a file and takes a second: its cache is kept from change to change.
KEPT = frozenset({"load_dictionary"})
PATIENCE = 30  # seconds of processor time after which a change is noticed: the code never ends

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Change(ast.NodeTransformer):
    """Makes one change: that in the place with a number.

    :param number: which place, counted from 0; -1 only counts them.
    """

    def __init__(self, number: int = -1) -> None:
        self.number = number
        self.places = 0
        self.line = 0

    def visit(self, node: ast.AST) -> ast.AST:
        """Change the node, if its turn has come."""
        if isinstance(node, ast.keyword) and node.arg in ("maxsize", "strict"):
            return node  # how much is remembered, what cannot happen
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            return node  # what a program does, and no module
        if isinstance(node, ast.AnnAssign):  # an annotation is no code
            node.value = self.visit(node.value) if node.value else None  # type: ignore[assignment]
            return node
        node = self.generic_visit(node)
        for change in self.possible(node):
            if self.places == self.number:
                self.line = getattr(node, "lineno", 0)
                node = change()
            self.places += 1
        return node

    def possible(self, node: ast.AST) -> Iterator[Callable[[], ast.AST]]:
        """Yield the changes that there are for a node itself."""
        match node:
            case ast.Compare():
                yield lambda: changed(node, ops=[COMPARISONS[type(node.ops[0])](), *node.ops[1:]])
            case ast.BoolOp():
                yield lambda: changed(node, op=other(node.op, ast.And, ast.Or))
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                yield lambda: changed(node, op=other(node.op, ast.Add, ast.Sub))
            case ast.UnaryOp(op=ast.Not()):
                yield lambda: node.operand
            case ast.Constant(value=bool(value)):
                yield lambda: changed(node, value=not value)
            case ast.Constant(value=int(value)):
                yield lambda: changed(node, value=value + 1)
            case ast.If(test=test) | ast.IfExp(test=test) if can_fail(test):
                yield lambda: changed(node, test=ast.UnaryOp(ast.Not(), test))


def can_fail(test: ast.expr) -> bool:
    """Say whether a condition has no opposite yet that another change makes."""
    return isinstance(test, ast.Call | ast.Name) and ast.unparse(test) != "TYPE_CHECKING"


def changed(node: ast.AST, **fields: Any) -> ast.AST:
    """Return a node with some fields set."""
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def other(op: ast.AST, first: type[ast.AST], second: type[ast.AST]) -> ast.AST:
    """Return the one of two operators that *op* is not."""
    return second() if isinstance(op, first) else first()


@dataclass(frozen=True)
class Mutant:
    """A module with one change.

    :param module: the name of the module.
    :param line: where the change is.
    :param tree: the whole module, changed.
    :param statement: which statement of the module holds the change.
    """

    module: str
    line: int
    tree: ast.Module
    statement: int

    def __str__(self) -> str:
        line = ast.unparse(self._smallest()).partition("\n")[0]
        return f"{self.module}:{self.line}: {line[:110]}"

    def _smallest(self) -> ast.AST:
        nodes = [n for n in ast.walk(self.tree.body[self.statement]) if isinstance(n, ast.stmt)]
        return max(
            (n for n in nodes if n.lineno <= self.line), key=lambda n: n.lineno, default=nodes[0]
        )

    def apply(self) -> None:
        """Put the changed code into the module, wherever it is used already."""
        live = sys.modules[f"{PACKAGE}.{self.module}"]
        fresh: dict[str, Any] = {
            name: value for name, value in vars(live).items() if name.startswith("__")
        }
        exec(compile(self.tree, str(live.__file__), "exec"), fresh)  # noqa: S102
        for name in affected(self.tree, self.statement) & vars(live).keys():
            transplant(live, name, fresh[name])
        forget()


def mutants(module: str) -> list[Callable[[], Mutant]]:
    """Return what makes each mutant of a module."""
    path = sys.modules[f"{PACKAGE}.{module}"].__file__
    source = Path(str(path)).read_text("utf-8")

    def make(number: int) -> Mutant:
        change = Change(number)
        tree = ast.parse(source)
        for place, statement in enumerate(tree.body):
            before = change.places
            tree.body[place] = change.visit(statement)  # type: ignore[assignment]
            if before <= number < change.places:
                ast.fix_missing_locations(tree)
                return Mutant(module, change.line, tree, place)
        raise IndexError(number)

    counted = Change()
    counted.visit(ast.parse(source))
    return [functools.partial(make, number) for number in range(counted.places)]


def affected(tree: ast.Module, statement: int) -> set[str]:
    """Return the names of a module that a change in one statement gives another value."""
    found: set[str] = set()
    for place, part in enumerate(tree.body):
        used = {
            node.id
            for node in ast.walk(part)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        # what functions use they look up when they are called
        is_definition = isinstance(part, ast.FunctionDef | ast.ClassDef)
        if place == statement or (not is_definition and place > statement and used & found):
            found |= names_of(part)
    return found


def names_of(statement: ast.stmt) -> set[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def transplant(owner: Any, name: str, new: Any) -> None:
    """Give what a module or a class holds the code, or the value, of a changed one."""
    old = vars(owner)[name]
    if isinstance(old, type) and isinstance(new, type):
        for part in vars(new).keys() & vars(old).keys():
            if code_of(vars(new)[part]) is not None:
                transplant(old, part, vars(new)[part])
    elif (before := code_of(old)) is not None and (after := code_of(new)) is not None:
        before.__code__ = after.__code__
        before.__defaults__, before.__kwdefaults__ = after.__defaults__, after.__kwdefaults__
        vars(before).update(vars(after))  # what a decorator has noted
    else:
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith(PACKAGE) and (
                vars(module).get(name, owner) is old
            ):
                setattr(module, name, new)


def code_of(value: Any) -> types.FunctionType | None:
    """Return the function within a property, a cache or a method."""
    for name in ("__wrapped__", "__func__", "fget", "func"):
        value = getattr(value, name, value)
    return value if isinstance(value, types.FunctionType) else None


def forget() -> None:
    """Empty the caches of the engine, which hold what the unchanged code found."""
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(PACKAGE):
            for name, value in list(vars(module).items()):
                if hasattr(value, "cache_clear") and name not in KEPT:
                    value.cache_clear()


class Hunt:
    """A plug-in of pytest: runs the tests once, then once for each mutant, until one fails."""

    def __init__(self, modules: list[str], seed: int, count: int) -> None:
        self.modules, self.seed, self.count = modules, seed, count

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests."""
        spent = {item: self.run(item) for item in session.items}
        files: dict[Path, float] = {}
        for item in session.items:
            files[item.path] = files.get(item.path, 0) + spent[item]
        # The quick ones first, as most mutants are noticed by many; each file by itself.
        session.items.sort(key=lambda item: (files[item.path], str(item.path), spent[item]))
        re._MAXCACHE = 1 << 16  # type: ignore[attr-defined]  # a changed module compiles its patterns again
        gc.collect()
        gc.freeze()  # forks share what is never looked at
        total = found = 0
        for module in self.modules:
            made, noticed = self.hunt(module, session.items)
            total, found = total + made, found + noticed
        if len(self.modules) > 1:
            print(f"{found} of {total} noticed ({found / max(total, 1):.0%})")
        return True

    def run(self, item: pytest.Function, *, must_pass: bool = True) -> float:
        """Run one test; return how long it took, or -1 when it fails."""
        began = time.perf_counter()
        if broken := what_fails(item):
            if must_pass:
                pytest.exit(f"{item.nodeid} fails without any change:\n{broken}", returncode=1)
            return -1
        return time.perf_counter() - began

    def hunt(self, module: str, items: list[pytest.Item]) -> tuple[int, int]:
        """Try the mutants of a module; return how many there were, and were noticed."""
        wanted = [REPOSITORY / name for name in tests_of(module)]
        meant = [item for item in items if any(map(item.path.is_relative_to, wanted))]
        makers = mutants(module)
        chosen = random.Random(self.seed).sample(  # noqa: S311  # no secret
            makers, min(self.count or len(makers), len(makers))
        )
        began, survivors = time.perf_counter(), []
        for make in chosen:
            mutant = make()
            if not self.is_noticed(mutant, meant):
                survivors.append(mutant)
        if made := len(chosen):
            seconds, noticed = (time.perf_counter() - began) / made, made - len(survivors)
            print(f"{module}: {noticed} of {made} noticed, {seconds:.2f} s for each", flush=True)
        for mutant in sorted(survivors, key=lambda one: one.line):
            print(f"  {mutant}", flush=True)
        return made, made - len(survivors)

    def is_noticed(self, mutant: Mutant, items: list[pytest.Item]) -> bool:
        """Say whether some test fails in a fork with the mutant."""
        child = os.fork()
        if child == 0:
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
            gc.disable()
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            try:
                mutant.apply()
                os._exit(any(self.run(item, must_pass=False) < 0 for item in items))
            finally:
                os._exit(1)
        return os.waitpid(child, 0)[1] != 0


def what_fails(item: pytest.Function) -> str:
    """Run a test, and say what is wrong; one without fixtures is called, which is much quicker."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    if given.keys() >= set(item.fixturenames):
        try:
            item.obj(**given)
        except BaseException as error:  # whatever it is, the test has not passed
            return repr(error)
        return ""
    reports = runtestprotocol(item, log=False, nextitem=None)
    return "\n".join(str(report.longrepr) for report in reports if report.failed)


def tests_of(module: str) -> list[str]:
    """Return the tests that are meant for a module."""
    tests = (tests.split() for name, tests in TESTS.items() if module.startswith(name))
    found = next(tests, None)
    if found is None:
        sys.exit(f"TESTS in {__file__} names no tests for {module}: give it a line there.")
    return found


def modules_of(names: list[str]) -> list[str]:
    """Import the modules that are named, or that stand in a room that is named."""
    found = []
    for name in names:
        module = importlib.import_module(f"{PACKAGE}.{name}")
        found.append(name)
        for part in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{PACKAGE}.{name}."):
            importlib.import_module(part.name)
            found.append(part.name.removeprefix(f"{PACKAGE}."))
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--seed", type=int, default=1, help="which changes are chosen")
    parser.add_argument("--count", type=int, default=0, help="how many for each module (0: all)")
    given = parser.parse_args()
    os.chdir(REPOSITORY)
    sys.path[:0] = [str(REPOSITORY / "src"), str(REPOSITORY / "tests")]
    os.environ["PYTHONPATH"] = str(REPOSITORY / "src")  # for the processes that tests start
    hypothesis.settings.register_profile("mutate", database=None, derandomize=True, max_examples=30)
    hypothesis.settings.load_profile("mutate")
    modules = modules_of(given.modules)
    tests = list(dict.fromkeys(test for module in modules for test in tests_of(module)))
    hunt = Hunt(modules, given.seed, given.count)
    options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=line"]
    return int(pytest.main([*options, *tests], plugins=[hunt]))


if __name__ == "__main__":
    sys.exit(main())
