"""A window of a browser that many tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Request

USUAL = {"width": 1280, "height": 720}
# What the page that is shown has asked of others than the host of the page.
OTHERS = """performance.getEntriesByType('resource').map(({ name }) => name)
    .filter((name) => !name.startsWith(location.origin))"""


class Window:
    """A window of the browser, in which one test after the other reads.

    A window of its own for each would cost more than all that the tests do.

    Playwright waits for what it is told, and looks for barriers, with code of its own on the page:
    the policy of the page is off, unless a test asks for it.

    :param options: what is different from the usual: a browser without scripts, say.
    """

    def __init__(self, browser: Browser, host: str, **options: Any) -> None:
        self._host = host
        self.context = browser.new_context(**{"viewport": USUAL, "bypass_csp": True, **options})
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)  # machines of others are slow
        #: Errors of scripts.
        self.errors: list[str] = []
        #: These, and what the console says of requests that were refused or did not arrive.
        self.troubles: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)

    def _on_error(self, error: Error) -> None:
        self.errors.append(str(error))
        self.troubles.append(str(error))

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.troubles.append(f"{said.text} {said.location['url']}")

    @contextmanager
    def asking(self) -> Iterator[list[str]]:
        """Yield the addresses of all that the page asks for meanwhile.

        To hear of each file costs more than to load it, so nobody listens at other times.
        """
        asked: list[str] = []

        def hear(request: Request) -> None:
            asked.append(request.url)

        self.page.on("request", hear)
        yield asked
        self.page.remove_listener("request", hear)

    def clean(self) -> None:
        """Forget the last reader: what they chose, typed and kept."""
        browser = self.context.new_cdp_session(self.page)
        for origin in (self._host, "file://"):
            everything = {"origin": origin, "storageTypes": "all"}
            browser.send("Storage.clearDataForOrigin", everything)
        browser.detach()  # or the next page would forget what it is shown on
        self.page.set_viewport_size(USUAL)
        self.page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
        self.errors.clear()
        self.troubles.clear()
