"""Wrong settings give a finding on their line of ``conf.py`` and exit code 2."""

from __future__ import annotations

import json
import shutil

import pytest

from harness.sites import MakeSite
from sphinx_tandem.site.settings import SettingsError, load

GOOD = 'extensions = ["sphinx_tandem"]\ntandem_languages = {"en": "English", "es": "Español"}\n'
EXTENSIONS = 'extensions = ["sphinx_tandem"]\n'

CASES = {
    "conf-py-raises": (GOOD + "\n1 / 0\n", 4, "settings-raised", "ZeroDivisionError"),
    "conf-py-raises-in-a-function": (
        GOOD + "def f():\n    raise KeyError('x')\nf()\n",
        5,
        "settings-raised",
        "KeyError",
    ),
    "conf-py-is-not-python": (GOOD + "a = (\n", 3, "settings-syntax", "conf.py is not valid"),
    "conf-py-ends-the-program": (GOOD + "import sys\nsys.exit(0)\n", 4, "settings-raised", "ended"),
    "conf-py-imports-what-is-not-there": (
        GOOD + "import no_such_module\n",
        3,
        "settings-raised",
        "no_such_module",
    ),
    "no-extension": (
        'extensions = [\n  "myst_parser",\n]\ntandem_languages = {"en": "English"}\n',
        1,
        "settings-extensions",
        '"sphinx_tandem"',
    ),
    "a-color-that-nothing-has": (
        GOOD + 'tandem_colors = {\n  "acent": "#fff",\n}\n',
        4,
        "settings-colors",
        "'acent'",
    ),
    "no-color": (
        GOOD + 'tandem_colors = {"band": "#fff", "ink": ("red", "red; } body { color: red")}\n',
        3,
        "settings-colors",
        "no colour",
    ),
    "no-languages": (EXTENSIONS, 1, "settings-languages", "is not set"),
    "empty-languages": (EXTENSIONS + "tandem_languages = {}\n", 2, "settings-languages", "two"),
    "languages-are-a-list": (
        EXTENSIONS + 'tandem_languages = ["en"]\n',
        2,
        "settings-languages",
        "dictionary",
    ),
    "a-name-is-no-text": (
        EXTENSIONS + 'tandem_languages = {"en": 1}\n',
        2,
        "settings-languages",
        "own name",
    ),
    "unknown-language": (
        EXTENSIONS + 'tandem_languages = {\n  "en": "English",\n  "spanish": "Español",\n}\n',
        4,
        "settings-language-unknown",
        "'spanish'",
    ),
    "repeated-language": (
        EXTENSIONS + 'tandem_languages = {\n "en": "English",\n "es": "A",\n "es": "B",\n}\n',
        5,
        "settings-language-repeated",
        "twice",
    ),
}


# Wrong values of each kind of setting that the engine, Sphinx, a theme or ablog reads.
MISTYPED = {
    **dict.fromkeys(("tandem_repository", "tandem_branch", "html_theme", "root_doc", "project",
                     "author", "version", "blog_path"), ("5", '["a"]', "None")),
    **dict.fromkeys(("html_baseurl", "language", "rst_prolog", "blog_title"), ("5", "{}")),
    **dict.fromkeys(("locale_dirs", "exclude_patterns", "templates_path", "html_static_path",
                     "html_extra_path", "suppress_warnings", "extensions"),
                    ("5", '"text"', '["sphinx_tandem", 5]', "None")),
    **dict.fromkeys(("html_theme_options", "html_context", "blog_authors", "tandem_course"),
                    ("5", '["a"]', "None")),
    **dict.fromkeys(("tandem_notice", "tandem_review"), ("1", '"yes"')),
    **dict.fromkeys(("copyright", "source_suffix"), ("5", "[5]", "None")),
    "tandem_redirects": ("5", '["a"]', "True"),
    **dict.fromkeys(("tandem_outside_files", "tandem_code_words"), ('"../a"', "[5]", "{}")),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTYPED)
