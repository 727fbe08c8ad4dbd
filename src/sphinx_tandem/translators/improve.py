"""Leads readers of a translation to its catalog: from each page, and from each passage.

A page holds one line of links.  What a reader who asks for more needs (where
each passage stands, and in which line of the catalog) is in a file of its own,
beside the page's review, and is loaded only then; see ``tandem-improve.js``.
"""

from __future__ import annotations

import json
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..site.options import is_pseudo, is_source
from ..site.pagedata import makes_site
from ..site.repository import catalog_url
from ..translate.interface import _
from ..translate.lookup import catalogs_of
from . import carriers, credits, places
from .review.addresses import has_review, review_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .places import Place

_SCRIPT = "tandem-improve.js"


def finish_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Take the marks of passages out of a page, and add the lines at its end."""
    noted = carriers.passages_of(app.env).get(pagename)
    if not noted or "body" not in context or not _is_translation(app):
        return
    texts = partial(carriers.shown_texts, app, pagename)
    body, found = places.find(context["body"], carriers.page_number(pagename), texts)
    url = catalog_url(app, pagename)
    lines = [credits.line(app, pagename)]
    if url and has_review(app):
        _write_lines(app, pagename, url, found)
        app.add_js_file(_SCRIPT, loading_method="defer")
        lines.append(_links(context["pathto"], review_page(app, pagename), url))
    elif url:
        lines.append(f'<p class="tandem-improve">{_link(url, _("Improve this translation"))}</p>')
    context["body"] = body + "".join(f"\n{line}" for line in lines if line)


def _is_translation(app: Sphinx) -> bool:
    return makes_site(app) and not is_source(app.config) and not is_pseudo(app.config)


def _links(pathto: Any, review: str, url: str) -> str:
    """Write the links of a page; the first is also the switch that scripts use."""
    switch = _link(pathto(review), _("Improve this translation"), pathto(f"{review}.js", 1))
    return f'<p class="tandem-improve">{switch} · {_link(url, _("Open its catalog"))}</p>'


def _link(href: str, text: str, lines: str = "") -> str:
    data = f' data-lines="{escape(lines)}"' if lines else ""
    return f'<a href="{escape(href)}"{data}>{escape(text)}</a>'


def _write_lines(app: Sphinx, docname: str, url: str, found: list[tuple[int, Place]]) -> None:
    """Write the file that says in which line of the catalog each passage stands.

    It is a script, because a page that is read from disk may load nothing else.
    """
    lookup = catalogs_of(app).page(docname)
    noted = carriers.passages_of(app.env)[docname]
    passages = []
    for number, place in found:
        messages = noted[number].message, noted[number].other_message
        line, waits = lookup.line_of(*messages) or 0, lookup.get(*messages) is None
        passages.append([place.tag, place.ordinal, line, place.words, int(waits)])
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
