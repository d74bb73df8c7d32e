"""Turn the registers of a project - one YAML file each, a list of rows - into records with their places."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.finding import Place
from reporter.model.record import (
    Distinction,
    Event,
    Honour,
    Milestone,
    Photo,
    Programme,
    Project,
    Registers,
    Slogan,
    Task,
)
from reporter.numerals import is_number, numerals
from reporter.project.block import Block
from reporter.project.reading import Faultfinder, read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

_FIRST = re.compile(r"(?:首|第一|唯一|率先)[^\d]{0,4}")
"""A claim of being first; any other place is a figure."""
_PART = re.compile(r"(\d+)([年月日])")
_TIME = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}日|[上中下]旬|[一二三四]季度|[上下]半年|一周|两周")
_MONTHS = 12


def registers(folder: Path, below: str, faults: Faultfinder) -> Registers:
    """All registers in the folder ``below`` the project; each file may be absent."""

    def rows(name: str, one: Callable[[Block], Any]) -> tuple[Any, ...]:
        return tuple(found for found in _rows(folder, f"{below}/{name}.yaml", one, faults) if found is not None)

    found = Registers(
        rows("events", _event), rows("programmes", _programme), rows("projects", _project), rows("tasks", _task),
        rows("slogans", _slogan), _names(folder, f"{below}/names.yaml", faults), rows("honours", _honour),
    )  # fmt: skip
    _unique([(row.id, row.place) for row in found.events], faults)
    _unique([(row.id, row.place) for row in found.tasks], faults)
    _unique([(row.name, row.place) for row in found.programmes], faults)
    return found


def _rows(folder: Path, file: str, one: Callable[[Block], Any], faults: Faultfinder) -> list[Any]:
    """The rows of one register."""
    root = read(folder, file, faults, needed=False, lined=True)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        faults.add("not_a_list", Place(file=file, line=1), "应为一列条目，每条以“- ”开头", "参照示例的写法")
        return []
    found = []
    for node in root.value:
        block = Block(file, node, faults)
        found.append(one(block))
        block.close()
    return found


def _names(folder: Path, file: str, faults: Faultfinder) -> tuple[str, ...]:
    """Names that are printed whole."""
    root = read(folder, file, faults, needed=False)
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode) or not all(isinstance(item, yaml.ScalarNode) for item in root.value):
        faults.add("not_a_list", Place(file=file, line=1), "应为一列名称，每行一个，以“- ”开头", "参照示例的写法")
        return ()
    for item in root.value:
        if is_number(str(item.value)):
            said = f"“{item.value}”是一个数，不是名称：登记了它，文中凡有这几个字就都不再核对"
            place = Place(file=file, line=item.start_mark.line + 1)
            faults.add("number_as_name", place, said, "文中的数用数据占位符；名称写全，如“15分钟办事圈”")
    return tuple(str(item.value) for item in root.value)


def _unique(rows: list[tuple[str, Place]], faults: Faultfinder) -> None:
    """Two rows of one name are a fault of the second."""
    seen: dict[str, Place] = {}
    for name, place in rows:
        if name in seen:
            faults.add("duplicate_row", place, f"“{name}”已在第{seen[name].line}行登记", "换一个编号或删去一条")
        seen.setdefault(name, place)


def _distinction(block: Block) -> Distinction | None:
    """The claim 首个, 第一台."""
    claim = block.block("first")
    if claim is None:
        return None
    found = Distinction(
        claim.text("words", needed=True),
        claim.text("of", needed=True),
        claim.text("scope", needed=True),
        claim.text("source"),
    )
    if not _FIRST.fullmatch(found.words):
        claim.wrong("words", "首个、首宗、第一台一类的说法", "别的位次是数据，用rank()")
    if is_number(found.of):
        claim.wrong("of", "名称，如“新能源产业联盟”", "文中的数用数据占位符")
    claim.close()
    return found


def _event(block: Block) -> Event | None:
    """大事记."""
    ident, date, text = block.text("id", needed=True), block.date("date", needed=True), block.text("text", needed=True)
    rest: dict[str, Any] = {
        "until": block.date("until"), "said": block.text("said"), "theme": block.text("theme"), "first": _distinction(block),
        "public": block.truth("public", default=True), "department": block.text("department"), "place": _text_place(block),
        "photos": _photos(block),
    }  # fmt: skip
    _in_order(block, date, rest["until"])
    if date and rest["said"] and (why := _astray(rest["said"], date, rest["until"] or date)):
        advice = "said只写时间，与date、until一致，如6月底、7月30日至8月5日这一周"
        block.fault("date_astray", "said", f"said写的“{rest['said']}”{why}", advice)
    return Event(ident, date, text, **rest) if ident and date and text else None


def _in_order(block: Block, first: dt.date | None, last: dt.date | None) -> None:
    """A span that ends before it begins is a fault."""
    if first and last and last < first:
        block.wrong("until", f"{first}或以后的日期")


def _astray(said: str, first: dt.date, last: dt.date) -> str:
    """What is wrong with the words for a date that is not known to the day; empty where they agree with the span."""
    if numerals(_TIME.sub("", said)):
        return "除了时间还有别的数"
    known = {
        "年": {first.year, last.year},
        "月": {month % _MONTHS + 1 for month in range(_month(first), _month(last) + 1)},
        "日": {first.day, last.day},
    }
    for number, unit in _PART.findall(said):
        if int(number) not in known[unit]:
            return f"里的{number}{unit}与date、until不符"
    return ""


def _month(day: dt.date) -> int:
    """Months since the year 0."""
    return day.year * _MONTHS + day.month - 1


def _text_place(block: Block) -> Place:
    """Where the text of a row begins: below the key when it is folded, beside it otherwise."""
    node = block.node("text")
    place = block.place("text")
    if isinstance(node, yaml.ScalarNode) and node.style in {">", "|"}:
        return Place(file=place.file, line=place.line + 1)
    return place


def _programme(block: Block) -> Programme | None:
    """专项工程."""
    name = block.text("name", needed=True)
    rest: dict[str, Any] = {
        "since": block.date("since"), "until": block.date("until"), "department": block.text("department"),
        "first": _distinction(block), "place": block.place(),
    }  # fmt: skip
    _in_order(block, rest["since"], rest["until"])
    return Programme(name, **rest) if name else None


def _project(block: Block) -> Project | None:
    """项目库."""
    name = block.text("name", needed=True)
    amounts: dict[str, Any] = {key: _amount(block, key) for key in ("investment", "plan", "done")}
    found = Project(
        name, block.text("stage"), block.text("group"), block.place(), block.text("kind"), block.text("level"), **amounts,
        unit=block.text("unit", "亿元"), started=block.date("started"), department=block.text("department"),
        milestones=_milestones(block),
    )  # fmt: skip
    return found if name else None


def _amount(block: Block, key: str) -> Decimal | None:
    """A number, exactly as written."""
    text = block.text(key)
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        number = Decimal("nan")
    if number is not None and not number.is_finite():
        block.wrong(key, "数字")
        return None
    return number


def _milestones(block: Block) -> tuple[Milestone, ...]:
    """节点."""
    found = []
    for inner in block.blocks("milestones"):
        name, date = inner.text("name", needed=True), inner.date("date", needed=True)
        if name and date:
            found.append(Milestone(name, date))
        inner.close()
    return tuple(found)


def _honour(block: Block) -> Honour | None:
    """荣誉."""
    name, date = block.text("name", needed=True), block.date("date", needed=True)
    rest: dict[str, Any] = {key: block.text(key) for key in ("by", "scope", "department")}
    rest |= {"public": block.truth("public", default=True), "place": block.place()}
    return Honour(name, date, **rest) if name and date else None


def _photos(block: Block) -> tuple[Photo, ...]:
    """Pictures of an event."""
    found = []
    for inner in block.blocks("photos"):
        file = inner.text("file", needed=True)
        photo = Photo(file, inner.text("caption", needed=True), inner.text("credit"), inner.place())
        if inner.inside("file", file):
            found.append(photo)
        inner.close()
    return tuple(found)


def _task(block: Block) -> Task | None:
    """部署."""
    ident, text = block.text("id", needed=True), block.text("text", needed=True)
    since, until = block.date("since", needed=True), block.date("until", needed=True)
    rest: dict[str, Any] = {key: block.text(key) for key in ("theme", "title", "department", "programme", "section")}
    rest |= {"public": block.truth("public", default=True), "place": _text_place(block)}
    rest |= {"goal": block.text("goal"), "deadline": block.date("deadline")}
    rest["light"] = block.choice("light", ("", "red", "amber", "green"))
    _in_order(block, since, until)
    return Task(ident, text, since, until, **rest) if ident and text and since and until else None


def _slogan(block: Block) -> Slogan | None:
    """提法."""
    words, since = block.text("words", needed=True), block.date("since", needed=True)
    until, by = block.date("until"), block.text("approved_by")
    _in_order(block, since, until)
    return Slogan(words, since, until, by, block.place()) if words and since else None
