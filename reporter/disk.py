"""Put bytes on the disk so that they are there after a power cut."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """A new file that is on the disk when this returns; raises :class:`OSError`."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
        flush(file)


def flush(file: IO[bytes]) -> None:
    """What was written to an open file, on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """The folder's own entries, on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
