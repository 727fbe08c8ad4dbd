"""What is handed on beside the site: packs that need no network, and handouts as PDF.

Packs are made from the published tree, so they hold what readers see, and the same bytes for
the same tree (a ZIM archive has an identifier of its own each time).  A SCORM 1.2 package for
a learning platform is the zip of a course with one more file.

Chromium prints: it prints the very pages that a browser shows, with their styles, fonts and
languages, marks headings and lists for screen readers, and is already on most machines and on
those that build sites for others.  Nothing is installed for it, and a site without PDF needs none.

All this is one module: each kind of pack is a few lines over the same collected pages.
"""

from __future__ import annotations

import functools
import hashlib
import json
import mimetypes
import os
import posixpath
import re
import shutil
import subprocess
import tempfile
import time
import uuid
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from babel.dates import format_date
from bs4 import BeautifulSoup, Tag

from ..pages.light_page import inside
from ..pages.offline import FOLDER as PACKED
from ..pages.offline import Listed, emptied, filled, has_list, size_text
from ..pages.social import FOLDER as SOCIAL
from ..site import Language, Site, locale_or_english
from ..site.findings import MachineFailure, WrongUse
from ..text.html import joined, parts_of, script_json
from ..translate.interface import translations
from . import PACKS
from .tree import write_new

DEFAULT_OUTPUT = "_build/packs"
#: What packs there are: zips of the site and of each course, books, an archive for Kiwix, each
#: lesson in one file, courses for learning platforms.
_LIST, _SUMS = "packs.json", "SHA256SUMS"

# -- What is packed ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pack:
    """One file to hand on.

    :param name: its path below the folder of all packs: the language comes first.
    :param format: one of :data:`PACKS`.
    :param title: that of the page with which it begins.
    :param date: the day when it was made; ``SOURCE_DATE_EPOCH`` says another one.
    """

    name: str
    format: str
    language: str
    title: str
    bytes: int
    sha256: str
    date: str


@dataclass(frozen=True)
class Wanted:
    """Which packs are asked for.

    :param codes: the languages; empty for all.  The packs of others stay as they are.
    :param formats: some of :data:`PACKS`; empty for all that can be made here.
    """

    codes: Collection[str] = ()
    formats: Collection[str] = ()


@dataclass(frozen=True)
class _Course:
    """The pages of a course in one language, in the order in which they are read."""

    name: str
    pages: tuple[str, ...]
    lessons: tuple[str, ...]
    titles: Mapping[str, str]


_ADDRESS = re.compile(r"(\s(?:href|src|action)=\")([^\"]*)(\")")
_IN_STYLES = re.compile(r"url\(\"?([^)\"]+)\"?\)")
_NEXT = re.compile(r"<link rel=\"next\"[^>]*\shref=\"([^\"]+)\"")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LESSON = 'class="tandem-lesson-head"'
# Pages of teachers and sheets are about a course, and no part of it.
_BESIDE = frozenset({"instructor", "handouts", "review"})
# Folders that are of no use without the published site.
_ONLINE = (PACKED, "review", SOCIAL)


