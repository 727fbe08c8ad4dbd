"""Rules about spaces that are too many or missing, and about characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...text import Syntax
from ...text.masking import MASK
from ..rules import Problem
from . import Passage, text_rule

# Languages that set a space before marks of two parts.
_SPACED_MARKS = ("fr", "br", "oc")
_DOUBLED = re.compile(r"(?<=[^\s])(?:[ \u00a0]{2,}|[ \u00a0]*\t[ \u00a0\t]*)(?=[^\s|])")
# The mark must end something: `.env`, `:root` and `!important` do not.
_BEFORE_MARK = re.compile(
    rf"(?<=[^\W_]|[)\]»”\"%{MASK}])[ \u00a0]+(?P<mark>[,.;:?!])(?=[\s\"”»)\]{MASK}]|[?!]|$)(?![ \u00a0][.])"
)
# Not within a smiley.
_INSIDE = re.compile(
    rf"(?<![:;=])(?<![:;=][-o])(?P<after>[¿¡(])[ \u00a0]+(?=[\w¿¡\"“«{MASK}])|(?<=[\w.?!\"”»{MASK}])[ \u00a0]+(?P<before>\))"
)
_INSIDE_QUOTES = re.compile(
    r"(?P<after>«)[ \u00a0\u202f]+(?=\S)|(?<=\S)[ \u00a0\u202f]+(?P<before>»)"
)
# `hola,mundo` and `fin.Otra`; not `lat,lon` nor `Node.js`, which the English has as well.
_NO_SPACE = re.compile(
    r"(?<![\w@#/\\.,:&-])(?P<before>[^\W\d_]{3,}|[^\W\d_]+[)\]»”])(?:"
    r"(?P<mark>,)(?P<after>[^\W\d_]{2,}|[¿¡«“(])|(?P<stop>[.;?!])(?P<next>[^\W\d_]{2,}|[¿¡«“]))"
    r"(?![\w@#/\\.:-]*[@/\\:=(])"
)
_SIGNS = tuple("_/\\@#-+=")
_ENDS = " \t\u00a0"


@text_rule()
def find_spaces(passage: Passage) -> Iterator[Problem]:
    """Find a space too many (two in a row, before a mark, within quotation marks, at an end), and a
    space that is missing behind a comma or a full stop.
    """
    yield from _at_ends(passage)
    english = passage.english_prose
    doubled = [] if _DOUBLED.search(english) else list(_DOUBLED.finditer(passage.prose))
    what = "There is more than one space, or a tab, between two words"
    yield from _all(passage, doubled, what, " ")
    before = [found for found in _added(passage, _BEFORE_MARK) if _is_stray(passage, found)]
    marks = " and ".join(dict.fromkeys(found["mark"] for found in before))
    yield from _all(passage, before, f"There is a space before {marks}")
    yield from _without_space(passage)
    if not passage.is_in(*_WITHOUT_SPACES):
        yield from _touching(passage)
    inside = _added(passage, _INSIDE)
    if not passage.is_in(*_SPACED_MARKS):
        inside = sorted([*inside, *_added(passage, _INSIDE_QUOTES)], key=re.Match.start)
    yield from _all(passage, inside, "There is a space on the inner side of a mark")


def _added(passage: Passage, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return what a pattern finds in a translation and not in its English: there it is meant."""
    known = {found.groups() for found in pattern.finditer(passage.english_prose)}
    return [found for found in pattern.finditer(passage.prose) if found.groups() not in known]


def _is_stray(passage: Passage, found: re.Match[str]) -> bool:
    """Say whether a space before a mark is there by mistake."""
    if found["mark"] in ";:?!" and passage.is_in(*_SPACED_MARKS):
        return False
    # People keep a full stop away from an address, or from a sign, on purpose.
    before = passage.translation[: found.start()]
    return not before.endswith(_SIGNS) and "://" not in before.rpartition(" ")[2]


_TOUCHING = re.compile(
    rf"(?<=\w)\((?=[^\W\d_]{{2,}} |[^\W\d_]{{3,}}|{MASK})|(?<=[^\W\d_]\))(?=[^\W\d_]{{2,}})"
)
_TOUCHING_LINK = re.compile(
    r"(?<=[^\W\d_])(?=\[[^\[\]]+\]\([^()\s]+\))|(?<=\]\()(?P<to>[^()\s]+)\)(?=[^\W\d_])"
)


