"""The words that stand on every page, which no page's catalog holds."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from .model import CatalogError
from .reader import read_catalog

#: The catalogs of such words.  A site adds to what extensions bring, so that an
#: entry which the site's own templates do not hold is not gone.
DOMAINS = ("sphinx", "sphinx_tandem")
#: The catalog of words in the settings, and of names such as the blog's tags.
SITE = "site"
# Who brings translations of such words, and where.
_BRINGERS = (("sphinx_tandem", "locales"), ("sphinx", "locale"))


def translated_elsewhere(language: str) -> frozenset[str]:
    """Return the words that the engine or Sphinx translates, so that no site need do it."""
    found: set[str] = set()
    for package, folder in _BRINGERS:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            path = Path(place, folder, language, "LC_MESSAGES", "sphinx.po")
            try:
                found.update(read_catalog(path).translations())
            except (OSError, CatalogError):
                # Then the site is asked for more than it need do, and nothing is lost.
                continue
    return frozenset(found)
