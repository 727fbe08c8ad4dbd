"""Light pages: what readers download is what the pages of the site use.

When all languages stand together, :func:`lighten` goes through the published tree once.
What does not differ between languages has one address; styles, scripts and icons that no page
needs are left out; what is left is small, is loaded without holding up the page, and has a
name made from its content, so that a browser may keep it for good.  Nothing on a page
needs a script or a style within the page, which its content security policy says.

The work on one page depends on that page and on the files that it asks for.  Only then come the
files that all pages share, whose names the pages are given at the end.  Both are kept for the
next tree (:class:`Memory`): what was asked, and what came of it.  It is one module because
what is kept is right only together with what is made.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pickle
import posixpath
import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from ..site import Site
from ..text.html import INVALID, parts_of
from .light_page import (
    FILES,
    FOLDER,
    POLICY,
    SCRIPTS,
    SEARCH_SCRIPTS,
    STYLES,
    THEME_SCRIPTS,
    AskedTree,
    Lightener,
    LightPage,
    Script,
    ScriptWords,
    Tree,
    inside,
    is_outside,
    relative,
    text_digest,
    usage_of,
    written_tag,
)
from .shared_styles import Kind, divided, foreign_sheets, named_in
from .styles import (
    Rule,
    Sheet,
    Usage,
    needed_rules,
    read_sheet,
    small_styles,
    written,
)
from .styles import small_script as _small_script

# Most pages load the same scripts.
small_script = cache(_small_script)

# -- What is kept for the next tree ---------------------------------------------------------------


@dataclass
class Known:
    """A page that was made light.

    :param html: a digest of what it was.
    :param around: the same of what all files of the tree say together.
    :param answers: what was asked of single files, with the answers.
    :param named: a digest of all words of stylesheets, and one of what they name on the page.
    """

    html: str
    around: str
    answers: dict[tuple[str, str], Any]
    page: LightPage
    named: tuple[str, str] = ("", "")


@dataclass
class Styles:
    """The styles of all pages, as long as no page has anything new that styles could name.

    :param sheets: the stylesheets of each page.
    :param whole: the styles of the pages that hold them.
    :param files: the stylesheets.
    :param sources: what they were made from.
    """

    asked: str = ""
    sheets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)


@dataclass
class Memory:
    """What was worked out for one tree, for the next one.

    :param made_with: what must be the same, or nothing of it is right.
    """

    made_with: object = None
    pages: dict[str, Known] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)

    @classmethod
    def load(cls, path: Path, made_with: object) -> Memory:
        """Return what an earlier build kept, empty where that is of no use."""
        try:
            found = pickle.loads(path.read_bytes())  # noqa: S301  # our own
        except Exception:  # whatever is wrong with it
            found = None
        is_right = isinstance(found, Memory) and found.made_with == made_with
        return found if is_right else Memory(made_with)

    def save(self, path: Path) -> None:
        """Keep it."""
        new = path.with_name(f"{path.name}.new")
        new.write_bytes(pickle.dumps(self, pickle.HIGHEST_PROTOCOL))
        new.replace(path)


# -- What pages share -----------------------------------------------------------------------------


class _Bundles:
    """Files that several pages share, under names made from their content."""

    def __init__(
        self, tree: Tree, pages: dict[str, LightPage], words: ScriptWords, known: Styles
    ) -> None:
        self.tree, self.pages, self.words, self.known = tree, pages, words, known
        self.text = cache(tree.text)
        self.files: dict[str, str] = dict(known.files)
        self.sources: set[Path] = {tree.folder / path for path in known.sources}
        self.fonts = {
            path.name: path
            for path in sorted(tree.folder.rglob("webfonts/fa-*.woff2"))
            if not path.is_relative_to(tree.folder / FOLDER)
        }
        self.families = _families([self.common(page) for page in pages.values()])
        lost = (f"{language.prefix}404.html" for language in tree.site.languages)
        self.lost = [path for path in lost if path in pages]
        self.styles: dict[tuple[str, ...], dict[Kind, tuple[str, ...]]] = {}
        self.kinds: dict[int, Kind] = {}
        self.links: dict[tuple[tuple[Script, ...], bool], str] = {}
        self.loads: Counter[str] = Counter()
        self.whole: list[tuple[str, tuple[str, ...]]] = []
        self.titles: dict[str, list[tuple[str, str]]] = {x.code: [] for x in tree.site.languages}
        for path, page in pages.items():
            if page.is_listed and page.title:
                self.titles[tree.site.language_of(path).code].append((page.title, path))

    def common(self, page: LightPage) -> tuple[str, ...]:
        """Return the sheets of a page, each under the address that all languages share."""
        paths = (self.tree.shared.get(path, path) for path in page.sheets)
        return tuple(dict.fromkeys(paths))

    def write(self, name: str, kind: str, text: str) -> str:
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        path = f"{FOLDER}/{name}.{digest}.{kind}"
        self.files[path] = text
        return path

    def sheets_at(self, path: str) -> tuple[str, ...]:
        """Return the paths of the stylesheets that the page at a path loads."""
        if path not in self.known.sheets:
            self.known.sheets[path] = self.sheets(self.pages[path])
        return self.known.sheets[path]

    def whole_at(self, path: str) -> str:
        """Return the styles of the page at a path, which holds them."""
        if path not in self.known.whole:
            sheets = self.common(self.pages[path])
            # The languages of a site have one such page, but for its words.
            alike = [one for one in self.lost if self.common(self.pages[one]) == sheets]
            rules, _usage = self.needed(sheets, [self.pages[x] for x in alike])
            # No address in them can be relative.
            style = re.sub(r"url\(\"?/[^)]*\)", "none", small_styles(written(rules)))
            self.known.whole |= dict.fromkeys(alike, style)
        return self.known.whole[path]

    def keep_styles(self) -> None:
        """Note for the next tree which stylesheets there are, and what they were made from."""
        folder = self.tree.folder
        self.known.files |= {
            name: text for name, text in self.files.items() if name.endswith(".css")
        }
        self.known.sources |= {
            path.relative_to(folder).as_posix()
            for path in self.sources
            if path.suffix == ".css" and path.is_relative_to(folder)
        }

    def sheets(self, page: LightPage) -> tuple[str, ...]:
        """Return the paths of the stylesheets that a page loads."""
        family = self.families[self.common(page)]
        if family not in self.styles:
            users = [x for x in self.pages.values() if self.families[self.common(x)] == family]
            self.styles[family] = self._divided(family, users)
        return self.styles[family][self.kinds[id(page)]]

    def _divided(
        self, family: tuple[str, ...], users: Sequence[LightPage]
    ) -> dict[Kind, tuple[str, ...]]:
        rules, usage = self.needed(family, users)
        named = named_in(rules)
        of_scripts: dict[tuple[int, bool], frozenset[str]] = {}
        for page in users:
            key = (id(self.words.of(page)), page.is_of_theme)
            if key not in of_scripts:
                of_scripts[key] = frozenset(
                    filter(usage_of([page], self.words).is_of_script, named)
                )
            names = of_scripts[key] | (page.names & named)
            self.kinds[id(page)] = Kind(names, frozenset(self.common(page)))
        # What stands on the pages themselves: the words of a script are seldom what it adds.
        there = {Kind(page.names & named, frozenset(self.common(page))) for page in users}
        foreign = foreign_sheets(rules, there)
        if foreign:
            apart: dict[frozenset[str], list[LightPage]] = {}
            for page in users:
                apart.setdefault(frozenset(foreign & {*self.common(page)}), []).append(page)
            found: dict[Kind, tuple[str, ...]] = {}
            for pages in apart.values():
                found |= self._divided(family, pages)
            return found
        base, extra = divided(rules, Counter(self.kinds[id(page)] for page in users), usage)
        first = self.moved(small_styles(base))
        path = self.write("styles", "css", first) if first else ""
        return {
            kind: tuple(
                filter(
                    None, (path, more and self.write("more", "css", self.moved(small_styles(more))))
                )
            )
            for kind, more in extra.items()
        }

    def needed(
        self, paths: tuple[str, ...], users: Sequence[LightPage]
    ) -> tuple[list[Rule], Usage]:
        """Return the styles that some pages need, and what stands on these."""
        usage = usage_of(users, self.words)
        sheets: list[tuple[Sheet, Usage, str]] = []
        for path in paths:
            own = [page for page in users if path in self.common(page)]
            if len(own) == len(users):
                sheets.append((self.read(path), usage, ""))
            elif own:
                sheets.append((self.read(path), usage_of(own, self.words), path))
        of_theme = any(_stem(path) == "pydata-sphinx-theme" for path in paths)
        if of_theme:
            own_sheet = FILES / "light.css"
            sheets.append((Sheet(own_sheet, own_sheet.read_text("utf-8")), usage, ""))
        own_rules = sorted({rule for page in users for rule in page.rules})
        # As strong as the attributes that they stand for.
        text = "".join(f".{name}:not(#_#_){{{body}}}" for name, body in own_rules)
        return needed_rules(sheets, usage, self.fonts, text, by_wish=of_theme), usage

    def read(self, path: str) -> Sheet:
        if path in self.tree.kept:
            return Sheet(self.tree.folder / path, self.tree.kept[path])
        sheet = read_sheet(self.tree.folder / path)
        self.sources.add(sheet.path)
        return sheet

    def moved(self, text: str) -> str:
        """Let addresses in a stylesheet start from where it will stand."""
        root = self.tree.folder.resolve().as_posix()

        def moved(found: re.Match[str]) -> str:
            path = found[1].removeprefix(f"{root}/")
            return f'url("{relative(self.tree.shared.get(path, path), f"{FOLDER}/x")}")'

        return re.sub(rf"url\(\"?({re.escape(root)}/[^\")]*)\"?\)", moved, text)

    def script_tags(self, page: LightPage, path: str) -> str:
        """Return the elements that load the scripts of a page, in their order."""
        tags: list[str] = []
        group: list[Script] = []
        own = page.is_of_theme and bool(page.hashes)
        for script in page.scripts:
            text = self.text(script.path)
            # What one page alone loads, or looks for beside itself, stays a file of its own.
            is_single = posixpath.basename(script.path) in SEARCH_SCRIPTS
            is_single = is_single and "DOCUMENTATION_OPTIONS =" not in text
            is_module = dict(script.data).get("type") == "module"
            if is_single or is_module or "currentScript.src" in text:
                tags += self._groups(group, path, own=own)
                group, own = [], False
                target = self.tree.shared.get(script.path, script.path)
                if script.path in self.tree.kept:
                    target = self.write("page", "js", text)
                elif not is_module:
                    self.files[target] = small_script(text)  # where it looks for others
                tags.append(_script(target, script.data, path))
            else:
                group.append(script)
        return "".join([*tags, *self._groups(group, path, own=own)])

    def _groups(self, group: Sequence[Script], path: str, *, own: bool) -> Iterator[str]:
        """Yield the elements that load scripts: first those that most pages load.

        :param own: whether what replaces the theme's scripts comes first.
        """
        common = [one for one in group if self.is_common(one)] if own else []
        if own:
            yield self._group(tuple(common), path, own=True)
        if rest := tuple(one for one in group if one not in common):
            yield self._group(rest, path)

    def is_common(self, script: Script) -> bool:
        """Say whether most pages load a script."""
        if not self.loads:
            for page in self.pages.values():
                self.loads.update({self.tree.shared.get(x.path, x.path) for x in page.scripts})
        return 2 * self.loads[self.tree.shared.get(script.path, script.path)] > len(self.pages)

    def _group(self, group: tuple[Script, ...], path: str, *, own: bool = False) -> str:
        if (group, own) not in self.links:
            first = small_script((FILES / "light.js").read_text("utf-8")) if own else ""
            text = "\n".join(filter(None, (first, self._joined(group))))
            self.links[group, own] = self.write("light" if own else "page", "js", text)
        data = tuple({key: value for one in group for key, value in one.data}.items())
        return _script(self.links[group, own], data, path)

    def _joined(self, group: Sequence[Script]) -> str:
        texts = []
        for script in group:
            if posixpath.basename(script.path) == "clipboard.min.js":
                texts.append((FILES / "clipboard.js").read_text("utf-8"))
            else:
                texts.append(self.text(script.path))
            if script.path not in self.tree.kept:
                self.sources.add(self.tree.folder / script.path)
        return "\n".join(f";{small_script(text)}" for text in texts)


def _script(target: str, data: Iterable[tuple[str, str]], page: str) -> str:
    attributes = {**dict(data), "defer": "", "src": relative(target, page)}
    return f"{written_tag('script', attributes)}</script>"


def _stem(path: str) -> str:
    return posixpath.basename(path).partition(".")[0]


def _families(all_sheets: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return for each list of sheets all those of its relatives, in an order that suits them all.

    Lists belong together that share most of their sheets, and have those in the same order.
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    waiting = sorted(Counter(all_sheets).items(), key=lambda one: (-one[1], one[0]))
    while waiting:
        first = together = waiting[0][0]
        family = [first]
        for own, _number in waiting[1:]:
            merged = _merged(together, own)
            if merged and 2 * len({*own} & {*first}) > len(first):
                family.append(own)
                together = merged
        found |= dict.fromkeys(family, together)
        waiting = [one for one in waiting if one[0] not in family]
    return found


def _merged(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return both lists as one that keeps the order of each, or an empty one if none does.

    >>> _merged(("a", "b", "d"), ("a", "c", "d"))
    ('a', 'c', 'b', 'd')
    >>> _merged(("a", "b"), ("b", "a"))
    ()
    """
    if [x for x in one if x in other] != [x for x in other if x in one]:
        return ()
    found: list[str] = []
    rest = list(one)
    for name in other:
        while name in rest:
            found.append(rest.pop(0))
        if name not in found:
            found.append(name)
    return (*found, *rest)


