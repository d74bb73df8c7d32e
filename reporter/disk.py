"""Put bytes on the disk so that they are there after a power cut."""

from __future__ import annotations

import hashlib
import os
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PIECE = 1 << 20


def write(path: Path, content: bytes) -> None:
    """A new file that is on the disk when this returns; raises :class:`OSError`."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
        flush(file)


def put(files: Mapping[Path, bytes]) -> None:
    """Files that are there whole or not at all, in place of older ones: all are written before the first gets its name.

    Raises :class:`OSError`.
    """
    drafts = {path.with_name(f".{path.name}.part"): path for path in files}
    for draft, path in drafts.items():
        write(draft, files[path])
    for draft, path in drafts.items():
        draft.replace(path)


def copy(content: IO[bytes], path: Path) -> str:
    """The same in a new file that is on the disk when this returns, a piece at a time; its SHA-256. Raises :class:`OSError`."""
    path.unlink(missing_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as file:
        while piece := content.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        flush(file)
    return digest.hexdigest()


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
