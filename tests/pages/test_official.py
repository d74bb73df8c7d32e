"""公文式 is laid out as GB/T 9704-2012 says: measured on the glyphs of the PDF, not read from a style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.glyphs import body, find, glyphs, lines, pages, red_rules, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.documents import Made

TOP, LEFT, WIDTH, HEIGHT = 37.0, 28.0, 156.0, 225.0
"""天头, 订口, 版心 in millimetres."""
LINES, CHARACTERS = 22, 28
PITCH, ADVANCE = HEIGHT / LINES, WIDTH / CHARACTERS
POINT = 25.4 / 72
SIZE_3, SIZE_2, SIZE_4 = 16 * 4 / 3, 22 * 4 / 3, 14 * 4 / 3
"""三号, 二号, 四号 in the units of the page's drawing, 96 to the inch."""
HANG = ADVANCE / 2
"""A mark at the end of a line may stand out by its blank half."""


@pytest.fixture
def official(printed: Callable[[str], Made]) -> Made:
    """The official document."""
    made = printed("official")
    assert made.errors == []
    return made


def test_everything_stands_in_the_type_area(official: Made) -> None:
    """156 x 225 mm, 37 mm from the top and 28 mm from the left, on every page, but for page numbers and the name of a table that goes on."""
    for page in range(pages(official.pdf)):
        for glyph in glyphs(official.pdf, page):
            if glyph.top > TOP + HEIGHT + 3 or glyph.bottom < TOP - 0.5:
                continue
            assert LEFT - HANG <= glyph.left < glyph.right <= LEFT + WIDTH + HANG + 0.2, (page, glyph)
            assert TOP <= glyph.top < glyph.bottom <= TOP + HEIGHT + 0.2, (page, glyph)


def test_a_page_holds_22_lines_of_28_characters(official: Made) -> None:
    """Baselines are 225/22 mm apart, characters 156/28 mm, and a full page has 22 lines of size 3 仿宋."""
    rows = [line for line in lines(glyphs(official.pdf, 1)) if abs(line[0].size - SIZE_3) < 0.1]
    assert len(rows) == LINES
    for upper, lower in zip(rows, rows[1:], strict=False):
        assert lower[0].baseline - upper[0].baseline == pytest.approx(PITCH, abs=0.25)
    assert rows[-1][0].baseline - rows[0][0].baseline == pytest.approx(PITCH * (LINES - 1), abs=0.1)
    full = [line for line in rows if len(line) == CHARACTERS and all(ord(one.text) > 0x2E80 for one in line)]
    assert full
    for line in full:
        assert line[0].x == pytest.approx(LEFT, abs=0.1)
        assert line[-1].x - line[0].x == pytest.approx(ADVANCE * (CHARACTERS - 1), abs=ADVANCE / 2)


def test_the_head_is_where_it_belongs(official: Made) -> None:
    """The mark in red 小标宋 35 mm below the type area's top; the number two lines below; the red rule 4 mm further."""
    page = glyphs(official.pdf, 0)
    organ, number = find(page, "示例区人民政府文件"), find(page, "示政〔2031〕7号")
    assert min(one.top for one in organ) == pytest.approx(TOP + 35, abs=1)
    assert all("Fandol-Song" in one.font for one in organ)
    assert (organ[0].left + organ[-1].right) / 2 == pytest.approx(LEFT + WIDTH / 2, abs=1)
    assert (number[0].left + number[-1].right) / 2 == pytest.approx(LEFT + WIDTH / 2, abs=1.5)
    left, right, height = red_rules(official.pdf, 0)[0]
    assert height - max(one.bottom for one in number) == pytest.approx(4, abs=0.6)
    assert (left, right) == pytest.approx((LEFT, LEFT + WIDTH), abs=0.6)


def test_levels_have_their_faces(official: Made) -> None:
    """The title in size 2 小标宋, 一、 in 黑体, （一） in 楷体, 1. and the text in 仿宋, all of size 3."""
    found = [one for page in range(5) for one in glyphs(official.pdf, page)]
    for text, face, size in (
        ("示例区上半年经济运行保持在合理区间", "Fandol-Song", SIZE_2), ("一、", "Noto-Sans", SIZE_3), ("投资运行情况", "Noto-Sans", SIZE_3),
        ("（一）", "Fandol-Kai", SIZE_3), ("稳定运行", "Fandol-Kai", SIZE_3), ("完善调度", "Fandol-Fang", SIZE_3),
        ("2.", "Noto-Serif", SIZE_3), ("各镇街", "Fandol-Fang", SIZE_3),
    ):  # fmt: skip
        for one in find(found, text):
            assert face in one.font, (text, one)
            assert one.size == pytest.approx(size, abs=0.1)


def test_the_page_number_stands_outside(official: Made) -> None:
    """— 1 — in size 4, its dashes 7 mm below the type area, one character in: at the right of odd pages, at the left of even ones."""
    inset = 14 * POINT
    for page in range(pages(official.pdf)):
        foot = [one for one in body(glyphs(official.pdf, page), SIZE_4) if one.top > TOP + HEIGHT + 3]
        assert words(foot) == f"—{page + 1}—"
        assert (foot[0].top + foot[0].bottom) / 2 == pytest.approx(TOP + HEIGHT + 7, abs=0.5)
        if page % 2 == 0:
            assert foot[-1].right == pytest.approx(LEFT + WIDTH - inset, abs=0.6)
        else:
            assert foot[0].left == pytest.approx(LEFT + inset, abs=0.6)


def test_the_record_stands_on_the_last_side(official: Made, printed: Callable[[str], Made]) -> None:
    """Printed on both sides, a paper ends on an even page, and 版记 stands there (7.4.1): alone and without a number (7.5), or below the text."""
    assert pages(official.pdf) == 8
    below = words(glyphs(official.pdf, 7))
    assert "抄送：市统计分析中心。示例区办公室2031年7月21日印发" in below
    assert "—8—" in below
    demo = printed("demo_official").pdf
    assert pages(demo) == 14
    assert words(glyphs(demo, 13)) == "杭州经济技术开发区2018年8月7日印发"
    assert "印发" not in words(glyphs(demo, 12))


def test_signature_and_record_close_it(official: Made) -> None:
    """The date ends four characters from the right with the issuer centred above it; 版记 stands at the foot of the last page."""
    number = next(
        page
        for page in range(pages(official.pdf))
        if "示例区人民政府2031年7月21日" in words(glyphs(official.pdf, page))
    )
    page = glyphs(official.pdf, number)
    issuer, date = find(page, "示例区人民政府")[-7:], find(page, "2031年7月21日")
    assert date[-1].x + ADVANCE == pytest.approx(LEFT + WIDTH - 4 * ADVANCE, abs=0.6)
    assert (issuer[0].x + issuer[-1].x + ADVANCE) / 2 == pytest.approx((date[0].x + date[-1].x + ADVANCE) / 2, abs=0.6)
    last = glyphs(official.pdf, pages(official.pdf) - 1)
    printer, copies = find(last, "示例区办公室"), find(last, "抄送：市统计分析中心。")
    assert printer[0].size == pytest.approx(SIZE_4, abs=0.1)
    assert TOP + HEIGHT - 9 < printer[0].baseline < TOP + HEIGHT
    assert copies[0].baseline < printer[0].baseline
    assert printer[0].x == pytest.approx(LEFT + 14 * POINT, abs=0.6)
