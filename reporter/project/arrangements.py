"""Turn the blocks of ``schedules.yaml`` into office, sources, reports and schedules."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from reporter import workdays
from reporter.model.imprint import Imprint
from reporter.model.observation import STATUSES
from reporter.model.office import Office, Report, Schedule, Source
from reporter.model.period import Period
from reporter.model.record import Meeting, Photo
from reporter.project import signing
from reporter.project.block import Block

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reporter.model.sign_off import Signer
    from reporter.model.wording import Wording

LOOKS = ("news", "bulletin", "official")
"""新闻稿式, 专报/简报, 公文式: what every project begins with; an office may add its own."""
_NAME = re.compile(r"\w[\w-]*")
"""A report gives a folder its name."""
_FIELDS = 5
"""Of a crontab line."""


def office(block: Block, wording: Wording) -> Office:
    """Whose report it is, and how it words what it says."""
    given = {key: block.text(key) for key in ("parent", "own", "time_zone", "byline", "editor", "contact")}
    found = Office(
        block.text("name", needed=True),
        block.text("short", needed=True),
        peers=_peers(block), wording=wording, **{key: value for key, value in given.items() if value},
    )  # fmt: skip
    try:
        ZoneInfo(found.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        if given["time_zone"]:
            block.wrong("time_zone", "时区名称", "写作Asia/Shanghai")
        else:
            block.fault("no_time_zones", "", "本机没有时区数据，算不出到期的时间", "重新安装reporter（其中包括tzdata）")
    block.close()
    return found


def _peers(block: Block) -> dict[str, tuple[str, ...]]:
    """Areas with which the office is ranked, by the words for all of them."""
    inner = block.block("peers")
    if inner is None:
        return {}
    found = {words: inner.words(words, needed=True) for words in inner.keys()}  # noqa: SIM118 - a block
    inner.close()
    return found


def source(name: str, block: Block, inbox: str) -> Source:
    """Where figures come from; what belongs to the kind and to the layout of its tables is checked by ``sources``."""
    path = block.text("path")
    found = Source(
        name, block.text("kind", needed=True), path, block.text("department"), block.date("released"),
        block.text("period"), _mapping(block, "options"), _mapping(block, "layout"),
        bool(inbox) and path.startswith(f"{inbox}/"), block.place(),
    )  # fmt: skip
    block.close()
    return found


def rules(block: Block) -> dict[str, dict[Any, Any]]:
    """Options of the rules about data, by rule; :mod:`reporter.quality` knows what they mean."""
    found = {name: _mapping(block, name) for name in block.keys()}  # noqa: SIM118 - a block
    block.close()
    return found


def _mapping(block: Block, key: str) -> dict[Any, Any]:
    """A mapping as YAML understands it; empty where there is none."""
    node = block.node(key)
    if isinstance(node, yaml.MappingNode):
        return block.plain(key)
    if node is not None:
        block.wrong(key, "“项目: 内容”")
    return {}


def report(name: str, block: Block, folder: Path, signers: Mapping[str, Signer]) -> Report:
    """One kind of report."""
    kinds: dict[str, Any] = {
        "cut": block.choice("cut", ("public", "internal"), "public"),
        "chosen": block.words("indicators"),
        "secrecy": block.choice("secrecy", ("公开", "内部资料", "秘密", "机密", "绝密"), "公开"),
        "missing": block.choice("missing", ("hold", "mark", "skip"), "mark"),
        "least": block.choice("least", STATUSES[1:], ""),
        "sign_off": signing.sign_off(block, signers),
        "numbering": signing.numbering(block, name),
    }
    found = Report(
        name, block.text("title", needed=True), block.text("template", name),
        keywords=block.words("keywords"),
        meetings=_meetings(block), photos=_photos(block, folder), source_line=block.text("source_line"),
        look=block.text("look", LOOKS[0]), imprint=_imprint(block.block("imprint")), **kinds,
    )  # fmt: skip
    _look(found.look, block, folder)
    if not _NAME.fullmatch(name):
        block.fault("bad_name", "", f"报告的名称“{name}”不能用作文件夹名", "只用字母、数字、汉字、_和-")
    if not _NAME.fullmatch(found.template):
        block.wrong("template", "templates里的一个文件夹名")
    elif not any((folder / "templates" / found.template / "sections").glob("*.md")):
        block.fault(
            "missing_template",
            "template",
            f"templates/{found.template}/sections里没有栏目文件",
            "检查template写的文件夹名",
        )
    block.close()
    return found


def _look(look: str, block: Block, folder: Path) -> None:
    """A look is a layout in the project's templates."""
    known = sorted(path.stem for path in (folder / "templates" / "looks").glob("*.html"))
    if look not in known:
        block.fault(
            "missing_look",
            "look",
            f"没有“{look}”这种版式",
            f"可用：{'、'.join(known) or '无，templates/looks里没有版式'}",
        )


