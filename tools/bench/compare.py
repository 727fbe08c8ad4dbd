"""One build of two languages, beside the usual way and beside another generator.

``python tools/bench/compare.py [--pages 60 300 1000] [--rounds 3] [--mkdocs PYTHON] [--write]``
makes a site of so many pages in each of two languages, and builds it in turn:

- with ``tandem build``, from nothing, after nothing, and after one edit of one page;
- the usual way: ``sphinx-build`` once for each language, with MyST and the same catalogs;
- with MkDocs Material and mkdocs-static-i18n, if *PYTHON* is one that has them.

All take the same texts.  What is printed are medians of processor time and of wall time as ratios
to ``tandem build`` from nothing, with the least and the greatest of the rounds: they can be
compared from machine to machine, seconds cannot.  ``--write`` puts the table and a plot beside
``src/README.md``.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
WORDS = (
    "hub user notebook server image storage data class lesson teacher school cloud memory file "
    "folder account login team group course week answer question page table number result test"
).split()
SECTION = 25  # pages
PARAGRAPHS = 30

CONF = """\
extensions = ["sphinx_tandem", "myst_parser"]
html_theme = "pydata_sphinx_theme"
html_baseurl = "https://example.org/"
tandem_languages = {"en": "English", "es": "Español"}
locale_dirs = ["locales"]
gettext_compact = False
exclude_patterns = ["locales"]
project = "Measured"
"""
MKDOCS = """\
site_name: Measured
site_url: https://example.org/
docs_dir: pages
theme: {name: material}
plugins:
  - search
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: en, name: English, build: true, default: true}
        - {locale: es, name: Español, build: true}
"""


@dataclass
class Run:
    """What one command took: seconds of wall and processor, and megabytes of one process."""

    wall: float
    processor: float
    memory: float


def sentences(number: int) -> list[str]:
    """Return the texts of a page: a title, headings and paragraphs."""
    chance = random.Random(number)  # noqa: S311 (the same in each run)
    texts = [f"Page {number}"]
    for place in range(PARAGRAPHS):
        words = [chance.choice(WORDS) for _ in range(chance.choice((6, 20, 40)))]
        words[1] = f"**{words[1]}**"
        words[3] = f"[{words[3]}](https://example.org/{place})"
        texts.append(f"{' '.join(words).capitalize()} {number}.")
    return texts


def translated(text: str) -> str:
    """Return a text as it would be in another language: as long, and with other letters."""
    return text.replace("a", "á").replace("e", "o").replace("https://oxámplo", "https://example")


def written(texts: list[str]) -> str:
    """Return a page: a heading at each sixth text, and a list among the paragraphs."""
    lines = [f"# {texts[0]}"]
    for place, text in enumerate(texts[1:]):
        lines.append(f"## {text.split(']')[0].split('[')[0]}{place}" if place % 6 == 0 else "")
        lines.append(f"- {text}" if place % 6 in (2, 3) else text)
    return "\n\n".join(filter(None, lines)) + "\n"


def make(folder: Path, pages: int) -> None:
    """Make the site, once for Sphinx and once for MkDocs."""
    ours, theirs = folder / "sphinx", folder / "mkdocs"
    for place, conf, name in ((ours, CONF, "conf.py"), (theirs, MKDOCS, "mkdocs.yml")):
        place.mkdir()
        (place / name).write_text(conf, "utf-8")
    parts: dict[str, list[str]] = {}
    for number in range(pages):
        part = f"part{number // SECTION}"
        parts.setdefault(part, []).append(f"page{number}")
        english = written(sentences(number))
        spanish = translated(english)
        messages = [line.lstrip("#- ") for line in english.split("\n\n")]
        forms = [line.lstrip("#- ") for line in spanish.split("\n\n")]
        entries = {m.strip(): f.strip() for m, f in zip(messages, forms, strict=True)}
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        body = "\n".join(f'msgid "{m}"\nmsgstr "{f}"\n' for m, f in entries.items())
        name = f"{part}/page{number}"
        put(ours / f"{name}.md", english)
        put(ours / f"locales/es/LC_MESSAGES/{name}.po", head + body)
        put(theirs / f"pages/{name}.md", english)
        put(theirs / f"pages/{name}.es.md", spanish)
    for part, names in parts.items():
        contents = "\n".join(names)
        put(ours / part / "index.md", f"# {part}\n\n```{{toctree}}\n{contents}\n```\n")
    contents = "\n".join(f"{part}/index" for part in parts)
    put(ours / "index.md", f"# Measured\n\n```{{toctree}}\n{contents}\n```\n")
    put(theirs / "pages/index.md", "# Measured\n")


def put(path: Path, text: str) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def measured(folder: Path, *commands: tuple[str, ...]) -> Run:
    """Run commands one after the other, and return what they took."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    start, processor, memory = time.perf_counter(), 0.0, 0.0
    for command in commands:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode} in {folder}")
        processor += used.ru_utime + used.ru_stime
        memory = max(memory, used.ru_maxrss / 1024)
    return Run(time.perf_counter() - start, processor, memory)


