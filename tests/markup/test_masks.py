"""What is prose in a message and what is markup, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_tandem.text import Syntax, count_words, has_words, masked, prose
from sphinx_tandem.text.masking import MASK

MYST = {
    "See {doc}`the guide <x>` and {ref}`x`.": "See the guide and .",
    "A `` `x` `` or ``a`b``": "A or",
    '![alt *x*](a.png "ttl") [l [in] k](http://a.b/c_(d)) e': "alt x ttl l [in] k e",
    "[t][ref] [^n] {{ x }} <b>bold</b> &nbsp; $x^2$ costs $5 and $10": "t bold costs $5 and $10",
    "snake_case *em* __strong__ **b**d 5 * 3": "snake_case em strong bd 5 * 3",
    r"\*not emphasis\* and [un\]closed](u)": "*not emphasis* and un]closed",
    "At https://a.org/x_y. or www.a.b, me@x.org": "At . or ,",
    "Hi %s %(n)s {name}: 50% of 100%d": "Hi : 50% of 100%d",
    "[span]{.cls #id} `c`{.py} ~~old~~": "span old",
    "{abbr}`HTML (Hyper)` {kbd}`x` {guilabel}`Save`": "HTML (Hyper) Save",
    "<!-- no --> yes<br>no": "yes no",
    "(x)=": "",
    "{term}`hub`": "",
}
RST = {
    "A :ref:`link <top>`, ``code``, `web <https://ok.org>`_ too": "A link , , web too",
    "named_, |sub|, `Title`_ and [1]_ [Cit]_ *em* **b** ok::": ", , and em b ok",
    r":func:`x` a\ b `y`:sup: _`target` snake_case_x": "ab y snake_case_x",
}
WORDS = {
    "Hi <b>%s</b> {n} at https://a.org &nbsp; me@x.org": "Hi at",
    "Found ${count} pages in %(name)s, 50% of *all*": "Found pages in , 50% of *all*",
}
CASES = [
    *((Syntax.MYST, *case) for case in MYST.items()),
    *((Syntax.RST, *case) for case in RST.items()),
    *((Syntax.WORDS, *case) for case in WORDS.items()),
]


@pytest.mark.parametrize(("syntax", "text", "read"), CASES)
def test_only_what_a_reader_reads_is_left(syntax: Syntax, text: str, read: str) -> None:
    assert prose(text, syntax) == read
    hidden = masked(text, syntax)
    assert all(ours in (MASK, theirs) for ours, theirs in zip(hidden, text, strict=True))


@given(st.text(alphabet="ab {}[]()<>`*_:.|$\\^\n!#\"'%&@/-h", max_size=60), st.sampled_from(Syntax))
def test_every_position_stays_where_it_is(text: str, syntax: Syntax) -> None:
    hidden = masked(text, syntax)
    assert len(hidden) == len(text)
    assert all(ours in (MASK, theirs) for ours, theirs in zip(hidden, text, strict=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Run `tandem build` 2 times.", 2),
        ("un**believ**able", 1),
        ("Read the [guide](a.md), please.", 4),
        ("`code`", 0),
        ("<https://a.org>", 0),
        ("{ref}`top`", 0),
        ("{{ version }}", 0),
        ("3,5 – 4 %", 0),
        ("", 0),
    ],
)
def test_words_to_translate_are_counted_and_marks_are_not(text: str, words: int) -> None:
    assert count_words(text, Syntax.MYST) == words
    assert has_words(text, Syntax.MYST) == bool(words)
