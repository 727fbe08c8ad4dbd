"""Writes wrong pages, front matter, data files, settings and odd files, and builds with each.

Nothing that stands in a site may end in a traceback, in a finding without its file and line, in
an exit code that means something else, in a file outside the output, or in minutes of waiting.
Where the engine stops a build, plain Sphinx must stop, too, or the settings must be wrong.

    python tools/wrong_inputs.py [pages] [settings] [data] [files] [--count N] [--seed N]

What does not bear on other pages is tried on many pages of one site at once; a page that ends
the build is named, taken out and tried alone with plain Sphinx.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import commands  # noqa: E402
from sphinx_tandem.catalogs.model import Catalog, CatalogError  # noqa: E402
from sphinx_tandem.catalogs.reader import read_catalog  # noqa: E402
from sphinx_tandem.checks import judge  # noqa: E402
from sphinx_tandem.checks.files import context_of, open_catalog  # noqa: E402
from sphinx_tandem.site.settings import load  # noqa: E402

commands.SECONDS = 300

CONF = """\
project = "Sample"
extensions = ["sphinx_tandem", "myst_parser", "sphinx_design"]
tandem_languages = {"en": "English", "es": "Español"}
exclude_patterns = ["_build", "locales"]
html_theme = "alabaster"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "substitution", "attrs_inline"]
"""
MD = """\
---
orphan: true
language: en
description: What it is about.
date: 2024-05-06
author: A B
tags: bees, honey
lesson: {teaching: 30}
myst: {substitutions: {bee: "A **bee**"}}
---

# A page

Some **words** and *others*, `code`, a [link](index.md), {ref}`there <top>` and $x$.

(top)=
## A part

:::{exercise} A title
:minutes: 5
Do {{ bee }} it.
:::

```{list-table}
:header-rows: 1
* - A
  - B
* - one
  - two
```

```{code-block} shell
$ ls
```

| A | B |
|---|---|
| 1 | 2 |

Term
: What it means.

1. One[^a]
   - Two

[^a]: At the foot.
"""
RST = """\
:orphan:
:language: en

A page
======

Some **words** and *others*, ``code``, a `link <https://a.org>`_, :doc:`index` and |bee|.

.. |bee| replace:: a bee

.. _there:

A part
------

.. note:: A title

   Words, see there_.

.. list-table::

   * - A
     - B

.. code-block:: shell

   $ ls

Term
  What it means.

#. One [#]_

