"""What the engine leans on in MyST-Parser within Sphinx: its renderer, what it keeps, directives."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import wraps
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils import base as _base
from myst_parser.mdit_to_docutils import sphinx_ as _sphinx
from myst_parser.mocking import MockIncludeDirective
from myst_parser.mocking import MockState as _MockState
from myst_parser.parsers.sphinx_ import MystParser as _MystParser
from myst_parser.sphinx_ext.main import setup_sphinx
from myst_parser.warnings_ import MystWarnings as _MystWarnings
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .parsers import MdParserConfig, mend_yaml

#: What makes nodes of tokens.  A message has a renderer of its own, so that warnings name
#: the catalog and substitutions pass the guard; MyST lets nobody choose one.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mdit_to_docutils/sphinx_.py#L29
SphinxRenderer = _sphinx.SphinxRenderer

#: The kinds of MyST's warnings, which its renderer hands to ``create_warning``.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/warnings_.py#L11
MystWarnings = _MystWarnings

#: Where a substitution is a directive, MyST renders it as a block, and so must we leave it.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mdit_to_docutils/base.py#L90
DIRECTIVE_START = _base.REGEX_DIRECTIVE_START


#: What the box of a task list is known by in the raw HTML that MyST makes of it.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mdit_to_docutils/base.py#L579
TASK_BOX = "task-list-item-checkbox"


def set_up(app: Sphinx) -> None:
    """Set up MyST, unless an extension that builds on it has done so or will.

    MyST-NB, which Jupyter Book brings, has a parser of its own for Markdown, and cannot be
    set up beside MyST-Parser; where it comes after us, it is set up now.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/sphinx_ext/main.py#L17
    """
    mend_yaml()
    if "myst_nb" in app.config.extensions:
        app.setup_extension("myst_nb")
    if "myst_enable_extensions" in app.config:
        return
    if ".md" in app.registry.source_suffix:
        setup_sphinx(app)  # its settings; the pages stay with whoever reads them
    else:
        app.setup_extension("myst_parser")


def is_markdown(env: BuildEnvironment) -> bool:
    """Say whether the page that is being read is in Markdown.

    Whatever builds on MyST (a notebook) has a parser of MyST's class.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/parsers/sphinx_.py#L31
    """
    return isinstance(env.parser, _MystParser)


def is_myst(state: object) -> bool:
    """Say whether MyST runs a directive, of whose state it makes a stand-in.

    A page in Markdown may hold reStructuredText, whose directives docutils runs.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mocking.py#L132
    """
    return isinstance(state, _MockState)


def site_config(env: BuildEnvironment) -> MdParserConfig:
    """Return MyST's settings for a site, which it keeps in the environment.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/sphinx_ext/main.py#L97
    """
    config: MdParserConfig = env.myst_config  # type: ignore[attr-defined]  # MyST sets it
    return config


def render_inline(
    renderer: _sphinx.SphinxRenderer,
    tokens: list[Token],
    paragraph: nodes.paragraph,
    document: nodes.document,
    line: int,
) -> None:
    """Make nodes of the tokens of one text, within a paragraph.

    A renderer is made for one page (``setup_render``).  It keeps the place where it writes
    in attributes, which are put back: a substitution is rendered in the middle of another message.

    :param document: the document that takes what a node notes.
    :param line: the line of the text, counted from 1.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mdit_to_docutils/base.py#L163
    """
    names = ("document", "reporter", "current_node")
    before = {name: getattr(renderer, name) for name in names}
    renderer.document, renderer.reporter = document, document.reporter
    renderer.current_node = paragraph
    text = Token("inline", "", 0, children=tokens, map=[line, line])
    for token in tokens:
        token.map = text.map
    renderer.render_children(SyntaxTreeNode([text]))
    for name, value in before.items():
        setattr(renderer, name, value)


def keep_slugs(env: BuildEnvironment, ids: Container[str]) -> None:
    """Keep of the headings to which links find their way those that the page still has.

    :param ids: the ids of the page that is being read.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mdit_to_docutils/base.py#L276
    """
    slugs = env.metadata[env.docname].get("myst_slugs", {})
    for slug, (_line, node_id, _text) in list(slugs.items()):
        if node_id not in ids:
            del slugs[slug]


def translate_slugs(
    env: BuildEnvironment, document: nodes.document, titles: dict[str, str]
) -> None:
    """Give the headings' translations to links that show their target's heading.

    MyST notes the text of each heading when it parses it, before translation.

    :param titles: the text of each heading, by its id.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mdit_to_docutils/base.py#L274
    """
    slugs = getattr(document, "myst_slugs", None) or {}
    for slug, (line, node_id, text) in list(slugs.items()):
        slugs[slug] = (line, node_id, titles.get(node_id, text))
    if slugs:
        env.metadata[env.docname]["myst_slugs"] = slugs


# -- Directives ----------------------------------------------------------------------------------

#: Takes a directive that is about to run; returns what is shown instead of it, or ``None``.
Refuse = Callable[[Any], list[nodes.Node] | None]
_ASKED: list[Refuse] = []


def ask_before_directives(refuse: Refuse) -> None:
    """Ask this before any directive runs, whichever parser and extension it comes from.

    This replaces a function of another package, because nothing public is between a parser and a
    directive.  Sphinx's ``CustomReSTDispatcher`` does not see the directives of domains, and MyST
    runs its own ``include`` whatever class is registered; nobody can list the directives that
    docutils and extensions load later.  All share one constructor, but for that ``include``.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/__init__.py#L320
    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/mocking.py#L493
    """
    if not _ASKED:
        kinds: tuple[Any, ...] = (Directive, MockIncludeDirective)
        for kind in kinds:
            kind.__init__ = _asking(kind.__init__)
    _ASKED[:] = [refuse]


def _asking(original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def asking(self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        if (found := _ASKED[0](self)) is not None:
            self.run = lambda: found

    return asking
