"""Which slides a lesson makes, and how its formulas are shown there and on sheets."""

from __future__ import annotations

import base64
import re

import pytest
from lxml import html

from harness.reading import text_of
from harness.sites import TinySite

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HEAD = "---\nlesson: {teaching: 20}\n---\n# Hive\n\n:::{objectives}\n- Open a hive.\n:::\n\n"
FIGURE = ":::{figure} pic.png\n:alt: A hive\nA hive from above.\n:::\n"
TABLE = "| Sign | Meaning |\n| --- | --- |\n| Hum | Calm |\n"
LONG = "Put the frame back where it was, and wait until the bees have gone down between the combs. "


def decks(site: TinySite, lesson: str, language: str = "en") -> list[html.HtmlElement]:
    """Return the slides of a lesson of its own, without the one that ends each deck."""
    site.write("index.md", "# Farm\n\n```{toctree}\nhive\n```\n")
    site.write("hive.md", HEAD + lesson)
    (site.folder / "pic.png").write_bytes(PICTURE)
    page = site.sphinx(language) / "instructor/hive/slides.html"
    return html.parse(str(page)).getroot().find_class("tandem-slide")[:-1]


def shown(slide: html.HtmlElement) -> html.HtmlElement:
    return slide.find_class("tandem-shown")[0]


def title(slide: html.HtmlElement) -> str:
    return text_of(shown(slide)[0])


def titles(slides: list[html.HtmlElement]) -> list[str]:
    return [title(slide) for slide in slides]


def said(slide: html.HtmlElement) -> str:
    return " ".join(text_of(box) for box in slide.find_class("tandem-said"))


def test_a_sentence_is_cut_alike_in_the_source_and_in_a_translation(site):
    english = [
        "Open the lid.",
        "It *sticks*.",
        "2i2c runs some, e.g. hubs.",
        "Read `a. B` or [See it. Now](#x), then go on.",
        "This is **the end.**",
        "And this is more.",
    ]
    text = "\n".join(english[:3]) + "\n\n" + "\n".join(english[3:])
    spanish = [
        "Abre la tapa. Está *pegada*. 2i2c tiene, p. ej. hubs.",
        "Lee `a. B` o [Mira. Ya](#x), y sigue. Es **el final.** Y hay más.",
    ]
    messages = [" ".join(english[:3]), " ".join(english[3:])]
    site.catalog("hive", dict(zip(messages, spanish, strict=True)))
    lesson = f"(x)=\n## Lid\n\n{text}\n"
    found = {
        language: [text_of(item) for item in decks(site, lesson, language)[-1].findall(".//li")]
        for language in ("en", "es")
    }
    assert found["en"] == ["Open the lid.", "Read a. B or See it. Now, then go on."]
    assert found["es"] == ["Abre la tapa.", "Lee a. B o Mira. Ya, y sigue."]


def test_a_sentence_ends_within_markup_and_keeps_its_language(site):
    last = decks(site, "## Lid\n\n**It is open.** Now\nwait. Then go.[^a]\n\n[^a]: Note.\n", "es")[
        -1
    ]
    item = last.find(".//li")
    assert text_of(item) == "It is open."
    assert item.find(".//strong") is not None
    assert item.xpath(".//p[@lang='en']"), "what is not translated is read in English"


def test_what_stands_behind_a_box_is_shown_behind_it(site):
    lesson = (
        "## Queen\n\n- Look for her.\n\n:::{exercise} Find her\n:minutes: 5\nWhere is she?\n:::\n\n"
        ":::{instructor-note}\nMany look outside.\n:::\n\n- She was in the middle.\n\n"
        "Behind it all.\n"
    )
    found = decks(site, lesson)
    assert titles(found)[-3:] == ["Queen 1 / 2", "Exercise 1: Find her (5 minutes)", "Queen 2 / 2"]
    assert "Many look outside." in said(found[-2])
    assert "in the middle" in text_of(shown(found[-1])) and "Behind it all." in said(found[-1])


def test_a_heading_alone_is_no_slide_but_the_title_is_one(site):
    lesson = (
        "## Empty\n\n:::{instructor-note}\nBegin slowly.\n:::\n\n"
        "Try this yourself:\n\n:::{exercise} Try\n:minutes: 3\nTry it.\n:::\n\n"
        "## Only below\n\n### Here\n\nWords.\n\n## Only a note\n\n"
        ":::{instructor-note}\nThe very end.\n:::\n"
    )
    found = decks(site, lesson)
    assert titles(found) == ["Hive", "Objectives", "Exercise 1: Try (3 minutes)", "Here"]
    assert "Begin slowly." in said(found[2]) and "Try this yourself:" in said(found[2])
    assert "The very end." in said(found[3])


