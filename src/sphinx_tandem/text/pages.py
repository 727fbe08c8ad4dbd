"""What the text of a page says about its messages: which are code, which are reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import Syntax
from .parse import definitions

#: How a page is written, by the ending of its file.
SYNTAXES = {
    ".md": Syntax.MYST,
    ".markdown": Syntax.MYST,
    ".ipynb": Syntax.MYST,
    ".rst": Syntax.RST,
    ".rest": Syntax.RST,
    ".txt": Syntax.RST,
    ".inc": Syntax.RST,
}
_FENCE = re.compile(r"^[ \t>]*(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>[^`\n]*)$")
_LIST_MARK = re.compile(r"^([ \t>]*)(?:[-*+]|\d+[.)])[ \t]+(?=[`~:]{3})")
_DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}")
_CODE_DIRECTIVES = frozenset(
    "code code-block code-cell graphviz literalinclude math mermaid parsed-literal prompt raw "
    "sourcecode".split()
)
_RST_DIRECTIVES = frozenset({"eval-rst"})
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(\\begin\{(\w+\*?)\}.+?\\end\{\3\})", re.DOTALL)
_OPTION = re.compile(r"^\s*:[\w-]+:(?:\s.*)?$")

_SURELY_RST = re.compile(
    r"(?<![\w:]):[A-Za-z][\w.+-]*(?::[A-Za-z][\w.+-]*)*:`[^`]+`|`[^`<]+\s<[^`>]+>`__?(?!\w)"
    r"|(?<![\w`])`[^`]+`__?(?!\w)|\[[#\w*]+\]_(?!\w)|(?<!\w)\|[^|\s][^|]*\|(?!\w)"
)
_SURELY_MYST = re.compile(
    r"\]\([^)\s]+\)|\{[\w:+-]+\}`[^`]+`|\[\^[^\]]+\]|(?<![`:}\w])`[^`<>]+`(?![`_:\w])|\{\{.+?\}\}"
    r"|\]\[[^\]]*\]|</?[a-z]+>"
)


def surely_rst(message: str) -> bool:
    """Say whether a message holds markup that only reStructuredText has."""
    return bool(_SURELY_RST.search(message)) and not _SURELY_MYST.search(message)


def surely_myst(message: str) -> bool:
    """Say whether a message holds markup that only Markdown has."""
    return bool(_SURELY_MYST.search(message)) and not _SURELY_RST.search(message)


@dataclass(frozen=True)
class Page:
    """What is known of one page, or of several that share a catalog.

    :param links: its link definitions, as Markdown.
    :param code: the texts of its blocks of code.
    :param formulas: the texts of its displayed formulas.
    :param rst: the texts of its parts in reStructuredText.
    """

    links: str = ""
    code: frozenset[str] = field(default=frozenset(), repr=False)
    formulas: frozenset[str] = field(default=frozenset(), repr=False)
    rst: tuple[str, ...] = field(default=(), repr=False)

    def is_code(self, message: str) -> bool:
        """Say whether a message is a block of code or a displayed formula."""
        folded = _folded(message)
        return folded in self.code or folded in self.formulas

    def is_formula(self, message: str) -> bool:
        """Say whether a message is a displayed formula."""
        return _folded(message) in self.formulas

    def is_rst(self, message: str) -> bool:
        """Say whether a message stands in a part in reStructuredText."""
        folded = _folded(message)
        return any(folded in part for part in self.rst)


def read_page(source: str) -> Page:
    """Read the text of a page in MyST."""
    formulas = {_folded(found[0] or found[1]) for found in _FORMULA.findall(source)}
    code: set[str] = set()
    rst: list[str] = []
    if "```" in source or "~~~" in source or ":::" in source:
        for name, text in _blocks(source.splitlines()):
            if name in _RST_DIRECTIVES:
                rst.append(_folded(text))
            else:
                (formulas if name == "math" else code).add(_folded(text))
    return Page(definitions(source), frozenset(code), frozenset(formulas), tuple(rst))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the blocks whose content is not Markdown, each with the name of its directive."""
    opened: list[str] = []  # the marks of directives that hold Markdown
    marks = name = ""  # of the block that is being read
    content: list[str] = []
    for line in lines:
        found = _FENCE.match(_LIST_MARK.sub(r"\1", line))
        if marks:
            if found and not found["info"] and found["marks"].startswith(marks):
                yield name, "\n".join(_without_options(content) if name else content)
                marks = ""
            else:
                content.append(line)
        elif found and not found["info"] and opened and found["marks"].startswith(opened[-1]):
            opened.pop()
        elif found:
            directive = _DIRECTIVE.match(found["info"])
            name = directive["name"] if directive else ""
            if (
                name in _CODE_DIRECTIVES
                or name in _RST_DIRECTIVES
                or (directive is None and found["marks"][0] != ":")
            ):
                marks, content = found["marks"], []
            elif found["info"]:
                opened.append(found["marks"])


def _without_options(content: list[str]) -> list[str]:
    start = 0
    while start < len(content) and (_OPTION.match(content[start]) or not content[start].strip()):
        start += 1
    return content[start:]
