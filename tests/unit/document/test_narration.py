"""What a section file asks for is told by the patterns of an official text, refused by name, and never carried forward."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from reporter import facts
from reporter.document import compose
from reporter.document.check import check
from reporter.document.tables import targets
from reporter.model.document import Document, plain
from reporter.model.finding import Finding, Place
from reporter.model.period import Period
from reporter.model.record import Task
from reporter.model.snapshot import Snapshot
from reporter.project.reading import Faultfinder
from reporter.project.registers import registers
from tests.second.snapshots import PERIOD, snapshot
from tests.unit.facts.test_facts import seen


def composed(shot: Snapshot) -> Document:
    """The document of a snapshot."""
    return compose(shot, facts.Book(shot))


def words(document: Document) -> str:
    """The lead without its elements."""
    return re.sub(r"<[^>]+>", "", document.lead).strip()


def errors(document: Document) -> list[Finding]:
    """What would block it."""
    return [finding for finding in document.findings if finding.severity == "error"]


LEAD = "templates/monthly/sections/10-lead.md"


def faults(text: str, cut: str = "internal") -> list[tuple[str, int]]:
    """Rule and line of what the check finds in a text; all of it is in the file of that text."""
    shot = snapshot(text, cut=cut)
    found = check(shot.files, shot.report, shot.indicators, shot.registers, facts.kinds())
    assert {finding.place.file for finding in found} <= {LEAD}
    return [(finding.rule, finding.place.line) for finding in found]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{{ growth("规上工业企业利润总额") }}', "negative_base"),
        ('{{ list("growth", "固定资产投资", "规上工业企业利润总额") }}', "negative_base"),
        ('{{ growth("没有的") }}', "unknown_indicator"),
        ('{{ growth("政务服务网办率") }}', "pct_vs_pp"),
        ('{{ computed_growth("固定资产投资") }}', "growth_not_computable"),
        ('{{ total("工业投资", plus="民间投资") }}', "overlapping_parts"),
        ('{{ total("固定资产投资", plus="民间投资") }}', "overlapping_parts"),
        ('{{ total("固定资产投资", plus="固定资产投资") }}', "overlapping_parts"),
        ('{{ total("固定资产投资", plus="新设企业") }}', "mixed_unit"),
        ('{{ level("固定资产投资", scope="全市") }}', "unknown_option"),
        ('{{ narrate(theme="工叶") }}', "unknown_theme"),
        ("{{ narrate() }}", "wrong_arguments"),
        ('{{ progress("没有的") }}', "unknown_indicator"),
        ('{{ judged("固定资产投资", "paces") }}', "unknown_option"),
        ('{{ compare("固定资产投资") }}。其中，{{ list("growth", "全社会用电量") }}', "not_a_part"),
        ('投资增长{{ growth("固定资产投资") }}', "double_verb"),
        ('投资下降了{{ growth("固定资产投资", bare=true) }}', "double_verb"),
    ],
)
def test_what_the_dictionary_forbids_is_found_before_any_run(text: str, rule: str) -> None:
    """Rule, file and line, from the dictionary alone."""
    assert (rule, 3) in faults(f"好。\n\n{text}。")


def test_shortfalls_are_for_the_internal_cut() -> None:
    """The check refuses problems() in a public report; a production that skipped it prints nothing of them."""
    text = "好。\n\n{{ problems() }}"
    assert faults(text) == []
    assert faults(text, cut="public") == [("internal_only", 3)]
    assert words(composed(snapshot(text, cut="public"))) == "好。"


@pytest.mark.parametrize(
    ("text", "rule", "rows"),
    [
        ('{{ growth("固定资产投资") }}', "negative_base", (("固定资产投资", "level", "-1", "2023-H1"),)),
        ('{{ growth("固定资产投资") }}', "zero_base", (("固定资产投资", "level", "0", "2023-H1"),)),
        ('{{ rank("全社会用电量") }}', "rank_without_scope", (("全社会用电量", "rank", "2", "2024-H1"),)),
        (
            '{{ total("装备制造业产值", plus="其他行业产值") }}',
            "sum_mismatch",
            (("规上工业总产值", "level", "200", "2024-H1"),),
        ),
    ],
)
def test_what_only_the_figures_forbid_stops_the_run(
    text: str, rule: str, rows: tuple[tuple[str, str, str, str], ...]
) -> None:
    """An error with file, line, rule and the sentence; the clause itself is not printed."""
    sent = tuple(
        replace(seen(name, measure, value, period=Period.parse(code)), basis="")  # type: ignore[arg-type]
        for name, measure, value, code in rows
    )
    document = composed(snapshot(f"好。\n\n某项{text}。", rows=sent))
    (found,) = errors(document)
    assert (found.rule, found.place.file, found.place.line) == (rule, LEAD, 3)
    assert "原文" in found.message
    assert words(document) == "好。"


def test_two_rough_figures_are_not_divided() -> None:
    """约3100 of 约9000 is refused at the run, with file, line and rule, whether it is asked for itself or as part of a progress."""
    rough = replace(seen("实际使用外资", "target", "9000", period=Period.parse("2024")), qualifier="约", unit="万美元")
    for asked in ('外资{{ target_progress("实际使用外资") }}', '{{ progress("实际使用外资") }}'):
        document = composed(snapshot(f'外资{{{{ level("实际使用外资") }}}}。\n\n{asked}。', rows=(rough,)))
        assert [(found.rule, found.place.file, found.place.line) for found in errors(document)] == [
            ("rough_ratio", LEAD, 3)
        ]
        assert words(document) == "外资约3100万美元。"


def test_a_fault_within_a_list_of_the_front_matter_has_its_own_line() -> None:
    """Of key figures, charts and tables the very entry is named, by the check and by the run."""
    head = (
        "---\nstrip:\n  - label: 投资\n    value: '{{ level(\"固定资产投资\") }}'\n  - label: 利润\n    value: '{{ growth(\"规上工业企业利润总额\") }}'\n"
        "    note: 第9名\ncharts:\n  - id: a\n    kind: growth_bars\n    of: [没有的]\n---\n好。"
    )
    assert sorted(faults(head)) == [("bare_numeral", 7), ("negative_base", 6), ("unknown_indicator", 11)]
    sound = head.replace("没有的", "外贸出口").replace("第9名", "同比")
    gone = composed(snapshot(sound)).findings
    assert {(found.rule, found.place.file, found.place.line) for found in gone} >= {
        ("missing_fact", LEAD, 6),
        ("empty_figure", LEAD, 9),
    }


TASKS = """\
- id: folded
  section: next
  since: 2024-07-01
  until: 2024-12-31
  text: >-
    盯紧目标。
    新增企业88家，
    固定资产投资{{ level("没有的") }}，
    固定资产投资较快增长，{{ rank("全社会用电量") }}。
