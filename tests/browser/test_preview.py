"""Whoever writes sees in the preview what is wrong and what has changed, where it is."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.sites import MakeSite
from process.test_serve import Served

BUILD = 60_000  # milliseconds that a build may take on a busy machine
NOTE = "aside.tandem-preview-note"
TEXT = "# About\n\nWho we are. [Home](index.md)\n\n- One.\n- Two.\n\n| A | B |\n| --- | --- |\n| C | D |\n"
GOOD = {
    "About": "Acerca de",
    "Who we are. [Home](index.md)": "Quiénes somos. [Inicio](index.md)",
    "Two.": "Dos.",
    "D": "De",
}
BROKEN = {english: f"{spanish} [x](nada.md)" for english, spanish in GOOD.items()}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    context.set_default_timeout(30_000)
    context.add_init_script("window.setTimeout = () => 0")  # what is shown as changed stays so
    yield context.new_page()
    context.close()


def test_notes_stand_behind_their_passages_and_changes_are_shown(
    page: Page, make_site: MakeSite
) -> None:
    site = make_site({"index.md": "# Home\n\n```{toctree}\nabout\n```\n", "about.md": TEXT})
    site.catalog("about", BROKEN)
    process = site.start("serve", "--port", "0")
    try:
        served = Served(site, process)
        page.goto(f"{served.address}es/about.html")
        expect(page.locator(NOTE)).to_have_count(4)
        for before in ("h1", "h1 + aside + p", "li:nth-child(2) p", "tbody td:nth-child(2) p"):
            expect(page.locator(f"{before} + {NOTE}")).to_have_count(1)
        expect(page.locator(NOTE).nth(1)).to_contain_text("about.po:")

        site.catalog("about", GOOD)
        changed = page.locator(".tandem-preview-changed")
        expect(changed).to_have_count(4, timeout=BUILD)
        expect(changed.nth(1)).to_have_text("Quiénes somos. Inicio")
        expect(page.locator(NOTE)).to_have_count(0)

        # Where only texts differ, the page is not loaded again: it keeps what is open, and the place.
        page.evaluate("window.isTheSame = true")
        site.catalog("about", GOOD | {"One.": "Uno."})
        expect(changed).to_have_text(["Uno."], timeout=BUILD)
        site.catalog("about", GOOD | {"One.": "Uno y **medio**."})
        expect(changed).to_have_text(["Uno y medio."], timeout=BUILD)
        site.append("about.md", "\nThree.\n")
        expect(changed).to_have_text(["Three."], timeout=BUILD)
        assert page.evaluate("window.isTheSame")
        site.append("about.md", "\n```{note}\nA box.\n```\n")  # which scripts may look after
        expect(page.locator(".admonition")).to_have_count(1, timeout=BUILD)
        assert not page.evaluate("window.isTheSame")
    finally:
        process.send_signal(signal.SIGINT)  # killed, it would leave behind what it forks from
        process.wait()
