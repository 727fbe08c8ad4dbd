"""What may be in a translated message: text, and otherwise only what is in its English.

A catalog is written by many hands and reviewed less than code.  So a translation is
compared with its English, and whatever could run, fetch, include or publish something
that is not in the English is turned back into the characters that are in the
catalog: among the tokens of a message in Markdown, among the nodes of one in
reStructuredText, and in a text that is used as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from docutils import nodes
from markdown_it.token import Token
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging

from ..checks import Problem
from ..text.contents import Contents, scheme
from ..text.html import TAG_START, TYPED_TAG, Tag, balanced, read_tag
from ..text.masking import as_words, macros
from ..text.parse import TARGET_ATTRIBUTES, add_node
from ..upstream import parsers
from .passages import with_parents

logger = logging.getLogger(__name__)


def warn(message: str, *values: str, subtype: str, location: str) -> None:
    """Warn about an entry, at its place.

    :param location: the entry, as warnings name it.
    """
    logger.warning(message, *values, type="translation", subtype=subtype, location=location)


def report_refused(refused: list[str], location: str) -> None:
    """Warn about each part of a translation that is shown as plain text."""
    for text in refused:
        warn(
            "the translation adds %r, which is not in the English. "
            "It is shown as plain text. Take it out, or write it as the English does.",
            text,
            subtype="not-in-source",
            location=location,
        )


def report_problems(problems: Iterable[Problem], location: str) -> None:
    """Warn about what is wrong with an entry that readers do not see."""
    for problem in problems:
        subtype = problem.code.removeprefix("translation-")
        warn("%s", problem.message, subtype=subtype, location=location)


# -- Roles ---------------------------------------------------------------------------------------

# Roles that only name, link within the site, or change the look of their text.
_TEXT_ROLES = frozenset(
    "abbr abbreviation ac any code command dfn doc emphasis envvar eq file guilabel kbd keyword "
    "literal mailheader makevar math menuselection mimetype newsgroup numref option program ref "
    "regexp samp strong sub subscript sup superscript term title title-reference".split()
)
# Roles that a translation may bring with other words where the English has one.
_ROLES_WITH_WORDS = frozenset({"index"})
# A badge of sphinx-design is text, unless it links. Its icon roles are not in the
# list: what they are given is written into the page's HTML as it stands.
_BADGE = re.compile(r"^bdg-(?!(?:link|ref)(?:-|$))")
_ROLE_TARGET = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]*)>$", re.DOTALL)


@dataclass
class RoleGuard:
    """Says which roles a translation may hold.

    :param shown: what the page shows of the English, if it is known.
    """

    english: Contents
    env: BuildEnvironment
    shown: nodes.Element | None = None

    def allows(self, name: str, content: str) -> bool:
        """Say whether a translation may contain a role with this content."""
        contents = self.english.contents_of(name)
        if not macros(content) <= self.english.macros:
            return False
        if self._is_text(name):
            return True
        if content in contents or (contents and name in _ROLES_WITH_WORDS):
            return True
        found = _ROLE_TARGET.match(content)
        targets = {m["target"] for c in contents if (m := _ROLE_TARGET.match(c))}
        return bool(found and found["target"] in targets)

    def _is_text(self, name: str) -> bool:
        local = name.rsplit(":", 1)[-1]
        if name.startswith("external"):  # another site's objects; looking one up warns
            return False
        function = self._function(name)
        if function is None and local != name:
            return False
        if local.startswith("bdg-"):
            return bool(_BADGE.match(local))
        base = parsers.base_role(function)
        if isinstance(base, XRefRole):
            return base.nodeclass in (None, addnodes.pending_xref)
        if parsers.shows_text_only(base) or (base is function and local in _TEXT_ROLES):
            return True
        return function is not None and self._shows_words(name)

    def _shows_words(self, name: str) -> bool:
        """Say whether an extension's role showed nothing but the words that it was given.

        What it made of the English tells: its text, and neither a link nor HTML.
        """
        if self.shown is None or not self.english.contents_of(name):
            return False
        found = [_elements_of(self.shown, text) for text in self.english.contents_of(name)]
        return all(found) and not any(_makes_more(one) for held in found for one in held)

    def _function(self, name: str) -> object:
        """Return the function behind a role's name, or ``None``; nothing is reported.

        Sphinx wraps the roles of domains; here they are needed as they are.
        """
        domain, _, local = name.rpartition(":")
        domains = self.env.domains
        if domain:
            return domains[domain].roles.get(local) if domain in domains else None
        for found in (self.env.temp_data.get("default_domain"), domains["std"]):
            if found is not None and name in found.roles:
                return found.roles[name]
        return parsers.role_function(name)


# What makes more of a text than words, and the attributes that say where it leads.
_NO_WORDS = (
    nodes.reference,
    nodes.raw,
    nodes.image,
    nodes.problematic,
    nodes.pending,
    addnodes.pending_xref,
    addnodes.download_reference,
)
_LEADING = frozenset("refuri refid refname reftarget uri".split())


def _elements_of(shown: nodes.Element, text: str) -> list[nodes.Node]:
    """Return the elements that show a text, with what is in and around them."""
    words = " ".join(text.split())
    found = [
        element
        for element in shown.findall(nodes.Element)
        if element is not shown and " ".join(element.astext().split()) == words
    ]
    inside = (inner for element in found for inner in element.findall(nodes.Element))
    around = (
        outer
        for element in found
        for outer in takewhile(lambda one: one is not shown, with_parents(element.parent))
    )
    return [*inside, *around]


def _makes_more(node: nodes.Node) -> bool:
    return isinstance(node, _NO_WORDS) or bool(_LEADING & getattr(node, "attributes", {}).keys())


# -- Tokens of a message in Markdown -------------------------------------------------------------

_LANGUAGE = re.compile(r"language-[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass
class TokenGuard:
    """Lets the tokens of a translation have only what is in its English.

    :param is_safe: says of the path of a link that the English lacks whether it leads to
        a page, or nowhere.
    :param targets: what a link may lead to beside the targets of the English.
    :param refused: what was turned into text.
    """

    english: Contents
    roles: RoleGuard
    is_safe: Callable[[str], bool]
    targets: frozenset[str] = frozenset()
    refused: list[str] = field(default_factory=list)

    def clean(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens of a translation with all that the English lacks turned into text."""
        cleaned = self._clean(tokens)
        read = (read_tag(token.content) for token in cleaned if token.type == "html_inline")
        if balanced(found[0] for found in read if found):
            return cleaned
        return [
            self._as_text(token, token.content) if token.type == "html_inline" else token
            for token in cleaned
        ]

    def _clean(self, tokens: list[Token]) -> list[Token]:
        result: list[Token] = []
        open_links: list[bool] = []
        for token in tokens:
            if token.children and token.type != "image":
                token.children = self._clean(token.children)
            if not token.type.startswith("substitution"):  # its attributes are its own text
                self._drop_attributes(token)
            if token.type == "link_open":
                allowed = self._allows_link(str(token.attrs.get("href", "")))
                open_links.append(allowed)
                if not allowed:
                    continue
            elif token.type == "link_close" and open_links and not open_links.pop():
                continue
            result.append(self._checked(token))
        return result

    def _checked(self, token: Token) -> Token:
        """Return the token, or the text that is in its place."""
        kind, content, english = token.type, token.content, self.english
        if kind == "html_inline":
            return self._checked_tag(token)
        if kind == "myst_role" and not self.roles.allows(token.meta["name"], content):
            return self._as_text(token, f"{{{token.meta['name']}}}`{content}`")
        if kind == "image" and str(token.attrs.get("src", "")) not in english.images:
            return self._as_text(token, content)
        if kind.startswith("substitution") and content.strip() not in english.substitutions:
            return self._as_text(token, f"{{{{ {content} }}}}")
        if kind.startswith("math") and not macros(content) <= english.macros:
            return self._as_text(token, content)
        return token

    def _checked_tag(self, token: Token) -> Token:
        read = read_tag(token.content)
        if read is None:
            if token.content in self.english.comments:
                return token
            return self._as_text(token, token.content)
        tag, written = read
        if tag.name == "br" and not tag.attributes:
            return token.copy(type="hardbreak", tag="br", content="")
        if self.english.tags[tag] < 1:
            return self._as_text(token, token.content)
        self.english.tags[tag] -= 1
        return token.copy(content=written)

    def _as_text(self, token: Token, text: str) -> Token:
        self.refused.append(text)
        return Token("text", "", 0, content=text, map=token.map, level=token.level)

    def _drop_attributes(self, token: Token) -> None:
        for key, value in list(token.attrs.items()):
            if key == "class" and _LANGUAGE.fullmatch(str(value)):
                continue  # a translator may say that a word is in another language
            if key not in TARGET_ATTRIBUTES and (key, str(value)) not in self.english.attributes:
                self.refused.append(f"{{{key}={value}}}")
                del token.attrs[key]

    def _allows_link(self, target: str) -> bool:
        if target in self.english.links or target in self.targets:
            return True
        if target.startswith("#") or not target:
            return True
        found = scheme(target)
        if found:
            held = self.english.schemes - {"path", "data", "javascript"}
            allowed = found in held or (found == "https" and "http" in held)
        else:
            allowed = self.is_safe(target.partition("#")[0])
        if not allowed:
            self.refused.append(target)
        return allowed


