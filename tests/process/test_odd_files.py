"""No file in the site's folder stops a build, an update or a check of the others."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.sites import MakeSite, TinySite
from sphinx_tandem.site.settings import load
from sphinx_tandem.site.sources import endless_places
from sphinx_tandem.site.sphinx_process import FIXED
from sphinx_tandem.text.yaml_lines import read_front_matter
from sphinx_tandem.upstream.parsers import front_matter_error

# What a page is saved as, the line to mend, and what readers see of it.
ENCODED = {
    "latin": ("# Uno\n\nEl café está aquí.\n".encode("cp1252"), 3, "El café está aquí."),
    "mixed": (b"# Dos\n\nUn ni\xc3\xb1o y un ni\xf1o.\n", 3, "Un niño y un niño."),
    "marked": ("# Tres\n\nLa señal.\n".encode("utf-16"), 1, "La señal."),
    "unmarked": ("# Cuatro\n\nLa mañana.\n".encode("utf-16-le"), 1, "La mañana."),
}


@pytest.fixture
def encoded(make_site: MakeSite) -> TinySite:
    listed = "\n".join(("about", *ENCODED))
    site = make_site()
    site.write("index.md", f"# Home\n\nGood morning.\n\n```{{toctree}}\n{listed}\n```\n")
    for name, (raw, _line, _words) in ENCODED.items():
        (site.folder / f"{name}.md").write_bytes(raw)
    return site


def test_a_page_in_another_encoding_is_named_and_all_pages_are_published(encoded) -> None:
    done = encoded.build()
    assert "with 4 findings" in done.stdout
    for name, (_raw, line, words) in ENCODED.items():
        assert f"{name}.md:{line}: page-encoding: The page is not UTF-8" in done.stderr
        assert words in encoded.page(f"{name}.html"), name
    assert "Quiénes somos." in encoded.page("es/about.html")
    assert encoded.tandem("build", "--strict").returncode == 1


def test_a_page_in_another_encoding_keeps_its_catalog_and_the_others_get_theirs(encoded) -> None:
    catalog = encoded.catalog("latin", {"Was there.": "Estuvo ahí."})
    before = catalog.read_bytes()
    encoded.append("about.md", "\nNew words.\n")
    updated = encoded.tandem("update")
    assert "latin.md:3: page-encoding" in updated.stderr
    assert catalog.read_bytes() == before
    assert "New words." in (encoded.folder / "locales/es/LC_MESSAGES/about.po").read_text("utf-8")
    encoded.append("about.md", "\nStill newer.\n")
    checked = encoded.tandem("check")
    assert checked.returncode == 1
    assert "latin.md:3: page-encoding" in checked.stderr
    assert "about.po:1: catalog-outdated" in checked.stderr


@pytest.fixture
def looped(make_site: MakeSite) -> TinySite:
    """A site whose folders hold links to themselves, to what holds them, and to each other."""
    site = make_site(conf='html_static_path = ["_static"]')
    for name in ("docs/one.md", "first/page.md", "second/page.md"):
        site.write(name, "---\norphan: true\n---\n\n# Page\n")
    site.write("_static/site.css", "")
    for name, target in {
        "docs/self": ".",
        "docs/above": "..",
        "docs/root": "/",
        "first/other": "../second",
        "second/other": "../first",
        "_static/again": ".",
    }.items():
        (site.folder / name).symlink_to(target)
    return site


def test_a_link_that_leads_back_is_named_and_not_followed(looped: TinySite) -> None:
    loops = ["_static/again", "docs/above", "docs/root", "docs/self"]
    loops += ["first/other/other", "second/other/other"]
    found = endless_places(load(looped.folder))[1]
    assert sorted(one.path for one in found) == loops
    done = looped.build()
    assert re.findall(r"^(.+):1: page-loop: ", done.stderr, re.MULTILINE) == loops
    # A link that leads elsewhere is followed, as plain Sphinx does.
    assert (looped.output / "first/other/page.html").is_file()
    assert not (looped.output / "docs/above").exists()
    assert looped.tandem("update").stderr.count("page-loop") == len(loops)


def test_a_link_that_leads_nowhere_is_an_editors_lock_and_no_page(make_site: MakeSite) -> None:
    site = make_site()
    for name in (".#about.md", "locales/es/LC_MESSAGES/.#about.po"):
        (site.folder / name).symlink_to("me@host.1:2")
    assert not site.build().stderr
    for verb in ("update", "check", "status", "changes"):
        done = site.tandem(verb)
        assert "unexpected" not in done.stderr and done.returncode == 0, (verb, done.stderr)


def test_a_name_that_is_not_utf8_is_named_and_the_rest_is_published(make_site: MakeSite) -> None:
    site = make_site(conf='html_static_path = ["_static"]')
    for name in (b"ma\xf1ana.md", b"carpeta\xf1/page.md", b"_static/a\xf1o.css"):
        path = os.path.join(os.fsencode(site.folder), name)  # noqa: PTH118 - bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"# Canarypage\n")
    done = site.build()
    assert done.stderr.count(":1: page-name: ") == 3
    assert "Buenos" in site.page("es/index.html")
    assert site.tandem("update").returncode == 0


def test_a_folder_of_catalogs_that_is_a_link_to_itself_holds_none(make_site: MakeSite) -> None:
    site = make_site()
    shutil.rmtree(site.folder / "locales/es")
    (site.folder / "locales/es").symlink_to("es")
    site.build()
    assert "Good morning." in site.page("es/index.html")


ODD = {
    "keys.md": b"---\n5: true\ntrue: 5\n---\n\n# Keys\n\nKept words.\n",
    "long.md": b"# Long\n\n" + b"x" * 100_000 + b"\n\n" + b"{" * 20_000 + b"\n\nKept words.\n",
    "half.md": b"""---
