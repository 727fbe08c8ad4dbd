"""What the engine leans on in docutils and MyST-Parser: how texts are read.

What works within Sphinx alone is in :mod:`.myst_sphinx`: commands that read messages
would wait for half a second while it is imported.
"""

from __future__ import annotations

import contextlib
import inspect
import re
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields
from functools import cache, lru_cache, partial
from types import ModuleType, SimpleNamespace
from typing import Any

import yaml
from docutils import languages, nodes
from docutils.languages import en
from docutils.parsers.rst import directives, roles, states
from docutils.parsers.rst import languages as rst_languages
from docutils.parsers.rst.languages import en as directives_in_english
from docutils.utils import Reporter
from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote.index import footnote_ref
from myst_parser.config import main as _config
from myst_parser.parsers import mdit as _mdit

from . import yaml_loader

# -- docutils ------------------------------------------------------------------------------------

#: Makes nodes of one role: gets the whole markup, the text in it, the role's name and the
#: line, and returns the nodes and what is to be reported.
Interpreter = Callable[[str, str, str, int], tuple[list[nodes.Node], list[nodes.system_message]]]


class InlineParser:
    """Parses inline markup of reStructuredText, and no blocks.

    docutils parses whole documents only; a directive in a text would run.  Its inliner
    does the rest alone, when it is given what the state machine would give it.

    :param interpret: gets docutils' own interpreter of roles and returns the one to use.
    :param letters: the letters that marks may touch, as the inside of a character class.
        docutils has a setting for that (``character_level_inline_markup``), with which
        any letter may touch a mark: ``snake_case`` would be a reference to ``snake``.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/states.py#L571
    """

    def __init__(
        self, settings: Any, interpret: Callable[[Interpreter], Interpreter], letters: str = ""
    ) -> None:
        # A subclass would miss the patterns of its class, so the one function is replaced
        # on an inliner that nobody else has.
        inliner: Any = states.Inliner()
        inliner.interpreted = interpret(inliner.interpreted)
        inliner.init_customizations(settings)
        if letters:
            _let_touch(inliner, letters)
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


def _let_touch(inliner: Any, letters: str) -> None:
    """Let marks touch some letters; a reference that is a mere name (``name_``) may not.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/states.py#L582
    """
    if not inliner.end_string_suffix:
        return  # the site has docutils' own setting
    before, after = vars(inliner.patterns).copy(), _touching_patterns(letters)
    vars(inliner.patterns).update(after)
    renewed = {pattern: after[name] for name, pattern in before.items()}
    inliner.implicit_dispatch = [(renewed[one], act) for one, act in inliner.implicit_dispatch]


@cache
def _touching_patterns(letters: str) -> dict[str, re.Pattern[str]]:
    """Return docutils' patterns with some letters before and behind marks.

    Each pattern says in one place what may precede and follow a mark.
    """
    inliner: Any = states.Inliner()
    inliner.init_customizations(SimpleNamespace(pep_references=None, rfc_references=None))
    before, after = inliner.start_string_prefix, inliner.end_string_suffix
    # The next mark may follow at once, where it or what is marked begins or ends with a letter.
    behind = rf"(?=[*`|]{{0,2}}[{letters}])|(?:(?<=[{letters}]\*)|(?<=[{letters}]\*\*))(?=``)"
    found = {}
    for name, pattern in vars(inliner.patterns).items():
        end = rf"(?<=\]_)(?=[{letters}])" if name == "initial" else behind
        text = pattern.pattern.replace(before, f"(?:{before}|(?<=[{letters}]))")
        found[name] = re.compile(text.replace(after, f"(?:{after}|{end})"), pattern.flags)
    return found


def role_function(name: str) -> Any:
    """Return the function behind the name of a role, or ``None``; nothing is reported.

    docutils offers this to its parser only, which reports a name that nobody knows.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/roles.py#L105
    """
    quiet = Reporter("", Reporter.SEVERE_LEVEL + 1, Reporter.SEVERE_LEVEL + 1)
    language: Any = rst_languages.get_language("en")
    return roles.role(name, language, 0, quiet)[0]


