"""Catalogs of other tools are taken as they are, and one bad entry costs that entry alone."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from lxml import etree

from catalogs.desk import Desk
from catalogs.lines import HEADER, entry
from harness.reading import text_of
from harness.sites import CATALOG_HEAD, MakeSite, TinySite
from sphinx_tandem.catalogs import exchange
from sphinx_tandem.catalogs.exchange import Export, as_tbx
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.catalogs.status import State, progress, state_of
from sphinx_tandem.catalogs.update import update
from sphinx_tandem.checks.inspection import Inspection
from sphinx_tandem.cli.update import run as run_update
from sphinx_tandem.site.findings import WrongUse
from sphinx_tandem.site.settings import load

NAME = "locales/es/LC_MESSAGES/index.po"
HEAD = CATALOG_HEAD.format("es")
PAGE = """\
# Quiz

a. One cloud only.  
b. Open to all.

One \\
Two

Three words here.

Four words were here.
"""  # noqa: W291  # a hard break of Markdown
# As Sphinx alone, and those who edit by hand, write the messages of that page.
WRITTEN = [
    ("Quiz", "Prueba"),
    ("a. One cloud only.   b. Open to all.", "a. Una sola nube.   b. Abierta a todos."),
    ("One Two", "Uno Dos"),
    ("Three words here.\\n", "Tres palabras aquí.\\n"),
    ("Four words are here.", "Aquí hay cuatro palabras."),
]


def entries(*pairs: tuple[str, str]) -> str:
    return "".join(f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in pairs)


def live(site: TinySite) -> dict[str, Entry]:
    return read_catalog(site.folder / NAME).usable()


def test_a_message_of_another_tool_keeps_its_translation(make_site: MakeSite) -> None:
    site = make_site({"index.md": PAGE})
    path = site.write(NAME, HEAD + entries(*WRITTEN))
    shown = text_of(site.body())
    for words in ("Una sola nube.", "Uno Dos", "Tres palabras aquí."):
        assert words in shown
    assert "One cloud" not in shown and "Three words" not in shown
    # Only what was really reworded is said to have changed.
    checked = Inspection(load(site.folder), [path]).findings()
    assert [one.line for one in checked if one.code == "catalog-outdated"] in ([], [18])
    changes = site.tandem("changes").stdout
    assert "Four words" in changes and "Three" not in changes and "cloud" not in changes

    update(load(site.folder))
    found = live(site)
    kept = found["a. One cloud only.<br>b. Open to all."]
    assert (kept.msgstr, kept.fuzzy) == ("a. Una sola nube.<br>b. Abierta a todos.", False)
    assert found["One <br>Two"].in_use and found["Three words here."].in_use
    assert found["Three words here."].msgstr == "Tres palabras aquí."
    assert found["Four words were here."].fuzzy
    assert len([one for one in found.values() if one.fuzzy]) == 1
    assert not [one for one in read_catalog(path).entries if one.obsolete]
    body = site.body()
    assert body.xpath(".//p[br]") and "One cloud" not in text_of(body)
    before = path.read_bytes()
    update(load(site.folder))
    assert path.read_bytes() == before


def test_code_with_other_lines_is_another_message(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\n```text\na  b\nc\n```\n"})
    site.conf += 'gettext_additional_targets = ["literal-block"]\n'
    site.write(NAME, HEAD + entries(("a b\\nc", "x y\\nz")))
    assert "a b c" in text_of(site.body()) and "x y" not in text_of(site.body())


def test_equal_doubles_become_one_and_nothing_else_changes(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\nGood morning.\n\nBye.\n"})
    first = '\n# one\nmsgid "Good morning."\nmsgstr "Buenos días."\n'
    second = '\n\n# two\nmsgid "Good morning."\nmsgstr "Buenos días."\n'
    rest = entries(("Bye.", "Adiós."))
    path = site.write(NAME, HEAD + entries(("Home", "Inicio")) + first + second + rest)
    assert "Buenos días." in text_of(site.body())
    assert "catalog.repeated" not in site.warnings
    done = site.tandem("check", "--fix", NAME)
    assert done.returncode == 0 and "catalog-repeated" in done.stdout
    both = '\n# two\n# one\nmsgid "Good morning."\nmsgstr "Buenos días."\n'
    fixed = HEAD + entries(("Home", "Inicio")) + both + rest
    assert sorted(path.read_text("utf-8").split("\n")) == sorted(fixed.split("\n"))
    assert not read_catalog(path).findings

    path.write_text(HEAD + entries(("Home", "Inicio")) + first + second + rest, "utf-8")
    update(load(site.folder))
    assert not read_catalog(path).findings
    assert live(site)["Good morning."].comments == ("one", "two")
    assert path.read_text("utf-8").count("Buenos días.") == 1
    assert path.read_text("utf-8").endswith(rest)


def test_a_broken_entry_is_english_and_the_rest_of_the_page_is_not(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\nGood morning.\n\nBye.\n\nAgain.\n"})
    broken = HEAD + entries(
        ("Home", "Inicio"),
        ("Good morning.", "Buenos días."),
        ("Good morning.", "Buen día."),
        ("Bye.", 'A"diós.'),
        ("Again.", "Otra vez."),
    )
    path = site.write(NAME, broken)
    shown = text_of(site.body())
    for words in ("Inicio", "Good morning.", "Bye.", "Otra vez."):
        assert words in shown
    assert not {"Buen", "diós", "Again."} & set(shown.replace(".", ". ").split())
    lines = broken.split("\n")
    for words in ('msgstr "A"diós."', 'msgstr "Buen día."'):
        line = lines.index(words) + (words.startswith('msgstr "A'))
        assert f"{path}:{line}: WARNING" in site.warnings
    # No command rewrites what it could not read.
    assert update(load(site.folder)).failed
    site.tandem("check", "--fix", NAME)
    assert path.read_text("utf-8") == broken
    status = site.tandem("status").stdout
    assert "50" in status  # two of four passages


def test_a_catalog_that_nobody_can_read_costs_its_page_alone(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\n```{toctree}\nother\n```\n", "other.md": "# Other\n"})
    path = site.folder / NAME
    site.catalog("other", {"Other": "Otra"})
    path.write_bytes(b"\x00\xff\xfe\x01 msgid")
    assert "Home" in text_of(site.body())
    assert text_of(site.body("other")).startswith("Otra")
    assert f"{path}:1: WARNING" in site.warnings


def test_a_site_chooses_what_readers_are_shown(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Home\n\nSee [it](https://a.org/x) and [it](https://a.org/x).\n"}
    )
    english = "See [it](https://a.org/x) and [it](https://a.org/x)."
    path = site.catalog("index", {english: "Mira [esto](https://a.org/x)."})
    assert "Mira esto." in text_of(site.body())
    assert "translation-repeated" in site.tandem("check", NAME).stderr
    conf = site.conf
    site.conf = f'{conf}tandem_rules = {{"translation-repeated": "refuse"}}\n'
    assert "See it and it." in text_of(site.body())
    assert f"{path}:" in site.warnings and "[translation.repeated]" in site.warnings
    assert site.tandem("check", NAME).returncode == 1
    site.conf = f'{conf}tandem_rules = {{"translation-repeated": "off"}}\n'
    assert "Mira esto." in text_of(site.body())
    assert "translation-repeated" not in site.tandem("check", NAME).stderr
    for value, said in (
        ('["translation-link"]', "must be a dictionary"),
        ('{"translation-lnik": "off"}', "translation-link is probably meant"),
        ('{"translation-link": "no"}', "none of 'refuse', 'show', 'off'"),
        ('{"translation-hostile": "show"}', "keeps harm from readers"),
        ('{"catalog-syntax": "off"}', "about a whole file"),
        ('{"text-term": "refuse"}', "about language"),
        ("{1: 2}", "must be a text"),
    ):
        site.conf = f"{conf}tandem_rules = {value}\n"
        for verb in ("build", "check"):
            done = site.tandem(verb)
            line = len(site.conf.splitlines())
            assert done.returncode == 2, value
            assert re.search(
                rf"^conf\.py:{line}: settings-(?:rules|type):", done.stderr, re.MULTILINE
            )
            assert said in done.stderr
    assert "Mira esto." in text_of(site.body())  # plain Sphinx says it too, and goes on
    assert "conf.py:1: WARNING: `tandem_rules`: there is no rule 1" in site.warnings


def test_what_can_be_put_right_is_put_right_on_the_way(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\nSee [it](https://a.org).\n\nSee it **now**.\n"})
    words = {
        "See [it](https://a.org).": "Mira [esto] (https://a.org).",
        "See it **now**.": "Míralo ** ya**.",
    }
    path = site.catalog("index", words)
    body = site.body()
    assert body.xpath(".//a[@href='https://a.org']") and body.xpath(".//strong[text()='ya']")
    assert "[translation" not in site.warnings
    assert "[esto] (" in path.read_text("utf-8")


def test_names_of_references_lead_where_the_english_ones_do_in_their_order(
    make_site: MakeSite,
) -> None:
    names = "one two three four five".split()
    targets = "".join(f".. _{name}: https://{name}.org\n" for name in names)
    english = ", ".join(f"{name}_" for name in names)
    site = make_site({"index.rst": f"Home\n====\n\nGo: {english}.\n\n{targets}"})
    spanish = ", ".join(f"{name}_" for name in ("uno", "dos", "tres", "cuatro", "cinco"))
    site.catalog("index", {f"Go: {english}.": f"Ve: {spanish}."})
    found = {text_of(a): a.get("href") for a in site.body().xpath(".//p/a[@href]")}
    assert found["uno"] == "https://one.org" and found["cinco"] == "https://five.org"
    assert list(found.values())[:5] == [f"https://{name}.org" for name in names]


def test_a_broken_entry_of_words_of_the_interface_costs_that_word_alone(
    make_site: MakeSite,
) -> None:
    site = make_site({"index.md": "# Home\n"})
    words = entries(("Quick search", "Búsqueda propia")) + '\nmsgid "Navigation"\nmsgstr Rumbo\n'
    path = site.write("locales/es/LC_MESSAGES/sphinx.po", HEAD + words)
    page = (site.sphinx() / "index.html").read_text("utf-8")
    assert "Búsqueda propia" in page and "Rumbo" not in page
    assert f"{path}:" in site.warnings


def test_a_folder_in_the_place_of_a_catalog_is_passed_over(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n"})
    Path(site.folder, NAME).mkdir(parents=True)
    assert "Home" in text_of(site.body())


NINE = "The hub opens at nine and closes at *five*."
TERMS = "english,translation,check\nhub,hub,yes\ncourse,curso|formación,\n"


def test_other_formats_go_out_and_come_back(tmp_path: Path) -> None:
    pytest.importorskip("translate.storage.xliff")
    desk = Desk(tmp_path / "site")
    texts = {"index": [NINE, "Home", "New", "Line\nbreak & <b>", "Now at ten"]}
    made = entry(NINE, "Abre *a las nueve*.") + entry("Home", "Inicio")
    made += entry("Now at ten", "A las nueve", '#, fuzzy\n#| msgid "Now at nine"\n')
    desk.write("index", HEADER + made + entry("Line\\nbreak & <b>", "Salto\\nde <b>"))
    termbase = tmp_path / "site/locales/es/termbase.csv"
    termbase.write_text(TERMS, "utf-8")
    out = tmp_path / "out"
    assert "Exported: 3 files." in desk.update(texts, export=Export(out)).summary()
    before = desk.path("index").read_bytes()
    xliff = out / "locales/es/LC_MESSAGES/index.xlf"
    assert "Nothing" not in desk.update(texts, take=out).summary()
    assert desk.path("index").read_bytes() == before, "what comes back as it went changes nothing"
    # A translator approves one text and leaves another as a draft.
    root = etree.parse(str(xliff))
    space = {"x": "urn:oasis:names:tc:xliff:document:1.1"}
    (unit,) = (one for one in root.iterfind(".//x:trans-unit", space) if one[0].text == "New")
    target = etree.SubElement(unit, f"{{{space['x']}}}target", state="translated")
    target.text = "Nuevo"
    unit.set("approved", "yes")
    root.write(str(xliff), encoding="utf-8", xml_declaration=True)
    desk.update(texts, take=out)
    assert desk.live("index")["New"].msgstr == "Nuevo" and desk.live("index")["New"].in_use
    # A memory suggests, and terms that the base lacks come behind those that it has.
    (out / "es.tbx").write_bytes(as_tbx("english,translation\nhub,x\ncloud,nube\n", "en", "es"))
    desk.write("index", HEADER + entry(NINE, ""))
    xliff.unlink()
    said = desk.update(texts, take=out).summary()
    found = desk.live("index")[NINE]
    assert found.fuzzy and found.msgstr == "Abre *a las nueve*." and "es.tmx" in found.comment
    assert "terms" in said and termbase.read_text("utf-8") == f"{TERMS}cloud,nube,\n"
    (out / "es.tmx").write_text("<tmx", "utf-8")
    report = desk.update(texts, take=out)
    assert report.failed and any("TMX" in one.message for one in report.findings)


def test_a_draft_is_published_by_a_person_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")
    texts = {"index": [NINE, "Home", "New", "Old", "Same"]}
    desk.write("index", HEADER + entry("Home", "Inicio") + entry("Old", "Viejo", "#, fuzzy\n"))
    made = entry(NINE, "Abre.", "#, fuzzy\n") + entry("Home", "Casa") + entry("New", "Nuevo")
    copy = tmp_path / "machine/locales/es/LC_MESSAGES/index.po"
    copy.parent.mkdir(parents=True)
    copy.write_text(HEADER + made + entry("Old", "Anciano") + entry("Same", "Same"), "utf-8")
    said = desk.update(texts, take=tmp_path / "machine", draft="A program").summary()
    assert "2 filled in with drafts" in said
    held = desk.live("index")
    states = {name: state_of(one) for name, one in held.items()}
    assert states == {
        NINE: State.DRAFT,
        "Home": State.TRANSLATED,
        "New": State.DRAFT,
        "Old": State.STALE,
        "Same": State.MISSING,
    }
    assert held["New"].comment.startswith("tandem: draft of A program, ") and held["New"].fuzzy
    assert not (tmp_path / "site/locales/es/taken.json").exists(), "nothing was taken"
    counted = progress(held, desk.read("index"))
    assert (counted.missing, counted.drafts, counted.stale) == (3, 2, 1)
    before = desk.path("index").read_bytes()
    desk.update(texts, take=tmp_path / "machine", draft="A program")
    assert desk.path("index").read_bytes() == before
    # Its English changes and changes back, or only an address in it does: it stays a draft.
    link = "Read [this](a.md) at once, before you do anything else."
    changed = {"index": [NINE.replace("nine", "ten"), "Home", "New", link]}
    copy.write_text(HEADER + entry(link, "Lea [esto](a.md)."), "utf-8")
    desk.update(changed, take=tmp_path / "machine", draft="A program")
    changed["index"][-1] = link.replace("a.md", "b.md")
    desk.update(changed)
    drafts = [one for one in desk.live("index").values() if state_of(one) is State.DRAFT]
    assert [one.msgid for one in drafts] == [changed["index"][0], "New", changed["index"][-1]]
    desk.update(texts)
    assert state_of(desk.live("index")[NINE]) is State.DRAFT
    # No other page gets its text as a translation.
    desk.update({**texts, "other": ["New"]})
    assert not desk.live("other")["New"].in_use
    # It goes out as something to review, comes back unchanged, and a person publishes it.
    pytest.importorskip("translate.storage.xliff")
    out = tmp_path / "out"
    desk.update(texts, export=Export(out, ["xliff"]))
    xliff = out / "locales/es/LC_MESSAGES/index.xlf"
    assert xliff.read_text("utf-8").count('state="needs-review-translation"') == 2
    before = desk.path("index").read_bytes()
    desk.update(texts, take=out)
    assert desk.path("index").read_bytes() == before
    text = before.decode().replace('#, fuzzy\nmsgid "New"', 'msgid "New"')
    desk.write("index", text)
    desk.update(texts)
    found = desk.live("index")["New"]
    assert found.in_use and found.comments == ()
    with pytest.raises(WrongUse, match="--take"):
        run_update(argparse.Namespace(draft="x", take=None))


def test_who_lacks_the_toolkit_is_told_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "find_spec", lambda name: None)
    desk = Desk(tmp_path / "site")
    desk.write("index", HEADER + entry("Home", "Inicio"))
    with pytest.raises(WrongUse, match=r"sphinx-tandem\[exchange\]"):
        desk.update({"index": ["Home"]}, export=Export(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    desk.update({"index": ["Home"]}, take=tmp_path)