def test_a_setting_of_a_wrong_type_is_named_before_anything_is_built(
    make_site: MakeSite, name: str
) -> None:
    site = make_site()
    for value in MISTYPED[name]:
        site.write("conf.py", f"{GOOD}\n{name} = {value}\n")
        with pytest.raises(SettingsError) as raised:
            load(site.folder)
        (found,) = raised.value.findings
        assert (found.path, found.line, found.code) == ("conf.py", 4, "settings-type"), value
        assert f"`{name}` must be " in found.message


# Wrong values within dictionaries and lists, each with what the finding names.
NESTED = {
    "blog_authors = {'a': 1}": "blog_authors['a']",
    "blog_authors = {'a': ('x',)}": "blog_authors['a']",
    "blog_authors = {1: ('x', None)}": "1` in `blog_authors",
    "blog_languages = {'en': 1}": "blog_languages['en']",
    "html_additional_pages = {1: 2}": "1` in `html_additional_pages",
    "html_additional_pages = {'x': 3}": "html_additional_pages['x']",
    "html_context = {1: 2}": "1` in `html_context",
    "html_css_files = [('a.css', 3)]": "html_css_files",
    "html_sidebars = {'**': 3}": "html_sidebars['**']",
    "html_sidebars = {'**': [1]}": "html_sidebars['**']",
    "extlinks = {'a': 3}": "extlinks['a']",
    "needs_extensions = {'ablog': 3}": "needs_extensions['ablog']",
    "source_suffix = {'.md': 3}": "source_suffix['.md']",
    "tandem_redirects = {'a.html': ['b']}": "tandem_redirects['a.html']",
    "tandem_course = {'authors': 5}": "tandem_course['authors']",
    "tandem_course = {'runs': ['2024']}": "tandem_course['runs']",
    "tandem_course = {'runs': [{'start': '22 April'}]}": "runs['start']",
    "tandem_course = {'runs': [{'start': '2024-04-22', 'instructors': 5}]}": "runs['instructors']",
}


@pytest.mark.parametrize("line", NESTED)
def test_what_is_wrong_within_a_setting_is_named_on_its_own_line(
    make_site: MakeSite, line: str
) -> None:
    site = make_site()
    site.write("conf.py", f"{GOOD}\n{line.replace('{', '{' + chr(10), 1)}\n")
    with pytest.raises(SettingsError) as raised:
        load(site.folder)
    (found,) = raised.value.findings
    place = 5 if "{" in line else 4
    assert (found.path, found.line, found.code) == ("conf.py", place, "settings-type")
    assert f"`{NESTED[line]}` must be " in found.message


def test_a_kind_of_words_in_code_that_is_none_is_named(make_site: MakeSite) -> None:
    site = make_site()
    site.write("conf.py", f'{GOOD}\ntandem_code_words = ["comments", "texts"]\n')
    with pytest.raises(SettingsError, match="'texts', which is none of comments, strings"):
        load(site.folder)


@pytest.mark.parametrize(
    "line",
    [
        "project = 'a\\ud800'",
        "tandem_redirects = 'old\\0.yml'",
        "html_static_path = ['_static', 'a\\0b']",
        "html_theme_options = {'nav': [{'a\\udfff': 1}]}",
    ],
)
def test_a_text_that_no_file_can_hold_is_named_on_its_line(make_site: MakeSite, line: str) -> None:
    site = make_site()
    site.write("conf.py", f"{GOOD}\n{line}\nauthor = 'Aña 🎉'\n")
    with pytest.raises(SettingsError) as raised:
        load(site.folder)
    (found,) = raised.value.findings
    assert (found.path, found.line, found.code) == ("conf.py", 4, "settings-type")
    assert f"`{line.partition(' ')[0]}` holds '" in found.message


def test_settings_of_every_type_that_sphinx_takes_are_good(make_site: MakeSite) -> None:
    site = make_site()
    good = """
from pathlib import Path
html_static_path = [Path("_static")]
exclude_patterns = ("a",)
source_suffix = {".md": "markdown"}
copyright = ("2024, A", "2025, B")
html_baseurl = None
blog_authors = {"a": ("Ana", None), "b": ["Ben", "https://example.org"]}
html_sidebars = {"**": ("a.html", "b.html")}
html_css_files = ["a.css", ("b.css", {"media": "print"})]
extlinks = {"issue": ("https://example.org/%s", None)}
tandem_redirects = {"a.html": "index.html"}
"""
    site.write("conf.py", GOOD + good)
    assert load(site.folder).locale_dirs


