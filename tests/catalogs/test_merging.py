"""An edit of a page costs translators no more than that edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_tandem.catalogs.extract import Message
from sphinx_tandem.catalogs.match import Memory, Page, match
from sphinx_tandem.catalogs.merge import Merged, compose
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.reader import new_header
from sphinx_tandem.catalogs.writer import format_catalog

LONG = "The hub opens at nine and closes at five on every day of the week."
LONGER = "The hub opens at ten and closes at five on every day of the week."
OTHER = "Nothing whatever in common: bring bread, wine, olives!"


def catalog(*entries: Entry) -> Catalog:
    return Catalog(entries, new_header("es", "Tiny"))


def merge(
    old: Catalog, messages: Sequence[Message], memory: Memory, *, drop: bool = True
) -> Merged:
    """Bring the catalog of a page up to date, without a look at other pages' entries."""
    domain = "" if drop else "sphinx"
    page = Page(old, {message.msgid: message for message in messages}, domain)
    found = match({"": page}, memory)
    return compose(page, found.found[""], found.left[""])


def merged(old: Catalog, page: Sequence[str], *others: Catalog, drop: bool = True) -> Catalog:
    """Merge, and check that doing it again changes nothing."""
    messages = [Message(text) for text in page]
    new = merge(old, messages, Memory([old, *others]), drop=drop).catalog
    again = merge(new, messages, Memory([new, *others]), drop=drop).catalog
    assert format_catalog(again) == format_catalog(new)
    return new


def texts(found: Catalog) -> list[str]:
    return [entry.msgid for entry in found.entries]


def test_new_passages_stand_empty_in_the_order_of_the_page() -> None:
    old = catalog(Entry("one", "uno"), Entry("four", "cuatro"))
    new = merged(old, ["zero", "one", "two!", "three?", "four", "five"])
    assert texts(new) == ["zero", "one", "two!", "three?", "four", "five"]
    assert [entry.msgstr for entry in new.entries] == ["", "uno", "", "", "cuatro", ""]


def test_the_order_of_a_human_hand_stays() -> None:
    old = catalog(Entry("two", "dos"), Entry("one", "uno"))
    assert texts(merged(old, ["one", "1.5", "two"])) == ["two", "one", "1.5"]


def test_a_changed_passage_keeps_its_translation_its_place_and_its_comment() -> None:
    old = catalog(Entry("a", "A"), Entry(LONG, "El hub…", comments=("ask Ana",)), Entry("z", "Z"))
    new = merged(old, ["a", LONGER, "z"])
    assert new.entries[1] == Entry(
        LONGER, "El hub…", fuzzy=True, previous_msgid=LONG, comments=("ask Ana",)
    )
    assert len(new.entries) == 3


def test_a_second_change_keeps_the_english_that_was_translated() -> None:
    once = merged(catalog(Entry(LONG, "El hub…")), [LONGER])
    twice = merged(once, [LONGER.replace("five", "six")])
    assert twice.entries[0].previous_msgid == LONG


def test_a_change_that_is_taken_back_is_translated_again() -> None:
    old = catalog(Entry(LONG, "El hub…"))
    assert merged(merged(old, [LONGER]), [LONG]).entries == old.entries


def test_a_stale_entry_without_its_english_does_not_claim_one() -> None:
    old = catalog(Entry(LONG, "El hub…", fuzzy=True))
    (entry,) = merged(old, [LONGER]).entries
    assert entry.fuzzy and entry.previous_msgid is None


def test_a_passage_that_became_two_gives_its_translation_to_both() -> None:
    old = catalog(Entry(f"{LONG} {OTHER}", "El hub… Nada…"))
    new = merged(old, [LONG, OTHER])
    assert [(entry.msgstr, entry.fuzzy) for entry in new.entries] == [("El hub… Nada…", True)] * 2


def test_what_is_not_alike_is_not_guessed() -> None:
    new = merged(catalog(Entry(LONG, "El hub…")), [OTHER])
    assert new.entries == (Entry(OTHER), Entry(LONG, "El hub…", obsolete=True))


