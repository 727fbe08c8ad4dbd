"""What the text in a role is: words, code, or a target with or without a title."""

from __future__ import annotations

import re

#: Roles whose whole text readers read as words.
WORD_ROLES = frozenset(
    [
        "abbr",
        "abbreviation",
        "ac",
        "button",
        "del",
        "dfn",
        "emphasis",
        "guilabel",
        "index",
        "menuselection",
        "newsgroup",
        "strong",
        "sub",
        "subscript",
        "sup",
        "superscript",
        "t",
        "title",
        "title-reference",
    ]
)
#: Roles whose text is code, a name of a thing of the machine, or a formula.
CODE_ROLES = frozenset(
    [
        "code",
        "command",
        "docutils",
        "eq",
        "file",
        "kbd",
        "literal",
        "mailheader",
        "makevar",
        "manpage",
        "math",
        "mimetype",
        "program",
        "raw",
        "regexp",
        "samp",
    ]
)
_TITLED = re.compile(r"(?P<title>.*?)(?P<target>\s*<[^<>]*>)", re.DOTALL)


def local_name(name: str) -> str:
    """Return the name of a role without its domain.

    >>> local_name("py:func")
    'func'
    """
    return name.rsplit(":", 1)[-1]


def is_words(name: str) -> bool:
    """Say whether the whole text of a role is words."""
    local = local_name(name)
    badge = local.startswith("bdg") and "link" not in local and "ref" not in local
    return local in WORD_ROLES or badge


def is_code(name: str) -> bool:
    """Say whether the text of a role is code."""
    return local_name(name) in CODE_ROLES


def split(content: str) -> tuple[str, str]:
    """Return the title and the target in the text of a role; the title may be ``""``.

    >>> split("the hub <hub>"), split("hub")
    (('the hub', 'hub'), ('', 'hub'))
    """
    found = _TITLED.fullmatch(content)
    if found is None:
        return "", content
    return found["title"].strip(), found["target"].strip()[1:-1]


def words_end(name: str, content: str) -> int:
    """Return how many characters of a role's text, from its start, are prose."""
    if is_words(name):
        return len(content)
    if is_code(name):
        return 0
    found = _TITLED.fullmatch(content.rstrip())
    return len(found["title"]) if found else 0
