"""The settings of a Jupyter Book 1, as the ``conf.py`` of Sphinx has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from ..site.findings import WrongUse

BOOK, CONTENTS = "_config.yml", "_toc.yml"

# https://jupyterbook.org/v1/customize/config.html lists the keys and what they are by default.

_OFBOOKS = ("sphinx_external_toc", "sphinx_design")
_FOR_COMFORT = ("sphinx_togglebutton", "sphinx_copybutton")
_MYST = ["colon_fence", "dollarmath", "linkify", "substitution", "tasklist"]
_LOOK = ("use_issues_button", "use_repository_button", "use_edit_page_button", "home_page_in_navbar",
           "extra_footer", "announcement")  # fmt: skip


def book_settings(folder: Path, by_hand: list[str]) -> str:
    """Return a ``conf.py`` that says what the ``_config.yml`` of a Jupyter Book says.

    :param by_hand: gets what a person has to do.
    :raises WrongUse: when the file cannot be read, or the book needs what is not installed.
    """
    book = _book(folder / BOOK)
    sphinx, local = _mapping(book, "sphinx"), _mapping(_mapping(book, "sphinx"), "local_extensions")
    has_code = any(
        path.suffix == ".ipynb"
        or (path.suffix == ".md" and "{code-cell}" in path.read_text("utf-8-sig", "replace"))
        for path in folder.rglob("*")
    )
    extensions = ["myst_nb" if has_code else "myst_parser", *_OFBOOKS, *_FOR_COMFORT]
    extensions += ["sphinxcontrib.bibtex"] if book.get("bibtex_bibfiles") else []
    extensions += [str(one) for one in sphinx.get("extra_extensions") or []]
    missing = [one for one in extensions if one not in local and not _is_installed(one)]
    if needed := sorted({*missing} - {*_FOR_COMFORT}):
        raise WrongUse(
            f"The book needs extensions of Sphinx that are not installed: {', '.join(needed)}. "
            "Nothing was changed; install them, or what the book itself is built with."
        )
    if missing:
        by_hand.append(f"Left out, because they are not installed here: {', '.join(missing)}.")
    extensions = [one for one in [*extensions, *map(str, local)] if one not in missing]
    lines = [f'"""The settings of this site, made from {BOOK}."""', ""]
    if local:
        lines += ["import sys", ""]
        lines += [f"sys.path.insert(0, {quoted(str(place))})" for place in local.values()] + [""]
    lines.append(f"extensions = {_python(list(dict.fromkeys(extensions)))}")
    values = _values_of(book, has_code=has_code)
    lines += [f"{name} = {_python(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _book(path: Path) -> dict[Any, Any]:
    try:
        book = yaml.safe_load(path.read_text("utf-8-sig", "replace")) or {}
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", "") or "it cannot be read"
        place = f"{BOOK}:{mark.line + 1 if mark else 1}"
        raise WrongUse(
            f"{place}: settings-syntax: This is not valid YAML ({said}). Nothing was changed."
        ) from error
    if not isinstance(book, dict):
        raise WrongUse(f"{BOOK}:1: settings-type: Write lines of key: value. Nothing was changed.")
    return book


def _values_of(book: Mapping[Any, Any], *, has_code: bool) -> dict[str, Any]:
    """Return the settings of Sphinx that say what a book's file says."""
    html, parse, execute, repository, sphinx = (
        _mapping(book, name) for name in ("html", "parse", "execute", "repository", "sphinx")
    )
    syntax = [one for one in _MYST if one != "linkify" or _is_installed("linkify_it")]
    title = book.get("title", "My Jupyter Book")
    options = {
        "repository_url": repository.get("url"),
        "repository_branch": repository.get("branch"),
        "path_to_docs": repository.get("path_to_book"),
        "launch_buttons": _mapping(book, "launch_buttons"),
        "analytics": _mapping(html, "analytics"),
        **{name: html.get(name) for name in _LOOK},
    }
    values: dict[str, Any] = {
        "project": title,
        "html_title": title,
        "author": book.get("author", "The Jupyter Book community"),
        "copyright": book.get("copyright"),
        "html_theme": "sphinx_book_theme",
        "html_logo": book.get("logo"),
        "html_favicon": html.get("favicon"),
        "html_baseurl": html.get("baseurl"),
        "html_theme_options": {name: value for name, value in options.items() if value},
        "external_toc_path": CONTENTS,
        "external_toc_exclude_missing": book.get("only_build_toc_files"),
        "exclude_patterns": [
            "_build",
            "**.ipynb_checkpoints",
            *(book.get("exclude_patterns") or ()),
        ],
        "myst_enable_extensions": parse.get("myst_enable_extensions", syntax),
        "myst_substitutions": parse.get("myst_substitutions"),
        "bibtex_bibfiles": book.get("bibtex_bibfiles"),
        "suppress_warnings": ["myst.domains"],
        "numfig": True,
    }
    if has_code:
        values |= {
            "nb_execution_mode": _MODES.get(execute.get("execute_notebooks", "auto"), "auto"),
            "nb_execution_timeout": execute.get("timeout", 30),
            "nb_execution_excludepatterns": execute.get("exclude_patterns"),
            "nb_execution_allow_errors": execute.get("allow_errors"),
        }
    values = {name: value for name, value in values.items() if value}
    if isinstance(values.get("copyright"), int):  # a year
        values["copyright"] = str(values["copyright"])
    return values | {str(name): value for name, value in _mapping(sphinx, "config").items()}


def quoted(text: str) -> str:
    """Return a text as Python has it, between double quotation marks."""
    return json.dumps(text, ensure_ascii=False)


def _python(value: Any) -> str:
    """Return a value as Python has it, texts between double quotation marks."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_python, value))}]"
    if isinstance(value, dict):
        pairs = (f"{_python(key)}: {_python(held)}" for key, held in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(value)


_MODES = {False: "off", "off": "off", "auto": "auto", "force": "force", "cache": "cache",
          "inline": "inline"}  # fmt: skip


def _mapping(held: Mapping[Any, Any], name: str) -> dict[Any, Any]:
    found = held.get(name)
    return found if isinstance(found, dict) else {}


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
