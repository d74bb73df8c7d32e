"""Commands that look ahead: rehearse."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reporter.cli.say import as_json, say, table
from reporter.model.period import MONTHS_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.cli.desk import Desk
    from reporter.model.office import Schedule
    from reporter.project import Project
    from reporter.workdays import Due

_WEEKDAYS = "一二三四五六日"
_DAYS_A_MONTH = 30.44


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(rehearse)


def rehearse(
    context: typer.Context,
    months: Annotated[int, typer.Option("--months", min=1, max=120, help="How far ahead.")] = MONTHS_A_YEAR,
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What will happen: every due time after workday shifts, its period, figures, departments, signers, recipients."""
    from reporter import workdays  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    project, now = desk.project, desk.clock.now()
    until = now + dt.timedelta(days=round(months * _DAYS_A_MONTH))
    zone, days = project.office.time_zone, project.days
    planned = [
        (due, schedule)
        for schedule in project.schedules.values()
        if not schedule.paused
        for due in workdays.occurrences(schedule, now, until, zone, days)
    ]
    rows = [_row(project, schedule, due) for due, schedule in sorted(planned, key=lambda pair: pair[0].at)]
    if json:
        as_json(rows)
        return
    table(
        ("应出时间", "日程", "报告期", "顺延", "必报数据", "签发", "收件人"),
        [
            (
                f"{row['due']} 周{row['weekday']}", row["schedule"], row["period"], row["moved"] or "—",
                f"{len(row['figures'])}项", "、".join(row["signers"]) or "未指定", f"{len(row['recipients'])}人",
            )
            for row in rows
        ],
    )  # fmt: skip
    for name, owed in _owed(rows).items():
        say()
        say(f"“{name}”的必报数据：")
        for department, figures in owed.items():
            say(f"  {department or '未注明部门'}：{'、'.join(figures)}")
    for row in rows:
        if row["assumed"]:
            say()
            say(f"注意：{row['assumed']}。")
            break
    for schedule in project.schedules.values():
        if schedule.paused:
            say(f"日程“{schedule.name}”已暂停。")


def _row(project: Project, schedule: Schedule, due: Due) -> dict[str, Any]:
    """One due time as data."""
    from reporter.cli.editions import assumption  # noqa: PLC0415

    report = project.report(schedule.report)
    day = dt.date.fromisoformat(due.nominal[:10])
    return {
        "due": due.nominal.replace("T", " "), "weekday": _WEEKDAYS[day.weekday()], "schedule": schedule.name,
        "report": report.name, "period": due.period.code, "moved": _moved(due.planned, day),
        "assumed": assumption(due.planned.year) if due.assumed else "",
        "figures": [{"indicator": name, "department": department} for name, department in _figures(project, schedule, due)],
        "signers": _signers(report.sign_off), "recipients": [person.address for person in project.recipients(report.name)],
    }  # fmt: skip


def _moved(planned: dt.date, day: dt.date) -> str:
    """How the working calendar moved the day; empty where it did not."""
    if day == planned:
        return ""
    return f"原定{planned.month}月{planned.day}日周{_WEEKDAYS[planned.weekday()]}，{'顺延' if day > planned else '提前'}{abs((day - planned).days)}天"


def _signers(sign_off: Any) -> list[str]:
    """Who signs."""
    if sign_off == "automatic":
        return ["核对无误自动发出"]
    return [f"{step.role}{'或'.join(one.name for one in step.people)}" for step in sign_off]


def _figures(project: Project, schedule: Schedule, due: Due) -> Iterator[tuple[str, str]]:
    """The figures that a report waits for, each once."""
    from reporter.document.required import required  # noqa: PLC0415 - a report's texts are read for it

    report = project.report(schedule.report)
    files = {**project.templates_of(report.name), **project.texts_of(report.name)}
    named = required(files, report, due.period, project.indicators, project.registers)
    yield from dict.fromkeys((one.indicator, one.department) for one in named)


def _owed(rows: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """Figures by report and department."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        for figure in row["figures"]:
            names = found.setdefault(row["report"], {}).setdefault(figure["department"], [])
            if figure["indicator"] not in names:
                names.append(figure["indicator"])
    return found
