"""``tandem new`` makes what builds strictly, beside its like, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
import yaml
from lxml import html
from markdown_it import MarkdownIt

from harness import commands
from harness.sites import MakeSite, TinySite, new_site, tree_hashes
from sphinx_tandem.publish import new_site as making
from sphinx_tandem.publish.new_pages import Wanted, as_markdown, new_page
from sphinx_tandem.site.findings import WrongUse
from sphinx_tandem.site.settings import load
from sphinx_tandem.text.yaml_lines import read_front_matter

TITLES = {
    'Über "uns": «Ja» & C* <b>': "uber-uns-ja-c-b",
    "Как это работает": "как-это-работает",
    "はじめての人へ": "はじめての人へ",
    "हिन्दी में पाठ": "हिन्दी-में-पाठ",
    "كيف نعمل؟": "كيف-نعمل",
}
USER = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Ana: Luz"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """Return a new site, with one more of each kind, built strictly."""
    folder = tmp_path_factory.mktemp("new")
    done = commands.run("sphinx_tandem", "new", "site", "my-lab", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "English, Español now" in done.stdout and "GitHub Pages" in done.stdout
    found = TinySite(folder / "my-lab")
    for title in TITLES:
        new_page(load(found.folder), "page", Wanted(title))
    for asked in (
        ("post", "Second post", "--tags", "news", "--description", "What: a second one."),
        ("lesson", "Second lesson"),
        ("language", "ja"),
    ):
        done = found.tandem("new", *asked, env=USER)
        assert done.returncode == 0, done.stderr
        assert all(f"\n{number}. " in done.stdout for number in (1, 2, 3))
    found.build("--strict")
    return found


def headings(site: TinySite, page: str) -> list[str]:
    return [one.text_content().strip("# \n") for one in html.fromstring(site.page(page)).iter("h1")]


def test_the_spanish_of_a_new_site_is_complete_and_the_check_is_clean(site: TinySite) -> None:
    done = site.tandem("check")
    assert done.returncode == 0 and "No findings" in done.stdout, done.stdout + done.stderr
    assert headings(site, "es/about.html") == ["Acerca de este sitio"]
    assert "Textos: CC BY 4.0" in site.page("es/index.html")
    first = site.folder / "locales" / "es" / "LC_MESSAGES"
    for name in ("index", "about", "blog", "site", "lessons/first-lesson"):
        assert not [one.msgid for one in polib.pofile(str(first / f"{name}.po")) if not one.msgstr]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_in_any_script_is_shown_as_it_was_typed(site: TinySite, title: str) -> None:
    name = TITLES[title]
    assert (site.folder / f"{name}.md").is_file()
    shown = headings(site, f"{name}.html")[0]
    assert shown.replace("“", '"').replace("”", '"') == title
    assert f"\n{name}\n" in (site.folder / "index.md").read_text("utf-8")


def test_a_post_has_its_day_its_author_and_the_tag_as_it_is_in_use(site: TinySite) -> None:
    (path,) = (site.folder / "blog").glob("*-second-post.md")
    fields = {name: one.text for name, one in read_front_matter(path.read_text("utf-8")).items()}
    assert path.name.startswith(fields["date"])
    assert (fields["author"], fields["tags"]) == ("Ana: Luz", "News")
    assert fields["description"] == "What: a second one."
    assert "Second post" in site.page("blog.html")
    assert path.stem not in (site.folder / "index.md").read_text("utf-8")


def test_a_lesson_goes_beside_the_others_and_into_the_catalogs(site: TinySite) -> None:
    assert "\nlessons/second-lesson\n" in (site.folder / "index.md").read_text("utf-8")
    assert headings(site, "lessons/second-lesson.html") == ["Second lesson"]
    catalog = site.folder / "locales/es/LC_MESSAGES/lessons/second-lesson.po"
    assert "Second lesson" in {entry.msgid for entry in polib.pofile(str(catalog))}


def test_a_language_has_its_name_its_plural_rule_and_the_files_of_the_checks(
    site: TinySite,
) -> None:
    assert '    "ja": "日本語",\n}' in site.conf
    folder = site.folder / "locales" / "ja"
    assert (folder / "words.txt").is_file() and (folder / "termbase.csv").is_file()
    catalog = polib.pofile(str(folder / "LC_MESSAGES" / "index.po"))
    assert catalog.metadata["Plural-Forms"].startswith("nplurals=1")
    assert 'lang="ja"' in site.page("ja/index.html")


def test_the_files_for_hosts_can_be_read_and_the_requirements_are_locked(site: TinySite) -> None:
    for name in (".gitlab-ci.yml", ".readthedocs.yaml", ".github/workflows/publish.yml"):
        assert yaml.safe_load((site.folder / name).read_text("utf-8"))
    lines = (site.folder / "requirements.txt").read_text("utf-8").splitlines()
    assert all("==" in line or "@" in line for line in lines if not line.startswith("#"))
    assert any(line.startswith("sphinx==") for line in lines)
    for name in ("LICENSE", "README.md"):
        assert "My lab" in (site.folder / name).read_text("utf-8")


def test_nothing_that_is_there_is_overwritten(site: TinySite) -> None:
    before = tree_hashes(site.folder)
    for asked in (
        ("page", "About"),
        ("page", "Something else", "--name", "ABOUT"),
        ("language", "es"),
        ("site", "."),
    ):
        done = site.tandem("new", *asked)
        assert done.returncode == 2 and "new-exists" in done.stderr, done.stderr
    assert "about.md:1: new-exists" in site.tandem("new", "page", "About").stderr
    assert tree_hashes(site.folder) == before


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(""),
        Wanted("  "),
        Wanted(".."),
        Wanted("🙂"),
        Wanted("Bell\a"),
        Wanted("Search"),
        Wanted("A", name="../a"),
        Wanted("A", name=".hidden"),
        Wanted("A", name="a" * 201),
        Wanted("A", folder=".."),
        Wanted("A", folder="/outside"),
        Wanted("A", folder="es"),
        Wanted("A", folder="a\0b"),
        Wanted("A", folder="a" * 300),
        Wanted("A", folder="index.md"),
        Wanted("A\u202eB"),
    ],
)
def test_what_cannot_be_a_page_is_refused_and_nothing_changes(
    built: TinySite, wanted: Wanted
) -> None:
    before = tree_hashes(built.folder)
    with pytest.raises(WrongUse):
        new_page(load(built.folder), "page", wanted)
    assert tree_hashes(built.folder) == before


def test_slashes_and_three_hundred_letters_make_a_name_that_any_disk_takes(
    tmp_path: Path,
) -> None:
    site = new_site(tmp_path / "site")
    long = new_page(load(site.folder), "page", Wanted("word " * 60))
    assert len(long.path.stem) <= 48
    assert new_page(load(site.folder), "page", Wanted("../and/or")).path.name == "and-or.md"
    no_break = new_page(load(site.folder), "page", Wanted("字" * 300))
    assert len(no_break.path.name.encode()) < 255


@pytest.mark.parametrize(
    ("contents", "entry"),
    [
        ("```{toctree}\n:hidden:\n\nabout\n```\n", "news"),
        ("```{toctree}\nAbout us <about>\n```\n", "News <news>"),
        (":::{toctree}\n---\nhidden: true\n---\n/about.md\n:::\n", "/news.md"),
        ("```md\n```{toctree}\nabout\n```\n\n~~~{toctree}\n  about\n\n~~~\n", "  news"),
        ("````{div}\n```{toctree}\r\nabout\r\n```\r\n````\r\n", "news\r"),
        ("No contents.", "news"),
    ],
)
def test_an_entry_is_written_like_its_neighbours(
    make_site: MakeSite, contents: str, entry: str
) -> None:
    site = make_site({"about.md": "# About\n"})
    (site.folder / "index.md").write_bytes(f"# Home\n\n{contents}".encode())
    made = new_page(load(site.folder), "page", Wanted("News"))
    text = (site.folder / "index.md").read_bytes().decode()
    assert f"\n{entry}\n" in text
    line = int(made.places[0].split(":")[1])
    assert text.splitlines()[line - 1].strip() == entry.strip()


def test_a_page_goes_into_the_nearest_index_and_a_lesson_behind_the_last_lesson(
    make_site: MakeSite,
) -> None:
    lesson = "---\nlesson: {teaching: 5}\n---\n\n# One\n"
    site = make_site(
        {
            "index.md": "# Home\n\n```{toctree}\ncourse/index\ndocs/about\n```\n",
            "course/index.md": "# Course\n\n```{toctree}\none\nglossary\n```\n",
            "course/one.md": lesson,
            "course/glossary.md": "# Glossary\n",
            "docs/about.md": "# About\n\n```{toctree}\nteam\nfaq\n```\n",
            "docs/team.md": "# Team\n",
            "docs/faq.md": "# FAQ\n",
        }
    )
    places = [
        *new_page(load(site.folder), "page", Wanted("News", folder="docs")).places,
        *new_page(load(site.folder), "lesson", Wanted("Two")).places,
    ]
    assert places == ["index.md:6: docs/news", "course/index.md:5: two"]


@pytest.mark.parametrize(
    "title", ["__init__ & _x_", "C #", "a*b*c", "[a](b) `c`", "&amp; <i>", "{ref}`x`"]
)
def test_markdown_in_a_title_is_shown_and_not_obeyed(title: str) -> None:
    shown = html.fromstring(MarkdownIt().render(f"# {as_markdown(title)}"))
    assert (shown.tag, shown.text_content(), len(shown)) == ("h1", title, 0)


def test_contents_that_find_pages_by_a_pattern_need_no_entry(make_site: MakeSite) -> None:
    text = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
    site = make_site({"index.md": text, "about.md": "# About\n"})
    assert new_page(load(site.folder), "page", Wanted("News")).places == ()
    assert (site.folder / "index.md").read_text("utf-8") == text


def test_a_site_in_restructuredtext_gets_such_pages(make_site: MakeSite) -> None:
    index = "Home\n====\n\n.. toctree::\n   :hidden:\n\n   about\n\nThe end.\n"
    site = make_site(
        {"index.rst": index, "about.rst": "About\n=====\n"}, extensions=("sphinx_tandem",)
    )
    done = site.tandem("new", "page", "日本 *and* us", "--description", "Who we are.")
    assert done.returncode == 0, done.stderr
    assert "   about\n   日本-and-us\n\nThe end." in (site.folder / "index.rst").read_text("utf-8")
    site.build("--strict")
    assert headings(site, "日本-and-us.html")[0].startswith("日本 *and* us")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("tandem_languages = {'en': 'English'}  # two\n", "{'en': 'English', 'fr': 'Français'}"),
        ('tandem_languages = {\n    "en": "English",  # first\n}\n', '# first\n    "fr": "Français",\n}'),
        ('tandem_languages = {\n    "en": "English"  # a }\n}\n', '"English",  # a }\n    "fr": "Français"\n}'),
        ('tandem_languages = {"en": "English",\n    "ñ": "Ñ"}\n', '"Ñ",\n    "fr": "Français"}'),
    ],
)  # fmt: skip
def test_a_language_is_added_where_a_person_would_write_it(text: str, line: str) -> None:
    edited, number = making.with_language(text, "fr", "Français")
    assert line in edited
    assert "Français" in edited.splitlines()[number - 1]
    held: dict[str, dict[str, str]] = {}
    exec(edited, held)  # noqa: S102 (it is the text above)
    assert held["tandem_languages"]["fr"] == "Français"


def test_languages_that_no_program_can_edit_are_left_to_a_person() -> None:
    with pytest.raises(WrongUse, match='"fr": "Français"'):
        making.with_language("tandem_languages = dict(en='English')\n", "fr", "Français")


DATA = """\
fields:
  name: {type: text, required: true, unique: true}
  country: {type: text, required: true}
  website: {type: address}
  hubs: {type: code, many: true}

