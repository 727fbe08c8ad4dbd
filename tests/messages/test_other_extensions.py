"""Whatever other extensions make of a page, it is shown, and catalogs can be made.

A stand-in in the site's folder does to the nodes what the extension that a test names does.
"""

from __future__ import annotations

import polib
import pytest

from harness.reading import language_of, text_of

PAGE = "# Home\n\nGood morning.\n"


def catalog_of(site, page, language="es"):
    return {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(site.folder / f"locales/{language}/LC_MESSAGES/{page}.po"))
    }


def site_with(make_site, pages, extension):
    """Return a site with an extension of its own."""
    here = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))"
    names = ("sphinx_tandem", "myst_parser", "standin")
    return make_site({**pages, "standin.py": extension}, extensions=names, conf=here)


# -- Extensions that replace what is noted -------------------------------------------------------

SHORT_LINKS = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

class Shorten(SphinxPostTransform):
    default_priority = 400
    def run(self, **given):
        for link in self.document.findall(nodes.reference):
            if "github.com" in link.get("refuri", ""):
                link.children[0] = nodes.Text("short")

def setup(app):
    app.add_post_transform(Shorten)
"""
ADDRESS = "<https://github.com/a/b/issues/1>"


@pytest.mark.parametrize(
    "message", [ADDRESS, f"{ADDRESS} says so.", f"It says so: {ADDRESS}", f"*See* {ADDRESS}."]
)
@pytest.mark.parametrize("translated", [True, False])
def test_a_theme_may_swap_the_text_of_a_link(make_site, message, translated):
    site = site_with(make_site, {"index.md": f"# Home\n\n{message}\n"}, SHORT_LINKS)
    spanish = message.replace("says so", "lo dice").replace("See", "Vea")
    site.catalog("index", {"Home": "Inicio", **({message: spanish} if translated else {})})
    site.build()
    for page in ("index.html", "es/index.html"):
        assert 'href="https://github.com/a/b/issues/1">short</a>' in site.page(page)
    if translated and spanish != message:
        assert "says so" not in site.page("es/index.html")


def test_the_themes_short_links_are_shown(make_site):
    site = make_site({"index.md": f"# Home\n\n{ADDRESS} says so.\n"}, theme="pydata_sphinx_theme")
    site.catalog("index", {f"{ADDRESS} says so.": f"{ADDRESS} lo dice."})
    site.build()
    assert "a/b#1</a> lo dice." in site.page("es/index.html")


# -- Extensions that add, resolve and remove nodes -----------------------------------------------


def test_a_list_of_all_todos_leaves_catalogs_whole(make_site):
    """As sphinx.ext.todo: it has references resolved in a document of its own."""
    pages = {
        "index.rst": "Home\n====\n\n.. toctree::\n\n   two\n\n.. todo:: Do *this*.\n\n.. todolist::\n",
        "two.rst": "Two\n===\n\n.. todo:: And that, see :doc:`index`.\n",
    }
    extensions = ("sphinx_tandem", "sphinx.ext.todo")
    site = make_site(pages, extensions=extensions, conf="todo_include_todos = True")
    for verb in ("update", "check", "status"):
        done = site.tandem(verb)
        assert done.returncode == 0, done.stderr
    assert {"Home", "Do *this*."} <= catalog_of(site, "index").keys()
    assert "And that, see :doc:`index`." in catalog_of(site, "two")
    assert "Todo" not in catalog_of(site, "index")
    site.catalog("two", {"And that, see :doc:`index`.": "Y eso, vea :doc:`index`."})
    site.build()
    assert site.page("es/index.html").count("Y eso") == 1


ADDED_LISTS = """
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

class Lists(SphinxTransform):
    default_priority = 100
    def apply(self, **given):
        if self.env.docname != "index":
            return
        for caption in ("", None, "First part"):
            node = addnodes.toctree()
            node.source, node.line = self.document["source"], 1
            names = ["about"] if caption else []
            node.update_all_atts({
                "parent": "index", "entries": [("Another title", "about")] if caption else [],
                "includefiles": names, "maxdepth": -1, "caption": caption, "glob": False,
                "rawcaption": caption or "", "hidden": False, "includehidden": False,
                "numbered": 0, "titlesonly": False,
            })
            self.document.children[-1].append(node)

def setup(app):
    app.add_transform(Lists)
"""


def test_lists_of_pages_that_come_late_are_translated(make_site):
    """As sphinx-external-toc, whose lists have no caption, or one that nobody saw."""
    site = site_with(make_site, {"index.md": PAGE, "about.md": "# About\n"}, ADDED_LISTS)
    for verb in ("update", "check", "status"):
        done = site.tandem(verb)
        assert done.returncode == 0, done.stderr
    messages = catalog_of(site, "index")
    assert "" not in messages
    assert {"First part", "Another title", "Good morning."} == messages.keys() - {"Home"}
    site.catalog("index", {"First part": "Primera parte", "Good morning.": "Buenos días."})
    site.build()
    page = site.page("es/index.html")
    assert "Primera parte" in page and "First part" not in page
    assert '<span lang="en">Another title</span>' in page
    assert "First part" in site.page("index.html")


EXERCISES = """
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.transforms.post_transforms import SphinxPostTransform

