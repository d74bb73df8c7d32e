"""The faces of the report, inside the package: no font of the system and no network is needed.

``song`` heads, ``fang`` and ``kai`` speak, ``serif`` and ``hei`` (Noto) carry text and charts; a Noto face stands second
in every family list, because Fandol lacks rare characters.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = Path(__file__).parent
_FILES = {
    "song": ("FandolSong-Bold.otf", "Fandol Song"),
    "fang": ("FandolFang-Regular.otf", "Fandol Fang"),
    "kai": ("FandolKai-Regular.otf", "Fandol Kai"),
    "serif": ("NotoSerifSC-Regular.otf", "Noto Serif SC"),
    "hei": ("NotoSansSC-Regular.otf", "Noto Sans SC"),
}
_SECOND = {"song": "serif", "fang": "serif", "kai": "serif", "serif": "hei", "hei": "serif"}
FACES: tuple[str, ...] = tuple(_FILES)
"""Every face, by the name that printers use."""


def path(face: str) -> Path:
    """The file of a face; raises ``KeyError`` for an unknown one."""
    return _FOLDER / _FILES[face][0]


def stack(face: str) -> str:
    """The CSS family list of a face, its substitute second: ``"Noto Sans SC", "Noto Serif SC"``."""
    return ", ".join(f'"{_FILES[name][1]}"' for name in (face, _SECOND[face]))


def face_css(url: Callable[[str], str]) -> str:
    """``@font-face`` rules for every face; ``url`` turns a file name into the address under which it is served."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; src: url("{url(file)}") }}' for file, family in _FILES.values()
    )


@cache
def _glyphs(face: str) -> frozenset[int]:
    """Code points for which a face has a glyph."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only where something is printed

    with TTFont(path(face), lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> str:
    """The characters of ``text`` that not every list of faces can print, each once, in order."""
    wanted = dict.fromkeys(one for one in text if not one.isspace() and unicodedata.category(one) not in {"Cc", "Cf"})
    known = _glyphs("serif") | _glyphs("hei")
    return "".join(character for character in wanted if ord(character) not in known)
