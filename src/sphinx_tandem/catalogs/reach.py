"""How readers come to pages, which says whose translation they miss most.

Only a build knows what links to what; the gettext builder leaves it beside the
templates, so that the command line and the pages of the site count alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .interface import DOMAINS as INTERFACE
from .interface import SITE

#: The catalogs whose words stand on many pages: the site's own, and those of the interface.
SHARED = (SITE, *INTERFACE)
_FILE = "tandem-reach.json"


@dataclass(frozen=True)
class Reach:
    """How readers come to pages.

    :param home: the home page.
    :param links: how many other pages lead to a page, by its name; every page is named.
    """

    home: str = "index"
    links: Mapping[str, int] = field(default_factory=dict)

    def of(self, page: str) -> int:
        """Return how many other pages lead to a page; words of all pages stand on each."""
        return max(len(self.links) - 1, 0) if page in SHARED else self.links.get(page, 0)

    def write(self, folder: Path) -> None:
        """Leave it beside the templates."""
        (folder / _FILE).write_text(json.dumps(asdict(self)), "utf-8")


def read_reach(folder: Path) -> Reach:
    """Return what was left beside the templates; nothing where the engine did not run."""
    path = folder / _FILE
    return Reach(**json.loads(path.read_text("utf-8"))) if path.is_file() else Reach()
