"""Turn the blocks of ``schedules.yaml`` about recipients, and a CSV of people, into groups."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.address import Address
from reporter.model.finding import Place
from reporter.model.office import SECRECY, Group, Recipient
from reporter.project.block import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from reporter.model.office import Webhook
    from reporter.project.reading import Faultfinder

_PERSON = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
FOLDER, WEBHOOK = "folder:", "webhook:"
_KINDS = ("报", "送", "发")
_COLUMNS = {
    "姓名": "name", "name": "name", "邮箱": "address", "address": "address", "部门": "department", "department": "department",
    "职务": "role", "role": "role", "分组": "group", "group": "group",
}  # fmt: skip
_MOST_SHARED = 50
"""People that one copy may name: more would make every copy long, and the list of all of them known to all."""
_LARGEST = 1000


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the entries are read with."""

    folder: Path
    faults: Faultfinder
    webhooks: Mapping[str, Webhook]


def groups(block: Block | None, folder: Path, faults: Faultfinder, webhooks: Mapping[str, Webhook]) -> dict[str, Group]:
    """Groups by name."""
    reading = _Reading(folder, faults, webhooks)
    found: dict[str, Group] = {}
    for name in block.keys() if block else ():
        assert block is not None  # noqa: S101 - for the type checker
        node = block.node(name)
        inner = block.block(name) if isinstance(node, yaml.MappingNode) and not _is_person(node) else None
        found[name] = _group(name, inner, reading) if inner else Group(name, _people(block.file, node, reading))
        if not (found[name].people or found[name].cc):
            block.fault("empty_group", name, f"收件人分组“{name}”里没有人", "写上收件人，或删去这一组")
    return found


def _is_person(node: yaml.MappingNode) -> bool:
    """Whether a mapping is one person, not a group."""
    return any(isinstance(key, yaml.ScalarNode) and key.value == "address" for key, _ in node.value)


def _group(name: str, block: Block, reading: _Reading) -> Group:
    """A group with arrangements of its own."""
    listed = (*_people(block.file, block.node("people"), reading), *_from_file(block, reading))
    kinds: dict[str, Any] = {
        "kind": block.choice("kind", _KINDS), "copies": block.choice("copies", ("personal", "shared"), "personal"),
        "up_to": block.choice("up_to", SECRECY[:2], "内部资料"), "largest_mb": block.number("largest_mb", 0, 0, _LARGEST),
    }  # fmt: skip
    found = Group(name, _once(listed), cc=_people(block.file, block.node("cc"), reading), **kinds)
    if found.copies == "shared" and len(found.people) + len(found.cc) > _MOST_SHARED:
        block.fault(
            "large_group", "copies", f"一封信里最多写明{_MOST_SHARED}位收件人", "把copies改为personal，每人只见自己"
        )
    block.close()
    return found


def _people(file: str, node: yaml.Node | None, reading: _Reading) -> tuple[Recipient, ...]:
    """One entry or a list of them."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
    return _once(person for person in (_recipient(file, item, reading) for item in items) if person)


def _once(people: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Each address once, as it was written first."""
    found: dict[str, Recipient] = {}
    for person in people:
        found.setdefault(person.address.casefold(), person)
    return tuple(found.values())


def _recipient(file: str, node: yaml.Node, reading: _Reading) -> Recipient | None:
    """One entry: an address, ``姓名 <地址>``, a block with address and name, ``folder:`` and a path, ``webhook:`` and a name."""
    more: dict[str, str] = {}
    if isinstance(node, yaml.ScalarNode):
        match = _PERSON.fullmatch(str(node.value))
        name, address = (match["name"].strip(), match["address"].strip()) if match else ("", str(node.value).strip())
    else:
        block = Block(file, node, reading.faults)
        name, address = block.text("name"), block.text("address", needed=True)
        more = {"department": block.text("department"), "role": block.text("role")}
        block.close()
    return _person(address, name, Place(file=file, line=node.start_mark.line + 1), reading, **more)


def _person(address: str, name: str, place: Place, reading: _Reading, **more: str) -> Recipient | None:
    """The person at an address; a fault where there can be none."""
    if not address:
        return None  # told already, or an empty line
    if address.startswith(FOLDER):
        return Recipient(FOLDER + str((reading.folder / address.removeprefix(FOLDER)).resolve()), name, **more)
    if address.startswith(WEBHOOK):
        return _robot(address, name, place, reading, **more)
    try:
        parsed = str(Address.parse(address))
    except ValueError as error:
        reading.faults.add("bad_address", place, str(error), "写作office@example.org")
        return None
    if not name.isprintable():
        reading.faults.add("bad_name", place, f"{parsed}的姓名里有看不见的字符", "重新输入姓名")
        return None
    return Recipient(parsed, name, **more)


def _robot(address: str, name: str, place: Place, reading: _Reading, **more: str) -> Recipient | None:
    """A webhook by its name."""
    hook = address.removeprefix(WEBHOOK)
    if hook in reading.webhooks:
        return Recipient(address, name, **more)
    advice = f"可用：{'、'.join(reading.webhooks)}" if reading.webhooks else "在mail的webhooks里写明"
    reading.faults.add("unknown_webhook", place, f"没有名为“{hook}”的webhook", advice)
    return None


def _from_file(block: Block, reading: _Reading) -> tuple[Recipient, ...]:
    """Those rows of a CSV that belong to the group: by department, role, or its own column."""
    path = block.text("file")
    wanted = {key: block.words(key) for key in ("department", "role", "group")}
    if not path:
        for key, words in wanted.items():
            if words:
                block.fault("needs_file", key, f"“{key}”要同file一起写", "用file写明人员名单（CSV）")
        return ()
    if not block.inside("file", path):
        return ()
    if not (reading.folder / path).is_file():
        block.fault("missing_file", "file", f"找不到人员名单{path}", "检查文件名")
        return ()
    rows = list(_rows(path, block, reading))
    return tuple(
        person for row in rows if all(not words or row.get(key, "") in words for key, words in wanted.items())
        if (person := _listed(path, row, reading))
    )  # fmt: skip


def _rows(path: str, block: Block, reading: _Reading) -> Iterator[dict[str, str]]:
    """The rows of a list of people, columns by our own names."""
    content = (reading.folder / path).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            block.fault("not_utf8", "file", f"{path}不是UTF-8编码的文字", "另存为UTF-8编码的CSV")
            return
    table = csv.reader(text.splitlines())
    head = [_COLUMNS.get(word.strip(), "") for word in next(table, [])]
    if "address" not in head:
        reading.faults.add(
            "missing_column", Place(file=path, line=1), "缺少“邮箱”一列", "首行写明：姓名,邮箱,部门,职务,分组"
        )
        return
    for cells in table:
        row = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if name}
        yield row | {"line": str(table.line_num)}


def _listed(path: str, row: Mapping[str, str], reading: _Reading) -> Recipient | None:
    """The person of one row."""
    more = {key: row.get(key, "") for key in ("department", "role")}
    place = Place(file=path, line=int(row["line"]))
    return _person(row.get("address", ""), row.get("name", ""), place, reading, **more)
