"""Turn the files of a family's folder into its kinds: a file dropped in is a new kind.

A kind is a module that defines ``KIND``, its name in the office's files; by custom the module has the same name. Modules
that begin with an underscore and sub-packages serve the kinds and are none themselves.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def names(package: str) -> tuple[str, ...]:
    """The modules of a family that may be kinds, without importing any of them."""
    spec = find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        message = f"not a package: {package}"
        raise ModuleNotFoundError(message, name=package)
    found = pkgutil.iter_modules(spec.submodule_search_locations)
    return tuple(sorted(module.name for module in found if not module.ispkg and not module.name.startswith("_")))


def kind(package: str, name: str) -> ModuleType | None:
    """The kind ``name`` of a family, without importing the others where its module bears the same name, as is custom."""
    if name in names(package):
        module = import_module(f"{package}.{name}")
        if getattr(module, "KIND", None) == name:
            return module
    return kinds(package).get(name)


def kinds(package: str) -> dict[str, ModuleType]:
    """Every kind of a family by its ``KIND``; raises ``ValueError`` when two files claim the same one."""
    found: dict[str, ModuleType] = {}
    for name in names(package):
        module = import_module(f"{package}.{name}")
        kind = getattr(module, "KIND", None)
        if not isinstance(kind, str):
            continue
        if kind in found:
            message = f"{found[kind].__name__} and {module.__name__} both call themselves {kind!r}"
            raise ValueError(message)
        found[kind] = module
    return found