class exercise(nodes.Admonition, nodes.Element):
    pass

class exercise_title(nodes.title):
    pass

class exercise_subtitle(nodes.subtitle):
    pass

class Exercise(Directive):
    optional_arguments, final_argument_whitespace, has_content = 1, True, True
    def run(self):
        title = exercise_title()
        title += nodes.Text("Exercise")
        if self.arguments:
            found, _ = self.state.inline_text(self.arguments[0], self.lineno)
            title += exercise_subtitle("", "", *found)
        node = exercise("", title, nodes.section(ids=["content"]))
        self.state.nested_parse(self.content, self.content_offset, node[1])
        return [node]

class Resolve(SphinxPostTransform):
    default_priority = 20
    def run(self, **given):
        for node in self.document.findall(exercise):
            old, new = node.children[0], nodes.title()
            new += old.children[0]
            if len(old.children) > 1 and isinstance(old.children[1], exercise_subtitle):
                new += [nodes.Text(" ("), *old.children[1].children, nodes.Text(")")]
            new.parent, node.children[0] = node, new

def setup(app):
    app.add_directive("task", Exercise)
    app.add_post_transform(Resolve)
    show = (lambda self, node: self.visit_admonition(node), lambda self, node: self.depart_admonition(node))
    app.add_node(exercise, html=show)
"""


@pytest.mark.parametrize("name", ["index.md", "index.rst"])
def test_titles_within_titles_stay(make_site, name):
    """As sphinx-exercise, which makes one title of two when references are resolved."""
    bodies = (" Plain title", " A *marked* title", "")
    if name.endswith("md"):
        page = "# Home\n\n" + "\n".join(f"```{{task}}{title}\nWords.\n```\n" for title in bodies)
    else:
        page = "Home\n====\n\n" + "\n".join(f".. task::{title}\n\n   Words.\n" for title in bodies)
    site = site_with(make_site, {name: page}, EXERCISES)
    done = site.tandem("update")
    assert done.returncode == 0, done.stderr
    messages = catalog_of(site, "index").keys()
    marked = "A *marked* title" if name.endswith("md") else "A marked title"
    assert messages == {"Home", "Words.", "Plain title", marked, "Exercise"}  # one has no other
    site.catalog("index", {"Plain title": "Título sencillo"})
    site.build()
    english, spanish = site.page("index.html"), site.page("es/index.html")
    assert "Exercise (Plain title)" in english and "Exercise (A <em>marked</em> title)" in english
    assert "Exercise (Título sencillo)" in spanish
    assert (
        spanish.count('class="admonition-title"') == english.count('class="admonition-title"') == 3
    )
    assert 'Exercise (<span lang="en">A <em>marked</em> title</span>)' in spanish


TABS = """
from docutils import nodes
from docutils.parsers.rst import Directive

class TabLabel(nodes.paragraph):
    tagname = "button"

class Tab(Directive):
    required_arguments, final_argument_whitespace, has_content = 1, True, True
    def run(self):
        found, _ = self.state.inline_text(self.arguments[0], self.lineno)
        label = TabLabel("", "", *found) if self.name == "tabbed" else nodes.label("", "", *found)
        node = nodes.container("", label)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

def setup(app):
    app.add_directive("tabbed", Tab)
    app.add_directive("labelled", Tab)
    def depart(self, node):
        self.body.append("</button>")
    app.add_node(TabLabel, html=(lambda self, node: self.body.append(self.starttag(node, "button", "")), depart))
    app.add_node(nodes.label, override=True, html=(lambda self, node: self.body.append("<b>"), lambda self, node: self.body.append("</b>")))
