"""Commands that show figures and let them leave: data list, show, export, decide."""

from __future__ import annotations

import csv
import io
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reporter.cli import naming
from reporter.cli.say import as_json, say, table, warn
from reporter.errors import UsageError
from reporter.model.cell import inert
from reporter.model.observation import MEASURE_WORDS, MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reporter.cli.desk import Desk
    from reporter.model.indicator import Indicator
    from reporter.model.observation import Observation
    from reporter.model.vintage import Standing, Vintage
    from reporter.project import Project

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="As CSV.")]
Name = Annotated[
    str, typer.Argument(metavar="INDICATOR", help="Its name, short name or another name of the dictionary.")
]
Area = Annotated[str | None, typer.Option("--area", help="Only this area; '' is the office's own.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="What stood at the end of that day; default: now.")]
_LIST = ("indicator", "unit", "department", "theme", "figures", "latest", "value", "released")
_LIST_SAID = ("指标", "单位", "部门", "分组", "数的个数", "最新报告期", "最新数值", "发布")
_SHOW = ("area", "measure", "basis", "scope", "period", "value", "unit", "status", "released", "recorded", "department",
         "source", "origin", "original", "note", "stands", "decided_by")  # fmt: skip
_SHOW_SAID = ("区域", "量度", "报告期", "数值", "状态", "发布", "记录", "数据源", "出处", "采用", "裁决")


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("list")(list_)
    app.command()(show)
    app.command()(export)
    app.command()(decide)


def value(row: Observation) -> str:
    """A figure in words: 700余家, 缺数."""
    return "缺数" if row.value is None else f"{row.value:f}{row.unit}{row.qualifier}"


def list_(context: typer.Context, *, json: Json = False, csv: Csv = False) -> None:
    """The indicators of the dictionary, how many figures of each there are, and the latest one."""
    desk: Desk = context.obj
    with desk.store() as store:
        rows = store.observations.as_of(desk.clock.now(), precedence=desk.project.precedence)
    own: dict[str, list[Observation]] = {name: [] for name in desk.project.indicators}
    for row in rows:
        own.setdefault(row.indicator, []).append(row)
    lines = [_line(name, desk.project.indicators.get(name), found) for name, found in own.items()]
    _tell(_LIST, lines, json=json, csv=csv, head=_LIST_SAID, shown=_LIST)


def _line(name: str, indicator: Indicator | None, rows: Sequence[Observation]) -> dict[str, Any]:
    """One indicator with its newest value of its own area."""
    own = [row for row in rows if not row.area and row.value is not None]
    newest = max(own, default=None, key=lambda row: (row.period, -MEASURES.index(row.measure)))
    return {
        "indicator": name, "unit": indicator.unit if indicator else "", "department": indicator.department if indicator else "",
        "theme": indicator.theme if indicator else "（不在词典里）", "figures": len(rows),
        "latest": newest.period.code if newest else "", "value": f"{MEASURE_WORDS[newest.measure]}{value(newest)}" if newest else "",
        "released": newest.released if newest else None,
    }  # fmt: skip


def show(context: typer.Context, indicator: Name, area: Area = None, *, json: Json = False, csv: Csv = False) -> None:
    """Everything that was ever said of an indicator: each vintage, when it was learned, from which cell, which one stands."""
    from reporter.store import Terms  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    name = _named(desk.project, indicator)
    with desk.store() as store:
        vintages = store.observations.history(name, area)
        standing = store.observations.standing(
            Terms(desk.clock.now(), indicators=[name], precedence=desk.project.precedence)
        )
    stands = {one.observation.key: one for one in standing}
    zone = desk.project.office.time_zone
    lines = [_vintage(one, stands.get(one.observation.key), zone) for one in vintages]
    if not json and not csv:
        for line in lines:
            line["measure"] = MEASURE_WORDS[line["measure"]] + (f"（{line['scope']}）" if line["scope"] else "")
            line["value"] = "缺数" if line["value"] is None else f"{line['value']}{line['unit']}"
            line["stands"] = "是" if line["stands"] else ""
            line["recorded"] = line["recorded"][:16].replace("T", " ")
    shown = (
        "area",
        "measure",
        "period",
        "value",
        "status",
        "released",
        "recorded",
        "source",
        "origin",
        "stands",
        "decided_by",
    )
    _tell(_SHOW, lines, json=json, csv=csv, head=_SHOW_SAID, shown=shown)


def _vintage(vintage: Vintage, standing: Standing | None, zone: str) -> dict[str, Any]:
    """One vintage as data."""
    from reporter.clock import local  # noqa: PLC0415

    row = vintage.observation
    chosen = standing is not None and standing.vintage == vintage
    line = {name: getattr(row, name) for name in _SHOW if hasattr(row, name)}
    return line | {
        "period": row.period.code, "value": None if row.value is None else f"{row.value:f}",
        "recorded": local(vintage.recorded, zone).isoformat(), "origin": str(row.origin), "original": row.origin.original,
        "stands": chosen, "decided_by": standing.decision.by if standing and chosen and standing.decision else "",
    }  # fmt: skip


def _tell(
    keys: Sequence[str], lines: Sequence[dict[str, Any]], *, json: bool, csv: bool, head: Sequence[str], shown: Sequence[str]
) -> None:  # fmt: skip
    """The same rows as JSON, as CSV, or on the screen."""
    if json:
        as_json(lines)
    elif csv:
        say(_csv(keys, ([line[key] for key in keys] for line in lines)))
    else:
        table(head, [["" if line[key] is None else str(line[key]) for key in shown] for line in lines])


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows that no spreadsheet runs as formulas."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(head)
    out.writerows([inert("" if cell is None else str(cell)) for cell in row] for row in rows)
    return text.getvalue().rstrip("\n")


def _named(project: Project, name: str) -> str:
    """The full name of an indicator that a person named; raises :class:`UsageError` with the nearest ones."""
    from difflib import get_close_matches  # noqa: PLC0415 - quick help

    names = {
        word: one.name
        for one in project.indicators.values()
        for word in (*(synonym.name for synonym in one.synonyms), one.label, one.name)
    }
    if name in names:
        return names[name]
    near = get_close_matches(name, names, 3, 0.4)
    message = f"指标词典里没有“{name}”"
    raise UsageError(message, advice=f"最接近的名称：{'、'.join(near)}" if near else "见reporter data list")


def export(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here; default: the screen.")] = None,
    indicator: Annotated[list[str] | None, typer.Option("--indicator", help="Only this one; may be repeated.")] = None,
    area: Area = None, as_of: AsOf = "", *,
    vintages: Annotated[bool, typer.Option("--vintages", help="Everything that was ever said, with when it was learned.")] = False,
) -> None:  # fmt: skip
    """Write figures in the exchange format; with --vintages all of their history, for data import --vintages."""
    from reporter import pipeline  # noqa: PLC0415 - quick help

    desk: Desk = context.obj
    names = [_named(desk.project, one) for one in indicator or ()]
    with (
        desk.store() as store,
        output.open("w", encoding="utf-8-sig", newline="") if output else nullcontext(sys.stdout) as out,
    ):
        if vintages:
            number = pipeline.write_vintages(
                (one for one in store.observations.every()
                 if (not names or one.observation.indicator in names) and area in (None, one.observation.area)), out,
            )  # fmt: skip
        else:
            moment = naming.end_of_day(as_of, desk.project.office.time_zone) or desk.clock.now()
            rows = store.observations.as_of(
                moment, None if area is None else [area], names or None, precedence=desk.project.precedence
            )
            number = pipeline.write(rows, out)
    if output:
        say(f"导出{number}个数：{output}")


def decide(
    context: typer.Context, indicator: Name,
    period: Annotated[str, typer.Option("--period", metavar="P", help="The figure's period.")],
    measure: Annotated[str, typer.Option("--measure", help="level, growth, share, rank, completion, difference, target.")],
    source: Annotated[str, typer.Option("--source", help="The source that is believed.")],
    by: Annotated[str, typer.Option("--by", help="Who decides.")],
    why: Annotated[str, typer.Option("--why", help="Why.")],
    area: Annotated[str, typer.Option("--area")] = "",
) -> None:  # fmt: skip
    """Say which of several sources is believed about a figure; who decided, when and why is kept."""
    from reporter.model.vintage import Decision  # noqa: PLC0415 - quick help
    from reporter.store import Terms  # noqa: PLC0415

    desk: Desk = context.obj
    name, wanted = _named(desk.project, indicator), naming.period(period)
    now = desk.clock.now()
    with desk.store() as store:
        found = [
            one for one in store.observations.standing(Terms(now, [area], [name], precedence=desk.project.precedence))
            if one.observation.measure == measure and one.observation.period == wanted
        ]  # fmt: skip
        rows = [(one, vintage.observation) for one in found for vintage in (one.vintage, *one.rivals)]
        chosen = [(one, row) for one, row in rows if row.source == source]
        if not chosen:
            message = f"没有来自“{source}”的{name}{wanted.name}（{measure}）"
            known = "、".join(dict.fromkeys(f"{row.source}的{value(row)}" for _, row in rows))
            raise UsageError(message, advice=f"现有：{known}" if known else "见reporter data show")
        for one, row in chosen:
            store.observations.decide(Decision(row.key, source, by, why, now))
            others = "；".join(f"{rival.observation.source}为{value(rival.observation)}" for rival in one.rivals)
            say(f"{name}{wanted.name}{MEASURE_WORDS[row.measure]}采用{source}的{value(row)}，由{by}决定（{why}）。")
            if others:
                warn(f"此前：采用{one.observation.source}的{value(one.observation)}；{others}")
