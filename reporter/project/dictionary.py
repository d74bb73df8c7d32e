"""Turn the indicator dictionary into indicators by their full names."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.indicator import Due, Indicator, Part, Synonym
from reporter.model.period import MONTHS_A_YEAR
from reporter.model.record import Event, Honour, Project, Task
from reporter.model.tally import REGISTERS, Tally
from reporter.project import dictionary_table
from reporter.project.block import Block
from reporter.project.reading import Faultfinder, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LONGEST_DUE = 366
_RECORDS: dict[str, type] = {"projects": Project, "tasks": Task, "honours": Honour, "events": Event}
_LONGEST_LAG = 3
_BUDGET = "预算"
_INTENSITY = re.compile("(?:(?:单位|每).*(?:能耗|电耗|水耗|煤耗|排放量?)|(?:能耗|消耗|用水|排放)强度|浓度)$")


def indicators(
    folder: Path, file: str, faults: Faultfinder, *, reports: Iterable[str] = (), rate_decimals: int | None = None
) -> dict[str, Indicator]:  # fmt: skip
    """Every indicator, in the order of the file; ``reports`` are those that may be said to need one.

    ``rate_decimals`` is the office's, for indicators that say none of their own.
    """
    tabled = file.lower().endswith(dictionary_table.ENDINGS) and (folder / file).is_file()
    root = dictionary_table.read(folder, file, faults) if tabled else read(folder, file, faults)
    if root is None:
        return {}
    found: dict[str, Indicator] = {}
    blocks: dict[str, Block] = {}
    outer = Block(file, root, faults)
    for name, block in outer.each():
        one = _indicator(name, block, faults, reports)
        found[name] = dataclasses.replace(one, rate_decimals=rate_decimals) if one.rate_decimals is None else one
        block.close()
        blocks[name] = block
    for name, one in found.items():
        for part in one.part_of:
            if part.whole not in found or part.whole == name:
                message = f"part_of写的“{part.whole}”不是词典里另一个指标"
                blocks[name].fault("unknown_whole", "part_of", message, _near(part.whole, found))
    taken: dict[str, str] = {}
    for name, one in found.items():
        for word in (name, one.short, *(synonym.name for synonym in one.synonyms)):
            if word and taken.setdefault(word, name) != name:
                faults.add(
                    "ambiguous_name",
                    outer.place(name),
                    f"“{word}”同时是“{taken[word]}”的名称",
                    "去掉一处",
                )
    return found


def _near(word: str, names: Iterable[str]) -> str:
    """The name that was perhaps meant."""
    near = get_close_matches(word, names, 1)
    return f"是不是“{near[0]}”？" if near else ""


def _indicator(name: str, block: Block, faults: Faultfinder, reports: Iterable[str]) -> Indicator:
    unit = block.text("unit", needed=True)
    identifying = block.truth("identifying", default=False)
    public = block.truth("public", default=not identifying)
    if identifying and public:
        block.wrong("public", "false，因为identifying是true", "能认出单个企业的数字不得用于对外版")
        public = False
    kinds: dict[str, Any] = {
        "kind": block.choice("kind", ("flow", "stock"), "flow"),
        "price_basis": block.choice("price_basis", ("current", "comparable", "none"), "none"),
        "better": block.choice("better", ("higher", "lower", "neutral"), "higher"),
        "nature": block.choice("nature", ("quantity", "price", "rate", "balance", "intensity"), _nature(name, unit)),
    }
    return Indicator(
        name, unit, block.text("short"), decimals=block.places("decimals"), rate_decimals=block.places("rate_decimals"),
        lag=block.whole("lag", 0, 0, _LONGEST_LAG), january=block.truth("january", default=True),
        quarterly=block.truth("quarterly", default=False),
        department=block.text("department"), theme=block.text("theme"),
        classifier=block.text("classifier"), public=public, identifying=identifying, part_of=_wholes(block),
        growth_computed=block.truth("growth_computed", default=False), plausible=_range(block), due=_due(block, reports), tally=_tally(block), synonyms=_synonyms(block, faults), schedule_curve=_curve(block), plan=block.text("plan", _BUDGET if _BUDGET in name else ""), note=block.text("note"),
        **kinds,
    )  # fmt: skip


def _nature(name: str, unit: str) -> str:
    """What an indicator is where nobody says so: an intensity by its name, a rate by its unit."""
    return "intensity" if _INTENSITY.search(name) else "rate" if unit == "%" else "quantity"


def _synonyms(block: Block, faults: Faultfinder) -> tuple[Synonym, ...]:
    """Other names: words, or blocks with validity."""
    node = block.node("synonyms")
    if node is None:
        return ()
    found = []
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if isinstance(item, yaml.ScalarNode):
            found.append(Synonym(str(item.value)))
            continue
        inner = Block(block.file, item, faults)
        found.append(Synonym(inner.text("name", needed=True), inner.date("since"), inner.date("until")))
        inner.close()
    return tuple(found)


def _curve(block: Block) -> tuple[float, ...]:
    """Twelve shares of the year's plan."""
    words = block.words("schedule_curve")
    try:
        curve = tuple(float(word) for word in words)
    except ValueError:
        curve = (0.0,)
    if curve and len(curve) != MONTHS_A_YEAR:
        block.wrong("schedule_curve", "十二个月的累计比例，如[0.05, 0.1, …, 1]")
        return ()
    return curve


def _wholes(block: Block) -> tuple[Part, ...]:
    """What the indicator is part of."""
    found = []
    for inner in block.blocks("part_of"):
        whole, kind = inner.text("whole", needed=True), inner.choice("as", ("additive", "overlapping"), needed=True)
        found.append(Part(whole, kind == "additive", inner.text("division")))
        inner.close()
    return tuple(part for part in found if part.whole)


def _tally(block: Block) -> Tally | None:
    """Which rows of a register are counted."""
    inner = block.block("tally")
    if inner is None:
        return None
    register = inner.choice("register", REGISTERS, needed=True)
    fields = {field.name for field in dataclasses.fields(_RECORDS[register])}
    where = inner.block("where")
    kept = tuple((name, where.words(name)) for name in where.keys()) if where else ()  # noqa: SIM118 - a block
    found = Tally(register, kept, inner.text("sum"), inner.text("dated"))  # type: ignore[arg-type]
    for name in (*(name for name, _ in kept), *filter(None, (found.sum, found.dated))):
        if name not in fields:
            inner.fault("unknown_field", "", f"{register}没有“{name}”这一栏", f"可用：{'、'.join(sorted(fields))}")
            return None
    inner.close()
    return found


def _range(block: Block) -> tuple[Decimal | None, Decimal | None]:
    """Least and greatest plausible level; ``~`` is open."""
    words = block.words("plausible")
    try:
        low, high = (None if word == "~" else Decimal(word) for word in words or ("~", "~"))
        if low is None or high is None or low <= high:
            return low, high
    except (InvalidOperation, ValueError):
        pass
    block.wrong("plausible", "[最小值, 最大值]", "如[0, 500]；不限的一端写~")
    return None, None


def _due(block: Block, reports: Iterable[str]) -> tuple[Due, ...]:
    """Days after the period's end, by report."""
    inner = block.block("due")
    if inner is None:
        return ()
    found = tuple(Due(report, inner.whole(report, 0, 0, _LONGEST_DUE)) for report in inner.keys())  # noqa: SIM118 - a block
    for due in found:
        if due.report not in reports:
            inner.fault("unknown_report", due.report, f"没有“{due.report}”这份报告", f"可用：{'、'.join(reports)}")
    return found
