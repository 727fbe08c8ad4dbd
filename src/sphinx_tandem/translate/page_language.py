"""The language that a page is written in, and the languages in which it is published.

A page says so in its front matter, by a code or by a name in English, in the language itself
or in one of the site's languages::

    language: es
    languages: [es]

Without the first field, it is written in the site's first language; without the second, it
is published in all of them.  Everything that has to do with a page's language reads this
one record: marks, notices, figures, lists, feeds, the switcher, ``hreflang``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.localedata import locale_identifiers
from sphinx.util import logging

from ..catalogs.extract import LANGUAGES_FILE
from ..site import Language, Site, locale_of
from ..site.languages import read
from ..site.options import current_language, site_of
from ..site.pagedata import page_data, source_text
from ..text.yaml_lines import Field, read_front_matter, split_labels
from ..upstream.sphinx import MessageCatalogBuilder, docname_to_domain
from .gettext import noted_messages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger(__name__)

# The option of the one `post` directive of a page, which ablog reads like the field.
_OF_DIRECTIVE = re.compile(
    r"^(?:\.\. post::|[`:]{3,}\{post\}).*\n(?:[ \t]*:[\w-]+:.*\n)*?[ \t]*:language:[ \t]*(.+)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class PageLanguage:
    """What a page says of its language.

    :param source: the language that it is written in, whether it is one of the site's or not.
    :param published: the languages of the site in which it is published.
    """

    source: Language
    published: tuple[Language, ...]

    @property
    def translated_into(self) -> frozenset[str]:
        """The codes of the languages that it is translated into."""
        return frozenset(one.code for one in self.published if one != self.source)


def page_language(app: Sphinx, docname: str) -> PageLanguage:
    """Return what a page says; pages that no file stands for say nothing."""
    found: PageLanguage | None = _noted(app.env).get(docname)
    if found is None:
        site = site_of(app.config)
        return PageLanguage(site.source, site.languages)
    return found


def is_own_language(app: Sphinx, docname: str) -> bool:
    """Say whether this build is in the language that a page is written in."""
    return current_language(app.config) == page_language(app, docname).source


def is_published(app: Sphinx, docname: str) -> bool:
    """Say whether a page is published in the language of this build."""
    published = page_language(app, docname).published
    return published == site_of(app.config).languages or current_language(app.config) in published


def source_tag(app: Sphinx, docname: str) -> str:
    """Return the tag of a page's language, ``""`` where it is the site's first."""
    source = page_language(app, docname).source
    return "" if source == site_of(app.config).source else source.tag


def pages_that_say(env: BuildEnvironment) -> list[str]:
    """Return the pages that say anything of their language."""
    return sorted(_noted(env))


def _noted(env: BuildEnvironment) -> dict[str, PageLanguage]:
    # Not forgotten with what was read of a page: it is noted before that.
    return page_data(env, "tandem_page_languages")


def pages_elsewhere(app: Sphinx) -> dict[str, Language]:
    """Return the pages that this build leaves out, each with a language in which it is there.

    It is asked for every page that is written, so it is found once, when all were read.
    """
    found: dict[str, Language] | None = app.__dict__.get("tandem_pages_elsewhere")
    if found is None:
        found = {}
        for docname in pages_that_say(app.env):
            if docname in app.env.all_docs and not is_published(app, docname):
                page = page_language(app, docname)
                is_there = page.source in page.published
                found[docname] = page.source if is_there else page.published[0]
        app.__dict__["tandem_pages_elsewhere"] = found
    return found


def note_languages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note what the pages say that are about to be read."""
    for docname in docnames:
        _noted(env).pop(docname, None)
        if app.config.tandem_languages and (found := _read(app, docname)):
            _noted(env)[docname] = found