def registered_directive(name: str) -> Any:
    """Return the class of a directive, ``None`` where nobody registered that name.

    docutils offers directives to its parser only, by a function that registers its own.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/directives/__init__.py#L79
    """
    registered: dict[str, Any] = directives._directives  # type: ignore[attr-defined]
    return registered.get(name)


def directive_module(name: str) -> str:
    """Return the module that defines a directive, ``""`` where nobody registered that name."""
    return str(getattr(registered_directive(name), "__module__", ""))


def directive_names() -> set[str]:
    """Return the names of the directives that a page may use, those of docutils included."""
    registered: dict[str, Any] = directives._directives  # type: ignore[attr-defined]
    return {*registered, *directives_in_english.directives}


def base_role(function: object) -> object:
    """Return of what a role is made that a page makes with ``role``; any other is its own base.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/roles.py#L217
    """
    while isinstance(function, roles.CustomRole):
        function = function.base_role
    return function


def shows_text_only(function: object) -> bool:
    """Say whether a role puts its text in a node and does no more, whatever the text is.

    One that a page makes of ``raw`` would publish HTML, and one of ``download`` a file.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/parsers/rst/roles.py#L200
    """
    base = base_role(function)
    plain = (roles.generic_custom_role, roles.code_role, roles.math_role)
    return isinstance(base, roles.GenericRole) or base in plain


def language_words(code: str) -> Any:
    """Return docutils' words of a language: ``labels`` and ``bibliographic_fields``.

    The words are not documented, and no catalog contains them.

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


# What only says that formulas have lines of their own; docutils knows the lines.
_AROUND = re.compile(
    r"\s*\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray)\*?)\}"
    r"(?P<body>.*)\\end\{(?P=name)\}\s*",
    re.DOTALL,
)
_BETWEEN = re.compile(r"\n[ \t]*\n")


def mathml(code: str, *, as_block: bool) -> str | None:
    """Return a formula as MathML, or ``None`` where docutils cannot convert it.

    Its HTML writer makes MathML of every formula or of none, and Sphinx's makes none.

    :param code: the formula, in TeX.
    :param as_block: whether it has lines of its own.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/utils/math/latex2mathml.py#L1150
    """
    # Its tables of signs take longer to load than everything else here.
    from docutils.utils.math import latex2mathml, unichar2tex  # noqa: PLC0415

    block = {}
    if as_block:
        # How docutils is asked for a block: since 0.21, and before.
        known = inspect.signature(latex2mathml.tex2mathml).parameters
        block = {"as_block": True} if "as_block" in known else {"inline": False}
        around = _AROUND.fullmatch(code)
        code = around["body"] if around else code
        # Sphinx parts the formulas of one block by an empty line.
        code = r" \\ ".join(part for part in _BETWEEN.split(code.strip()) if part.strip())
    code = code.translate(unichar2tex.uni2tex_table)
    try:
        return str(latex2mathml.tex2mathml(code, **block))
    except Exception:  # it meets bad TeX with errors of many kinds, such as IndexError
        return None


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


class _TouchingState(StateInline):
    """Knows letters beside which a mark of emphasis needs neither a space nor a sign.

    The rule is that of the proposal "CommonMark CJK-friendly Amendments", 6.2, with
    *letters* for its CJK characters.  It differs from CommonMark's only where one of them
    is beside the mark, and punctuation on its other side.

    https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
    https://github.com/executablebooks/markdown-it-py/blob/v4.3.0/markdown_it/rules_inline/state_inline.py#L194
    """

    letters: re.Pattern[str]

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Say whether the marks that begin at *start* can open and close an emphasis."""
        found = super().scanDelims(start, canSplitWord)
        last = self.src[start - 1] if start > 0 else " "
        behind = start + found.length
        following = self.src[behind] if behind < self.posMax else " "
        if "\ufe00" <= last <= "\ufe0e" and start > 1:  # how the character before it looks
            is_wide = last == "\ufe01" and self.src[start - 2] in "‘’“”"
            last = "。" if is_wide else self.src[start - 2]
        touches = self.letters.match(last) or self.letters.match(following)
        if not touches:
            return found
        was_space, is_space = (isWhiteSpace(ord(one)) for one in (last, following))
        was_sign, is_sign = (_is_punctuation(one) for one in (last, following))
        # Beside a letter that may be touched, a sign on the other side is no hindrance.
        can_open = not is_space and (canSplitWord or was_space or was_sign)
        can_close = not was_space and (canSplitWord or is_space or is_sign)
        return Scanned(can_open, can_close, found.length)


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


