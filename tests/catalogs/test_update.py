"""``tandem update`` on real sites: nothing lost, nothing touched without need."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from harness.sites import MakeSite, TinySite, tree_hashes
from sphinx_tandem.catalogs.extract import ExtractionError, extract
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.reader import new_header, read_catalog
from sphinx_tandem.catalogs.update import UpdateReport, update
from sphinx_tandem.catalogs.writer import write_catalog
from sphinx_tandem.site.settings import load

LONG = "The hub opens at nine and closes at five on every day of the week."
PAGES = {
    "index.md": "# Home\n\nGood morning.\n\n```{toctree}\ndocs/about\n```\n",
    "docs/about.md": f"# About us\n\n{LONG}\n\nWe are few.\n",
}


def run(site: TinySite) -> UpdateReport:
    return update(load(site.folder))


def catalog(site: TinySite, page: str) -> Path:
    return site.folder / "locales" / "es" / "LC_MESSAGES" / f"{page}.po"


def translated(site: TinySite) -> TinySite:
    """Bring the catalogs up to date and translate all of them."""
    run(site)
    for path in site.folder.rglob("*.po"):
        found = read_catalog(path)
        entries = tuple(Entry(one.msgid, f"«{one.msgid}»") for one in found.entries)
        write_catalog(path, Catalog(entries, found.header))
    return site


def changed_lines(before: str, path: Path) -> tuple[int, int]:
    """Return how many lines were taken away and added."""
    old, new = before.splitlines(), path.read_text("utf-8").splitlines()
    return len([x for x in old if x not in new]), len([x for x in new if x not in old])


def test_messages_come_in_page_order_with_their_places(make_site: MakeSite) -> None:
    site = make_site(PAGES)
    extraction = extract(load(site.folder))
    about = extraction.messages["docs/about"]
    assert [found.msgid for found in about] == ["About us", LONG, "We are few."]
    assert [found.locations for found in about] == [
        (("docs/about.md", line),) for line in (1, 3, 5)
    ]
    assert not extraction.findings
    assert not (site.folder / "_build").exists()


def test_a_new_catalog_is_whole_and_a_second_run_touches_nothing(make_site: MakeSite) -> None:
    site = make_site({**PAGES, "index.md": PAGES["index.md"] + '\nSay "50% {x}".\\\nBye.\n'})
    report = run(site)
    written = {f"locales/es/LC_MESSAGES/{page}.po" for page in ("docs/about", "index")}
    assert written <= set(report.languages[0].written)
    assert not report.failed and not report.findings
    text = catalog(site, "docs/about").read_text("utf-8")
    assert text.startswith('#\nmsgid ""\nmsgstr ""\n"Project-Id-Version: ')
    assert '"Language: es\\n"' in text and "POT-Creation-Date" not in text
    assert text.endswith(f'\nmsgid "{LONG}"\nmsgstr ""\n\nmsgid "We are few."\nmsgstr ""\n')
    assert "#" not in text[1:]
    if shutil.which("msgfmt"):
        for page in ("docs/about", "index"):
            subprocess.run(["msgfmt", "-c", "-o", "-", catalog(site, page)], check=True)
    before = tree_hashes(site.folder)
    stamps = [path.stat().st_mtime_ns for path in sorted(site.folder.rglob("*.po"))]
    assert not run(site).languages[0].written
    assert tree_hashes(site.folder) == before
    assert stamps == [path.stat().st_mtime_ns for path in sorted(site.folder.rglob("*.po"))]


def test_the_difference_is_as_small_as_the_change(make_site: MakeSite) -> None:
    site = translated(make_site(PAGES))
    path = catalog(site, "docs/about")
    before, index = path.read_text("utf-8"), catalog(site, "index").read_bytes()
    site.write("docs/about.md", f"# About us\n\n{LONG}\n\nA new one.\n\nWe are few.\n")
    assert "1 new" in run(site).summary()
    # One is the empty msgstr, the header's own.
    assert changed_lines(before, path) == (0, 1)
    before = path.read_text("utf-8")
    site.write(
        "docs/about.md",
        f"# About us\n\n{LONG.replace('nine', 'ten')}\n\nA new one.\n\nWe are few.\n",
    )
    assert "1 stale" in run(site).summary()
    assert changed_lines(before, path) == (1, 3)
    assert f'#, fuzzy\n#| msgid "{LONG}"\nmsgid "The hub opens at ten' in path.read_text("utf-8")
    assert catalog(site, "index").read_bytes() == index


def test_a_renamed_page_keeps_translations_comments_and_credits(make_site: MakeSite) -> None:
    site = translated(make_site(PAGES))
    old = catalog(site, "docs/about")
    text = old.read_text("utf-8").replace('msgid "We', '# ask Ana\nmsgid "We')
    text = "# Translated by Ana.\n" + text.replace("Spanish", "Ana")
    old.write_text(text, encoding="utf-8")
    (site.folder / "docs/about.md").unlink()
    site.write("who.md", PAGES["docs/about.md"].replace("nine", "ten"))
    site.write("index.md", PAGES["index.md"].replace("docs/about", "who"))
    report = run(site)
    new = catalog(site, "who").read_text("utf-8")
    assert new.startswith("# Translated by Ana.\n") and "Language-Team: Ana" in new
    assert '# ask Ana\nmsgid "We are few."\nmsgstr "«We are few.»"' in new
    assert f'#| msgid "{LONG}"' in new
    assert old.read_text("utf-8") == text
    (orphan,) = report.findings
    assert (orphan.path, orphan.line, orphan.code) == (
        "locales/es/LC_MESSAGES/docs/about.po",
        1,
        "catalog-orphan",
    )
    assert "'who'" in orphan.message
    assert not report.failed
    assert not run(site).languages[0].written


def test_a_broken_catalog_is_left_alone_and_the_others_are_not(make_site: MakeSite) -> None:
    site = make_site(PAGES)
    broken = site.write("locales/es/LC_MESSAGES/index.po", '<<<<<<< HEAD\nmsgid "a\n')
    before = broken.read_bytes()
    report = run(site)
    assert report.failed
    assert [(found.path, found.line, found.code, found.language) for found in report.findings] == [
        ("locales/es/LC_MESSAGES/index.po", 1, "catalog-conflict", "es"),
        ("locales/es/LC_MESSAGES/index.po", 2, "catalog-syntax", "es"),
    ]
    assert broken.read_bytes() == before
    assert catalog(site, "docs/about").exists()


def test_interface_catalogs_are_no_orphans_and_lose_nothing(make_site: MakeSite) -> None:
    site = make_site(PAGES, conf='templates_path = ["_templates"]')
    site.write("_templates/page.html", "{{ _('Search') }} {{ _('Our own word') }}")
    path = catalog(site, "sphinx")
    write_catalog(path, Catalog((Entry("Old posts", "Antiguas"),), new_header("es", "Tiny")))
    report = run(site)
    assert not report.findings
    # Sphinx itself translates "Search".
    assert [entry.msgid for entry in read_catalog(path).entries] == ["Our own word", "Old posts"]


def test_translators_read_what_words_of_the_whole_site_are(make_site: MakeSite) -> None:
    conf = """
