"""The reference page names all that there is, in both languages, and nothing else."""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from bs4 import BeautifulSoup

from harness.real import REPOSITORY
from harness.sites import MakeSite
from sphinx_tandem import cli
from sphinx_tandem.blog import prepare
from sphinx_tandem.catalogs.reader import read_catalog
from sphinx_tandem.checks.rules import renewed, rules_in, silenced
from sphinx_tandem.lessons.collect import LESSON_WARNINGS
from sphinx_tandem.lessons.workshop.file import CODES
from sphinx_tandem.publish import processes
from sphinx_tandem.site import options
from sphinx_tandem.translators.improve import credits_of

DOCS = REPOSITORY / "docs"
CATALOGS = DOCS / "locales" / "es" / "LC_MESSAGES" / "docs"
ENGINE = REPOSITORY / "src" / "sphinx_tandem"
WORKFLOWS = REPOSITORY / ".github" / "workflows"
PAGE = (DOCS / "reference.md").read_text("utf-8")
PAGES = ("translating", "contributing", "reference", "checks")

# The engine sets it itself: a site had better leave it alone.
SET_BY_THE_ENGINE = {"tandem_root_url", "tandem_pdf", "tandem_drafts", "tandem_places"}
CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SETTINGS_FOR_EXAMPLES = 'myst_enable_extensions = ["colon_fence"]\nexclude_patterns = ["locales"]'
# Says which directives stand in the engine's room for lessons, once all are registered.
LIST_DIRECTIVES = """
def list_directives(app):
    import json, pathlib
    from docutils.parsers.rst import directives
    found = [
        name for name, made in directives._directives.items()
        if made.__module__.startswith("sphinx_tandem.lessons")
    ]
    pathlib.Path(app.srcdir, f"{app.config.language}.json").write_text(json.dumps(found))

def setup(app):
    app.connect("builder-inited", list_directives)
"""


def section(heading: str, page: str = PAGE) -> str:
    """Return what stands under a heading, down to the next one of its rank or a higher one."""
    rank = heading.partition(" ")[0]
    start = page.index(f"\n{heading}\n") + len(heading) + 2
    end = re.search(rf"^#{{1,{len(rank)}}} ", page[start:], re.MULTILINE)
    return page[start : start + end.start()] if end else page[start:]


def first_column(text: str) -> list[str]:
    """Return the code in the first column of the tables of a text."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a text that are in a language."""
    return [code for found, code in BLOCK.findall(text) if found == language]


def code_in(text: str) -> Counter[str]:
    """Return the pieces of code in a text."""
    return Counter(found for _, found in CODE.findall(text))


def verbs() -> dict[str, argparse.ArgumentParser]:
    """Return the verbs of the command, with the parser of each."""
    actions = cli._parser()._actions
    (found,) = (one for one in actions if isinstance(one, argparse._SubParsersAction))
    return dict(found.choices)


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of a verb as the reference writes them."""
    found = set()
    for action in parser._actions:
        name = max(action.option_strings, key=len, default="")
        value = str(action.metavar or action.dest) if action.nargs != 0 else ""
        found.add(f"{name} {value}".strip())
    return found - {"--help", "--site DIR"}


def tables() -> set[str]:
    """Return the codes that the engine's own tables declare."""
    losses = {loss.code for loss in processes.LOSSES}
    return losses | processes.HARMLESS | LESSON_WARNINGS.keys() | CODES.keys()


