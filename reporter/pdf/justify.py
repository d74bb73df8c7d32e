"""Turn ragged lines of Chinese into full ones: the missing width goes between the characters, as clreq asks.

WeasyPrint 70 widens spaces only, and Chinese has none. This module replaces its ``justify_line``, the one hook of the house
into the inside of that library; where it is not found any more, lines stay as the library leaves them. Full-width marks
at either end of a line hang their blank half into the margin, at the left of any line that is flush there; numbers and
Latin words are never spaced out.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]+"
)
"""Runs of characters that may be spaced out."""
_HANGS_RIGHT = frozenset("，。、；：）》〉」』】〕”’")
_HANGS_LEFT = frozenset("（《〈「『【〔“‘")
_HALF = 0.5
_LOOSEST = 0.4
"""In type sizes: a line that would need more between its characters stays ragged."""


@cache
def install() -> bool:
    """Put our ``justify_line`` in the place of the library's; ``False`` where this version has none."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415 - only in the printing child
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    wanted = (
        (inline, "justify_line"),
        (inline, "text_align"),
        (line_break, "Layout"),
        (boxes, "TextBox"),
        (boxes, "InlineBox"),
    )
    if not all(hasattr(module, name) for module, name in wanted):
        return False
    plain, align = inline.justify_line, inline.text_align

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not _spread(line, extra_width):
            plain(context, line, extra_width)

    def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:  # noqa: FBT001 - as the library calls it
        offset: float = align(context, line, available_width, last)
        justified = line.style["text_align_all"] == "justify" and not last
        return offset if offset or justified or line.text_indent else -_standing_out(line)

    inline.justify_line, inline.text_align = justify_line, text_align
    return True


@cache
def _layout_class() -> type[Any]:
    """A text layout that spaces out its wide characters whenever it sets its text."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango  # noqa: PLC0415 - only in the printing child
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    class SpreadLayout(Layout):  # type: ignore[misc]
        def __init__(self, style: Any, gap: float) -> None:
            super().__init__(style)
            self.gap = gap

        def set_text(self, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - as the library calls it
            super().set_text(text, justify)
            own = self.style["letter_spacing"]
            units = int((self.gap + (0 if own == "normal" else own)) * TO_UNITS)
            attributes = pango.pango_layout_get_attributes(self.layout)
            if attributes == ffi.NULL:
                attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            for run in _WIDE.finditer(self.text):
                start = len(self.text[: run.start()].encode())
                spacing = pango.pango_attr_letter_spacing_new(units)
                spacing.start_index, spacing.end_index = start, start + len(run[0].encode())
                pango.pango_attr_list_change(attributes, spacing)
            pango.pango_layout_set_attributes(self.layout, attributes)

    return SpreadLayout


def _texts(box: Any) -> Iterator[Any]:
    """The text boxes of a line, in order."""
    if getattr(box, "text", None):
        yield box
    for child in getattr(box, "children", ()):
        if child.is_in_normal_flow():
            yield from _texts(child)


def _count(text: str) -> int:
    return sum(len(run) for run in _WIDE.findall(text))


def _is_wide(character: str) -> bool:
    return _WIDE.fullmatch(character) is not None


def _hanging(box: Any, character: str, marks: frozenset[str]) -> float:
    """How far a mark at the edge of a line may stand out: its blank half, unless that is gone already."""
    if character in marks and box.style["font_feature_settings"] == "normal":
        return float(box.style["font_size"]) * _HALF
    return 0.0


def _standing_out(line: Any) -> float:
    """How far an opening mark at the start of a line stands out to the left; a block within it sees to its own lines."""
    first = line
    while getattr(first, "children", ()):
        first = first.children[0]
    if getattr(first, "text", "")[:1] not in _HANGS_LEFT:  # nearly always, and quickly seen
        return 0.0
    first = line
    while first is not None and _kind(first) in {"line", "inline"}:
        first = next((child for child in first.children if child.is_in_normal_flow()), None)
    text = getattr(first, "text", "")
    return _hanging(first, text[0], _HANGS_LEFT) if text else 0.0


def _spread(line: Any, extra: float) -> bool:
    """Space the line out to its full width; ``False`` where it holds nothing to space out."""
    texts = list(_texts(line))
    if not texts:
        return False
    first, last = texts[0], texts[-1]
    left = _hanging(first, first.text[0], _HANGS_LEFT)
    extra += left + _hanging(last, last.text[-1], _HANGS_RIGHT)
    gaps = sum(_count(box.text) for box in texts) - _HALF * (_is_wide(first.text[0]) + _is_wide(last.text[-1]))
    if gaps < 1 or extra / gaps > _LOOSEST * first.style["font_size"]:
        return gaps >= 1
    gap = extra / gaps
    edges = {
        id(box): _HALF * gap * (_is_wide(before.text[-1]) + _is_wide(box.text[0])) for before, box in pairwise(texts)
    }
    _move(line, -left, gap, edges)
    return True


def _move(box: Any, shift: float, gap: float, edges: dict[int, float]) -> float:
    """Widen a box's texts and move all of it; the shift of what follows it."""
    kind = _kind(box)
    if kind == "text":
        return _widen(box, shift, gap, edges)
    if kind == "other":
        box.translate(shift, 0)
        return shift
    if kind == "inline":
        box.position_x += shift
    before = shift
    for child in box.children:
        if child.is_in_normal_flow():
            shift = _move(child, shift, gap, edges)
    box.width += shift - before
    return shift


def _widen(box: Any, shift: float, gap: float, edges: dict[int, float]) -> float:
    """Space out one run of text; half a gap belongs to each of its wide ends, and those are given by the neighbours."""
    shift += edges.get(id(box), 0.0)
    box.position_x += shift
    if not (count := _count(box.text)):
        return shift
    layout = _layout_class()(box.style, gap)
    layout.set_text(box.text)
    layout.deactivate()
    box.pango_layout = layout
    grown = gap * (count - _HALF * (_is_wide(box.text[0]) + _is_wide(box.text[-1])))
    box.width += grown
    return shift + grown


def _kind(box: Any) -> str:
    """What a box within a line is to us."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415 - only in the printing child

    if isinstance(box, boxes.TextBox):
        return "text"
    if isinstance(box, boxes.LineBox):
        return "line"
    return "inline" if isinstance(box, boxes.InlineBox) else "other"
