"""Give work a temporary folder of its own, and clear away those that dead processes left behind.

A folder belongs to whoever holds the lock on it. The kernel lets go of the lock when its holder dies, however he dies: a
folder that nobody holds is a dead one's. Whoever makes a folder clears those away, so that a service which is killed again
and again fills no disk.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX, _SUFFIX = "reporter.", ".scratch"
"""Nobody else's folder may bear such a name: what bears it and has no lock on it is removed."""


class Scratch:
    """A folder that is there until :meth:`close`, or until a process sees that its owner has died."""

    def __init__(self) -> None:
        """Make one where the machine keeps such things; raises :class:`OSError`."""
        sweep()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX))
            lock = _held(self.path)
            if lock is not None:
                self._lock = lock
                return
            # somebody who was sweeping took it for a dead one's before it was locked

    def close(self) -> None:
        """Remove it with all that lies in it; does nothing the second time."""
        if self._lock >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def sweep() -> int:
    """Remove the folders of dead processes of this user; how many there were."""
    count = 0
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            if path.lstat().st_uid != os.geteuid() or path.is_symlink() or not path.is_dir():
                continue
            lock = _held(path)
            if lock is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)
                count += 1
    return count


def _held(path: Path) -> int | None:
    """The lock on a folder, as a descriptor; ``None`` when it is somebody else's, or gone."""
    try:
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(lock), path.stat()):
            return lock
    except OSError:
        pass
    os.close(lock)
    return None