def ways(folder: Path, mkdocs: str) -> dict[str, Callable[[], Run]]:
    """Return the ways to build, by their names, the one that others are compared with first."""
    ours, theirs = folder / "sphinx", folder / "mkdocs"
    tandem = (sys.executable, "-m", "sphinx_tandem", "build")

    def edited() -> Run:
        with (ours / "part0/page0.md").open("a", encoding="utf-8") as page:
            page.write("\nOne more paragraph.\n")
        return measured(ours, tandem)

    def sequential() -> Run:
        shutil.rmtree(ours / "_plain", ignore_errors=True)
        plain = ("-q", "-E", "-D", "extensions=myst_parser", "-D")
        return measured(
            ours,
            *(
                (sys.executable, "-m", "sphinx", *plain, f"language={one}", ".", f"_plain/{one}")
                for one in ("en", "es")
            ),
        )

    found: dict[str, Callable[[], Run]] = {
        "tandem build --fresh": lambda: measured(ours, (*tandem, "--fresh")),
        "tandem build, nothing changed": lambda: measured(ours, tandem),
        "tandem build, one page edited": edited,
        "sphinx-build en, then es": sequential,
    }
    if mkdocs:
        command = (mkdocs, "-m", "mkdocs", "build", "-q")
        found["MkDocs Material, static-i18n"] = lambda: measured(theirs, command)
    return found


def table(found: dict[int, dict[str, list[Run]]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    lines = [
        "| pages a language | build | processor | wall | memory of one process, MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for pages, runs in found.items():
        first = next(iter(runs.values()))
        for name, own in runs.items():
            cells = [
                spread(
                    [getattr(x, kind) / getattr(y, kind) for x, y in zip(own, first, strict=True)]
                )
                for kind in ("processor", "wall")
            ]
            memory = statistics.median(run.memory for run in own)
            lines.append(f"| {pages} | {name} | {' | '.join(cells)} | {memory:.0f} |")
    return lines


def spread(ratios: list[float]) -> str:
    """Return the median of ratios, and between which they lie."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def plot(found: dict[int, dict[str, list[Run]]]) -> str:
    """Return bars of the ratios of processor time, as SVG."""
    rows = []
    for pages, runs in found.items():
        first = statistics.median(run.processor for run in next(iter(runs.values())))
        for name, own in runs.items():
            ratio = statistics.median(run.processor for run in own) / first
            rows.append((f"{pages}: {name}", ratio))
    longest = max(ratio for _name, ratio in rows)
    bars = "".join(
        f'<text x="265" y="{20 * place + 24}" text-anchor="end">{name}</text>'
        f'<rect x="272" y="{20 * place + 13}" width="{280 * ratio / longest:.1f}" height="14" '
        f'fill="#2a6f97"/><text x="{277 + 280 * ratio / longest:.1f}" y="{20 * place + 24}">'
        f"{ratio:.2f}</text>"
        for place, (name, ratio) in enumerate(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {20 * len(rows) + 20}" '
        'font-family="sans-serif" font-size="12"><title>Processor time, as ratios to tandem build '
        f'--fresh</title><rect width="100%" height="100%" fill="#fff"/>{bars}</svg>\n'
    )


PAGE = """\
# How long builds take

`nox -s bench` measures this and writes it again; see `tools/bench/compare.py` for the sites and
the commands. All figures are ratios to `tandem build --fresh` in the same round: the median, and
the least and the greatest of {rounds} rounds. Each way builds the same texts in two languages.
Measured on {day}.

![Bars: the processor time of each way](bench.svg)

{table}
"""


def main() -> None:
    """Measure, print, and write if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[60])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mkdocs", default="")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found: dict[int, dict[str, list[Run]]] = {}
    for pages in given.pages:
        with tempfile.TemporaryDirectory() as name:
            make(Path(name), pages)
            runs = found.setdefault(pages, {})
            for _round in range(given.rounds):
                for way, run in ways(Path(name), given.mkdocs).items():
                    runs.setdefault(way, []).append(run())
                    print(pages, way, runs[way][-1], flush=True)
    lines = "\n".join(table(found))
    print(lines)
    if given.write:
        page = PAGE.format(rounds=given.rounds, table=lines, day=time.strftime("%F"))
        (SOURCE / "BENCH.md").write_text(page, "utf-8")
        (SOURCE / "bench.svg").write_text(plot(found), "utf-8")


if __name__ == "__main__":
    main()
