"""The folder beside the output in which a build works, and its lock.

It lies on the output's own disk, so that the finished tree can take the
output's place by a change of name.  For ``_build/site`` it is
``_build/.site.tandem``: a lock; a folder for each run; and, where a system
cannot exchange two folders, the old tree for the moment between two steps.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from ..site.findings import MachineFailure


class Workspace:
    """A private place to work, for one build of one output at a time.

    :param output: the real folder that is to be replaced.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._lock: IO[bytes] | None = None
        self.keep_logs = False
        self.folder = folder_for(output)
        self.spare = self.folder / "previous"
        self.logs = self.folder / "logs"
        self.run = self.folder

    def __enter__(self) -> Workspace:
        self._lock = self._locked()
        if self.spare.exists() and not self._output.exists():
            # The last build was killed between the two steps of publishing.
            self.spare.rename(self._output)
        self._clear()
        self.logs.mkdir()
        self.run = Path(tempfile.mkdtemp(prefix="run-", dir=self.folder))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what the build left, and let the next one in."""
        if self._lock is None:
            return
        self._clear(keep=("logs",) if self.keep_logs else ())
        (self.folder / "lock").unlink(missing_ok=True)
        self._lock.close()
        self._lock = None
        if not self.keep_logs:
            # It fails when the next build is already here.
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    def _locked(self) -> IO[bytes]:
        path = self.folder / "lock"
        while True:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                lock = path.open("wb")
            except FileNotFoundError:
                continue  # Another build has just removed the folder.
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                raise MachineFailure(
                    f"Another build is publishing to {self._output} at this moment. "
                    "Nothing was changed; wait for it to end and run the command again."
                ) from None
            # The lock that we hold must be the one that others will find.
            if path.exists() and os.path.samestat(path.stat(), os.fstat(lock.fileno())):
                return lock
            lock.close()

    def _clear(self, keep: tuple[str, ...] = ()) -> None:
        for left in self.folder.iterdir():
            if left.is_dir() and left.name not in keep:
                shutil.rmtree(left, ignore_errors=True)


def folder_for(output: Path) -> Path:
    """Return the folder beside *output* in which a build of it works."""
    return output.parent / f".{output.name}.tandem"