def test_pages_are_called_html(make_site: MakeSite) -> None:
    site = make_site(conf='html_file_suffix = ".htm"')
    done = site.tandem("build")
    assert done.returncode == 2
    assert "conf.py:6: settings-suffix: `html_file_suffix` is '.htm'" in done.stderr
    assert not site.output.exists()
    site.conf = site.conf.replace(".htm", ".html")
    site.build()


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_setting_is_named_on_its_line(make_site: MakeSite, case: str) -> None:
    text, line, code, words = CASES[case]
    site = make_site()
    site.write("conf.py", text)
    with pytest.raises(SettingsError) as raised:
        load(site.folder)
    (found,) = raised.value.findings
    assert (found.path, found.line, found.code) == ("conf.py", line, code)
    assert words in found.message


SEEN_BY_THE_COMMAND = {
    "conf-py-raises": CASES["conf-py-raises"],
    "unknown-language": CASES["unknown-language"],
    "extension-that-is-not-there": (
        GOOD + "extensions += ['no_such_extension']\n",
        3,
        "settings-refused",
        "no_such_extension",
    ),
    "type-of-which-sphinx-warns-before-it-fails": (
        GOOD + "version = '1'\nsmartquotes_action = 5\n",
        4,
        "settings-refused",
        "smartquotes_action",
    ),
    "home-page-that-is-not-there": (
        GOOD + "root_doc = 'nowhere'\n",
        3,
        "settings-refused",
        "master document",
    ),
    "home-page-that-is-not-there-by-its-earlier-name": (
        GOOD + "version = '1'\nmaster_doc = '%s {}'\n",
        4,
        "settings-refused",
        "master document",
    ),
    "theme-that-is-not-there": (
        GOOD + "html_theme = 'nothing'\n",
        3,
        "settings-refused",
        "nothing",
    ),
}


ALABASTER = GOOD + "html_theme = 'alabaster'\n"
SEEN_BY_THE_COMMAND |= {
    "theme-option-of-a-wrong-type": (
        ALABASTER + "html_theme_options = {\n  'font_size': '1em',\n  'extra_nav_links': 3}\n",
        6,
        "settings-refused",
        "`extra_nav_links`",
    ),
    "template-that-is-not-there": (
        ALABASTER + "html_sidebars = {'**': ['nothing.html']}\n",
        4,
        "settings-refused",
        "nothing.html",
    ),
    "style-of-code-that-is-not-there": (
        GOOD + "pygments_style = 'nothing'\n",
        3,
        "settings-refused",
        "`pygments_style`",
    ),
    "value-that-sphinx-quotes-without-its-setting": (
        GOOD + "version = '1'\nhtml_math_renderer = 'nothing'\n",
        4,
        "settings-refused",
        "'nothing'",
    ),
    "sphinx-too-old": (GOOD + "needs_sphinx = '99'\n", 3, "settings-refused", "v99"),
}


@pytest.mark.parametrize("case", SEEN_BY_THE_COMMAND)
def test_the_command_exits_with_2_and_touches_nothing(make_site: MakeSite, case: str) -> None:
    text, line, code, words = SEEN_BY_THE_COMMAND[case]
    site = make_site()
    site.write("conf.py", text)
    site.write("_build/site/index.html", "not ours")
    done = site.tandem("build", "--output", "published", "--json", "report.json")
    assert done.returncode == 2, done.stderr
    first = done.stderr.splitlines()[0]
    assert first.startswith(f"conf.py:{line}: {code}: ")
    assert words in first
    assert "Traceback" not in done.stderr + done.stdout
    assert not (site.folder / "published").exists()
    report = json.loads((site.folder / "report.json").read_text())
    assert (report["findings"][0]["line"], report["findings"][0]["code"]) == (line, code)


