"""Builds a tiny site for each of many extensions, plain and with the engine, and compares them.

What plain Sphinx shows, the engine shows: text by text, in the source language and in
others, whose catalogs are in the pseudo-language.  Beside that, the commands that make
and check catalogs must work.  An extension that is not installed is passed over.

    python tools/extension_sites.py
    python tools/extension_sites.py --extension sphinx_tabs.tabs --theme furo --language ja
    python tools/extension_sites.py --theme all --language es,ar,ja,fr,es_MX

The engine builds all languages of one site at once, as it does for everybody; plain Sphinx
builds one after the other.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import polib
import sphinx
from lxml import html
from sphinx.cmd.build import main as sphinx_build

import sphinx_tandem
from sphinx_tandem.text import Syntax, pseudo

THEMES = ("pydata_sphinx_theme", "sphinx_book_theme", "furo", "sphinx_rtd_theme", "alabaster")
RST, MYST = Syntax.RST, Syntax.MYST


@dataclass(frozen=True)
class Sample:
    """What a site writes for an extension.

    :param rst: a part of a page in reStructuredText; ``""`` where the extension has none.
    :param md: the same in MyST Markdown.
    :param conf: its settings.
    :param files: other files of the site.
    :param own: what the engine says in words of its own, and is no loss.
    """

    rst: str = ""
    md: str = ""
    conf: str = ""
    files: dict[str, str] = field(default_factory=dict)
    own: str = "$^"


def _both(rst: str, conf: str = "", **files: str) -> Sample:
    """Return a sample that Markdown writes in ``eval-rst``."""
    # What is a role in one format is code in the other's catalogs.
    plain = re.sub(r":[\w:]+:`[^`]*`", "it", rst)
    return Sample(rst, f"````{{eval-rst}}\n{plain}\n````", conf, files)


_IMPORTED = "import sys\nsys.path.insert(0, str(__import__('pathlib').Path(__file__).parent))"

SAMPLES: dict[str, Sample] = {
    "myst_parser": Sample(
        ".. note:: Some *words*.\n\n   - one\n   - two\n\n.. [#] A footnote.\n\nSee [#]_.",
        "Some **words**, `code`, a [link](index.md) and a note[^a].\n\n[^a]: It is at the foot.\n\n"
        "| A | B |\n|---|---|\n| one | *two* |\n\n> Said by `somebody`.\n\n1. One\n2. Two\n",
    ),
    "ablog": Sample(
        "Text.\n\n.. postlist::\n   :format: {title}, {date}",
        "Text.\n\n```{postlist}\n:excerpts:\n```",
        'blog_title = "Our blog"\nblog_baseurl = "https://a.org"\n'
        'html_sidebars = {"**": ["ablog/postcard.html", "ablog/recentposts.html"]}',
        {
            "blog/one.md": "---\nblogpost: true\ndate: 2024-05-06\nauthor: A B\ntags: bees\n---\n\n"
            "# A post\n\nThe beginning.\n\nMore of it.\n",
            "blog/two.rst": ".. post:: 7 Jun, 2023\n   :tags: bees\n\nAnother post\n============\n\nWords.\n",
        },
        r"\d\d \w+|^Posts|^Posted|^All Posts|^Tag:|^Author:|^Read more|^Next:|^Previous:|drafts.html",
    ),
    "sphinx.ext.doctest": _both(
        "Text.\n\n.. testcode::\n\n   print(1)\n\n.. testoutput::\n\n   1\n\n>>> 1 + 1\n2"
    ),
    "sphinx.ext.viewcode": _both(
        ".. automodule:: sample4\n   :members:",
        'extensions.append("sphinx.ext.autodoc")\n' + _IMPORTED,
        **{"sample4.py": '"""About."""\n\n\ndef act(x):\n    """Do *something* small."""\n'},
    ),
    "numpydoc": _both(
        ".. autofunction:: sample5.act",
        'extensions.append("sphinx.ext.autodoc")\n' + _IMPORTED,
        **{
            "sample5.py": 'def act(x):\n    """Do *something* small.\n\n    Parameters\n    ----------\n'
            "    x : int\n        A number.\n\n    Returns\n    -------\n    int\n        Another one.\n\n"
            '    See Also\n    --------\n    other : what it is.\n    """\n'
        },
    ),
    "sphinxarg.ext": _both(
        ".. argparse::\n   :module: sample6\n   :func: parser\n   :prog: act",
        _IMPORTED,
        **{
            "sample6.py": "import argparse\n\n\ndef parser():\n"
            '    made = argparse.ArgumentParser(description="What it does.")\n'
            '    made.add_argument("--many", help="how many to take")\n    return made\n'
        },
    ),
    "sphinx_comments": _both("Text.", 'comments_config = {"hypothesis": True}'),
    "sphinx.ext.todo": Sample(
        ".. todo:: Some *thing* to do, see :doc:`index`.\n\n.. todolist::",
        "```{todo}\nSome *thing* to do, see {doc}`index`.\n```\n\n```{todolist}\n```",
        "todo_include_todos = True",
        own=r"page\.(md|rst)",  # where the entry is
    ),
    "sphinx_external_toc": Sample(
        files={
            "_toc.yml": "root: index\nsubtrees:\n- caption: First part\n  entries:\n"
            "  - file: page\n    title: Another title\n- entries:\n  - file: rpage\n"
        },
        conf='external_toc_path = "_toc.yml"',
        md="Text.",
    ),
    "sphinx_exercise": Sample(
        ".. exercise:: A *numbered* title\n   :label: r1\n\n   One?\n\n.. solution:: r1\n\n   Yes.",
        ":::{exercise} Numbered title\n:label: e1\nOne?\n:::\n\n:::{exercise} Plain **title**\n"
        ":nonumber:\nTwo?\n:::\n\n:::{exercise}\n:label: e2\nThree?\n:::\n\n"
        ":::{solution} e1\nAn answer.\n:::\n\n```{exercise-start} Gated title\n:label: e3\n```\n"
        "Four?\n```{exercise-end}\n```\n\nSee {ref}`e1` and {numref}`e1`.",
    ),
    "sphinx_tabs.tabs": _both(
        ".. tabs::\n\n   .. tab:: First tab\n\n      Words of it.\n\n   .. group-tab:: **Second** tab\n\n"
        "      More words.\n\n   .. code-tab:: py A label\n\n      print()"
    ),
    "sphinx_inline_tabs": _both(
        ".. tab:: First tab\n\n   Words of it.\n\n.. tab:: Second *tab*\n\n   More words."
    ),
    "sphinx_proof": _both(
        ".. prf:theorem:: A name\n   :label: t1\n\n   Words of it.\n\n"
        ".. prf:proof::\n\n   It is so.\n\nSee :prf:ref:`t1`."
    ),
    "sphinxcontrib.mermaid": _both(".. mermaid::\n   :caption: A caption\n\n   graph TD; A-->B;"),
    "sphinx.ext.graphviz": _both(
        ".. graphviz::\n   :caption: A caption\n   :alt: Some words\n\n   digraph { a -> b }",
        'graphviz_dot = "false"',
    ),
    "sphinx_thebe": _both(".. thebe-button:: Run the code\n\nText."),
    "sphinx_togglebutton": _both(
        ".. toggle:: A title\n\n   Hidden words.\n\n.. admonition:: A box\n   :class: dropdown\n\n   Words."
    ),
    "sphinx_copybutton": _both("Text.\n\n.. code-block:: shell\n\n   $ ls"),
    "sphinx.ext.autodoc": _both(
        ".. automodule:: sample\n   :members:",
        "import sys\nsys.path.insert(0, str(__import__('pathlib').Path(__file__).parent))",
        **{
            "sample.py": '"""About the module."""\n\n\ndef act(x: int) -> int:\n'
            '    """Do *something*.\n\n    :param x: a number.\n    :returns: another one.\n    """\n'
        },
    ),
    "sphinx.ext.napoleon": _both(
        ".. automodule:: sample2\n   :members:",
        'extensions.append("sphinx.ext.autodoc")\n'
        "import sys\nsys.path.insert(0, str(__import__('pathlib').Path(__file__).parent))",
        **{
            "sample2.py": '"""About the module."""\n\n\ndef act(x):\n    """Do something.\n\n    Args:\n'
            "        x (int): a number.\n\n    Returns:\n        Another one.\n\n    Note:\n        Words.\n"
            '    """\n'
        },
    ),
    "sphinx.ext.autosummary": _both(
        ".. autosummary::\n\n   sample3.act",
        "import sys\nsys.path.insert(0, str(__import__('pathlib').Path(__file__).parent))",
        **{"sample3.py": '"""About."""\n\n\ndef act(x):\n    """Do *something* small."""\n'},
    ),
    "sphinx.ext.intersphinx": _both("Text with ``code``, see :ref:`search <search>`."),
    "sphinx.ext.extlinks": Sample(
        "See :issue:`12` and :user:`Some body <me>`.",
        "See {issue}`12` and {user}`Some body <me>`.",
        'extlinks = {"issue": ("https://a.org/%s", "#%s"), "user": ("https://b.org/%s", None)}',
    ),
    "sphinx.ext.ifconfig": _both(
        ".. ifconfig:: language\n\n   Words for all.\n\n.. ifconfig:: False\n\n   Words for none."
    ),
    "sphinx.ext.mathjax": Sample(
        "Text :math:`x` here.\n\n.. math:: a = b\n   :label: eq\n\nSee :eq:`eq`.",
        "Text {math}`x` here.\n\n```{math}\n:label: eqm\na = b\n```\n\nSee {eq}`eqm`.",
    ),
    "sphinx.ext.autosectionlabel": Sample("See :ref:`Part`.\n\nPart\n----\n\nText.", "Text."),
    "sphinxext.opengraph": _both("Text of the page.", 'ogp_site_url = "https://a.org/"'),
    "sphinx_reredirects": _both("Text.", 'redirects = {"old": "page.html"}'),
    "notfound.extension": _both("Text."),
    "sphinx_sitemap": _both("Text.", 'html_baseurl = "https://a.org/"'),
    "sphinx_tippy": _both("Text, see :doc:`index`.", "tippy_enable_wikitips = False"),
    "sphinxcontrib.bibtex": Sample(
        "Text, as :cite:`one` says.\n\n.. bibliography::\n   :filter: docname in docnames",
        "Text, as {cite}`two` says.\n\n```{bibliography}\n:filter: docname in docnames\n```",
        'bibtex_bibfiles = ["refs.bib"]',
        {
            "refs.bib": "@book{one, author={A B}, title={A book}, year=2020, publisher={P}}\n"
            "@book{two, author={C D}, title={Another book}, year=2021, publisher={P}}\n"
        },
    ),
    "hoverxref.extension": _both("Text."),
    "sphinx_design": _both(
        ".. card:: A *title*\n\n   Words.\n   +++\n   The foot\n\n.. tab-set::\n\n   .. tab-item:: A label\n\n"
        "      Words of it.\n\n.. dropdown:: A title\n\n   Hidden words.\n\n"
        ".. button-link:: https://a.org\n\n   Press *this*"
    ),
    "myst_nb": Sample(
        "Text.",
        "Text.\n\n```{code-cell}\n1 + 1\n```\n\nMore text.",
        'nb_execution_mode = "off"\nsource_suffix = {".rst": "restructuredtext", ".md": "myst-nb"}',
    ),
    "nbsphinx": Sample(
        "Text.",
        "Text.",
        'nbsphinx_execute = "never"\nextensions.append("sphinx.ext.mathjax")',
        {
            "book.ipynb": '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": '
            '["# Notebook\\n", "\\n", "Words *of* it."]}], "metadata": {}, "nbformat": 4, '
            '"nbformat_minor": 5}'
        },
    ),
}

