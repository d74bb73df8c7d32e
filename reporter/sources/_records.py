"""Turn the rows of a department's list - projects, tasks, honours, events - into records, by what its columns are called."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporter.model.finding import Finding, Place
from reporter.model.record import Event, Honour, Milestone, Photo, Project, Task
from reporter.sources.shape import number

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "projects": {
        "name": "项目名称 名称 项目", "kind": "类别 项目类别 投资类别 投资类型 类型", "level": "级别 重点级别 项目级别 重点层级",
        "group": "清单 分组", "stage": "状态 进展 阶段 项目状态 项目阶段", "plan": "年度计划 年度计划投资 本年计划 计划投资",
        "done": "完成投资 本年完成 本年完成投资 累计完成 累计完成投资", "investment": "总投资 项目总投资",
        "started": "开工日期 开工时间", "milestones": "节点 关键节点 时间节点", "department": "责任部门 牵头部门 责任单位 部门",
    },
    "tasks": {
        "id": "编号 序号", "title": "任务 工作任务 事项 任务名称", "text": "内容 任务内容 具体内容", "goal": "目标 工作目标 年度目标",
        "deadline": "时限 完成时限 完成时间 截止日期", "department": "牵头部门 责任部门 责任单位 部门", "programme": "专项工程 工程 专项",
        "light": "红黄绿灯 红黄绿 进度灯 亮灯", "theme": "分组 领域", "section": "栏目",
    },
    "honours": {
        "name": "荣誉 荣誉名称 名称", "date": "日期 获得日期 时间", "by": "授予单位 颁发单位", "scope": "级别 范围",
        "department": "部门 责任部门 报送部门",
    },
    "events": {
        "id": "编号 序号", "date": "日期 时间", "text": "内容 经过 事项", "theme": "分组 领域", "photos": "照片 图片",
        "department": "部门 责任部门 报送部门",
    },
}  # fmt: skip
"""What departments call the columns of each register, by the field that is meant."""
_NEEDED = {
    "projects": ("name",),
    "tasks": ("title", "deadline"),
    "honours": ("name", "date"),
    "events": ("date", "text"),
}
_AMOUNTS = {"plan", "done", "investment"}
_DATES = {"date", "deadline", "started"}
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_UNIT = re.compile(r"[(（](?P<unit>[^()（）]+)[)）]\s*$")
LIGHTS = {"红": "red", "黄": "amber", "绿": "green", "红灯": "red", "黄灯": "amber", "绿灯": "green", "": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: what stands in each column, by the column's heading."""

    place: Place
    cells: tuple[tuple[str, str], ...]


def field_of(register: str, heading: str) -> str:
    """The field that a column heading means; empty where it means none."""
    plain = re.sub(r"\s", "", _UNIT.sub("", heading))
    return next((name for name, words in COLUMNS[register].items() if plain in words.split()), "")


def records(register: str, lines: Sequence[Line], department: str) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
    """The records of a list, and what is wrong with it; a row with a fault is none."""
    found, faults = [], []
    for count, line in enumerate(lines, 1):
        try:
            found.append(_MADE[register](_fields(register, line), line.place, count, department))
        except _FaultError as fault:
            faults.append(Finding("bad_row", "error", line.place, str(fault), "改正后重新报送；其他各行没有问题"))
    return tuple(found), tuple(faults)


class _FaultError(Exception):
    """A cell cannot be read; never leaves this room."""


def _fields(register: str, line: Line) -> dict[str, Any]:
    """The cells of a row by field, dates and amounts as such."""
    fields: dict[str, Any] = {}
    for heading, text in line.cells:
        name, unit = field_of(register, heading), _UNIT.search(heading)
        if not name:
            continue
        if name in _DATES:
            fields[name] = _date(text, heading)
        elif name in _AMOUNTS:
            fields[name] = _amount(text, heading)
            if unit and fields.setdefault("unit", unit["unit"]) != unit["unit"]:
                message = f"“{heading}”的单位与前面的列不同，应为{fields['unit']}"
                raise _FaultError(message)
        else:
            fields[name] = text
    for name in _NEEDED[register]:
        if not fields.get(name):
            message = f"缺少{COLUMNS[register][name].split()[0]}"
            raise _FaultError(message)
    return fields


def _date(text: str, heading: str) -> dt.date | None:
    """A day; nothing for an empty cell."""
    found = _DATE.match(text)
    try:
        if found:
            return dt.date(*map(int, found.groups()))
    except ValueError:
        pass
    if text:
        message = f"“{heading}”应为日期，读到的是“{text}”"
        raise _FaultError(message)
    return None


def _amount(text: str, heading: str) -> Decimal | None:
    """A number; nothing for an empty cell or a dash."""
    try:
        return number.parse(text).value
    except number.NotANumberError as error:
        message = f"“{heading}”应为数字，读到的是“{text}”"
        raise _FaultError(message) from error


def _project(fields: dict[str, Any], place: Place, _count: int, department: str) -> Project:
    milestones = [
        Milestone(re.sub(r"^[\s：:，,]+", "", _DATE.sub("", words, count=1)).strip(), day)
        for words in re.split(r"[；;\n]", fields.pop("milestones", ""))
        if words.strip() and (day := _date(words.strip(), "节点"))
    ]
    return Project(**{"department": department, **fields}, milestones=tuple(milestones), place=place)


def _task(fields: dict[str, Any], place: Place, count: int, department: str) -> Task:
    deadline: dt.date = fields["deadline"]
    said = fields.pop("light", "")
    if said not in LIGHTS:
        message = f"亮灯应为红、黄、绿，读到的是“{said}”"
        raise _FaultError(message)
    fields = {"department": department, "id": f"{place.file}:{count}", "text": fields["title"], **fields}
    fields["text"] = fields["text"] or fields["title"]
    return Task(since=dt.date(deadline.year, 1, 1), until=deadline, light=LIGHTS[said], place=place, **fields)  # type: ignore[arg-type]


def _honour(fields: dict[str, Any], place: Place, _count: int, department: str) -> Honour:
    return Honour(**{"department": department, **fields}, place=place)


def _event(fields: dict[str, Any], place: Place, count: int, department: str) -> Event:
    photos = [Photo(name.strip(), fields["text"][:12], place=place)
              for name in re.split(r"[；;、\n]", fields.pop("photos", "")) if name.strip()]  # fmt: skip
    return Event(
        **{"department": department, "id": f"{place.file}:{count}", **fields}, photos=tuple(photos), place=place
    )


_MADE = {"projects": _project, "tasks": _task, "honours": _honour, "events": _event}
