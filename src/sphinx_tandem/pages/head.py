"""The addresses of a page in every language: switcher, canonical, hreflang, Open Graph.

All of them come from :func:`sphinx_tandem.site.counterparts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urljoin

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import _ as sphinx_text
from sphinx.util.i18n import format_date

from ..catalogs.status import is_below
from ..site import Counterpart, Language, counterparts, make_site
from ..site.languages import babel_code, read
from ..site.options import current_language, site_of
from ..site.pagedata import makes_web_pages
from ..text.html import NOINDEX, script_json
from ..translate import marks
from ..translate.gettext import noted_messages
from ..translate.interface import _, ngettext
from ..translate.lookup import catalogs_in
from ..translate.page_language import page_language
from .finish import LinksElsewhere
from .social import HEIGHT, WIDTH, add_card

# Settings of other extensions that contain the address of the site's root.
_ROOT_SETTINGS = ("blog_baseurl", "ogp_site_url", "html_use_opensearch")
#: The page that a host shows for an address that does not exist.
NOT_FOUND = "404"
# What answers a question of the moment: no search engine should list it.
_UNLISTED = (NOT_FOUND, "search")
_IS_UNLISTED = re.compile(r"<meta(?=[^>]*\bname=\"robots\")[^>]*\bnoindex\b")
_TAG = re.compile(r"<[^<>]*>")
# From so many languages on the switcher is a menu: a bar has no room for more links.
_MENU = 4
_GLOBE = (
    '<svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor">'
    '<path d="M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1M1 8h14M8 1c-5 4-5 10 0 14 5-4 5-10 0-14"/></svg>'
)


def set_addresses(app: Sphinx, config: Config) -> None:
    """Give each language its own root, also under a plain ``sphinx-build -D language=es``."""
    if not config.tandem_languages:
        return
    config.tandem_root_url = config.tandem_root_url or config.html_baseurl or ""
    site = site_of(config)
    language = current_language(config)
    config.html_baseurl = site.root(language)
    for name in _ROOT_SETTINGS:
        if name not in config:
            continue
        value = config[name]
        if not value and name == "blog_baseurl":
            value = site.base_url
        if value:
            root = make_site(config.tandem_languages, value).root(language)
            config[name] = root if value.endswith("/") or name == "blog_baseurl" else root[:-1]


def expect_other_dates(app: Sphinx, config: Config) -> None:
    """Keep Sphinx from saying that Babel does not know a language: many are not in the CLDR."""
    if babel_code(config.language) != config.language:
        config.suppress_warnings = [*config.suppress_warnings, "i18n.babel"]


def show_date(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Write the date of the page as ``es`` does where Babel does not know ``es_LA``."""
    language, config = babel_code(app.config.language), app.config
    if context.get("last_updated") and language != config.language:
        context["last_updated"] = format_date(
            config.html_last_updated_fmt or str(sphinx_text("%b %d, %Y")),
            language=language,
            local_time=not config.html_last_updated_use_utc,
        )


def page_path(app: Sphinx, pagename: str) -> str:
    """Return where a page is under its language's root, as ``docs/about.html``."""
    uri = app.builder.get_target_uri(pagename)
    if uri.startswith("#"):  # the one page of the builder ``singlehtml``
        uri = f"{app.config.root_doc}.html"
    return unquote(uri.partition("#")[0])


def way_to_root(app: Sphinx, pagename: str) -> str:
    """Return the way from a page to the root of the site, which all its languages share."""
    path = current_language(app.config).prefix + page_path(app, pagename)
    return "../" * path.count("/") or "./"


