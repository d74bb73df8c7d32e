"""Turn the bytes of a workbook into what its cells do not say: what is hidden, what is a percentage, what was never computed.

Before that, and before any other reader sees it, a workbook that would only blow up is refused: by what its parts really
hold when they are unpacked, not by what its directory claims.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from posixpath import join, normpath

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from reporter.errors import SourceError
from reporter.sources import _biff
from reporter.sources.shape.grid import Grid, Value, letters

MOST_CELLS = 5_000_000
_MOST_ENTRIES = 1000
_MOST_BYTES = 200 << 20
_RATIO, _ALWAYS = 200, 10 << 20
"""How much larger than its file a workbook may be, and up to what size nobody asks."""
_PIECE = 1 << 20
_HEAD = 4096
_TAIL = 1 << 16
_SAFER = "用表格软件打开，删去表格以外的内容，另存为xlsx后重新报送"
_PERCENT_FORMATS = frozenset({"9", "10"})
"""Formats of ECMA-376 18.8.30 that need no definition: 0% and 0.00%."""
_UNCOMPUTED = "公式（没有保存计算结果）"
_ERROR = "错误值（#REF!、#DIV/0!之类）"

_FAR = re.compile(rb'<c r="([A-Z]{2,3})(\d+)"[^>]*[^/]>')
_LAST = re.compile(rb'<c r="[A-Z]{1,3}(\d+)"[^>]*[^/]>')
_ROW = re.compile(rb'<row [^>]*?hidden="(?:1|true)"[^>]*>')
_COLUMN = re.compile(rb'<col [^>]*?hidden="(?:1|true)"[^>]*>')
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')
_ERRORS = re.compile(rb'<c r="([A-Z]+\d+)"[^>]* t="e"')
_ATTRIBUTE = re.compile(rb' (r|min|max)="(\d+)"')
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the cells of a sheet, counted from 0 within the sheet."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percent: frozenset[tuple[int, int]] = frozenset()
    """Cells that a spreadsheet shows as a percentage: 0.116 stands for 11.6%."""
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    """Formulas whose value was not saved."""
    errors: frozenset[tuple[int, int]] = frozenset()
    """Cells that hold an error such as #REF!, which must not look like empty ones."""

    def on(self, grid: Grid) -> Grid:
        """The grid with percentages as they are shown, and formulas without a value as what they are."""
        rows: list[list[Value]] | None = None
        for (row, column), value in self._changes(grid):
            rows = rows or [list(cells) for cells in grid.rows]
            rows[row][column] = value
        hidden_rows = frozenset(row - grid.top for row in self.hidden_rows)
        hidden_columns = frozenset(column - grid.left for column in self.hidden_columns)
        return Grid(
            grid.file, rows or grid.rows, grid.sheet, grid.top, grid.left, grid.merged,
            hidden_rows=hidden_rows, hidden_columns=hidden_columns,
        )  # fmt: skip

    def _changes(self, grid: Grid) -> Iterator[tuple[tuple[int, int], Value]]:
        """Cells of the grid that hold something else than they seem to."""
        said_of = (
            (self.percent, _percentage),
            (self.uncomputed, lambda _: _UNCOMPUTED),
            (self.errors, lambda _: _ERROR),
        )
        for cells, said in said_of:
            for row, column in cells:
                place = row - grid.top, column - grid.left
                if 0 <= place[0] < len(grid.rows) and 0 <= place[1] < len(grid.rows[place[0]]):
                    yield place, said(grid.rows[place[0]][place[1]])


NONE = Marks()


def inspect(content: bytes) -> Mapping[str, Marks]:
    """The marks of each sheet by name, as far as the format tells; raises :class:`SourceError` for what must not be opened."""
    if content.startswith(_biff.MAGIC):
        return _of_old_workbook(content)
    if not content.startswith(b"PK"):
        return {}
    try:
        parts = _unpacked(content)
        if "xl/workbook.xml" in parts:
            return _of_workbook(parts)
        return _of_document(parts["content.xml"]) if "content.xml" in parts else {}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ElementTree.ParseError) as error:
        message = "工作簿不完整，或者已经损坏"
        raise SourceError(message, advice="用表格软件打开后另存为xlsx再报送") from error
    except DefusedXmlException as error:
        message = "工作簿里有不该有的内容（DOCTYPE）"
        raise SourceError(message, advice=_SAFER) from error


