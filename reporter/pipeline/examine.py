"""Turn a project and its machine into what is well and what is not: the examination of ``reporter doctor``."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reporter import delivery, fonts, sandbox
from reporter.clock import local
from reporter.errors import ReporterError
from reporter.store import Store

if TYPE_CHECKING:
    from reporter.project import Project

State = Literal["well", "doubtful", "ill"]
STATE_WORDS: dict[State, str] = {"well": "正常", "doubtful": "提醒", "ill": "故障"}
_TRIAL = "reporter.pdf:trial"
_FLOORS = {
    "weasyprint": (70, 0),
    "jinja2": (3, 1, 6),
    "apscheduler": (3, 11),
    "sqlalchemy": (2, 1),
    "matplotlib": (3, 11),
}
"""Older ones have known faults: WeasyPrint's and Jinja2's advisories, APScheduler's start."""
_PYTHON = (3, 11, 15)
"""The first 3.11 with the repairs of the e-mail package (CVE-2024-6923, CVE-2026-1299)."""
_SCARCE, _NONE = 1 << 30, 64 << 20
"""Bytes: below the first somebody should look, below the second no report can be sealed."""
_AHEAD = dt.timedelta(days=60)
_BACKWARDS = dt.timedelta(minutes=2)
_SILENT = dt.timedelta(minutes=5)
_PRIVATE = 0o077


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    said: str
    advice: str = ""


@dataclass(frozen=True)
class Patient:
    """What is examined."""

    project: Project
    output: Path
    database: str
    """SQLAlchemy URL."""
    now: dt.datetime


def examine(patient: Patient) -> Iterator[Check]:
    """One check after the other, as they are done; none of them changes anything."""
    parts: tuple[tuple[str, Callable[[Patient], Iterator[Check]]], ...] = (
        ("程序库", _libraries), ("字体和排版", _printing), ("磁盘", _disk), ("权限", _permissions), ("数据库", _database),
        ("时钟", _clock), ("工作日历", _calendar), ("邮件", _mail),
    )  # fmt: skip
    for name, part in parts:
        try:
            yield from part(patient)
        except ReporterError as problem:
            yield Check(name, "ill", str(problem), problem.advice)


def _libraries(_patient: Patient) -> Iterator[Check]:
    """The interpreter and the libraries with known faults below some version."""
    python = sys.version_info[:3]
    said = f"Python {'.'.join(map(str, python))}"
    if python < _PYTHON:
        yield Check("程序库", "doubtful", f"{said}，电子邮件和TLS模块有已知缺陷", "升级到Python 3.11的最新修订版")
    old = [name for name, floor in _FLOORS.items() if _version(name) < floor]
    if old:
        yield Check("程序库", "ill", f"版本过低或没有安装：{'、'.join(old)}", "按requirements.lock重新安装")
    else:
        yield Check("程序库", "well", f"{said}，{'，'.join(f'{name} {version(name)}' for name in _FLOORS)}")


def _version(name: str) -> tuple[int, ...]:
    """The numbers of an installed library's version; none when it is absent."""
    try:
        return tuple(int(part) for part in version(name).split(".") if part.isdecimal())
    except PackageNotFoundError:
        return ()


def _printing(_patient: Patient) -> Iterator[Check]:
    """The faces are whole, and a page can be printed with all of them, where reports are printed."""
    absent = fonts.spoilt()
    if absent:
        yield Check("字体和排版", "ill", f"字体文件缺失或损坏：{'、'.join(absent)}", "重新安装reporter")
        return
    made = sandbox.call(None, target=_TRIAL, seconds=60, megabytes=1500)
    faults = made["findings"].decode().strip()
    if faults:
        yield Check("字体和排版", "ill", faults, "重新安装reporter和排版所需的系统库")
    else:
        yield Check("字体和排版", "well", f"{len(fonts.FACES)}种字体，试印一页{len(made['pdf']) // 1024}KB")


