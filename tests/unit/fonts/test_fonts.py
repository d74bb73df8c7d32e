"""The faces travel with the package, with their licences."""

from __future__ import annotations

from reporter import fonts


def test_every_face_is_inside_the_package_with_its_licence() -> None:
    """Five OpenType files, and the licences of both families beside them."""
    assert all(fonts.path(face).read_bytes()[:4] == b"OTTO" for face in fonts.FACES)
    licences = {file.name.partition("-")[0] for file in (fonts.path("hei").parent / "licences").iterdir()}
    assert licences == {"Fandol", "Noto"}


def test_every_list_has_a_noto_face_second() -> None:
    """What Fandol lacks, the face after it prints."""
    assert all(fonts.stack(face).split(", ")[1].startswith('"Noto') for face in fonts.FACES)


def test_rules_name_every_file_once() -> None:
    """Each face has one @font-face rule with the address that the caller gives it."""
    css = fonts.face_css(lambda name: f"asset:{name}")
    assert css.count("@font-face") == len(fonts.FACES)
    assert all(f'url("asset:{fonts.path(face).name}")' in css for face in fonts.FACES)


def test_a_character_without_a_glyph_is_named() -> None:
    """Rare characters are told before they become a box; common ones, blanks and line ends are not."""
    assert fonts.missing("固定资产投资\n 11.6%") == ""
    assert fonts.missing("甲\ue123乙\U0002a6d6\ue123").startswith("\ue123")


def test_the_list_of_glyphs_is_that_of_the_files() -> None:
    """coverage.txt says what the fonts hold, to the code point."""
    assert fonts.covered() == fonts.covered_by_files()
