"""The settings of a site, read from its ``conf.py`` before anything is built."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx.config import Config
from sphinx.errors import ConfigError

from ..upstream.sphinx_config import read_config
from . import Site, code_problem, make_site
from .findings import Finding

CONF = "conf.py"
_LINES = (
    'extensions = ["sphinx_tandem", …] and tandem_languages = {"en": "English", "es": "Español"}'
)


class SettingsError(Exception):
    """The site's settings are wrong; the findings say where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True)
class Settings:
    """What ``conf.py`` says, as far as one needs it without a build.

    :param directory: the folder that holds ``conf.py``, absolute.
    :param locale_dirs: the folders that hold catalogs, absolute.
    :param config: the settings as Sphinx read them, before any extension added its own.
    :param lines: the line of ``conf.py`` on which each name is set.
    """

    directory: Path
    site: Site
    locale_dirs: tuple[Path, ...]
    config: Config = field(compare=False)
    lines: Mapping[str, int] = field(compare=False)


def load(directory: Path) -> Settings:
    """Read and check the ``conf.py`` in *directory*.

    :raises SettingsError: with every problem that was found.
    """
    directory = directory.resolve()
    config = _read(directory)
    assigned = _Assigned(directory / CONF)
    findings = [*_check_extensions(config, assigned), *_check_languages(config, assigned)]
    if findings:
        raise SettingsError(sorted(findings))
    base_url = config.html_baseurl if isinstance(config.html_baseurl, str) else ""
    locale_dirs = tuple(directory / place for place in config.locale_dirs)
    site = make_site(config.tandem_languages, base_url)
    return Settings(directory, site, locale_dirs, config, assigned.lines)


def _read(directory: Path) -> Config:
    """Let Sphinx read ``conf.py``."""
    path = directory / CONF
    if not path.is_file():
        message = (
            f"There is no {CONF} in {directory}, so there is no site to work on. "
            "Run the command in the folder that holds it, or name that folder with --site."
        )
        raise SettingsError([Finding(CONF, 1, "settings-missing", message)])
    try:
        config = read_config(directory)
    except ConfigError as error:
        raise SettingsError([_conf_finding(path, error)]) from error
    # Options of extensions, which Sphinx learns only when it loads them.
    for name, default in (("tandem_languages", None), ("html_baseurl", "")):
        config.add(name, default, "env", ())
    return config


def _conf_finding(path: Path, error: ConfigError) -> Finding:
    """Say on which line of ``conf.py`` reading it failed, and why."""
    cause = error.__cause__ or error
    frames = traceback.extract_tb(cause.__traceback__)
    line = max((frame.lineno or 1 for frame in frames if frame.filename == str(path)), default=1)
    mend = "Nothing was built; mend this line and run the command again."
    if isinstance(cause, SyntaxError):
        if cause.filename == str(path):
            line = cause.lineno or 1
        message = f"{cause.filename or CONF} is not valid Python ({cause.msg}). {mend}"
        return Finding(CONF, line, "settings-syntax", message.replace(str(path), CONF))
    if isinstance(cause, SystemExit):
        return Finding(CONF, line, "settings-raised", f"{CONF} ended the program. {mend}")
    what = traceback.format_exception_only(cause)[-1].strip()
    return Finding(CONF, line, "settings-raised", f"{CONF} raised {what}. {mend}")


def lines_of_texts(conf: Path) -> dict[str, int]:
    """Return the first line of a ``conf.py`` on which each text stands; none if it is broken."""
    try:
        tree = ast.parse(conf.read_bytes() if conf.is_file() else "")
    except SyntaxError:
        return {}
    lines: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines[node.value] = min(node.lineno, lines.get(node.value, node.lineno))
    return lines


class _Assigned:
    """Where ``conf.py`` sets what: a finding should stand on the line to mend."""

    def __init__(self, path: Path) -> None:
        self.lines: dict[str, int] = {}
        self.language_keys: list[tuple[str, int]] = []
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                self.lines |= dict.fromkeys(names, node.lineno)
                if "tandem_languages" in names and isinstance(node.value, ast.Dict):
                    keys = [key for key in node.value.keys if isinstance(key, ast.Constant)]
                    self.language_keys = [(str(key.value), key.lineno) for key in keys]

    def line(self, name: str) -> int:
        return self.lines.get(name, 1)

    def language_line(self, code: object) -> int:
        return dict(self.language_keys).get(str(code), self.line("tandem_languages"))


def _check_extensions(config: Config, assigned: _Assigned) -> Iterator[Finding]:
    """Check that Sphinx will load the engine."""
    extensions: Any = config.extensions
    message = ""
    if not isinstance(extensions, list | tuple):
        message = '`extensions` must be a list of names, such as ["sphinx_tandem"].'
    elif "sphinx_tandem" not in extensions:
        message = (
            "`extensions` does not hold sphinx_tandem, so no language but one would be built. "
            f'Write extensions = ["sphinx_tandem", …] in {CONF}.'
        )
    if message:
        yield Finding(CONF, assigned.line("extensions"), "settings-extensions", message)


def _check_languages(config: Config, assigned: _Assigned) -> Iterator[Finding]:
    """Check ``tandem_languages``."""
    languages: Any = config.tandem_languages
    line = assigned.line("tandem_languages")
    if not isinstance(languages, dict) or not languages:
        what = "is not set" if languages is None else "must be a dictionary of codes and names"
        message = f"`tandem_languages` {what}. A site needs these two lines in {CONF}: {_LINES}."
        yield Finding(CONF, line, "settings-languages", message)
        return
    for code, name in languages.items():
        here = assigned.language_line(code)
        if not isinstance(code, str) or not isinstance(name, str) or not name.strip():
            message = (
                f"{code!r}: {name!r} in `tandem_languages` is not a language's code and its own "
                'name, such as "es": "Español".'
            )
            yield Finding(CONF, here, "settings-languages", message)
        elif problem := code_problem(code):
            yield Finding(CONF, here, "settings-language-unknown", problem)
    yield from _check_repeated(languages, assigned)


def _check_repeated(languages: Mapping[Any, Any], assigned: _Assigned) -> Iterator[Finding]:
    """Find codes that stand twice: Python keeps only the last, without a word."""
    written = assigned.language_keys or [
        (code, assigned.line("tandem_languages")) for code in languages if isinstance(code, str)
    ]
    seen: set[str] = set()
    for code, line in written:
        # One folder per code, and some disks do not tell `pt_BR` from `pt_br`.
        if code.casefold() in seen:
            message = f"The language {code!r} stands twice in `tandem_languages`; delete one."
            yield Finding(CONF, line, "settings-language-repeated", message)
        seen.add(code.casefold())
