"""What the engine leans on in MyST-Parser beyond its documented interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.config import main as _config
from myst_parser.mdit_to_docutils import base as _base
from myst_parser.mdit_to_docutils import sphinx_ as _sphinx
from myst_parser.parsers import mdit as _mdit
from myst_parser.parsers.sphinx_ import MystParser as _MystParser
from myst_parser.warnings_ import MystWarnings as _MystWarnings

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: MyST's settings, as its parser takes them.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L186
MdParserConfig = _config.MdParserConfig

#: The Markdown parser that MyST sets up for its settings.  Messages are read one by one,
#: with the page's settings; the documented parsers read whole pages.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/parsers/mdit.py#L38
create_md_parser = _mdit.create_md_parser

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


def is_markdown(env: BuildEnvironment) -> bool:
    """Say whether the page that is being read is in Markdown.

    Whatever builds on MyST (a notebook) has a parser of MyST's class.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/parsers/sphinx_.py#L31
    """
    return isinstance(env.parser, _MystParser)


def site_config(env: BuildEnvironment) -> _config.MdParserConfig:
    """Return MyST's settings for a site, which it keeps in the environment.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/sphinx_ext/main.py#L97
    """
    config: _config.MdParserConfig = env.myst_config  # type: ignore[attr-defined]  # MyST sets it
    return config


def front_matter(source: str) -> dict[str, Any]:
    """Return the front matter of a page; nothing where there is none, or a broken one.

    MyST reads it again for each page, and hands on only what it shows.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L626
    """
    try:
        return _config.read_topmatter(source) or {}
    except _config.TopmatterReadError:  # MyST reports it
        return {}


def page_config(config: _config.MdParserConfig, source: str) -> _config.MdParserConfig:
    """Return MyST's settings for a page: those of the site and of its front matter.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L545
    """
    found = front_matter(source)
    return _config.merge_file_level(config, found, lambda *_: None) if found else config


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
        env.metadata[env.current_document.docname]["myst_slugs"] = slugs