laboratories:
  - name: One
    website: https://one.example
    country: Ghana  # in the west

# The end of the first list.
others: []
"""


def test_a_record_goes_to_the_end_of_its_list(make_site: MakeSite) -> None:
    page = "# Home\n\n```{data-table} labs.yml\n:list: laboratories\n:columns: name = Name; country = Country\n:caption: Labs\n```\n"
    site = make_site({"index.md": page, "labs.yml": DATA})
    done = site.tandem("new", "laboratory", "Two: «b»")
    assert done.returncode == 2 and "--set country=…" in done.stderr and "Ghana" in done.stderr
    assert (site.folder / "labs.yml").read_text("utf-8") == DATA
    done = site.tandem("new", "laboratory", "Two: «b»", "--set", "country=no", "--set", "hubs=a,b")
    assert done.returncode == 0, done.stderr
    text = (site.folder / "labs.yml").read_text("utf-8")
    record = "  - name: 'Two: «b»'\n    country: 'no'\n    hubs: ['a,b']\n    # website: an address"
    assert f"# in the west\n{record}" in text
    assert text.endswith("\n# The end of the first list.\nothers: []\n")
    site.build("--strict")
    assert "Two: «b»" in site.page("index.html")
    done = site.tandem("new", "laboratory", "One", "--set", "country=Peru")
    assert done.returncode == 2 and "labs.yml:8: new-exists" in done.stderr
    done = site.tandem("new", "partner", "One")
    assert done.returncode == 2 and "laboratory (labs.yml)" in done.stderr


def test_a_site_is_made_in_an_empty_copy_of_a_repository_and_without_git(tmp_path: Path) -> None:
    folder = tmp_path / "mi sitio"
    (folder / ".git").mkdir(parents=True)
    arguments = ("new", "site", "mi sitio", "--languages", "es,en", "--title", 'Un "sitio" \\ más')
    done = commands.run("sphinx_tandem", *arguments, cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mi sitio"]
    text = (folder / "about.md").read_text("utf-8")
    assert "# Acerca de este sitio" in text
    catalog = polib.pofile(str(folder / "locales/en/LC_MESSAGES/about.po"))
    assert "About this site" in {entry.msgstr for entry in catalog}
    assert load(folder).config.project == 'Un "sitio" \\ más'


def test_a_site_where_no_folder_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in ("file/site", "a" * 300, "bell\a"):
        done = commands.run("sphinx_tandem", "new", "site", name, cwd=tmp_path)
        assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("codes", ["en", "en,en", "en,english", "en,nah", ""])
def test_languages_of_a_site_are_two_known_ones(codes: str) -> None:
    with pytest.raises(WrongUse):
        making.site_languages(codes)


def test_a_language_that_the_cldr_does_not_know_is_named_by_a_person() -> None:
    found = making.site_languages("pt_BR, nah=Nāhuatlahtōlli")
    assert found == {"pt_BR": "Português (Brasil)", "nah": "Nāhuatlahtōlli"}
