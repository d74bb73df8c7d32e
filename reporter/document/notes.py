"""Turn what was said into the notes at the end: 数据截止, 口径, 推算, 未报送."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.document import Mention, Numbering, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reporter.model.document import Phrase, Piece
    from reporter.model.fact import Fact, Missing
    from reporter.model.indicator import Indicator
    from reporter.model.snapshot import Snapshot


_MANY = 12
"""Derived figures that a note spells out; more of them would be a page that nobody reads."""


def notes(
    snapshot: Snapshot, facts: Mapping[str, Fact], said: Sequence[str], missing: Iterable[Missing]
) -> tuple[Phrase, ...]:
    """The notes of a report that says the facts ``said``, in that order."""
    spoken = [facts[ident] for ident in said]
    found = (
        _cut_off(snapshot),
        _rough(spoken),
        *_scope(spoken, snapshot.indicators),
        _derived(spoken, facts),
        _unreported(missing),
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
        ("带“约”“余”“以上”等字样的为概数，不作推算。",)
        if any(fact.qualifier and not fact.comparator for fact in spoken)
        else ()
    )


def _scope(spoken: Sequence[Fact], indicators: Mapping[str, Indicator]) -> Iterable[Phrase]:
    """口径 of the indicators that are used, and remarks of the departments, each once."""
    told: dict[str, list[str]] = {}
    for fact in spoken:
        indicator = indicators.get(fact.indicator)
        for words in (indicator.note if indicator else "", fact.note):
            if words and words not in told.setdefault(fact.indicator, []):
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
    "prior_growth": "上年同期增速", "ahead": "与序时进度之差", "target_progress": "目标完成率", "remaining": "距目标",
    "monthly_need": "月均需要", "total": "合计",
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


def _unreported(missing: Iterable[Missing]) -> Phrase:
    """未报送: who owes what, each indicator once."""
    owed = dict.fromkeys(row.owed for row in missing if row.unreported)
    return (f"未报送，文中不作反映：{'、'.join(owed)}。",) if owed else ()
