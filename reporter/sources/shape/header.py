"""Turn the words of a header, over one or several rows, into what each column holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from reporter.model.observation import Measure
from reporter.model.period import MONTHS_A_YEAR
from reporter.sources.shape import period_words
from reporter.sources.shape.grid import Grid, Value, fold, words
from reporter.sources.shape.layout import Layout
from reporter.sources.shape.names import Dictionary
from reporter.sources.shape.period_words import SILENT, Said

Role = Literal["ordinal", "label", "period", "area", "unit", "note", "unread", "figure", "unknown"]

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(r"序号?|编号|行次|No\.?|№", re.IGNORECASE)),
    (
        "label",
        re.compile(r"(?:主要)?(?:经济)?(?:指标|项目|名称|类别|内容)(?:名称)?|(?:指标|项目).{0,4}名称|指标\(.*\)"),
    ),
    (
        "period",
        re.compile(
            r"(?:统计|报告|数据)?(?:月份|时间|日期|季度|年份|年度|年月|时期|期间|期别|报告期)|月|季|年|统计期|时点"
        ),
    ),
    (
        "area",
        re.compile(
            r"(?:各)?(?:地区|区域|区县|县区|县市区|县\(市、?区\)|区\(县、?市\)|镇街|镇\(街道\)|街道|园区|开发区|平台|板块)(?:名称)?"
        ),
    ),
    ("unit", re.compile(r"(?:计量|数量)?单位")),
    (
        "note",
        re.compile(r"备注|说明|附注|责任(?:单位|部门)|(?:报送|牵头)(?:单位|部门)|(?:发布|公布|更新)(?:时间|日期)"),
    ),
    ("unread", re.compile(r"[.…]{2,}|…")),
)
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("rank", re.compile(r"位次|排名|名次|排位")),
    (
        "completion",
        re.compile(
            r"完成率|执行率|完成.{0,6}(?:计划|目标|任务|预算)|(?:计划|目标|任务|预算).{0,4}(?:完成|执行)|[占为].{0,4}(?:计划|预算)"
        ),
    ),
    ("target", re.compile(r"(?:全年|年度|年).{0,3}(?:目标|计划|任务)|^(?:目标|计划)[值数]?$")),
    ("share", re.compile(r"占.*(?:比|%|份额)|比重|占比|构成")),
    ("difference", re.compile(r"百分点")),
    (
        "growth",
        re.compile(
            r"增长(?!额|量)|增速|增幅|同比|环比|(?:增减|升降|±).*%|%.*(?:增减|升降|±)|比(?:上年|去年|上月|上季|同期).*%"
        ),
    ),
)
_AMOUNT = re.compile(r"(?:增减|增加|增长|净增)[额量数]|增减(?!.*%)")
_YEAR_AGO = re.compile(r"(?:上年|去年)同[期月]")
_LEVEL = re.compile(
    r"绝对[量数值额]?|总量|累计|[本当]月|[本当]期|[本当]季|数值|数[额量]|金额|合计|实绩|完成(?:[额数量值]|情况|投资)?|期末|[月季年]末|余额|实际|现状"
)
_SHORT = 16
"""Characters of the longest header that consists of a period alone; a longer text that names one is a title."""
_TITLE = re.compile(r"(?:指标|收支|一览|(?:统计|情况|完成|汇总|明细)表|[月季年]报|快报)$")
"""What the title of a table ends with, however short it is: 6月主要指标."""
_AREAS = re.compile(r"全国|全省|全市|全区|全县|各区县市?|同类开发区")
_WHOLE = re.compile(r"占(?P<whole>.+?)的?(?:比重|比例|份额|百分比|比|\(?%)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"\((?:单位[:：])?(?P<unit>[^()]+)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds."""

    index: int
    text: str
    """The words of its header, from the top down."""
    role: Role
    measure: Measure = "level"
    basis: str = ""
    scope: str = ""
    unit: str = ""
    """The unit of a level, where the header tells."""
    said: Said = SILENT
    year_ago: bool = False
    """上年同期: the figure of the year before."""
    names: tuple[str, ...] = ()
    """What the header calls the indicator, where the columns hold indicators: every reading of it."""


def read(index: int, text: str, is_unit: Callable[[str], bool]) -> Column:
    """What a column with this header holds."""
    plain = fold(text)
    role = next((role for role, pattern in _ROLES if pattern.fullmatch(plain)), None)
    if role or not plain:
        return Column(index, text, role or "unknown")
    measure = _measure(plain)
    said = Said(int(plain), 1, MONTHS_A_YEAR) if _BARE_YEAR.fullmatch(plain) else period_words.find(plain)
    unit = next((found["unit"] for found in _UNIT.finditer(plain) if is_unit(found["unit"])), "")
    if not unit and "%" in plain:
        unit = "%"  # no amount of money, whatever else it may be
    amount = _AMOUNT.search(plain) if measure in (None, "growth") else None
    if measure is None or amount:
        year_ago = _YEAR_AGO.match(plain) is not None
        level = not amount and (year_ago or _LEVEL.match(plain) or _lone_period(plain, said) or unit)
        return Column(index, text, "figure" if level else "unknown", unit=unit, said=said, year_ago=year_ago)
    return Column(
        index,
        text,
        "figure",
        measure,
        _basis(plain, measure),
        _scope(plain, measure),
        unit if measure == "target" else "",
        said,
    )


