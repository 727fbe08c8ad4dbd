"""Counting how much of a page is translated."""

from __future__ import annotations

from sphinx_tandem.catalogs.extract import InboundLinks
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.status import (
    PageProgress,
    PageStatus,
    State,
    ordered,
    progress,
    state_of,
)
from sphinx_tandem.text import Syntax

CATALOG = Catalog(
    (
        Entry("Good morning.", "Buenos días."),
        Entry("We are few.", "Somos pocos.", fuzzy=True, previous_msgid="We are many."),
        Entry("Not yet.", ""),
        Entry("See [the guide](a.md).", "Ve [la guía](b.md)."),
        Entry("It came back.", "Volvió.", obsolete=True),
    )
)
MESSAGES = ["Good morning.", "We are few.", "Not yet.", "See [the guide](a.md).", "It came back."]


def test_each_passage_counts_once_and_as_one_thing_only() -> None:
    counted = progress([*MESSAGES, "Good morning."], CATALOG)
    assert (counted.translated, counted.stale, counted.missing, counted.refused) == (2, 1, 2, 0)
    assert counted.total == 5
    assert not counted.complete


def test_a_translation_that_readers_are_not_shown_is_missing() -> None:
    counted = progress(MESSAGES, CATALOG, {"See [the guide](a.md)."})
    assert (counted.translated, counted.missing, counted.refused) == (1, 3, 1)
    assert progress(MESSAGES, CATALOG, {"We are few."}).refused == 0, "it is stale already"


def test_the_words_that_are_left_are_those_that_a_translator_writes() -> None:
    counted = progress(["Not yet.", "Run `tandem build` <https://a.org> now."], CATALOG)
    assert counted.words_left == counted.words == 4
    assert progress(["Good morning."], CATALOG).words_left == 0
    plain = progress(["See (here)."], None, syntax=Syntax.WORDS)
    assert (plain.missing, plain.words_left) == (1, 2)


def test_a_hundred_percent_is_said_only_of_all() -> None:
    assert PageProgress(translated=999, missing=1).percent == 99
    assert PageProgress(translated=3).percent == 100
    assert PageProgress().percent == 100
    assert (PageProgress(1, 2, 3, 1, 9, 8) + PageProgress(1, 0, 0, 0, 1, 0)).total == 7


def test_an_entry_with_plural_forms_is_no_translation_of_a_passage() -> None:
    plural = Entry("One", msgid_plural="Many", msgstr_plural=("Uno", "Muchos"))
    assert progress(["One"], Catalog((plural,))).missing == 1
    assert state_of(None) is State.MISSING


def test_what_readers_miss_most_comes_first() -> None:
    def page(name: str, left: int, links: int = 0) -> PageStatus:
        counted = PageProgress(missing=1 if left else 0, words_left=left)
        return PageStatus(name, counted, f"{name}.po", links=links)

    pages = [page("done", 0, 50), page("long", 90), page("linked", 40, 3), page("home", 1)]
    assert [one.page for one in ordered(pages, "home")] == ["home", "linked", "long", "done"]
    assert [one.page for one in ordered(pages, "done")] == ["linked", "long", "home", "done"]


def test_words_of_all_pages_are_missed_on_each_of_them() -> None:
    links = InboundLinks("index", {"index": 0, "about": 1, "team": 1})
    assert [links.of(name) for name in ("site", "about", "gone")] == [2, 1, 0]
