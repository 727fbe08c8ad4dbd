"""The shared notes show what authors wrote, and nothing that they did not mean."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html
from markdown_it import MarkdownIt

from sphinx_tandem.lessons.workshop.course import course_from
from sphinx_tandem.lessons.workshop.documents import literal, markdown
from sphinx_tandem.lessons.workshop.kit import kit_files
from tests.workshop.conftest import FILE, export

TITLES = [
    "Use `__init__` and a_b_c *star* <b>",
    "<img src=x onerror=alert(1)> and [x](javascript:alert(1))",
    "It costs $5 or $6 &amp; more :smile: ==so==",
    "1. First",
    "# C #",
]


def shown(markdown_text: str) -> str:
    """Return what a reader of Markdown sees of a heading or an item that is all text."""
    (block,) = html.fragments_fromstring(MarkdownIt("commonmark").render(markdown_text))
    item = block[0] if block.tag == "ul" else block
    assert not len(item), markdown_text
    return str(item.text)


@pytest.mark.parametrize("title", TITLES)
def test_titles_and_names_are_shown_as_they_are(write: Any, title: str) -> None:
    assert shown(f"# {literal(title)}") == title
    assert shown(f"- {literal(title)}") == title
    assert not re.search(r"(?<!\\)\$|==|(?<!\\):\w+:", literal(title)), "HedgeDoc has more marks"
    data = export()
    data["lessons"]["curso/masa"]["title"] = title
    data["lessons"]["curso/masa"]["exercises"][0]["title"] = title
    data["courses"]["curso/index"]["sessions"][0]["title"] = title
    workshop = write(FILE.replace("[Iris]", f"['{title}']") + f"title: '{title}'\n")
    course = course_from(data, workshop, "workshop.yml")
    notes = kit_files(workshop, course, lambda text: text)["notes.md"].decode().splitlines()
    assert f"# {literal(title)}" in notes
    assert f"#### {literal(title)} (10 min)" in notes
    assert f"## {literal(title)}" in notes
    assert f"- Helpers: {literal(title)}" in notes
    assert f"### [{literal(title)}](https://example.org/es/Masa.html) (60 min)" in notes
    assert not [line for line in notes if "<img" in line.replace("\\<", "")]


def test_formulas_are_such_as_hedgedoc_reads() -> None:
    inline = r'<p>So <span class="math notranslate nohighlight">\(\frac{a_1}{b_2}\)</span>, $5.</p>'
    assert markdown(inline) == r"So $\frac{a_1}{b_2}$, \$5."
    block = (
        '<ul><li><p>So</p><div class="math notranslate nohighlight" id="equation-a">\n'
        '<span class="eqno">(1)<a href="#a">¶</a></span>\\[a_1 &lt; b^*\\]</div></li></ul>'
    )
    assert markdown(block) == "- So\n\n  $$\n  a_1 < b^*\n  $$"
    assert markdown('<div class="note"><p>A <span class="pre">b</span></p></div>') == "A b"
