"""What ended a run of Sphinx: the disk, a setting, an extension, or a defect."""

from __future__ import annotations

import linecache
import re
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound
from sphinx.config import Config, check_confval_types
from sphinx.errors import (
    ConfigError,
    ExtensionError,
    SphinxError,
    ThemeError,
    VersionRequirementError,
)

from ...upstream import vars_of
from ..findings import disk_error
from ..settings import CONF

# So many functions from an error on are asked what they work on.
_NEAR = 3
_HOLDERS = (dict, list, tuple)
# What is right when a build has come so far.
_CHECKED = ("html_theme", "tandem_languages")
# Functions that get the value of one setting, and do not name it.
_READERS = {
    **dict.fromkeys(("PygmentsBridge.__init__", "PygmentsBridge.get_style"), "pygments_style"),
    "SphinxComponentRegistry.get_source_parser": "source_suffix",
}
# How Sphinx's warnings about settings begin.
SETTING = re.compile(r"The config value `(\w+)[`']")


@dataclass
class Settings:
    """What a run knows of the site's settings when it fails.

    :param lines: the line on which each is made, and each option of the theme.
    :param texts: the line on which each text is in ``conf.py``.
    :param mistyped: those whose type Sphinx warns of, each with what it says.
    """

    lines: Mapping[str, int]
    texts: Mapping[str, int]
    config: Config | None = None
    mistyped: dict[str, str] = field(default_factory=dict)

    def named(self, message: str, *, values: bool = True) -> str:
        """Return the setting or the option of the theme that a message names, or ``""``.

        :param values: whether the message may quote a text in its value alone.
        """
        words = re.findall(r"(?<=['\"`])[^'\"`\s]+(?=['\"`])|\b[a-z]+_\w+", message)
        for word in words:
            if word in self.lines and ("_" in word or values):
                return str(word)
            # MyST names its own without their beginning.
            if (own := f"myst_{word.partition('[')[0]}") in self.lines:
                return own
        return next(filter(None, map(self.holds, words if values else ())), "")

    def holds(self, text: str) -> str:
        """Return the setting or the option in whose value a text stands, or ``""``."""
        line = self.texts.get(text, 0)
        before = [name for name, first in self.lines.items() if first <= line]
        return max(before, key=lambda name: self.lines[name], default="")

    def used(self, error: BaseException) -> str:
        """Return the setting or the option that is used where an error arose, or ``""``.

        A template or a function names it in the line that failed, or it has its name or its value.
        """
        if isinstance(error, TemplateNotFound):
            name = template(error)
            return self.holds(name) or self.holds(name.removesuffix(".html"))
        owners = self._owners()
        frames = list(traceback.walk_tb(error.__traceback__))[::-1]
        for number, (frame, line) in enumerate(frames):
            code = linecache.getline(frame.f_code.co_filename, line)
            told = [_READERS.get(frame.f_code.co_qualname, "")]
            told += [self._told(word) for word in re.findall(r"\w+", code)]
            for value in frame.f_locals.values() if number < _NEAR else ():
                told += [self._told(value), owners.get(id(value), "")]
            if found := next(filter(None, told), ""):
                return found
        return ""

    def _told(self, name: object) -> str:
        """Return the setting or the option that a name in a program means, or ``""``."""
        if not isinstance(name, str) or "_" not in name:
            return ""
        names = {name.removeprefix("theme_"), f"myst_{name}"}
        return next(iter((names & {*self.lines}) - {*_CHECKED}), "")

    def _owners(self) -> dict[int, str]:
        """Return the settings and options by the identities of what they hold."""
        values = {**vars_of(self.config)} if self.config else {}
        options = values.pop("html_theme_options", None)
        values |= options if isinstance(options, dict) else {}
        owners: dict[int, str] = {}
        for name, value in values.items():
            if name in self.lines and name not in _CHECKED:
                inner = value.values() if isinstance(value, dict) else value
                within = [value, *(inner if isinstance(value, _HOLDERS) else ())]
                owners |= {id(one): name for one in within if isinstance(one, _HOLDERS)}
        return owners


