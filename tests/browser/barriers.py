"""What stands in the way of somebody who reads a page with other means than eyes and a mouse."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "resultTypes": ["violations"],
    # What was passed is not even collected.
    "reporter": "no-passes",
    # Without this, axe fetches styles again from addresses of its own making.
    "preload": False,
}
_RUN = """async (options) => (await axe.run(options)).violations.flatMap(
    ({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`))"""


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the page that is shown, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, _OPTIONS)
    return found
