"""What belongs to no single language: the sitemap and the file for robots."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape, quoteattr

from ..site import Language, Site, counterparts

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


def root_files(site: Site, pages: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the files for the root of the site, by name.

    A sitemap knows only whole addresses, so there is none without
    ``html_baseurl``.  It holds no dates: a build at another time is the same.

    :param site: the languages and addresses.
    :param pages: for each language, the pages to list, by their path within it.
    """
    robots = "User-agent: *\nAllow: /\n"
    if not site.base_url.startswith(("https://", "http://")):
        return {"robots.txt": robots}
    return {
        "robots.txt": f"{robots}Sitemap: {site.base_url}sitemap.xml\n",
        "sitemap.xml": sitemap(site, pages),
    }


def sitemap(site: Site, pages: Mapping[str, Collection[str]]) -> str:
    """Return a sitemap in which each page names its counterparts in all languages."""
    entries = [
        _entry(site, page, language, pages)
        for language in site.languages
        for page in sorted(pages.get(language.code, ()))
    ]
    return f"{_HEAD}{''.join(entries)}</urlset>\n"


def _entry(site: Site, page: str, language: Language, pages: Mapping[str, Collection[str]]) -> str:
    found = [
        counterpart
        for counterpart in counterparts(site, page, language)
        if page in pages.get(counterpart.language.code, ())
    ]
    own = next(counterpart.url for counterpart in found if counterpart.current)
    alternates = [(counterpart.language.tag, counterpart.url) for counterpart in found]
    # For a reader of any other language: the source language, or what there is.
    alternates.append(("x-default", found[0].url))
    links = "".join(
        f'    <xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(url)}/>\n'
        for tag, url in alternates
    )
    return f"  <url>\n    <loc>{escape(own)}</loc>\n{links}  </url>\n"
