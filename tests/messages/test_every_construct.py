"""A page with every construct: all of it is extracted, translated, and marked where it is not."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from lxml import html

from harness.reading import language_of, search_files, text_of
from harness.sites import TinySite

HERE = Path(__file__).parent
PAGES = ("index", "other", "third")
ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")


Messages = dict[str, list[str]]


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """The messages of each page."""
    folder = tmp_path_factory.mktemp("extracted") / "site"
    shutil.copytree(HERE / "every-construct", folder)
    return TinySite(folder).messages()


@pytest.fixture
def kit(tmp_path: Path) -> TinySite:
    shutil.copytree(HERE / "every-construct", tmp_path / "site")
    return TinySite(tmp_path / "site")


def pseudo(site: TinySite, messages: Messages, left_out: frozenset[str] = frozenset()) -> None:
    """Translate every message by brackets around it, but for those left out."""
    for docname, found in messages.items():
        if docname != "sphinx":
            site.catalog(docname, {m: "" if m in left_out else f"⟦{m}⟧" for m in found})


def passages(output: Path, docname: str) -> list[tuple[str, str]]:
    """Return the texts in the article of a page, each with the language it is read in."""
    root = html.parse(str(output / f"{docname}.html")).getroot()
    found = []
    for element in root.find(".//article").iter():
        if not isinstance(element.tag, str) or "pre" in [a.tag for a in element.iterancestors()]:
            continue
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if text and any(letter.isalpha() for letter in text):
                found.append((" ".join(text.split()), language_of(owner)))
    return found


def test_the_messages_of_every_construct_are_extracted(messages):
    listed = "\n".join(f"{name}: {message}" for name in PAGES for message in messages[name]) + "\n"
    expected = HERE / "every-construct.messages.txt"
    assert listed == expected.read_text("utf-8"), (
        "the messages differ; if that is meant, write the new ones to "
        f"{expected.relative_to(HERE.parents[1])}"
    )


def test_no_english_escapes_a_pseudo_translation(kit, messages):
    pseudo(kit, messages)
    output = kit.sphinx()
    english = kit.sphinx("en")
    for name in PAGES:
        known = {text for text, _ in passages(english, name)}
        root = html.parse(str(output / f"{name}.html")).getroot()
        for block in root.find(".//article").iter(
            "p", "h1", "h2", "h3", "th", "td", "dt", "summary"
        ):
            text = text_of(block)
            if block.get("class") == "admonition-title" or not any(c.isalpha() for c in text):
                continue
            assert "⟦" in text or text not in known, f"{name}: {text!r} is English"
        for element in root.iter():
            for attribute in ATTRIBUTES:
                value = element.get(attribute) if isinstance(element.tag, str) else None
                inside = (
                    any("⟦" in text_of(a) for a in element.iterancestors("p")) if value else False
                )
                assert not value or inside or value not in known, f"{name}: {attribute}={value!r}"
        assert "⟦" in root.find(".//title").text
        description = root.xpath("//meta[@name='description']/@content")
        assert all("⟦" in text for text in description)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exactly_the_holes_of_a_catalog_are_marked(kit, messages, seed):
    chance = random.Random(seed)  # noqa: S311  # holes, not secrets
    everything = {m for name, found in messages.items() for m in found if name != "sphinx"}
    holes = frozenset(m for m in sorted(everything) if chance.random() < 0.5)
    pseudo(kit, messages, holes)
    output = kit.sphinx()
    for name in PAGES:
        found = passages(output, name)
        marked = {text for text, language in found if language == "en"}
        unmarked = {text for text, language in found if language != "en"}
        assert not {text for text in marked if "⟦" in text or "⟧" in text}
        plain = {m for m in kit_messages(kit, name) & holes if len(m.split()) > 1}
        assert not plain & unmarked, plain & unmarked


def kit_messages(kit: TinySite, name: str) -> set[str]:
    import polib  # noqa: PLC0415

    path = kit.folder / "locales/es/LC_MESSAGES" / f"{name}.po"
    return {entry.msgid for entry in polib.pofile(str(path))}


def test_a_page_with_holes_says_how_many_and_where_to_mend_them(kit, messages):
    pseudo(kit, messages, frozenset({"Third text."}))
    output = kit.sphinx()
    third = html.parse(str(output / "third.html")).getroot()
    notice = third.find_class("tandem-notice")[0]
    assert text_of(notice).startswith("1 ")
    assert notice.xpath(".//a/@href") == [
        "https://github.com/a/b/edit/main/locales/es/LC_MESSAGES/third.po"
    ]
    other = html.parse(str(output / "other.html")).getroot()
    assert not other.find_class("tandem-notice")


def test_a_page_without_a_catalog_is_marked_everywhere_it_is_named(kit, messages):
    pseudo(kit, messages)
    (kit.folder / "locales/es/LC_MESSAGES/other.po").unlink()
    output = kit.sphinx()
    for text, language in passages(output, "other"):
        # the links of the notice and of the line at the end
        if text in ("Ayuda a traducirlos", "Mejorar esta traducción", "Abrir su catálogo"):
            continue
        assert language == "en" or "⟦" in text or "passage" in text or "pasaje" in text, text
    other = html.parse(str(output / "other.html")).getroot()
    assert other.find_class("tandem-notice")[0].xpath(".//a/@href") == [
        "https://github.com/a/b/new/main?filename=locales/es/LC_MESSAGES/other.po"
    ]
    index = html.parse(str(output / "index.html")).getroot()
    named = [e for e in index.iter("a", "span", "p") if (e.text or "").strip() == "Other page"]
    assert named
    assert {language_of(element) for element in named} == {"en"}
    assert "\ufdd0" not in "".join(p.read_text("utf-8") for p in output.glob("*.html"))
    assert search_files(output)
    assert "fdd0" not in json.dumps(search_files(output))


def test_identical_translations_count_as_translated_and_stale_ones_do_not(site):
    site.write("index.md", "# JupyterHub\n\nKept.\n\nChanged.\n")
    site.catalog(
        "index",
        {"JupyterHub": "JupyterHub", "Kept.": "Igual.", "Changed.": "Cambiado."},
        fuzzy=("Changed.",),
    )
    body = site.body()
    assert [(text_of(p), p.get("lang")) for p in body.xpath(".//section/p")] == [
        ("Igual.", None),
        ("Changed.", "en"),
    ]
    assert language_of(body.xpath(".//h1")[0]) == "es"
