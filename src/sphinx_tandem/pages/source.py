"""What is wrong in the source of a page, and would pass a build in silence.

Sphinx and MyST show a conflict marker as a heading, a block that nobody closed as a block to
the end of the page, and ignore a field whose name is misspelt.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from ..text import Syntax
from ..text.parse import CODE_DIRECTIVES, DIRECTIVE, SYNTAXES, MarkdownReader, walk
from ..text.yaml_lines import YamlError, front_matter, is_false, is_true, read_front_matter
from ..upstream.parsers import (
    directive_names,
    front_matter_error,
    myst_settings,
    page_config,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a page.

    :param code: the rule: with ``page-`` before it, the code of its finding.
    :param line: the line, counted from 1.
    :param message: what happened, what it means, and what to do.
    """

    code: str
    line: int
    message: str
    fixed: str | None = None  # the line as it has to be, where there is one right answer


def check_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report what is wrong in the source of a page that is about to be read."""
    suffix = Path(app.env.doc2path(docname)).suffix
    if suffix == ".ipynb":
        return
    text = source[0]
    syntax = SYNTAXES.get(suffix)
    found = [*conflicts(text), *wrong_fields(text), *wrong_lines(text, syntax)]
    if syntax is Syntax.MYST and _may_be_faulty(text):
        found += wrong_blocks(text, MarkdownReader(page_config(myst_settings(app.config), text)))
    for one in found:
        _report(one, (docname, one.line))


def check_images(app: Sphinx, doctree: nodes.document) -> None:
    """Report images and links that are nothing to who cannot see them, and images too large."""
    page = app.env.docname
    for image in doctree.findall(nodes.image):
        classes: list[str] = image.get("classes", [])
        if "decorative" in classes:
            image["alt"] = ""
        name = str(image.get("original_uri", image.get("uri", "")))
        if not (image.get("alt") or _is_designed(image) or "decorative" in classes):
            _report(Problem("image", 0, _NO_ALT.format(name)), _nearest_line(page, image))
        elif str(image.get("alt", "")).casefold() == posixpath.basename(name).casefold() != "":
            message = f"The alternative text of {name} is the name of its file. {_SAY}"
            _report(Problem("image", 0, message), _nearest_line(page, image))
        if large := _weight(Path(app.srcdir, str(image.get("uri", "")))):
            message = (
                f"{name} has {large / 1e6:.1f} MB, which many readers wait and pay for. Make it "
                "smaller, and keep the large one for a download."
            )
            _report(Problem("image", 0, message), _nearest_line(page, image))
    for raw in doctree.findall(nodes.raw):
        found = _HTML_IMAGE.search(raw.astext()) if "html" in raw.get("format", "") else None
        if found:
            _report(Problem("image", 0, _NO_ALT.format(found[0])), _nearest_line(page, raw))
    for link in doctree.findall(nodes.reference):
        address = link.get("refuri", "")
        if address and not (link.astext().strip() or _is_designed(link) or link.children):
            message = f"The link to {address} has no words, so nobody can see it. Write some."
            _report(Problem("link", 0, message), _nearest_line(page, link))


_SAY = "Say in it what the image shows; if it only decorates, give it the class 'decorative'."
_NO_ALT = (
    "The image {} has no alternative text, so people who cannot see it learn nothing of it. "
    "Say in its alternative text what it shows; if it only decorates, give it the class "
    "'decorative'."
)
_HTML_IMAGE = re.compile(r"<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)
# As large as a hundred pages of text. The median page of the web has one megabyte of images
# (HTTP Archive, 2024).
_LARGE = 2_000_000


def _weight(path: Path) -> int:
    """Return the size of an image that is too large, or 0."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return 0
    return size if size > _LARGE else 0


def _is_designed(node: nodes.Element) -> bool:
    """Say whether sphinx-design made a node, with words elsewhere."""
    classes: list[str] = node.get("classes", [])
    return any(one.startswith("sd-") for one in classes)


def _nearest_line(docname: str, node: nodes.Element) -> tuple[str, int]:
    """Return the place of a node, or of what it is in."""
    found: nodes.Element | None = node
    while found is not None and not found.line:
        found = found.parent
    return docname, (found.line if found is not None else None) or 1


