"""Lists that departments send become registers: their rows are counted, pointed at, and compared with what is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from reporter import pipeline
from reporter.facts import Book
from reporter.model.edition import EditionKey
from reporter.model.fact import Fact, Missing
from reporter.model.period import Period
from reporter.model.snapshot import Snapshot
from reporter.pipeline.registers import registers_at
from reporter.project import Project, inspect, load
from reporter.store import Store

NOW = dt.datetime(2018, 7, 18, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(1)
H1 = Period(2018, 1, 6)
SCHEDULES = """\
office: {name: 示例区管委会, short: 示例区}
sources:
  library: {kind: excel, path: data/inbox/项目库*.xlsx, department: 发改局}
  tasks: {kind: csv_file, path: data/任务.csv}
  honours: {kind: csv_file, path: data/荣誉.csv}
  news: {kind: csv_file, path: data/大事.csv}
  figures: {kind: csv_file, path: data/进展.csv, department: 发改局, released: 2018-07-10}
registers:
  folder: data/registers
  projects: library
  tasks: tasks
  honours: [honours]
  events: news
reports:
  bulletin: {title: 快报, cut: internal, sign_off: automatic}
"""
INDICATORS = """\
新开工政府投资项目:
  unit: 个
  department: 发改局
  tally: {register: projects, where: {kind: 政府投资}, dated: started}
省市重点项目:
  unit: 个
  kind: stock
  tally: {register: projects, where: {level: [省重点, 市重点]}}
重点项目年度计划投资:
  unit: 亿元
  tally: {register: projects, where: {level: [省重点, 市重点]}, sum: plan}
亮红灯任务:
  unit: 项
  tally: {register: tasks, where: {light: red}}
省级荣誉:
  unit: 项
  tally: {register: honours, where: {scope: 省级}, dated: date}
"""
HEAD = ("序号", "项目名称", "类别", "级别", "年度计划（亿元）", "完成投资（亿元）", "开工日期", "节点", "状态")
ROWS = (
    (1, "甲路", "政府投资", "省重点", 10, 7.5, "2018-03-01", "2018-06-30 主体结顶；2018年12月1日 竣工", "在建"),
    (2, "乙厂", "产业投资", "市重点", 2, 1.2, "2018年5月", "", "在建"),
    (3, "丙桥", "政府投资", "", 3, "——", "2017-11-01", "", "在建"),
)
FILES = {
    "任务.csv": "编号,任务,目标,完成时限,牵头部门,红黄绿灯\nt1,办好实事,十件,2018-12-31,办公室,红\nt2,修路,三条,2018-09-30,建设局,绿灯\n",
    "荣誉.csv": "荣誉名称,日期,授予单位,级别\n先进单位,2018-05-04,省政府,省级\n文明单位,2017-05-04,省政府,省级\n",
    "大事.csv": "日期,内容,照片\n2018-06-29,甲路通车,路.jpg；桥.jpg\n",
    "进展.csv": "indicator,measure,area,period,value\n新开工政府投资项目,level,,2018-H1,3\n省市重点项目,completion,,2018-H1,72.5\n",
}


@dataclass
class Office:
    """A project whose lists come from files."""

    folder: Path
    store: Store

    def send(self, name: str = "项目库7月.xlsx", rows: tuple[tuple[object, ...], ...] = ROWS) -> None:
        """A department sends its list of projects: a title, a heading, rows, a note."""
        book = openpyxl.Workbook()
        for row in (("2018年项目库",), HEAD, *rows, ("注：数据为初步统计",)):
            book.active.append(row)
        book.save(self.folder / "data" / "inbox" / name)

    def pull(self, days: int = 0) -> list[str]:
        """Read everything; what was found."""
        found = pipeline.pull(self.project, self.store, now=NOW + days * DAY, output=self.output)[1]
        return [f"{one.rule} {one.place}" for one in found]

    @property
    def project(self) -> Project:
        """As it is defined now."""
        return load(self.folder)

    @property
    def output(self) -> Path:
        """Where the copies are kept."""
        return self.folder / "output"

    def snapshot(self, moment: dt.datetime = NOW + DAY) -> Snapshot:
        """What a report would know."""
        registers = registers_at(self.project, self.store, self.output, moment)
        key = EditionKey("bulletin", "internal", "", H1)
        return pipeline.snapshot_of(
            self.project, self.store, key, cut_off=moment, report_date=moment.date(), registers=registers
        )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Its project list has not come yet."""
    monkeypatch.setenv("REPORTER_SETTLE_SECONDS", "0.05")
    for folder in ("data/inbox", "data/registers", "templates/bulletin/sections", "templates/looks"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "templates/bulletin/sections/10-lead.md").write_text("概况", encoding="utf-8")
    (tmp_path / "templates/looks/news.html").touch()
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    (tmp_path / "data/indicators.yaml").write_text(INDICATORS, encoding="utf-8")
    for name, text in FILES.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    store = Store.open(f"sqlite:///{tmp_path / 'output' / 'reporter.db'}")
    yield Office(tmp_path, store)
    store.close()