# -- The whole site -------------------------------------------------------------------------------


def lighten(
    folder: Path,
    site: Site,
    published: Path | None = None,
    memory: Memory | None = None,
) -> None:
    """Make the pages of a published tree light.

    :param folder: the tree with all its languages, before it is published.
    :param published: the tree that it will replace, from which pages of languages were kept
        that are not built this time: what these pages load is kept, too.
    :param memory: what was worked out for an earlier tree; it is brought up to date.
    """
    memory = memory or Memory()
    tree = Tree(folder, site)
    tree.find_shared()
    pages = _light_pages(tree, memory)
    if not pages:
        return
    words = ScriptWords(tree)
    asked = _asked_of_styles(tree, memory, words)
    if memory.styles.asked != asked:
        memory.styles = Styles(asked)
    bundles = _Bundles(tree, pages, words, memory.styles)
    finished = {
        path: _whole(page, path, bundles)
        if path in bundles.lost
        else _finished(page, path, bundles)
        for path, page in pages.items()
    }
    bundles.keep_styles()
    for name, text in [*finished.items(), *bundles.files.items()]:
        _write(folder / name, text)
    if published is not None:
        _keep(folder, published, pages)
    _remove_unused(tree, bundles, finished)
    _write(folder / "_headers", _headers(pages.values(), bundles))


