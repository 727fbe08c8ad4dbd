"""``tandem new`` and ``tandem adopt``: a page, a language, a site; one from an existing site."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogs.update import update
from ..extension import __version__
from ..publish.new_pages import Made, Wanted, new_page, relative_name
from ..publish.new_site import (
    data_lists,
    new_language,
    new_record,
    new_site,
    singular,
    site_languages,
)
from ..site.findings import WrongUse
from ..site.settings import Settings, load
from .verb import (
    CONTENT,
    Verb,
    add_json,
    check_file,
    complain,
    count,
    missing,
    print_findings,
    say,
    shown,
    site_folder,
)

if TYPE_CHECKING:
    from ..publish.adopt import Adoption, Compared

_PAGES = ("page", "post", "lesson")
# Which kinds an option is for.
_KINDS = {
    "folder": _PAGES,
    "name": _PAGES,
    "description": _PAGES,
    "author": ("post",),
    "tags": ("post",),
    "languages": ("site",),
    "title": ("site",),
    "set": (),
}


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.set_defaults(unread=". What was made stays; `tandem update` then makes its catalogs.")
    parser.add_argument(
        "kind",
        metavar="KIND",
        help="page, post, lesson, language, site or record; or the name of one record of a list "
        "of data that the site shows, such as `partner` for `partners`",
    )
    parser.add_argument(
        "what",
        metavar="TITLE",
        help="the title of the page or the name in the record; the code of the language; the "
        "folder of the site; the data file",
    )
    parser.add_argument(
        "more",
        metavar="NAME",
        nargs="?",
        default="",
        help="the name of a new language in that language; the name in a record of a data file",
    )
    parser.add_argument("--folder", metavar="DIR", help="where in the site the page goes")
    parser.add_argument("--name", metavar="FILE", help="the name of its file")
    parser.add_argument("--description", metavar="TEXT", help="what the page is about")
    parser.add_argument("--tags", metavar="TAGS", help="the tags of a post, with commas")
    parser.add_argument("--author", metavar="NAME", help="who writes a post (default: as git says)")
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        action="append",
        help="what a field of the record says; repeatable",
    )
    parser.add_argument(
        "--languages", metavar="CODES", help="the languages of a new site (default: en,es)"
    )
    parser.add_argument("--title", metavar="TITLE", help="the title of a new site")


def run(given: argparse.Namespace) -> int:
    """Make it, and say what comes next."""
    _check_options(given)
    if given.kind == "site":
        return _make_site(given)
    settings = load(site_folder(given))
    if given.kind in _PAGES:
        _refuse_more(given)
        wanted = Wanted(
            given.what,
            given.folder,
            given.name or "",
            given.description or "",
            given.author or "",
            given.tags or "",
        )
        made = new_page(settings, given.kind, wanted)
        steps = _steps_of_page(settings, made, given.kind == "lesson")
    elif given.kind == "language":
        made = new_language(settings, given.what, given.more)
        steps = _steps_of_language(settings, given.what)
    else:
        made = _make_record(settings, given)
        steps = _steps_of_record(made)
    if made.is_new:
        say(f"{shown(made.path)} is there now.")
    for place in made.places:
        say(place)
    settings = load(site_folder(given))
    failed = False
    if settings.locale_dirs and settings.site.languages[1:]:
        report = update(settings)
        failed = report.failed
        print_findings(report.findings)
        say(report.summary())
    _say_steps(steps)
    return CONTENT if failed else 0


def _check_options(given: argparse.Namespace) -> None:
    """Refuse an option that the kind does not have.

    :raises WrongUse: with what it is for.
    """
    for option, kinds in _KINDS.items():
        allowed = given.kind in kinds or (
            option == "set" and given.kind not in (*_PAGES, "language", "site")
        )
        if getattr(given, option) is not None and not allowed:
            only = " or a ".join(kinds) or "record of a data file"
            raise WrongUse(f"--{option} is for a {only} only. Nothing was made.")


def _refuse_more(given: argparse.Namespace) -> None:
    if given.more:
        raise WrongUse(
            f'"{given.what}" and "{given.more}" are two titles. Put one title into quotation marks.'
        )


def _make_record(settings: Settings, given: argparse.Namespace) -> Made:
    """Make a record in the file that is named, or in the list whose records have this name."""
    values: list[str] = given.set or []
    if given.kind == "record":
        path = (site_folder(given) / given.what).resolve()
        if not path.is_file() or not path.is_relative_to(settings.directory):
            raise WrongUse(f"{given.what}: there is no such data file in the folder of the site.")
        return new_record(settings, path, "", given.more, values)
    _refuse_more(given)
    lists = data_lists(settings)
    found = [key for key in lists if given.kind in (key, singular(key))]
    if not found:
        known = [
            f"{singular(key)} ({relative_name(path, settings)})" for key, path in lists.items()
        ]
        kinds = ", ".join((*_PAGES, "language", "site", "record", *known))
        raise WrongUse(f"tandem new {given.kind}: nothing has that name. It makes: {kinds}.")
    return new_record(settings, lists[found[0]], found[0], given.what, values)


def _make_site(given: argparse.Namespace) -> int:
    _refuse_more(given)
    languages = site_languages(given.languages or "en,es")
    if find_spec("ablog") is None:
        raise WrongUse(missing("blog", "A new site", "ablog"))
    made = new_site(Path(given.what), languages, given.title or "", __version__)
    say(f"{shown(made.path)} is a site in {', '.join(languages.values())} now.")
    if next(iter(languages)).partition("_")[0] not in ("en", "es"):
        say(f"Its pages are in English; write them in {next(iter(languages.values()))}.")
    say(_HOSTS.format(folder=shown(made.path)))
    return 0


# -- What comes next -------------------------------------------------------------------------------


def _say_steps(steps: Sequence[str]) -> None:
    say("\nNext:")
    for number, step in enumerate(steps, 1):
        say(f"{number}. {step}")


def _steps_of_page(settings: Settings, made: Made, is_lesson: bool) -> list[str]:
    page = shown(made.path)
    name = made.path.relative_to(settings.directory).with_suffix("").as_posix()
    return [
        f"Write the text in {page}{_OF_LESSON if is_lesson else '.'}",
        "`tandem serve` shows it in every language while you write.",
        "When the text is done, `tandem update` puts it into the catalogs"
        f"{_catalogs(settings, name)}; translate what is empty there, now or later.",
    ]


_OF_LESSON = (
    ", and its minutes at the top; if a plan of your course lists its lessons, name it there, too."
)


def _catalogs(settings: Settings, name: str) -> str:
    languages = settings.site.languages[1:]
    if not languages or not settings.locale_dirs:
        return ""
    folder = settings.locale_dirs[0] / languages[0].code / "LC_MESSAGES"
    others = ", and so on" if languages[1:] else ""
    return f" ({shown(folder / f'{name}.po')}{others})"


def _steps_of_language(settings: Settings, code: str) -> list[str]:
    folder = settings.locale_dirs[0] / code
    return [
        f"Translate the catalogs in {shown(folder / 'LC_MESSAGES')}, the home page first; "
        f"`tandem status --language {code}` says what readers need most.",
        f"Write the terms that you choose into {shown(folder / 'termbase.csv')}, and words that "
        f"the check does not know into {shown(folder / 'words.txt')}.",
        "`tandem check` says what is wrong; `tandem serve` shows the site in the new language. "
        'Every build publishes it, unless conf.py gives it the state "draft".',
    ]


def _steps_of_record(made: Made) -> list[str]:
    return [
        f"Fill in what you know in {shown(made.path)}: delete the # before a line, and write "
        "behind its name.",
        "`tandem serve` shows the pages that show it.",
        "`tandem update` puts its words into the catalogs of these pages; translate them there.",
    ]


_HOSTS = """
See it: go to {folder}, install what requirements.txt names, and run `tandem serve`.

