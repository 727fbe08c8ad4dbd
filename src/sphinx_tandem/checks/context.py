"""What the rules about markup must know of a site and of a page, to read the messages of a catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from ..catalogs.model import Catalog, Entry
from ..catalogs.reader import certain_translations
from ..catalogs.reader import fields as header_fields
from ..site.settings import Settings
from ..text import Syntax, masking, one_line, parse
from ..upstream.parsers import MdParserConfig, myst_settings, page_config, setting
from .rules import SETTING, levels_of

# A name is short; a paragraph is none.
_LONGEST = 120


def _read_names(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield what things are called in English and in the catalogs of some folders."""
    for path in (path for folder in folders for path in sorted(folder.rglob("*.po"))):
        for message, entry in certain_translations(path).items():
            if len(message) <= _LONGEST:
                yield _folded(entry.msgid), _folded(entry.msgstr)


def _folded(name: str) -> str:
    # a term of a glossary may have a classifier: `hub : software`
    return one_line(name.split(" : ", maxsplit=1)[0]).casefold()


# Catalogs of words that are on every page; no page's catalog has such a name by chance
# where the site has no page of that name.
_WORD_DOMAINS = frozenset({"sphinx", "sphinx_tandem", "site", "django", "djangojs"})
_LINE = re.compile(r":\d*$")
# `.. role:: red` and `.. role:: red(emphasis)`; the name of its base is part of the second group.
_ROLE = re.compile(r"^[ \t]*\.\. role::[ \t]+([\w.+-]+)[ \t]*(\([^()\n]*\))?", re.MULTILINE)
_TARGET = re.compile(r"^[ \t]*\.\. _(`[^`\n]+`|[^:\n]+):", re.MULTILINE)


