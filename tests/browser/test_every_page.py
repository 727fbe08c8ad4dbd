"""Every page, loaded once: it fits a small screen, has no error, and its passages lead to their lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from browser.passages import CATALOGS, LINES, LINK, SWITCH, letters
from browser.window import OTHERS, Window
from harness.constructs import entries_by_line
from harness.real import LANGUAGES, Published, of_language

MADE = re.compile(r"^review/|/(?:instructor|handouts)/")
NARROW = 360
LOOK = f"() => [document.documentElement.scrollWidth, {OTHERS}]"
# Ask for the links of the passages, read them, and take them away again.
ASK = f"""async () => {{
    const button = document.querySelector("{SWITCH}")
    button.click()
    for (let frames = 0; !document.querySelector("{LINK}"); frames++) {{
        if (frames > 1800) throw new Error(`no links on ${{location.href}}`)
        await new Promise(requestAnimationFrame)
    }}
    const found = ({LINES})()
    button.click()
    return found
}}"""


@dataclass
class Walk:
    """What was seen on the way through the pages."""

    wide: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    #: The links of each Spanish page that has a catalog.
    links: dict[str, list[list[str]]] = field(default_factory=dict)


def visited(published: Published, language: str) -> list[str]:
    """Return every page in Spanish, whose words are longer; of the others a sample."""
    pages = published.pages(language)
    made = [path for path in pages if MADE.search(path)]
    written = [path for path in pages if path not in made]
    return [*(written if language == "es" else written[::4]), *made[::6]]


@pytest.fixture(scope="module")
def walk(shared_window: Window, host: str, published: Published) -> Walk:
    """Walk through the site with a small screen."""
    shared_window.clean()
    page = shared_window.page
    page.set_viewport_size({"width": NARROW, "height": 800})
    seen = Walk()
    for language in LANGUAGES:
        for path in visited(published, language):
            page.goto(host + of_language(path, language))
            width, others = page.evaluate(LOOK)
            if width > NARROW:
                seen.wide[path] = width
            seen.troubles += others
            if language == "es" and (CATALOGS / path).with_suffix(".po").is_file():
                seen.links[path.removesuffix(".html")] = page.evaluate(ASK)
    seen.troubles += shared_window.troubles
    return seen


class TestEveryPage:
    """They share the walk, and so a process."""

    def test_is_not_wider_than_a_small_screen(self, walk: Walk) -> None:
        assert not walk.wide

    def test_has_no_error_and_asks_no_other_host(self, walk: Walk) -> None:
        assert not walk.troubles

    def test_each_passage_leads_to_its_line(self, walk: Walk, published: Published) -> None:
        assert len(walk.links) > 20
        wrong = [
            fault for name, links in walk.links.items() for fault in faults(name, links, published)
        ]
        assert not wrong, "\n".join(wrong)


def faults(name: str, links: list[list[str]], published: Published) -> Iterator[str]:
    """Yield what is wrong with the links of a page."""
    entries = entries_by_line(CATALOGS / f"{name}.po")
    reached = set()
    for href, text, label in links:
        address, _, line = href.partition("#L")
        assert address.endswith(f"/LC_MESSAGES/{name}.po")
        entry = entries[int(line)]
        reached.add(int(line))
        # The first run of plain words, whatever markup stands before it.
        plain = re.sub(r"\]\([^)]*\)|<[^>]*>|\{\w+\}", "*", entry.msgstr)
        words = re.split(r"[`*\[\](){}<>|$\\]", plain)
        longest = letters(max(words, key=len))
        if longest not in letters(text):
            yield f"{name}:{line}: {entry.msgstr[:50]!r} is not in {text[:50]!r}"
        if len(label.partition(": ")[2]) < 1:
            yield f"{name}:{line}: the link has no name of its own"
    data = (published.folder / "es/review/es" / f"{name}.js").read_text("utf-8")
    placed = json.loads(data.removeprefix("tandemPassages(").strip()[:-1])["passages"]
    lost = {line for _words, line, _waits in placed} - reached
    yield from (f"{name}:{line}: not linked" for line in sorted(lost))


def test_what_a_page_asks_in_vain_or_of_others_is_seen(window: Window, host: str) -> None:
    """Otherwise the walk would find nothing, whatever the pages did."""
    page = window.page
    page.goto(f"{host}404.html")
    page.evaluate(
        """async () => {
            navigator.sendBeacon("http://beacon.example/")
            await fetch("http://fetch.example/").catch(() => {})
            await fetch("/missing.txt")
            const image = new Image()
            await new Promise((resolve) => {
                image.onerror = resolve
                image.src = "http://image.example/"
            })
        }"""
    )
    seen = " ".join(window.troubles + page.evaluate(OTHERS))
    for asked in ("beacon.example", "fetch.example", "image.example", "missing.txt"):
        assert asked in seen
