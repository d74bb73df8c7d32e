"""Which place: a rank as published, with among whom and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _shape
from reporter.facts._shape import Lacking

if TYPE_CHECKING:
    from reporter.facts._shape import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "rank"
SAYS = "位次：增幅居全市第一、居全市第3位"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The rank with its scope; of growth where the scope says 增速, else of the level."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "rank", wanted.period, scope=wanted.options.get("scope", ""))
    among, _, of = row.scope.partition(" ")
    if not among:
        raise Lacking("位次没有写明范围", row.department or indicator.department)
    printed = "第一" if value == 1 else f"第{_shape.plain(value)}位"
    return _shape.observed(
        wanted, row, value, indicator, (printed, f"{'增幅' if of == '增速' else ''}居{among}{printed}"), "位"
    )
