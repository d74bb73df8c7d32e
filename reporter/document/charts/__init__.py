"""Turn facts into figures, and figures into SVG for print and PNG for mail.

One kind of chart is one file here, with ``KIND``, ``SAYS`` (what it shows, for who chooses one), a frozen ``Options`` (what the front matter may say), ``plan`` (asks the
facts, writes the finding), ``draw`` (puts shapes on a sheet) and ``EXAMPLE``. Bars, cards and slopes are some dozens of shapes whose places follow
from the type; they are drawn without a plotting library, which would cost more time than the rest of the report. Kinds with
scales let matplotlib set them (``_axes.py``) and hand out shapes all the same.

``MOST`` says how many indicators a kind can show; ``THINS``, that it leaves out labels for which there is no room;
``ADDS``, that its indicators are added up; ``FROM_REGISTER``, that its ``plan`` is handed the registers too; ``ASKS`` is how a section file asks for the example.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter import registry
from reporter.document.charts import _examples, _options, _png, _svg
from reporter.document.charts._asking import ADDITIVE
from reporter.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from reporter.document.charts._plot import Plot
    from reporter.model.document import FactBook, Figure
    from reporter.model.record import Registers

__all__ = [
    "ADDITIVE",
    "Words",
    "asked",
    "examples",
    "kinds",
    "narrow",
    "plan",
    "plot",
    "png",
    "settled",
    "svg",
    "texts",
]

_SIZES = ("full", "half")
_TALLEST_HALF = 320.0
"""Points; a half figure that would be taller takes the whole width, where it needs fewer lines."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of type within a plot."""

    text: str
    fact: str
    """Id of the fact whose number it prints; empty for names and periods."""


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind of chart, by name."""
    return registry.kinds(__name__)


def plan(spec: Mapping[str, object], book: FactBook, registers: Registers) -> Figure | None:
    """The figure that a block ``charts:`` of the front matter asks for; ``None`` when none of its facts is there."""
    kind, options = asked(spec)
    rows = (registers,) if getattr(kind, "FROM_REGISTER", False) else ()
    figure: Figure | None = kind.plan(options, book, *rows)
    if figure is None:
        return None
    title: Any = spec.get("title")
    size: Any = spec.get("size", "full")
    shorter = {label: name for name, label in getattr(options, "labels", {}).items()}
    figure = replace(figure, id=str(spec["id"]), size=size, title=(title,) if title else figure.title, names=shorter)
    if size == "half" and plot(figure).height > _TALLEST_HALF:
        figure = replace(figure, size="full")
    return settled(figure)


def asked(spec: Mapping[str, object]) -> tuple[ModuleType, Any]:
    """The kind that a block asks for, and its options; raises :class:`ProductionError` for the first fault of the block."""
    name = str(spec.get("id") or spec.get("kind") or "?")
    kind = kinds().get(str(spec.get("kind")))
    if kind is None:
        message = f"图“{name}”：没有“{spec.get('kind')}”这种图"
        raise ProductionError(message, advice=f"可用的图：{'、'.join(sorted(kinds()))}")
    size: Any = spec.get("size", "full")
    title = spec.get("title", "")
    if not spec.get("id") or size not in _SIZES or not isinstance(title, str):
        message = f"图“{name}”：须写明id；size为full或half；title为一句话"
        raise ProductionError(message, advice="改正栏目文件charts里的这一块")
    options = _options.read(kind.Options, spec, name)
    most = getattr(kind, "MOST", None)
    if most and len(options.of) > most:
        message = f"图“{name}”：这种图最多画{most}项，列了{len(options.of)}项"
        raise ProductionError(message, advice="减少几项，或换一种图")
    return kind, options


def settled(figure: Figure) -> Figure:
    """The figure without the labels that find no room at its size, its marks in the order in which they are printed."""
    if not getattr(kinds()[figure.kind], "THINS", False):
        return figure
    printed = {text.fact: number for number, text in enumerate(plot(figure).texts)}
    kept = sorted((mark for mark in figure.marks if mark.fact in printed), key=lambda mark: printed[mark.fact])
    left_out = [replace(mark, text="") for mark in figure.marks if mark.fact not in printed]
    return replace(figure, marks=(*kept, *left_out))


def examples(kind: str) -> tuple[tuple[str, Figure], ...]:
    """Every picture of a kind that a person should have seen, with what it shows in a few words."""
    return tuple((what, settled(figure)) for what, figure in _examples.cases(kinds()[kind]))


def plot(figure: Figure) -> Plot:
    """The figure's shapes."""
    drawn: Plot = kinds()[figure.kind].draw(figure)
    return drawn


def svg(figure: Figure) -> str:
    """The plot for print; labels are real text in the faces of the report."""
    return _svg.svg(plot(figure))


def narrow(figure: Figure) -> Figure:
    """The figure as the message shows it: as wide as a phone, where a letter of a figure over the whole page would be 6 pixels."""
    return replace(figure, size="half")


def png(figure: Figure, scale: float = 2) -> bytes:
    """The plot for mail, ``scale`` times the size at which the message shows it (600 pixels for a full-width figure)."""
    return _png.png(plot(figure), scale)


def texts(figure: Figure) -> tuple[Words, ...]:
    """Every line of type in the plot, with the fact behind it; for those who check numbers."""
    return tuple(Words(text.words, text.fact) for text in plot(figure).texts)
