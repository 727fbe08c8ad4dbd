"""The one way to run Sphinx: in a process of its own, which reports by events.

Extensions keep state in modules, so that two runs in one process leak into each
other.  ``start`` is what the rest of the engine calls; ``forkserver`` and ``worker``
are what the processes do.  Nothing here knows what a run is for.
"""
