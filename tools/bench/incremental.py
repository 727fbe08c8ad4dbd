"""How long a build takes after one edit, beside a clean one; and how soon the preview shows it.

``python tools/bench/incremental.py [PAGES] [ROUNDS]`` makes a site of so many translated pages,
edits it in several ways and prints the ratio of each build to the clean one: medians of wall
time and of processor time, measured in turn in one run, so they can be compared from machine
to machine.  The seconds of the preview, from saving a file to the served page, cannot.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from languages import grown_site

PAGES, ROUNDS = 300, 3
PAGE = "pages0/page0.md"
CATALOG = "locales/es/LC_MESSAGES/pages0/page0.po"
PREVIEWED = 5


def make(folder: Path, pages: int) -> None:
    """Make the site."""
    grown_site(folder, pages)
    (folder / "own").mkdir()
    (folder / "own" / "site.css").write_text("p { color: black }\n")
    with (folder / "conf.py").open("a") as file:
        file.write('html_static_path = ["own"]\nhtml_css_files = ["site.css"]\n')
    (folder / "facts.txt").write_text("Facts.\n")
    with (folder / "pages0" / "page1.md").open("a") as file:
        file.write("\n```{literalinclude} ../facts.txt\n```\n")


def edits(folder: Path) -> dict[str, Callable[[int], object]]:
    """Return the ways to edit the site, by their names."""

    def change(name: str, pattern: str, text: str) -> None:
        path = folder / name
        path.write_text(re.sub(pattern, text, path.read_text("utf-8"), count=1), "utf-8")

    def add(name: str, text: str) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return {
        "nothing": lambda _n: None,
        "a paragraph": lambda n: add(PAGE, f"\nParagraph {n}.\n"),
        "an entry": lambda n: add(CATALOG, f'\nmsgid "Paragraph {n}."\nmsgstr "Párrafo {n}."\n'),
        "a data file": lambda n: add("facts.txt", f"{n}\n"),
        "a style": lambda n: add("own/site.css", f"p {{ margin: {n}px }}\n"),
        "a title": lambda n: change(PAGE, r"(?m)^# .*$", f"# Title {n}"),
        "a setting": lambda n: add("conf.py", f"# {n}\n"),
    }


def measured(folder: Path, *arguments: str) -> tuple[float, float]:
    """Build, and return the wall time and the processor time."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = (sys.executable, "-m", "sphinx_tandem", "build", *arguments)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def builds(folder: Path, rounds: int) -> None:
    """Print what an edit costs."""
    clean: list[tuple[float, float]] = []
    found: dict[str, list[tuple[float, float]]] = {}
    number = 0
    for _ in range(rounds):
        clean.append(measured(folder, "--fresh"))
        for name, edit in edits(folder).items():
            edit(number := number + 1)
            found.setdefault(name, []).append(measured(folder))
    wall, used = (statistics.median(column) for column in zip(*clean, strict=True))
    print(f"clean: {wall:.1f} s, {used:.1f} s of the processor")
    for name, times in found.items():
        ratios = [
            statistics.median(column) / of
            for column, of in zip(zip(*times, strict=True), (wall, used), strict=True)
        ]
        print(f"{name} / clean: {ratios[0]:.3f}, of the processor {ratios[1]:.3f}")


def preview(folder: Path) -> None:
    """Print how soon an edit is served."""
    command = (sys.executable, "-m", "sphinx_tandem", "serve", "--port", "0")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101
        said = next(line for line in process.stdout if "http://" in line)
        address = re.findall(r"http://\S+/", said)[0]
        path = PAGE.replace(".md", ".html")
        seconds = []
        for number in range(PREVIEWED):
            time.sleep(5)  # a person reads, and writes
            start, words = time.perf_counter(), f"Seen {number}."
            with (folder / PAGE).open("a") as file:
                file.write(f"\n{words}\n")
            while True:
                with suppress(OSError), urllib.request.urlopen(address + path) as answer:  # noqa: S310
                    if words in answer.read().decode():
                        break
                time.sleep(0.01)
            seconds.append(time.perf_counter() - start)
        process.terminate()
    print(f"from a save to the served page: {statistics.median(seconds):.2f} s")


def main() -> None:
    """Measure builds, then the preview."""
    given = [int(one) for one in sys.argv[1:]]
    pages, rounds = [*given, *(PAGES, ROUNDS)[len(given) :]]
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), pages)
        builds(Path(name), rounds)
        preview(Path(name))


if __name__ == "__main__":
    main()
