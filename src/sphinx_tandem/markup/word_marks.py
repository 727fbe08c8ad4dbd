"""The marks of plain interface text: placeholders, HTML tags, entities, addresses."""

from __future__ import annotations

import re

from .spans import Masker

ADDRESS = re.compile(
    r"(?:(?:https?|ftp)://(?!&)|www\.(?=\w))[^\s<>\"\[\]\ufffc]*[^\s<>\"\[\]\ufffc.,;:!?'’”»)}*_…|`]"
    r"|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TAG = re.compile(
    r"<!--.*?-->|</?[A-Za-z][\w:-]*(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>",
    re.DOTALL,
)
# `50% of` and `100%` are no placeholders.
PERCENT = re.compile(
    r"%\([\w.-]+\)[-+0# ]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]"
    r"|(?<![\w%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?[diufgGxXcrs](?![^\W\d_])"
)
BRACES = re.compile(r"\$?\{(?:\d*|[A-Za-z_][\w.\[\]]*)(?:![rsa])?(?::[^{}\s]*)?\}")


_HTML = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "area",
        "article",
        "aside",
        "audio",
        "b",
        "base",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "li",
        "link",
        "main",
        "map",
        "mark",
        "marquee",
        "math",
        "menu",
        "meta",
        "meter",
        "nav",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "param",
        "picture",
        "pre",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "script",
        "section",
        "select",
        "slot",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "track",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)


def is_html(tag: str) -> bool:
    """Say whether browsers know an element of this name, or could be taught one.

    ``<command>`` in the description of a command is none.
    """
    return tag.lower() in _HTML or "-" in tag or ":" in tag


def mark(masker: Masker) -> None:
    """Mask what is no prose in interface text."""
    masker.all(TAG)
    masker.all(ADDRESS)
    masker.all(ENTITY)
    placeholders(masker)


def placeholders(masker: Masker) -> None:
    """Mask the placeholders."""
    if "%" in masker.text:
        masker.all(PERCENT)
    if "{" in masker.text:
        masker.all(BRACES)
