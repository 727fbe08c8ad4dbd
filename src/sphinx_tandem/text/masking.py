"""Masks what is no prose in a message, part by part, without changing any position.

Each syntax has its chapter: what counts as a mark there, and in which order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from .html import TAG

#: What is in the place of a character that is no prose.
MASK = "\ufffc"
# What stands, until the end, in the place of a character that is prose but no mark,
# such as an escaped bracket.
_KEPT = "\ufffb"

#: Letters and signs of scripts that put no space between words or before endings, as the inside
#: of a character class: Thai, Lao, Tibetan, Burmese, Khmer, Korean, Chinese, Japanese, Yi.  A mark
#: may touch them.  For the last four these are the "CJK characters" of
#: https://github.com/tats-u/markdown-cjk-friendly/blob/main/ranges.md, without gaps.
UNSPACED = (
    r"\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f"
    r"\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b"
    r"\uff01-\uffee\U00016fe0-\U00018df2\U0001aff0-\U0001b2fb\U0001d300-\U0001d376"
    r"\U00020000-\U0003fffd\U000e0100-\U000e01ef"
)
# A letter that no mark may touch.
_SPACED = rf"[^\W{UNSPACED}]"


class Masker:
    """Masks one text in several passes: what one has masked, the next does not see."""

    def __init__(self, text: str) -> None:
        self._original = text
        self.text = text

    def mask(self, start: int, end: int) -> None:
        """Mask the characters from *start* to before *end*."""
        if start < end:
            self.text = self.text[:start] + MASK * (end - start) + self.text[end:]

    def keep(self, start: int, end: int) -> None:
        """Keep these characters as prose; no later pass takes them for marks."""
        self.text = self.text[:start] + _KEPT * (end - start) + self.text[end:]

    def all(self, *patterns: re.Pattern[str]) -> None:
        """Mask every match of one pattern after the other."""
        for pattern in patterns:
            self.each(pattern, lambda found: self.mask(*found.span()))

    def each(self, pattern: re.Pattern[str], act: Callable[[re.Match[str]], None]) -> None:
        """Call *act* with each match; the text keeps its length, so positions stay right."""
        for found in pattern.finditer(self.text):
            act(found)

    def result(self) -> str:
        """Return the masked text."""
        if _KEPT not in self.text:
            return self.text
        pairs = zip(self.text, self._original, strict=True)
        return "".join(there if here == _KEPT else here for here, there in pairs)


# -- The marks of plain interface text: placeholders, HTML tags, entities, addresses ------------

ADDRESS = re.compile(
    r"(?:(?:https?|ftp)://(?!&)|www\.(?=\w))"
    rf"[^\s<>\"\[\]\ufffc{UNSPACED}]*[^\s<>\"\[\]\ufffc{UNSPACED}.,;:!?'’”»)}}*_…|`]"
    rf"|(?<!{_SPACED})(?<![.+-])(?:mailto:)?(?:{_SPACED}|[.+-])+@(?:{_SPACED}|-)+(?:\.(?:{_SPACED}|-)+)+"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# `50% of` and `100%` are no placeholders.
PERCENT = re.compile(
    r"%\([\w.-]+\)[-+0# ]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]"
    r"|(?<![\w%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?[diufgGxXcrs](?![^\W\d_])"
)
BRACES = re.compile(r"\$?\{(?:\d*|[A-Za-z_][\w.\[\]]*)(?:![rsa])?(?::[^{}\s]*)?\}")


def mask_words(masker: Masker) -> None:
    """Mask what is no prose in interface text."""
    masker.all(TAG, ADDRESS, _ENTITY)
    placeholders(masker)


def placeholders(masker: Masker) -> None:
    """Mask the placeholders."""
    if "%" in masker.text:
        masker.all(PERCENT)
    if "{" in masker.text:
        masker.all(BRACES)


# -- What the text in a role is: words, code, or a target with or without a title ---------------

# Roles whose whole text readers read as words.
_WORD_ROLES = frozenset(
    "abbr abbreviation ac button del dfn emphasis guilabel index menuselection newsgroup strong "
    "sub subscript sup superscript t title title-reference".split()
)
# Roles whose text is code, a name of a thing of the machine, or a formula.
_CODE_ROLES = frozenset(
    "code command docutils eq file kbd literal mailheader makevar manpage math mimetype program "
    "raw regexp samp".split()
)
_TITLED = re.compile(r"(?P<title>.*?)(?P<target>\s*<[^<>]*>)", re.DOTALL)


def local_name(name: str) -> str:
    """Return the name of a role without its domain.

    >>> local_name("py:func")
    'func'
    """
    return name.rsplit(":", 1)[-1]


def is_words(name: str) -> bool:
    """Say whether the whole text of a role is words."""
    local = local_name(name)
    badge = local.startswith("bdg") and "link" not in local and "ref" not in local
    return local in _WORD_ROLES or badge


def is_code(name: str) -> bool:
    """Say whether the text of a role is code."""
    return local_name(name) in _CODE_ROLES


def target_of(content: str) -> str:
    """Return what the text of a role leads to.

    >>> target_of("the hub <hub>"), target_of("hub")
    ('hub', 'hub')
    """
    found = _TITLED.fullmatch(content)
    return found["target"].strip()[1:-1] if found else content


def _words_end(name: str, content: str) -> int:
    """Return how many characters of a role's text, from its start, are prose."""
    if is_words(name):
        return len(content)
    if is_code(name):
        return 0
    found = _TITLED.fullmatch(content.rstrip())
    return len(found["title"]) if found else 0


