"""The settings that a site can make in its ``conf.py``, declared once, and what follows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sphinx.config import Config

from . import PSEUDO_CODE, Language, Site, make_site, with_pseudo

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Option:
    """One setting.

    :param types: what it may be, where that is more than its default tells.
    :param rebuild: what a change makes Sphinx read (``env``) or write again.
    """

    name: str
    default: Any
    help: str
    rebuild: Literal["env", "html"] = "html"
    types: tuple[type, ...] = ()


OPTIONS = (
    Option(
        "tandem_languages",
        {},
        "The languages of the site: codes and own names. The first is the source language.",
        rebuild="env",
    ),
    Option(
        "tandem_repository",
        "",
        "The public address of the repository; links to catalogs are made from it.",
    ),
    Option("tandem_branch", "main", "The branch on which readers' corrections are welcome."),
    Option(
        "tandem_repository_path",
        "",
        "Where the site's folder is in the repository, if it is not at the top.",
    ),
    Option(
        "tandem_mail",
        "",
        "Where readers without an account can send corrections; pages then offer a prepared email.",
    ),
    Option(
        "tandem_notice",
        True,
        "Whether a page that still has untranslated passages says so to its readers.",
    ),
    Option(
        "tandem_review",
        True,
        "Whether there is a page beside each page that shows its translation passage by passage.",
    ),
    Option(
        "tandem_search",
        True,
        "Whether the site has the engine's own search, and not Sphinx's.",
    ),
    Option(
        "tandem_light",
        True,
        "Whether pages load only the styles, scripts and icons that they use.",
    ),
    Option(
        "tandem_fast",
        True,
        "Whether a build uses what earlier builds kept, and forks its processes. The pages are the "
        "same.",
    ),
    Option(
        "tandem_colors",
        {},
        "The colours of pages, slides, sheets and kits: names, each with a colour or with one for "
        "light and one for dark pages.",
    ),
    Option(
        "tandem_social_cards",
        True,
        "Whether each page has a picture that stands above links to it, where the extra cards is "
        "installed; or the font of the pictures, a file.",
        types=(bool, str),
    ),
    Option(
        "tandem_redirects",
        "",
        "Old addresses and what answers them now: a YAML file of old: new lines, or a dictionary.",
        types=(str, dict),
    ),
    Option(
        "tandem_outside_files",
        [],
        "Files and folders outside the site's folder that pages may show.",
        rebuild="env",
        types=(list, tuple),
    ),
    Option(
        "tandem_course",
        {},
        "What registries of training should know of all lessons (license, keywords, prerequisites, audience, "
        "level, authors, provider, citation), and when a course was taught (runs).",
        rebuild="env",
    ),
    Option(
        "tandem_rules",
        {},
        "What individual rules about translations do: codes, each with refuse, show or off.",
        rebuild="env",
    ),
    Option(
        "tandem_code_words",
        [],
        "What of blocks of code is translated alone, line by line: comments, strings, or both.",
        rebuild="env",
        types=(list, tuple),
    ),
    Option(
        "tandem_pdf",
        False,
        "Set by the engine: whether handouts are printed as PDF, so that pages lead to them.",
    ),
    Option(
        "tandem_drafts",
        False,
        "Set by the engine: whether languages that are drafts are there, as in the preview.",
        rebuild="env",
    ),
    Option(
        "tandem_places",
        False,
        "Set by the engine: whether templates of catalogs say in words where a passage stands.",
        rebuild="env",
    ),
    Option(
        "tandem_root_url",
        "",
        "Set by the engine: the public address of the root, in every language's build.",
    ),
)


# What a site may give a colour: the properties of the look, without `--tandem-`.
COLORS = (
    *("accent", "on-accent", "warm", "task", "ink", "muted", "paper", "surface", "line"),
    *("question", "goal", "talk", "key", "teach", "band", "on-band", "sun"),
)
# The colours that themes give to links and to their bars.
_OF_THEMES = (
    ("html[data-theme]", ("--pst-color-primary", "--pst-color-link")),
    ("body[data-theme]", ("--color-brand-primary", "--color-brand-content")),
)


def color_rules(colors: Mapping[str, str | Sequence[str]]) -> str:
    """Return the styles that give a site its colours.

    :param colors: the setting ``tandem_colors``.
    """
    values = {
        name: value if isinstance(value, str) else f"light-dark({', '.join(value)})"
        for name, value in colors.items()
    }
    own = "".join(f"--tandem-{name}: {value}; " for name, value in values.items())
    rules = [(":root", own)]
    if accent := values.get("accent"):
        rules += [
            (where, "".join(f"{name}: {accent}; " for name in names)) for where, names in _OF_THEMES
        ]
    return "".join(f"{where} {{ {rule}}}\n" for where, rule in rules if rule)


def site_of(config: Config) -> Site:
    """Return the site that the settings describe."""
    languages = config.tandem_languages
    if is_pseudo(config):
        languages = with_pseudo(languages)
    site = make_site(
        languages or {config.language or "en": config.language or "English"},
        config.tandem_root_url or config.html_baseurl or "",
    )
    return site if config.tandem_drafts else site.without_drafts((config.language or "",))


def is_pseudo(config: Config) -> bool:
    """Say whether this build is in the pseudo-language, which no catalog holds."""
    return config.language == PSEUDO_CODE and PSEUDO_CODE not in (config.tandem_languages or ())


def current_language(config: Config) -> Language:
    """Return the language of this build.

    A language that the site does not declare gets a place of its own, so that
    its pages never claim the address of another language's.
    """
    site = site_of(config)
    code = config.language or site.source.code
    try:
        return site.language(code)
    except KeyError:
        return Language(code, code, f"{code}/")


def is_source(config: Config) -> bool:
    """Say whether this build is in the language that the pages are written in."""
    return current_language(config) == site_of(config).source


def register(app: Sphinx) -> None:
    """Register the settings."""
    for option in OPTIONS:
        types = option.types or (type(option.default),)
        app.add_config_value(option.name, option.default, option.rebuild, types, option.help)


# -- Where in the repository a reader can edit what a page shows ---------------------------------


def edit_url(app: Sphinx, path: str, *, new: bool = False) -> str:
    """Return the address at which a file of the site is edited, or ``""``.

    :param path: the file, relative to the site's folder.
    :param new: whether the file is still to be made.
    """
    config, context = app.config, app.config.html_context
    repository, branch = config.tandem_repository, config.tandem_branch
    folder = config.tandem_repository_path
    if not repository and context.get("github_user") and context.get("github_repo"):
        host = context.get("github_url", "https://github.com").rstrip("/")
        repository = f"{host}/{context['github_user']}/{context['github_repo']}"
        branch = context.get("github_version", branch)
        folder = folder or context.get("doc_path", "")
    if not repository:
        return ""
    place = "/".join(part.strip("/") for part in (folder, path) if part.strip("/"))
    if new:
        return f"{repository.rstrip('/')}/new/{quote(branch)}?filename={quote(place)}"
    return f"{repository.rstrip('/')}/edit/{quote(branch)}/{quote(place)}"


def catalog_url(app: Sphinx, docname: str, code: str = "") -> str:
    """Return the address at which a page's catalog is edited, or begun, or ``""``.

    :param code: the language of the catalog, if it is not that of this build.
    """
    # Commands import this module, and wait for nothing else of Sphinx.
    from ..upstream.sphinx import docname_to_domain  # noqa: PLC0415

    return domain_url(app, docname_to_domain(docname, app.config.gettext_compact), code)


def domain_url(app: Sphinx, domain: str, code: str = "") -> str:
    """Return the address at which a catalog is edited, or begun, or ``""``."""
    folder = Path(app.srcdir)
    name = Path(code or app.config.language, "LC_MESSAGES", f"{domain}.po")
    paths = [folder / locales / name for locales in app.config.locale_dirs or ["locales"]]
    path = next((path for path in paths if path.is_file()), None)
    new = path is None
    path = path or paths[0]
    if not path.is_relative_to(folder) or ".." in path.parts:
        return ""
    return edit_url(app, path.relative_to(folder).as_posix(), new=new)
