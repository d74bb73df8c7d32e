"""Turn last year's and this year's rates into slopes from a hollow dot to a full one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.document.charts import _asking, _labels, _lettering, _rows
from reporter.document.charts._plot import (
    BLUE,
    GREY,
    HAIR,
    INK,
    LABEL,
    LEADING,
    LIGHT,
    PALE,
    RISE,
    SMALL,
    WHITE,
    Line,
    Plot,
    Text,
    dot,
)
from reporter.model.document import Figure, Mark, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reporter.model.document import FactBook, Phrase
    from reporter.model.fact import Fact

KIND = "slope"
SAYS = "斜率图：上年同期到本期的增速变化"
_THEN, _NOW = "then", "now"
_HEAD = 18.0
_DOT = 3.4
_APART = 6.0
_NAMES, _NAMES_DENSE, _DENSE = 0.3, 0.42, 12
"""Share of the width for names; of more lines than the last, so that the names stay on one line."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the front matter may say."""

    of: tuple[str, ...]
    """Indicators."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Shorter labels, by indicator."""


def plan(options: Options, book: FactBook) -> Figure | None:
    """A slope for each indicator that has both rates."""
    pairs = []
    for name in options.of:
        then, now = (_asking.ask(book, kind, name) for kind in ("prior_growth", "growth"))
        if then and now:
            pairs.append((_asking.label_of(name, options.labels), then, now, _asking.ask(book, "difference", name)))
    if not pairs:
        return None
    marks = [_asking.mark(then, label, group=_THEN) for label, then, _, _ in pairs]
    marks += [_asking.mark(now, label, group=_NOW) for label, _, now, _ in pairs]
    marks += [
        _asking.mark(change, label, group="change") for label, _, _, change in pairs[:1] if change and len(pairs) == 1
    ]
    facts = [fact for _, then, now, _ in pairs for fact in (then, now)]
    title = _title(pairs)
    return Figure(
        "", KIND, title, ("同比增速，单位：%，", _asking.when(book.period), "与", _asking.when(book.period.year_ago)), tuple(marks),
        _asking.alt("斜率图，先上年同期，后本期", [mark for mark in marks if mark.group != "change"]),
        source=_asking.source(facts), notes=_asking.notes(facts),
        options={"then": book.period.year_ago.name, "now": book.period.name},
    )  # fmt: skip


def _title(pairs: Sequence[tuple[str, Fact, Fact, Fact | None]]) -> Phrase:
    """The finding: faster or slower than a year ago, and by how much where only one is shown."""
    label, then, now, change = pairs[0]
    if len(pairs) == 1:
        rest = said(change) if change else ("上年同期", *said(then))
        return (label, *said(now), "，", *rest)
    faster = [label for label, then, now, _ in pairs if now.value > then.value]
    slower = [label for label, then, now, _ in pairs if now.value < then.value]
    words = [f"{'、'.join(names)}增速{verb}" for names, verb in ((faster, "加快"), (slower, "放缓")) if names]
    return ("，".join(words) or "增速与上年同期持平",)


