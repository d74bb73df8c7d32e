"""Commands for readers of proofs: proofread a text that the office wrote elsewhere, trace every number of an edition."""

from __future__ import annotations

import os
import pwd
from dataclasses import asdict, astuple
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter import disk
from reporter.cli.naming import period as code
from reporter.cli.say import as_json, findings, say, table, warn
from reporter.cli.show import edition_of
from reporter.clock import local
from reporter.errors import SourceError, UsageError
from reporter.model.edition import CHECKLIST

if TYPE_CHECKING:
    from reporter.cli.desk import Desk
    from reporter.model.finding import Finding

_MOST = 64 << 20
"""Bytes of a file; a longer one is no report."""
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def add(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(proofread)
    app.command()(trace)
    app.command()(waive)


def proofread(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="txt, md, docx or PDF.")],
    *,
    json: Json = False,
) -> None:
    """Read texts for faults of wording and arithmetic; exit 1 when there is an error."""
    desk: Desk = context.obj
    read = [(file, _read(desk, file)) for file in files]
    errors = sum(finding.severity == "error" for _, found in read for finding in found)
    if json:
        as_json([{"file": str(file), "findings": [_row(finding) for finding in found]} for file, found in read])
    else:
        for _, found in read:
            findings(found)
        counts = {
            severity: sum(each.severity == severity for _, found in read for each in found)
            for severity in ("error", "warning", "note")
        }
        say(f"共{counts['error']}处错误，{counts['warning']}处提醒，{counts['note']}处说明。")
    if errors:
        raise typer.Exit(1)


def _read(desk: Desk, file: Path) -> tuple[Finding, ...]:
    """The findings on one file, which is opened in the sandbox alone."""
    from reporter import sandbox  # noqa: PLC0415 - quick help
    from reporter.proof import manuscript  # noqa: PLC0415

    kinds = "、".join(sorted(kind.lstrip(".") for kind in manuscript.READERS))
    if not file.is_file():
        message = f"没有这个文件：{file}"
        raise UsageError(message, advice="检查文件名和所在的文件夹")
    if file.suffix.lower() not in manuscript.READERS:
        message = f"不认识这种文件：{file.name}"
        raise UsageError(message, advice=f"可以校对的是{kinds}；doc、wps文件请先另存为docx")
    if file.stat().st_size > _MOST:
        message = f"{file.name}太大（超过{_MOST >> 20}MB）"
        raise SourceError(message, advice="只校对报告正文，或分成几个文件")
    limits = desk.settings
    try:
        made = sandbox.call(
            (file.name, file.read_bytes()), target=manuscript.TARGET, seconds=limits.read_seconds, megabytes=limits.read_megabytes
        )  # fmt: skip
    except SourceError as error:
        message = f"{file.name}：{error}"
        raise SourceError(message, advice=error.advice) from error
    return manuscript.recalled(made)


def _row(finding: Finding) -> dict[str, object]:
    """A finding for other programs."""
    row = asdict(finding)
    place = row.pop("place")
    return {
        "rule": row["rule"], "severity": row["severity"], "line": place["line"], "part": place["part"], "words": row["words"],
        "why": row["message"], "suggestion": row["advice"],
    }  # fmt: skip