_LOADED = re.compile(r"\s(?:href|src)=\"([^\":#?]*_(?:static|images|downloads)/[^\"#?]*)")


def _keep(folder: Path, published: Path, new: Collection[str]) -> None:
    """Keep what pages load that were published before, under a second name.

    :param new: the pages that were made now: what these name and have not, no page has.
    """
    for path in sorted(folder.rglob("*.html")):
        if path.relative_to(folder).as_posix() in new:
            continue
        html = path.read_text("utf-8")
        if f"{FOLDER}/" not in html:
            continue
        for address in _LOADED.findall(html):
            name = posixpath.normpath(
                path.parent.relative_to(folder).as_posix() + "/" + unquote(address)
            )
            there, here = published / name, folder / name
            if not here.exists() and not name.startswith("..") and there.is_file():
                here.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(there, here)


def _light_pages(tree: Tree, memory: Memory) -> dict[str, LightPage]:
    """Return the pages of a tree by their paths, without those that load nothing."""
    found: dict[str, Known] = {}
    now = AskedTree(tree)  # which remembers what it answered
    around = text_digest(repr((sorted(tree.shared.items()), sorted(tree.ids), tree.site)))
    for path in sorted(tree.folder.rglob("*.html")):
        name = path.relative_to(tree.folder).as_posix()
        html = path.read_text("utf-8")
        if f"{FOLDER}/" in html or "_static/" not in html:
            continue
        known, digest = memory.pages.get(name), text_digest(html)
        if known and (known.html, known.around) == (digest, around) and _holds_still(known, now):
            tree.kept |= dict(known.page.texts)
        else:
            asked = AskedTree(tree)
            known = Known(digest, around, asked.answers, Lightener(html, name, asked).run())
        found[name] = known
    memory.pages = found
    return {name: known.page for name, known in found.items()}


