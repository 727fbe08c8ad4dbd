"""``tandem new page``, ``post`` and ``lesson``: a file in its place, and its entry in the contents.

Nothing that is there is ever overwritten: a file that exists is named, and stays.  What is
edited keeps its layout, and gets lines at one place.  It is one module, because a place is found
by what the pages beside it are and by the contents that list them.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import jinja2
import yaml
from sphinx.project import Project
from sphinx.util.matching import Matcher

from ..catalogs.writer import write_text
from ..site.findings import Finding, WrongUse
from ..site.settings import CONF, Settings
from ..text.yaml_lines import is_true, read_front_matter, split_labels
from ..upstream import vars_of

FOLDER = Path(__file__).with_name("new_templates")
# Without `{{ }}`, which workflows and Markdown write themselves.
TEMPLATES = jinja2.Environment(  # noqa: S701 (it is Markdown and YAML)
    loader=jinja2.FileSystemLoader(FOLDER),
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    trim_blocks=True,
    keep_trailing_newline=True,
    undefined=jinja2.StrictUndefined,
)


@dataclass(frozen=True)
class Made:
    """What was made.

    :param path: the new file, or the file that got a new record or language.
    :param places: what else was written, each as ``path:line: text``.
    :param is_new: whether the file was not there before.
    """

    path: Path
    places: tuple[str, ...] = ()
    is_new: bool = True


@dataclass(frozen=True)
class Wanted:
    """What a person asked for, as far as one kind of page needs it.

    :param folder: where it goes, from the folder of the site; ``None`` for beside its like.
    :param name: the name of the file without its ending; ``""`` for one made from the title.
    """

    title: str
    folder: str | None = None
    name: str = ""
    description: str = ""
    author: str = ""
    tags: str = ""


# -- Titles and names of files -------------------------------------------------------------------

_LONGEST_FOLDER = 200
_LONGEST_NAME = 48  # letters, of up to four bytes each; disks take 255
# Pages that Sphinx or the engine writes, and names that Windows keeps for devices.
_TAKEN = frozenset(
    "index search genindex py-modindex 404 con prn aux nul".split()
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)]
)
_SPECIAL = re.compile(
    r"[\\`*\[\]{}$|~]|<(?=[\w/!?])|&(?=\w+;|#)|(?<![^\W_])_|_(?![^\W_])|(?<!#)#+$|^[-+>](?= )"
)


_HIDDEN = ("Cc", "Cs", "Co")
# What turns the direction of the letters behind it, or is a space without a width.
_TURNING = frozenset("\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean_title(title: str) -> str:
    """Return a title on one line.

    :raises WrongUse: when it has no words, or characters that nobody can see.
    """
    found = unicodedata.normalize("NFC", " ".join(title.split()))
    hidden = [one for one in found if unicodedata.category(one) in _HIDDEN or one in _TURNING]
    if hidden:
        raise WrongUse(
            f"The title contains the character U+{ord(hidden[0]):04X}, which nobody can see. "
            "Type it again without that."
        )
    if not found:
        raise WrongUse('The title is empty. Give one in quotation marks, such as "About us".')
    return found


def slug(title: str) -> str:
    """Return the name of a file for a title: its letters and digits, in whatever script.

    Latin letters lose their accents; other scripts keep their marks, which are vowels there.

    >>> slug("¿Qué es un «hub»?"), slug("हिन्दी में पाठ"), slug("..")
    ('que-es-un-hub', 'हिन्दी-में-पाठ', '')
    """
    plain = ""
    for letter in unicodedata.normalize("NFC", title.casefold()):
        base = unicodedata.normalize("NFKD", letter)
        plain += base[0] if base[0].isascii() and base[0].isalnum() else letter
    kept = (one if unicodedata.category(one)[0] in "LNM" else " " for one in plain)
    words = "".join(kept).split()
    found = words[0][:_LONGEST_NAME] if words else ""
    for word in words[1:]:
        if len(found) + 1 + len(word) > _LONGEST_NAME:
            break
        found = f"{found}-{word}"
    return found


def _file_name(wanted: Wanted) -> str:
    if not wanted.name:
        name = slug(wanted.title)
        if not name or name in _TAKEN:
            what = "has no letter for the name of a file" if not name else "needs another file name"
            raise WrongUse(f'The title "{wanted.title}" {what}; give one with --name.')
        return name
    name = wanted.name.removesuffix(".md").removesuffix(".rst")
    allowed = all(unicodedata.category(one)[0] in "LNM" or one in "-_." for one in name)
    if not allowed or name.strip(".") != name or not name or len(name.encode()) > 200:
        raise WrongUse(
            f"--name {wanted.name!r}: a file is named with at most 200 letters, digits, hyphens "
            "and underscores. Give its folder with --folder."
        )
    if name.casefold() in _TAKEN - {"index"}:
        raise WrongUse(f"--name {name}: a page of that name is made for every site. Take another.")
    return name


def as_yaml(value: str) -> str:
    """Return a text as it is written behind a key in YAML.

    >>> as_yaml("Ana"), as_yaml("a: b"), as_yaml("no")
    ('Ana', "'a: b'", "'no'")
    """
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("...\n").strip()


def as_markdown(title: str) -> str:
    r"""Return a text as a heading in Markdown that shows just these characters.

    >>> as_markdown("C* and snake_case <b>")
    'C\\* and snake_case \\<b>'
    """
    return _SPECIAL.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), title)


def _as_rst(title: str) -> str:
    wide = sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in title)
    escaped = re.sub(r"[\\*`|]|_(?!\w)", r"\\\g<0>", title)
    return f"{escaped}\n{'=' * (wide + len(escaped) - len(title))}"


def git_user(folder: Path) -> str:
    """Return the name that git has for the person who works here, ``""`` for none."""
    try:
        asked = ["git", "config", "user.name"]
        done = subprocess.run(asked, cwd=folder, capture_output=True, check=False)
    except OSError:
        return ""
    return " ".join(done.stdout.decode("utf-8", "replace").split())


# -- The pages of a site, and the lists of contents ----------------------------------------------

_OPENING = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,}|:{3,})(?P<name>.*)$")
_RST = re.compile(r"^(?P<indent>[ \t]*)\.\.[ \t]+toctree::[ \t]*$")
_TITLED = re.compile(r"^(?P<title>.+?)(?<!\s)\s*+<(?P<target>[^<>]*)>$")


@dataclass
class _Contents:
    """A list of contents in the text of a page.

    :param entries: its lines, by their numbers from 0.
    :param place: the number of the line before which a new entry goes.
    """

    page: str
    indent: str
    is_glob: bool = False
    entries: dict[int, str] = field(default_factory=dict)
    place: int = 0

    def targets(self, suffixes: Sequence[str]) -> list[str]:
        """Return the names of the pages that it lists."""
        found = []
        for entry in self.entries.values():
            titled = _TITLED.match(entry)
            target = titled["target"] if titled else entry
            for suffix in suffixes:
                target = target.removesuffix(suffix)
            folder = "/" if target.startswith("/") else posixpath.dirname(f"/{self.page}")
            found.append(posixpath.normpath(posixpath.join(folder, target)).lstrip("/"))
        return found

    def continue_after(self, names: Sequence[str], suffixes: Sequence[str]) -> None:
        """Let a new entry follow the last one of these pages, if one of them is listed."""
        targets = zip(self.entries, self.targets(suffixes), strict=True)
        self.place = max((line + 1 for line, one in targets if one in names), default=self.place)

    def entry(self, docname: str, title: str, suffix: str) -> str:
        """Return the line for a new page, in the style of most others."""
        targets = [(m["target"] if (m := _TITLED.match(one)) else one, bool(m))
                   for one in self.entries.values()]  # fmt: skip
        half = len(targets) / 2
        absolute = sum(target.startswith("/") for target, _ in targets) > half
        ending = suffix * (sum(target.endswith(suffix) for target, _ in targets) > half)
        here = posixpath.dirname(self.page)
        target = f"/{docname}" if absolute else posixpath.relpath(docname, here or ".")
        is_titled = sum(has_title for _, has_title in targets) > half
        if is_titled and not re.search("[<>]", title):
            return f"{self.indent}{title} <{target}{ending}>"
        return f"{self.indent}{target}{ending}"


def _contents_of(page: str, text: str) -> Iterator[_Contents]:
    """Yield the lists of contents of a page in Markdown or reStructuredText."""
    lines = text.splitlines()
    number = -1
    while (number := number + 1) < len(lines):
        opening, directive = _OPENING.match(lines[number]), _RST.match(lines[number])
        start = number + 1
        if opening:
            words = opening["name"].strip()
            is_code = opening["fence"][0] != ":" and not words.startswith("{")
            if words == "{toctree}" or is_code:
                closing = (
                    n for n in range(start, len(lines)) if lines[n].strip() == opening["fence"]
                )
                number = next(closing, len(lines))
            if words == "{toctree}":
                yield _read_contents(page, opening["indent"], lines[:number], start)
        elif directive:
            inner = rf"{directive['indent']}[ \t]|\s*$"
            outside = (n for n in range(start, len(lines)) if not re.match(inner, lines[n]))
            number = next(outside, len(lines)) - 1
            yield _read_contents(page, f"{directive['indent']}   ", lines[: number + 1], start)


def _read_contents(page: str, indent: str, lines: Sequence[str], start: int) -> _Contents:
    """Read the options and the entries of a list of contents, to the last of some lines."""
    found = _Contents(page, indent, place=start)
    in_options = False
    for number in range(start, len(lines)):
        words = lines[number].strip()
        if words == "---":
            in_options = not in_options
        found.is_glob |= words.startswith((":glob:", "glob:"))
        if words:
            found.place = number + 1
        if words and not in_options and not words.startswith((":", "---")):
            found.entries[number] = words
            found.indent = lines[number][: -len(lines[number].lstrip())]
    return found


class Pages:
    """The pages of a site, as its files stand now."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        config = settings.config
        given = config.source_suffix
        suffixes = list(given) if isinstance(given, dict | list | tuple) else [str(given)]
        self.has_markdown = any("myst" in str(name) for name in config.extensions)
        self.suffixes = list(dict.fromkeys([*suffixes, *[".md"] * self.has_markdown]))
        self._project = Project(settings.directory, self.suffixes)
        self.names = sorted(self._found())
        self._texts: dict[str, str] = {}

    def _found(self) -> set[str]:
        config = self.settings.config
        return set(self._project.discover(self.excluded, config.include_patterns))

    @property
    def excluded(self) -> list[str]:
        """The patterns of files that are no pages."""
        config = self.settings.config
        return [*map(str, config.exclude_patterns), *map(str, config.templates_path), "_build/**"]

    def path(self, name: str) -> Path:
        """Return the file of a page."""
        return Path(self._project.doc2path(name, absolute=True))

    def text(self, name: str) -> str:
        """Return what is in the file of a page."""
        if name not in self._texts:
            try:
                self._texts[name] = self.path(name).read_text("utf-8-sig", errors="replace")
            except OSError:
                self._texts[name] = ""
        return self._texts[name]

    def posts(self) -> list[str]:
        """Return the names of the posts."""
        config = self.settings.config
        given = vars_of(config).get("blog_post_pattern") or ()
        patterns = [given] if isinstance(given, str) else list(given)
        return [
            name
            for name in self.names
            if is_true(read_front_matter(self.text(name)).get("blogpost"))
            or any(fnmatchcase(name, str(one).removesuffix(".*")) for one in patterns)
        ]

    def lessons(self) -> list[str]:
        """Return the names of the lessons."""
        return [name for name in self.names if "lesson" in read_front_matter(self.text(name))]

    def tags(self) -> list[str]:
        """Return the tags of the posts, those used most first."""
        used: Counter[str] = Counter()
        for name in self.posts():
            tags = read_front_matter(self.text(name)).get("tags")
            if tags is not None:
                used.update(tags.values if tags.is_list else split_labels(tags.text))
        return [tag for tag, _ in used.most_common()]

    def contents(self) -> list[_Contents]:
        """Return all lists of contents."""
        return [one for name in self.names for one in _contents_of(name, self.text(name))]


