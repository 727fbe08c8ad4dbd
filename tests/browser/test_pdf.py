"""Handouts become PDF files with a browser that is there, and a build without one says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from harness.sites import MakeSite
from sphinx_tandem.publish import pack as pdf
from sphinx_tandem.site.findings import MachineFailure

LESSON = """\
---
lesson: {teaching: 5}
---
# Bread

:::{objectives}
- Bake.
:::

::::{exercise} Knead
:minutes: 2
Knead it.
::::
"""


def test_every_handout_is_printed_and_its_index_leads_to_it(
    browser: Browser, make_site: MakeSite
) -> None:
    del browser  # it installs one where there is none
    try:
        pdf.browser(os.environ)
    except MachineFailure:
        pytest.skip("the only browser here is Playwright's own")
    site = make_site(conf='myst_enable_extensions = ["colon_fence"]')
    site.write("bread.md", LESSON)
    site.append("index.md", "\n```{toctree}\nbread\n```\n")
    done = site.tandem("build", "--pdf", "--language", "es")
    assert done.returncode == 0, done.stderr
    pages = pdf.handouts(site.output)
    assert len(pages) >= 3
    for page in pages:
        assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF-"), page
    index = site.page("es/handouts/index.html")
    assert 'href="bread/exercises.pdf"' in index


def test_a_machine_without_a_browser_is_told_what_to_do() -> None:
    path, os.environ["PATH"] = os.environ["PATH"], ""
    try:
        with pytest.raises(MachineFailure, match="build without --pdf"):
            pdf.browser({})
    finally:
        os.environ["PATH"] = path
    assert pdf.browser({pdf.VARIABLE: "/somewhere/chromium"}) == "/somewhere/chromium"


def test_a_browser_that_prints_nothing_is_a_failure(tmp_path: Path) -> None:
    page = tmp_path / "handouts" / "sheet.html"
    page.parent.mkdir()
    page.write_text("<!doctype html><title>x</title>", encoding="utf-8")
    with pytest.raises(MachineFailure, match="did not print"):
        pdf.print_pages([page], {pdf.VARIABLE: "true"})
