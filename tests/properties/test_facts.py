"""Whatever departments send, a fact's words are Chinese, its number has a unit, and reading it back gives its value."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.facts import Book, kinds
from reporter.model.document import plain, said
from reporter.model.fact import Fact
from reporter.model.indicator import Part
from reporter.model.observation import MEASURES, Measure, Qualifier
from reporter.model.period import Period
from reporter.model.wording import Wording
from reporter.sources.shape.number import NotANumberError, parse
from tests.properties.figures import FORBIDDEN, RATES, VALUES
from tests.unit.facts.test_facts import H1, YEAR, book, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(r"[0-9][0-9.]*")
_WORDS = {
    "持平": Decimal(0),
    "基本持平": Decimal(0),
    "不变": Decimal(0),
    "第一": Decimal(1),
    "并列第一": Decimal(1),
    "与上年持平": Decimal(0),
    "不低于上年": Decimal(0),
    "不高于上年": Decimal(0),
}
_UNREADABLE = {"扭亏为盈", "由盈转亏", "扭亏", "转为亏损", "由负转正", "由正转负", "年内新高", "年内新低"}
QUALIFIERS: st.SearchStrategy[Qualifier] = st.sampled_from(["", "", "", "约", "余", "以上", "近", "突破", "左右"])


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Two indicators, a part and its whole, over two years, with a target, a plan, ranks and another area."""

    def row(name: str, measure: Measure, values: st.SearchStrategy[Decimal], **more: Any) -> None:
        value = draw(values)
        rows.append(
            seen(name, measure, format(value, "f"), qualifier=draw(QUALIFIERS) if measure == "level" else "", **more)
        )

    rows: list[Any] = []
    for name in ("总", "分"):
        for period in (H1, H1.year_ago):
            row(name, "level", VALUES, period=period)
            row(name, "growth", RATES, period=period)
            row(name, "share", st.decimals(0, 100, places=2), period=period, scope="全部")
            row(name, "rank", st.integers(1, 30).map(Decimal), period=period, scope="全市 增速")
        for last in (2, 3, 4, 5):
            row(name, "growth", RATES, period=Period(2018, 1, last))
        row(name, "growth", RATES, area="全市")
        row(name, "completion", st.decimals(0, 150, places=1))
        grown = {"unit": "%"} if draw(st.booleans()) else {}
        row(name, "target", RATES if grown else VALUES, period=YEAR, **grown)
    made = book(
        *rows, unit=draw(st.sampled_from(["家", "亿元", "万平方米", "%"])), nature=draw(st.sampled_from(["quantity", "price", "rate", "balance", "intensity"])),
        decimals=draw(st.sampled_from([None, 0, 1, 2])), rate_decimals=draw(st.sampled_from([None, 1])), growth_computed=draw(st.booleans()),
        wording=Wording(draw(st.sampled_from(["half_up", "half_even"]))), peers={"全市": ("全市",)},
    )  # fmt: skip
    part = replace(made.indicator("分"), part_of=(Part("总", additive=True),))
    made._indicators = {**made._indicators, "分": part}
    return made


def facts_of(made: Book) -> Iterator[Fact]:
    """Every fact that can be said of the book."""
    for kind, module in kinds().items():
        if not getattr(module, "FROM_REGISTER", False):
            for name in ("总", "分"):
                for options in ({}, {"against": "上期"}, {"area": "全市"}):
                    if "against" in options and ("against" not in getattr(module, "OPTIONS", ()) or kind == "gap"):
                        continue
                    found = made.ask(kind, name, **options)
                    if isinstance(found, Fact):
                        yield found


def read(fact: Fact) -> Decimal | None:
    """The value, with its sign, that the words of a fact tell a reader; nothing for words that are no number."""
    if fact.number in _WORDS:
        return _WORDS[fact.number]
    if fact.number in _UNREADABLE:
        return None
    digits = Decimal(_NUMBER.search(fact.number).group())  # type: ignore[union-attr]
    return digits * (-1 if _negative(fact) else 1) * (100 if "倍" in fact.number else 1)


def _negative(fact: Fact) -> bool:
    """Whether its words say that something fell, fell short or is less: a 降幅 that is 收窄 is better, one that is higher is worse."""
    before = fact.phrase.partition(fact.number)[0]
    if "−" in fact.number:
        return True
    if fact.kind == "streak":
        return False  # so many months of falling
    of_fall = before.startswith(("降幅", "跌幅"))
    if of_fall and "扩大" in before:
        return True
    if of_fall and ("高于" in before or "低于" in before):
        return "高于" in before
    return bool(re.search("下降|下跌|降低|回落|低于|落后|亏损|增亏|后移", before))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_no_input_makes_a_wrong_word(made: Book) -> None:
    """No 增长-, -0.0, NaN, None, half-width comma; every number has a unit; the number stands once in its phrase."""
    for fact in facts_of(made):
        words = plain(said(fact))
        assert not FORBIDDEN.search(words), fact
        for numeral in _NUMBER.finditer(words):
            assert words[numeral.end() : numeral.end() + 1] not in {"", "，", "。", "、"}, fact
        assert fact.phrase.count(fact.number) >= 1, fact


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_a_fact_read_back_is_its_value(made: Book) -> None:
    """What a reader takes from the words is the value with its sign, rounded once, by the office's rule, to the decimals printed."""
    for fact in facts_of(made):
        shown = read(fact)
        if shown is None:
            continue
        decimals = re.search(r"(?<=\.)\d+|$", fact.number).group()  # type: ignore[union-attr]
        step = Decimal(1).scaleb(2 * ("倍" in fact.number) - len(decimals))
        if fact.kind == "monthly_need":
            assert shown - step < fact.value <= shown + step / 2, fact
        elif fact.number in {"持平", "基本持平"}:
            assert abs(fact.value) < 1, fact
        else:
            assert shown == fact.value.quantize(step, made._rounding.rounding), fact


