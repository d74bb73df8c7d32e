"""Any table of a shape that is supported, written as offices write it and read back, gives the figures that went in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.model.indicator import Indicator
from reporter.model.observation import Measure
from reporter.model.office import Source
from reporter.model.period import Period
from reporter.sources import Original, excel
from reporter.sources.shape import Collector, Grid, Layout, Span, read
from reporter.sources.shape.grid import Value

Key = tuple[str, Measure, str, str]
"""Indicator, measure, area, period."""
Figures = dict[Key, Decimal | None]
Rows = list[list[Value]]

INDICATORS = {
    one.name: one
    for one in (
        Indicator("甲产业增加值", "亿元"), Indicator("乙投资", "亿元"), Indicator("其他乙投资", "亿元"), Indicator("丁企业", "家"),
        Indicator("戊覆盖率", "%"), Indicator("项目（临时）支部", "个"), Indicator("24小时大厅", "个"),
    )
}  # fmt: skip
HEADS: dict[Measure, tuple[str, ...]] = {
    "level": ("绝对量", "数值", "本期数"), "growth": ("增长%", "同比增长（%）", "同比±%"), "difference": ("增减百分点", "增幅比上年同期增减（百分点）"),
    "rank": ("增速全市位次", "增速全市排名"), "completion": ("完成年度计划%",), "share": ("占全部比重（%）",),
}  # fmt: skip
MARKS = ("——", "—", "-", "…", "……", "/", "不详", "*", "", None)
DASHES = ("-", "—", "~", "～", "至", "－")

values = st.none() | st.decimals(-(10**6), 10**6, places=2) | st.integers(0, 10**6).map(Decimal)
ranks = st.none() | st.integers(1, 300).map(Decimal)
names = st.lists(st.sampled_from(sorted(INDICATORS)), min_size=1, max_size=5, unique=True)
measures: st.SearchStrategy[list[Measure]] = st.lists(st.sampled_from(list(HEADS)), min_size=1, max_size=4, unique=True)
years = st.integers(1995, 2050)


@dataclass(frozen=True)
class Sheet:
    """A written table, and the figures that were written into it."""

    rows: Rows
    figures: Figures
    merged: tuple[Span, ...] = ()


def spelled(value: Decimal | None, unit: str) -> st.SearchStrategy[Value]:
    """The ways in which a cell may hold a figure."""
    if value is None:
        return st.sampled_from(MARKS)
    wide = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    texts = [f"{value}", f" {value:,} ", f"{value}".translate(wide), f"{value:,}".replace(",", " ")]
    if unit:
        texts.append(f"{value}{unit}")
    return st.sampled_from([float(value), *texts])


def month_words(period: Period) -> st.SearchStrategy[str]:
    """The ways in which the months of a period are written."""
    months = f"{period.first}", f"{period.last}"
    if period.months == 1:
        return st.sampled_from([f"{period.last}月", f"{period.last:02}月份", f"{period.last}月当月"])
    ways = [f"{months[0]}{dash}{months[1]}月" for dash in DASHES] + [f"{months[0]}月—{months[1]}月"]
    return st.sampled_from([*ways, *({period.said} if period.said[0] not in "0123456789" else ())])


@st.composite
def figures_of(draw: st.DrawFn, keys: Sequence[Key]) -> Figures:
    """A value for each key, missing or not."""
    return {key: draw(ranks if key[1] == "rank" else values) for key in keys}


def cell(draw: st.DrawFn, figures: Figures, key: Key) -> Value:
    """The cell for a figure."""
    unit = {"level": INDICATORS[key[0]].unit, "rank": "位", "difference": "个百分点"}.get(key[1], "%")
    return draw(spelled(figures[key], unit))


def label(draw: st.DrawFn, name: str, number: int, *, unit: bool) -> str:
    """The label of a row as people write it."""
    before = draw(st.sampled_from(["", "　　", "# ", "其中：", f"{number}. ", "（一）", "二、"]))
    return f"{before}{name}{f'（{INDICATORS[name].unit}）' if unit else ''}"


def placed(draw: st.DrawFn, rows: Rows, figures: Figures, merged: Sequence[Span] = ()) -> Sheet:
    """The table somewhere on a sheet, with blank rows around and a note below."""
    top, left = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    rows = [[] for _ in range(top)] + [[None] * left + row for row in rows]
    if draw(st.booleans()):
        note: list[Value] = [*[None] * left, "注：绝对量按现价计算，增长12%以上的不在此列。"]
        rows.append(note)
    return Sheet(rows, figures, tuple(Span(s.top + top, s.left + left, s.bottom + top, s.right + left) for s in merged))


@st.composite
def indicators_down(draw: st.DrawFn) -> Sheet:
    """Indicators below each other, measures of one period across; the unit in a column of its own, in the labels or told by nothing."""
    year, first, last = draw(years), draw(st.integers(1, 12)), draw(st.integers(1, 12))
    period = Period(year, min(first, last), max(first, last))
    rows_of, across = draw(names), draw(measures)
    figures = draw(figures_of([(name, measure, "", period.code) for name in rows_of for measure in across]))
    unit = draw(st.sampled_from(["column", "label", "none"]))
    numbered = draw(st.booleans())
    head: list[Value] = [
        *(["序号"] if numbered else []),
        draw(st.sampled_from(["指标", "指标名称", "项目"])),
        *(["计量单位"] if unit == "column" else []),
    ]
    head += [draw(st.sampled_from(HEADS[measure])) for measure in across]
    rows: Rows = [[f"示例区{year}年{draw(month_words(period))}主要指标"], head]
    for number, name in enumerate(rows_of, 1):
        row: list[Value] = [*([number] if numbered else []), label(draw, name, number, unit=unit == "label")]
        row += [INDICATORS[name].unit] if unit == "column" else []
        rows.append(row + [cell(draw, figures, (name, measure, "", period.code)) for measure in across])
    return placed(draw, rows, figures)


@st.composite
def periods_across(draw: st.DrawFn) -> Sheet:
    """Several periods across, each with its measures below it in merged cells."""
    year = draw(years)
    ends = sorted(draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)))
    spans = [Period(year, end if draw(st.booleans()) else 1, end) for end in ends]
    rows_of, across = draw(names), draw(measures)
    keys: list[Key] = [(name, measure, "", period.code) for name in rows_of for period in spans for measure in across]
    figures = draw(figures_of(keys))
    upper: list[Value] = ["指标"]
    lower: list[Value] = [None]
    merged = [Span(1, 0, 2, 0)]
    for period in spans:
        merged.append(Span(1, len(upper), 1, len(upper) + len(across) - 1))
        upper += [draw(month_words(period)), *[None] * (len(across) - 1)]
        lower += [draw(st.sampled_from(HEADS[measure])) for measure in across]
    rows: Rows = [[f"{year}年"], upper, lower]
    for number, name in enumerate(rows_of, 1):
        row: list[Value] = [label(draw, name, number, unit=draw(st.booleans()))]
        rows.append(
            row + [cell(draw, figures, (name, measure, "", period.code)) for period in spans for measure in across]
        )
    return placed(draw, rows, figures, [one for one in merged if (one.top, one.left) != (one.bottom, one.right)])


@st.composite
def months_down(draw: st.DrawFn) -> Sheet:
    """Months below each other, indicators with their measures across."""
    year, across = draw(years), draw(names)
    measure: Measure = draw(st.sampled_from(["level", "growth", "share"]))
    months = [
        Period(year, month, month)
        for month in sorted(draw(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True)))
    ]
    figures = draw(figures_of([(name, measure, "", period.code) for period in months for name in across]))
    words = "" if measure == "level" else draw(st.sampled_from(HEADS[measure]))
    rows: Rows = [["月份", *(f"{name}{words}" for name in across)]]
    for period in months:
        spelling = draw(
            st.sampled_from(
                [
                    f"{year}年{period.last}月",
                    f"{year}.{period.last:02}",
                    f"{year}{period.last:02}",
                    f"{year}年{period.last:02}月份",
                    f"{year}-{period.last:02}",
                ]
            )
        )
        rows.append([spelling, *(cell(draw, figures, (name, measure, "", period.code)) for name in across)])
    return placed(draw, rows, figures)


@st.composite
def districts_down(draw: st.DrawFn) -> Sheet:
    """Districts below each other, measures of one indicator across."""
    year, name, across = draw(years), draw(st.sampled_from(sorted(INDICATORS))), draw(measures)
    areas = draw(st.lists(st.sampled_from(["全市", "甲区", "乙区", "丙县", "丁新区"]), min_size=1, unique=True))
    code = Period(year, 1, 6).code
    figures = draw(figures_of([(name, measure, area, code) for area in areas for measure in across]))
    rows: Rows = [
        [f"{year}年上半年"],
        [
            draw(st.sampled_from(["区县", "地区"])),
            *(f"{name}{draw(st.sampled_from(HEADS[measure]))}" for measure in across),
        ],
    ]
    for area in areas:
        row: list[Value] = [area, *(cell(draw, figures, (name, measure, area, code)) for measure in across)]
        rows.append(
            row if any(value not in (None, "") for value in row[1:]) else [area, "——", *row[2:]]
        )  # a name and nothing else is a heading
    return placed(draw, rows, figures)


@st.composite
def side_by_side(draw: st.DrawFn) -> Sheet:
    """Two halves of one list beside each other."""
    year, rows_of = (
        draw(years),
        draw(st.lists(st.sampled_from(sorted(INDICATORS)), min_size=2, max_size=6, unique=True)),
    )
    code = Period(year, 1, 6).code
    figures = draw(figures_of([(name, "level", "", code) for name in rows_of]))
    middle = (len(rows_of) + 1) // 2
    gap: list[Value] = [None] * draw(st.integers(0, 1))
    rows: Rows = [[f"{year}年上半年"], ["指标", "绝对量", *gap, "指标", "绝对量"]]
    for place in range(middle):
        row: list[Value] = [rows_of[place], cell(draw, figures, (rows_of[place], "level", "", code)), *gap]
        if middle + place < len(rows_of):
            name = rows_of[middle + place]
            row += [name, cell(draw, figures, (name, "level", "", code))]
        rows.append(row)
    return placed(draw, rows, figures)


@st.composite
def long(draw: st.DrawFn) -> Sheet:
    """One indicator, area and period a row."""
    lines = draw(st.lists(st.tuples(st.sampled_from(sorted(INDICATORS)), st.sampled_from(["全市", "甲区"]), years, st.integers(1, 12)), min_size=1, max_size=8, unique=True))  # fmt: skip
    figures = draw(
        figures_of([(name, "level", area, Period(year, month, month).code) for name, area, year, month in lines])
    )
    rows: Rows = [["指标名称", "地区", "报告期", "单位", "数值"]]
    for (name, _, area, code), (_, _, year, month) in zip(figures, lines, strict=True):
        rows.append(
            [name, area, f"{year}年{month}月", INDICATORS[name].unit, cell(draw, figures, (name, "level", area, code))]
        )
    return placed(draw, rows, figures)


shapes = st.one_of(indicators_down(), periods_across(), months_down(), districts_down(), side_by_side(), long())


def told(grids: Sequence[Grid]) -> tuple[Figures, list[str]]:
    """What the grids say, and the errors among the findings."""
    collector = Collector(Source("示例", "excel", "表.xlsx"), INDICATORS, Layout())
    for grid in grids:
        read(grid, collector)
    found = {(row.indicator, row.measure, row.area, row.period.code): row.value for row in collector.observations}
    return found, [str(finding) for finding in collector.findings if finding.severity == "error"]


@given(shapes)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read(sheet: Sheet) -> None:
    """Every figure with its indicator, measure, area and period, missing ones as missing, no other, and no error."""
    grid = Grid("表.xlsx", sheet.rows, "表", merged=sheet.merged)
    found, errors = told([grid])
    assert not errors
    assert found == sheet.figures


@given(st.lists(indicators_down(), min_size=2, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tables_below_each_other_are_read_alike(sheets: list[Sheet]) -> None:
    """What each of them says alone, they say together, each with its own period and unit."""
    expected: Figures = {}
    rows: Rows = []
    for sheet in sheets:
        if any(key in expected for key in sheet.figures):
            continue
        expected |= sheet.figures
        rows += [*sheet.rows, []]
    found, errors = told([Grid("表.xlsx", rows, "表")])
    assert not errors
    assert found == expected


@given(shapes)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_says_what_the_grid_says(sheet: Sheet) -> None:
    """Saved as a real workbook with real merged cells and opened again, the figures are the same."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if value not in (None, ""):
                page.cell(number, column).value = value
    for span in sheet.merged:
        page.merge_cells(
            start_row=span.top + 1, start_column=span.left + 1, end_row=span.bottom + 1, end_column=span.right + 1
        )
    file = io.BytesIO()
    book.save(file)
    grids = excel.grids(Original("表.xlsx", file.getvalue()), excel.Options())
    found, errors = told([grid for grid in grids if isinstance(grid, Grid)])
    assert not errors
    assert found == sheet.figures