def _of_old_workbook(content: bytes) -> dict[str, Marks]:
    """The marks of each sheet of an xls; whether it can be opened at all is for the reader of its cells to say."""
    try:
        found = _biff.sheets(content)
    except (struct.error, IndexError):
        return {}
    return {
        name: Marks(
            frozenset(sheet.hidden_rows),
            frozenset(sheet.hidden_columns),
            frozenset(sheet.percent),
            errors=frozenset(sheet.errors),
        )
        for name, sheet in found.items()
    }


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The XML parts of a workbook by their names; what they hold is counted while it is unpacked."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            message = f"工作簿里有{len(entries)}个部件，超出可读的{_MOST_ENTRIES}个"
            raise SourceError(message, advice=_SAFER)
        total = 0
        for entry in entries:
            pieces = []
            with archive.open(entry) as file:
                while piece := file.read(_PIECE):
                    total += len(piece)
                    if total > _MOST_BYTES or total > max(_ALWAYS, _RATIO * len(content)):
                        message = f"工作簿解开后超过{total >> 20}MB，是文件本身的{total // len(content)}倍，不予打开"
                        raise SourceError(message, advice=_SAFER)
                    pieces.append(piece)
            if entry.filename.endswith((".xml", ".rels")):
                parts[entry.filename] = b"".join(pieces)
                _refuse_doctype(pieces[0] if pieces else b"")
    return parts


def _refuse_doctype(head: bytes) -> None:
    """Entities can only be declared before the root; no workbook has any reason to."""
    if b"<!DOCTYPE" in head[:_HEAD] or b"<!ENTITY" in head:
        message = "工作簿里有不该有的内容（DOCTYPE）"
        raise SourceError(message, advice=_SAFER)


def _of_workbook(parts: Mapping[str, bytes]) -> dict[str, Marks]:
    """The marks of each sheet of an xlsx."""
    percent = _percent_styles(parts.get("xl/styles.xml", b""))
    targets = {
        relation.get("Id"): normpath(join("xl", relation.get("Target", "")).removeprefix("xl//"))
        for relation in ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    }
    found = {}
    for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        name = sheet.get("name", "")
        target = next(
            (targets[value] for key, value in sheet.attrib.items() if key.endswith("}id") and value in targets), ""
        )
        target = target if target in parts else target.lstrip("/")
        found[name] = _of_sheet(name, parts.get(target, b""), percent)
    return found


def _of_sheet(name: str, xml: bytes, percent: frozenset[str]) -> Marks:
    """The marks of one sheet; refuses one whose farthest cells would make it too large to hold."""
    _refuse_far(name, xml)
    rows: set[int] = set()
    columns: set[int] = set()
    if b"hidden=" in xml:
        rows = {int(dict(_ATTRIBUTE.findall(found[0])).get(b"r", b"0")) - 1 for found in _ROW.finditer(xml)}
        for found in _COLUMN.finditer(xml):
            said = dict(_ATTRIBUTE.findall(found[0]))
            columns.update(range(int(said[b"min"]) - 1, min(int(said[b"max"]), 1 << 14)))
    return Marks(
        frozenset(rows), frozenset(columns), _styled(xml, percent),
        frozenset(_address(found[1].decode()) for found in _FORMULA.finditer(xml)) if b"<f" in xml else frozenset(),
        frozenset(_address(found[1].decode()) for found in _ERRORS.finditer(xml)) if b't="e"' in xml else frozenset(),
    )  # fmt: skip


def _refuse_far(name: str, xml: bytes) -> None:
    """Refuse a sheet with a value so far away that everything before it would have to be held as well."""
    last = max((int(found[1]) for found in _LAST.finditer(xml[-_TAIL:])), default=0)
    far = max(((_column(found[1].decode()), int(found[2])) for found in _FAR.finditer(xml)), default=(25, 0))
    height = max(last, far[1])
    if height * (far[0] + 1) > MOST_CELLS:
        message = f"工作表“{name}”在{letters(far[0])}{height}附近还有内容，超出可读的大小"
        raise SourceError(message, advice="删去表格以外的内容（有时远处只有一个空格）后重新报送")


