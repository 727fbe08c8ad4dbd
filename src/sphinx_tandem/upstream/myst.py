"""What the engine leans on in MyST-Parser beyond its documented interface: how texts are read.

What works within Sphinx alone stands in :mod:`.myst_sphinx`: commands that read messages
would wait for half a second while it is imported.
"""

from __future__ import annotations

from typing import Any

from myst_parser.config import main as _config
from myst_parser.parsers import mdit as _mdit

#: MyST's settings, as its parser takes them.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L186
MdParserConfig = _config.MdParserConfig

#: The Markdown parser that MyST sets up for its settings.  Messages are read one by one,
#: with the page's settings; the documented parsers read whole pages.
#: https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/parsers/mdit.py#L38
create_md_parser = _mdit.create_md_parser


def front_matter(source: str) -> dict[str, Any]:
    """Return the front matter of a page; nothing where there is none, or a broken one.

    MyST reads it again for each page, and hands on only what it shows.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L626
    """
    try:
        return _config.read_topmatter(source) or {}
    except _config.TopmatterReadError:  # MyST reports it
        return {}


def page_config(config: _config.MdParserConfig, source: str) -> _config.MdParserConfig:
    """Return MyST's settings for a page: those of the site and of its front matter.

    https://github.com/executablebooks/MyST-Parser/blob/v5.2.0/myst_parser/config/main.py#L545
    """
    found = front_matter(source)
    return _config.merge_file_level(config, found, lambda *_: None) if found else config
