"""Turn heights into pages that are filled from the top, and what their blanks cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.pdf.heights import HAIR, LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.pdf.heights import Item

_FEWEST_LINES = 2
"""Orphans and widows of the style sheet."""
_GAP = 0.4
"""What a gap costs, by the square of its lines."""


@dataclass(slots=True)
class Sheet:
    """Pages that are filled from the top."""

    heights: Sequence[float]
    page: int
    y: float
    below: float = 0.0
    """Margin of what was set last."""
    cost: float = 0.0

    @property
    def height(self) -> float:
        """Of the page at hand."""
        return self.heights[min(self.page, len(self.heights) - 1)]

    def text(self, item: Item, following: Item | None) -> None:
        """Set a paragraph over as many pages as it takes, a heading with two lines of what follows it."""
        if item.kind == "table":
            self.y += item.height + max(self.below, item.above)
            self._over()
        elif item.kind == "block":
            self.block(item)
        elif item.kind == "heading":
            self.block(item, more=item.below + min(following.pitch, LINE) * _FEWEST_LINES if following else 0.0)
        else:
            self.y += max(self.below, item.above)
            self._paragraph(item)
            self.below = item.below

    def block(self, item: Item, *, more: float = 0.0) -> None:
        """Set what cannot be torn, with room for ``more`` below it; what is longer than a page goes on."""
        above = max(self.below, item.above) if self.y else 0.0
        if self.y and self.y + above + item.height + more > self.height + HAIR:
            self._turn()
            above = 0.0
        self.y += above + item.height
        self._over()
        self.below = item.below

    def _over(self) -> None:
        """Go on with what is longer than the page."""
        while self.y > self.height + HAIR:
            self.y -= self.height
            self.page += 1

    def _paragraph(self, item: Item) -> None:
        left = item.lines
        while left * item.pitch > self.height - self.y + HAIR:
            fit = min(int((self.height - self.y + HAIR) / item.pitch), left - _FEWEST_LINES)
            if fit < _FEWEST_LINES:
                fit = 0
                if not self.y:
                    return
            self.y += fit * item.pitch
            left -= fit
            self._turn()
        self.y += left * item.pitch

    def _turn(self) -> None:
        """Go to the next page; what stays blank is paid for."""
        self.cost += _GAP * max(0.0, (self.height - self.y) / LINE - 1) ** 2
        self.page, self.y, self.below = self.page + 1, 0.0, 0.0
