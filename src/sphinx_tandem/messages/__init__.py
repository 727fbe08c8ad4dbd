"""Messages of MyST pages: extracted as they are read, translated as text.

Sphinx parses each translated message as a whole document, with the page's own
parser; a catalog could then run code, include files and publish HTML.  Here a
message is inline text: :mod:`.inline` parses it, :mod:`.guard` keeps out what
the English does not hold, :mod:`.translate` puts it into the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import extract, indexes, lookup, prepare, sitetemplate, translate, written

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set up the extraction and translation of messages."""
    lookup.setup(app)
    prepare.setup(app)
    written.setup(app)
    extract.setup(app)
    sitetemplate.setup(app)
    indexes.setup(app)
    translate.setup(app)
