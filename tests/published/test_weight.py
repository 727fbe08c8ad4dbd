"""What a reader downloads, page by page, stays within the budget of ``weight.toml``.

Sizes are those of brotli, which static hosts send.  To renew the budget after a change that
is worth its weight, write the sizes into the file that the failing test prints.
"""

from __future__ import annotations

import math
import posixpath
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest

from browser.kinds import KINDS, path_of
from harness.commands import REPOSITORY
from harness.real import LANGUAGES, Published, of_language

BUDGET = tomllib.loads(Path(__file__).with_name("weight.toml").read_text("utf-8"))
LOADED = re.compile(
    r"<(?:link[^>]*\srel=\"(?:stylesheet|icon)\"[^>]*\shref|script[^>]*\ssrc|img[^>]*\ssrc)"
    r"=\"([^\"]+)\""
)


@cache
def weight(path: Path) -> float:
    """Return the size of a file as it is sent, in kilobytes."""
    return len(brotli.compress(path.read_bytes(), quality=11)) / 1000


def loaded(published: Published, page: str) -> set[str]:
    """Return the files that a page loads, itself among them."""
    found = {page}
    for address in LOADED.findall((published.folder / page).read_text("utf-8")):
        assert not re.match(r"\w+://|//", address), f"{page} loads {address} from another host"
        if not address.startswith("data:"):
            path = unquote(address.partition("?")[0])
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(page), path)))
    return found


def total(published: Published, paths: set[str]) -> float:
    return round(sum(weight(published.folder / path) for path in paths), 1)


TEACHING = ("lesson", "glossary", "task lists", "instructor edition", "instructor notes", "slides")


def budget(kind: str) -> dict[str, float]:
    own = BUDGET["lesson" if kind in TEACHING else "text"]
    over = BUDGET["over"].get(kind, {})
    assert not [name for name, size in over.items() if size <= own[name]], "no exception is needed"
    return {**own, **over}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_stays_within_its_budget(kind: str, published: Published) -> None:
    path = path_of(kind, published).partition("?")[0]
    home = loaded(published, "index.html")
    allowed = budget(kind)
    for language in LANGUAGES:
        page = (
            of_language(path, language)
            if (published.folder / of_language(path, language)).is_file()
            else path
        )
        files = loaded(published, page)
        found = {
            "first": total(published, files),
            "next": total(published, files - home),
            "files": len(files),
        }
        over = {name: (size, allowed[name]) for name, size in found.items() if size > allowed[name]}
        lines = "\n".join(
            f"  {weight(published.folder / one):7.1f}  {one}" for one in sorted(files)
        )
        assert not over, f"{page}: {over} (found, allowed)\n{lines}"


# What the page on weight calls the kinds that it names.
NAMED = {
    "Home": "home",
    "A page of text": "page",
    "A lesson, with its figures": "lesson",
    "The list of partners, with its map": "map and table",
    "A post": "post",
    "Slides of a lesson": "slides",
}


def test_readers_are_told_what_pages_weigh() -> None:
    text = (REPOSITORY / "docs/weight.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    told = {NAMED[name]: tuple(map(int, sizes)) for name, *sizes in rows}
    limits = {kind: budget(kind) for kind in NAMED.values()}
    assert told == {
        kind: tuple(math.ceil(x[name]) for name in ("first", "next", "files"))
        for kind, x in limits.items()
    }
    most = math.ceil(max(BUDGET["over"]["other language"].values()))
    assert f"at most {most} kilobytes more" in text
    goals = (BUDGET["text"]["first"], BUDGET["lesson"]["first"], BUDGET["text"]["next"])
    assert re.findall(r"\b(\d+)\b", text.partition("Our own goal is ")[2])[:3] == [
        f"{one:g}" for one in goals
    ]


def test_the_other_language_costs_the_page_alone(published: Published) -> None:
    over = BUDGET["over"]["other language"]
    for kind in ("home", "page", "section", "lesson", "blog", "post"):
        path = path_of(kind, published)
        new = loaded(published, of_language(path, "es")) - loaded(published, path)
        size = total(
            published, {one for one in new if "/figures/" not in one and "_images" not in one}
        )
        allowed = over.get(kind, BUDGET["other language"]["next"])
        assert size <= allowed, (kind, size, sorted(new))
