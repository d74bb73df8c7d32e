"""Every kind of chart draws its example: real text in print, a picture in mail, the same each time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reporter.document import charts

KINDS = sorted(charts.kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_is_drawn_with_every_mark_as_text(kind: str) -> None:
    """The SVG holds each mark's label as text, and two drawings are equal."""
    figure = charts.kinds()[kind].EXAMPLE
    drawn = charts.svg(figure)
    assert charts.svg(figure) == drawn
    assert "<text" in drawn
    words = "".join(words.text for words in charts.texts(figure))
    for mark in figure.marks:
        assert mark.text.removesuffix("（推算）") in words or charts.kinds()[kind].THINS


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_is_a_picture_for_mail(kind: str) -> None:
    """A PNG that grows with its scale."""
    figure = charts.kinds()[kind].EXAMPLE
    small, large = charts.png(figure, 1), charts.png(figure, 2)
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(large[16:20]) >= 2 * int.from_bytes(small[16:20]) - 2


def test_a_month_that_nobody_reported_is_a_gap() -> None:
    """January has no figure of its own: the line begins with January to February, and no zero is drawn."""
    drawn = charts.svg(charts.kinds()["trend"].EXAMPLE)
    assert ">1月<" not in drawn
    assert "1—2月" in drawn
    assert ">0%<" not in drawn


def test_bars_cost_no_plotting_library() -> None:
    """Only charts with scales import matplotlib: it would take longer than the rest of the report."""
    program = (
        "import sys; from reporter.document import charts; k = charts.kinds();"
        "[charts.svg(k[n].EXAMPLE) for n in k if not hasattr(k[n], '_axes')]; sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run((sys.executable, "-c", program), check=False).returncode == 0