"""


def test_a_fault_in_a_folded_text_of_a_register_has_its_own_line(tmp_path: Path) -> None:
    """Numbers, placeholders and judgement words of a task that takes several lines, by the check and by the run."""
    (tmp_path / "tasks.yaml").write_text(TASKS, encoding="utf-8")
    shot = snapshot('{{ tasks("next") }}', rows=(seen("全社会用电量", "rank", "2", period=PERIOD),))
    shot = replace(shot, registers=registers(tmp_path, ".", Faultfinder()))
    found = check(shot.files, shot.report, shot.indicators, shot.registers, facts.kinds())
    assert [(one.rule, one.place.file, one.place.line) for one in found] == [
        ("unknown_indicator", "./tasks.yaml", 8), ("bare_numeral", "./tasks.yaml", 7),
    ]  # fmt: skip
    sound = TASKS.replace("88家", "多家").replace("没有的", "固定资产投资")
    (tmp_path / "tasks.yaml").write_text(sound, encoding="utf-8")
    document = composed(replace(shot, registers=registers(tmp_path, ".", Faultfinder())))
    assert sorted((one.rule, one.place.line) for one in errors(document)) == [
        ("rank_without_scope", 9), ("stale_words", 9),
    ]  # fmt: skip
    assert words(document) == "盯紧目标。"


def test_a_theme_without_data_is_silent_and_noted() -> None:
    """Nothing is printed; the notes name the theme, and the figure with its department and day."""
    document = composed(snapshot('好。{{ narrate(theme="外贸") }}'))
    assert words(document) == "好。"
    notes = [plain_of(note) for note in document.notes]
    assert any("“外贸”方面没有本期数据" in note for note in notes)
    assert any("外贸出口（商务局，应于7月18日前报送）" in note for note in notes)


def test_a_growth_that_is_aimed_at() -> None:
    """A target in per cent of what is not itself a rate is one of its growth: with its verb, in a row and in the table."""
    aim = replace(
        seen("规上工业增加值", "target", "7", period=Period.parse("2024")),
        unit="%",
        comparator="力争",
        qualifier="左右",
    )
    document = composed(snapshot('{{ aims("规上工业增加值") }}。{{ progress("规上工业增加值") }}。', rows=(aim,)))
    assert words(document) == "力争全年规上工业增加值增长7%左右。"
    assert not errors(document)
    shot = snapshot(rows=(aim,))
    table = targets.plan({"规上工业增加值": shot.indicators["规上工业增加值"]}, facts.Book(shot))
    assert table is not None
    said = [plain(cell) for cell in table.rows[0].cells]
    assert said[:3] == ["规上工业增加值", "力争增长7%左右", "下降2.4%"]


def test_how_a_source_wrote_a_figure_is_not_printed() -> None:
    """What was sent in 万元 is said in the dictionary's unit; only remarks of a department stand in the notes."""
    rows = [
        replace(seen("固定资产投资", "level", "48", period=PERIOD), note=note)
        for note in ("原表为480000万元", "含跨区项目")
    ]
    said = [" ".join(composed(snapshot('{{ level("固定资产投资") }}', rows=(row,))).notes) for row in rows]
    assert "原表" not in said[0]
    assert "含跨区项目" in said[1]