def _switcher(found: tuple[Counterpart, ...]) -> str:
    """Return a switcher of plain links, which need no script; ``""`` where there is no choice."""
    if len(found) < 2:
        return ""
    items = []
    for other in found:
        current = ' aria-current="page"' if other.current else ""
        tag = escape(other.language.tag)
        items.append(
            f'<li><a href="{escape(other.href)}" lang="{tag}" hreflang="{tag}"{current}>'
            f"{escape(other.language.name)}</a></li>"
        )
    links = f"<ul>{''.join(items)}</ul>"
    if len(found) >= _MENU:
        here = next((other.language for other in found if other.current), None)
        tag = f' lang="{escape(here.tag)}"' if here else ""
        name = f"<span{tag}>{escape(here.name if here else _('Language'))}</span>"
        links = f"<details><summary>{_GLOBE}{name}</summary>{links}</details>"
    return f'<nav class="tandem-languages" aria-label="{escape(_("Language"))}">{links}</nav>'


def add_counterparts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the templates which languages this page has."""
    if not makes_web_pages(app):
        return
    site = site_of(app.config)
    language = current_language(app.config)
    # A page that another part makes may say itself where it is.
    published = context.get("tandem_languages") or page_language(app, pagename).published
    everywhere = counterparts(site, page_path(app, pagename), language)
    found = tuple(one for one in everywhere if one.language in published)
    context["tandem"] = SimpleNamespace(
        counterparts=found,
        language=language,
        source=site.source,
        switcher=_switcher(found),
        links=LinksElsewhere(app, site, language, page_path(app, pagename)),
        colors=bool(app.config.tandem_colors),
        _=_,
        ngettext=ngettext,
    )


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell search engines and social networks about the page and its counterparts."""
    if "tandem" not in context or not app.config.tandem_languages:
        return
    is_unlisted = pagename in _UNLISTED or _is_hardly_translated(app, pagename)
    if is_unlisted and 'name="robots"' not in (context.get("metatags") or ""):
        _add_tags(context, [NOINDEX])
    found: tuple[Counterpart, ...] = context["tandem"].counterparts
    own = next((other.url for other in found if other.current), "")
    if own and context.get("pageurl") == app.config.html_baseurl + app.builder.get_target_uri(
        pagename
    ):
        context["pageurl"] = own
    links = () if _is_hardly_translated(app, pagename) else _links(app, pagename, found)
    _add_tags(context, [*links, *_meta(app, pagename, context)])
    if own.startswith(("https://", "http://")) and NOINDEX not in context["metatags"]:
        _add_tags(context, [as_data(_standing(app, pagename, context, own))])


def as_data(told: dict[str, Any]) -> str:
    """Return what a page tells about itself in the words of https://schema.org/."""
    return (
        '<script type="application/ld+json">'
        f"{marks.strip(script_json({'@context': 'https://schema.org', **told}))}</script>"
    )


def _standing(app: Sphinx, pagename: str, context: dict[str, Any], own: str) -> dict[str, Any]:
    """Return whose site it is, on its first page; on any other, the way to it from there.

    https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
    """
    language, config = context["tandem"].language, app.config
    home, name = site_of(config).root(language), plain(config.html_title or config.project)
    if pagename == config.root_doc:
        publisher = {"@type": "Organization", "name": plain(config.project), "url": home}
        if logo := str(config.html_logo or ""):
            publisher["logo"] = urljoin(home, f"_static/{logo.rpartition('/')[2]}")
        if config.tandem_repository:
            publisher["sameAs"] = config.tandem_repository
        site = {"@type": "WebSite", "name": name, "url": home, "inLanguage": language.tag}
        return {**site, "publisher": publisher}
    way = [(name, home)]
    for parent in context.get("parents") or ():
        way.append((plain(parent["title"]), urljoin(own, unescape(parent["link"]))))
    way.append((plain(context.get("title") or pagename), own))
    items = [
        {"@type": "ListItem", "position": number, "name": text, "item": url}
        for number, (text, url) in enumerate(way, 1)
    ]
    del items[-1]["item"]  # where one is already
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _is_hardly_translated(app: Sphinx, pagename: str, language: Language | None = None) -> bool:
    """Say whether less of a page is translated than search engines should hear of.

    Readers who come to it see which of its passages are in the language of the source.

    :param language: the language of the page, if it is not that of this build.
    """
    language = language or current_language(app.config)
    if not language.least or language == page_language(app, pagename).source:
        return False
    _path, noted = noted_messages(app.env).get(pagename, ("", {}))
    messages = {message for message, _is_literal in noted}
    lookup = catalogs_in(app, language.code).page(pagename)
    translated = sum(lookup.get(message) is not None for message in messages)
    return is_below(language.least, translated, len(messages))


