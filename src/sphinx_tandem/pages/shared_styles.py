"""Which styles all pages load, and which only those that need them.

A page loads two files at most: the rules that many pages use, and those that pages of its kind
use beside them.  Kinds are found, not named: pages whose rare rules are nearly the same share
a file.

A rule that moves to the second file comes behind all rules of the first.  So it stays in the
first where a rule behind it, as strong as it, may say something else of the same element.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import tinycss2

from .styles import VARIABLE, Rule, Usage, chain_of, declarations, joined, parts, written

#: What part of the pages has to use a rule that all of them load.
SHARE = 0.25
#: How many letters of rules a page may load of which it needs none, for the sake of one file.
EXCESS = 2500
#: A second file has to be worth a request.
SMALL = 1500


@dataclass(frozen=True)
class Kind:
    """Pages that rules see as the same.

    :param names: what stands on them of what selectors name.
    :param sheets: the stylesheets that they load.
    """

    names: frozenset[str]
    sheets: frozenset[str]


class _Leaf:
    """A rule without others in it, with the at-rules around it."""

    def __init__(self, rule: Rule, around: tuple[str, ...]) -> None:
        self.rule, self.around = rule, around
        self.found = () if rule.at else declarations(rule.body)
        self.size = len(rule.body) + sum(map(len, around)) + 8
        self.size += sum(len(tinycss2.serialize(one)) for one in rule.selectors)

    @cached_property
    def subjects(self) -> list[_Subject]:
        return [_Subject(one) for one in self.rule.selectors]

    @cached_property
    def own(self) -> set[str]:
        """The variables that it defines."""
        return {name for name, _text in self.found if name.startswith("--")}


class _Subject:
    """What a selector says: of which element, how strongly, and what a page needs for it."""

    def __init__(self, tokens: Sequence[tinycss2.ast.Node]) -> None:
        self.chain = chain_of(tokens)
        self.names = {name for _sign, names in self.chain for name in names}
        self.any_of: list[list[_Subject]] = []
        self.part = ""
        self.strength = _strength(tokens)
        before = ""
        for token in tokens:
            if token.type == "literal" and token.value == before == ":":
                before = "::"
                continue
            if token.type == "ident" and (before == "::" or token.lower_value in _ELEMENTS):
                self.part = token.lower_value
            elif token.type == "[] block":
                inside = [one.lower_value for one in token.content if one.type == "ident"]
                self.names.update(f"[{one}]" for one in inside[:1])
            elif token.type == "function" and token.lower_name in ("is", "has", "where"):
                self.any_of.append([_Subject(one) for one in parts(token.arguments)])
            before = token.value if token.type == "literal" else ""

    def all_names(self) -> set[str]:
        """Return what pages are asked for, of one another or not."""
        return self.names.union(*(one.all_names() for x in self.any_of for one in x))

    def is_met(self, names: Collection[str]) -> bool:
        """Say whether a page has what the selector names."""
        return self.names.issubset(names) and all(
            any(one.is_met(names) for one in choice) for choice in self.any_of
        )

    def can_meet(self, other: _Subject, usage: Usage) -> bool:
        """Say whether one element can be that of two selectors."""
        both = sorted({*self.chain[-1][1], *other.chain[-1][1]})
        return sum(name[0] not in ".#" for name in both) < 2 and all(
            usage.has_chain([*one.chain[:-1], (" ", both)], as_built=True) for one in (self, other)
        )


_ELEMENTS = frozenset({"before", "after", "first-line", "first-letter"})


def _strength(tokens: Sequence[tinycss2.ast.Node]) -> tuple[int, int, int]:
    """Return the specificity of a selector (Selectors 4, section 17)."""
    ids = classes = elements = 0
    before = ""
    for token in tokens:
        if token.type == "hash":
            ids += 1
        elif token.type == "[] block":
            classes += 1
        elif token.type == "function" and token.lower_name in ("is", "not", "has", "where"):
            if token.lower_name != "where":
                inside = [_strength(one) for one in parts(token.arguments)]
                more = max(inside, default=(0, 0, 0))
                ids, classes, elements = ids + more[0], classes + more[1], elements + more[2]
        elif token.type in ("ident", "function"):
            if before in (".", ":") and getattr(token, "lower_value", "") not in _ELEMENTS:
                classes += 1
            else:
                elements += 1
        is_colon = token.type == "literal" and token.value == ":"
        before = before + ":" if is_colon else token.value if token.type == "literal" else ""
    return ids, classes, elements


def _leaves(rules: Iterable[Rule], around: tuple[str, ...] = ()) -> Iterator[_Leaf]:
    for rule in rules:
        if rule.rules:
            yield from _leaves(rule.rules, (*around, rule.at))
        else:
            yield _Leaf(rule, around)


def named_in(rules: Iterable[Rule]) -> set[str]:
    """Return the names that pages are asked for."""
    return {name for leaf in _leaves(rules) for one in leaf.subjects for name in one.all_names()}


def foreign_sheets(rules: Iterable[Rule], kinds: Iterable[Kind]) -> set[str]:
    """Return the stylesheets with rules that would change pages which do not load them.

    No such page may share a file with pages that load them.
    """
    found: set[str] = set()
    for leaf in _leaves(rules):
        sheet = leaf.rule.sheet
        if sheet and sheet not in found:
            others = (kind for kind in kinds if sheet not in kind.sheets)
            if any(one.is_met(kind.names) for kind in others for one in leaf.subjects):
                found.add(sheet)
    return found


# -- The same property by another name ------------------------------------------------------------

_LOGICAL = re.compile(r"-(?:block|inline)\b")


def _physical(name: str) -> str:
    return name.replace("inline-size", "width").replace("block-size", "height")


def _family(name: str) -> str:
    if name.startswith("--"):
        return name
    name = re.sub(r"^-\w+-", "", _physical(name))
    if name in ("top", "right", "bottom", "left"):
        return "inset"
    return "font" if name == "line-height" else name.partition("-")[0]


def _is_related(one: str, other: str) -> bool:
    """Say whether two properties of a family set the same thing."""
    one, other = _physical(one), _physical(other)
    if one.startswith("--") or other.startswith("--") or "radius" in one + other:
        return one.partition("-radius")[0] == other.partition("-radius")[0] or (
            "radius" in one and "radius" in other
        )
    if _family(one) == "inset" or {"font", "line-height"} == {one, other}:
        return True
    is_logical = bool(_LOGICAL.search(one) or _LOGICAL.search(other))
    return one == other or is_logical or one.startswith(f"{other}-") or other.startswith(f"{one}-")


# -- What stands where ------------------------------------------------------------------------------


class _Division:
    def __init__(self, rules: Sequence[Rule], kinds: Counter[Kind], usage: Usage) -> None:
        self.leaves = list(_leaves(rules))
        self.kinds, self.usage = kinds, usage
        self.sizes = [leaf.size for leaf in self.leaves]
        self.users = [self._users(leaf) for leaf in self.leaves]
        total = kinds.total()
        self.is_common = [
            sum(kinds[kind] for kind in users) >= SHARE * total for users in self.users
        ]
        self.base: set[int] = set()

    def _users(self, leaf: _Leaf) -> frozenset[Kind]:
        sheet = leaf.rule.sheet
        return frozenset(
            kind
            for kind in self.kinds
            if (not sheet or sheet in kind.sheets)
            and any(one.is_met(kind.names) for one in leaf.subjects)
        )

    def divide(self) -> dict[Kind, frozenset[int]]:
        """Return what pages load beside the base, as numbers of leaves."""
        forced: set[int] = set()
        while True:
            self._find_base(forced)
            own = {
                kind: frozenset(
                    number
                    for number, users in enumerate(self.users)
                    if kind in users and number not in self.base
                )
                for kind in self.kinds
            }
            groups = self._groups(set(own.values()))
            small = {
                number
                for group in set(groups.values())
                for number in group
                if self._size(group) < SMALL
            }
            if not small:
                return {kind: groups[found] for kind, found in own.items()}
            forced |= small

    def _size(self, numbers: Iterable[int]) -> int:
        return sum(map(self.sizes.__getitem__, numbers))

    def _find_base(self, forced: Collection[int]) -> None:
        self.base = set()
        later: dict[tuple[object, ...], list[tuple[int, _Subject, str, str]]] = defaultdict(list)
        for number in range(len(self.leaves) - 1, -1, -1):
            leaf = self.leaves[number]
            if leaf.rule.at:
                continue
            said = [
                ((_family(name), one.strength, one.part, "!important" in text), one, name, text)
                for one in leaf.subjects
                for name, text in leaf.found
            ]
            if (
                self.is_common[number]
                or number in forced
                or any(
                    _is_related(name, other)
                    and (name, text) != (other, value)
                    and not self.users[number].isdisjoint(self.users[place])
                    and one.can_meet(subject, self.usage)
                    for key, one, name, text in said
                    for place, subject, other, value in later.get(key, ())
                )
            ):
                self.base.add(number)
                for key, one, name, text in said:
                    later[key].append((number, one, name, text))

    def _groups(self, wanted: Collection[frozenset[int]]) -> dict[frozenset[int], frozenset[int]]:
        """Return for each set of rules the one that it is joined to: nearly the same.

        Again and again the two are joined with which a page loads least in vain.
        """
        first = sorted((one for one in wanted if one), key=sorted)
        groups = {one: ([one], self._size(one)) for one in first}
        costs: dict[tuple[frozenset[int], frozenset[int]], int] = {}

        def compare(one: frozenset[int], others: Iterable[frozenset[int]]) -> None:
            for other in others:
                both, least = self._size(one | other), min(groups[one][1], groups[other][1])
                if both - least < EXCESS:
                    costs[one, other] = both - least

        for number, one in enumerate(first):
            compare(one, first[:number])
        while costs:
            pair = min(costs, key=costs.__getitem__)
            costs = {key: cost for key, cost in costs.items() if not {*key} & {*pair}}
            (members, least), (more, other) = groups.pop(pair[0]), groups.pop(pair[1])
            both = pair[0] | pair[1]
            if both in groups:
                groups[both] = (
                    groups[both][0] + members + more,
                    min(least, other, groups[both][1]),
                )
                costs = {key: cost for key, cost in costs.items() if both not in key}
            else:
                groups[both] = (members + more, min(least, other))
            compare(both, [x for x in groups if x != both])
        found = {member: group for group, (members, _) in groups.items() for member in members}
        return {**found, frozenset(): frozenset()}

    # -- Writing -----------------------------------------------------------------------------------

    def text(self, numbers: Collection[int], is_extra: bool) -> str:
        """Return the base, or what stands beside it."""
        base = self._asked(self.base)
        base |= self._needed(base | {x for x in self.usage.words if x.startswith("--")})
        variables = self._needed(self._asked(numbers)) - base if is_extra else base
        kept: list[_Leaf] = []
        for number, leaf in enumerate(self.leaves):
            rule = leaf.rule
            if rule.at:
                kept.append(leaf)
                continue
            if number in numbers:
                body = [x for x in leaf.found if is_extra or x[0][:2] != "--" or x[0] in variables]
            elif is_extra and number in self.base:
                body = [x for x in leaf.found if x[0] in variables]
            else:
                continue
            if body:
                kept.append(_Leaf(Rule(rule.selectors, joined(body)), leaf.around))
        own = "".join(leaf.rule.body for leaf in kept if not leaf.rule.at)
        first = "".join(self.leaves[x].rule.body for x in self.base) if is_extra else ""
        return written(_nested(x for x in kept if not x.rule.at or _belongs(x.rule, own, first)))

    def _asked(self, numbers: Iterable[int]) -> set[str]:
        return {
            variable
            for number in numbers
            for name, text in self.leaves[number].found
            if not (number in self.base and name.startswith("--"))
            for variable in VARIABLE.findall(text)
        }

    def _needed(self, names: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = set(names)
        while waiting:
            found |= waiting
            waiting = {x for name in waiting for x in self._defined.get(name, ())} - found
        return found

    @cached_property
    def _defined(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for leaf in self.leaves:
            for name, text in leaf.found:
                if name.startswith("--"):
                    found[name].update(VARIABLE.findall(text))
        return found


def _belongs(rule: Rule, own: str, first: str) -> bool:
    """Say whether a rule without selectors, such as an animation, is for some styles.

    :param first: the styles that are loaded before them.
    """
    name = rule.at.partition(" ")[2].strip("'\" ") or rule.body
    if rule.at.startswith("@font-face"):
        family = re.search(r"font-family\s*:\s*[\"']?([^;\"'}]+)", rule.body)
        name = family[1].strip() if family else ""
    elif not rule.at.startswith(("@keyframes", "@-webkit-keyframes", "@property")):
        return not first
    return name in own and name not in first


def _nested(leaves: Iterable[_Leaf]) -> list[Rule]:
    """Return leaves in the at-rules around them."""
    top = Rule([], "")
    stack = [top]
    for leaf in leaves:
        names = [rule.at for rule in stack[1:]]
        common = 0
        while common < min(len(names), len(leaf.around)) and names[common] == leaf.around[common]:
            common += 1
        del stack[common + 1 :]
        for at in leaf.around[common:]:
            inner = Rule([], "", at)
            stack[-1].rules.append(inner)
            stack.append(inner)
        stack[-1].rules.append(leaf.rule)
    return top.rules


def divided(
    rules: Sequence[Rule], kinds: Counter[Kind], usage: Usage
) -> tuple[str, dict[Kind, str]]:
    """Divide styles into those that all pages load and those that some load beside them.

    :param kinds: the pages, each as what rules see of it.
    :param usage: what stands on all of them.
    """
    division = _Division(rules, kinds, usage)
    groups = division.divide()
    extra = {group: division.text(group, True) for group in set(groups.values()) if group}
    return division.text(division.base, False), {
        kind: extra.get(group, "") for kind, group in groups.items()
    }