On GitHub Pages:
1. Make an empty repository there; under "Settings", "Pages", choose "GitHub Actions".
2. Here: git init -b main && git add . && git commit -m "Begin the site".
3. Push it: git remote add origin ADDRESS && git push -u origin main.

On GitLab Pages:
1. Make an empty project there.
2. Here: git init -b main && git add . && git commit -m "Begin the site".
3. Push it: git remote add origin ADDRESS && git push -u origin main.

On Netlify or Read the Docs:
1. Here: git init -b main && git add . && git commit -m "Begin the site".
2. Push it to a repository on GitHub, GitLab or Bitbucket.
3. There, import that repository; the settings are in netlify.toml and .readthedocs.yaml."""


NEW = Verb("new", "Makes a page, a post, a lesson, a record, a language or a site.", add, run)


# -- An existing site, tried out before anything is written -----------------------------------------

_SHOWN = 20


def _add_adopt(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.set_defaults(unread=". Nothing was written.")
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        type=Path,
        help="the folder that holds conf.py, or _config.yml of a Jupyter Book (default: the "
        "current one)",
    )
    parser.add_argument(
        "--languages",
        metavar="CODES",
        default="",
        help="the languages, beginning with the one in which the pages are written, such as en,es "
        "(default: those that have catalogs, or pages of their own)",
    )
    parser.add_argument("--write", action="store_true", help="write the changes; git can undo them")
    add_json(parser, "every passage that is not shown any more")


def _adopt(given: argparse.Namespace) -> int:
    """Try it out, and say what changes for readers; write it when that is asked for."""
    from ..publish.adopt import adopt, write  # noqa: PLC0415  # it loads all that a build needs

    check_file("--json", given.json)
    folder: Path = given.folder or getattr(given, "site", Path())
    done = adopt(folder, given.languages, complain)
    for line in done.said:
        say(line)
    print_findings(done.findings)
    _show_changes(done)
    say("\nWhat readers see of what Sphinx alone showed:")
    for code, compared in done.compared.items():
        _show_compared(code, compared)
    if given.json:
        data = json.dumps(_as_data(done), indent=2, ensure_ascii=False)
        given.json.write_text(f"{data}\n", encoding="utf-8")
    say("\nBy hand:")
    for line in done.by_hand:
        say(f"- {line}")
    if not done.compared:
        complain("The site could not be built in several languages. Nothing was written.")
        return CONTENT
    if not done.changes:
        say("\nNothing has to be changed.")
    elif given.write:
        write(done)
        say(f"\n{count(len(done.changes), 'file', 'files')} written. `git diff` shows them.")
    else:
        say("\nNothing was written. `tandem adopt --write` does it, and git can undo it.")
    return 0


def _show_changes(done: Adoption) -> None:
    say("\nWhat changes:")
    for name, raw in sorted(done.changes.items()):
        old = done.before.get(name)
        path = shown(done.folder / name)
        if raw is None:
            say(f"{path}: deleted")
        elif name.endswith(".po"):
            entries = raw.count(b"\nmsgid ")
            say(f"{path}: {'new' if old is None else 'changed'}, {entries} entries")
        else:
            with contextlib.suppress(UnicodeDecodeError):
                texts = ((old or b"").decode().splitlines(), raw.decode().splitlines())
                for line in difflib.unified_diff(*texts, path, path, n=1, lineterm=""):
                    say(line)


def _show_compared(code: str, compared: Compared) -> None:
    there = compared.before - len(compared.lost)
    say(f"{code}: {there} of {count(compared.before, 'passage', 'passages')}.")
    for page, text, reason in compared.lost[:_SHOWN]:
        say(f'  {page}: "{text[:70]}": {reason or "nobody knows why; please report it"}')
    if (more := len(compared.lost) - _SHOWN) > 0:
        say(f"  And {more} more; --json FILE writes all of them.")


def _as_data(done: Adoption) -> dict[str, Any]:
    return {
        "languages": {
            code: {
                "before": one.before,
                "lost": [
                    {"page": page, "text": text, "reason": reason}
                    for page, text, reason in one.lost
                ],
            }
            for code, one in done.compared.items()
        },
        "changes": sorted(done.changes),
        "by_hand": done.by_hand,
    }


ADOPT = Verb("adopt", "Turns an existing site into one in several languages.", _add_adopt, _adopt)
