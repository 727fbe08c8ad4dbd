"""Words are found in languages that write no spaces between them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from harness.sites import TinySite, new_site
from sphinx_tandem.pages.search import SearchLetters

# A word in the middle of a sentence, and one that is nowhere.
SENTENCES = {
    "zh_CN": ("我们在港口学习数据科学。", "数据科学"),
    "zh_Hant": ("我們在港口學習資料科學。", "資料"),
    "ja": ("港でデータサイエンスを学びます。", "データ"),
    "th": ("เราเรียนรู้วิทยาศาสตร์ข้อมูลที่ท่าเรือ", "ข้อมูล"),
    "km": ("យើងរៀនវិទ្យាសាស្ត្រទិន្នន័យ", "ទិន្នន័យ"),
    "lo": ("ພວກເຮົາຮຽນຮູ້ຂໍ້ມູນ", "ຂໍ້ມູນ"),
    "my": ("ကျွန်ုပ်တို့သည်ဒေတာလေ့လာသည်", "ဒေတာ"),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """A site with one sentence in each of these languages."""
    languages = {"en": "English", **{code: code for code in SENTENCES}, "nb": "Norsk"}
    site = new_site(
        tmp_path_factory.mktemp("search"),
        {"index.md": "# Home\n\nHubs 2024: we learn.\n"},
        languages=languages,
        conf='exclude_patterns = ["locales"]',
    )
    for code, (sentence, _word) in SENTENCES.items():
        site.catalog("index", {"Hubs 2024: we learn.": f"Hubs {sentence}"}, code)
    site.build("--strict")
    return site


def terms(site: TinySite, code: str) -> Mapping[str, object]:
    text = site.page(f"{code}/searchindex.js")
    found: Mapping[str, object] = json.loads(text[len("Search.setIndex(") : -1])["terms"]
    return found


@pytest.mark.parametrize("code", SENTENCES)
def test_every_pair_of_letters_of_a_word_is_in_the_index(published: TinySite, code: str) -> None:
    sentence, word = SENTENCES[code]
    pairs = {word[place : place + 2] for place in range(len(word) - 1)}
    known = terms(published, code)
    assert pairs <= set(known)
    assert word[0] in known
    assert sentence not in known
    assert "hub" in known  # English words have their stems


@pytest.mark.parametrize("code", SENTENCES)
def test_the_script_of_the_search_page_is_whole(published: TinySite, code: str) -> None:
    script = published.page(f"{code}/_static/language_data.js")
    assert "ChineseStemmer" not in script
    assert "EnglishStemmer" in script
    assert "splitQuery" in script


def test_other_languages_keep_the_search_that_sphinx_has_for_them(published: TinySite) -> None:
    assert "splitQuery" not in published.page("_static/language_data.js")
    assert "NorwegianStemmer" in published.page("nb/_static/language_data.js")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("数据", ["数", "据", "数据"]),
        ("海", ["海"]),
        ("用Python学习。", ["用", "Python", "学", "习", "学习"]),
        ("ที่\u200bท่า", ["ท", "ี", "่", "ท", "่", "า", "ที", "ี่", "่ท", "ท่", "่า"]),
        ("データ・科学", ["デ", "ー", "タ", "デー", "ータ", "科", "学", "科学"]),
        ("Good morning 2024", ["Good", "morning", "2024"]),
        ("\U00020000\U00020001", ["\U00020000", "\U00020001", "\U00020000\U00020001"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_letters_pairs_and_words(text: str, parts: list[str]) -> None:
    assert SearchLetters({}).split(text) == parts


def test_a_site_that_names_a_dictionary_keeps_the_search_of_sphinx(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = new_site(
        tmp_path_factory.mktemp("dictionary"),
        {"index.md": "# Home\n"},
        languages={"en": "English", "ja": "日本語"},
        conf='html_search_options = {"type": "sphinx.search.ja.DefaultSplitter"}\n',
    )
    site.build()
    assert "splitQuery" not in site.page("ja/_static/language_data.js")