def _report(problem: Problem, location: tuple[str, int]) -> None:
    _logger.warning(problem.message, location=location, type="page", subtype=problem.code)


# -- Edits that were left unmerged ---------------------------------------------------------------

_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}|~{3,}|:{3,})[ \t]*(.*?)[ \t]*$")
_MARK = re.compile(r"<{7}(?: .*)?|>{7}(?: .*)?|={7}|\|{7}(?: .*)?")


def conflicts(text: str) -> Iterator[Problem]:
    """Find the marks of git between two people's edits, outside blocks of code.

    >>> [one.line for one in conflicts("# A\\n\\n<<<<<<< HEAD\\na\\n=======\\nb\\n>>>>>>> other\\n")]
    [3]
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    lines, _opened = _outside_code(text)
    marks = [(number, line[0]) for number, line in lines if _MARK.fullmatch(line)]
    signs = "".join(sign for _line, sign in marks)
    # Alone, a line of one of the signs is an underline, or a quotation in quotations.
    if "<" in signs or "=>" in signs:
        line = next(number for number, sign in marks if sign in "<>")
        message = (
            "Two people's edits were left unmerged (<<<<<<<, =======, >>>>>>>). Keep one of the "
            "two texts, or what is right of both, and delete the marks."
        )
        yield Problem("conflict", line, message)


# -- The fields at the top -----------------------------------------------------------------------

_FLAGS = frozenset({"blogpost", "draft", "orphan"})
_TEXTS = frozenset({"title", "description", "date", "external_link", "redirect"})
#: What Sphinx, MyST, ablog, the theme, Jupytext and the engine read at the top of a page.
FIELDS = _FLAGS | _TEXTS | frozenset(
    "author authors category excerpt exclude file_format html_meta image jupytext kernelspec "
    "language languages lesson location myst nocomments no-search nosearch originals retold "
    "sd_hide_title substitutions tags tocdepth update".split()
)  # fmt: skip
_ALIKE = 0.75


def wrong_fields(text: str) -> Iterator[Problem]:
    """Find misspelt fields at the top of a page, and values that a field cannot have.

    >>> [one.message.split(",")[0] for one in wrong_fields("---\\ndescripton: x\\n---\\n")]
    ["Nothing reads the field 'descripton'"]
    """
    lines = text.splitlines()
    fields = read_front_matter(text)
    for name, field in fields.items():
        if name not in FIELDS and (near := _near(name)):
            message = (
                f"Nothing reads the field '{name}', so it has no effect; "
                f"'{near}' is probably meant."
            )
            fixed = lines[field.line - 1].replace(name, near, 1) if near not in fields else None
            yield Problem("field", field.line, message, fixed)
        elif name in _TEXTS and field.is_list:
            message = f"'{name}' is a list, but must be one text; write it without brackets."
            yield Problem("value", field.line, message)
        elif name in _FLAGS and not (is_true(field) or is_false(field)):
            message = (
                f"'{name}: {field.text}' says neither yes nor no, so it counts as no; write "
                f"'{name}: true' or '{name}: false'."
            )
            yield Problem("value", field.line, message)


def repeated_fields(text: str) -> Iterator[Problem]:
    """Find fields that the top of a page has twice, of which YAML keeps the last.

    >>> [one.line for one in repeated_fields("---\\na: 1\\nb: 2\\na: 3\\n---\\n")]
    [4]
    """
    try:
        root = front_matter(text)
    except YamlError:
        return
    first: dict[str, int] = {}
    for key, _value in (root.pairs if root else None) or ():
        name = key.text or ""
        if first.setdefault(name, key.line) != key.line:
            message = (
                f"The field '{name}' is here and on line {first[name]}, and only this one counts. "
                "Delete one of them."
            )
            yield Problem("field", key.line, message)


def _unreadable_fields(text: str) -> Iterator[Problem]:
    """Find what keeps the top of a page from being read: MyST names its first line alone."""
    line, what = front_matter_error(text)
    if line:
        message = (
            f"The fields at the top of the page are not valid YAML ({what}), so all of them are "
            "ignored. Correct this line."
        )
        yield Problem("field", line, message)


def _near(name: str) -> str:
    """Return the field that a name is a slip of the pen for, or ``""``."""
    folded = name.lower()
    rated = [
        (SequenceMatcher(None, folded, field).ratio(), field)
        for field in FIELDS
        if field[0] == folded[:1] and abs(len(field) - len(folded)) <= 1
    ]
    best, field = max(rated, default=(0.0, ""))
    return field if best >= _ALIKE else ""


# -- Lines that a parser drops, or takes for something else ----------------------------------------

_NO_SPACE = re.compile(r"(#{2,6})(?=[^\W\d_])")
_ONE_COLON = re.compile(r"(\.\. ([a-z][\w-]*)):(?=\s|$)")
_DELIMITERS = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?")
_CELL_END = re.compile(r"(?<!\\)\|")


def wrong_lines(text: str, syntax: Syntax | None) -> Iterator[Problem]:
    """Find lines with a slip that turns them into text, or into nothing."""
    yield from repeated_fields(text)
    if syntax is Syntax.MYST:
        yield from _unreadable_fields(text)
        yield from _wrong_markdown(text)
    elif syntax is Syntax.RST:
        yield from _wrong_rst(text)


def _wrong_markdown(text: str) -> Iterator[Problem]:
    if not ("\n##" in text or "|" in text or "<!--" in text):
        return
    lines, _opened = _outside_code(text)
    before, cells = "", 0
    for number, line in lines:
        if not before.strip() and (found := _NO_SPACE.match(line)):
            message = (
                f"There is no space behind {found[1]}, so that this is no heading, but text. "
                "Write a space there."
            )
            yield Problem("heading", number, message, _NO_SPACE.sub(r"\1 ", line, count=1))
        if "|" in before and _DELIMITERS.fullmatch(line.strip()):
            cells = _cells(line) if _cells(line) == _cells(before) else 0
        elif cells and "|" not in line:
            cells = 0
        elif cells and _cells(line) > cells:
            message = (
                f"This row has {_cells(line)} cells, and its table has {cells} columns, so that "
                r"the rest is left out. Add a column, or write \| for a line that is no border."
            )
            yield Problem("dropped", number, message)
        before = line
    joined = "\n".join(line for _number, line in lines)
    if (place := joined.rfind("\n<!--")) >= 0 and "-->" not in joined[place:]:
        message = (
            "The comment that begins here has no end (-->), so that all that follows is left out. "
            "Write --> at its end."
        )
        yield Problem("dropped", lines[joined.count("\n", 0, place + 1)][0], message)


def _cells(row: str) -> int:
    """Return how many cells a row of a table has.

    >>> _cells("| a | b |"), _cells("a | b"), _cells(r"| a \\| b |")
    (2, 2, 1)
    """
    bare = row.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return len(_CELL_END.findall(bare)) + 1


def _wrong_rst(text: str) -> Iterator[Problem]:
    known: set[str] = set()
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not before.strip() and (found := _ONE_COLON.match(line)):
            known = known or directive_names()
            if found[2] in known:
                message = (
                    f"Behind `{found[1]}` there is one colon where two are needed, so that this is "
                    f"a comment, and is left out. Write `{found[1]}::`."
                )
                yield Problem("dropped", number, message, _ONE_COLON.sub(r"\1::", line, count=1))
        before = line


#: What a correction can end.
CORRECTED = ("page-dropped", "page-field", "page-heading")


def corrected(text: str, syntax: Syntax | None) -> tuple[str, list[Problem]]:
    """Return a page in which every slip with one right answer is corrected, and these.

    >>> corrected("# A\\n\\n##B\\n", Syntax.MYST)[0]
    '# A\\n\\n## B\\n'
    """
    lines = text.splitlines(keepends=True)
    found = [one for one in (*wrong_fields(text), *wrong_lines(text, syntax)) if one.fixed]
    for one in found:
        old = lines[one.line - 1]
        lines[one.line - 1] = f"{one.fixed}{old[len(old.rstrip(chr(13) + chr(10))) :]}"
    return "".join(lines), found


# -- Blocks of Markdown --------------------------------------------------------------------------

#: How deep blocks can be in blocks: what is deeper, markdown-it drops.
DEEPEST = 20
_EMPTY = re.compile(r"^[ \t>]*#{1,6}[ \t]*#*[ \t]*$", re.MULTILINE)
_DEEP = re.compile(r"^(?:[ \t]*(?:[>*+-]|\d+[.)])){8}", re.MULTILINE)
_OPEN_MATTER = re.compile(r"\A---[ \t]*\n[\w-]+:(?:[ \t].*)?\n")
_END_OF_MATTER = re.compile(r"^(?:---|\.\.\.)", re.MULTILINE)


def _is_open_matter(text: str) -> bool:
    """Say whether a page begins with fields that no line ends."""
    begun = _OPEN_MATTER.match(text)
    return begun is not None and not _END_OF_MATTER.search(text, begun.end())


def _may_be_faulty(text: str) -> bool:
    """Say, without parsing it, whether a page may have a faulty block: most cannot."""
    if _EMPTY.search(text) or _DEEP.search(text) or _is_open_matter(text):
        return True
    return bool(_outside_code(text)[1])


def _outside_code(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """Return the lines that are not in a block of code, each with its number, and the fences
    that are open at the end of the page, as far as lines alone can show it, or that a fence
    within them could end.
    """
    outside: list[tuple[int, str]] = []
    opened: list[tuple[str, bool]] = []
    crossed: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        marks, words = found.groups() if (found := _FENCE.match(line)) else ("", "")
        is_code = bool(opened) and not opened[-1][1]
        if opened and marks and not words and marks.startswith(opened[-1][0]):
            opened.pop()
        elif marks and not is_code:
            crossed += [marks] if opened and marks.startswith(opened[-1][0]) else []
            opened.append((marks, marks[0] == ":" or _is_parsed(words)))
        elif not is_code:
            outside.append((number, line))
    return outside, [*(marks for marks, _parsed in opened), *crossed]


def _is_parsed(words: str) -> bool:
    """Say whether what comes after a fence makes it a directive whose content is Markdown."""
    name = DIRECTIVE.match(words)
    return name is not None and name["name"] not in CODE_DIRECTIVES


def wrong_blocks(text: str, reader: MarkdownReader) -> Iterator[Problem]:
    """Find blocks that nobody closed, headings without words, and text that is dropped.

    :param reader: reads Markdown with the settings of the page.
    """
    if _is_open_matter(text):
        message = (
            "The page begins with a line of ---, but no second one ends its fields, so they "
            "are shown as text. Add a line of --- below the last field."
        )
        yield Problem("field", 1, message)
    todo = [(text, 0)]
    while todo:
        source, before = todo.pop()
        lines = source.splitlines()
        tokens = reader.blocks(source, deepest=DEEPEST * 10)
        heading = 0
        for token in walk(tokens):
            line = before + token.map[0] + 1 if token.map else 0
            if token.type == "heading_open":
                heading = line
            elif token.type == "inline" and heading:
                if not token.content.strip():
                    message = "The heading is empty. Write its words, or delete its line."
                    yield Problem("heading", heading, message)
                heading = 0
            elif token.map and "fence" in token.type:
                yield from _check_fence(token.markup, lines, token.map, line)
                if token.type == "colon_fence" or _is_parsed(token.info):
                    todo.append((token.content, line))
        deep = next((t for t in tokens if t.level >= DEEPEST and t.map), None)
        if deep and deep.map:
            message = (
                "Too many lists or quotations are inside one another here, and what is deeper is "
                "left out of the page. Take some levels away."
            )
            yield Problem("depth", before + deep.map[0] + 1, message)


def _check_fence(marks: str, lines: list[str], place: list[int], line: int) -> Iterator[Problem]:
    start, end = place
    last = lines[end - 1].strip(" \t>") if start < end - 1 else ""
    if set(last) == {marks[0]} and len(last) >= len(marks):
        return
    message = (
        f"No line ends the block that begins here with {marks}, so it takes in all that follows. "
        f"Add a line of {marks} at its end."
    )
    yield Problem("fence", line, message)