def _styled(xml: bytes, percent: frozenset[str]) -> frozenset[tuple[int, int]]:
    """The cells that have one of these styles."""
    if not percent:
        return frozenset()
    styles = "|".join(sorted(percent)).encode()
    cells = re.finditer(rb'<c r="([A-Z]+\d+)"[^>]*? s="(?:' + styles + rb')"[^>]*[^/]>', xml)
    return frozenset(_address(found[1].decode()) for found in cells)


def _percent_styles(xml: bytes) -> frozenset[str]:
    """Numbers of the cell styles that show a percentage."""
    if not xml:
        return frozenset()
    root = ElementTree.fromstring(xml)
    formats = set(_PERCENT_FORMATS)
    formats.update(
        one.get("numFmtId", "")
        for one in root.iter()
        if one.tag.endswith("}numFmt") and "%" in one.get("formatCode", "")
    )
    cells = next((one for one in root.iter() if one.tag.endswith("}cellXfs")), ())
    return frozenset(str(number) for number, one in enumerate(cells) if one.get("numFmtId") in formats)


def _of_document(xml: bytes) -> dict[str, Marks]:
    """The marks of each sheet of an OpenDocument spreadsheet; rows and cells may stand for many."""
    if not any(word in xml for word in (b'"collapse"', b'"filter"', b'"percentage"', b'"error"')):
        return {}
    found = {}
    for table in ElementTree.fromstring(xml).iter():
        if not table.tag.endswith("}table") or not _said(table, "name"):
            continue
        rows: set[int] = set()
        percent: set[tuple[int, int]] = set()
        errors: set[tuple[int, int]] = set()
        number = 0
        for row in (one for one in table.iter() if one.tag.endswith("}table-row")):
            times = _times(row, "rows")
            if times <= MOST_CELLS and _said(row, "visibility") in ("collapse", "filter"):
                rows.update(range(number, number + times))
            percent.update(_cells_of(row, number, "percentage"))
            errors.update(_cells_of(row, number, "error"))
            number += times
        found[_said(table, "name")] = Marks(
            frozenset(rows), _hidden_columns(table), frozenset(percent), errors=frozenset(errors)
        )  # fmt: skip
    return found


def _hidden_columns(table: ElementTree.Element) -> frozenset[int]:
    """The columns of a table that are not shown."""
    hidden: set[int] = set()
    number = 0
    for column in (one for one in table.iter() if one.tag.endswith("}table-column")):
        times = _times(column, "columns")
        if _said(column, "visibility") in ("collapse", "filter"):
            hidden.update(range(number, number + min(times, 1 << 14)))
        number += times
    return frozenset(hidden)


def _cells_of(row: ElementTree.Element, number: int, kind: str) -> Iterator[tuple[int, int]]:
    """The cells of a row whose value is of a kind."""
    column = 0
    for cell in row:
        times = _times(cell, "columns")
        if kind in (value for key, value in cell.attrib.items() if key.endswith("}value-type")):
            yield from ((number, column + more) for more in range(min(times, 1 << 14)))
        column += times


def _said(element: ElementTree.Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


def _times(element: ElementTree.Element, what: str) -> int:
    return int(_said(element, f"number-{what}-repeated") or 1)


def _percentage(value: Value) -> Value:
    """0.116 as it is shown, 11.6%; what is no number stays."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    shown = (Decimal(format(value, ".15g")) * 100).normalize()
    return f"{shown:f}%"


def _address(cell: str) -> tuple[int, int]:
    """Row and column of C7, counted from 0."""
    found = _CELL.fullmatch(cell)
    assert found is not None  # noqa: S101 - matched by the pattern that found the cell
    return int(found[2]) - 1, _column(found[1])


def _column(name: str) -> int:
    """A column's number by its name, counted from 0: A, Z, AA."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
