"""Keeps drafts out of the site: a post is a draft when it says ``draft: true``.

ablog makes a draft of every post without a date or with a date to come, and
publishes its page all the same.  A date in the future hides nothing here: what a
site shows must not change with the day on which it is built.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .front_matter import is_true, read_front_matter

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def is_draft(app: Sphinx, docname: str) -> bool:
    """Say whether a page is a post that its author has not published yet."""
    try:
        text = Path(app.env.doc2path(docname)).read_text("utf-8-sig", errors="replace")
    except OSError:
        return False
    if "draft" not in text:
        return False
    fields = read_front_matter(text)
    is_post = "blogpost" in fields or docname in app.config.matched_blog_posts
    return is_post and is_true(fields.get("draft"))


def _leave_out(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    for docname in [name for name in docnames if is_draft(app, name)]:
        docnames.remove(docname)
        env.found_docs.discard(docname)
        if docname in env.all_docs:  # it was published before
            app.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)


def setup(app: Sphinx) -> None:
    """Look for drafts before pages are read, so that nothing links to them."""
    app.connect("env-before-read-docs", _leave_out)