.. [#] At the foot.
"""
DATA = """\
fields:
  name: {type: name, required: true}
  about: {type: text}
  since: {type: date}
  many: {type: number}
  land: {type: country}
  at: {type: address}
labs:
  - name: Andes
    about: A *laboratory*.
    since: 2023-07-18
    many: 5
    land: PE
    at: https://a.org
  - name: River
    about: Another.
"""
#: What a hand, a tool or a branch leaves in a file.
HOSTILE = [
    b"\0",
    b"\xed\xa0\x80",  # half a character
    b"\xff\xfe",
    b"caf\xe9",
    b"\xef\xbb\xbf",
    b"\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> branch\n",
    b"\r",
    b"\x1b[31m\x07\x08",
    "\u2028\u202e\u200f\u2066".encode(),
    b"[" * 3000,
    b"*" * 3000,
    b"`" * 3001,
    b"\n" + b"> " * 120 + b"deep\n",
    b"\n" + b"".join(b"  " * n + b"- a\n" for n in range(120)),
    b"\n" + b"(" * 2000 + b")" * 2000,
    b"x" * 200_000,
    b"\n:::{note}\n",
    b"\n```{nothing-of-the-kind} x\n:a: b\n```\n",
    b"\n" + b":" * 60 + b"".join(b"\n" + b":" * (60 - n) + b"{note}" for n in range(50)) + b"\n",
    b"\n.. nothing:: x\n   :a: b\n",
    b"\n.. include:: no-such-file.txt\n",
    b"\n```{include} no-such-file.txt\n```\n",
    b"\n```{image} no-such.png\n:width: very\n```\n",
    b"\n![](a\nb)\n",
    b"{ref}`<>` {doc}`` {nothing}`x` {{ nothing }} {{ bee | nothing }} {{ bee.x() }}",
    b":ref:`<>` :doc:`` :nothing:`x` |nothing| `` ` `_ `x`__ [#a]_ [x]_",
    b"<div><b></div><script>",
    b"$$ \\frac{ $$",
    b"[^a]: twice\n\n[^a]: thrice\n",
    b"\n(top)=\n(top)=\n",
    b"\n# \n####### x\n",
    b"\n---\n",
    b"\n```{eval-rst}\n.. include:: page.rst\n```\n",
    b"%s %(x)d {0} {x} {{ {% x %} {#",
    b"[a](javascript:alert(1)) [b](file:///etc/passwd) [c](http://[::1) [d](//[)",
    b"\n```{toctree}\n:glob:\n:maxdepth: x\n[\n/../../x\n*\n```\n",
    b"\n```{figure} ../../../x.png\n:name: top\n```\n",
    b"\n```{literalinclude} .\n:lines: 5-x\n```\n",
    b"\n```{csv-table}\n:file: .\n```\n",
    b"\n```{schedule}\n- [\n```\n",
    b"\n```{schedule}\n:break: x\n- title: {a: b}\n  lessons: 5\n  tasks: [5]\n  after: x\n```\n",
    b"\n```{data-table} data.yml\n:columns: = = x\n:caption:\n```\n",
    b"\n```{data-table} .\n:caption: All\n```\n",
    b"\n```{data-map} /dev/zero\n```\n",
    b"\n:::{exercise}\n:minutes: -5\n:::\n",
    b"\n```{raw} html\n:file: /dev/null\n```\n",
    b"\n```{math}\n:label: top\n\n```\n",
    b"\n".join(b"|" * n for n in range(60)),
]
#: What a person writes where something else belongs, in YAML.
VALUES = """~|[]|{}|5|-1|0|1.5|.nan|.inf|true|""|[5]|[~]|[[a]]|{a: b}|{5: ~}|{[a]: b}|x|"\\ud800"|"\\0"|
"\\x1b"|!!python/object:os.system x|!!binary aGk=|!!set {a}|!!timestamp 9|*none|&a [*a]|2024-13-45|
0001-01-01|9999-12-31|2024-05-06T25:00|1e999|99999999999999999999999|../../x|/etc/passwd|"a\\nb"|
'<script>'|"%s {x} {{ y }}"|- a|? a|a: b: c|@x|`x`|!x y|"unclosed|[unclosed|{unclosed|é|\\|\n  text|
>\n  text|{a: {a: {a: {a: {a: {a: b}}}}}}|https://[|mailto:|javascript:1|es|[en]|[xx]|English|2024-05-06"""
VALUES = [one.strip("\n") for one in re.split(r"(?<!\\)\|(?!\n  t)\n?", VALUES)]
VALUES = [one.replace("\\|", "|") for one in VALUES]
KEYS = """orphan language languages description date author tags category lesson substitutions myst
 html_meta title blogpost draft redirect image excerpt retold originals location nocomments external
 tocdepth no-search 5 ~ [a] slides audience""".split()
SETTINGS = """project author copyright version release language root_doc master_doc source_suffix
 exclude_patterns include_patterns templates_path locale_dirs gettext_compact gettext_uuid
 gettext_additional_targets html_theme html_theme_options html_theme_path html_title html_short_title
 html_logo html_favicon html_static_path html_extra_path html_css_files html_js_files html_sidebars
 html_context html_baseurl html_additional_pages html_domain_indices html_last_updated_fmt
 html_show_sourcelink html_permalinks html_search_language html_search_options html_file_suffix
 html_link_suffix rst_prolog rst_epilog numfig numfig_format smartquotes smartquotes_action
 pygments_style highlight_language highlight_options nitpicky nitpick_ignore suppress_warnings
 today today_fmt trim_footnote_reference_space figure_language_filename translation_progress_classes
 needs_extensions needs_sphinx primary_domain default_role keep_warnings math_number_all
 myst_enable_extensions myst_heading_anchors myst_substitutions myst_url_schemes myst_html_meta
 myst_fence_as_directive myst_links_external_new_tab blog_path blog_title blog_baseurl blog_authors
 blog_languages blog_locations blog_feed_length post_date_format tandem_languages tandem_repository
 tandem_branch tandem_repository_path tandem_notice tandem_review tandem_search tandem_light
 tandem_redirects tandem_outside_files tandem_course tandem_rules extensions""".split()
PYTHON = """None|5|-1|1.5|True|""|"x"|"../../x"|"/"|"a\\0b"|"\\ud800"|b"x"|[]|["a"]|[5]|[None]|()|
(1, 2, 3)|{}|{"a": "b"}|{5: None}|{"a": {"a": []}}|{"a", "b"}|object()|lambda *a: 1 / 0|print|
["x"] * 3|"x" * 100000|{"a": "a"}|"%s %(x)s {}"|float("nan")|10 ** 30|Ellipsis|int|
type("T", (), {"__eq__": lambda *a: 1 / 0, "__hash__": None})()""".replace("\n", "").split("|")


def mutated(valid: bytes, rng: random.Random) -> bytes:
    """Return a file with one or two things wrong in it."""
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(valid) + 1)
        lines = valid.splitlines(keepends=True)
        line = rng.randrange(len(lines)) if lines else 0
        match rng.randrange(6):
            case 0 | 1 | 2:
                valid = valid[:at] + rng.choice(HOSTILE) + valid[at:]
            case 3:
                valid = valid[:at]
            case 4:
                valid = b"".join([*lines[:line], b" " * rng.randrange(5), *lines[line:]])
            case 5:
                valid = b"".join(lines[:line] + lines[line + 1 :])
    return valid


