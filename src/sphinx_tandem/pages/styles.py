"""The styles that pages use: rules that none of them needs are left out, icons become masks.

All this is one module: each step hands the same rules, read once, on to the next.

Everything is read from the files of the theme and of extensions as they are installed, so
that a new version of a theme needs nothing here.  A rule stays when each class, id, element
and attribute of one of its selectors is on a page or in a script.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote

import minify_html
import tinycss2
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from ..text.html import is_html

# Pseudo-classes that ask for one of their arguments; those of ``:not`` may be missing.
_ONE_OF = frozenset({"is", "where", "has", "-webkit-any", "-moz-any", "host"})
# At-rules that hold rules.
_GROUPS = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_DEFINITION = re.compile(r"(--[\w-]+)\s*:")
_NAMES = re.compile(r"--[\w-]+")
# Comments are passed over: an apostrophe in one begins no text.
_STRING = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.DOTALL
)
_WORD = re.compile(r"[\w-]+")
_SCHEME = re.compile(r"\[data-theme=[\"']?(light|dark)[\"']?\]")
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"'\s]*))\s*\)")
_FONT_NAME = re.compile(r"font-family\s*:\s*([^;}]+)")
_PRIVATE = re.compile(r"[\"'](?:\\([0-9a-fA-F]{4,6}) ?|([\ue000-\uf8ff]))[\"']")


@dataclass
class Usage:
    """What is on pages, as selectors name it: ``.class``, ``#id``, ``element``, ``[attr]``.

    :param names: the names; an attribute with its value is ``[attr=value]``.
    :param words: the words in the texts of scripts, any of which may become a class.
    :param properties: all words of scripts, which may set an attribute as a property.
    :param shapes: the elements of pages, each as its names: ``p #id .class``.
    """

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    _with: dict[str, set[int]] = field(default_factory=dict)

    def add_script(self, text: str) -> None:
        """Note what a script may put on a page."""
        self.properties.update(_WORD.findall(text))
        for string in _STRING.findall(text):
            if string[0] == "/":
                continue
            self.words.update(_WORD.findall(string))

    def has(self, name: str) -> bool:
        """Say whether what a selector names can be on a page."""
        if name in self.names:
            return True
        # A class in a script has a name of its own: ``h1`` there is an element.
        word = name.lstrip(".#[").rstrip("]")
        if name[0] == "[":
            parts = word.removeprefix("data-").split("-")
            own = parts[0] + "".join(part.capitalize() for part in parts[1:])
            return word in self.words or own in self.properties
        is_element = "-" not in word and is_html(word)
        return word in self.words and not (name[0] == "." and is_element)

    def has_together(self, names: Sequence[str]) -> bool:
        """Say whether one element can have all of some names: one on a page, or a script's."""
        if len(names) < 2 or any(name not in self.names for name in names):
            return True
        if not self._with:
            for number, shape in enumerate(sorted(self.shapes)):
                for part in shape.split(" "):
                    self._with.setdefault(part, set()).add(number)
        if any(name[0] == "." and name[1:] in self.words for name in names):
            return True  # a script may put it on any element
        return bool(set.intersection(*(self._with.get(name, set()) for name in names)))

    def has_value(self, attribute: str, value: str) -> bool:
        """Say whether an attribute can have a value."""
        return f"[{attribute}={value}]" in self.names or value in self.words


# -- Which selectors can match --------------------------------------------------------------------


def _split(tokens: Sequence[tinycss2.ast.Node]) -> Iterator[list[tinycss2.ast.Node]]:
    """Split what is between commas."""
    part: list[tinycss2.ast.Node] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _can_match(tokens: Sequence[tinycss2.ast.Node], usage: Usage) -> bool:
    """Say whether one selector can match anything on a page."""
    before = ""
    together: list[str] = []  # what one element has to have
    for token in tokens:
        kind = token.type
        if kind == "whitespace" or (kind == "literal" and token.value in (">", "+", "~")):
            if not usage.has_together(together):
                return False
            together = []
        elif kind == "ident" and before != ":":
            # Behind a colon it is a state or a part of an element, which always may be.
            together.append(f".{token.value}" if before == "." else token.lower_value)
        elif kind == "hash":
            together.append(f"#{token.value}")
        elif not _can_be(token, usage):
            return False
        if together and not usage.has(together[-1]):
            return False
        before = token.value if kind == "literal" else ""
    return usage.has_together(together)


