"""The pseudo-language marks every text, so that English which no catalog holds is seen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from harness import commands
from harness.real import REPOSITORY, copy_sources
from harness.sites import MakeSite, TinySite, tree_hashes
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.checks.context import Context
from sphinx_tandem.checks.markup import check_markup
from sphinx_tandem.publish.pseudo import find_leaks, pseudo_settings
from sphinx_tandem.publish.run import Request, build
from sphinx_tandem.site import PSEUDO_CODE
from sphinx_tandem.site.settings import load
from sphinx_tandem.text import Syntax, is_pseudo, pseudo

EVERY_CONSTRUCT = REPOSITORY / "tests" / "messages" / "every-construct"
CATALOGS = REPOSITORY / "docs" / "locales" / "es" / "LC_MESSAGES"
INTERFACE = REPOSITORY / "src" / "sphinx_tandem" / "locales" / "es" / "LC_MESSAGES"
WORDS = ("site.po", "sphinx.po", "sphinx_tandem.po")


def every_message() -> list[tuple[str, Syntax]]:
    """Return the messages of the page with every construct, of our site and of the interface."""
    listed = EVERY_CONSTRUCT.with_suffix(".messages.txt").read_text("utf-8").splitlines()
    found = [(line.split(": ", 1)[1], Syntax.MYST) for line in listed]
    for path in sorted([*CATALOGS.rglob("*.po"), *INTERFACE.glob("*.po")]):
        syntax = Syntax.WORDS if path.name in WORDS else Syntax.MYST
        found += [(entry.msgid, syntax) for entry in read_catalog(path).entries]
    return found


def test_a_message_becomes_longer_and_keeps_its_markup() -> None:
    assert pseudo("Search", Syntax.WORDS) == "[Šéáŕçĥ ···]"
    text = (
        "Use *this* [guide](a.md){.x}, {term}`hub`, {doc}`b`, `code`, <b title='T'>B</b>, {{ s }}."
    )
    shown = pseudo(text, Syntax.MYST)
    for kept in ("](a.md){.x}", "{doc}`b`", "`code`", "</b>", "{{ s }}", "{term}`", "*"):
        assert kept in shown
    assert "ĝûíđé" in shown
    assert "title='Ţ'" in shown
    assert pseudo("Found %(count)d in {name}: %s", Syntax.WORDS).count("%(count)d") == 1
    assert "{name}" in pseudo("Found %(count)d in {name}: %s", Syntax.WORDS)
    # What has no words is no message: dates' templates, numbers, code.
    for same in ("%b %d, %Y", "1–4", "`code`", "{ref}`top`", ""):
        assert pseudo(same, Syntax.MYST) == same
    assert pseudo(shown, Syntax.MYST) == shown
    assert pseudo("For example::", Syntax.RST).endswith("]::")
    assert "[ĥûƀ][hub]" in pseudo("See the [hub].", Syntax.MYST, {"hub"}).lower()
    short, long = ("word " * times for times in (2, 100))
    assert 1.3 < len(pseudo(short, Syntax.WORDS)) / len(short) < 2
    assert 1.1 < len(pseudo(long, Syntax.WORDS)) / len(long) < 1.3


def test_no_rule_finds_anything_in_a_pseudo_translation() -> None:
    """So a build in this language shows the same constructs as a good translation."""
    broken = {
        text: [problem.message for problem in problems]
        for text, syntax in every_message()
        if (problems := check_markup(Entry(text, pseudo(text, syntax)), Context(syntax=syntax)))
    }
    assert not broken


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> tuple[TinySite, str, dict[str, str]]:
    """The site with every construct, built in the pseudo-language; what was said; its sources."""
    site = TinySite(tmp_path_factory.mktemp("pseudo") / "site")
    shutil.copytree(EVERY_CONSTRUCT, site.folder)
    site.write(
        "locales/leaks.txt", "# A link definition's title is in no message.\nShort title\nOld\n"
    )
    before = tree_hashes(site.folder)
    done = site.build("--language", "qps")
    return site, done.stdout + done.stderr, before


def test_every_construct_is_marked_and_each_leak_is_named(
    kit: tuple[TinySite, str, dict[str, str]],
) -> None:
    _site, said, _before = kit
    leaks = re.findall(r"^(\S+?):(\d+): (pseudo-[\w-]+): '?(.*?)' is", said, re.MULTILINE)
    # The one leak: Sphinx shows the target of a reference in a heading in lists of headings.
    assert [(path, text) for path, _line, _code, text in leaks] == [
        ("_build/pseudo/qps/index.html", "other")
    ], said
    assert "locales/leaks.txt:3: pseudo-leak-gone: No page shows 'Old' any more" in said


def test_it_is_published_apart_and_leaves_the_site_as_it_is(
    kit: tuple[TinySite, str, dict[str, str]],
) -> None:
    site, _said, before = kit
    output = site.folder / "_build" / "pseudo"
    assert {
        path: found for path, found in tree_hashes(site.folder).items() if path in before
    } == before
    assert sorted(path.name for path in site.folder.iterdir()) == sorted(
        {path.split("/")[0] for path in before} | {"_build"}
    )
    left = {path.name for path in output.parent.iterdir()}
    assert left == {"pseudo", ".pseudo.tandem"}  # with what is kept for the next build
    page = (output / "qps" / "index.html").read_text("utf-8")
    assert re.search(r'<html[^>]* lang="qps"', page)
    assert 'dir="rtl"' not in page
    # The switcher leads to English and back, and to no language that is not there.
    assert 'href="../index.html" lang="en"' in page
    assert "Español" not in page
    assert 'href="qps/index.html" lang="qps"' in (output / "index.html").read_text("utf-8")
    assert "Disallow: /\n" in (output / "robots.txt").read_text("utf-8")
    assert not (output / "sitemap.xml").exists()
    assert "[Çöþý" in (output / "qps" / "_static" / "copybutton.js").read_text("utf-8")
    assert "\\u0160" in (output / "qps" / "_static" / "translations.js").read_text("utf-8")

    # Neither of the two kinds takes the place of the other.
    assert site.tandem("build", "--output", "_build/pseudo").returncode == 2
    done = site.tandem("build", "--language", "qps", "--language", "es")
    assert done.returncode == 2
    assert "--language qps is built separately" in done.stderr


def test_a_plain_sphinx_build_gives_the_same_pages(
    kit: tuple[TinySite, str, dict[str, str]], tmp_path: Path
) -> None:
    site, _said, _before = kit
    arguments = ("-q", "-D", "language=qps", ".", str(tmp_path / "qps"))
    done = commands.run("sphinx", *arguments, cwd=site.folder, env={"SOURCE_DATE_EPOCH": "0"})
    assert done.returncode == 0, done.stderr
    built = site.folder / "_build" / "pseudo" / "qps"
    for name in ("index.html", "other.html", "third.html", "search.html", "genindex.html"):
        assert (tmp_path / "qps" / name).read_text("utf-8") == (built / name).read_text("utf-8")


def test_a_site_that_declares_the_language_builds_it_from_its_catalogs(make_site: MakeSite) -> None:
    site = make_site(languages={"en": "English", "qps": "Test"})
    site.catalog("index", {"Home": "Xyz", "Good morning.": "Abc."}, "qps")
    site.build("--language", "qps")
    assert "Abc." in site.page("qps/index.html")


def test_our_own_site_has_no_leak(tmp_path: Path) -> None:
    """Each English word that readers of Spanish can meet has its place in a catalog."""
    settings = pseudo_settings(load(copy_sources(tmp_path / "site")))
    # Without the English beside it, in which nothing is looked for.
    result = build(settings, Request(tmp_path / "built", languages=(PSEUDO_CODE,)))
    assert result.published, result.findings
    assert not [found for found in result.findings if found.code.startswith("pseudo-leak")]
    page = (tmp_path / "built" / PSEUDO_CODE / "docs" / "about.html").read_text("utf-8")
    assert is_pseudo(re.findall(r"<h1>(.*?)<a", page)[0])


LEAKING = {
    "<p>English words</p>": True,
    "<p>[Šéáŕçĥ words ···]</p>": True,
    '<p title="A tip">[Šéáŕçĥ ···]</p>': True,
    '<img alt="A photo">': True,
    '<input placeholder="Type here">': True,
    '<nav aria-label="Main"></nav>': True,
    '<meta name="description" content="About us">': True,
    '<meta property="og:title" content="About us">': True,
    "<title>About us</title>": True,
    '<span lang="en">Not translated</span>': True,
    "<time>May 3</time>": True,
    "<noscript>Turn it on</noscript>": True,
    "<p>[Šéáŕçĥ ···] 12 3.4 GB</p>": False,
    "<p>[Šéáŕçĥ: Nov 21, 2025 ···]</p>": False,
    "<pre>code here</pre><code>more</code><kbd>Ctrl</kbd>": False,
    '<p translate="no">Ada Lovelace</p><p title="[Ƀý Ada Lovelace ···]"></p>': False,
    '<p class="notranslate">Ada Lovelace</p>': False,
    '<p lang="es">En español</p>': False,
    '<a lang="en" hreflang="en">English</a>': False,
    '<a href="https://example.org/x">example.org/x</a> www.example.org': False,
    '<a href="mailto:me&#64;example.org">me<span>&#64;</span>example<span>.</span>org</a>': False,
    "<script>var word;</script><style>p {color: red}</style>": False,
}


@pytest.mark.parametrize("html", LEAKING)
def test_english_is_told_from_what_is_the_same_everywhere(html: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html>\n{html}\n", "utf-8")
    found = find_leaks(tmp_path, "out", "en", tmp_path / "none", "leaks.txt")
    assert bool(found) is LEAKING[html], found
    assert all((one.path, one.line) == ("out/index.html", 2) for one in found)


def test_feeds_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "atom.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><author><name>Ada</name>'
        '</author><category label="Tag words"/><content type="html">&lt;p&gt;Inner text&lt;/p&gt;'
        "</content></feed>",
        "utf-8",
    )
    found = find_leaks(tmp_path, "out", "en", tmp_path / "none", "leaks.txt")
    texts = {re.findall(r"'(.*?)'", one.message)[0] for one in found}
    assert texts == {"News", "Tag words", "Inner text"}
