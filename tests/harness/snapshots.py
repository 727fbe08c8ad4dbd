"""Texts that tests compare with a stored file, which people read when it changes."""

from __future__ import annotations

import os
from pathlib import Path


def compare(stored: Path, text: str) -> None:
    """Compare a text with the one that is stored.

    ``TANDEM_RENEW=1 python -m pytest FILE`` stores what is there now.
    """
    if os.environ.get("TANDEM_RENEW"):
        stored.write_text(text, encoding="utf-8")
    assert text == stored.read_text("utf-8")
