"""How readers come to pages: every kind of link counts, and each page that leads there once."""

from __future__ import annotations

from harness.sites import MakeSite
from sphinx_tandem.catalogs.extract import extract
from sphinx_tandem.site.settings import load


def test_every_page_that_leads_to_another_counts_once(make_site: MakeSite) -> None:
    pages = {
        "index.md": "# Home\n\n[a](one/a.md)\n\n```{toctree}\none/a\nb\nc\nd\n```\n",
        "one/a.md": "# A\n\n[b](../b.md), [again](../b.md#deep), {doc}`/c`, [itself](a.md).\n",
        "b.md": "# B\n\n(deep-place)=\n\n## Deep\n\n[elsewhere](https://example.org/c.md)\n",
        "c.md": "# C\n\n{ref}`deep-place` and [back](project:one/a.md).\n",
        "d.rst": "D\n=\n\n:doc:`c` and :ref:`deep-place`.\n",
    }
    reach = extract(load(make_site(pages, conf="myst_heading_anchors = 2").folder)).inbound
    assert reach.home == "index"
    assert reach.links == {"index": 0, "one/a": 2, "b": 4, "c": 3, "d": 1}
    assert reach.of("site") == 4