def _touching(passage: Passage) -> Iterator[Problem]:
    """Find a bracket or a link that runs into the word before or behind it."""
    is_markdown = passage.syntax is Syntax.MYST
    for pattern, english, text, what in (
        (_TOUCHING, passage.english_prose, passage.prose, "A bracket"),
        (_TOUCHING_LINK, passage.english, passage.translation, "A link"),
    ):
        is_lone = text.count("(") != text.count(")")
        if (pattern is _TOUCHING_LINK and not is_markdown) or is_lone or pattern.search(english):
            continue
        if match := next((one for one in pattern.finditer(text) if _is_word(text, one)), None):
            near = passage.near(*match.span())
            message = f"{what} is next to a word without a space, near “{near}”; write one."
            place = match.end() if match.groupdict().get("to") else match.start()
            yield passage.problem("text-spaces", message, passage.replaced([(place, place, " ")]))
            return


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Say whether what runs into a bracket is a word, no name of code: `f(x)`, `niño(s)`."""
    word = re.search(r"[^\s`]*$", text[: match.start()])
    return not word or not any(sign in word[0] for sign in "_/=.:@\\`")


def _without_space(passage: Passage) -> Iterator[Problem]:
    """Find a comma or the end of a sentence that runs into the next word."""
    if any(match["stop"] == "." for match in _NO_SPACE.finditer(passage.english_prose)):
        return
    for match in _NO_SPACE.finditer(passage.prose):
        after = match["after"] or match["next"]
        place = match.end() - len(after)
        word = match["before"].strip(")]»”")
        if match["stop"] == "." and not (word.islower() and after.istitle()):
            continue
        if match["stop"] and after[0].isalpha() and not after[0].isupper():
            continue
        # A list of names, or names of parts, that the English has in some such way.
        if word in passage.english and after in passage.english:
            continue
        mark, glued = passage.prose[place - 1], match[0]
        if f"{mark}{after}" in passage.english:
            continue
        message = f"There is no space after “{mark}” in “{glued}”; write one."
        yield passage.problem("text-spaces", message, passage.replaced([(place, place, " ")]))
        return


def _all(
    passage: Passage, places: list[re.Match[str]], what: str, instead: str = ""
) -> Iterator[Problem]:
    """Make one problem of all places of one kind; the correction puts all right.

    :param instead: what is there then, beside the mark itself.
    """
    if places:
        fixed = passage.replaced(
            (*one.span(), "".join(filter(None, one.groups())) or instead) for one in places
        )
        mend = "leave one space" if instead else "take it away"
        near = passage.near(*places[0].span())
        yield passage.problem("text-spaces", f"{what}, near “{near}”; {mend}.", fixed)


def _at_ends(passage: Passage) -> Iterator[Problem]:
    english, fixed = passage.english, passage.translation
    if english.lstrip(_ENDS) == english:
        fixed = fixed.lstrip(_ENDS)
    if english.rstrip(_ENDS) == english:
        fixed = fixed.rstrip(_ENDS)
    if fixed and fixed != passage.translation:
        message = (
            "The translation begins or ends with a space that the English does not have; "
            "take it away."
        )
        yield passage.problem("text-spaces", message, fixed)


# These have no width; a soft hyphen shows at the end of a line only.
INVISIBLE = "\u200b\u2060\ufeff\u00ad"
# Languages that set no spaces between words mark with such characters where a line may end.
_WITHOUT_SPACES = ("bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh")
_ANY = re.compile(f"[{INVISIBLE}]")
# Within a long word a soft hyphen is typography.
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})\u00ad(?=[^\W\d_]{2})")


@text_rule()
def find_invisible(passage: Passage) -> Iterator[Problem]:
    """Find characters that nobody sees, such as a zero-width space."""
    found = _ANY.search(_HYPHEN.sub("-", passage.translation))
    if found is None or _ANY.search(passage.english) or passage.is_in(*_WITHOUT_SPACES):
        return
    before, after = (_ANY.sub("", part).strip() for part in passage.around(*found.span()))
    name = unicodedata.name(found[0])
    where = f"after “{before}”" if before else f"before “{after}”"
    message = f"An invisible character (U+{ord(found[0]):04X}, {name.lower()}) is {where}"
    fixed = _ANY.sub("", passage.translation)
    yield passage.problem("text-invisible", f"{message}; delete it.", fixed)
