"""A window of a browser that many tests share."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Request, Response

USUAL = {"width": 1280, "height": 720}


class Window:
    """A window of the browser, in which one test after the other reads.

    A window of its own for each would cost more than all that the tests do.

    :param options: what is different from the usual: a browser without scripts, say.
    """

    def __init__(self, browser: Browser, host: str, **options: Any) -> None:
        self._host = host
        self.context = browser.new_context(viewport=USUAL, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)  # machines of others are slow
        #: The addresses of all that the page asked for.
        self.asked: list[str] = []
        #: Errors of scripts.
        self.errors: list[str] = []
        #: These, refused requests, and requests to others.
        self.troubles: list[str] = []
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)

    def _on_request(self, request: Request) -> None:
        self.asked.append(request.url)
        if not request.url.startswith((self._host, "data:", "file:", "blob:")):
            self.troubles.append(request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status} {response.url}")

    def _on_error(self, error: Error) -> None:
        self.errors.append(str(error))
        self.troubles.append(str(error))

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.troubles.append(said.text)

    def clean(self) -> None:
        """Forget the last reader: what they chose, typed and kept."""
        browser = self.context.new_cdp_session(self.page)
        for origin in (self._host, "file://"):
            everything = {"origin": origin, "storageTypes": "all"}
            browser.send("Storage.clearDataForOrigin", everything)
        browser.detach()  # or the next page would forget what it is shown on
        self.page.set_viewport_size(USUAL)
        self.page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
        self.asked.clear()
        self.errors.clear()
        self.troubles.clear()
