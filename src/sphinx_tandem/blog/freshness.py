"""Has pages written again that show a post which has changed.

Sphinx writes only the pages whose own source changed; a preview would go on
showing the old title of a post in lists, in sidebars and beside its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SHOWN = ("title", "date", "update", "tags", "author", "category", "location", "language")


def _digest(env: BuildEnvironment) -> str:
    """Return a digest of all that other pages show of posts."""
    digest = sha256()
    posts: dict[str, list[dict[str, Any]]] = getattr(env, "ablog_posts", {})
    for docname, found in sorted(posts.items()):
        for info in found:
            shown = [str(info[name]) for name in _SHOWN]
            shown += [str(node) for node in info["excerpt"]]
            digest.update(repr((docname, info["section"], shown)).encode())
    return digest.hexdigest()


def _rewrite(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    before, now = getattr(env, "tandem_blog_digest", None), _digest(env)
    env.tandem_blog_digest = now  # type: ignore[attr-defined]  # kept from build to build
    return [] if before == now else sorted(env.found_docs)


def setup(app: Sphinx) -> None:
    """Compare the posts with those of the build before."""
    app.connect("env-get-updated", _rewrite)
