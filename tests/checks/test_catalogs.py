"""Every rule finds its fault and nothing else, in every catalog of a site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sphinx_tandem.catalogs
from sphinx_tandem.checks import run
from sphinx_tandem.checks.catalogs import check_catalogs
from sphinx_tandem.checks.rule import Rule, Severity
from sphinx_tandem.checks.rules import RULES, is_error
from sphinx_tandem.failures import WrongUse
from sphinx_tandem.settings import load
from tiny_site import MakeSite, SiteFolder

WITH_EXAMPLE = [rule for rule in RULES if rule.bad]
BROKEN = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a\n'


def places(site: SiteFolder, *paths: Path) -> list[tuple[str, int, str]]:
    found = run(load(site.folder), paths)
    return [(one.path, one.line, one.language) for one in found]


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_the_bad_example_of_a_rule_breaks_it_and_the_good_one_no_rule(
    make_site: MakeSite, rule: Rule
) -> None:
    site = make_site()
    path = site.write("locales/es/LC_MESSAGES/docs/page.po", rule.bad)
    found = check_catalogs(load(site.folder))
    assert [(one.path, one.code) for one in found] == [
        ("locales/es/LC_MESSAGES/docs/page.po", rule.code)
    ]
    path.write_text(rule.good, encoding="utf-8")
    assert not check_catalogs(load(site.folder))


def test_every_code_that_catalogs_use_is_declared_once() -> None:
    declared = [rule.code for rule in RULES]
    assert len(declared) == len(set(declared))
    sources = Path(next(iter(sphinx_tandem.catalogs.__path__))).glob("*.py")
    used = {
        code for path in sources for code in re.findall(r'"(catalog-[a-z]+)"', path.read_text())
    }
    assert used == set(declared)


def test_errors_fail_and_advice_does_not() -> None:
    assert {rule.code for rule in RULES if rule.severity is Severity.ADVICE} == {"catalog-orphan"}
    assert is_error("catalog-syntax") and is_error("anything-else")
    assert not is_error("catalog-orphan")


def test_every_catalog_of_every_translation_is_checked(make_site: MakeSite) -> None:
    languages = {"en": "English", "es": "Español", "pt_BR": "Português"}
    site = make_site(languages=languages)
    site.write("locales/es/LC_MESSAGES/deep/down/page.po", BROKEN)
    site.write("locales/pt_BR/LC_MESSAGES/index.po", BROKEN)
    site.write("locales/en/LC_MESSAGES/index.po", BROKEN)
    site.write("_build/x.po", BROKEN)
    assert places(site) == [
        ("locales/es/LC_MESSAGES/deep/down/page.po", 5, "es"),
        ("locales/pt_BR/LC_MESSAGES/index.po", 5, "pt_BR"),
    ]


def test_paths_choose_what_is_checked(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site()
    site.write("locales/es/LC_MESSAGES/a/one.po", BROKEN)
    site.write("locales/es/LC_MESSAGES/b/two.po", BROKEN)
    outside = site.write("elsewhere/three.po", BROKEN)
    one = ("locales/es/LC_MESSAGES/a/one.po", 5, "es")
    two = ("locales/es/LC_MESSAGES/b/two.po", 5, "es")
    assert places(site) == [one, two]
    # Seen from the site's folder, from the current one, and in full.
    assert places(site, Path("locales/es/LC_MESSAGES/a")) == [one]
    monkeypatch.chdir(site.folder / "locales/es/LC_MESSAGES")
    assert places(site, Path("b/two.po")) == [two]
    assert places(site, site.folder / "locales") == [one, two]
    assert places(site, outside) == [("elsewhere/three.po", 5, "")]
    assert places(site, Path("index.md")) == []
    with pytest.raises(WrongUse, match="nowhere"):
        places(site, Path("nowhere"))


def test_a_check_changes_nothing(make_site: MakeSite) -> None:
    site = make_site()
    path = site.write("locales/es/LC_MESSAGES/a.po", BROKEN)
    before = path.read_bytes(), path.stat().st_mtime_ns
    run(load(site.folder))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
