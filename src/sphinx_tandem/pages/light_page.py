"""One light page: read tag by tag, without what no reader needs.

The module is long because each element has a method of its own, which say little apart.

It depends on that page and on the files that it shows, and on nothing else; what all pages
share is named afterwards, in :mod:`.light`.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from sys import intern
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import imagesize

from ..site import Site
from ..text.html import VOID, parts_of, pieces
from ..upstream import SEARCH_FILES
from . import SEARCH_FOLDER
from .styles import Usage, small_styles

#: Where files stand that browsers may keep for good.
FOLDER = "_static/light"
FILES = Path(__file__).parent / "light_files"
_ASSETS = ("_static", "_images", "_downloads")
STYLES, SCRIPTS, POLICY = "<!--tandem-styles-->", "<!--tandem-scripts-->", "<!--tandem-policy-->"
_CLOSED = frozenset("script style textarea title pre code noscript svg".split())
_ATTRIBUTE = re.compile(r"\s([^\s=>\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_SPACE = re.compile(r"[ \t\r\n]{2,}")
# What has to be looked at; most tags of a page need not.
_HANDLED = frozenset(
    "html meta link style noscript script img iframe h1 h2 h3 h4 h5 h6 button video audio source "
    "embed object".split()
)
_HANDLED_ATTRIBUTE = re.compile(
    r"\s(?:style|src|poster|data-bs-\w+)=|href=\"[^#\"]*_(?:static|images|downloads)/"
    r"|ethical-ad|back-to-top|scroll-pixel|pst-async|pst-scrollable"
)
_ADDRESSES = ("href", "src", "poster", "data")
_FIRST_SCREEN = 1500  # letters of text above an image that is below the first screen

# What pydata-sphinx-theme does by scripts is done by light.js, but for these.
_THEME = "pydata-sphinx-theme.css"
_NEEDS_THEME_SCRIPTS = re.compile(
    r"version-switcher__button|data-pst-announcement-url"
    r"|data-bs-toggle=\"(?!dropdown|tooltip)|class=\"[^\"]*fa-custom"
)
THEME_SCRIPTS = frozenset({"fontawesome.js", "bootstrap.js", "pydata-sphinx-theme.js"})
# What Sphinx puts on every page, and only the search and what is found by it use.
SEARCH_SCRIPTS = frozenset(
    {*SEARCH_FILES, "documentation_options.js", "doctools.js", "searchindex.js", "translations.js"}
    | {"base-stemmer.js"}
)
COPY = ("clipboard.min.js", "copybutton.js")
_CODE = re.compile(r"class=\"(?:[^\"]*\s)?highlight[\s\"]")
_UNUSED = ("#ethical-ad-placement", "#pst-back-to-top", "#pst-scroll-pixel-helper")
_MODE = re.compile(r"getItem\(\"mode\"\)\s*\|\|\s*\"(\w*)\"")
_SCHEME = (
    '((d,m,s)=>{{try{{m=localStorage.getItem("mode")||m}}catch{{}}d.mode=m;d.theme=m!="auto"?m:'
    'matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"}})'
    '(document.documentElement.dataset,"{}")'
)


@dataclass(frozen=True)
class Script:
    """A script of a page: a file in the tree, or text that was on the page."""

    path: str
    text: str = ""
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LightPage:
    """A page, ready but for the names of what all pages share."""

    html: str
    names: frozenset[str]
    shapes: frozenset[tuple[str, str]]
    sheets: tuple[str, ...]
    scripts: tuple[Script, ...]
    rules: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    hashes: tuple[str, ...]
    hosts: tuple[tuple[str, str], ...]
    title: str
    is_listed: bool
    is_of_theme: bool


# -- A page, tag by tag ---------------------------------------------------------------------------


class _Tags:
    """The tags of a page in their order, each with the text before it."""

    def __init__(self, html: str) -> None:
        parts = list(pieces(html, _CLOSED))
        self.texts = [text for text, _tag, _name, _closed in parts]
        self.tags = [tag for _text, tag, _name, _closed in parts]
        self.names = [name for _text, _tag, name, _closed in parts]
        self.closed = [closed for _text, _tag, _name, closed in parts]

    def __str__(self) -> str:
        written: list[str] = []
        last = ""
        for text, tag, closed in zip(self.texts, self.tags, self.closed, strict=True):
            part = text if closed else _thin(text)
            if not closed and part[:1].isspace() and last.isspace():
                part = part.lstrip(" \t\r\n")
            if part or tag:
                written += (part, tag)
                last = (part + tag)[-1]
        return "".join(written)

    def end(self, place: int) -> int:
        """Return the place of the tag that closes an element."""
        name, depth = self.names[place], 0
        if name in VOID or self.tags[place].endswith("/>"):
            return place
        for number in range(place, len(self.names)):
            if self.names[number] == name:
                depth += 1
            elif self.names[number] == f"/{name}":
                depth -= 1
                if not depth:
                    return number
        return place

    def remove(self, place: int) -> None:
        """Take an element out, with what is in it."""
        end = self.end(place)
        for number in range(place, end + 1):
            self.tags[number] = ""
            self.names[number] = ""
            if number > place:
                self.texts[number] = ""


def _attributes(tag: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(tag[:-1] + " ")
    return {name.lower(): unescape(one or two or three) for name, one, two, three in found}


def written_tag(name: str, attributes: dict[str, str]) -> str:
    """Return the opening tag of an element."""
    written = (
        f" {key}" if key == "defer" else f' {key}="{escape(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{''.join(written)}>"


class Lightener:
    """Makes one page light."""

    def __init__(self, html: str, path: str, tree: Tree) -> None:
        self.path, self.tree = path, tree
        self.page = _Tags(html)
        self.is_of_theme = _THEME in html
        self.replaces = self.is_of_theme and not _NEEDS_THEME_SCRIPTS.search(html)
        self.sheets: list[str] = []
        self.scripts: list[Script] = []
        self.rules: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.hashes: list[str] = []
        self.hosts: set[tuple[str, str]] = set()
        self.title = self.heading = ""
        self.is_listed = 'name="robots"' not in html
        self.letters = 0
        self.left_out: list[Script] = []
        self.seen: set[str] = set()

    def run(self) -> LightPage:
        """Return the page, ready but for the names of what all pages share."""
        page = self.page
        in_main = False
        for place, name in enumerate(page.names):
            if page.tags[place][:4] == "<!--":
                page.tags[place] = ""
            if not page.names[place]:
                continue
            in_main = in_main or name == "main"
            self.letters += len(page.texts[place]) if in_main else 0
            if name and name[0] != "/" and not page.closed[place]:
                self._element(place, name)
        html = self._placed(str(page))
        if self.left_out and any(
            "DOCUMENTATION_OPTIONS" in self.tree.text(x.path) for x in self.scripts
        ):
            self.scripts.insert(0, self.left_out[0])
        return LightPage(
            html,
            frozenset(names_on(html)),
            frozenset(shapes_on(html, self.tree.ids)),
            tuple(self.sheets),
            tuple(self.scripts),
            tuple(self.rules.items()),
            tuple(self.texts.items()),
            tuple(self.hashes),
            tuple(sorted(self.hosts)),
            self.title,
            self.is_listed,
            self.is_of_theme,
        )

    def _placed(self, html: str) -> str:
        """Say where the head gets its policy, its styles and its scripts."""
        start = re.search(r"<meta\s+charset=[^>]*>", html) or re.search(r"<head[^>]*>", html)
        if start is None or not (self.sheets or self.scripts or self.hashes):
            return html
        html = f"{html[: start.end()]}{POLICY}{html[start.end() :]}"
        if STYLES not in html:
            html = html.replace("</head>", f"{STYLES}</head>", 1)
        return html.replace("</head>", f"{SCRIPTS}</head>", 1)

    def _element(self, place: int, name: str) -> None:
        if name not in _HANDLED and not _HANDLED_ATTRIBUTE.search(self.page.tags[place]):
            return
        attributes = _attributes(self.page.tags[place])
        before = dict(attributes)
        handler = getattr(self, f"_on_{name}", None)
        if self._is_unused(name, attributes) or (handler and handler(place, attributes)):
            self.page.remove(place)
            return
        if self.replaces:
            self._of_theme(name, attributes)
        self._addresses(name, attributes)
        style = attributes.pop("style", "")
        if style:
            attributes["class"] = f"{attributes.get('class', '')} {self._rule(style)}".strip()
        if attributes != before:
            closing = name
            if name == "button" and "href" in attributes:
                closing = "a"
                attributes.pop("type", None)
                self.page.tags[self.page.end(place)] = "</a>"
            self.page.tags[place] = written_tag(closing, attributes)

    def _rule(self, style: str) -> str:
        text = small_styles(f"a{{{style}}}")[2:-1]
        name = f"t-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
        self.rules[name] = text
        return name

    def _kept(self, text: str, kind: str) -> str:
        """Give text that was on the page a path."""
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.{kind}"
        self.texts[name] = self.tree.kept[name] = text
        return name

    def _is_unused(self, name: str, attributes: dict[str, str]) -> bool:
        if self.replaces and f"#{attributes.get('id')}" in _UNUSED:
            return True
        if self.replaces and "pst-async-banner-revealer" in attributes.get("class", ""):
            return True
        key = attributes.get("name", "")
        if name == "meta" and key in ("viewport", "docsearch:version", "docsearch:language"):
            if key in self.seen or key != "viewport":
                return True
            self.seen.add(key)
        return False

    # -- Single elements; one that is not needed any more says True --------------------------------

    def _on_link(self, place: int, attributes: dict[str, str]) -> bool:
        kinds = attributes.get("rel", "").split()
        href = attributes.get("href", "")
        if "preload" in kinds and attributes.get("as") == "script":
            return self.replaces
        if "stylesheet" in kinds and is_outside(href):
            self.hosts.add(("code", href))
        if "stylesheet" not in kinds or is_outside(href) or attributes.get("media", "all") != "all":
            return False
        path = self._resolved(href)
        if not self.tree.has(path):
            return False
        self.sheets.append(path)
        if len(self.sheets) == 1:
            self.page.texts[place] += STYLES
        return True

    def _on_style(self, place: int, attributes: dict[str, str]) -> bool:
        text = self.page.texts[place + 1]
        self.sheets.append(self._kept(text, "css"))
        if len(self.sheets) == 1:
            self.page.texts[place] += STYLES
        return True

    def _on_noscript(self, place: int, attributes: dict[str, str]) -> bool:
        return self.replaces and "pst-js-only" in "".join(
            self.page.texts[place : self.page.end(place) + 1]
        )

    def _on_script(self, place: int, attributes: dict[str, str]) -> bool:
        kind = attributes.get("type", "text/javascript")
        if kind not in ("text/javascript", "application/javascript", "module", ""):
            return False
        source, text = attributes.get("src", ""), self.page.texts[place + 1]
        if source:
            return self._script_file(source, attributes)
        if kind == "module":
            self.scripts.append(Script(self._kept(text, "js"), data=(("type", "module"),)))
            return True
        mode = _MODE.search(text)
        if self.replaces and mode:
            self.hashes.append(_SCHEME.format(mode[1] or "auto"))
            self.page.tags[place] = "<script>"
            self.page.texts[place + 1] = self.hashes[-1]
            return False
        if not (text.lstrip().startswith("DOCUMENTATION_OPTIONS.") and self._leaves_search_out()):
            self.scripts.append(Script(self._kept(text, "js"), text))
        return True

    def _leaves_search_out(self) -> bool:
        """Say whether a page needs nothing of Sphinx's own search."""
        is_search = posixpath.basename(self.path) == "search.html"
        return self.replaces and (not is_search or self.tree.has_search(self.path))

    def _script_file(self, source: str, attributes: dict[str, str]) -> bool:
        if is_outside(source):
            self.hosts.add(("code", source))
            return False
        path = self._resolved(source)
        if self._is_needless(path):
            return True
        if not self.tree.has(path):
            return False
        data = {key: value for key, value in attributes.items() if key not in ("src", "defer")}
        data = {key: value for key, value in data.items() if key != "type" or value == "module"}
        self.scripts.append(Script(path, data=tuple(data.items())))
        return True

    def _is_needless(self, path: str) -> bool:
        """Say whether nothing on this page needs a script."""
        name, tags = posixpath.basename(path), self.page.tags
        if self.replaces and name in THEME_SCRIPTS:
            return True
        if self._leaves_search_out() and (name in SEARCH_SCRIPTS or name.endswith("-stemmer.js")):
            if name == "documentation_options.js" and self.tree.has(path):
                self.left_out.append(Script(path))
            return True
        if name in COPY:
            return not any(map(_CODE.search, tags))
        return name == "design-tabs.js" and not any("sd-tab-set" in tag for tag in tags)

    def _on_img(self, place: int, attributes: dict[str, str]) -> bool:
        source = attributes.get("src", "")
        if is_outside(source):
            if not source.startswith("data:"):
                self.hosts.add(("img", source))
            return False
        size = self.tree.size(self._resolved(source))
        if size and "width" not in attributes and "height" not in attributes:
            attributes["width"], attributes["height"] = map(str, size)
        if self.is_of_theme and self.letters > _FIRST_SCREEN and "loading" not in attributes:
            attributes["loading"] = "lazy"
        return False

    def _on_iframe(self, place: int, attributes: dict[str, str]) -> bool:
        if is_outside(attributes.get("src", "")):
            self.hosts.add(("frame", attributes["src"]))
        return False

    def _on_video(self, place: int, attributes: dict[str, str]) -> bool:
        if is_outside(attributes.get("src", "") or attributes.get("data", "")):
            self.hosts.add(("code", attributes.get("src", "") or attributes["data"]))
        return False

    _on_audio = _on_source = _on_embed = _on_object = _on_video

    def _on_h1(self, place: int, attributes: dict[str, str]) -> bool:
        page, text = self.page, ""
        for number in range(place + 1, page.end(place) + 1):
            text += page.texts[number]
            if "headerlink" in page.tags[number]:
                break
        self.heading = " ".join(unescape(text).split())
        if self.page.names[place] == "h1":
            self.title = self.title or self.heading
        return False

    _on_h2 = _on_h3 = _on_h4 = _on_h5 = _on_h6 = _on_h1

    def _of_theme(self, name: str, attributes: dict[str, str]) -> None:
        """Make what the theme's scripts open something that opens without them."""
        for key in [key for key in attributes if key.startswith("data-bs-")]:
            del attributes[key]
        classes = attributes.get("class", "").split()
        if name == "html":
            attributes["data-theme"] = "auto"
        if name == "button":
            for side in ("primary", "secondary"):
                if f"{side}-toggle" in classes:
                    attributes["href"] = f"#pst-{side}-sidebar"
                    attributes.pop("aria-expanded", None)  # not every theme says it
            if "search-button__button" in classes:
                attributes["href"] = relative(self.tree.search_of(self.path), self.path)
                attributes["class"] = " ".join(x for x in classes if x != "pst-js-only")
        if name == "img" and "only-dark" in classes:
            attributes["class"] = " ".join(x for x in classes if x != "pst-js-only")
        if "pst-scrollable-table-container" in classes:
            # Whoever gets there by the keyboard hears where: no landmark, of which a page has few.
            attributes |= {"tabindex": "0", "role": "group", "aria-label": self.heading}

    # -- Addresses --------------------------------------------------------------------------------

    def _resolved(self, address: str) -> str:
        """Return the path in the tree to which an address on this page leads."""
        path = unquote(urlsplit(address).path)
        if path.startswith("/"):
            return self.tree.from_root(path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), path))

    def _addresses(self, name: str, attributes: dict[str, str]) -> None:
        """Let addresses lead to the one copy of what all languages share."""
        for key in _ADDRESSES:
            value = attributes.get(key, "")
            if not value or is_outside(value) or value[0] == "#":
                continue
            shared = self.tree.shared.get(self._resolved(value))
            if shared is not None:
                parts = urlsplit(value)
                rest = value[len(parts.path) :]
                attributes[key] = relative(shared, self.path) + rest


