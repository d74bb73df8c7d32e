"""Charts ask the facts and find what to say; what is missing is left open, never 0."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reporter import facts, sandbox
from reporter.document import chart_check, charts
from reporter.errors import ProductionError
from reporter.facts import Book
from reporter.model.document import Mention, plain
from reporter.model.edition import EditionKey
from reporter.model.finding import Place
from reporter.model.indicator import Indicator, Part
from reporter.model.observation import Measure, Observation
from reporter.model.office import Office, Report
from reporter.model.period import Period
from reporter.model.record import Project, Registers
from reporter.model.snapshot import Snapshot

if TYPE_CHECKING:
    from reporter.model.document import Figure

ROOT = Path(__file__).resolve().parents[3]
H1 = Period.parse("2024-H1")
NAMES = {
    "固定资产投资": "亿元",
    "工业增加值": "亿元",
    "外贸出口": "亿元",
    "新增企业": "家",
    "服务满意率": "%",
    "甲类项目": "个",
    "乙类项目": "个",
}
INDICATORS = {name: Indicator(name, unit, department="统计办") for name, unit in NAMES.items()}
REGISTERS = Registers(
    projects=(
        Project("会展中心", "在建", "重点项目"),
        Project("体育中心", "竣工", "重点项目"),
        Project("未定项目", "", "重点项目"),
    )
)
MONTHS = {"M01..M02": ("9.8", "48.2"), "Q1": ("8.1", "86.5"), "M01..M05": ("6.9", "160.9"), "H1": ("6.4", "205.3")}
"""Cumulative growth and level; January was not issued, April not reported."""


def seen(name: str, measure: Measure, value: str | None, period: str = "2024-H1", **more: Any) -> Observation:
    """One figure."""
    return Observation(
        name, measure, more.pop("area", ""), Period.parse(period), None if value is None else Decimal(value),
        department="统计办", **more,
    )  # fmt: skip


FIGURES = (
    *(seen("固定资产投资", "growth", growth, f"2024-{end}", basis="同比") for end, (growth, _) in MONTHS.items()),
    *(seen("固定资产投资", "level", level, f"2024-{end}") for end, (_, level) in MONTHS.items()),
    seen("固定资产投资", "growth", None, "2024-M01"),
    seen("工业增加值", "growth", "-2.4", "2024-M01..M02", basis="同比"), seen("工业增加值", "growth", "-1.1", basis="同比"),
    seen("固定资产投资", "difference", "1.6", basis="同比"),
    seen("固定资产投资", "growth", "7.4", area="示例市"), seen("工业增加值", "growth", "3.3", area="示例市"),
    seen("固定资产投资", "growth", "9.0", area="甲区"), seen("固定资产投资", "growth", "-3.0", area="乙区"),
    seen("固定资产投资", "rank", "2", scope="全市 增速"),
    seen("甲类项目", "level", "22"), seen("乙类项目", "level", "33"), seen("服务满意率", "level", "99.88"),
    seen("甲类项目", "completion", "72.3"), seen("乙类项目", "completion", "41.6"),
    seen("新增企业", "level", "700", qualifier="余"), seen("服务满意率", "share", "52.21", scope="全部事项"),
    seen("服务满意率", "target", "100", "2024"),
)  # fmt: skip


def snapshot(*figures: Observation, files: dict[str, bytes] | None = None) -> Snapshot:
    """The district's first half-year."""
    return Snapshot(
        EditionKey("bulletin", "public", "", H1), Office("示例区", "示例区"), Report("bulletin", "运行快报", "bulletin"),
        dt.datetime(2024, 7, 20, tzinfo=dt.UTC), dt.date(2024, 7, 22), INDICATORS, figures or FIGURES, REGISTERS, files or {},
    )  # fmt: skip


def planned(kind: str, *figures: Observation, **options: object) -> Figure:
    """The figure that a section file asks for."""
    figure = charts.plan({"id": "x", "kind": kind, **options}, Book(snapshot(*figures)), REGISTERS)
    assert figure is not None
    return figure


