"""Turn the registers of a project - one YAML file each, a list of rows - into records with their places."""

from __future__ import annotations

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
from reporter.project.block import Block
from reporter.project.reading import Faultfinder, read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path


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
    return Event(ident, date, text, **rest) if ident and date and text else None


def _in_order(block: Block, first: dt.date | None, last: dt.date | None) -> None:
    """A span that ends before it begins is a fault."""
    if first and last and last < first:
        block.wrong("until", f"{first}或以后的日期")


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