class _Tree:
    """The published tree of a site."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site = folder, site
        found = (path for path in sorted(folder.rglob("*")) if path.is_file())
        self.files = tuple(path.relative_to(folder).as_posix() for path in found)
        self.known = frozenset(self.files)

    def text(self, path: str) -> str:
        """Return a file; a page that lists packs without its list, which is not in packs."""
        text = (self.folder / path).read_text("utf-8")
        return emptied(text) if path.endswith(".html") else text

    def of(self, language: Language) -> list[str]:
        """Return the files of a language, without what others, translators or messages show."""
        prefixes = [x.prefix for x in self.site.languages if x.prefix and x != language]
        return [
            path
            for path in self.files
            if path.startswith(language.prefix)
            and not path.startswith((*prefixes, "review/"))
            and not path.startswith(tuple(f"{language.prefix}{name}/" for name in _ONLINE))
            and posixpath.basename(path) not in ("_headers", _KEPT_LIST, _WORKER)
        ]

    def target(self, address: str, page: str) -> str:
        """Return the path of the file to which an address leads; ``""`` where it leads outside."""
        parts = parts_of(address)
        if parts.scheme or parts.netloc or not parts.path:
            return ""
        path = unquote(parts.path)
        base = urlsplit(self.site.base_url).path or "/"
        if path.startswith("/"):
            path = path.removeprefix(base).lstrip("/")
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        path = path if path in self.known else f"{path.rstrip('/')}/index.html".removeprefix("./")
        return path if path in self.known else ""

    def loaded(self, pages: Iterable[str]) -> set[str]:
        """Return what pages show beside themselves: no other page."""
        found: set[str] = set()
        waiting = list(pages)
        while waiting:
            path = waiting.pop()
            kind = posixpath.splitext(path)[1]
            if kind == ".html":
                addresses = [address for _, address, _ in _ADDRESS.findall(self.text(path))]
            elif kind == ".css":
                addresses = _IN_STYLES.findall(self.text(path))
            else:
                continue
            targets = {self.target(address, path) for address in addresses} - found
            new = {one for one in targets if one and not one.endswith(".html")}
            found |= new
            waiting += new
        return found

    def linked(self, path: str, packed: set[str]) -> str:
        """Return a page whose links to what is not packed lead to the published site."""

        def written(found: re.Match[str]) -> str:
            start, address, end = found.groups()
            target = self.target(address, path)
            is_here = not target or target in packed
            return found[0] if is_here else f"{start}{self.published(address, path)}{end}"

        return _ADDRESS.sub(written, _KEEP.sub('data-keep=""', self.text(path)))

    def published(self, address: str, page: str) -> str:
        """Return where an address of a page leads on the published site."""
        return escape(joined(urljoin(self.site.base_url, quote(page)), address))

    def courses(self, language: Language) -> Iterator[_Course]:
        """Yield the courses of a language: folders with lessons."""
        folders: dict[str, list[str]] = {}
        for path in self.of(language):
            if path.endswith(".html") and not _BESIDE & {*path.split("/")}:
                folders.setdefault(posixpath.dirname(path), []).append(path)
        for folder, pages in folders.items():
            texts = {path: self.text(path) for path in pages}
            lessons = [path for path in pages if _LESSON in texts[path]]
            if not lessons:
                continue
            first = posixpath.join(folder, "index.html")
            order = [first] if first in texts else pages[:1]
            while (found := _NEXT.search(texts[order[-1]])) is not None:
                after = self.target(found[1], order[-1])
                if after not in texts or after in order:
                    break
                order.append(after)
            order += [path for path in pages if path not in order]
            titles = {path: _title(text) for path, text in texts.items()}
            yield _Course(
                posixpath.basename(folder) or "course",
                tuple(order),
                tuple(x for x in order if x in lessons),
                titles,
            )


def _title(text: str) -> str:
    found = _TITLE.search(text)
    words = BeautifulSoup(found[1], "html.parser").get_text() if found else ""
    return re.split(" [—–|-] ", " ".join(words.split()))[0]


# -- Courses that browsers keep --------------------------------------------------------------------

_KEPT_LIST, _WORKER = "tandem-offline.json", "tandem-offline.js"
_KEEP = re.compile(r"\bdata-keep=\"[^\"]*\"")
_STEP = 10_000


# What a page says before somebody asks; the list has the rest.
_FIRST_WORDS = ("root", "lang", "dir", "keep", "failed")
_KEEP_WORDS = re.compile(r"(<script[^>]*\sid=\"tandem-keep\">)(.*?)(</script>)", re.DOTALL)


def _words_of(path: Path) -> dict[str, str]:
    """Return the words of a list that was published before: pages that stay have few."""
    found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return dict(found.get("words", {}))


def offer_courses(folder: Path, site: Site) -> None:
    """Let readers keep the courses of a tree that is about to be published.

    Each course gets a list of its files, with a digest of each, and the words that only whoever
    keeps it reads; its pages say what all of them weigh when they are sent; the root gets the worker that answers without a network.
    """
    tree = _Tree(folder, site)
    worker = Path(__file__).with_name("worker.js").read_bytes()
    for language in site.languages:
        for course in tree.courses(language):
            loaded = {path for path in tree.loaded(course.pages) if not path.endswith(".xml")}
            data = {path: (folder / path).read_bytes() for path in sorted({*course.pages, *loaded})}
            data[_WORKER] = worker
            weight = sum(min(len(one), len(zlib.compress(one, 9))) for one in data.values())
            size = escape(size_text(-(-weight // _STEP) * _STEP, language.code))
            place = posixpath.dirname(course.pages[0])
            words = _words_of(folder / place / _KEPT_LIST)
            for path in course.pages:
                text = _KEEP.sub(f'data-keep="{size}"', data[path].decode())
                if found := _KEEP_WORDS.search(text):
                    words |= json.loads(found[2])
                    first = {key: words[key] for key in _FIRST_WORDS}
                    shown = f"{found[1]}{script_json(first)}{found[3]}"
                    text = f"{text[: found.start()]}{shown}{text[found.end() :]}"
                write_new(folder / path, text)
                data[path] = text.encode()
            files = {
                quote(posixpath.relpath(path, place or ".")): hashlib.sha256(one).hexdigest()[:12]
                for path, one in data.items()
            }
            told = {
                "root": "../" * (place.count("/") + 1) if place else "./",
                "version": hashlib.sha256(repr((files, words)).encode()).hexdigest()[:12],
                "files": files,
                "words": words,
            }
            write_new(folder / place / _KEPT_LIST, f"{json.dumps(told, indent=0)}\n")
            write_new(folder / _WORKER, worker.decode())


# -- Making packs -----------------------------------------------------------------------------------


def make_packs(
    folder: Path,
    site: Site,
    output: Path,
    show: Callable[[Pack], None],
    wanted: Wanted | None = None,
) -> list[Pack]:
    """Make packs of a published site.

    :param folder: where it is published.
    :param output: where they are written: a folder for each language, with ``SHA256SUMS``, and
        ``packs.json``, which lists all that are there.
    :param show: is told of each pack that is ready.
    :param wanted: which ones; ``None`` for all that can be made here.
    :raises WrongUse: when nothing is published there, or *output* holds other things.
    """
    if not (folder / "index.html").is_file():
        raise WrongUse(f"There is no published site in {folder}. Build it first: tandem build")
    if output.is_dir() and any(output.iterdir()) and not (output / _LIST).is_file():
        raise WrongUse(f"{output} holds other files than packs. Nothing was changed there.")
    wanted = wanted or Wanted()
    tree = _Tree(folder, site)
    output.mkdir(parents=True, exist_ok=True)
    listed = json.loads((output / _LIST).read_text("utf-8")) if (output / _LIST).is_file() else []
    made: list[Pack] = []
    pages: dict[str, str] = {}
    day = datetime.fromtimestamp(
        int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()), UTC
    ).date()
    with tempfile.TemporaryDirectory(prefix=".tandem-packs-", dir=output.parent) as name:
        for language in site.languages:
            if wanted.codes and language.code not in wanted.codes:
                continue
            stage = Path(name, language.code)
            stage.mkdir()
            sums = []
            for format_, file, page, title, data in _of_language(
                tree, language, wanted.formats or _here()
            ):
                path = stage / file
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
                digest = hashlib.sha256(data).hexdigest()
                sums.append(f"{digest}  {file}\n")
                name_ = f"{language.code}/{file}"
                size, date = len(data), day.isoformat()
                pack = Pack(name_, format_, language.code, title, size, digest, date)
                made.append(pack)
                pages[pack.name] = page
                show(pack)
            (stage / _SUMS).write_text("".join(sums), "utf-8")
        new = {pack.language for pack in made}
        order = [language.code for language in site.languages]
        told = [one for one in listed if one["language"] in {*order} - new]
        told = sorted([*told, *map(asdict, made)], key=lambda one: order.index(one["language"]))
        (Path(name, _LIST)).write_text(
            f"{json.dumps(told, ensure_ascii=False, indent=1)}\n", "utf-8"
        )
        for code in sorted(new):
            if (output / code).is_dir():
                (output / code).rename(Path(name, f"before-{code}"))
            Path(name, code).rename(output / code)
        Path(name, _LIST).replace(output / _LIST)
    for code in sorted(new):
        _offer(
            tree,
            site.language(code),
            output,
            {x: pages[x.name] for x in made if x.language == code},
        )
    return made


def _offer(tree: _Tree, language: Language, output: Path, packs: Mapping[Pack, str]) -> None:
    """Publish the packs of a language where a page of it lists them, and fill its list.

    :param packs: each with the page with which it begins.
    """
    pages = [
        path for path in tree.of(language) if path.endswith(".html") and has_list(tree.text(path))
    ]
    if not pages:
        return
    folder = f"{language.prefix}{PACKED}"
    with tempfile.TemporaryDirectory(prefix=".tandem-packs-", dir=tree.folder.parent) as name:
        stage = Path(name, "new")
        shutil.copytree(output / language.code, stage)
        listed = [_listed(tree, pack, page, stage) for pack, page in packs.items()]
        if (tree.folder / folder).is_dir():
            (tree.folder / folder).rename(Path(name, "before"))
        stage.rename(tree.folder / folder)
    day = next(iter(packs)).date
    words = format_date(
        datetime.fromisoformat(day),
        "d MMMM y" if language.code == "en" else "long",
        locale_or_english(language.code),
    )
    for path in pages:
        text = filled(tree.text(path), path, listed, {"iso": day, "words": words})
        write_new(tree.folder / path, text)


def _listed(tree: _Tree, pack: Pack, page: str, stage: Path) -> Listed:
    language = tree.site.language(pack.language)
    file = pack.name.partition("/")[2]
    path = f"{language.prefix}{PACKED}/{file}"
    code = ("", "")
    if pack.format == "html" and tree.site.base_url and find_spec("segno"):
        import segno  # noqa: PLC0415  # only sites with lessons have it

        address = urljoin(tree.site.base_url, quote(page))
        name = f"{posixpath.splitext(file)[0]}.svg"
        code_ = segno.make(address, error="m", micro=False)
        code_.save(str(stage / name), border=4, light="#fff")
        code = (address, f"{language.prefix}{PACKED}/{name}")
    kind = file if file.startswith("site.") else pack.format
    size = size_text(pack.bytes, language.code)
    return Listed(kind, path, pack.title, size, pack.sha256, code)


def can_make(format_: str) -> bool:
    """Say whether what a format needs is installed."""
    return format_ != "zim" or find_spec("libzim") is not None


def _here() -> list[str]:
    return [format_ for format_ in PACKS if can_make(format_)]


def _of_language(
    tree: _Tree, language: Language, formats: Collection[str]
) -> Iterator[tuple[str, str, str, str, bytes]]:
    """Yield the packs of a language: the format, the name, the first page, its title, the bytes."""
    files = {*tree.of(language)}
    files |= tree.loaded(path for path in files if path.endswith((".html", ".css")))
    first = f"{language.prefix}index.html"
    home = _title(tree.text(first))
    if "zip" in formats:
        contents = _contents(tree, files)
        yield "zip", "site.zip", first, home, _zip(_start(first, home, language) | contents)
    if "zim" in formats:
        yield "zim", "site.zim", first, home, _zim(tree, language, home, _contents(tree, files))
    courses = list(tree.courses(language))
    for course in courses:
        first, title = course.pages[0], course.titles[course.pages[0]]
        name = "course" if len(courses) == 1 else course.name
        packed = {*course.pages, *tree.loaded(course.pages)}
        if "zip" in formats:
            contents = _contents(tree, packed)
            begun = _start(first, title, language) | contents
            yield "zip", f"{name}.zip", first, title, _zip(begun)
        if "epub" in formats:
            book = _Book(tree, course, title, language)
            yield "epub", f"{name}.epub", first, title, book.data()
        if "lms" in formats:
            contents = _contents(tree, packed)
            contents["imsmanifest.xml"] = _scorm(course, title, language, sorted(packed)).encode()
            yield "lms", f"{name}-scorm.zip", first, title, _zip(contents)
        for path in course.lessons if "html" in formats else ():
            lesson = posixpath.basename(path)
            lesson = lesson if len(courses) == 1 else f"{course.name}-{lesson}"
            text = _single(tree, path).encode()
            yield "html", f"lessons/{lesson}", path, course.titles[path], text


def _start(first: str, title: str, language: Language) -> dict[str, bytes]:
    """Return the page with which a folder of files begins, and without which Kolibri takes none.

    :param first: the page to which it leads.
    """
    href = escape(quote(first))
    text = (
        f'<!DOCTYPE html>\n<html lang="{language.tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={href}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n</head>\n"
        f'<body>\n<p><a href="{href}">{escape(title)}</a></p>\n</body>\n</html>\n'
    )
    return {"index.html": text.encode()}


def _contents(tree: _Tree, files: set[str]) -> dict[str, bytes]:
    return {
        path: tree.linked(path, files).encode()
        if path.endswith(".html")
        else (tree.folder / path).read_bytes()
        for path in files
    }


def _zip(contents: Mapping[str, bytes], first: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip whose bytes depend on its contents alone.

    :param first: files that stand before all others, not compressed.
    """
    with tempfile.TemporaryFile() as stream:
        with zipfile.ZipFile(stream, "w") as written:
            for names, kind in (
                (first or {}, zipfile.ZIP_STORED),
                (contents, zipfile.ZIP_DEFLATED),
            ):
                for name in sorted(names):
                    entry = zipfile.ZipInfo(name)  # of the year 1980, the earliest
                    entry.compress_type = kind
                    entry.create_system = 3
                    entry.external_attr = 0o644 << 16
                    written.writestr(entry, names[name], compresslevel=9)
        stream.seek(0)
        return stream.read()


