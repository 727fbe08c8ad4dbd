"""What is written can be read again, by us and by everybody else, and stays as it was."""

from __future__ import annotations

import shutil
import string
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogs.lines import HEADER, read
from sphinx_tandem.catalogs.extract import Extraction, Message, write_templates
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.reader import new_header, read_catalog
from sphinx_tandem.catalogs.writer import format_catalog, write_catalog

REPOSITORY = Path(__file__).resolve().parent.parent.parent
GETTEXT = pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x04"), max_size=30)
ODD = st.text('ab "\\\n\t\r#~|<>=', max_size=12)
LINES = st.lists(
    st.text(string.ascii_letters + ' .:,~|#é"\\', max_size=12).map(lambda line: line.rstrip(" \\")),
    max_size=2,
).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    text = st.one_of(TEXTS, ODD)
    maybe = st.one_of(st.none(), text)
    plural = draw(maybe)
    previous = draw(maybe)
    return Entry(
        msgid=draw(text),
        msgstr=draw(text) if plural is None else "",
        fuzzy=draw(st.booleans()),
        obsolete=draw(st.booleans()),
        comments=draw(LINES),
        msgctxt=draw(maybe),
        msgid_plural=plural,
        msgstr_plural=() if plural is None else tuple(draw(st.lists(text, min_size=1, max_size=3))),
        previous_msgid=previous,
        previous_msgctxt=None if previous is None else draw(maybe),
        flags=draw(st.sampled_from([(), ("no-wrap",), ("c-format", "no-wrap")])),
        extracted=draw(LINES.map(lambda lines: tuple(line.strip() for line in lines))),
    )


CATALOGS = st.lists(
    entries().filter(lambda entry: entry.key != (None, "")),
    max_size=4,
    unique_by=lambda entry: entry.key,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for every example: to make one takes longer than to write a catalog."""
    return tmp_path_factory.mktemp("catalog")


@given(CATALOGS)
@settings(max_examples=150, deadline=None, database=None)
def test_whatever_is_written_is_read_again(folder: Path, found) -> None:
    ordered = sorted(found, key=lambda entry: entry.obsolete)
    catalog = Catalog(tuple(ordered), new_header("es", "Tiny"))
    text = format_catalog(catalog)
    again = read(folder, text)
    assert [replace(entry, line=0) for entry in again.entries] == ordered
    assert format_catalog(again) == text


OURS = f"""{HEADER}
# A note of a translator.
#, fuzzy
#| msgid "An older [link](a.md)."
msgid "A [link](a.md), in a line that is longer than any tool would leave whole unless it is told to."
msgstr "Un [enlace](a.md)."

msgid ""
"Two\\n"
"lines"
msgstr ""
"Dos\\n"
"líneas"

# Still wanted?
#~ msgid "Gone"
#~ msgstr "Ido"
"""


def test_a_catalog_of_our_own_form_stays_byte_for_byte(tmp_path: Path) -> None:
    assert format_catalog(read(tmp_path, OURS)) == OURS


@GETTEXT
def test_gettext_accepts_our_form_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "page.po"
    path.write_text(OURS, encoding="utf-8")
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=True)
    same = subprocess.run(["msgcat", "--no-wrap", path], check=True, capture_output=True)
    assert same.stdout.decode() == OURS


def catalogs() -> list[Path]:
    """Return the site's own catalogs."""
    return sorted((REPOSITORY / "docs/locales").rglob("*.po"))


def test_polib_leaves_our_form_as_it_is(tmp_path: Path) -> None:
    ours = tmp_path / "ours.po"
    write_catalog(ours, Catalog(read(tmp_path, OURS).entries, new_header("es", "Tiny")))
    for path in (ours, *catalogs()):
        copy = tmp_path / "copy.po"
        polib.pofile(str(path), wrapwidth=0).save(str(copy))
        assert copy.read_text("utf-8") == path.read_text("utf-8"), path


@GETTEXT
def test_gettext_leaves_every_catalog_as_it_is_and_its_templates_fit(tmp_path: Path) -> None:
    for path in catalogs():
        same = subprocess.run(["msgcat", "--no-wrap", path], check=True, capture_output=True)
        assert same.stdout.decode() == path.read_text("utf-8"), path
    live = [entry for entry in read(tmp_path, OURS).entries if not entry.obsolete]
    messages = [Message(entry.msgid, entry.extracted) for entry in live]
    write_templates(Extraction({"page": messages}, "Tiny"), tmp_path)
    command = ["msgmerge", "--quiet", "--no-wrap", "--previous"]
    path, template = tmp_path / "page.po", tmp_path / "page.pot"
    merged = subprocess.run([*command, path, template], check=True, capture_output=True)
    assert merged.stdout.decode() == OURS


def test_wrapped_lines_of_other_tools_become_one(tmp_path: Path) -> None:
    text = f'{HEADER}\nmsgid ""\n"one "\n"line"\nmsgstr ""\n"una "\n"línea"\n'
    assert format_catalog(read(tmp_path, text)).endswith('\nmsgid "one line"\nmsgstr "una línea"\n')


@pytest.mark.parametrize("code", ["es", "pt_BR", "qps", "ru"])
def test_a_new_header_says_all_that_tools_need(tmp_path: Path, code: str) -> None:
    catalog = Catalog((), new_header(code, "Tiny"))
    assert not read(tmp_path, format_catalog(catalog)).findings
    assert f"\nLanguage: {code}\n" in new_header(code, "Tiny").msgstr


def test_a_catalog_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.po"
    path.write_text(OURS, encoding="utf-8")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_catalog(path, Catalog())
    assert path.read_text(encoding="utf-8") == OURS
    assert [found.name for found in tmp_path.iterdir()] == ["page.po"]


def test_writing_keeps_who_may_read_a_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.po"
    write_catalog(path, Catalog())
    path.chmod(0o640)
    write_catalog(path, Catalog((Entry("a", "A"),), new_header("es", "Tiny")))
    assert path.stat().st_mode & 0o777 == 0o640
    assert read_catalog(path).translations()["a"].msgstr == "A"
