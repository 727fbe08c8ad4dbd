"""How long one build of every language takes, beside what it is made of.

Prints ratios of times that were measured in one run on one machine: they can be
compared with each other, and from machine to machine; the seconds cannot.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = ("conf.py", "index.md", "blog.md", "docs", "training", "blog", "_static")
HERE = Path(__file__).resolve().parents[2]
ROUNDS = 3
CATALOGS = Path("docs/locales/es/LC_MESSAGES")
GROWTH = (40, 160)


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


def grown_site(folder: Path, copies: int) -> None:
    """Make a site of many translated pages out of the first lesson and its catalog."""
    lesson = Path("training/hub-champion/introduction")
    catalog = (HERE / CATALOGS / lesson).with_suffix(".po").read_text("utf-8")
    text = re.sub(r"\]\([^)]*\)", "](#top)", (HERE / lesson).with_suffix(".md").read_text("utf-8"))
    catalog = re.sub(r"\]\([^)]*\)", "](#top)", catalog)
    for number in range(copies):
        page = folder / f"pages{number // 25}" / f"page{number}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
        entry = folder / "locales/es/LC_MESSAGES" / page.relative_to(folder).with_suffix(".po")
        entry.parent.mkdir(parents=True, exist_ok=True)
        entry.write_text(catalog, "utf-8")
    shutil.copytree(HERE / "_static" / "figures", folder / "_static" / "figures")
    toctree = "\n".join(sorted(str(p.relative_to(folder)) for p in folder.rglob("page*.md")))
    (folder / "index.md").write_text(f"# Grown\n\n```{{toctree}}\n{toctree}\n```\n", "utf-8")
    (folder / "conf.py").write_text(
        'extensions = ["sphinx_tandem", "sphinx_design"]\n'
        'tandem_languages = {"en": "English", "es": "Español"}\n'
        'locale_dirs = ["locales"]\ngettext_compact = False\nhtml_theme = "basic"\n'
        'myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "tasklist"]\n'
        'exclude_patterns = ["locales"]\nsuppress_warnings = ["myst.xref_missing"]\n',
        "utf-8",
    )


_RST = """\
Paragraph {} runs ``make all`` in a **clean** folder, see `the guide <https://a.org/guide>`__ and
:ref:`part {} <{}>`; *nothing* else is needed.
"""


def rst_site(folder: Path, pages: int) -> None:
    """Make a translated site in reStructuredText."""
    names = [f"page{number}" for number in range(pages)]
    toctree = "\n   ".join(names)
    (folder / "index.rst").write_text(f"Grown\n=====\n\n.. toctree::\n\n   {toctree}\n", "utf-8")
    catalogs = folder / "locales/es/LC_MESSAGES"
    catalogs.mkdir(parents=True)
    for name in names:
        parts = [_RST.format(part, part, f"{name}-{part}") for part in range(40)]
        text = "\n".join(f".. _{name}-{n}:\n\n{part}" for n, part in enumerate(parts))
        (folder / f"{name}.rst").write_text(f"Page\n====\n\n{text}", "utf-8")
        entries = (" ".join(part.split()) for part in parts)
        body = "\n".join(f'msgid "{e}"\nmsgstr "{e.replace("runs", "ejecuta")}"\n' for e in entries)
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        (catalogs / f"{name}.po").write_text(head + body, "utf-8")
    (folder / "conf.py").write_text(
        'extensions = ["sphinx_tandem"]\ntandem_languages = {"en": "English", "es": "Español"}\n'
        'locale_dirs = ["locales"]\nhtml_theme = "basic"\nexclude_patterns = ["locales"]\n',
        "utf-8",
    )


def restructuredtext() -> None:
    """Print how much longer a translated page in reStructuredText takes than the English one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rst_site(folder, GROWTH[0])
        sphinx("es", folder)
        english, spanish = sphinx("en", folder), sphinx("es", folder)
    print(f"es / en, {GROWTH[0]} pages in reStructuredText: {spanish / english:.2f}")


def growth() -> None:
    """Print how time and kept data per page change when a site has four times the pages."""
    per_page: dict[tuple[str, int], float] = {}
    kept: dict[int, float] = {}
    for copies in GROWTH:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            grown_site(folder, copies)
            for language in ("en", "es"):
                per_page[language, copies] = sphinx(language, folder) / copies
            doctrees = folder / "_build" / "plain-es" / ".doctrees"
            kept[copies] = sum(p.stat().st_size for p in doctrees.rglob("*.doctree")) / copies
    few, many = GROWTH
    print(f"es / en, {few} pages: {per_page['es', few] / per_page['en', few]:.2f}")
    print(f"es / en, {many} pages: {per_page['es', many] / per_page['en', many]:.2f}")
    print(
        f"es seconds a page, {many} pages / {few}: {per_page['es', many] / per_page['es', few]:.2f}"
    )
    print(f"es bytes kept a page, {many} pages / {few}: {kept[many] / kept[few]:.2f}")


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
    restructuredtext()
    growth()


if __name__ == "__main__":
    main()
