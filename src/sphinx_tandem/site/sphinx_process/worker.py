"""What a process that runs Sphinx does.

Its first line of input says what: the rest is held open by whoever started it, and when
it closes, nobody waits for the run any more.  Standard output carries events, one JSON
object per line; whatever Sphinx, an extension or ``conf.py`` prints goes to standard
error, which is kept in a log.

It is one module: what it changes of Sphinx and of Python's streams is right for such a process
alone, and in this order.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import io
import json
import locale
import logging
import math
import os
import queue
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import patch_docutils
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from ...upstream.parsers import directive_names
from ..findings import disk_error, relative_path
from ..settings import CONF, lines_of_settings, lines_of_texts
from ..sources import TOLERANT, not_utf8, register_tolerant
from .failures import SETTING, Settings, failure
from .kept import KeptRun, StartAgain

_NOINDEX = re.compile(
    r"""<meta\b(?=[^>]*\bname=["']?robots\b)(?=[^>]*\bcontent=["']?[^"'>]*noindex)""",
    re.IGNORECASE,
)
# Pages that help readers on their way; no search engine should send people to them.
_UNLISTED = re.compile(r"404|search|genindex(-.*)?|.*-modindex")


#: Sends one event to the parent.
Send = Callable[[dict[str, Any]], None]


class ReportingSphinx(Sphinx):
    """A Sphinx run that reports what it does and what it warns of."""

    def __init__(
        self, spec: dict[str, Any], send: Send, settings: Settings, kept: KeptRun | None
    ) -> None:
        self._send = send
        self._settings = settings
        self._watched = False
        self._kept_out: list[str] = spec["keep_out"]
        self._more: list[str] = spec["extensions"]
        self._written: list[str] = []
        self._told = 0
        self.current = ""
        self._kept = kept
        super().__init__(
            srcdir=spec["site"],
            confdir=spec["site"],
            outdir=spec["output"],
            doctreedir=spec["doctrees"],
            buildername=spec["builder"],
            confoverrides=spec["overrides"],
            status=None,
            warning=WarningStream(self._report_early),
            freshenv=kept is None or bool(kept.plan.clean),
        )
        if kept:
            kept.prepare(self)

    def setup_extension(self, extname: str) -> None:
        """Load an extension, but be ready for its warnings before the first one."""
        if not self._watched:
            self._watched = True
            self._watch()
        super().setup_extension(extname)

    def _watch(self) -> None:
        for handler in logging.getLogger(NAMESPACE).handlers:
            if isinstance(handler, WarningStreamHandler):
                handler.setFormatter(WarningReporter(self._report, self._locate))
        self.connect("config-inited", self._on_config, priority=1)

    def _report_early(self, event: dict[str, Any]) -> None:
        """Hand on a warning of the settings, while they are read."""
        if self._kept:
            self._kept.warn("", event)
        self._send(event)

    def _report(self, event: dict[str, Any]) -> None:
        """Hand on a warning; one about a setting is on its line."""
        lines = self._settings.lines
        if found := SETTING.match(event["message"]):
            self._settings.mistyped[found[1]] = event["message"]
            event |= {"path": CONF, "line": lines.get(found[1], 1)}
        elif not event["path"] and (name := self._settings.named(event["message"])):
            event |= {"path": CONF, "line": lines[name]}
        owner = event.pop("owner", "")
        if self._kept:
            self._kept.warn(owner, event)
        self._send(event)

    def _locate(self, path: str) -> str:
        """Return the path of a file, given that or the name of a document."""
        if not Path(self.srcdir, path).is_file() and hasattr(self, "env"):
            path = str(self.env.doc2path(path)) if path in self.env.found_docs else path
            # MyST names some pages as if they were documents, and Sphinx those that it cannot open
            # by the first of the endings of pages.
            document = path.removesuffix(".rst")
            names = (document + ending for ending in ("", *self.config.source_suffix))
            path = next((one for one in names if self._is_there(one)), path)
        # People edit a file where it stands, not where a link of the disk leads.
        plain = Path(os.path.normpath(Path(self.srcdir, path)))
        inside = plain.is_relative_to(self.srcdir)
        return relative_path(plain if inside else plain.resolve(), Path(self.srcdir))

    def _is_there(self, path: str) -> bool:
        file = Path(self.srcdir, path)
        return file.is_file() or file.is_symlink()

    def _on_config(self, _app: Sphinx, config: Config) -> None:
        self._settings.config = config
        for name in self._more:
            self.setup_extension(name)
        # What was published before must never be read as source.
        config.exclude_patterns = [*config.exclude_patterns, *self._kept_out]
        if self._kept:
            self._kept.connect(self)
        # Not earlier: some of these events belong to extensions.
        self.connect("env-before-read-docs", self._on_found, priority=900)
        self.connect("source-read", self._on_read, priority=1)
        self.connect("doctree-resolved", self._on_resolved, priority=1)
        self.connect("build-finished", self._on_finished, priority=1)
        self.connect("html-page-context", self._on_page, priority=1)
        self.connect("html-collect-pages", self._on_collect, priority=1)

    def _on_found(self, _app: Sphinx, env: BuildEnvironment, documents: list[str]) -> None:
        self._send({"event": "found", "pages": len(documents)})
        for document in documents:
            line, encoding = not_utf8(Path(env.doc2path(document)).read_bytes())
            if line:
                register_tolerant()
                env.settings["input_encoding"] = TOLERANT
                message = (
                    f"The page is not UTF-8 text, so it is read as {encoding}, and letters may be "
                    "wrong. Save it as UTF-8."
                )
                place = {"path": self._locate(document), "line": line, "code": "page-encoding"}
                self._report({"event": "warning", **place, "message": message, "disk": "",
                              "owner": f"r:{document}"})  # fmt: skip

    def _on_read(self, *_: object) -> None:
        self._send({"event": "read"})

    def page(self) -> str:
        """Return the path of the page that is read, resolved or written, or ``""``."""
        document = ""
        with contextlib.suppress(
            KeyError, AttributeError
        ):  # between pages some releases of Sphinx have none
            document = self.env.docname
        return self._locate(document) if document else self.current

    def _on_resolved(self, _app: Sphinx, _doctree: object, document: str) -> None:
        self.current = self._locate(document)
        self._tell_of_pages()

    def _on_collect(self, _app: Sphinx) -> tuple[()]:
        self._tell_of_pages()
        return ()

    def _tell_of_pages(self) -> None:
        """Tell of the pages that are on the disk, where few are written: somebody waits for them."""
        new, self._told = self._written[self._told :], len(self._written)
        if self._kept and self._kept.written is not None:
            for page in new:
                path = os.path.relpath(self._outfile(page), self.outdir)
                self._send({"event": "page", "path": path.replace(os.sep, "/")})

    def _outfile(self, page: str) -> str:
        builder: Any = self.builder
        return str(builder.get_outfilename(page))

    def _on_finished(self, _app: Sphinx, error: Exception | None) -> None:
        if error is None:
            self.current = ""

    def _on_page(self, _app: Sphinx, page: str, *_: object) -> None:
        self.current = self._locate(page) if page in self.env.found_docs else ""
        self._written.append(page)
        self._send({"event": "written"})

    def circle(self) -> dict[str, Any]:
        """Return the place of contents that lead back to their own page, if there are such."""
        if not hasattr(self, "env"):
            return {}
        todo: list[tuple[str, ...]] = [
            (page,) for page in (*self.env.toctree_includes, self.config.root_doc)
        ]
        seen: set[str] = set()
        while todo:
            way = todo.pop()
            if way[-1] in way[:-1]:
                page, last = way[-2:]
                trees = self.env.get_doctree(page).findall(addnodes.toctree)
                line = next((one.line for one in trees if last in one["includefiles"]), None)
                shown = " → ".join(way[way.index(last) :])
                message = (
                    f"the contents here lead back to where they are ({shown}), which Sphinx cannot "
                    "follow; take out the last"
                )
                return {"path": self._locate(page), "line": line or 1, "message": message}
            if way[-1] not in seen:
                seen.add(way[-1])
                todo += [(*way, one) for one in self.env.toctree_includes.get(way[-1], ())]
        return {}

    def pages(self) -> dict[str, bool]:
        """Return the path of every page within its language, and whether to list it."""
        found: dict[str, bool] = {}
        builder = self.builder
        if not isinstance(builder, StandaloneHTMLBuilder):
            return found
        for page in self._written:
            # Sphinx makes opensearch.xml the way it makes pages.
            path = Path(builder.get_outfilename(page))
            if path.suffix == ".html" and os.path.isfile(path):  # noqa: PTH113  # a name may be too long
                listed = not _UNLISTED.fullmatch(page) and not _NOINDEX.search(
                    path.read_text("utf-8", errors="replace")
                )
                found[path.relative_to(self.outdir).as_posix()] = listed
        return found


def main() -> int:
    """Do what standard input says."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def send(event: dict[str, Any]) -> None:
        try:
            events.write(json.dumps(event) + "\n")
            events.flush()
        except OSError:  # nobody listens any more
            os._exit(1)

    # Documents are many objects that stay: to look through them less often saves a twentieth.
    gc.set_threshold(50_000)
    spec = json.loads(sys.stdin.readline())
    more: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_end_when_alone, args=[more], daemon=True).start()
    _live_in(spec["environment"])
    os.chdir(spec["site"])
    _forget_interface_catalogs(spec)
    application: ReportingSphinx | None = None
    settings = Settings(lines_of_settings(Path(CONF)), lines_of_texts(Path(CONF)))
    kept = KeptRun(spec) if "kept" in spec else None
    if kept:
        _mark_records(kept)
    try:
        if kept and kept.plan.clean and spec.get("wait"):
            raise StartAgain(kept.plan.clean)  # with what is there when it is asked for
        with patch_docutils(spec["site"]):
            application = ReportingSphinx(spec, send, settings, kept)
            if spec.get("wait"):
                if kept:
                    kept.warm_up()
                send({"event": "ready"})
                spec["environment"] = json.loads(more.get())["environment"]
                os.environ["SOURCE_DATE_EPOCH"] = spec["environment"]["SOURCE_DATE_EPOCH"]
            pages = _build(application, kept, spec["environment"], send)
        send({"event": "done", "pages": pages, "spent": kept.spent if kept else {}})
    except StartAgain as why:
        send({"event": "again", "why": str(why)})
    except Exception as error:
        if kept and not kept.plan.clean:  # whatever it is, a clean run says it right
            last_line = traceback.format_exception_only(error)[-1].strip()
            send({"event": "again", "why": last_line})
            traceback.print_exc()
            return 0
        event = failure(error, settings, application.page() if application else None)
        if isinstance(error, RecursionError) and application and not event.get("path"):
            event |= application.circle()
        send(event)
        # The log may be on the disk that is full.
        with contextlib.suppress(OSError):
            traceback.print_exc()
        return 1
    return 0


