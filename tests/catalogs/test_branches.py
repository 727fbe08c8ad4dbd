"""Two people who work on the same catalog lose nothing, and git does not stop them without need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogs.lines import HEADER, entry, read
from harness.commands import run
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.reader import fields, new_header, read_catalog
from sphinx_tandem.catalogs.threeway import MergedVersions, merge_files
from sphinx_tandem.catalogs.writer import format_catalog
from sphinx_tandem.cli import main
from sphinx_tandem.site.findings import WrongUse

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BASE = (Entry("a", "A"), Entry("b", "B"), Entry("c"), Entry("d", "D", obsolete=True))
CHANGED = Entry("b, now", "B", fuzzy=True, previous_msgid="b")


def catalog(*entries: Entry) -> Catalog:
    return Catalog(entries, new_header("es", "Tiny"))


def joined(ours: tuple[Entry, ...], theirs: tuple[Entry, ...], base=BASE) -> MergedVersions:
    """Merge, and check that neither side's place matters to what is merged cleanly."""
    done = MergedVersions(catalog(*base), catalog(*ours), catalog(*theirs))
    other = MergedVersions(catalog(*base), catalog(*theirs), catalog(*ours))
    assert done.conflicts == other.conflicts
    if not done.conflicts:
        both = [
            {replace(entry, comments=tuple(sorted(entry.comments))) for entry in found.entries}
            for found in (done.catalog, other.catalog)
        ]
        assert both[0] == both[1]
    return done


def change(place: int, **what: object) -> tuple[Entry, ...]:
    return tuple(
        replace(found, **what) if number == place else found for number, found in enumerate(BASE)
    )


def test_translations_of_neighbours_are_both_kept() -> None:
    done = joined(change(1, msgstr="Bé"), change(2, msgstr="C"))
    assert [found.msgstr for found in done.catalog.entries] == ["A", "Bé", "C", "D"]
    assert not done.conflicts


def test_two_different_translations_of_one_english_are_a_conflict_that_keeps_both() -> None:
    done = joined(change(1, msgstr="uno"), change(1, msgstr='do"s\n'))
    assert done.conflicts == {(None, "b")}
    found = done.catalog.entries[1]
    assert (found.msgstr, found.fuzzy) == ("uno", True)
    assert '"do\\"s\\n"' in found.comment and "undecided" in found.comment


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        # the same translation, and one side looked at it
        (change(2, msgstr="C", fuzzy=True), change(2, msgstr="C"), Entry("c", "C")),
        # a translation and a comment
        (change(1, msgstr="Bé"), change(1, comments=("ask",)), Entry("b", "Bé", comments=("ask",))),
        # two comments
        (
            change(1, comments=("one",)),
            change(1, comments=("two",)),
            Entry("b", "B", comments=("one", "two")),
        ),
        # gone from the page here, translated better there
        (change(1, obsolete=True), change(1, msgstr="Bé"), Entry("b", "Bé", obsolete=True)),
        # back on the page here, untouched there
        (change(3, obsolete=False), BASE, Entry("d", "D")),
        # the English changed here, the old one was translated better there
        ((BASE[0], CHANGED, *BASE[2:]), change(1, msgstr="Bé"), replace(CHANGED, msgstr="Bé")),
        # the English changed on both, and there somebody translated it
        ((CHANGED,), (Entry("b, now", "B ya"),), Entry("b, now", "B ya")),
        # deleted here, changed there
        ((BASE[0], *BASE[2:]), change(1, msgstr="Bé"), Entry("b", "Bé")),
    ],
)
def test_both_sides_work_is_kept_without_a_conflict(ours, theirs, expected) -> None:
    done = joined(ours, theirs)
    assert not done.conflicts
    found = {one.msgid: one for one in done.catalog.entries}
    assert found[expected.msgid] == expected


def test_a_better_translation_follows_a_link_whose_page_moved() -> None:
    base = (Entry("See [it](old.md).", "Ve [eso](old.md)."),)
    ours = (Entry("See [it](new.md).", "Ve [eso](new.md)."),)
    theirs = (replace(base[0], msgstr="Mira [eso](old.md).", comments=("nicer",)),)
    done = joined(ours, theirs, base)
    assert done.catalog.entries == (
        replace(ours[0], msgstr="Mira [eso](new.md).", comments=("nicer",)),
    )


def test_what_one_side_deleted_is_gone_and_what_it_added_stands_in_its_place() -> None:
    new = Entry("new")
    done = joined((BASE[1], *BASE[2:]), (BASE[0], new, *BASE[1:]))
    assert [found.msgid for found in done.catalog.entries] == ["new", "b", "c", "d"]
    done = joined((BASE[1], BASE[0], *BASE[2:]), (*BASE[:2], new, *BASE[2:]))
    assert [found.msgid for found in done.catalog.entries] == ["b", "new", "a", "c", "d"]