def _zim(tree: _Tree, language: Language, title: str, contents: Mapping[str, bytes]) -> bytes:
    """Return an archive for Kiwix and its like, with an index of all words.

    https://wiki.openzim.org/wiki/Metadata says what one tells of itself.
    """
    from libzim import writer  # noqa: PLC0415  # few make such archives

    class Entry(writer.Item):  # type: ignore[misc]  # the library says nothing of its types
        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

        def get_path(self) -> str:
            return self.path

        def get_title(self) -> str:
            return _title(contents[self.path].decode()) if self.is_page() else ""

        def get_mimetype(self) -> str:
            return mimetypes.guess_type(self.path)[0] or "application/octet-stream"

        def is_page(self) -> bool:
            return self.path.endswith(".html")

        def get_contentprovider(self) -> object:
            return writer.StringProvider(contents[self.path])

        def get_hints(self) -> dict[object, bool]:
            return {writer.Hint.FRONT_ARTICLE: self.is_page()}

    main = f"{language.prefix}index.html"
    about = BeautifulSoup(contents[main], "lxml").select_one("meta[name=description]")
    description = str(about["content"])[:80] if about else title
    iso = language.data.iso_639_3
    told = {
        "Title": title[:30],
        "Name": f"{urlsplit(tree.site.base_url).netloc or 'site'}_{language.code}",
        "Language": iso,
        "Creator": title,
        "Publisher": title,
        "Description": description,
        "Date": _DAY[:10],
    }
    with tempfile.TemporaryDirectory(prefix="tandem-") as folder:
        path = Path(folder, "site.zim")
        with writer.Creator(path).config_indexing(True, iso).set_mainpath(main) as creator:
            for name in sorted(contents):
                creator.add_item(Entry(name))
            for name, value in told.items():
                creator.add_metadata(name, value)
        return path.read_bytes()


