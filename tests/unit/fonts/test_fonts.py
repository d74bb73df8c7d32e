"""The faces travel with the package, with their licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from reporter import fonts
from reporter.fonts import numbering

if TYPE_CHECKING:
    from pathlib import Path


def test_every_face_is_inside_the_package_with_its_licence() -> None:
    """Five OpenType files, and the licences of both families beside them."""
    assert all(fonts.path(face).read_bytes()[:4] == b"OTTO" for face in fonts.FACES)
    licences = {file.name.partition("-")[0] for file in (fonts.path("hei").parent / "licences").iterdir()}
    assert licences == {"Fandol", "Noto"}


def test_glyphs_are_numbered_as_pages_call_them() -> None:
    """In every file a glyph's CID is its place, which is what a PDF calls it by; and the checksums are right."""
    for file in (*map(fonts.path, fonts.FACES), *map(fonts.core, fonts.CORES)):
        with TTFont(file, checkChecksums=2) as font:
            charset = font["CFF "].cff.topDictIndex[0].charset
            font.getTableData("head")
        assert charset[1:] == [f"cid{place:05}" for place in range(1, len(charset))], file.name


def test_a_face_that_counts_otherwise_is_numbered(tmp_path: Path) -> None:
    """A face whose CIDs begin at 2 becomes, in its place, the one that ships; nothing changes the second time."""
    file, shipped = tmp_path / "face.otf", fonts.core("hei")
    with TTFont(shipped, lazy=True) as font:
        charset = font.reader.tables["CFF "].offset + font["CFF "].cff.topDictIndex[0].rawDict["charset"]
    other = bytearray(shipped.read_bytes())
    other[charset + 2] = 2
    file.write_bytes(other)
    for _ in range(2):
        numbering.number(file)
        assert file.read_bytes() == shipped.read_bytes()


def test_every_list_has_a_noto_face_second() -> None:
    """What Fandol lacks, the face after it prints."""
    assert all(fonts.stack(face).split(", ")[1].startswith('"Noto') for face in fonts.FACES)


def test_rules_name_every_file_once() -> None:
    """Each face has one @font-face rule with the address that the caller gives it."""
    css = fonts.face_css(lambda name: f"asset:{name}", {face: fonts.path(face) for face in fonts.FACES})
    assert css.count("@font-face") == len(fonts.FACES)
    assert all(f'url("asset:{fonts.path(face).name}")' in css for face in fonts.FACES)


def test_a_character_without_a_glyph_is_named() -> None:
    """Rare characters are told before they become a box; common ones, blanks and line ends are not."""
    assert fonts.missing("固定资产投资\n 11.6%") == ""
    assert fonts.missing("甲\ue123乙\U0002a6d6\ue123").startswith("\ue123")


def test_the_list_of_glyphs_is_that_of_the_files() -> None:
    """coverage.txt says what the fonts hold, to the code point."""
    assert fonts.covered() == fonts.covered_by_files()


def test_a_core_holds_every_everyday_character_as_the_full_face_draws_it() -> None:
    """Same outlines, same widths; nothing of GB 2312 is lost."""
    for face in fonts.CORES:
        with TTFont(fonts.path(face)) as full, TTFont(fonts.core(face)) as core:
            wanted = fonts.everyday() & set(full.getBestCmap())
            assert wanted <= set(core.getBestCmap())
            glyphs, cores = full.getGlyphSet(), core.getGlyphSet()
            for code in sorted(wanted)[::97]:
                pens = RecordingPen(), RecordingPen()
                for pen, font, drawn in ((pens[0], full, glyphs), (pens[1], core, cores)):
                    drawn[font.getBestCmap()[code]].draw(pen)
                assert pens[0].value == pens[1].value, hex(code)
                assert glyphs[full.getBestCmap()[code]].width == cores[core.getBestCmap()[code]].width


def test_a_core_says_that_it_is_a_part() -> None:
    """Its names are its own, its licence is that of the full face."""
    for face in fonts.CORES:
        with TTFont(fonts.core(face)) as core:
            names = {record.nameID: str(record) for record in core["name"].names}
        assert "Core" in names[1]
        assert "Open Font License" in names[13]


def test_a_rare_character_calls_for_the_full_face() -> None:
    """Everyday texts take the cores; one character more and the full faces are read."""
    plain, rare = fonts.files("固定资产投资增长11.6%，下沙"), fonts.files("王堃")
    assert plain["serif"] == fonts.core("serif")
    assert rare["serif"] == fonts.path("serif")
    assert plain["kai"] == rare["kai"] == fonts.path("kai")
