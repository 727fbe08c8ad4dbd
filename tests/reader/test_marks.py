"""English words of the interface are marked wherever they stand, and nothing beside them is."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from sphinx_tandem.translate import marks
from sphinx_tandem.translate.interface import EnglishWords

EN = marks.english


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{EN('Hint')}</p>", '<p><span lang="en">Hint</span></p>'),
        # the name that a sentence holds has a language of its own
        (
            f"<p>{EN('Posts by ' + marks.wrap('Ana'))}</p>",
            '<p><span lang="en">Posts by <span lang="de">Ana</span></span></p>',
        ),
        # an attribute: the element is English, what it holds is not
        (
            f'<nav aria-label="{EN("More")}"> <ul><li><b>Uj</b></ul> ñawpa</nav><p>q</p>',
            '<nav aria-label="More" lang="en"> <ul lang="qu"><li><b>Uj</b></ul>'
            '<span lang="qu"> ñawpa</span></nav><p>q</p>',
        ),
        (
            f'<a title="{EN("Link")}" href="#a"><b>1</b></a>',
            '<a title="Link" href="#a" lang="en"><b lang="qu">1</b></a>',
        ),
        (
            f'<a title="{EN("Link")}">{EN("Next")}</a> p',
            '<a title="Link" lang="en"><span lang="en">Next</span></a> p',
        ),
        # an element within that is English again
        (
            f'<form title="{EN("A")}"><div title="{EN("B")}"><p>x<p>y</div><i>z</i></form>',
            '<form title="A" lang="en"><div title="B" lang="en"><p lang="qu">x<p lang="qu">y</div>'
            '<i lang="qu">z</i></form>',
        ),
        # nothing within; a language of its own stays
        (f'<input title="{EN("A")}"/><i>q</i>', '<input title="A" lang="en"/><i>q</i>'),
        (f'<a lang="es" title="{EN("A")}">sí</a>', '<a lang="es" title="A">sí</a>'),
        (
            f'<nav title="{EN("A")}"><textarea>q</textarea><b lang="es">sí</b></nav>q',
            '<nav title="A" lang="en"><textarea lang="qu">q</textarea><b lang="es">sí</b></nav>q',
        ),
        # what a script reads
        (
            f'<div data-hint="{EN("A")}" data-n="1">q</div>',
            '<div data-hint="A" data-hint-lang="en" data-n="1">q</div>',
        ),
        # where no element can stand
        (f"<title>{EN('Search')}</title>", "<title>Search</title>"),
        (f"<script>say('{EN('Search')}')</script>", "<script>say('Search')</script>"),
    ],
)
def test_english_is_marked_and_nothing_else(html: str, expected: str) -> None:
    assert marks.to_html(html, "de", "qu") == expected


def test_a_page_from_right_to_left_turns_the_direction_of_english_text_alone() -> None:
    html = f'<nav title="{EN("Menu")}"><p>{EN("Hint")}</p></nav>'
    shown = marks.to_html(html, "en", "ar")
    assert shown == (
        '<nav title="Menu" lang="en"><p lang="ar"><span lang="en" dir="ltr">Hint</span></p></nav>'
    )


def test_texts_without_words_are_in_no_language() -> None:
    words = EnglishWords(lambda _words: True)
    for text in ("%s: %s", "%(label)s:", "&#169; %(copyright)s.", "%b %d, %Y", "<br>", "…"):
        assert words.gettext(text) == text
    assert words.gettext("%s page") == EN("%s page")
    assert words.ngettext("one", "many", 2) == EN("many")
    assert EnglishWords(lambda _words: False).gettext("page") == "page"


def test_catalogs_that_come_later_are_asked_before_english_answers() -> None:
    words = EnglishWords(lambda _words: True)
    words.add_fallback(Fixed({"a": "uno"}))
    words.add_fallback(Fixed({"a": "other", "b": "dos", "c": "c"}))
    assert [words.gettext(text) for text in "abcd"] == ["uno", "dos", "c", EN("d")]
    # a process that builds twice puts new words before those of the first build
    again = EnglishWords(lambda _words: True)
    again.add_fallback(words)
    again.add_fallback(Fixed({"d": "cuatro"}))
    assert [again.gettext(text) for text in "ade"] == ["uno", "cuatro", EN("e")]


class Fixed(NullTranslations):
    """A catalog that holds just these words."""

    def __init__(self, held: dict[str, str]) -> None:
        super().__init__()
        self._held = held

    def gettext(self, message: str) -> str:
        return self._held.get(message) or super().gettext(message)
