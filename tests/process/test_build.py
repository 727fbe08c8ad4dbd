"""One command builds every language and publishes all of them or none."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from pathlib import Path

from harness.sites import MakeSite, TinySite, tree_hashes
from sphinx_tandem.publish.tree import last_days

BROKEN = "\nA [broken link](nowhere.md).\n"
CRASH = "\nCRASH\n"
CRASHING_ON_DEMAND = """
def setup(app):
    def fail(app, page, text):
        if app.config.language == "es" and "CRASH" in text[0]:
            raise RuntimeError("no such luck")
    app.connect("source-read", fail)
"""
# An extension of the site that fails in one language only.
CRASHING = """
def setup(app):
    def fail(app, pagename, *rest):
        if app.config.language == "es" and pagename == "about":
            raise RuntimeError("no such luck")
    app.connect("html-page-context", fail)
"""
LOCAL_EXTENSIONS = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"


def findings_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\S+:\d+: [a-z-]+: ", line)]


def test_both_languages_are_published_in_their_own_words(built: TinySite) -> None:
    assert "Good morning." in built.page("index.html")
    assert "Buenos días." not in built.page("index.html")
    assert "Buenos días." in built.page("es/index.html")
    assert "Good morning." not in built.page("es/index.html")
    assert (built.output / "404.html").is_file()
    assert (built.output / "es" / "404.html").is_file()
    assert built.done.stderr == ""
    last = built.done.stdout.splitlines()[-1]
    assert re.fullmatch(r"Published 2 languages, \d+ pages, in \d+\.\d s: _build/site", last)


def test_nothing_but_the_site_is_left_behind(built: TinySite) -> None:
    assert built.beside_output() == ["site"]
    assert not list(built.output.rglob(".buildinfo"))
    assert not list(built.output.rglob("*.doctree"))
    assert not list(built.output.rglob("*.mo"))


def test_a_published_page_holds_nothing_of_the_preview(built: TinySite) -> None:
    held = [
        path.name
        for path in built.output.rglob("*")
        if path.is_file() and re.search(rb"tandem-(page|entry|preview)\b", path.read_bytes())
    ]
    assert not held


def test_what_was_published_is_never_read_as_a_source(make_site: MakeSite) -> None:
    # A page of the output, such as a download, would be one that is on no list of contents.
    site = make_site(conf='exclude_patterns = ["notes"]')
    site.write("notes/paper.md", "# Paper\n")
    site.append("index.md", "\n{download}`notes/paper.md`\n")
    site.build("--strict")
    first = site.hashes()
    assert any(path.endswith("paper.md") for path in first)
    site.build("--strict")
    assert site.hashes() == first


def test_a_failing_language_leaves_the_published_tree_byte_for_byte(make_site: MakeSite) -> None:
    site = make_site(conf=CRASHING_ON_DEMAND)
    site.build()
    before = site.hashes()
    site.append("index.md", "\nNew text.\n")
    site.append("about.md", CRASH)
    done = site.tandem("build")
    assert done.returncode == 1
    assert site.hashes() == before
    assert "The published site in _build/site was not touched." in done.stderr
    assert "Traceback" not in done.stderr
    # The other side: once mended, the new text arrives.
    text = (site.folder / "about.md").read_text().replace(CRASH, "")
    site.write("about.md", text)
    site.build()
    assert "New text." in site.page("index.html")
    assert site.hashes() != before


def test_a_finding_of_two_languages_is_told_once_in_words_and_in_json(make_site: MakeSite) -> None:
    site = make_site()
    site.append("about.md", BROKEN)
    done = site.tandem("build", "--json", "report.json")
    found = findings_of(done.stderr)
    assert len(found) == 1
    assert found[0].startswith("about.md:5: myst-xref-missing: ")
    assert not found[0].rstrip().endswith("]")
    found = json.loads((site.folder / "report.json").read_text())["findings"]
    assert [(each["path"], each["line"], each["code"]) for each in found] == [
        ("about.md", 5, "myst-xref-missing")
    ]
    assert set(found[0]) == {"path", "line", "code", "message", "language"}


def test_json_tells_what_was_published(built: TinySite) -> None:
    report = json.loads((built.folder / "report.json").read_text())
    assert report["findings"] == []
    assert set(report["languages"]) == {"en", "es"}
    assert report["languages"]["es"]["pages"] == len(list((built.output / "es").glob("*.html")))
    assert report["seconds"] > 0


def test_a_link_that_is_broken_in_a_translation_only_is_never_shown(make_site: MakeSite) -> None:
    site = make_site()
    original = "Who we are. [Home](index.md)"
    site.catalog("about", {original: "Quiénes somos. [Inicio](nada.md)"})
    strict = site.tandem("build", "--strict")
    assert strict.returncode == 1
    assert not site.output.exists()
    done = site.tandem("build")
    assert done.returncode == 0
    assert "locales/es/LC_MESSAGES/about.po:" in done.stderr
    assert "nada.md" in done.stderr
    page = site.page("es/about.html")
    assert "nada" not in page and "Quiénes somos" not in page
    assert "Who we are." in page


def test_what_plain_sphinx_only_warns_of_is_published_with_findings(make_site: MakeSite) -> None:
    lost = {
        "![A picture](no.png)": "image-not-readable",
        "```{nonsense}\nText\n```": "myst-directive-unknown",
        "{nonsense}`text`": "myst-role-unknown",
        "{doc}`nowhere`": "ref-doc",
        "{ref}`nowhere`": "ref-ref",
        "```{include} nowhere.md\n```": "docutils",
        "```{toctree}\nnowhere\n```": "toc-not-readable",
    }
    site = make_site({"index.md": "# Home\n\n" + "\n\n".join((*lost, "Good night.")) + "\n"})
    site.catalog("index", {"Good night.": "Buenas noches."})
    strict = site.tandem("build", "--strict")
    assert strict.returncode == 1
    assert f"{len(lost)} findings stop a strict build" in strict.stderr
    assert not site.output.exists()
    done = site.build()
    for code in lost.values():
        assert re.search(rf"^index\.md:\d+: {code}: ", done.stderr, re.MULTILINE), code
    assert f"with {len(lost)} findings" in done.stdout
    assert "Good night." in site.page("index.html")
    assert "Buenas noches." in site.page("es/index.html")


def test_a_bad_catalog_costs_no_other_page_and_no_other_language(make_site: MakeSite) -> None:
    site = make_site()
    name = "locales/es/LC_MESSAGES/index.po"
    good = (site.folder / name).read_text()
    for bad, code in {
        'msgid "A"\nmsgstr "B\n': "catalog-syntax",
        '<<<<<<< HEAD\nmsgid "A"\nmsgstr "B"\n': "catalog-conflict",
        'msgid "A"\nmsgstr "B"\n\nmsgid "A"\nmsgstr "C"\n': "catalog-duplicate",
    }.items():
        site.write(name, f"{good}\n{bad}")
        done = site.tandem("build", "--json", "report.json")
        assert done.returncode == 0, code
        (line,) = re.findall(rf"^{name}:(\d+): {code}: ", done.stderr, re.MULTILINE)
        assert int(line) > len(good.splitlines())
        assert set(json.loads((site.folder / "report.json").read_text())["languages"]) == {
            "en",
            "es",
        }
        assert "Quiénes somos." in site.page("es/about.html")
        assert "<h1>" in site.page("es/index.html") and "Good morning." in site.page("index.html")
        assert site.tandem("build", "--strict").returncode == 1


def test_front_matter_that_is_not_yaml_is_a_finding_of_its_page(make_site: MakeSite) -> None:
    site = make_site({"index.md": "---\na: [b\n---\n\n# Home\n"})
    done = site.build()
    assert re.search(r"^index\.md:\d+: myst-topmatter: ", done.stderr, re.MULTILINE)


def test_a_harmless_warning_is_shown_and_strict_makes_it_stop(make_site: MakeSite) -> None:
    site = make_site()
    site.write("alone.md", "# Alone\n\nOn no list of contents.\n")
    done = site.build()
    assert "alone.md:1: toc-not-included: " in done.stderr
    before = site.hashes()
    site.append("index.md", "\nNewer.\n")
    site.write("lonely.md", "# Lonely\n\nOn no list of contents.\n")
    strict = site.tandem("build", "--strict")
    assert strict.returncode == 1
    assert len(findings_of(strict.stderr)) == 2
    assert "strict" in strict.stderr
    assert site.hashes() == before


def test_a_suppressed_warning_does_not_count(make_site: MakeSite) -> None:
    site = make_site(conf='suppress_warnings = ["toc.not_included"]')
    site.write("alone.md", "# Alone\n\nOn no list of contents.\n")
    assert site.build("--strict").stderr == ""


def test_a_crash_is_one_line_and_keeps_its_trace_in_a_log(make_site: MakeSite) -> None:
    site = make_site(
        extensions=("sphinx_tandem", "myst_parser", "crashing"), conf="\n" + LOCAL_EXTENSIONS
    )
    site.write("crashing.py", CRASHING)
    done = site.tandem("build")
    assert done.returncode == 1
    assert "about.md:1: build-crash: " in done.stderr
    assert "no such luck" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    log = re.search(r"is in (\S+\.log)\.", done.stderr)
    assert log
    assert "Traceback" in Path(log.group(1)).read_text()
    assert not Path(log.group(1)).is_relative_to(site.output)
    site.write("crashing.py", "def setup(app): pass\n")
    site.build()
    assert site.beside_output() == ["site"]


# Where an extension can fail, and the page that a crash there names.
PLACES = {
    'app.connect("source-read", lambda app, page, text: fail(page))': "about.md:1: ",
    'app.add_directive("fail", Fail)': "about.md:1: ",
    'app.connect("doctree-resolved", lambda app, tree, page: fail(page))': "about.md:1: ",
    'app.connect("html-page-context", lambda app, page, *_: fail(page))': "about.md:1: ",
    'app.connect("env-updated", lambda app, env: fail("about"))': "",
    'app.connect("build-finished", lambda app, error: error or fail("about"))': "",
    'fail("about")': "",
}
FAILING = """
from docutils.parsers.rst import Directive
def fail(page):
    if page == "about":
        raise RuntimeError("no such luck")
