"""A sender that is killed anywhere leaves nobody without the report, and nobody with two but in doubt."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.post_office.killing import NAMES, postfix_of, stopped_too_long, sweep
from tests.acceptance.post_office.postfix import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.post_office.postfix import Postfix

POINTS = 24


pytestmark = pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """One server for all trials."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    try:
        with postfix_of(folder) as one:
            yield one
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_killed_anywhere(postfix: Postfix, capsys: pytest.CaptureFixture[str]) -> None:
    """Every named place for every recipient and some moments in between; the long sweep is ``./run crash``."""
    tally = sweep(POINTS, postfix)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.killed == POINTS
    assert tally.lost == 0
    assert sum(tally.copies.values()) == (tally.killed + tally.unharmed) * len(NAMES)


@pytest.mark.parametrize(
    ("place", "doubtful"),
    [("delivery.committed:3", False), ("smtp.body_no_dot:2", False), ("smtp.dot_sent:2", True), ("smtp.250_read:2", True)],
)  # fmt: skip
def test_stopped_too_long(postfix: Postfix, place: str, doubtful: bool) -> None:
    """Woken after another has followed, it writes nothing and sends no dot; only one already on its way may be a second copy."""
    copies = stopped_too_long(place, postfix)
    assert set(copies) == {f"{name}@{DOMAIN}" for name in NAMES}
    assert max(copies.values()) == (2 if doubtful else 1)