def _scorm(course: _Course, title: str, language: Language, files: Sequence[str]) -> str:
    """Return the manifest of a SCORM 1.2 package (Content Aggregation Model 1.2, section 2.3)."""
    items = "".join(
        f'<item identifier="I{number}" identifierref="R{number}">'
        f"<title>{escape(course.titles[path])}</title></item>\n"
        for number, path in enumerate(course.pages)
    )
    resources = "".join(
        f'<resource identifier="R{number}" type="webcontent" adlcp:scormtype="asset" '
        f'href="{escape(quote(path))}"><file href="{escape(quote(path))}"/>'
        '<dependency identifierref="SHARED"/></resource>\n'
        for number, path in enumerate(course.pages)
    )
    shared = "".join(
        f'<file href="{escape(quote(path))}"/>' for path in files if path not in course.pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest identifier="{course.name}-{language.code}" version="1.0" '
        'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">\n'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n"
        '<organizations default="O"><organization identifier="O">'
        f"<title>{escape(title)}</title>\n{items}</organization></organizations>\n"
        f"<resources>\n{resources}"
        '<resource identifier="SHARED" type="webcontent" adlcp:scormtype="asset">'
        f"{shared}</resource>\n</resources>\n</manifest>\n"
    )


# -- One page in one file ---------------------------------------------------------------------------