def _can_be(token: tinycss2.ast.Node, usage: Usage) -> bool:
    """Say whether an element can be what an attribute or a function asks for."""
    if token.type == "[] block":
        return _has_attribute(token.content, usage)
    if token.type == "function" and token.lower_name == "not":
        is_scheme = tinycss2.serialize(token.arguments).strip() == "[data-theme]"
        return not is_scheme or not usage.has("[data-theme]")
    if token.type == "function" and token.lower_name in _ONE_OF:
        # ``:has(> a)`` and the like begin with a combinator, which names nothing.
        return any(_can_match(one, usage) for one in _split(token.arguments))
    return True


def _has_attribute(tokens: Sequence[tinycss2.ast.Node], usage: Usage) -> bool:
    parts = [token for token in tokens if token.type != "whitespace"]
    name = next((token.lower_value for token in parts if token.type == "ident"), "")
    if not usage.has(f"[{name}]"):
        return False
    signs = [token.value for token in parts if token.type == "literal"]
    values = [token.value for token in parts[1:] if token.type in ("string", "ident")]
    return signs != ["="] or not values or usage.has_value(name, values[0])


# -- A sheet, read --------------------------------------------------------------------------------


@dataclass
class _Rule:
    """A rule: its selectors, or the at-rule around others."""

    selectors: list[list[tinycss2.ast.Node]]
    body: str
    at: str = ""
    rules: list[_Rule] = field(default_factory=list)


# Rules with plain selectors, which are most of them, are passed over before a sheet is read.
_PLAIN_RULE = re.compile(r"(?<=[{};/>])([\w\s.,+~:#*>-]+)\{(?:[^{}\"']|\"[^\"]*\"|'[^']*')*\}")
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


def _read(text: str, usage: Usage) -> list[_Rule]:
    def needed(found: re.Match[str]) -> str:
        for one in found[1].split(","):
            if all(usage.has(f".{name}") for name in _CLASS.findall(one)):
                return found[0]
        return ""

    text = _PLAIN_RULE.sub(needed, text)
    return list(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Sequence[tinycss2.ast.Node]) -> Iterator[_Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield _Rule(list(_split(node.prelude)), tinycss2.serialize(node.content).strip())
        elif node.type == "at-rule":
            at = f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}".rstrip()
            if node.content is None:
                yield _Rule([], "", at)
            elif node.lower_at_keyword in _GROUPS:
                inside = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                yield _Rule([], "", at, list(_rules(inside)))
            else:
                yield _Rule([], tinycss2.serialize(node.content).strip(), at)


def _used(rules: Sequence[_Rule], usage: Usage) -> Iterator[_Rule]:
    """Yield the rules that can matter, with the selectors that can match."""
    for rule in rules:
        if rule.rules:
            if inside := list(_used(rule.rules, usage)):
                yield _Rule([], "", rule.at, inside)
        elif rule.at:
            if rule.body or rule.at.startswith("@layer"):
                yield rule
        elif rule.body and (kept := [one for one in rule.selectors if _can_match(one, usage)]):
            yield _Rule(kept, rule.body)


def _flat(rules: Sequence[_Rule]) -> Iterator[_Rule]:
    for rule in rules:
        yield rule
        yield from _flat(rule.rules)


def _written(rules: Sequence[_Rule]) -> str:
    parts = []
    for rule in rules:
        if rule.rules:
            parts.append(f"{rule.at}{{{_written(rule.rules)}}}")
        elif rule.at and not rule.body:
            parts.append(f"{rule.at};")
        else:
            parts.append(f"{rule.at or _selectors(rule)}{{{rule.body}}}")
    return "\n".join(parts)