def _holds_still(known: Known, now: AskedTree) -> bool:
    """Say whether all files answer what they did when a page was made light."""
    for (question, path), answer in known.answers.items():
        if (question, path) not in now.answers:
            try:
                getattr(now, question)(path)
            except OSError:
                return False
        if now.answers.get((question, path)) != answer:
            return False
    return True


_WORD = re.compile(r"[\w-]+")
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")


def _asked_of_styles(tree: Tree, memory: Memory, scripts: ScriptWords) -> str:
    """Return a text that differs when the styles that pages need may differ.

    What no stylesheet names says nothing: the text of a page, or the id of a heading.
    """
    texts = {}
    for path in sorted(tree.folder.rglob("*")):
        if path.suffix == ".css":
            texts[path.relative_to(tree.folder).as_posix()] = path.read_text("utf-8", "replace")
        elif path.suffix == ".woff2":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            texts[path.relative_to(tree.folder).as_posix()] = digest
    texts |= {name: text for name, text in tree.kept.items() if name.endswith(".css")}
    own = [place.read_text("utf-8") for place in sorted(FILES.glob("*.css"))]
    words: set[str] = set()
    for text in (*texts.values(), *own, "html body head tbody"):
        words.update(_WORD.findall(text.lower()))
        if "\\" in text:
            words.update(_WORD.findall(_ESCAPED.sub(_plain, text).lower()))
    camel = {word.replace("-", "") for word in words}

    @cache
    def is_named(name: str) -> bool:
        return words.issuperset(_WORD.findall(name.lower()))

    asked: list[Any] = [sorted(tree.shared.items()), sorted(texts.items()), own]
    for known in memory.pages.values():
        scripts.of(known.page)
    for loaded, found in [*scripts.found.items(), (frozenset(), scripts.of_theme)]:
        properties = (one for one in found.properties if one.lower() in camel)
        words_of = (sorted(filter(is_named, one)) for one in (found.words, found.handled))
        asked.append((sorted(loaded), *words_of, sorted(properties)))
    around = text_digest(repr(sorted(words)))
    for name, known in sorted(memory.pages.items()):
        if known.named[0] != around:
            page = known.page
            shapes = {
                tuple(" ".join(filter(is_named, one.split(" "))) for one in pair)
                for pair in page.shapes
            }
            names = sorted(filter(is_named, page.names))
            ran = sorted(script.path for script in page.scripts), page.is_of_theme
            said = text_digest(repr((names, sorted(shapes), page.sheets, page.rules, ran)))
            known.named = around, said
        asked.append((name, known.named))
    return text_digest(repr(asked))


