"""Produce the demo's half-year report once, with the real command, and lay what came of it before the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.demo.house import House
from tests.demo.office import Office, Production

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Production:
    """The demo's half-year report."""
    return Office.of_the_demo(tmp_path_factory.mktemp("demo") / "office").produce()


@pytest.fixture(scope="session")
def house(production: Production) -> House:
    """The half-year report, taken apart."""
    return House.of(production)


@pytest.fixture
def office(tmp_path: Path) -> Callable[[str], Office]:
    """Copies of the demo by name."""
    return lambda name: Office.of_the_demo(tmp_path / name)