def _build(
    application: ReportingSphinx, kept: KeptRun | None, environment: Mapping[str, str], send: Send
) -> dict[str, bool]:
    """Build what changed, or all; return the pages of the language."""
    if kept is None:
        application.build(force_all=True)
        return application.pages()
    is_new = kept.begin(environment)
    send({"event": "kept", "anew": kept.plan.clean})
    if is_new:
        application.build(force_all=bool(kept.plan.clean))
    for event in kept.earlier_warnings():
        send(event)
    return kept.finish(application.pages()) if is_new else kept.nothing_changed()


def _mark_records(kept: KeptRun) -> None:
    """Note with each warning of which page it is: Sphinx holds warnings back until all are read."""
    make = logging.getLogRecordFactory()

    def marked(*given: Any, **named: Any) -> logging.LogRecord:
        record = make(*given, **named)
        record.tandem_owner = kept.owner
        return record

    logging.setLogRecordFactory(marked)


def _end_when_alone(more: queue.SimpleQueue[bytes]) -> None:
    """End this process, and all that it started, when nobody waits for it any more.

    :param more: takes the lines that it is told.
    """
    said = b""
    # Not sys.stdin: a thread that waits in it makes Python fail when the worker ends.
    while told := os.read(0, 65536):
        *lines, said = (said + told).split(b"\n")
        for line in lines:
            more.put(line)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _live_in(environment: Mapping[str, str]) -> None:
    """Take an environment: a process that was forked has that of another one."""
    os.environ.clear()
    os.environ.update(environment)
    locale.setlocale(locale.LC_ALL, "C")
    if hasattr(time, "tzset"):
        time.tzset()


