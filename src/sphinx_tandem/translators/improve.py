"""The lines at the end of a page: who translated it, and how to improve it.

Who translated and who reviewed it is in its catalog.  Programs write people into the
comments at the top of a catalog, each in its own way, and into the fields of its header.
Only names are shown, no addresses.

A page contains one line of links to its catalog.  What a reader who asks for more needs (how
each passage begins, and its line in the catalog) is in a file of its own, beside the
page's review, and is loaded only then; see ``tandem-improve.js``.

Where the site has an address for them, every page also has a prepared email, for who has no
account: it names the page, and quotes what the reader has selected (``tandem-mail.js``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel.lists import format_list
from docutils import nodes
from sphinx.application import Sphinx

from ..catalogs.model import Entry
from ..catalogs.reader import fields
from ..pages.head import plain
from ..site import locale_of
from ..site.options import catalog_url, current_language, is_pseudo, is_source
from ..site.pagedata import makes_site, withdraw_static
from ..translate.interface import _, language_of_words, script_words
from ..translate.lookup import catalogs_of
from ..translate.page_language import is_own_language
from .passages import passages_of, shown_passages
from .review import has_review, review_page

# `Translators:` and what else begins a list of people in the comments.
_HEADINGS = {
    "translators": True,
    "translator": True,
    "translated by": True,
    "reviewers": False,
    "reviewer": False,
    "reviewed by": False,
    "proofreaders": False,
}
_TRANSLATOR_FIELDS = ("x-translator", "x-translators")
_REVIEWER_FIELDS = ("x-reviewer", "x-reviewers")
_MAIL = re.compile(r"\s*(?:<[^<>]*>|\([^()]*@[^()]*\)|\[[^\[\]]*@[^\[\]]*\]|\S+@\S+)")
_YEARS = re.compile(r"[\s,;:(]+(?:©\s*)?(?:YEAR|\d{4})(?:\s*[-–,/]\s*(?:\d{4}|\d{2}))*[\s.)]*$")
# What programs write if nobody has given a name.
_PLACEHOLDER = re.compile(
    r"full name|first author|your name|(?:the )?(?:author|name|translator|language team)s?|"
    r"anonymous|unknown|none|nobody|n/a|automatic(?:ally generated)?|machine translation|"
    r"google translate|deepl|(?:hosted )?weblate(?: admin)?|transifex(?: bot)?|crowdin|pontoon|"
    r".*\[bot\]",
    re.IGNORECASE,
)
_LONGEST = 80
# Longer fields and comments name nobody, so no more of them is read.
_LONGEST_LINE = 500
_MOST_WORDS = 7
# Words within a name that begin with a small letter.
_PARTICLE = re.compile("da|del?|della|de[nr]|d[io]|dos|du|[ei]|la|l[ao]s|van|von|y")
# Characters that show nothing or turn the direction of what follows.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff]"
)


@dataclass(frozen=True)
class Credits:
    """The people behind a translation, each once."""

    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


def credits_of(header: Entry | None) -> Credits:
    """Return the people that the header of a catalog names, in its order."""
    if header is None:
        return Credits()
    translators, reviewers = _in_comments(header.comments)
    known = {name.lower(): value[:_LONGEST_LINE] for name, value in fields(header).items()}
    translators += [name for key in _TRANSLATOR_FIELDS for name in _people(known.get(key, ""))]
    translators += _names(_MAIL.sub(";", known.get("last-translator", "")).split(";"))
    reviewers += [name for key in _REVIEWER_FIELDS for name in _people(known.get(key, ""))]
    return Credits(_once(translators), _once(reviewers))


def _in_comments(comments: Iterable[str]) -> tuple[list[str], list[str]]:
    found: tuple[list[str], list[str]] = ([], [])
    listed: bool | None = None
    for comment in comments:
        text = comment[:_LONGEST_LINE].strip()
        heading, colon, rest = text.partition(":")
        if colon and heading.strip().lower() in _HEADINGS:
            listed = _HEADINGS[heading.strip().lower()]
            found[not listed].extend(_people(rest))
        elif not text:
            listed = None
        elif _is_notice(text):
            continue
        elif listed is not None:
            found[not listed].extend(_names([text.lstrip("-*• ")]))
        elif ("<" in text and _MAIL.search(text)) or _is_dated_name(text):
            found[0].extend(_names([text]))  # gettext's own way: Name <address>, years.
    return found


def _is_dated_name(text: str) -> bool:
    """Say whether a line is a name and years, without an address between them."""
    name = _YEARS.sub("", text)
    words = name.split()
    return name != text and all(word[0].isupper() or _PARTICLE.fullmatch(word) for word in words)


def _is_notice(text: str) -> bool:
    """Say whether a line is about rights, bugs or the file, and not about a translator."""
    return bool(re.search(r"copyright|\(c\)|©|licen[cs]e|report|https?:", text, re.IGNORECASE))


def _people(value: str) -> list[str]:
    """Return the names in a field: ``Ana <a@b.org>, Luis; Eva``."""
    without = _MAIL.sub("", value)
    return list(_names(re.split("[;,]", without)))


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        name = _YEARS.sub("", f" {_MAIL.sub('', text)}")
        name = " ".join(_INVISIBLE.sub("", name).split()).strip(" ,;:.")
        is_long = len(name) > _LONGEST or len(name.split()) > _MOST_WORDS
        if is_long or not any(map(str.isalpha, name)) or "@" in name or "://" in name:
            continue
        if not _PLACEHOLDER.fullmatch(name):
            yield name


def _once(names: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return tuple(first.values())


def _credits_line(app: Sphinx, docname: str) -> str:
    """Return the line that credits the people behind a page's translation, or ``""``."""
    people = credits_of(catalogs_of(app).page(docname).header)
    if people.translators and people.reviewers:
        text = _("Translated by %(translators)s; reviewed by %(reviewers)s.")
    elif people.translators:
        text = _("Translated by %(translators)s.")
    elif people.reviewers:
        text = _("Translation reviewed by %(reviewers)s.")
    else:
        return ""
    code = language_of_words(app, text)
    shown = text % {name: _listed(names, code) for name, names in vars(people).items()}
    return f'<p class="tandem-credits">{escape(shown)}</p>'


