"""A sender that is killed anywhere leaves nobody without the report, and nobody with two but in doubt."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.acceptance.post_office.killing import NAMES, postfix_of, sweep

POINTS = 24


@pytest.mark.skipif(shutil.which("postfix") is None, reason="needs Debian's postfix")
def test_killed_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Every named place for every recipient and some moments in between; the long sweep is ``./run crash``."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    try:
        with postfix_of(folder) as postfix:
            tally = sweep(POINTS, postfix)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.killed == POINTS
    assert tally.lost == 0
    assert sum(tally.copies.values()) == (tally.killed + tally.unharmed) * len(NAMES)
