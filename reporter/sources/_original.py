"""Turn what a source points at into originals: what was read, byte for byte, with the name under which it is told."""

from __future__ import annotations

import hashlib
import io
import weakref
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from reporter.errors import plainly
from reporter.model.finding import Finding, Place
from reporter.model.office import Source
from reporter.scratch import Scratch
from reporter.sources import _inbox

SCHEDULES = "schedules.yaml"
_MOST_BYTES = 256 << 20
"""Bytes of the largest file that is opened; a department's table has a thousandth of it."""

_IN_MEMORY = 4 << 20
"""Bytes of the largest file that is held in memory; a larger one is copied to the disk."""
_PIECE = 1 << 20


class Original:
    """What was read: a file, a reply, the rows of a query. A large file is a copy on the disk, which ends with this."""

    def __init__(self, path: str, content: bytes | Path, sha256: str = "") -> None:
        """``path`` is below the project folder, or the address that it came from (without any secret).

        ``content`` may be a copy that nobody else has; ``sha256`` is the hash of it where it is known.
        """
        self.path = path
        self._content = content
        self.sha256 = sha256 or (
            hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else hash_of(content)
        )
        """The hash that proves later what was read."""

    def __eq__(self, other: object) -> bool:
        """Whether the same was read from the same place."""
        return isinstance(other, Original) and (self.path, self.sha256) == (other.path, other.sha256)

    def __hash__(self) -> int:
        """By what was read."""
        return hash((self.path, self.sha256))

    @property
    def content(self) -> bytes:
        """All of it."""
        return self._content if isinstance(self._content, bytes) else self._content.read_bytes()

    def open(self) -> BinaryIO:
        """From its beginning, a piece at a time."""
        return io.BytesIO(self._content) if isinstance(self._content, bytes) else self._content.open("rb")


def copied(path: Path, name: str) -> Original:
    """A file as it is at this moment: what is read and what is kept is one and the same, whatever happens to it."""
    with path.open("rb") as file:
        head = file.read(_IN_MEMORY + 1)
        if len(head) <= _IN_MEMORY:
            return Original(name, head)
        folder = Scratch()
        copy, digest = folder.path / "original", hashlib.sha256()
        with copy.open("xb") as out:
            for piece in chain([head], iter(lambda: file.read(_PIECE), b"")):
                digest.update(piece)
                out.write(piece)
    made = Original(name, copy, digest.hexdigest())
    weakref.finalize(made, folder.close)
    return made


def hash_of(path: Path) -> str:
    """The hash of a file, read a piece at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(source: Source, key: str) -> Place:
    """Where something is said of a source."""
    return Place(SCHEDULES, line=source.place.line, part=f"sources.{source.name}.{key}")


def files(source: Source, folder: Path) -> Iterator[Original | Finding]:
    """The files that a source names by its path, in the order of their names, or why there are none."""
    pattern = PurePosixPath(source.path)
    if not source.path or pattern.is_absolute() or ".." in pattern.parts:
        message = f"文件路径“{source.path}”不在项目文件夹之内"
        advice = "写项目文件夹以下的相对路径，可用通配符"
        yield Finding("path_outside", "error", place_of(source, "path"), message, advice)
        return
    found = sorted(
        path for path in folder.glob(source.path) if path.is_file() and not path.name.startswith(("~$", "."))
    )
    if source.inbox:
        found, growing = _inbox.settled(_inbox.waiting(found), folder)
        yield from growing
    elif not found:
        message = f"找不到数据文件“{source.path}”"
        yield Finding("missing_file", "error", place_of(source, "path"), message, "放入文件，或改正路径")
    for path in found:
        yield opened(path, path.relative_to(folder).as_posix())


def opened(path: Path, name: str) -> Original | Finding:
    """One file, unless it cannot be opened or is far too large."""
    try:
        size = path.stat().st_size
        if size <= _MOST_BYTES:
            return copied(path, name)
    except OSError as error:
        message = f"打不开文件：{plainly(error)}"
        return Finding("unreadable_file", "error", Place(name), message, "检查文件的权限，或重新报送")
    message = f"文件有{size >> 20}MB，超出可读的{_MOST_BYTES >> 20}MB"
    return Finding("unreadable_file", "error", Place(name), message, "确认是数据表；过大的分成几个文件报送")
