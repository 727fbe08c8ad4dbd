"""Every rule finds its fault and nothing else, in every catalog of a site."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sphinx_tandem.catalogs
from harness.sites import CONF, MakeSite, TinySite
from sphinx_tandem.checks.files import catalog_files, check_catalogs
from sphinx_tandem.checks.inspection import Inspection, Selection
from sphinx_tandem.checks.rules import Rule, Severity, is_error, rules_in
from sphinx_tandem.site.findings import WrongUse
from sphinx_tandem.site.settings import load

WITH_EXAMPLE = [
    rule for rule in rules_in() if rule.bad and not rule.code.startswith(("termbase-", "page-"))
]
FILE_RULES = [
    rule
    for rule in WITH_EXAMPLE
    if rule.code.startswith("catalog-") and rule.severity is Severity.ERROR
]
BROKEN = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a\n'
CATALOGS = "locales/es/LC_MESSAGES"
PAGE = f"{CATALOGS}/docs/page.po"
CODE = re.compile("(?:catalog|translation|text|silence|termbase|page)-[a-z-]*[a-z]")


def places(site: TinySite, *paths: Path) -> list[tuple[str, int, str]]:
    found = Inspection(load(site.folder), paths).findings()
    return [(one.path, one.line, one.language) for one in found if one.code == "catalog-syntax"]


def test_flags_that_gettext_knows_are_silent(make_site: MakeSite) -> None:
    site = make_site()
    flags = "no-wrap, no-python-format, range: 0..9, fuzzies"
    head = BROKEN.rpartition("\n\n")[0]
    site.write(
        PAGE, f'{head}\n\n#, {flags}\nmsgid "a"\nmsgstr "b\\r"\n\n#, Fuzzy\nmsgid "c"\nmsgstr "d"\n'
    )
    found = Inspection(load(site.folder), [site.folder / PAGE]).findings()
    assert [(one.line, one.code) for one in found] == [
        (6, "catalog-character"),
        (10, "catalog-flag"),
    ]


def test_a_msgid_that_somebody_changed_is_found_with_and_without_sphinx(
    make_site: MakeSite,
) -> None:
    site = make_site({"index.md": "# Home\n\n- Save your work whenever you like.\n- Leave.\n"})
    name = f"{CATALOGS}/index.po"
    passages = {"Home": "Inicio", "Leave.": "Sal."}
    site.catalog("index", passages | {"Save your works whenever you like.": "Guarda tu trabajo."})
    for paths in ([], [site.folder / name]):
        (found,) = [
            one
            for one in Inspection(load(site.folder), paths).findings()
            if one.code.startswith("catalog-")
        ]
        text = (site.folder / name).read_text("utf-8").split("\n")
        assert text[found.line - 1].endswith('"Save your works whenever you like."')
        assert "line 3 of index.md" in found.message
        assert "“Save your work whenever you like.”" in found.message
    site.catalog("index", passages | {"Save your work whenever you like.": "Guarda tu trabajo."})
    assert not Inspection(load(site.folder), [site.folder / name]).findings()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Check the examples of all rules at once; return the codes by file."""
    site = TinySite(tmp_path_factory.mktemp("examples"))
    languages = {"en": "English", "es": "Español"}
    conf = {"extensions": ["sphinx_tandem"], "languages": languages, "theme": "basic", "extra": ""}
    site.write("conf.py", CONF.format(**conf))
    site.write("locales/es/termbase.csv", "english,spanish\ncloud computing,computación en la nube")
    for rule in WITH_EXAMPLE:
        site.write(f"{CATALOGS}/bad/{rule.code}.po", rule.bad)
        site.write(f"{CATALOGS}/good/{rule.code}.po", rule.good)
    codes: dict[str, list[str]] = {}
    for found in Inspection(load(site.folder), [site.folder / "locales"]).findings():
        if found.code == "text-consistency":
            continue  # several examples have one English
        codes.setdefault(found.path.removeprefix(f"{CATALOGS}/"), []).append(found.code)
    return codes


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_the_bad_example_of_a_rule_breaks_it_and_the_good_one_no_rule(
    examples: dict[str, list[str]], rule: Rule
) -> None:
    assert examples.get(f"bad/{rule.code}.po") == [rule.code]
    assert f"good/{rule.code}.po" not in examples


@pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.code)
def test_a_build_hears_of_every_fault_that_makes_a_file_useless(
    make_site: MakeSite, rule: Rule
) -> None:
    site = make_site()
    path = site.write(PAGE, rule.bad)
    assert [one.code for one in check_catalogs(load(site.folder))] == [rule.code]
    path.write_text(rule.good, encoding="utf-8")
    assert not check_catalogs(load(site.folder))


