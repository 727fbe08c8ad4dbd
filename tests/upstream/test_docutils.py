"""What the engine leans on in docutils is still there, and does the same."""

from __future__ import annotations

import sys

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.utils import new_document, unescape

from sphinx_tandem.upstream import parsers as upstream


def test_the_inline_parser_reads_no_block_and_asks_for_every_role() -> None:
    asked: list[tuple[str, str]] = []

    def guarded(interpret: upstream.Interpreter) -> upstream.Interpreter:
        def interpreted(
            raw: str, text: str, role: str, line: int
        ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
            asked.append((role, unescape(text)))
            return interpret(raw, text, role, line) if role == "sup" else ([nodes.Text(raw)], [])

        return interpreted

    settings = get_default_settings(Parser)
    text = ".. raw:: html and *em* :sup:`2` :raw:`x` `y` [1]_ |s|"
    document = new_document("page", settings)
    found = upstream.InlineParser(settings, guarded).parse(text, 1, document)
    assert [type(node).__name__ for node in found if not isinstance(node, nodes.Text)] == [
        "emphasis",
        "superscript",
        "footnote_reference",
        "substitution_reference",
    ]
    assert asked == [("sup", "2"), ("raw", "x"), ("", "y")]
    assert found[0].astext() == ".. raw:: html and "


def test_role_function_finds_a_role_and_reports_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert upstream.role_function("raw") is roles.raw_role
    assert upstream.role_function("no-such-role") is None
    assert capsys.readouterr().err == ""


def test_a_role_is_known_by_what_it_is_made_of() -> None:
    generic = roles.GenericRole("strong", nodes.strong)
    plain = roles.CustomRole("red", roles.generic_custom_role)
    for role in (generic, plain, roles.CustomRole("big", generic), roles.code_role):
        assert upstream.shows_text_only(role)
    custom = roles.CustomRole("html", roles.raw_role, {"format": "html"})
    again = roles.CustomRole("page", custom)
    for role in (roles.raw_role, custom, again, roles.CustomRole("f", len), len, None):
        assert not upstream.shows_text_only(role)
    assert upstream.base_role(again) is roles.raw_role
    assert upstream.base_role(generic) is generic


def test_language_words_are_labels_and_fields() -> None:
    words = upstream.language_words("es")
    assert words.labels["contents"] == "Contenido"
    assert words.bibliographic_fields["resumen"] == "abstract"


def test_a_language_can_be_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    upstream.add_language("tlh", str.upper)
    words = upstream.language_words("tlh")
    assert words.labels["contents"] == "CONTENTS"
    assert words.bibliographic_fields["abstract"] == "abstract"


@pytest.mark.parametrize("code", [r"\foo{a}", "^", "a < b & c", r"\limits", "%", r"\text{$"])
def test_what_docutils_cannot_convert_is_no_mathml(code: str) -> None:
    assert upstream.mathml(code, as_block=False) is None


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("\\begin{align}\na &= b \\\\ c &= d\n\\end{align}", "mtable"),
        ("\\begin{equation*}a = b\\end{equation*}", "mo"),
        ("a = b\n\nc = d", "mtable"),
        ("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "mtable"),
        ("\\text{<script>}", "mtext"),
    ],
)
def test_a_formula_with_lines_of_its_own_becomes_mathml(code: str, tag: str) -> None:
    found = upstream.mathml(code, as_block=True)
    assert found is not None and f"<{tag}" in found and "<script" not in found


def test_marks_may_touch_the_letters_that_are_given() -> None:
    settings = get_default_settings(Parser)
    settings.pep_references = True
    document = new_document("page", settings)

    def names(letters: str) -> list[str]:
        text = "あ*b*あ``c``**あ**``d``あ`d`_あ|e|あ[1]_あPEP 8あhttps://a.orgあf_あ"
        parser = upstream.InlineParser(settings, lambda interpret: interpret, letters)
        found = parser.parse(text, 1, document)
        return [type(node).__name__ for node in found if not isinstance(node, nodes.Text)]

    assert names("") == []
    assert names("あ") == [
        "emphasis",
        *("literal", "strong", "literal"),
        "reference",
        "substitution_reference",
        "footnote_reference",
        "reference",
        "reference",
    ]
    assert names("い") == []


def test_directive_module_names_who_registered_a_directive() -> None:
    class Own(Directive):
        pass

    directives.register_directive("own", Own)
    assert upstream.directive_module("own") == __name__
    assert upstream.registered_directive("own").__module__ == __name__
    assert upstream.registered_directive("no-such-directive") is None
    assert upstream.directive_module("hint").partition(".")[0] in ("", "docutils", "sphinx")
    assert upstream.directive_module("no-such-directive") == ""