def test_a_passage_that_goes_is_kept_and_comes_back() -> None:
    old = catalog(Entry("a", "A", comments=("note",)), Entry("b", "B"))
    gone = merged(old, ["b"])
    assert gone.entries == (Entry("b", "B"), replace(old.entries[0], obsolete=True))
    assert merged(gone, ["a", "b"]).entries == old.entries


def test_a_passage_that_goes_untranslated_leaves_nothing_behind_but_a_comment() -> None:
    old = catalog(Entry("a"), Entry("b", comments=("what is that?",)))
    assert merged(old, []).entries == (replace(old.entries[1], obsolete=True),)


def test_other_pages_fill_new_entries_but_never_old_ones() -> None:
    old = catalog(Entry("Menu"))
    page = merged(old, ["Menu", "Home"], catalog(Entry("Home", "Inicio"), Entry("Menu", "Menú")))
    assert page.entries == (Entry("Menu"), Entry("Home", "Inicio"))


def test_the_most_frequent_translation_fills_and_what_readers_see_comes_first() -> None:
    others = [
        catalog(Entry("Home", "Casa")),
        catalog(Entry("Home", "Inicio")),
        catalog(Entry("Home", "Inicio")),
        catalog(Entry("Home", "Hogar", obsolete=True), Entry("Old", "Viejo", obsolete=True)),
    ]
    page = merged(catalog(), ["Home", "Old"], *others)
    assert [entry.msgstr for entry in page.entries] == ["Inicio", "Viejo"]


def test_a_stale_translation_of_another_page_stays_stale() -> None:
    stale = Entry(LONGER, "El hub…", fuzzy=True, previous_msgid=LONG)
    page = merged(catalog(), [LONG, LONGER], catalog(stale))
    assert page.entries == (Entry(LONG, "El hub…"), stale)


def test_a_changed_entry_loses_references_and_guessed_flags_and_others_keep_theirs() -> None:
    seen = Entry("{ref}`a`", "{ref}`a`", flags=("python-brace-format",), references=("x:1",))
    old = catalog(
        seen, Entry(LONG, "L", flags=("c-format", "no-wrap"), references=("x:2",)), Entry("z", "Z")
    )
    new = merged(old, ["{ref}`a`", LONGER, "z"]).entries
    assert new[0] == seen
    assert (new[1].flags, new[1].references) == (("no-wrap",), ())


def test_what_the_page_tells_translators_is_kept_up_to_date() -> None:
    old = catalog(Entry("Home", "Inicio", extracted=("a tag",)))
    new = merge(old, [Message("Home", ("a heading",))], Memory([])).catalog
    assert new.entries[0].extracted == ("a heading",)


def test_interface_catalogs_only_grow() -> None:
    old = catalog(
        Entry("Search", "Buscar", references=("x:1",)), Entry("Open", "Abrir", msgctxt="verb")
    )
    assert merged(old, ["Search it"], drop=False).entries[1:] == old.entries


PAGES = st.lists(st.sampled_from("abcdef") | st.sampled_from([LONG, LONGER, OTHER]), unique=True)


@given(PAGES, PAGES, PAGES)
@settings(max_examples=100, deadline=None, database=None)
def test_no_translation_is_ever_lost(first: list[str], second: list[str], third: list[str]) -> None:
    empty = merged(catalog(), first)
    full = replace(
        empty, entries=tuple(replace(entry, msgstr=f"«{entry.msgid}»") for entry in empty.entries)
    )
    last = merged(merged(full, second), third)
    kept = {entry.msgstr for entry in last.entries}
    assert {entry.msgstr for entry in full.entries} <= kept
    live = [entry for entry in last.entries if not entry.obsolete]
    assert sorted(entry.msgid for entry in live) == sorted(third)
    # And what was translated and stands on the page is shown again.
    for entry in live:
        if entry.msgid in first and not entry.fuzzy:
            assert entry.msgstr == f"«{entry.msgid}»"