def front_matter(rng: random.Random) -> bytes:
    """Return a page whose front matter has one wrong value."""
    key, value = rng.choice(KEYS), rng.choice(VALUES)
    valid = re.sub(rf"(?m)^{re.escape(key)}:.*\n", "", MD)
    return valid.replace("---\n", f"---\n{key}: {value}\n", 1).encode("utf-8", "surrogatepass")


def data_file(rng: random.Random) -> bytes:
    """Return a data file with something wrong in it."""
    if rng.random() < 0.4:
        return mutated(DATA.encode(), rng)
    lines = DATA.splitlines()
    line = rng.randrange(len(lines))
    lines[line] = re.sub(r": .*|:$", lambda _: f": {rng.choice(VALUES)}", lines[line], count=1)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


class Fault(Exception):
    """What is wrong with how a command ended."""


def _snapshot(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if "_build" not in path.parts and "__pycache__" not in path.parts
    }


def _tandem(site: Path, *arguments: str) -> tuple[int, str, float]:
    start = time.perf_counter()
    try:
        done = commands.run("sphinx_tandem", *arguments, cwd=site)
    except subprocess.TimeoutExpired:
        return 9, "", commands.SECONDS
    return done.returncode, done.stderr, time.perf_counter() - start


def judged(site: Path, code: int, said: str, before: set[str]) -> Iterator[str]:
    """Say what is wrong with how a build ended, but for a crash of a page."""
    if "Traceback" in said:
        yield "a traceback:\n" + said[-1500:]
    if code not in (0, 1, 2):
        yield f"it ends with {code}: {said[-300:]}"
    if code and not re.search(r"^[^:\n]+:\d+: [\w-]+: ", said, re.MULTILINE):
        yield f"it ends with {code} and names no place: {said[:300]}"
    for path, line in re.findall(r"^([^:\n]+):(\d+): [\w-]+: ", said, re.MULTILINE):
        file = site / path
        if path.startswith("/") or not (file.exists() or file.is_symlink()):
            yield f"it names {path}, which is not there"
        elif file.is_file() and int(line) > file.read_bytes().count(
            b"\n"
        ) + 2 + file.read_bytes().count(b"\r"):
            yield f"it names line {line} of {path}, which has fewer"
    if new := _snapshot(site.parent) - before:
        yield f"it wrote {sorted(new)[:5]}"