def draw(figure: Figure) -> Plot:
    """Two vertical posts, a line between them for each indicator, labels kept apart."""
    width = _rows.sheet_width(figure)
    now = [mark for mark in figure.marks if mark.group == _NOW]
    then = [mark for mark in figure.marks if mark.group == _THEN]
    changes = {mark.label: mark for mark in figure.marks if mark.group == "change"}
    names = [
        _lettering.wrap(mark.label, LABEL, width * (_NAMES if len(now) <= _DENSE else _NAMES_DENSE)) for mark in now
    ]
    depths = [LABEL * LEADING * len(lines) + 1.5 for lines in names]
    plot = Plot(width, max(_rows.HEIGHTS[figure.size], _HEAD + sum(depths) + 8))
    left = max(_lettering.width(mark.text, LABEL) for mark in then) + 12
    tail = max(_lettering.width(mark.text, LABEL) for mark in now)
    named = max(_lettering.width(line, LABEL) for lines in names for line in lines) if len(now) > 1 else 0.0
    right = width - tail - named - (14 if named else 8)
    y = _level(figure.marks, _HEAD + 14, plot.height - 14)
    _posts(plot, figure, left, right)
    for before, after in zip(then, now, strict=True):
        plot.put(Line(left, y(before), right, y(after), BLUE, 1.6))
        plot.put(*dot(left, y(before), _DOT, WHITE, cut=bool(before.qualifier)))
        plot.put(*dot(right, y(after), _DOT, BLUE, cut=bool(after.qualifier)))
    for marks, x, anchor in ((then, left - 7, "end"), (now, right + 7, "start")):
        heights = _labels.spread([y(mark) for mark in marks], depths, _HEAD, plot.height)
        for mark, at in zip(marks, heights, strict=True):
            if abs(at - y(mark)) > LABEL / 2:
                plot.put(Line(x, at, x + (3 if anchor == "end" else -3), y(mark), LIGHT, HAIR))
            plot.put(Text(x, at + RISE * LABEL, mark.text, anchor=anchor, fact=mark.fact))
            if named and marks is now:
                plot.lines(x + tail + 6, at, names[now.index(mark)], fill=GREY)
    if len(now) == 1 and now[0].label in changes:
        _change(plot, changes[now[0].label], (left, right), (y(then[0]) + y(now[0])) / 2)
    return plot


def _posts(plot: Plot, figure: Figure, left: float, right: float) -> None:
    """The two moments, each a post with its name on top."""
    for x, words in ((left, figure.options["then"]), (right, figure.options["now"])):
        half = _lettering.width(words, SMALL) / 2
        middle = min(max(x, half), plot.width - half)
        plot.put(Line(x, _HEAD, x, plot.height - 2, LIGHT, HAIR * 1.5))
        plot.put(Text(middle, SMALL, words, SMALL, GREY, "middle"))
    plot.put(Line(0, _HEAD - 5, plot.width, _HEAD - 5, PALE, HAIR))


def _change(plot: Plot, mark: Mark, posts: tuple[float, float], y: float) -> None:
    """The difference, above the middle of the only line, on the side from which it comes or to which it falls."""
    words = f"{'+' if mark.value > 0 else ''}{mark.text}"
    room = _lettering.width(words, LABEL) + 6
    side = -1 if mark.value > 0 else 1
    x = sum(posts) / 2 + side * min(room / 2 + 2, (posts[1] - posts[0] - room) / 2)
    plot.put(Text(x, y - 8, words, fill=INK, anchor="middle", fact=mark.fact))


def _level(marks: Sequence[Mark], top: float, bottom: float) -> Callable[[Mark], float]:
    """A function from a mark to its height on the sheet."""
    values = [float(mark.value) for mark in marks if mark.group != "change"]
    low, high = min(values), max(values)
    unit = (bottom - top) / (high - low) if high > low else 0.0

    def y(mark: Mark) -> float:
        return bottom - (float(mark.value) - low) * unit if unit else (top + bottom) / 2

    return y


ASKS = """
id: change
kind: slope
of: [甲项投资]
size: half
"""
EXAMPLE = Figure(
    "example", KIND, ("甲项投资增速加快",), ("同比增速，单位：%",),
    (
        Mark("甲项投资", Decimal("6.5"), "6.5%（推算）", "甲项投资:prior_growth@2024-H1", group=_THEN),
        Mark("甲项投资", Decimal("11.6"), "11.6%", "甲项投资:growth@2024-H1", group=_NOW),
        Mark("甲项投资", Decimal("5.1"), "5.1个百分点", "甲项投资:difference@2024-H1", group="change"),
    ),
    "斜率图：甲项投资由6.5%到11.6%。", "half",
    notes=(_asking.MARKED_NOTE,), options={"then": "2023年上半年", "now": "2024年上半年"},
)  # fmt: skip
