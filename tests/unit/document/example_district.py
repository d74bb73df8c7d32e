"""示例区, an openly fictional district with months that fall and figures that are late."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from reporter.facts import Book
from reporter.model.edition import EditionKey
from reporter.model.finding import Place
from reporter.model.indicator import Indicator
from reporter.model.observation import Measure, Observation
from reporter.model.office import Office, Report
from reporter.model.period import Period
from reporter.model.record import Event, Meeting, Registers, Slogan, Task
from reporter.model.snapshot import Snapshot

PERIOD = Period.parse("2024-M01..M05")
INDICATORS = {
    name: Indicator(name, unit, department=by, theme=theme)
    for name, unit, by, theme in (
        ("工业增加值", "亿元", "统计办", "产业"), ("固定资产投资", "亿元", "统计办", "投资"), ("外贸出口", "亿元", "商务局", "外贸"),
        ("新增企业", "家", "市监局", "企业"),
    )
}  # fmt: skip
REGISTERS = Registers(
    events=(
        Event("fair", dt.date(2024, 5, 8), "{{ day() }}，示例区举办产业对接会", place=Place(file="data/registers/events.yaml", line=4)),
        Event("later", dt.date(2024, 9, 1), "{{ day() }}，以后的事", place=Place(file="data/registers/events.yaml", line=9)),
        Event("old", dt.date(2023, 2, 1), "{{ day() }}，去年的事", place=Place(file="data/registers/events.yaml", line=12)),
    ),
    tasks=(
        Task("more", '确保新增企业{{ target("新增企业") }}。', dt.date(2024, 6, 1), dt.date(2024, 12, 31), section="next",
             place=Place(file="data/registers/tasks.yaml", line=3)),
        Task("done", "早已结束的任务。", dt.date(2023, 6, 1), dt.date(2023, 12, 31), section="next"),
    ),
    slogans=(Slogan("稳增长", dt.date(2024, 1, 1), dt.date(2024, 12, 31)), Slogan("旧提法", dt.date(2020, 1, 1), dt.date(2020, 12, 31))),
    names=("示例大道二期",),
)  # fmt: skip


def seen(name: str, measure: Measure, value: str | None, period: str = PERIOD.code, **more: str) -> Observation:
    """One figure of the district."""
    return Observation(
        name, measure, "", Period.parse(period), None if value is None else Decimal(value),
        department=INDICATORS[name].department, origin=Place(file="data/示例.csv", line=2), **more,  # type: ignore[arg-type]
    )  # fmt: skip


FIGURES = (
    seen("工业增加值", "growth", "-2.4", basis="同比"),
    seen("固定资产投资", "growth", "3.1", basis="同比"),
    seen("固定资产投资", "growth", "9.8", "2024-M01..M02", basis="同比"),
    seen("固定资产投资", "growth", "6.4", "2024-Q1", basis="同比"),
    seen("外贸出口", "growth", None),
    seen("新增企业", "level", "420"),
    seen("新增企业", "target", "1200", "2024", qualifier="以上", comparator="确保"),
)


def snapshot(
    *sections: str, cut: str = "public", figures: tuple[Observation, ...] = FIGURES, files: dict[str, str] | None = None
) -> Snapshot:
    """A snapshot whose report has these sections, the first of them the lead."""
    names = ["10-lead.md", *(f"{number}0-part{number}.md" for number in range(2, len(sections) + 1))]
    texts = {f"templates/bulletin/sections/{name}": text.encode() for name, text in zip(names, sections, strict=True)}
    return Snapshot(
        EditionKey("bulletin", cut, "", PERIOD), Office("示例区", "示例区"),
        Report("bulletin", "运行快报", "bulletin", cut=cut, meetings=(Meeting(dt.date(2024, 6, 18), "月度会议"),)),  # type: ignore[arg-type]
        dt.datetime(2024, 6, 20, 9, tzinfo=dt.UTC), dt.date(2024, 6, 20), INDICATORS, figures, REGISTERS,
        texts | {name: text.encode() for name, text in (files or {}).items()},
    )  # fmt: skip


def book(of: Snapshot) -> Book:
    """The facts of a snapshot."""
    return Book(of)