_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def _single(tree: _Tree, path: str) -> str:
    """Return a page as one file, which reads without a script and without a network."""
    page = BeautifulSoup(tree.text(path), "html.parser")
    styles = []
    for link in page.select("link"):
        target = tree.target(str(link.get("href", "")), path)
        if link.get("rel") == ["stylesheet"] and target:
            styles.append(_with_images(tree, target))
        link.decompose()
    for element in page.select("script, noscript, meta[http-equiv]"):
        element.decompose()
    for image in page.select("img[src]"):
        target = tree.target(str(image["src"]), path)
        if target:
            image["src"] = inside(tree.folder / target)
        del image["loading"]
    for element in page.select("[href]"):
        address = str(element["href"])
        if not address.startswith("#") and not parts_of(address).scheme:
            element["href"] = urljoin(urljoin(tree.site.base_url, quote(path)), address)
    head = page.head
    if head is not None:
        style = page.new_tag("style")
        style.string = "".join(styles)
        policy = page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy"})
        policy["content"] = _ALONE
        head.insert(1, policy)
        head.append(style)
    return str(page)


def _with_images(tree: _Tree, sheet: str) -> str:
    def held(found: re.Match[str]) -> str:
        target = tree.target(found[1], sheet)
        return f'url("{inside(tree.folder / target)}")' if target else found[0]

    return _IN_STYLES.sub(held, tree.text(sheet))


