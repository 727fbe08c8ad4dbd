"""The two ways to fail that are not about the content of the site."""

from __future__ import annotations

import errno

# A full or broken disk, a quota, a file-size limit: nothing that a writer can mend in a page.
DISK_ERRORS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}
)


class WrongUse(Exception):
    """The command was used wrongly; the message says how to use it rightly."""


class MachineFailure(Exception):
    """The machine failed: the disk is full, a port is taken, a process was ended."""


def disk_error(error: object) -> OSError | None:
    """Return the disk's error that stands behind *error*, if there is one."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, OSError) and current.errno in DISK_ERRORS:
            return current
        # Sphinx keeps what an event handler raised in ``orig_exc``.
        waiting += [current.__cause__, current.__context__, getattr(current, "orig_exc", None)]
    return None
