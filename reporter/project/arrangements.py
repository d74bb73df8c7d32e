"""Turn the blocks of ``schedules.yaml`` into office, sources, reports, schedules, recipients and mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from reporter.model.address import Address
from reporter.model.finding import Place
from reporter.model.office import Mail, Office, Recipient, Report, Schedule, Source
from reporter.model.period import Period
from reporter.model.record import Meeting, Photo
from reporter.project.block import Block, Faultfinder, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PERSON = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_FOLDER = "folder:"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def office(block: Block) -> Office:
    """Whose report it is."""
    given = {key: block.text(key) for key in ("parent", "own", "time_zone", "byline", "editor", "contact")}
    found = Office(
        block.text("name", needed=True),
        block.text("short", needed=True),
        **{key: value for key, value in given.items() if value},
    )
    try:
        ZoneInfo(found.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        block.wrong("time_zone", "时区名称", "写作Asia/Shanghai")
    block.close()
    return found


def source(name: str, block: Block) -> Source:
    """Where figures come from; options of the kind are checked by the kind."""
    options = block.node("options")
    found = Source(
        name, block.text("kind", needed=True), block.text("path", needed=True), block.text("department"), block.date("released"),
        block.text("period"), plain(options) if isinstance(options, yaml.MappingNode) else {}, block.place(),
    )  # fmt: skip
    if options is not None and not isinstance(options, yaml.MappingNode):
        block.wrong("options", "“项目: 内容”")
    block.close()
    return found


def report(name: str, block: Block, folder: Path) -> Report:
    """One kind of report."""
    signers = block.words("sign_off")
    kinds: dict[str, Any] = {
        "cut": block.choice("cut", ("public", "internal"), "public"),
        "secrecy": block.choice("secrecy", ("公开", "内部资料", "秘密", "机密", "绝密"), "公开"),
        "missing": block.choice("missing", ("hold", "mark", "skip"), "mark"),
    }
    found = Report(
        name, block.text("title", needed=True), block.text("template", name),
        sign_off="automatic" if signers == ("automatic",) else signers, keywords=block.words("keywords"),
        meetings=_meetings(block), photos=_photos(block, folder), source_line=block.text("source_line"), **kinds,
    )  # fmt: skip
    if not any((folder / "templates" / found.template / "sections").glob("*.md")):
        block.fault(
            "missing_template",
            "template",
            f"templates/{found.template}/sections里没有栏目文件",
            "检查template写的文件夹名",
        )
    block.close()
    return found


def _meetings(block: Block) -> tuple[Meeting, ...]:
    found = []
    for inner in block.blocks("meeting"):
        date, kind = inner.date("date", needed=True), inner.text("kind", needed=True)
        if date and kind:
            found.append(Meeting(date, kind, inner.text("venue")))
        inner.text("venue")
        inner.close()
    return tuple(found)


def _photos(block: Block, folder: Path) -> dict[str, tuple[Photo, ...]]:
    """Photos by period; a picture that is not there is a fault."""
    outer = block.block("photos")
    found: dict[str, tuple[Photo, ...]] = {}
    for code in outer.keys() if outer else ():
        assert outer is not None  # noqa: S101 - for the type checker
        try:
            period = Period.parse(code).code
        except ValueError as error:
            outer.fault("bad_period", code, str(error))
            period = code
        rows = []
        for inner in outer.blocks(code):
            photo = Photo(
                inner.text("file", needed=True), inner.text("caption", needed=True), inner.text("credit"), inner.place()
            )
            if photo.file and not (folder / photo.file).is_file():
                inner.fault("missing_file", "file", f"找不到图片{photo.file}", "检查文件名，或删去这一条")
            inner.close()
            rows.append(photo)
        found[period] = tuple(rows)
    return found


def schedule(name: str, block: Block, reports: Mapping[str, Report], groups: Mapping[str, object]) -> Schedule | None:
    """When a report is due."""
    of = block.text("report", needed=True)
    if of and of not in reports:
        block.wrong("report", "reports里的一份报告", f"可用：{'、'.join(reports)}")
    at, day = block.time("time"), block.text("day", needed=True)
    if day and day != "last" and not (day.isdecimal() and 1 <= int(day) <= 31):  # noqa: PLR2004 - days of a month
        block.wrong("day", "1到31之间的整数或last")
        day = "1"
    to = block.words("to")
    for group in to:
        if group not in groups:
            block.fault("unknown_group", "to", f"收件人里没有“{group}”这一组", f"可用：{'、'.join(groups)}")
    kinds: dict[str, Any] = {
        "every": block.choice("every", ("month", "quarter", "half-year", "year"), "month", needed=True),
        "workday": block.choice("workday", ("following", "preceding", "none"), "following"),
    }
    rest: dict[str, Any] = {
        "month": block.whole("month", 1, 0, 24), "start": block.date("start"), "end": block.date("end"),
        "paused": block.truth("paused", default=False),
    }  # fmt: skip
    block.close()
    if not of or of not in reports or at is None or not day:
        return None
    return Schedule(name, of, day="last" if day == "last" else int(day), time=at, to=to, **kinds, **rest)


def groups(block: Block | None, folder: Path, faults: Faultfinder) -> dict[str, tuple[Recipient, ...]]:
    """Recipients by group."""
    found: dict[str, tuple[Recipient, ...]] = {}
    for name in block.keys() if block else ():
        assert block is not None  # noqa: S101 - for the type checker
        node = block.node(name)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
        people = (_recipient(block.file, item, folder, faults) for item in items)
        found[name] = tuple(person for person in people if person)
    return found


def _recipient(file: str, node: yaml.Node, folder: Path, faults: Faultfinder) -> Recipient | None:
    """One entry: an address, ``姓名 <地址>``, a block with address and name, or ``folder:`` and a path."""
    if isinstance(node, yaml.ScalarNode):
        match = _PERSON.fullmatch(str(node.value))
        name, address = (match["name"].strip(), match["address"].strip()) if match else ("", str(node.value).strip())
    else:
        block = Block(file, node, faults)
        name, address = block.text("name"), block.text("address", needed=True)
        block.close()
    if address.startswith(_FOLDER):
        return Recipient(_FOLDER + str((folder / address.removeprefix(_FOLDER)).resolve()), name)
    try:
        return Recipient(str(Address.parse(address)), name)
    except ValueError as error:
        faults.add("bad_address", Place(file=file, line=node.start_mark.line + 1), str(error), "写作office@example.org")
        return None


def mail(block: Block | None, folder: Path) -> Mail:
    """How mail leaves the house."""
    if block is None:
        return Mail("")
    words: dict[str, Any] = {key: block.text(key) for key in ("sender", "sender_name", "reply_to", "user", "secret")}
    host, ca_file = block.text("host", needed=True), block.text("ca_file")
    kinds: dict[str, Any] = {
        "tls": block.choice("tls", ("implicit", "starttls", "none"), "implicit"),
        "on_uncertain": block.choice("on_uncertain", ("resend", "hold"), "resend"),
    }
    found = Mail(
        host, block.whole("port", 465, 1), ca_file=str((folder / ca_file).resolve()) if ca_file else "",
        domains=block.words("domains"), give_up_hours=block.number("give_up_hours", 24), **words, **kinds,
    )  # fmt: skip
    if found.secret and not found.secret.startswith(("env:", "file:")):
        block.fault("literal_secret", "secret", "口令不能直接写在这里", "写成env:变量名或file:文件路径")
    if found.tls == "none" and host not in _LOOPBACK:
        block.fault("unsafe_mail", "tls", f"发往{host}的邮件必须加密", "改为implicit（465端口）或starttls（587端口）")
    for key in ("sender", "reply_to"):
        if words[key]:
            try:
                Address.parse(words[key])
            except ValueError as error:
                block.fault("bad_address", key, str(error), "写作office@example.org")
    if ca_file and not (folder / ca_file).is_file():
        block.fault("missing_file", "ca_file", f"找不到证书文件{ca_file}", "检查文件名")
    block.close()
    return found
