"""Which place: a rank as published, with among whom and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made, _shape
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "rank"
RANKS = True
SAYS = "位次：增幅居全市第一、居全市第3位、增幅居全市并列第一；scope写全市或全市 增速"
OPTIONS = ("scope",)
TIED = "并列"


def make(wanted: Wanted, book: Asking) -> Fact:
    """The rank with its scope; of growth where the scope says 增速, else of the level."""
    indicator, scope = book.indicator(wanted.subject), wanted.option("scope")
    try:
        row, value = book.observed(wanted.subject, "rank", wanted.period, scope=scope)
    except Lacking as lack:
        return _computed(wanted, book, lack)
    among, _, of = row.scope.partition(" ")
    if not among:
        raise Lacking("位次没有写明范围", row.department or indicator.department, rule="rank_without_scope")
    if value < 1 or value != value.to_integral_value():
        raise Lacking(f"“{value}”不是位次", row.department or indicator.department, rule="not_a_rank")
    printed = _shape.place(value, tied=row.comparator == TIED)
    what = ("增速" if _falls(wanted, book) else "增幅") if of == "增速" else ""
    return _made.observed(wanted, row, value, indicator, (printed, f"{what}居{among}{printed}"), "位")


def _computed(wanted: Wanted, book: Asking, lack: Lacking) -> Fact:
    """A rank out of everybody's figures; where the list is not complete, it is the published rank that is missing."""
    try:
        return book.need("computed_rank", wanted.subject, period=wanted.period.code, scope=wanted.option("scope"))
    except Lacking:
        raise lack from None


def _falls(wanted: Wanted, book: Asking) -> bool:
    """Whether the growth that is ranked is a fall, as far as it is known."""
    try:
        return book.need("growth", wanted.subject, period=wanted.period.code).value < 0
    except Lacking:
        return False
