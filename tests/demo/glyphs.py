"""The glyphs that a page of a PDF draws, each where it stands in a content stream, so that one can be drawn as another."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE = re.compile(rb"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>\s*$", re.MULTILINE)
"""Of a ToUnicode table: a code of two bytes, and its character."""

Codes = Mapping[str, int]
"""Characters of a font, with their codes."""


@dataclass(frozen=True)
class Glyph:
    """One glyph where it is drawn."""

    character: str
    codes: Codes
    stream: pikepdf.Object
    """The page's content, or a form that it draws."""
    at: tuple[int, int, int]
    """Instruction, piece of its operand, byte."""
    in_form: bool


class Sheet:
    """One page of a PDF in a file of its own."""

    def __init__(self, pdf: bytes, number: int) -> None:
        """``number`` is from 0."""
        self._file = pikepdf.Pdf.new()
        with pikepdf.open(io.BytesIO(pdf)) as whole:
            self._file.pages.append(whole.pages[number])
        self._file.pages[0].contents_coalesce()

    @cached_property
    def glyphs(self) -> list[Glyph]:
        """In the order in which they are drawn, charts and forms included."""
        page = self._file.pages[0]
        return list(_drawn(page.Contents, page.resources, pikepdf.parse_content_stream(page)))

    @property
    def file(self) -> bytes:
        """The file as it is now."""
        made = io.BytesIO()
        self._file.save(made)
        return made.getvalue()

    def redrawn(self, glyph: Glyph, character: str) -> bytes:
        """The file with another character of the same font in the place of a glyph."""
        sound = glyph.stream.read_bytes()
        drawn = list(pikepdf.parse_content_stream(glyph.stream))
        index, item, at = glyph.at
        pieces = list(drawn[index].operands[0])
        raw = bytes(pieces[item])
        pieces[item] = pikepdf.String(raw[:at] + glyph.codes[character].to_bytes(2, "big") + raw[at + 2 :])
        drawn[index] = pikepdf.ContentStreamInstruction([pikepdf.Array(pieces)], drawn[index].operator)
        glyph.stream.write(pikepdf.unparse_content_stream(drawn))
        made = self.file
        glyph.stream.write(sound)
        return made


def _codes(font: pikepdf.Object) -> Codes:
    table = _LINE.findall(font["/ToUnicode"].read_bytes())
    return {chr(int(character, 16)): int(code, 16) for code, character in table}


def _drawn(
    stream: pikepdf.Object,
    resources: pikepdf.Object,
    instructions: Sequence[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage],
    *,
    in_form: bool = False,
) -> Iterator[Glyph]:
    """The glyphs of a stream, and of the forms that it draws."""
    fonts = {name: _codes(font) for name, font in resources.get("/Font", {}).items()}
    shown = {name: {code: character for character, code in codes.items()} for name, codes in fonts.items()}
    font = ""
    for index, instruction in enumerate(instructions):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = str(operands[0])
        elif operator == "Do" and resources["/XObject"][str(operands[0])]["/Subtype"] == "/Form":
            form = resources["/XObject"][str(operands[0])]
            yield from _drawn(form, form["/Resources"], pikepdf.parse_content_stream(form), in_form=True)
        elif operator == "TJ":
            for item, piece in enumerate(operands[0]):
                raw = bytes(piece) if isinstance(piece, pikepdf.String) else b""
                for at in range(0, len(raw) - 1, 2):
                    character = shown[font].get(int.from_bytes(raw[at : at + 2], "big"), "\0")
                    yield Glyph(character, fonts[font], stream, (index, item, at), in_form)
