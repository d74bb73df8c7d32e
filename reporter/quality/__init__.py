"""Turn figures into findings about them: what cannot be right, what a person should look at.

One rule is one file here, with ``KIND`` (its name), ``SAYS`` (what it looks for), a frozen ``Options`` (its severity and its
thresholds, which ``schedules.yaml`` may set under ``quality:``), ``find`` and ``EXAMPLE``. Rules know nothing of each other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

from reporter import registry
from reporter.model.finding import SEVERITY_WORDS, Finding, Place
from reporter.quality._data import Count, Data, Example, Found

__all__ = ["Count", "Data", "Example", "Found", "check", "inspect", "kinds"]

OFF = "off"
_ORDER = tuple(SEVERITY_WORDS)


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Every rule, by name."""
    return MappingProxyType(registry.kinds(__name__))


def inspect(data: Data, settings: Mapping[str, Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Everything that the rules find, errors first; ``settings`` are options by rule."""
    found: list[Finding] = []
    for name, rule in kinds().items():
        options, faults = _options(name, rule.Options, settings.get(name, {}))
        found += faults
        if options.severity != OFF:
            found += [
                Finding(name, one.severity or options.severity, one.place, one.message, one.advice)
                for one in rule.find(data, options)
            ]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.severity)))


def check(settings: Mapping[str, Mapping[str, Any]], place: Place) -> tuple[Finding, ...]:
    """What is wrong with the settings themselves; ``place`` is where they stand."""
    found = []
    for name, said in settings.items():
        if name not in kinds():
            near = get_close_matches(name, kinds(), 1)
            advice = f"是不是{near[0]}？" if near else f"可用：{'、'.join(kinds())}"
            found.append(Finding("unknown_rule", "error", place, f"quality里没有“{name}”这条规则", advice))
        else:
            found += [dataclasses.replace(one, place=place) for one in _options(name, kinds()[name].Options, said)[1]]
    return tuple(found)


def _options(rule: str, options: type[Any], said: Mapping[str, Any]) -> tuple[Any, Iterable[Finding]]:
    """The options of a rule; a faulty one keeps its default and is told."""
    values: dict[str, Any] = {}
    faults = []
    for key, value in said.items():
        field = next((field for field in dataclasses.fields(options) if field.name == key), None)
        read = None if field is None else _read(field, value)
        if read is None:
            known = "、".join(f"{field.name}（现为{field.default}）" for field in dataclasses.fields(options))
            message = f"quality的{rule}里“{key}: {value}”用不上"
            faults.append(Finding("bad_option", "error", Place("schedules.yaml"), message, f"可用：{known}"))
        else:
            values[key] = read
    return options(**values), faults


def _read(field: dataclasses.Field[Any], value: Any) -> Any:
    """A severity or a number, as the field wants it; ``None`` where it is neither."""
    if field.name == "severity":
        word = OFF if value is False else value  # YAML takes a bare "off" for no
        return word if word in (*SEVERITY_WORDS, OFF) else None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or number < 0:
        return None
    return int(number) if isinstance(field.default, int) else number