_CONF = """\
project = "Sample"
author = "Us"
extensions = {extensions!r}
locale_dirs = ["locales"]
gettext_compact = False
exclude_patterns = ["_build", "locales"]
html_theme = {theme!r}
html_last_updated_fmt = None
myst_enable_extensions = ["colon_fence", "dollarmath"]
{settings}
{conf}
"""


def _write(site: Path, extension: str, theme: str, languages: list[str]) -> None:
    sample = SAMPLES[extension]
    toctree = (
        ""
        if extension == "sphinx_external_toc"
        else "```{toctree}\n:caption: The pages\npage\nrpage\n```\n"
    )
    if "book.ipynb" in sample.files:
        toctree = toctree.replace("rpage\n", "rpage\nbook\n")
    pages = {
        "index.md": f"# Home\n\nWelcome to **all**.\n\n{toctree}",
        "page.md": f"# A page\n\n{sample.md}\n",
        "rpage.rst": f"Second page\n===========\n\n{sample.rst}\n",
    }
    setting = f"tandem_languages = {dict.fromkeys(('en', *languages), 'Name')!r}"
    for folder, engine in (("plain", []), ("tandem", ["sphinx_tandem"])):
        parser = [] if extension in ("myst_nb", "myst_parser") else ["myst_parser"]
        names = [*engine, *parser, extension]
        settings = setting if engine else ""
        text = _CONF.format(extensions=names, theme=theme, settings=settings, conf=sample.conf)
        for name, content in {**pages, **sample.files, "conf.py": text}.items():
            path = site / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")


