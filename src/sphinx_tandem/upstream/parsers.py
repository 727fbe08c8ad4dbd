"""What the engine leans on in docutils and MyST-Parser: how texts are read.

What works within Sphinx alone stands in :mod:`.myst_sphinx`: commands that read messages
would wait for half a second while it is imported.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

from docutils import languages, nodes
from docutils.languages import en
from docutils.parsers.rst import languages as rst_languages
from docutils.parsers.rst import roles, states
from docutils.utils import Reporter
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote.index import footnote_ref
from myst_parser.config import main as _config
from myst_parser.parsers import mdit as _mdit

# -- docutils ------------------------------------------------------------------------------------

#: Makes nodes of one role: gets the whole markup, the text in it, the role's name and the
#: line, and returns the nodes and what is to be reported.
Interpreter = Callable[[str, str, str, int], tuple[list[nodes.Node], list[nodes.system_message]]]


class InlineParser:
    """Parses inline markup of reStructuredText, and no blocks.

    docutils parses whole documents only; a directive in a text would run.  Its inliner
    does the rest alone, when it is given what the state machine would give it.

    :param interpret: gets docutils' own interpreter of roles and returns the one to use.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/states.py#L571
    """

    def __init__(self, settings: Any, interpret: Callable[[Interpreter], Interpreter]) -> None:
        # A subclass would miss the patterns of its class, so the one function is replaced
        # on an inliner that nobody else has.
        inliner: Any = states.Inliner()
        inliner.interpreted = interpret(inliner.interpreted)
        inliner.init_customizations(settings)
        self._inliner = inliner

    def parse(self, text: str, line: int, document: nodes.document) -> list[nodes.Node]:
        """Return the nodes of a text.

        :param line: the line that warnings name.
        :param document: the document to which the nodes belong for now.
        """
        paragraph = nodes.paragraph()
        document += paragraph
        code = document.settings.language_code
        memo = SimpleNamespace(
            document=document,
            reporter=document.reporter,
            language=languages.get_language(code, document.reporter),
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            inliner=self._inliner,
        )
        found: list[nodes.Node]
        found, _messages = self._inliner.parse(text, line, memo, paragraph)
        return found


def role_function(name: str) -> Any:
    """Return the function behind the name of a role, or ``None``; nothing is reported.

    docutils offers this to its parser only, which reports a name that nobody knows.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/roles.py#L105
    """
    quiet = Reporter("", Reporter.SEVERE_LEVEL + 1, Reporter.SEVERE_LEVEL + 1)
    language: Any = rst_languages.get_language("en")
    return roles.role(name, language, 0, quiet)[0]


def shows_text_only(function: object) -> bool:
    """Say whether a role, made by ``role`` or built in, puts its text in a node and no more.

    A role that a page makes of ``raw`` would publish HTML; docutils keeps what it was
    made of in ``base_role``.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/roles.py#L217
    """
    return getattr(function, "base_role", function) is not roles.raw_role


#: The classes of the roles that are no plain functions.
#: https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/roles.py#L200
ROLE_CLASSES = (roles.GenericRole, roles.CustomRole)


def language_words(code: str) -> Any:
    """Return docutils' words of a language: ``labels`` and ``bibliographic_fields``.

    The words are not documented, and no catalog holds them.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/languages/__init__.py#L92
    """
    return languages.get_language(code)


def add_language(code: str, translate: Callable[[str], str]) -> None:
    """Teach docutils a language, of which it translates the labels alone.

    It looks for a module of the language's name (``import_from_packages``), and takes one
    that is imported already.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/languages/__init__.py#L57
    """
    own: Any = ModuleType(f"{en.__package__}.{code}")
    own.labels = {name: translate(label) for name, label in en.labels.items()}
    own.bibliographic_fields = en.bibliographic_fields
    own.author_separators = en.author_separators
    sys.modules[own.__name__] = own


# -- MyST-Parser ---------------------------------------------------------------------------------

#: MyST's settings, as its parser takes them.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L186
MdParserConfig = _config.MdParserConfig


def create_md_parser(config: MdParserConfig, renderer: Callable[[MarkdownIt], Any]) -> MarkdownIt:
    """Return the Markdown parser that MyST sets up for its settings.

    Messages are read one by one, with the page's settings; the documented parsers read
    whole pages.  A footnote's mark is one in a message too, where its footnote is not: MyST
    sees to that since its version 4.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/parsers/mdit.py#L38
    """
    made = _mdit.create_md_parser(config, renderer)
    made.inline.ruler.at("footnote_ref", partial(footnote_ref, always_match=True))
    return made


def setting(config: object, name: str) -> Any:
    """Return a setting, be it one that Sphinx knows or one of an extension that is not set up.

    ``None`` where ``conf.py`` says nothing of it and Sphinx knows no default.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/config.py#L308
    """
    return getattr(config, name, getattr(config, "_raw_config", {}).get(name))


def myst_settings(config: object) -> MdParserConfig:
    """Return MyST's settings; one that is wrong is left out, for MyST to report."""
    found = MdParserConfig()
    for item in fields(MdParserConfig):
        value = setting(config, f"myst_{item.name}")
        if value is not None:
            with contextlib.suppress(TypeError, ValueError):
                found = found.copy(**{item.name: value})
    return found


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
