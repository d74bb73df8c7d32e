"""Turn the content of an OpenDocument spreadsheet into the marks of its sheets."""

from __future__ import annotations

from collections.abc import Iterator

from defusedxml import ElementTree

from reporter.sources._marks import MOST_CELLS, MOST_COLUMNS, Marks


def marks_of(xml: bytes) -> dict[str, Marks]:
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
            hidden.update(range(number, number + min(times, MOST_COLUMNS)))
        number += times
    return frozenset(hidden)


def _cells_of(row: ElementTree.Element, number: int, kind: str) -> Iterator[tuple[int, int]]:
    """The cells of a row whose value is of a kind."""
    column = 0
    for cell in row:
        times = _times(cell, "columns")
        if kind in (value for key, value in cell.attrib.items() if key.endswith("}value-type")):
            yield from ((number, column + more) for more in range(min(times, MOST_COLUMNS)))
        column += times


def _said(element: ElementTree.Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


def _times(element: ElementTree.Element, what: str) -> int:
    return int(_said(element, f"number-{what}-repeated") or 1)
