"""Turn the texts of a report into the figures that it cannot do without, before any figure is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.document import section_file
from reporter.templating import placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reporter.document.section_file import SectionFile
    from reporter.model.finding import Place
    from reporter.model.indicator import Indicator
    from reporter.model.office import Report
    from reporter.model.period import Period
    from reporter.model.record import Registers
    from reporter.templating import Call

_TEXTS = ("title", "kicker", "headline")
_STRIP = ("label", "value", "note")


@dataclass(frozen=True, slots=True)
class Required:
    """A figure that a text asks for."""

    indicator: str
    kind: str
    """The placeholder: ``growth``, ``level`` …"""
    department: str
    """Who owes it."""


def required(
    files: Mapping[str, bytes], report: Report, period: Period, indicators: Mapping[str, Indicator], registers: Registers
) -> tuple[Required, ...]:  # fmt: skip
    """What the placeholders of a report name, in the order in which they stand; each once.

    What a section calls ``optional:`` in its front matter, and what a placeholder calls ``optional=true``, is left out;
    so are charts and tables: they show what is there. Raises :class:`reporter.errors.Faults` where a text cannot be read.
    """
    found: dict[tuple[str, str], Required] = {}
    for section in section_file.read(files, report.template, report.name, period.code, report.cut):
        optional = set(map(str, section.head.get("optional") or ()))
        for call in _calls(section, registers):
            plus = str(call.options.get("plus", "")).split("、")
            themes = str(call.options.get("theme", "")).split("、")
            theme = [one.name for one in indicators.values() if one.theme and one.theme in themes]
            for name in (*call.arguments, *plus, *(theme if call.name == "narrate" else ())):
                if name not in indicators or not indicators[name].published(indicators[name].own_period(period)):
                    continue
                if name not in optional and not call.options.get("optional"):
                    one = Required(name, call.name, indicators[name].department)
                    found.setdefault((name, call.name), one)
    return tuple(found.values())


def _calls(section: SectionFile, registers: Registers) -> Iterator[Call]:
    """Every placeholder of a section, and of the events and tasks that it tells."""
    for text, place in _texts(section):
        for call in placeholders(text, place):
            yield call
            for told, where in _told(call, registers):
                yield from placeholders(told, where)


def _texts(section: SectionFile) -> Iterator[tuple[str, Place]]:
    for key in _TEXTS:
        yield str(section.head.get(key) or ""), section.place(key)
    for spec in section.blocks("strip"):
        for key in _STRIP:
            yield str(spec.get(key) or ""), section.place("strip")
    yield section.body, section.place()


def _told(call: Call, registers: Registers) -> Iterator[tuple[str, Place]]:
    """The texts of the registers that a placeholder puts in its place."""
    said = set(call.arguments)
    if call.name == "peg":
        yield from ((row.text, row.place) for row in registers.events if row.id in said)
    elif call.name == "task":
        yield from ((row.text, row.place) for row in registers.tasks if row.id in said)
    elif call.name == "tasks":
        yield from ((row.text, row.place) for row in registers.tasks if row.section in said)
