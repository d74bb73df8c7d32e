"""Put a whole project into one file and take it out again: arrangements, figures, database, sealed editions."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

from reporter import disk
from reporter.errors import UsageError, plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reporter.store import Store

CONTENTS = "contents.json"
DATABASE = "output/reporter.db"
DUMP = "output/database.dump"
_ARRANGED = ("schedules.yaml", "schedules.schema.json", "data", "templates", "texts", "说明")
_UNWANTED = ("preview",)
_BLOCK = 1 << 20


def backup(
    folder: Path, output: Path, store: Store, target: Path, *, tell: Callable[[str], None] = lambda _: None
) -> int:
    """Write the archive, whole or not at all, while the service runs; how many files are in it.

    The copy of the database comes first: whatever it speaks of was sealed before.
    """
    if target.exists():
        message = f"{target}已存在"
        raise UsageError(message, advice="换一个文件名")
    draft = target.with_name(f".{target.name}-{uuid4().hex[:8]}.part")
    hashes: dict[str, str] = {}
    try:
        with (
            TemporaryDirectory(dir=target.parent, prefix=".backup-") as room,
            zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED) as archive,
        ):
            tell("复制数据库")
            copied = Path(room) / "database"
            store.copy(copied)
            _put(archive, copied, DATABASE if store.embedded else DUMP, hashes)
            tell("复制文件")
            for path, name in (*_arranged(folder), *_sealed(output)):
                _put(archive, path, name, hashes)
            archive.writestr(CONTENTS, json.dumps(hashes, indent=1, sort_keys=True))
        with draft.open("rb+") as file:
            disk.flush(file)
        draft.rename(target)
        disk.sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return len(hashes)


def restore(source: Path, folder: Path, *, tell: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """Lay an archive out in a new or empty folder, every file proved by its hash; the names of its files.

    Raises :class:`UsageError` for a folder with something in it, and for an archive that is damaged; then nothing is
    left behind.
    """
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder}不是空文件夹"
        raise UsageError(message, advice="恢复到一个新的文件夹，核对后再替换原来的")
    draft = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}.part")
    try:
        with zipfile.ZipFile(source) as archive:
            hashes: dict[str, str] = json.loads(archive.read(CONTENTS))
            tell(f"写出{len(hashes)}个文件，逐个核对")
            for name, digest in hashes.items():
                _take(archive, name, digest, draft)
    except OSError as problem:
        shutil.rmtree(draft, ignore_errors=True)
        message = f"恢复不了：{problem.filename or source}：{plainly(problem)}"
        raise UsageError(message, advice="检查备份文件的路径、权限和磁盘空间") from problem
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError) as problem:
        shutil.rmtree(draft, ignore_errors=True)
        message = f"{source}不是完整的备份，或已损坏"
        raise UsageError(message, advice="换一份备份") from problem
    with suppress(FileNotFoundError):
        folder.rmdir()
    draft.rename(folder)
    disk.sync(folder.parent)
    return tuple(hashes)


def _arranged(folder: Path) -> Iterator[tuple[Path, str]]:
    """What the office wrote."""
    for part in _ARRANGED:
        for path in _below(folder / part):
            yield path, path.relative_to(folder).as_posix()


def _sealed(output: Path) -> Iterator[tuple[Path, str]]:
    """What was sealed: everything below output/ but the database, trials and what is being written."""
    for path in _below(output):
        inside = path.relative_to(output)
        if inside.parts[0] in _UNWANTED or inside.parts[0].startswith("reporter.db"):
            continue
        yield path, f"output/{inside.as_posix()}"


def _below(path: Path) -> Iterator[Path]:
    """The file itself, or every file below the folder; nothing hidden."""
    if path.is_file():
        yield path
    for found in sorted(path.rglob("*")) if path.is_dir() else ():
        hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
        if found.is_file() and not hidden:
            yield found


def _put(archive: zipfile.ZipFile, path: Path, name: str, hashes: dict[str, str]) -> None:
    """One file, hashed while it is read; one that went away meanwhile is left out."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as packed:
            while block := file.read(_BLOCK):
                digest.update(block)
                packed.write(block)
    except FileNotFoundError:
        return
    hashes[name] = digest.hexdigest()


def _take(archive: zipfile.ZipFile, name: str, digest: str, folder: Path) -> None:
    """One file, to the disk; raises ``ValueError`` when it is not what was put in, or wants to lie elsewhere."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\0" in name:
        raise ValueError(name)
    target = folder / pure
    target.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with archive.open(name) as packed, target.open("xb") as file:
        while block := packed.read(_BLOCK):
            found.update(block)
            file.write(block)
        disk.flush(file)
    if found.hexdigest() != digest:
        raise ValueError(name)
