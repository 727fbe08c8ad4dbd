"""Pages show no file from outside the site's folder, and nothing is written outside the output."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from harness.sites import MakeSite, TinySite

# Everything that reads a file, in both formats; each holds the path to it.
MARKDOWN = {
    "literalinclude": "```{{literalinclude}} {up}\n```",
    "from the root of the site": "```{{literalinclude}} /{up}\n```",
    "by two slashes": "```{{literalinclude}} /{path}\n```",
    "include": "```{{include}} {up}\n```",
    "raw": "```{{raw}} html\n:file: {path}\n```",
    "raw by an address": "```{{raw}} html\n:url: file://{path}\n```",
    "csv-table": "```{{csv-table}} Table\n:file: {up}\n```",
    "data-table": "```{{data-table}} {up}\n:caption: All\n```",
    "image": "```{{image}} {picture}\n```",
    "figure": "```{{figure}} {picture}\nCaption\n```",
    "an extension's own": "```{{shout}} {up}\n```",
    "download": "{{download}}`{up}`",
    "link": "[A link]({up})",
    "inline image": "![Words]({picture})",
}
RST = {
    "include": ".. include:: {up}",
    "raw": ".. raw:: html\n   :file: {up}",
    "literalinclude": ".. literalinclude:: {up}",
    "difference": ".. literalinclude:: index.md\n   :diff: {up}",
    "csv-table": ".. csv-table:: Table\n   :file: {up}",
    "image": ".. image:: {picture}",
    "download": ":download:`words <{up}>`",
    "through a link of the disk": ".. include:: inside.txt",
}
SHOUT = """
from pathlib import Path
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
class Shout(SphinxDirective):
    required_arguments = 1
    def run(self):
        text = Path(self.env.relfn2path(self.arguments[0])[1]).read_text()
        return [nodes.paragraph("", text)]
def setup(app):
    app.add_directive("shout", Shout)
