"""Turn the placeholders ``fact`` and ``date`` into findings: an id that is none, a date that holds another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.document.prose.dates import is_date
from reporter.model import fact_ids
from reporter.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from types import ModuleType

    from reporter.model.finding import Place
    from reporter.templating import Call


def faults(call: Call, place: Place, indicators: Collection[str], kinds: Mapping[str, ModuleType]) -> Iterator[Finding]:
    """Faults of one such placeholder; ``kinds`` are those of facts."""
    if len(call.arguments) != 1:
        yield Finding("wrong_arguments", "error", place, f"“{call.name}”括号里应有且只有一项", "写在引号里")
    elif call.name == "date" and not is_date(call.arguments[0]):
        advice = "只写年月日；别的数字用数据占位符"
        yield Finding("not_a_date", "error", place, f"“{call.arguments[0]}”不是日期", advice)
    elif call.name == "fact" and not _known(call.arguments[0], indicators, kinds):
        said = f"“{call.arguments[0]}”不是事实的编号，或其中的指标不在词典里"
        yield Finding("unknown_fact", "error", place, said, "编号见facts.csv第一列")


def _known(ident: str, indicators: Collection[str], kinds: Mapping[str, ModuleType]) -> bool:
    """Whether an id may be one: of a kind that there is, about indicators that there are; registers speak of anything."""
    try:
        said = fact_ids.read(ident)
    except KeyError:
        return False
    registered = getattr(kinds.get(said.kind), "FROM_REGISTER", False)
    return said.kind in kinds and (registered or set(said.subject.split("＋")) <= set(indicators))
