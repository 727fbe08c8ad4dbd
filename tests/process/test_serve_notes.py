"""The preview says what is wrong on the page where it is wrong; no published page ever does."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.sites import CATALOG_HEAD, MakeSite, new_site
from sphinx_tandem.publish.preview.server import Preview
from sphinx_tandem.site.settings import load

from .test_serve import CRASHING, Served, serve

CATALOG = "locales/es/LC_MESSAGES/{}.po"
GOOD = CATALOG_HEAD.format("es") + (
    '\nmsgid "About"\nmsgstr "Acerca de"\n'
    '\nmsgid "Who we are. [Home](index.md)"\nmsgstr "Quiénes somos. [Inicio](index.md)"\n'
)
MADE_FROM = re.compile(r'id="tandem-page">(.*?)</script>')
NOTE = re.compile(r'<aside class="tandem-preview-note".*?</aside>', re.DOTALL)


def notes(page: str) -> list[str]:
    """Return the notes on a page, as they read."""
    return [" ".join(re.sub(r"<[^>]+>", " ", note).split()) for note in NOTE.findall(page)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The preview of a tiny site, which each test leaves as good as it was."""
    site = new_site(tmp_path_factory.mktemp("served") / "site", conf=CRASHING)
    site.write(CATALOG.format("about"), GOOD)
    yield from serve(site)


def save(served: Served, text: str | bytes, page: str = "about") -> None:
    """Save a catalog as a translator does, and wait for the build that follows."""
    follow(served, {page: text})


def follow(served: Served, texts: dict[str, str | bytes]) -> None:
    """Save catalogs, and wait for the build that follows."""
    before = builds(served)
    for page, text in texts.items():
        raw = text.encode() if isinstance(text, str) else text
        (served.site.folder / CATALOG.format(page)).write_bytes(raw)
    wait_for_build(served, before)


def builds(served: Served) -> int:
    return sum(line.startswith(("Built ", "The build failed")) for line in served.said)


def wait_for_build(served: Served, before: int) -> None:
    end = time.monotonic() + 60
    while builds(served) == before:
        assert time.monotonic() < end, served.said
        time.sleep(0.05)


def own(page: str) -> str:
    """Return a page without the preview's own style and script."""
    return re.sub(r"<style>.*?</style>|<script.*?</script>", "", page, flags=re.DOTALL)


def test_a_problem_is_shown_at_its_passage_until_it_is_mended(served: Served) -> None:
    assert "tandem-preview" not in own(served.get("es/about.html")[1])

    save(served, GOOD.replace("somos. [Inicio](index.md)", "somos. [Inicio](nada.md)"))
    page = own(served.get("es/about.html")[1])
    (note,) = notes(page)
    assert f"{CATALOG.format('about')}:9" in note
    # A script finds its passage, which is shown in English, by the first letters.
    place = f"{CATALOG.format('about')}:9"
    assert f'data-entry="{place}"' in page
    made_from = json.loads(MADE_FROM.search(served.get("es/about.html")[1])[1])
    letters = {f"{path}:{line}": words for _message, path, line, words in made_from["passages"]}
    assert letters[place] == "WhoweareHome"
    assert "The last build failed" not in page
    home = own(served.get("es/index.html")[1])
    assert not notes(home)
    assert "Preview: 1 problem elsewhere" in home
    assert '<a href="about.html">' in home
    # English was not built again, and tells of it too.
    assert [line for line in served.said if line.startswith("Built Español in")]
    assert '<a href="es/about.html">' in served.get("index.html")[1]

    save(served, GOOD)
    assert "Quiénes somos." in served.get("es/about.html")[1]
    for path in ("es/about.html", "es/index.html", "index.html"):
        assert "tandem-preview" not in own(served.get(path)[1])


def test_a_page_that_fails_to_build_is_not_forgotten_when_a_catalog_is_saved(
    served: Served,
) -> None:
    site = served.site
    before = builds(served)
    site.write("about.md", "# About\n\nWho we are. [Home](index.md)\n\nCRASH\n")
    wait_for_build(served, before)
    save(served, GOOD.replace("somos", "éramos"))
    # The catalog is good, and yet the pages must not look as if all were well.
    assert "The last build failed" in served.get("es/index.html")[1]
    before = builds(served)
    site.write("about.md", "# About\n\nWho we are. [Home](index.md)\n\nNew.\n")
    wait_for_build(served, before)
    assert "New." in served.get("about.html")[1]
    spanish = own(served.get("es/about.html")[1])
    assert "éramos" in spanish
    assert "The last build failed" not in spanish


