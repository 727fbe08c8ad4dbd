"""What readers take along: a page that lists the packs of the site, and what keeps a course.

The directive ``downloads`` says what each kind of pack is for.  Which packs there are nobody
knows before the site is published: ``tandem pack`` fills the list (:func:`filled`), from a
template that the page brings in its own language.  The page in a pack is as it was before::

    div.tandem-packs
      template                what each kind of pack is for; {title}, {date}: what is filled in
      p.tandem-packs-none     where the files are; hidden where they are here
      div.tandem-packs-made   the list
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from babel.numbers import format_decimal
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..site import locale_or_english
from ..site.options import current_language, site_of
from ..site.pagedata import page_data
from ..translate.interface import _
from .head import page_path
from .nodes import add_node

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The folder of a language in which its packs are published.
FOLDER = "_packs"
_PAGES = "tandem_downloads"


class downloads(nodes.General, nodes.Element):  # docutils names nodes in lower case
    """The place of the list of packs."""


class Downloads(SphinxDirective):
    """Lists what of the site can be downloaded as a whole."""

    def run(self) -> list[nodes.Node]:
        """Keep the place, and remember the page, to which lessons lead."""
        page_data(self.env, _PAGES)[self.env.docname] = True
        place = downloads()
        self.set_source_info(place)
        return [place]


def downloads_page(env: BuildEnvironment) -> str:
    """Return the page that lists the packs of the site, ``""`` where there is none."""
    return next(iter(sorted(page_data(env, _PAGES))), "")


def _kinds() -> dict[str, tuple[str, str]]:
    """Return what each kind of pack is called, and what it is for."""
    unpacked = _("Unpack it on a computer, a memory stick or a school server, and open index.html.")
    return {
        "site.zip": (_("The whole site"), unpacked),
        "site.zim": (
            _("The whole site for Kiwix"),
            _("For the app Kiwix on phones and computers, and for school servers that use it."),
        ),
        "epub": (_("The course as a book"), _("For reading apps and e-readers.")),
        "zip": (
            _("The course"),
            _("Unpack it, and open a page in any browser; it does not need a network."),
        ),
        "lms": (
            _("The course for a learning platform"),
            _("Upload it as it is to Moodle or to another platform that accepts SCORM 1.2."),
        ),
        "html": (
            _("Each lesson in one file"),
            _("Any browser opens it, and phones can send it to each other."),
        ),
    }


def _template() -> str:
    check = f"<details><summary>{escape(_('Checksum (SHA-256)'))}</summary><code></code></details>"
    items = []
    for kind, (name, use) in _kinds().items():
        about = f"<p>{escape(use)}</p>"
        if kind == "html":
            code = f"<details><summary>{escape(_('QR code'))}</summary></details>"
            pack = f'<a download="">{{title}}</a> <small></small>{code}{check}'
            about += f"<ul><li>{pack}</li></ul>"
            items.append(f'<li data-kind="{kind}"><strong>{escape(name)}</strong>{about}</li>')
        else:
            link = f'<a download="">{escape(name)}</a> <small></small>'
            items.append(f'<li data-kind="{kind}">{link}{about}{check}</li>')
    made = escape(_("Made on %(date)s.")) % {"date": "<time>{date}</time>"}
    sums = f'<a download="">{escape(_("All checksums"))}</a>'
    return f"<ul>{''.join(items)}</ul><p>{made} {sums}</p>"


def register(app: Sphinx) -> None:
    """Register the directive and what it shows."""

    def visit(writer: Any, node: nodes.Element) -> None:
        root = site_of(app.config).root(current_language(app.config))
        address = escape(root + page_path(app, writer.builder.current_docname)) if root else ""
        none = escape(_("This copy of the site does not contain the files."))
        if address:
            where = escape(_("They are at %(address)s."))
            none += " " + where % {"address": f'<a href="{address}">{address}</a>'}
        else:
            how = escape(_("Whoever publishes it makes them with the command %(command)s."))
            none += " " + how % {"command": "<code>tandem pack</code>"}
        writer.body.append(
            f'<div class="tandem-packs"><template>{_template()}</template>'
            f'<p class="tandem-packs-none">{none}</p>'
        )

    def depart(writer: Any, node: nodes.Element) -> None:
        writer.body.append("</div>\n")

    app.add_directive("downloads", Downloads)
    add_node(app, downloads, (visit, depart))


# -- What is filled in when the packs are there ------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """A pack as a page lists it.

    :param kind: one of the kinds of which the template of the page says what they are for.
    :param path: where it is in the published tree.
    :param title: that of the page with which it begins.
    :param address: where that page is published, as a QR code; a file in the published tree.
    """

    kind: str
    path: str
    title: str
    size: str
    sha256: str
    code: tuple[str, str] = ("", "")


_MADE = re.compile(r"<div class=\"tandem-packs-made\">.*?</div>", re.DOTALL)
_TEMPLATE = re.compile(r"<div class=\"tandem-packs\"><template>(.*?)</template>", re.DOTALL)
_NONE = '<p class="tandem-packs-none"'


def has_list(html: str) -> bool:
    """Say whether a page has a list of packs, filled or not."""
    return _TEMPLATE.search(html) is not None


def emptied(html: str) -> str:
    """Return a page as it was before its list was filled."""
    return _MADE.sub("", html).replace(f"{_NONE} hidden", _NONE)


def filled(html: str, page: str, packs: Iterable[Listed], date: Mapping[str, str]) -> str:
    """Return a page with the list of the packs that are there.

    :param page: the path of the page in the published tree.
    :param date: the day when they were made: ``iso``, and in ``words`` of the page's language.
    """
    html = emptied(html)
    found = _TEMPLATE.search(html)
    if found is None:
        return html
    made = BeautifulSoup(found[1], "html.parser")
    groups = {str(one["data-kind"]): one for one in made.select("[data-kind]")}
    packs = list(packs)
    for kind, group in groups.items():
        del group["data-kind"]
        row = group.select_one("li") or group
        for pack in (one for one in packs if one.kind == kind):
            new = copy(row)
            _fill(new, page, pack)
            row.insert_before(new)
        row.decompose()
        if kind not in {one.kind for one in packs}:
            group.decompose()
    moment = made.find("time")
    if isinstance(moment, Tag):
        moment["datetime"], moment.string = date["iso"], date["words"]
    sums = made.select("a")[-1]
    folder = packs[0].path.partition(f"{FOLDER}/")[0] + FOLDER
    sums["href"] = _relative(f"{folder}/SHA256SUMS", page)
    start = html.index(_NONE, found.end())
    end = html.index("</p>", start) + len("</p>")
    none = html[start:end].replace(_NONE, f"{_NONE} hidden")
    return f'{html[:start]}{none}<div class="tandem-packs-made">{made}</div>{html[end:]}'


def _fill(row: Tag, page: str, pack: Listed) -> None:
    link, facts, code = row.select_one("a"), row.select_one("small"), row.select_one("code")
    if link is None or facts is None or code is None:
        return
    link["href"] = _relative(pack.path, page)
    kind = posixpath.splitext(pack.path)[1].removeprefix(".").upper()
    facts.string, code.string = f"{kind}, {pack.size}", pack.sha256
    if "{title}" in link.get_text():
        link.string = pack.title
    elif not pack.kind.startswith("site."):
        link.append(f": {pack.title}")
    folds = row.select("details")
    if len(folds) > 1 and pack.code[1]:
        image = Tag(name="img", attrs={"alt": pack.code[0], "loading": "lazy", "width": "200"})
        image["height"], image["src"] = "200", _relative(pack.code[1], page)
        folds[0].append(image)
    elif len(folds) > 1:
        folds[0].decompose()


def _relative(path: str, page: str) -> str:
    return quote(posixpath.relpath(f"/{path}", f"/{posixpath.dirname(page)}"))


def size_text(size: int, language: str) -> str:
    """Return a size as people write it in a language.

    >>> size_text(3_412_000, "en"), size_text(83_100, "es")
    ('3.4\\xa0MB', '83\\xa0kB')
    """
    number, unit = (size / 1e6, "MB") if size >= 1e6 else (max(1, size / 1e3), "kB")
    pattern = "#,##0.#" if unit == "MB" else "#,##0"
    return f"{format_decimal(number, pattern, locale_or_english(language))}\xa0{unit}"
