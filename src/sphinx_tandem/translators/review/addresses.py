"""Where the review of a page stands, and whether there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lessons.model import INSTRUCTOR, beside
from ...site import Language
from ...site.options import current_language, is_pseudo, site_of
from ...site.pagedata import makes_site
from ...site.repository import edit_url

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "review"
#: The page that lists the reviews of all pages.
INDEX = f"{FOLDER}/index"


def has_review(app: Sphinx) -> bool:
    """Say whether the site has pages that show its translations passage by passage.

    They are for people who can mend what they find, so there are none on a site
    that does not say where its repository is.
    """
    return (
        bool(app.config.tandem_review)
        and makes_site(app)
        and bool(edit_url(app, ""))
        and bool(reviewed_languages(app))
    )


def reviewed_languages(app: Sphinx) -> tuple[Language, ...]:
    """Return the languages that the site is translated into by people."""
    pseudo = current_language(app.config) if is_pseudo(app.config) else None
    return tuple(found for found in site_of(app.config).languages[1:] if found != pseudo)


def review_page(app: Sphinx, docname: str, language: Language | None = None) -> str:
    """Return the name of the page that reviews the translation of a page.

    :param docname: the page.
    :param language: the translation, if it is not that of this build.
    """
    return f"{FOLDER}/{_code(app, language)}/{docname}"


def notes_review_page(app: Sphinx, docname: str, language: Language | None = None) -> str:
    """Return the name of the page that reviews the instructor notes of a page.

    It belongs to the instructor edition: learners find no notes anywhere else.

    :param docname: the page.
    :param language: the translation, if it is not that of this build.
    """
    return f"{beside(docname, INSTRUCTOR)}/{FOLDER}/{_code(app, language)}"


def _code(app: Sphinx, language: Language | None) -> str:
    return (language or current_language(app.config)).code
