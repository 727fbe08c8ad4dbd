"""What the page for other packages' maintainers says fits the releases that are pinned."""

from __future__ import annotations

import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PAGE = (REPOSITORY / "src" / "UPSTREAM.md").read_text("utf-8")
# Pages in the cases have headings too, without a release.
SECTIONS = re.split(r"^## (?=\S+ [\d.]+$)", PAGE, flags=re.MULTILINE)[1:]
FAULTS = {
    fault.partition("\n")[0]: fault
    for section in SECTIONS
    for fault in re.split(r"^### ", section, flags=re.MULTILINE)[1:]
}
FILE = re.compile(r"^--- a/(\S+)\n\+\+\+ b/\S+\n", re.MULTILINE)
HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@\n", re.M)


def diffs(fault: str) -> list[tuple[str, str]]:
    """Return the path and the hunks of each file that the patch of a fault changes."""
    (text,) = re.findall(r"^```diff\n(.*?)^```$", fault, re.DOTALL | re.MULTILINE)
    parts = FILE.split(text)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def patched(text: str, hunks: str) -> str:
    """Return a file with hunks applied, each exactly at its line; fail where one does not fit."""
    lines = text.splitlines()
    parts = HUNK.split(hunks)
    shift = 0
    for start, old_count, new_count, body in zip(*(parts[i::4] for i in (1, 2, 3, 4)), strict=True):
        # A line of context that is empty has lost its space, as editors will have it.
        rows = [row or " " for row in body.splitlines()]
        old = [row[1:] for row in rows if row[0] in " -"]
        new = [row[1:] for row in rows if row[0] in " +"]
        assert (len(old), len(new)) == (int(old_count or 1), int(new_count or 1))
        first = int(start) - 1 + shift
        assert lines[first : first + len(old)] == old, f"does not fit at line {start}"
        lines[first : first + len(old)] = new
        shift += len(new) - len(old)
    return "\n".join(lines) + "\n"


def installed(path: str) -> Path | None:
    """Return a file of an installed package; nothing for one that only its sources have."""
    package = path.partition("/")[0]
    if package == path:
        return None
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None, f"{package} is not installed"
    return Path(spec.origin).parent.parent / path


@pytest.mark.parametrize("title", FAULTS)
def test_a_patch_fits_the_pinned_release(title: str) -> None:
    for path, hunks in diffs(FAULTS[title]):
        place = installed(path)
        if place is None:
            assert "source distribution" in FAULTS[title]
            continue
        found = place.read_text("utf-8")
        after = patched(found, hunks)
        assert after != found
        if path.endswith(".py"):
            compile(after, path, "exec")
        with pytest.raises(AssertionError):
            patched(after, hunks)  # a release with the mending has to be noticed


@pytest.mark.parametrize("title", FAULTS)
def test_a_fault_has_its_case_and_says_who_mends_it_here(title: str) -> None:
    fault = FAULTS[title]
    assert re.search(r"^-- conf\.py --$", fault, re.MULTILINE) or "source distribution" in fault
    for word in ("Shown:", "Wanted:", "Patch:", "Mended here by"):
        assert f"- **{word}**" in fault
    anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    assert f"[{title}](#{anchor})" in PAGE


@pytest.mark.parametrize("section", SECTIONS, ids=lambda text: text.partition("\n")[0])
def test_the_page_names_the_releases_that_are_pinned(section: str) -> None:
    name, _, release = section.partition("\n")[0].rpartition(" ")
    assert version(name) == release
    assert f"\n{name.lower()}=={release}" in (REPOSITORY / "requirements.txt").read_text("utf-8")
