"""What the engine leans on in small extensions: sphinx-design, sphinx-copybutton, nodes of ablog.

ablog need not be installed, so its nodes are known by the names of their classes; what the
blog asks of it stands in :mod:`.ablog_blog`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docutils import nodes

#: Attributes of nodes that hold words; no event offers them to translators.
#: https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/badges_buttons.py#L373
#: https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L146
WORD_ATTRIBUTES = ("tooltip", "sd_tooltip", "expand")


def card_link_texts(document: nodes.document) -> Iterator[nodes.inline]:
    """Yield the alternative text of each card's link, which is made as a plain inline.

    https://github.com/executablebooks/sphinx-design/blob/v0.8.0/sphinx_design/cards.py#L215
    """
    for link in document.findall(nodes.Element):
        if "sd-hide-link-text" in link.get("classes", ()) and link.children:
            text = link[0]
            is_target = text.astext() in (link.get("refuri"), link.get("reftarget"))
            if isinstance(text, nodes.inline) and not is_target:
                yield text


def post_title(node: nodes.Element) -> str:
    """Return the title in a ``post`` directive, or ``""``.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L44
    """
    title = node.get("title") if type(node).__name__ == "PostNode" and node.line else None
    return title if isinstance(title, str) else ""


def list_template(node: nodes.Element) -> str:
    """Return the template of a list of posts, or ``""``.

    https://github.com/sunpy/ablog/blob/v0.11.13/src/ablog/post.py#L50
    """
    return str(node.get("format", "")) if type(node).__name__ == "PostList" else ""


#: The script of the copy buttons, below ``_static``.
COPY_SCRIPT = "copybutton.js"
_ENGLISH_WORDS = re.compile(r"'en': (\{[^{}]*\})")
_WORD = re.compile(r"(: ')([^'\n]+)(')")


def copy_words(script: str) -> list[str]:
    """Return the words of the copy buttons in English.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L3
    """
    found = _ENGLISH_WORDS.search(script)
    return [word[2] for word in _WORD.finditer(found[1])] if found else []


def has_copy_language(script: str, tag: str) -> bool:
    """Say whether the script has words in a language by itself.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L49
    """
    return re.search(rf"'{tag}' ?: \{{", script) is not None


def mark_copy_buttons(script: str) -> str:
    """Return the script with buttons that say that they are in English.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L142
    """
    return script.replace('<button class="copybtn', '<button lang="en" class="copybtn')


def add_copy_language(script: str, tag: str, translate: Callable[[str], str]) -> str:
    """Return the script with one more language.

    It keeps its words in itself, by language, and asks no catalog.

    :param translate: returns the words for the English ones.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L3
    """
    found = _ENGLISH_WORDS.search(script)
    if found is None:
        return script
    words = _WORD.sub(lambda word: word[1] + translate(word[2]) + word[3], found[1])
    return f"{script[: found.start()]}'{tag}': {words},\n  {script[found.start() :]}"
