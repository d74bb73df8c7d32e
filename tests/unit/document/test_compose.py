"""Section files and facts become a document that says what is known and lists what is not."""

from __future__ import annotations

import re

import pytest

from reporter import facts
from reporter.document import compose
from reporter.document.check import check
from reporter.errors import Faults
from reporter.model.document import Document
from tests.unit.document.example_district import INDICATORS, REGISTERS, book, snapshot


def made(*sections: str) -> Document:
    """The document of these sections."""
    shot = snapshot(*sections)
    return compose(shot, book(shot))


def plain(html: str) -> str:
    """The words without their elements."""
    return re.sub(r"<[^>]+>", "", html).strip()


def test_a_fall_is_said_as_a_fall() -> None:
    """Negative growth is 下降 with a bare number; the machine-readable value keeps its sign."""
    document = made('{{ period("months") }}，工业增加值{{ growth("工业增加值") }}。')
    assert plain(document.lead) == "1—5月，工业增加值下降2.4%。"
    assert 'value="-2.4" data-fact="工业增加值:growth@2024-M01..M05">2.4%<' in document.lead


def test_what_is_missing_is_not_said_but_listed() -> None:
    """An empty figure drops its sentence; the notes name indicator and department; nothing is printed as 0."""
    document = made('外贸出口{{ growth("外贸出口") }}。固定资产投资{{ growth("固定资产投资") }}。')
    assert plain(document.lead) == "固定资产投资增长3.1%。"
    assert any("未报送" in note and "外贸出口（商务局，应于" in note and "6月20日" in note for note in document.notes)
    assert [lack.indicator for lack in document.missing] == ["外贸出口"]
    assert all(fact.indicator != "外贸出口" for fact in document.facts)


def test_what_is_missing_of_an_indicator_that_is_told_is_named() -> None:
    """Whoever reads that a growth is printed is not told that the indicator was not reported, but which figure was not."""
    document = made(
        '固定资产投资{{ growth("固定资产投资") }}。固定资产投资{{ rank("固定资产投资", scope="全市") }}。外贸出口{{ growth("外贸出口") }}。'
    )
    (note,) = [plain(note) for note in document.notes if "未报送" in note]
    assert "固定资产投资的位次（" in note
    assert "外贸出口（" in note


def test_an_optional_figure_is_not_listed() -> None:
    """A month that nobody reported is absent and nobody is reminded."""
    document = made(
        '固定资产投资{{ growth("固定资产投资") }}。当月增速{{ growth("固定资产投资", period="month", optional=true) }}。'
    )
    assert plain(document.lead) == "固定资产投资增长3.1%。"
    assert document.missing == ()


def test_derived_figures_are_marked_and_explained() -> None:
    """35% of the target is marked 推算 in the text, with its formula in the notes."""
    document = made('新增企业{{ target_progress("新增企业") }}，{{ remaining("新增企业") }}。')
    assert plain(document.lead) == "新增企业完成全年目标的35.0%，还差780家（推算）。"
    assert any("35.0%＝420家÷1200家以上" in plain(note) for note in document.notes)


def test_events_and_tasks_come_in_their_time() -> None:
    """What has not happened yet, what lies before the period and tasks that have ended are not told."""
    document = made(
        '{{ peg("fair") }}。{{ peg("later") }}。{{ peg("old") }}。', '---\ntitle: 下一步\n---\n{{ tasks("next") }}'
    )
    assert plain(document.lead) == "5月8日，示例区举办产业对接会。"
    assert plain(document.sections[0].html) == "确保新增企业1200家以上。"


def test_a_slogan_is_used_while_it_is_approved() -> None:
    """An expired one takes its sentence along."""
    assert plain(made('坚持{{ slogan("稳增长") }}。坚持{{ slogan("旧提法") }}。').lead) == "坚持“稳增长”。"


def test_words_of_one_period_take_the_place_of_the_template() -> None:
    """texts/<report>/<period>/<section> overrides the body and keeps the heading."""
    shot = snapshot(
        "导语。",
        "---\ntitle: 标题\n---\n模板的话。",
        files={"texts/bulletin/2024-M01..M05/20-part2.md": "这一期的话。"},
    )
    document = compose(shot, book(shot))
    assert (document.sections[0].title, plain(document.sections[0].html)) == ("标题", "这一期的话。")


def test_a_chart_without_facts_falls_out_with_its_reference() -> None:
    """图1 goes to the chart that is there; a reference to the other one leaves no trace."""
    head = (
        "---\ntitle: 图\ncharts:\n  - {id: gone, kind: growth_bars, of: 外贸出口}\n"
        "  - {id: there, kind: trend, of: 固定资产投资}\n---\n"
    )
    document = made("导语。", head + '一{{ figure("gone") }}，二{{ figure("there") }}。')
    assert plain(document.sections[0].html) == "一，二（见图1）。"
    assert [figure.kind for figure in document.sections[0].figures] == ["trend"]
    assert [mark.text for mark in document.sections[0].figures[0].marks] == ["9.8%", "6.4%", "3.1%"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('好。\n\n{{ growth("没有的") }}。', 3, "没有的"),
        ('{{ grwoth("工业增加值") }}', 1, "growth"),
        ("新增88家企业。", 1, "88"),
        ("好。\n三家企业。", 2, "三"),
        ('{{ peg("nobody") }}', 1, "nobody"),
        ('{{ growth("工业增加值", period="2024-X") }}', 1, "2024-X"),
        ('{{ growth("工业增加值", colour=1) }}', 1, "colour"),
        ('{{ growth("工业增加值" }}', 1, "模板写法有误"),
        ("---\ntitle: 好\nsurprise: 1\n---\n好。", 3, "surprise"),
        ("---\ntitle: [\n---\n好。", 3, "写法有误"),
        ("---\ncharts:\n  - {id: a, kind: pie, of: 工业增加值}\n---\n好。", 3, "pie"),
        ("---\ntitle: 增长9倍\n---\n好。", 2, "“9”"),
    ],
)
def test_faults_of_a_section_are_told_with_their_line(text: str, line: int, says: str) -> None:
    """Unknown names, misspelt placeholders, typed numbers, bad front matter: file, line and a way out."""
    shot = snapshot("导语。", text)
    found = check(shot.files, shot.report, INDICATORS, REGISTERS, facts.kinds())
    assert found
    assert found[0].place.file == "templates/bulletin/sections/20-part2.md"
    assert found[0].place.line == line
    assert says in str(found[0])


def test_a_sound_report_has_no_fault() -> None:
    """Names that hold a numeral may stand in a text."""
    shot = snapshot('示例大道二期通车，工业增加值{{ growth("工业增加值") }}。')
    assert check(shot.files, shot.report, INDICATORS, REGISTERS, facts.kinds()) == ()


def test_a_fault_at_production_is_told_too() -> None:
    """Who skips the check gets the same message with file and line instead of a traceback."""
    shot = snapshot('好。\n{{ growth("没有的") }}')
    with pytest.raises(Faults, match="没有的"):
        compose(shot, book(shot))


def test_a_figure_that_has_nothing_to_show_is_told() -> None:
    """It is not drawn empty, and whoever signs hears of it."""
    front = "---\ntitle: 外贸\ncharts:\n  - {id: trade, kind: growth_bars, of: [外贸出口]}\n---\n外贸平稳。\n"
    document = made("---\nheadline: 示例\n---\n开头。\n", front)
    assert ["trade" in one.message for one in document.findings if one.rule == "empty_figure"] == [True]
    assert document.sections[0].figures == ()