def _forget_interface_catalogs(spec: dict[str, Any]) -> None:
    """Make Sphinx compile the site's interface catalogs again.

    It compares times, and a checkout or a build that was killed can leave a
    compiled catalog that is younger than its source, and wrong.  The catalogs of
    pages need no such care: a complete build compiles all of them.
    """
    for place in spec["locale_dirs"]:
        compiled = Path(place, spec["overrides"]["language"], "LC_MESSAGES", "sphinx.mo")
        if compiled.with_suffix(".po").is_file() and compiled.is_file():
            os.utime(compiled, (0, 0))


# -- What Sphinx logs as a warning, as data that crosses to the parent process ------------------

# A path can hold colons, too; what Sphinx writes behind it (`SphinxLoggerAdapter`, `autodoc`) ends
# with the line.
_LOCATION = re.compile(r"(.+?)(?::(?:docstring of [^:]*:)?(\d*)(?::?<.*)?)?", re.DOTALL)


def split_location(location: str) -> tuple[str, int]:
    """Return the path and the line of a location as Sphinx writes it.

    A translated message is named after the place of its original.

    >>> split_location("/site/docs/about.md:12:<translated>:1")
    ('/site/docs/about.md', 12)
    >>> split_location("/site/locales/es/LC_MESSAGES/index.po:33")
    ('/site/locales/es/LC_MESSAGES/index.po', 33)
    >>> split_location("C:/site/Part 1: first.md:3"), split_location("a: b.md")
    (('C:/site/Part 1: first.md', 3), ('a: b.md', 0))
    >>> split_location("/site/one.py:docstring of one.Part:4"), split_location("/site/a.md:")
    (('/site/one.py', 4), ('/site/a.md', 0))
    >>> split_location("<unknown>:1")
    ('', 0)
    """
    matched = _LOCATION.fullmatch(location)
    if matched is None or location.startswith("<"):
        return "", 0
    return matched[1], int(matched[2] or 0)


