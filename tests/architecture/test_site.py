"""The site's own files keep to their places."""

from __future__ import annotations

import ast
import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
REPOSITORY_ADDRESS = "https://github.com/czi-catalystproject/czi-catalystproject.github.io"


def test_the_settings_are_declarations_without_functions_or_handlers() -> None:
    tree = ast.parse((REPOSITORY / "conf.py").read_text("utf-8"))
    code = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Call)
    code = (*code, ast.Import, ast.ImportFrom, ast.For, ast.While, ast.If, ast.Try, ast.With)
    assert not [f"line {node.lineno}" for node in ast.walk(tree) if isinstance(node, code)]


def test_the_repositorys_address_stands_once_in_the_settings() -> None:
    text = (REPOSITORY / "conf.py").read_text("utf-8")
    assert text.count("github.com/") == 1
    assert f'tandem_repository = "{REPOSITORY_ADDRESS}"' in text


def test_pages_name_no_path_of_the_repositorys_host() -> None:
    """A page links to its own sources by what the settings say, never by hand.

    What stood there at a commit, as the originals of retold posts, stays where it was.
    """
    by_branch = re.escape(REPOSITORY_ADDRESS) + r"/(blob|edit|tree)/(?![0-9a-f]{7,40}/)"
    pages = [REPOSITORY / "index.md", REPOSITORY / "blog.md"]
    for folder in ("docs", "training", "blog"):
        pages += (REPOSITORY / folder).rglob("*.md")
    by_hand = [path.name for path in pages if re.search(by_branch, path.read_text("utf-8"))]
    assert not by_hand


def test_sessions_only_install_and_call_one_command() -> None:
    """Logic lives in the package, where it is tested."""
    tree = ast.parse((REPOSITORY / "noxfile.py").read_text("utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        length = function.end_lineno - function.lineno
        assert length <= 8, f"{function.name} is {length} lines long"
        assert not [node for node in ast.walk(function) if isinstance(node, ast.If | ast.Try)]
