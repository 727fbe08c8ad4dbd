"""A tiny site that is read once by plain Sphinx and MyST, without the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_tandem.upstream import extensions, myst_sphinx

CONF = """\
extensions = ["myst_parser", "sphinx_copybutton", "sphinx_design", "ablog"]
html_theme = "pydata_sphinx_theme"
html_title = "Reef"
myst_enable_extensions = ["dollarmath", "substitution", "tasklist"]
suppress_warnings = ["ablog"]
myst_heading_anchors = 2
myst_substitutions = {"who": "Ana", "where": "there"}
exclude_patterns = ["out", "doctrees"]
"""
PAGES = {
    "index.md": "---\nmyst:\n  substitutions: {who: Eva}\n---\n# Home <b>\n\n"
    "```{toctree}\npage\nother\n```\n\n```{index} coral\n```\n\n$$a = b$$ (sum)\n",
    "page.rst": "Page <b>\n========\n\nText.\n",
    "other.md": "# Other\n\n```{toctree}\nchild\n```\n",
    "child.md": "# Child\n\n```{toctree}\ngrandchild\n```\n",
    "grandchild.md": "# Grandchild\n\n- [ ] Task\n\n"
    "```{card} Card\n:link: https://a.org\n:link-alt: Words\nBody\n```\n\n"
    "```{button-link} https://b.org\n:tooltip: Button tip\nLabel\n```\n\n"
    "{bdg}`Badge ; Badge tip`\n\n"
    "```{post} 2024-01-01\n:title: Title\n```\n\n"
    '```{postlist} 1\n:format: "{title} by {author}"\n:expand: More\n```\n',
}


@dataclass
class Site:
    """What a build was, and what was seen while each page was read."""

    app: Sphinx
    markdown: dict[str, bool] = field(default_factory=dict)
    slugs: dict[str, Any] = field(default_factory=dict)
    trees: dict[str, Any] = field(default_factory=dict)
    contexts: dict[str, dict[str, Any]] = field(default_factory=dict)
    phases: set[object] = field(default_factory=set)

    def text(self, page: str) -> str:
        return (Path(self.app.outdir) / f"{page}.html").read_text("utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("upstream")
    for name, text in {"conf.py": CONF, **PAGES}.items():
        (folder / name).write_text(text, "utf-8")
    with patch_docutils(folder), docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "doctrees", "html", status=None)
        found = Site(app)

        def note_page(_app: Sphinx, doctree: Any) -> None:
            docname = app.env.docname
            found.phases.add(app.phase)
            found.markdown[docname] = myst_sphinx.is_markdown(app.env)
            myst_sphinx.translate_slugs(app.env, doctree, {"other": "Otra"})
            found.trees[docname] = doctree.deepcopy()
            found.slugs[docname] = app.env.metadata[docname].get("myst_slugs")

        def note_context(
            _app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _tree: object
        ) -> None:
            found.contexts[pagename] = context
            if pagename == "page":
                extensions.escape_navigation(context, app.env)

        app.connect("doctree-read", note_page, priority=100)  # ablog takes its nodes at 500
        app.connect("html-page-context", note_context, priority=900)
        app.build()
        yield found
