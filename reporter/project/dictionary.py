"""Turn the indicator dictionary into indicators by their full names."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.indicator import Indicator, Synonym
from reporter.model.period import MONTHS_A_YEAR
from reporter.project.block import Block
from reporter.project.reading import Faultfinder, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def indicators(folder: Path, file: str, faults: Faultfinder) -> dict[str, Indicator]:
    """Every indicator, in the order of the file."""
    root = read(folder, file, faults)
    if root is None:
        return {}
    found: dict[str, Indicator] = {}
    wholes: list[tuple[str, Block]] = []
    for name, block in Block(file, root, faults).each():
        found[name] = _indicator(name, block, faults)
        block.close()
        if found[name].whole:
            wholes.append((name, block))
    for name, block in wholes:
        if found[name].whole not in found:
            block.wrong("whole", "词典里另一个指标的名称", _near(found[name].whole, found))
    taken: dict[str, str] = {}
    for name, one in found.items():
        for word in (name, one.short, *(synonym.name for synonym in one.synonyms)):
            if word and taken.setdefault(word, name) != name:
                faults.add(
                    "ambiguous_name",
                    Block(file, root, faults).place(name),
                    f"“{word}”同时是“{taken[word]}”的名称",
                    "去掉一处",
                )
    return found


def _near(word: str, names: Iterable[str]) -> str:
    """The name that was perhaps meant."""
    near = get_close_matches(word, names, 1)
    return f"是不是“{near[0]}”？" if near else ""


def _indicator(name: str, block: Block, faults: Faultfinder) -> Indicator:
    decimals = block.text("decimals")
    if decimals and not decimals.isdecimal():
        block.wrong("decimals", "小数位数")
        decimals = ""
    kinds: dict[str, Any] = {
        "kind": block.choice("kind", ("flow", "stock"), "flow"),
        "price_basis": block.choice("price_basis", ("current", "comparable", "none"), "none"),
        "better": block.choice("better", ("higher", "lower", "neutral"), "higher"),
    }
    return Indicator(
        name, block.text("unit", needed=True), block.text("short"), decimals=int(decimals) if decimals else None,
        department=block.text("department"), theme=block.text("theme"), public=block.truth("public", default=True),
        whole=block.text("whole"), synonyms=_synonyms(block, faults), schedule_curve=_curve(block), note=block.text("note"),
        **kinds,
    )  # fmt: skip


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
