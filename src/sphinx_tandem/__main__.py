"""``python -m sphinx_tandem`` is the command ``tandem``."""

from __future__ import annotations

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
