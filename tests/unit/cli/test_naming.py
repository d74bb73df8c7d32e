"""What a person types is understood as tables write it."""

from __future__ import annotations

import pytest

from reporter.cli import naming
from reporter.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2018-H1", "2018-H1"), ("2018-06", "2018-M06"), ("2018年上半年", "2018-H1"), ("2018年1—6月", "2018-H1")],
)
def test_a_period_is_read_by_code_or_in_words(typed: str, meant: str) -> None:
    """Whoever types 2018-06 or 2018年上半年 need not look the code up."""
    assert naming.period(typed).code == meant


@pytest.mark.parametrize("typed", ["", "2018-13", "上半年", "六月"])
def test_what_names_no_period_is_refused_with_the_codes(typed: str) -> None:
    """A period without its year, or none at all, is not guessed; the message shows how to write it."""
    with pytest.raises(UsageError, match="2018-H1"):
        naming.period(typed)