def test_slides_that_nobody_can_read_and_that_say_nothing_are_told_once(site):
    most = f":::{{container}} slide\n> {LONG * 60}\n:::\n\n"
    lesson = (
        f"## Full\n\n{most}## Bare\n\n:::{{container}} slide\n&nbsp;\n:::\n\n## Fine\n\nIt hums.\n"
    )
    decks(site, lesson)
    told = re.findall(r"hive.md:(\d+): WARNING: the slide '(\w+)' (\w+)", site.warnings)
    assert [(title, verb) for _line, title, verb in told] == [("Full", "holds"), ("Bare", "shows")]
    assert [int(line) for line, *_rest in told] == sorted(int(line) for line, *_rest in told) != [1]
    decks(site, lesson, "es")
    assert "lesson.slide" not in site.warnings, "slides are the same in every language"


def test_figures_tables_and_long_lists_have_slides_of_their_own(site):
    steps = "".join(f"{number}. {LONG * 2}\n" for number in range(1, 13))
    rows = "".join(f"| {LONG} | {LONG} |\n" for _row in range(9))
    lesson = (
        f"## Inside\n\nIt hums.\n\n{FIGURE}\n{FIGURE}\n:::{{instructor-note}}\nAlong it.\n:::\n\n- One.\n\n"
        f"{TABLE}\n## Steps\n\n{steps}\n## Signs\n\n| A | B |\n| --- | --- |\n{rows}"
    )
    found = decks(site, lesson)
    inside = [slide for slide in found if title(slide).startswith("Inside")]
    kinds = [[box.tag for box in shown(slide)][1:] for slide in inside]
    assert kinds == [["figure"], ["div"], ["table"]]
    assert [box.tag for box in inside[1].find_class("tandem-columns")[0]] == ["figure", "ul"]
    assert not inside[0].find_class("tandem-columns")
    assert said(inside[0]).endswith("It hums.") and "Along it." in said(inside[1])
    assert [title(slide) for slide in inside] == [f"Inside {part} / 3" for part in (1, 2, 3)]
    lists = [slide.find(".//ol") for slide in found if title(slide).startswith("Steps")]
    assert len(lists) > 1
    begins = [int(each.get("start", 1)) for each in lists]
    assert begins == [1 + sum(len(each) for each in lists[:at]) for at in range(len(lists))]
    tables = [slide.find(".//table") for slide in found if title(slide).startswith("Signs")]
    assert len(tables) > 1 and all(text_of(table.find("thead")) == "A B" for table in tables)
    assert sum(len(table.find("tbody")) for table in tables) == 9


def test_a_long_exercise_goes_on_with_what_announces_a_list_beside_it(site):
    text = "\n\n".join([LONG * 6] * 2)
    items = "".join(f"{number}. {LONG}\n" for number in range(1, 6))
    lesson = (
        f"::::{{exercise}} Look\n:minutes: 5\n{text}\n\nMark these:\n\n{items}\n"
        ":::{instructor-note}\nOnly for you.\n:::\n\n:::{solution}\nDone.\n:::\n::::\n"
    )
    found = [slide for slide in decks(site, lesson) if title(slide).startswith("Exercise")]
    assert [title(slide).split(") ")[1] for slide in found] == ["1 / 2", "2 / 2"]
    assert text_of(shown(found[1])[1]) == "Mark these:" and shown(found[1])[2].tag == "ol"
    assert shown(found[1]).find("details").get("open") is None
    assert "Only for you." in said(found[1])


def test_no_note_within_a_box_is_shown_to_the_class(site):
    lesson = (
        "## Care\n\n::::{tip}\nBe calm.\n\n:::{instructor-note}\nOnly for you.\n:::\n::::\n\n"
        ":::::{exercise} Outer\n:minutes: 9\n::::{exercise} Inner\n:minutes: 4\nPaint.\n\n"
        ":::{instructor-note}\nFor you, too.\n:::\n::::\n:::::\n"
    )
    found = decks(site, lesson)
    seen = " ".join(text_of(shown(slide)) for slide in found)
    heard = " ".join(map(said, found))
    assert "you" not in seen and "Only for you." in heard and "For you, too." in heard


