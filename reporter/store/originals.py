"""Keep every file that was read once, read-only, under its hash: what a figure was read from can be opened for ever."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from uuid import uuid4

from reporter import disk
from reporter.errors import StoreError

FOLDER = "originals"
_KIND = re.compile(r"\.[a-z0-9]{1,5}")
_READ_ONLY = 0o444


class Originals:
    """The copies, below ``output/originals/``: two letters of the hash, then the hash with the file's own ending."""

    def __init__(self, output: Path) -> None:
        """``output`` is the folder of editions; nothing is made before something is kept."""
        self.folder = output / FOLDER

    def keep(self, content: BinaryIO, digest: str, name: str) -> None:
        """Keep what was read from a file called ``name`` under its hash; a copy that is there stays."""
        if self.path(digest) is not None:
            return
        kind = PurePosixPath(name).suffix.lower()
        copy = self.folder / digest[:2] / (digest + (kind if _KIND.fullmatch(kind) else ""))
        draft = copy.with_name(f".{digest}-{uuid4().hex[:8]}.part")
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            _copy(content, draft, digest)
            draft.chmod(_READ_ONLY)
            draft.rename(copy)
            for left in copy.parent.glob(f".{digest}-*.part"):  # of a process that was killed
                left.unlink(missing_ok=True)
        except OSError as problem:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            if self.path(digest) is not None:  # another process was quicker, and took our draft for a dead one's
                return
            message = f"无法保存数据文件{name}的副本：{problem.strerror or problem}"
            raise StoreError(message, advice="检查output目录的磁盘空间和写权限") from problem
        disk.sync(copy.parent)

    def path(self, digest: str) -> Path | None:
        """Where the copy of that hash lies; ``None`` where none is kept."""
        return next(iter(sorted((self.folder / digest[:2]).glob(f"{digest}*"))), None) if digest else None

    def read(self, digest: str) -> bytes:
        """The copy, proved by its hash; raises :class:`StoreError` where it is gone or was changed."""
        path = self.path(digest)
        content = None if path is None else path.read_bytes()
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            state = "不在了" if content is None else "被改动过"
            message = f"保存的数据文件副本{digest[:12]}…{state}"
            raise StoreError(message, advice="从备份恢复output/originals")
        return content


def _copy(content: BinaryIO, draft: Path, digest: str) -> None:
    """Write what must have this hash; raises :class:`OSError`."""
    if disk.copy(content, draft) != digest:
        raise OSError(0, "读到的内容与先前不同")
