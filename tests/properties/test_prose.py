"""Whatever departments send, every helper of a section file writes official Chinese: checked by its words, and by our own proof."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reporter.document import compose
from reporter.document.prose.dates import is_date
from reporter.errors import Faults
from reporter.facts import Book
from reporter.model.fact import Fact
from reporter.model.finding import Place
from reporter.model.period import Period
from reporter.model.record import Event
from reporter.proof.rules import review_text
from tests.properties.figures import FORBIDDEN, RATES, VALUES
from tests.second.snapshots import snapshot
from tests.unit.facts.test_facts import seen

if TYPE_CHECKING:
    from reporter.model.document import Document
    from reporter.model.observation import Measure, Observation
    from reporter.model.snapshot import Snapshot

THEMES = (
    "工业、服务业、投资、外贸、外资、财政、价格、能耗、金融、项目、企业、城市、服务、用电、产值、结构、新能源、收入"
)
H1 = Period.parse("2024-H1")
NAMES = sorted(snapshot().indicators)
NAME = st.sampled_from(NAMES)
AMONG = st.lists(NAME, min_size=1, max_size=4, unique=True)
KINDS = ("level", "growth", "change", "share", "completion", "rank", "target", "gap", "pace")
WORDING = {
    "double_verb", "negative_growth_word", "pp_as_pct", "missing_unit", "mixed_unit", "halfwidth_punct", "dup_char", "zero_text",
    "empty_brackets", "unpaired_mark", "placeholder_left", "double_qualifier", "fall_by_times", "double_unit",
    "fullwidth_digit", "thousands_mark", "padded_date", "date_dash", "flat", "trend_word", "negative_base", "compare_base",
}  # fmt: skip
"""Rules of the proof on how something is said; whether random figures agree with each other is no matter here."""


def _quoted(name: str) -> str:
    return f'"{name}"'


def _call(helper: str, *names: str, more: str = "") -> str:
    """A placeholder as a section file writes it."""
    return f"{{{{ {helper}({', '.join([*(_quoted(name) for name in names), *filter(None, [more])])}) }}}}"


AGAINST = st.lists(st.sampled_from(["上年同期", "上期", "全市", "年度目标", "位次"]), max_size=5, unique=True)
SENTENCES = st.one_of(
    AMONG.map(lambda names: _call("narrate", *names)),
    st.just(_call("narrate", more=f'theme="{THEMES}"')),
    AMONG.map(lambda names: _call("problems", *names)),
    st.just(_call("problems")),
    st.tuples(st.sampled_from(KINDS), AMONG, st.booleans()).map(
        lambda drawn: f"{_call('list', drawn[0], *drawn[1], more='respectively=true' if drawn[2] else '')}。"
    ),
    st.tuples(NAME, AGAINST).map(lambda drawn: f"{_call('compare', drawn[0], *drawn[1])}。"),
    NAME.map(lambda name: f"{_call('progress', name)}。"),
    NAME.map(lambda name: f"今年以来，{name}{_call('progress', name, more='named=false')}。"),
    AMONG.map(lambda names: f"{_call('aims', *names)}。"),
    st.tuples(st.sampled_from(KINDS), NAME).map(lambda drawn: f"{drawn[1]}{_call(*drawn)}。"),
    st.tuples(st.sampled_from(["level", "completion", "pace"]), NAME).map(
        lambda drawn: f"{_call('date', '6月30日')}，{drawn[1]}{_call('fact', f'{drawn[1]}:{drawn[0]}@{H1.code}')}。"
    ),
    st.just(f"{_call('peg', 'event')}。"),
)
EVENTS = st.tuples(NAME, st.sampled_from(KINDS)).map(
    lambda drawn: f"{_call('day')}，示例湖夜市开街，{drawn[0]}{_call(drawn[1], drawn[0])}"
)


@st.composite
def figures(draw: st.DrawFn, among: st.SearchStrategy[str]) -> tuple[Observation, ...]:
    """What departments might send of the second office's indicators: this year's and last year's, the month before's, others'."""
    measures: dict[Measure, st.SearchStrategy[Any]] = {
        "level": VALUES, "growth": RATES, "share": st.decimals(0, 100, places=2), "rank": st.integers(1, 30),
        "completion": st.decimals(0, 150, places=1), "target": VALUES, "difference": RATES,
    }  # fmt: skip
    rows = []
    for name in draw(st.lists(among, max_size=8, unique=True)):
        for measure, values in measures.items():
            for period in (H1, H1.year_ago, Period(2024, 1, 5)):
                value = draw(values | st.none())
                whole = period.whole_year if measure == "target" else period
                row = seen(
                    name,
                    measure,
                    None if value is None else format(value, "f"),
                    basis="同比" * (measure == "difference"),
                )
                rows.append(replace(row, period=whole, scope="全市 增速" if measure == "rank" else ""))
        rows.append(replace(seen(name, "growth", format(draw(RATES), "f"), area="全市"), period=H1))
    return tuple(rows)


