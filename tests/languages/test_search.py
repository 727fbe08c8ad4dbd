"""Words are found in languages that write no spaces between them, and by their stems in others."""

from __future__ import annotations

import pytest

from harness.reading import search_words
from harness.sites import TinySite, new_site
from sphinx_tandem.pages.search_index import Words, fold
from sphinx_tandem.site.languages import read

# A word in the middle of a sentence.
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
    site = new_site(
        tmp_path_factory.mktemp("search"),
        {"index.md": "# Home\n\nHubs 2024: we learn.\n"},
        languages={"en": "English", **{code: code for code in SENTENCES}},
        conf='exclude_patterns = ["locales"]',
    )
    for code, (sentence, _word) in SENTENCES.items():
        site.catalog("index", {"Hubs 2024: we learn.": f"Hubs {sentence}"}, code)
    site.build("--strict")
    return site


@pytest.mark.parametrize("code", SENTENCES)
def test_every_pair_of_letters_of_a_word_is_in_the_index(published: TinySite, code: str) -> None:
    sentence, word = SENTENCES[code]
    word = fold(word)
    known = search_words(published.output / code)
    assert {word[place : place + 2] for place in range(len(word) - 1)} <= known
    assert fold(sentence) not in known
    assert "hubs" in known


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("数据", ["数据", "据"]),
        ("海", ["海"]),
        ("用Python学习。", ["用", "Python", "学习", "习"]),
        ("ที่\u200bท่า", ["ที", "ี่", "่ท", "ท่", "่า", "า"]),
        ("データ・科学", ["デー", "ータ", "タ", "科学", "学"]),
        ("Good morning 2024", ["Good", "morning", "2024"]),
        ("\U00020000\U00020001", ["\U00020000\U00020001", "\U00020001"]),
        ("", []),
    ],
)
def test_a_text_without_spaces_is_cut_into_pairs_of_letters(text: str, parts: list[str]) -> None:
    assert [word for word, is_part in Words(read("th")).split(text) if not is_part] == parts


@pytest.mark.parametrize(
    ("text", "words", "parts"),
    [
        ("JupyterHub", ["JupyterHub"], ["Jupyter", "Hub"]),
        ("tandem_languages", ["tandem_languages"], ["tandem", "languages"]),
        ("two-step e-mail", ["two", "step", "e", "mail"], ["twostep", "email"]),
        ("हिन्दी में", ["हिन्दी", "में"], []),
        ("re\u00adsearch", ["research"], []),
        ("x" * 200_000, ["x" * 100], []),
    ],
)
def test_a_word_is_found_by_its_parts(text: str, words: list[str], parts: list[str]) -> None:
    found = list(Words(read("en")).split(text))
    assert [word for word, is_part in found if not is_part] == words
    assert [word for word, is_part in found if is_part] == parts


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("en", "hubs", "hub"),
        ("es", "contraseñas", "contraseña"),
        ("es_419", "enseñar", "enseñan"),
        ("nb", "havnene", "havner"),
        ("zh_CN", "hubs", "hub"),
    ],
)
def test_forms_of_a_word_have_one_stem(code: str, one: str, other: str) -> None:
    words = Words(read(code))
    assert words.stem(one) == words.stem(other)
