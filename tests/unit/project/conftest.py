"""The small office of these tests, and a way to spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.project import inspect
from tests.unit.project import small_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Spoil = Callable[..., list[tuple[str, int, str]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project without a fault."""
    return small_office.build(tmp_path)


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replace words in a file of the office; what is found then, as (rule, line, what a person reads)."""

    def spoilt(*changes: tuple[str, str], file: str = "schedules.yaml") -> list[tuple[str, int, str]]:
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8")
        _, findings = inspect(folder)
        assert all(finding.place.file == file for finding in findings), findings
        return [(finding.rule, finding.place.line, str(finding)) for finding in findings]

    return spoilt