def _read(app: Sphinx, docname: str) -> PageLanguage | None:
    """Return what the front matter of a page says, ``None`` where it says nothing."""
    text = source_text(app.env, docname)
    fields = read_front_matter(text)
    language, languages = fields.get("language"), fields.get("languages")
    if language is None and "ablog" in app.extensions:
        said = list(_OF_DIRECTIVE.finditer(text))
        if len(said) == 1:
            line = text.count("\n", 0, said[0].start(1)) + 1
            language = Field((said[0][1].strip(),), False, line)
    is_post = "blogpost" in fields or docname in getattr(app.config, "matched_blog_posts", ())
    if (
        language is None
        and is_post
        and (names := getattr(app.config, "blog_default_language", None))
    ):
        language = Field((names,) if isinstance(names, str) else tuple(names), True, 1)
    if language is None and languages is None:
        return None
    site = site_of(app.config)
    source = _known(app, docname, site, language) if language else []
    published = _known(app, docname, site, languages) if languages else []
    chosen = tuple(one for one in site.languages if one in published) or site.languages
    if docname == app.config.root_doc:
        chosen = site.languages  # every language has a home
    # A post in several languages is in none of them as a whole.
    return PageLanguage(source[0] if len(source) == 1 else site.source, chosen)


def _known(app: Sphinx, docname: str, site: Site, field: Field) -> list[Language]:
    """Return the languages that a field names, and report what names none."""
    names = field.values if field.is_list else split_labels(field.text.strip("[]"))
    spelled_out = getattr(app.config, "blog_languages", None) or {}
    found = []
    for name in names:
        full = spelled_out.get(name, (name,))[0]
        language = language_called(site, name) or language_called(site, str(full))
        if language:
            found.append(language)
            continue
        _logger.warning(
            "no language is called '%s', so the page counts as one in %s. "
            "Write a code such as 'es', or the name of a language.",
            name,
            site.source.name,
            location=(docname, field.line),
            type="page",
            subtype="language",
        )
    return list(dict.fromkeys(found))


def language_called(site: Site, name: str) -> Language | None:
    """Return the language that a code or a name means, one of the site's if it can be.

    >>> from sphinx_tandem.site import make_site
    >>> site = make_site({"en": "English", "pt_BR": "Português"})
    >>> [language_called(site, name).code for name in ("pt", "Portuguese", "Spanish", "français")]
    ['pt_BR', 'pt_BR', 'es', 'fr']
    """
    wanted = name.strip().casefold()
    for language in site.languages:
        codes = (language.code.casefold(), language.tag.casefold())
        if wanted in (*codes, language.name.casefold()):
            return language
    code = code_of(wanted, tuple(language.code for language in site.languages))
    if not code:
        return None
    for language in site.languages:
        if language.data.language == read(code).language:
            return language
    locale = locale_of(code)
    own = (locale.get_display_name() if locale else "") or code
    return Language(code, own, f"{code}/")


@cache
def code_of(name: str, readers: tuple[str, ...]) -> str:
    """Return the code of a language, ``""`` where nobody knows the name.

    :param name: a code or a name, in small letters.
    :param readers: the codes of the languages in which it may be named.
    """
    locale = locale_of(name)
    if locale:
        return str(locale)
    for names in _names(("en", *readers)):
        if name in names:
            return names[name]
    own = (code for code in locale_identifiers() if "_" not in code)
    return next(
        (code for code in own if Locale(code).languages.get(code, "").casefold() == name), ""
    )


def _names(codes: Iterable[str]) -> Iterable[dict[str, str]]:
    """Yield the codes of all languages by what they are called in each of some languages."""
    for code in codes:
        if locale := locale_of(code):
            yield {name.casefold(): known for known, name in locale.languages.items()}


# -- What is translated into which language, for catalogs and figures ----------------------------


def languages_of_messages(app: Sphinx) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what the messages are translated into, of domains whose pages say their language."""
    compact = app.config.gettext_compact
    wanted = {docname_to_domain(docname, compact) for docname in pages_that_say(app.env)}
    found: dict[str, dict[str, tuple[str, ...]]] = {domain: {} for domain in wanted}
    for docname, (_path, messages) in sorted(noted_messages(app.env).items()):
        if (domain := docname_to_domain(docname, compact)) in wanted:
            for message, _is_literal in messages:
                codes = page_language(app, docname).translated_into
                codes |= set(found[domain].get(message, ()))
                found[domain][message] = tuple(sorted(codes))
    return found


def save_languages(app: Sphinx, exception: Exception | None) -> None:
    """Leave it beside the templates of catalogs, for the command line."""
    is_wanted = exception is None and isinstance(app.builder, MessageCatalogBuilder)
    if is_wanted and (found := languages_of_messages(app)):
        text = json.dumps(found, sort_keys=True)
        Path(app.outdir, LANGUAGES_FILE).write_text(text, "utf-8")
