"""Turn the outcome of a child into bytes, and back: a JSON index with its length before it, then the raw files.

What comes back is not trusted: it is read strictly, and can only become bytes or one of our own errors.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reporter.errors import DeliveryError, Faults, ProductionError, ReporterError
from reporter.model.finding import SEVERITY_WORDS, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LENGTH = 8
_MOST_PIECE = 64 << 20


class MalformedError(ValueError):
    """The child sent something else than one whole frame."""


def piece(content: bytes) -> bytes:
    """One of many pieces, as it travels: its length, then itself."""
    return len(content).to_bytes(_LENGTH, "big") + content


def cut(held: bytearray) -> Iterator[bytes]:
    """Take the whole pieces off the beginning of what came; raises :class:`MalformedError` for one that is too large."""
    while len(held) >= _LENGTH:
        length = int.from_bytes(held[:_LENGTH], "big")
        if length > _MOST_PIECE:
            message = f"a piece of {length} bytes"
            raise MalformedError(message)
        if len(held) < _LENGTH + length:
            return
        content = bytes(held[_LENGTH : _LENGTH + length])
        del held[: _LENGTH + length]
        yield content


def packed(files: Mapping[str, bytes]) -> Iterator[bytes]:
    """The pieces to send for a result."""
    yield _headed({"files": [[name, len(data)] for name, data in files.items()]})
    yield from files.values()


def failed(problem: ReporterError) -> bytes:
    """What to send for an error that means something to the parent."""
    index: dict[str, Any] = {"error": type(problem).__name__, "message": str(problem), "advice": problem.advice}
    if isinstance(problem, Faults):
        index["findings"] = [asdict(finding) for finding in problem.findings]
    if isinstance(problem, DeliveryError):
        index |= {"code": problem.code, "reply": problem.reply}
    return _headed(index)


def unpacked(frame: bytes) -> dict[str, bytes]:
    """The files of a frame; raises the error that it carries, or :class:`MalformedError`."""
    length = int.from_bytes(frame[:_LENGTH], "big")
    start = _LENGTH + length
    if len(frame) < start or not length:
        message = f"{len(frame)} bytes for an index of {length}"
        raise MalformedError(message)
    try:
        index = json.loads(frame[_LENGTH:start])
        if "error" in index:
            problem = _problem(index)
        else:
            return _files([(str(name), int(size)) for name, size in index["files"]], memoryview(frame)[start:])
    except (KeyError, TypeError, ValueError, RecursionError) as cause:
        raise MalformedError(str(cause)) from cause
    raise problem


def _headed(index: Mapping[str, Any]) -> bytes:
    text = json.dumps(index, ensure_ascii=False).encode()
    return len(text).to_bytes(_LENGTH, "big") + text


def _files(sizes: list[tuple[str, int]], data: memoryview) -> dict[str, bytes]:
    if any(size < 0 for _, size in sizes) or sum(size for _, size in sizes) != len(data):
        message = f"{len(data)} bytes do not fit the index"
        raise MalformedError(message)
    files, start = {}, 0
    for name, size in sizes:
        files[name] = bytes(data[start : start + size])
        start += size
    return files


def _problem(index: Mapping[str, Any]) -> ReporterError:
    """The error that the child raised, as one of our own classes."""
    kind = _kinds().get(index["error"], ProductionError)
    if issubclass(kind, Faults):
        return kind([_finding(found) for found in index["findings"]])
    message, advice = str(index["message"]), str(index["advice"])
    if issubclass(kind, DeliveryError):
        return kind(message, code=int(index["code"]), reply=str(index["reply"]), advice=advice)
    return kind(message, advice=advice)


def _finding(found: Mapping[str, Any]) -> Finding:
    place = found["place"]
    where = Place(line=int(place["line"]), **{name: str(place[name]) for name in ("file", "sheet", "cell", "part")})
    if found["severity"] not in SEVERITY_WORDS:
        raise MalformedError(str(found["severity"]))
    return Finding(
        str(found["rule"]), found["severity"], where, message=str(found["message"]), advice=str(found["advice"])
    )


def _kinds() -> dict[str, type[ReporterError]]:
    """Every error of ours by its name."""
    found: dict[str, type[ReporterError]] = {}
    pending: list[type[ReporterError]] = [ReporterError]
    while pending:
        kind = pending.pop()
        found[kind.__name__] = kind
        pending += kind.__subclasses__()
    return found