# -- A book -----------------------------------------------------------------------------------------

_CONTAINER = (
    '<?xml version="1.0"?>\n<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_BOOK_STYLE = (
    "body{line-height:1.5}img{max-width:100%;height:auto}pre{white-space:pre-wrap}"
    "table{border-collapse:collapse}td,th{border:1px solid;padding:.2em .5em;text-align:start}"
    ".admonition,details{border-inline-start:4px solid;padding-inline-start:1em;margin-block:1em}"
    ".admonition-title,summary{font-weight:bold}"
)
_NO_BOOK = "script, style, noscript, nav, button, input, textarea, form, iframe, .headerlink, "
_NO_BOOK += ".tandem-lesson-links, .tandem-keep, .tandem-own, .tandem-improve, .prev-next-area"
# What readers of HTML write small, and XML does not.
_SVG = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
_DROPPED = ("style", "loading", "tabindex", "target", "align", "width", "height", "border", "rules")
# The day of books whose content says none: the same content is the same book.
_DAY = "1980-01-01T00:00:00Z"


class _Book:
    """The pages of a course as a book (EPUB 3.2)."""

    def __init__(self, tree: _Tree, course: _Course, title: str, language: Language) -> None:
        self.tree, self.course, self.title, self.language = tree, course, title, language
        self.names = {
            path: f"{posixpath.basename(path).removesuffix('.html')}.xhtml" for path in course.pages
        }
        self.pictures: dict[str, str] = {}

    def data(self) -> bytes:
        """Return the file of the book."""
        titles, tag = self.course.titles, self.language.tag
        contents = {name: self._chapter(path).encode() for path, name in self.names.items()}
        for path, name in self.pictures.items():
            contents[name] = (self.tree.folder / path).read_bytes()
        contents["book.css"] = _BOOK_STYLE.encode()
        entries = "".join(
            f'<li><a href="{name}">{escape(titles[path])}</a></li>'
            for path, name in self.names.items()
        )
        navigation = f"<h1>{escape(self.title)}</h1><ol>{entries}</ol>"
        navigation = f'<nav epub:type="toc" role="doc-toc">{navigation}</nav>'
        contents["nav.xhtml"] = _xhtml(self.title, navigation, tag).encode()
        contents["book.opf"] = self._package(contents).encode()
        contents["META-INF/container.xml"] = _CONTAINER.encode()
        return _zip(contents, {"mimetype": b"application/epub+zip"})

    def _package(self, contents: Mapping[str, bytes]) -> str:
        where = urljoin(self.tree.site.base_url, self.course.pages[0])
        tag = self.language.tag
        ids = {name: f"i{number}" for number, name in enumerate(sorted(contents))}
        items = "".join(
            f'<item id="{ids[name]}" href="{quote(name)}" media-type="{_kind(name)}"'
            f"{_properties(name, contents[name])}/>\n"
            for name in sorted(contents)
        )
        spine = "".join(f'<itemref idref="{ids[name]}"/>' for name in self.names.values())
        direction = f' page-progression-direction="{self.language.data.direction}"'
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<package version="3.0" unique-identifier="id" '
            f'xmlns="http://www.idpf.org/2007/opf" xml:lang="{tag}">\n'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:identifier id="id">urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, where)}'
            f"</dc:identifier><dc:title>{escape(self.title)}</dc:title>"
            f"<dc:language>{tag}</dc:language><dc:source>{escape(where)}</dc:source>"
            f'<meta property="dcterms:modified">{_DAY}</meta>{self._access()}</metadata>\n'
            f"<manifest>\n{items}</manifest>\n<spine{direction}>{spine}</spine>\n</package>\n"
        )

    def _access(self) -> str:
        """Return what shops and libraries tell readers of how they can read it.

        https://www.w3.org/TR/epub-a11y-11/#sec-disc-package
        """
        told = [("accessMode", "textual"), ("accessModeSufficient", "textual")]
        told += [("accessMode", "visual")] if self.pictures else []
        told += [("accessibilityHazard", "none")]
        features = ("tableOfContents", "structuralNavigation", "readingOrder", "alternativeText")
        told += [("accessibilityFeature", one) for one in features]
        words = translations(self.language.code, "sphinx_tandem")
        _ = words.gettext if words else str
        told.append(
            (
                "accessibilitySummary",
                _(
                    "Everything is text in reading order, with headings and a table of contents; "
                    "pictures have the descriptions of their authors."
                ),
            )
        )
        return "".join(f'<meta property="schema:{key}">{value}</meta>' for key, value in told)

    def _chapter(self, path: str) -> str:
        page = BeautifulSoup(self.tree.text(path), "html.parser")
        article = page.find("article") or page.find("main") or page
        for element in article.select(_NO_BOOK):
            element.decompose()
        for element in article.select("label"):
            # That of a tab stands above its text here; that of a task is within it.
            element.name = "p" if "sd-tab-label" in str(element.get("class")) else "span"
        for image in article.select("img[src]"):
            target = self.tree.target(str(image["src"]), path)
            if target:
                digest = hashlib.sha256(target.encode()).hexdigest()[:8]
                name = f"f{digest}{posixpath.splitext(target)[1]}"
                image["src"] = self.pictures.setdefault(target, name)
            else:
                image.replace_with(str(image.get("alt", "")))
        for element in article.select("*"):
            _clean(element)
            self._link(element, path)
        return _xhtml(self.course.titles[path], article.decode_contents(), self.language.tag)

    def _link(self, element: Tag, path: str) -> None:
        address = str(element.get("href", ""))
        if not address or address.startswith("#") or parts_of(address).scheme:
            return
        target, mark = self.tree.target(address, path), urlsplit(address).fragment
        if target in self.names:
            element["href"] = self.names[target] + (f"#{mark}" if mark else "")
        else:
            element["href"] = urljoin(urljoin(self.tree.site.base_url, quote(path)), address)


