"""Takes out of the front matter what ablog would stumble over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .front_matter import Field, is_true, read_front_matter
from .upstream import PostDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_NUMBERS = ("image", "excerpt")
_FLAGS = ("exclude", "nocomments")


def fields_of(env: BuildEnvironment, docname: str) -> dict[str, Field]:
    """Return the front matter of a page, as its file has it."""
    return read_front_matter(Path(env.doc2path(docname)).read_text("utf-8-sig", errors="replace"))


class MendFields(SphinxTransform):
    """Mends the fields of a post that ablog reads as options of its directive.

    It raises an error on ``image: photo.png`` and on ``nocomments: true``
    (``CheckFrontMatter.apply`` in ``ablog/post.py``).
    """

    default_priority = 790  # ablog's own transform has 800

    def apply(self, **kwargs: Any) -> None:
        """Look at the fields of a page that is a post."""
        docname = self.env.current_document.docname
        for info in list(self.document.findall(nodes.docinfo)):
            fields = {field[0].astext(): field for field in info.findall(nodes.field)}
            if "blogpost" in fields or docname in self.config.matched_blog_posts:
                for name, field in fields.items():
                    if name in PostDirective.option_spec:
                        self._mend(name, field)

    def _mend(self, name: str, field: nodes.field) -> None:
        value = field[1].astext().strip()
        if name in _NUMBERS and not value.isdecimal():
            self._warn(name, value)
            field.parent.remove(field)
        elif name in _FLAGS and is_true(Field((value,), False, 1)):
            field.replace(field[1], nodes.field_body())
        elif name in _FLAGS:
            field.parent.remove(field)

    def _warn(self, name: str, value: str) -> None:
        docname = self.env.current_document.docname
        fields = fields_of(self.env, docname)
        logger.warning(
            "'%s: %s' is not a number, so it is left out. Write which image, or how many "
            "paragraphs, the summary of the post shows, such as '%s: 1'.",
            name,
            value,
            name,
            location=(docname, fields[name].line if name in fields else 1),
            type="blog",
            subtype=name,
        )


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(MendFields)
