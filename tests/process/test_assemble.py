"""Languages that are built apart, on machines of their own, become the site that one build makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.sites import TinySite, new_site, tree_hashes

PAGES = {
    "index.md": "# Home\n\nGood morning.\n\n```{toctree}\nabout\nblog/index\n```\n",
    "about.md": "# About\n\n:::{note}\nWho we are.\n:::\n\n```{code-block} python\nprint(1)\n```\n",
    "blog/index.md": "# Blog\n\n```{postlist}\n```\n",
    "blog/one.md": "---\nblogpost: true\ndate: 2024-01-02\n---\n# One\n\nFirst.\n",
    "old.yml": "was.html: about.html\n",
}
CONF = """\
html_baseurl = "https://example.org/"
tandem_redirects = "old.yml"
myst_enable_extensions = ["colon_fence"]
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site that was built as a whole, and in two parts beside it."""
    site = new_site(
        tmp_path_factory.mktemp("assemble") / "site",
        PAGES,
        theme="pydata_sphinx_theme",
        extensions=("sphinx_tandem", "myst_parser", "ablog"),
        conf=CONF,
    )
    site.catalog("about", {"About": "Acerca de", "Who we are.": "Quiénes somos."})
    site.build()
    for code in ("en", "es"):
        site.build("--language", code, "--output", f"../{code}")
    # A build that was refused keeps what it made, and publishes nothing.
    shutil.copytree(site.folder.parent / ".es.tandem", site.folder.parent / ".refused.tandem")
    return site


def test_the_parts_give_the_same_bytes_as_one_build(parts: TinySite) -> None:
    site = parts.folder
    done = parts.tandem("assemble", "../es", "../en", "--output", "../whole")
    assert done.returncode == 0, done.stderr
    assert tree_hashes(site.parent / "whole") == parts.hashes()
    assert "Quiénes somos." in (site.parent / "whole/es/about.html").read_text("utf-8")
    # Otherwise the parts would be the whole already.
    assert tree_hashes(site.parent / "en") != parts.hashes()


@pytest.mark.parametrize(
    ("folders", "said"),
    [
        (["../en"], "es is missing"),
        (["../en", "../en"], "en is in another folder, too"),
        (["../en", "../nothing"], "../nothing: no build published this"),
        (["../en", "../refused"], "../refused: no build published this"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_published(
    parts: TinySite, tmp_path: Path, folders: list[str], said: str
) -> None:
    done = parts.tandem("assemble", *folders, "--output", str(tmp_path / "out"))
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()
