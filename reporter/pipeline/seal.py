"""Turn the files of an edition into its sealed folder: whole or not at all, and proved before anything is sent."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from reporter.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
MESSAGE = "message.eml"
FINDINGS = "findings.json"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the manifest of an edition says."""

    folder: Path
    title: str
    pdf: str
    """File name of the report."""
    content: str
    """Hash of the content."""
    errors: int
    """Findings that block."""
    missing: tuple[str, ...]
    """Figures that were asked for and not reported."""
    files: Mapping[str, str]
    """SHA-256 by file name."""


def described(folder: Path, files: Mapping[str, bytes]) -> Sealed:
    """What the files of an edition are, before or after they are sealed."""
    said = json.loads(files[MANIFEST])
    return Sealed(
        folder, said["title"], said["pdf"], said["content"], said["errors"], tuple(said["missing"]), said["files"]
    )


def seal(folder: Path, files: Mapping[str, bytes]) -> Sealed:
    """Write all files under a temporary name, to the disk, and give the folder its name; raises :class:`SealError`.

    A folder that is there already gives way: an edition that was sent to nobody may be made again.
    """
    draft = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}.part")
    try:
        draft.mkdir(parents=True)
        for name, content in files.items():
            _write(draft / name, content)
        _sync(draft)
        _swap(draft, folder)
        _sync(folder.parent)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        message = f"无法写入文件夹{folder.parent}：{error.strerror or error}"
        raise SealError(message, advice="检查磁盘空间和写权限；之前的内容没有改动") from error
    return described(folder, files)


def _swap(draft: Path, folder: Path) -> None:
    """Put the draft in the place of what is there; on failure what was there comes back."""
    old = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}.old")
    had = folder.exists()
    if had:
        folder.rename(old)
    try:
        draft.rename(folder)
    except OSError:
        if had:
            old.rename(folder)
        raise
    if had:
        shutil.rmtree(old, ignore_errors=True)


def opened(folder: Path) -> Sealed | None:
    """The sealed edition in a folder, proved by its hashes; ``None`` when there is none or it was tampered with."""
    try:
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        sealed = described(folder, files)
    except (OSError, KeyError, ValueError):
        return None
    good = all(
        name in files and hashlib.sha256(files[name]).hexdigest() == digest for name, digest in sealed.files.items()
    )
    return sealed if good else None


def sweep(parent: Path) -> None:
    """Remove what a killed process left half-written; call it only under the edition's lease."""
    for left in parent.glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)
    for old in parent.glob(".*.old"):
        name = parent / old.name[1:].rpartition("-")[0]
        if name.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.rename(name)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """The folder's own entries, on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