def _add_tags(context: dict[str, Any], tags: list[str]) -> None:
    context["metatags"] = (context.get("metatags") or "") + "".join(f"\n    {tag}" for tag in tags)


def _links(app: Sphinx, pagename: str, found: tuple[Counterpart, ...]) -> Iterator[str]:
    """Write ``hreflang`` for every language of which search engines hear, the page's own included."""
    found = tuple(
        one
        for one in found
        if one.language.is_announced
        and (one.current or not _is_hardly_translated(app, pagename, one.language))
    )
    if len(found) < 2 or not found[0].url or not any(one.current for one in found):
        return
    for tag, url in [*((one.language.tag, one.url) for one in found), ("x-default", found[0].url)]:
        yield f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(url)}">'


def _meta(app: Sphinx, pagename: str, context: dict[str, Any]) -> Iterator[str]:
    """Write what the page's own front matter or another extension has not written."""
    written = context.get("metatags") or ""
    for attribute, name, content in _facts(app, pagename, context):
        repeatable = name == "og:locale:alternate"
        if content and (repeatable or not re.search(rf'{attribute}="{re.escape(name)}"', written)):
            yield f'<meta {attribute}="{name}" content="{escape(plain(content))}">'


def _facts(app: Sphinx, pagename: str, context: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    tandem = context["tandem"]
    description = _description(app, pagename, context)
    yield "name", "description", description
    yield "property", "og:title", context.get("title") or ""
    yield "property", "og:type", "website" if pagename == app.config.root_doc else "article"
    yield "property", "og:url", context.get("pageurl") or ""
    yield "property", "og:site_name", app.config.html_title or app.config.project
    yield "property", "og:description", description
    card = _card(app, pagename, context)
    yield "name", "twitter:card", "summary_large_image" if card else "summary"
    yield "property", "og:image", card
    if card:
        yield "property", "og:image:width", str(WIDTH)
        yield "property", "og:image:height", str(HEIGHT)
        yield "property", "og:image:alt", context.get("title") or ""
    yield "property", "og:locale", open_graph_locale(tandem.language.code)
    for other in tandem.counterparts:
        if other.language != tandem.language and other.language.is_announced:
            yield "property", "og:locale:alternate", open_graph_locale(other.language.code)


def _card(app: Sphinx, pagename: str, context: dict[str, Any]) -> str:
    """Return the address of the page's social card; no page has one that is not to be found."""
    written = context.get("metatags") or ""
    if _IS_UNLISTED.search(written) or 'property="og:image"' in written:
        return ""
    title, site = context.get("title") or "", app.config.html_title or app.config.project
    return add_card(app, pagename, plain(title), plain(site), context.get("pageurl") or "")


def _description(app: Sphinx, pagename: str, context: dict[str, Any]) -> str:
    """Return the description of the front matter, of its ``html_meta``, or of what made the page."""
    text = app.env.metadata.get(pagename, {}).get("description")
    text = text or context.get("tandem_description")
    if isinstance(text, str) and text:
        return text
    for tag in re.findall(r"<meta [^>]*>", context.get("metatags") or ""):
        if re.search(r'name="description"', tag):
            found = re.search(r'content="([^"]*)"', tag)
            return unescape(found[1]) if found else ""
    return ""


def plain(text: str) -> str:
    """Return *text* without elements, entities and marks."""
    return " ".join(unescape(_TAG.sub("", marks.strip(str(text)))).split())


def open_graph_locale(code: str) -> str:
    """Return a language as Open Graph writes it, with the territory that its code names, if any.

    Readers of ``es`` are not those of Spain alone.
    """
    found = read(code)
    territory = "LA" if found.tag == "es-419" else found.territory
    return "_".join(filter(None, (found.language, territory)))
