"""Search in languages that write no spaces: every two letters that stand together are a word.

Sphinx finds words by the spaces between them, or asks packages that few sites have
(jieba for Chinese, MeCab for Japanese); for Thai, Khmer, Lao and Burmese it has nothing.
Two letters need no dictionary, and find a word wherever it stands.  A page and a question
are cut in the same way: :attr:`SearchLetters.js_splitter_code` says in JavaScript what
:meth:`SearchLetters.split` says in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sphinx.application import Sphinx
from sphinx.config import Config

from ..site.languages import read
from ..upstream.sphinx import SEARCH_LANGUAGES, SearchEnglish

# The letters, vowels and tones of Thai, Lao, Burmese, Khmer, Chinese and Japanese, as both
# Python and JavaScript write them; punctuation and digits are not among them.
_LETTERS = "".join(
    (
        r"\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf",
        r"\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f\u1780-\u17d3",
        r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff",
        r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f",
    )
)
_LETTER = rf"[{_LETTERS}\U00020000-\U0003ffff]"
_PARTS = re.compile(rf"({_LETTER}+)|(?:(?!{_LETTER})\w)+")
# What may stand between two letters of one word, and is not seen.
_UNSEEN = "\u200b\u200c\u200d\u2060\u00ad"


class SearchLetters(SearchEnglish):
    """Cuts a text into pairs of letters; words between them are cut as English ones are."""

    js_splitter_code = """
var splitQuery = (query) => {
  const letters = "[LETTERS\\\\u{20000}-\\\\u{3ffff}]";
  const word = `(?:(?!${letters})[\\\\p{Letter}\\\\p{Number}_\\\\p{Emoji_Presentation}])+`;
  const parts = query
    .replace(/[\\u200b\\u200c\\u200d\\u2060\\u00ad]/g, "")
    .match(new RegExp(`(?:${letters})+|${word}`, "gu"));
  return (parts || []).flatMap((part) => {
    const found = Array.from(part);
    if (found.length < 2 || !new RegExp(`^${letters}`, "u").test(part)) return [part];
    return found.slice(1).map((letter, place) => found[place] + letter);
  });
};
""".replace("LETTERS", _LETTERS.replace("\\", "\\\\"))

    def split(self, input: str) -> list[str]:
        """Return the pairs of letters, the letters, and the words of a text."""
        return list(_parts(input.translate(dict.fromkeys(map(ord, _UNSEEN)))))

    def word_filter(self, word: str) -> bool:
        """Say whether a word is worth looking for; the script of the page asks the same."""
        return word not in self.stopwords and re.fullmatch("[0-9]+", word) is None


def _parts(text: str) -> Iterator[str]:
    for found in _PARTS.finditer(text):
        yield from found[1] or (found[0],)
        yield from map("".join, pairwise(found[1] or ""))


def choose_language(app: Sphinx, config: Config) -> None:
    """Let Sphinx search as the language of the build is written, unless the site has chosen."""
    code = config.html_search_language or config.language or "en"
    if not read(code).has_spaces:
        if not config.html_search_options:
            app.add_search_language(type("SearchLetters", (SearchLetters,), {"lang": code}))
        return
    known = (found.language for found in read(code).chain if found.language in SEARCH_LANGUAGES)
    config.html_search_language = next(known, code)
