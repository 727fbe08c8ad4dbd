"""Leads readers of a translation to its catalog: from each page, and from each passage.

A page holds one line of links.  What a reader who asks for more needs (how each
passage begins, and its line in the catalog) is in a file of its own, beside the
page's review, and is loaded only then; see ``tandem-improve.js``.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..site.options import catalog_url, is_pseudo, is_source
from ..site.pagedata import makes_site
from ..translate.interface import _
from ..translate.lookup import catalogs_of
from . import credits
from .passages_in_html import passages_of, shown_passages
from .review import has_review, review_page

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def finish_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the lines at the end of a page."""
    is_page = "body" in context and doctree is not None and passages_of(app.env).get(pagename)
    if doctree is None or not is_page or not _is_translation(app):
        return
    url = catalog_url(app, pagename)
    lines = [credits.line(app, pagename)]
    if url and has_review(app):
        _write_lines(app, pagename, url, doctree)
        app.add_js_file("tandem-improve.js", loading_method="defer")
        lines.append(_links(context["pathto"], review_page(app, pagename), url))
    elif url:
        lines.append(f'<p class="tandem-improve">{_link(url, _("Improve this translation"))}</p>')
    context["body"] += "".join(f"\n{line}" for line in lines if line)


def _is_translation(app: Sphinx) -> bool:
    return makes_site(app) and not is_source(app.config) and not is_pseudo(app.config)


def _links(pathto: Any, review: str, url: str) -> str:
    """Write the links of a page; the first is also the switch that scripts use."""
    switch = _link(pathto(review), _("Improve this translation"), pathto(f"{review}.js", 1))
    return f'<p class="tandem-improve">{switch} · {_link(url, _("Open its catalog"))}</p>'


def _link(href: str, text: str, lines: str = "") -> str:
    data = f' data-lines="{escape(lines)}"' if lines else ""
    return f'<a href="{escape(href)}"{data}>{escape(text)}</a>'


def _write_lines(app: Sphinx, docname: str, url: str, doctree: nodes.document) -> None:
    """Write the file that says how each passage begins, and where its entry is.

    It is a script, because a page that is read from disk may load nothing else.
    """
    lookup = catalogs_of(app).page(docname)
    passages = [
        (words, lookup.line_of(*messages) or 0, int(lookup.get(*messages) is None))
        for messages, words in shown_passages(app, docname, doctree)
    ]
    data = {"catalog": url, "passages": passages, "words": _words()}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    target = Path(app.outdir, f"{review_page(app, docname)}.js")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"tandemPassages({text})\n", encoding="utf-8", newline="\n")


def _words() -> dict[str, str]:
    """Return what the script says, in the language of the page."""
    return {
        "improve": _("Improve this passage"),
        "translate": _("Translate this passage"),
        "label": _("Improve this translation"),
        "hint": _("Point at a passage, tap it or reach it with the Tab key to improve it."),
        "review": _("See all passages"),
        "catalog": _("Open its catalog"),
        "leave": _("Leave (Esc)"),
    }
