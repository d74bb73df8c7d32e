"""Each rule of style finds its fault and lets the right wording pass."""

from __future__ import annotations

import pytest

from reporter.proof.style import RULES, review_text

CASES = {
    "half_width_punctuation": (
        ["增长11.6%,增幅第一", "加快建设;推进改革", "目标:完成任务", "努力开创新局面!", "项目(临时)党支部"],
        ["8:30开会", "比例为1.3:57.3", "增长11.6%，增幅第一", "文件data.csv", "AAA, BBB", "11.6"],
    ),
    "doubled_punctuation": (
        ["完成任务。。", "企业，、项目", "（）", "增长，。"],
        ["……这是", "——开发区", "“扬优势”“补短板”", "（临时）"],
    ),
    "double_sign": (["增长-4.8%", "下降−3%", "提高了+2个百分点"], ["增长4.8%", "增长—"]),
    "negative_zero": (["增速为-0.0%", "−0个百分点"], ["-0.5%", "10-05", "下降0.3%"]),
    "zero_growth": (["投资增长0.0%", "下降0个百分点"], ["增长0.5%", "增长10%", "持平"]),
    "padded_date": (["2018年08月07日", "8月07日", "06月底"], ["2018年8月7日", "10月20日", "10月底"]),
    "short_year": (["18年上半年", "自17年6月起"], ["2018年上半年", "第18年的工作"]),
    "until_word": (
        ["截止目前", "截止6月底", "截止到2018年", "截止上半年"],
        ["截至6月底", "数据截止：2018年7月20日24时", "截止日期"],
    ),
    "double_hedge": (
        ["约3亿元左右", "超过50家以上", "近200余家"],
        ["约3亿元", "50%以上", "200余家", "超序时进度，提高到60%以上", "近年来全市以上下联动"],
    ),
    "placeholder_left": (["增长None%", "增长NaN", "{{ growth }}"], ["增长11.6%", "“Nanjing”"]),
    "fall_by_times": (["下降2倍", "减少了三倍"], ["增长2倍", "下降20%"]),
    "arrow_or_sign": (["投资+11.6%", "增速↑"], ["增长11.6%", "A+3"]),
    "hyphen_span": (["1-6月", "1~5月"], ["1—6月", "2018-06"]),
    "range_percent": (["63～68%"], ["63%～68%"]),
    "duplicated_word": (["开发区的的项目", "推进了了"], ["目的的确", "为了"]),
}


def test_every_rule_has_cases() -> None:
    """A rule without a planted fault and a right wording is not accepted."""
    assert set(CASES) == {rule.name for rule in RULES}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, (wrong, _) in CASES.items() for text in wrong])
def test_faults_are_found(rule: str, text: str) -> None:
    """The planted fault is found under its rule's name, in Chinese, with the words."""
    findings = [finding for finding in review_text(text) if finding.rule == rule]
    assert findings, text
    assert findings[0].advice
    assert text[:2] in str(findings[0].place) or text in str(findings[0].place)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, (_, right) in CASES.items() for text in right])
def test_right_wording_passes(rule: str, text: str) -> None:
    """The right wording raises nothing under that rule."""
    assert [finding for finding in review_text(text) if finding.rule == rule] == []


def test_an_official_paragraph_passes() -> None:
    """A paragraph as a statistics office writes it has no finding at all."""
    text = (
        "上半年，开发区固定资产投资增长11.6%，增速比上年同期提高5.1个百分点。其中，交通投资增长106%，民间投资增长17.3%。"
        "14个省市重点项目完成年度计划的72.3%，超序时进度22.3个百分点；截至6月底，约3亿元、700余家、50%以上均为概数……这是会议通报的情况。"
    )
    assert review_text(text) == ()
