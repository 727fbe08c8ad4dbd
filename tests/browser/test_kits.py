"""A kit in a browser: on a phone, and on paper from a printer without colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.barriers import barriers
from harness.real import REPOSITORY, copy_sources
from sphinx_tandem.lessons.workshop.kit import make_kit
from sphinx_tandem.site.settings import load

PAGES = ("index", "schedule", "minute-cards", "poster")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the example, from the lessons alone."""
    folder = tmp_path_factory.mktemp("kit")
    site = copy_sources(folder / "site")
    with (site / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            '\ninclude_patterns = ["index.md", "training/index.md", "training/hub-*/*.md"]\n'
        )
    file = REPOSITORY / "training" / "workshops" / "example.yml"
    return make_kit(load(site), site / file.relative_to(REPOSITORY), folder / "kit").folder


def test_a_kit_fits_a_phone_and_bars_nobody(page: Page, kit: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for name in PAGES:
        page.goto(f"{kit.as_uri()}/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") == 360, name
        assert not barriers(page), name


def test_paper_has_a_head_without_a_ground_and_no_sheet_with_a_heading_alone(
    page: Page, kit: Path
) -> None:
    ground = "getComputedStyle(document.querySelector('.band')).borderImageSource"
    sheets = {}
    for name in PAGES:
        page.emulate_media(media="screen")
        page.goto(f"{kit.as_uri()}/{name}.html")
        assert "gradient" in page.evaluate(ground), name
        page.emulate_media(media="print")
        assert page.evaluate(ground) == "none", "ink for a whole ground is wasted"
        sheets[name] = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert sheets["poster"] == sheets["minute-cards"] == 1
    assert sheets["schedule"] == 2, "one for each session"
