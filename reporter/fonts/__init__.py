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
    from collections.abc import Callable, Mapping

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
CORES = ("serif", "hei")
"""Faces that have a core, see :mod:`reporter.fonts.cutting`."""
_SIGNS = "–—‘’“”…‰′″℃№−×÷±≤≥≈·•〇々㎡㎏㎜〔〕～￥"
"""Signs of official texts that GB 2312 lacks, or that Python's codec has at another place."""


def path(face: str) -> Path:
    """The file of a face; raises ``KeyError`` for an unknown one."""
    return _FOLDER / _FILES[face][0]


def core(face: str) -> Path:
    """The file of a face's core."""
    return _FOLDER / _FILES[face][0].replace("-Regular", "-Core")


def spoilt() -> tuple[str, ...]:
    """Names of the font files that are absent, or are none."""
    return tuple(one.name for one in (*map(path, FACES), *map(core, CORES)) if not _is_font(one))


def _is_font(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(4) == b"OTTO"
    except OSError:
        return False


@cache
def everyday() -> frozenset[int]:
    """Code points of everyday official texts: GB 2312, Latin, and the signs of our own."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    plane = "".join(bytes([row, cell]).decode("gb2312", "ignore") for row in rows for cell in cells)
    return frozenset(map(ord, plane + _SIGNS)) | frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100)])


def files(text: str) -> dict[str, Path]:
    """The file of every face for a document: cores where they have all its characters, else the full faces."""
    plain = {ord(one) for one in set(text) if not one.isspace()} <= everyday()
    return {face: core(face) if plain and face in CORES else path(face) for face in FACES}


def stack(face: str) -> str:
    """The CSS family list of a face, its substitute second: ``"Noto Sans SC", "Noto Serif SC"``."""
    return ", ".join(f'"{_FILES[name][1]}"' for name in (face, _SECOND[face]))


def second(face: str) -> str:
    """The face that stands in for one where it lacks a character."""
    return _SECOND[face]


def has(face: str, character: str) -> bool:
    """Whether a Noto face has a glyph; everyday characters are known without reading the font, which is slow."""
    return ord(character) in everyday() or ord(character) in _map(face)


@cache
def _map(face: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and only for rare characters

    with TTFont(path(face), lazy=True) as font:
        return frozenset(font.getBestCmap())


def used(styles: str) -> tuple[str, ...]:
    """The faces whose families a style sheet names: reading a face costs time, and each has some megabytes."""
    return tuple(face for face in FACES if _FILES[face][1] in styles)


def face_css(url: Callable[[str], str], files: Mapping[str, Path]) -> str:
    """``@font-face`` rules for faces and their files; ``url`` turns a file name into the address under which it is served."""
    return "\n".join(
        f'@font-face {{ font-family: "{_FILES[face][1]}"; src: url("{url(file.name)}") }}'
        for face, file in files.items()
    )


@cache
def covered() -> frozenset[int]:
    """Code points for which one of the Noto faces has a glyph, from a list made of them: reading the fonts is slow."""
    ranges = (line.split("-") for line in (_FOLDER / "coverage.txt").read_text(encoding="ascii").split())
    return frozenset(code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))


def covered_by_files() -> frozenset[int]:
    """The same, read from the font files themselves; what ``coverage.txt`` must say."""
    return _map("serif") | _map("hei")


def missing(text: str) -> str:
    """The characters of ``text`` that not every list of faces can print, each once, in order."""
    wanted = (one for one in dict.fromkeys(text) if not one.isspace() and unicodedata.category(one) not in {"Cc", "Cf"})
    known = covered()
    return "".join(character for character in wanted if ord(character) not in known)
