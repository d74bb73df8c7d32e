"""Turn what ``schedules.yaml`` says about a source into a frozen dataclass of options; every fault is named."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Mapping
from typing import Any, get_args, get_origin, get_type_hints

from reporter.model.finding import Finding
from reporter.model.office import Source
from reporter.sources._original import place_of


def read(
    options: type[Any], written: Mapping[str, object], source: Source, unknown: str
) -> tuple[Any, tuple[Finding, ...]]:
    """An instance of ``options``, and what is wrong with ``written``; faulty options keep their default.

    A field may be ``Literal[…]``, ``str``, ``bool``, ``int``, ``float``, ``tuple[str, …]``, a mapping of words to words, or
    a mapping of words to such mappings.
    """  # fmt: skip
    hints = get_type_hints(options)
    values: dict[str, object] = {}
    findings = []
    for key, value in written.items():
        if key not in hints:
            findings.append(_unknown(source, key, options, unknown))
            continue
        said, reader = _reader(hints[key])
        read_value = reader(value)
        if read_value is None:
            message = f"{key}应为{said}，写的是{value!r}"
            findings.append(Finding("bad_option", "error", place_of(source, key), message))
        else:
            values[key] = read_value
    return options(**values), tuple(findings)


def _unknown(source: Source, key: str, options: type[Any], unknown: str) -> Finding:
    """An option that is not there."""
    known = [field.name for field in dataclasses.fields(options)]
    near = difflib.get_close_matches(str(key), known, 1)
    advice = f"是不是{near[0]}？" if near else f"可用的选项：{'、'.join(known)}"
    return Finding("bad_option", "error", place_of(source, str(key)), f"{unknown}{key}", advice)


def _reader(hint: object) -> tuple[str, Callable[[object], object]]:
    """What belongs into a field, in words, and how it is read; ``None`` refuses."""
    if get_args(hint) and hint not in _READERS:
        words = get_args(hint)
        if get_origin(hint) is Mapping:
            return "“项目: 内容”", _nested
        return f"{'、'.join(filter(None, words))}之一", lambda value: value if value in words else None
    return _READERS[hint]


def _word(value: object) -> str | None:
    """One word; numbers and dates count as they are written."""
    return str(value) if value not in (None, "") and not isinstance(value, bool | list | dict) else None


def _words(value: object) -> tuple[str, ...] | None:
    """A list of words; a single one counts as a list of one."""
    items = [value] if isinstance(value, str) else value
    if isinstance(items, list | tuple) and items and all(isinstance(item, str) and item for item in items):
        return tuple(items)
    return None


def _pairs(value: object) -> Mapping[str, str] | None:
    """Words by words; an empty one is kept."""
    if not isinstance(value, dict):
        return None
    read_pairs = {str(key): "" if item == "" else _word(item) for key, item in value.items()}
    return (
        {key: item for key, item in read_pairs.items() if item is not None} if None not in read_pairs.values() else None
    )


def _nested(value: object) -> Mapping[str, Any] | None:
    """Mappings by words; what is in them is read by whoever knows it."""
    if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
        return None
    return {str(key): dict(item) for key, item in value.items()}


def _number(value: object, kind: type[int | float]) -> float | None:
    """A number above 0."""
    fits = isinstance(value, (int, float) if kind is float else int) and not isinstance(value, bool) and value > 0
    return value if fits else None  # type: ignore[return-value] # narrowed in the line above


_READERS: Mapping[object, tuple[str, Callable[[object], object]]] = {
    tuple[str, ...]: ("一个或几个名称", _words),
    str: ("一个名称", _word),
    bool: ("true或false", lambda value: value if isinstance(value, bool) else None),
    int: ("大于0的整数", lambda value: _number(value, int)),
    float: ("大于0的数", lambda value: _number(value, float)),
    Mapping[str, str]: ("“项目: 内容”", _pairs),
}