def plain_of(note: str) -> str:
    """A note without its elements."""
    return re.sub(r"<[^>]+>", "", note)


def test_nothing_is_carried_forward() -> None:
    """May's rate never stands in for June's that is not in."""
    late = replace(seen("固定资产投资", "growth", None, period=PERIOD), basis="同比")
    level = replace(seen("固定资产投资", "level", None, period=PERIOD), basis="")
    said = words(composed(snapshot('{{ narrate("固定资产投资") }}好。', rows=(late, level))))
    assert "4.1" not in said
    assert "48" not in said


def test_parts_that_mix_directions_each_have_their_verb() -> None:
    """其中 only for parts; a part whose whole is not asked for is told without it."""
    said = words(composed(snapshot('{{ narrate("固定资产投资", "工业投资", "民间投资") }}{{ narrate("民间投资") }}')))
    assert "其中，工业投资增长3.2%，民间投资下降11.7%。" in said
    assert said.endswith("1—6月，民间投资同比下降11.7%。")


def test_a_judgement_word_is_said_twice_at_most() -> None:
    """Words take turns, and then a plain verb is said; another band has other words."""
    text = "。".join(['{{ judged("固定资产投资") }}'] * 5)
    assert words(composed(snapshot(f"{text}。"))).rstrip("。").split("。") == [
        "下降较多",
        "降幅较大",
        "下降较多",
        "降幅较大",
        "下降",
    ]


def test_words_that_a_figure_has_not_earned_are_found() -> None:
    """较快增长 typed over a fall is an error, a milder mistake a warning; both show the words and the figure."""
    document = composed(
        snapshot('固定资产投资较快增长，{{ growth("固定资产投资") }}。\n规上工业增加值下降较多。社零略有下降。')
    )
    told = [(finding.rule, finding.severity, finding.place.line) for finding in document.findings]
    assert told == [("stale_words", "error", 1), ("stale_words", "warning", 2)]
    assert "较快增长" in document.findings[0].message
    assert "下降5.6%" in document.findings[0].message


@pytest.mark.parametrize(
    ("words", "stale"),
    [
        ("固定资产投资降幅扩大", False),
        ("固定资产投资降幅收窄", True),
        ("社会消费品零售总额由正转负", False),
        ("社会消费品零售总额由负转正", True),
        ("规上工业企业利润总额扭亏为盈", True),
        ("规上工业企业利润总额减亏", False),
        ("区级重点项目快于序时进度", True),
        ("区级重点项目落后序时进度", False),
        ("规上工业增加值高于全市", True),
        ("规上工业增加值低于全市，固定资产投资高于全国", False),
        ("规上服务业营业收入增速回落", False),
    ],
)
def test_claims_typed_by_hand_are_held_against_the_figures(words: str, stale: bool) -> None:
    """What no figure bears out while one says the opposite is found; where there is no figure, a person's word stands."""
    document = composed(snapshot(f"好。\n{words}。"))
    assert [(finding.rule, finding.place.line) for finding in errors(document)] == (
        [("stale_words", 2)] if stale else []
    )


