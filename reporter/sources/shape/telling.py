"""Say what the titles and headers of a table were taken for, and which columns were not understood."""

from __future__ import annotations

import datetime as dt

from reporter.model.observation import MEASURE_WORDS
from reporter.model.period import MONTHS_A_YEAR
from reporter.sources.shape import number, period_words
from reporter.sources.shape.blocks import CORNER, Table, is_figure
from reporter.sources.shape.collect import Collector
from reporter.sources.shape.frame import Frame, released_in
from reporter.sources.shape.grid import Grid, fold, letters
from reporter.sources.shape.header import Column
from reporter.sources.shape.layout import UNREAD

_ROLE_WORDS = {
    "ordinal": "序号", "unit": "单位", "note": "不读", "unread": "不读", "unknown": "看不懂，不读", "figure": "数",
}  # fmt: skip


def explain_titles(grid: Grid, table: Table, collector: Collector) -> None:
    """Titles are told as such whatever they say."""
    for row in table.titles if collector.explains else ():
        for column in grid.filled(row):
            text = grid.text(row, column)
            said = period_words.find(fold(text)).period()
            corner = CORNER.search(fold(text))
            meaning = [f"时期{said.name}"] if said else []
            meaning += [f"单位{corner['units']}"] if corner else []
            released = released_in(text)
            meaning += [f"发布日期{released}"] if released else []
            collector.explain(grid.place(row, column), "标题", text, "；".join(meaning))


def tell_unknown(grid: Grid, frame: Frame, collector: Collector) -> None:
    """Tell of columns that hold figures and are not understood; nothing is dropped in silence."""
    for column in frame.columns:
        if column.role != "unknown":
            continue
        cells = [grid.value(row, column.index) for row in frame.table.header if grid.text(row, column.index)]
        place = grid.place(frame.table.header[-1], column.index)
        if any(isinstance(cell, dt.date) for cell in cells):
            message = f"表头是日期{column.text}，可能是“1-6”之类被表格软件改成了日期"
            day = next(cell for cell in cells if isinstance(cell, dt.date))
            meant = f"{day.year}年{day.month}—{day.day}月" if day.month <= day.day <= MONTHS_A_YEAR else "2018年1—6月"
            where = letters(grid.left + column.index) if not grid.lines else column.text
            advice = (
                f"把这一格设为文本，写作{meant}；来文改不了的，在layout里写columns: {{{where}: {meant}}}；"
                "确是日期的，在layout里写dates: month"
            )
            collector.error("perhaps_a_range", place, message, advice, ("layout", "columns", where, meant))
        elif column.index not in (*frame.labels, *frame.months, *frame.areas) and any(
            is_figure(grid.value(row, column.index)) and not number.is_mark(grid.value(row, column.index))
            for row in frame.table.body
        ):
            words = f"“{column.text}”" if column.text else "空白"
            advice = "表头可写：累计、绝对量、增长%、增减百分点、位次、占比、完成年度计划%、年度目标；不用的列在layout的columns里写“不读”"
            named = column.text if grid.lines else letters(grid.left + column.index)
            remedy = ("layout", "columns", named, UNREAD) if named else ()
            collector.find("warning", "unknown_column", place, f"看不懂的表头{words}，这一列没有读取", advice, remedy)


def role_of(frame: Frame, column: Column) -> str:
    """What a column holds, in the reader's words."""
    places = ((frame.labels, "指标名称"), (frame.months, "时期"), (frame.areas, "区域"))
    return next((words for indices, words in places if column.index in indices), _ROLE_WORDS.get(column.role, "不读"))


def explain_header(grid: Grid, frame: Frame, collector: Collector) -> None:
    """What each column was taken for, at the cells of its header."""
    if not collector.explains:
        return
    last = max(column.index for column in frame.columns)
    for row in frame.table.header:
        moved = last - max(grid.filled(row), default=last) if frame.layout.align == "right" else 0
        for column in frame.columns:
            place = column.index - moved
            if place < 0 or not grid.text(row, place):
                continue
            period = frame.periods.get(column.index)
            about = f"{column.basis}{MEASURE_WORDS[column.measure]}{f'（{column.scope}）' if column.scope else ''}"
            words = [*column.names, period.name if period else "", about, column.unit]
            meaning = " ".join(filter(None, words)) if column.role == "figure" else role_of(frame, column)
            where = letters(grid.left + column.index) if not grid.lines else f"第{column.index + 1}"
            collector.explain(grid.place(row, place), "表头", grid.text(row, place), f"{where}列：{meaning}")