def test_rows_are_read_with_all_that_they_say(office: Office) -> None:
    """Under whatever heading the department gives them, with the cell of each, from a list that was put away."""
    office.send(rows=(ROWS[0], ROWS[2]))
    assert office.pull() == []
    assert not list((office.folder / "data/inbox").glob("*.xlsx"))
    found = office.snapshot().registers
    road, bridge = found.projects
    assert (road.name, road.kind, road.level, road.stage, road.department) == (
        "甲路",
        "政府投资",
        "省重点",
        "在建",
        "发改局",
    )
    assert (road.plan, road.done, road.unit, road.started) == (Decimal(10), Decimal("7.5"), "亿元", dt.date(2018, 3, 1))
    assert [(one.name, one.date) for one in road.milestones] == [
        ("主体结顶", dt.date(2018, 6, 30)), ("竣工", dt.date(2018, 12, 1)),
    ]  # fmt: skip
    assert (bridge.done, road.place.cell, len(road.place.original)) == (None, "A3", 64)
    assert [(one.id, one.goal, one.light, one.deadline) for one in found.tasks] == [
        ("t1", "十件", "red", dt.date(2018, 12, 31)), ("t2", "三条", "green", dt.date(2018, 9, 30)),
    ]  # fmt: skip
    assert [(one.name, one.by, one.scope) for one in found.honours][:1] == [("先进单位", "省政府", "省级")]
    assert [[photo.file for photo in one.photos] for one in found.events] == [["路.jpg", "桥.jpg"]]


def test_counts_sums_shares_and_completion_point_at_their_rows(office: Office) -> None:
    """Computed from the rows, marked as derived, with the formula and every row's cell."""
    office.send(rows=(ROWS[0], (2, "乙厂", "产业投资", "市重点", 2, 1.2, "2018-05-08", "", "在建"), ROWS[2]))
    assert office.pull() == []
    book = Book(office.snapshot())
    values = {
        (name, of): book.ask("tally", name, of=of)
        for name in office.project.indicators for of in ("", "share", "completion")
    }  # fmt: skip
    count = values["新开工政府投资项目", ""]
    assert isinstance(count, Fact)
    assert (count.number, count.derived, [place.cell for place in count.origins]) == ("1个", True, ["A3"])
    assert _number(values["省市重点项目", ""]) == "2个"
    assert _number(values["省市重点项目", "completion"]) == "72.5%"
    assert _number(values["省市重点项目", "share"]) == "66.7%"
    assert _number(values["重点项目年度计划投资", ""]) == "12亿元"
    assert _number(values["亮红灯任务", ""]) == "1项"
    assert _number(values["省级荣誉", ""]) == "1项"
    assert isinstance(values["新开工政府投资项目", "completion"], Fact)


def _number(fact: Fact | Missing) -> str:
    assert isinstance(fact, Fact), fact
    return fact.number


def test_a_reported_total_that_differs_is_told_and_both_are_kept(office: Office) -> None:
    """3 are reported, 1 is in the list; what agrees within its decimals is not told."""
    office.send(rows=(ROWS[0], (2, "乙厂", "产业投资", "市重点", 2, 1.2, "2018-05-08", "", "在建")))
    office.pull()
    shot = office.snapshot()
    assert [(one.rule, one.severity) for one in shot.findings] == [("tally_differs", "warning")]
    assert "汇总是1个" in shot.findings[0].message
    book = Book(shot)
    assert (_number(book.ask("level", "新开工政府投资项目")), _number(book.ask("tally", "新开工政府投资项目"))) == (
        "3个",
        "1个",
    )


def test_a_row_that_cannot_be_read_keeps_its_list_out(office: Office) -> None:
    """With its cell; the list that was known before still counts, and that of a past day can be had again."""
    office.send(rows=(ROWS[0],))
    office.pull()
    office.send("项目库8月.xlsx", ROWS)
    assert office.pull(1) == ["bad_row data/inbox/项目库8月.xlsx 工作表“Sheet” 单元格A4"]
    assert [one.name for one in office.snapshot(NOW + 2 * DAY).registers.projects] == ["甲路"]
    office.send("项目库8月.xlsx", (ROWS[2],))
    assert office.pull(3) == []
    assert [one.name for one in office.snapshot(NOW + 4 * DAY).registers.projects] == ["丙桥"]
    assert [one.name for one in office.snapshot(NOW + 2 * DAY).registers.projects] == ["甲路"]
    assert office.snapshot(NOW - DAY).registers.projects == ()


def test_a_source_that_is_not_there_and_a_field_that_is_none_are_faults(office: Office) -> None:
    """Told with the names that there are."""
    file = office.folder / "schedules.yaml"
    file.write_text(SCHEDULES.replace("projects: library", "projects: libary"), encoding="utf-8")
    words = office.folder / "data/indicators.yaml"
    words.write_text(INDICATORS.replace("sum: plan", "sum: plans"), encoding="utf-8")
    found = inspect(office.folder)[1]
    assert [one.rule for one in found] == ["unknown_source", "unknown_field"]
