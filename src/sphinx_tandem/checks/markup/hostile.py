"""What a translation brings that could harm readers, or run while a site is built.

A catalog is untrusted: it is written by many hands and reviewed less than code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from ...text import masking, one_line
from ...text.contents import Contents, Role, less, scheme
from ...text.html import Tag, is_html
from ...text.masking import macros
from ..rules import Problem, fault, shown

HOSTILE = "translation-hostile"
DIRECTIVE = "translation-directive"
# What an address may begin with to run code or to read a file, and what no link needs.
_RUNNING = "javascript vbscript data file blob"
_HARMFUL_SCHEMES = frozenset(f"{_RUNNING} path view-source ws wss".split())
_HARMFUL_ROLES = frozenset("raw download eval include octicon nb-download".split())
# Elements that could run something, and those besides that no sentence needs.
_SCRIPTABLE = "applet base embed frame iframe link math meta object script style svg template"
_FOREIGN = "body button form head html img input source textarea video audio"
_ICON = re.compile(r"^(?:fa|fab|far|fas|material-\w+)$")
_HARMFUL_DIRECTIVES = frozenset(
    """
    autoclass autofunction automodule code-cell csv-table download eval-rst figure iframe
    image include literalinclude nb-exec-table raw role toctree
""".split()
)
_DIRECTIVE = re.compile(
    r"(?:(?<!`)`{3,}|(?<!~)~{3,}|(?<!:):{3,})[ \t]*\{(?P<myst>[\w:+.-]+)\}"
    r"|(?:^|\s)\.\. (?:\|[^|\n]+\| )?(?P<rst>[A-Za-z][\w:+.-]*)::(?=\s|$)"
)
_BLOCK_MARK = re.compile(r"```|~~~|::|\)=|\{[%#]|\.\. _")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}|:{3,})", re.MULTILINE)
_TARGET = re.compile(r"^[ \t]*\([^()\s]+\)=[ \t]*$|^[ \t]*\.\. _[^:\n]+:", re.MULTILINE)
_PLAIN_KEY = re.compile(r"[\w.-]+")
# `{{ version } of {{ who }}`: no template language could run it.
_LONE_BRACE = re.compile(r"[\w.-]+\s*\}[^{}]*\{\{?\s*[\w.-]+")
_JINJA = re.compile(r"\{%(?:(?!%\}|\{%).)*%\}|\{#(?:(?!#\}|\{#).)*#\}", re.DOTALL)
# With these a translation would forge the marks around untranslated text.
_FORGED = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# Letters that turn the order of the others around, so that people read what is not there.
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\x00-\x1f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_ADDRESS = re.compile(
    rf"(?:\]\(|\]:|[\"'=<])\s*<?\s*(?:{_RUNNING.replace(' ', '|')})\s*:[^\s)>\"']*", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"\]\{[^{}]*\b(?:on\w+|style)\s*=", re.IGNORECASE)
_TAG = re.compile(
    rf"<!--|<\?|<\s*/?(?:{'|'.join(f'{_SCRIPTABLE} {_FOREIGN}'.split())})(?=[\s/>])", re.IGNORECASE
)


def find_hostile(english: Contents, found: Contents) -> Iterator[Problem]:
    """The translation adds HTML, a script, a file or code that is not in the English.

    What is found is taken out of *found*, so that it is said once.

    :param english: what the English holds.
    :param found: what the translation holds.
    """
    yield from _html(english, found)
    yield from _addresses(english, found)
    yield from _roles(english, found)
    yield from _expressions(english, found)
    yield from _attributes(english, found)
    yield from _formulas(english, found)


def _hostile(what: str) -> Problem:
    return fault(HOSTILE, what, "take it out, or write it as the English does")


def _html(english: Contents, found: Contents) -> Iterator[Problem]:
    added, lost = less(found.tags, english.tags), less(english.tags, found.tags)
    said: set[str] = set()
    names = lost.total()  # `<name>`, which no browser knows
    for tag in added.elements():
        found.tags.subtract([tag])
        if names and not is_html(tag.name) and not tag.attributes:
            names -= 1
        elif tag.name == "br" and not tag.attributes:
            continue  # a translator may break a line
        elif other := _moved(tag, lost):
            was, now = _href(other), _href(tag)
            what = f"The link to {shown(was, now)} leads to {shown(now, was)} now"
            yield fault("translation-link", what, f"write {one_line(was)} as the English does")
        elif role := _role_without_ticks(tag, less(english.roles, found.roles)):
            what = f"The backticks of the role {{{role.name}}} are missing before <{tag.name}>"
            found.placeholders.subtract([f"{{{role.name}}}"])
            mend = f"write {{{role.name}}}`…` with the words and <{role.target}> between backticks"
            yield fault("translation-role", what, mend)
        elif tag.name not in said:
            said.add(tag.name)
            is_like = any(other.name == tag.name for other in english.tags)
            yield _foreign_html(f"<{'/' * tag.closing}{tag.name}>", is_like)
    for comment in less(found.comments, english.comments).elements():
        yield _foreign_html(shown(comment))


def _foreign_html(html: str, is_like: bool = False) -> Problem:
    how = " in this form" if is_like else ""
    return _hostile(f"The translation adds HTML, {html}, that is not in the English{how}")


def _href(tag: Tag) -> str:
    return dict(tag.attributes).get("href") or ""


def _moved(tag: Tag, lost: Counter[Tag]) -> Tag | None:
    """Return the link of the English that only leads elsewhere in the translation, if it is one."""

    def rest(of: Tag) -> set[tuple[str, str | None]]:
        return {pair for pair in of.attributes if pair[0] != "href"}

    if tag.name != "a" or scheme(_href(tag)) not in ("http", "https"):
        return None
    return next((o for o in lost if o.name == "a" and _href(o) and rest(o) == rest(tag)), None)


def _role_without_ticks(tag: Tag, lost: Counter[Role]) -> Role | None:
    """Return the lost role whose target a mark is: no browser knows an element of that name."""
    if tag.closing or tag.attributes or is_html(tag.name):
        return None
    return next((role for role in lost if role.target.casefold() == tag.name), None)


def _addresses(english: Contents, found: Contents) -> Iterator[Problem]:
    held = {scheme(target) for target in (*english.links, *english.images)}
    for target in less(found.links, english.links).elements():
        # `file:/x` in the text of a page is a role that lost its marks
        if scheme(target) in _HARMFUL_SCHEMES and (scheme(target) != "file" or "//" in target):
            found.links.subtract([target])
            yield _hostile(f"The translation adds a link that could run code, {shown(target)}")
    for target in less(found.images, english.images).elements():
        if scheme(target) and scheme(target) not in held:
            found.images.subtract([target])
            yield _hostile(f"The translation adds an image from elsewhere, {shown(target)}")


def _roles(english: Contents, found: Contents) -> Iterator[Problem]:
    names = {role.name for role in english.roles}
    for role in less(found.roles, english.roles).elements():
        local = masking.local_name(role.name)
        harmful = local in _HARMFUL_ROLES or bool(_ICON.match(local)) or "raw" in local
        linked = local.startswith("bdg-link") and scheme(role.target) in _HARMFUL_SCHEMES
        if (harmful and role.name not in names) or linked:
            found.roles.subtract([role])
            what = f"The translation adds the role {{{role.name}}}`{shown(role.content)}`"
            yield _hostile(f"{what}, which could publish a file or foreign HTML")


def _expressions(english: Contents, found: Contents) -> Iterator[Problem]:
    for expression in less(found.substitutions, english.substitutions).elements():
        if _LONE_BRACE.fullmatch(expression):
            found.substitutions.subtract([expression])
            what = f"A brace of {{{{ {shown(expression)} }}}} has lost its partner"
            yield fault("translation-substitution", what, "write two braces on each side")
        elif not _PLAIN_KEY.fullmatch(expression) or "__" in expression:
            found.substitutions.subtract([expression])
            what = f"The translation adds {{{{ {shown(expression)} }}}}, which would run as code"
            yield _hostile(what)


def _attributes(english: Contents, found: Contents) -> Iterator[Problem]:
    for key, value in less(found.attributes, english.attributes).elements():
        if key == "class" and re.fullmatch(r"language-[A-Za-z-]{2,}", value):
            continue  # a translator may say that a word is in another language
        what = f"The translation adds the attribute {key}={shown(value)}"
        yield _hostile(f"{what}, which is not in the English")


def _formulas(english: Contents, found: Contents) -> Iterator[Problem]:
    held = {name for formula in english.formulas for name in macros(formula)}
    for formula in less(found.formulas, english.formulas).elements():
        if macros(formula) - held:
            found.formulas.subtract([formula])
            yield formula_problem(formula)


def formula_problem(formula: str) -> Problem:
    """Return the problem of a formula that does more than write mathematics."""
    return _hostile(f"The formula {shown(formula)} has a command that is not in the English")


def characters(message: str, text: str) -> Iterator[Problem]:
    """Yield a problem for characters that are in no text."""
    for pattern in (_FORGED, _CONTROL, _TURNED):
        found = pattern.search(text)
        if found and not pattern.search(message):
            code = f"U+{ord(found.group()):04X}"
            yield _hostile(f"The translation contains {code}, a character that no text needs")


def written(english: Contents, found: Contents, message: str, text: str) -> Iterator[Problem]:
    """Yield what looks hostile in the characters themselves, whether a parser sees it or not."""
    looks = (
        (":", _ADDRESS, message, text, "a link that could run code"),
        ("]{", _ATTRIBUTE, message, text, "an attribute that could run code"),
        ("<", _TAG, english.text, found.text, "HTML"),
    )
    for mark, pattern, before, after, what in looks:
        if mark not in after and "&" not in after:
            continue
        for added in _looks(pattern, after) - _looks(pattern, before):
            yield _hostile(f"The translation adds {what}, {shown(added)}")
    for command in sorted(macros(text) - macros(message)) if "\\" in text else ():
        yield formula_problem(command)


def _looks(pattern: re.Pattern[str], text: str) -> Counter[str]:
    plain = _INVISIBLE.sub("", unescape(text) if "&" in text else text)
    return Counter(found.group().lower() for found in pattern.finditer(plain))


def blocks(message: str, text: str) -> Iterator[Problem]:
    """The translation adds or loses a directive or a fence, which no passage has."""
    if not _BLOCK_MARK.search(text) and not _BLOCK_MARK.search(message):
        return
    added = _directives(text) - _directives(message)
    for name in added.elements():
        what = f"The translation adds the directive {name}, which is not in the English"
        mend = "take it out: a translation is the text of one passage"
        code = HOSTILE if name.split(":")[-1] in _HARMFUL_DIRECTIVES else DIRECTIVE
        yield fault(code, what, mend)
    lost = _directives(message) - _directives(text)
    for name in lost.elements():
        what = f"The directive {name} of the English is missing from the translation"
        yield fault(DIRECTIVE, what, "write it as the English does")
    ours, theirs = len(_FENCE.findall(message)), len(_FENCE.findall(text))
    if theirs > ours and not added:
        what = "The translation adds a fence (``` or :::), which would begin a block"
        yield fault(DIRECTIVE, what, "take it out: a translation is the text of one passage")
    elif theirs < ours and not lost:
        what = "The translation lacks a fence (``` or :::) that the English has"
        yield fault(DIRECTIVE, what, "write it as the English does")
    yield from _targets(message, text)
    for block in (Counter(_JINJA.findall(text)) - Counter(_JINJA.findall(message))).elements():
        yield _hostile(f"The translation adds {shown(block)}, which would run as code")


def _targets(message: str, text: str) -> Iterator[Problem]:
    """The translation adds or loses a target, to which links lead."""
    ours, theirs = (Counter(f.strip() for f in _TARGET.findall(t)) for t in (message, text))
    for target in less(theirs, ours).elements():
        what = f"The translation adds the target {shown(target)}, to which links would lead"
        yield fault("translation-target", what, "take it out: targets are in the page alone")
    for target in less(ours, theirs).elements():
        what = f"The target {shown(target)} is missing from the translation"
        yield fault("translation-target", what, "write it as the English does")


def _directives(text: str) -> Counter[str]:
    return Counter(found["myst"] or found["rst"] for found in _DIRECTIVE.finditer(text))


# HTML that readers would see as characters, and that some page might take for HTML.  Entities,
# code and roles are written out safely by the page itself.  What takes its text from there (a title
# in a menu, a search result, a feed) is written by others, so what could run is refused here too,
# unless the English shows the same.
_OPENED = re.compile(r"<\s*(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>])*)")
_EVENT = re.compile(r"(?:^|[\s/\"'])(?P<event>on[a-z]+)\s*=", re.IGNORECASE)
_SCRIPT = re.compile(
    r"(?P<event>(?:src|href|srcdoc|action|formaction|data)\s*=\s*[\"']?\s*(?:javascript|data|vbscript)):",
    re.IGNORECASE,
)


def find_rendered(english: Contents, found: Contents) -> Iterator[Problem]:
    """Yield what a translation shows that could run, where its English shows none of the kind."""
    if "<" not in found.rendered and "&" not in found.rendered:
        return
    ours = dict(_scriptable(english.rendered))
    for element, html in _scriptable(found.rendered):
        if element not in ours:
            what = f"The translation shows {shown(html)}, HTML that could run in some page"
            yield fault("translation-html", what, "write it as the English does")
            return


def _scriptable(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each element that could run: its name and what runs, and how it is written."""
    for plain in dict.fromkeys((text, unescape(text))):
        for match in _OPENED.finditer(plain):
            name = match["name"].lower()
            for pattern in (_EVENT, _SCRIPT):
                for event in pattern.finditer(match["rest"]):
                    yield (name, event["event"].lower()), match[0]
            if name in _SCRIPTABLE.split():
                yield (name, ""), match[0]
