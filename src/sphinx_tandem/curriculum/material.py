"""The directive ``teaching-material``: links to what is made of the lessons for teaching."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxDirective

from ..interface import _
from ..tables import table, texts
from .model import EXERCISE, Lesson
from .order import lessons_below
from .places import HANDOUTS, INSTRUCTOR, beside, overview
from .registering import register_missing

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec


class teaching_material(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """A table of links that is still to be made."""


class TeachingMaterial(SphinxDirective):
    """A table of links to the instructor edition, slides and handouts of each lesson."""

    option_spec: ClassVar[OptionSpec] = {"class": options.class_option, "name": options.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the table."""
        found = teaching_material(classes=["tandem-material", *self.options.get("class", [])])
        self.set_source_info(found)
        self.add_name(found)
        return [found]


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(teaching_material)):
        lessons = lessons_below(app.env, docname)
        if app.builder.format != "html" or not lessons:
            node.parent.remove(node)
            continue
        heads = [_("Lesson"), _("For whoever teaches"), _("Handouts")]
        rows = [_row(app, docname, lesson) for lesson in lessons]
        made = table(texts(heads), [*rows, _whole(app, docname, lessons[0])])
        made["classes"] += node["classes"]
        made["ids"] += node["ids"]
        node.replace_self(made)


def _row(app: Sphinx, page: str, lesson: Lesson) -> list[nodes.Node]:
    edition = beside(lesson.docname, INSTRUCTOR)
    base = beside(lesson.docname, HANDOUTS)
    teaching = [(edition, _("Instructor edition")), (f"{edition}/slides", _("Slides"))]
    handouts = [(f"{base}/lesson", _("The whole lesson"))]
    if any(found.kind == EXERCISE for found in lesson.activities):
        handouts = [
            (f"{base}/exercises", _("Exercises")),
            (f"{base}/solutions", _("Exercises with solutions")),
            *handouts,
        ]
    return [
        _links(app, page, [(lesson.docname, lesson.title)]),
        _links(app, page, teaching),
        _links(app, page, handouts),
    ]


def _whole(app: Sphinx, page: str, first: Lesson) -> list[nodes.Node]:
    """Return the row of the whole course."""
    return [
        nodes.paragraph("", _("The whole course")),
        _links(app, page, [(overview(first.docname, INSTRUCTOR), _("All instructor notes"))]),
        _links(app, page, [(overview(first.docname, HANDOUTS), _("All handouts"))]),
    ]


def _links(app: Sphinx, page: str, found: list[tuple[str, str]]) -> nodes.paragraph:
    line = nodes.paragraph()
    for name, words in found:
        if line.children:
            line += nodes.Text(" · ")
        uri = app.builder.get_relative_uri(page, name)
        line += nodes.reference("", "", nodes.Text(words), refuri=uri, internal=True)
    return line


def _register(app: Sphinx, config: Config) -> None:
    register_missing(app, {"teaching-material": TeachingMaterial})


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(teaching_material)
    app.connect("config-inited", _register, priority=900)
    app.connect("doctree-resolved", _fill)