def _kind(name: str) -> str:
    known = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml"}
    own = known.get(posixpath.splitext(name)[1])
    return own or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _properties(name: str, data: bytes) -> str:
    if name == "nav.xhtml":
        return ' properties="nav"'
    return ' properties="svg"' if name.endswith(".xhtml") and b"<svg" in data else ""


def _clean(element: Tag) -> None:
    """Leave of the attributes of an element what a book may have."""
    is_drawn = element.name == "svg" or element.find_parent("svg") is not None
    for name in [*element.attrs]:
        if name in _SVG:
            element[_SVG[name]] = element[name]
            del element[name]
        elif name == "for" or name.startswith("on") or (name in _DROPPED and not is_drawn):
            del element[name]
    if element.name == "svg":
        element["xmlns"] = "http://www.w3.org/2000/svg"


def _xhtml(title: str, body: str, tag: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{tag}" xml:lang="{tag}"><head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="book.css"/></head><body>{body}</body></html>\n'
    )


# -- Handouts as PDF --------------------------------------------------------------------------------

#: The variable that names the browser where it is not found by itself.
VARIABLE = "TANDEM_BROWSER"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
          "microsoft-edge", "msedge")  # fmt: skip
_FLAGS = ("--headless", "--disable-gpu", "--disable-background-networking",
          "--disable-component-update", "--disable-sync", "--no-first-run",
          "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline")  # fmt: skip
