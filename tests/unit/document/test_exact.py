"""Promises of facts that are named by their id: found again, checked, and never said the wrong way round."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from reporter import facts
from reporter.document import compose
from reporter.document.check import check
from reporter.model.fact import Fact
from tests.second.snapshots import snapshot
from tests.second.test_chapter import EXAMPLES

FALLEN = 'fact("规上工业增加值:growth@2024-H1", bare=true)'


def composed(text: str) -> tuple[str, list[str]]:
    """The words of a section and the rules that its own words break."""
    shot = snapshot(text)
    document = compose(shot, facts.Book(shot))
    found = [finding.rule for finding in document.findings if finding.severity == "error"]
    return re.sub(r"<[^>]+>", "", document.lead).strip(), found


def test_every_fact_is_found_again_by_its_id() -> None:
    """Whatever the chapter's examples say: asked for by id, the same fact comes back."""
    for text, _ in EXAMPLES:
        shot = snapshot(text)
        document, fresh = compose(shot, facts.Book(shot)), facts.Book(shot)
        for fact in document.facts:
            found = fresh.recall(fact.id)
            assert isinstance(found, Fact), fact.id
            assert replace(found, lagging=fact.lagging) == fact


def test_a_verb_that_goes_with_the_figure_passes() -> None:
    """下降 before a figure that fell is right."""
    assert composed(f"规上工业增加值同比下降{{{{ {FALLEN} }}}}。") == ("规上工业增加值同比下降2.4%。", [])


@pytest.mark.parametrize("before", ["同比增长", "", "较快，提高了"])
def test_a_verb_against_the_figure_is_an_error(before: str) -> None:
    """增长 before a figure that fell, and a fall without any verb, are found."""
    assert composed(f"规上工业增加值{before}{{{{ {FALLEN} }}}}。")[1] == ["stale_words"]


def test_a_figure_that_turns_finds_the_words_out() -> None:
    """A sentence that was right is an error as soon as the figure goes the other way."""
    text = f"规上工业增加值同比下降{{{{ {FALLEN} }}}}。"
    shot = snapshot(text)
    turned = tuple(
        replace(row, value=Decimal("2.4")) if row.indicator == "规上工业增加值" and row.measure == "growth" else row
        for row in shot.observations
    )
    shot = replace(shot, observations=turned)
    assert "stale_words" in {finding.rule for finding in compose(shot, facts.Book(shot)).findings}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{{ fact("规上工业增加值") }}', "unknown_fact"),
        ('{{ fact("没有这个指标:growth@2024-H1") }}', "unknown_fact"),
        ('{{ fact("规上工业增加值:nonsense@2024-H1") }}', "unknown_fact"),
        ('{{ date("37家") }}', "not_a_date"),
        ('{{ date("6月29日，37家") }}', "not_a_date"),
        ("{{ date() }}", "wrong_arguments"),
    ],
)
def test_what_is_no_id_and_no_date_is_refused(text: str, rule: str) -> None:
    """``reporter check`` names the rule; a number does not come in as a date."""
    shot = snapshot(text)
    assert [one.rule for one in check(shot.files, shot.report, shot.indicators, shot.registers, facts.kinds())] == [
        rule
    ]


@pytest.mark.parametrize("words", ["2018年8月6日", "1—6月", "6月", "7月30日至8月5日", "二季度", "18时30分", "2018年"])
def test_a_date_may_be_typed(words: str) -> None:
    """Days, months, spans, quarters, times."""
    assert composed(f'{{{{ date("{words}") }}}}。') == (f"{words}。", [])


def test_a_period_s_title_keeps_the_charts_of_its_section() -> None:
    """Of the front matter a period's own text need only hold what differs."""
    head = (
        "---\nheadline: 原来的题目\nstrip:\n  - label: 工业\n    value: '{{ level(\"规上工业增加值\") }}'\n---\n原文。"
    )
    shot = snapshot(head, file="---\nheadline: 新的题目\n---\n新文。")
    document = compose(shot, facts.Book(shot))
    assert document.headline == "新的题目"
    assert [cell.label for cell in document.strip] == ["工业"]
    assert "新文" in document.lead
