"""Turn what was said into the notes at the end: 数据截止, 口径, 推算, 未报送."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.document import Mention, Numbering, When
from reporter.model.observation import AS_SENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reporter.document.asked import Asked
    from reporter.model.document import Phrase, Piece
    from reporter.model.fact import Fact, Missing
    from reporter.model.indicator import Indicator
    from reporter.model.snapshot import Snapshot


_MANY = 12
"""Derived figures that a note spells out; more of them would be a page that nobody reads."""


def notes(snapshot: Snapshot, facts: Mapping[str, Fact], said: Sequence[str], asked: Asked) -> tuple[Phrase, ...]:
    """The notes of a report that says the facts ``said``, in that order."""
    spoken = [facts[ident] for ident in said]
    found = (
        _cut_off(snapshot),
        _rough(spoken),
        *_scope(spoken, snapshot.indicators),
        _derived(spoken, facts),
        _unreported(asked.missing.values(), snapshot, {fact.indicator for fact in spoken}),
        _silent(asked.silent),
    )
    return tuple(phrase for phrase in found if phrase)


def _cut_off(snapshot: Snapshot) -> Phrase:
    """数据截止 and how growth is to be read."""
    day = snapshot.cut_off.date()
    said = When(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    return ("数据截至", said, "，以各部门报送数为准；增速除另有说明外均为同比，直接采用报送数，不由绝对量推算。")


def _rough(spoken: Sequence[Fact]) -> Phrase:
    """That some figures are rough."""
    return (
        ("带“约”“余”“以上”等字样的为概数，由其算出的也是概数。",)
        if any(fact.qualifier and not fact.comparator for fact in spoken)
        else ()
    )


def _scope(spoken: Sequence[Fact], indicators: Mapping[str, Indicator]) -> Iterable[Phrase]:
    """口径 of the indicators that are used, and remarks of the departments, each once."""
    told: dict[str, list[str]] = {}
    for fact in spoken:
        indicator = indicators.get(fact.indicator)
        for words in (indicator.note if indicator else "", fact.note):
            if words and not words.startswith(AS_SENT) and words not in told.setdefault(fact.indicator, []):
                told[fact.indicator].append(words.rstrip("。"))
    for name, remarks in told.items():
        unique = list(dict.fromkeys(remarks))
        if unique:
            yield (f"{name}：{'；'.join(unique)}。",)


def _derived(spoken: Sequence[Fact], facts: Mapping[str, Fact]) -> Phrase:
    """推算: every derived figure with its formula, its inputs marked like any number; how many, where they are many."""
    pieces: list[Piece] = []
    marked = [fact for fact in spoken if fact.marked]
    if len(marked) > _MANY:
        return ("推算的数共", Numbering(f"{len(marked)}个"), "，算法和依据逐一列在所附的数据核对表中。")
    for fact in marked:
        pieces += ["；" if pieces else "推算：", fact.indicator, _WHAT.get(fact.kind, ""), Mention.of(fact), "＝"]
        pieces += _formula(fact, facts)
    return (*pieces, "。") if pieces else ()


_WHAT = {
    "growth": "同比增速", "computed_growth": "同比增速", "prior_growth": "上年同期增速", "ahead": "与序时进度之差", "target_progress": "目标完成率", "remaining": "距目标",
    "monthly_need": "月均需要", "total": "合计", "surplus": "超出目标", "contribution": "贡献率",
    "pull": "拉动", "balance": "差额的变化", "computed_rank": "位次",
}  # fmt: skip


def _formula(fact: Fact, facts: Mapping[str, Fact]) -> list[Piece]:
    """The formula, with a mention for each input that stands in it."""
    pieces: list[Piece] = [fact.formula]
    for ident in fact.inputs:
        term = facts.get(ident)
        for at, piece in enumerate(pieces):
            if term and isinstance(piece, str) and term.number in piece:
                before, _, after = piece.partition(term.number)
                pieces[at : at + 1] = [before, Mention.of(term), after]
                break
    return [piece for piece in pieces if piece]


_LACKS = {
    "level": "绝对量", "share": "占比", "rank": "位次", "rank_change": "位次变化", "completion": "计划完成率", "target": "年度目标",
    "difference": "增减百分点", "growth": "增速", "change": "增速", "pace": "增速", "gap": "增速", "target_gap": "增速",
}  # fmt: skip
"""What is missing of an indicator of which something else is told, by the kind that a text asked for."""


def _unreported(missing: Iterable[Missing], snapshot: Snapshot, spoken: Collection[str]) -> Phrase:
    """未报送: who owes what, of which period where it is not the report's, since when; each indicator once.

    Of one that the report speaks of it is said which of its figures is not there.
    """
    rows = [row for row in missing if row.unreported]
    owed = {row.owed: row for row in rows}
    pieces: list[Piece] = []
    for row in owed.values():
        pieces += ["、" if pieces else "未报送，文中不作反映：", row.indicator]
        if row.indicator in spoken:
            lacks = dict.fromkeys(_LACKS.get(one.kind, "有关数据") for one in rows if one.owed == row.owed)
            pieces.append(f"的{'和'.join(lacks)}")
        if row.period not in {snapshot.key.period, snapshot.key.period.whole_year}:
            own = row.period.year == snapshot.key.period.year
            pieces.append(When(row.period.months_said if own else row.period.name, row.period.code))
        pieces.append("（")
        pieces += [row.department, "，"] if row.department else []
        if row.due:
            pieces += ["应于", When(f"{row.due.month}月{row.due.day}日", row.due.isoformat()), "前报送"]
        pieces += ["）"]
    return (*pieces, "。") if pieces else ()


def _silent(themes: Iterable[str]) -> Phrase:
    """Themes of which nothing is known."""
    named = "".join(f"“{theme}”" for theme in themes)
    return (f"{named}方面没有本期数据，文中不作反映。",) if named else ()
