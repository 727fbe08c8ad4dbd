"""The sessions that people run: each installs what it needs and calls one command."""

from __future__ import annotations

import os

import nox

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "test"]

PROJECT = nox.project.load_toml("pyproject.toml")
# What the bench compares the builds with, and the sites of which sizes.
COMPARE = "tools/bench/compare.py"
MKDOCS = ("mkdocs-material", "mkdocs-static-i18n")
SIZES = ("--pages", "60", "300", "1000", "--write")
LINTS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("cffconvert", "--validate"),
)
# For every system and each Python that we serve, with the hash of every file that is published.
# No setting of this machine has a say, so that none of its addresses can get into the file.
LOCK = (
    *("uv", "pip", "compile", "-q", "--no-config", "--no-emit-index-url", "--no-emit-find-links"),
    *("--universal", "--generate-hashes", "--python-version", "3.11", "--fork-strategy", "fewest"),
    *("--custom-compile-command", "nox -s lock", "--extra", "all", "--group", "site"),
    *("pyproject.toml", "--output-file", "requirements.txt"),
)


def install(session: nox.Session, *groups: str) -> None:
    """Install what the site's build needs, and the named groups of ``pyproject.toml``.

    Each in a call of its own: pip asks for the hash of everything that is beside a hash.
    """
    session.install("-q", "-r", "requirements.txt")
    session.install("-q", "--no-deps", "-e", ".")
    for group in groups:
        session.install("-q", *nox.project.dependency_groups(PROJECT, group))


@nox.session
def build(session: nox.Session) -> None:
    """Build every language into _build/site."""
    install(session)
    session.run("tandem", "build", *session.posargs)


@nox.session
def serve(session: nox.Session) -> None:
    """Show every language while you write."""
    install(session)
    session.run("tandem", "serve", *session.posargs)


@nox.session
def test(session: nox.Session) -> None:
    """Run all tests, those in a real browser too; arguments go to pytest."""
    install(session, "test", "pack")
    # One process more than cores, because tests wait for browsers and commands.
    processes = str((os.cpu_count() or 1) + 1)
    session.run("pytest", "-n", processes, "--dist", "loadfile", *session.posargs)


@nox.session
def pack(session: nox.Session) -> None:
    """Make the packs of the published site: zips, books, archives, lessons in one file."""
    install(session, "pack")
    session.run("tandem", "pack", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Check pages and catalogs."""
    install(session)
    session.run("tandem", "check", *session.posargs)


@nox.session
def update(session: nox.Session) -> None:
    """Bring the catalogs up to date with the pages."""
    install(session)
    session.run("tandem", "update", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the code's style, its types and the citation file."""
    install(session, "lint")
    for command in LINTS:
        session.run(*command)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Ask every address that the pages name whether it still answers."""
    install(session)
    session.run("sphinx-build", "-q", "-b", "linkcheck", ".", "_build/linkcheck", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Compare builds with each other, with plain Sphinx and with MkDocs; write src/BENCH.md."""
    install(session)
    for script in ("languages", "incremental"):
        session.run("python", f"tools/bench/{script}.py")
    python = f"{session.create_tmp()}/mkdocs/bin/python"
    session.run("python", "-m", "venv", f"{session.create_tmp()}/mkdocs")
    session.run(python, "-m", "pip", "install", "-q", *MKDOCS, external=True)
    session.run("python", COMPARE, "--mkdocs", python, *(session.posargs or SIZES))


@nox.session
def oldest(session: nox.Session) -> None:
    """Test what the engine leans on against the oldest releases that it may meet."""
    install(session, "test")
    session.install("-q", "--no-deps", "-r", ".ci/oldest.txt")
    session.run("pytest", "tests/upstream", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Renew requirements.txt; without arguments for uv, everything in it becomes the newest."""
    session.install("-q", *nox.project.dependency_groups(PROJECT, "resolve"))
    session.run(*LOCK, *(session.posargs or ["--upgrade"]))


@nox.session
def lowest(session: nox.Session) -> None:
    """Build a small site with the lowest versions that pyproject.toml allows."""
    session.install("-q", *nox.project.dependency_groups(PROJECT, "resolve"))
    session.run("bash", ".ci/lowest", session.create_tmp(), external=True)


@nox.session
def audit(session: nox.Session) -> None:
    """Look the pinned packages up among the known vulnerabilities."""
    session.install("-q", *nox.project.dependency_groups(PROJECT, "audit"))
    session.run(
        "pip-audit", "--disable-pip", "--require-hashes", "-r", "requirements.txt", *session.posargs
    )