def _most_frequent_folder(names: Sequence[str]) -> str | None:
    counted = Counter(posixpath.dirname(name) for name in names)
    return min(counted, key=lambda one: (-counted[one], one.count("/"), one), default=None)


# -- A page, a post, a lesson ----------------------------------------------------------------------


def new_page(settings: Settings, kind: str, wanted: Wanted) -> Made:
    """Write a new page into its place, and its entry into the nearest list of contents.

    :param kind: ``page``, ``post`` or ``lesson``.
    :raises WrongUse: when it cannot be there, or is there already.
    """
    wanted = replace(wanted, title=clean_title(wanted.title))
    pages = Pages(settings)
    suffix = ".md" if pages.has_markdown else ".rst"
    if kind == "lesson" and suffix == ".rst":
        raise WrongUse(
            "A new lesson is written in Markdown, which the site does not read. "
            f'Add "myst_parser" to extensions in {CONF}.'
        )
    posts, lessons = pages.posts(), pages.lessons()
    if kind == "post":
        if "ablog" not in settings.config.extensions:
            raise WrongUse(
                f'The site has no blog. Add "ablog" to extensions in {CONF}; '
                "python -m pip install 'sphinx-tandem[blog]' installs it."
            )
        like: Sequence[str] = posts
    else:
        others = {*posts, *lessons, settings.config.root_doc}
        like = lessons if kind == "lesson" and lessons else _main_pages(pages, others)
    folder = wanted.folder
    if folder is None:
        folder = _most_frequent_folder(like)
    if folder is None:
        blog = vars_of(settings.config).get("blog_path", "blog")
        folder = str(blog) if kind == "post" else ""
    name = _file_name(wanted)
    if kind == "post" and not wanted.name:
        dated = [re.match(r"\d{4}-\d\d-\d\d-", posixpath.basename(one)) for one in posts]
        if sum(map(bool, dated)) >= len(posts) / 2:
            name = f"{today()}-{name}"
    path = _place(pages, folder, f"{name}{suffix}")
    docname = path.relative_to(settings.directory).with_suffix("").as_posix()
    listed = _list_for(pages, docname, kind == "post")
    if listed is not None and kind == "lesson":
        listed.continue_after(lessons, pages.suffixes)
    said = clean_title(wanted.description) if wanted.description else ""
    text = TEMPLATES.get_template(f"{kind}{suffix}").render(
        title=as_markdown(wanted.title) if suffix == ".md" else _as_rst(wanted.title),
        description=as_yaml(said) if suffix == ".md" else said,
        date=today(),
        author=_labels([wanted.author or git_user(settings.directory)], suffix),
        tags=_labels(_known(split_labels(wanted.tags), pages.tags()), suffix),
        known=", ".join(pages.tags()[:12]),
    )
    _write_new(path, text, settings.directory)
    if listed is None:
        return Made(path)
    try:
        return Made(path, (_add_entry(pages, listed, docname, wanted.title, suffix),))
    except (OSError, UnicodeDecodeError) as error:
        path.unlink()
        raise WrongUse(
            f"{relative_name(pages.path(listed.page), settings)} lists the pages, and cannot be "
            f"edited ({error}). Nothing was made."
        ) from error


