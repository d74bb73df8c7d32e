"""What every kind of chart promises, measured on its worked example and on its edge cases."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml
from PIL import Image

from reporter import fonts
from reporter.document import charts
from reporter.document.charts import _examples, _options, _plot, _svg, stacked
from reporter.document.charts._plot import FULL, HALF, RED, WHITE, Dot, Plot, Rect, Text
from reporter.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.document import Figure

KINDS = sorted(charts.kinds())
SMALLEST = 7.0
"""Points; nothing in print is set smaller."""
SCALED = {"columns_line", "panels", "trend"}


def meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes share more than the air that type has around it."""
    return one[0] < other[2] - 0.3 and other[0] < one[2] - 0.3 and one[1] < other[3] - 0.8 and other[1] < one[3] - 0.8


def faults(plot: Plot) -> Iterator[str]:
    """Labels that are small, clipped, or on top of something."""
    boxes = [(text, text.box) for text in plot.texts if text.words.strip()]
    for text, (left, top, right, bottom) in boxes:
        if text.size < SMALLEST:
            yield f"{text.words}: {text.size} points"
        if left < -0.5 or top < -1.2 or right > plot.width + 0.5 or bottom > plot.height + 0.6:
            yield f"{text.words} leaves the sheet"
    for number, (text, box) in enumerate(boxes):
        yield from (f"{text.words} lies on {other.words}" for other, its in boxes[number + 1 :] if meet(box, its))
    for dot in (shape for shape in plot.shapes if isinstance(shape, Dot)):
        disc = (dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)
        yield from (f"{text.words} lies on a dot" for text, box in boxes if meet(box, disc))


def drawn(figure: Figure) -> Plot:
    """The plot as a report would print it: labels without room are left out beforehand."""
    return charts.plot(charts.settled(figure))


@pytest.mark.parametrize("kind", KINDS)
def test_a_section_file_can_ask_for_the_example(kind: str) -> None:
    """``ASKS`` is a block of the front matter: YAML whose options the kind knows; ``SAYS`` tells what it shows."""
    module = charts.kinds()[kind]
    spec = yaml.safe_load(module.ASKS)
    assert spec["kind"] == kind
    assert spec["id"]
    assert dataclasses.is_dataclass(_options.read(module.Options, spec, kind))
    assert "：" in module.SAYS


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_tells_what_it_shows(kind: str) -> None:
    """A finding, a line with unit or subject, and an alternative text with every number that is printed."""
    figure = charts.kinds()[kind].EXAMPLE
    assert figure.title
    assert figure.subtitle
    said = [mark.text for mark in charts.settled(figure).marks if mark.group not in {"ahead", "change", "rank"}]
    assert [text for text in said if text.partition("（")[0] not in figure.alt] == []


@pytest.mark.parametrize("kind", KINDS)
def test_labels_keep_apart_in_every_case_of_the_gallery(kind: str) -> None:
    """No label of an example or edge case covers another, leaves the sheet or is smaller than 7 points."""
    for what, figure in charts.examples(kind):
        plot = drawn(figure)
        assert plot.width == (FULL if figure.size == "full" else HALF)
        assert list(faults(plot)) == [], what


@pytest.mark.parametrize("size", ["full", "half"])
@pytest.mark.parametrize("kind", KINDS)
def test_labels_keep_apart_with_three_to_thirty_entries(kind: str, size: str) -> None:
    """From three entries to thirty with long names - or to as many as the kind allows - nothing overlaps or is clipped."""
    module = charts.kinds()[kind]
    most = _examples.limit(module)
    counts = range(min(_examples.FEWEST, most), most + 1)
    for count in counts if kind not in SCALED else sorted({*counts[:3], *counts[3::6], most}):
        figure = replace(_examples.many(module, count), size=size)  # type: ignore[arg-type]
        assert list(faults(drawn(figure))) == [], count


@pytest.mark.parametrize("kind", KINDS)
def test_print_and_mail_show_the_same_words(kind: str) -> None:
    """SVG holds every line of type as text; equal figures give equal bytes; the PNG has the plot's proportions."""
    figure = charts.kinds()[kind].EXAMPLE
    svg = charts.svg(figure)
    assert charts.svg(figure) == svg
    assert re.findall("<text[^>]*>([^<]*)</text>", svg) == [text.words for text in charts.plot(figure).texts]
    picture, plot = charts.png(figure, 2), charts.plot(figure)
    assert charts.png(figure, 2) == picture
    with Image.open(io.BytesIO(picture)) as image:
        assert abs(image.height - image.width * plot.height / plot.width) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_mail_is_read_on_a_phone(kind: str) -> None:
    """On a phone of 390 px, whose column is 350 px wide, no letter of a chart in the mail is smaller than 10 px."""
    for _, figure in charts.examples(kind):
        plot = charts.plot(charts.narrow(figure))
        assert min(text.size for text in plot.texts) * 350 / plot.width >= 10
        assert list(faults(plot)) == []


def test_a_rare_character_is_lettered_in_the_mail_as_well() -> None:
    """A character that 黑 lacks comes from the second face: two of them look different, and neither is an empty box."""
    figure = charts.kinds()["rates"].EXAMPLE
    first, *others = figure.marks
    pictures = {charts.png(replace(figure, marks=(replace(first, label=f"{rare}镇"), *others))) for rare in "鿰鿱"}
    assert len(pictures) == 2
    assert not {ord(rare) for rare in "鿰鿱"} & fonts._map("hei")
    assert {character for character in fonts.everyday() if chr(character).isprintable()} - fonts._map("hei") == set()


