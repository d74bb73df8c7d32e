"""Turn files into raw grids and grids into observations.

One kind of source is one file here, with ``KIND``, a frozen ``Options`` (what ``schedules.yaml`` may say), ``read`` and
``EXAMPLE``. A kind only yields grids; ``sources/shape/`` understands them, so that every kind reads the same tables alike.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reporter import registry
from reporter.model.finding import Finding
from reporter.sources import _options
from reporter.sources._reading import Example, Reading, place_of
from reporter.sources.shape import period_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import ModuleType

    from reporter.model.indicator import Indicator
    from reporter.model.office import Source

__all__ = ["Example", "Reading", "check", "kinds", "read"]


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind of source, by name."""
    return registry.kinds(__name__)


def check(source: Source) -> tuple[Finding, ...]:
    """What is wrong with the definition of a source; no file is opened."""
    kind = kinds().get(source.kind)
    if kind is None:
        message = f"没有“{source.kind}”这种数据源"
        advice = f"可用的种类：{'、'.join(sorted(kinds()))}"
        return (Finding("unknown_source_kind", "error", place_of(source, "kind"), message, advice),)
    _, findings = _options.read(kind.Options, source)
    if source.period and period_words.parse(source.period) is None:
        message, advice = f"读不懂的报告期“{source.period}”", "写作2018-H1、2018-M06或2018-M01..M05"
        findings += (Finding("bad_option", "error", place_of(source, "period"), message, advice),)
    return findings


def read(source: Source, folder: Path, indicators: Mapping[str, Indicator]) -> Reading:
    """All that a source says, and every fault of its definition and of its files at once.

    ``folder`` is the project folder, ``indicators`` the dictionary by full name.
    """
    findings = check(source)
    if findings:
        return Reading((), findings, ())
    kind = kinds()[source.kind]
    options, _ = _options.read(kind.Options, source)
    reading: Reading = kind.read(source, options, folder, indicators)
    return reading
