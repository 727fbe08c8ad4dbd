"""The boxes of a task list have names, in every language."""

from __future__ import annotations

from .conftest import PAGES, BuildSite, Built

CATALOG = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "feed the **fish**"
msgstr "alimentar a los **peces**"
"""


def test_a_box_is_labelled_by_its_text(reef: Built) -> None:
    items = reef.soup("docs/page.html").select("li.task-list-item")
    assert [" ".join(item.p.label.text.split()) for item in items] == [
        "feed the fish",
        "count them",
    ]
    boxes = [item.label.input for item in items]
    assert [box.has_attr("checked") for box in boxes] == [False, True]


def test_a_translated_item_keeps_its_box(build_site: BuildSite) -> None:
    pages = {**PAGES, "locales/es/LC_MESSAGES/docs/page.po": CATALOG}
    site = build_site('html_theme = "basic"\n', pages)
    first = site.soup("docs/page.html", "es").select_one("li.task-list-item label")
    assert " ".join(first.text.split()) == "alimentar a los peces"
    assert first.strong.text == "peces"
    assert len(first.select("input[type=checkbox]")) == 1
