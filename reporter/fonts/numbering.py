"""Turn the numbering of a face into the one by which a page calls its glyphs: each glyph's CID is its place in the file.

WeasyPrint writes glyph numbers, and PDF (ISO 32000-1, 9.7.4.2) takes them for CIDs, which a face of its own collection
may count otherwise: poppler and pdfium overlook it, MuPDF, Ghostscript and printers show other glyphs or none.
``python -c 'from reporter.fonts import numbering; numbering.write()'`` numbers every face that ships; outlines stay.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from reporter import fonts

if TYPE_CHECKING:
    from pathlib import Path

_CFF, _HEAD = "CFF ", "head"
_RANGES_OF_TWO_BYTES = 2
_DIRECTORY, _ENTRY = 12, 16
_ADJUSTMENT, _WHOLE = 8, 0xB1B0AFBA
"""Where in ``head`` the checksum of the file stands, and what that of the whole file comes to (OpenType specification)."""


def write() -> None:
    """Number every face, and its core."""
    for file in (*map(fonts.path, fonts.FACES), *map(fonts.core, fonts.CORES)):
        number(file)


def number(file: Path) -> None:
    """Number one file in its place: one range in the charset of its outlines, and the checksums."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and only for those who change a font
    from fontTools.ttLib.sfnt import calcChecksum  # noqa: PLC0415

    with TTFont(file, lazy=True) as font:
        tables, count = font.reader.tables, font["maxp"].numGlyphs
        charset = font[_CFF].cff.topDictIndex[0].rawDict["charset"]
    data = bytearray(file.read_bytes())
    outlines, head = tables[_CFF], tables[_HEAD]
    struct.pack_into(">BHH", data, outlines.offset + charset, _RANGES_OF_TWO_BYTES, 1, count - 2)
    struct.pack_into(">L", data, head.offset + _ADJUSTMENT, 0)
    changed = calcChecksum(data[outlines.offset : outlines.offset + outlines.length])
    struct.pack_into(">L", data, _DIRECTORY + _ENTRY * sorted(tables).index(_CFF) + 4, changed)
    struct.pack_into(">L", data, head.offset + _ADJUSTMENT, (_WHOLE - calcChecksum(data)) & 0xFFFFFFFF)
    file.write_bytes(data)