def _site(folder: Path, conf: str = CONF) -> Path:
    site = folder / "site"
    site.mkdir(parents=True)
    (site / "conf.py").write_bytes(conf.encode("utf-8", "surrogatepass"))
    (site / "index.md").write_text("# Home\n\nWelcome.\n\n(top)=\n## Top\n\nText.\n", "utf-8")
    (site / "page.rst").write_text(RST, "utf-8")
    (site / "data.yml").write_text(DATA, "utf-8")
    return site


def many(folder: Path, files: dict[str, dict[str, bytes]]) -> Iterator[str]:
    """Build pages together, each with the files that it needs; a page that stops all is taken out."""
    site = _site(folder)
    for name, content in itertools.chain(*(one.items() for one in files.values())):
        (site / name).write_bytes(content)
    while True:
        before = _snapshot(folder)
        code, said, seconds = _tandem(site, "build")
        crash = re.search(r"^[^:\n]+:\d+: build-crash: .*", said, re.MULTILINE)
        stopped = [
            page
            for page in files
            if re.search(
                rf"^{re.escape(page)}:\d+: (build-crash|page-conflict)", said, re.MULTILINE
            )
        ]
        yield from judged(site, code, said, before)
        if not code:
            break
        if not stopped:
            yield f"the build ends with {code}: {crash and crash[0]}: {said[-300:]}"
            return
        for page in stopped:
            (site / page).unlink()
            if re.search(rf"^{re.escape(page)}:\d+: page-conflict", said, re.MULTILINE):
                del files[page]
                continue
            alone = folder.with_name(f"{folder.name}-{page}")
            for name, content in files.pop(page).items():
                (_site(alone) if not alone.exists() else alone / "site").joinpath(name).write_bytes(
                    content
                )
            text = (alone / "site" / "conf.py").read_text("utf-8")
            (alone / "site" / "conf.py").write_text(text.replace('"sphinx_tandem", ', ""))
            plain = commands.run("sphinx", "-q", ".", "_build/plain", cwd=alone / "site")
            if not plain.returncode:
                yield f"{page} stops the build, and not that of plain Sphinx ({alone}): {crash and crash[0]}"
    print(f"   {len(files)} pages in {seconds:.1f} s", flush=True)
    for page in files:
        name = Path(page).with_suffix(".html")
        missing = [
            where for where in ("", "es/") if not (site / "_build/site" / where / name).is_file()
        ]
        if missing and not re.search(rf"^{re.escape(page)}:", said, re.MULTILINE):
            yield f"{page} is not published, and nothing says why"
    for verb in ("check", "update", "status"):
        code, said, _seconds = _tandem(site, verb)
        for fault in judged(site, code, said, before | _snapshot(folder)):
            yield f"{verb}: {fault}"