def _imprint(block: Block | None) -> Imprint:
    """版头、版尾 of a report."""
    if block is None:
        return Imprint()
    words = {field.name: block.text(field.name) for field in fields(Imprint) if field.name != "copies"}
    found = Imprint(**words, copies=block.whole("copies", 0, 0, 100000))
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
            if inner.inside("file", photo.file) and not (folder / photo.file).is_file():
                inner.fault("missing_file", "file", f"找不到图片{photo.file}", "检查文件名，或删去这一条")
            inner.close()
            rows.append(photo)
        found[period] = tuple(rows)
    return found


_WEEKDAYS = {"周一": 1, "周二": 2, "周三": 3, "周四": 4, "周五": 5, "周六": 6, "周日": 7}
_LAST_DAY = 31
_CADENCES = ("month", "quarter", "half-year", "year", "week", "day", "hour")


def schedule(name: str, block: Block, reports: Mapping[str, Report], groups: Mapping[str, object]) -> Schedule | None:
    """When a report is due."""
    of = block.text("report", needed=True)
    if of and of not in reports:
        block.wrong("report", "reports里的一份报告", f"可用：{'、'.join(reports)}")
    to = block.words("to", needed=True)
    for group in to:
        if group not in groups:
            block.fault("unknown_group", "to", f"收件人里没有“{group}”这一组", f"可用：{'、'.join(groups)}")
    cron = block.text("cron")
    every = block.choice("every", _CADENCES, "month", needed=not cron)
    when = _by_cron(block, cron) if cron else _by_clock(block, every)
    kinds: dict[str, Any] = {
        "workday": block.choice("workday", ("following", "preceding", "none"), "none" if cron or every == "hour" else "following"),
        "period": block.choice("period", workdays.SAID),
        "catch_up": block.choice("catch_up", ("latest", "all", "none"), "latest"),
        "overlap": block.choice("overlap", ("queue", "skip"), "queue"),
        "catch_up_days": block.whole("catch_up_days", 0, 0, 3660),
        "deadline_hours": block.whole("deadline_hours", 24, 1, 2400),
    }  # fmt: skip
    rest: dict[str, Any] = {
        "month": block.whole("month", 1, 0, 24), "start": block.date("start"), "end": block.date("end"),
        "paused": block.truth("paused", default=False),
    }  # fmt: skip
    if rest["start"] and rest["end"] and rest["end"] < rest["start"]:
        block.wrong("end", f"{rest['start']}或以后的日期")
    block.close()
    if not of or of not in reports or when is None:
        return None
    return Schedule(name, of, to=to, **when, **kinds, **rest)


def _by_cron(block: Block, cron: str) -> dict[str, Any] | None:
    """The day and time of a crontab line."""
    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - few have one

    for key in ("every", "day", "time"):
        if block.has(key):
            block.text(key)
            block.fault("two_ways", key, f"写了cron就不再写{key}", "两种写法留下一种")
    try:
        CronSim(cron, dt.datetime(2018, 1, 1))  # noqa: DTZ001 - only to see whether it can be read
    except CronSimError:
        block.wrong("cron", "五项的crontab写法：分 时 日 月 星期", "如每月20日九点写作“0 9 20 * *”")
        return None
    if len(cron.split()) != _FIELDS:
        block.wrong("cron", "五项：分 时 日 月 星期", "如每月20日九点写作“0 9 20 * *”")
        return None
    return {"every": "cron", "day": 1, "time": dt.time(), "cron": cron}


def _by_clock(block: Block, every: str) -> dict[str, Any] | None:
    """The day and time of a schedule that an office can read."""
    at = dt.time(minute=block.whole("minute", 0, 0, 59)) if every == "hour" else block.time("time")
    day: int | str = 1
    nth = "day"
    if every == "week":
        day = _WEEKDAYS[block.choice("day", tuple(_WEEKDAYS), "周一", needed=True)]
    elif every not in {"day", "hour"}:
        said = block.text("day", needed=True)
        if not said:
            return None
        nth, day = _day_of_month(block, said)
    if at is None:
        return None
    return {"every": every, "day": day, "time": at, "nth": nth}


def _day_of_month(block: Block, said: str) -> tuple[str, int | str]:
    """``20``, ``last``, ``workday 3``, ``last workday``."""
    nth = "workday" if "workday" in said.split() else "day"
    day = " ".join(word for word in said.split() if word != "workday")
    if day == "last":
        return nth, day
    if day.isdecimal() and 1 <= int(day) <= _LAST_DAY:
        return nth, int(day)
    block.wrong("day", "1到31之间的整数、last、workday 3（第3个工作日）或last workday")
    return nth, 1
