"""The texts that a page puts in with ``{{ key }}``, as passages of their own.

MyST parses a value after Jinja has put it in, as a document of its own; a value
that a translator wrote would then escape the guard.  So a value is translated and
parsed like any other message, and only expressions of the English are evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import jinja2

from ..upstream.parsers import front_matter

_LETTER = re.compile(r"[^\W\d_]")
_BLOCK = re.compile(r"^[ \t]*(?:`{3,}|~{3,}|:{3,})|\n[ \t]*\n", re.MULTILINE)


def _page_values(source: str) -> dict[str, Any]:
    """Return the substitutions in the front matter of a page's text."""
    if not source.startswith("---") or "substitutions" not in source:
        return {}
    settings = front_matter(source).get("myst")
    values = settings.get("substitutions") if isinstance(settings, dict) else None
    return values if isinstance(values, dict) else {}


def texts(value: object) -> Iterator[str]:
    """Yield the inline texts in a value; what holds blocks is extracted where it stands."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str) and _LETTER.search(value) and not _BLOCK.search(value):
        yield value


def used_texts(source: str, messages: Iterable[str]) -> list[str]:
    """Return the texts of a page's own substitutions that stand within messages, each once.

    :param source: the text of the page.
    :param messages: the messages of the page.
    """
    inside = "\n".join(message for message in messages if "{{" in message)
    used = (
        text
        for key, value in (_page_values(source) if inside else {}).items()
        if re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", inside)
        for text in texts(value)
    )
    return list(dict.fromkeys(used))


def with_texts_replaced(value: Any, translate: Callable[[str], str]) -> Any:
    """Return a value with its texts translated."""
    if isinstance(value, dict):
        return {key: with_texts_replaced(inner, translate) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_texts_replaced(inner, translate) for inner in value]
    return translate(value) if isinstance(value, str) else value


def evaluate(expression: str, values: Mapping[str, Any], env: object) -> str:
    """Return what an expression of the English gives, as MyST evaluates it.

    :raises jinja2.TemplateError: when it gives nothing.
    """
    if expression in values:
        return str(values[expression])
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701  # it is Markdown
    return environment.from_string(f"{{{{{expression}}}}}").render({**values, "env": env})
