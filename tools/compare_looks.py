"""Compare the pages of two trees as a browser shows them: heights the same, pixels near.

    python tools/compare_looks.py PLAIN LIGHT [PAGE …]

PLAIN is the site built with ``tandem_light = False``, LIGHT the same site with it.  For each
page, width and colour scheme it prints how many pixels differ, and ends with 1 where a height
differs or more than a hundredth of a page does.  It needs Playwright and Pillow.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
SEEN = 24  # a smaller difference of grey is the edge of an icon
SHARE = 0.01


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def served(folder: str) -> str:
    """Serve a folder for as long as this runs, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def picture(page: Page, address: str) -> Image.Image:
    """Return a whole page as it looks."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('img[loading]').forEach(i => i.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")


def compare(page: Page, addresses: tuple[str, str], name: str) -> bool:
    """Print how far two pages are from each other, and say whether that is too far."""
    first, second = (picture(page, address + name) for address in addresses)
    width, height = min(first.width, second.width), min(first.height, second.height)
    area = (0, 0, width, height)
    grey = ImageChops.difference(first.crop(area), second.crop(area)).convert("L")
    share = sum(grey.histogram()[SEEN:]) / (width * height)
    print(f"{name}: {first.size} {second.size} {share:.3%}")
    return first.size != second.size or share > SHARE


def main() -> int:
    """Compare every page that is named, or one of each kind."""
    plain, light, *names = sys.argv[1:]
    if not names:
        from browser.kinds import KINDS  # noqa: PLC0415

        names = [name for name in KINDS.values() if "*" not in name]
    addresses = (served(plain), served(light))
    wrong = False
    path = os.environ.get("TANDEM_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for width in WIDTHS:
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=scheme
                )
                page = context.new_page()
                page.on("pageerror", lambda error: print(f"  {error}"))
                print(f"{width} {scheme}")
                wrong = sum(compare(page, addresses, name) for name in names) > 0 or wrong
                context.close()
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
