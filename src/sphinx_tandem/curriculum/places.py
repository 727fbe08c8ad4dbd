"""Where the pages that are made of a lesson stand: beside the course, in a folder of their own."""

from __future__ import annotations

INSTRUCTOR = "instructor"
HANDOUTS = "handouts"


def beside(docname: str, folder: str) -> str:
    """Return the name of a page made of another one.

    >>> beside("training/hub/access", "instructor")
    'training/instructor/hub/access'
    >>> beside("access", "instructor")
    'instructor/access'
    """
    top, slash, rest = docname.partition("/")
    return f"{top}/{folder}/{rest}" if slash else f"{folder}/{docname}"


def overview(docname: str, folder: str) -> str:
    """Return the name of the page that lists what is made of a lesson and those beside it.

    >>> overview("training/hub/access", "instructor")
    'training/instructor/index'
    """
    return beside(f"{docname.partition('/')[0]}/index" if "/" in docname else "index", folder)
