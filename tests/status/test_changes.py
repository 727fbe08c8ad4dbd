"""``tandem changes``: translators see which words of the English changed, and nothing is hidden."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.sites import MakeSite, TinySite
from sphinx_tandem.catalogs.changes import changes_of, site_at, small_edit
from sphinx_tandem.catalogs.extract import Message
from sphinx_tandem.catalogs.model import Catalog, Entry
from sphinx_tandem.catalogs.status import MergedLanguage, MergedPage
from sphinx_tandem.cli.changes import Text, report
from sphinx_tandem.site import Language
from sphinx_tandem.site.findings import WrongUse

Edit = Callable[[str, str, str], None]
ABOUT = "locales/es/LC_MESSAGES/about.po"
NOBODY = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git, as somebody who has set nothing up."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **NOBODY},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit(site: TinySite) -> str:
    """Commit everything in the site's folder."""
    if not (site.folder / ".git").exists():
        git(site.folder, "init", "-q")
    git(site.folder, "add", "--all")
    git(site.folder, "commit", "-q", "--message", "x", "--allow-empty")
    return git(site.folder, "rev-parse", "HEAD")


def changes(site: TinySite, *arguments: str) -> str:
    """Return what ``tandem changes`` says, when all is well."""
    done = site.tandem("changes", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_words_that_changed_stand_above_the_translation(
    translated: TinySite, edit: Edit
) -> None:
    assert "No translation is stale." in changes(translated)
    edit("about.md", "at nine", "at ten")
    before = (translated.folder / ABOUT).read_bytes()
    said = changes(translated)
    lines = (translated.folder / ABOUT).read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "at nine" in text)
    english, spanish = "at [-nine-]{+ten+} and closes", "es: El hub abre a las nueve"
    assert f"\n{ABOUT}:{line}: about.md:3\n" in said, "the place of the entry, to be clicked"
    assert english in said and spanish in said
    assert said.index(english) < said.index(spanish)
    assert "We are few" not in said and "\x1b" not in said
    assert (translated.folder / ABOUT).read_bytes() == before
    translated.tandem("update")
    assert english in changes(translated), "the same once the catalogs are up to date"
    edit("about.md", "at ten", "at eleven")
    # A translation that is to be looked at again, though nothing or nobody knows what changed.
    edit(ABOUT, 'msgid "About us"', '#, fuzzy\nmsgid "About us"')
    same = "We are few. See [the team](team.md)."
    edit(ABOUT, f'msgid "{same}"', f'#, fuzzy\n#| msgid "{same}"\nmsgid "{same}"')
    said = changes(translated)
    assert "at [-nine-]{+eleven+} and" in said, "what it was translated from"
    assert "does not say which English was translated" in said
    assert "en: About us" in said and "es: Acerca de" in said
    assert "The English has not changed" in said


def test_markdown_shows_passages_as_words_in_a_file(translated: TinySite, edit: Edit) -> None:
    edit("about.md", "[the team](team.md)", "[the *good* team](team.md) @all")
    edit(ABOUT, "Somos pocos.", "<b>Somos</b> pocos.")
    done = translated.tandem("changes", "--format", "markdown", "--output", "changes.md")
    assert (done.returncode, done.stdout) == (0, "")
    text = (translated.folder / "changes.md").read_text("utf-8")
    assert "## Español (es)" in text and "### about" in text
    assert r"\[the ~~team\](team.md).~~ **\*good\* team\](team.md) \@" in text
    assert r"> es: \<b\>Somos\</b\> pocos." in text
    wrong = translated.tandem("changes", "--output", "nowhere/changes.md")
    assert wrong.returncode == 2 and "there is no folder" in wrong.stderr


def test_a_proposal_is_told_what_it_makes_stale_and_nothing_else(
    translated: TinySite, edit: Edit
) -> None:
    edit("team.md", "Everybody helps.", "Nearly everybody helps.")  # stale before the proposal
    edit("index.md", "Good morning.", "Good morning to you.")
    base = commit(translated)
    assert "No page has changed" in changes(translated, "--since", base)
    edit("about.md", "at nine", "at ten")
    edit("index.md", "# Home", "# Home\n\nA wholly other thing.")
    edit("index.md", "to you", "to all of you")
    edit("status.md", "# Help wanted\n\n", "")
    moved = "Nearly everybody helps."
    edit("team.md", moved, "")
    edit("about.md", "We are few.", f"{moved}\n\nWe are few.")
    commit(translated)
    done = translated.tandem("changes", "--since", base)
    said = done.stdout
    assert "at [-nine-]{+ten+}" in said
    assert "Good [-morning.-]{+morning to all of you.+}" in said, "stale before, and changed again"
    assert "2 translations became stale" in said
    assert "everybody" not in said, "it was stale before, and only moved"
    assert "1 passage is to be translated for the first time: index 1." in said
    assert "1 passage is no longer on the pages: status 1." in said
    assert git(translated.folder, "status", "--porcelain") == "", "the files stay as they were"
    followed = {"at nine": "at ten"}
    for old, new in followed.items():
        edit(ABOUT, old, new)
    assert "at [-nine-]" not in translated.tandem("changes", "--since", base).stdout