_DOCSTRING = re.compile(r":docstring of (?P<name>[\w.]+)")


def docstring_place(location: str, line: int) -> tuple[int, str]:
    """Return the line of a place in a docstring, and whose docstring it is; 0 and ``""`` else.

    Sphinx counts the lines of such a place from the beginning of the docstring.

    :param line: that line, or 0 where there is none.
    """
    path = split_location(location)[0]
    if (named := _DOCSTRING.search(location, len(path))) is None or not path:
        return 0, ""
    name = named["name"]
    found = _stated(path, name)
    doc = found.body[0] if isinstance(found, _WITH_DOCSTRING) and found.body else found
    if not isinstance(doc, ast.stmt):
        return 0, name
    text = doc.value if isinstance(doc, ast.Expr) else None
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        # Sphinx leaves out empty lines at the beginning.
        before = text.value[: len(text.value) - len(text.value.lstrip())].count("\n")
        return min(text.lineno + before + max(line - 1, 0), text.end_lineno or text.lineno), name
    return doc.lineno, name


_WITH_DOCSTRING = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=8)
def _parsed(path: str) -> ast.Module:
    try:
        return ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _stated(path: str, name: str) -> ast.AST | None:
    """Return the statement that makes what a dotted name names, or the module itself."""
    names = name.split(".")
    module = Path(path).with_suffix("").parts
    module = module[:-1] if module[-1] == "__init__" else module
    whole = range(len(names), 0, -1)
    known = next((n for n in whole if tuple(names[:n]) == module[-n:]), None)
    # What a module shows under its own name may be made in another one.
    for start in [known] if known else range(1, len(names)):
        found: ast.AST | None = _parsed(path)
        for one in names[start:]:
            found = _member(found, one)
        if found is not None:
            return found
    return None


def _member(parent: ast.AST | None, name: str) -> ast.AST | None:
    for node in getattr(parent, "body", ()):
        if getattr(node, "name", None) == name:
            return cast("ast.AST", node)
        targets = [*getattr(node, "targets", ()), getattr(node, "target", None)]
        if any(isinstance(one, ast.Name) and one.id == name for one in targets):
            return cast("ast.AST", node)
    return None


def code_of(kind: str, subkind: str) -> str:
    """Return the code of a finding from the type and subtype of a warning.

    >>> code_of("myst", "xref_missing"), code_of("docutils", ""), code_of("", "")
    ('myst-xref-missing', 'docutils', 'sphinx')
    """
    return "-".join(filter(None, (kind, subkind))).replace("_", "-").replace(".", "-") or "sphinx"


