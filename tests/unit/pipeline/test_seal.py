"""However a process ends while it seals, the folder is what it was or what it should become: never a half."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from reporter.pipeline.seal import Sealed, opened, seal, sweep

DIED, MOST = 9, 60


def _files(words: str) -> dict[str, bytes]:
    """Files of a tiny edition."""
    files = {f"{number}.txt": f"{words}{number}".encode() for number in range(3)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    said = {"title": words, "pdf": "0.txt", "content": words, "errors": 0, "missing": [], "files": hashes}
    return files | {"manifest.json": json.dumps(said).encode()}


def _dying_at(point: int, folder: Path) -> bool:
    """Seal in a process that dies before its system call number ``point``; whether it died."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == DIED
    count = 0

    def watch(event: str, _arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event in {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"}:
            count += 1
            if count == point:
                os._exit(DIED)

    sys.addaudithook(watch)
    try:
        seal(folder, _files("new"))
    finally:
        os._exit(0)


def _title(sealed: Sealed | None) -> str:
    return sealed.title if sealed else ""


@pytest.mark.parametrize("before", ["", "old"])
def test_a_kill_at_any_point_leaves_a_whole_folder(tmp_path: Path, before: str) -> None:
    """Every step of the sealing is tried as the last one; after the sweep nothing else is left."""
    seen = []
    for point in range(1, MOST):
        folder = tmp_path / str(point) / "1"
        if before:
            seal(folder, _files(before))
        died = _dying_at(point, folder)
        if folder.parent.exists():
            sweep(folder)
            assert {path.name for path in folder.parent.iterdir()} <= {"1"}
        assert folder.exists() == bool(_title(opened(folder)))
        seen.append(_title(opened(folder)))
        if not died:
            break
    assert not died
    assert seen == sorted(seen, key=("", "old", "new").index)
    assert (seen[0], seen[-1]) == (before, "new")
    assert len(seen) > 10


def test_a_name_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A file name that no file system takes: the error is told and the place stays empty."""
    from reporter.errors import SealError

    with pytest.raises(SealError):
        seal(tmp_path / "1", _files("new") | {"长" * 100: b""})
    assert list(tmp_path.iterdir()) == []