def test_a_page_whose_catalog_cannot_be_read_is_left_out_and_named() -> None:
    spanish = Language("es", "Español", "es")

    def standing(text: str, merged: Catalog | None) -> MergedLanguage:
        page = MergedPage((Message(text),), ABOUT, ABOUT, merged, Catalog(), True)
        return MergedLanguage(spanish, {"about": page})

    then = standing("At nine.", Catalog((Entry("At nine.", "A las nueve."),)))
    found = changes_of(standing("At ten.", None), then)
    assert (found.removed, found.new, found.unread) == ({}, {}, (ABOUT,))
    said = report([found], Text(), "en", "HEAD~1")
    assert f"{ABOUT} cannot be read, so its page is left out." in said
    assert "no longer" not in said


def test_a_site_below_the_top_of_its_repository_is_compared_with_itself(
    make_site: MakeSite,
) -> None:
    site = make_site(name="repository/docs site")
    (site.folder.parent / ".gitattributes").write_text("*.po export-ignore\n", "utf-8")
    git(site.folder.parent, "init", "-q")
    git(site.folder.parent, "add", "--all")
    git(site.folder.parent, "commit", "-q", "--message", "x")
    site.write("about.md", "# About\n\nWho we all are. [Home](index.md)\n")
    said = site.tandem("changes", "--since", "HEAD").stdout
    assert "Who we {+all+} are." in said
    assert "1 translation became stale" in said


def refused(site: TinySite, revision: str) -> str:
    """Return the sentence with which a revision is refused."""
    with pytest.raises(WrongUse) as refusal, site_at(site.folder, revision):
        pass
    return str(refusal.value)


def test_a_revision_that_is_not_there_is_a_plain_sentence(make_site: MakeSite) -> None:
    site = make_site()
    assert "is in no git repository" in refused(site, "HEAD")
    commit(site)
    for revision in ("nowhere", "--output", "HEAD:conf.py", "HEAD..HEAD", "HEAD\0", ""):
        assert "revision" in refused(site, revision)
    done = site.tandem("changes", "--since", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no revision 'nowhere'")
    with site_at(site.folder, "HEAD") as folder:
        assert (folder / "conf.py").read_text("utf-8").startswith("extensions")
    assert not folder.exists()


def test_without_git_or_history_it_says_what_to_do(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site()
    commit(site)
    commit(site)
    copy = site.folder.parent / "copy"
    git(site.folder, "clone", "-q", "--depth", "1", f"file://{site.folder}", str(copy))
    assert "git fetch --unshallow" in refused(TinySite(copy), "HEAD~1")
    (site.folder / "conf.py").rename(site.folder / "other.py")
    commit(site)
    (site.folder / "other.py").rename(site.folder / "conf.py")
    before = site.tandem("changes", "--since", "HEAD")
    assert before.returncode == 2 and "cannot be read, so there is nothing" in before.stderr
    monkeypatch.setenv("PATH", str(site.folder / "nothing"))
    assert "there is no git on this computer" in refused(site, "HEAD")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Save the file, now.", "Save the file now", "punctuation"),
        ("Is it open?", "Is it open.", ""),
        ("Run `a b` first.", "Run `a` b first.", ""),
        ("It costs 1.5 euros.", "It costs 15 euros.", ""),
        ("It costs 1.5 euros.", "It costs 1,5 euros.", ""),
        ("We'll go.", "Well go.", ""),
        ("Save the File", "Save the file", "capitals"),
        ("Our organisation", "Our organization", "spelling"),
        ("Open the notebook", "Open the notebooks", ""),
        ("It is certain", "It is uncertain", ""),
        ("You can do it", "You can't do it", ""),
        ("Two\nlines", "Two lines", "spaces"),
        ("See [it](a.md)", "See [it](b.md)", ""),
        ("Run `a:b`.", "Run `a.b`.", ""),
    ],
)
def test_small_edits_are_told_by_class_and_others_are_none(old: str, new: str, kind: str) -> None:
    assert small_edit(old, new) == kind


def test_small_edits_of_a_class_are_shown_and_accepted_together(
    translated: TinySite, edit: Edit
) -> None:
    edit("about.md", "at nine and", "at nine, and")
    translated.tandem("update")
    assert "#, fuzzy" in (translated.folder / ABOUT).read_text("utf-8")
    assert "1 (punctuation)" in changes(translated)
    assert "0 translations" in changes(translated, "--accept", "spelling")
    said = changes(translated, "--accept", "punctuation")
    assert "nine,+}" in said and "1 translation is right as before" in said
    text = (translated.folder / ABOUT).read_text("utf-8")
    assert "#, fuzzy" not in text and "#|" not in text and "El hub abre a las nueve" in text
