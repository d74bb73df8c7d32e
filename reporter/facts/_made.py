"""Turn an observation, or a derivation from facts, into a fact with all that it inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.facts._terms import Lacking
from reporter.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from reporter.facts._terms import Wanted
    from reporter.model.indicator import Indicator
    from reporter.model.observation import Observation, Qualifier
    from reporter.model.period import Period

_MORE: frozenset[Qualifier] = frozenset({"余", "以上", "突破"})
_ABOUT: frozenset[Qualifier] = frozenset({"约", "左右"})


def observed(
    wanted: Wanted, row: Observation, value: Decimal, indicator: Indicator, said: tuple[str, str], unit: str,
    times: tuple[str, ...] = (),
) -> Fact:  # fmt: skip
    """The fact of an observation that has a value; ``said`` is number and phrase."""
    printed, phrase = said
    if row.status == "预计":
        phrase = f"预计{phrase}"
    return Fact(
        wanted.id(row.period), wanted.kind, wanted.subject, row.period, value, unit, printed, phrase,
        qualifier=row.qualifier, status=row.status, scope=row.scope, comparator=row.comparator, origins=(row.origin,),
        department=row.department or indicator.department, public=indicator.public and not indicator.identifying,
        note=row.note, area=row.area, times=times,
    )  # fmt: skip


def derived(
    wanted: Wanted, value: Decimal, unit: str, said: tuple[str, str], *, of: Iterable[Fact], formula: str,
    period: Period | None = None, subject: str = "", qualifier: Qualifier = "", marked: bool = True,
    times: tuple[str, ...] = (), note: str = "",
) -> Fact:  # fmt: skip
    """The fact that is computed ``of`` others; ``said`` is number and phrase.

    A comparison of two published figures (``marked=False``) is arithmetic that any reader can redo: it is derived, with
    inputs and formula, and needs no 推算 in the text.
    """
    inputs = tuple(of)
    printed, phrase = said
    expected = any(fact.status == "预计" for fact in inputs)
    return Fact(
        wanted.id(period, subject), wanted.kind, subject or wanted.subject, period or wanted.period, value, unit, printed,
        f"预计{phrase}" if expected else phrase, qualifier=qualifier, status="预计" if expected else "",
        derived=True, marked=marked, formula=formula, inputs=tuple(dict.fromkeys(fact.id for fact in inputs)),
        origins=tuple(dict.fromkeys(place for fact in inputs for place in fact.origins)),
        department="、".join(dict.fromkeys(fact.department for fact in inputs if fact.department)),
        public=all(fact.public for fact in inputs), times=times, note=note,
    )  # fmt: skip


def carried(more: Sequence[Fact], less: Sequence[Fact] = ()) -> Qualifier:
    """The qualifier of what is computed of rough figures; raises :class:`Lacking` where none would be true.

    The result grows with ``more`` and shrinks with ``less``: 700余 and 200 are 900余; what is left of a target when 700余
    are done cannot be said.
    """
    rough = [fact.qualifier for fact in (*more, *less) if fact.qualifier]
    if not rough:
        return ""
    if all(qualifier in _ABOUT for qualifier in rough):
        return "约"
    if any(fact.qualifier for fact in less):
        raise Lacking("概数不能推算", rule="rough_figures")
    if all(qualifier in _MORE for qualifier in rough):
        return "以上"
    if rough == ["近"]:
        return "近"
    raise Lacking("概数不能推算", rule="rough_figures")


def quotient(above: Fact, below: Fact) -> Qualifier:
    """The qualifier of a quotient; two rough figures are never divided, nor is anything by a rough one."""
    if below.qualifier:
        raise Lacking("概数不可相除", rule="rough_ratio")
    return carried((above,))