@pytest.mark.parametrize("kind", ["trend", "columns_line", "panels"])
def test_january_is_open_and_a_missing_month_is_a_gap(kind: str) -> None:
    """1—2月 is one joined slot, January has none, April keeps its slot without a mark, and nothing is drawn at 0."""
    figure = planned(kind, of=["固定资产投资"])
    slots = figure.options["slots"]
    assert [slot.name for slot in slots] == ["1—2月", "1—3月", "1—4月", "1—5月", "1—6月"]
    assert [slot.joined for slot in slots] == [True, False, False, False, False]
    assert {mark.label for mark in figure.marks} == {"1—2月", "1—3月", "1—5月", "1—6月"}
    assert all(mark.value for mark in figure.marks)


def test_single_months_join_january_and_february() -> None:
    """当月: 1—2月 where January was not issued; both months by themselves where both were."""
    joined = planned(
        "trend", seen("工业增加值", "growth", "5", "2024-M01..M02"), seen("工业增加值", "growth", "6", "2024-M03"),
        seen("工业增加值", "growth", "4", "2024-M06"), of=["工业增加值"], monthly=True,
    )  # fmt: skip
    assert [slot.name for slot in joined.options["slots"]] == ["1—2月", "3月", "4月", "5月", "6月"]
    single = planned(
        "trend", *(seen("工业增加值", "growth", "5", f"2024-M0{month}") for month in (1, 2, 6)),
        seen("工业增加值", "growth", "5", "2024-M01..M02"), of=["工业增加值"], monthly=True,
    )  # fmt: skip
    assert [mark.label for mark in single.marks] == ["1月", "2月", "6月"]


def test_a_dumbbell_compares_with_the_parent_area() -> None:
    """Own and parent rate of each indicator; the finding names who is above and who below."""
    figure = planned("dumbbell", of=["固定资产投资", "工业增加值"], parent="示例市")
    assert [(mark.label, mark.text) for mark in figure.marks] == [
        ("固定资产投资", "6.4%"), ("固定资产投资", "7.4%"), ("工业增加值", "−1.1%"), ("工业增加值", "3.3%"),
    ]  # fmt: skip
    assert plain(figure.title) == "各项增速低于示例市"


def test_a_ranking_says_its_place_only_when_the_list_is_complete() -> None:
    """With every peer in, the reported place stands in title and plot; with one missing it stands nowhere, and a note says so."""
    whole = planned("ranking", of="固定资产投资", own="示例区", areas=["甲区", "乙区"], parent="示例市")
    assert plain(whole.title) == "示例区固定资产投资增长6.4%，增幅居全市第2位"
    assert [mark.label for mark in whole.marks if mark.group in {"own", "peer"}] == ["甲区", "示例区", "乙区"]
    partial = planned("ranking", of="固定资产投资", own="示例区", areas=["甲区", "乙区", "丙区"], parent="示例市")
    assert not [mark for mark in partial.marks if mark.group == "rank"]
    assert plain(partial.title) == "示例区固定资产投资增长6.4%，低于示例市"
    assert any("不排位次" in plain(note) for note in partial.notes)


def test_projects_stand_at_their_stage() -> None:
    """The furthest first; a project without a stage is left out; an unknown stage is a fault that names it."""
    figure = planned("project_strip", group="重点项目")
    assert [(mark.label, mark.text) for mark in figure.marks] == [("体育中心", "竣工"), ("会展中心", "在建")]
    with pytest.raises(ProductionError, match="阶段“在建”不在"):
        planned("project_strip", group="重点项目", stages=["前期", "竣工"])


def test_parts_that_are_not_all_there_make_no_bar() -> None:
    """Half a sum misleads: without one of its parts a stacked bar is not drawn."""
    asked = {"id": "x", "kind": "stacked", "of": ["甲类项目", "新增企业"]}
    with pytest.raises(ProductionError, match="不能相加"):
        charts.plan(asked, Book(snapshot()), REGISTERS)
    only = snapshot(seen("甲类项目", "level", "22"))
    assert charts.plan({**asked, "of": ["甲类项目", "乙类项目"]}, Book(only), REGISTERS) is None


CROSSED = {
    "甲类项目": replace(INDICATORS["甲类项目"], part_of=(Part("全部项目", additive=False),)),
    "乙类项目": replace(INDICATORS["乙类项目"], part_of=(Part("全部项目", additive=False),)),
}
"""By size and by owner: a project may be in both."""


