"""``tandem changes``: for each stale translation, what changed in the English.

The report is written in one of two styles: as text with the marks of ``wdiff``, or as
Markdown for the description of a pull request.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ..catalogs.changes import (
    SMALL,
    Change,
    LanguageChanges,
    accept,
    changes_of,
    site_at,
    small_edit,
)
from ..catalogs.extract import Extraction, ExtractionError, extract, messages_into
from ..catalogs.status import MergedLanguage, merge_language
from ..site import Language
from ..site.findings import WrongUse
from ..site.settings import Settings, SettingsError, load
from ..text.compare import as_markdown, as_text, escaped, only_spaces_differ, printable, word_diff
from .verb import (
    CONTENT,
    Verb,
    add_language,
    check_file,
    chosen,
    count,
    is_live,
    print_findings,
    say,
    site_folder,
)


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.set_defaults(unread=", so nothing was compared.")
    parser.add_argument(
        "--since",
        metavar="REV",
        help="only what became stale since this git revision, with what is new and removed",
    )
    parser.add_argument(
        "--format",
        choices=("text", "markdown"),
        default="text",
        metavar="FORMAT",
        help="text or markdown (default: text)",
    )
    parser.add_argument(
        "--accept",
        metavar="CLASS",
        action="append",
        choices=SMALL,
        help="show small edits of a class, and let their translations be right as they are: "
        + ", ".join(f"{name} ({what})" for name, what in SMALL.items()),
    )
    add_language(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write it to FILE instead of showing it"
    )


def run(given: argparse.Namespace) -> int:
    """Compare, and show the changes."""
    check_file("--output", given.output)
    if given.accept and given.since is not None:
        raise WrongUse("--accept is about all that is stale, so it does not go with --since.")
    settings = load(site_folder(given))
    languages = chosen(settings.site, given.language)
    untouched = False
    if given.since is None:
        now = _merged(settings, extract(settings), languages)
        found = list(map(changes_of, now))
        if given.accept:
            found = [_of_classes(one, given.accept) for one in found]
    else:
        with site_at(settings.directory, given.since) as folder, ThreadPoolExecutor(1) as other:
            # Each runs Sphinx in a process of its own; half of the time is saved.
            waiting = other.submit(_earlier, folder, given.since)
            today = extract(settings)
            before, earlier = waiting.result()
            now = _merged(settings, today, languages)
            found = list(map(changes_of, now, _merged(before, earlier, languages)))
        untouched = _texts(today) == _texts(earlier)
    findings = [finding for one in now for finding in one.findings]
    print_findings(findings)
    are_wanted = given.output is None and not os.environ.get("NO_COLOR")
    colours = are_wanted and is_live(sys.stdout, os.environ)
    style = Text(colours) if given.format == "text" else Markdown()
    source = settings.site.source.code
    _show(given.output, report(found, style, source, given.since, untouched=untouched))
    if given.accept:
        accepted = sum(accept(settings.directory, one.stale) for one in found)
        say(f"{count(accepted, 'translation is', 'translations are')} right as before: accepted.")
    elif given.output is None and given.format == "text":
        _offer(found)
    return CONTENT if findings else 0


def _merged(
    settings: Settings, extraction: Extraction, languages: Sequence[Language]
) -> list[MergedLanguage]:
    messages, site = extraction.messages, settings.site
    return [
        merge_language(settings, messages_into(messages, language, site), language)
        for language in languages
    ]


def _of_classes(found: LanguageChanges, classes: Sequence[str]) -> LanguageChanges:
    stale = [one for one in found.stale if small_edit(one.old, one.new) in classes]
    return replace(found, stale=tuple(stale))


def _offer(found: Sequence[LanguageChanges]) -> None:
    """Say how many edits are so small that somebody may accept them together."""
    classes = Counter(small_edit(one.old, one.new) for each in found for one in each.stale)
    parts = [f"{number} ({name})" for name, number in classes.items() if name]
    if parts:
        say(f"\nSmall edits: {', '.join(parts)}; --accept CLASS accepts those of a class.")


def _earlier(folder: Path, revision: str) -> tuple[Settings, Extraction]:
    """Read the pages as they were."""
    try:
        settings = load(folder)
        return settings, extract(settings)
    except (ExtractionError, SettingsError) as error:
        why = error.findings[-1].message if error.findings else "nobody knows why"
        raise WrongUse(
            f"The site as it was at {revision} cannot be read, so there is nothing to compare "
            f"with: {why.replace(f'{folder}{os.sep}', '')}"
        ) from error


def _texts(extraction: Extraction) -> dict[str, list[str]]:
    return {
        name: [message.msgid for message in messages]
        for name, messages in extraction.messages.items()
    }


def _show(output: Path | None, text: str) -> None:
    if output is None:
        say(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"--output {output} could not be written: {error}.") from error


# -- The report: plain text for a terminal, or Markdown for a web page ----------------------------


class Text:
    """How a report is written: as plain text, with the marks of ``wdiff``.

    :param colours: whether what is old is red, and what is new green.
    """

    legend = "[-What is gone-] and {+what is new+} in the English, and the translation below it:"

    def __init__(self, colours: bool = False) -> None:
        self._colours = colours

    def heading(self, text: str, level: int) -> str:
        """Write a heading."""
        return f"{text}\n{('=' if level == 2 else '-') * len(text)}"

    def words(self, text: str) -> str:
        """Write a text so that it is shown letter by letter."""
        return printable(text)

    def compared(self, change: Change) -> str:
        """Write the old and the new English in one."""
        return as_text(word_diff(change.old, change.new), colours=self._colours)

    def entry(self, lines: Sequence[str], passages: Sequence[tuple[str, str]]) -> str:
        """Write lines about an entry, and its passages indented below."""
        width = max(len(code) for code, _ in passages) + 2
        indent = " " * (4 + width)
        shown = (
            "    " + f"{code}:".ljust(width) + text.replace("\n", f"\n{indent}")
            for code, text in passages
        )
        return "\n".join((*lines, *shown))


class Markdown(Text):
    """Markdown in which the passages are words only."""

    legend = "~~What is gone~~ and **what is new** in the English, and the translation below it:"

    def heading(self, text: str, level: int) -> str:
        """Write a heading."""
        return f"{'#' * level} {text}"

    def words(self, text: str) -> str:
        """Write a text so that nothing in it is markup."""
        return escaped(text)

    def compared(self, change: Change) -> str:
        """Write the old and the new English in one."""
        return as_markdown(word_diff(change.old, change.new))

    def entry(self, lines: Sequence[str], passages: Sequence[tuple[str, str]]) -> str:
        """Write lines about an entry, and its passages as quotations, whose lines end as theirs."""
        quoted = (f"> {code}: " + text.replace("\n", "\\\n> ") for code, text in passages)
        return "\\\n".join(lines) + "\n\n" + "\n>\n".join(quoted)


def report(
    found: Sequence[LanguageChanges],
    style: Text,
    source: str,
    since: str | None = None,
    *,
    untouched: bool = False,
) -> str:
    """Write what changed, language by language, page by page.

    :param source: the code of the language of the pages.
    :param since: the revision that was compared with, ``None`` where all is shown.
    :param untouched: whether the pages are what they were at that revision.
    """
    if not found:
        return "The site has one language only, so there is nothing to translate."
    parts = []
    if untouched and since:
        parts.append(f"No page has changed since {style.words(since)}.")
    for changes in found:
        parts += _language(changes, style, source, since)
    return "\n\n".join(parts)


def _language(
    changes: LanguageChanges, style: Text, source: str, since: str | None
) -> Iterator[str]:
    code = changes.language.code
    yield style.heading(style.words(f"{changes.language.name} ({code})"), 2)
    became = f"became stale since {style.words(since)}" if since else ""
    if not changes.stale:
        yield f"No translation {became or 'is stale'}."
    else:
        number = count(changes.stale, "translation", "translations")
        pages = count(len({change.page for change in changes.stale}), "page", "pages")
        verb = became or ("is stale" if len(changes.stale) == 1 else "are stale")
        yield f"{number} {verb}, on {pages}. {style.legend}"
    for page, stale in groupby(changes.stale, lambda change: change.page):
        yield style.heading(style.words(page), 3)
        yield from (_entry(change, style, source, code) for change in stale)
    if since:
        yield from _counted("to be translated for the first time", changes.new, style)
        yield from _counted("no longer on the pages", changes.removed, style)
        if changes.unread:
            paths = ", ".join(map(style.words, changes.unread))
            pages = "its page is" if len(changes.unread) == 1 else "their pages are"
            yield f"{paths} cannot be read, so {pages} left out."


def _entry(change: Change, style: Text, source: str, code: str) -> str:
    """Write one stale entry: where it is, what changed, and the present translation."""
    path = style.words(change.path)
    where = f"{path}:{change.line}:" if change.line else f"{path}: (not in it yet)"
    places = ", ".join(f"{style.words(path)}:{line}" for path, line in change.places)
    lines = [line for line in (f"{where} {places}".rstrip(), _remark(change)) if line]
    english = style.compared(change) if change.old else style.words(change.new)
    passages = [(source, english), (code, style.words(change.translation))]
    return style.entry(lines, passages)


def _remark(change: Change) -> str:
    """Say why no word is marked, where none is."""
    if change.undecided:
        return (
            "Two branches translated it differently: a comment in the catalog has the other text."
        )
    if not change.old:
        return "The catalog does not say which English was translated; this is today's."
    if change.old == change.new:
        return "The English has not changed; somebody wants the translation to be looked at again."
    if only_spaces_differ(change.old, change.new):
        return "Only spaces or line breaks changed."
    return ""


def _counted(what: str, numbers: Mapping[str, int], style: Text) -> Iterator[str]:
    """Write how many passages are new, or gone, and on which pages."""
    if total := sum(numbers.values()):
        pages = ", ".join(f"{style.words(page)} {number}" for page, number in numbers.items())
        verb = "is" if total == 1 else "are"
        yield f"{count(total, 'passage', 'passages')} {verb} {what}: {pages}."


CHANGES = Verb("changes", "Shows what changed in the English of each stale translation.", add, run)
