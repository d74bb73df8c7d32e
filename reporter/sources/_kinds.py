"""Turn the definition of a source into its kind, the options of the kind and the layout of its tables."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter import registry
from reporter.model.finding import Finding
from reporter.sources import _options
from reporter.sources._original import place_of
from reporter.sources.shape import Layout
from reporter.sources.shape.layout import OF_A_TABLE

if TYPE_CHECKING:
    from types import ModuleType

    from reporter.model.office import Source


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind of source, by name."""
    return registry.kinds("reporter.sources")


@cache
def kind(name: str) -> ModuleType | None:
    """The kind of this name."""
    return registry.kind("reporter.sources", name)


def kind_of(source: Source) -> ModuleType:
    """The kind of a source without faults."""
    return kind(source.kind) or kinds()[source.kind]


def check(source: Source) -> tuple[Finding, ...]:
    """What is wrong with the definition of a source; nothing is opened."""
    known = kind(source.kind)
    if known is None:
        message = f"没有“{source.kind}”这种数据源"
        advice = f"可用的种类：{'、'.join(sorted(kinds()))}"
        return (Finding("unknown_source_kind", "error", place_of(source, "kind"), message, advice),)
    from reporter.sources.shape import period_words  # noqa: PLC0415 - its patterns take a while, and most runs check nothing

    _, findings = _options.read(known.Options, source.options, source, f"{source.kind}没有选项")
    findings += _layout(source)[1]
    if source.period and period_words.parse(source.period) is None:
        message, advice = f"读不懂的报告期“{source.period}”", "写作2018-H1、2018-M06或2018-M01..M05"
        findings += (Finding("bad_option", "error", place_of(source, "period"), message, advice),)
    return findings


def options_of(source: Source) -> Any:
    """The options of a source without faults, as its kind declares them."""
    return _options.read(kind_of(source).Options, source.options, source, "")[0]


def layout_of(source: Source) -> Layout:
    """What the source's ``layout:`` block pins."""
    return _layout(source)[0]


def _layout(source: Source) -> tuple[Layout, tuple[Finding, ...]]:
    """The layout, with that of single tables within it, and what is wrong with it."""
    layout, findings = _options.read(Layout, source.layout, source, "layout没有选项")
    tables = {}
    for words, written in layout.tables.items():
        inner, faults = _options.read(Layout, written, source, f"layout里“{words}”没有选项")
        tables[words] = {key: getattr(inner, key) for key in written if key in OF_A_TABLE}
        findings += faults
        for key in written.keys() - OF_A_TABLE:
            if hasattr(inner, key):
                message, advice = f"{key}不能只对一张表写", f"可用的选项：{'、'.join(sorted(OF_A_TABLE))}"
                findings += (Finding("bad_option", "error", place_of(source, key), message, advice),)
    return replace(layout, tables=tables), findings
