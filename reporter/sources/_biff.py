"""Turn an old workbook (xls) into what its cells do not say: hidden rows and columns, and which cells are percentages.

The container is that of MS-CFB, its stream ``Workbook`` that of MS-XLS; of both only what is needed here is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_LAST = 0xFFFFFFFA
"""From here on sector numbers are marks: free, end of chain."""
_ENTRY = 128
_SMALL, _SMALL_SECTOR = 4096, 64
_STREAM, _ROOT = 2, 5
_BOUNDSHEET, _FORMAT, _XF, _EOF = 0x85, 0x41E, 0xE0, 0x0A
_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x208, 0x7D, 0x203, 0x27E, 0xBD, 0x06, 0x205
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_ERROR = 2
"""Kind of a formula's result that is no number."""
_PERCENT = frozenset({9, 10})
_WIDEST = 1 << 14


@dataclass(slots=True)
class Sheet:
    """What is known of the cells of a sheet, counted from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    percent: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


def sheets(content: bytes) -> dict[str, Sheet]:
    """Each sheet by name; empty where the file is no xls. Raises ``struct.error`` or ``IndexError`` for a broken one."""
    stream = _stream(content, ("Workbook", "Book"))
    formats = set(_PERCENT)
    styles: list[int] = []
    starts: dict[str, int] = {}
    for kind, data in _records(stream, 0):
        if kind == _FORMAT and "%" in _text(data, 2, wide_length=True):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUNDSHEET:
            starts[_text(data, 6, wide_length=False)] = struct.unpack_from("<I", data)[0]
    percent = frozenset(number for number, style in enumerate(styles) if style in formats)
    return {name: _sheet(stream, start, percent) for name, start in starts.items()}


def _sheet(stream: bytes, start: int, percent: frozenset[int]) -> Sheet:
    """The marks of the sheet that begins at ``start``."""
    found = Sheet()
    for kind, data in _records(stream, start):
        if kind == _ROW and struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW:
            found.hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & _HIDDEN_COLUMN:
                found.hidden_columns.update(range(first, min(last + 1, _WIDEST)))
        elif _is_error(kind, data):
            found.errors.add(struct.unpack_from("<2H", data))
        else:
            found.percent.update(place for place, style in _styles(kind, data) if style in percent)
    return found


def _is_error(kind: int, data: bytes) -> bool:
    """Whether a record is a cell that holds an error, as it is or as the result of a formula."""
    if kind == _FORMULA:
        return data[6] == _ERROR and data[12:14] == b"\xff\xff"
    return kind == _BOOLERR and data[7] != 0


def _styles(kind: int, data: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """The cells with numbers in a record, each with its style."""
    if kind in (_NUMBER, _RK, _FORMULA):
        row, column, style = struct.unpack_from("<3H", data)
        yield (row, column), style
    elif kind == _MULRK:
        row, column = struct.unpack_from("<2H", data)
        for number in range((len(data) - 6) // 6):
            yield (row, column + number), struct.unpack_from("<H", data, 4 + 6 * number)[0]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part, to its end."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, place)
        if kind == _EOF:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _text(data: bytes, place: int, *, wide_length: bool) -> str:
    """A string with its length before it, in one or two bytes a character."""
    length, head = (struct.unpack_from("<H", data, place)[0], 2) if wide_length else (data[place], 1)
    wide = data[place + head] & 1
    start = place + head + 1
    raw = data[start : start + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names; empty where there is none."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    fat = _table(content, size)
    directory = _chained(content[_HEADER:], struct.unpack_from("<I", content, 48)[0], fat, size)
    root = b""
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[place : place + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
        start, held = struct.unpack_from("<II", entry, 116)
        if entry[66] == _ROOT:
            root = _chained(content[_HEADER:], start, fat, size)
        elif entry[66] == _STREAM and name in names:
            if held >= _SMALL:
                return _chained(content[_HEADER:], start, fat, size)[:held]
            return _chained(root, start, _small_table(content, fat, size), _SMALL_SECTOR)[:held]
    return b""


def _small_table(content: bytes, fat: list[int], size: int) -> list[int]:
    """Which small sector follows which."""
    table = _chained(content[_HEADER:], struct.unpack_from("<I", content, 60)[0], fat, size)
    return list(struct.unpack(f"<{len(table) // 4}I", table))


def _table(content: bytes, size: int) -> list[int]:
    """Which sector follows which."""
    places = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    each = size // 4
    for _ in range(len(content) // size):  # no chain is longer than the file
        if more >= _LAST:
            break
        found = struct.unpack_from(f"<{each}I", content, _HEADER + more * size)
        places += found[:-1]
        more = found[-1]
    fat: list[int] = []
    for place in places:
        if place < _LAST:
            fat += struct.unpack_from(f"<{each}I", content, _HEADER + place * size)
    return fat


def _chained(sectors: bytes, start: int, fat: list[int], size: int) -> bytes:
    """The sectors of a chain."""
    pieces = []
    for _ in range(len(fat)):  # no chain is longer than the table
        if start >= _LAST:
            break
        pieces.append(sectors[start * size : (start + 1) * size])
        start = fat[start]
    return b"".join(pieces)