def test_headers_are_merged_by_their_lines() -> None:
    def header(*lines: str, comments: tuple[str, ...] = ()) -> Catalog:
        text = new_header("es", "Tiny").msgstr + "".join(f"{line}\n" for line in lines)
        return Catalog((), Entry("", text, comments=comments))

    base = header("PO-Revision-Date: 2020", "Last-Translator: Ana")
    ours = header("PO-Revision-Date: 2021", "Last-Translator: Bea", comments=("Bea",))
    theirs = header(
        "PO-Revision-Date: 2022", "Last-Translator: Cleo", "X-New: x", comments=("Cleo",)
    )
    done = MergedVersions(base, ours, theirs)
    found = done.catalog.header
    assert found is not None and found.comments == ("Bea", "Cleo") and not done.conflicts
    told = fields(found)
    assert (told["PO-Revision-Date"], told["Last-Translator"], told["X-New"]) == (
        "2022",
        "Cleo",
        "x",
    )
    done = MergedVersions(header("X-A: 1"), header("X-A: 2"), header("X-A: 3"))
    assert done.conflicts == {(None, "")}
    assert done.catalog.header is not None and '"X-A: 3"' in done.catalog.header.comment


def files(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / name for name in ("base", "ours", "theirs")]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_what_nobody_changed_keeps_its_lines_whichever_tool_wrapped_them(tmp_path: Path) -> None:
    wrapped = '\n#: page.md:1\nmsgid ""\n"one "\n"line"\nmsgstr ""\n"una "\n"línea"\n'
    base = HEADER + wrapped + entry("b") + entry("c")
    paths = files(
        tmp_path, base, base.replace('"b"\nmsgstr ""', '"b"\nmsgstr "B"'), base + entry("d")
    )
    assert merge_files(*paths).clean
    assert paths[1].read_text("utf-8") == HEADER + wrapped + entry("b", "B") + entry("c") + entry(
        "d"
    )


def test_a_conflict_names_its_line_and_the_catalog_can_still_be_read(tmp_path: Path) -> None:
    base = HEADER + entry("a", "A") + entry("b", "B")
    paths = files(tmp_path, base, base.replace('"B"', '"X"'), base.replace('"B"', '"Y"'))
    report = merge_files(*paths, path="x.po")
    (found,) = report.findings
    assert (found.path, found.code, report.clean) == ("x.po", "catalog-undecided", False)
    assert paths[1].read_text("utf-8").splitlines()[found.line - 1] == 'msgid "b"'
    assert "b" not in read_catalog(paths[1]).translations()


def test_a_decision_is_taken_by_deleting_the_comment_and_the_flag(tmp_path: Path) -> None:
    remark = '# tandem: undecided, keep the better text below: "Y"\n'
    assert not read(tmp_path, HEADER + entry("b", "X")).findings
    assert not read(tmp_path, HEADER + entry("b", "X", remark)).findings
    assert read(tmp_path, HEADER + entry("b", "X", f"{remark}#, fuzzy\n")).findings


def test_files_that_are_no_catalogs_are_merged_as_text_or_not_at_all(tmp_path: Path) -> None:
    base = HEADER + entry("a", "A") + entry("b", "B")
    broken = base.replace('"A"', '"A')
    paths = files(tmp_path, base, broken, base.replace('"B"', '"Y"'))
    report = merge_files(*paths)
    assert report.clean and report.findings and report.remark
    assert paths[1].read_text("utf-8") == broken.replace('"B"', '"Y"')
    with pytest.raises(WrongUse, match="no file"):
        merge_files(tmp_path / "none", *paths[1:])


def test_a_catalog_that_both_branches_began_is_joined(tmp_path: Path) -> None:
    paths = files(tmp_path, "", HEADER + entry("a", "A"), HEADER + entry("a", "A") + entry("b"))
    assert merge_files(*paths).clean
    assert [found.msgid for found in read_catalog(paths[1]).entries] == ["a", "b"]


def test_wrong_use_says_how_to_use_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "one", "two"]) == 2
    assert "ANCESTOR, OURS and THEIRS" in capsys.readouterr().err
    assert main(["merge", "--setup", "one"]) == 2
    paths = files(tmp_path, SIDES, SIDES, SIDES.replace('"C"', '"Cé"'))
    assert main(["merge", *map(str, paths)]) == 0
    assert paths[1].read_text("utf-8") == paths[2].read_text("utf-8")


