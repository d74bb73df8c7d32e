"""A waiver lets exactly one finding pass, and says who let it and why."""

from __future__ import annotations

from dataclasses import replace

from reporter.model.finding import Finding, Place
from reporter.proof import waivers

FOUND = Finding("short_year", "error", Place(part="“项目”：“18年”"), "“18年”：年份不是四位。", "写“2018年”", "18年")
GIVEN = waivers.Waiver(FOUND.mark, FOUND.rule, str(FOUND), "=原文如此", "张三", "2018-08-07")
FILES = {waivers.path("half_year", "2018-H1"): waivers.written([GIVEN])}


def test_the_named_finding_no_longer_blocks_and_tells_who_and_why() -> None:
    """It becomes a warning, which travels with the run to the signer."""
    (judged,) = waivers.judged([FOUND], FILES, "half_year", "2018-H1")
    assert judged.severity == "warning"
    assert "张三于2018-08-07放行：" in judged.message
    assert "原文如此" in judged.message


def test_another_finding_still_blocks() -> None:
    """Other words, another place, another period: the waiver was not given for these."""
    others = [replace(FOUND, message="“17年”：年份不是四位。"), replace(FOUND, place=Place(part="别处"))]
    assert [one.severity for one in waivers.judged(others, FILES, "half_year", "2018-H1")] == ["error", "error"]
    assert waivers.judged([FOUND], FILES, "half_year", "2018-Q1")[0].severity == "error"


def test_a_line_without_reason_or_name_waives_nothing() -> None:
    """Nobody's word, or no reason, is no waiver; a broken file waives nothing."""
    for bad in (replace(GIVEN, reason=""), replace(GIVEN, by="")):
        assert waivers.read(waivers.written([bad])) == ()
    assert waivers.read(b"\xff\xfenonsense") == ()
