"""How much room a block takes on a slide, and what goes on which: by hand-made nodes."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from sphinx_tandem.lessons.collect import LETTERS
from sphinx_tandem.lessons.nodes import fold, instructor_note
from sphinx_tandem.lessons.slide_layout import (
    LINES,
    Slide,
    announces,
    is_picture,
    lines,
    opening,
    overfull,
    room_below,
    shared_out,
    slides,
)

# A line of a slide holds 86 letters, one of a heading 46.
LINE = "x" * 86


def text(words: str, *classes: str) -> nodes.paragraph:
    return nodes.paragraph("", words, classes=list(classes))


def items(*words: str, kind: type[nodes.Element] = nodes.bullet_list) -> nodes.Element:
    return kind("", *(nodes.list_item("", text(one)) for one in words))


def section(title: str, *content: nodes.Node, anchor: str = "", **how: list[str]) -> nodes.section:
    heading = nodes.title("", title)
    return nodes.section("", heading, *content, ids=[anchor] if anchor else [], **how)


def box(kind: str, title: str, *content: nodes.Node) -> nodes.admonition:
    heading = nodes.title("", title)
    return nodes.admonition("", heading, *content, classes=[f"tandem-{kind}"], ids=[f"{kind}-1"])


def note(words: str) -> nodes.Element:
    return instructor_note("", text(words))


def picture(*classes: str) -> nodes.image:
    return nodes.image(uri="a.png", classes=list(classes))


def table(*rows: tuple[str, ...]) -> nodes.table:
    def row(cells: tuple[str, ...]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", text(cell)) for cell in cells))

    head, *body = map(row, rows)
    group = nodes.tgroup("", nodes.thead("", head), nodes.tbody("", *body), cols=len(rows[0]))
    return nodes.table("", group)


def brief(slide: Slide) -> tuple[str, str, str]:
    """Return the heading, what is shown and what is said, as words."""
    parts = (slide.title, slide.shown, slide.said)
    title, shown, said = ("|".join(node.astext() for node in part) for part in parts)
    return title, shown.replace("\n\n", "/"), said


# -- Room ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "room"),
    [
        (text(""), 1.4),
        (text(LINE), 1.4),
        (text(LINE + "x"), 2.4),
        (items(LINE, LINE), 2 * 2.4),  # an item has four letters fewer in a line
        (items("x" * 82), 1.4),
        (nodes.literal_block("", f"a\n{LINE}x"), 0.8 * 3 + 0.8),
        (nodes.math_block("", "a"), 2.0),
        (nodes.math_block("", r"a \\ b \\ c"), 5.0),
        (picture(), 12.0),
        (nodes.figure("", picture(), nodes.caption("", LINE * 9)), 12.0),
        (fold("", text(LINE * 9)), 0.8),
        (nodes.note("", text("x" * 82)), 0.8 + 1.4),
        (nodes.container("", text(LINE)), 1.4),
        (table(("A", "B"), ("a", "b")), 2 * 1.3 + 0.5),
        # 98.9 letters in a row less 4 for the two columns, shared by the longest cells
        (table(("A", "B"), ("x" * 47, "y" * 47)), 2 * 1.3 + 0.5),
        (table(("A", "B"), ("x" * 48, "y" * 48)), 1.3 + 2.2 + 0.5),
        (table(("A", "B"), ("x", "y" * 93)), 1.3 + 1.3 + 0.5),
        (table(("A", "B"), ("x", "y" * 200)), 1.3 + 3.1 + 0.5),
        # a column has a third of its even share at least: 15.8 letters
        (table(("A", "B"), ("x" * 15, "y"), ("x", "y" * 90)), 1.3 + 1.3 + 2.2 + 0.5),
        (table(("A", "B"), ("x" * 16, "y"), ("x", "y" * 90)), 1.3 + 2.2 + 2.2 + 0.5),
        (table(("A", "B"), ("x",)), 1.3 + 1.3 + 0.5),
        (table(("", ""), ("", "")), 2 * (0.9 * 0 + 0.4) + 0.5),
    ],
)
def test_a_block_takes_as_many_lines_as_its_words_need(block, room):
    assert lines(block) == pytest.approx(room)


def test_a_long_heading_leaves_less_room():
    assert room_below("") == room_below("x" * 46) == LINES
    assert room_below("x" * 47) == pytest.approx(LINES - 1.8)
    assert room_below("x" * 93) == pytest.approx(LINES - 3.6)


def test_a_picture_may_stand_in_a_link_or_a_paragraph_but_not_beside_words():
    link = nodes.reference("", "", picture())
    assert is_picture(nodes.paragraph("", "", link)) and is_picture(link)
    assert not is_picture(nodes.paragraph("", "", picture(), nodes.Text("so")))
    assert not is_picture(text("so")) and not is_picture(nodes.container("", picture()))


def test_a_colon_announces_what_comes_next():
    assert announces(text("These: ")) and announces(text("这些："))
    assert not announces(text("These.")) and not announces(nodes.literal_block("", "a:"))


# -- Sharing out --------------------------------------------------------------------------------


def shared(*blocks: nodes.Node, room: float = 4.2, tables_alone: bool = True) -> list[list[str]]:
    pages = shared_out(blocks, room, tables_alone=tables_alone)
    return [[f"{place}:{node.astext()[:6]}" for place, node in page] for page in pages]


def test_blocks_stand_together_while_there_is_room():
    assert shared() == []
    assert shared(text("a"), text("b"), text("c")) == [["0:a", "1:b", "2:c"]], "just as much"
    assert shared(*map(text, "abcd")) == [["0:a", "1:b", "2:c"], ["3:d"]]
    assert shared(text(LINE * 9), text("b")) == [["0:xxxxxx"], ["1:b"]]


def test_what_announces_something_goes_with_it_unless_it_stands_alone():
    assert shared(text("a"), text("b"), text("c:"), text("d")) == [["0:a", "1:b"], ["2:c:", "3:d"]]
    assert shared(text("c:"), text(LINE * 3)) == [["0:c:"], ["1:xxxxxx"]], "one alone stays"
    assert shared(text("a"), text("c:"), picture()) == [["0:a", "1:c:"], ["2:"]], "two blocks"
    after = shared(text("a"), text("b:"), text(LINE + "x"), text("d"))
    assert after == [["0:a"], ["1:b:", "2:xxxxxx"], ["3:d"]], "it takes room where it goes"


def test_pictures_stand_alone_and_tables_where_they_are_told_to():
    signs = table(("A", "B"), ("a", "b"))
    long = text(LINE * 8)
    assert shared(long, picture(), text("b", "slide-statement")) == [["0:xxxxxx"], ["1:"], ["2:b"]]
    assert shared(text("a"), signs, room=9) == [["0:a"], ["1:A\n\nB\n\n"]]
    assert shared(text("a"), signs, room=9, tables_alone=False) == [["0:a", "1:A\n\nB\n\n"]]


def test_a_list_that_is_too_long_is_parted_evenly_and_counts_on():
    steps = items("a", "b", "c", "d", "e", kind=nodes.enumerated_list)
    steps["start"] = 3
    pages = shared_out([steps], 4.2, tables_alone=True)
    assert [[piece.astext() for _place, piece in page] for page in pages] == [
        ["a\n\nb\n\nc"], ["d\n\ne"],
    ]  # fmt: skip
    assert [page[0][1]["start"] for page in pages] == [3, 6]
    assert len(steps) == 5 and shared(items("a", "b", "c")) == [["0:a\n\nb\n\n"]]
    del steps["start"]
    pages = shared_out([steps], 4.2, tables_alone=True)
    assert [page[0][1]["start"] for page in pages] == [1, 4]
    uneven = items("x" * 200, "x" * 200, "x" * 100)  # 3.4, 3.4 and 2.4 lines
    pages = shared_out([uneven], 4.7, tables_alone=True)
    assert [len(page[0][1].children) for page in pages] == [1, 2]
    assert "start" not in shared_out([items(*"abcde")], 4.2, tables_alone=True)[1][0][1]


def test_a_table_that_is_too_long_is_parted_with_its_heading():
    signs = table(("A", "B"), *((word, word) for word in "abcde"))
    pages = shared_out([signs], 4.5, tables_alone=True)
    assert [page[0][1].astext().split() for page in pages] == [
        ["A", "B", "a", "a", "b", "b", "c", "c"], ["A", "B", "d", "d", "e", "e"],
    ]  # fmt: skip
    next(iter(signs.findall(nodes.entry)))["morerows"] = 1
    assert len(shared_out([signs], 4.5, tables_alone=True)) == 1


# -- Which slides -------------------------------------------------------------------------------


def test_a_section_without_blocks_to_show_shows_its_first_sentences():
    lid = section("Lid", text("Open it. Now."), text("Wait. Then go."), anchor="lid")
    (title, slide) = slides(section("Hive", text("The third part of this page."), lid))
    assert brief(title) == ("Hive", "", "The third part of this page."), "words about the page"
    assert brief(slide) == ("Lid", "Open it./Wait.", "Open it. Now.|Wait. Then go.")
    assert isinstance(slide.shown[0], nodes.bullet_list) and slide.anchors == ["lid"]
    many = section("Lid", *(text(f"Number {number}. So.") for number in range(6)))
    assert len(list(slides(section("Hive", many))[1].shown[0])) == 4


def test_the_source_language_decides_how_much_room_a_block_takes():
    steps = items(*"abcde")
    for paragraph in steps.findall(nodes.paragraph):
        paragraph[LETTERS] = 200
    assert lines(steps) == lines(items(*(["x" * 200] * 5))) > lines(items(*"abcde"))
    (_title, slide) = slides(section("Hive", section("Lid", text("x" * 3000, "slide"))))
    assert overfull(slide)
    assert not any(map(overfull, slides(section("Hive", section("Lid", text("x", "slide"))))))


def test_nothing_stands_alone_on_a_slide_that_need_not():
    uneven = items(*("x" * 80 for _item in range(4)), "x" * 400)
    pages = shared_out([uneven], 6.5, tables_alone=True)
    assert min(len(page[0][1].children) for page in pages[-2:]) > 1


def test_a_section_shows_its_blocks_and_says_its_text():
    (slide,) = slides(section("Lid", text("So:"), items("a"), text("Behind."), note("Slowly.")))
    assert brief(slide) == ("Lid", "a", "Slowly.|So:|Behind.")
    for block in (table(("A",), ("a",)), nodes.math_block("", "a"), nodes.literal_block("", "a"),
                  nodes.definition_list("", text("a")), nodes.note("", text("a")), picture(),
                  items("a", kind=nodes.enumerated_list), nodes.container("", picture())):  # fmt: skip
        (slide,) = slides(section("Lid", block, text("Words.")))
        assert [type(one) for one in slide.shown] == [type(block)]
        assert brief(slide)[2] == "Words."
    plain = section("Lid", nodes.container("", text("a")), text("Words."))
    assert brief(slides(section("Hive", plain))[1])[1:] == ("Words.", "Words.")
    (slide,) = slides(section("Lid", nodes.comment("", "a"), nodes.paragraph("", "", picture())))
    assert not slide.said


def test_what_is_marked_is_shown_alone_and_what_is_marked_off_is_not_shown():
    (slide,) = slides(section("Lid", items("a"), text("Chosen. Whole.", "slide"), text("More.")))
    assert brief(slide) == ("Lid", "Chosen. Whole.", "Chosen. Whole.|More.")
    off = items("a")
    off["classes"] = ["no-slide"]
    (slide,) = slides(section("Lid", off, items("b")))
    assert brief(slide)[1] == "b"
    assert not slides(section("Lid", items("a"), classes=["no-slide"]))
    code = nodes.literal_block("", "ls", classes=["slide"])
    framed = nodes.container("", nodes.caption("", "Begin"), code)
    for block in (nodes.figure("", picture("slide")), framed):
        (slide,) = slides(section("Lid", items("a"), block))
        assert [type(one) for one in slide.shown] == [type(block)]
    (slide,) = slides(section("Lid", nodes.note("", picture("slide")), items("a")))
    assert len(slide.shown) == 2, "a class within a box is not the box's"


def test_boxes_have_slides_of_their_own_and_text_goes_on_behind_them():
    top = section(
        "Queen", items("a"), box("exercise", "Find", text("Where?")), note("Outside."), note("So."),
        items("b"), text("End."), anchor="queen",
    )  # fmt: skip
    first, find, last = slides(top)
    assert brief(first) == ("Queen", "a", "") and first.part == (1, 2)
    assert brief(find) == ("Find", "Where?", "Outside.|So.") and find.part == (1, 1)
    assert brief(last) == ("Queen", "b", "End.") and last.part == (2, 2)
    assert (first.anchors, find.anchors, last.anchors) == (["queen"], ["exercise-1"], [])
    hint = slides(section("Queen", box("callout", "Mind", text("Where?"))))
    assert [brief(one)[0] for one in hint] == ["Queen"], "other boxes stand among the blocks"


def test_a_table_has_a_slide_to_itself_but_in_a_box():
    signs = table(("A", "B"), ("a", "b"))
    assert [len(slide.shown) for slide in slides(section("Lid", items("a"), signs))] == [1, 1]
    exercise = box("exercise", "Ask", items("a"), signs.deepcopy())
    exercise["ids"].append("another")
    first, asked = slides(nodes.section("", nodes.title("", "Lid"), exercise, ids=["a", "b"]))
    assert (len(asked.shown), asked.anchors, first.anchors) == (2, ["exercise-1"], ["a"])


def test_what_shows_nothing_is_said_with_a_slide_beside_it():
    top = section(
        "Hive",
        section("Empty", note("Begin."), section("Inner", text("Words. More."), anchor="inner"), anchor="empty"),
        section("End", note("The end."), anchor="end"),
    )  # fmt: skip
    first, inner = slides(top)
    assert brief(first) == ("Hive", "", "") and first.part == (1, 1)
    assert brief(inner) == ("Inner", "Words.", "Begin.|Words. More.|The end.")
    assert inner.anchors == ["inner", "empty"]
    top = section(
        "Hive", box("demo", "Look", text("So.")), text("Only:", "x"), section("Two", items("a"))
    )
    assert [brief(one) for one in slides(top)] == [("Hive", "", ""), ("Look", "So.", "Only:"), ("Two", "a", "")]  # fmt: skip
    top = section("Hive", text("These:"), box("demo", "Look", text("So.")))
    assert [brief(one) for one in slides(top)] == [("Hive", "", "These:"), ("Look", "So.", "")]


def test_notes_stand_behind_what_they_are_about_and_text_before_what_it_announces():
    blocks = (
        items(LINE * 9),
        note("About one."),
        text("For two:"),
        items(LINE * 8, "b"),
        note("About two."),
    )
    one, two = slides(section("Lid", text("First."), *blocks, text("Behind.")))
    assert brief(one)[2] == "About one.|First."
    assert brief(two)[2] == "About two.|For two:|Behind."
    (slide,) = slides(section("Lid", note("Before all."), items("a")))
    assert brief(slide)[2] == "Before all."


def test_no_note_within_a_block_is_shown_and_the_page_stays_as_it_is():
    (slide,) = slides(section("Care", nodes.note("", text("Be calm."), note("For you."))))
    assert brief(slide) == ("Care", "Be calm.", "For you.")
    answer = fold("", text("Yes."))
    exercise = box("exercise", "Ask", text("So?"), note("Wait."), answer)
    _, asked = slides(section("Care", exercise))
    assert brief(asked) == ("Ask", "So?|Yes.", "Wait.")
    assert asked.shown[1] is not answer and answer.parent is exercise


def test_a_long_exercise_is_parted_and_a_long_heading_takes_room():
    exercise = box("exercise", "Look", text(LINE * 9), text(LINE * 9))
    _, *parts = slides(section("Care", exercise))
    assert [slide.part for slide in parts] == [(1, 2), (2, 2)]
    assert [slide.anchors for slide in parts] == [["exercise-1"], []]
    tall = [text(LINE * 9, "slide"), text(LINE * 4, "slide")]
    assert len(slides(section("Care", *tall))) == 1
    assert len(slides(section("x" * 47, *(block.deepcopy() for block in tall)))) == 2
    assert brief(slides(nodes.section("", items("a")))[0])[0] == ""


# -- Layouts --------------------------------------------------------------------------------------


def layouts(*blocks: nodes.Node) -> list[tuple[str, int]]:
    """Return the layout of each slide of a section, and how many blocks it has."""
    return [(slide.layout, len(slide.shown)) for slide in slides(section("Lid", *blocks))]


def test_a_picture_stands_beside_a_short_text_and_alone_beside_a_long_one():
    steps, long = items("a", "b", "c"), items(*("x" * 70 for _item in range(8)))
    assert layouts(steps, picture()) == layouts(picture(), steps) == [("columns", 2)]
    assert layouts(long, picture()) == [("", 1), ("picture", 1)]
    assert layouts(picture(), picture()) == [("picture", 1)] * 2
    assert layouts(picture(), table(("A",), ("a",))) == [("picture", 1), ("", 1)]
    assert layouts(picture(), nodes.literal_block("", "a")) == [("picture", 1), ("", 1)]
    with_code = nodes.bullet_list(
        "", *(nodes.list_item("", nodes.literal_block("", x)) for x in "ab")
    )
    assert layouts(picture(), with_code) == [("picture", 1), ("", 1)]
    assert layouts(picture(), steps, picture()) == [("columns", 2), ("picture", 1)]
    assert layouts(text("a", "slide"), picture("slide-picture")) == [("", 1), ("picture", 1)]
    assert layouts(text("a", "slide"), picture("slide")) == [("columns", 2)]


def test_two_blocks_stand_side_by_side_where_an_author_wants_it():
    left, right = items("a", "b"), nodes.literal_block("", "b")
    assert layouts(left.deepcopy(), right.deepcopy()) == [("", 2)]
    for block in (left, right):
        block["classes"] = ["slide-columns"]
    assert layouts(text("Not shown."), left, right) == [("columns", 2)]
    assert layouts(left, right, left.deepcopy(), text("So.", "slide")) == [
        ("columns", 2), ("", 1), ("", 1),
    ]  # fmt: skip


def test_one_sentence_is_a_statement_and_so_is_what_an_author_calls_one():
    def below(*blocks: nodes.Node) -> list[tuple[str, int]]:
        inner = slides(section("Hive", section("Lid", *blocks)))[1:]
        return [(slide.layout, len(slide.shown)) for slide in inner]

    assert below(text("One. Two.")) == [("statement", 1)]
    assert below(text("One."), text("Two.")) == [("", 1)]
    assert below(text("Both. Of them.", "slide-statement")) == [("statement", 1)]
    assert below(text("Both.", "slide-statement"), items("a", "b"), text("c", "slide")) == [
        ("statement", 1), ("", 1),
    ]  # fmt: skip
    assert below(text("Whole. Text.", "slide")) == [("", 1)]


def test_a_section_that_shows_nothing_itself_lists_its_parts():
    parts = [section(name, items("a", "b")) for name in ("Lid", "Floor")]
    chapter = section("Box", text("Words about both."), *parts, anchor="box")
    found = slides(section("Hive", chapter))
    assert [(slide.layout, brief(slide)[0]) for slide in found] == [
        ("", "Hive"), ("section", "Box"), ("", "Lid"), ("", "Floor"),
    ]  # fmt: skip
    assert brief(found[1]) == ("Box", "Lid/Floor", "Words about both.")
    assert found[1].anchors == ["box"] and found[1].part == (1, 1)
    assert parts[0][0].astext() == "Lid", "the page keeps its headings"
    one = section("Box", text("Words."), section("Lid", items("a", "b")))
    assert [slide.layout for slide in slides(section("Hive", one))] == ["", "statement", ""]
    own = section("Box", items("a", "b"), *(part.deepcopy() for part in parts))
    assert "section" not in [slide.layout for slide in slides(section("Hive", own))]
    assert "section" not in [slide.layout for slide in slides(section("Hive", *parts))]


# -- Sentences ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Open it. Then go.", "Open it."),
        ("Open it.\nThen go.", "Open it."),
        ("Open\nit. Then go.", "Open it."),
        ("Is it open? Yes. So.", "Is it open? Yes."),
        ("Open it… Then", "Open it…"),
        ("Take some, e.g. a hub. Then go.", "Take some, e.g. a hub."),
        ("Use 2.5 of it. 2i2c runs it.", "Use 2.5 of it."),
        ("Open it. then go. So.", "Open it. then go."),
        ("Say (e.g. this.) And go.", "Say (e.g. this.)"),
        ("Say it. ¿No? Sí.", "Say it."),
        ("打开。然后走。", "打开。"),
        ("No end", "No end"),
        ("See *the end.* Then go.", "See the end."),
        ("Open *the lid. Then* go.", "Open the lid."),
        ("See ``a. B`` now. Then go.", "See a. B now."),
        ("See `it. Now`_, so. Then go.\n\n.. _it. Now: #x", "See it. Now, so."),
    ],
)
def test_the_first_sentence_ends_where_another_begins(words, first):
    paragraph = next(iter(publish_doctree(words).findall(nodes.paragraph)))
    found = opening(paragraph)
    assert found is not None and found.astext() == first


def test_a_sentence_leaves_out_footnotes_and_keeps_its_language():
    paragraph = nodes.paragraph(
        "", "", nodes.Text("So"), nodes.footnote_reference("", "1"), nodes.Text(". A.")
    )
    paragraph["classes"] = ["language-en", "slide"]
    found = opening(paragraph)
    assert found is not None
    assert (found.astext(), found["classes"]) == ("So.", ["language-en"])
    assert paragraph.astext() == "So1. A."
    assert opening(text(" ")) is None