GIT = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    return subprocess.run(
        ["git", *author, *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def branches(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Make a repository in which two branches changed a catalog."""

    def make(base: str, ours: str, theirs: str) -> Path:
        git(tmp_path, "init", "--quiet", "--initial-branch=main")
        shutil.copy(REPOSITORY / "docs/locales/.gitattributes", tmp_path)
        path = tmp_path / "a page.po"
        for text, branch in ((base, ""), (theirs, "other"), (ours, "main")):
            if branch == "other":
                git(tmp_path, "switch", "--quiet", "--create", branch)
            elif branch:
                git(tmp_path, "switch", "--quiet", branch)
            path.write_text(text, encoding="utf-8")
            git(tmp_path, "add", ".")
            assert git(tmp_path, "commit", "--quiet", "--message=change").returncode == 0
        return path

    return make


def set_up(folder: Path) -> None:
    assert run("sphinx_tandem", "merge", "--setup", cwd=folder).returncode == 0


SIDES = HEADER + entry("a", "A") + entry("b", "B") + entry("c", "C")


@GIT
def test_git_merges_neighbours_once_it_is_told_to(branches) -> None:
    path = branches(SIDES, SIDES.replace('"B"', '"Bé"'), SIDES.replace('"C"', '"Cé"'))
    # Without the driver these lines are too near to each other, or not: git decides.
    set_up(path.parent)
    done = git(path.parent, "merge", "--quiet", "other")
    assert done.returncode == 0, done.stdout + done.stderr
    assert path.read_text("utf-8") == SIDES.replace('"B"', '"Bé"').replace('"C"', '"Cé"')


@GIT
def test_git_reports_a_true_conflict_and_leaves_both_texts_in_a_readable_catalog(branches) -> None:
    path = branches(SIDES, SIDES.replace('"B"', '"X"'), SIDES.replace('"B"', '"Y"'))
    set_up(path.parent)
    done = git(path.parent, "merge", "other")
    assert done.returncode == 1
    assert "a page.po:" in done.stdout + done.stderr
    assert "catalog-undecided" in done.stdout + done.stderr
    found = {one.msgid: one for one in read_catalog(path).entries}["b"]
    assert found.fuzzy and found.msgstr == "X" and '"Y"' in found.comment
    assert "UU" in git(path.parent, "status", "--porcelain").stdout


@GIT
def test_git_merges_lines_where_the_driver_is_not_there(branches) -> None:
    path = branches(SIDES, SIDES.replace('"A"', '"Á"'), SIDES.replace('"C"', '"X"'))
    git(path.parent, "merge", "--quiet", "other")
    assert path.read_text("utf-8") == SIDES.replace('"A"', '"Á"').replace('"C"', '"X"')


def python_of(driver: str) -> str:
    """Return the interpreter that a driver runs."""
    found = re.search(r"; (\S+) -m sphinx_tandem", driver)
    assert found
    return found[1]


@GIT
def test_a_driver_whose_python_is_gone_loses_neither_side(branches) -> None:
    path = branches(SIDES, SIDES.replace('"B"', '"X"'), SIDES.replace('"B"', '"Y"'))
    set_up(path.parent)
    driver = git(path.parent, "config", "merge.tandem.driver").stdout.strip()
    python = python_of(driver)
    for gone in ("/nowhere/python", f"{python} -I -S"):
        git(path.parent, "merge", "--abort")
        moved = driver.replace(python, gone, 1)
        git(path.parent, "config", "merge.tandem.driver", moved)
        assert git(path.parent, "merge", "other").returncode == 1
        text = path.read_text("utf-8")
        assert "<<<<<<<" in text and '"X"' in text and '"Y"' in text


@GIT
def test_a_comment_of_an_earlier_merge_is_not_taken_for_a_merge(branches) -> None:
    held = SIDES.replace('msgid "c"', '# tandem: undecided, keep the better text\nmsgid "c"')
    path = branches(held, held.replace('"B"', '"X"'), held.replace('"A"', '"Y"'))
    set_up(path.parent)
    driver = git(path.parent, "config", "merge.tandem.driver").stdout.strip()
    python = python_of(driver)
    git(path.parent, "config", "merge.tandem.driver", driver.replace(python, "/none", 1))
    git(path.parent, "merge", "--quiet", "other")
    text = path.read_text("utf-8")
    assert '"X"' in text
    assert '"Y"' in text


@GIT
def test_a_repository_that_does_not_ask_for_the_driver_is_made_to(branches) -> None:
    path = branches(SIDES, SIDES.replace('"B"', '"Bé"'), SIDES.replace('"C"', '"Cé"'))
    git(path.parent, "rm", "--quiet", ".gitattributes")
    for _ in range(2):  # and once only
        set_up(path.parent)
    assert "merge: tandem" in git(path.parent, "check-attr", "merge", "a.po").stdout
    assert (path.parent / ".git/info/attributes").read_text("utf-8").count("tandem") == 1


@GIT
def test_a_wish_that_stands_beside_the_catalogs_is_enough(branches) -> None:
    path = branches(SIDES, SIDES.replace('"B"', '"Bé"'), SIDES.replace('"C"', '"Cé"'))
    (path.parent / "locales").mkdir()
    git(path.parent, "mv", ".gitattributes", path.name, "locales")
    set_up(path.parent)
    assert not (path.parent / ".git/info/attributes").exists()
    # One catalog elsewhere, and it is not.
    path.write_text(SIDES, "utf-8")
    git(path.parent, "add", ".")
    set_up(path.parent)
    assert "merge: tandem" in git(path.parent, "check-attr", "merge", path.name).stdout


def test_the_merge_of_a_catalog_with_itself_is_itself() -> None:
    path = next(iter(sorted((REPOSITORY / "docs/locales").rglob("*.po"))))
    found = read_catalog(path)
    assert format_catalog(MergedVersions(found, found, found).catalog) == path.read_text("utf-8")