def _plain(escaped: re.Match[str]) -> str:
    return chr(min(int(escaped[1], 16), 0x10FFFF)) if escaped[1] else escaped[2]


_RESULTS = re.compile(r"<\w[^<>]*\sid=\"search-results\"|</main>")


def _finished(page: LightPage, path: str, bundles: _Bundles) -> str:
    """Return a page with the names of what it shares with others."""
    links = "".join(
        f'<link rel="stylesheet" href="{relative(sheet, path)}">'
        for sheet in bundles.sheets_at(path)
    )
    html = page.html.replace(STYLES, links).replace(SCRIPTS, bundles.script_tags(page, path))
    html = html.replace(POLICY, "" if _is_open(page) else _meta(_policy([page])))
    if posixpath.basename(path) == "search.html" and not bundles.tree.has_search(path):
        place = _RESULTS.search(html)
        if place is not None:
            html = f"{html[: place.start()]}{_index(path, bundles)}{html[place.start() :]}"
    return html


def _is_open(page: LightPage) -> bool:
    """Say whether a page loads code of other hosts, such as MathJax: nobody knows what that does."""
    return any(kind == "code" for kind, _address in page.hosts)


def _meta(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'


def _index(path: str, bundles: _Bundles) -> str:
    """Return a list of all pages from A to Z, for readers whose browser runs no script."""
    own = bundles.tree.site.language_of(path)
    items = "".join(
        f'<li><a href="{relative(other, path)}">{escape(title)}</a></li>'
        for title, other in sorted(bundles.titles[own.code], key=lambda one: _sorting(one[0]))
    )
    return f'<noscript><ul class="tandem-index">{items}</ul></noscript>'


def _sorting(text: str) -> str:
    return "".join(one for one in normalize("NFD", text.casefold()) if not combining(one))


# -- The page for an address that does not exist --------------------------------------------------


def _whole(page: LightPage, path: str, bundles: _Bundles) -> str:
    """Return the page that a host shows for any address: it contains all that it needs.

    Its links begin at the root of the host, wherever the site is there.
    """
    tree = bundles.tree
    root = urlsplit(tree.site.base_url).path or "/"
    style = bundles.whole_at(path)
    texts = [
        small_script((FILES / f"{name}.js").read_text("utf-8")) for name in ("light", "notfound")
    ]
    known = {
        language.tag: {
            "root": root,
            "pages": [[path, title] for title, path in sorted(bundles.titles[language.code])],
        }
        for language in tree.site.languages
    }
    data = json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    scripts = "".join(f"<script>{text}</script>" for text in texts)
    end = f'<script type="application/json" id="tandem-pages">{data}</script>{scripts}</body>'
    bundles.whole.append((style, tuple(texts)))

    def absolute(found: re.Match[str]) -> str:
        start, address, close = found.groups()
        if not address or is_outside(address) or address[0] in "#/":
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
        file = tree.folder / unquote(urlsplit(target).path)
        if start.strip().startswith("src") or file.suffix in (".svg", ".ico", ".png"):
            return f"{start}{inside(file)}{close}"
        return f"{start}{root}{target}{close}"

    html = re.sub(r"(\s(?:href|src|action)=\")([^\"]*)(\")", absolute, page.html)
    html = html.replace(STYLES, f"<style>{style}</style>").replace(SCRIPTS, "")
    policy = _policy([page], [(style, tuple(texts))])
    return html.replace(POLICY, _meta(policy)).replace("</body>", end, 1)


# -- What pages may load --------------------------------------------------------------------------


def _policy(pages: Collection[LightPage], whole: Iterable[tuple[str, tuple[str, ...]]] = ()) -> str:
    """Return what pages may load: nothing but what they name.

    :param whole: the style and the scripts of pages that contain them.
    """
    whole = list(whole)
    texts = {text for page in pages for text in page.hashes}
    texts |= {text for _style, scripts in whole for text in scripts}
    inside = " ".join(["'self'", *sorted({_hash(style) for style, _scripts in whole})])
    hosts: dict[str, set[str]] = {}
    for kind, address in (one for page in pages for one in page.hosts):
        if (parts := parts_of(address)).scheme != INVALID:
            hosts.setdefault(kind, set()).add(f"{parts.scheme}://{parts.netloc}")
    scripts = " ".join(["'self'", *sorted(map(_hash, texts))])
    images = " ".join(["'self'", "data:", *sorted(hosts.get("img", ()))])
    frames = " ".join(sorted(hosts.get("frame", ()))) or "'none'"
    return (
        f"default-src 'self'; script-src {scripts}; style-src {inside}; img-src {images}; "
        f"frame-src {frames}; object-src 'none'; base-uri 'self'; form-action 'self'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _headers(pages: Collection[LightPage], bundles: _Bundles) -> str:
    """Return the file from which the usual static hosts take headers."""
    is_closed = not any(map(_is_open, pages))
    policy = f"{_policy(pages, bundles.whole)}; " if is_closed else ""
    return (
        "/*\n"
        f"  Content-Security-Policy: {policy}frame-ancestors 'self'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        f"/{FOLDER}/*\n"
        "  Cache-Control: public, max-age=31536000, immutable\n"
    )


_FILE_NAME = re.compile(r"(?<![\w.-])[\w.-]+\.(?:js|css|map|txt|woff2?)\b")
_FILE_END = re.compile(r"\.(?:js|css|map|txt|woff2?)\b")
_IN_NAME = re.compile(r"[\w.-]*")


def _file_names(text: str) -> Iterator[str]:
    """Yield what :data:`_FILE_NAME` finds; looking for the ends first takes a tenth of the time."""
    done = 0
    for found in _FILE_END.finditer(text):
        if found.start() < done:
            continue
        start = found.start()
        while start > done and (text[start - 1] in ".-_" or text[start - 1].isalnum()):
            start -= 1
        rest = _IN_NAME.match(text, found.end())
        done = rest.end() if rest else found.end()
        yield from _FILE_NAME.findall(text[start:done])


def _remove_unused(tree: Tree, bundles: _Bundles, pages: Mapping[str, str]) -> None:
    """Remove what pages loaded before, where nothing names it any more.

    :param pages: the pages that were written just now.
    """
    folder = tree.folder
    for shared in tree.shared:
        (folder / shared).unlink(missing_ok=True)
    unused = {path for path in bundles.sources if path.is_file()}
    for path in folder.rglob("_static/**/*"):
        kind = path.name.partition(".")[2]
        if (
            (
                path.is_file()
                and (kind.endswith((".map", ".LICENSE.txt")) or path.name in THEME_SCRIPTS)
            )
            or path.name in bundles.fonts
            or path.name in ("basic.css", "clipboard.min.js")
        ):
            unused.add(path)
    known = {**pages, **bundles.files}
    left = {path.name for path in unused}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".css", ".js") and path not in unused:
            text = known.get(path.relative_to(folder).as_posix())
            if text is None:
                text = path.read_text("utf-8", errors="replace")
            left.difference_update(_file_names(text))
    for path in sorted(unused):
        if path.name in left:
            path.unlink(missing_ok=True)
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text, "utf-8", newline="\n")