def is_outside(address: str) -> bool:
    """Say whether an address leads to another host, or contains what it leads to."""
    parts = parts_of(address)
    return bool(parts.scheme or parts.netloc)


def is_file(path: Path) -> bool:
    """Say whether there is a file of a name that a page gives, which no disk may be able to hold."""
    return os.path.isfile(path)  # noqa: PTH113  # the other fails on a long name


def inside(path: Path) -> str:
    """Return a file as an address that holds it."""
    kind = mimetypes.guess_type(path.name)[0] or "image/svg+xml"
    data = path.read_bytes() if is_file(path) else b""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def relative(path: str, page: str) -> str:
    """Return the address of a file on a page; both are paths under the root."""
    return quote(posixpath.relpath(f"/{path}", f"/{posixpath.dirname(page)}"))


def _thin(text: str) -> str:
    """Write one space where several stand."""
    return _SPACE.sub(_one_space, text) if len(text) > 1 else text


def _one_space(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


_OPENING = re.compile(r"<([a-zA-Z][^<>]*)>")
_NAME = re.compile(r"[\w:-]+")
_SMALL_VALUE = 40


def names_on(html: str) -> Iterator[str]:
    """Yield what selectors can name on a page."""
    for tag in set(_OPENING.findall(html)):
        yield from _names_of(tag)
    yield from ("html", "body", "head", "tbody")


@lru_cache(maxsize=20_000)
def _names_of(tag: str) -> tuple[str, ...]:
    names = [_NAME.match(tag)[0].lower()]  # type: ignore[index]  # it begins so
    for name, value, _single, bare in _ATTRIBUTE.findall(f"{tag} "):
        key, text = name.lower(), value or bare
        names.append(f"[{key}]")
        if key == "class":
            names += (f".{one}" for one in unescape(text).split())
        elif key == "id":
            names.append(f"#{text}")
        elif len(text) < _SMALL_VALUE:
            names.append(f"[{key}={text}]")
    return tuple(names)


_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")


def shapes_on(html: str, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the elements of a page as their names, ``p #id .class``, with what is around each.

    :param ids: those that styles name.
    """
    around = [("", "")]
    for closing, name, rest in _TAG.findall(html):
        if closing:
            for depth in range(len(around) - 1, 0, -1):
                if around[depth][0] == name:
                    del around[depth:]
                    break
            continue
        names = _names_of(name + rest)
        shape = intern(
            " ".join(one for one in names if one[0] != "[" and (one[0] != "#" or one in ids))
        )
        yield shape, around[-1][1]
        if name.lower() not in VOID and rest[-1:] != "/":
            around.append((name, shape))


# -- The tree -------------------------------------------------------------------------------------


@dataclass
class Tree:
    """The published tree, while it is made light."""

    folder: Path
    site: Site
    shared: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()

    def has(self, path: str) -> bool:
        """Say whether there is a file at a path."""
        return is_file(self.folder / path)

    def from_root(self, path: str) -> str:
        """Return the path in the tree of an address that begins at the root of the host."""
        base = urlsplit(self.site.base_url).path or "/"
        return path.removeprefix(base).lstrip("/")

    def text(self, path: str) -> str:
        """Return what is in a file, or was on a page."""
        return self.kept[path] if path in self.kept else (self.folder / path).read_text("utf-8")

    def search_of(self, page: str) -> str:
        """Return the path of the search in the language of a page."""
        return f"{self.site.language_of(page).prefix}search.html"

    def has_search(self, page: str) -> bool:
        """Say whether the language of a page has the engine's own search, which lists all pages."""
        return self.has(f"{self.site.language_of(page).prefix}{SEARCH_FOLDER}/search.js")

    def size(self, path: str) -> tuple[int, int] | None:
        """Return the width and height of an image that says both."""
        if path not in self.sizes:
            self.sizes[path] = _size(self.folder / path)
        return self.sizes[path]

    def find_shared(self) -> None:
        """Find what every language has under its own address, byte for byte, and named ids."""
        sheets = sorted(self.folder.rglob("*.css"))
        self.ids = frozenset(
            one for path in sheets for one in _ID.findall(path.read_text("utf-8", errors="replace"))
        )
        for language in self.site.languages:
            if not language.prefix:
                continue
            for asset in _ASSETS:
                own = self.folder / language.prefix / asset
                for path in sorted(own.rglob("*")) if own.is_dir() else ():
                    name = path.relative_to(self.folder / language.prefix).as_posix()
                    first = self.folder / name
                    if path.is_file() and first.is_file() and _same(path, first):
                        self.shared[f"{language.prefix}{name}"] = name


class AskedTree(Tree):
    """A tree that notes what was asked of its files, with the answers.

    :param tree: the tree, which shares with it what it knows.
    """

    def __init__(self, tree: Tree) -> None:
        vars(self).update(vars(tree))
        self.answers: dict[tuple[str, str], Any] = {}

    def has(self, path: str) -> bool:
        """Say whether there is a file at a path."""
        return bool(self.note("has", path, super().has(path)))

    def text(self, path: str) -> str:
        """Return what stands in a file, or stood on a page."""
        text = super().text(path)
        if path not in self.kept:
            self.note("text", path, text_digest(text))
        return text

    def size(self, path: str) -> tuple[int, int] | None:
        """Return the width and height of an image that says both."""
        found = super().size(path)
        self.note("size", path, found)
        return found

    def note(self, question: str, path: str, answer: Any) -> Any:
        """Note an answer, and return it."""
        self.answers[question, path] = answer
        return answer


def text_digest(text: str) -> str:
    """Return a short text that stands for another one."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_ID = re.compile(r"#[A-Za-z_][\w-]*")


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


_SVG_SIZE = re.compile(r"\s(width|height)=[\"'](\d{1,6}(?:\.\d+)?)(?:px)?[\"']")


def _size(path: Path) -> tuple[int, int] | None:
    if not is_file(path):
        return None
    if path.suffix == ".svg":
        start = re.search(r"<svg\b[^>]*>", path.read_text("utf-8", errors="replace"))
        found = dict(_SVG_SIZE.findall(start[0])) if start else {}
        if len(found) < 2:
            return None
        return round(float(found["width"])), round(float(found["height"]))
    width, height = imagesize.get(str(path))
    return (int(width), int(height)) if width > 0 and height > 0 else None


# -- What styles can be asked for -------------------------------------------------------------------


class ScriptWords:
    """What the scripts of pages may put on them."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.files: dict[str, list[Path]] = {}
        for path in sorted(tree.folder.rglob("*.js")):
            self.files.setdefault(path.name, []).append(path)
        self.found: dict[frozenset[str], Usage] = {}
        own = [path.read_text("utf-8") for path in sorted(FILES.glob("*.js"))]
        self.of_theme = self._read(own)

    def of(self, page: LightPage) -> Usage:
        """Return the words of the scripts that a page loads, and of those that these name."""
        key = frozenset(script.path for script in page.scripts)
        if key not in self.found:
            self.found[key] = self._read([self._text(path) for path in sorted(key)])
        return self.found[key]

    def _text(self, path: str) -> str:
        is_copying = posixpath.basename(path) == COPY[0]  # in its place comes a file of ours
        return (FILES / "clipboard.js").read_text("utf-8") if is_copying else self.tree.text(path)

    def _read(self, texts: Iterable[str]) -> Usage:
        usage = Usage()
        waiting, seen = list(texts), set[str]()
        while waiting:
            text = waiting.pop()
            usage.add_script(text)
            for name in {*_SCRIPT_NAME.findall(text)} - seen:
                seen.add(name)
                waiting += (
                    path.read_text("utf-8", errors="replace") for path in self.files.get(name, ())
                )
        return usage


_SCRIPT_NAME = re.compile(r"(?<![\w.-])[\w.-]+\.js\b")


def usage_of(pages: Collection[LightPage], words: ScriptWords) -> Usage:
    """Return what stands on some pages, and what their scripts may put there."""
    usage = Usage()
    for found in {id(found): found for page in pages for found in (words.of(page),)}.values():
        usage.add(found)
    for page in pages:
        usage.names |= page.names
        usage.shapes |= page.shapes
        if page.is_of_theme:
            usage.words |= words.of_theme.words
            usage.handled |= words.of_theme.handled
            usage.properties |= words.of_theme.properties
    return usage