project = "Hub"
html_title = "Hub"
html_theme_options = {"nosidebar": True, "note_text": "A note."}
"""
    site = make_site(PAGES, conf=conf)
    run(site)
    text = catalog(site, "site").read_text("utf-8")
    assert '\n#. Name of the site\nmsgid "Hub"\n' in text
    assert "#. Navigation" in text and "Date" not in text
    assert "#." not in catalog(site, "index").read_text("utf-8")


def test_warnings_of_the_pages_are_passed_on(make_site: MakeSite) -> None:
    site = make_site({**PAGES, "alone.md": "# Alone\n\n```{nonsense}\n```\n"})
    found = {(one.path, one.line, one.code) for one in run(site).findings}
    assert ("alone.md", 3, "myst-directive-unknown") in found


def test_a_language_that_the_machine_has_not_is_no_hindrance(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "xx_YY.UTF-8")
    assert extract(load(make_site().folder)).messages


def test_pages_that_cannot_be_read_leave_every_catalog_alone(make_site: MakeSite) -> None:
    site = translated(make_site(PAGES))
    before = tree_hashes(site.folder / "locales")
    site.append("conf.py", "\ndef setup(app):\n    raise RuntimeError('no disk of mine')\n")
    with pytest.raises(ExtractionError, match="no disk of mine"):
        run(site)
    assert tree_hashes(site.folder / "locales") == before


def test_a_site_in_one_language_has_nothing_to_bring_up_to_date(make_site: MakeSite) -> None:
    site = make_site(PAGES, languages={"en": "English"})
    assert "one language only" in run(site).summary()
    assert not (site.folder / "locales").exists()