def test_a_function_in_conf_py_that_fails_is_named_with_its_page(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Home\n"})
    site.conf += "\ndef setup(app):\n    app.connect('doctree-read', lambda *a: 1 / 0)\n"
    line = site.conf[: site.conf.index("1 / 0")].count("\n") + 1
    done = site.tandem("build")
    assert done.returncode == 1
    assert f"conf.py:{line}: build-crash: " in done.stderr
    assert "ZeroDivisionError: division by zero, on the page index.md" in done.stderr


# What Sphinx calls and cannot, with the line of it.
UNCALLABLE = {
    "def setup():\n    pass": 5,
    "def setup(app, more):\n    pass": 5,
    "class setup:\n    pass": 5,
    "setup = lambda: None": 5,
    "def setup(app):\n    app.connect('builder-inited', lambda: None)": 6,
    "def show(app):\n    pass\ndef setup(app):\n    app.connect('source-read', show)": 5,
    "def setup(app):\n    app.connect('builder-inited', 5)": 5,
}


@pytest.mark.parametrize("text", UNCALLABLE)
def test_a_function_in_conf_py_that_cannot_be_called_is_named(
    make_site: MakeSite, text: str
) -> None:
    site = make_site()
    site.write("conf.py", f"{GOOD}\n\n{text}\n")
    done = site.tandem("build")
    assert done.returncode == 1
    places = {line.split(": ")[0] for line in done.stderr.splitlines() if "build-crash" in line}
    assert places == {f"conf.py:{UNCALLABLE[text]}"}


def test_a_crash_of_an_extension_is_not_blamed_on_a_setting(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Home\n"},
        conf="extensions += ['failing']\nimport sys; sys.path.insert(0, '.')",
    )
    site.write(
        "failing.py", "def setup(app):\n    app.connect('doctree-read', lambda *a: {}['Home'])\n"
    )
    done = site.tandem("build")
    assert done.returncode == 1
    assert "index.md:1: build-crash: " in done.stderr
    assert "KeyError: 'Home', in the extension failing" in done.stderr


def test_a_folder_without_conf_py_is_no_site(make_site: MakeSite) -> None:
    site = make_site()
    done = site.tandem("build", "--site", "locales")
    assert done.returncode == 2
    assert "settings-missing" in done.stderr
    assert "--site" in done.stderr


def test_pseudo_and_regional_languages_are_good(make_site: MakeSite) -> None:
    languages = {"en": "English", "pt_BR": "Português", "qps": "Pseudo"}
    site = make_site({"index.md": "# Home\n"}, languages=languages)
    site.build()
    assert (site.output / "pt_BR" / "index.html").is_file()
    assert (site.output / "qps" / "index.html").is_file()


def test_the_site_can_be_named_before_and_after_the_verb(make_site: MakeSite) -> None:
    site = make_site()
    for arguments in (["--site", "site", "build"], ["build", "--site", "site"]):
        done = site.tandem(*arguments, "--language", "en", cwd=site.folder.parent)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(site.output)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["build", "--nonsense"],
        ["serve", "--port", "x"],
        ["build", "--json", "no/such/folder/report.json"],
    ],
)
def test_a_wrong_command_exits_with_2(make_site: MakeSite, arguments: list[str]) -> None:
    done = make_site().tandem(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("line", ["html_baseurl = 'https://[::1'", "source_encoding = 'nope'"])
def test_a_text_that_nothing_can_read_is_named_on_its_line(make_site: MakeSite, line: str) -> None:
    site = make_site()
    site.write("conf.py", f"{GOOD}\n{line}\n")
    with pytest.raises(SettingsError) as raised:
        load(site.folder)
    assert str(raised.value.findings[0]).startswith(
        f"conf.py:4: settings-type: `{line.split(maxsplit=1)[0]}`"
    )


def test_a_setting_that_contains_itself_is_read(make_site: MakeSite) -> None:
    site = make_site()
    site.write("conf.py", f"{GOOD}\nhtml_context = {{}}\nhtml_context['again'] = html_context\n")
    assert load(site.folder).directory == site.folder