def today() -> str:
    """Return the day on which a post is published at once: it has begun in UTC."""
    return datetime.now(UTC).date().isoformat()


def _main_pages(pages: Pages, others: set[str]) -> list[str]:
    """Return the pages that the home page lists, or all, without some."""
    root = pages.settings.config.root_doc
    listed = {
        target
        for contents in pages.contents()
        if contents.page == root
        for target in contents.targets(pages.suffixes)
    }
    return [name for name in pages.names if name not in others and (name in listed or not listed)]


def _known(tags: Sequence[str], used: Sequence[str]) -> list[str]:
    """Return tags as those in use are written: one in other capitals would be another list."""
    written = {tag.casefold(): tag for tag in reversed(used)}
    return [written.get(tag.casefold(), tag) for tag in tags]


def _labels(names: Sequence[str], suffix: str) -> str:
    """Return names for the front matter of a post, where a comma begins another one."""
    joined = ", ".join(" ".join(name.split()) for name in names if name.strip())
    return as_yaml(joined) if joined and suffix == ".md" else joined


def _place(pages: Pages, folder: str, name: str) -> Path:
    """Return where a new file goes.

    :raises WrongUse: when it cannot be there.
    """
    site = pages.settings.directory
    if len(folder.encode("utf-8", "replace")) > _LONGEST_FOLDER:
        raise WrongUse(f"--folder {folder[:_LONGEST_NAME]}…: that name is too long for any disk.")
    path = Path(os.path.normpath(site / folder), name)
    hidden = any(unicodedata.category(one)[0] == "C" for one in folder)
    if hidden or not path.resolve().is_relative_to(site) or not path.is_relative_to(site):
        raise WrongUse(f"--folder {folder!r} is not in the folder of the site. Name one in there.")
    above = path.relative_to(site).parts
    for language in pages.settings.site.languages[1:]:
        if len(above) > 1 and above[0].casefold() == language.code.casefold():
            raise WrongUse(
                f"--folder {folder}: that is the place of the {language.name} site. Take another."
            )
    if file := next((one for one in path.parents if one.exists() and not one.is_dir()), None):
        raise WrongUse(f"--folder {folder}: {relative_name(file, pages.settings)} is a file.")
    stem = path.stem.casefold()
    for other in path.parent.iterdir() if path.parent.is_dir() else ():
        if other.suffix in pages.suffixes and other.stem.casefold() == stem:
            raise already_there(other, site)
    if not _would_have(pages, path):
        raise WrongUse(
            f"{relative_name(path, pages.settings)} would not be a page of the site, because of "
            f"include_patterns or exclude_patterns in {CONF}. Name another place with --folder, "
            "or change these."
        )
    return path


