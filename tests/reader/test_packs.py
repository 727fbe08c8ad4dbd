"""What is handed on without a network: whole, the same bytes each time, valid by its standard."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from harness.sites import TinySite, new_site, tree_hashes
from sphinx_tandem.publish.pack import Pack, make_packs
from sphinx_tandem.site import make_site
from sphinx_tandem.site.findings import WrongUse

SITE = make_site({"en": "English", "es": "Español"}, "https://example.org/reef/")
LESSON = """\
---
lesson: {{teaching: 5}}
---
# {title}

See the [words](words.md), the [other](../about.md) and <https://example.com>.

```{{image}} ../reef.svg
:alt: A reef & a fish
```

::::{{exercise}} Look
:minutes: 2
- [ ] Look < at it
::::
"""
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nabout\ndiving/index\n```\n",
    "about.md": "# About\n\nWho we are.\n\n```{downloads}\n```\n",
    "diving/index.md": "# Diving\n\n```{toctree}\ntide\nfish\nwords\n```\n",
    "diving/tide.md": LESSON.format(title="Tides"),
    "diving/fish.md": LESSON.format(title="Fish"),
    "diving/words.md": "# Words\n\n```{glossary}\nreef\n  Corals.\n```\n",
    "reef.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect/></svg>',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = new_site(
        tmp_path_factory.mktemp("packs"),
        PAGES,
        theme="pydata_sphinx_theme",
        extensions=("sphinx_tandem", "myst_parser"),
        conf='html_baseurl = "https://example.org/reef/"\n'
        'myst_enable_extensions = ["colon_fence", "tasklist"]\n',
    )
    site.build()
    return site


@pytest.fixture(scope="module")
def packs(site: TinySite) -> Path:
    done = site.tandem("pack")
    assert done.returncode == 0, done.stdout + done.stderr
    folder = site.folder / "_build/packs"
    for path in sorted(folder.glob("*/*.zip")):
        assert path.relative_to(folder).as_posix() in done.stdout
    return folder


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_each_language_has_each_kind_of_pack_and_its_sum(packs: Path) -> None:
    told = json.loads((packs / "packs.json").read_text("utf-8"))
    for code in ("en", "es"):
        names = [one["name"] for one in told if one["language"] == code]
        assert names == [
            f"{code}/{name}"
            for name in ("site.zip", "site.zim", "course.zip", "course.epub", "course-scorm.zip",
                         "lessons/tide.html", "lessons/fish.html")
        ]  # fmt: skip
        sums = dict(
            reversed(line.split("  "))
            for line in (packs / code / "SHA256SUMS").read_text().split("\n")[:-1]
        )
        assert [f"{code}/{name}" for name in sums] == names
        for one in (one for one in told if one["language"] == code):
            data = (packs / one["name"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
            assert sums[one["name"].removeprefix(f"{code}/")] == one["sha256"]
    files = {path.relative_to(packs).as_posix() for path in packs.rglob("*") if path.is_file()}
    assert files == {
        *(one["name"] for one in told), "packs.json", "en/SHA256SUMS", "es/SHA256SUMS"
    }  # fmt: skip


def test_the_same_site_makes_the_same_packs(site: TinySite, packs: Path) -> None:
    shown: list[Pack] = []
    before = tree_hashes(packs)
    make_packs(site.output, SITE, packs, shown.append)
    after = tree_hashes(packs)
    differing = {name for name in before if after[name] != before[name]}
    # Each archive has an identifier of its own, and so its sum.
    assert differing <= {"packs.json"} | {
        f"{code}/{name}" for code in ("en", "es") for name in ("site.zim", "SHA256SUMS")
    }
    assert len(shown) == len(before) - 3
    assert not [path for path in packs.parent.iterdir() if path.name.startswith(".tandem-packs")]


def test_a_page_lists_the_packs_that_are_there(site: TinySite, packs: Path) -> None:
    told = json.loads((packs / "packs.json").read_text("utf-8"))
    for code, prefix, words in (("en", "", "The course as a book: Diving"),
                                ("es", "es/", "El curso como libro: Diving")):  # fmt: skip
        folder = site.output / prefix / "_packs"
        assert tree_hashes(folder).items() >= tree_hashes(packs / code).items()
        page = BeautifulSoup((site.output / prefix / "about.html").read_text("utf-8"), "lxml")
        assert page.select_one(".tandem-packs-none").has_attr("hidden")
        made = page.select_one(".tandem-packs-made")
        assert words in made.get_text()
        links = [str(one["href"]) for one in made.select("a")]
        own = [one for one in told if one["language"] == code]
        assert {*links} == {
            "_packs/SHA256SUMS", *(f"_packs/{one['name'].partition('/')[2]}" for one in own)
        }  # fmt: skip
        assert {code.get_text() for code in made.select("code")} == {one["sha256"] for one in own}
        assert made.time["datetime"] == own[0]["date"]
        codes = {str(one["alt"]): str(one["src"]) for one in made.select("img[loading=lazy]")}
        assert codes == {
            f"https://example.org/reef/{prefix}diving/{name}.html": f"_packs/lessons/{name}.svg"
            for name in ("tide", "fish")
        }
        for address in codes.values():
            assert ET.parse(site.output / prefix / address)  # noqa: S314 (it is ours)
        lesson = (site.output / prefix / "diving/tide.html").read_text("utf-8")
        assert re.search(r'<a href="../about.html">(Download|Descargar)</a>', lesson)


def test_the_page_in_a_pack_says_where_the_packs_are(packs: Path) -> None:
    for name in ("en/site.zip", "es/site.zip"):
        found = members(packs / name)
        prefix = "es/" if name.startswith("es") else ""
        page = BeautifulSoup(found[f"{prefix}about.html"], "lxml")
        assert not page.select(".tandem-packs-made")
        none = page.select_one(".tandem-packs-none")
        assert not none.has_attr("hidden")
        assert none.a["href"] == f"https://example.org/reef/{prefix}about.html"
        assert not [path for path in found if "_packs/" in path]


def test_a_language_and_a_format_alone_leave_the_others(
    site: TinySite, packs: Path, tmp_path: Path
) -> None:
    shutil.copytree(packs, tmp_path / "packs")
    done = site.tandem(
        "pack", "--language", "es", "--format", "epub", "--output", str(tmp_path / "packs")
    )
    assert done.returncode == 0, done.stderr
    names = {one.name for one in (tmp_path / "packs/es").iterdir()}
    assert names == {"course.epub", "SHA256SUMS"}
    assert (tmp_path / "packs/en/site.zip").is_file()
    told = json.loads((tmp_path / "packs/packs.json").read_text("utf-8"))
    assert [one["name"] for one in told if one["language"] == "es"] == ["es/course.epub"]
    assert site.tandem("pack", "--language", "xx").returncode == 2


def test_an_archive_for_kiwix_finds_words_and_holds_every_page(packs: Path) -> None:
    from libzim.reader import Archive  # noqa: PLC0415
    from libzim.search import Query, Searcher  # noqa: PLC0415

    archive = Archive(packs / "es/site.zim")
    assert archive.check()
    assert archive.get_metadata("Language") == b"spa"
    assert archive.main_entry.get_item().path == "es/index.html"
    assert archive.has_fulltext_index
    found = Searcher(archive).search(Query().set_query("corals"))
    assert "es/diving/words.html" in list(found.getResults(0, 9))
    with zipfile.ZipFile(packs / "es/site.zip") as opened:
        names = {*opened.namelist()} - {"index.html"}  # an archive knows its first page
    assert all(map(archive.has_entry_by_path, names))


@pytest.mark.parametrize("name", ["en/site.zip", "es/site.zip", "en/course.zip", "es/course.zip"])
def test_a_zip_is_whole_and_links_to_the_site_for_the_rest(packs: Path, name: str) -> None:
    found = members(packs / name)
    pages = [path for path in found if path.endswith(".html")]
    start = BeautifulSoup(found["index.html"], "lxml")
    assert start.html["lang"] == name[:2]
    if name != "en/site.zip":  # whose home page stands there
        first = {"es/site.zip": "es/index.html", "en/course.zip": "diving/index.html"}
        path = first.get(name, "es/diving/index.html")
        assert start.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={path}"
        assert start.body.a["href"] == path and start.body.a.get_text() in ("Home", "Diving")
    for path in pages:
        page = BeautifulSoup(found[path], "lxml")
        for element in page.select("[href], [src]"):
            address = element.get("src") or element["href"]
            if re.match(r"#|[a-z]+:|//", address) or path.endswith("404.html"):
                continue
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(re.split("[?#]", address)[0]))
            )
            assert target in found, (path, address)
    if name == "en/course.zip":
        page = BeautifulSoup(found["diving/tide.html"], "lxml")
        other = page.select_one("main").find("a", string="other")
        assert other["href"] == "https://example.org/reef/about.html"
        assert not [path for path in found if path.startswith("es/")]


def test_a_course_is_a_package_for_learning_platforms(packs: Path) -> None:
    found = members(packs / "es/course-scorm.zip")
    space = {"i": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
    adl = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype"
    root = ET.fromstring(found["imsmanifest.xml"])  # noqa: S314 (it is ours)
    assert root.findtext("i:metadata/i:schemaversion", namespaces=space) == "1.2"
    organizations = root.find("i:organizations", space)
    assert organizations is not None
    organization = organizations.find("i:organization", space)
    assert organization is not None
    assert organizations.get("default") == organization.get("identifier")
    resources = {one.get("identifier"): one for one in root.iterfind(".//i:resource", space)}
    assert all(
        one.get("type") == "webcontent" and one.get(adl) == "asset" for one in resources.values()
    )
    order = [
        resources[one.get("identifierref")].get("href")
        for one in organization.iterfind("i:item", space)
    ]
    assert order == [f"es/diving/{name}.html" for name in ("index", "tide", "fish", "words")]
    files = [one.get("href") for one in root.iterfind(".//i:file", space)]
    assert sorted(files) == sorted(set(files)) == sorted({*found} - {"imsmanifest.xml"})
    for one in root.iterfind(".//i:dependency", space):
        assert one.get("identifierref") in resources


def test_a_book_is_what_its_standard_asks_for(packs: Path) -> None:
    path = packs / "en/course.epub"
    with zipfile.ZipFile(path) as opened:
        first = opened.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    found = members(path)
    assert found["mimetype"] == b"application/epub+zip"
    parsed = {  # each is XML
        name: ET.fromstring(data)  # noqa: S314 (it is ours)
        for name, data in found.items()
        if name.endswith((".xhtml", ".opf", ".xml", ".svg"))
    }
    space = {"o": "http://www.idpf.org/2007/opf", "h": "http://www.w3.org/1999/xhtml"}
    items = {one.get("id"): one for one in parsed["book.opf"].iterfind(".//o:item", space)}
    listed = {one.get("href") for one in items.values()}
    assert listed == {*found} - {"mimetype", "book.opf", "META-INF/container.xml"}
    assert [one.get("href") for one in items.values() if one.get("properties") == "nav"] == [
        "nav.xhtml"
    ]
    # What https://daisy.github.io/ace asks for beyond the standard.
    (nav,) = parsed["nav.xhtml"].iterfind(".//h:nav", space)
    assert nav.get("role") == "doc-toc"
    summary = ".//o:meta[@property='schema:accessibilitySummary']"
    assert "reading order" in parsed["book.opf"].findtext(summary, "", space)
    spanish = ET.fromstring(members(packs / "es/course.epub")["book.opf"])  # noqa: S314
    assert "orden de lectura" in spanish.findtext(summary, "", space)
    order = [
        items[one.get("idref")].get("href")
        for one in parsed["book.opf"].iterfind(".//o:itemref", space)
    ]
    assert order == [f"{name}.xhtml" for name in ("index", "tide", "fish", "words")]
    told = {(x.get("property"), x.text) for x in parsed["book.opf"].iterfind(".//o:meta", space)}
    assert told >= {
        ("schema:accessMode", "textual"),
        ("schema:accessMode", "visual"),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityHazard", "none"),
    }
    chapter = parsed["tide.xhtml"]
    assert chapter.get("lang") == "en"
    assert not [
        one for one in chapter.iter() if one.tag.rpartition("}")[2] in ("script", "input", "nav")
    ]
    images = [one.get("src") for one in chapter.iterfind(".//h:img", space)]
    assert images and {*images} <= listed
    links = {"".join(one.itertext()): one.get("href") for one in chapter.iterfind(".//h:a", space)}
    assert links["words"] == "words.xhtml"
    assert links["other"] == "https://example.org/reef/about.html"


def test_a_lesson_in_one_file_loads_nothing(packs: Path) -> None:
    page = BeautifulSoup((packs / "es/lessons/tide.html").read_text("utf-8"), "lxml")
    assert not page.select("script, link, [src]:not([src^='data:'])")
    assert page.select_one("main img[src^='data:image/svg+xml']")
    policy = page.select_one("meta[http-equiv]")["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    style = page.style.string
    assert ".bd-header" in style
    loaded = re.findall(r"url\(\"?([^)\"]*)", style)
    assert loaded and all(address.startswith("data:") for address in loaded)
    assert (
        page.select_one("main").find("a", string="other")["href"].startswith("https://example.org/")
    )


def test_what_cannot_be_packed_changes_nothing(site: TinySite, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="tandem build"):
        make_packs(tmp_path / "nowhere", SITE, tmp_path / "packs", print)
    own = tmp_path / "own"
    own.mkdir()
    (own / "letter.txt").write_text("Dear")
    with pytest.raises(WrongUse, match="other files"):
        make_packs(site.output, SITE, own, print)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["letter.txt"]
