"""What a message holds beside words: everything that a translation must hold too."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, TypeVar

from . import masking
from .html import Tag, read_tag
from .masking import ADDRESS, BRACES, PERCENT, macros

T = TypeVar("T")

_SCHEME = re.compile(r"^\s*([a-zA-Z][a-zA-Z0-9+.\-]*):|^\s*(//)")
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
# `x_{max}` and `\sqrt{2}` are formulas, `{ref}` before a backtick and `{.class}` are markup.
_NO_FIELD_BEFORE = re.compile(r"(?:[\w\\^}\])`~{]|:::\s*)$")


_NOTHING: Counter[Any] = Counter()


def _bag() -> Counter[Any]:
    # Most are never filled, and what ``Counter()`` does beside making one costs more.
    return Counter.__new__(Counter)


def less(some: Counter[T], others: Counter[T]) -> Counter[T]:
    """Return what is in one collection and not in another; most are equal."""
    return _NOTHING if dict.__eq__(some, others) else some - others


class Role(NamedTuple):
    """One role of a message.

    :param content: the whole text between its backticks.
    """

    name: str
    content: str

    @property
    def target(self) -> str:
        """What it leads to."""
        return masking.target_of(self.content)


@dataclass
class Contents:
    """What one message holds.

    :param text: what readers see outside code and roles; U+FFFC where those stand.
    :param bare: the addresses that are in the text itself, and are no links unless the site
        makes links of them.
    :param silent_images: the images without a text for those who do not see them.
    :param comments: HTML that is no single tag: comments, instructions, raw blocks.
    :param rendered: the same with code, escaped signs and the text of roles.
    :param emphasised: the emphasised words, each with its marks.
    """

    links: Counter[str] = field(default_factory=_bag)
    empty_links: Counter[str] = field(default_factory=_bag)
    bare: Counter[str] = field(default_factory=_bag)
    images: Counter[str] = field(default_factory=_bag)
    silent_images: Counter[str] = field(default_factory=_bag)
    roles: Counter[Role] = field(default_factory=_bag)
    references: Counter[str] = field(default_factory=_bag)
    footnotes: Counter[str] = field(default_factory=_bag)
    substitutions: Counter[str] = field(default_factory=_bag)
    code: Counter[str] = field(default_factory=_bag)
    formulas: Counter[str] = field(default_factory=_bag)
    emphasis: Counter[str] = field(default_factory=_bag)
    emphasised: list[tuple[str, str]] = field(default_factory=list)
    tags: Counter[Tag] = field(default_factory=_bag)
    comments: Counter[str] = field(default_factory=_bag)
    attributes: Counter[tuple[str, str]] = field(default_factory=_bag)
    placeholders: Counter[str] = field(default_factory=_bag)
    text: str = ""
    rendered: str = ""

    def same(self, other: Contents) -> bool:
        """Say whether another message contains the same things; its words may differ."""
        return all(dict.__eq__(getattr(self, name), getattr(other, name)) for name in _COLLECTIONS)

    @property
    def schemes(self) -> set[str]:
        """The schemes of its links."""
        return {scheme(link) for link in self.links}

    @property
    def macros(self) -> set[str]:
        """The commands of its formulas that do more than write mathematics."""
        formulas = (*self.formulas, *(role.content for role in self.roles))
        return {name for formula in formulas for name in macros(formula)}

    def contents_of(self, role: str) -> set[str]:
        """Return the texts that it gives to a role."""
        formulas = self.formulas if role == "math" else ()
        return {found.content for found in self.roles if found.name == role}.union(formulas)

    def add_role(self, role: Role) -> None:
        """Note a role; a formula stands with the other formulas."""
        if role.name == "math":
            self.formulas[role.content] += 1
        else:
            self.roles[role] += 1

    def add_image(self, source: str, text: str) -> None:
        """Note an image.

        :param text: what is read to those who do not see it.
        """
        self.images[source] += 1
        if not text.strip():
            self.silent_images[source] += 1

    def add_html(self, html: str) -> None:
        """Note a piece of HTML."""
        found = read_tag(html)
        if found is None:
            self.comments[html] += 1
        else:
            self.tags[found[0]] += 1

    def read_text(self, text: str, outside_links: str, is_page: bool = True) -> None:
        """Note what is in the visible text itself: addresses, placeholders.

        :param text: all visible text.
        :param outside_links: the same without the texts of links.
        :param is_page: whether braces may be markup or a part of a formula.
        """
        self.text = text
        has_address = any(mark in outside_links for mark in ("://", "@", "www."))
        for found in ADDRESS.finditer(outside_links) if has_address else ():
            address = found.group()
            is_mail = "://" not in address and "@" in address and not address.startswith("www.")
            mail = "mailto:" if is_mail and not address.startswith("mailto:") else ""
            self.links[mail + address] += 1
            self.bare[mail + address] += 1
        if "{{" in text:
            # without a last brace every first one would be looked for to the end
            end = text.rfind("}}") + 2
            closed, rest = text[:end], text[end:]
            self.substitutions.update(found.strip() for found in _EXPRESSION.findall(closed))
            text = _EXPRESSION.sub("", closed) + rest
        if "%" in text:
            self.placeholders.update(PERCENT.findall(text))
        if "{" in text:
            self.placeholders.update(_fields(text) if is_page else BRACES.findall(text))


_OTHERS = ("text", "rendered", "emphasised")
_COLLECTIONS = tuple(item.name for item in fields(Contents) if item.name not in _OTHERS)


def _fields(text: str) -> list[str]:
    return [
        found.group()
        for found in BRACES.finditer(text)
        if not _NO_FIELD_BEFORE.search(text[: found.start()])
        and not re.match(r"[`{\ufffc]", text[found.end() :])
        and ":" not in found.group()  # `{key: value}` in a page is a mapping
    ]


def scheme(target: str) -> str:
    """Return the scheme of an address in lower case; ``//`` for one without its scheme."""
    cleaned = "".join(c for c in target if c > " ")
    found = _SCHEME.match(cleaned)
    return (found[1] or found[2]).lower() if found else ""