def _listed(names: tuple[str, ...], language: str) -> str:
    locale = locale_of(language)
    return format_list(names, locale=locale) if names and locale else ", ".join(names)


def finish_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the lines at the end of a page."""
    is_page = "body" in context and passages_of(app.env).get(pagename)
    if doctree is None or not is_page or not makes_site(app) or is_pseudo(app.config):
        return
    is_own = is_source(app.config) or is_own_language(app, pagename)
    lines = [] if is_own else _translation_lines(app, pagename, context, doctree)
    if app.config.tandem_mail:
        lines.append(_mail_line(app, pagename, context))
    context["body"] += "".join(f"\n{line}" for line in lines if line)


def _translation_lines(
    app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document
) -> list[str]:
    """Return the lines about the translation of a page."""
    url, improve = catalog_url(app, pagename), _("Improve this translation")
    lines = [_credits_line(app, pagename)]
    if url and has_review(app):
        review, pathto = review_page(pagename, current_language(app.config)), context["pathto"]
        _write_lines(app, pagename, url, doctree, Path(app.outdir, f"{review}.js"))
        app.add_js_file("tandem-improve.js", loading_method="defer")
        # The first link is also the switch that scripts use.
        switch = _link(pathto(review), improve, pathto(f"{review}.js", 1))
        catalog = _link(url, _("Open its catalog"))
        lines.append(f'<p class="tandem-improve">{switch} · {catalog}</p>')
    elif url:
        lines.append(f'<p class="tandem-improve">{_link(url, improve)}</p>')
    return lines


_MAIL_SCRIPT = "tandem-mail.js"
# What a reader replaces by the passage; the script does it with what is selected.
_BLANK = "…"


def _mail_line(app: Sphinx, pagename: str, context: dict[str, Any]) -> str:
    """Return the line with an email about a page, as RFC 6068 writes one in an address."""
    words = script_words(app, _mail_words)
    title = plain(context.get("title", "")) or pagename
    page = context.get("pageurl") or app.builder.get_target_uri(pagename)
    body = [page, "", f"{words['passage']} {_BLANK}", "", f"{words['wanted']} {_BLANK}", ""]
    fields = {"subject": f"{words['subject']} {title}", "body": "\r\n".join(body)}
    asked = "&".join(f"{name}={quote(text, safe='')}" for name, text in fields.items())
    href = f"mailto:{quote(app.config.tandem_mail, safe='@+')}?{asked}"
    app.add_js_file(_MAIL_SCRIPT, loading_method="defer")
    said = f'lang="{words["lang"]}" dir="{words["dir"]}"'
    link = f'<a href="{escape(href)}" data-mail {said}>{escape(words["mail"])}</a>'
    return f'<p class="tandem-improve">{link}</p>'


def _mail_words() -> dict[str, str]:
    """Return what the line and its email say."""
    return {
        "mail": _("Send a correction by email"),
        "subject": _("Correction:"),
        "passage": _("The passage:"),
        "wanted": _("It should say:"),
    }


def remove_script(app: Sphinx, exception: Exception | None) -> None:
    """Publish no script where no page uses it."""
    if not app.config.tandem_mail:
        withdraw_static(app, _MAIL_SCRIPT)


def _link(href: str, text: str, lines: str = "") -> str:
    data = f' data-lines="{escape(lines)}"' if lines else ""
    return f'<a href="{escape(href)}"{data}>{escape(text)}</a>'


def _write_lines(
    app: Sphinx, docname: str, url: str, doctree: nodes.document, target: Path
) -> None:
    """Write the file that says how each passage begins, and where its entry is.

    It is a script, because a page that is read from disk may load nothing else.
    """
    lookup = catalogs_of(app).page(docname)
    passages = [
        (words, lookup.line_of(*messages) or 0, int(lookup.get(*messages) is None))
        for messages, words in shown_passages(app, docname, doctree)
    ]
    data = {"catalog": url, "passages": passages, "words": script_words(app, _words)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"tandemPassages({text})\n", encoding="utf-8", newline="\n")


def _words() -> dict[str, str]:
    """Return what the script says, in the language of the page."""
    return {
        "improve": _("Improve this passage"),
        "translate": _("Translate this passage"),
        "label": _("Improve this translation"),
        "hint": _("Point at a passage, tap it or reach it with the Tab key to improve it."),
        "review": _("See all passages"),
        "catalog": _("Open its catalog"),
        "leave": _("Leave (Esc)"),
    }
