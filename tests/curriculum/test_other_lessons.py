"""Another extension's directives of lessons: said at the start, and no note becomes public."""

from __future__ import annotations

import pytest

from harness.sites import MakeSite

OTHERS = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Box(Directive):
    optional_arguments, final_argument_whitespace, has_content = 9, True, True
    def run(self):
        node = nodes.container("", classes=["theirs"])
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

def setup(app):
    for name in NAMES:
        app.add_directive(name, Box)
"""
HERE = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))"
PAGE = (
    "# Lesson\n\n:::{exercise} Count\nTheir words.\n:::\n\n"
    ":::{instructor-note}\nCanarynote.\n:::\n\n:::{callout}\nOur words.\n:::\n"
)


@pytest.mark.parametrize("place", ["before", "behind"])
def test_both_lesson_extensions_are_named_with_the_remedy(make_site: MakeSite, place: str) -> None:
    names = ["sphinx_tandem", "myst_parser"]
    names.insert(0 if place == "before" else 2, "theirs")
    code = OTHERS.replace("NAMES", '("exercise", "instructor-note")')
    conf = f'{HERE}\nmyst_enable_extensions = ["colon_fence"]'
    site = make_site({"index.md": PAGE, "theirs.py": code}, extensions=tuple(names), conf=conf)
    done = site.build()
    said = [line for line in done.stderr.splitlines() if "lesson-directive" in line]
    assert len(said) == 1
    assert said[0].startswith("conf.py:1: ") and "`exercise`" in said[0]
    assert "Take theirs out of `extensions`" in said[0]
    for name in ("index.html", "es/index.html"):
        page = site.page(name)
        assert "Their words." in page and 'class="theirs' in page
        assert "tandem-callout" in page
        assert "Canarynote" not in page
    assert any(
        "Canarynote" in path.read_text("utf-8") for path in site.output.rglob("instructor/*.html")
    )


def test_a_directive_of_the_site_itself_is_named_so(make_site: MakeSite) -> None:
    code = OTHERS.replace("NAMES", '("objectives",)')
    site = make_site({"index.md": "# Lesson\n\n```{objectives}\nOwn words.\n```\n"}, conf=code)
    said = site.build().stderr
    assert "conf.py has directives of lessons too (`objectives`)" in said
    assert "Give its directives other names" in said
    assert "Own words." in site.page("es/index.html")


def test_what_an_extension_brings_is_named_by_what_the_site_lists(make_site: MakeSite) -> None:
    code = OTHERS.replace("NAMES", '("exercise",)')
    outer = "def setup(app):\n    app.setup_extension('theirs.boxes')\n"
    pages = {"index.md": PAGE, "theirs/__init__.py": outer, "theirs/boxes.py": code}
    conf = f'{HERE}\nmyst_enable_extensions = ["colon_fence"]'
    site = make_site(pages, extensions=("sphinx_tandem", "myst_parser", "theirs"), conf=conf)
    assert "Take theirs out of `extensions`" in site.build().stderr


def test_who_means_it_is_left_in_peace(make_site: MakeSite) -> None:
    code = OTHERS.replace("NAMES", '("exercise",)')
    conf = f'{HERE}\nsuppress_warnings = ["lesson.directive"]\n' + (
        'myst_enable_extensions = ["colon_fence"]'
    )
    names = ("sphinx_tandem", "myst_parser", "theirs")
    site = make_site({"index.md": PAGE, "theirs.py": code}, extensions=names, conf=conf)
    assert "lesson-directive" not in site.build("--strict").stderr


def test_a_site_with_lessons_of_its_own_alone_is_told_nothing(make_site: MakeSite) -> None:
    conf = 'myst_enable_extensions = ["colon_fence"]'
    site = make_site({"index.md": PAGE}, conf=conf)
    assert "lesson-directive" not in site.build().stderr
