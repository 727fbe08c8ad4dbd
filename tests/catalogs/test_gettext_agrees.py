"""Whatever ``msgfmt -c`` refuses we report, and what it takes we take, but for stated exceptions."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogs.lines import HEADER, entry, read
from sphinx_tandem.catalogs.model import CatalogError

pytestmark = pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")

GOOD = (
    HEADER
    + entry("Hello, {ref}`you`.", "Hola, {ref}`you`.", "# a note\n#. hint\n")
    + entry('A \\"quoted\\" word', 'Una palabra \\"citada\\"')
    + entry("Not yet")
    + entry("Changed", "Cambiado", '#, fuzzy\n#| msgid "Change"\n')
    + '\nmsgid "One"\nmsgid_plural "Many"\nmsgstr[0] "Uno"\nmsgstr[1] "Muchos"\n'
    + '\nmsgid ""\n"Two\\n"\n"lines\\n"\nmsgstr ""\n"Dos\\n"\n"líneas\\n"\n'
    + '\nmsgctxt "menu"\nmsgid "Hello"\nmsgstr "Hola"\n'
    + '\n#~ msgid "Gone"\n#~ msgstr "Ido"\n'
)


def _lines(chance: random.Random, text: str) -> tuple[list[str], int]:
    lines = text.splitlines(keepends=True)
    return lines, chance.randrange(len(lines))


def delete_a_quotation_mark(chance: random.Random, text: str) -> str:
    place = chance.choice([n for n, letter in enumerate(text) if letter == '"'])
    return text[:place] + text[place + 1 :]


def add_a_quotation_mark(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return f'{text[:place]}"{text[place:]}'


def add_a_backslash(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return f"{text[:place]}\\{text[place:]}"


def delete_a_line(chance: random.Random, text: str) -> str:
    lines, place = _lines(chance, text)
    return "".join(lines[:place] + lines[place + 1 :])


def repeat_a_line(chance: random.Random, text: str) -> str:
    lines, place = _lines(chance, text)
    return "".join(lines[: place + 1] + lines[place:])


def swap_two_lines(chance: random.Random, text: str) -> str:
    lines, place = _lines(chance, text)
    other = chance.randrange(len(lines))
    lines[place], lines[other] = lines[other], lines[place]
    return "".join(lines)


def repeat_an_entry(chance: random.Random, text: str) -> str:
    blocks = text.split("\n\n")
    return "\n\n".join([*blocks, chance.choice(blocks)])


def cut(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text))]


def leave_a_conflict(chance: random.Random, text: str) -> str:
    lines, place = _lines(chance, text)
    ours = lines[place]
    lines[place] = f"<<<<<<< HEAD\n{ours}=======\n{ours}>>>>>>> other\n"
    return "".join(lines)


def change_a_word(chance: random.Random, text: str) -> str:
    word = chance.choice(["msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr[1]", "#~", "#|"])
    places = [n for n in range(len(text)) if text.startswith(word, n)]
    place = chance.choice(places)
    other = chance.choice(["msgid", "msgstr", "mgsid", "", "msgstr[0]", "msgstr[7]", "#~", "x"])
    return text[:place] + other + text[place + len(word) :]


def spoil_the_header(chance: random.Random, text: str) -> str:
    old, new = chance.choice(
        [
            ("nplurals=2", "nplurals=3"),
            ("(n != 1)", "n"),
            ("(n != 1)", "(n = 1)"),
            ('msgid ""\nmsgstr ""\n"P', 'msgid "x"\nmsgstr ""\n"P'),
            ("Plural-Forms", "Plurals"),
        ]
    )
    return text.replace(old, new, 1)


def lose_a_line_break(chance: random.Random, text: str) -> str:
    return text.replace("\\n", "", chance.randrange(8, 13))


MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    delete_a_quotation_mark,
    add_a_quotation_mark,
    add_a_backslash,
    delete_a_line,
    repeat_a_line,
    swap_two_lines,
    repeat_an_entry,
    cut,
    leave_a_conflict,
    change_a_word,
    spoil_the_header,
    lose_a_line_break,
)


# One shell, which starts a process in less time than Python does.
REFUSED = (
    'for folder; do msgfmt -c -o /dev/null "$folder/page.po" 2>/dev/null || echo "$folder"; done'
)


def gettext_refuses(*folders: Path) -> set[Path]:
    """Return the folders whose catalog GNU gettext refuses."""
    command = ["sh", "-c", REFUSED, "sh", *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(map(Path, done.stdout.splitlines()))


def we_refuse(folder: Path, raw: bytes) -> bool:
    try:
        return bool(read(folder, raw).findings)
    except CatalogError:
        return True


def test_the_unspoilt_catalog_is_good_to_both(tmp_path: Path) -> None:
    assert not we_refuse(tmp_path, GOOD.encode())
    assert not gettext_refuses(tmp_path)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_we_report_what_gettext_refuses(
    tmp_path: Path, mutation: Callable[[random.Random, str], str]
) -> None:
    # Some give the same text as others.
    texts = {mutation(random.Random(seed), GOOD) for seed in range(60)}  # noqa: S311 (no secrets here)
    folders = [tmp_path / str(number) for number, _ in enumerate(texts)]
    ours = {}
    for folder, text in zip(folders, sorted(texts), strict=True):
        folder.mkdir()
        ours[folder] = we_refuse(folder, text.encode())
    refused = gettext_refuses(*folders)
    for folder in folders:
        text = (folder / "page.po").read_text("utf-8")
        assert ours[folder] or folder not in refused, text
        # On headers, and on lines that a backslash joins, we are stricter, as Babel is.
        stricter = HEADER not in text or "\\\n" in text
        assert folder in refused or not ours[folder] or stricter, text
    assert refused


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig", "cp1252"])
def test_other_encodings_are_refused(tmp_path: Path, encoding: str) -> None:
    assert we_refuse(tmp_path, GOOD.encode(encoding))
    assert gettext_refuses(tmp_path)
