"""The settings of a site, read from its ``conf.py`` before anything is built.

What each setting may be stands in one place with what is said where it is something else.
"""

from __future__ import annotations

import ast
import codecs
import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin
from urllib.parse import urlsplit

from sphinx.config import Config
from sphinx.errors import ConfigError

from ..upstream import read_config, vars_of
from . import STATES, Site, code_problem, make_site
from .findings import Finding
from .options import COLORS, OPTIONS

CONF = "conf.py"
_LINES = (
    'extensions = ["sphinx_tandem", …] and tandem_languages = {"en": "English", "es": "Español"}'
)


_OF_EXTENSIONS: dict[str, Any] = {
    "tandem_languages": None,
    "html_baseurl": "",
    "html_static_path": [],
    "html_extra_path": [],
}
# Settings of others that the engine, Sphinx or a theme fails on when they are of another type;
# of the rest Sphinx warns.
_TEXTS = ("html_theme", "root_doc", "master_doc", "project", "author", "version", "release",
          "blog_path")  # fmt: skip
_TEXTS_OR_NONE = ("html_baseurl", "html_title", "html_short_title", "language", "needs_sphinx", "rst_prolog", "rst_epilog", "blog_title",
                  "blog_baseurl", "post_date_format")  # fmt: skip
_LISTS = ("extensions", "locale_dirs", "exclude_patterns", "include_patterns", "templates_path",
          "html_static_path", "html_extra_path", "suppress_warnings", "myst_enable_extensions")  # fmt: skip
_ONE_OR_MORE = ("copyright", "project_copyright", "source_suffix", "blog_post_pattern")
# What is in dictionaries, by their keys, which are texts.
_PERSON = (tuple[str, str | None], 'a name and an address, such as ("Ana", None)')
_ANYTHING = (Any, "")
_MAPPINGS: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("blog_authors", "blog_languages", "blog_locations"), _PERSON),
    **dict.fromkeys(("html_theme_options", "html_context"), _ANYTHING),
    "myst_substitutions": (None, ""),  # MyST itself says what is wrong in it
    "tandem_redirects": (str, "a text"),
    "needs_extensions": (str, "a text"),
    "source_suffix": (str | None, 'the name of a format, such as "markdown"'),
    "html_additional_pages": (str, "the name of a template"),
    "html_sidebars": (list[str], "a list of names of templates"),
    "extlinks": (
        tuple[str, str | None],
        'an address with %s and a caption, such as ("https://example.org/%s", None)',
    ),
    "tandem_rules": _ANYTHING,
}
# What `tandem_course` may say of all lessons, and of each time that a course was taught.
_RUNS = list[dict]  # type: ignore[type-arg]  # looked into afterwards
_NAMES = (str | list[str], "a text or a list of texts")
_COURSE: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("license", "audience", "level", "citation"), (str, "a text")),
    **dict.fromkeys(("keywords", "prerequisites", "authors", "provider"), _NAMES),
    "runs": (_RUNS, 'a list such as [{"start": "2024-04-22", "language": "en"}]'),
}
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_RUN: dict[str, tuple[Any, str]] = {
    **dict.fromkeys(("start", "end"), (_DAY, 'a day such as "2024-04-22"')),
    **dict.fromkeys(("language", "place", "course"), (str, "a text")),
    "instructors": _NAMES,
}

_KINDS = {
    str: "a text",
    bool: "True or False",
    dict: "a dictionary",
    tuple: "a list",
    list: "a list",
}
_LONGEST = 60
# Halves of surrogate pairs, and the sign at which the names of files end.
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")
# A colour as styles write it; nothing with which it could end.
_COLOR = re.compile(r"[#\w(][#\w .,%()/+-]{0,79}")
# An email address alone, without the signs that have a meaning in `mailto:` (RFC 6068).
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+")


