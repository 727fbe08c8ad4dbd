"""One page of each kind that the site has."""

from __future__ import annotations

from harness.real import Published

KINDS = {
    "home": "index.html",
    "page": "docs/about.html",
    "section": "training/index.html",
    "lesson": "training/hub-champion/introduction.html",
    "glossary": "training/hub-champion/reference.html",
    "task lists": "training/hub-champion/instructor-guide.html",
    "map and table": "docs/current-community-partners.html",
    "blog": "blog.html",
    "post": "blog/2024-04-24-welcome.html",
    "posts": "blog/archive.html",
    "tag": "blog/tag/*.html",
    "author": "blog/author/*.html",
    "year": "blog/2024.html",
    "search": "search.html?q=hub",
    "not found": "404.html",
    "review": "review/es/docs/contact.html",
    "reviews": "review/index.html",
    "instructor edition": "training/instructor/hub-champion/introduction.html",
    "instructor notes": "training/instructor/index.html",
    "slides": "training/instructor/hub-champion/introduction/slides.html",
    "handouts": "training/handouts/index.html",
    "handout": "training/handouts/hub-champion/introduction/exercises.html",
}
# Those that are looked at on a wide screen, too.
ROOMY = ("home", "page", "lesson", "post", "search", "review", "instructor edition", "slides")


def path_of(kind: str, published: Published) -> str:
    """Return a page of a kind: where the kind has many, the first."""
    pattern = KINDS[kind]
    if "*" not in pattern:
        return pattern
    start, _, end = pattern.partition("*")
    return next(
        path for path in published.pages("en") if path.startswith(start) and path.endswith(end)
    )
