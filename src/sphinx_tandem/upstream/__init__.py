"""What the engine leans on in other packages although they do not promise to keep it.

Each name says what it is, why nothing public serves instead, and where it is in the source of its
package.  ``tests/upstream`` has a test for each, which fails on the day that the name moves; a
workflow runs those tests every week against the newest releases.  Whoever needs such a name
imports it from here.

This room imports other packages only.  What reads a ``conf.py`` without a build is in this file:
commands that only read settings load nothing else of Sphinx.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.config import Config
from sphinx.util.logging import suppress_logging
from sphinx.util.tags import Tags

if TYPE_CHECKING:
    import yaml


def read_config(folder: Path) -> Config:
    """Return what the ``conf.py`` of a folder says, whatever it prints.

    ``Config.read`` warns through Sphinx's log, which no application has set up here, and
    asks for the tags of a build.

    :raises sphinx.errors.ConfigError: where it cannot be read.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/config.py#L340
    """
    noise = io.StringIO()
    with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise), suppress_logging():
        return Config.read(folder, overrides={}, tags=Tags())


def vars_of(config: Config) -> Mapping[str, Any]:
    """Return what ``conf.py`` sets, those settings too that an extension is still to declare.

    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/config.py#L308
    """
    found: Mapping[str, Any] = config._raw_config
    return found


#: What belongs to the search of Sphinx alone.  pydata-sphinx-theme loads it on every page, even
#: if its ``disable_search`` leaves out what would ask it.
#: https://github.com/pydata/pydata-sphinx-theme/blob/v0.24.0/src/pydata_sphinx_theme/theme/pydata_sphinx_theme/layout.html#L48
SEARCH_FILES = ("searchtools.js", "language_data.js", "sphinx_highlight.js")

# What is longer than the front matter of nearly every page is read in C, fifty times as fast.
_LONG = 2000


def yaml_loader(text: str) -> type[yaml.SafeLoader]:
    """Return what reads a text as YAML: for a long one the reader in C, where there is one.

    Both read the same, but the messages of the other are plainer.

    https://github.com/yaml/pyyaml/blob/6.0.4/lib/yaml/cyaml.py#L23
    """
    import yaml  # noqa: PLC0415  # commands that only read settings need none

    fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return fast if len(text) > _LONG else yaml.SafeLoader