# -- Nodes of a message in reStructuredText ------------------------------------------------------


def clean_nodes(node: nodes.Element, english: Contents) -> list[str]:
    """Turn into text what is not in the English; return it.

    :param node: contains the nodes of the translation.
    """
    refused = list(_foreign(node, english))
    for found in refused:
        text = found.get("alt", "") if isinstance(found, nodes.image) else found.astext()
        found.parent.replace(found, nodes.Text(text))
    return [found.rawsource or found.astext() for found in refused]


def _foreign(node: nodes.Element, english: Contents) -> Iterator[nodes.Element]:
    schemes = english.schemes | {""} | ({"https"} & {f"{one}s" for one in english.schemes})
    for found in node.findall(nodes.Element):
        own = Contents()
        add_node(own, found)
        is_held = (
            own.comments.keys() <= english.comments.keys()
            and own.images.keys() <= english.images.keys()
            and own.roles.keys() <= english.roles.keys()
            and own.macros <= english.macros
            and scheme(found.get("refuri", "")) in schemes
        )
        if not is_held and found is not node:
            yield found


# -- Texts that are used as they stand -----------------------------------------------------------

# What a tag begins with once it is text: no browser reads one there.
_DEFUSED = "<\u2060"


def plain_text(
    english: str, translated: str, change: Callable[[str], str] = lambda text: text
) -> str:
    """Return a translation that is used as it stands, without HTML that its English lacks.

    Themes write such texts (a title in a toctree, a tag of the blog) into pages as they
    are or escaped.  An invisible character after ``<`` serves both: it is no tag then.

    :param change: what is done besides to the texts between tags.
    """
    parts = _split_at_tags(english, translated)
    parts[::2] = [change(as_words(TAG_START.sub(_DEFUSED, text))) for text in parts[::2]]
    return "".join(parts)


