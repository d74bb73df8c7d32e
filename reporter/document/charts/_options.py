"""Turn what a section file says about a chart into the options of its kind; every fault is named."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_type_hints

from reporter.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable

_SHARED = frozenset({"id", "kind", "size", "title"})
"""What every chart may say, whatever its kind."""


def read(options: type[Any], spec: Mapping[str, object], name: str) -> Any:
    """The ``Options`` of a kind, from a chart's block in the front matter."""
    fields = {field.name: field for field in dataclasses.fields(options)}
    hints = get_type_hints(options, localns={"Mapping": Mapping})
    unknown = sorted(set(spec) - set(fields) - _SHARED)
    lacking = [key for key, field in fields.items() if key not in spec and _required(field)]
    if unknown or lacking:
        faults = [f"不认识的选项{key}" for key in unknown] + [f"缺少选项{key}" for key in lacking]
        message = f"图“{name}”：{'；'.join(faults)}"
        raise ProductionError(message, advice=f"可用的选项：{'、'.join([*fields, *sorted(_SHARED)])}")
    return options(**{key: _value(hints[key], spec[key], f"图“{name}”的选项{key}") for key in fields if key in spec})


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _names(value: object) -> tuple[str, ...] | None:
    """A list of names; a single name counts as a list of one."""
    items = [value] if isinstance(value, str) else value
    if isinstance(items, list | tuple) and items and all(isinstance(item, str) for item in items):
        return tuple(items)
    return None


def _labels(value: object) -> dict[str, str] | None:
    """Names to names."""
    if isinstance(value, Mapping) and all(isinstance(item, str) for pair in value.items() for item in pair):
        return dict(value)
    return None


_READERS: dict[object, tuple[str, Callable[[object], object]]] = {
    tuple[str, ...]: ("一个或几个名称", _names),
    Mapping[str, str]: ("名称：名称", _labels),
    str: ("一个名称", lambda value: value if isinstance(value, str) else None),
    bool: ("true或false", lambda value: value if isinstance(value, bool) else None),
}


def _value(hint: object, value: object, where: str) -> object:
    """The value as the option's type; anything else is a fault."""
    said, reader = _READERS[hint]
    found = reader(value)
    if found is None:
        message = f"{where}应为{said}，写的是{value!r}"
        raise ProductionError(message, advice="改正栏目文件charts里的这一块")
    return found
