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
from functools import cache, cached_property, lru_cache
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
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_DEFINITION = re.compile(r"(--[\w-]+)\s*:")
_NAMES = re.compile(r"--[\w-]+")
# Comments are passed over: an apostrophe in one begins no text.  What is not closed goes on to
# the end of its line or of the script, as a text: no beginning is looked for again in it.
_STRING = re.compile(
    r"//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|\"(?:\\.|[^\"\\\n])*+\"?|'(?:\\.|[^'\\\n])*+'?"
    r"|`(?:\\.|[^`\\])*+`?",
    re.DOTALL,
)
# What a script only looks for, it does not put on a page.
_LOOKED_FOR = re.compile(
    r"\b(?:querySelector(?:All)?|closest|matches)\(\s*"
    r"(?:\"[^\"\\\n]*+\"|'[^'\\\n]*+'|`[^`\\$]*+`)\s*\)"
)
_WORD = re.compile(r"[\w-]+")
_SCHEME = re.compile(r"\[data-theme=[\"']?(light|dark)[\"']?\]")
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"'\s]*))\s*\)")
_FONT_NAME = re.compile(r"font-family\s*:\s*([^;}]+)")
_PRIVATE = re.compile(r"[\"'](?:\\([0-9a-fA-F]{4,6}) ?|([\ue000-\uf8ff]))[\"']")


