"""What the engine leans on in sphinx-copybutton.

A module of its own, though short: each package that we lean on has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: The script of the copy buttons, below ``_static``.
SCRIPT = "copybutton.js"
_ENGLISH = re.compile(r"'en': (\{[^{}]*\})")
_WORD = re.compile(r"(: ')([^'\n]+)(')")


def add_language(script: str, code: str, translate: Callable[[str], str]) -> str:
    """Return the script with one more language.

    It keeps its words in itself, by language, and asks no catalog.

    :param code: the language.
    :param translate: returns the words for the English ones.

    https://github.com/executablebooks/sphinx-copybutton/blob/v0.5.2/sphinx_copybutton/_static/copybutton.js_t#L3
    """
    found = _ENGLISH.search(script)
    if found is None:
        return script
    words = _WORD.sub(lambda word: word[1] + translate(word[2]) + word[3], found[1])
    return f"{script[: found.start()]}'{code}': {words},\n  {script[found.start() :]}"