def emitted() -> Iterator[str]:
    """Yield every code that stands in the engine as a text where a finding is made."""
    for path in ENGINE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = _constants(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            given = {word.arg: _text(word.value, names) for word in call.keywords}
            if isinstance(call.func, ast.Name) and call.func.id == "warn":  # see translate.guard
                given = {"type": "translation", **given}
            if given.get("type") and given.get("subtype"):
                yield f"{given['type']}-{given['subtype']}".replace("_", "-")
            if path == ENGINE / "pages" / "source.py" and getattr(call.func, "id", "") == "Problem":
                yield f"page-{_text(call.args[0], names)}"
            if isinstance(call.func, ast.Name) and call.func.id == "Finding" and call.args[2:]:
                yield _text(call.args[2], names)


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def _text(node: ast.expr, names: dict[str, str]) -> str:
    """Return a text that stands in the code, by itself or under a name; else nothing."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_verb_is_described_and_no_other() -> None:
    described = re.findall(r"^### `tandem (\S+)`$", PAGE, re.MULTILINE)
    assert sorted(described) == sorted(verbs())


@pytest.mark.parametrize("verb", verbs())
def test_every_option_of_a_verb_is_described_and_no_other(verb: str) -> None:
    assert set(first_column(section(f"### `tandem {verb}`"))) == options_of(verbs()[verb])


def test_the_option_of_all_verbs_is_described() -> None:
    for parser in verbs().values():
        assert "--site" in parser.format_help()
    assert "`--site DIR`" in section("## The command tandem")


def test_every_exit_code_is_described_and_no_other() -> None:
    known = ["0", *map(str, (cli.CONTENT, cli.USE, cli.MACHINE))]
    assert first_column(section("### Exit codes")) == known


def test_every_setting_is_described_with_its_default_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", section("## Settings"), re.MULTILINE)
    described = {name: ast.literal_eval(default) for name, default in rows}
    declared = {option.name: option.default for option in options.OPTIONS}
    assert described == {k: v for k, v in declared.items() if k not in SET_BY_THE_ENGINE}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_setting_that_does_not_exist(page: str) -> None:
    named = set(re.findall(r"\btandem_\w+", (DOCS / f"{page}.md").read_text("utf-8")))
    assert named <= {option.name for option in options.OPTIONS} - SET_BY_THE_ENGINE


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_verb_that_does_not_exist(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text("utf-8")
    assert set(re.findall(r"`(?:\.venv/bin/)?tandem (\w+)", text)) <= set(verbs())


def test_every_code_of_a_message_is_described_and_none_that_does_not_exist() -> None:
    described = first_column(section("## Messages"))
    assert len(described) == len(set(described))
    assert tables() <= set(described)
    # The rules of the check have a page of their own.
    ours = set(filter(None, emitted())) - {rule.code for rule in rules_in()}
    assert ours <= set(described) | code_in(section("## Messages")).keys()
    # A field of a post that is no number is reported under its own name.
    fields_of_posts = {f"blog-{name}" for name in prepare._NUMBERS}
    assert set(described) == tables() | (ours & set(described)) | fields_of_posts


def test_what_readers_lose_stands_apart_from_what_stops_the_publication() -> None:
    stopping = first_column(section("### What stops the publication"))
    assert stopping == [loss.code for loss in processes.LOSSES if loss.stops]
    lost = first_column(section("### About pages: what readers lose"))
    assert lost == list(dict.fromkeys(one.code for one in processes.LOSSES if not one.stops))
    for code in first_column(section("### About pages: what readers do not notice")):
        assert not processes.is_lost(code, "")
    for code in first_column(section("### About settings")):
        assert processes.stops_publication(code, "")


def test_the_page_of_rules_says_of_each_what_the_command_says_of_it() -> None:
    page = (DOCS / "checks.md").read_text("utf-8")
    assert renewed(page) == page, "run python -m sphinx_tandem.checks.rules"


def test_every_lesson_directive_is_described_and_no_other(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n"}, conf=LIST_DIRECTIVES)
    site.build()
    registered = json.loads((site.folder / "en.json").read_text("utf-8"))
    described = first_column(section("## Boxes for lessons"))
    assert sorted(described) == sorted(registered)


def test_every_example_of_a_box_builds_and_shows_its_boxes(make_site: MakeSite) -> None:
    examples = blocks(section("## Boxes for lessons"), "md")
    pages = {f"example{place}.md": f"# Lesson\n\n{text}" for place, text in enumerate(examples)}
    contents = "\n".join(name.removesuffix(".md") for name in pages)
    pages["index.md"] = f"# Home\n\n```{{toctree}}\n{contents}\n```\n"
    site = make_site(pages, conf=SETTINGS_FOR_EXAMPLES)
    site.build("--strict")
    shown: set[str] = set()
    for place, text in enumerate(examples):
        used = set(re.findall(r"^:{3,}\{([\w-]+)\}", text, re.MULTILINE))
        page = BeautifulSoup(site.page(f"example{place}.html"), "lxml")
        # What is for those who teach does not reach the page of those who learn.
        for name in used - {"instructor-note"}:
            assert page.select(f".tandem-{name}"), f"{name} is not shown"
        assert ":::" not in page.get_text()
        shown |= used
    # These need lessons on other pages, or a class: tests/curriculum builds them.
    elsewhere = {"demo", "schedule", "exercise-list", "teaching-material"}
    assert shown | elsewhere == set(first_column(section("## Boxes for lessons")))


def test_the_lines_for_another_site_are_enough(make_site: MakeSite) -> None:
    (conf,) = blocks(section("## The engine on another site"), "python")
    site = make_site({"index.md": "# Home\n\nGood morning.\n"})
    site.write("conf.py", conf)
    assert site.tandem("update").returncode == 0
    site.catalog("index", {"Home": "Inicio", "Good morning.": "Buenos días."})
    site.build("--strict")
    assert "Buenos días." in site.page("es/index.html")
    assert "Good morning." not in site.page("es/index.html")
    assert "Buenos días." not in site.page("index.html")


def test_every_example_of_a_page_builds(make_site: MakeSite) -> None:
    page, post, figure = blocks((DOCS / "contributing.md").read_text("utf-8"), "md")
    site = make_site(
        {
            "index.md": "# Home\n\n```{toctree}\nabout\nfigure\n```\n\n```{postlist}\n:excerpts:\n```\n",
            "about.md": page,
            "blog/2024-04-24-welcome.md": post,
            "figure.md": f"# Figure\n\n{figure}",
            "_static/figures/hub.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
            "_static/figures/hub.es.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
        },
        extensions=("sphinx_tandem", "myst_parser", "ablog"),
        conf=SETTINGS_FOR_EXAMPLES,
    )
    site.build("--strict")
    assert 'name="description" content="One sentence' in site.page("about.html")
    assert "The title of the post" in site.page("index.html")
    assert "The first paragraph" in site.page("index.html")
    assert "/hub.es.svg" in site.page("es/figure.html")
    assert "/hub.svg" in site.page("figure.html")


def test_every_entry_that_is_shown_as_an_example_can_be_read(tmp_path: Path) -> None:
    examples = blocks((DOCS / "translating.md").read_text("utf-8"), "po")
    translated, stale, allowed, credited = examples
    path = tmp_path / "example.po"
    path.write_text(translated, "utf-8")
    assert polib.pofile(str(path))[0].translated()
    path.write_text(stale, "utf-8")
    (entry,) = polib.pofile(str(path))
    assert entry.fuzzy
    assert entry.previous_msgid == "Last step"
    path.write_text(allowed, "utf-8")
    (entry,) = read_catalog(path).entries
    assert set(silenced(entry)) == {"text-term"}
    path.write_text(credited, "utf-8")
    people = credits_of(read_catalog(path).header)
    assert (people.translators, people.reviewers) == (("Ana Example",), ("Ben Example",))


def test_the_line_that_builds_the_site_is_the_readmes() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8").split("\n## Build the site\n", 1)[1]
    page = (DOCS / "contributing.md").read_text("utf-8")
    assert blocks(page, "sh")[0] == blocks(readme, "sh")[0]


@pytest.mark.parametrize("page", PAGES)
def test_the_spanish_names_the_same_things_as_the_english(page: str) -> None:
    catalog = polib.pofile(str(CATALOGS / f"{page}.po"))
    entries = [entry for entry in catalog if not entry.obsolete]
    assert [e.msgid for e in entries if code_in(e.msgid) != code_in(e.msgstr)] == []
    text = BLOCK.sub("", (DOCS / f"{page}.md").read_text("utf-8"))
    said: Counter[str] = Counter()
    for entry in entries:
        said |= code_in(entry.msgstr)
    assert sorted(code_in(text).keys() - said.keys()) == []


def test_every_workflow_is_described_with_its_day_and_no_other() -> None:
    rows = dict(
        re.findall(r"^\| `(.+?\.yml)` \| (.+?) \|", section("## What runs on GitHub"), re.M)
    )
    texts = {path.name: path.read_text("utf-8") for path in sorted(WORKFLOWS.iterdir())}
    assert sorted(rows) == sorted(texts)
    for name, text in texts.items():
        days = re.findall(r'cron: "\d+ \d+ \* \* \d" # (\w+)', text)
        assert re.findall(r"Every (\w+day)", rows[name]) == days, name


def test_every_example_of_front_matter_and_of_settings_builds(make_site: MakeSite) -> None:
    """Those of boxes, of pages and of an existing site are built above."""
    minutes, plan = (
        *blocks(section("### Minutes and sessions"), "yaml"),
        *blocks(section("### Minutes and sessions"), "text"),
    )
    spanish, english_only = blocks(section("## The language of a page"), "yaml")
    (retold,) = blocks(section("## Posts that retell older ones"), "yaml")
    (course,) = blocks(section("### What registries are told"), "python")
    (packs,) = blocks(section("## Packs on a page"), "markdown")
    lessons = re.findall(r"lessons: \[(.*)\]", plan)
    names = [name for line in lessons for name in line.split(", ")]
    goal = ":::{objectives}\n- Name one.\n:::\n\n"
    exercise = ":::{exercise} One\n:minutes: 10\n\nDo it.\n:::\n"
    pages = {
        f"{name}.md": f"---\n{minutes}---\n# {name}\n\n{goal}{exercise if not place else ''}"
        for place, name in enumerate(names)
    }
    pages |= {
        "plan.md": f"# Plan\n\n{plan}",
        "setup.md": "# Setup\n\n(practise-on-a-hub)=\n## Practise on a hub\n",
        "spanish.md": f"---\n{spanish}---\n# Hola\n\nBuenos días.\n",
        "only.md": f"---\n{english_only}---\n# Only here\n",
        "post.md": f"---\nblogpost: true\n{retold}---\n# Post\n\nFirst.\n",
        "packs.md": f"# Packs\n\n{packs}",
    }
    contents = "\n".join(name.removesuffix(".md") for name in pages)
    pages["index.md"] = f"# Home\n\n```{{toctree}}\n{contents}\n```\n\n```{{postlist}}\n```\n"
    site = make_site(
        pages,
        extensions=("sphinx_tandem", "myst_parser", "ablog"),
        conf=f'{SETTINGS_FOR_EXAMPLES}\nhtml_baseurl = "https://example.org/"\n'
        f"myst_heading_anchors = 2\n{course}",
    )
    site.build()
    assert not site.done.stderr, site.done.stderr
    assert '"Bakers"' in site.page(f"{names[0]}.html")
    assert "Second live hour" in site.page("plan.html") and ":::" not in site.page("plan.html")
    assert 'lang="es"' in site.page("spanish.html") and "Buenos" in site.page("es/spanish.html")
    assert (site.output / "only.html").is_file()
    assert not (site.output / "es" / "only.html").exists()
    assert "Ana Example" in site.page("post.html")
    assert "tandem-packs" in site.page("packs.html")
