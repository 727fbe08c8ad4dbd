"""How long one build of every language takes, beside what it is made of.

Prints ratios of times that were measured in one run on one machine: they can be
compared with each other, and from machine to machine; the seconds cannot.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = ("conf.py", "index.md", "blog.md", "docs", "training", "blog", "_static", "_templates")
HERE = Path(__file__).resolve().parent.parent
ROUNDS = 3


def copy_site(target: Path) -> None:
    """Copy what is built, so that nothing is written beside the sources."""
    for name in SOURCES:
        source = HERE / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("*.mo"))
        else:
            shutil.copy(source, target / name)


def seconds(*command: str, folder: Path) -> float:
    """Run one command and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def sphinx(language: str, folder: Path) -> float:
    """Build one language with plain Sphinx, from nothing, and return the seconds."""
    output = folder / "_build" / f"plain-{language}"
    shutil.rmtree(output, ignore_errors=True)
    build = (sys.executable, "-m", "sphinx", "-q", "-E", "-D", f"language={language}")
    return seconds(*build, ".", str(output), folder=folder)


def tandem(folder: Path) -> float:
    """Build every language with one command, from nothing, and return the seconds."""
    return seconds(sys.executable, "-m", "sphinx_tandem", "build", "--fresh", folder=folder)


def main() -> None:
    """Measure a few rounds, keep the best of each, print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_site(folder)
        sphinx("es", folder)  # the first run compiles catalogs and bytecode
        english = min(sphinx("en", folder) for _ in range(ROUNDS))
        spanish = min(sphinx("es", folder) for _ in range(ROUNDS))
        both = min(tandem(folder) for _ in range(ROUNDS))
    print(f"sphinx-build en {english:.2f} s, es {spanish:.2f} s; tandem build {both:.2f} s")
    print(f"es / en: {spanish / english:.2f}")
    print(f"tandem / (en + es): {both / (english + spanish):.2f}")


if __name__ == "__main__":
    main()
