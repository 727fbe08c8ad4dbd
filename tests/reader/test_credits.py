"""Those who translated and reviewed a page are named on it, and their addresses are not."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from harness.sites import MakeSite
from sphinx_tandem.catalogs.model import Entry
from sphinx_tandem.translators.improve import Credits, credits_of

GETTEXT = """\
# Spanish translations for Reef.
# Copyright (C) 2024 Reef, Inc. <legal@reef.org>
# This file is distributed under the same license as the Reef package.
# FIRST AUTHOR <EMAIL@ADDRESS>, YEAR.
# Ana Pérez <ana@reef.org>, 2022, 2023-2024.
# Luis de la Cruz, 2024.
#
"""
TRANSIFEX = """\
# Translators:
# Translators:
# Ana Pérez <ana@reef.org>, 2016-2017
# Zoé (zoe@reef.org)
#
# Reviewers:
# - Rita <rita@reef.org>, 2020
# someone@reef.org
#
"""
FIELDS = """\
Last-Translator: ana pérez <other@reef.org>
X-Translators: Bo; Chris <c@reef.org>
X-Reviewer: Dana, Eva & Sons
"""
ANA = "Ana Pérez"


def header(comments: str, fields: str = "") -> Entry:
    lines = tuple(line.removeprefix("#").strip() for line in comments.splitlines())
    return Entry("", fields, comments=lines)


@pytest.mark.parametrize(
    ("comments", "fields", "expected"),
    [
        (GETTEXT, "", Credits((ANA, "Luis de la Cruz"))),
        (TRANSIFEX, "", Credits((ANA, "Zoé"), ("Rita",))),
        (GETTEXT, FIELDS, Credits((ANA, "Luis de la Cruz", "Bo", "Chris"), ("Dana", "Eva & Sons"))),
        ("", "Last-Translator: Ana Pérez <a@reef.org>, 2020\n", Credits((ANA,))),
        ("# Reviewed by: Eva, Tom\n", "", Credits((), ("Eva", "Tom"))),
    ],
    ids=["gettext", "transifex", "fields", "last translator", "one line"],
)
def test_people_are_found_in_every_custom(comments: str, fields: str, expected: Credits) -> None:
    assert credits_of(header(comments, fields)) == expected


@pytest.mark.parametrize(
    "field",
    [
        "FULL NAME <EMAIL@ADDRESS>",
        "Automatically generated",
        "Anonymous <noreply@weblate.org>",
        "Hosted Weblate <hosted@weblate.org>",
        "ana@reef.org",
        "",
    ],
)
def test_nobody_is_named_who_is_none(field: str) -> None:
    comments = "# The words of this site: tú, no regional words.\n# Written in March, 2024.\n"
    assert credits_of(header(comments, f"Last-Translator: {field}\n")) == Credits()


def test_a_page_names_its_people_in_one_quiet_line(make_site: MakeSite) -> None:
    site = make_site()
    path = site.folder / "locales/es/LC_MESSAGES/about.po"
    text = path.read_text("utf-8")
    hostile = (
        '# <b onclick="x()">Eva</b> <eva@reef.org>, 2024.\n# Ivo\u202eli <i@reef.org>, 2024.\n'
    )
    more = '"X-Reviewers: Rita <rita@reef.org>\\n"\n'
    path.write_text(GETTEXT + hostile + text.replace('"Language:', f'{more}"Language:'), "utf-8")
    site.build()
    html = site.page("es/about.html")
    page = BeautifulSoup(html, "html.parser")
    (line,) = page.select(".tandem-credits")
    assert line.text == ("Traducción: Ana Pérez, Luis de la Cruz, Eva y Ivoli; revisión: Rita.")
    assert not line.find(True)
    assert "@" not in html
    assert "onclick" not in html
    assert "tandem-credits" not in site.page("es/index.html") + site.page("about.html")
