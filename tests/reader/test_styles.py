"""Which styles are left, and which of them only some pages load; what they do stays the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sphinx_tandem.pages import shared_styles
from sphinx_tandem.pages.light_page import names_on, shapes_on
from sphinx_tandem.pages.shared_styles import Kind, divided, named_in
from sphinx_tandem.pages.styles import (
    Rule,
    Sheet,
    Usage,
    needed_rules,
    small_script,
    small_styles,
    written,
)

PAGE = (
    '<html><body class="home"><nav id="top"><ul><li><a class="link" href="#">One</a></li></ul></nav>'
    "<main><p>Text</p><h2>Head</h2></main></body></html>"
)


def usage_of(html: str, script: str = "") -> Usage:
    usage = Usage(set(names_on(html)), shapes=set(shapes_on(html, {"#top"})))
    usage.add_script(script)
    return usage


def rules_of(css: str, usage: Usage) -> list[Rule]:
    return needed_rules([(Sheet(Path("x.css"), css), usage, "")], usage, {}, by_wish=False)


def left(css: str, script: str = "") -> str:
    return small_styles(written(rules_of(css, usage_of(PAGE, script))))


@pytest.mark.parametrize(
    "selector", ["nav a", "#top li > a", "p + h2", "body.home main p", ":root p", "h2 ~ p", "* > p"]
)
def test_a_rule_stays_where_its_elements_stand_so(selector: str) -> None:
    assert left(f"{selector}{{color:red}}")


@pytest.mark.parametrize("selector", ["main a", "nav > a", "p > h2", "a p", "#top p", "nav.home a"])
def test_a_rule_goes_where_its_elements_stand_otherwise(selector: str) -> None:
    assert not left(f"{selector}{{color:red}}")


def test_a_script_can_put_elements_anywhere() -> None:
    rule = "main .found a{color:red}"
    assert not left(rule)
    assert left(rule, "list.innerHTML = '<i class=\"found\"><a></a></i>'")
    assert left("main a{color:red}", "document.createElement('a')")


@pytest.mark.parametrize(
    "looks", ["document.querySelector({})", "link.closest( {} )", "a.matches({})"]
)
def test_what_a_script_only_looks_for_it_does_not_add(looks: str) -> None:
    rule = ".found{color:red}"
    script = looks.format("'.found'")
    assert not left(rule, script)
    assert left(rule, f"{script}; link.className = 'found'")
    assert left(rule, "const name = '.found'; document.querySelector(name)")
    # But it may move what it finds: this stands in no `nav`, yet.
    assert left("nav h2{color:red}", "nav.append(document.querySelector('h2'))")


def test_parts_of_fields_stay_where_there_is_such_a_field() -> None:
    rule = "::-webkit-datetime-edit{padding:0}"
    assert not left(rule)
    assert small_styles(written(rules_of(rule, usage_of('<body><input type="date"></body>'))))


def test_what_a_later_rule_says_again_is_said_once() -> None:
    assert left("p{color:red;margin:0}h2{color:blue}p{color:green}").count("color:") == 2
    # An important one has the last word; one that not every browser reads needs the other.
    assert "red" in left("p{color:red!important}p{color:green}")
    assert "1px" in left("p{width:1px}p{width:calc-size(auto,size)}")


def test_a_variable_with_one_value_is_written_in_place() -> None:
    assert left(":root{--a:1px}p{margin:var(--a)}") == "p{margin:1px}"
    assert left("p{--a:1px;margin:var(--a)}") == "p{margin:1px}"
    assert left("p{margin:var(--never,2px)}") == "p{margin:2px}"
    for kept in (
        ":root{--a:1px}main{--a:2px}p{margin:var(--a)}",
        ":root{--a:1px}@media print{:root{--a:2px}}p{margin:var(--a)}",
        "main{--a:1px}p{margin:var(--a)}",
    ):
        assert "var(--a)" in left(kept)
    assert "var(--a)" in left(":root{--a:1px}p{margin:var(--a)}", "style.setProperty('--a', x)")


def test_light_and_dark_of_a_theme_follow_the_wish_of_the_system() -> None:
    html = PAGE.replace("<html", '<html data-theme="light"')
    css = "".join(
        f"html[data-theme={scheme}] {element}{{color:{colour}}}"
        for scheme, colour in (("light", "#111"), ("dark", "#eee"))
        for element in ("p", "h2")
    )
    usage = usage_of(html, "root.dataset.theme = dark ? 'dark' : 'light'")
    sheet = Sheet(Path("x.css"), css)
    text = small_styles(written(needed_rules([(sheet, usage, "")], usage, {}, by_wish=True)))
    for scheme in ("light", "dark"):
        assert text.count(f"prefers-color-scheme:{scheme}") == 1
    assert text.count("[data-theme=auto]") == 4


# -- What only some pages load ----------------------------------------------------------------------

RARE = (
    '<html><body><main><p>Text</p><div class="map"><p class="dot">A</p></div></main></body></html>'
)
BASE = "p{color:#111;margin:0}"
MAP = ".map{padding:1px}.map .dot{color:#222}"


def division(css: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Divide styles between 20 plain pages and one with a map; return the base and the rest."""
    monkeypatch.setattr(shared_styles, "SMALL", 1)
    usage = usage_of(PAGE)
    usage.add(usage_of(RARE))
    rules = rules_of(css, usage)
    named = named_in(rules)
    kinds = [Kind(frozenset(names_on(html)) & named, frozenset()) for html in (PAGE, RARE)]
    base, extra = divided(rules, Counter({kinds[0]: 20, kinds[1]: 1}), usage)
    assert not extra[kinds[0]]
    return base, extra[kinds[1]]


