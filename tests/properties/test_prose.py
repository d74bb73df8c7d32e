"""Whatever departments send, a fact's words are Chinese, its number has a unit, and reading it back gives its value."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.document import compose
from reporter.facts import Book, kinds
from reporter.model.document import plain, said
from reporter.model.fact import Fact
from reporter.model.indicator import Part
from reporter.model.observation import Measure, Qualifier
from reporter.model.period import Period
from reporter.model.wording import Wording
from tests.second.snapshots import snapshot
from tests.unit.facts.test_facts import H1, YEAR, book, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

FORBIDDEN = re.compile(
    r"(增长|下降|提高|降低|上涨|下跌|上升)[-−]|[-−]0(\.0+)?(?![.\d])|NaN|None|,|(增长|下降|上升)0(\.0+)?%|E[+-]"
)
_NUMBER = re.compile(r"[0-9][0-9.]*")
_WORDS = {"持平": Decimal(0), "基本持平": Decimal(0), "不变": Decimal(0), "第一": Decimal(1), "并列第一": Decimal(1)}
_UNREADABLE = {"扭亏为盈", "由盈转亏", "扭亏", "转为亏损", "由负转正", "由正转负", "年内新高", "年内新低"}
VALUES = st.decimals(-5000, 5000, places=2) | st.decimals(-200, 200, places=1) | st.integers(-3, 3000).map(Decimal)
RATES = st.decimals(-99, 300, places=1) | st.decimals("-0.09", "0.09", places=2)
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


def read(number: str, fact: Fact) -> Decimal | None:
    """The value that a printed number tells a reader; nothing for words that are no number."""
    if number in _WORDS:
        return _WORDS[number]
    if number in _UNREADABLE:
        return None
    digits = Decimal(_NUMBER.search(number).group())  # type: ignore[union-attr]
    return digits * (-1 if number.lstrip("约近突破").startswith("−") else 1)


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_a_number_read_back_is_its_value(made: Book) -> None:
    """What a reader takes from the print is the value, rounded once, by the office's rule, to the decimals printed."""
    for fact in facts_of(made):
        shown = read(fact.number, fact)
        if shown is None:
            continue
        places = (
            len(fact.number.partition(".")[2].rstrip("余以上左右%倍个百分点亿元家万平方米位月"))
            if "." in fact.number
            else 0
        )
        step = Decimal(1).scaleb(-places)
        value = fact.value / 100 if "倍" in fact.number else fact.value
        value = abs(value) if shown >= 0 else value
        if fact.kind == "monthly_need":
            assert shown - step < value <= shown + step / 2
            continue
        if fact.number in {"持平", "基本持平"}:
            assert abs(fact.value) < 1
            continue
        rounding = made._rounding.rounding
        assert shown == value.quantize(step, rounding), fact
        assert rounding in {ROUND_HALF_UP, ROUND_HALF_EVEN}


@settings(max_examples=100, deadline=None)
@given(RATES, RATES)
def test_differences_are_computed_before_they_are_rounded(now: Decimal, then: Decimal) -> None:
    """Gap and pace are exact decimal differences; what is printed is the difference rounded, not a difference of roundings."""
    made = book(
        seen("甲", "growth", format(now, "f")), seen("甲", "growth", format(then, "f"), area="全市"),
        seen("甲", "growth", format(then, "f"), period=H1.year_ago), rate_decimals=1,
    )  # fmt: skip
    for kind in ("gap", "pace"):
        found = made.ask(kind, "甲")
        assert isinstance(found, Fact)
        assert found.value == now - then
        rounded = abs(now - then).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert found.number == (f"{rounded}个百分点" if rounded else "持平")


THEMES = (
    "工业、服务业、投资、外贸、外资、财政、价格、能耗、金融、项目、企业、城市、服务、用电、产值、结构、新能源、收入"
)
NAMES = sorted(snapshot().indicators)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["level", "growth"]), VALUES | st.none()), max_size=30)
)
def test_a_narration_of_anything_is_a_text(rows: list[tuple[str, Measure, Decimal | None]]) -> None:
    """Whole sentences from the second office with any figures: nothing forbidden, no double punctuation, each ends with 。."""
    sent = tuple(
        replace(seen(name, measure, None if value is None else format(value, "f")), period=Period.parse("2024-H1"))
        for name, measure, value in rows
    )
    shot = snapshot(f'{{{{ narrate(theme="{THEMES}") }}}}\n\n{{{{ problems() }}}}', rows=sent)
    document = compose(shot, Book(shot))
    words = re.sub(r"<[^>]+>", "", document.lead).strip()
    assert not FORBIDDEN.search(words)
    assert not re.search(r"[，。；、]{2}|，。|{{|}}|增长增长|下降下降|其中，。", words)
    assert all(line.endswith("。") for line in words.split("\n") if line)
    assert not re.search(r"新设外资企业0(?![.])", words)
