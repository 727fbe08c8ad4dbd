"""What the engine leans on in Sphinx to read a ``conf.py`` without a build.

Commands that only read settings wait for nothing else of Sphinx.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

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