def trace(
    context: typer.Context,
    report: Annotated[str, typer.Argument(help="Name of a report, as in schedules.yaml.")],
    *,
    period: Annotated[str, typer.Option("--period", metavar="CODE", help="2018-H1, 2018-M06, 2018 …")],
    number: Annotated[int, typer.Option("--number", help="Of the edition; the newest one without it.")] = 0,
    find: Annotated[str, typer.Option("--find", metavar="TEXT", help="Only rows that hold it.")] = "",
    json: Json = False,
) -> None:
    """Every number in print with its sentence, fact, formula, cell, vintage, and what the kept copy of the file says there."""
    from reporter import pipeline  # noqa: PLC0415 - quick help
    from reporter.proof import checklist, workbook  # noqa: PLC0415

    desk: Desk = context.obj
    key = pipeline.edition_key(desk.project, report, code(period))
    with desk.store() as store:
        found = edition_of(store, f"{key.report}/{key.period.code}{f'/{number}' if number else ''}")
        folder = desk.output / found.key.folder
        file = folder / CHECKLIST
        if not file.is_file():
            message = f"{found.key}没有核对表"
            raise UsageError(message, advice=f"用reporter run {report} --period {period}重新生成")
        listed = workbook.read(file.read_bytes())
        rows = [row for row in listed if not find or any(find in cell for cell in astuple(row))]
        origins = pipeline.origins_of(folder)
        cells = [cell for row in rows for cell in origins.get(row.fact, ())]
        proofs = pipeline.evidence(desk.project, store, desk.output, cells)
    kept = [{cell: proofs.cells.get(cell, "") for cell in origins.get(row.fact, ())} for row in rows]
    if json:
        as_json([
            asdict(row) | {"kept": [
                {"place": place, "original": digest, "copy": str(proofs.copies.get(digest, "")), "text": text}
                for (place, digest), text in cells.items()
            ]} for row, cells in zip(rows, kept, strict=True)
        ])  # fmt: skip
    else:
        heads = (*checklist.COLUMNS.values(), "原件中写的")
        said = ["；".join(filter(None, dict.fromkeys(cells.values()))) for cells in kept]
        table(heads, [(*cells, text) for cells, text in zip(checklist.table(rows), said, strict=True)])
        for digest, path in proofs.copies.items():
            say(f"原件副本：{path}（SHA-256 {digest[:12]}…，核对无误）")
        say(f"共{len(rows)}处数字；可逐条勾对的表：{file}")
    if proofs.faults:
        for fault in proofs.faults:
            warn(fault)
        raise typer.Exit(1)


def waive(
    context: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help="REPORT/PERIOD or REPORT/PERIOD/NUMBER, as in status.")],
    mark: Annotated[
        str, typer.Argument(metavar="MARK", help="Of the finding; without it the blocking ones are listed.")
    ] = "",
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it may pass; it is kept in the seal.")] = "",
    json: Json = False,
) -> None:
    """Let one named finding pass, with your reason; the next production of the edition no longer stops at it."""
    from reporter import pipeline  # noqa: PLC0415 - quick help
    from reporter.proof import waivers  # noqa: PLC0415

    desk: Desk = context.obj
    with desk.store() as store:
        key = edition_of(store, run).key
    blocking = {
        row["mark"]: row for row in pipeline.findings_in(desk.output / key.folder) if row["severity"] == "error"
    }
    if not mark and json:
        as_json(list(blocking.values()))
        return
    if not mark:
        for name, row in blocking.items():
            say(f"{name}  {row['said']}")
        say(f"共{len(blocking)}处。放行其中一处：reporter waive {run} 编号 --reason 理由")
        return
    if mark not in blocking:
        message = f"{key}没有编号为“{mark}”的错误"
        raise UsageError(message, advice=f"用reporter waive {run}查看编号")
    if not reason.strip():
        message = "放行要写明理由"
        raise UsageError(message, advice="加上--reason，写明为什么可以放行")
    file = desk.folder / waivers.path(key.report, key.period.code)
    known = waivers.read(file.read_bytes()) if file.is_file() else ()
    today = local(desk.clock.now(), desk.project.office.time_zone).date().isoformat()
    row = blocking[mark]
    new = waivers.Waiver(mark, row["rule"], row["said"], reason.strip(), pwd.getpwuid(os.getuid()).pw_name, today)
    file.parent.mkdir(parents=True, exist_ok=True)
    disk.put({file: waivers.written([*(one for one in known if one.mark != mark), new])})
    say(f"已记入{file.relative_to(desk.folder)}。重新生成即生效：reporter run {key.report} --period {key.period.code}")
