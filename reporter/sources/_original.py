"""Turn what a source points at into originals: what was read, byte for byte, with the name under which it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from reporter.model.finding import Finding, Place
from reporter.model.office import Source
from reporter.sources import _inbox

SCHEDULES = "schedules.yaml"
_MOST_BYTES = 256 << 20
"""Bytes of the largest file that is opened; a department's table has a thousandth of it."""


@dataclass(frozen=True)
class Original:
    """What was read: a file, a reply, the rows of a query."""

    path: str
    """Path below the project folder, or the address that it came from (without any secret)."""
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash that proves later what was read."""
        return hashlib.sha256(self.content).hexdigest()


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
            return Original(name, path.read_bytes())
    except OSError as error:
        message = f"打不开文件：{error.strerror}"
        return Finding("unreadable_file", "error", Place(name), message, "检查文件的权限，或重新报送")
    message = f"文件有{size >> 20}MB，超出可读的{_MOST_BYTES >> 20}MB"
    return Finding("unreadable_file", "error", Place(name), message, "确认是数据表；过大的分成几个文件报送")
