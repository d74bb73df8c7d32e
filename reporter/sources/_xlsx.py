"""Turn the XML parts of an xlsx into the marks of its sheets; one whose farthest cells are too far away is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath

from defusedxml import ElementTree

from reporter.errors import SourceError
from reporter.sources._marks import MOST_CELLS, MOST_COLUMNS, Marks
from reporter.sources.shape.grid import letters

_TAIL = 1 << 16
_PERCENT_FORMATS = frozenset({"9", "10"})
"""Formats of ECMA-376 18.8.30 that need no definition: 0% and 0.00%."""

_FAR = re.compile(rb'<c r="([A-Z]{2,3})(\d+)"[^>]*[^/]>')
_LAST = re.compile(rb'<c r="[A-Z]{1,3}(\d+)"[^>]*[^/]>')
_ROW = re.compile(rb'<row [^>]*?hidden="(?:1|true)"[^>]*>')
_COLUMN = re.compile(rb'<col [^>]*?hidden="(?:1|true)"[^>]*>')
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')
_ERRORS = re.compile(rb'<c r="([A-Z]+\d+)"[^>]* t="e"')
_ATTRIBUTE = re.compile(rb' (r|min|max)="(\d+)"')
_CELL = re.compile(r"([A-Z]+)(\d+)")


def marks_of(parts: Mapping[str, bytes]) -> dict[str, Marks]:
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
            columns.update(range(int(said[b"min"]) - 1, min(int(said[b"max"]), MOST_COLUMNS)))
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