def _mask_role(masker: Masker, found: re.Match[str], name: str, content: str) -> None:
    """Mask a role but for its words; *content* is the group of the match that contains its text."""
    first = found.start(content)
    masker.mask(found.start(), first)
    masker.mask(first + _words_end(name, found[content]), found.end())


def _mask_first(masker: Masker, found: re.Match[str]) -> None:
    """Mask what takes precedence in a syntax: a role but for its words, anything else whole."""
    start, end = found.span()
    if found.lastgroup == "escape" and not found[0][1].isspace():
        masker.mask(start, start + 1)
        masker.keep(start + 1, end)
    elif found.lastgroup == "content":
        _mask_role(masker, found, found["role"].strip("{:}"), "content")
    elif found.lastgroup == "after":
        _mask_role(masker, found, found["after"].strip(":"), "before")
    elif found.lastgroup == "address":
        masker.mask(start, found.start("named"))
        masker.mask(found.start("address"), end)
    else:
        masker.mask(start, end)


# -- The marks of reStructuredText, found in the text itself ------------------------------------

_RST_FIRST = re.compile(
    r"(?P<escape>\\.)"
    rf"|(?P<code>``(?=\S).+?(?<=\S)``(?!{_SPACED}))"
    r"|(?P<role>:[A-Za-z0-9_.+:-]+:)`(?P<content>[^`]+)`"
    r"|`(?P<before>[^`]+)`(?P<after>:[A-Za-z0-9_.+:-]+:)"
    r"|`(?P<named>[^`<]+?)(?P<address>\s*<[^`]*>)`__?"
    r"|(?P<phrase>_?`[^`]+`_{0,2})"
    rf"|(?P<substitution>\|(?=\S)[^|]+?(?<=\S)\|(?:__?)?(?!{_SPACED}))"
    rf"|(?P<note>\[(?:\#?[\w.:+-]*|\*)\]_(?!{_SPACED}))",
    re.DOTALL,
)
_REFERENCE = re.compile(r"(?<![\w_])[A-Za-z0-9](?:[\w.:+-]*[A-Za-z0-9])?__?(?![\w_])")
_RST_EMPHASIS = re.compile(r"(?<!\s)\*+|\*+(?!\s)")
_DIRECTIVE = re.compile(r"^\s*\.\. (?:\|[^|]+\| )?[\w:+-]+::.*$|^\s*\.\. _[^:]+:.*$", re.MULTILINE)
_END = re.compile(r"::\s*$")


def mask_rst(masker: Masker) -> None:
    """Mask what is no prose in a message in reStructuredText."""
    masker.each(_RST_FIRST, partial(_mask_first, masker))
    masker.all(_DIRECTIVE, ADDRESS, _REFERENCE)
    placeholders(masker)
    masker.all(_RST_EMPHASIS, _END)


# -- The marks of MyST Markdown, found in the text itself ---------------------------------------