class SettingsError(Exception):
    """The site's settings are wrong; the findings say where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True)
class Settings:
    """What ``conf.py`` says, as far as one needs it without a build.

    :param directory: the folder that holds ``conf.py``, absolute.
    :param locale_dirs: the folders that contain catalogs, absolute.
    :param config: the settings as Sphinx read them, before any extension added its own.
    :param lines: the line of ``conf.py`` on which each name is set.
    """

    directory: Path
    site: Site
    locale_dirs: tuple[Path, ...]
    config: Config = field(compare=False)
    lines: Mapping[str, int] = field(compare=False)

    def refused(self, setting: str, message: str) -> Finding:
        """Return a finding about a setting that Sphinx cannot use."""
        line = lines_of_settings(self.directory / CONF).get(setting, 1)
        return Finding(CONF, line, "settings-refused", message)


def load(directory: Path) -> Settings:
    """Read and check the ``conf.py`` in *directory*.

    :raises SettingsError: with every problem that was found.
    """
    directory = directory.resolve()
    config = read_conf(directory)
    assigned = _Assigned(directory / CONF)
    findings = [
        *_check_extensions(config, assigned),
        *_check_languages(config, assigned),
        *_check_types(config, assigned),
    ]
    if findings:
        raise SettingsError(sorted(findings))
    locale_dirs = tuple(directory / place for place in config.locale_dirs)
    site = make_site(config.tandem_languages, config.html_baseurl or "")
    return Settings(directory, site, locale_dirs, config, assigned.lines)


def read_conf(directory: Path) -> Config:
    """Let Sphinx read the ``conf.py`` in *directory*, whatever it says.

    :raises SettingsError: when there is none, or it cannot be read.
    """
    path = directory / CONF
    if not path.is_file():
        message = (
            f"There is no {CONF} in {directory}, so there is no site to work on. "
            "Run the command in the folder that contains it, or name that folder with --site."
        )
        raise SettingsError([Finding(CONF, 1, "settings-missing", message)])
    try:
        config = read_config(directory)
    except ConfigError as error:
        raise SettingsError([_conf_finding(path, error)]) from error
    # Options of extensions, which Sphinx learns only when it loads them.
    for name, default in _OF_EXTENSIONS.items():
        config.add(name, default, "env", ())
    return config


def _conf_finding(path: Path, error: ConfigError) -> Finding:
    """Say on which line of ``conf.py`` reading it failed, and why."""
    cause = error.__cause__ or error
    frames = traceback.extract_tb(cause.__traceback__)
    line = max((frame.lineno or 1 for frame in frames if frame.filename == str(path)), default=1)
    mend = "Nothing was built; correct this line and run the command again."
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


def lines_of_settings(conf: Path) -> Mapping[str, int]:
    """Return the line of a ``conf.py`` on which each name is set, and each option of the theme."""
    assigned = _Assigned(conf)
    return {**assigned.texts("html_theme_options"), **assigned.lines}


class _Assigned:
    """Where ``conf.py`` sets what: a finding should be on the line to correct."""

    def __init__(self, path: Path) -> None:
        self.lines: dict[str, int] = {}
        self._values: dict[str, ast.expr | None] = {}
        self.language_keys: list[tuple[str, int]] = []
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                self.lines |= dict.fromkeys(names, node.lineno)
                self._values |= dict.fromkeys(names, node.value)
                if "tandem_languages" in names and isinstance(node.value, ast.Dict):
                    keys = [key for key in node.value.keys if isinstance(key, ast.Constant)]
                    self.language_keys = [(str(key.value), key.lineno) for key in keys]
            elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == "setup":
                self.lines.setdefault("setup", node.lineno)

    def line(self, name: str, key: object = None) -> int:
        """Return the line on which a setting is made, or a key in the dictionary of its value."""
        for node in ast.walk(self._values.get(name) or ast.Pass()):
            if key is not None and isinstance(node, ast.Constant) and node.value == key:
                return node.lineno
        return self.lines.get(name, 1)

    def texts(self, name: str) -> Mapping[str, int]:
        """Return the line on which each key of the dictionary stands that a setting holds."""
        value = self._values.get(name)
        return {
            key.value: key.lineno
            for key in (value.keys if isinstance(value, ast.Dict) else ())
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }

    def language_line(self, code: object) -> int:
        return dict(self.language_keys).get(str(code), self.line("tandem_languages"))


def _check_extensions(config: Config, assigned: _Assigned) -> Iterator[Finding]:
    """Check that Sphinx will load the engine."""
    extensions: Any = config.extensions
    if isinstance(extensions, list | tuple | set) and "sphinx_tandem" not in extensions:
        message = (
            "`extensions` does not contain sphinx_tandem, so no language but one would be built. "
            f'Write extensions = ["sphinx_tandem", …] in {CONF}.'
        )
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
        if isinstance(name, Mapping):
            is_source = code == next(iter(languages))
            if problem := _state_problem(name, is_source=is_source):
                yield Finding(CONF, here, "settings-languages", f"{code!r}: {problem}")
                continue
            name = name["name"]  # noqa: PLW2901
        if not isinstance(code, str) or not isinstance(name, str) or not name.strip():
            message = (
                f"{code!r}: {name!r} in `tandem_languages` is not a language's code and its own "
                'name, such as "es": "Español".'
            )
            yield Finding(CONF, here, "settings-languages", message)
        elif problem := code_problem(code):
            yield Finding(CONF, here, "settings-language-unknown", problem)
    yield from _check_repeated(languages, assigned)


def _state_problem(declared: Mapping[Any, Any], *, is_source: bool) -> str:
    """Say what is wrong with what a site says of a language, or return ``""``."""
    example = '{"name": "Español", "state": "draft"}'
    if set(declared) - {"name", "state", "least"} or not isinstance(declared.get("name"), str):
        return f"a language has a name and a state, and may have a `least`, such as {example}."
    least = declared.get("least", 0)
    if type(least) is not int or not 0 <= least <= 100:
        return (
            "its `least` is how many of a hundred passages of a page must be translated: 0 to 100."
        )
    if declared.get("state", STATES[0]) not in STATES:
        return f"its state is one of {', '.join(STATES)}, such as {example}."
    if is_source and declared.get("state") == STATES[0]:
        return "the first language is the one that the pages are written in, and never a draft."
    return ""


def _check_types(config: Config, assigned: _Assigned) -> Iterator[Finding]:
    """Check that settings are of the types on which a build relies."""
    wanted: dict[str, tuple[tuple[type, ...], str]] = {
        **dict.fromkeys(_TEXTS, ((str,), "a text")),
        **dict.fromkeys(_TEXTS_OR_NONE, ((str, NoneType), "a text")),
        "myst_heading_anchors": ((int,), "a number"),
        "html_domain_indices": ((bool, list, tuple, set), "True, False or a list of texts"),
        **dict.fromkeys(_LISTS, ((list, tuple, set), "a list of texts")),
        **dict.fromkeys(_MAPPINGS, ((dict,), "a dictionary")),
        **dict.fromkeys(_ONE_OR_MORE, ((str, list, tuple, dict), "a text or a list of texts")),
        "pygments_style": ((str, NoneType), "a text"),
    }
    for option in OPTIONS[1:]:
        types = option.types or (type(option.default),)
        wanted[option.name] = (
            types,
            " or ".join(dict.fromkeys(_KINDS.get(one, one.__name__) for one in types)),
        )
    for name, value in vars_of(config).items():
        types, kind = wanted.get(name, ((object,), ""))
        fits = isinstance(value, types)
        if list in types and isinstance(value, list | tuple | set):
            fits = fits and all(isinstance(one, str | os.PathLike) for one in value)
        if not fits:
            yield _mistyped(name, kind, value, assigned.line(name))
        elif message := _unusable(name, value):
            yield Finding(CONF, assigned.line(name), "settings-type", message)
        elif name == "tandem_course":
            yield from _check_keys(name, value, _COURSE, assigned)
            runs = value.get("runs", [])
            for run in runs if _fits(runs, _RUNS) else ():
                yield from _check_keys("runs", {"start": None, **run}, _RUN, assigned)
        elif isinstance(value, dict):
            yield from _check_values(name, value, assigned)
    yield from _check_colors(vars_of(config).get("tandem_colors"), assigned)
    yield from _check_mail(vars_of(config).get("tandem_mail"), assigned)
    yield from _check_code_words(vars_of(config).get("tandem_code_words"), assigned)
    for name in ("html_css_files", "html_js_files"):
        value = vars_of(config).get(name)
        for one in value if isinstance(value, list | tuple) else ():
            if isinstance(one, list | tuple) and len(one) == 2 and not isinstance(one[1], dict):
                kind = "a list of texts and of pairs of a text and a dictionary"
                yield _mistyped(name, kind, one, assigned.line(name))
    suffix = vars_of(config).get("html_file_suffix") or ".html"
    if suffix != ".html":
        message = (
            f"`html_file_suffix` is {_shown(suffix)}, but pages are published as .html alone: the "
            "switcher, the sitemap and old addresses lead to such files. Delete this line."
        )
        yield Finding(CONF, assigned.line("html_file_suffix"), "settings-suffix", message)


def _check_mail(mail: object, assigned: _Assigned) -> Iterator[Finding]:
    if isinstance(mail, str) and mail and not _MAIL.fullmatch(mail):
        message = (
            f"`tandem_mail` is {_shown(mail)}, which is no email address, so that nobody could "
            'write to it. Write one alone, such as "pages@example.org".'
        )
        yield Finding(CONF, assigned.line("tandem_mail"), "settings-mail", message)


_CODE_WORDS = ("comments", "strings")


def _check_code_words(value: object, assigned: _Assigned) -> Iterator[Finding]:
    for word in value if isinstance(value, list | tuple) else ():
        if isinstance(word, str) and word not in _CODE_WORDS:
            message = (
                f"`tandem_code_words` names {_shown(word)}, which is none of "
                f"{', '.join(_CODE_WORDS)}. Use one of these words, or both."
            )
            yield Finding(CONF, assigned.line("tandem_code_words"), "settings-type", message)


def _check_colors(colors: object, assigned: _Assigned) -> Iterator[Finding]:
    for name, value in colors.items() if isinstance(colors, dict) else ():
        line = assigned.line("tandem_colors", name)
        both = [value, value] if isinstance(value, str) else value
        if name not in COLORS:
            message = (
                f"`tandem_colors` gives a colour to {_shown(name)}, which is none of "
                f"{', '.join(COLORS)}. Use one of these names."
            )
            yield Finding(CONF, line, "settings-colors", message)
        elif not (
            isinstance(both, list | tuple)
            and len(both) == 2
            and all(isinstance(one, str) and _COLOR.fullmatch(one) for one in both)
        ):
            message = (
                f"`tandem_colors` gives {_shown(name)} the value {_shown(value)}, which is no "
                'colour. Write a colour, such as "#0a5f6e", or two, for light and for dark pages: '
                '("#0a5f6e", "#7ad6df").'
            )
            yield Finding(CONF, line, "settings-colors", message)


def _is_read_by(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except (ValueError, LookupError):
        return False
    return True


# Texts that something else must be able to read, and what they are then.
_READABLE: dict[str, tuple[Callable[[str], bool], str]] = {
    "html_baseurl": (partial(_is_read_by, urlsplit), "address"),
    "source_encoding": (partial(_is_read_by, codecs.lookup), "encoding that Python knows"),
}


def _unusable(name: str, value: object) -> str:
    """Say what is wrong with a value of the right type, ``""`` where it can be used."""
    if text := _unwritable(value):
        return (
            f"`{name}` holds {_shown(text)}, in which a character is half of one or a zero "
            "byte; no file and no path can hold that. Nothing was done; mend this line and "
            "run the command again."
        )
    is_readable, what = _READABLE.get(name, (bool, ""))
    if value and not is_readable(str(value)):
        return f"`{name}` is {_shown(value)}, which is no {what}. Nothing was done; mend this line."
    return ""


def _unwritable(value: object, within: tuple[int, ...] = ()) -> str:
    """Return a text within a value that no file can hold, or ``""``.

    :param within: the identities of what the value is in, which may be the value itself.
    """
    if isinstance(value, str):
        return value if _UNWRITABLE.search(value) else ""
    if id(value) in within:
        return ""
    inner: Iterable[object] = value if isinstance(value, list | tuple | set) else ()
    if isinstance(value, dict):
        inner = (*value.keys(), *value.values())
    found = (_unwritable(one, (*within, id(value))) for one in inner)
    return next(filter(None, found), "")


def _check_values(name: str, mapping: Mapping[Any, Any], assigned: _Assigned) -> Iterator[Finding]:
    """Check what is in a dictionary."""
    type_, kind = _MAPPINGS.get(name, (None, ""))
    for key, value in mapping.items() if type_ else ():
        line = assigned.line(name, key)
        if not isinstance(key, str):
            yield _mistyped(f"{key!r}` in `{name}", "a text", key, line)
        elif not _fits(value, type_):
            yield _mistyped(f"{name}[{key!r}]", kind, value, line)


def _check_keys(
    name: str,
    mapping: Mapping[Any, Any],
    known: Mapping[str, tuple[Any, str]],
    assigned: _Assigned,
) -> Iterator[Finding]:
    """Check a dictionary whose keys are known, each with what its value is."""
    for key, value in mapping.items():
        line = assigned.line("tandem_course", key)
        if key not in known:
            near = get_close_matches(str(key), known, n=1)
            mean = f"Did you mean {near[0]!r}?" if near else f"It may have {', '.join(known)}."
            message = f"`{name}` has no key {key!r}, and nothing would read it. {mean}"
            yield Finding(CONF, line, "settings-type", message)
        elif not _fits(value, known[key][0]):
            yield _mistyped(f"{name}[{key!r}]", known[key][1], value, line)


def _fits(value: object, type_: Any) -> bool:
    """Say whether a value is of a type as annotations write it; a tuple may be written as a list.

    A pattern stands for the texts that it matches.
    """
    inner = get_args(type_)
    match get_origin(type_):
        case None:
            if isinstance(type_, re.Pattern):
                return isinstance(value, str) and type_.fullmatch(value) is not None
            return type_ is Any or isinstance(value, type_)
        case origin if origin is UnionType:
            return any(_fits(value, one) for one in inner)
        case origin if origin is tuple:
            return (
                isinstance(value, list | tuple)
                and len(value) == len(inner)
                and all(_fits(one, kind) for one, kind in zip(value, inner, strict=True))
            )
        case _:
            return isinstance(value, list | tuple | set) and all(
                _fits(one, inner[0]) for one in value
            )


def _mistyped(name: str, kind: str, value: object, line: int) -> Finding:
    message = (
        f"`{name}` must be {kind}, and is {_shown(value)}. "
        "Nothing was done; correct this line and run the command again."
    )
    return Finding(CONF, line, "settings-type", message)


def _shown(value: object) -> str:
    """Return a value as it is written, or the beginning of it."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _check_repeated(languages: Mapping[Any, Any], assigned: _Assigned) -> Iterator[Finding]:
    """Find codes that are there twice: Python keeps only the last, without a word."""
    written = assigned.language_keys or [
        (code, assigned.line("tandem_languages")) for code in languages if isinstance(code, str)
    ]
    seen: set[str] = set()
    for code, line in written:
        # One folder per code, and some disks do not tell `pt_BR` from `pt_br`.
        if code.casefold() in seen:
            message = f"The language {code!r} is twice in `tandem_languages`; delete one."
            yield Finding(CONF, line, "settings-language-repeated", message)
        seen.add(code.casefold())