def test_a_list_of_the_public_cut_is_no_lack() -> None:
    """What people left out of the public cut is neither told, nor noted as missing."""
    shot = snapshot('{{ narrate(theme="外贸、投资") }}', cut="public")
    shot = replace(shot, report=replace(shot.report, chosen=("固定资产投资",)))
    document = composed(shot)
    assert "固定资产投资" in words(document)
    assert "民间投资" not in words(document)
    assert "全市" not in words(document)
    assert not [note for note in document.notes if "外贸" in note or "基础设施" in note]


def test_the_words_of_one_period_and_new_figures() -> None:
    """An override survives; when the figure changes, its judgement is shown beside the figure with file and line."""
    own = '今年以来，固定资产投资下降较多，{{ growth("固定资产投资") }}。'
    before = composed(snapshot("模板。", file=own))
    assert words(before) == "今年以来，固定资产投资下降较多，下降5.6%。"
    assert before.findings == ()
    better = replace(seen("固定资产投资", "growth", "6.2", period=PERIOD), basis="同比")
    after = composed(snapshot("模板。", file=own, rows=(better,)))
    (found,) = errors(after)
    assert (found.rule, found.place.file, found.place.line) == ("stale_words", "texts/monthly/2024-H1/10-lead.md", 1)
    assert "“下降较多”" in found.message
    assert "“增长6.2%”" in found.message
    assert "较快增长" in found.advice


def test_an_override_whose_figure_is_gone_shows_its_sentence() -> None:
    """The finding names file and line of the period's own text, and quotes it."""
    gone = replace(seen("规上工业增加值", "growth", None, period=PERIOD), basis="同比")
    document = composed(snapshot("模板。", file='工业{{ growth("规上工业增加值") }}，形势复杂。好。', rows=(gone,)))
    (found,) = [finding for finding in document.findings if finding.rule == "missing_fact"]
    assert found.place.file == "texts/monthly/2024-H1/10-lead.md"
    assert "形势复杂" in found.message
    assert words(document) == "好。"


def test_a_figure_that_is_not_there_is_told_once() -> None:
    """However many sentences and kinds of fact ask for it, one finding names it and the department."""
    gone = replace(seen("规上工业增加值", "growth", None, period=PERIOD), basis="同比")
    text = '工业{{ growth("规上工业增加值") }}。工业比上年同期{{ difference("规上工业增加值") }}。工业{{ growth("规上工业增加值") }}。'
    document = composed(snapshot(text, rows=(gone,)))
    (found,) = [finding for finding in document.findings if finding.rule == "missing_fact"]
    assert "规上工业增加值" in found.message


def test_a_mark_stands_once_behind_figures_computed_one_after_the_other() -> None:
    """Progress, distance, what is owed and a month's need carry one （推算）."""
    said = words(composed(snapshot('{{ progress("新设企业") }}。')))
    assert said.count("（推算）") == 1
    assert said.endswith("月均需170家（推算）。")


def test_a_late_figure_says_its_period_once() -> None:
    """1—5月 before the verb; a bare number has it behind."""
    assert (
        words(composed(snapshot('规上服务业营业收入{{ growth("规上服务业营业收入") }}。')))
        == "规上服务业营业收入1—5月下降1.1%。"
    )
    assert words(composed(snapshot('{{ growth("规上服务业营业收入", bare=true) }}。'))) == "−1.1%（1—5月）。"


def test_formulas_in_the_notes_know_their_inputs() -> None:
    """Every number of a formula is a fact of the document, asked for by a text or not."""
    document = composed(snapshot('{{ progress("新设企业") }}。'))
    (note,) = [note for note in document.notes if "推算：" in note]
    assert 'data-fact="新设企业:target@2024"' in note
    assert {"新设企业:level@2024-H1", "新设企业:target@2024"} <= {fact.id for fact in document.facts}


@pytest.mark.parametrize(("claim", "stale"), [("降幅收窄", True), ("降幅扩大", False), ("较快增长", True)])
def test_claims_in_tasks_and_events_are_held_against_the_figures(claim: str, *, stale: bool) -> None:
    """The finding names the register's file and line; a row that is not told claims nothing."""
    told = Place("data/registers/tasks.yaml", 7)
    rest = (dt.date(2024, 7, 1), dt.date(2024, 12, 31))
    task = Task("claim", f"固定资产投资{claim}，要趁势而上。", *rest, section="next", place=told)
    shot = snapshot('{{ tasks("next") }}')
    for rows, found in (((task,), stale), ((replace(task, section="other"),), False)):
        document = composed(replace(shot, registers=replace(shot.registers, tasks=rows)))
        assert [finding.place for finding in errors(document) if finding.rule == "stale_words"] == (
            [told] if found else []
        )