def test_parts_that_overlap_make_no_bar() -> None:
    """What the dictionary calls overlapping is refused by name when it is planned, figures or none, and by the check before."""
    asked = {"id": "x", "kind": "stacked", "of": ["甲类项目", "乙类项目"]}
    for shot in (snapshot(), snapshot(seen("甲类项目", "level", "22"))):
        with pytest.raises(ProductionError, match="“甲类项目”“乙类项目”同为“全部项目”的其中项"):
            charts.plan(asked, Book(replace(shot, indicators={**INDICATORS, **CROSSED})), REGISTERS)
    (found,) = chart_check.faults(asked, Place(file="x.md"), {**INDICATORS, **CROSSED}, facts.kinds())
    assert "不可相加" in found.message
    assert not list(chart_check.faults(asked, Place(file="x.md"), INDICATORS, facts.kinds()))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"id": "x", "kind": "pie"}, "没有“pie”这种图"),
        ({"kind": "trend", "of": ["固定资产投资"]}, "须写明id"),
        ({"id": "x", "kind": "trend"}, "缺少选项of"),
        ({"id": "x", "kind": "trend", "of": ["固定资产投资"], "colour": "红"}, "不认识的选项colour"),
        ({"id": "x", "kind": "trend", "of": ["固定资产投资"], "monthly": "每月"}, "选项monthly应为true或false"),
        ({"id": "x", "kind": "trend", "of": ["固定资产投资"], "since": "去年"}, "选项since应为期间"),
        ({"id": "x", "kind": "panels", "of": ["固定资产投资"], "fact": "speed"}, "没有“speed”这种事实"),
        ({"id": "x", "kind": "trend", "of": list(NAMES)}, "最多画4项"),
        ({"id": "x", "kind": "rates", "of": ["服务满意率"], "size": "huge"}, "size为full或half"),
        ({"id": "x", "kind": "stacked", "of": ["甲类项目", "新增企业"]}, "单位不同"),
    ],
)
def test_a_block_is_checked_before_there_are_figures(block: dict[str, Any], said: str) -> None:
    """Every fault of a chart's block is one finding with place and advice, whatever the data are."""
    (found,) = chart_check.faults(block, Place(file="20-x.md", line=3), INDICATORS, facts.kinds())
    assert said in found.message
    assert found.severity == "error"
    assert found.place == Place(file="20-x.md", line=3)
    assert found.advice


@pytest.mark.parametrize("kind", ["trend", "columns_line", "panels"])
def test_rough_and_derived_points_are_told(kind: str) -> None:
    """A point's label may find no room: a note names the months whose figure is a 概数."""
    figure = planned(
        kind, seen("外贸出口", "growth", "5", "2024-M01..M02", qualifier="约"), seen("外贸出口", "growth", "6", "2024-Q1"),
        seen("外贸出口", "growth", "7", qualifier="左右"), seen("外贸出口", "level", "5", "2024-Q1"), seen("外贸出口", "level", "7"),
        of=["外贸出口"],
    )  # fmt: skip
    assert "外贸出口1—2月、1—6月为概数。" in [plain(note) for note in figure.notes]


def test_level_with_the_calendar_is_neither_ahead_nor_behind() -> None:
    """50.0% by the middle of the year stands as 持平 in title and plot, never as 落后持平."""
    level, behind = seen("甲类项目", "completion", "50.0"), seen("乙类项目", "completion", "41.6")
    figure = planned("progress", level, behind, of=["甲类项目", "乙类项目"])
    assert plain(figure.title) == "乙类项目慢于序时进度，甲类项目与序时进度持平"
    assert "持平" in [text.text for text in charts.texts(figure)]
    alone = planned("progress", level, of=["甲类项目"])
    assert plain(alone.title) == "甲类项目完成50.0%，与序时进度持平"


def test_where_many_stand_out_none_is_cut() -> None:
    """One bar far beyond the others is cut, the longest of those that are not is drawn whole; two of five are no outliers."""
    names = list(NAMES)[:5]

    def limit(*rates: str) -> object:
        shot = [seen(name, "growth", rate, basis="同比") for name, rate in zip(names, rates, strict=True)]
        return planned("growth_bars", *shot, of=names).options.get("limit")

    assert limit("106", "11.9", "4.1", "0.4", "-3.3") == 11.9
    assert limit("23.1", "19.4", "4.1", "0.4", "-3.3") is None


