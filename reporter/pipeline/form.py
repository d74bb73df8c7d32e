"""Turn what a report asks for into a workbook to be filled in: one figure a row, in the exchange format's Chinese words."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from reporter.document.required import required
from reporter.model.cell import inert
from reporter.model.observation import COLUMN_WORDS, MEASURE_WORDS, MEASURES, Measure

if TYPE_CHECKING:
    from reporter.model.edition import EditionKey
    from reporter.model.indicator import Indicator
    from reporter.model.period import Period
    from reporter.project import Project

_OF_KIND: Mapping[str, tuple[Measure, ...]] = {
    "level": ("level",), "growth": ("growth",), "gap": ("growth",), "pace": ("growth",), "turn": ("growth",), "streak": ("growth",),
    "compare": ("growth",), "share": ("share",), "rank": ("rank",), "rank_change": ("rank",), "completion": ("completion",), "ahead": ("completion",),
    "difference": ("difference",), "target": ("target",), "aims": ("target",), "progress": ("level", "target"),
    "target_progress": ("level", "target"), "remaining": ("level", "target"), "monthly_need": ("level", "target"), "surplus": ("level", "target"), "target_gap": ("growth", "target"),
}  # fmt: skip
"""What a department fills in for a placeholder; level and growth for all that tell a whole story."""
_STORY: tuple[Measure, ...] = ("level", "growth")
_WIDTHS = {
    "indicator": 30,
    "measure": 12,
    "area": 10,
    "period": 18,
    "value": 14,
    "unit": 10,
    "scope": 14,
    "department": 14,
    "note": 24,
}
_HINT = "只填这一栏：数字；缺数写——（不是0）；概数写约3、700余、50%以上。单位不同的（如万元），把右边的单位改成实际的。"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure that is wanted; the fields are columns of the exchange format."""

    indicator: str
    measure: str
    area: str
    period: str
    value: str
    unit: str
    scope: str
    department: str
    note: str


def lines(project: Project, key: EditionKey, department: str = "") -> tuple[Line, ...]:
    """The figures that a report's texts ask for, by indicator; ``department`` keeps those that it owes."""
    report, wanted = project.report(key.report), dict[str, set[Measure]]()
    files = project.files_for(report.name, key.period)
    for one in required(files, report, key.period, project.indicators, project.registers):
        if not department or one.department == department:
            wanted.setdefault(one.indicator, set()).update(_OF_KIND.get(one.kind, _STORY))
    found = []
    for name, measures in wanted.items():
        indicator = project.indicators[name]
        kept = measures - {"growth"} | {"level"} if indicator.nature == "rate" and "growth" in measures else measures
        found += [_line(project, indicator, measure, key.period) for measure in MEASURES if measure in kept]
    return tuple(found)


def _line(project: Project, indicator: Indicator, measure: Measure, period: Period) -> Line:
    """One figure; a target is one of the year."""
    of = period.whole_year if measure == "target" else indicator.own_period(period)
    unit = {"level": indicator.unit, "target": indicator.unit, "rank": "位", "difference": "个百分点"}.get(measure, "%")
    scope = f"{project.office.parent} 增速" if measure == "rank" else ""
    return Line(indicator.name, MEASURE_WORDS[measure], "", of.name, "", unit, scope, indicator.department, "")


def workbook(rows: Iterable[Line], title: str) -> bytes:
    """The workbook: what is wanted is written, the column of values is empty, and says how it is filled in."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow to import

    columns = [one.name for one in fields(Line)]
    at, made, number = columns.index("value"), io.BytesIO(), 0
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _EPOCH})
        head, field = (
            book.add_format({"border": 1, "bg_color": colour, "bold": bold})
            for colour, bold in (("#E8EEF4", True), ("#FFFBE6", False))
        )
        plain = book.add_format({"border": 1})
        sheet = book.add_worksheet("填报表")
        for column, name in enumerate(columns):
            sheet.set_column(column, column, _WIDTHS[name])
            sheet.write_string(0, column, COLUMN_WORDS[name], head)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(_cells(row)):
                sheet.write_string(number, column, text, plain) if text else sheet.write_blank(
                    number, column, None, field if column == at else plain
                )
        sheet.data_validation(
            1, at, max(number, 1), at, {"validate": "any", "input_title": "数值", "input_message": _HINT}
        )
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return made.getvalue()


def _cells(row: Line) -> Iterator[str]:
    for one in fields(row):
        yield inert(getattr(row, one.name))
