"""Rounding and judgement words are the office's; what a machine may not say, or what is out of order, is refused with its line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.model.wording import Wording
from reporter.project import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCK = """\
wording:
  rounding: half_even
  often: 1
  growth:
    - {from: 8, words: [大幅增长]}
    - {from: 0, words: [增长]}
    - {words: [下滑]}
sources:
"""


def test_the_office_words_it(folder: Path) -> None:
    """Its own bands, its own rounding; the tables that it does not give stay."""
    file = folder / "schedules.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("sources:\n", BLOCK, 1), encoding="utf-8")
    wording = load(folder).office.wording
    assert (wording.rounding, wording.often) == ("half_even", 1)
    assert [wording.words("growth", Decimal(value)) for value in ("9", "3", "-1")] == [
        ("大幅增长",),
        ("增长",),
        ("下滑",),
    ]
    assert wording.pace == Wording().pace


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ("大幅增长", "稳中向好", 8),
        ("大幅增长", "增长8成", 8),
        ("from: 8", "from: 很多", 8),
        ("from: 8", "from: -8", 7),
        ("half_even", "down", 5),
    ],
)
def test_what_may_not_stand_there(
    folder: Path, spoil: Callable[..., list[tuple[str, int, str]]], was: str, now: str, line: int
) -> None:
    """A political judgement, a numeral, no number, bands out of order, a rounding that nobody knows."""
    found = spoil(("sources:\n", BLOCK.replace(was, now)))
    assert line in [at for _, at, _ in found]


@pytest.mark.parametrize(
    ("value", "ahead", "words"),
    [
        ("10.5", "3", ("快速增长", "增势强劲")),
        ("10.5", "1", ("较快增长",)),
        ("10.5", None, ("较快增长",)),
        ("4.9", None, ("平稳增长", "稳步增长")),
        ("0.05", None, ("低速增长", "小幅增长")),
        ("0.04", None, ()),
        ("-2", None, ("小幅下降", "略有下降")),
        ("-3", None, ()),
        ("-5.1", None, ("下降较多", "降幅较大")),
    ],
)
def test_the_table_of_the_domain(value: str, ahead: str | None, words: tuple[str, ...]) -> None:
    """The thresholds of an official text; the strongest word asks for a lead over the parent area as well."""
    assert Wording().words("growth", Decimal(value), None if ahead is None else Decimal(ahead)) == words