def test_a_figure_can_be_chosen_and_left_out(site):
    ways = [(option, kind) for option in ("class", "figclass") for kind in ("slide", "no-slide")]
    figures = [FIGURE.replace(":alt:", f":{option}: {kind}\n:alt:") for option, kind in ways]
    found = decks(site, "\n".join(f"## Inside\n\n- A list.\n\n{figure}" for figure in figures))
    for way, slide in zip(ways, found[-4:], strict=True):
        assert (slide.find(".//figure") is not None) == (way[1] == "slide"), way
        assert (slide.find(".//ul") is not None) == (way[1] == "no-slide"), way


def test_a_linked_figure_an_image_and_code_with_a_caption_can_be_chosen(site):
    lesson = (
        "## One\n\n- A list.\n\n"
        + FIGURE.replace(":alt:", ":target: https://example.org\n:class: slide\n:alt:")
        + "\n## Two\n\n- A list.\n\n```{image} pic.png\n:class: slide\n:alt: A hive\n```\n"
        "\n## Three\n\n- A list.\n\n"
        "```{code-block} sh\n:caption: Begin\n:class: slide\nls\n```\n\n## Four\n\n![A hive](pic.png)\n"
    )
    found = decks(site, lesson)[-4:]
    assert titles(found) == ["One", "Two", "Three", "Four"]
    assert not any(slide.find(".//ul") is not None for slide in found)
    assert all(slide.find(".//img") is not None for slide in (found[0], found[1], found[3]))
    assert "Begin" in text_of(shown(found[2])) and "ls" in text_of(shown(found[2]))


FORMULAS = """\
## Sums

So $a_1 + b$ and $\\foo{<c>}$ are sums.

$$
\\frac{1}{n} \\sum_i x_i
$$ (mean)

```{math}
a &= b \\\\
c &= d
```

::::{exercise} Reckon
:minutes: 5
See {eq}`mean`, and $\\sqrt{2}$.
::::
"""


def test_formulas_need_no_script_on_slides_and_sheets(site):
    decks(site, FORMULAS)
    folder = site.folder.parent / "out-html-en"
    for page in ("instructor/hive/slides", "handouts/hive/lesson"):
        path = folder / f"{page}.html"
        found = html.parse(str(path)).getroot()
        assert "MathJax" not in path.read_text("utf-8") and "\\frac" not in text_of(found)
        assert found.xpath("//math//msub") and found.xpath("//math//msqrt"), page
        assert [text_of(code) for code in found.find_class("tandem-tex")] == ["\\foo{<c>}"]
        (equation,) = found.xpath("//div[contains(@class, 'tandem-formula') and .//mfrac]")
        assert equation.get("id", "").endswith("equation-mean")
        assert [text_of(number) for number in equation.find_class("eqno")] == ["(1)"]
        assert found.xpath("//mtable//mtr[2]")
        assert [link for link in found.xpath("//a/@href") if link.endswith("equation-mean")]
    learners = html.parse(str(folder / "hive.html")).getroot()
    assert not learners.xpath("//math"), "the lesson itself is as Sphinx writes it"


@pytest.mark.parametrize("base", ["", "https://example.org/farm/"])
def test_a_deck_ends_with_the_address_of_the_lesson_and_the_next_one(site, base):
    site.append("conf.py", f"html_baseurl = {base!r}\n")
    site.write("index.md", "# Farm\n\n```{toctree}\nhive\nqueen\n```\n")
    site.write("hive.md", HEAD)
    site.write("queen.md", HEAD.replace("# Hive", "# Queen"))
    site.catalog("queen", {"Queen": "Reina"})
    out = site.sphinx("es")
    ends = {}
    for name in ("hive", "queen"):
        deck = html.parse(str(out / f"instructor/{name}/slides.html")).getroot()
        (ends[name],) = deck.find_class("tandem-slide-end")
        assert deck.find_class("tandem-slide")[-1] is ends[name]
    assert title(ends["hive"]) == "Gracias" and "Thank you" not in text_of(ends["hive"])
    assert "Siguiente lección Reina" in text_of(ends["hive"])
    assert "Siguiente" not in text_of(ends["queen"]), "it is the last one"
    assert ends["hive"].xpath(".//a/@href") == ["../../hive.html", "../queen/slides.html"]
    assert ("example.org/farm/es/hive.html" in text_of(ends["hive"])) == bool(base)
    assert (ends["hive"].find(".//svg") is not None) == bool(base), "a code of nothing is no use"
