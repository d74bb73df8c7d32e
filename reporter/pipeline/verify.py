"""Prove an edition: hash its files anew, print it anew from what was known then, and compare."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from reporter import sandbox
from reporter.model.edition import BEFORE, FINDINGS, INPUTS, MANIFEST
from reporter.pipeline.before import kept
from reporter.pipeline.evidence import evidence, origins_of
from reporter.pipeline.making import PRESS, Making, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.project import Project
    from reporter.store import Store


_BESIDE = frozenset({FINDINGS, MANIFEST})
"""They say what was found in the sources on the day, too, and by which hash."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found, in Chinese."""

    broken: tuple[str, ...] = ()
    """Files that are not what was sealed."""
    moved: tuple[str, ...] = ()
    """What it would be made from now is not what it was made from: it cannot be printed anew."""
    different: tuple[str, ...] = ()
    """Files that come out otherwise though they are made from the same."""
    lost: tuple[str, ...] = ()
    """Copies of what departments sent that are gone, were changed, or no longer say what was read from them."""
    purged: bool = False
    """Whether its files were removed when their time was over: they are compared by the hashes that were kept."""

    @property
    def good(self) -> bool:
        """Whether everything is as it was."""
        return not (self.broken or self.moved or self.different or self.lost)


def verify(
    project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, press: str = PRESS,
    tell: Callable[[str], None] = lambda _: None,
) -> Proof:  # fmt: skip
    """What there is to say about a sealed edition; nothing is changed."""
    making = Making(project, store, clock, output, press, tell)
    folder = making.folder(edition)
    tell("核对文件")
    manifest = _read(folder / MANIFEST)
    hashes: Mapping[str, str] = manifest.get("files", {})
    purged = bool(hashes) and not any((folder / name).exists() for name in hashes)
    broken = tuple(_broken(folder, edition, manifest, purged=purged))
    cells = chain.from_iterable(origins_of(folder).values())
    proofs = evidence(project, store, output, cells)
    snapshot = making.snapshot(edition, issued=bool(edition.issued_hash), known_by=edition.produced)
    snapshot = replace(snapshot, before=kept(folder))
    tell("重新排印")
    with sandbox.Worker(press) as worker:
        files = printed(worker, snapshot)
    moved = tuple(_moved(folder / INPUTS, hashes, files[INPUTS])) if INPUTS in files else ()
    if purged and BEFORE in hashes:
        moved += ("用来对照的上一版的数已经清理",)
    if moved:
        return Proof(broken, moved, lost=proofs.faults, purged=purged)
    different = [
        name for name, content in sorted(files.items())
        if name not in _BESIDE and (_hash(content) != hashes.get(name) if purged else _content(folder / name) != content)
    ]  # fmt: skip
    return Proof(broken, (), tuple(different), (*proofs.faults, *proofs.unread), purged)


def _broken(folder: Path, edition: Edition, manifest: Mapping[str, Any], *, purged: bool) -> Iterator[str]:
    """Files that are missing or were changed; and whether the whole is what the database remembers."""
    if not manifest:
        yield f"{MANIFEST}不在或读不了"
        return
    for name, digest in manifest.get("files", {}).items():
        content = _content(folder / name)
        if content is None and not purged:
            yield f"{name}不在"
        elif content is not None and _hash(content) != digest:
            yield f"{name}与封存时不同"
    if manifest.get("content") != edition.content_hash:
        yield "清单与数据库记载的内容哈希不同"
    if edition.issued_hash and manifest.get("files", {}).get(manifest.get("pdf")) != edition.issued_hash:
        yield "PDF与签发时记载的哈希不同"


def _moved(kept: Path, hashes: Mapping[str, str], content: bytes) -> Iterator[str]:
    """In what the list of inputs differs from the one that was sealed; of one that was purged only that it does."""
    if hashes.get(INPUTS) == _hash(content):
        return
    then, now = _read(kept), json.loads(content)
    if not then:
        yield "数据、指标、登记、安排或模板已改动"
        return
    files, present = then.get("files", {}), now.get("files", {})
    for name in sorted(files.keys() | present.keys()):
        if files.get(name) != present.get(name):
            yield (
                f"{name}已改动"
                if name in files and name in present
                else f"{name}当时{'有' if name in files else '没有'}"
            )
    for key, word in (("observations", "数据"), ("definitions", "指标、登记或安排"), ("cut_off", "数据截止时间")):
        if then.get(key) != now.get(key):
            yield f"{word}已改动"


def _read(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
