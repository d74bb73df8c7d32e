"""Turn plan completion into bars on the track of the year's plan, against the dashed line of 序时进度."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _lettering, _rows
from reporter.document.charts._plot import (
    BLUE,
    GREY,
    INK,
    LABEL,
    LEADING,
    RISE,
    SMALL,
    WASH,
    WHITE,
    Line,
    Plot,
    Rect,
    Text,
)
from reporter.model.document import Figure, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.model.document import FactBook, Phrase

KIND = "progress"
SAYS = "进度条：年度计划完成率，虚线为序时进度，右侧写明超或落后多少"
_KINDS = ("completion", "target_progress")
_AHEAD = "ahead"
_PLAN = Decimal(100)
_EXPECTED = "序时进度"
_FOOT = 13.0
_DASH = (2.6, 2.0)
_SPACE, _BEYOND = 5.0, 11.0
"""Before a number; before numbers of which one is a 概数, whose bar ends beyond its place."""
_APART = 7.0
"""Between a number and what it is ahead by, where both stand in one line."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators with a plan completion, or with a target and what is done of it."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A bar for each indicator whose progress is known, and what it is ahead by where that may be said."""
    marks: list[Mark] = []
    facts = []
    for name in options.of:
        fact = _asking.first(book, _KINDS, name)
        if not fact:
            continue
        label = _asking.label_of(name, options.labels)
        ahead = _asking.ask(book, _AHEAD, name)
        facts += [fact, ahead] if ahead else [fact]
        marks.append(_asking.mark(fact, label, note=_detail(book, name) if fact.kind == "target_progress" else ""))
        if ahead:
            marks.append(Mark(label, ahead.value, ahead.number, ahead.id, group=_AHEAD))
    done = [mark for mark in marks if mark.group != _AHEAD]
    if not done:
        return None
    title = _title(done, {mark.label: mark for mark in marks if mark.group == _AHEAD})
    return Figure(
        "", KIND, title, ("年度计划（目标）完成率，单位：%，", _asking.when(book.period)), tuple(marks),
        _asking.alt("进度条，虚线为序时进度", done), source=_asking.source(facts), notes=_asking.notes(facts),
    )  # fmt: skip


def _detail(book: FactBook, name: str) -> str:
    """What was done of what target, for the line below the label."""
    done, target = (_asking.ask(book, kind, name) for kind in ("level", "target"))
    return f"{done.number}，目标{target.number}" if done and target else ""


def _title(done: Sequence[Mark], ahead: Mapping[str, Mark]) -> Phrase:
    """The finding: ahead of the calendar or behind it."""
    if len(done) == 1:
        mark = done[0]
        rest = _against(ahead[mark.label]) if mark.label in ahead else ()
        return (mark.label, "完成", *_asking.number_of(mark), *(("，", *rest) if rest else ()))
    stands: dict[str, list[str]] = {"快于序时进度": [], "慢于序时进度": [], "与序时进度持平": []}
    for label, mark in ahead.items():
        verb = "与序时进度持平" if _is_level(mark) else "快于序时进度" if mark.value > 0 else "慢于序时进度"
        stands[verb].append(label)
    all_alike = next((verb for verb, labels in stands.items() if len(labels) == len(done)), "")
    if all_alike:
        return (f"各项年度任务均{all_alike}",)
    return ("，".join(f"{'、'.join(labels)}{verb}" for verb, labels in stands.items() if labels) or "年度计划完成情况",)


def _against(mark: Mark) -> Phrase:
    """How far ahead of the calendar, or behind it, as a title says it."""
    if _is_level(mark):
        return ("与", _EXPECTED, *_asking.number_of(mark))
    return ("超" if mark.value >= 0 else "落后", _EXPECTED, *_asking.number_of(mark))


def _is_level(mark: Mark) -> bool:
    """Whether the printed difference is none: 持平 and not 落后0.0个百分点."""
    return not any(character.isdigit() for character in mark.text)


def _beside(mark: Mark) -> str:
    """The difference in words, for the right-hand edge: 超22.3个百分点, 持平."""
    return mark.text if _is_level(mark) else f"{'超' if mark.value >= 0 else '落后'}{mark.text.lstrip('-−')}"


def draw(figure: Figure) -> Plot:
    """Bars on tracks of equal length; a dashed line where the calendar stands."""
    done = [mark for mark in figure.marks if mark.group != _AHEAD]
    ahead = {mark.label: mark for mark in figure.marks if mark.group == _AHEAD}
    beside = figure.size == "full"
    least = 0 if beside or not ahead else (LABEL + SMALL) * LEADING + 2
    rows = _rows.lay(figure, [mark.label for mark in done], [mark.note for mark in done], head=_FOOT, least=least)
    notes = {label: _beside(mark) for label, mark in ahead.items()}
    number = max(_lettering.width(mark.text, LABEL) for mark in done)
    more = max((_lettering.width(words, SMALL) for words in notes.values()), default=0.0)
    space = _BEYOND if any(mark.qualifier for mark in done) else _SPACE
    tail = (number + (_APART + more if more else 0) if beside else max(number, more)) + space
    most = max(_PLAN, *(mark.value for mark in done))
    unit = (rows.right - tail - rows.left) / float(most)
    for slot, mark in zip(rows.slots, done, strict=True):
        top = slot.middle - slot.bar / 2
        rows.plot.put(Rect(rows.left, top, float(_PLAN) * unit, slot.bar, WASH))
        rows.plot.put(Rect(rows.left, top, float(mark.value) * unit, slot.bar, BLUE))
        if mark.qualifier:
            _rows.open_end(rows.plot, rows.left + float(mark.value) * unit, slot)
        end = rows.right - tail + space
        shift = SMALL * LEADING / 2 if mark.label in notes and not beside else 0.0
        rows.plot.put(Text(end, slot.middle - shift + RISE * LABEL, mark.text, fact=mark.fact))
        if mark.label in notes:
            x = end + number + _APART if beside else end
            y = slot.middle + RISE * LABEL if beside else slot.middle + LABEL * LEADING / 2 + RISE * SMALL
            rows.plot.put(Text(x, y, notes[mark.label], SMALL, GREY, fact=ahead[mark.label].fact))
    _calendar(rows, done, ahead, unit)
    return rows.plot


def _calendar(rows: _rows.Rows, done: Sequence[Mark], ahead: Mapping[str, Mark], unit: float) -> None:
    """The dashed line of the calendar, white where a bar lies under it; one through all rows where they share it, else one in each."""
    expected = [float(mark.value - ahead[mark.label].value) if mark.label in ahead else None for mark in done]
    places = {value for value in expected if value is not None}
    if not places:
        return
    x = rows.left + min(places) * unit
    half = _lettering.width(_EXPECTED, SMALL) / 2
    rows.plot.put(Text(max(x, half), SMALL, _EXPECTED, SMALL, INK, "middle"))
    shared = len(places) == 1 and None not in expected
    if shared:
        rows.plot.put(Line(x, _FOOT - 3, x, rows.bottom, INK, 0.9, _DASH))
    for slot, mark, value in zip(rows.slots, done, expected, strict=True):
        if value is not None:
            at, half = rows.left + value * unit, slot.bar / 2
            if not shared:
                rows.plot.put(Line(at, slot.top + 2, at, slot.top + slot.height - 2, INK, 0.9, _DASH))
            if value < mark.value:
                rows.plot.put(Line(at, slot.middle - half, at, slot.middle + half, WHITE, 1.1))


ASKS = """
id: plan
kind: progress
of: [甲类重点项目, 乙类重点项目, 新注册企业]
"""
EXAMPLE = Figure(
    "example", KIND, ("甲类重点项目、新注册企业快于序时进度，乙类重点项目慢于序时进度",), ("年度计划（目标）完成率，单位：%",),
    (
        Mark("甲类重点项目", Decimal("72.3"), "72.3%", "甲类重点项目:completion@2024-H1"),
        Mark("甲类重点项目", Decimal("22.3"), "22.3个百分点", "甲类重点项目:ahead@2024-H1", group=_AHEAD),
        Mark("乙类重点项目", Decimal("41.6"), "41.6%", "乙类重点项目:completion@2024-H1"),
        Mark("乙类重点项目", Decimal("-8.4"), "8.4个百分点", "乙类重点项目:ahead@2024-H1", group=_AHEAD),
        Mark("新注册企业", Decimal("78.1"), "78.1%", "新注册企业:target_progress@2024-H1", note="1405家，目标1800家以上"),
        Mark("新注册企业", Decimal("28.1"), "28.1个百分点", "新注册企业:ahead@2024-H1", group=_AHEAD),
    ),
    "进度条，虚线为序时进度：甲类重点项目72.3%；乙类重点项目41.6%；新注册企业78.1%。",
)  # fmt: skip