def test_a_half_figure_that_would_be_too_tall_takes_the_whole_width() -> None:
    """Thirty bars do not fit into half a column."""
    names = [f"指标{chr(0x4E00 + number)}" for number in range(30)]
    shot = snapshot(*(seen(name, "growth", str(number + 1)) for number, name in enumerate(names)))
    shot = replace(shot, indicators={name: Indicator(name, "%") for name in names})
    figure = charts.plan({"id": "x", "kind": "growth_bars", "size": "half", "of": names}, Book(shot), REGISTERS)
    assert figure is not None
    assert figure.size == "full"


def test_a_title_may_be_overwritten() -> None:
    """Rules make the finding; a person's words take its place."""
    figure = planned("trend", of=["固定资产投资"], title="投资还在减速")
    assert figure.title == ("投资还在减速",)
    assert any(isinstance(piece, Mention) for piece in planned("trend", of=["固定资产投资"]).title)


BLOCKS = (
    "{id: a, kind: trend, of: [固定资产投资, 工业增加值]}", "{id: b, kind: columns_line, of: 固定资产投资}",
    "{id: c, kind: columns_line, of: 固定资产投资, shared: true, size: half}", "{id: d, kind: panels, of: [固定资产投资, 工业增加值]}",
    "{id: e, kind: dumbbell, of: [固定资产投资, 工业增加值], parent: 示例市}",
    "{id: f, kind: ranking, of: 固定资产投资, areas: [甲区, 乙区], parent: 示例市}", "{id: g, kind: project_strip, group: 重点项目}",
    "{id: h, kind: growth_bars, of: [固定资产投资, 工业增加值]}", "{id: i, kind: progress, of: [甲类项目, 乙类项目]}",
    "{id: j, kind: stacked, of: [甲类项目, 乙类项目]}", "{id: k, kind: cards, of: [甲类项目, 乙类项目, 新增企业]}",
    "{id: l, kind: rates, of: 服务满意率}", "{id: m, kind: share_bar, of: 服务满意率}",
    "{id: n, kind: slope, of: 固定资产投资, size: half}", "{id: o, kind: steps, of: 服务满意率}",
)  # fmt: skip
"""A chart of every kind."""


def report() -> dict[str, bytes]:
    """The files of a report that cites every chart."""
    cited = "\n\n".join(
        f"{'运行情况总体平稳，各项工作按计划推进。' * 30}各项工作按计划推进{{{{ figure('{block[5]}') }}}}。"
        for block in BLOCKS
    )
    section = "---\ntitle: 图\ncharts:\n" + "".join(f"  - {block}\n" for block in BLOCKS) + f"---\n{cited}"
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in (ROOT / "templates").rglob("*.*")}
    return files | {
        "templates/bulletin/sections/10-lead.md": "---\nheadline: 运行快报\n---\n看图。".encode(),
        "templates/bulletin/sections/20-charts.md": section.encode(),
    }


def test_every_kind_passes_proof_in_one_printed_report() -> None:
    """A report with all kinds is printed, and the PDF read back holds no numeral that nobody accounts for."""
    assert {block.split("kind: ")[1].split(",")[0] for block in BLOCKS} == set(charts.kinds())
    made = sandbox.call(snapshot(files=report()), target="reporter.press:make", seconds=120, megabytes=1500)
    found = [row["said"] for row in json.loads(made["findings.json"]) if row["severity"] == "error"]
    assert found == []


def test_a_late_figure_says_its_own_period_at_its_mark() -> None:
    """1—5月 stands with the number among those of June: in the chart, its words for those who cannot see it, and its proof."""
    from reporter.facts import Book
    from tests.second.snapshots import snapshot as second

    shot = second()
    spec = {"id": "g", "kind": "growth_bars", "of": ["规上服务业营业收入", "固定资产投资"]}
    made = charts.plan(spec, Book(shot), shot.registers)
    assert made is not None
    assert [mark.text for mark in made.marks] == ["−1.1%（1—5月）", "−5.6%"]
    assert "规上服务业营业收入−1.1%（1—5月）" in made.alt
