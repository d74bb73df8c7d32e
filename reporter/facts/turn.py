"""That a growth rate changed its sign: 由负转正, 由正转负."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts import _made
from reporter.facts._terms import Lacking

if TYPE_CHECKING:
    from reporter.facts._terms import Asking, Wanted
    from reporter.model.fact import Fact

KIND = "turn"
SAYS = "增速变号：增速由负转正、增速由正转负；against写上年同期、上期或2018-Q1"
OPTIONS = ("against",)


def make(wanted: Wanted, book: Asking) -> Fact:
    """The turn against last year, or the period that is asked for; nothing where there was none."""
    now = book.need("growth", wanted.subject, period=wanted.period.code)
    pace = book.need("pace", wanted.subject, period=wanted.period.code, against=wanted.option("against"))
    then = now.value - pace.value
    if not (now.value > 0 > then or now.value < 0 < then):
        raise Lacking("增速没有变号")
    words = "由负转正" if now.value > 0 else "由正转负"
    said = (words, f"增速{words}")
    formula = f"{now.sign}{now.number}与此前的增速相比变号"
    return _made.derived(wanted, now.value, "%", said, of=(now, pace), formula=formula, marked=False)
