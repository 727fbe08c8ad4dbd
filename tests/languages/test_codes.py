"""Any language can be written, whatever its code looks like and whoever knows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sites import TinySite, new_site
from languages.pages import page_of, text_of
from sphinx_tandem.site import code_problem
from sphinx_tandem.site.languages import catalog_folders, read

# The code that a site writes, and the tag that readers' programs understand.
TAGS = {
    "es_LA": "es-419",
    "pt-PT": "pt-PT",
    "zh_Hans": "zh-Hans",
    "sr@latin": "sr-Latn",
    **{code: code for code in "ay nah yua fon kri".split()},
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site in all of them, each with one translated message."""
    languages = {"en": "English", **{code: f"Name of {code}" for code in TAGS}}
    site = new_site(
        tmp_path_factory.mktemp("codes"),
        {"index.md": "# Home\n\nGood morning.\n"},
        languages=languages,
        conf='html_last_updated_fmt = "%B %Y"\nexclude_patterns = ["locales"]\n',
    )
    for code in TAGS:
        site.catalog("index", {"Good morning.": f"Words in {code}."}, code)
    site.warnings = site.build("--strict").stderr
    return site


def test_every_well_formed_code_builds_without_a_finding(published: TinySite) -> None:
    assert "Babel" not in published.warnings
    for code in TAGS:
        page = page_of(published, f"{code}/index.html")
        assert f"Words in {code}." in text_of(page)
        assert "Good morning." not in text_of(page)


def test_each_page_says_its_language_as_bcp_47_has_it(published: TinySite) -> None:
    for code, tag in TAGS.items():
        page = page_of(published, f"{code}/index.html")
        assert page.html["lang"] == tag
        (current,) = page.select(".tandem-languages a[aria-current]")
        assert (current.get("lang"), current.get("hreflang")) == (tag, tag)


def test_dates_fall_back_to_the_nearest_language_that_is_known(published: TinySite) -> None:
    pages = {code: page_of(published, f"{code}/index.html") for code in TAGS}
    months = {code: text_of(page.select_one(".footer")) for code, page in pages.items()}
    english = (
        "January February March April May June July August September October November December"
    )
    assert any(month in months["ay"] for month in english.split())
    for code in ("es_LA", "sr@latin", "pt-PT"):
        assert not any(month in months[code] for month in english.split()), code


def test_open_graph_is_told_a_language_and_the_territory_that_its_code_names(
    published: TinySite,
) -> None:
    def locale(code: str) -> str:
        page = page_of(published, f"{code}/index.html")
        return str(page.select_one("meta[property='og:locale']")["content"])

    assert [locale(code) for code in ("es_LA", "ay", "pt-PT", "nah")] == [
        "es_LA",
        "ay",
        "pt_PT",
        "nah",
    ]


def test_languages_that_few_programs_know_have_codes() -> None:
    codes = "es_LA pt_BR zh_Hans ay nah yua fon kg kri kmb umb tum loz qu gn ht sr@latin".split()
    assert {code: code_problem(code) for code in codes} == dict.fromkeys(codes, "")


@pytest.mark.parametrize("code", ["", "e", "english", "Español", "../es", "es/MX", "es MX", "es_"])
def test_what_is_no_code_is_refused_with_an_example(code: str) -> None:
    assert repr(code) in code_problem(code)
    assert "'pt_BR'" in code_problem(code)


@pytest.mark.parametrize(
    ("code", "folders"),
    [
        ("es_AR", "es_AR es-AR es_419 es-419 es_LA es"),
        ("es_LA", "es_LA es_419 es-419 es"),
        ("pt_AO", "pt_AO pt-AO pt_PT pt-PT pt"),
        ("pt-BR", "pt-BR pt_BR pt"),
        ("zh_TW", "zh_TW zh-TW zh_Hant zh-Hant zh"),
        ("zh", "zh zh_CN"),
        ("zh_Hans", "zh_Hans zh-Hans zh_CN zh"),
        ("sr_Latn", "sr_Latn sr-Latn sr@latin sr"),
        ("ca@valencia", "ca@valencia ca_valencia ca-valencia ca"),
        ("fon", "fon"),
    ],
)
def test_words_are_looked_for_in_the_nearest_folder_first(code: str, folders: str) -> None:
    assert [name for name, _tag in catalog_folders(code)] == folders.split()


def test_each_language_has_the_facts_that_it_is_written_with() -> None:
    facts = {
        code: (read(code).likely.script, read(code).direction, read(code).has_spaces)
        for code in ("es", "ar", "fa", "he", "ur", "pa_Arab", "pa", "ff_Adlm", "zh_TW", "th", "ko")
    }
    assert facts == {
        "es": ("Latn", "ltr", True),
        "ar": ("Arab", "rtl", True),
        "fa": ("Arab", "rtl", True),
        "he": ("Hebr", "rtl", True),
        "ur": ("Arab", "rtl", True),
        "pa_Arab": ("Arab", "rtl", True),
        "pa": ("Guru", "ltr", True),
        "ff_Adlm": ("Adlm", "rtl", True),
        "zh_TW": ("Hant", "ltr", False),
        "th": ("Thai", "ltr", False),
        "ko": ("Kore", "ltr", True),
    }
    assert "nplurals=6" in read("ar").plural_forms
    assert read("es_LA").plural_forms == read("fon").plural_forms
    # Whatever the version of Babel says of whole millions.
    forms = {code: read(code).plural_forms for code in ("es", "fr", "it", "ca", "pt_BR", "pt_PT")}
    assert all(form.startswith("nplurals=2;") for form in forms.values()), forms
    assert "n > 1" in forms["fr"] and "n != 1" in forms["es"]


def test_a_new_catalog_of_any_language_has_a_rule_for_plurals(tmp_path: Path) -> None:
    languages = {"en": "English", "es_LA": "Español", "zh_Hans": "中文", "ay": "Aymar"}
    site = new_site(tmp_path, languages=languages, conf='exclude_patterns = ["locales"]')
    assert site.tandem("update").returncode == 0
    for code, rule in (("es_LA", "nplurals=2"), ("zh_Hans", "nplurals=1"), ("ay", "nplurals=2")):
        text = (site.folder / f"locales/{code}/LC_MESSAGES/index.po").read_text("utf-8")
        assert f"Language: {code}\\n" in text
        assert rule in text


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("es_LA", "nutria Ñandú Óscar zorro"),
        ("en", "nutria oscar Öst zebra"),
        ("sv", "nutria zebra Åsa älg Öst"),
        ("nb", "orm zebra Ærlig øst Åsa"),
        ("pl", "lis Łoś mewa źrebię"),
    ],
)
def test_names_are_sorted_as_the_language_sorts_them(code: str, names: str) -> None:
    names_found = [names.split(), sorted(names.split())]
    for found in names_found:
        found.sort(key=read(code).sort_key)
        assert found == names.split()
