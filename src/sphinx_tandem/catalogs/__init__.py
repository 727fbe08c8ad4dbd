"""The catalogs: ``.po`` files are read, brought up to date, merged, counted and written here.

:mod:`.model` says what a catalog is; :mod:`.reader` reads one (with :mod:`.scanner`, which
says why no library does) and :mod:`.writer` is the only code that writes one.
:mod:`.extract` gets the messages of the pages, :mod:`.update` is ``tandem update``,
:mod:`.threeway` ``tandem merge``, :mod:`.status` and :mod:`.changes` the verbs of those
names.  No page is read here and nothing is imported from Sphinx, which runs as a process.
"""

from __future__ import annotations
