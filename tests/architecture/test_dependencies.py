"""What the engine imports is declared, and a site is built with nothing but the core of it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

from harness.commands import REPOSITORY, SOURCE
from harness.sites import MakeSite, TinySite

ENGINE = SOURCE / "sphinx_tandem"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
# Where each extra is used, and nowhere else.
USERS = {
    "blog": "upstream/ablog_blog.py",
    "cards": "pages/social.py",
    "check": "checks/language/spelling.py",
    "exchange": "catalogs/exchange.py",
    "lessons": "lessons/workshop/",
    "pack": "publish/pack.py",
    "serve": "publish/preview/",
}
# What a contributor may do without: the names of packages that are not those of their imports.
UNINSTALLED = {"translate": "translate-toolkit"}


def distribution(requirement: str) -> str:
    """Return the name of what a requirement asks for, as names are compared."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def declared(extra: str = "") -> set[str]:
    found = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    return set(map(distribution, found))


@cache
def distributions() -> Mapping[str, list[str]]:
    """Return the distributions of every package that is installed, which takes a second."""
    return packages_distributions()


def imported(path: Path) -> Iterator[str]:
    """Yield the distributions that a module imports from."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module]
        for name in (name.partition(".")[0] for name in names):
            if name not in sys.stdlib_module_names and name != ENGINE.name:
                yield distribution(distributions().get(name, [UNINSTALLED.get(name, name)])[0])


def test_every_import_is_a_declared_dependency() -> None:
    used: set[str] = set()
    undeclared = []
    for path in sorted(ENGINE.rglob("*.py")):
        place = path.relative_to(ENGINE).as_posix()
        allowed = declared().union(
            *(declared(x) for x, user in USERS.items() if place.startswith(user))
        )
        found = set(imported(path))
        used |= found
        undeclared += [f"{place}: {name}" for name in found - allowed]
    assert not undeclared
    # The other side: nothing is declared that no module imports.
    assert declared().union(*map(declared, USERS)) == used


def test_one_extra_holds_all_others() -> None:
    (whole,) = PROJECT["optional-dependencies"]["all"]
    # Archives and exchange need packages under a licence of their own.
    assert set(re.findall(r"\w+", whole.partition("[")[2])) == set(USERS) - {"exchange", "pack"}
    assert set(PROJECT["optional-dependencies"]) == {*USERS, "all"}


def needed(names: set[str]) -> set[str]:
    """Return what distributions need, with what those need."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        try:
            wanted = [one for one in requires(name) or [] if "extra ==" not in one]
        except PackageNotFoundError:
            continue  # only other systems need it
        waiting |= set(map(distribution, wanted)) - found
    return found


# Every process of the command reads this at its start.
WITHOUT = """
import sys
from importlib.machinery import PathFinder
class Core(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        there = name.partition(".")[0] not in {missing!r}
        return super().find_spec(name, path, target) if there else None
sys.meta_path[:] = [Core if finder is PathFinder else finder for finder in sys.meta_path]
"""


@pytest.fixture
def core(make_site: MakeSite) -> TinySite:
    """A site where only what the core needs is installed."""
    there = needed(declared())
    missing = {
        module
        for module, names in distributions().items()
        if there.isdisjoint(map(distribution, names)) and module != ENGINE.name
    }
    site = make_site(extensions=("sphinx_tandem",))
    site.write("core/sitecustomize.py", WITHOUT.format(missing=missing))
    return site


def environment(site: TinySite) -> dict[str, str]:
    return {"PYTHONPATH": f"{site.folder / 'core'}:{SOURCE}"}


def test_a_site_is_built_with_the_core_alone(core: TinySite) -> None:
    core.append("about.md", "\n```{exercise} Try it\n:minutes: 5\nDo.\n```\n")
    core.build("--strict", env=environment(core))
    assert "Buenos días." in core.page("es/index.html")
    assert "Try it" in core.page("about.html")
    # The other side: the rest is not there.
    core.append("conf.py", "\nextensions.append('ablog')\n")
    done = core.tandem("build", env=environment(core))
    assert done.returncode == 2
    assert "Could not import extension ablog" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [(["serve", "--port", "0"], "serve"), (["workshop", "one.yml"], "lessons")],
    ids=["serve", "workshop"],
)
def test_a_verb_says_what_installs_its_extra(
    core: TinySite, arguments: list[str], extra: str
) -> None:
    done = core.tandem(*arguments, env=environment(core))
    assert done.returncode == 2
    assert f"python -m pip install 'sphinx-tandem[{extra}]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_reader_of_dictionaries_the_rest_is_checked(core: TinySite) -> None:
    core.catalog("index", {"Home": "Inicio", "Good morning.": "Bunos ratos."})
    done = core.tandem("check", env=environment(core))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("python -m pip install 'sphinx-tandem[check]'") == 1
    assert "spelling" not in done.stderr
    # The other side: a link that is lost is found.
    core.catalog("about", {"Who we are. [Home](index.md)": "Quiénes somos."})
    done = core.tandem("check", env=environment(core))
    assert done.returncode == 1
    assert "about.po:" in done.stderr
