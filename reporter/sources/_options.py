"""Turn what ``schedules.yaml`` says about a source into the options of its kind; every fault is named."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from reporter.model.finding import Finding
from reporter.model.office import Source
from reporter.sources._reading import place_of


def read(options: type[Any], source: Source) -> tuple[Any, tuple[Finding, ...]]:
    """An ``Options`` of the kind, and what is wrong with the source's block; faulty options keep their default."""
    hints = get_type_hints(options)
    values: dict[str, object] = {}
    findings = []
    for key, value in source.options.items():
        if key not in hints:
            findings.append(_unknown(source, key, options))
            continue
        said, reader = _READERS[hints[key]]
        read_value = reader(value)
        if read_value is None:
            message = f"{key}应为{said}，写的是{value!r}"
            findings.append(Finding("bad_option", "error", place_of(source, key), message))
        else:
            values[key] = read_value
    return options(**values), tuple(findings)


def _unknown(source: Source, key: str, options: type[Any]) -> Finding:
    """An option that the kind does not have."""
    known = [field.name for field in dataclasses.fields(options)]
    near = difflib.get_close_matches(str(key), known, 1)
    advice = f"是不是{near[0]}？" if near else f"可用的选项：{'、'.join(known)}"
    return Finding("bad_option", "error", place_of(source, str(key)), f"{source.kind}没有选项{key}", advice)


def _words(value: object) -> tuple[str, ...] | None:
    """A list of words; a single one counts as a list of one."""
    items = [value] if isinstance(value, str) else value
    if isinstance(items, list | tuple) and items and all(isinstance(item, str) and item for item in items):
        return tuple(items)
    return None


_READERS: Mapping[object, tuple[str, Callable[[object], object]]] = {
    tuple[str, ...]: ("一个或几个名称", _words),
    str: ("一个名称", lambda value: value if isinstance(value, str) and value else None),
}
