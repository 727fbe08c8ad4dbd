"""``tandem workshop``: a kit for one workshop, made from its file and from the lessons.

:mod:`.reading` reads the file, :mod:`.course` the lessons, :mod:`.kit` puts the two
together and says which files the kit has; nothing here needs a network.
"""

from __future__ import annotations