POINTS = st.decimals(-99, 300, places=2)
PARTS = st.decimals(0, 100, places=2)


def _of_rates(now: str, then: str) -> tuple[Any, ...]:
    """Rates of growth: our own now, before, and of others; the aim of the year; what the department says of them."""
    return (
        seen("甲", "growth", now), seen("甲", "growth", then, area="全市"), seen("甲", "growth", then, period=H1.year_ago),
        seen("甲", "growth", then, period=Period(2018, 1, 5)), seen("甲", "target", then, period=YEAR, unit="%"),
        seen("乙", "growth", now), seen("乙", "difference", then, basis="同比"),
    )  # fmt: skip


def _of_levels(now: str, then: str) -> tuple[Any, ...]:
    """Rates as such, shares, and the completion of a plan."""
    return (
        seen("率", "level", now), seen("率", "level", then, period=H1.year_ago), seen("率", "level", then, area="全市"),
        seen("份", "share", now, scope="全部"), seen("份", "share", then, scope="全部", period=H1.year_ago),
        seen("计划", "completion", now), seen("超", "completion", f"{Decimal(now) + 100}"),
    )  # fmt: skip


ASKED: dict[tuple[str, str], tuple[dict[str, str], Any]] = {
    ("gap", "甲"): ({}, lambda now, then: now - then), ("pace", "甲"): ({}, lambda now, then: now - then),
    ("pace", "甲上期"): ({"against": "上期"}, lambda now, then: now - then), ("target_gap", "甲"): ({}, lambda now, then: now - then),
    ("difference", "乙"): ({}, lambda _, then: then), ("pace", "乙"): ({}, lambda _, then: then),
    ("prior_growth", "乙"): ({}, lambda now, then: now - then),
    ("rate_change", "率"): ({}, lambda now, then: now - then), ("gap", "率"): ({}, lambda now, then: now - then),
    ("rate_change", "份"): ({}, lambda now, then: now - then), ("ahead", "计划"): ({}, lambda now, _: now - 50),
    ("surplus", "超"): ({}, lambda now, _: now),
}  # fmt: skip
"""Every kind of difference, of which indicator, with its options, and what it is computed of by hand."""


@settings(max_examples=150, deadline=None)
@given(POINTS, POINTS, PARTS, PARTS, st.sampled_from(["half_up", "half_even"]))
def test_differences_are_computed_before_they_are_rounded(
    now: Decimal, then: Decimal, part: Decimal, part_then: Decimal, rule: Any
) -> None:
    """Exact decimal differences of what was sent; printed is the difference rounded once, by either rule, with its sign in words."""
    rounding = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}[rule]
    more: Any = {"rate_decimals": 1, "wording": Wording(rule)}
    growing = book(*_of_rates(f"{now:f}", f"{then:f}"), **more)
    rated = book(*_of_levels(f"{part:f}", f"{part_then:f}"), unit="%", nature="rate", **more)
    said = 0
    for (kind, subject), (options, by_hand) in ASKED.items():
        of_rates = subject[0] in "甲乙"
        found = (growing if of_rates else rated).ask(kind, subject.removesuffix("上期"), **options)
        wanted = by_hand(now, then) if of_rates else by_hand(part, part_then)
        if (kind == "prior_growth" and wanted < -100) or (kind == "surplus" and not wanted):
            assert not isinstance(found, Fact), found
            continue
        assert isinstance(found, Fact), found
        assert found.value == wanted, found
        shown, step = read(found), Decimal("1E1") if "倍" in found.number else Decimal("0.1")
        assert shown is not None
        assert shown == wanted.quantize(step, rounding), found
        said += 1
    assert said >= 10


@settings(max_examples=100, deadline=None)
@given(st.decimals(-90, -1, places=2), st.decimals(-90, -1, places=2), st.sampled_from(["half_up", "half_even"]))
def test_losses_are_compared_before_they_are_rounded(now: Decimal, then: Decimal, rule: Any) -> None:
    """减亏 and 增亏: the difference of two losses, rounded once, by either rule."""
    rounding = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}[rule]
    made = book(
        seen("甲", "level", f"{now:f}"), seen("甲", "level", f"{then:f}", period=H1.year_ago), unit="亿元", nature="balance",
        decimals=1, wording=Wording(rule),
    )  # fmt: skip
    found = made.ask("balance", "甲")
    assert isinstance(found, Fact)
    assert found.value == now - then
    assert read(found) == (now - then).quantize(Decimal("0.1"), rounding)


@pytest.mark.parametrize("value", ["NaN", "-NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_observation(value: str) -> None:
    """However it comes in, it cannot be stored, computed with or printed."""
    for measure in MEASURES:
        with pytest.raises(ValueError, match="甲"):
            seen("甲", measure, value)


@given(st.sampled_from(["NaN", "nan", "-NaN", "sNaN", "inf", "-inf", "Infinity", "+∞", "#NUM!", "#DIV/0!", "1e9999", "1.5e+400", float("nan"), float("inf")]))  # fmt: skip
def test_a_cell_that_is_no_number_is_told(cell: str | float) -> None:
    """A cell of a table that holds no finite number is a fault or missing, and never a figure."""
    try:
        found = parse(cell)
    except NotANumberError:
        return
    assert found.value is None