"""


@pytest.mark.parametrize("directive", ["tabbed", "labelled"])
def test_labels_without_a_place_are_translated_and_marked(make_site, directive):
    """As sphinx-tabs and sphinx-inline-tabs, whose labels know no line."""
    page = f"# Home\n\n```{{{directive}}} First tab\nWords.\n```\n\n```{{{directive}}} Next *tab*\nMore.\n```\n"
    site = site_with(make_site, {"index.md": page}, TABS)
    done = site.tandem("update")
    assert done.returncode == 0, done.stderr
    assert {"First tab", "Next *tab*"} <= catalog_of(site, "index").keys()
    site.catalog("index", {"First tab": "Primera", "Words.": "Palabras."})
    site.build()
    page = site.page("es/index.html")
    assert "Primera" in page and "First tab" not in page
    assert "Next <em>tab</em>" in page and 'lang="en"' in page.partition("Next <em>")[0][-40:]


def test_marks_of_footnotes_are_no_labels(site):
    site.write(
        "index.rst", "Home\n====\n\nText [1]_ and [Cit]_.\n\n.. [1] Note.\n.. [Cit] Source.\n"
    )
    assert site.messages()["index"] == ["Home", "Text [1]_ and [Cit]_.", "Note.", "Source."]


# -- Values that pages put in --------------------------------------------------------------------


def test_values_of_restructuredtext_are_translated_and_marked(site):
    site.conf += (
        'rst_prolog = """.. |brand| replace:: The *Brand*\\n.. |none| replace:: Unused\\n"""\n'
    )
    page = (
        "Title\n=====\n\n|brand| sells |Product name|, |n|.\n\n"
        ".. |Product name| replace:: good\n   things\n.. |n| replace:: 1.2\n"
    )
    site.write("index.rst", page)
    messages = site.messages()["index"]
    assert messages.count("The *Brand*") == messages.count("good things") == 1
    assert not {"Unused", "1.2"} & set(messages)
    site.catalog(
        "index",
        {
            "|brand| sells |Product name|, |n|.": "|Product name| de |brand|, |n|.",
            "The *Brand*": "La *Marca*",
        },
    )
    paragraph = site.body().xpath(".//section/p")[0]
    assert text_of(paragraph) == "good things de La Marca, 1.2."
    marked = paragraph.xpath(".//*[@lang]")
    assert [(text_of(found), language_of(found)) for found in marked] == [("good things", "en")]


# -- Roles ---------------------------------------------------------------------------------------

ROLES = """
from docutils import nodes
from sphinx.util.docutils import SphinxRole

def big(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [nodes.strong(rawtext, text, classes=["big"])], []

class Wrapped(SphinxRole):
    def run(self):
        return [nodes.inline("", "", nodes.inline("", self.text), classes=["in"])], []

def link(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [nodes.reference(rawtext, text, refuri="https://a.org/" + text)], []

def markup(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [nodes.raw(rawtext, f"<i>{text}</i>", format="html")], []

def setup(app):
    app.add_role("big", big)
    app.add_role("wrapped", Wrapped())
    app.add_role("lead", link)
    app.add_role("markup", markup)
"""


@pytest.mark.parametrize("name", ["index.md", "index.rst"])
def test_what_a_role_shows_as_words_may_be_translated(site, name):
    site.conf += ROLES
    written = "{{{}}}`{}`" if name.endswith("md") else ":{}:`{}`"
    head = (
        "# Title\n\n```{eval-rst}\n.. role:: red\n.. role:: file-of(download)\n```\n\n"
        if name.endswith("md")
        else ("Title\n=====\n\n.. role:: red\n.. role:: file-of(download)\n\n")
    )
    roles = {"red": "red words", "big": "big words", "wrapped": "wrapped words"}
    leading = {"lead": "some place", "markup": "some words", "file-of": "a.txt"}
    english = {
        role: f"See {written.format(role, text)} here." for role, text in (roles | leading).items()
    }
    site.write("a.txt", "Words.")
    site.write(name, head + "\n\n".join(english.values()) + "\n")
    allowed = "tandem: allow translation-reference: a test\ntandem: allow translation-role: a test"
    spanish = {
        text: f"Vea {written.format(role, 'unas palabras')}." for role, text in english.items()
    }
    site.catalog("index", spanish, comments=dict.fromkeys(english.values(), allowed))
    body = site.body()
    shown = [text_of(found) for found in body.xpath(".//section/p")]
    assert shown[:3] == ["Vea unas palabras."] * 3
    assert body.xpath(".//strong[@class='big'][text()='unas palabras']")
    assert not body.xpath(".//a[contains(@href, 'unas')]") and not body.xpath(
        ".//i[text()='unas palabras']"
    )
    assert site.warnings.count("translation.not-in-source") == 3


# -- Templates of a form of the site's own --------------------------------------------------------


def test_a_wrong_template_is_named_by_its_page_and_not_by_a_folder_that_is_gone(make_site):
    name = "_templates/message.pot.jinja"
    site = make_site(
        {"index.md": PAGE, name: 'msgid "a"\n'}, conf='templates_path = ["_templates"]'
    )
    done = site.tandem("update")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "the template of index: " in done.stderr
    assert "/tandem-" not in done.stderr and ".pot:" not in done.stderr


EMPTY = """\
Home
====

.. index:: single: ; word

.. toctree::
   :caption:

   about

.. image:: a.png
   :alt: \\

.. raw:: html

   <img alt="" title=" "><p> </p>

.. parsed-literal::

   \\
"""


def test_no_message_is_empty(site):
    site.write("a.png", "")
    site.write("index.rst", EMPTY)
    site.write("about.md", "# About\n\n| | |\n|-|-|\n| | a |\n\n![](a.png)\n\n[](a.png)\n")
    found = site.messages()
    assert all(message.strip() for messages in found.values() for message in messages)
    assert "Home" in found["index"] and "a" in found["about"]