class NothingToCompare(Exception):
    """Plain Sphinx could not build the site; something that the extension needs is missing."""


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the engine's command in a folder, as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "sphinx_tandem", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )


def _plain(folder: Path, builder: str, to: Path, language: str) -> None:
    """Build a folder with plain Sphinx, in a copy of this process, which has imported it.

    :raises NothingToCompare: when it fails.
    """
    if not (child := os.fork()):
        code = 1
        with (to.parent / "said.txt").open("w") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            try:
                os.chdir(folder)
                code = sphinx_build(
                    ["-q", "-b", builder, "-D", f"language={language}", ".", str(to)]
                )
            finally:
                os._exit(code)
    if os.waitpid(child, 0)[1]:
        raise NothingToCompare((to.parent / "said.txt").read_text("utf-8").strip())


def _translate(site: Path, language: str) -> None:
    """Make catalogs in the pseudo-language, from the templates of plain Sphinx, for both."""
    for path in sorted((site / "pot").rglob("*.pot")):
        name = path.relative_to(site / "pot").with_suffix(".po")
        catalog = polib.pofile(str(path))
        catalog.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
        catalog[:] = [entry for entry in catalog if entry.msgid]  # Sphinx extracts empty captions
        for entry in catalog:
            entry.msgstr = pseudo(entry.msgid, RST if name.stem == "rpage" else MYST)
            entry.flags = []
        for folder in ("plain", "tandem"):
            to = site / folder / "locales" / language / "LC_MESSAGES" / name
            to.parent.mkdir(parents=True, exist_ok=True)
            catalog.save(str(to))


