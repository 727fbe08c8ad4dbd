"""A course that a reader keeps opens without a network, and is gone when it is removed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.window import Window
from harness.real import Published, of_language

LESSON = "training/hub-champion/introduction.html"
LIST = "training/hub-champion/tandem-offline.json"
BUTTON = ".tandem-keep button:visible"
KEPT = """async () => ({
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
})"""


@pytest.fixture(scope="module")
def strict(browser: Browser, host: str) -> Iterator[Window]:
    """A window that holds pages to their policies."""
    window = Window(browser, host, bypass_csp=False)
    yield window
    window.context.close()


def until(page: Page, text: str) -> None:
    """Wait without a string that the policy of the page would not let run."""
    page.locator(".tandem-keep").get_by_text(text).wait_for()


def test_a_kept_course_opens_without_a_network_until_it_is_removed(
    strict: Window, host: str, published: Published
) -> None:
    page = strict.page
    page.goto(host + of_language(LESSON, "es"))
    button = page.locator(BUTTON)
    button.wait_for()
    assert page.evaluate(KEPT) == {"caches": [], "workers": []}
    assert "kB" in button.inner_text()
    button.click()
    until(page, "guardado en este dispositivo")
    kept = page.evaluate(KEPT)
    assert kept["workers"] == [host]
    (name,) = kept["caches"]
    assert name.startswith("tandem-course:/es/training/hub-champion/@")
    listed = json.loads((published.folder / of_language(LIST, "es")).read_text("utf-8"))
    # What was asked for, and nothing else.
    names = page.evaluate(
        "async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)", name
    )
    course = f"{host}es/training/hub-champion/"
    pages = [one for one in names if one.endswith(".html")]
    assert len(names) == len(listed["files"]) + 1
    assert pages and all(one.startswith(course) for one in pages)
    strict.context.set_offline(True)
    try:
        for address in pages:
            page.goto(address)
            assert page.locator("h1").inner_text()
            broken = page.evaluate(
                "() => [...document.images].filter((one) => !one.loading && !one.naturalWidth)"
            )
            assert not broken, address
            assert page.evaluate("() => document.styleSheets.length"), address
        page.goto(course)  # as the host says it for short
        assert page.locator("h1").inner_text()
        strict.troubles.clear()
        page.goto(host + of_language(LESSON, "es"))
        page.locator(BUTTON).wait_for()
    finally:
        strict.context.set_offline(False)
    page.locator(BUTTON).click()
    page.locator(BUTTON).get_by_text("Guardar este curso").wait_for()
    assert page.evaluate(KEPT) == {"caches": [], "workers": []}
    assert not strict.troubles


# Makes of the version that is kept an older one, of which one file was different.
OLDER = """async (list) => {
  const [name] = await caches.keys();
  const [kept, older] = [await caches.open(name), await caches.open(name.replace(/@.*/, "@older"))];
  for (const one of await kept.keys()) await older.put(one, await kept.match(one));
  const told = await (await kept.match(list)).json();
  told.version = "older";
  told.files["support.html"] = "another";
  await older.put(list, new Response(JSON.stringify(told)));
  await caches.delete(name);
  return name;
}"""


def test_a_newer_version_is_offered_and_only_what_changed_is_loaded(
    strict: Window, host: str
) -> None:
    strict.clean()
    page = strict.page
    page.goto(host + LESSON)
    page.locator(BUTTON).wait_for()
    strict.context.set_offline(True)
    try:
        page.locator(BUTTON).click()
        until(page, "nothing was changed")
    finally:
        strict.context.set_offline(False)
    assert page.evaluate(KEPT) == {"caches": [], "workers": []}
    page.locator(BUTTON).click()
    until(page, "kept on this device")
    name = page.evaluate(OLDER, host + LIST)
    page.reload()
    until(page, "newer version")
    assert page.evaluate(KEPT)["caches"] == [name.partition("@")[0] + "@older"]
    with strict.asking() as asked:
        page.locator(BUTTON).get_by_text("Update").click()
        until(page, "kept on this device")
    assert [one for one in asked if one.endswith(".html")] == [
        f"{host}training/hub-champion/support.html"
    ]
    assert page.evaluate(KEPT)["caches"] == [name]


def test_without_scripts_nothing_is_offered(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host + LESSON)
    assert not page.locator(".tandem-keep").is_visible()
    context.close()
