"""What stands in the way of somebody who reads a page with other means than eyes and a mouse."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "resultTypes": ["violations"],
    # Without this, axe fetches styles again from addresses of its own making.
    "preload": False,
}
_AXE = Axe()


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the page that is shown, a line for each element."""
    result = _AXE.run(page, options=_OPTIONS)
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]
