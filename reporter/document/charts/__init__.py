"""Turn facts into figures, and figures into SVG for print and PNG for mail.

One kind of chart is one file here, with ``KIND``, a frozen ``Options`` (what the front matter may say), ``plan`` (asks the
facts, writes the finding), ``draw`` (puts shapes on a sheet) and ``EXAMPLE``. Bars, cards and slopes are some dozens of shapes whose places follow
from the type; they are drawn without a plotting library, which would cost more time than the rest of the report. A kind
with scales and axes has ``sheet`` instead of ``draw`` and draws with matplotlib (``_axes.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter import registry
from reporter.document.charts import _axes, _options, _png, _svg
from reporter.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from reporter.document.charts._plot import Plot
    from reporter.model.document import FactBook, Figure

__all__ = ["Words", "kinds", "plan", "png", "svg", "texts"]

_SIZES = ("full", "half")


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


def plan(spec: Mapping[str, object], book: FactBook) -> Figure | None:
    """The figure that a block ``charts:`` of the front matter asks for; ``None`` when none of its facts is there."""
    name = str(spec.get("id") or spec.get("kind") or "?")
    kind = kinds().get(str(spec.get("kind")))
    if kind is None:
        message = f"图“{name}”：没有“{spec.get('kind')}”这种图"
        raise ProductionError(message, advice=f"可用的图：{'、'.join(sorted(kinds()))}")
    size: Any = spec.get("size", "full")
    title = spec.get("title", "")
    if not spec.get("id") or size not in _SIZES or not isinstance(title, str):
        message = f"图“{name}”：须写明id；size为full或half；title为一句话"
        raise ProductionError(message)
    figure: Figure | None = kind.plan(_options.read(kind.Options, spec, name), book)
    if figure is None:
        return None
    return replace(figure, id=str(spec["id"]), size=size, title=(title,) if title else figure.title)


def _plot(figure: Figure) -> Plot:
    """The figure's shapes."""
    plot: Plot = kinds()[figure.kind].draw(figure)
    return plot


def _has_axes(figure: Figure) -> bool:
    """Whether the kind draws on axes; the others need no more than shapes."""
    return hasattr(kinds()[figure.kind], "sheet")


def svg(figure: Figure) -> str:
    """The plot for print; labels are real text in the faces of the report."""
    if _has_axes(figure):
        return _axes.svg(kinds()[figure.kind].sheet(figure))
    return _svg.svg(_plot(figure))


def png(figure: Figure, scale: float = 2) -> bytes:
    """The plot for mail, ``scale`` times the size at which the message shows it (600 pixels for a full-width figure)."""
    if _has_axes(figure):
        return _axes.png(kinds()[figure.kind].sheet(figure), scale)
    return _png.png(_plot(figure), scale)


def texts(figure: Figure) -> tuple[Words, ...]:
    """Every line of type in the plot, with the fact behind it; for those who check numbers."""
    if _has_axes(figure):
        return tuple(Words(mark.text, mark.fact) for mark in figure.marks)
    return tuple(Words(text.words, text.fact) for text in _plot(figure).texts)
