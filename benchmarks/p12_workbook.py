"""P12: a workbook of 20,000 rows, opened with all that guards against hostile ones, against python-calamine alone."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.measuring import Measurement, ratio
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Original, excel
from reporter.sources.shape import Collector, Layout, read

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = 1.5
ROWS = 20_000
FIGURES = 4 * ROWS


def measure(*, full: bool) -> Iterator[Measurement]:
    """CPU from the bytes of the file to the grids of its sheets; beside it, from there to every figure."""
    content = _workbook()
    value, detail = ratio(lambda: _ours(content), lambda: _calamine(content), pairs=15 if full else 7)
    each = _understood(content) / FIGURES * 1e6
    detail = f"{detail}; {each:.0f} microseconds more for each of {FIGURES} figures"
    yield Measurement("P12", "a workbook of 20,000 rows against calamine's own time", value, TARGET, detail=detail)


def _workbook() -> bytes:
    """A department's table with very many rows."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    sheet.append(["示例区2024年1—5月主要指标"])
    sheet.append(["序号", "指标名称", "绝对量", "同比增长（%）", "增减百分点", "增速全市位次", "备注"])
    for number in range(ROWS):
        sheet.append([number + 1, f"指标{number}", number * 1.1 + 1, number % 30 - 10.5, 0.5, number % 13 + 1, "说明"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _ours(content: bytes) -> float:
    """Seconds of our reader."""
    start = time.process_time()
    for _ in excel.grids(Original("表.xlsx", content), excel.Options()):
        pass
    return time.process_time() - start


def _calamine(content: bytes) -> float:
    """Seconds of the library that it stands on."""
    start = time.process_time()
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return time.process_time() - start


def _understood(content: bytes) -> float:
    """Seconds from the grid to the figures."""
    indicators = {f"指标{number}": Indicator(f"指标{number}", "亿元") for number in range(ROWS)}
    (grid,) = excel.grids(Original("表.xlsx", content), excel.Options())
    collector = Collector(Source("表", "excel", "表.xlsx"), indicators, Layout())
    start = time.process_time()
    read(grid, collector)  # type: ignore[arg-type] # no finding: the file is sound
    taken = time.process_time() - start
    if len(collector.observations) != FIGURES:
        message = f"{len(collector.observations)} figures of {FIGURES}"
        raise RuntimeError(message)
    return taken
