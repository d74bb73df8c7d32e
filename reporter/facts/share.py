"""Which part of a whole: a share as reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "share"
SAYS = "占比：占新注册企业的52.21%"
OPTIONS = ("scope",)


def make(wanted: Wanted, book: Asking) -> Fact:
    """The share in per cent, of the whole that the department named."""
    indicator = book.indicator(wanted.subject)
    row, value = book.observed(wanted.subject, "share", wanted.period, scope=wanted.option("scope"))
    printed = _shape.number(value, "%", row.qualifier, _shape.rate_decimals_of(indicator, value))
    phrase = f"占{row.scope}的{printed}" if row.scope else f"占比{printed}"
    return _made.observed(wanted, row, value, indicator, (printed, phrase), "%")
