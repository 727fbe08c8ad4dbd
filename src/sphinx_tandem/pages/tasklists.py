"""Task lists: the box of an item is labelled by the item's text.

MyST puts the box before the text, as raw HTML, and a translation of the text
would replace both.  So the box is taken out before Sphinx translates, and put
back, inside a label, afterwards::

    list_item
      paragraph
        raw  <label><input type="checkbox">
        ...text...
        raw  </label>
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..upstream.myst_sphinx import TASK_BOX

_KEPT = "tandem_task_box"


class KeepBoxes(SphinxTransform):
    """Take the boxes out of the text before it is translated."""

    default_priority = 15  # before sphinx.transforms.i18n.Locale, at 20

    def apply(self, **kwargs: Any) -> None:
        """Keep each box on its list item."""
        for item in self.document.findall(nodes.list_item):
            text = item[0] if item.children else None
            if not isinstance(text, nodes.paragraph) or not text.children:
                continue
            box = text[0]
            if isinstance(box, nodes.raw) and TASK_BOX in box.astext():
                text.remove(box)
                item[_KEPT] = box.astext()


class LabelBoxes(SphinxTransform):
    """Put the boxes back, each inside a label with its text."""

    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Wrap the text of each list item that had a box."""
        for item in self.document.findall(nodes.list_item):
            box = item.attributes.pop(_KEPT, None)
            if box is None:
                continue
            text = item[0]
            if isinstance(text, nodes.paragraph):
                text.insert(0, nodes.raw("", f"<label>{box}", format="html"))
                text.append(nodes.raw("", "</label>", format="html"))