BROKEN = {
    "no quote at the end": 'msgid "A\nmsgstr "B"\n',
    "no quote at the start": 'msgid A"\nmsgstr "B"\n',
    "no msgstr": 'msgid "A"\n',
    "no msgid": 'msgstr "B"\n',
    "msgstr before msgid": 'msgstr "B"\nmsgid "A"\n',
    "a typo in a word": 'msgidd "A"\nmsgstr "B"\n',
    "an escape that is none": 'msgid "A"\nmsgstr "B\\q"\n',
    "a lone backslash": 'msgid "A"\nmsgstr "B\\"\n',
    "a conflict": '<<<<<<< HEAD\nmsgid "A"\n=======\nmsgid "C"\n>>>>>>> b\nmsgstr "B"\n',
    "half a conflict": '>>>>>>> b\nmsgid "A"\nmsgstr "B"\n',
    "twice the same": 'msgid "About"\nmsgstr "B"\n',
    "two headers": 'msgid ""\nmsgstr ""\n',
    "text between": 'hello\nmsgid "A"\nmsgstr "B"\n',
    "plural without forms": 'msgid "A"\nmsgid_plural "As"\nmsgstr "B"\n',
    "plural with a wild number": 'msgid "A"\nmsgid_plural "As"\nmsgstr[99] "B"\n',
    "a bracket not closed": 'msgid "A"\nmsgstr[0 "B"\n',
    "context alone": 'msgctxt "x"\n',
    "a zero byte": 'msgid "A"\nmsgstr "B\0"\n',
    "html": 'msgid "Who we are. [Home](index.md) "\nmsgstr "<script>alert(1)</script>"\n',
    "template": 'msgid "A"\nmsgstr "{{ x.__class__ }} {% raw %}"\n',
    "deep brackets": 'msgid "A"\nmsgstr "' + "[" * 500 + '"\n',
    "only comments": "# nothing\n#, fuzzy\n",
    "previous without end": '#| msgid "Old\nmsgid "A"\nmsgstr "B"\n',
    "obsolete and broken": '#~ msgid "A\n#~ msgstr "B"\n',
    "a flag alone": '#, fuzzy\n\nmsgid "A"\nmsgstr "B"\n',
}
WHOLE = {
    "empty": b"",
    "not text": bytes(range(256)),
    "UTF-16": GOOD.encode("utf-16"),
    "Latin-1": GOOD.encode("latin-1"),
    "byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "another charset in the header": GOOD.replace("UTF-8", "klingon").encode(),
    "Windows line ends": GOOD.replace("\n", "\r\n").encode(),
    "cut in the middle": GOOD.encode()[:-30],
}


VERSION = re.compile(r'data-version="(.*?)"')


def test_a_save_that_changes_no_page_loads_none_again(served: Served) -> None:
    save(served, GOOD + "\n# Checked.\n")
    save(served, GOOD)
    before = VERSION.findall(served.get("es/about.html")[1])
    save(served, GOOD)
    assert VERSION.findall(served.get("es/about.html")[1]) == before != []


def test_a_page_that_is_written_while_it_is_sent_is_loaded_again(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site()
    preview = Preview(site.folder / "shown", load(site.folder).site)
    page = site.folder / "shown" / "index.html"
    site.write("shown/index.html", "<body>Older</body>")
    read = Path.read_bytes

    def read_before_it_is_written(path: Path) -> bytes:
        text = read(path)
        if path == page:
            preview.changed_early("index.html")
        return text

    monkeypatch.setattr(Path, "read_bytes", read_before_it_is_written)
    sent = preview.read(page).decode()
    assert "Older" in sent
    assert VERSION.findall(sent) != [preview.version("index.html")]


# They say nothing wrong of the entries that readers see.
HARMLESS = {"only comments", "Windows line ends", "a flag alone"}


def test_no_mistake_in_a_catalog_ends_the_preview(make_site: MakeSite) -> None:
    """Whatever translators type, each page says its own mistake, and good pages stay."""
    cases = {name: (GOOD + "\n" + text).encode() for name, text in BROKEN.items()} | WHOLE
    pages = {f"page{number}": raw for number, raw in enumerate(cases.values())}
    text = "# About\n\nWho we are. [Home](index.md)\n"
    toctree = "\n".join(pages)
    site = make_site(
        {"index.md": f"# Home\n\nGood morning.\n\n```{{toctree}}\n{toctree}\n```\n"}
        | {f"{page}.md": text for page in pages}
    )
    site.catalog("index", {"Home": "Inicio", "Good morning.": "Buenos días."})
    for page in pages:
        site.write(CATALOG.format(page), GOOD)
    process = site.start("serve", "--port", "0")
    try:
        served = Served(site, process)
        assert "Quiénes somos." in served.get("es/page0.html")[1]
        follow(served, pages)
        silent = []
        for (page, raw), name in zip(pages.items(), cases, strict=True):
            status, shown = served.get(f"es/{page}.html")
            assert status == 200, name
            assert "The last build failed" not in shown, name
            assert "Quiénes somos." in shown or "Who we are." in shown, name
            found = notes(shown)
            silent += [] if found else [name]
            for note in found:
                place = re.search(rf"{page}\.po:(\d+)$", note)
                assert place, (name, note)
                assert 1 <= int(place[1]) <= raw.count(b"\n") + 1, (name, note)
        assert set(silent) == HARMLESS
        assert "Buenos días." in served.get("es/index.html")[1]
        follow(served, dict.fromkeys(pages, GOOD))
        assert not any(notes(served.get(f"es/{page}.html")[1]) for page in pages)
        assert not [
            line for line in served.said if "Traceback" in line or "unexpected error" in line
        ]
    finally:
        process.kill()
        process.wait()
