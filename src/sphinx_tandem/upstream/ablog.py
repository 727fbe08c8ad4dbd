"""What the engine leans on in ablog.

A module of its own, though short: each package that we lean on has one.  ablog need not
be installed, so its nodes are known by the names of their classes.
"""

from __future__ import annotations

from docutils import nodes

#: Attributes of its nodes that hold words; no event offers them to translators.
#: https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L146
WORD_ATTRIBUTES = ("expand",)


def post_title(node: nodes.Element) -> str:
    """Return the title in a ``post`` directive, or ``""``.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L44
    """
    title = node.get("title") if type(node).__name__ == "PostNode" and node.line else None
    return title if isinstance(title, str) else ""


def list_template(node: nodes.Element) -> str:
    """Return the template of a list of posts, or ``""``.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L50
    """
    return str(node.get("format", "")) if type(node).__name__ == "PostList" else ""