def naming(index: int, text: str, dictionary: Dictionary) -> Column:
    """What a column holds whose header names the indicator as well: 出口额 累计 同比增长."""
    role = next((role for role, pattern in _ROLES if pattern.fullmatch(fold(text))), None)
    if role or not text:
        return Column(index, text, role or "unknown")
    found = dictionary.within(text)
    name, rest = found or ("", fold(text))
    column = read(index, rest.strip("-_—:：、·") if found else rest, dictionary.is_unit)
    if column.role == "unknown" and (found or not rest):
        unit = next((part["unit"] for part in _UNIT.finditer(rest) if dictionary.is_unit(part["unit"])), "")
        column = Column(index, text, "figure", unit=unit)
    if column.role not in ("figure", "unknown"):
        column = Column(index, text, "figure")
    return replace(column, text=text, names=(name,) if found else ())


def is_header(text: str) -> bool:
    """Whether a cell holds the words of a header; a sign of per cent alone may be the unit of a row."""
    return text.strip() not in ("%", "％") and read(0, text, lambda _: False).role not in ("unknown", "unread")


def is_period(text: str) -> bool:
    """Whether a cell holds a period and no measure."""
    plain = fold(text)
    return _measure(plain) is None and _lone_period(plain, period_words.find(plain))


def texts(grid: Grid, rows: Sequence[int], layout: Layout, width: int) -> list[str]:
    """The header of each of ``width`` columns, its rows joined; a merged cell counts for all that it covers."""
    cells = {row: [_text(grid.value(row, column), layout) for column in range(width)] for row in rows}
    if layout.align == "right":
        cells = {row: _aligned(row_cells) for row, row_cells in cells.items()}
    spans = [span for span in grid.merged if span.top in cells]
    for span in spans:
        for row in range(span.top, span.bottom + 1):
            if row in cells:
                cells[row][span.left : span.right + 1] = [grid.text(span.top, span.left)] * (
                    min(span.right, width - 1) - span.left + 1
                )
    if not spans:
        _spread([cells[row] for row in rows])
    return ["".join(dict.fromkeys(cells[row][column] for row in rows)) for column in range(width)]


def _text(value: Value, layout: Layout) -> str:
    """The words of a cell of the header; a day of the calendar says what the layout says that it means."""
    if layout.dates and isinstance(value, dt.date):
        return period_words.of_day(value, layout.dates).name
    return words(value)


def _aligned(cells: list[str]) -> list[str]:
    """The cells moved to the right, until the last one that holds words is the last one of all."""
    filled = next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)
    return [""] * (len(cells) - filled) + cells[:filled]


def _spread(cells: list[list[str]]) -> None:
    """Where merged cells are not told: a heading counts to its right as long as there are words below it."""
    for upper, below in pairwise(cells):
        for column in range(1, len(upper)):
            if not upper[column] and below[column] and upper[column - 1] and below[column - 1]:
                upper[column] = upper[column - 1]


def _measure(plain: str) -> Measure | None:
    """Which measure the words name; ``None`` for a level or for nothing known."""
    return next((measure for measure, pattern in _MEASURES if pattern.search(plain)), None)


def _lone_period(plain: str, said: Said) -> bool:
    """Whether the header is a period and nothing that would make it a title."""
    return not said.silent and len(plain) <= _SHORT and not _TITLE.search(plain)


def _basis(plain: str, measure: Measure) -> str:
    """同比 or 环比; a growth that does not say is 同比, a difference that does not say stays open."""
    if re.search(r"环比|比上月|比上季", plain):
        return "环比"
    if measure == "growth" or (measure == "difference" and re.search(r"同比|比上年|比去年|比同期", plain)):
        return "同比"
    return ""


def _scope(plain: str, measure: Measure) -> str:
    """For a rank, among whom and of what; for a share, the whole."""
    if measure == "share":
        found = _WHOLE.search(plain)
        return found["whole"] if found else ""
    area = _AREAS.search(plain) if measure == "rank" else None
    if not area:
        return ""
    of = "增速" if re.search(r"增速|增幅|增长", plain) else "总量" if re.search(r"总量|绝对|规模", plain) else ""
    return f"{area[0]} {of}".strip()
