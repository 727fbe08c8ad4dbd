"""What the engine leans on in docutils to show a formula without a script: its MathML.

It stands alone, because its tables of signs take longer to load than the rest.
"""

from __future__ import annotations

import inspect
import re

from docutils.utils.math import latex2mathml, unichar2tex

# What only says that formulas stand by themselves, in lines; docutils knows the lines.
_AROUND = re.compile(
    r"\s*\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray)\*?)\}"
    r"(?P<body>.*)\\end\{(?P=name)\}\s*",
    re.DOTALL,
)
# How docutils is asked for a block: since 0.21, and before.
_KNOWN = inspect.signature(latex2mathml.tex2mathml).parameters
_BLOCK = {"as_block": True} if "as_block" in _KNOWN else {"inline": False}
_BETWEEN = re.compile(r"\n[ \t]*\n")


def mathml(code: str, *, as_block: bool) -> str | None:
    """Return a formula as MathML, or ``None`` where docutils cannot say it so.

    Its HTML writer makes MathML of every formula or of none, and Sphinx's makes none.

    :param code: the formula, in TeX.
    :param as_block: whether it has lines of its own.

    https://github.com/docutils/docutils/blob/docutils-0.22.4/docutils/docutils/utils/math/latex2mathml.py#L1150
    """
    if as_block:
        around = _AROUND.fullmatch(code)
        code = around["body"] if around else code
        # Sphinx parts the formulas of one block by an empty line.
        code = r" \\ ".join(part for part in _BETWEEN.split(code.strip()) if part.strip())
    code = code.translate(unichar2tex.uni2tex_table)
    try:
        return str(latex2mathml.tex2mathml(code, **(_BLOCK if as_block else {})))
    except Exception:  # it meets bad TeX with errors of many kinds, such as IndexError
        return None