@st.composite
def offices(draw: st.DrawFn, among: st.SearchStrategy[str] = NAME) -> Snapshot:
    """The second office with such figures, its decimals and rounding, and a text of some helpers."""
    text = "\n\n".join(draw(st.lists(SENTENCES, min_size=1, max_size=6)))
    shot = snapshot(text, rows=draw(figures(among)))
    decimals, rates = draw(st.sampled_from([None, 0, 1, 2])), draw(st.sampled_from([None, 1]))
    event = Event("event", dt.date(2024, 6, 8), draw(EVENTS), place=Place(file="events.yaml"))
    return replace(
        shot, registers=replace(shot.registers, events=(*shot.registers.events, event)),
        indicators={name: replace(one, decimals=decimals, rate_decimals=rates) for name, one in shot.indicators.items()},
        office=replace(shot.office, wording=replace(shot.office.wording, rounding=draw(st.sampled_from(["half_up", "half_even"])))),
    )  # fmt: skip


def _lines(document: Document) -> list[str]:
    """The paragraphs of the lead, as they are read."""
    return [line for line in re.sub(r"<[^>]+>", "", document.lead).strip().split("\n") if line]


QUICK: Any = {
    "deadline": None, "suppress_health_check": [HealthCheck.too_slow],
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
}  # fmt: skip
"""An office takes minutes to shrink; the line that is wrong says enough."""
_ASKED_FOR = re.compile(rf"(?:6月30日，|6月8日，示例湖夜市开街，)?(?:{'|'.join(NAMES)})0(?:\.0+)?\w+。")
"""A level that a text asks for by itself is said even where it is nothing; the proof tells whoever signs."""


@settings(max_examples=200, **QUICK)
@given(offices())
def test_whatever_a_helper_is_told_it_writes_a_text(shot: Snapshot) -> None:
    """No 增长-, -0.0, NaN, None, bare number, half-width comma, doubled mark or 0家; and our own proof finds no fault of wording."""
    for line in _lines(compose(shot, Book(shot))):
        assert not FORBIDDEN.search(line), line
        assert not re.search(r"[，。；、]{2}|{{|}}|增长增长|下降下降|其中，。", line), line
        assert re.search("[。！]$", line), line
        for numeral in re.finditer(r"[0-9][0-9.]*", line):
            assert line[numeral.end() : numeral.end() + 1] not in {"", "，", "。", "、"}, line
        if not _ASKED_FOR.fullmatch(line):
            assert not re.search(r"(?<![\d.])0(\.0+)?(家|个|亿元|万美元|元|公里|吨)", line), line
            assert [each for each in review_text(line) if each.rule in WORDING and each.severity == "error"] == [], line


@settings(max_examples=150, **QUICK)
@given(
    AMONG.flatmap(lambda names: st.tuples(st.just(names), offices(st.sampled_from(names)))),
    st.just("level") | st.sampled_from(KINDS),
)
def test_what_is_listed_is_what_is_there(drawn: tuple[list[str], Snapshot], kind: str) -> None:
    """A list has one number for each indicator that has a fact of the kind, and for no other; what is nothing is left out."""
    names, shot = drawn
    text = f"{_call('list', kind, *names)}。".encode()
    made = replace(shot, files=dict.fromkeys(shot.files, text))
    book = Book(made)
    asked = [found for name in names if isinstance(found := book.ask(kind, name), Fact)]
    there = [fact for fact in asked if kind not in {"level", "target"} or not fact.nil]
    (line, *more) = _lines(compose(made, Book(made))) or [""]
    assert more == []
    numbers = sorted({fact.number for fact in asked}, key=len, reverse=True)
    shown = re.findall("|".join(rf"(?<![\d.]){re.escape(number)}" for number in numbers) or "(?!)", line)
    assert shown == [fact.number for fact in there], line


@given(st.text("0123456789年月日至到—、时分季度一二三四 。%家-", max_size=14) | st.from_regex(r"\d{1,4}年?\d{1,2}月\d{1,2}日?", fullmatch=True))  # fmt: skip
def test_a_date_is_a_date_or_refused(words: str) -> None:
    """Words that are taken for a date hold nothing that could be a figure: each number has 年, 月, 日, 时, 分 behind it."""
    if is_date(words):
        assert re.fullmatch(r"[\d年月日时分季度一二三四至到—、]+", words)
        assert not re.search(r"\d(?![\d年月日时分—])", words)
    shot = snapshot(f"{_call('date', words)}，街区开放。") if words.isprintable() and '"' not in words else None
    if shot:
        try:
            said = _lines(compose(shot, Book(shot)))
        except Faults:
            assert not is_date(words)
        else:
            assert said == [f"{words}，街区开放。"]
