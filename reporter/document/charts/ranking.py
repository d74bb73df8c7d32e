"""Turn one indicator of many areas into sorted bars, the office's own raised from the others, the parent a dashed line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import INK, LABEL, PALE, RED, RISE, SMALL, Line, Plot, Rect, Text
from reporter.model.document import Figure, Mark, Mention, Phrase, said

if TYPE_CHECKING:
    from reporter.model.document import FactBook
    from reporter.model.fact import Fact

KIND = "ranking"
SAYS = "排名条形图：本区突出，上级区域为虚线；名单不全时不写位次"
MOST = 1
"""One indicator; the areas are many."""
_OWN, _PEER, _PARENT, _RANK = "own", "peer", "parent", "rank"
_HEAD = 13.0
_SPACE = 4.0
_DASH = (2.6, 2.0)
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """One indicator."""
    areas: tuple[str, ...]
    """The other areas, as the data name them."""
    own: str = "本区"
    """What the office's own area is called."""
    fact: str = "growth"
    """Which fact kind is compared."""
    parent: str = ""
    """The area whose figure is drawn as a dashed line: the city."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter names, by area."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A bar for each area; nothing unless the own figure is in, and no place is said unless the list is complete."""
    name = options.of[0]
    own = _asking.ask(book, options.fact, name)
    peers = [(area, fact) for area in options.areas if (fact := _asking.ask(book, options.fact, name, area=area))]
    if not own or len(peers) + 1 < _LEAST:
        return None
    whole = len(peers) == len(options.areas)
    parent = _asking.ask(book, options.fact, name, area=options.parent) if options.parent else None
    place = _asking.ask(book, "rank", name) if whole else None
    marks = [_asking.mark(own, options.own, group=_OWN)]
    marks += [_asking.mark(fact, _asking.label_of(area, options.labels), group=_PEER) for area, fact in peers]
    marks.sort(key=lambda mark: -mark.value)
    if place:
        at = next(number for number, mark in enumerate(marks) if mark.group == _OWN) + (own.value >= 0)
        marks.insert(at, Mark(options.own, place.value, place.number, place.id, group=_RANK))
    if parent:
        marks = [_asking.mark(parent, _asking.label_of(options.parent, options.labels), group=_PARENT), *marks]
    facts = [own, *(fact for _, fact in peers), *(fact for fact in (parent, place) if fact)]
    lacking = () if whole else (("部分地区未报送，不排位次。",),)
    what = "同比增速" if own.kind == "growth" else ""
    return Figure(
        "", KIND, _title(options.own, own, parent, place, options.parent), (f"{name}{what}，单位：{own.unit}，", _asking.when(own.period)),
        tuple(marks), _asking.alt("排名条形图", [mark for mark in marks if mark.group != _RANK]), source=_asking.source(facts),
        notes=(*_asking.notes(facts), *lacking),
    )  # fmt: skip


def _title(label: str, own: Fact, parent: Fact | None, place: Fact | None, parent_name: str) -> Phrase:
    """The finding: the own place, else whether the own area is above its parent."""
    if place:
        return (f"{label}{own.indicator}", *said(own), "，", *said(place))
    if parent and parent.value != own.value:
        return (
            f"{label}{own.indicator}",
            *said(own),
            f"，{'高于' if own.value > parent.value else '低于'}{parent_name}",
        )
    return (f"{label}{own.indicator}", *said(own))