def test_what_few_pages_use_they_alone_load(monkeypatch: pytest.MonkeyPatch) -> None:
    base, extra = division(BASE + MAP, monkeypatch)
    assert "margin:0" in base and ".map" not in base
    assert ".map{padding:1px}" in extra and ".dot" in extra and "margin" not in extra


def test_a_rule_stays_before_one_that_may_overrule_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ".map p{color:#333}" + BASE
    base, extra = division(first + "main p:last-child{color:red}main p{color:red}", monkeypatch)
    # It is stronger than "main p", wherever that stands.
    assert ".map p" in extra
    base, extra = division(
        ".map{padding:1px}.map p{color:#333}.home p,:root p{color:red}", monkeypatch
    )
    assert ".map p" in base and ".map{" in extra


def test_a_variable_goes_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "#" + "1" * 90  # so long that it is not written in place
    css = f":root{{--far:{long};--near:{long}}}p{{margin:var(--near)}}.map{{padding:var(--far)}}"
    base, extra = division(css + "@keyframes turn{to{top:0}}.map{animation:turn 1s}", monkeypatch)
    assert "--near:" in base and "--far:" not in base and "@keyframes" not in base
    assert "--far:" in extra and "--near:" not in extra and "@keyframes turn" in extra


def test_what_is_little_needs_no_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_styles, "SMALL", 10_000)
    usage = usage_of(PAGE)
    usage.add(usage_of(RARE))
    rules = rules_of(BASE + MAP, usage)
    kinds = [
        Kind(frozenset(names_on(html)) & named_in(rules), frozenset()) for html in (PAGE, RARE)
    ]
    base, extra = divided(rules, Counter({kinds[0]: 20, kinds[1]: 1}), usage)
    assert ".map" in base and not any(extra.values())


SAYS = {
    "// one\nrun(1)": "run(1);",
    "  // one\n/** two\n * @param x */\nrun(1)": "run(1);",
    "/*! By whom. */\nrun(1)": "/*! By whom. */\nrun(1);",
    "// @license MIT\nrun(1)": "// @license MIT\nrun(1);",
    "/* @preserve */\nrun(1)": "/* @preserve */\nrun(1);",
    "run(`a\n// b\n`)": "run(`a\n// b\n`);",
    "run('a\\\n// b')": "run(`a// b`);",
    "run(1) // one\nrun(`${2}`)": None,
}


@pytest.mark.parametrize("script", SAYS)
def test_comments_of_a_script_are_left_out_but_for_licences_and_what_only_looks_like_one(
    script: str,
) -> None:
    wanted = SAYS[script]
    small = small_script(script)
    if wanted is not None:
        assert "".join(small.split()).rstrip(";") == "".join(wanted.split()).rstrip(";")
    assert small_script(small) == small
