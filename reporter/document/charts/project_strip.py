"""Turn the projects of a list into strips of stages, filled as far as each has come."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _lettering, _rows
from reporter.document.charts._plot import (
    BLUE,
    GREY,
    INK,
    LABEL,
    MIDDLE,
    PALE,
    RISE,
    SMALL,
    WASH,
    WHITE,
    Line,
    Rect,
    Text,
)
from reporter.errors import ProductionError
from reporter.model.document import Figure, Mark

if TYPE_CHECKING:
    from reporter.document.charts._plot import Plot
    from reporter.model.document import FactBook
    from reporter.model.record import Registers

KIND = "project_strip"
SAYS = "项目进度：各项目走到哪个阶段"
FROM_REGISTER = True
"""Projects are rows of a register; their stages are words and no figures."""
_HEAD = 14.0
_GAP = 1.6
_NAMES_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    group: str
    """Which list of projects, as the register names it."""
    stages: tuple[str, ...] = ("前期", "开工", "在建", "竣工", "投产")
    """The stages in their order; a project's own must be among them."""


def plan(options: Options, _book: FactBook, registers: Registers) -> Figure | None:
    """A strip for each project of the list whose stage is known; the furthest first."""
    rows = [row for row in registers.projects if row.group == options.group and row.stage]
    unknown = [row for row in rows if row.stage not in options.stages]
    if unknown:
        message = f"{unknown[0].place}：项目“{unknown[0].name}”的阶段“{unknown[0].stage}”不在图的阶段之列"
        raise ProductionError(message, advice=f"可用的阶段：{'、'.join(options.stages)}；也可用stages另行列出")
    if not rows:
        return None
    marks = [Mark(row.name, Decimal(options.stages.index(row.stage) + 1), row.stage, "") for row in rows]
    marks.sort(key=lambda mark: -mark.value)
    furthest = [mark for mark in marks if mark.value == marks[0].value]
    names = "、".join(mark.label for mark in furthest[:_NAMES_AT_MOST])
    title = f"{names}{'等' if len(furthest) > _NAMES_AT_MOST else ''}已到{marks[0].text}阶段"
    if len(furthest) == len(marks) > 1:
        title = f"各项目均在{marks[0].text}阶段"
    listed = "；".join(f"{mark.label}{mark.text}" for mark in marks)
    return Figure(
        "", KIND, (title,), (f"{options.group}所处阶段",), tuple(marks), f"进度条，依次为{'、'.join(options.stages)}：{listed}。",
        options={"stages": options.stages},
    )  # fmt: skip


def draw(figure: Figure) -> Plot:
    """One cell a stage, those behind the project filled, the present one dark with its name in it."""
    stages: tuple[str, ...] = figure.options["stages"]
    rows = _rows.lay(figure, [mark.label for mark in figure.marks], head=_HEAD)
    _rows.rule(rows)
    cell = (rows.right - rows.left) / len(stages)
    for number, stage in enumerate(stages):
        middle = rows.left + (number + 0.5) * cell
        if _lettering.width(stage, SMALL) <= cell - 2:
            rows.plot.put(Text(middle, SMALL, stage, SMALL, GREY, "middle"))
    rows.plot.put(Line(0, _HEAD - 3, rows.right, _HEAD - 3, MIDDLE))
    for slot, mark in zip(rows.slots, figure.marks, strict=True):
        bar = max(slot.bar, LABEL * 1.2)
        for number in range(len(stages)):
            reached = int(mark.value) - 1
            fill = BLUE if number == reached else PALE if number < reached else WASH
            rows.plot.put(Rect(rows.left + number * cell, slot.middle - bar / 2, cell - _GAP, bar, fill))
        left = rows.left + (int(mark.value) - 1) * cell
        baseline = slot.middle + RISE * LABEL
        wide = _lettering.width(mark.text, LABEL)
        if wide + 4 <= cell - _GAP:
            rows.plot.put(Text(left + (cell - _GAP) / 2, baseline, mark.text, LABEL, WHITE, "middle"))
        else:
            rows.plot.put(Text(rows.right, baseline, mark.text, LABEL, INK, "end"))
    return rows.plot


ASKS = """
id: projects
kind: project_strip
group: 重点项目
"""
EXAMPLE = Figure(
    "example", KIND, ("示例产业园一期已到投产阶段",), ("重点项目所处阶段",),
    tuple(
        Mark(label, Decimal(stage), word, "")
        for label, stage, word in (
            ("示例产业园一期", 5, "投产"), ("城北体育中心", 4, "竣工"), ("轨道延伸段", 3, "在建"), ("快速路下沙段", 3, "在建"), ("会展中心", 1, "前期"),
        )
    ),
    "进度条，依次为前期、开工、在建、竣工、投产：示例产业园一期投产；城北体育中心竣工；轨道延伸段在建；快速路下沙段在建；会展中心前期。",
    options={"stages": ("前期", "开工", "在建", "竣工", "投产")},
)  # fmt: skip
