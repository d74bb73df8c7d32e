"""Turn a full face into its core: the same outlines for the characters of everyday official texts.

A PDF embeds a face by its glyph numbers, so a face of thirty thousand glyphs costs some hundred kilobytes in every report
even where it prints a few hundred. ``python -c 'from reporter.fonts import cutting; cutting.write()'`` cuts both anew.
The licence (OFL) stays in the file and beside it; the names inside say that it is a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter import fonts
from reporter.fonts import numbering

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = {
    1: "Reporter {face} Core",
    4: "Reporter {face} Core Regular",
    6: "Reporter{face}-Core",
    16: "Reporter {face} Core",
}
"""Entries of the name table, by their ids in the OpenType specification: family, full name, PostScript name."""
_VERTICAL = ["vmtx", "vhea", "VORG"]
"""Nothing here is set vertically."""


def write() -> None:
    """Cut the core of every face that has one; takes a minute."""
    for face in fonts.CORES:
        cut(face, fonts.core(face))


def cut(face: str, to: Path) -> None:
    """Write the core of one face."""
    from fontTools import subset  # noqa: PLC0415 - slow, and only for those who change a font
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options()
    options.layout_features, options.name_IDs, options.notdef_outline = ["*"], ["*"], True
    options.drop_tables += _VERTICAL
    with TTFont(fonts.path(face), recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=fonts.everyday())
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in _NAMES:
                record.string = _NAMES[record.nameID].format(face=face.title())
        font.save(to)
    numbering.number(to)
