"""Which language codes there are, and what somebody meant who wrote another."""

from __future__ import annotations

import re

from babel.core import Locale, UnknownLocaleError, get_locale_identifier, parse_locale

# ISO 639-2 keeps `qaa` to `qtz` for private use; pseudo-translations use `qps`.
_PRIVATE = re.compile(r"q[a-t][a-z]")


def code_problem(code: str) -> str:
    """Say what is wrong with a language code, or return ``""``.

    >>> code_problem("es"), code_problem("pt_BR"), code_problem("qps")
    ('', '', '')
    >>> code_problem("es_LA")
    "There is no language 'es_LA': use 'es'."
    """
    if _PRIVATE.fullmatch(code):
        return ""
    proper = _proper(code)
    if proper == code:
        return ""
    if proper:
        return f"The language code {code!r} is spelt {proper!r}; Sphinx looks for that folder."
    parent = _proper(re.split("[-_@]", code)[0])
    advice = f"use {parent!r}" if parent else "use a code such as 'es' or 'pt_BR'"
    return f"There is no language {code!r}: {advice}."


def _proper(code: str) -> str:
    """Return the code as gettext spells it, or ``""`` when nobody knows the language."""
    underscored = code.replace("-", "_")
    try:
        Locale.parse(underscored)
        return get_locale_identifier(parse_locale(underscored))
    except (ValueError, UnknownLocaleError, TypeError):
        return ""