def failure(error: Exception, settings: Settings, page: str | None) -> dict[str, Any]:
    """Describe what ended a build: the disk, the settings, or a defect.

    :param page: the page that was read or written then, ``""`` where it was none; ``None``
        where the application was not there yet.
    """
    if broken := disk_error(error):
        return {"event": "disk", "message": broken.strerror}
    origin = getattr(error, "orig_exc", None)
    in_conf = _line_in_conf(origin or error) or _called_in_conf(origin or error, settings)
    if page is None and not in_conf and (setting := _refused(error, settings)) is not None:
        return {"event": "settings", "setting": setting, "message": str(error)}
    cause = origin or error
    while cause.__cause__ and isinstance(cause, SphinxError):
        cause = cause.__cause__
    message = traceback.format_exception_only(cause)[-1].strip()
    if isinstance(cause, SphinxError):
        message = str(cause)
    elif isinstance(cause, TemplateNotFound):
        message = f"there is no template {template(cause)}"
    elif isinstance(cause, RecursionError):
        message = "Something leads back to itself, or is nested too deeply: a page that includes itself, or contents that lead back to where they are"
    if settings.config and page is None:
        check_confval_types(None, settings.config)  # Sphinx has not come as far
    for setting, said in settings.mistyped.items():
        return {"event": "settings", "setting": setting, "message": f"{said} {message}"}
    message = message.rstrip(".")
    path, line = page or "", 1
    extension = _extension(cause)
    if in_conf and extension in ("", CONF):
        message += f", on the page {path}" if path else ""
        path, line = CONF, in_conf
    elif extension:
        message += f", in the extension {extension}"
    if "master document" in message:
        earlier = "root_doc" if "root_doc" in settings.lines else "master_doc"
        setting = settings.named(message) or earlier  # its name before Sphinx 4
        return {"event": "settings", "setting": setting, "message": message}
    setting = settings.named(message, values=False) or settings.used(cause)
    if setting and path != CONF:
        message = f"Sphinx fails where it uses `{setting}`: {message}. Correct its value."
        return {"event": "settings", "setting": setting, "message": message}
    return {"event": "crash", "message": message, "path": path, "line": line}


def _refused(error: Exception, settings: Settings) -> str | None:
    """Return the setting that Sphinx refuses by an error of its own, if it is one of that kind."""
    message = str(error)
    if isinstance(error, ExtensionError):
        unloadable = isinstance(getattr(error, "orig_exc", None), ImportError | None)
        return "extensions" if unloadable else None
    if isinstance(error, VersionRequirementError):
        return "needs_extensions" if "needs the extension" in message else "needs_sphinx"
    if isinstance(error, ConfigError):
        found = SETTING.match(message)
        return found[1] if found else settings.named(message)
    return "html_theme" if isinstance(error, ThemeError) else None


def template(error: TemplateNotFound) -> str:
    """Return the name of the template that is missing; Sphinx writes where it looked behind it."""
    found = re.match(r"'(.+?)' not found in ", str(error))
    return found[1] if found else str(error.name)


def _line_in_conf(error: BaseException) -> int:
    """Return the line of a function in ``conf.py`` in which an error arose, or 0."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((one.lineno or 1 for one in frames[::-1] if Path(one.filename).name == CONF), 0)


def _called_in_conf(error: BaseException, settings: Settings) -> int:
    """Return the line of what ``conf.py`` gave Sphinx to call, where it cannot be called so, or 0.

    Python then fails in Sphinx: before ``setup``, or a function that it connected, has begun.
    """
    frame, line = next(reversed([*traceback.walk_tb(error.__traceback__)]), (None, 0))
    if frame is None:
        return 0
    called: Any = getattr(frame.f_locals.get("listener"), "handler", None)
    if ".config.setup(" in linecache.getline(frame.f_code.co_filename, line):
        called = frame.f_locals["self"].config.setup
    code = getattr(called, "__code__", None)
    if code is not None:
        return int(code.co_firstlineno) if Path(code.co_filename).name == CONF else 0
    return settings.lines.get("setup", 0) if called is not None else 0


# What runs extensions; whatever else stands first in a trace is one.
_NO_EXTENSIONS = {"sphinx", "docutils", "myst_parser", "markdown_it", "mdit_py_plugins", "jinja2",
                  "pygments", "babel", "yaml", "sphinx_tandem"}  # fmt: skip


def _extension(error: BaseException) -> str:
    """Return the name of the extension that raised an error, or ``""``."""
    for frame, _line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        package = module.partition(".")[0]
        if Path(frame.f_code.co_filename).name == CONF:
            return CONF
        if Path(frame.f_code.co_filename).suffix == ".html":  # a line of a template
            continue
        if package not in _NO_EXTENSIONS | sys.stdlib_module_names | {"", "__main__"}:
            return module
    return ""
