"""Presses that print in no time: a sound edition, one with an error, one that lacks a figure, one that dies."""

from __future__ import annotations

import hashlib
import json
import os
import time
from typing import Any

from reporter.model.edition import INPUTS
from reporter.model.snapshot import inputs


def _files(snapshot: Any, *, errors: int = 0, missing: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Files of an edition as the real press hands them back."""
    message = b"Subject: report\r\nMIME-Version: 1.0\r\n\r\n" + snapshot.key.folder.encode() + b"\r\n"
    files = {
        "r.pdf": f"%PDF-1.7 {snapshot.issue}".encode(), "facts.csv": b"id\r\n", "findings.json": b"[]", "message.eml": message,
        INPUTS: inputs(snapshot),
    }  # fmt: skip
    manifest = {
        "title": "报告", "pdf": "r.pdf", "content": hashlib.sha256(message).hexdigest(), "errors": errors, "missing": list(missing),
        "owed": [["统计办", name.removesuffix("（统计办）"), "2018-H1", "未报送"] for name in missing],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }  # fmt: skip
    return files | {"manifest.json": json.dumps(manifest).encode()}


def sound(snapshot: Any) -> dict[str, bytes]:
    """An edition without a fault."""
    return _files(snapshot)


def wrong(snapshot: Any) -> dict[str, bytes]:
    """An edition that the proof found an error in."""
    return _files(snapshot, errors=1)


def lacking(snapshot: Any) -> dict[str, bytes]:
    """An edition for which a figure is not in."""
    return _files(snapshot, missing=("甲（统计办）",))


def dying(_snapshot: Any) -> dict[str, bytes]:
    """A press that falls over."""
    os._exit(9)


def slow(snapshot: Any) -> dict[str, bytes]:
    """An edition that takes its time."""
    time.sleep(6)
    return _files(snapshot)


def counting(snapshot: Any) -> dict[str, bytes]:
    """An edition that lists the figures it was handed."""
    rows = [f"{row.key} {row.value}" for row in snapshot.observations]
    return _files(snapshot) | {"figures.json": json.dumps(rows, ensure_ascii=False).encode()}


def escaping(snapshot: Any) -> dict[str, bytes]:
    """An edition with a file that wants to lie elsewhere."""
    return _files(snapshot) | {"../../escaped.txt": b""}


def ready(_snapshot: Any) -> dict[str, bytes]:
    """Nothing is waited for."""
    return {"owed.json": b"[]"}
