"""Rules about the markup of a translation; they keep from readers what breaks one.

Here an entry is checked by every rule that applies to it, and stray spaces are corrected.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from ...catalogs.model import Entry
from ...text import Syntax, parse
from ...text.contents import Contents
from ..context import Context
from ..rules import Problem, fault, with_levels
from . import compare, hostile, spaces
from .code import check_formula_block

# No text without one of these holds anything that could be lost or broken.
_MARK = re.compile(
    "[\\\\`*_\\[\\]{}<>&|$~^%@#\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
    r"|:/|::|www\.|\)=|^\s*(?:[-+=]|\d{1,9}[.)]\s)",
    re.MULTILINE,
)
LENGTH = "translation-length"
# An error weighs more than any number of pieces of advice, and a mark that readers see more than
# one that is not there.
_ERROR, _VISIBLE = 100, "translation-emphasis"
# How many of the first forms are for one number alone: for one; in Irish for one and two; in
# Arabic for zero, one and two.  (CLDR, "Language Plural Rules".)
_ALONE = {5: 2, 6: 3}
# No language needs so many letters for an English text; what has more is not even read.
_TIMES, _LETTERS = 5, 1000
# Parsers, ours and those of others, take the square of the time for a few signs without end.
_ENDLESS = re.compile(r"(.{1,8}?)\1{99,}", re.DOTALL)
# So long may a text be that repeats what its English repeats.
_REPEATED = 10_000
# So many signs more than twice those of the English may be a slip of somebody who translates.
_STRAY = 20
# A passage has more words than signs of markup; so many may it have if its English has them, too,
# and else.
_SIGNS, _MOST, _MORE, _SHARE = re.compile(r"[\[\](){}<>*_`]"), 1000, 300, 5


def check_markup(entry: Entry, context: Context) -> list[Problem]:
    """Return what is wrong with the markup of an entry that readers see."""
    problems: list[Problem] = []
    for form, text in enumerate(entry.forms):
        messages = _english(entry, form)
        if not text.strip() or text in messages:
            continue
        if len(text) > _MORE and (found := _no_text(text, messages, context.is_code(entry))):
            problems.append(replace(found, form=form))
            continue
        if not any(_MARK.search(found) for found in (text, *messages)):
            continue
        judged = (_Comparison(entry, context, form, message).problems(text) for message in messages)
        problems += [replace(problem, form=form) for problem in min(judged, key=_weight)]
    return problems


def _no_text(text: str, messages: tuple[str, ...], is_code: bool) -> Problem | None:
    """Return the problem of what is no translation and would only take time."""
    signs = 0 if is_code else len(_SIGNS.findall(text))
    most = _MORE if signs > 2 * max(len(_SIGNS.findall(one)) for one in messages) else _MOST
    longest = max(map(len, messages))
    if len(text) > _TIMES * longest + _LETTERS:
        what = f"The translation has {len(text)} characters where the English has {longest}"
    elif signs > most and signs * _SHARE > len(text):
        what = f"The translation has {signs} signs of markup among {len(text)} characters"
    elif endless := _endless(text, messages):
        what = f"The translation repeats {endless!r} more than a hundred times"
    else:
        return None
    return fault(LENGTH, what, "write the translation of this passage alone")


def _endless(text: str, messages: tuple[str, ...]) -> str:
    """Return what a long text repeats without end, ``""`` where its English may do so, too."""
    found = _ENDLESS.search(text) if len(text) > _LETTERS else None
    if found is None or (len(text) < _REPEATED and any(map(_ENDLESS.search, messages))):
        return ""
    return found[1]


def _english(entry: Entry, form: int) -> tuple[str, ...]:
    """Return the English that a form may follow: the first may follow that of one."""
    if entry.msgid_plural is None:
        return (entry.msgid,)
    return (entry.msgid, entry.msgid_plural) if _is_one(entry, form) else (entry.msgid_plural,)


def _is_one(entry: Entry, form: int) -> bool:
    """Say whether a form is for one number alone, which words can tell: Arabic has a dual."""
    forms = len(entry.forms)
    return entry.msgid_plural is not None and forms > 1 and form < _ALONE.get(forms, 1)


class _Comparison:
    """Compares translations with one English message.

    :param form: which plural form is compared.
    """

    def __init__(self, entry: Entry, context: Context, form: int, message: str) -> None:
        self._entry = entry
        self._context = context
        self._form = form
        self._message = message
        self._syntax = context.syntax_of(entry)
        self._known: dict[str, list[Problem]] = {}

    def problems(self, text: str) -> list[Problem]:
        if self._context.is_code(self._entry):
            is_formula = self._context.is_formula(self._entry)
            broken = check_formula_block(self._message, text, is_formula)
            return with_levels(broken, self._context.site.levels)
        found = self._faults(text)
        if not found or any(problem.code == hostile.HOSTILE for problem in found):
            return found
        # Stray spaces are not what is wrong with marks that the English has nothing of.
        if len(_SIGNS.findall(text)) > 2 * len(_SIGNS.findall(self._message)) + _STRAY:
            return found
        if any(hostile.find_rendered(self._english, self._read(text))):
            return found  # nobody corrects what is smuggled in
        fixed = spaces.repaired(text, self._syntax, lambda other: _weight(self._faults(other)))
        levels = self._context.site.levels
        stray = with_levels([spaces.stray_spaces(text, fixed)], levels) if fixed != text else []
        return [*stray, *self._faults(fixed)] if stray else found

    @cached_property
    def _english(self) -> Contents:
        return self._read(self._message)

    def _read(self, text: str) -> Contents:
        if self._syntax is Syntax.RST:
            return parse.read_rst(text)
        if self._syntax is Syntax.WORDS:
            return parse.read_words(text)
        return self._context.reader.read(text)

    def _faults(self, text: str) -> list[Problem]:
        """Return what is wrong with a text, as grave as the site has it."""
        if text not in self._known:
            faults = self._all_faults(text)
            self._known[text] = with_levels(faults, self._context.site.levels)
        return self._known[text]

    def _all_faults(self, text: str) -> list[Problem]:
        english, message = self._english, self._message
        found = self._read(text)
        same = english.same(found)
        problems = [] if same else list(hostile.find_hostile(english, found))
        problems += hostile.characters(message, text)
        if not problems:
            problems += hostile.written(english, found, message, text)
        if not problems:
            problems += hostile.find_rendered(english, found)
        if self._syntax is Syntax.WORDS:
            problems += self._hostile_words(text)
        else:
            problems += hostile.blocks(message, text)
        if not problems and not same:
            problems += compare.compare(english, found, self._context, self._syntax)
        problems += self._placeholders(found, text)
        if not any(problem.refused for problem in problems):
            broken = list(spaces.find(english, found, self._syntax))
            if broken:  # what is broken is not also missing
                problems = [p for p in problems if p.code != "translation-emphasis-pairs"]
            problems += broken or spaces.find_blocks(message, text, self._syntax)
        return problems

    def _hostile_words(self, text: str) -> list[Problem]:
        """Return what would be hostile if words were read as Markdown after all."""
        if not re.search(r"[`{\[]", text):
            return []
        reader = self._context.site.reader
        english, found = reader.read(self._message), reader.read(text)
        found.tags, found.attributes = english.tags, english.attributes  # compared already
        return [*hostile.find_hostile(english, found), *hostile.blocks(self._message, text)]

    def _placeholders(self, found: Contents, text: str) -> list[Problem]:
        ours, theirs = self._english.placeholders, found.placeholders
        # the form for one may say "a page" instead of the number
        if _is_one(self._entry, self._form) and compare.numbers_only(ours, theirs):
            return []
        problems = list(compare.compare_placeholders(self._english, found, self._message))
        is_python = self._syntax is Syntax.WORDS and "python-format" in self._entry.flags
        if not problems and is_python:
            messages = tuple(filter(None, (self._entry.msgid, self._entry.msgid_plural)))
            problems += compare.compare_python(messages, text)
        return problems


def _weight(problems: list[Problem]) -> int:
    return sum(_ERROR if one.refused else 1 + (one.code == _VISIBLE) for one in problems)