def _batches(items: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def pages(folder: Path, rng: random.Random, count: int) -> Iterator[str]:
    """Build wrong pages."""
    kinds: list[tuple[str, Callable[[], bytes]]] = [
        ("md", lambda: mutated(MD.encode(), rng)),
        ("rst", lambda: mutated(RST.encode(), rng)),
        ("md", lambda: front_matter(rng)),
    ]
    made = {}
    for number in range(count):
        suffix, make = kinds[number % len(kinds)]
        made[f"p{number}.{suffix}"] = {f"p{number}.{suffix}": make()}
    for number, batch in enumerate(_batches(list(made.items()), 40)):
        yield from many(folder / f"pages{number}", dict(batch))


def data(folder: Path, rng: random.Random, count: int) -> Iterator[str]:
    """Build pages that show wrong data files."""
    made = {}
    for number in range(count):
        shown = f"---\norphan: true\n---\n\n# Data\n\n```{{data-table}} d{number}.yml\n:caption: All\n```\n"
        made[f"d{number}.md"] = {
            f"d{number}.md": shown.encode(),
            f"d{number}.yml": data_file(rng),
        }
    yield from many(folder / "data", made)
    for number in range(count // 8):
        text = rng.choice(
            [f"old.html: {rng.choice(VALUES)}", rng.choice(VALUES), "\n".join(VALUES)]
        )
        site = _site(folder / f"redirects{number}", CONF + 'tandem_redirects = "old.yml"\n')
        (site / "old.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
        before = _snapshot(site.parent)
        code, said, _seconds = _tandem(site, "build")
        for fault in judged(site, code, said, before):
            yield f"redirects {text[:60]!r}: {fault}"
        if code and "build-crash" in said:
            yield f"redirects {text[:60]!r}: {said[:300]}"


def settings(folder: Path, rng: random.Random, count: int) -> Iterator[str]:
    """Build a site with one wrong setting."""
    for number in range(count):
        name, value = rng.choice(SETTINGS), rng.choice(PYTHON)
        line = f"{name} = {value}"
        conf = CONF + f"{line}\n"
        site = _site(folder / f"s{number}", conf)
        before = _snapshot(site.parent)
        code, said, seconds = _tandem(site, "build")
        faults = list(judged(site, code, said, before))
        if code == 1 and "build-crash" in said:
            faults.append(f"a crash: {said[:400]}")
        if code == 2 and not re.search(r"^conf\.py:7: ", said, re.MULTILINE):
            faults.append(f"not its line: {said[:300]}")
        if seconds > 15:
            faults.append(f"it takes {seconds:.0f} s")
        yield from (f"{line[:100]}: {fault}" for fault in faults)
        shutil.rmtree(site.parent)
        print(f"   {line[:60]!r}: {code} in {seconds:.1f} s: {said[:130]!r}", flush=True)


def _folder(path: Path) -> None:
    path.mkdir(parents=True)


def _closed(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# Closed\n\nText.\n", "utf-8")
    path.chmod(0)


def _fifo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.name)


def _lost(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/no/such/place")


def _device(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/dev/null")


def files(folder: Path, _rng: random.Random, _count: int) -> Iterator[str]:
    """Build a site in which a file is something else."""
    places = (
        "other.md other.rst data.yml locales/es/LC_MESSAGES/index.po locales/es/LC_MESSAGES".split()
    )
    places += [
        "locales",
        "_static/a.css",
        "locales/en",
        "old.yml",
        "_build",
        "_templates/layout.html",
    ]
    extra = '\nhtml_static_path = ["_static"]\ntemplates_path = ["_templates"]\ntandem_redirects = "old.yml"\n'
    for place, make in itertools.product(places, (_folder, _closed, _fifo, _loop, _lost, _device)):
        case = f"{make.__name__[1:]} {place}"
        site = _site(folder / case.replace("/", "_"), CONF + extra)
        (site / "_static").mkdir()
        (site / "_templates").mkdir()
        if place != "old.yml":
            (site / "old.yml").write_text("a.html: index.html\n", "utf-8")
        (site / place).unlink() if (site / place).is_file() else None
        make(site / place)
        before = _snapshot(site.parent)
        for verb in ("build", "check", "update"):
            code, said, seconds = _tandem(site, verb)
            if seconds > 15:
                yield f"{case}: {verb} takes {seconds:.0f} s"
            for fault in (*judged(site, min(code, 2), said, before),):
                if verb != "update" or "it wrote" not in fault:
                    yield f"{case}: {verb}: {fault}"
            if "build-crash" in said or "unexpected" in said:
                yield f"{case}: {verb}: {said[:300]}"
            print(f"   {case} {verb} {code} {said[:150]!r}", flush=True)


_LONG = 60_000
_UNITS = [*"{}[]()<>*_`~:;,.@/\\#&%$|=-'!^+ \t", "\u00a0", "\u0301", "\u202e", "é", "漢", "a "]
_UNITS += [
    "{{ ",
    "}} ",
    "[](",
    "](",
    "![",
    "<a ",
    "</",
    "<!--",
    "&#",
    "%(a)s",
    "{a}`",
    "{a}`b`",
    "**a",
    "*a* ",
]
_UNITS += [
    ":a:",
    ":a:`b`",
    "|a|",
    "a_ ",
    "`a`_ ",
    "http://",
    "a@",
    "$a$",
    "[^a]",
    "1.",
    "1,",
    "«",
    "¿",
    "a-",
    "\\\n",
]


_MANY = 2000
_WORDS = "Paragraph number {} has *words*, `code` and a [link](https://a.org/{})."
_RST = "Paragraph number {} has *words*, ``code`` and a `link <https://a.org/{}>`__."


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{text}"'


def _entry(english: str, text: str, before: str = "", sign: str = "") -> str:
    lines = f"{before}msgid {_quoted(english)}\nmsgstr {_quoted(text)}"
    return "".join(f"{sign}{line}\n" for line in lines.replace("\r", "").split("\n")) + "\n"


def _varied(unit: str, size: int, number: int) -> str:
    """Return a text of a unit that no rule calls a repetition without end."""
    parts = (unit * (60 // len(unit)) + f" {number + n} " for n in range(size // 60))
    return "".join(parts)


def _costly() -> Iterator[tuple[str, str, str]]:
    """Yield pages with catalogs that are made to take long: a file's name, the page, the catalog."""
    head = "Content-Type: text/plain; charset=UTF-8\n"
    for number, unit in enumerate(_UNITS):
        text = unit * (_LONG // len(unit))
        long = f"{head}Last-Translator: {text[:9999]}\nX-A: {text[:9999]}\n"
        before = f"# {text[:9999]}\n#, {text[:99]}\n".replace("\\\n", "\\")
        yield (
            f"long{number}.md",
            "Some *words*.",
            _entry("", long)
            + _entry("Page", f"a{text}", before)
            + _entry("Some *words*.", f"a *{text}* b", before)
            + _entry(f"Gone {text}", text),
        )
        for suffix, words in ((".md", _WORDS), (".rst", _RST)):
            english = [words.format(n, n) for n in range(30)]
            yield (
                f"short{suffix[1]}{number}{suffix}",
                "\n\n".join(english),
                _entry("", head)
                + "".join(
                    _entry(one, one + _varied(unit, 900, n)) for n, one in enumerate(english)
                ),
            )
            if unit in ("a ", "é", "漢", "1,", "a-", "*a* ", "[]("):
                whole = " ".join(f"{english[0]} {_varied(unit, _LONG, 0)}".split())
                yield (
                    f"whole{suffix[1]}{number}{suffix}",
                    whole,
                    _entry("", head) + _entry(whole, whole.replace("words", "palabras")),
                )
    page = "\n\n".join(_WORDS.format(n, n) for n in range(30))
    entries = [_entry(f"Text {n} of many", f"Texto {n}") for n in range(_MANY)]
    yield "many.md", page, _entry("", head) + "".join(entries)
    yield "same.md", page, _entry("", head) + _entry("The same", "Lo mismo") * _MANY
    others = [_entry("The same", f"Lo mismo {n}") for n in range(_MANY)]
    yield "other.md", page, _entry("", head) + "".join(others)
    old = [_entry(f"Text {n}", f"Texto {n}", sign="#~ ") for n in range(_MANY)]
    yield "old.md", page, _entry("", head) + "".join(old)
    near = [_entry(_WORDS.format(n % 30, n), f"Texto {n}") for n in range(_MANY)]
    yield "near.md", page, _entry("", head) + "".join(near)
    for name, rule in {
        "deep": f"nplurals=2; plural={'(' * 400}n{')' * 400}",
        "wide": f"nplurals=2; plural={'+'.join(['n'] * 300)}",
        "forms": f"nplurals={'9' * 5000}; plural=n",
    }.items():
        forms = "".join(f'msgstr[{n}] "a"\n' for n in range(_MANY))
        plural = f'msgid "Page"\nmsgid_plural "Pages"\n{forms}\n'
        yield f"{name}.md", page, _entry("", f"{head}Plural-Forms: {rule};\n") + plural
    yield "lines.md", page, _entry("", head) + 'msgid "Page"\nmsgstr ""\n' + '"a"\n' * 15_000
    yield (
        "comments.md",
        page,
        _entry("", head, "# a\n" * 15_000)
        + _entry("Page", "a", "#: a.md:1\n" * 9000 + "#, fuzzy\n" * 9000),
    )


def _processor(site: Path, *arguments: str) -> tuple[int, str, float]:
    """Run the command; the seconds are those of the processor."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    start = spent()
    done = commands.run("sphinx_tandem", *arguments, cwd=site, fresh=True)
    return done.returncode, done.stderr, spent() - start


def catalogs(folder: Path, _rng: random.Random, _count: int) -> Iterator[str]:
    """Build with catalogs that are made to take long, against twice the time without them."""
    for number, batch in enumerate(_batches(list(_costly()), 24)):
        site = _site(folder / f"many{number}")
        places = site / "locales" / "es" / "LC_MESSAGES"
        for name, text, _catalog in batch:
            head = (
                ":orphan:\n\nPage\n===="
                if name.endswith(".rst")
                else "---\norphan: true\n---\n\n# Page"
            )
            (site / name).write_text(f"{head}\n\n{text}\n", "utf-8")
        without = {verb: _processor(site, verb)[2] for verb in ("build", "check")}
        places.mkdir(parents=True)
        for name, _text, catalog in batch:
            (places / name).with_suffix(".po").write_text(catalog, "utf-8")
        before = _snapshot(site.parent)
        for verb in ("build", "check"):
            shutil.rmtree(site / "_build", ignore_errors=True)
            code, said, seconds = _processor(site, verb)
            yield from judged(site, min(code, 1), said, before)
            names = ", ".join(name for name, *_ in batch)
            print(
                f"   {verb} {names[:60]}: {seconds:.1f} s, without {without[verb]:.1f} s",
                flush=True,
            )
            # A check begins with the dictionary, which takes seconds, when there are catalogs.
            if seconds < 2 * without[verb] + (1 if verb == "build" else 6):
                continue
            yield f"{verb} with {names} takes {seconds:.1f} s, without them {without[verb]:.1f} s"
            for name, *_ in batch:
                yield from _slow(site, (places / name).with_suffix(".po"))


def _slow(site: Path, path: Path) -> Iterator[str]:
    """Say whether a catalog takes long to be read and judged."""
    alone = load(site)
    start = time.process_time()
    open_catalog(alone, path, "es")
    context = context_of(alone, path, _certain(path))
    for entry in _certain(path).entries:
        judge(entry, context)
    if (took := time.process_time() - start) > 0.5:
        yield f"  {path.name} takes {took:.1f} s to be judged"


def _certain(path: Path) -> Catalog:
    try:
        return read_catalog(path)
    except CatalogError as error:
        return error.catalog


KINDS = {kind.__name__: kind for kind in (pages, settings, data, files, catalogs)}


def main() -> int:
    """Try what is asked for, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kind", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--count", type=int, default=120, help="of each kind; by default, 120")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the sites, which are kept there")
    chosen = parser.parse_args()
    warm, faults = commands.Warm(), 0
    try:
        with tempfile.TemporaryDirectory() as temporary:
            for kind in chosen.kind:
                folder = ((chosen.keep or Path(temporary)) / kind).resolve()
                rng = random.Random(f"{kind} {chosen.seed}")  # noqa: S311
                for fault in KINDS[kind](folder, rng, chosen.count):
                    faults += 1
                    print(f"!! {kind}: {fault}", flush=True)
    finally:
        warm.close()
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
