"""The corpus: every planted fault is found under its name, and nothing is said about right wording."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reporter.model.finding import Place
from reporter.proof.rules import RULES, Paragraph, review, review_text

CORPUS = Path(__file__).parent / "corpus"


def _rows(name: str) -> list[dict[str, str]]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = _rows("cases.csv")
BULLETINS = _rows("bulletins.csv")


def _found(text: str) -> set[tuple[str, str]]:
    """What is found in a case, by rule and severity."""
    return {(finding.rule, finding.severity) for finding in review_text(text.replace("¶", "\n"))}


def _wanted(case: dict[str, str]) -> set[tuple[str, str]]:
    return set() if case["expect"] == "none" else {(case["rule"], case["expect"])}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}-{case['text'][:24]}" for case in CASES])
def test_a_case_is_judged_as_written(case: dict[str, str]) -> None:
    """A wrong wording has exactly its one finding; a right one has none."""
    assert _found(case["text"]) == _wanted(case)


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    """Both are 100 % over the corpus, which holds at least 150 cases, right and wrong in equal number."""
    hits = misses = alarms = 0
    for case in CASES:
        wanted, found = _wanted(case), _found(case["text"])
        hits, misses, alarms = hits + len(wanted & found), misses + len(wanted - found), alarms + len(found - wanted)
    right = sum(case["expect"] == "none" for case in CASES)
    with capsys.disabled():
        print(
            f"\nproof corpus: {len(CASES)} cases, {right} right; precision {hits / (hits + alarms):.1%}, recall {hits / (hits + misses):.1%}"
        )
    assert (misses, alarms) == (0, 0)
    assert len(CASES) >= 150
    assert 2 * right == len(CASES)


@pytest.mark.parametrize("row", BULLETINS, ids=[row["text"][:24] for row in BULLETINS])
def test_printed_bulletins_have_no_false_error(row: dict[str, str]) -> None:
    """What statistics offices printed gives no error."""
    assert [found for found in _found(row["text"]) if found[1] == "error"] == []


def test_every_rule_has_cases() -> None:
    """A rule without a planted fault and a right wording is not accepted."""
    for wrong in (True, False):
        assert {rule.name for rule in RULES} <= {case["rule"] for case in CASES if (case["expect"] != "none") == wrong}


def test_a_finding_says_what_why_and_what_instead() -> None:
    """Rule, place, words, reason and suggested wording are all there."""
    (found,) = review_text("第一句。\n截止6月底，已开工25个项目。")
    assert (found.rule, found.severity, found.words) == ("cutoff_word", "error", "截止6")
    assert found.place.line == 2
    assert "截至" in found.advice


@pytest.mark.parametrize(
    ("areas", "text", "drifts"),
    [
        (("全区", "全市"), "全县投资增长11.6%。", ["全县"]), (("全区", "全市"), "我市投资增长11.6%，全省增长8.1%。", []),
        (("全市", "全省"), "我区投资增长11.6%，全市增长8.1%。", ["我区"]), (("全市", "全省"), "全省增长8.1%，我市增长9%。", []),
        (("全区", "全市"), "健全市场体系，保障安全区域，我县消费回暖。", ["我县"]), (("全省", "全国"), "全市增长8.1%。", ["全市"]),
    ],
)  # fmt: skip
def test_an_office_is_called_by_its_own_level(areas: tuple[str, str], text: str, drifts: list[str]) -> None:
    """In its own report, the words for its area follow from the office's settings."""
    found = review([Paragraph(text)], lambda *_: Place(), areas)
    assert [one.words for one in found if one.rule == "entity_drift"] == drifts
