"""What the engine leans on in docutils and MyST-Parser to ask before a directive runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from myst_parser.mocking import MockIncludeDirective

#: Takes a directive that is about to run; returns what stands in its place, or ``None``.
Refuse = Callable[[Any], list[nodes.Node] | None]
_ASKED: list[Refuse] = []


def ask_before_directives(refuse: Refuse) -> None:
    """Ask this before any directive runs, whichever parser and extension it comes from.

    Nothing public stands between a parser and a directive.  All directives share one
    constructor but MyST's ``include``, which reads the file by itself.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/__init__.py#L320
    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mocking.py#L493
    """
    if not _ASKED:
        kinds: tuple[Any, ...] = (Directive, MockIncludeDirective)
        for kind in kinds:
            kind.__init__ = _asking(kind.__init__)
    _ASKED[:] = [refuse]


def _asking(original: Callable[..., None]) -> Callable[..., None]:
    def asking(self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        if (found := _ASKED[0](self)) is not None:
            self.run = lambda: found

    return asking