def _disk(patient: Patient) -> Iterator[Check]:
    """Room for what is made."""
    free = shutil.disk_usage(_nearest(patient.output)).free
    state: State = "ill" if free < _NONE else "doubtful" if free < _SCARCE else "well"
    yield Check(
        "磁盘",
        state,
        f"可用空间{free / (1 << 30):.1f}GB",
        "" if state == "well" else "清理磁盘，或用admin purge清理旧报告",
    )


def _nearest(folder: Path) -> Path:
    """The folder, or the one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _permissions(patient: Patient) -> Iterator[Check]:
    """What must be written can be, and what is secret is read by nobody else."""
    folder = _nearest(patient.output)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Check("权限", "ill", f"不能写入{folder}", "改文件夹的所有者或权限")
    mail, open_ones = patient.project.mail, []
    for reference in (mail.secret,):
        kind, _, name = reference.partition(":")
        path = Path(name)
        if kind == "file" and path.is_file() and path.stat().st_mode & _PRIVATE:
            open_ones.append(name)
    if open_ones:
        yield Check(
            "权限", "doubtful", f"口令文件别人也能读：{'、'.join(open_ones)}", "改为只有本用户可读（chmod 600）"
        )
    elif os.access(folder, os.W_OK | os.X_OK):
        yield Check("权限", "well", f"可以写入{patient.output.name}")


def _database(patient: Patient) -> Iterator[Check]:
    """The database opens, is whole, and is of the present revision."""
    if patient.database.startswith("sqlite") and not Path(patient.database.partition("///")[2]).exists():
        yield Check("数据库", "well", "还没有建立，第一次运行时自动建立")
        return
    store = Store.open(patient.database, upgrade=False, zone=patient.project.office.time_zone)
    try:
        store.sound()
        beat = store.service.last()
    finally:
        store.close()
    yield Check("数据库", "well", "可以打开，完整")
    if beat is None:
        yield Check("服务", "doubtful", "没有运行过", "用reporter serve启动，见README")
    elif patient.now - beat.last_tick > _SILENT:
        seen = local(beat.last_tick, patient.project.office.time_zone)
        yield Check("服务", "ill", f"最近一次心跳是{seen:%Y-%m-%d %H:%M}", "服务可能已经停止，请重新启动")
    else:
        yield Check("服务", "well", "正在运行")
    if beat and beat.last_tick - patient.now > _BACKWARDS:
        yield Check("时钟", "ill", "本机时间早于服务最近一次心跳", "核对本机时间和时间同步设置")


def _clock(patient: Patient) -> Iterator[Check]:
    """What time it is here, by which rules."""
    zone = patient.project.office.time_zone
    yield Check("时钟", "well", f"{local(patient.now, zone):%Y-%m-%d %H:%M}（{zone}，时区数据{version('tzdata')}）")


def _calendar(patient: Patient) -> Iterator[Check]:
    """The notices of this year and, weeks ahead, of the next."""
    days, today = patient.project.days, local(patient.now, patient.project.office.time_zone).date()
    years = dict.fromkeys((today.year, (today + _AHEAD).year))
    unknown = [year for year in years if not days.known(year)]
    for year in unknown:
        advice = "升级chinesecalendar，或按国务院办公厅通知填写data/workdays.yaml"
        yield Check("工作日历", "doubtful", f"{year}年放假安排未收录，暂按周一至周五推算", advice)
    if not unknown:
        yield Check("工作日历", "well", f"{'、'.join(f'{year}年' for year in years)}的放假安排已收录")


def _mail(patient: Patient) -> Iterator[Check]:
    """The server answers, encrypts and takes our credentials; nothing is sent."""
    mail = patient.project.mail
    if not mail.sender:
        yield Check("邮件", "doubtful", "没有设置发信", "在schedules.yaml的mail里写明host、port和sender")
        return
    said = delivery.greeted(mail)
    yield Check("邮件", "well", f"{mail.host}:{mail.port}应答：{said}" if said else f"{mail.host}:{mail.port}可以连接")
