"""The catalogs: reading, judging, bringing up to date and writing ``.po`` files.

:mod:`.reader` is what others need to read one, :mod:`.update` is ``tandem
update``, :mod:`.writer` is the only code that writes one.
"""

from __future__ import annotations
