"""Compares what is in a translation with what is in its English; the order may differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest
from operator import eq

from ...text import Syntax, one_line
from ...text.contents import Contents, less
from ...text.html import is_html
from ...text.masking import PERCENT
from ..context import Context
from ..rules import Problem, fault, shown
from .addresses import same_address, same_place
from .code import compare_code, compare_roles, repeated, unmatched

# References without a name (`__`) and footnotes without one are told apart by their number.
_COUNTED = ("__", "*", "#")
# So many things that the English lacks are named one by one; a text can hold hundreds.
_NAMED = 3
_NAMES = {"*": "*emphasis*", "**": "**strong emphasis**", "~~": "~~struck text~~"}


def compare(
    english: Contents, found: Contents, context: Context, syntax: Syntax
) -> Iterator[Problem]:
    """Yield what a translation loses, adds or changes."""
    translated = partial(same_address, language=context.language)
    yield from _links(english, found, context.language)
    yield from _empty_links(english, found)
    if syntax is Syntax.MYST:
        yield from _bare_links(english, found)
    images = english.images, found.images
    yield from _differences("translation-image", "The image", *images, translated)
    yield from _silent_images(english, found)
    yield from compare_roles(english, found, context, syntax)
    yield from _references(english, found, context)
    footnotes = english.footnotes, found.footnotes
    yield from _differences("translation-footnote", "The mark of the footnote", *footnotes)
    substitutions = english.substitutions, found.substitutions
    yield from _differences("translation-substitution", "The substitution", *substitutions)
    yield from compare_code(english, found)
    yield from _tags(english, found)
    yield from _attributes(english, found)
    yield from _emphasis(english, found)


def _differences(
    code: str,
    kind: str,
    ours: Counter[str],
    theirs: Counter[str],
    same: Callable[[str, str], bool] = eq,
) -> Iterator[Problem]:
    """Yield a problem for each thing that is changed, lost or added, or occurs more or less often.

    :param kind: what the things are, with its article: ``The link to``.
    :param same: whether two of them are the same thing in two languages.
    """
    lost, added, several = unmatched(ours, theirs, same)
    yield from repeated(f"{kind} {one_line(one)}" for one in several if one not in _COUNTED)
    for thing in filter(_COUNTED.__contains__, several):
        what = f"{kind} {thing} occurs more or less often in the translation than in the English"
        yield fault(code, what, "write it as often as the English does")
    rest = added[max(len(lost), _NAMED) :] if len(added) > len(lost) + _NAMED else []
    for was, now in zip_longest(lost, added[: len(added) - len(rest)]):
        if now is None:
            what = f"{kind} {one_line(was)} is missing from the translation"
            yield fault(code, what, "put it where it belongs in the sentence")
        elif was is None:
            what = f"{kind} {shown(now)} is not in the English"
            yield fault(code, what, "take it out, or write it as the English does")
        else:
            what = f"{kind} {shown(was, now)} has become {shown(now, was)}"
            yield fault(code, what, f"write {one_line(was)} as the English does")
    if rest:
        what = f"{kind} {shown(rest[0])} is not in the English, nor are others, {len(rest)} in all"
        yield fault(code, what, "take them out, or write what the English has")


def _links(english: Contents, found: Contents, language: str) -> Iterator[Problem]:
    """Yield what is wrong with the links, and those that surely lead to the same by another address."""
    same = partial(same_address, language=language)
    ours, theirs = Counter(english.links), Counter(found.links)
    lost, added, _ = unmatched(ours, theirs, same)
    for was in lost:
        now = next((other for other in added if same_place(was, other, language)), None)
        if now is not None:
            del ours[was], theirs[now]
            added.remove(now)
            what = f"The link to {shown(was, now)} leads to {shown(now, was)}, on the same site"
            yield fault("translation-address", what, "see that it is the same page")
    yield from _differences("translation-link", "The link to", ours, theirs, same)


def _references(english: Contents, found: Contents, context: Context) -> Iterator[Problem]:
    """Yield what is wrong with the named references of reStructuredText.

    As in Sphinx, as many names as the English has, none of which is another target of the page,
    lead to the targets of the English, in its order.
    """
    called = partial(context.site.calls, language=context.language)
    lost, added, several = unmatched(english.references, found.references, called)
    is_whole = len(lost) == len(added) and "__" not in (*lost, *added, *several)
    # In a part of a page in Markdown (`eval-rst`) nobody takes them in their order.
    is_whole = is_whole and context.syntax is Syntax.RST
    if is_whole and not any(name in context.targets for name in added):
        yield from repeated(f"The reference to {one_line(name)}" for name in several)
        for was, now in zip(lost, added, strict=True):
            what = f"The reference to {shown(was, now)} is called {shown(now, was)}"
            mend = f"write `{now} <{was}_>`_, so that it leads there wherever it is"
            yield fault("translation-names", what, mend)
        return
    references = english.references, found.references
    yield from _differences("translation-reference", "The reference to", *references, called)


def _empty_links(english: Contents, found: Contents) -> Iterator[Problem]:
    for target in less(found.empty_links, english.empty_links):
        what = f"The link to {shown(target)} has no text, so nobody could follow it"
        yield fault("translation-link", what, "write its text between the brackets")


def _bare_links(english: Contents, found: Contents) -> Iterator[Problem]:
    """Yield the links of the English whose addresses are mere text in the translation."""
    if "[" in found.text or "](" in found.text:
        return  # the mark that is missing is named
    for address in less(found.bare, english.bare):
        if english.links[address] > english.bare[address]:
            what = f"The address {shown(address)} is no longer a link, and readers cannot follow it"
            yield fault("translation-link", what, f"write it as the English does, or <{address}>")


def _silent_images(english: Contents, found: Contents) -> Iterator[Problem]:
    for target in less(found.silent_images, english.silent_images):
        if english.images[target] > english.silent_images[target]:
            what = f"The image {shown(target)} has lost the text for those who cannot see it"
            yield fault("translation-image", what, "write it between the brackets")


def _tags(english: Contents, found: Contents) -> Iterator[Problem]:
    lost = less(english.tags, found.tags)
    for tag in lost.elements():
        # `<name>` or `<your name>`, which readers fill in, or `<<original entry>>`, a link
        is_name = not is_html(tag.name) and all(value is None for _, value in tag.attributes)
        if tag.name in ("br", "wbr") or is_name:
            continue
        if tag.closing and any(other.name == tag.name and not other.closing for other in lost):
            continue  # said once for both
        what = f"The HTML <{'/' * tag.closing}{tag.name}> is missing from the translation"
        yield fault("translation-html", what, "write it as the English does")


def _attributes(english: Contents, found: Contents) -> Iterator[Problem]:
    for name, value in less(english.attributes, found.attributes).elements():
        if name == "class" and value.startswith("language-"):
            continue  # a word in another language need not be one in the translation
        what = f"The attribute {name}={shown(value)} is missing from the translation"
        yield fault("translation-html", what, "write it in braces as the English does")


def _emphasis(english: Contents, found: Contents) -> Iterator[Problem]:
    """The translation emphasises more, less or otherwise than the English."""
    lost, added = less(english.emphasis, found.emphasis), less(found.emphasis, english.emphasis)
    for marks in lost:
        what = f"The English has {_NAMES.get(marks, marks)} that the translation lacks"
        yield fault("translation-emphasis-pairs", what, "emphasise the same words")
    if lost:
        return
    known = english.text.casefold()
    for marks, count in added.items():
        words = [text for mark, text in found.emphasised if mark == marks]
        # a word that stays English is in italics in many languages
        foreign = [text for text in words if marks == "*" and text.strip().casefold() in known]
        if count > len(foreign):
            what = f"The translation has {_NAMES.get(marks, marks)} that the English lacks"
            yield fault("translation-emphasis-pairs", what, "emphasise what the English does")


# As Python itself reads them: in `100% de` it finds `% d`.
_PYTHON = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?[ #0+-]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?(?P<kind>.|$)", re.DOTALL
)
_KINDS = frozenset("diouxXeEfFgGcrsa%")
# The parts of a date: `%d %B %Y`.
_DATE = re.compile(r"%-?[aAbBdHIjmMpSUwWxXyYZ](?![A-Za-z])")


def compare_placeholders(english: Contents, found: Contents, message: str) -> Iterator[Problem]:
    """A placeholder is missing or changed, so that its value would be lost."""
    if not english.placeholders and not found.placeholders:
        return
    if len(_DATE.findall(message)) > 1:
        return  # each language has an order of its own
    lost = list(less(english.placeholders, found.placeholders).elements())
    added = list(less(found.placeholders, english.placeholders).elements())
    numbered = (any(one != _without_place(one) for one in side) for side in (lost, added))
    if sorted(map(_without_place, lost)) == sorted(map(_without_place, added)) and not all(
        numbered
    ):
        lost, added = [], []  # `%1$s` for `%s`, `{0}` for `{}`
    if not lost and not added and _order(english) != _order(found):
        what = "The placeholders without a name are not in the same order as in the English"
        mend = "keep their order, or number them: %1$s"
        yield fault("translation-placeholder", what, mend)
    for was, now in zip_longest(lost, added):
        if was is None:
            what = f"The placeholder {shown(now)} is not in the English, so nothing fills it"
            yield fault("translation-placeholder", what, "take it out")
        else:
            became = f" has become {shown(now)}" if now is not None else " is missing"
            what = f"The placeholder {shown(was)}{became}, and its value would be lost"
            mend = "write it as the English does, to the letter"
            yield fault("translation-placeholder", what, mend)


def compare_python(messages: tuple[str, ...], text: str) -> Iterator[Problem]:
    """Yield what Python would stumble over in a text that is flagged ``python-format``.

    :param messages: the English: one text, or those of both numbers.
    """
    ours: set[str] = set()
    for message in messages:
        names = _python(message)
        if names is None:
            return  # the flag was guessed, and wrongly
        ours |= names
    theirs = _python(text)
    if theirs is None:
        what = "A % of the translation begins no placeholder, and the page could not be written"
        yield fault("translation-placeholder", what, "write %% for a percent sign")
    elif theirs - ours:
        what = "The translation has a placeholder, or a single %, that is not in the English"
        yield fault("translation-placeholder", what, "write %% for a percent sign")


def _python(text: str) -> set[str] | None:
    """Return the names or kinds of placeholders, or ``None`` for a text that is no format."""
    found = set()
    for match in _PYTHON.finditer(text):
        if match["kind"] not in _KINDS or not match["kind"]:
            return None
        if match["kind"] != "%":
            found.add(match["name"] or f"%{match['kind']}")
    return found


def _without_place(placeholder: str) -> str:
    return re.sub(r"^%\d+\$", "%", re.sub(r"^\{\d+\}$", "{}", placeholder))


def _order(held: Contents) -> list[str]:
    """Return the placeholders without a name, in the order of their values."""
    found = [match.group() for match in PERCENT.finditer(held.text)]
    found = [placeholder for placeholder in found if not placeholder.startswith("%(")]
    if any("$" in placeholder for placeholder in found):
        found.sort(
            key=lambda placeholder: re.sub(r"\D.*", "", placeholder[1:]).zfill(len(held.text))
        )
    return [_without_place(placeholder) for placeholder in found]


def numbers_only(english: Counter[str], found: Counter[str]) -> bool:
    """Say whether a form for one number lacks nothing but the number itself."""
    lost, added = english - found, found - english
    return not added and lost.total() <= 1
