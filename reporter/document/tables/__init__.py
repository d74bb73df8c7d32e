"""Turn facts into the tables of the annex; one kind of table is one file here, with ``KIND`` and ``plan``."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter import registry
from reporter.document.tables._setting import blanks, fitted
from reporter.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from reporter.model.document import FactBook, Table
    from reporter.model.indicator import Indicator

__all__ = ["blanks", "kinds", "plan"]


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind of table, by name."""
    return registry.kinds(__name__)


def plan(spec: Mapping[str, object], book: FactBook, indicators: Mapping[str, Indicator]) -> Table | None:
    """The table that a block ``tables:`` of the front matter asks for; ``None`` when it would have no row.

    ``of`` names the indicators; without it the whole dictionary counts.
    """
    name, kind = str(spec.get("id") or "?"), kinds().get(str(spec.get("kind")))
    if kind is None:
        message = f"表“{name}”：没有“{spec.get('kind')}”这种表"
        raise ProductionError(message, advice=f"可用的表：{'、'.join(sorted(kinds()))}")
    named: Any = spec.get("of") or tuple(indicators)
    table: Table | None = kind.plan({one: indicators[one] for one in named}, book)
    if table is None:
        return None
    return fitted(replace(table, id=name, title=str(spec.get("title") or table.title)))