_FOLDER = "handouts"
_SECONDS = 120


def browser(environment: Mapping[str, str]) -> str:
    """Return the browser that prints.

    :raises MachineFailure: when there is none.
    """
    named = environment.get(VARIABLE, "")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), "")
    if not found:
        raise MachineFailure(
            "PDF files need Chromium, Chrome or Edge, and none was found. Install one, or name "
            f"it in the variable {VARIABLE}, or build without --pdf. Nothing was published."
        )
    return found


def handouts(tree: Path) -> list[Path]:
    """Return the pages of a built tree that are to be printed."""
    return sorted(
        path
        for path in tree.rglob("*.html")
        if _FOLDER in path.relative_to(tree).parts and path.name != "index.html"
    )


def print_pages(pages: Sequence[Path], environment: Mapping[str, str]) -> None:
    """Print each page into a PDF beside it.

    :raises MachineFailure: when there is no browser, or it fails.
    """
    if not pages:
        return
    program = browser(environment)
    with (
        tempfile.TemporaryDirectory(prefix="tandem-", ignore_cleanup_errors=True) as folder,
        ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool,
    ):
        profiles = (Path(folder, str(number)) for number in range(len(pages)))
        # Where one fails, those that have not begun are cancelled.
        list(pool.map(functools.partial(_print, program), pages, profiles))


def _print(program: str, page: Path, profile: Path) -> None:
    pdf = page.with_suffix(".pdf")
    command = [program, *_FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}",
               page.as_uri()]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MachineFailure(f"{program} could not print {page.name}: {error}.") from error
    if not pdf.is_file() or not pdf.stat().st_size:
        said = " ".join(run.stderr.split())[-300:]
        raise MachineFailure(f"{program} did not print {page.name}: {said}")