def test_a_kind_refuses_more_than_it_can_show() -> None:
    """Who asks for five lines in one trend is told the limit and what to do."""
    spec = {"id": "x", "kind": "trend", "of": list("甲乙丙丁戊")}
    with pytest.raises(ProductionError, match="最多画4项") as told:
        charts.plan(spec, None, None)  # type: ignore[arg-type]
    assert told.value.advice


def lightness(colour: str) -> float:
    """L* of a colour, 0 to 100."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * float(luminance ** (1 / 3)) - 16


def test_parts_of_one_bar_stay_apart_in_black_and_white() -> None:
    """Neighbouring fills differ in lightness by 30 % at least, and so do the own bar and its peers, bar and track."""
    fills = [fill for fill, _ in stacked._COLOURS]
    pairs = [
        *zip(fills, fills[1:], strict=False),
        (RED, _plot.PALE),
        (_plot.BLUE, _plot.PALE),
        (_plot.BLUE, _plot.WASH),
    ]
    assert [pair for pair in pairs if abs(lightness(pair[0]) - lightness(pair[1])) < 30] == []
    assert [pair for pair in stacked._COLOURS if abs(lightness(pair[0]) - lightness(pair[1])) < 40] == []


def test_bars_cost_no_plotting_library() -> None:
    """Only charts with scales import matplotlib: it would take longer than the rest of the report."""
    program = (
        "import sys; from reporter.document import charts; k = charts.kinds();"
        "[charts.svg(k[n].EXAMPLE) for n in k if not hasattr(k[n], '_axes')]; sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run((sys.executable, "-c", program), check=False).returncode == 0


def test_a_rough_figure_has_an_open_end() -> None:
    """A bar for 50%以上 ends in slices that thin out; one for exactly 50 % does not."""
    figure = charts.kinds()["rates"].EXAMPLE
    exact = replace(figure, marks=tuple(replace(mark, qualifier="") for mark in figure.marks))
    assert len(charts.plot(figure).shapes) == len(charts.plot(exact).shapes) + 3


_DOTS = {"dumbbell", "panels", "slope", "steps", "trend"}
"""Kinds that are made of dots."""


@pytest.mark.parametrize("kind", sorted(_examples._QUALIFIED - {"cards"} - _DOTS))
@pytest.mark.parametrize("size", ["full", "half"])
def test_every_bar_and_column_of_a_rough_figure_ends_open(kind: str, size: str) -> None:
    """Where all figures are 概数, each bar, column or part has its slices: seen in black and white, and clear of every label."""
    figure = replace(charts.kinds()[kind].EXAMPLE, size=size)
    rough = _examples.rough(figure)
    exact = replace(rough, marks=tuple(replace(mark, qualifier="") for mark in rough.marks))
    bars = [mark for mark in rough.marks if mark.qualifier and mark.group != "parent"]
    slices = [sum(isinstance(shape, Rect) for shape in charts.plot(one).shapes) for one in (rough, exact)]
    assert slices[0] - slices[1] >= (2 if kind == "share_bar" else 3) * len(bars)
    assert list(faults(drawn(rough))) == []


@pytest.mark.parametrize("kind", sorted(_DOTS))
@pytest.mark.parametrize("size", ["full", "half"])
def test_every_dot_of_a_rough_figure_is_cut(kind: str, size: str) -> None:
    """Where all figures are 概数, each dot that is drawn has a slit right through it; a dot of an exact figure has none."""
    figure = replace(charts.kinds()[kind].EXAMPLE, size=size)
    rough = _examples.rough(figure)
    for one, cut in (
        (rough, True),
        (replace(rough, marks=tuple(replace(mark, qualifier="") for mark in rough.marks)), False),
    ):
        shapes = charts.plot(one).shapes
        dots = [shape for shape in shapes if isinstance(shape, Dot) and shape.y > 12]
        slits = [shape for shape in shapes if isinstance(shape, Rect) and shape.fill == WHITE]
        for dot in dots:
            through = [
                slit for slit in slits
                if slit.x < dot.x < slit.x + slit.width and slit.y < dot.y - dot.radius < dot.y + dot.radius < slit.y + slit.height
            ]  # fmt: skip
            assert bool(through) == cut, (kind, dot)
        assert dots
    assert list(faults(drawn(rough))) == []


def test_a_rate_never_passes_the_whole() -> None:
    """99.88%以上 ends open within its track: there is nothing above 100 %."""
    shapes = charts.plot(_examples.rough(charts.kinds()["rates"].EXAMPLE)).shapes
    whole = max(shape.x + shape.width for shape in shapes if isinstance(shape, Rect) and shape.fill == _plot.WASH)
    assert max(shape.x + shape.width for shape in shapes if isinstance(shape, Rect)) <= whole + 0.01


def test_an_opening_mark_is_flush_with_the_labels() -> None:
    """“最多跑一次”事项覆盖率 below 服务满意率: its mark stands out by the blank half, so that the ink lines up."""
    plain, opened = Text(10, 0, "服务满意率"), Text(10, 0, "“最多跑一次”事项覆盖率")
    assert plain.at == 10
    assert opened.at == pytest.approx(10 - opened.size / 2, abs=0.1)
    assert opened.box[0] == 10
    assert f'x="{opened.at:g}"' in _svg.svg(Plot(100, 20, [opened]))


def test_the_own_area_alone_is_red() -> None:
    """In a ranking one bar has the accent colour, the others do not; nothing else is red."""
    shapes = charts.plot(charts.kinds()["ranking"].EXAMPLE).shapes
    red = [shape for shape in shapes if getattr(shape, "fill", "") == RED]
    assert [type(shape) for shape in red] == [Rect]
    assert not [shape for shape in shapes if isinstance(shape, Text) and shape.fill == RED]
