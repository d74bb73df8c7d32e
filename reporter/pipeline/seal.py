"""Turn the files of an edition into its sealed folder: whole or not at all, and proved before anything is sent."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from reporter import disk
from reporter.crashpoint import crashpoint
from reporter.errors import ProductionError, SealError, plainly
from reporter.model.edition import FINDINGS, MANIFEST
from reporter.model.owed import Owed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
    owed: tuple[Owed, ...]
    """The same with who owes them, and those that are too preliminary."""
    files: Mapping[str, str]
    """SHA-256 by file name."""


def described(folder: Path, files: Mapping[str, bytes]) -> Sealed:
    """What the files of an edition are, before or after they are sealed."""
    said = json.loads(files[MANIFEST])
    return Sealed(
        folder,
        said["title"],
        said["pdf"],
        said["content"],
        said["errors"],
        tuple(said["missing"]),
        tuple(Owed(*row) for row in said.get("owed", ())),
        said["files"],
    )


def findings_in(folder: Path) -> list[dict[str, str]]:
    """What was found when the edition in a sealed folder was made; none where no edition lies there."""
    file = folder / FINDINGS
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []


def checked(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files that a child handed back, if every name stays in its folder; raises :class:`ProductionError`."""
    for name in files:
        if not name or name.startswith(".") or set(name) & {"/", "\\", "\0"}:
            message = f"文件名不能用：{name!r}"
            raise ProductionError(message, advice="查看这份报告的模板和标题")
    if MANIFEST not in files:
        message = "报告没有做完整：缺少清单"
        raise ProductionError(message)
    return files


def seal(folder: Path, files: Mapping[str, bytes]) -> Sealed:
    """Write all files under a temporary name, to the disk, and give the folder its name; raises :class:`SealError`.

    A folder that is there already gives way: an edition that was sent to nobody may be made again.
    """
    draft = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}.part")
    try:
        draft.mkdir(parents=True)
        for name, content in files.items():
            disk.write(draft / name, content)
        crashpoint("render.tmp_written")
        disk.sync(draft)
        crashpoint("artifact.fsynced")
        _swap(draft, folder)
        crashpoint("artifact.renamed")
        disk.sync(folder.parent)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        message = f"无法写入文件夹{folder.parent}：{plainly(error)}"
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
    except (OSError, AttributeError, KeyError, TypeError, ValueError):
        return None
    good = all(
        name in files and hashlib.sha256(files[name]).hexdigest() == digest for name, digest in sealed.files.items()
    )
    return sealed if good else None


def sweep(folder: Path) -> None:
    """Remove what a killed process left half-written of one edition; call it only under the edition's lease."""
    for left in folder.parent.glob(f".{folder.name}-*.part"):
        shutil.rmtree(left, ignore_errors=True)
    for old in folder.parent.glob(f".{folder.name}-*.old"):
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.rename(folder)