# What follows the beginning of a word that fills lines, such as an image within its address.
_ENDLESS = re.compile(r"(?<=\S{200})\S+(?=\S{20})")
# A path as Python writes it; a run works in the folder of the site.
_PATH = re.compile(r"\b\w*Path\((['\"])(.*?)\1\)")


def bare_message(record: logging.LogRecord) -> str:
    """Return what a warning says, without the place and the type that Sphinx adds."""
    # Sphinx's own kind of record puts the place in front.
    message = logging.LogRecord.getMessage(record).strip()
    kind, subkind = getattr(record, "type", "") or "", getattr(record, "subtype", "") or ""
    message = _PATH.sub(lambda shown: f"'{os.path.relpath(shown[2])}'", message)
    message = _ENDLESS.sub("…", message.replace(f"{Path.cwd()}{os.sep}", ""))
    suffix = f"[{kind}.{subkind}]" if subkind else f"[{kind}]"
    while kind and message.endswith(suffix):
        message = message.removesuffix(suffix).rstrip()
    if kind == "docutils":
        # What follows is the source text of the directive, at any length.
        message = message.split("\n\n", 1)[0]
    return message + "".join(_meant(message))


_DIRECTIVE = re.compile(r"Unknown directive type:? [\"']([^\"']+)[\"']")
_OPTIONS = re.compile(r"Unknown option keys?: \[?([^(]*?)\]? \(allowed: \[([^\]]*)\]\)")


def _meant(message: str) -> Iterator[str]:
    """Yield what the author of an unknown directive or option may have meant."""
    wanted: list[str] = []
    known: set[str] = set()
    if found := _DIRECTIVE.search(message):
        wanted, known = [found[1]], directive_names()
    elif found := _OPTIONS.search(message):
        wanted, given = (re.findall(r"[\w-]+", part) for part in found.groups())
        known = set(given)
    for name in wanted:
        if near := get_close_matches(name, sorted(known), n=1, cutoff=0.7):
            yield f"; did you mean `{near[0]}`?"


@lru_cache(maxsize=256)
def _last_line(path: str) -> float:
    """Return the number of the last line of a file; MyST counts too far in deep directives."""
    try:
        raw = Path(path).read_bytes()
    except OSError:
        return math.inf
    return max(1, raw.count(b"\n") + (not raw.endswith(b"\n")))


class WarningReporter(logging.Formatter):
    """Hands on what Sphinx logs, and leaves nothing for its stream to write.

    It sits on Sphinx's own warning handler, so it sees what Sphinx would print:
    nothing that ``suppress_warnings`` names, and ``once`` only once.

    :param locate: finds the path of a document from its name.
    """

    def __init__(self, send: Send, locate: Callable[[str], str]) -> None:
        super().__init__()
        self._send, self._locate = send, locate

    def format(self, record: logging.LogRecord) -> str:
        """Hand on one warning."""
        location = str(getattr(record, "location", None) or "")
        path, line = split_location(location)
        line, owner = docstring_place(location, line) if ":docstring" in location else (line, "")
        kind, subkind = getattr(record, "type", "") or "", getattr(record, "subtype", "") or ""
        values = record.args if isinstance(record.args, tuple) else ()
        broken = next(filter(None, map(disk_error, values)), None)
        if not path:  # Sphinx may only mention the file
            paths = (one for one in values if isinstance(one, os.PathLike))
            files = filter(os.path.isfile, paths)  # names may be too long for Path.is_file
            path = next(map(str, files), "")
        path = self._locate(path) if path else ""
        self._send(
            {
                "event": "warning",
                "path": path,
                "line": int(min(line, _last_line(path))) if line > 1 else line,
                "code": code_of(kind, subkind),
                "message": bare_message(record)
                + (f" (in the docstring of {owner})" if owner else ""),
                "disk": broken.strerror if broken else "",
                "owner": getattr(record, "tandem_owner", ""),
            }
        )
        return ""


class WarningStream(io.StringIO):
    """The stream of what Sphinx warns of while it reads ``conf.py``.

    Nothing can listen to its log yet; afterwards :class:`WarningReporter` does.
    """

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send

    def write(self, text: str) -> int:
        """Hand on one warning."""
        if message := text.strip().removeprefix("WARNING: "):
            place = {"event": "warning", "path": "conf.py", "line": 1, "code": "sphinx"}
            self._send({**place, "message": message, "disk": ""})
        return len(text)


if __name__ == "__main__":
    sys.exit(main())