blogpost: true
date: 2024-05-06
author: "\\ud800"
tags: ["bees \\udc00", "\\ud83d\\ude00"]
myst: {html_meta: {keywords: "a \\ud800"}, substitutions: {bee: "a \\ud800 bee"}}
---

# Half

One \xed\xa0\x80 is {{ bee }}.

Kept words.
""",
    "half.rst": b"Half\n====\n\nOne \xed\xa0\x80 is.\n\nKept words.\n",
    "nested.md": b"# Nested\n\nKept words.\n\n"
    + b"".join(b":" * (40 - depth) + b"{note}\n" for depth in range(30))
    + b"{{ nothing }}\n",
    "lines.rst": b"Lines\n=====\n\nKept words.\n\n.. include:: no-such.txt\n\n.. nothing:: x\n",
}


@pytest.fixture
def odd(make_site: MakeSite) -> TinySite:
    """A site with pages that hold what nobody types, and with what is no file at all."""
    listed = "\n".join(sorted(name.partition(".")[0] for name in ODD if name != "half.rst"))
    site = make_site(
        {"index.md": f"# Home\n\n```{{toctree}}\n{listed}\nrst/half\n```\n"},
        conf='extensions.append("ablog")\nmyst_enable_extensions = ["substitution", "colon_fence"]\n',
    )
    for name, raw in ODD.items():
        path = site.folder / ("rst/half.rst" if name == "half.rst" else name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
    os.mkfifo(site.folder / "pipe.md")
    (site.folder / "gone.md").symlink_to("no-such-file")
    (site.folder / "locales/es/LC_MESSAGES/keys.po").mkdir(parents=True)
    os.mkfifo(site.folder / "locales/es/LC_MESSAGES/long.po")
    (site.folder / "locales/es/LC_MESSAGES/rst").mkdir()
    (site.folder / "locales/es/LC_MESSAGES/rst/half.po").symlink_to("/dev/null")
    return site


def test_whatever_stands_where_a_page_or_a_catalog_belongs_costs_only_itself(odd: TinySite) -> None:
    names = {"keys", "long", "half", "lines", "nested", "rst/half"}
    for verb in ("build", "check", "update"):
        done = odd.tandem(verb)
        assert done.returncode == (verb != "build"), done.stderr
        for place in (
            "pipe.md:1: page-device: ",
            "gone.md:1: sphinx: ",
            "half.md:1: page-encoding: Half of a character",
            "half.md:11: page-encoding: ",
            "rst/half.rst:4: page-encoding: ",
            "lines.rst:6: docutils: ",
            "lines.rst:8: docutils: ",
            "locales/es/LC_MESSAGES/keys.po:1: catalog-not-readable: ",
            "locales/es/LC_MESSAGES/long.po:1: catalog-not-readable: ",
            "locales/es/LC_MESSAGES/rst/half.po:1: catalog-not-readable: ",
        ):
            assert re.search(f"^{re.escape(place)}", done.stderr, re.MULTILINE), (verb, place)
        assert "/dev/null" not in done.stderr
        assert "nested.md:35: myst-substitution: " in done.stderr
    for name in names:
        assert "Kept words." in odd.page(f"{name}.html"), name
        assert (odd.output / f"es/{name}.html").is_file()
    written = {
        path.stem for path in odd.folder.glob("locales/es/LC_MESSAGES/*.po") if path.is_file()
    }
    assert "lines" in written and not {"keys", "long"} & written
    half = odd.page("half.html")
    assert 'content="a \ufffd" name="keywords"' in half and "a \ufffd bee" in half
    assert "bees \ufffd" in odd.page("blog/tag.html") and "\U0001f600" in odd.page("blog/tag.html")


def test_a_site_may_stand_in_any_folder(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site()
    folder = tmp_path / "Traducción" / "dos palabras" / "ñandú 🎉" / "翻訳"
    folder.parent.mkdir(parents=True)
    moved = TinySite(site.folder.rename(folder))
    ascii_names = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    moved.build(env={**ascii_names, "HOME": str(moved.folder / "no-such-home")})
    assert "Quiénes somos." in moved.page("es/about.html")


def test_packages_may_stand_in_any_folder(tmp_path: Path) -> None:
    """A process that builds reads, when it starts, the path of an editable install."""
    home = tmp_path / "Jesús"
    home.mkdir()
    (tmp_path / "engine.pth").write_text(f"{home}\n", "utf-8")
    program = "import site, sys; site.addsitedir(sys.argv[1]); print(ascii(sys.path[-1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, **FIXED},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ascii(str(home)), done.stderr


DEEP = {
    "brackets": "a: " + "[" * 20_000,
    "keys": "\n".join(" " * depth + "a:" for depth in range(1500)),
    "aliases": "a: &a [x, x, x, x]\n"
    + "\n".join(f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]" for old, new in zip("abcdefghijk", "bcdefghijkl", strict=True)),
    "a huge number": f"a: {'9' * 5000}\nlesson: {{teaching: {'9' * 5000}}}",
}  # fmt: skip


def test_no_front_matter_and_no_data_file_is_too_deep_or_too_long(make_site: MakeSite) -> None:
    site = make_site()
    for number, (name, text) in enumerate(DEEP.items()):
        table = f"```{{data-table}} data{number}.yml\n:caption: All\n```\n"
        site.write(f"page{number}.md", f"---\norphan: true\n{text}\n---\n\n# {name}\n\n{table}")
        site.write(f"data{number}.yml", text)
    done = site.build()
    assert "build-crash" not in done.stderr
    for number in range(3):
        assert re.search(rf"^page{number}\.md:\d+: myst-topmatter: ", done.stderr, re.MULTILINE)
    for number in range(len(DEEP)):
        assert re.search(rf"^data{number}\.yml:\d+: data-", done.stderr, re.MULTILINE)
        assert (site.output / f"es/page{number}.html").is_file()


# Values at the top of a page that YAML allows to be written, and that nothing can be made of.
UNREADABLE = {
    "a date without a day": "date: 2024-13-45",
    "an integer that Python never writes": f"number: 0x{'f' * 6000}",
    "the same, sixty times sixty": f"number: 1{':59' * 3000}",
    "a word that says neither": "number: !!bool maybe",
    "a time that is none": "number: [!!timestamp soon]",
    "no number": "number: {a: !!int abc}",
    "a tag that nobody knows": "number: !own x",
}


def test_a_value_that_cannot_be_read_costs_the_fields_of_its_page(make_site: MakeSite) -> None:
    site = make_site()
    for number, (name, line) in enumerate(UNREADABLE.items()):
        site.write(f"page{number}.md", f"---\norphan: true\n{line}\n---\n\n# {name}\n\nText.\n")
    good = "number: [0xff, 1:59, !!bool yes, 2024-05-06, !!timestamp 2024-05-06, !!int 7]"
    site.write("good.md", f"---\norphan: true\n{good}\n---\n\n# Good\n\nText.\n")
    done = site.build()
    assert "build-crash" not in done.stderr and "good.md" not in done.stderr
    for number, name in enumerate(UNREADABLE):
        found = re.search(rf"^page{number}\.md:3: page-field: (.*)", done.stderr, re.MULTILINE)
        assert found and "all of them are ignored" in found[1], name
        assert name in site.page(f"es/page{number}.html")


def test_long_front_matter_is_read_in_a_moment(make_site: MakeSite) -> None:
    site = make_site()
    started = resource.getrusage(resource.RUSAGE_SELF)
    text = f"---\norphan: true\ndescription: {'so many words ' * 40_000}\n---\n\n# Long\n"
    assert len(read_front_matter(text)["description"].text) > 500_000
    assert not front_matter_error(text)[0]
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - started.ru_utime
    assert used < 1, "by PyYAML alone, it takes three seconds"
    site.write("long.md", text)
    assert "long.md" not in site.build().stderr
    assert "so many words so many" in site.page("es/long.html")


def test_a_page_in_two_formats_is_named_as_the_file_that_is_built(make_site: MakeSite) -> None:
    site = make_site()
    site.write("about.rst", "Twice\n=====\n")
    said = site.build().stderr
    assert re.search(r"^about\.(md|rst):1: sphinx: multiple files found .* Use 'about\.\1'", said)
    assert str(site.folder) not in said and "Path(" not in said


def test_contents_that_lead_back_are_named_where_they_do(make_site: MakeSite) -> None:
    site = make_site()
    site.append("about.md", "\n```{toctree}\nmore\n```\n")
    site.write("more.md", "# More\n\nText.\n\n```{toctree}\nindex\n```\n")
    done = site.tandem("build")  # plain Sphinx ends with a traceback
    assert done.returncode == 1
    where = re.findall(r"^(\S+): build-crash: .*lead back .*\((.*)\)", done.stderr, re.MULTILINE)
    assert set(where) == {("more.md:5", "index → about → more → index")}
    site.write("more.md", "# More\n\nText.\n")
    assert "lead back" not in site.build().stderr


def test_an_address_that_nobody_can_read_or_hold_costs_nothing_else(make_site: MakeSite) -> None:
    long, data = "x" * 5000, "y" * 50_000
    images = f"![A w](<http://[>) ![B w](<{long}.png>) ![C w](<data:{data}>)"
    links = '[D w](<http://[>) <a href="http://]">E w</a>'
    site = make_site(conf='html_baseurl = "https://a.example/"\n')
    site.append("about.md", f"\n{images} {links}\n\n```{{include}} no-such.txt\n```\n")
    done = site.build()
    assert "no-such.txt'" in done.stderr and str(site.folder) not in done.stderr
    assert re.search(
        r"^about\.md:5: image-not-readable: .*…x{16}\.png\.", done.stderr, re.MULTILINE
    )
    assert max(map(len, done.stderr.splitlines())) < 600
    for page in ("about.html", "es/about.html"):
        assert "D w</a>" in site.page(page) and "E w</a>" in site.page(page)
        assert f"data:{data}" in site.page(page) and "invalid:" not in site.page(page)


def test_a_page_whose_name_is_too_long_is_left_out_and_the_others_are_published(
    make_site: MakeSite,
) -> None:
    site = make_site()
    fits = "f" * 247
    for name in (fits, "l" * 249, "ñ" * 125):
        site.write(f"{name}.md", f"---\norphan: true\n---\n\n# Page {name[0]}\n\nText.\n")
    said = site.build().stderr  # plain Sphinx ends with a traceback
    assert len(re.findall(r"^(?:l{249}|ñ{125})\.md:1: page-name: .*too long", said, re.M)) == 2
    assert fits not in said and "Page f" in site.page(f"es/{fits}.html")
    assert "Quiénes somos." in site.page("es/about.html")
    assert not list(site.output.rglob("lll*"))
