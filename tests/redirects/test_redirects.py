"""Old addresses answer with a page that leads on, in the language of its target."""

from __future__ import annotations

import re

import pytest
from lxml import html

from harness.commands import run
from harness.reading import search_pages
from harness.sites import MakeSite, TinySite

CONF = 'html_baseurl = "https://example.org/"\nmyst_heading_anchors = 2\n'
OLD = """\
old.html: about.html
deep/er/old: about.html#who-we-are
viejo.html: es/about.html
es/antes.html: es/index.html
folder/: index.html
"""


@pytest.fixture
def site(make_site: MakeSite) -> TinySite:
    site = make_site(conf=CONF + 'tandem_redirects = "redirects.yml"\n')
    site.append("about.md", "\n## Who we are\n\nMany.\n")
    site.write("redirects.yml", OLD)
    return site


def answer(site: TinySite, path: str) -> tuple[str, str, str, str]:
    """Return the language, the refresh, the canonical link and the link of a page."""
    page = html.fromstring(site.page(path).encode())
    refresh = page.xpath("//meta[@http-equiv='refresh']/@content")[0]
    canonical = page.xpath("//link[@rel='canonical']/@href")[0]
    assert not page.xpath("//script")
    return page.get("lang"), refresh, canonical, page.xpath("//main//a/@href")[0]


def test_an_old_address_answers_in_the_language_of_its_target(site):
    site.build()
    root = "https://example.org/"
    expected = {
        "old.html": ("en", "about.html", "about.html"),
        "deep/er/old.html": ("en", "../../about.html#who-we-are", "about.html"),
        "viejo.html": ("es", "es/about.html", "es/about.html"),
        "es/antes.html": ("es", "index.html", "es/index.html"),
        "folder/index.html": ("en", "../index.html", "index.html"),
    }
    for path, (language, href, new) in expected.items():
        assert answer(site, path) == (language, f"0; url={href}", root + new, href)
    assert "Esta página" in site.page("viejo.html")
    assert "This page" not in site.page("viejo.html")
    assert "This page" in site.page("old.html")


def test_an_old_address_is_no_page_of_the_site(site):
    site.build()
    sitemap = site.page("sitemap.xml")
    assert "about.html" in sitemap
    assert "old.html" not in sitemap
    assert "viejo.html" not in sitemap
    assert "old.html" not in search_pages(site.output)


BAD = {
    "x1.html: gone.html": "redirect-target: There is no page gone.html",
    "x2.html: about.html#gone": "redirect-target: about.html has no place #gone",
    "x3.html: old.html": "redirect-target: old.html leads on itself",
    "about.html: index.html": "redirect-occupied: about.html is a page of the site",
    "old: index.html": "redirect-duplicate: old.html is there twice",
    "x4.html: [a, b]": "redirect-unreadable: This is not an old address",
    "x5.html:": "redirect-unreadable: This is not an old address",
    "x6.html: ~": "redirect-unreadable: This is not an old address",
    '"x7\\0.html": about.html': "redirect-unwritable: No file can be made",
    "x8%00.html: about.html": "redirect-unwritable: No file can be made",
    '"x9\\e[31m": about.html': "redirect-unwritable: No file can be made",
    r'x10.html: "a\e[31m.html"': "redirect-unwritable: No file can be made",
    r'x11.html: "a\u202eb.html"': r"redirect-target: There is no page a\u202eb.html",
}


def test_old_addresses_that_cannot_answer_are_named_and_the_others_answer(site):
    site.append("redirects.yml", "".join(f"{line}\n" for line in BAD))
    assert site.tandem("build", "--strict").returncode == 1
    assert not site.output.exists()
    done = site.build()
    for number, finding in enumerate(BAD.values(), OLD.count("\n") + 1):
        assert f"redirects.yml:{number}: {finding}" in done.stderr
    assert done.stderr.count("redirects.yml:") == len(BAD)
    assert not (site.output / "x1.html").exists()
    assert answer(site, "old.html")[0] == "en"
    site.write("redirects.yml", OLD)
    assert not site.build().stderr


@pytest.mark.parametrize("text", ["x.html: {\n", "x.html: " + "[" * 20_000, "old: caf\udce9\n"])
def test_a_file_that_cannot_be_read_is_named_at_its_line(site, text):
    with (site.folder / "redirects.yml").open("ab") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    done = site.build()
    assert re.search(
        r"redirects.yml:[67]: redirect-unreadable: The old addresses cannot be read", done.stderr
    )
    assert (site.output / "es/about.html").is_file()


def test_a_missing_file_is_reported(make_site: MakeSite):
    site = make_site(conf='tandem_redirects = "gone.yml"\n')
    done = site.build()
    assert "gone.yml:1: redirect-unreadable: The old addresses cannot be read" in done.stderr


def test_settings_may_hold_the_addresses_themselves(make_site: MakeSite):
    site = make_site(
        conf='tandem_redirects = {\n  "old.html": "about.html",\n  "x": "gone.html"}\n'
    )
    done = site.tandem("build")
    assert "conf.py:8: redirect-target: There is no page gone.html" in done.stderr
    site.write("gone.md", "---\norphan: true\n---\n\n# Gone\n")
    site.build()
    assert 'href="about.html"' in site.page("old.html")
    assert "canonical" not in site.page("old.html")  # without an address of the site


def test_a_second_build_in_the_same_folder_writes_the_same(site):
    output = site.folder / "plain"
    for _ in range(2):
        assert not run("sphinx", "-q", ".", str(output), cwd=site.folder).stderr
    assert "about.html" in (output / "old.html").read_text("utf-8")
    assert not (output / "es").exists()


def test_an_address_that_no_disk_can_hold_is_named_and_the_others_answer(site):
    long = "a" * 300
    site.append("redirects.yml", f"{long}.html: about.html\nabout.html/x.html: index.html\n")
    site.append("redirects.yml", f"b.html: {long}.html\n")
    said = site.build().stderr
    places = re.findall(r"^redirects\.yml:(\d+): redirect-unwritable: ", said, re.MULTILINE)
    assert places == ["6", "7", "8"]
    assert "about.html" in site.page("old.html")
