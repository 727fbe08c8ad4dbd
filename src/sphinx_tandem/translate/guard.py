"""What a translated message may hold: text, and of the rest only what the English holds.

A catalog is written by many hands and reviewed less than code.  So the parsed
translation is compared with its parsed English, and whatever could run, fetch,
include or publish something that the English does not hold is turned back into
the characters that stand in the catalog.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import roles
from docutils.parsers.rst.languages import get_language
from docutils.utils import Reporter
from markdown_it.token import Token
from sphinx import addnodes
from sphinx.roles import XRefRole

from ..text.contents import scheme
from ..text.html import Tag, balanced, read_tag
from ..text.masking import macros
from ..text.parse import walk

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# Roles that only name, link within the site, or change the look of their text.
_TEXT_ROLES = frozenset(
    [
        "abbr",
        "abbreviation",
        "ac",
        "any",
        "code",
        "command",
        "dfn",
        "doc",
        "emphasis",
        "envvar",
        "eq",
        "file",
        "guilabel",
        "kbd",
        "keyword",
        "literal",
        "mailheader",
        "makevar",
        "math",
        "menuselection",
        "mimetype",
        "newsgroup",
        "numref",
        "option",
        "program",
        "ref",
        "regexp",
        "samp",
        "strong",
        "sub",
        "subscript",
        "sup",
        "superscript",
        "term",
        "title",
        "title-reference",
    ]
)
# Roles that a translation may bring with other words where the English has one.
_HELD_ROLES = frozenset({"index"})
# A badge of sphinx-design is text, unless it links. Its icon roles are not in the
# list: what they are given is written into the page's HTML as it stands.
_BADGE = re.compile(r"^bdg-(?!(?:link|ref)(?:-|$))")
_ROLE_TARGET = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]*)>$", re.DOTALL)
_LANGUAGE = re.compile(r"language-[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TARGET_ATTRIBUTES = frozenset({"href", "src", "alt", "title"})


@dataclass
class Holdings:
    """What the English message holds beside text."""

    tags: Counter[Tag] = field(default_factory=Counter)
    comments: set[str] = field(default_factory=set)
    roles: dict[str, set[str]] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    substitutions: set[str] = field(default_factory=set)
    attributes: set[tuple[str, str]] = field(default_factory=set)
    macros: set[str] = field(default_factory=set)


def holdings(tokens: Iterable[Token]) -> Holdings:
    """Collect what an English message holds."""
    held = Holdings()
    for token in walk(tokens):
        held.attributes |= {
            (key, str(value)) for key, value in token.attrs.items() if key not in _TARGET_ATTRIBUTES
        }
        if token.type == "html_inline":
            read = read_tag(token.content)
            if read is None:
                held.comments.add(token.content)
            else:
                held.tags[read[0]] += 1
        elif token.type == "myst_role":
            held.roles.setdefault(token.meta["name"], set()).add(token.content)
            held.macros |= macros(token.content)
        elif token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            held.targets.add(target)
            held.schemes.add(scheme(target))
        elif token.type == "image":
            held.images.add(str(token.attrs.get("src", "")))
        elif token.type.startswith("substitution"):
            held.substitutions.add(token.content.strip())
        elif token.type.startswith("math"):
            held.macros |= macros(token.content)
    return held


@dataclass
class Guard:
    """Keeps a translation within what its English holds.

    :param held: what the English holds.
    :param is_document: says whether a relative target is a page of the site.
    :param is_file: says whether a relative target is a file of the machine.
    :param role_function: finds the function behind a role's name.
    """

    held: Holdings
    is_document: Callable[[str], bool]
    is_file: Callable[[str], bool]
    role_function: Callable[[str], object]
    refused: list[str] = field(default_factory=list)

    def clean(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens of a translation with all that is not held turned into text."""
        cleaned = self._clean(tokens)
        read = (read_tag(token.content) for token in cleaned if token.type == "html_inline")
        if not balanced(found[0] for found in read if found):
            cleaned = [self._tag_as_text(token) for token in cleaned]
        return cleaned

    def _clean(self, tokens: list[Token]) -> list[Token]:
        result: list[Token] = []
        open_links: list[bool] = []
        for token in tokens:
            if token.children and token.type != "image":
                token.children = self._clean(token.children)
            if not token.type.startswith("substitution"):  # its attributes are its own text
                self._drop_attributes(token)
            if token.type == "link_open":
                allowed = self._link_allowed(str(token.attrs.get("href", "")))
                open_links.append(allowed)
                if not allowed:
                    continue
            elif token.type == "link_close" and open_links and not open_links.pop():
                continue
            result.append(self._checked(token))
        return result

    def _checked(self, token: Token) -> Token:
        """Return the token, or the text that stands in its place."""
        kind = token.type
        if kind == "html_inline":
            return self._checked_tag(token)
        if kind == "myst_role" and not self.role_allowed(token.meta["name"], token.content):
            return self._as_text(token, f"{{{token.meta['name']}}}`{token.content}`")
        if kind == "image" and str(token.attrs.get("src", "")) not in self.held.images:
            return self._as_text(token, token.content)
        if kind.startswith("substitution") and token.content.strip() not in self.held.substitutions:
            return self._as_text(token, f"{{{{ {token.content} }}}}")
        if kind.startswith("math") and not macros(token.content) <= self.held.macros:
            return self._as_text(token, token.content)
        return token

    def _checked_tag(self, token: Token) -> Token:
        read = read_tag(token.content)
        if read is None:
            if token.content in self.held.comments:
                return token
            return self._as_text(token, token.content)
        tag, written = read
        if tag.name == "br" and not tag.attributes:
            return token.copy(type="hardbreak", tag="br", content="")
        if self.held.tags[tag] < 1:
            return self._as_text(token, token.content)
        self.held.tags[tag] -= 1
        return token.copy(content=written)

    def _tag_as_text(self, token: Token) -> Token:
        if token.type == "html_inline":
            return self._as_text(token, token.content)
        return token

    def _as_text(self, token: Token, text: str) -> Token:
        self.refused.append(text)
        return Token("text", "", 0, content=text, map=token.map, level=token.level)

    def _drop_attributes(self, token: Token) -> None:
        for key, value in list(token.attrs.items()):
            if key == "class" and _LANGUAGE.fullmatch(str(value)):
                continue  # a translator may say that a word is in another language
            if key not in _TARGET_ATTRIBUTES and (key, str(value)) not in self.held.attributes:
                self.refused.append(f"{{{key}={value}}}")
                del token.attrs[key]

    def _link_allowed(self, target: str) -> bool:
        if target in self.held.targets or target.startswith("#") or not target:
            return True
        found = scheme(target)
        if found:
            allowed = found in self.held.schemes and found not in {"path", "data", "javascript"}
        else:
            path = target.partition("#")[0]
            allowed = self.is_document(path) or not self.is_file(path)
        if not allowed:
            self.refused.append(target)
        return allowed

    def role_allowed(self, name: str, content: str) -> bool:
        """Say whether a translation may hold a role with this content."""
        contents = self.held.roles.get(name, set())
        if not macros(content) <= self.held.macros:
            return False
        if self._is_text_role(name):
            return True
        if content in contents or (contents and name in _HELD_ROLES):
            return True
        found = _ROLE_TARGET.match(content)
        targets = {m["target"] for c in contents if (m := _ROLE_TARGET.match(c))}
        return bool(found and found["target"] in targets)

    def _is_text_role(self, name: str) -> bool:
        local = name.rsplit(":", 1)[-1]
        if name.startswith("external"):  # another site's objects; looking one up warns
            return False
        function = self.role_function(name)
        if function is None and local != name:
            return False
        if local.startswith("bdg-"):
            return bool(_BADGE.match(local))
        if isinstance(function, XRefRole):
            return function.nodeclass in (None, addnodes.pending_xref)
        if isinstance(function, roles.GenericRole | roles.CustomRole):
            return getattr(function, "base_role", function) is not roles.raw_role
        return local in _TEXT_ROLES


