"""What a cell says is read right or refused with words; never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.sources.shape.number import MISSING, NotANumberError, is_mark, parse, said_in


@pytest.mark.parametrize(
    "mark", ["", " ", None, "——", "—", "-", "－", "…", "……", "...", "/", "／", "不详", "*", "**", "空", "　"]
)
def test_marks_mean_missing(mark: str | None) -> None:
    """Every mark in use means missing, which is not 0; the figure keeps what stands in its place."""
    assert parse(mark).value is None
    assert mark is None or mark.strip() in parse(mark).reason or parse(mark) == MISSING
    assert is_mark(mark) == bool(mark and mark.strip())


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (0, "0"), ("0", "0"), ("0.0", "0.0"), (17.0, "17"), (11.6, "11.6"), (1405, "1405"), (-4.8, "-4.8"), ("17.0", "17.0"),
        ("11.6", "11.6"), ("-61.7", "-61.7"), ("－4.8", "-4.8"), ("−4.8", "-4.8"), ("+11.6", "11.6"), ("１１．６", "11.6"),
        ("2,875.63", "2875.63"), ("2，875.63", "2875.63"), ("2 875.63", "2875.63"), ("562642", "562642"), (" 99.88 ", "99.88"),
        ("2.983717e+08", "298371700"), ("9.017445e+07", "90174450"), (0.1 + 0.2, "0.3"), (11.600000000000001, "11.6"), (1e15, "1000000000000000"),
    ],
)  # fmt: skip
def test_numbers_keep_the_decimals_that_were_sent(cell: float | str, value: str) -> None:
    """Spreadsheet noise goes, written decimals stay, every sign and digit in use is known."""
    assert str(parse(cell).value) == value


@pytest.mark.parametrize(
    ("cell", "value", "qualifier", "unit"),
    [
        ("约3亿元", "3", "约", "亿元"), ("700余", "700", "余", ""), ("700余家", "700", "余", "家"), ("50%以上", "50", "以上", "%"),
        ("近30家", "30", "近", "家"), ("突破3500亿元", "3500", "突破", "亿元"), ("11.6％", "11.6", "", "%"),
        ("10.17个百分点", "10.17", "", "个百分点"), ("30左右", "30", "左右", ""), ("1405 家", "1405", "", "家"), ("12余万人", "12", "余", "万人"),
    ],
)  # fmt: skip
def test_words_around_a_number_are_kept(cell: str, value: str, qualifier: str, unit: str) -> None:
    """概数 words and units within the cell travel with the number."""
    found = parse(cell)
    assert (str(found.value), found.qualifier, found.unit) == (value, qualifier, unit)


@pytest.mark.parametrize(
    "cell",
    ["十一", "1,23", "12.3.4", "1-6", "#REF!", "NaN", "inf", "待定", "3元/人", "约3左右", "有",
     "12 34", "(5.1)", "6月", "2018年", float("nan"), float("inf"), True],
)  # fmt: skip
def test_everything_else_is_refused(cell: float | str) -> None:
    """No number is made out of words, errors, ranges or doubtful grouping."""
    with pytest.raises(NotANumberError):
        parse(cell)


def test_a_date_is_told_for_what_it_may_have_been() -> None:
    """Excel's 6 January for "1-6" is refused with the likely reason."""
    with pytest.raises(NotANumberError, match="1-6"):
        parse(dt.date(2018, 1, 6))


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_is_written_is_read(value: Decimal) -> None:
    """Plain, with thousands marks and from a spreadsheet's own number, the value is the same."""
    assert parse(str(value)).value == value
    assert parse(f"{value:,}").value == value
    assert parse(float(value)).value == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("下降12.3", "-12.3"),
        ("同比增长５．２%", "5.2"),
        ("↓0.4", "-0.4"),
        ("持平", "0"),
        ("回落1.5个百分点", "-1.5"),
        (-3.1, "-3.1"),
    ],
)
def test_a_rate_in_words_keeps_its_sign(cell: float | str, value: str) -> None:
    """下降12.3 in a column of rates is below nothing; a sign besides the word, or a word in a column of levels, is refused."""
    assert str(parse(said_in("growth", cell)).value) == value
    for measure, odd in (("growth", "下降-3"), ("level", "下降12.3"), ("growth", "略有下降")):
        with pytest.raises(NotANumberError):
            parse(said_in(measure, odd))  # type: ignore[arg-type]


@pytest.mark.parametrize(("cell", "rank"), [("2/8", "2"), ("第3位", "3"), ("第 1 名", "1"), (5, "5")])
def test_a_rank_may_say_among_how_many(cell: int | str, rank: str) -> None:
    """2/8 is the second of eight."""
    assert str(parse(said_in("rank", cell)).value) == rank
