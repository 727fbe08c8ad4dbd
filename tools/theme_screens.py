"""Photograph and measure the language switcher and the notice in the themes of many sites.

    python tools/theme_screens.py FOLDER [THEME …]

Builds sites with nothing but the two settings of the engine, in two and in eight languages,
and opens a page of each that is half translated: in English, Spanish and Arabic, 360 and 1280
pixels wide, in light and dark, with scripts and without.  FOLDER gets the pictures, and an
``index.html`` that shows them beside each other.  What a reader could not use is printed, with
the name of its picture, and makes the exit code 1.  Themes that are not installed are left out.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

THEMES = ("pydata_sphinx_theme", "sphinx_book_theme", "furo", "sphinx_rtd_theme", "alabaster")
DARK = ("pydata_sphinx_theme", "sphinx_book_theme", "furo")
NAMES = {"en": "English", "es": "Español", "ar": "العربية", "fr": "Français", "ja": "日本語"}
NAMES |= {"pt": "Português", "sw": "Kiswahili", "zh_CN": "简体中文"}
SITES = (("en", "es"), ("en", "ar"), tuple(NAMES))
SHOWN = ("en", "es", "ar")
CONF = """\
project = "Bees of the high plains"
extensions = ["sphinx_tandem", "myst_parser"]
tandem_languages = {languages!r}
html_theme = {theme!r}
"""
TEXT = "# Bees\n\n{contents}Bees live in hives.\n\nThey make [honey](honey.md).\n"
PAGES = {
    "index.md": TEXT.format(contents="```{toctree}\nhoney\n```\n\n"),
    "honey.md": "# Honey\n\nSweet.\n\n## Colours\n\nGold.\n",
}
WORDS = {
    "es": ("Abejas", "Las abejas viven en colmenas."),
    "ar": ("النحل", "يعيش النحل في الخلايا."),
}
ENTRIES = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Bees"\nmsgstr "{}"\n\nmsgid "Bees live in hives."\nmsgstr "{}"\n'
MEASURE = Path(__file__).with_suffix(".js").read_text("utf-8")


def build(folder: Path, theme: str, languages: tuple[str, ...]) -> Path:
    """Build a site in some languages with a theme, and return where it is published."""
    for language in languages:
        if words := WORDS.get(language):
            catalog = folder / "locales" / language / "LC_MESSAGES" / "index.po"
            catalog.parent.mkdir(parents=True)
            catalog.write_text(ENTRIES.format(*words), "utf-8")
    names = {language: NAMES[language] for language in languages}
    for name, text in {"conf.py": CONF.format(languages=names, theme=theme), **PAGES}.items():
        (folder / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "sphinx_tandem", "build", "--site", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{theme}: {done.stdout}{done.stderr}")
    return folder / "_build" / "site"


def windows(browser: Browser, theme: str) -> Iterator[tuple[str, Page]]:
    """Open a page in a window of each kind, and name the kind."""
    schemes = ("light", "dark") if theme in DARK else ("light",)
    for width, scheme, scripts in product((360, 1280), schemes, (True, False)):
        context = browser.new_context(
            viewport={"width": width, "height": 640},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        yield f"{width}-{scheme}{'' if scripts else '-noscript'}", context.new_page()
        context.close()


def photograph(out: Path, browser: Browser, theme: str) -> Iterator[tuple[str, list[str]]]:
    """Photograph one theme: the name of each picture, and what is wrong in it."""
    for languages in SITES:
        with tempfile.TemporaryDirectory() as folder:
            site = build(Path(folder), theme, languages)
            for kind, page in windows(browser, theme):
                for language in SHOWN:
                    if language not in languages or (language == "en" and "ar" in languages[:2]):
                        continue
                    at = site / ("" if language == "en" else language) / "index.html"
                    page.goto(at.as_uri())
                    name = f"{theme}-{len(languages)}-{language}-{kind}"
                    page.screenshot(path=out / f"{name}.png")
                    wrong = page.evaluate(MEASURE)
                    if len(languages) > 3:  # measuring has opened the menu
                        page.screenshot(path=out / f"{name}-open.png")
                    yield name, wrong


def main() -> int:
    """Photograph the themes, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("themes", nargs="*", default=[one for one in THEMES if find_spec(one)])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    names, found = [], 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for theme in asked.themes:
            for name, wrong in photograph(asked.folder, browser, theme):
                names.append(name)
                found += len(wrong)
                for one in wrong:
                    print(f"{name}: {one}")
    shown = "".join(
        f'<figure><img src="{path.name}" alt=""><figcaption>{path.stem}</figcaption></figure>\n'
        for path in sorted(asked.folder.glob("*.png"))
    )
    style = "body{display:flex;flex-wrap:wrap}figure{margin:4px}img{zoom:.5}"
    (asked.folder / "index.html").write_text(f"<style>{style}</style>{shown}", "utf-8")
    print(f"{len(names)} pages, {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
