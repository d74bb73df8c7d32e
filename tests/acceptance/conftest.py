"""The Postfix that several files of scenarios share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.post_office.peers import Peers, gathered

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def _gathered() -> Iterator[Peers]:
    """One Postfix for all."""
    if shutil.which("postfix") is None:
        pytest.skip("needs Debian's postfix")
    with gathered() as peers:
        yield peers


@pytest.fixture
def peers(_gathered: Peers) -> Peers:
    """Postfix with empty mailboxes, everybody welcome."""
    _gathered.freshen()
    return _gathered
