"""Turn the words of a header, over one or several rows, into what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reporter.model.observation import Measure
from reporter.sources.shape import period_words
from reporter.sources.shape.grid import Grid, fold
from reporter.sources.shape.period_words import SILENT, Said

Role = Literal["ordinal", "label", "unit", "note", "figure", "unknown"]

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(r"序号?|编号|行次|No\.?|№", re.IGNORECASE)),
    (
        "label",
        re.compile(r"(?:主要)?(?:经济)?(?:指标|项目|名称|类别|内容)(?:名称)?|(?:指标|项目).{0,4}名称|指标\(.*\)"),
    ),
    ("unit", re.compile(r"(?:计量|数量)?单位")),
    ("note", re.compile(r"备注|说明|附注|责任(?:单位|部门)|(?:报送|牵头)(?:单位|部门)")),
)
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("rank", re.compile(r"位次|排名|名次|排位")),
    ("completion", re.compile(r"完成率|完成.{0,6}(?:计划|目标|任务)|(?:计划|目标|任务).{0,4}完成|占.{0,4}计划")),
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
_AREAS = re.compile(r"全国|全省|全市|全区|全县|各区县市?|同类开发区")
_WHOLE = re.compile(r"占(?P<whole>.+?)的?(?:比重|比例|份额|百分比|比|\(?%)")
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


def columns(grid: Grid, rows: Sequence[int], units: frozenset[str] | set[str]) -> tuple[Column, ...]:
    """What each column of a table holds whose header stands in ``rows``."""
    return tuple(read(index, text, units) for index, text in enumerate(_texts(grid, rows)))


def read(index: int, text: str, units: frozenset[str] | set[str]) -> Column:
    """What a column with this header holds."""
    plain = fold(text)
    role = next((role for role, words in _ROLES if words.fullmatch(plain)), None)
    if role or not plain:
        return Column(index, text, role or "unknown")
    measure = _measure(plain)
    said = period_words.find(plain)
    unit = next((found["unit"] for found in _UNIT.finditer(plain) if found["unit"] in units), "")
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


def is_header(text: str) -> bool:
    """Whether a cell holds the words of a header."""
    return read(0, text, frozenset()).role != "unknown"


def _texts(grid: Grid, rows: Sequence[int]) -> list[str]:
    """The header of each column, its rows joined; a merged cell counts for all that it covers."""
    width = max(len(grid.rows[row]) for row in rows)
    cells = {row: [grid.text(row, column) for column in range(width)] for row in rows}
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


def _spread(cells: list[list[str]]) -> None:
    """Where merged cells are not told: a heading counts to its right as long as there are words below it."""
    for upper, below in pairwise(cells):
        for column in range(1, len(upper)):
            if not upper[column] and below[column] and upper[column - 1] and below[column - 1]:
                upper[column] = upper[column - 1]


def _measure(plain: str) -> Measure | None:
    """Which measure the words name; ``None`` for a level or for nothing known."""
    return next((measure for measure, words in _MEASURES if words.search(plain)), None)


def _lone_period(plain: str, said: Said) -> bool:
    """Whether the header is a period and nothing that would make it a title."""
    return not said.silent and len(plain) <= _SHORT


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
