"""Whatever is wrong with a data file is said once, on its line, and costs nothing else."""

from __future__ import annotations

import pytest

from harness.sites import MakeSite
from sphinx_tandem.pages.data.reader import read
from tests.data.conftest import DATA, directive

TABLE = directive("data-table", ":columns: name = Name", ":caption: All")

BAD = {
    "a key that every record needs": ("  - name: Andes laboratory\n    short: NO", "  - short: NO", 23, "missing-key"),
    "a needed key that is empty": ("short: NET", "short:", 30, "missing-key"),
    "a key that nobody declared": ("hub: https", "hbu: https", 20, "unknown-key"),
    "a number that is none": ("lat: -12", "lat: south", 26, "wrong-type"),
    "a date that is none": ("2023-07-18", "18 July", 28, "wrong-type"),
    "an address without a scheme": ("site: https://", "site: ", 19, "wrong-type"),
    "one value where a list belongs": ("[other.md]", "other.md", 22, "wrong-type"),
    "a list where one value belongs": ("short: NET", "short: [NET]", 30, "wrong-type"),
    "a type that does not exist": ("site: {type: address}", "site: {type: url}", 8, "wrong-type"),
    "a declaration that means nothing": ("{type: date}", "{type: date, unit: day}", 7, "unknown-key"),
    "two records that share a name": ("short: NET", "short: NO", 30, "duplicate"),
    "a key that stands twice": ("    lon: 8\n", "    lat: 8\n", 17, "duplicate"),
    "no declarations at all": ("fields:", "columns:", 1, "missing-key"),
    "no valid YAML": ("lat: -12", "lat: [", 26, "unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_problem_is_found_on_its_line(case, tmp_path):
    old, new, line, code = BAD[case]
    assert old in DATA
    path = tmp_path / "data.yml"
    path.write_text(DATA.replace(old, new), "utf-8")
    assert [(found.line, found.code) for found in read(path).problems] == [(line, code)]


@pytest.mark.parametrize("code", ["XQ", "uganda", "U", "ZZZ", "419"])
def test_a_country_that_is_none_is_found_on_its_line(code, tmp_path):
    path = tmp_path / "data.yml"
    path.write_text(f"fields:\n  land: {{type: country}}\nlabs:\n  - land: {code}\n", "utf-8")
    assert [(found.line, found.code) for found in read(path).problems] == [(4, "wrong-type")]


@pytest.mark.parametrize(
    ("declared", "code"), [("all", "wrong-type"), (">\n  a text\n  of words", "wrong-type"),
                           ("[name]", "wrong-type"), ("{}", "missing-key")]
)  # fmt: skip
def test_records_without_declarations_are_not_shown(declared, code, tmp_path):
    path = tmp_path / "data.yml"
    path.write_text(f"fields: {declared}\nlabs:\n  - name: Andes\n", "utf-8")
    assert [(found.line, found.code) for found in read(path).problems] == [(1, code)]


def test_a_good_file_has_no_problems_and_keeps_what_was_typed(tmp_path):
    path = tmp_path / "data.yml"
    path.write_text(DATA, "utf-8")
    found = read(path)
    assert not found.problems
    assert [record.text("short") for record in found.lists["labs"]] == ["RIVER", "NO", "NET"]


@pytest.mark.parametrize("content", [b"", b"- a\n", b"\xff\xfe", None])
def test_a_file_that_is_none_is_one_problem(tmp_path, content):
    path = tmp_path / "data.yml"
    if content is not None:
        path.write_bytes(content)
    assert read(path).problems
    assert not read(path).fields


def test_a_problem_is_said_once_and_the_rest_is_shown(make_site: MakeSite):
    page = TABLE + TABLE.replace("# Home", "## Again")
    site = make_site({"index.md": page}, conf='myst_enable_extensions = ["colon_fence"]')
    site.write("data.yml", DATA.replace("lat: -12", "lat: south"))
    done = site.build()
    assert done.stderr.count("data.yml:26: data-wrong-type: `lat` is not a number") == 1
    assert "Andes laboratory" in site.page("es/index.html")
    assert site.tandem("build", "--strict").returncode == 1
    site.write("data.yml", DATA)
    assert not site.build().stderr


# What is changed on a page, and what is said of it.
MISFITS = {
    ("name = Name", "naem = Name"): "declares no field `naem`; it has `name`",
    ("name = Name", "name"): "A table needs `:columns:`, and a heading for each",
    (":caption: All", ":list: labs"): "A table needs a `:caption:`",
    (":caption: All", ":caption: All\n:list: other"): "has no list `other`; it has `labs`",
    (":caption: All", ":caption: All\n:where: place=x"): "declares no field `place`",
}


def test_an_option_that_fits_no_file_is_reported_on_its_page(make_site: MakeSite):
    pages = {f"page{number}": TABLE.replace(*change) for number, change in enumerate(MISFITS)}
    contents = "# Home\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    site = make_site(
        {"index.md": contents, "data.yml": DATA}
        | {f"{name}.md": text for name, text in pages.items()},
        conf='myst_enable_extensions = ["colon_fence"]',
    )
    done = site.build()
    for page, message in zip(pages, MISFITS.values(), strict=True):
        (said,) = [line for line in done.stderr.splitlines() if line.startswith(f"{page}.md:")]
        assert said.startswith(f"{page}.md:3: data-option: ") and message in said