@dataclass(frozen=True)
class MarkupSettings:
    """How the messages of a site are written, and where its pages and catalogs are.

    :param directory: the folder that contains the pages.
    :param locale_dirs: the folders that contain catalogs.
    :param suffixes: the endings of its pages.
    :param markdown: MyST's settings.
    :param values: the texts of substitutions, which are in the ``site`` catalog.
    :param levels: what the site makes of single rules.
    :param roles: what is in ``conf.py`` of roles: its prolog and its epilog.
    :param links: the names of roles that ``extlinks`` makes, which lead to other sites.
    :param calls_asked: what was asked of the names in catalogs, with the answers.
    """

    directory: Path
    locale_dirs: tuple[Path, ...] = ()
    suffixes: tuple[str, ...] = (".md", ".rst")
    markdown: MdParserConfig = field(default_factory=MdParserConfig, repr=False)
    values: frozenset[str] = field(default=frozenset(), repr=False)
    levels: Mapping[str, str] = field(default_factory=dict)
    roles: str = field(default="", repr=False)
    links: frozenset[str] = frozenset()
    calls_asked: dict[tuple[str, str, str], bool] = field(
        default_factory=dict, repr=False, compare=False
    )
    _names: dict[str, frozenset[tuple[str, str]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def reader(self) -> parse.MarkdownReader:
        """Read messages of pages that have no settings and links of their own."""
        return parse.MarkdownReader(self.markdown)

    def calls(self, english: str, translated: str, language: str) -> bool:
        """Say whether some catalog of a language calls the thing *english* by that name."""
        if language not in self._names:
            places = self.locale_dirs if language else ()
            folders = (place / language / "LC_MESSAGES" for place in places)
            self._names[language] = frozenset(_read_names(folders))
        found = (_folded(english), _folded(translated)) in self._names[language]
        self.calls_asked[english, translated, language] = found
        return found


@dataclass(frozen=True)
class Context:
    """What one must know to read the entries of one catalog.

    :param language: the code of its language.
    :param syntax: how its messages are written, but for those of other files.
    :param sources: the pages that it belongs to.
    """

    language: str = ""
    syntax: Syntax = Syntax.MYST
    site: MarkupSettings = field(default_factory=lambda: MarkupSettings(Path()))
    sources: tuple[Path, ...] = ()

    @cached_property
    def page(self) -> parse.Page:
        """What the texts of the pages say about their messages."""
        return parse.read_page(self._source, self.reader)

    @cached_property
    def reader(self) -> parse.MarkdownReader:
        """Read messages with the settings and the links of the page."""
        config, links = (
            page_config(self.site.markdown, self._source),
            parse.definitions(self._source),
        )
        if config is self.site.markdown and not links:
            return self.site.reader
        return parse.MarkdownReader(config, links)

    @cached_property
    def word_roles(self) -> frozenset[str]:
        """The roles that a page or the site declares of words: they lead nowhere."""
        declared = _ROLE.findall(f"{self.site.roles}\n{self._texts}")
        return frozenset(
            name for name, base in declared if not base or masking.is_words(base.strip("() "))
        )

    @cached_property
    def targets(self) -> frozenset[str]:
        """The names of the targets on the page, to which references of reStructuredText lead."""
        return frozenset(
            one_line(name).strip("`").casefold() for name in _TARGET.findall(self._texts)
        )

    @cached_property
    def _texts(self) -> str:
        return "\n\n".join(
            path.read_text("utf-8-sig", errors="replace")
            for path in self.sources
            if path.suffix in parse.SYNTAXES and path.suffix != ".ipynb"
        )

    @cached_property
    def _source(self) -> str:
        return "\n\n".join(
            path.read_text("utf-8-sig", errors="replace")
            for path in self.sources
            if parse.SYNTAXES.get(path.suffix) is Syntax.MYST and path.suffix != ".ipynb"
        )

    def syntax_of(self, entry: Entry) -> Syntax:
        """Return how the message of an entry is written."""
        if self.syntax is Syntax.WORDS:
            return Syntax.MYST if entry.msgid in self.site.values else Syntax.WORDS
        syntax = _syntax_of_places(entry.references) or self.syntax
        if syntax is not Syntax.MYST or not parse.surely_rst(entry.msgid):
            return syntax
        # a part in reStructuredText (`eval-rst`), or a text that such a part brought
        return Syntax.RST if not self._source or self.page.has_rst else syntax

    def is_code(self, entry: Entry) -> bool:
        """Say whether an entry is a block of code or a displayed formula."""
        if self.syntax is Syntax.WORDS:
            return False
        text = entry.msgid
        if one_line(text) in self.page.code or self.is_formula(entry):
            return True
        # Sphinx joins the lines of all but code.
        return text.endswith("\n") or (bool(self._source) and "\n" in text.strip("\n"))

    def is_formula(self, entry: Entry) -> bool:
        """Say whether an entry is a displayed formula."""
        return one_line(entry.msgid) in self.page.formulas


def context_of(settings: Settings, path: Path, catalog: Catalog) -> Context:
    """Return what one must know to read the entries of a catalog.

    :param catalog: what it holds.
    """
    config = getattr(settings, "config", None)
    return make_context(
        markup_settings(settings.directory, settings.locale_dirs, config), path, catalog
    )


@lru_cache(maxsize=8)
def markup_settings(
    directory: Path, locale_dirs: tuple[Path, ...], config: object
) -> MarkupSettings:
    """Return how the messages of a site are written, and where its pages and catalogs are.

    :param config: the settings as Sphinx has them, or ``None``.
    """
    suffixes = setting(config, "source_suffix") or ()
    given = [suffixes] if isinstance(suffixes, str) else list(suffixes)
    markdown = myst_settings(config)
    values = frozenset(_texts(markdown.substitutions))
    known = tuple(
        dict.fromkeys([*(s for s in given if s in parse.SYNTAXES), ".md", ".rst", ".ipynb"])
    )
    levels, _ = levels_of(setting(config, SETTING))
    roles = "\n".join(str(setting(config, f"rst_{name}") or "") for name in ("prolog", "epilog"))
    links = frozenset(map(str, setting(config, "extlinks") or ()))
    return MarkupSettings(
        directory, locale_dirs, known, markdown, values, levels=levels, roles=roles, links=links
    )


def make_context(site: MarkupSettings, path: Path, catalog: Catalog) -> Context:
    """Return what one must know to read the entries of a catalog of a site."""
    language, domain = _place(site, path)
    if not language and catalog.header:
        language = header_fields(catalog.header).get("Language", "")
    sources = tuple(_sources(site, domain)) if domain else ()
    return Context(language, _syntax(site, domain or path.stem, sources, catalog), site, sources)


def _place(site: MarkupSettings, path: Path) -> tuple[str, str]:
    """Return the language and the domain of a catalog, as its path tells them."""
    for folder in site.locale_dirs:
        if path.is_relative_to(folder):
            parts = path.relative_to(folder).with_suffix("").parts
            if len(parts) > 2 and parts[1] == "LC_MESSAGES":
                return parts[0], "/".join(parts[2:])
    return "", ""


def _sources(site: MarkupSettings, domain: str) -> Iterator[Path]:
    """Yield the pages of a catalog: one, or those of a folder."""
    base = site.directory / domain
    for suffix in site.suffixes:
        path = base.with_name(base.name + suffix)
        if path.is_file():
            yield path
            return
    if base.is_dir() and domain not in _WORD_DOMAINS:
        yield from sorted(p for p in base.rglob("*") if p.suffix in site.suffixes and p.is_file())


def _syntax(
    site: MarkupSettings, domain: str, sources: tuple[Path, ...], catalog: Catalog
) -> Syntax:
    if sources:
        found = {parse.SYNTAXES.get(path.suffix, Syntax.MYST) for path in sources}
        return found.pop() if len(found) == 1 else _guess(site, catalog)
    if domain in _WORD_DOMAINS:
        return Syntax.WORDS
    known = list(filter(None, (_syntax_of_places(one.references) for one in catalog.entries)))
    return max(Syntax, key=known.count) if known else _guess(site, catalog)


def _guess(site: MarkupSettings, catalog: Catalog) -> Syntax:
    """Return the syntax that the messages themselves look like, or that of the site."""
    messages = [entry.msgid for entry in catalog.entries]
    rst = sum(map(parse.surely_rst, messages))
    myst = sum(map(parse.surely_myst, messages))
    if rst != myst:
        return Syntax.RST if rst > myst else Syntax.MYST
    if not rst and any(flag.endswith("-format") for e in catalog.entries for flag in e.flags):
        return Syntax.WORDS
    roots = {parse.SYNTAXES.get(path.suffix) for path in site.directory.glob("index.*")}
    return Syntax.RST if Syntax.RST in roots and Syntax.MYST not in roots else Syntax.MYST


def _syntax_of_places(references: Iterable[str]) -> Syntax | None:
    """Return the syntax of the files that an entry names, or ``None``."""
    for line in references:
        if ":docstring of" in line:
            return Syntax.RST
        for place in line.split():
            suffix = Path(_LINE.sub("", place)).suffix
            if suffix in parse.SYNTAXES:
                return parse.SYNTAXES[suffix]
    return None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)