# What a page shows in pieces of their own.
_PIECES = (
    "p li dt dd td th h1 h2 h3 h4 h5 h6 figcaption caption label button summary pre a span em "
    "strong code div title"
).split()
# Plain Sphinx reads the part of a Markdown page that is in reStructuredText as Markdown, and
# shows readers the markup; of a formula it makes ``::``.
_SHOWN_MARKUP = re.compile(r"^\S?:[\w:]+:\S|^<[\w.]+>$|\\\[::")
_FILLER = re.compile(r"[\s¶·\u2060]+")


def _texts(path: Path) -> Counter[str]:
    """Return the texts of the elements of a page that hold text of their own.

    What surrounds the page is left out but for the lists of pages: its words are those of
    the theme, which the engine translates better than plain Sphinx.
    """
    root = html.fromstring(path.read_text("utf-8"))
    for gone in root.xpath("//script | //style | //template | //*[@class='tandem-notice']"):
        gone.drop_tree()
    parts = root.xpath(
        "//main | //article | //*[@role='main'] | //*[contains(@class, 'toctree-l')]/a | //*[@class='caption']"
    )
    found: Counter[str] = Counter()
    for element in (element for part in parts for element in part.iter(*_PIECES, "a")):
        own = [element.text or "", *((child.tail or "") for child in element)]
        if any(part.strip() for part in own):
            found[_tidy(element.text_content())] += 1
    return found


@cache
def _interface(language: str) -> set[str]:
    """Return the words of Sphinx and of themes, which the engine's catalogs may say otherwise."""
    codes = {language, language.partition("_")[0]}
    found = set()
    themes = (spec for theme in THEMES if (spec := find_spec(theme)) is not None)
    files = [sphinx.__file__, sphinx_tandem.__file__, *(str(theme.origin) for theme in themes)]
    for folder, code in product([Path(file).parent for file in files], codes):
        for path in folder.glob(f"**/locale*/{code}/**/*.mo"):
            found.update(_words(polib.mofile(str(path))))
        for path in folder.glob(f"**/locale*/{code}/**/*.po"):
            found.update(_words(polib.pofile(str(path))))
    return found


