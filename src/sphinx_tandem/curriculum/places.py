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

    The name ``index`` belongs to the overview:

    >>> beside("training/index", "instructor")
    'training/instructor/home'
    """
    top, slash, rest = docname.partition("/")
    if not slash:
        return f"{folder}/{_below(docname)}"
    return f"{top}/{folder}/{_below(rest)}"


def _below(name: str) -> str:
    return "home" if name == "index" else name


def overview(docname: str, folder: str) -> str:
    """Return the name of the page that lists what is made of a lesson and those beside it.

    >>> overview("training/hub/access", "instructor")
    'training/instructor/index'
    >>> overview("access", "instructor")
    'instructor/index'
    """
    top, slash, _rest = docname.partition("/")
    return f"{top}/{folder}/index" if slash else f"{folder}/index"