class _TouchingInline(ParserInline):
    """Parses inline text with :class:`_TouchingState`, which markdown-it lets nobody choose.

    https://github.com/executablebooks/markdown-it-py/blob/v4.3.0/markdown_it/parser_inline.py#L211
    """

    state: type[StateInline]

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Return the tokens of a text."""
        state = self.state(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def let_emphasis_touch(parser: MarkdownIt, letters: str) -> None:
    """Let the marks of emphasis touch some letters, whatever is on their other side.

    :param letters: the inside of a character class.
    """
    inline = _TouchingInline()
    vars(inline).update(vars(parser.inline))
    found = {"letters": re.compile(f"[{letters}]")}
    inline.state = type("State", (_TouchingState,), found)
    parser.inline = inline


def setting(config: object, name: str) -> Any:
    """Return a setting, also one of an extension that is not set up.

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


@cache
def mend_yaml() -> None:
    """Let PyYAML read a long text fast and once, and say which value it can make nothing of.

    MyST reads the top of a page by ``safe_load``, twice, and nobody can give it a loader.  Where
    a value is not what its tag says, functions of PyYAML end in errors of Python, and an integer
    of 6,000 hexadecimal digits fails where it is written.

    https://github.com/yaml/pyyaml/blob/6.0.4/lib/yaml/__init__.py#L117
    https://github.com/yaml/pyyaml/blob/6.0.4/lib/yaml/constructor.py#L233
    """
    whole: Any = yaml.safe_load

    @lru_cache(maxsize=1)
    def load_long(text: str) -> Any:
        return yaml.load(text, yaml_loader(text))  # noqa: S506  # each is safe

    def safe_load(stream: Any) -> Any:
        is_long = isinstance(stream, str) and yaml_loader(stream) is not yaml.SafeLoader
        return deepcopy(load_long(stream)) if is_long else whole(stream)

    yaml.safe_load = safe_load
    for tag in ("bool", "int", "float", "timestamp", "binary"):
        name = f"tag:yaml.org,2002:{tag}"
        for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            loader.add_constructor(name, _refusing(loader.yaml_constructors[name], tag))


def _refusing(construct: Callable[[Any, Any], Any], tag: str) -> Callable[[Any, Any], Any]:
    """Return a constructor whose errors are those of YAML, with a place."""

    def refusing(loader: Any, node: yaml.Node) -> Any:
        try:
            value = construct(loader, node)
            str(value)
        except (ArithmeticError, AttributeError, LookupError, ValueError) as error:
            shown = str(node.value)[:40]
            raise yaml.constructor.ConstructorError(
                None, None, f"{shown!r} cannot be read as {tag}", node.start_mark
            ) from error
        return value

    return refusing


def front_matter(source: str) -> dict[str, Any]:
    """Return the front matter of a page; nothing where there is none, or a broken one.

    MyST reads it again for each page, and hands on only what it shows.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L626
    """
    mend_yaml()
    try:
        return _config.read_topmatter(source) or {}
    except _config.TopmatterReadError:  # MyST reports it
        return {}


def front_matter_error(source: str) -> tuple[int, str]:
    """Return the line of what keeps a page's front matter from being read, and a clause on it.

    The line is 0 where nothing does, or nobody can say where.
    """
    mend_yaml()
    try:
        _config.read_topmatter(source)
    except _config.TopmatterReadError as error:
        cause = error.__cause__
        mark = getattr(cause, "problem_mark", None) or getattr(cause, "context_mark", None)
        said = getattr(cause, "problem", None)
        return (mark.line + 2, said) if mark and said else (0, "")
    return 0, ""


def page_config(config: _config.MdParserConfig, source: str) -> _config.MdParserConfig:
    """Return MyST's settings for a page: those of the site and of its front matter.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L545
    """
    found = front_matter(source)
    return _config.merge_file_level(config, found, lambda *_: None) if found else config