def draw(figure: Figure) -> Plot:
    """Bars from the zero line, one colour for the own area, a pale one for the others."""
    bars = [mark for mark in figure.marks if mark.group in {_OWN, _PEER}]
    parent = next((mark for mark in figure.marks if mark.group == _PARENT), None)
    place = next((mark for mark in figure.marks if mark.group == _RANK), None)
    rows = _rows.lay(figure, [mark.label for mark in bars], head=_HEAD if parent else 0)
    aside = _lettering.width(place.text, LABEL) + 2 * _SPACE if place else 0.0
    zero, unit = _rows.scale(
        [(float(mark.value), _lettering.width(mark.text, LABEL) + (aside if mark.group == _OWN else 0) + 3 * _SPACE) for mark in bars],
        rows.left, rows.right, also=[float(parent.value)] if parent else [],
    )  # fmt: skip
    numbers = [
        _numbers(mark, place if mark.group == _OWN else None, zero + float(mark.value) * unit, slot)
        for slot, mark in zip(rows.slots, bars, strict=True)
    ]
    if parent:
        _name(rows, parent, zero + float(parent.value) * unit)
    for slot, mark in zip(rows.slots, bars, strict=True):
        end = zero + float(mark.value) * unit
        rows.plot.put(
            Rect(
                min(zero, end),
                slot.middle - slot.bar / 2,
                abs(end - zero),
                slot.bar,
                RED if mark.group == _OWN else PALE,
            )
        )
        if mark.qualifier:
            _rows.open_end(rows.plot, end, slot, 1 if mark.value >= 0 else -1, RED if mark.group == _OWN else PALE)
    rows.plot.put(Line(zero, rows.slots[0].top, zero, rows.bottom, INK, 0.8))
    rows.plot.put(*(text for texts in numbers for text in texts))
    if parent:
        _rows.through(rows, zero + float(parent.value) * unit, top=_HEAD - 4, width=0.9, dash=_DASH)
    return rows.plot


def _numbers(mark: Mark, place: Mark | None, end: float, slot: _rows.Slot) -> list[Text]:
    """The number at the end of a bar, and the place beyond it for the own area."""
    side = 1 if mark.value >= 0 else -1
    anchor = "start" if side > 0 else "end"
    x, y = end + side * _SPACE * (3 if mark.qualifier else 1), slot.middle + RISE * LABEL
    number = Text(x, y, mark.text, LABEL, INK, anchor, mark.fact)
    if place is None:
        return [number]
    beyond = x + side * (_lettering.width(mark.text, LABEL) + 1.5 * _SPACE)
    rank = Text(beyond, y, place.text, LABEL, INK, anchor, place.fact)
    return [number, rank] if side > 0 else [rank, number]


def _name(rows: _rows.Rows, parent: Mark, x: float) -> None:
    """The parent's name and number, above its line."""
    name, number = f"{parent.label} ", parent.text
    wide, half = _lettering.width(name, SMALL), _lettering.width(name + number, SMALL) / 2
    left = min(max(x, half), rows.right - half) - half
    rows.plot.put(Text(left, SMALL, name, SMALL), Text(left + wide, SMALL, number, SMALL, fact=parent.fact))


_TITLE: Phrase = (
    "增长", Mention("固定资产投资:growth@2024-H1", "11.6%", "11.6"), "，增幅居全市", Mention("固定资产投资:rank@2024-H1", "第2位", "2"),
)  # fmt: skip
ASKS = """
id: place
kind: ranking
of: 固定资产投资
own: 示例区
areas: [甲区, 乙区, 丙区, 丁县, 戊县]
parent: 示例市
"""
EXAMPLE = Figure(
    "example", KIND, ("示例区固定资产投资", *_TITLE), ("固定资产投资同比增速，单位：%，2024年上半年",),
    (
        Mark("示例市", Decimal("7.4"), "7.4%", "固定资产投资:growth:示例市@2024-H1", group=_PARENT),
        Mark("丁县", Decimal("13.2"), "13.2%", "固定资产投资:growth:丁县@2024-H1", group=_PEER),
        Mark("示例区", Decimal("11.6"), "11.6%", "固定资产投资:growth@2024-H1", group=_OWN),
        Mark("示例区", Decimal(2), "第2位", "固定资产投资:rank@2024-H1", group=_RANK),
        *(
            Mark(label, Decimal(value), f"{value}%".replace("-", "−"), f"固定资产投资:growth:{label}@2024-H1", group=_PEER)
            for label, value in (("甲区", "9.8"), ("丙区", "6.1"), ("乙区", "5.0"), ("戊县", "-2.4"))
        ),
    ),
    "排名条形图：示例市7.4%；丁县13.2%；示例区11.6%；甲区9.8%；丙区6.1%；乙区5.0%；戊县−2.4%。", source="统计局",
)  # fmt: skip