@cache
def _words_of(script: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the words of a script: all, those of its texts, and those that it may add to a page.

    Many pages load the same scripts.
    """
    every, added = (
        frozenset(
            word
            for string in _STRING.findall(text)
            if not (string[:2] == "//" or (string[:2] == "/*" and string.endswith("*/")))
            for word in _WORD.findall(string)
        )
        for text in (script, _LOOKED_FOR.sub("()", script))
    )
    return frozenset(_WORD.findall(script)), every, added


@dataclass
class Usage:
    """What is on pages, as selectors name it: ``.class``, ``#id``, ``element``, ``[attr]``.

    :param names: the names; an attribute with its value is ``[attr=value]``.
    :param words: the words in the texts of scripts, any of which may become a class.
    :param handled: these, and what scripts look for: they may move it.
    :param properties: all words of scripts, which may set an attribute as a property.
    :param shapes: the elements of pages, each as its names, ``p .class``, with the element in
        which it stands.
    """

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    handled: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)
    shapes: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._scripted: dict[str, bool] = {}

    def add_script(self, text: str) -> None:
        """Note what a script may put on a page."""
        properties, handled, words = _words_of(text)
        self.properties |= properties
        self.handled |= handled
        self.words |= words

    def add(self, other: Usage) -> None:
        """Note what somebody else noted, too."""
        self.names |= other.names
        self.words |= other.words
        self.handled |= other.handled
        self.properties |= other.properties
        self.shapes |= other.shapes

    def has(self, name: str) -> bool:
        """Say whether what a selector names can be on a page."""
        return name in self.names or self.is_of_script(name)

    def is_of_script(self, name: str) -> bool:
        """Say whether a script can put on a page what a selector names."""
        if name not in self._scripted:
            self._scripted[name] = self._is_of_script(name)
        return self._scripted[name]

    def is_handled(self, name: str) -> bool:
        """Say whether a script may put anywhere what a selector names."""
        return self.is_of_script(name) or name.lstrip(".#[").rstrip("]") in self.handled

    def _is_of_script(self, name: str) -> bool:
        # A class in a script has a name of its own: ``h1`` there is an element.
        word = name.lstrip(".#[").rstrip("]")
        if name[0] == "[":
            parts = word.removeprefix("data-").split("-")
            own = parts[0] + "".join(part.capitalize() for part in parts[1:])
            return word in self.words or own in self.properties
        is_element = "-" not in word and is_html(word)
        return word in self.words and not (name[0] == "." and is_element)

    def has_value(self, attribute: str, value: str) -> bool:
        """Say whether an attribute can have a value."""
        return f"[{attribute}={value}]" in self.names or value in self.words

    # Sets of elements are numbers here, with a bit for each: a selector asks for many.

    @cached_property
    def _elements(self) -> tuple[dict[str, int], list[int]]:
        """The elements that have a name, and those in which each element can stand."""
        numbers = {
            shape: number for number, shape in enumerate(sorted({x for x, _ in self.shapes}))
        }
        having: dict[str, int] = {}
        for shape, number in numbers.items():
            for name in shape.split(" "):
                having[name] = having.get(name, 0) | 1 << number
        parents = [0] * len(numbers)
        for shape, parent in self.shapes:
            if parent:
                parents[numbers[shape]] |= 1 << numbers[parent]
        return having, parents

    def _around(self, elements: int, sign: str) -> int:
        """Return the elements that a combinator can name on the left of some elements."""
        key = elements, sign
        if key not in self._seen:
            parents = 0
            for number in _bits(elements):
                parents |= self._elements[1][number]
            found = parents
            if sign == " ":
                more = parents
                while more:
                    above = 0
                    for number in _bits(more):
                        above |= self._elements[1][number]
                    more = above & ~found
                    found |= above
            elif sign != ">":
                found = sum(
                    1 << number
                    for number, above in enumerate(self._elements[1])
                    if above & parents or not above
                )
            self._seen[key] = found
        return self._seen[key]

    @cached_property
    def _seen(self) -> dict[tuple[int, str], int]:
        return {}

    def has_chain(
        self, chain: Sequence[tuple[str, Sequence[str]]], *, as_built: bool = False
    ) -> bool:
        """Say whether elements can stand as a selector names them.

        :param chain: the parts of the selector, each with the combinator behind it.
        :param as_built: whether scripts only add what is on no page, or what they turn on and off.
        """
        here: int | None = None
        for sign, names in reversed(chain):
            # What a script can add says nothing of where the element stands.
            fixed = [name for name in names if not self.is_handled(name)]
            if as_built:
                fixed = [name for name in names if name in self.names and name not in _STATES]
            if not fixed:
                here = None
                continue
            found = -1
            for name in fixed:
                found &= self._elements[0].get(name, 0)
            here = found if here is None else found & self._around(here, sign)
            if not here:
                return False
        return True


_STATES = frozenset({".active", ".current", ".disabled", ".hidden", ".open", ".show", ".success"})


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


# -- Which selectors can match --------------------------------------------------------------------


def parts(tokens: Sequence[tinycss2.ast.Node]) -> Iterator[list[tinycss2.ast.Node]]:
    """Split what is between commas."""
    part: list[tinycss2.ast.Node] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield _stripped(part)
            part = []
        else:
            part.append(token)
    yield _stripped(part)


def _stripped(part: list[tinycss2.ast.Node]) -> list[tinycss2.ast.Node]:
    places = [place for place, token in enumerate(part) if token.type != "whitespace"]
    return part[places[0] : places[-1] + 1] if places else []


Chain = list[tuple[str, list[str]]]


def chain_of(tokens: Sequence[tinycss2.ast.Node]) -> Chain:
    """Return the parts of a selector as what each element has to have, and the combinator behind."""
    before = ""
    chain: Chain = []
    together: list[str] = []
    for token in tokens:
        kind = token.type
        if kind == "whitespace" or (kind == "literal" and token.value in (">", "+", "~")):
            sign = token.value if kind == "literal" else " "
            if together or before:
                chain.append((sign, together))
                together, before = [], ""
            elif chain and sign != " ":
                chain[-1] = (sign, chain[-1][1])
            continue
        if kind == "ident" and before != ":":
            # Behind a colon it is a state or a part of an element, which always may be.
            together.append(f".{token.value}" if before == "." else token.lower_value)
        elif kind == "hash":
            together.append(f"#{token.value}")
        before = token.value if kind == "literal" else "x"
    return [*chain, (" ", together)]


def _can_match(tokens: Sequence[tinycss2.ast.Node], usage: Usage) -> bool:
    """Say whether one selector can match anything on a page."""
    chain = chain_of(tokens)
    if not all(usage.has(name) for _sign, names in chain for name in names):
        return False
    before = ""
    for token in tokens:
        is_state = token.type == "ident" and before == ":"
        if not _can_be(token, usage) or (is_state and not _is_part(token.lower_value, usage)):
            return False
        before = token.value if token.type == "literal" else ""
    return usage.has_chain(chain)


# Parts of fields, by the kinds of field that have them.
_PARTS = {
    "-webkit-datetime": ("date", "datetime-local", "month", "time", "week"),
    "-webkit-calendar": ("date", "datetime-local", "month", "week"),
    "-webkit-color": ("color",),
    "-moz-color": ("color",),
    "-webkit-inner-spin": ("number", "date", "datetime-local", "month", "time", "week"),
    "-webkit-outer-spin": ("number",),
    "-webkit-search": ("search",),
    "-webkit-file": ("file",),
    "file-selector": ("file",),
}


def _is_part(name: str, usage: Usage) -> bool:
    return all(
        any(usage.has_value("type", kind) for kind in kinds)
        for start, kinds in _PARTS.items()
        if name.startswith(start)
    )


def _can_be(token: tinycss2.ast.Node, usage: Usage) -> bool:
    """Say whether an element can be what an attribute or a function asks for."""
    if token.type == "[] block":
        return _has_attribute(token.content, usage)
    if token.type == "function" and token.lower_name == "not":
        is_scheme = tinycss2.serialize(token.arguments).strip() == "[data-theme]"
        return not is_scheme or not usage.has("[data-theme]")
    if token.type == "function" and token.lower_name in _ONE_OF:
        # ``:has(> a)`` and the like begin with a combinator, which names nothing.
        return any(_can_match(one, usage) for one in parts(token.arguments))
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
class Rule:
    """A rule: its selectors, or the at-rule around others.

    :param sheet: the stylesheet from which it is, where not all pages load that.
    """

    selectors: list[list[tinycss2.ast.Node]]
    body: str
    at: str = ""
    rules: list[Rule] = field(default_factory=list)
    sheet: str = ""


# Rules with plain selectors, which are most of them, are passed over before a sheet is read.
# A text without a body is matched as well, so that no rule is looked for within it.
_PLAIN_RULE = re.compile(r"(?<=[{};/>])([\w\s.,+~:#*>-]++)(\{(?:[^{}\"']|\"[^\"]*\"|'[^']*')*+\})?")
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


def _read(text: str, usage: Usage) -> list[Rule]:
    def needed(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[0]
        for one in found[1].split(","):
            if all(usage.has(f".{name}") for name in _CLASS.findall(one)):
                return found[0]
        return ""

    text = _PLAIN_RULE.sub(needed, text)
    return list(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Sequence[tinycss2.ast.Node]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield Rule(list(parts(node.prelude)), tinycss2.serialize(node.content).strip())
        elif node.type == "at-rule":
            at = f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}".rstrip()
            if node.content is None:
                yield Rule([], "", at)
            elif node.lower_at_keyword in _GROUPS:
                inside = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                yield Rule([], "", at, list(_rules(inside)))
            else:
                yield Rule([], tinycss2.serialize(node.content).strip(), at)


def _used(rules: Sequence[Rule], usage: Usage) -> Iterator[Rule]:
    """Yield the rules that can matter, with the selectors that can match."""
    for rule in rules:
        if rule.rules:
            if inside := list(_used(rule.rules, usage)):
                yield Rule([], "", rule.at, inside)
        elif rule.at:
            if rule.body or rule.at.startswith("@layer"):
                yield rule
        elif rule.body and (kept := [one for one in rule.selectors if _can_match(one, usage)]):
            yield Rule(kept, rule.body, sheet=rule.sheet)


def _flat(rules: Sequence[Rule]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        yield from _flat(rule.rules)


def written(rules: Sequence[Rule]) -> str:
    """Return rules as a stylesheet."""
    parts = []
    for rule in rules:
        if rule.rules:
            parts.append(f"{rule.at}{{{written(rule.rules)}}}")
        elif rule.at and not rule.body:
            parts.append(f"{rule.at};")
        else:
            parts.append(f"{rule.at or _selectors(rule)}{{{rule.body}}}")
    return "\n".join(parts)


def _selectors(rule: Rule) -> str:
    return ",".join(tinycss2.serialize(one).strip() for one in rule.selectors)


# -- What only other rules ask for ----------------------------------------------------------------


@lru_cache(maxsize=20_000)
def declarations(body: str) -> tuple[tuple[str, str], ...]:
    """Return the declarations of a rule: name and text.  A nested rule has no name."""
    found = []
    for node in tinycss2.parse_blocks_contents(body, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            end = "!important" if node.important else ""
            found.append((node.name, f"{tinycss2.serialize(node.value).strip()}{end}"))
        elif node.type != "error":
            found.append(("", tinycss2.serialize([node])))
    return tuple(found)


def joined(found: Sequence[tuple[str, str]]) -> str:
    """Return declarations as the body of a rule."""
    return ";".join(f"{name}:{text}" if name else text for name, text in found)


def _without_unused(rules: list[Rule], usage: Usage) -> list[Rule]:
    """Leave out variables, animations and fonts to which nothing refers any more."""
    flat = [rule for rule in _flat(rules) if rule.body]
    bodies = {id(rule): declarations(rule.body) for rule in flat if not rule.at}
    defined: dict[str, set[str]] = {}
    used = {word for word in usage.words if word.startswith("--")}
    for rule in flat:
        if rule.at:
            used.update(_NAMES.findall(rule.body))
    for name, text in (one for body in bodies.values() for one in body):
        if name.startswith("--"):
            defined.setdefault(name, set()).update(VARIABLE.findall(text))
        else:
            used.update(VARIABLE.findall(text))
    waiting = list(used)
    while waiting:
        more = defined.get(waiting.pop(), set()) - used
        used |= more
        waiting += more
    for rule in flat:
        if not rule.at:
            rule.body = joined([x for x in bodies[id(rule)] if x[0][:2] != "--" or x[0] in used])
    text = "\n".join(rule.body for rule in flat if not rule.at)
    return [one for rule in rules if (one := _with_use(rule, text)) is not None]


def _with_use(rule: Rule, text: str) -> Rule | None:
    """Return a rule, or ``None`` where nothing in *text* needs it."""
    if rule.rules:
        inside = [one for x in rule.rules if (one := _with_use(x, text)) is not None]
        return Rule([], "", rule.at, inside) if inside else None
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


# -- What other rules say in fewer words -----------------------------------------------------------

# What no browser of the last ten years reads, or reads under its plain name.
_OLD = re.compile(
    r"-(?:ms|o)-|-moz-(?!osx|appearance)|-webkit-(?:hyphens|transition|transform|animation|flex)"
)


def _without_old(rules: Sequence[Rule]) -> None:
    for rule in _flat(rules):
        if rule.body and not rule.at and ("-moz-" in rule.body or "-ms-" in rule.body):
            found = declarations(rule.body)
            rule.body = joined([one for one in found if not _OLD.match(one[0])])


def _without_overridden(rules: Sequence[Rule]) -> None:
    """Leave out what a later rule with the same selectors says again.

    Whatever stands between the two, the later rule has the last word of the two.
    """
    later: set[tuple[str, str, str]] = set()
    for rule in reversed(rules):
        if rule.at or not rule.body:
            continue
        selectors = [
            _QUOTED.sub(r"=\1]", tinycss2.serialize(one).strip()) for one in rule.selectors
        ]
        found = declarations(rule.body)
        if any("&" in name or not name for name, _text in found):
            continue
        kept = [
            (name, text)
            for name, text in found
            if "!important" in text
            or any(
                later.isdisjoint({(one, name, ""), (one, name, rule.sheet)}) for one in selectors
            )
        ]
        if len(kept) < len(found):
            rule.body = joined(kept)
        said = [name for name, text in kept if name.startswith("--") or _is_known(text)]
        later.update((one, name, rule.sheet) for name in said for one in selectors)


_QUOTED = re.compile(r"=[\"'](\w+)[\"']\]")


def _is_known(text: str) -> bool:
    """Say whether every browser reads a value: otherwise an earlier one is for those that do not."""
    return not re.search(r"[(]|!important|-webkit-|-moz-", text.replace("var(", ""))


_WHOLE_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_LONG = 60


def _fold(rules: Sequence[Rule], usage: Usage) -> None:
    """Write the value of a variable in its place, where it has one value only.

    That is so where one rule for the whole page defines it, or the rule that asks for it.  A
    variable that nothing defines has the value that stands beside its name.
    """
    flat = [rule for rule in _flat(rules) if rule.body]
    defined, named = _definitions(flat, usage)
    grouped = {id(one) for rule in rules if rule.rules for one in _flat(rule.rules)}
    whole: dict[str, str] = {}
    own: dict[int, dict[str, str]] = {}
    for name, places in defined.items():
        rule, text = places[0]
        if len(places) > 1 or name in named or not text or len(text) > _LONG:
            continue
        if "url(" in text or "!important" in text:
            continue
        if _selectors(rule) not in _WHOLE_PAGE or id(rule) in grouped:
            own.setdefault(id(rule), {})[name] = text
        elif not rule.sheet:
            whole[name] = text
    asking = [rule for rule in flat if not rule.at and "var(" in rule.body]
    while asking:
        changed = []
        for rule in asking:
            mine = own.get(id(rule), {})
            known = whole | mine
            found = declarations(rule.body)
            new = [(name, _with_values(text, known, defined, named)) for name, text in found]
            if new != list(found):
                rule.body = joined(new)
                changed.append(rule)
                for values in (whole, mine):
                    values.update((name, text) for name, text in new if name in values)
        asking = [rule for rule in asking if "var(" in rule.body] if changed else []


def _definitions(
    rules: Sequence[Rule], usage: Usage
) -> tuple[dict[str, list[tuple[Rule, str]]], set[str]]:
    """Return where variables are defined, and those that something else than a rule names."""
    defined: dict[str, list[tuple[Rule, str]]] = {}
    named = {word for word in usage.words if word.startswith("--")}
    for rule in rules:
        if rule.at:
            named.update(_NAMES.findall(f"{rule.at} {rule.body}"))
            continue
        for name, text in declarations(rule.body):
            if name.startswith("--"):
                defined.setdefault(name, []).append((rule, text))
            elif not name:
                named.update(_NAMES.findall(text))
    return defined, named


_WHOLE_PAGE = frozenset({":root", "html", ":where(:root)", ":host,:root", ":root,:host"})


def _with_values(
    text: str, known: Mapping[str, str], defined: Collection[str], named: Collection[str]
) -> str:
    def value(found: re.Match[str]) -> str:
        name, other = found.groups()
        if name in known and "var(" not in known[name]:
            return known[name]
        if name not in defined and name not in named and (other or "--").strip()[:2] != "--":
            return str(other).strip()
        return found[0]

    return _WHOLE_VARIABLE.sub(value, text) if "var(" in text else text


# -- Light and dark without scripts ---------------------------------------------------------------


def _with_wishes(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Let rules for light and dark pages hold for the wish of the system, too.

    pydata-sphinx-theme has a script write the scheme into ``data-theme``; until then, and
    without it, the attribute is ``auto``.
    """
    run = ""  # the scheme of rules that hold for nothing else
    waiting: list[Rule] = []
    for rule in rules:
        texts = [tinycss2.serialize(one) for one in rule.selectors]
        schemes = [_SCHEME.findall(one) for one in texts]
        only = (
            schemes[0][0] if any(schemes) and all(one == schemes[0][:1] for one in schemes) else ""
        )
        if waiting and only != run:
            yield Rule([], "", f"@media (prefers-color-scheme:{run})", waiting)
            waiting = []
        run = only
        if rule.rules:
            yield Rule([], "", rule.at, list(_with_wishes(rule.rules)))
            continue
        yield rule
        for scheme in ("light", "dark"):
            mine = [one for one in texts if scheme in _SCHEME.findall(one)]
            if mine:
                own = ",".join(_SCHEME.sub("[data-theme=auto]", one) for one in mine)
                prelude = list(parts(tinycss2.parse_component_value_list(own)))
                inside = Rule(prelude, rule.body, sheet=rule.sheet)
                if only:
                    waiting.append(inside)
                else:
                    yield Rule([], "", f"@media (prefers-color-scheme:{scheme})", [inside])
    if waiting:
        yield Rule([], "", f"@media (prefers-color-scheme:{run})", waiting)


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
    return TTFont(path, lazy=True)


class _ShortPath(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes the outline of a glyph as a path of SVG, from point to point.

    :param top: the height of the font's line above its base: there the drawing begins.
    :param scale: of the drawing to the font; what a letter's width has more than
        :data:`_GRID` places nobody sees.
    """

    def __init__(self, glyphs: object, top: int, scale: float) -> None:
        super().__init__(glyphs)
        self.top, self.scale = top, scale
        self.written = ""
        self.here = (0, 0)

    def _step(self, letter: str, *points: tuple[float, float]) -> None:
        whole = [self._place(point) for point in points]
        x, y = self.here
        text = " ".join(f"{a - x} {b - y}" for a, b in whole).replace(" -", "-")
        self.written += letter + text
        self.here = whole[-1]

    def _place(self, point: tuple[float, float]) -> tuple[int, int]:
        return round(point[0] * self.scale), round((self.top - point[1]) * self.scale)

    def _moveTo(self, pt: tuple[float, float]) -> None:
        if self.written:
            self._step("m", pt)
        else:
            self.here = self._place(pt)
            self.written = "M{} {}".format(*self.here)
        self.start = self.here

    def _lineTo(self, pt: tuple[float, float]) -> None:
        x, y = (to - at for to, at in zip(self._place(pt), self.here, strict=True))
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


# Our own drawings of what many pages show: lines of 16 places, in a line of 160, which take half
# of the bytes of the font's outlines.  What they mean has had its code since Font Awesome 4.
_LINES = {
    0xF002: (160, "M108 108l42 42M18 65a47 47 0 1 0 94 0a47 47 0 1 0-94 0"),  # magnifying glass
    0xF015: (160, "M12 80l68-62l68 62M30 68v74h36v-40h28v40h36v-74"),  # house
    0xF03A: (160, "M12 35h6M45 35h103M12 80h6M45 80h103M12 125h6M45 125h103"),  # list
    0xF03B: (140, "M10 25h120M70 62h60M70 98h60M10 135h120M40 58l-24 22l24 22"),  # outdent
    0xF042: (  # circle, half filled
        160,
        "M16 80a64 64 0 1 0 128 0a64 64 0 1 0-128 0M80 16v128M92 26v108M106 32v96M120 44v72",
    ),
    0xF053: (80, "M60 35l-45 45l45 45"),  # chevrons and angles
    0xF054: (80, "M20 35l45 45l-45 45"),
    0xF077: (140, "M15 105l55-55l55 55"),
    0xF078: (140, "M15 55l55 55l55-55"),
    0xF0C9: (140, "M10 35h120M10 80h120M10 125h120"),  # bars
    0xF104: (80, "M60 35l-45 45l45 45"),
    0xF105: (80, "M20 35l45 45l-45 45"),
    0xF126: (  # branch of code
        140,
        "M12 26a16 16 0 1 0 32 0a16 16 0 1 0-32 0M12 134a16 16 0 1 0 32 0a16 16 0 1 0-32 0"
        "M96 26a16 16 0 1 0 32 0a16 16 0 1 0-32 0M28 42v76M112 42c0 40-84 20-84 60",
    ),
    0xF185: (  # sun
        180,
        "M58 80a32 32 0 1 0 64 0a32 32 0 1 0-64 0M90 12v14M90 134v14M22 80h14M144 80h14"
        "M42 32l10 10M128 118l10 10M42 128l10-10M128 42l10-10",
    ),
    0xF186: (160, "M140 100a66 66 0 1 1-80-80a52 52 0 0 0 80 80z"),  # moon
    0xF303: (160, "M20 140l8-38l78-78l30 30l-78 78zM90 40l30 30"),  # pencil
}


def _svg(box: str, path: str, how: str = "") -> str:
    """Return a drawing as the address of an image."""
    text = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}'{how}><path d='{path}'/></svg>"
    return f'url("data:image/svg+xml,{quote(text, safe=_PLAIN)}")'


def _drawing(fonts: Sequence[Path], code: int) -> tuple[str, str] | None:
    """Return a glyph as the address of a drawing, and its width; ``None`` where no font has it."""
    for path in fonts:
        font = _font(path)
        name = font.getBestCmap().get(code)
        if name is None:
            continue
        glyphs, size = font.getGlyphSet(), font["head"].unitsPerEm
        top, width = font["hhea"].ascent, glyphs[name].width
        scale, em = _GRID / size, f"{width / size:.4g}em"
        if code in _LINES:
            own, lines = _LINES[code]
            box = f"{(own - round(width * scale)) // 2} 0 {round(width * scale)} {_GRID}"
            return _svg(box, lines, _STROKE), em
        pen = _ShortPath(glyphs, top, scale)
        glyphs[name].draw(pen)
        return _svg(f"0 0 {round(width * scale)} {_GRID}", pen.written), em
    return None


_PLAIN = " =:/'(),-"
_STROKE = (
    " fill='none' stroke='#000' stroke-width='16' stroke-linecap='round' stroke-linejoin='round'"
)
_GRID = 160


def _without_icon_font(rules: list[Rule], fonts: Sequence[Path]) -> None:
    """Turn glyphs of an icon font into masks."""
    drawn: set[str] = set()
    flat = [rule for rule in _flat(rules) if rule.body and not rule.at]
    icons = [(rule, declarations(rule.body)) for rule in flat if _has_icon(rule.body)]
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
        rule.body = joined(new)
    _name_widths(flat, drawn)
    for rule in flat:
        if "content" in rule.body:
            _mask(rule, drawn)


def _name_widths(rules: Sequence[Rule], drawn: set[str]) -> None:
    """Let a variable that stands for an icon by another variable have a width, too."""
    found = True
    while found:
        found = False
        for rule in rules:
            if "-icon" not in rule.body:
                continue
            new: list[tuple[str, str]] = []
            for name, text in declarations(rule.body):
                new.append((name, text))
                other = _ALIAS.fullmatch(text)
                if other and other[1] in drawn and name.startswith("--") and name not in drawn:
                    drawn.add(name)
                    new.append((f"{name}-w", f"var({other[1]}-w)"))
                    found = True
            rule.body = joined(new)


_ALIAS = re.compile(r"var\((--[\w-]+)\)")


def _has_icon(body: str) -> bool:
    return _PRIVATE.search(body) is not None


def _mask(rule: Rule, drawn: Collection[str]) -> None:
    found = declarations(rule.body)
    names = [VARIABLE.findall(text) for name, text in found if name == "content"]
    icon = next((x[0] for x in names if x and x[0] in drawn), "")
    if not icon:
        return
    rest = joined([(name, text) for name, text in found if name != "content"])
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


def needed_rules(
    sheets: Sequence[tuple[Sheet, Usage, str]],
    usage: Usage,
    fonts: Mapping[str, Path],
    rules_of_pages: str = "",
    *,
    by_wish: bool,
) -> list[Rule]:
    """Return what pages need of some stylesheets.

    :param sheets: each with what stands on the pages that load it, and, where not all do, with
        the name by which these say so.
    :param fonts: fonts of icons, by what their file's name begins with.
    :param rules_of_pages: the rules that stand for attributes on the pages.
    :param by_wish: whether rules for light and dark pages follow the system's wish, too.
    """
    rules = []
    for sheet, own, name in sheets:
        # The buttons of the menus are links here, which open without scripts; and every page
        # says which scheme it has.
        text = _BUTTON.sub(r"\1", sheet.text) if by_wish else sheet.text
        found = list(_used(_read(text, own), own))
        for rule in _flat(found) if name else ():
            rule.sheet = name
        rules += found
    rules += _read(rules_of_pages, usage)
    _without_icon_font(rules, [fonts[name] for name in sorted(fonts, reverse=True)])
    _without_old(rules)
    _without_overridden(rules)
    _fold(rules, usage)
    if by_wish:
        rules = list(_with_wishes(rules))
    return _without_unused(rules, usage)


def small_styles(text: str) -> str:
    """Return a stylesheet without what only people read."""
    if "</style" in text.lower():
        return text
    small = minify_html.minify(f"<style>{text}</style>", minify_css=True)
    return small.removeprefix("<style>").removesuffix("</style>")


# Lines that are comments, but for those that say under which licence a script is.
_COMMENT = re.compile(
    r"^[ \t]*(?://(?!.*@(?:license|preserve))[^\n]*+"
    r"|/\*(?!!)(?:[^*@]|\*(?!/)|@(?!license|preserve))*+\*/[ \t]*)$",
    re.MULTILINE,
)


def _without_comments(text: str) -> str:
    """Return a script without its comments, of which the minifier keeps many.

    A line is only read as a comment where no text can reach over the ends of lines.
    """
    lines = text.splitlines()
    if any(line.count("`") % 2 or line.endswith("\\") for line in lines):
        return text
    return _COMMENT.sub("", text)


def small_script(text: str) -> str:
    """Return a script without what only people read."""
    if "</script" in text.lower() or "<!--" in text:
        return text
    text = _without_comments(text)
    small = minify_html.minify(f"<script>{text}</script>", minify_js=True)
    return small.removeprefix("<script>").removesuffix("</script>")