class Fail(Directive):
    def run(self):
        fail("about")
def setup(app):
    {}
"""


def test_a_crash_names_the_extension_and_the_page(make_site: MakeSite) -> None:
    site = make_site(extensions=("sphinx_tandem", "failing"), conf=LOCAL_EXTENSIONS)
    site.append("about.md", "\n```{fail}\n```\n")
    for place, page in PLACES.items():
        site.write("failing.py", FAILING.format(place))
        done = site.tandem("build", "--language", "en")
        assert done.returncode == 1, place
        said = f"{page}build-crash: the build of 'en' crashed: RuntimeError: no such luck"
        assert f"\n{said}, in the extension failing. " in f"\n{done.stderr}", place
    # So it is where no site is built.
    site.write("failing.py", FAILING.format('app.add_directive("fail", Fail)'))
    done = site.tandem("update")
    assert done.stderr.startswith("about.md:1: update-failed: Sphinx could not read the pages: ")
    assert "RuntimeError: no such luck, in the extension failing. No catalog" in done.stderr


def test_a_process_that_vanishes_is_reported(make_site: MakeSite) -> None:
    site = make_site(extensions=("sphinx_tandem", "dying"), conf=LOCAL_EXTENSIONS)
    site.write(
        "dying.py",
        "import os\ndef setup(app):\n    print('last words', end='')\n    os._exit(7)\n",
    )
    done = site.tandem("build")
    assert done.returncode == 1
    assert "build-crash" in done.stderr
    assert "last words" in done.stderr


def test_what_the_site_prints_breaks_nothing(make_site: MakeSite) -> None:
    noise = "import os\nprint('{\"event\": \"done\"}')\nos.system('echo noise; echo more >&2')\n"
    site = make_site(conf=noise)
    assert "Published 2 languages" in site.build().stdout.splitlines()[-1]


def test_a_terminal_shows_live_progress_without_colours(make_site: MakeSite) -> None:
    site = make_site()
    parent, child = pty.openpty()
    done = site.build(stderr=child, env={"TERM": "xterm", "NO_COLOR": "1"})
    os.close(child)
    shown = b""
    try:
        while chunk := os.read(parent, 65536):
            shown += chunk
    except OSError:
        pass  # The other end of the terminal is closed.
    os.close(parent)
    text = shown.decode()
    assert re.search(r"English +[█░]+ read 2 of 2, written \d+ of \d+, \d+\.\d s", text)
    assert re.search(r"Español +[█░]+ read 2 of 2, written \d+ of \d+, \d+\.\d s", text)
    assert "\x1b[3" not in text
    assert "\x1b" not in done.stdout


def test_two_clean_builds_are_byte_identical(make_site: MakeSite) -> None:
    pages = {
        "index.md": "# Home\n\nLast built {sub-ref}`today`.\n\n```{toctree}\na\nb\n```\n",
        "a.md": "# A\n\nThe letter.\n",
        "b.md": "# B\n\n[A](a.md)\n",
    }
    one = make_site(pages, conf="html_last_updated_fmt = '%c'\ncopyright = '2024-%Y, we'")
    one.build()
    first = one.hashes()
    one.build("--fresh", env={"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"})
    assert one.hashes() == first
    # The other side: the test would see a date.
    one.build(env={"SOURCE_DATE_EPOCH": "86400"})
    assert one.hashes() != first
    assert "1970" in one.page("index.html")


class TestSomeLanguages:
    """``--language`` builds some, and keeps the published pages of the others."""

    def test_the_others_stay_byte_for_byte(self, make_site: MakeSite) -> None:
        site = make_site(conf='html_baseurl = "https://example.org/"')
        site.build()
        spanish, english = tree_hashes(site.output / "es"), site.page("index.html")
        site.append("index.md", "\nAdded later.\n")
        site.build("--language", "en")
        assert "Added later." in site.page("index.html")
        assert tree_hashes(site.output / "es") == spanish
        site.write("index.md", "# Home\n\nAll new.\n\n```{toctree}\nabout\n```\n")
        site.build("--language", "es")
        assert "All new." in site.page("es/index.html")
        assert "Added later." in site.page("index.html")
        assert english != site.page("index.html")
        assert "<loc>https://example.org/about.html</loc>" in site.page("sitemap.xml")

    def test_a_file_that_is_kept_is_not_written_over(self, make_site: MakeSite) -> None:
        site = make_site(conf='html_baseurl = "https://example.org/"')
        site.build()
        os.link(site.output / "sitemap.xml", site.folder / "kept.xml")
        kept = (site.folder / "kept.xml").read_bytes()
        site.write("new.md", "---\norphan: true\n---\n\n# New\n")
        site.build("--language", "es")
        assert "https://example.org/es/new.html" in site.page("sitemap.xml")
        assert "https://example.org/new.html" not in site.page("sitemap.xml")
        assert (site.folder / "kept.xml").read_bytes() == kept

    def test_alone_it_is_published_alone(self, make_site: MakeSite) -> None:
        site = make_site()
        site.build("--language", "es")
        assert (site.output / "es" / "index.html").is_file()
        assert not (site.output / "index.html").exists()

    def test_an_unknown_one_is_refused(self, make_site: MakeSite) -> None:
        done = make_site().tandem("build", "--language", "fr")
        assert done.returncode == 2
        assert "'fr'" in done.stderr
        assert "en, es" in done.stderr


def commit(folder: Path, day: str, name: str) -> None:
    """Commit what is in a folder, for the first time all but the catalogs, on a day."""
    environment = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    ask = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder)]
    for words in (
        ["init", "-q"],
        ["add", name] if name != "." else ["add", ".", ":!locales"],
        ["commit", "-q", "-m", day],
    ):
        subprocess.run([*ask, *words], check=True, env=environment)


class TestRootFiles:
    """What belongs to no single language."""

    def test_the_sitemap_names_each_page_in_all_languages(self, make_site: MakeSite) -> None:
        site = make_site(conf='html_baseurl = "https://example.org"')
        site.write(
            "hidden.md", "---\norphan: true\nmyst:\n  html_meta:\n    robots: noindex\n---\n\n# H\n"
        )
        for day, name in ("2025-03-01", "."), ("2025-04-02", "locales"):
            commit(site.folder, day, name)
        site.build()
        text = site.page("sitemap.xml")
        assert text.count("<loc>") == 4
        days = dict(re.findall(r"<loc>(\S+)</loc>\s*<lastmod>(\S+)</lastmod>", text))
        assert days == {
            "https://example.org/index.html": "2025-03-01",
            "https://example.org/about.html": "2025-03-01",
            "https://example.org/es/index.html": "2025-04-02",
            "https://example.org/es/about.html": "2025-04-02",
        }
        # Who builds, commits and builds again edits no page in between.
        site.append("about.md", "\nMore.\n")
        for _ in range(2):
            site.build()
        commit(site.folder, "2025-05-03", "about.md")
        site.build()
        assert "about.html</loc>\n    <lastmod>2025-05-03<" in site.page("sitemap.xml")
        # Where the history was cut off, nobody knows.
        copy = site.folder.with_name("copy")
        asked = ["git", "clone", "-q", "--depth", "1", site.folder.as_uri(), str(copy)]
        subprocess.run(asked, check=True)
        assert last_days(copy, [copy / "locales"], {"en": ["index.html"]}) == {}
        entry = text.split("<loc>https://example.org/es/about.html</loc>")[1].split("</url>")[0]
        assert re.findall(r'hreflang="(\S+)" href="(\S+)"', entry) == [
            ("en", "https://example.org/about.html"),
            ("es", "https://example.org/es/about.html"),
            ("x-default", "https://example.org/about.html"),
        ]
        for unlisted in ("404", "search", "genindex", "hidden"):
            assert f"/{unlisted}.html" not in text
            assert (site.output / f"{unlisted}.html").is_file()
        assert "Sitemap: https://example.org/sitemap.xml" in site.page("robots.txt")
        assert not (site.output / "es" / "robots.txt").exists()

    def test_without_a_public_address_there_is_no_sitemap(self, built: TinySite) -> None:
        assert not (built.output / "sitemap.xml").exists()
        assert "Sitemap" not in built.page("robots.txt")
        assert "html_baseurl" in built.done.stdout

    def test_a_source_folder_in_the_place_of_a_language_is_refused(
        self, make_site: MakeSite
    ) -> None:
        site: TinySite = make_site()
        site.write("es/page.md", "---\norphan: true\n---\n\n# In the way\n")
        done = site.tandem("build")
        assert done.returncode == 1
        assert "settings-language-folder" in done.stderr
        assert not site.output.exists()
