"""What a build would pass over in silence is named at its line; what is right is not."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from harness.sites import MakeSite, TinySite, empty_site
from sphinx_tandem.catalogs.extract import Message
from sphinx_tandem.checks.inspection import Writing
from sphinx_tandem.checks.language.spelling import Spelling, speller
from sphinx_tandem.checks.rules import rules_in
from sphinx_tandem.text import Syntax

# Each page, the line and the code of what is found; what is right has neither.
FAULTY = {
    "marks": ("# T\n\nText\n\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n", 5, "conflict"),
    "half": ("# T\n\none\n=======\n\n>>>>>>> theirs\n", 6, "conflict"),
    "open": ("# T\n\n:::{tip}\nfor ever\n", 3, "fence"),
    "inner": ("# T\n\n::::{note}\n:::{tip}\nfor ever\n::::\n\nText\n", 4, "fence"),
    "code": ("# T\n\n- item\n\n  ```bash\n  ls\n\nText\n", 5, "fence"),
    "longer": ("# T\n\n````text\nls\n```\n", 3, "fence"),
    "empty": ("# T\n\nText\n\n##\n", 5, "heading"),
    "signs": ("# T\n\n## ##\n\nText\n", 3, "heading"),
    "quotes": ("# T\n\n" + "> " * 30 + "word\n", 3, "depth"),
    "lists": ("# T\n\n" + "- " * 12 + "word\n", 3, "depth"),
    "slip": ("---\norphan: true\ndescripton: x\n---\n# T\n", 3, "field"),
    "list": ("---\norphan: true\ndescription: [a, b]\n---\n# T\n", 3, "value"),
    "maybe": ("---\nblogpost: perhaps\n---\n# T\n", 2, "value"),
    "unended": ("---\ntitle: x\n\n# T\n", 1, "field"),
    "image": ("# T\n\nText\n\n![](_static/x.png)\n", 5, "image"),
    "nested": ("# T\n\n:::{note}\n:::{tip}\nx\n:::\ny\n:::\n\nlast\n", 4, "fence"),
    "joined": ("# T\n\nText\n\n##Part\n", 5, "heading"),
    "hidden": ("# T\n\nText\n\n<!-- a note\n\nmore\n", 5, "dropped"),
    "row": ("# T\n\n| a | b |\n| - | - |\n| 1 | 2 \\| 3 |\n| 1 | 2 | 3 |\n", 6, "dropped"),
    "twice": ("---\norphan: true\ntitle: x\ntitle: y\n---\n# T\n", 4, "field"),
    "file": ("# T\n\n![x.png](_static/x.png)\n", 3, "image"),
    "large": ("# T\n\n![A hub](_static/large.png)\n", 3, "image"),
    "html": ("# T\n\nA <img src='_static/x.png'> here.\n", 3, "image"),
    "bare": ("# T\n\nSee [](https://a.example/).\n", 3, "link"),
    "directive": ("# T\n\n```{image} _static/x.png\n```\n", 3, "image"),
}
RST = {
    "merge": ("T\n=\n\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n", 4, "conflict"),
    "fields": (":orphan:\n:titel: x\n\nT\n=\n", 2, "field"),
    "colon": ("T\n=\n\n.. note: lost\n\n   Lost, too.\n", 4, "dropped"),
    "picture": ("T\n=\n\n.. image:: _static/x.png\n", 4, "image"),
}
RIGHT = {
    "lesson": "# T\n\n```diff\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n```\n",
    "underline": "T\n=======\n\n>>>>>> a quotation in quotations\n",
    "quoted": "# T\n\n>>>>>>> a quotation in quotations\n",
    "tables": "# T\n\n| a | b |\n| - | - |\n| 1 | 2 |\n| 3 |\n\na | b | c\n\n| a | b |\n| - |\n| 1 | 2 |\n",
    "hashes": "# T\n\n#1 is a number\n\n```sh\n##no\n<!-- no\n```\n\n##\\no\n\n<!-- a\n\nb -->\n",
    "words": "# T\n\n[![A hub](_static/x.png)](https://a.example/)\n\n<p><img alt='' src='_static/x.png'></p>\n",
    "within": "# T\n\n:::::{note}\n::::{tip}\n```text\n:::\n```\n::::\n:::::\n",
    "lines": "# T\n\n- item\n\n  ```text\n  x\n  ```\n\n> ~~~\n> y\n> ~~~\n",
    "shown": "# T\n\n````markdown\n```{note}\n##\n````\n",
    "own": "---\norphan:\ntopic: x\nmyst: {html_meta: {a: b}}\n---\n# T\n",
    "said": "# T\n\n![A hub](_static/x.png)\n\n![](_static/x.png){.decorative}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    """Return a site of all these pages; the one with two texts for one is not published."""
    site = empty_site(tmp_path_factory.mktemp("source") / "site")
    site.write("_static/x.png", "")
    (site.folder / "_static/large.png").write_bytes(bytes(2_000_001))
    texts = {f"{name}.md": text for name, text in RIGHT.items()}
    texts |= {f"{name}.md": case[0] for name, case in FAULTY.items()}
    texts |= {f"{name}.rst": case[0] for name, case in RST.items()}
    pages = "\n".join(name.partition(".")[0] for name in texts)
    site.write("index.md", f"# Home\n\n```{{toctree}}\n{pages}\n```\n")
    for name, text in texts.items():
        site.write(name, text)
    return site


def test_each_fault_is_named_at_its_line_and_nothing_else(site: TinySite) -> None:
    done = site.tandem("build")
    found = re.findall(r"^(\w+\.\w+:\d+: page-\w+): ", done.stdout + done.stderr, re.MULTILINE)
    faulty = [(f"{name}.md", case) for name, case in FAULTY.items()]
    faulty += [(f"{name}.rst", case) for name, case in RST.items()]
    wanted = Counter(f"{name}:{line}: page-{code}" for name, (_, line, code) in faulty)
    # The first end is that of the outer one, so that the last one begins another.
    wanted["nested.md:8: page-fence"] = 1
    assert Counter(found) == wanted


def test_a_slip_with_one_right_answer_is_corrected_and_nothing_else(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n\n```{toctree}\n:glob:\n*\n```\n"})
    site.write(
        "a.md", "---\ndescripton: x\n---\n# T\n\n```sh\n##no\n```\n\n##Part\n\n```{tip}\nopen\n"
    )
    site.write("b.rst", "T\n=\n\n.. note: Kept.\n\n.. other: a comment\n")
    (site.folder / "b.rst").write_bytes(
        (site.folder / "b.rst").read_bytes().replace(b"\n", b"\r\n")
    )
    done = site.tandem("check", "--fix")
    assert "a.md:10: page-heading:\n  - ##Part\n  + ## Part\n" in done.stdout
    assert "3 corrections." in done.stdout
    text = (site.folder / "a.md").read_text("utf-8")
    assert text == (
        "---\ndescription: x\n---\n# T\n\n```sh\n##no\n```\n\n## Part\n\n```{tip}\nopen\n"
    )
    text = (site.folder / "b.rst").read_bytes().decode()
    assert text == "T\r\n=\r\n\r\n.. note:: Kept.\r\n\r\n.. other: a comment\r\n"
    # What was corrected is not told again; what only a person can decide is.
    assert "page-heading" not in done.stderr and "a.md:12: page-fence" in done.stderr


def test_two_texts_for_one_are_not_published(make_site: MakeSite) -> None:
    site = make_site()
    site.append("index.md", "\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n")
    done = site.tandem("build")
    assert done.returncode == 1 and "page-conflict" in done.stdout + done.stderr
    assert not site.output.exists()


def test_what_only_decorates_is_silent_for_screen_readers(make_site: MakeSite) -> None:
    site = make_site()
    site.write("_static/x.png", "")
    site.append("index.md", "\n```{image} _static/x.png\n:class: decorative\n```\n")
    site.build("--strict")
    assert re.search(r'<img alt="" class="decorative', site.page("es/index.html"))


LONG = " ".join(["word"] * 41)
# A site whose own language has a dictionary here, and what is said of each of its pages.
WRITTEN = {
    "long.md": (f"# Uno\n\nCorta.\n\n{LONG}.\n", "long.md:5: page-sentence: "),
    "link.md": ("# Dos\n\nLea\n[aquí](long.md).\n", "link.md:3: page-link-words: "),
    "old.rst": ("Tres\n====\n\nVea `más <https://a.example/>`_.\n", "old.rst:4: page-link-words: "),
    "word.md": ("# Cuatro\n\nEl colmenero cuida las avejas.\n", "word.md:3: page-spelling: "),
}
READABLE = {
    "short.md": f"# Cinco\n\n{' '.join(['word'] * 40)}: {' '.join(['word'] * 40)}.\n\n- {LONG[:99]}\n",
    "named.md": "# Seis\n\n[La página de aquí](long.md) y `aquí`, ![aquí](a.png) o [aquí hay más](long.md).\n",
    "foreign.md": f"---\nlanguage: en\n---\n# Seven\n\n{LONG}.\n",
    "known.md": "# Ocho\n\nEl `avejas` de JupyterHub, tandemwort.\n",
}


def codes(text: str) -> list[str]:
    """Return what is found in a text in English."""
    writing = Writing("en", Spelling(speller("qqq")))
    return [one.code for one in writing.check(Message(text), Syntax.MYST)]


def test_what_is_hard_to_read_is_advice_to_its_author(make_site: MakeSite) -> None:
    pages = {name: text for name, (text, _said) in WRITTEN.items()} | READABLE
    listed = "".join(f"{name.partition('.')[0]}\n" for name in pages)
    pages["index.md"] = f"# Inicio\n\n```{{toctree}}\n{listed}```\n"
    site = make_site(pages, languages={"es": "Español", "en": "English"}, theme="basic")
    site.write("a.png", "")
    site.write("locales/es/words.txt", "colmenero\ntandemwort\nword\n")
    site.tandem("update")
    said = site.tandem("check", "--all").stderr
    for text, found in WRITTEN.values():
        assert found in said, (text, said)
    assert [line for line in said.splitlines() if line.startswith(tuple(READABLE))] == []
    assert "41" in said and "“aquí”" in said and "avejas" in said
    usual = site.tandem("check")
    assert "page-sentence" in usual.stderr and "page-spelling" not in usual.stderr
    # What the page of the rules shows is so, but for the dictionary, which English has not here.
    for rule in rules_in("page-"):
        assert (rule.code in codes(rule.bad)) == (rule.code != "page-spelling"), rule.code
        assert not codes(rule.good)
    # Nobody is kept from publishing by advice, and a site can do without it.
    site.build("--language", "es", "--strict")
    site.conf += 'tandem_rules = {"page-sentence": "off", "page-link-words": "off"}\n'
    assert "page-" not in site.tandem("check").stderr
