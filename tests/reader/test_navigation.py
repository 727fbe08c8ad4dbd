"""A title is words, wherever a theme shows it."""

from __future__ import annotations

import pytest
from lxml import html

from harness.sites import MakeSite, TinySite

ATTACKS = {
    "Plain": "Uno &lt;img src=x onerror=alert(1)&gt;",
    "Code": "Dos `<img src=x onerror=alert(2)>`",
    "Key": "Tres {kbd}`<img src=x onerror=alert(3)>`",
    "Dear & *near*": "Querido & *cercano*",
}
RST = {"Set": "Cuatro <x-a onclick=alert(4)>y</x-a>"}


@pytest.fixture
def site(make_site: MakeSite) -> TinySite:
    pages = {f"page{number}.md": f"# {title}\n" for number, title in enumerate(ATTACKS)}
    pages["page9.rst"] = "Set\n===\n"
    names = "\n".join(name.partition(".")[0] for name in pages)
    given = "Given <b>page</b> <page0>"
    pages["index.md"] = f"# The `<img>` element\n\n```{{toctree}}\n{names}\n{given}\n```\n"
    site = make_site(pages, theme="pydata_sphinx_theme")
    for number, (title, translation) in enumerate(ATTACKS.items()):
        site.catalog(f"page{number}", {title: translation})
    site.catalog("page9", RST)
    site.catalog("index", {"Given <b>page</b>": "Dada <img src=x onerror=alert(5)>"})
    return site


def test_no_title_is_html_in_the_bar(site: TinySite) -> None:
    site.tandem("build")
    for path in sorted(site.output.rglob("*.html")):
        page = html.parse(str(path)).getroot()
        assert not page.xpath("//*[@onerror or @onclick] | //x-a | //nav//b"), path
    bar = html.fromstring(site.page("es/page3.html")).find_class("bd-header")[0]
    assert "Querido & cercano" in " ".join(bar.text_content().split())
    english = html.fromstring(site.page("index.html")).find_class("bd-header")[0]
    assert "Given <b>page</b>" in english.text_content()
