"""Turn the worked example of a kind into its edge cases: many entries, long names, rough figures, falls, a half width.

The gallery prints them, and the tests measure them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from reporter.document.charts._months import Slot, printed
from reporter.model.fact import MARK, MINUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from reporter.model.document import Figure, Mark

FEWEST, MOST = 3, 30
"""Entries with which every kind must look composed, unless it says itself how many it can show."""
_LONG = (
    "规模以上高技术制造业和战略性新兴产业增加值合计", "固定资产投资", "限额以上批发和零售业、住宿和餐饮业销售额（营业额）",
    "“最多跑一次”事项覆盖率", "高层次人才创业项目新增数", "一般公共预算收入（不含上划中央部分）", "社零",
    "新设企业“一网通”网上办理率及证照联办率",
)  # fmt: skip
_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_SPREAD = ("1", "0.86", "0.61", "1.12", "0.33", "0.74", "0.95")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FALLING = frozenset({"growth_bars", "ranking", "dumbbell", "slope", "trend", "panels", "columns_line"})
"""Kinds whose values may be negative."""
_QUALIFIED = _FALLING | {"rates", "cards", "progress", "stacked", "share_bar", "steps"}
"""Kinds whose example can stand for a 概数."""
_EXACT = frozenset({"rank", "ahead", "growth", "total", "change"})
"""Marks beside it that are none."""


def cases(kind: ModuleType) -> Iterator[tuple[str, Figure]]:
    """Every picture of a kind that a person should have seen, with what it shows in a few words."""
    example: Figure = kind.EXAMPLE
    yield "示例，通栏", replace(example, size="full")
    yield "示例，半栏", replace(example, size="half")
    most = limit(kind)
    few = min(FEWEST, most)
    if few > 1:
        yield _case(f"{few}项，长名称，半栏", many(kind, few), "half")
    if kind.KIND in _FALLING:
        yield _case("全部下降，半栏", mirrored(example), "half")
    if kind.KIND in _QUALIFIED:
        yield _case("概数，半栏", rough(example), "half")
    if example.options.get("shared") is False:
        shared = replace(example, options={**example.options, "shared": True})
        yield _case("共用零线，通栏", shared, "full")
        yield _case("共用零线，全部下降，半栏", mirrored(shared), "half")
    if few > 1:
        yield _case(f"{most}项，长名称，通栏", many(kind, most), "full")


def _case(what: str, figure: Figure, size: Literal["full", "half"]) -> tuple[str, Figure]:
    """An edge case; its finding would be another one, so it has none."""
    return what, replace(figure, size=size, title=("（结论从略）",))


def limit(kind: ModuleType) -> int:
    """How many entries a kind is tried with."""
    if _by_month(kind):
        return MOST // 2
    if "areas" in kind.Options.__dataclass_fields__:
        return MOST
    return min(MOST, getattr(kind, "MOST", MOST))


def many(kind: ModuleType, count: int) -> Figure:
    """The example with so many entries and long names among them."""
    example: Figure = kind.EXAMPLE
    if _by_month(kind):
        return _over_months(example, count)
    series = "slots" in example.options
    key = "group" if series else "label"
    fixed = tuple(mark for mark in example.marks if mark.group in {"total", "parent"})
    entries: dict[str, list[Mark]] = {}
    for mark in example.marks:
        if mark not in fixed:
            entries.setdefault(getattr(mark, key), []).append(mark)
    own = [entry for entry in entries.values() if any(mark.group in {"own", "rank"} for mark in entry)]
    others = [entry for entry in entries.values() if entry not in own] or own
    made = [replace(mark, fact=f"{mark.fact}#{0}") for entry in own if own != others for mark in entry]
    first = len(own) if own != others else 0
    for number in range(first, count):
        factor = Decimal(_SPREAD[number % len(_SPREAD)])
        made += [_renamed(mark, key, number, factor, example) for mark in others[number % len(others)]]
    options = dict(example.options)
    if series and "scale" in options:
        options |= {
            "scale": printed(options["slots"]) * count,
            "groups": tuple(dict.fromkeys(mark.group for mark in made)),
        }
    return replace(example, marks=(*fixed, *made), options=options)


def mirrored(figure: Figure) -> Figure:
    """Everything falls that rose."""
    options: dict[str, Any] = dict(figure.options)
    if "ticks" in options:
        options["ticks"] = {
            **options["ticks"], "growth": {-value: f"{MINUS if value else ''}{words}" for value, words in options["ticks"]["growth"].items()},
        }  # fmt: skip
    kept = {"level", "rank"}
    return replace(
        figure, options=options,
        marks=tuple(mark if mark.group in kept else _valued(mark, -abs(mark.value)) for mark in figure.marks),
    )  # fmt: skip


def rough(figure: Figure) -> Figure:
    """Every figure is a 概数."""
    return replace(
        figure,
        marks=tuple(
            replace(
                mark, qualifier="以上", text=f"{mark.text.removesuffix(MARK)}以上{MARK if MARK in mark.text else ''}"
            )
            if mark.text and not mark.qualifier and mark.group not in _EXACT
            else mark
            for mark in figure.marks
        ),
    )


def _by_month(kind: ModuleType) -> bool:
    """Whether a kind's entries are months."""
    return "ticks" in kind.EXAMPLE.options


def _over_months(example: Figure, count: int) -> Figure:
    """So many months, over more than one year where one is too short."""
    slots = []
    for number in range(count):
        year, month = 2023 + (number + 1) // 12, (number + 1) % 12 + 1
        joined = number == 0
        label = f"{year}年{'1—2月' if joined else f'1—{month}月'}"
        begins = f"{year}年" if joined or month == 1 else ""
        slots.append(Slot(label, label[5:], 0.5 if joined else number + 1.0, joined, begins))
    marks = [
        _renumbered(mark, Decimal(_SPREAD[number % len(_SPREAD)]), slot)
        for group in ("level", "growth")
        for number, slot in enumerate(slots)
        for mark in [next(mark for mark in reversed(example.marks) if mark.group == group)]
    ]
    return replace(example, marks=tuple(marks), options={**example.options, "slots": tuple(slots), "scale": ()})


def _renumbered(mark: Mark, factor: Decimal, slot: Slot) -> Mark:
    return replace(_valued(mark, mark.value * factor), label=slot.label, fact=f"{mark.fact}#{slot.label}")


def _renamed(mark: Mark, key: str, number: int, factor: Decimal, example: Figure) -> Mark:
    """A mark of another entry."""
    name = f"{_LONG[number % len(_LONG)]}{_SIGNS[number % len(_SIGNS)]}{_SIGNS[number // len(_SIGNS)]}"
    value = mark.value if mark.group == "ahead" or not mark.fact else mark.value * factor
    changed: Mapping[str, Any] = {key: name, "fact": f"{mark.fact}#{number}" if mark.fact else ""}
    limit = example.options.get("limit")
    return replace(_valued(mark, value if not limit or number else mark.value), **changed)


def _valued(mark: Mark, value: Decimal) -> Mark:
    """The mark at another value, its text saying it with as many decimals."""
    if not mark.fact:
        return mark
    found = _NUMBER.search(mark.text)
    if not found:
        return replace(mark, value=value)
    decimals = len(found[0].partition(".")[2])
    said = f"{abs(value):.{decimals}f}"
    before = mark.text[: found.start()].replace(MINUS, "")
    return replace(mark, value=value, text=f"{MINUS if value < 0 else ''}{before}{said}{mark.text[found.end() :]}")