def _selectors(rule: _Rule) -> str:
    return ",".join(tinycss2.serialize(one).strip() for one in rule.selectors)


# -- What only other rules ask for ----------------------------------------------------------------


def _declarations(body: str) -> list[tuple[str, str]]:
    """Return the declarations of a rule: name and text.  A nested rule has no name."""
    found = []
    for node in tinycss2.parse_blocks_contents(body, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            end = "!important" if node.important else ""
            found.append((node.name, f"{tinycss2.serialize(node.value).strip()}{end}"))
        elif node.type != "error":
            found.append(("", tinycss2.serialize([node])))
    return found


def _joined(declarations: Sequence[tuple[str, str]]) -> str:
    return ";".join(f"{name}:{text}" if name else text for name, text in declarations)


def _without_unused(rules: list[_Rule], usage: Usage) -> list[_Rule]:
    """Leave out variables, animations and fonts to which nothing refers any more."""
    flat = [rule for rule in _flat(rules) if rule.body]
    bodies = {id(rule): _declarations(rule.body) for rule in flat if not rule.at}
    defined: dict[str, set[str]] = {}
    used = {word for word in usage.words if word.startswith("--")}
    for rule in flat:
        if rule.at:
            used.update(_NAMES.findall(rule.body))
    for name, text in (one for body in bodies.values() for one in body):
        if name.startswith("--"):
            defined.setdefault(name, set()).update(_VARIABLE.findall(text))
        else:
            used.update(_VARIABLE.findall(text))
    waiting = list(used)
    while waiting:
        more = defined.get(waiting.pop(), set()) - used
        used |= more
        waiting += more
    for rule in flat:
        if not rule.at:
            rule.body = _joined([x for x in bodies[id(rule)] if x[0][:2] != "--" or x[0] in used])
    text = "\n".join(rule.body for rule in flat if not rule.at)
    return [one for rule in rules if (one := _with_use(rule, text)) is not None]


def _with_use(rule: _Rule, text: str) -> _Rule | None:
    """Return a rule, or ``None`` where nothing in *text* needs it."""
    if rule.rules:
        inside = [one for x in rule.rules if (one := _with_use(x, text)) is not None]
        return _Rule([], "", rule.at, inside) if inside else None
    name = rule.at.partition(" ")[2].strip("'\" ")
    if "keyframes" in rule.at[:20] and name not in text:
        return None
    if rule.at == "@font-face":
        if "/webfonts/fa-" in rule.body:
            return None  # its glyphs are masks
        family = _FONT_NAME.search(rule.body)
        plain = re.sub(r"[\"'\\]", "", family[1]).strip() if family else ""
        if plain not in re.sub(r"[\"'\\]", "", text):
            return None
    return rule if rule.body or rule.at.startswith(("@layer", "@import", "@namespace")) else None


# -- Light and dark without scripts ---------------------------------------------------------------


def _with_wishes(rules: Sequence[_Rule]) -> Iterator[_Rule]:
    """Let rules for light and dark pages hold for the wish of the system, too.

    pydata-sphinx-theme has a script write the scheme into ``data-theme``; until then, and
    without it, the attribute is ``auto``.
    """
    for rule in rules:
        if rule.rules:
            yield _Rule([], "", rule.at, list(_with_wishes(rule.rules)))
            continue
        yield rule
        for scheme in ("light", "dark"):
            texts = [tinycss2.serialize(one) for one in rule.selectors]
            mine = [one for one in texts if scheme in _SCHEME.findall(one)]
            if mine:
                own = ",".join(_SCHEME.sub("[data-theme=auto]", one) for one in mine)
                prelude = list(_split(tinycss2.parse_component_value_list(own)))
                inside = _Rule(prelude, rule.body)
                yield _Rule([], "", f"@media (prefers-color-scheme:{scheme})", [inside])


# -- Icons ----------------------------------------------------------------------------------------

# A glyph is replaced by a box of its width that takes no height, in the middle of the line:
# what surrounds it does not move.
_BOX = (
    'content:"";display:inline-block;box-sizing:content-box;width:var({0}-w);height:1em;'
    "margin-block:-.5em;vertical-align:.375em;background:currentColor;"
    # Every browser knows the old name, some of those on older phones no other.
    "-webkit-mask:var({0}) 50%/var({0}-w) 1em no-repeat"
)
_PLACED = "margin-block:0;height:1lh"


@cache
def _font(path: Path) -> TTFont:
    return TTFont(path)


class _ShortPath(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes the outline of a glyph as a path of SVG, from point to point.

    :param top: the height of the font's line above its base: there the drawing begins.
    """

    def __init__(self, glyphs: object, top: int) -> None:
        super().__init__(glyphs)
        self.top = top
        self.written = ""
        self.here = (0, 0)

    def _step(self, letter: str, *points: tuple[float, float]) -> None:
        whole = [(round(x), self.top - round(y)) for x, y in points]
        x, y = self.here
        text = " ".join(f"{a - x} {b - y}" for a, b in whole).replace(" -", "-")
        self.written += letter + text
        self.here = whole[-1]

    def _moveTo(self, pt: tuple[float, float]) -> None:
        if self.written:
            self._step("m", pt)
        else:
            self.here = (round(pt[0]), self.top - round(pt[1]))
            self.written = "M{} {}".format(*self.here)
        self.start = self.here

    def _lineTo(self, pt: tuple[float, float]) -> None:
        x, y = round(pt[0]) - self.here[0], self.top - round(pt[1]) - self.here[1]
        if x and y:
            self._step("l", pt)
        elif x or y:
            self.written += f"h{x}" if x else f"v{y}"
            self.here = (self.here[0] + x, self.here[1] + y)

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        self._step("c", *points)

    def _closePath(self) -> None:
        self.written += "z"
        self.here = self.start


def _drawing(fonts: Sequence[Path], code: int) -> tuple[str, str] | None:
    """Return a glyph as the address of a drawing, and its width; ``None`` where no font has it."""
    for path in fonts:
        font = _font(path)
        name = font.getBestCmap().get(code)
        if name is None:
            continue
        glyphs, size = font.getGlyphSet(), font["head"].unitsPerEm
        top, width = font["hhea"].ascent, glyphs[name].width
        pen = _ShortPath(glyphs, top)
        glyphs[name].draw(pen)
        drawing = (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {size}'>"
            f"<path d='{pen.written}'/></svg>"
        )
        return (
            f'url("data:image/svg+xml,{quote(drawing, safe=_PLAIN)}")',
            f"{width / size:.4g}em",
        )
    return None


_PLAIN = " =:/'(),-"


def _without_icon_font(rules: list[_Rule], fonts: Sequence[Path]) -> None:
    """Turn glyphs of an icon font into masks."""
    drawn: set[str] = set()
    flat = [rule for rule in _flat(rules) if rule.body and not rule.at]
    icons = [(rule, _declarations(rule.body)) for rule in flat if _has_icon(rule.body)]
    for rule, found in icons:
        new: list[tuple[str, str]] = []
        for name, text in found:
            code = _PRIVATE.fullmatch(text)
            drawing = (
                _drawing(fonts, int(code[1], 16) if code[1] else ord(code[2])) if code else None
            )
            if drawing is None:
                new.append((name, text))
            elif name.startswith("--"):
                drawn.add(name)
                new += [(name, drawing[0]), (f"{name}-w", drawing[1])]
            elif name == "content":
                drawn.add("--tandem-icon")
                new += [("--tandem-icon", drawing[0]), ("--tandem-icon-w", drawing[1])]
                new.append((name, "var(--tandem-icon)"))
        rule.body = _joined(new)
    _name_widths(flat, drawn)
    for rule in flat:
        if "content" in rule.body:
            _mask(rule, drawn)


def _name_widths(rules: Sequence[_Rule], drawn: set[str]) -> None:
    """Let a variable that stands for an icon by another variable have a width, too."""
    found = True
    while found:
        found = False
        for rule in rules:
            if "-icon" not in rule.body:
                continue
            new: list[tuple[str, str]] = []
            for name, text in _declarations(rule.body):
                new.append((name, text))
                other = _ALIAS.fullmatch(text)
                if other and other[1] in drawn and name.startswith("--") and name not in drawn:
                    drawn.add(name)
                    new.append((f"{name}-w", f"var({other[1]}-w)"))
                    found = True
            rule.body = _joined(new)


_ALIAS = re.compile(r"var\((--[\w-]+)\)")


def _has_icon(body: str) -> bool:
    return _PRIVATE.search(body) is not None


def _mask(rule: _Rule, drawn: Collection[str]) -> None:
    found = _declarations(rule.body)
    names = [_VARIABLE.findall(text) for name, text in found if name == "content"]
    icon = next((x[0] for x in names if x and x[0] in drawn), "")
    if not icon:
        return
    rest = _joined([(name, text) for name, text in found if name != "content"])
    is_placed = "position:absolute" in rest or "float:" in rest
    # The rule's own size and place have the last word.
    rule.body = ";".join(filter(None, (_BOX.format(icon), rest, _PLACED if is_placed else "")))


# -- Whole sheets ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A stylesheet as it is published before it is made smaller.

    :param path: its file.
    :param text: what is in it, with what it imports.
    """

    path: Path
    text: str


_IMPORT = re.compile(r"@import\s+(?:url\()?\s*[\"']?([^\"')\s;]+)[\"']?\s*\)?\s*;")


def read_sheet(path: Path, seen: frozenset[Path] = frozenset()) -> Sheet:
    """Read a stylesheet with the local ones that it imports; addresses become absolute paths."""
    text = path.read_text("utf-8", errors="replace").removeprefix("\ufeff")
    text = re.sub(r"^@charset [^;]*;", "", text)

    def imported(found: re.Match[str]) -> str:
        other = (path.parent / found[1].partition("?")[0]).resolve()
        if "//" in found[1] or other in seen or not other.is_file():
            return found[0]
        return read_sheet(other, seen | {path}).text

    def absolute(found: re.Match[str]) -> str:
        address = found[1] or found[2] or found[3] or ""
        if not address or address.startswith(("data:", "#", "/")) or "://" in address:
            return found[0]
        return f'url("{(path.parent / address).resolve().as_posix()}")'

    parts = re.split(r"(@import[^;]*;)", text)
    text = "".join(
        _IMPORT.sub(imported, part) if number % 2 else _URL.sub(absolute, part)
        for number, part in enumerate(parts)
    )
    return Sheet(path, text)


_BUTTON = re.compile(r"\bbutton(\.(?:sidebar|primary|secondary)-toggle)")


def needed_styles(
    sheets: Sequence[Sheet], usage: Usage, fonts: Mapping[str, Path], *, by_wish: bool
) -> str:
    """Return what pages need of some stylesheets, as one small one.

    :param fonts: fonts of icons, by what their file's name begins with.
    :param by_wish: whether rules for light and dark pages follow the system's wish, too.
    """
    text = {sheet.path: sheet.text for sheet in sheets}
    if by_wish:
        # The buttons of the menus are links here, which open without scripts; and every page
        # says which scheme it has.
        text = {path: _BUTTON.sub(r"\1", one) for path, one in text.items()}
    rules = [rule for sheet in sheets for rule in _used(_read(text[sheet.path], usage), usage)]
    _without_icon_font(rules, [fonts[name] for name in sorted(fonts, reverse=True)])
    if by_wish:
        rules = list(_with_wishes(rules))
    return small_styles(_written(_without_unused(rules, usage)))


def small_styles(text: str) -> str:
    """Return a stylesheet without what only people read."""
    if "</style" in text.lower():
        return text
    small = minify_html.minify(f"<style>{text}</style>", minify_css=True)
    return small.removeprefix("<style>").removesuffix("</style>")


def small_script(text: str) -> str:
    """Return a script without what only people read."""
    if "</script" in text.lower() or "<!--" in text:
        return text
    small = minify_html.minify(f"<script>{text}</script>", minify_js=True)
    return small.removeprefix("<script>").removesuffix("</script>")
