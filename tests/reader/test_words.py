"""The words of the interface are complete and sound in every language that is shipped.

A folder in ``locales`` is all that makes a language; each test runs for every one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from harness.commands import SOURCE
from sphinx_tandem.catalogs.extract import translated_elsewhere
from sphinx_tandem.site import languages, word_codes
from sphinx_tandem.upstream.extensions import COPY_SCRIPT, FIXED_TEXTS, copy_words

PACKAGE = SOURCE / "sphinx_tandem"
LANGUAGES = sorted(folder.name for folder in (PACKAGE / "locales").iterdir())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\$\{\w+\}|&#?\w+;|</?\w[^>]*>(?!>)|<<|>>")
LETTER = re.compile(r"[^\W\d_]")

pytestmark = pytest.mark.parametrize("code", LANGUAGES)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message, one for each form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@cache
def entries(code: str, domain: str) -> dict[str, Message]:
    """Return the entries of a catalog of ours, by their English."""
    catalog = read(PACKAGE / "locales" / code / "LC_MESSAGES" / f"{domain}.po")
    return {english(message): message for message in catalog if message.id}


@cache
def words(code: str, domain: str) -> frozenset[str]:
    """Return the English of what a reader finds in our catalogs, those of parents included."""
    codes = [one for one in word_codes(code) if one in LANGUAGES]
    return frozenset().union(*(entries(one, domain) for one in codes))


@cache
def upstream(code: str) -> frozenset[str]:
    """Return the English of all that upstream translates into a language, or asks for in ``es``."""
    found = set()
    for name in ("sphinx", "pydata_sphinx_theme", "ablog"):
        folder = Path(find_spec(name).origin).parent
        for path in folder.glob(f"local*/{code}/LC_MESSAGES/sphinx.po"):
            found |= {
                english(message)
                for message in read(path)
                # ablog ships catalogs, but none that a program can read
                if code == "es" or (name != "ablog" and all(forms(message)) and not message.fuzzy)
            }
    return frozenset(found)


def asked_in_python() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = {"_": 1, "ngettext": 1}.get(node.func.id, 0)
                for argument in node.args[:count]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def asked_in_templates() -> Iterator[str]:
    pattern = re.compile(r"""(?:\w+\.gettext|tandem\._)\(\s*(["'])(.+?)\1""")
    for path in filter(Path.is_file, PACKAGE.glob("*/*templates/**/*")):
        for _quote, words in pattern.findall(path.read_text("utf-8")):
            yield words


@cache
def all_asked() -> frozenset[str]:
    """Return the English words that the engine asks for anywhere."""
    return frozenset({*asked_in_python(), *asked_in_templates()})


def test_the_catalog_holds_just_our_own_words(code: str) -> None:
    asked = all_asked()
    catalogued = words(code, "sphinx_tandem")
    assert asked - catalogued == set(), f"write them into the sphinx_tandem.po of {code}"
    assert catalogued - asked == set(), "nobody asks for these"


def test_readers_find_every_word_of_sphinx_and_themes(code: str) -> None:
    """What one language needs from us, every other one needs from us or from upstream."""
    needed = set().union(*(entries(other, "sphinx") for other in LANGUAGES))
    answered = words(code, "sphinx") | upstream(code)
    missing = {words for words in needed - answered if LETTER.search(PLACEHOLDER.sub("", words))}
    assert missing == set(), f"write them into the sphinx.po of {code}"


def test_every_word_for_upstream_is_one_that_upstream_asks_for(code: str) -> None:
    """An entry whose original has changed upstream translates nothing."""
    copy_script = Path(find_spec("sphinx_copybutton").origin).parent / "_static"
    known = {
        *upstream("es"),
        *(words for _ending, _text, words in FIXED_TEXTS),
        *copy_words((copy_script / f"{COPY_SCRIPT}_t").read_text("utf-8")),
        # the defaults of pydata-sphinx-theme
        *("Search the docs ...", "Icon Links", "More", "%s - Home"),
    }
    other_themes = {
        english
        for english, message in entries("es", "sphinx").items()
        if any("ship no Spanish" in comment for comment in message.auto_comments)
    }
    assert set(entries(code, "sphinx")) - known - other_themes == set()


@pytest.mark.parametrize("domain", ["sphinx_tandem", "sphinx"])
def test_no_entry_is_empty_fuzzy_or_left_in_english(code: str, domain: str) -> None:
    found = entries(code, domain)
    assert [one for one, message in found.items() if not all(forms(message))] == []
    assert [one for one, message in found.items() if message.fuzzy] == []
    for original, message in found.items():
        reason = " ".join([*message.user_comments, *message.auto_comments])
        if original in forms(message) and LETTER.search(PLACEHOLDER.sub("", original)):
            assert "The same in" in reason, f"say in a comment of {original!r} why it is the same"


@pytest.mark.parametrize("domain", ["sphinx_tandem", "sphinx"])
def test_placeholders_are_those_of_the_english(code: str, domain: str) -> None:
    """Those without a name are filled in their order; a form for one thing need not count it."""
    for original, message in entries(code, domain).items():
        if isinstance(message.id, str):
            found, wanted = PLACEHOLDER.findall(message.string), PLACEHOLDER.findall(original)
            assert sorted(found) == sorted(wanted), original
            nameless = [[one for one in them if one in {"%s", "%d"}] for them in (found, wanted)]
            assert nameless[0] == nameless[1], original
        else:
            wanted = sorted(PLACEHOLDER.findall(message.id[1]))
            assert sorted(PLACEHOLDER.findall(forms(message)[-1])) == wanted, original
            for text in forms(message):
                assert set(PLACEHOLDER.findall(text)) <= set(wanted), original


@pytest.mark.parametrize("domain", ["sphinx_tandem", "sphinx"])
def test_plural_forms_are_those_of_the_language(code: str, domain: str) -> None:
    catalog = read(PACKAGE / "locales" / code / "LC_MESSAGES" / f"{domain}.po")
    assert dict(catalog.mime_headers)["Language"] == code, "write the code behind `Language:`"
    rule = languages.read(code).plural_forms
    assert f"nplurals={catalog.num_plurals};" in rule
    for original, message in entries(code, domain).items():
        if not isinstance(message.id, str):
            assert len(forms(message)) == catalog.num_plurals, original


def test_the_catalog_of_a_country_repeats_nothing(code: str) -> None:
    parents = [one for one in word_codes(code)[1:] if one in LANGUAGES]
    for domain in ("sphinx_tandem", "sphinx"):
        for parent in parents:
            for original, message in entries(code, domain).items():
                same = entries(parent, domain).get(original)
                assert same is None or same.string != message.string, original


def test_a_reader_of_a_country_finds_the_words_of_the_language(code: str) -> None:
    for other in (f"{code}_XX", f"{code}-XX"):
        assert code in word_codes(other)


def test_no_site_is_asked_for_words_that_we_have(code: str) -> None:
    held = {
        english for english, message in entries(code, "sphinx").items() if not message.pluralizable
    }
    for other in (code, f"{code}_XX"):
        assert held <= translated_elsewhere(other)


def test_no_language_is_a_copy_of_another(code: str) -> None:
    """A folder that was copied to begin a language is translated, and not only renamed."""
    mine = entries(code, "sphinx_tandem")
    family = code.partition("_")[0]
    for other in LANGUAGES:
        if other.partition("_")[0] != family:
            theirs = entries(other, "sphinx_tandem")
            long = [one for one in mine.keys() & theirs.keys() if len(one.split()) > 3]
            same = [one for one in long if forms(mine[one]) == forms(theirs[one])]
            assert len(same) < max(3, len(long) / 20), (other, same[:9])