def is_refused(text: str) -> bool:
    """Say whether a text that was made plain held a tag that its English lacks."""
    return _DEFUSED in text


def setting_text(english: str, translated: str) -> str:
    """Return the translation of a setting as plain text that may be in an attribute.

    A theme may put a setting between straight quotation marks; one that the English
    lacks becomes a curly one.
    """
    marks = TYPED_TAG.sub("", english)

    def curled(text: str) -> str:
        if '"' not in marks:
            text = re.sub(r'"([^"]*)"', "“\\1”", text).replace('"', "”")
        return text if "'" in marks else text.replace("'", "’")

    return plain_text(english, translated, curled)


def _split_at_tags(english: str, translated: str) -> list[str]:
    """Return text, tag, text, … with the tags that the English has, safely written."""
    held = Counter(read[0] for tag in TYPED_TAG.findall(english) if (read := read_tag(tag)))
    kept: list[Tag] = []
    parts: list[str] = []
    position = 0
    for found in TYPED_TAG.finditer(translated):
        read = read_tag(found.group())
        if read is None or held[read[0]] < 1:
            continue
        held[read[0]] -= 1
        kept.append(read[0])
        parts += [translated[position : found.start()], read[1]]
        position = found.end()
    parts.append(translated[position:])
    return parts if balanced(kept) else [translated]
