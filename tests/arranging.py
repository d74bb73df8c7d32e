"""Change what ``schedules.yaml`` of a test's office arranges."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def arranged(folder: Path) -> Iterator[dict[str, Any]]:
    """What is arranged, to be changed; written back at the end."""
    file = folder / "schedules.yaml"
    said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    yield said
    file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