# What takes precedence over links and emphasis; the leftmost wins, as in CommonMark.
_MYST_FIRST = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<role>\{[A-Za-z0-9_.+:-]+\})(?P<ticks>`+)(?!`)(?P<content>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<fence>(?:^|\n)[ \t]*(?:`{3,}|~{3,}|:{3,})[^\n`]*(?=\n|$))"
    r"|(?P<code>(?P<run>`+)(?!`).+?(?<!`)(?P=run)(?!`))"
    r"|(?P<tag>" + TAG.pattern + r"|<(?:[A-Za-z][\w+.-]+:|[\w.+-]+@)[^\s<>]*>)"
    r"|(?P<math>\$\$(?!\s*\$).+?\$\$"
    rf"|(?<!{_SPACED})(?<!\$)\$(?![\s$\d][^$\n]*\s\S*\$)(?!\s)[^$\n]*?(?<![\s\\])\$(?!{_SPACED}|\$))"
    r"|(?P<substitution>\{\{.*?\}\}|\{%.*?%\})",
    re.DOTALL,
)
_END_OF_LINK = re.compile(
    r"\]\(\s*(?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)"
    r"(?:\s+(?P<quoted>\"(?P<title>[^\"]*)\"|'(?P<other>[^']*)'))?\s*\)"
)
_END_OF_REFERENCE = re.compile(r"\]\[[^\[\]\n]*\]")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?|\[-?@[^\]]+\]|(?<![\w@])@[A-Za-z][\w:.-]*:[\w:.-]*\w")
_ATTRIBUTES = re.compile(
    rf"(?<=[{MASK}\]])"
    r"\{\s*(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"]*\"|[^\s{}]+))(?:\s+(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"]*\"|[^\s{}]+)))*\s*\}"
)
_DEFINITION = re.compile(r"^\s*\[[^\]\n]+\]:[ \t]+\S+")
_TARGET = re.compile(r"^\s*\([^()\s]+\)=\s*$", re.MULTILINE)
_MYST_EMPHASIS = re.compile(
    r"(?<!\s)\*+|\*+(?!\s)|~~(?=\S)|(?<=\S)~~|(?<!\w)_+(?=[^\s_])|(?<=[^\s_])_+(?!\w)"
)
_BREAK = re.compile(r"\\(?=\n|$)")
_ANY_MARK = re.compile(r"[\\`{}<\[\]$*_~&%@:()]|www\.")


def mask_myst(masker: Masker) -> None:
    """Mask what is no prose in a message in MyST Markdown."""
    if not _ANY_MARK.search(masker.text):
        return
    masker.each(_MYST_FIRST, partial(_mask_first, masker))
    masker.all(_TARGET, _DEFINITION, _NOTE)
    for end in (_END_OF_LINK, _END_OF_REFERENCE):
        masker.each(end, partial(_mask_link, masker))
    masker.each(_ATTRIBUTES, partial(_mask_attributes, masker))
    masker.all(ADDRESS, _ENTITY)
    placeholders(masker)
    masker.all(_MYST_EMPHASIS, _BREAK)


def _opening(text: str, end: int) -> int:
    """Return the place of the bracket that the one at *end* closes, or -1."""
    depth = 0
    for place in range(end, -1, -1):
        if text[place] == "]":
            depth += 1
        elif text[place] == "[":
            depth -= 1
            if not depth:
                return place
    return -1


def _mask_link(masker: Masker, found: re.Match[str]) -> None:
    start, end = found.span()
    opening = _opening(masker.text, start)
    if opening < 0:
        return
    is_image = opening > 0 and masker.text[opening - 1] == "!"
    masker.mask(opening - is_image, opening + 1)
    title = next((g for g in ("title", "other") if found.groupdict().get(g)), None)
    if title:
        masker.mask(start, found.start(title))
        masker.mask(found.end(title), end)
    else:
        masker.mask(start, end)


def _mask_attributes(masker: Masker, found: re.Match[str]) -> None:
    start, end = found.span()
    if masker.text[start - 1] == "]":
        opening = _opening(masker.text, start - 1)
        if opening < 0:
            return
        masker.mask(opening, opening + 1)
        start -= 1
    masker.mask(start, end)


# -- The commands of formulas that do more than write mathematics -------------------------------

# Commands with which a formula can make a link, load code or set styles.
_MACRO = re.compile(
    r"\\(?:href|url|html[a-zA-Z]*|texthtml|class|cssId|style|data|require|unicode|char|input"
    r"|include[a-zA-Z]*|[gex]?def|let|futurelet|global|csname|(?:re|provide)?newcommand"
    r"|(?:re)?newenvironment|bbox|mmlToken|FormInput)(?![a-zA-Z])\s*(?:\[[^\]]*\])?"
    r"\s*(?:\{[^{}]*\})?"
)
# What a script that shows formulas takes for one, wherever it is in a page.
_FORMULA = re.compile(r"\\[(\[]|\$\$|\\begin\b")
_WORD_JOINER = "\u2060"


def macros(formula: str) -> set[str]:
    """Return the commands of a formula that do more than write mathematics."""
    return {" ".join(found.split()) for found in _MACRO.findall(formula)}


def as_words(text: str) -> str:
    r"""Return a text that no script reads as a formula with such commands.

    A text that shows ``\(`` would be one, in the navigation above all; an invisible
    character after the backslash leaves what people read as it is.
    """
    if not _FORMULA.search(text):
        return text
    return _MACRO.sub(lambda found: found.group().replace("\\", f"\\{_WORD_JOINER}", 1), text)
