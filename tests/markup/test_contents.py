"""What a message holds is the same whatever it is written in, and whoever asks."""

from __future__ import annotations

from docutils import nodes
from markdown_it.renderer import RendererHTML

from sphinx_tandem.text.contents import Role
from sphinx_tandem.text.html import pieces
from sphinx_tandem.text.parse import MarkdownReader, read_markup, read_nodes, read_rst, read_words
from sphinx_tandem.upstream.parsers import MdParserConfig, create_md_parser


def test_the_readers_of_both_syntaxes_agree() -> None:
    myst = MarkdownReader(MdParserConfig(enable_extensions={"dollarmath"})).read(
        "See [x](https://a.org), {ref}`the hub <hub>`, *em* **b** `c` {math}`x^2` and www.b.org %s"
    )
    rst = read_rst(
        "See `x <https://a.org>`_, :ref:`the hub <hub>`, *em* **b** ``c`` :math:`x^2` and www.b.org %s"
    )
    names = ("links", "roles", "emphasis", "code", "formulas", "placeholders", "emphasised")
    for name in names:
        assert getattr(myst, name) == getattr(rst, name), name
    assert myst.links == {"https://a.org": 1, "www.b.org": 1}
    (role,) = myst.roles
    assert role.target == "hub"


def test_markup_alone_leaves_out_what_stands_in_the_text() -> None:
    parser = create_md_parser(MdParserConfig(), RendererHTML)
    (inline,) = parser.parseInline("[x](a.md) https://b.org {name} <b>c</b>", {})
    held = read_markup(inline.children or [])
    assert held.links == {"a.md": 1}
    assert not held.placeholders
    assert [tag.name for tag in held.tags] == ["b", "b"]


def test_nodes_are_read_however_deep_they_stand() -> None:
    image = nodes.image(uri="a.png", original_uri="b.png", alt="")
    formula, raw = nodes.math("", r"\href{x}{y}"), nodes.raw("", "<b>", format="html")
    link = nodes.reference("", "", image, refuri="https://a.org/")
    held = read_nodes([nodes.paragraph("", "", link, formula, nodes.emphasis("", "", raw))])
    assert set(held.images) == set(held.silent_images) == {"a.png", "b.png"}
    assert (held.schemes, held.macros) == ({"https"}, {r"\href{x}"})
    assert held.comments == {"<b>": 1}


def test_a_role_is_asked_for_by_its_name() -> None:
    held = MarkdownReader().read(r"{ref}`a` {ref}`b <c>` {doc}`d` {math}`\url{e}`")
    assert held.contents_of("ref") == {"a", "b <c>"}
    assert held.contents_of("math") == {r"\url{e}"}
    assert held.contents_of("term") == set()
    assert Role("doc", "d") in held.roles
    assert held.macros == {r"\url{e}"}


def test_plain_words_hold_html_that_browsers_know_and_nothing_else() -> None:
    held = read_words("Press <kbd>x</kbd> for <command> <!-- no --> %(n)d")
    assert [tag.name for tag in held.tags] == ["kbd", "kbd"]
    assert held.comments == {"<!-- no -->": 1}
    assert held.placeholders == {"%(n)d": 1}
    assert "<command>" in held.text


def test_a_page_comes_in_pieces_and_a_script_is_one() -> None:
    html = """a <B title="x > y">b</b><script>if (a<b) "</i>"</script> <pre>c<i>d</i></pre>"""
    found = list(pieces(html, {"script", "pre"}))
    assert [(text, name, closed) for text, _tag, name, closed in found] == [
        ("a ", "b", False),
        ("b", "/b", False),
        ("", "script", False),
        ('if (a<b) "</i>"', "/script", True),
        (" ", "pre", False),
        ("c", "i", True),
        ("d", "/i", True),
        ("", "/pre", True),
        ("", "", False),
    ]
    assert "".join(text + tag for text, tag, _name, _closed in found) == html
