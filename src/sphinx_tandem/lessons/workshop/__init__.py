"""``tandem workshop``: a kit for one workshop, made from its file and from the lessons.

:mod:`.file` reads the file, :mod:`.course` the lessons, :mod:`.kit` puts the two together
and says which files the kit has.  None of it needs a network.
"""
