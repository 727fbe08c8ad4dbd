"""What the engine leans on in Sphinx to read a ``conf.py`` without a build.

Commands that only read settings wait for nothing else of Sphinx.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx.config import Config
from sphinx.util.logging import suppress_logging
from sphinx.util.tags import Tags


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