"""
WORD = "Canarysecret"
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'><title>Canarysecret</title></svg>"


def blocks(cases: dict[str, str], folder: Path) -> list[str]:
    path = folder / "secret.txt"
    names = {"up": "../secret.txt", "path": path, "picture": "../secret.svg"}
    return [text.format(**names) for text in cases.values()]


@pytest.fixture
def site(make_site: MakeSite) -> TinySite:
    site = make_site(conf=SHOUT)
    outside = site.folder.parent
    (outside / "secret.txt").write_text(f"{WORD}\n")
    (outside / "secret.svg").write_text(PICTURE)
    (site.folder / "inside.txt").symlink_to("../secret.txt")
    site.write("inner.txt", "Canaryinside\n")
    good = (
        "```{literalinclude} inner.txt\n```\n\n```{code-block} text\n:caption: /etc/passwd\nx\n```"
    )
    front = "---\norphan: true\n---\n\n# Page\n\n"
    site.write("page.md", "\n\n".join((front, *blocks(MARKDOWN, outside), good)) + "\n")
    site.write(
        "other.rst", ":orphan:\n\nOther\n=====\n\n" + "\n\n".join(blocks(RST, outside)) + "\n"
    )
    return site


def published(site: TinySite) -> str:
    """Return all that is published, as one text."""
    files = (path for path in sorted(site.output.rglob("*")) if path.is_file())
    # The sources of pages are published as they stand; they name the file only.
    return "\n".join(path.read_text("utf-8", errors="replace") for path in files)


def found(said: str) -> list[str]:
    return re.findall(r"^(\S+?):\d+: page-outside: ", said, re.MULTILINE)


def test_no_page_shows_a_file_from_outside(site: TinySite) -> None:
    done = site.build()
    # Two that stand on one line, and say the same, are one finding.
    assert found(done.stderr).count("page.md") == len(MARKDOWN)
    assert found(done.stderr).count("other.rst") == len(RST)
    assert WORD not in published(site)
    assert "Canaryinside" in site.page("es/page.html")
    assert "/etc/passwd" in site.page("es/page.html")
    assert site.tandem("build", "--strict").returncode == 1


def test_a_setting_names_what_pages_may_show(site: TinySite) -> None:
    site.conf += '\ntandem_outside_files = ["../secret.txt", "../secret.svg"]\n'
    done = site.build()
    assert not found(done.stderr)
    assert site.page("es/page.html").count(WORD) >= 5


def test_a_page_that_is_a_link_of_the_disk_to_a_file_outside_is_left_out(
    make_site: MakeSite,
) -> None:
    site = make_site()
    outside = site.folder.parent
    (outside / "secret.md").write_text(f"# Secret\n\n{WORD}\n")
    (outside / "folder").mkdir()
    (outside / "folder" / "deep.md").write_text(f"# Deep\n\n{WORD}\n")
    (site.folder / "linked.md").symlink_to("../secret.md")
    (site.folder / "linked").symlink_to("../folder")
    (site.folder / "twin.md").symlink_to("about.md")
    done = site.build()
    assert found(done.stderr) == ["linked.md", "linked/deep.md"]
    assert WORD not in published(site)
    assert (site.output / "es" / "twin.html").is_file()
    site.conf += '\ntandem_outside_files = ["../secret.md", "../folder"]\n'
    assert not found(site.build().stderr)
    assert WORD in site.page("linked.html") and WORD in site.page("linked/deep.html")


def test_what_the_repository_holds_is_public_with_it(site: TinySite) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(site.folder.parent), *arguments], check=True)

    git("init", "-q")
    git("add", "secret.txt")
    done = site.build()
    named = re.findall(r"page-outside: .* to (\S+), so", done.stderr)
    assert named and {Path(one).name for one in named} == {"secret.svg"}


def test_an_unpacked_release_is_shown_as_from_its_repository(site: TinySite) -> None:
    project = site.folder.parent
    (project / "PKG-INFO").write_text("")
    (project / ".env").write_text(f"{WORD}ofenv\n")
    (project.parent / "far.txt").write_text(f"{WORD}fromfar\n")
    try:
        site.write("far.rst", ":orphan:\n\nFar\n===\n\n.. include:: ../../far.txt\n")
        site.append("far.rst", "\n.. include:: ../.env\n")
        done = site.build()
        assert found(done.stderr) == ["far.rst", "far.rst"]
        assert site.page("es/page.html").count(WORD) >= 5
        assert f"{WORD}of" not in published(site) and f"{WORD}from" not in published(site)
        # A repository knows better than the folder what is public.
        subprocess.run(["git", "-C", str(project), "init", "-q"], check=True)
        assert "page.md" in found(site.build("--fresh").stderr)
    finally:
        (project.parent / "far.txt").unlink()


REDIRECT = """\
---
blogpost: true
date: 2024-01-01
tags: ../../canarytag
author: ../../../canaryauthor
redirect: {}
---

# Post

Text.
"""


@pytest.mark.parametrize("old", ["../../../../escaped/here", "/{}/escaped", "a/../../../escaped"])
def test_nothing_is_written_outside_the_output(make_site: MakeSite, old: str) -> None:
    site = make_site(extensions=("sphinx_tandem", "ablog"), conf='blog_path = "blog"\n')
    site.write("blog/one.md", REDIRECT.format(old.format(str(site.folder.parent).strip("/"))))
    before = {path for path in site.folder.parent.rglob("*") if "_build" not in path.parts}
    done = site.build("--output", "_build/far/below")
    assert "blog/one.md:6: page-outside: The old address" in done.stderr
    assert {path for path in site.folder.parent.rglob("*") if "_build" not in path.parts} == before
    assert [path.name for path in (site.folder / "_build").iterdir()] == ["far"]
    # What is kept for the next build stands beside the output.
    beside = {path.name for path in (site.folder / "_build" / "far").iterdir()}
    assert beside == {"below", ".below.tandem"}
    everything = {path.name for path in (site.folder / "_build").rglob("*")}
    assert not {name for name in everything if name.startswith("escaped")}


def test_no_extension_writes_a_page_outside_the_output(make_site: MakeSite) -> None:
    conf = "def setup(app):\n    app.connect('html-collect-pages', lambda app: [{}])\n"
    page = '("../../escaped", {"title": "x", "body": "y"}, "page.html")'
    site = make_site(conf=conf.format(page))
    done = site.tandem("build")
    assert done.returncode == 1
    assert "The page '../../escaped' would be written outside the site. Find what" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(site.folder.parent.rglob("escaped*"))
    assert not site.output.exists()