def _would_have(pages: Pages, path: Path) -> bool:
    """Say whether a file would be a page of the site, if it was there."""
    config = pages.settings.config
    name = path.relative_to(pages.settings.directory).as_posix()
    parents = [parent.as_posix() for parent in Path(name).parents]
    out = Matcher(pages.excluded)
    is_included = Matcher(list(config.include_patterns))(name)
    return is_included and not out(name) and not any(map(out, parents))


def already_there(path: Path, site: Path) -> WrongUse:
    """Return the error that names a file which would be overwritten."""
    shown = path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()
    message = (
        "This is there already, and nothing was changed. Edit it, or take another title, "
        "--name or --folder."
    )
    return WrongUse(str(Finding(shown, 1, "new-exists", message)))


def _write_new(path: Path, text: str, site: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise already_there(path, site) from error


def _list_for(pages: Pages, docname: str, is_post: bool) -> _Contents | None:
    """Return the list of contents that a new page goes into, ``None`` where it needs none.

    It is that of the index beside it, else that of the nearest index which lists pages beside
    it, else that of another page which does, else that of an index above.
    """
    folder = posixpath.dirname(docname)
    found = pages.contents()
    rated: list[tuple[tuple[int, ...], _Contents]] = []
    root = pages.settings.config.root_doc
    posts = set(pages.posts()) if is_post else ()
    for place, contents in enumerate(found):
        targets = contents.targets(pages.suffixes)
        if contents.is_glob and any(
            fnmatchcase(docname, target) and target.count("/") == docname.count("/")
            for target in targets
        ):
            return None
        beside = sum(
            target in posts if is_post else posixpath.dirname(target) == folder
            for target in targets
        )
        here = posixpath.dirname(contents.page)
        is_index = posixpath.basename(contents.page) == "index" or contents.page == root
        above = is_index and (not here or f"{folder}/".startswith(f"{here}/"))
        own = above and here == folder and not is_post
        if beside or (above and not is_post):
            rank = 3 if own else (1 + above) * bool(beside)
            rated.append(((rank, len(here) * above, beside, place), contents))
    if rated:
        return max(rated, key=lambda one: one[0])[1]
    if is_post or root not in pages.names:
        return None
    return _Contents(root, "", place=-1)


def _add_entry(pages: Pages, contents: _Contents, docname: str, title: str, suffix: str) -> str:
    """Write the entry of a page into a list of contents; return the place and the line."""
    path = pages.path(contents.page)
    text = path.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    entry = contents.entry(docname, title, suffix)
    if contents.place < 0:
        is_markdown = path.suffix == ".md"
        opening = ["```{toctree}"] if is_markdown else [".. toctree::", ""]
        indent = "" if is_markdown else "   "
        added = ["", *opening, f"{indent}{entry}", *["```"] * is_markdown]
        place = len(lines)
    elif not contents.entries and path.suffix != ".md":
        place, added = contents.place, ["", entry]
    else:
        place, added = contents.place, [entry]
    lines[place:place] = [f"{line}{end}" for line in added]
    write_text(path, "".join(lines))
    number = place + added.index(next(one for one in added if entry in one)) + 1
    return f"{relative_name(path, pages.settings)}:{number}: {entry.strip()}"


def relative_name(path: Path, settings: Settings) -> str:
    """Return a path as people of the site write it, from its folder."""
    site = settings.directory
    return (path.relative_to(site) if path.is_relative_to(site) else path).as_posix()