def _words(catalog: Iterable[polib.POEntry]) -> Iterator[str]:
    for entry in catalog:
        yield from (entry.msgid, entry.msgstr)


def _tidy(text: str) -> str:
    return _FILLER.sub(" ", text).replace("/plain/", "/tandem/").strip()


def _differences(plain: Path, ours: Path, language: str, own: str) -> Iterator[str]:
    for path in sorted(plain.rglob("*.html")):
        name = path.relative_to(plain)
        if name.as_posix() in ("search.html", "404.html") or name.parts[0].startswith("_"):
            continue
        if re.search(own, name.as_posix()):
            continue
        if not (ours / name).is_file():
            yield f"{name}: the page is missing"
            continue
        shown = _texts(ours / name)
        words = {text.strip("[] ") for text in shown}
        for text in sorted(filter(None, _texts(path).keys() - shown.keys())):
            if _SHOWN_MARKUP.search(text) or not any(map(str.isalpha, text)):
                continue
            if text in _interface(language) or re.search(own, text):
                continue
            # The engine may translate what plain Sphinx leaves in English.
            if _tidy(pseudo(text, Syntax.WORDS)).strip("[] ") not in words:
                yield f"{name}: lost {text!r}"


def compare(site: Path, extension: str, theme: str, languages: list[str]) -> list[str]:
    """Return what is wrong with the engine's site for an extension.

    :raises NothingToCompare: when plain Sphinx fails.
    """
    _write(site, extension, theme, languages)
    plain = site / "plain"
    _plain(plain, "gettext", site / "pot", "en")
    _plain(plain, "html", site / "html-en", "en")
    for language in languages:
        _translate(site, language)
        _plain(plain, "html", site / f"html-{language}", language)
    found = []
    for verb in (["build"], ["check"], ["status"], ["update"]):
        done = _run(site / "tandem", *verb)
        said = done.stderr.strip().splitlines()
        if "Traceback" in done.stderr or done.returncode not in (
            (0,) if verb != ["check"] else (0, 1)
        ):
            found.append(f"tandem {verb[0]} ends with {done.returncode}: {said[-3:]}")
        temporary = tempfile.gettempdir()
        found += [f"{verb[0]}: {line}" for line in said if line.startswith(temporary)]
    published = site / "tandem" / "_build" / "site"
    if published.is_dir():
        own = SAMPLES[extension].own
        found += _differences(site / "html-en", published, "en", own)
        for language in languages:
            lost = _differences(site / f"html-{language}", published / language, language, own)
            found += [f"{language}/{one}" for one in lost]
    for path in (site / "tandem" / "locales").rglob("*.po"):
        found += [
            f"{path.stem}.po: an empty message"
            for entry in polib.pofile(str(path))
            if not entry.msgid
        ]
    return found


def main() -> int:
    """Build what is asked for, and say what differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--extension", action="append", help="by default, all that are installed")
    parser.add_argument("--theme", help="one or more with commas, or all; by default, alabaster")
    parser.add_argument("--language", default="es", help="one or more with commas")
    parser.add_argument("--keep", type=Path, help="a folder for the sites, which are kept there")
    chosen = parser.parse_args()
    themes = THEMES if chosen.theme == "all" else (chosen.theme or "alabaster").split(",")
    faults = 0
    for extension, theme in product(chosen.extension or SAMPLES, themes):
        if find_spec(extension.partition(".")[0]) is None or find_spec(extension) is None:
            print(f"-- {extension}: not installed")
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = (chosen.keep or Path(temporary)) / f"{extension}-{theme}"
            folder.mkdir(parents=True)
            try:
                found = compare(folder.resolve(), extension, theme, chosen.language.split(","))
            except NothingToCompare as error:
                print(f"-- {extension} {theme}: plain Sphinx fails: {error}"[:500], flush=True)
                continue
        print(f"{'!!' if found else 'ok'} {extension} {theme} {chosen.language}", flush=True)
        print(*(f"   {one}" for one in found), sep="\n", end="\n" if found else "", flush=True)
        faults += len(found)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
