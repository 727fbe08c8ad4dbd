"""Say in Markdown what two published trees show differently to readers, language by language.

    python tools/reader_changes.py OLD NEW > report.md

Pages are compared passage by passage, and passages word by word; what surrounds the text of a
page is left out.  What pages say may come from anybody, so nothing of it is markup here.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from sphinx_tandem.publish.adopt import passages
from sphinx_tandem.text.compare import as_markdown, escaped, word_diff

MARK = "<!-- what readers see -->"
LONGEST = 60_000  # hosts take 65,536 characters
_LANG = re.compile(r"<html[^>]*\slang=\"?([\w-]+)")
_IN_LINE = re.compile(r"\s*\n\s*")


def pages(tree: Path) -> dict[str, str]:
    """Return the text of each page of a tree, by its path."""
    return {
        path.relative_to(tree).as_posix(): path.read_text("utf-8", "replace")
        for path in sorted(tree.rglob("*.html"))
        if "_static" not in path.relative_to(tree).parts
    }


def kilobytes(html: str) -> float:
    """Return what a page weighs on its way, in kB, without what it loads."""
    return len(gzip.compress(html.encode(), mtime=0)) / 1000


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield the passages that differ, word by word, as Markdown on one line each."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        before, after = old[start:end], new[other_start:other_end]
        pairs = min(len(before), len(after))
        for one, other in zip(before[:pairs], after[:pairs], strict=True):
            yield _IN_LINE.sub(" ", as_markdown(word_diff(one, other)))
        yield from (f"~~{escaped(one)}~~" for one in before[pairs:])
        yield from (f"**{escaped(one)}**" for one in after[pairs:])


def page_report(name: str, old: str, new: str) -> list[str]:
    """Return the lines about a page that is in both trees; none where its text is the same."""
    lines = [f"- {line}" for line in changes(passages(old), passages(new))]
    if not lines:
        return []
    weights = f"{kilobytes(old):.1f} kB before, {kilobytes(new):.1f} kB now"
    return [f"<details><summary><code>{name}</code>: {len(lines)}</summary>", "", *lines, "",
            f"The page itself: {weights}.", "</details>", ""]  # fmt: skip


def report(old: Path, new: Path) -> str:
    """Return the whole report."""
    before, after = pages(old), pages(new)
    languages: dict[str, list[str]] = {}
    for name in sorted(before.keys() | after.keys()):
        found = _LANG.search(after.get(name, before.get(name, "")))
        lines = languages.setdefault(found[1] if found else "", [])
        if name not in before:
            lines += [f"New: `{name}`, {kilobytes(after[name]):.1f} kB.", ""]
        elif name not in after:
            lines += [f"Gone: `{name}`.", ""]
        elif before[name] != after[name]:
            lines += page_report(name, before[name], after[name])
    parts = [MARK, "## What readers see", ""]
    for language, lines in languages.items():
        if lines:
            parts += [f"### {language or 'No language'}", "", *lines]
    if not any(languages.values()):
        parts += ["The text of every page is the same.", ""]
    text = "\n".join(parts)
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit("\n<details>", 1)[0] + "\n\nThere is more; it is cut here.\n"
    return text


def main(arguments: Sequence[str]) -> int:
    """Print the report on two trees; return 2 where one is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    given = parser.parse_args(arguments)
    for tree in (given.old, given.new):
        if not tree.is_dir():
            print(f"{tree}: there is no such folder.", file=sys.stderr)
            return 2
    print(report(given.old, given.new))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
