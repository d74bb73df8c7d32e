"""Tell the files of an inbox that are there whole from those that somebody is still writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from reporter.model.finding import Finding, Place

READ = "已读"
"""Folder within the inbox, by day, for what was read."""
_UNFINISHED = (".part", ".tmp", ".crdownload", ".download", ".filepart")
"""What programs call a file that they have not finished."""


def waiting(paths: Sequence[Path]) -> list[Path]:
    """Those that wait to be read: neither put away nor unfinished by their name."""
    return [path for path in paths if READ not in path.parts and not path.name.lower().endswith(_UNFINISHED)]


def settled(paths: Sequence[Path], folder: Path) -> tuple[list[Path], list[Finding]]:
    """Those that keep their size for a while, and a finding for every other one: it is read the next time."""
    if not paths:
        return [], []
    from reporter.settings import settings  # noqa: PLC0415 - pydantic is slow, and the child that reads needs none of it

    before = [_state(path) for path in paths]
    Event().wait(settings().settle_seconds)
    still = [path for path, state in zip(paths, before, strict=True) if state and _state(path) == state]
    advice = "写完后会自动读入；如一直如此，请重新放入文件"
    growing = [
        Finding("still_being_written", "warning", Place(path.relative_to(folder).as_posix()), "文件还没有写完，这次没有读", advice)
        for path in paths
        if path not in still
    ]  # fmt: skip
    return still, growing


def _state(path: Path) -> tuple[int, int] | None:
    """Size and time of the last change; ``None`` for a file that is empty or gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if found.st_size else None