def used_codes(path: Path) -> Iterator[str]:
    """Yield the codes in a module, or in a table of one."""
    text = path.read_text("utf-8")
    if path.suffix == ".toml":
        yield from (found for found in re.findall(r"'([a-z-]+)'", text) if CODE.fullmatch(found))
    else:
        texts = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        yield from (str(node.value) for node in texts if CODE.fullmatch(str(node.value)))


def test_every_code_that_is_used_is_declared_and_every_declared_one_used() -> None:
    declared = [rule.code for rule in rules_in()]
    assert len(declared) == len(set(declared))
    catalogs = Path(next(iter(sphinx_tandem.catalogs.__path__)))
    checks = catalogs.parent / "checks"
    modules = [*catalogs.rglob("*.py"), *checks.rglob("*.py"), *checks.rglob("*.toml")]
    used = {code for path in modules for code in used_codes(path)}
    assert used - {"page-encoding"} == set(declared)  # which a build finds, too


def test_errors_fail_and_advice_does_not() -> None:
    advice = {rule.code for rule in rules_in() if rule.severity is Severity.ADVICE}
    assert {code for code in advice if code.startswith("catalog-")} == {
        "catalog-field",
        "catalog-language",
        "catalog-orphan",
        "catalog-outdated",
        "catalog-repeated",
    }
    assert {rule.code for rule in rules_in() if rule.code.startswith("text-")} <= advice
    assert is_error("catalog-syntax") and is_error("anything-else")
    assert not is_error("catalog-orphan")


def test_every_catalog_of_every_translation_is_checked(make_site: MakeSite) -> None:
    languages = {"en": "English", "es": "Español", "pt_BR": "Português"}
    site = make_site(languages=languages)
    site.write("locales/es/LC_MESSAGES/deep/down/page.po", BROKEN)
    site.write("locales/pt_BR/LC_MESSAGES/index.po", BROKEN)
    site.write("locales/en/LC_MESSAGES/index.po", BROKEN)
    site.write("_build/x.po", BROKEN)
    assert places(site, Path("locales")) == [
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
    # Seen from the site's folder, from the current one, and in full.
    assert places(site, Path("locales/es/LC_MESSAGES/a")) == [one]
    monkeypatch.chdir(site.folder / "locales/es/LC_MESSAGES")
    assert places(site, Path("b/two.po")) == [two]
    assert places(site, site.folder / "locales") == [one, two]
    assert places(site, outside) == [("elsewhere/three.po", 5, "")]
    with pytest.raises(WrongUse, match="nowhere"):
        places(site, Path("nowhere"))


def test_a_page_and_a_folder_of_pages_stand_for_their_catalogs(make_site: MakeSite) -> None:
    site = make_site()
    site.write("guide/one.md", "# One\n")
    site.write("guide/two.md", "# Two\n")
    one = site.write(f"{CATALOGS}/guide/one.po", BROKEN)
    two = site.write(f"{CATALOGS}/guide/two.po", BROKEN)
    settings = load(site.folder)
    files = {path.resolve(): code for path, code in catalog_files(settings)}

    def chosen(*names: str) -> tuple[list[Path], bool]:
        found = Selection(settings, files, [site.folder / name for name in names])
        return found.catalogs, found.has_pages

    assert chosen("guide/one.md") == ([one], True)
    assert chosen("guide") == ([one, two], True)
    assert chosen(f"{CATALOGS}/guide") == ([one, two], False)
    assert chosen() == (list(files), True) == chosen(".")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\x01\x02\xff\xfe",
        b"\xff\xfe\x00",
        'msgid "a"\nmsgstr "b'.encode("utf-16"),
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=\xff\\n"\n',
        b'msgid "a"\r\nmsgstr "\xc3"\r\n',
        b'msgid "a\\\n',
        b'msgid "\\xff" msgstr "\\777"',
        b"#~|\n#|\n#~",
    ],
)
def test_whatever_bytes_a_file_holds_it_gets_findings(make_site: MakeSite, raw: bytes) -> None:
    site = make_site()
    path = site.write(PAGE, "")
    path.write_bytes(raw)
    assert Inspection(load(site.folder), [path]).findings()


def test_a_catalog_that_cannot_be_opened_is_named(make_site: MakeSite) -> None:
    site = make_site()
    place = site.folder / "locales/es/LC_MESSAGES"
    (place / "lost.po").symlink_to(place / "nowhere.po")  # as Emacs locks a file
    (place / "folder.po").mkdir()
    (found,) = Inspection(load(site.folder), [Path("locales")]).findings()
    assert (found.path, found.code) == (
        "locales/es/LC_MESSAGES/folder.po",
        "catalog-not-readable",
    )


def test_a_check_changes_nothing(make_site: MakeSite) -> None:
    site = make_site()
    path = site.write("locales/es/LC_MESSAGES/a.po", BROKEN)
    before = path.read_bytes(), path.stat().st_mtime_ns
    Inspection(load(site.folder), [path]).findings()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