def role_function(env: BuildEnvironment, name: str) -> object:
    """Return the function behind a role's name, or ``None``; nothing is reported.

    Sphinx wraps the roles of domains; here they are needed as they are.
    """
    domain, _, local = name.rpartition(":")
    if domain:
        return env.domains[domain].roles.get(local) if domain in env.domains else None
    for found in (env.current_document.default_domain, env.domains.standard_domain):
        if found is not None and name in found.roles:
            return found.roles[name]
    quiet = Reporter("", Reporter.SEVERE_LEVEL + 1, Reporter.SEVERE_LEVEL + 1)
    language: Any = get_language("en")
    return roles.role(name, language, 0, quiet)[0]


# -- The guard for messages in reStructuredText: it compares nodes, not tokens ------------------
# Pages in reStructuredText, and the parts of a MyST page inside ``eval-rst``, are
# parsed by docutils.  What came out of a translation is compared with what came out
# of its English, and whatever the English does not hold is turned into its text.


@dataclass
class NodeHoldings:
    """What the nodes of an English message hold beside text."""

    raw: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=lambda: {""})
    images: set[str] = field(default_factory=set)
    macros: set[str] = field(default_factory=set)


def node_holdings(node: nodes.Element) -> NodeHoldings:
    """Collect what the nodes of an English message hold."""
    held = NodeHoldings()
    for found in node.findall(nodes.Element):
        if isinstance(found, nodes.raw):
            held.raw.add(found.astext())
        elif isinstance(found, addnodes.download_reference):
            held.targets.add(found.get("reftarget", ""))
        elif isinstance(found, nodes.image):
            held.images |= {found.get("uri", ""), found.get("original_uri", "")}
        elif isinstance(found, nodes.math):
            held.macros |= macros(found.astext())
        if found.get("refuri"):
            held.schemes.add(scheme(found["refuri"]))
    return held


def clean_nodes(node: nodes.Element, held: NodeHoldings) -> list[str]:
    """Turn what the English does not hold into text; return what was turned."""
    refused = list(_not_held(node, held))
    for found in refused:
        text = found.get("alt", "") if isinstance(found, nodes.image) else found.astext()
        found.parent.replace(found, nodes.Text(text))
    return [found.rawsource or found.astext() for found in refused]


def _not_held(node: nodes.Element, held: NodeHoldings) -> Iterator[nodes.Element]:
    for found in node.findall(nodes.Element):
        if isinstance(found, nodes.raw):
            bad = found.astext() not in held.raw
        elif isinstance(found, addnodes.download_reference):
            bad = found.get("reftarget", "") not in held.targets
        elif isinstance(found, nodes.image):
            bad = found.get("uri", "") not in held.images
        elif isinstance(found, nodes.math):
            bad = not macros(found.astext()) <= held.macros
        else:
            bad = scheme(found.get("refuri", "")) not in held.schemes
        if bad and found is not node:
            yield found
