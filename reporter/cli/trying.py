"""The command that tries a file before anything is arranged for it: data try."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any

import typer
import yaml

from reporter.cli import understanding
from reporter.cli.figures import value
from reporter.cli.say import as_json, say, table
from reporter.errors import UsageError
from reporter.model.observation import MEASURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reporter.cli.desk import Desk
    from reporter.model.finding import Finding
    from reporter.model.observation import Observation
    from reporter.model.office import Source
    from reporter.project import Project
    from reporter.sources import Reading

_OPEN = "？"
"""Stands where only a person knows what belongs there."""
_LISTS = frozenset({"missing", "ignore"})
_MOST_LEFT = 20
"""Cells without a use that are named one by one."""
_DATED = re.compile(
    r"(?:19|20)\d{2}(?:[年.\-_/—]?[MQHmqh]?\d{1,2}(?:[-—~至]\d{1,2})?月?份?|年)?|\d{1,2}(?:[-—~至]\d{1,2})?月份?|[一二三四]季度|[上下]半年"
)
"""What of a file's name is another one next month."""


def add(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("try")(try_)


def try_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Any file, wherever it lies.")], *,
    sheet: Annotated[list[str] | None, typer.Option("--sheet", metavar="NAME", help="Only this sheet; may be repeated.")] = None,
    layout: Annotated[list[str] | None, typer.Option("--layout", "-l", metavar="YAML", help="A line of layout:, as in 'align: right'; may be repeated.")] = None,
    period: Annotated[str, typer.Option("--period", metavar="P", help="The period, where the file does not tell.")] = "",
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:  # fmt: skip
    """Show what would be read from a file, what would not and why, and the block that would read it; store nothing."""
    desk: Desk = context.obj
    source = _tried(understanding.meant(desk.project, file), sheet or (), layout or (), period)
    reading = understanding.read(desk.project, file, source)
    better = proposed(source, reading.findings)
    if json:
        as_json(_plain(reading, better))
    else:
        _show(reading)
        again = understanding.read(desk.project, file, better) if better != source and not _left_open(better) else None
        new = understanding.source_of(desk.project, file) is None
        _propose(_named(desk.project, file, better) if new else better, reading, again, new=new)
    raise typer.Exit(1 if _errors(reading) else 0)


def _tried(source: Source, sheets: Sequence[str], lines: Sequence[str], period: str) -> Source:
    """The source with what a person wants to try; raises :class:`UsageError` for what is no YAML."""
    found = replace(source, period=period or source.period)
    if sheets:
        found = replace(found, options={**found.options, "sheets": list(sheets)})
    for line in lines:
        try:
            said = yaml.safe_load(line)
        except yaml.YAMLError as error:
            said = error
        if not isinstance(said, dict):
            message = f"--layout“{line}”读不懂"
            raise UsageError(
                message,
                advice="写成layout里的一行，冒号后有空格，如 --layout 'align: right'、--layout 'columns: {F: 不读}'",
            )
        found = replace(found, layout=_joined(found.layout, said))
    return found


def proposed(source: Source, findings: Iterable[Finding]) -> Source:
    """The source with what would settle the findings that keep figures out; a row or column that nobody knows is left out."""
    for finding in findings:
        if not finding.remedy or finding.severity == "note":
            continue
        said = _block_of(finding)
        if "layout" in said:
            source = replace(source, layout=_joined(source.layout, said["layout"]))
        else:
            source = replace(source, period=source.period or said["period"])
    return source


def _block_of(finding: Finding) -> dict[str, Any]:
    """What settles a finding, as the block of a source says it."""
    *path, last = finding.remedy
    said: Any = {"true": True}.get(last, [last] if path[-1] in _LISTS else last)
    for key in reversed(path):
        said = {key: said}
    return dict(said)


def _named(project: Project, file: Path, source: Source) -> Source:
    """The source with a path that fits the file of next month as well, in the inbox unless it lies in the project already."""
    name = _DATED.sub("*", file.stem).replace("**", "*")
    name = name if name.strip("*") else file.stem
    path = PurePosixPath(source.path)
    folder = path.parent if len(path.parts) > 1 else PurePosixPath(project.inbox)
    return replace(
        source,
        name=name.replace("*", "").strip("-_ ") or source.name,
        path=(folder / f"{name}{file.suffix}").as_posix(),
    )


def _joined(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> dict[str, Any]:
    """One block within another: mappings are joined, lists grow, a word is replaced."""
    found = dict(outer)
    for key, said in inner.items():
        known = found.get(key)
        if isinstance(known, dict) and isinstance(said, dict):
            found[key] = _joined(known, said)
        elif isinstance(known, list) and isinstance(said, list):
            found[key] = list(dict.fromkeys([*known, *said]))
        else:
            found[key] = said
    return found


def _left_open(source: Source) -> bool:
    """Whether something is left for a person to say."""
    return source.period == _OPEN


def _errors(reading: Reading) -> int:
    return sum(finding.severity == "error" for finding in reading.findings)


def _show(reading: Reading) -> None:
    """Every figure, then what was found, then what is in the file and was used for nothing."""
    if reading.observations:
        head = ("位置", "指标", "量度", "时期", "数值", "区域", "原表")
        table(head, [_row(one) for one in reading.observations])
        say()
    told: set[tuple[str, ...]] = set()
    for finding in reading.findings:
        say(str(finding))
        if finding.remedy and finding.remedy not in told:
            told.add(finding.remedy)
            say(f"    可写：{_line(finding)}")
    left = [
        f"{understanding.where(one)}“{understanding.short(one.text)}”"
        for one in reading.understood
        if one.role == "未读"
    ]
    if left:
        more = f"等{len(left)}个" if left[_MOST_LEFT:] else ""
        say(f"没有用到的格子：{'、'.join(left[:_MOST_LEFT])}{more}")
    missing, errors = sum(one.value is None for one in reading.observations), _errors(reading)
    say(
        f"读到{len(reading.observations)}个数，其中缺数{missing}个；{f'{errors}处读不懂' if errors else '没有读不懂的'}。没有保存任何内容。"
    )


def _row(one: Observation) -> tuple[str, ...]:
    """A figure as a line."""
    sheet = f"{one.origin.sheet}!" if one.origin.sheet else ""
    place = f"{sheet}{one.origin.cell}" if one.origin.cell else f"第{one.origin.line}行{one.origin.part}"
    measure = f"{one.basis}{MEASURE_WORDS[one.measure]}{f'（{one.scope}）' if one.scope else ''}"
    return place, one.indicator, measure, one.period.name, value(one), one.area or "本单位", one.note


def _line(finding: Finding) -> str:
    """What settles a finding, as one line of YAML."""
    return _scalar(_block_of(finding)).removeprefix("{").removesuffix("}")


def _propose(source: Source, reading: Reading, again: Reading | None, *, new: bool) -> None:
    """The block that would read the file, and what comes of it."""
    from reporter.sources.shape.names import unnumbered  # noqa: PLC0415 - quick help

    findings = reading.findings
    say()
    unknown = dict.fromkeys(
        unnumbered(one.remedy[-2]) for one in findings if one.rule == "unknown_indicator" and one.remedy
    )
    if unknown:
        say(
            f"词典里没有的名称：{'、'.join(unknown)}。新指标，在指标词典里各加一行；旧指标的别名，写进它的“同义名称”；都加好再试一次。"
        )
    if not new and again is None:
        say("schedules.yaml里已有的数据源就这样读它。")
        return
    left = [one for one in (again.findings if again else findings) if one.severity == "error"]
    if left and not again:
        say("这个文件要先改好上面指出的格子，才能入库。schedules.yaml的sources里写：")
    elif again is None:
        say("读得对，就把这一块写进schedules.yaml的sources：")
    else:
        say("写进schedules.yaml的sources（先逐行核对，带#的尤其要看）：")
    for line in _block(source, findings):
        say(line)
    if again:
        say(f"这样写，读到{len(again.observations)}个数，{f'还有{len(left)}处读不懂：' if left else '没有读不懂的。'}")
    for one in left if again else ():
        say(f"  {one}")
    if _left_open(source):
        say(f"“{_OPEN}”处填表的时期，如2018-M01..M06，再用--period试一次。")
    say(f"再把文件放进{PurePosixPath(source.path).parent}/，运行reporter check。")


def _block(source: Source, findings: Iterable[Finding]) -> Iterator[str]:
    """The block as it is pasted, with a remark where a person must decide."""
    remarks = {one.remedy[:-1]: one.advice for one in findings if one.remedy and one.rule == "unknown_indicator"}
    said: dict[str, Any] = {"kind": source.kind, "path": source.path}
    if source.department:
        said["department"] = source.department
    said |= {key: found for key in ("period", "options", "layout") if (found := getattr(source, key))}
    yield f"  {source.name}:"
    yield from _nested(said, (), remarks)


def _nested(said: Mapping[str, Any], path: tuple[str, ...], remarks: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    """A mapping, a line an entry, as deep as it goes."""
    blanks = "  " * (len(path) + 2)
    for key, found in said.items():
        at = (*path, str(key))
        if isinstance(found, dict):
            yield f"{blanks}{_scalar(key)}:"
            yield from _nested(found, at, remarks)
        else:
            remark = f"   # {remarks[at]}" if at in remarks else ""
            yield f"{blanks}{_scalar(key)}: {_scalar(found)}{remark}"


def _scalar(said: Any) -> str:
    """A value on one line."""
    return yaml.safe_dump(said, allow_unicode=True, default_flow_style=True, width=1000).removesuffix("...\n").strip()


def _plain(reading: Reading, better: Source) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "figures": [dict(zip(("place", "indicator", "measure", "period", "value", "area", "note"), _row(one), strict=True)) for one in reading.observations],
        "findings": [
            {"rule": one.rule, "severity": one.severity, "place": str(one.place), "message": one.message, "advice": one.advice, "remedy": _line(one) if one.remedy else ""}
            for one in reading.findings
        ],
        "layout": better.layout,
    }  # fmt: skip
