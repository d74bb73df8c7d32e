"""Lines, tables, figures and marks of every look, as a reader of Chinese expects them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from lxml import html as markup

from tests.pages import documents
from tests.pages.glyphs import find, glyphs, lines, pages, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.documents import Made
    from tests.pages.glyphs import Glyph

EVERY = ("one_section", "three_pages", "long_annex", "long_texts", "forty_indicators", "official")
_NEVER_FIRST = "，。、；：！？）》〉」』】〕”’%*"
_NEVER_LAST = "（《〈「『【〔“‘"
_BODY = 11 * 4 / 3
_TEXT_SIZES = (_BODY, 16.0, 16 * 4 / 3)
"""Of text, lead and 公文."""
LEFT, RIGHT = 21.0, 189.0
POINT = 25.4 / 96
"""Millimetres of a unit of the page's drawing, in which type sizes are given."""
_HOLE = 26
"""Millimetres, four lines: more blank than that at the foot is seen."""


def _text(pdf: bytes) -> list[str]:
    """The text of each page without white space."""
    return [
        "".join(page.get_textpage().get_text_range().replace("\ufffe", "").split())
        for page in pypdfium2.PdfDocument(pdf)
    ]


def _body_lines(pdf: bytes) -> list[tuple[int, list[Glyph]]]:
    """Lines of running text, with their page."""
    found = []
    for page in range(pages(pdf)):
        found += [
            (page, line) for line in lines(glyphs(pdf, page))
            if abs(line[0].size - _BODY) < 0.1 and abs(line[-1].size - _BODY) < 0.1 and "Serif" in line[-1].font
        ]  # fmt: skip
    return found


@pytest.mark.parametrize("name", EVERY)
def test_nothing_blocks(printed: Callable[[str], Made], name: str) -> None:
    """Every document passes its own proof: each number, name and word is printed where the facts have it."""
    assert printed(name).errors == []


@pytest.mark.parametrize("name", EVERY)
def test_no_line_begins_or_ends_as_it_must_not(printed: Callable[[str], Made], name: str) -> None:
    """No line begins with a closing mark or an asterisk, none ends with an opening one (GB/T 15834)."""
    made = printed(name)
    for page in range(pages(made.pdf)):
        for line in lines(glyphs(made.pdf, page)):
            assert line[0].text not in _NEVER_FIRST, (page + 1, words(line))
            assert line[-1].text not in _NEVER_LAST, (page + 1, words(line))


def _alone(pdf: bytes) -> list[str]:
    """Lines of running text that hold one character besides marks."""
    found = []
    for page in range(pages(pdf)):
        for line in lines(glyphs(pdf, page)):
            text = [one for one in line if one.text not in _NEVER_FIRST + _NEVER_LAST]
            if len(text) == 1 and any(abs(text[0].size - size) < 0.1 for size in _TEXT_SIZES):
                found.append(f"page {page + 1}: {words(line)}")
    return found


@pytest.mark.parametrize("name", [*EVERY, "demo_news", "demo_bulletin", "demo_official"])
def test_no_character_is_left_alone(printed: Callable[[str], Made], name: str) -> None:
    """The last line of a paragraph holds two characters at least besides its mark, in every look (clreq: 孤字)."""
    assert _alone(printed(name).pdf) == []


@pytest.mark.parametrize("name", ["long_texts", "demo_news", "demo_official"])
def test_a_reference_stands_in_one_line(printed: Callable[[str], Made], name: str) -> None:
    """（见图1） and （见表1） are never broken."""
    made = printed(name)
    rows = [words(line) for page in range(pages(made.pdf)) for line in lines(glyphs(made.pdf, page))]
    said = re.findall(r"（见[图表]\d+）", re.sub("<[^>]*>", "", made.html.partition("<body")[2]))
    assert len(said) > 8
    assert sorted(said) == sorted(found for row in rows for found in re.findall(r"（见[图表]\d+）", row))


@pytest.mark.parametrize(("name", "left"), [("demo_news", LEFT), ("demo_official", 28.0)])
def test_a_line_that_begins_with_an_opening_mark_is_flush(
    printed: Callable[[str], Made], name: str, left: float
) -> None:
    """The blank half of “ and （ hangs into the margin: of full lines, of last lines, of headings and of cells."""
    made = printed(name)
    rows = [line for page in range(pages(made.pdf)) for line in lines(glyphs(made.pdf, page))]
    flush = [line for line in rows if line[0].text in _NEVER_LAST and line[0].left < left + 5]
    assert len(flush) > 5
    for line in flush:
        bar = 4.3 if "跑出新便利" in words(line) and name == "demo_news" else 1.2 if "覆盖率" in words(line) else 0.0
        assert line[0].left - left - bar < line[0].size * POINT / 5, words(line)


@pytest.mark.parametrize("name", ["demo_news", "demo_bulletin", "demo_official"])
def test_two_marks_side_by_side_take_one_and_a_half(printed: Callable[[str], Made], name: str) -> None:
    """”，and 。“ carry no whole blank between them, in whatever elements they stand; a line that is spread out adds its gap."""
    made = printed(name)
    pairs = 0
    for page in range(pages(made.pdf)):
        for line in lines(glyphs(made.pdf, page)):
            for one, other in pairwise(line):
                if one.text in "”）" and other.text in "，。；、）":
                    assert other.x - one.x < one.size * POINT * 0.9, words(line)
                    pairs += 1
    assert pairs > 12


@pytest.mark.parametrize("name", ["one_section", "long_texts", "official"])
def test_no_number_is_torn(printed: Callable[[str], Made], name: str) -> None:
    """Each number stands with its unit in one line."""
    made = printed(name)
    text = "\n".join(words(line) for page in range(pages(made.pdf)) for line in lines(glyphs(made.pdf, page)))
    numbers = {"".join(data.text_content().split()) for data in markup.fromstring(made.html).iter("data")}
    assert len(numbers) > 15
    for number in numbers:
        assert number in text, number


def test_lines_are_full(printed: Callable[[str], Made]) -> None:
    """Every line but the last of a paragraph ends at the right edge; a closing mark may hang by its blank half."""
    rows = _body_lines(printed("long_texts").pdf)
    assert len(rows) > 200
    ragged = 0
    for (_, line), (_, following) in zip(rows, rows[1:], strict=False):
        ends_paragraph = following[0].x > LEFT + 3 or line[-1].text in "。："
        if not ends_paragraph:
            ragged += not RIGHT - 1.2 < line[-1].right < RIGHT + 2.2
    assert ragged == 0


@pytest.mark.parametrize("name", EVERY)
def test_no_heading_stands_at_the_foot(printed: Callable[[str], Made], name: str) -> None:
    """Under every heading stand two lines at least of its own text, or a table."""
    made = printed(name)
    titles = ["".join(head.text_content().split()) for head in markup.fromstring(made.html).iter("h2", "h3")]
    rows = [[words(line) for line in lines(glyphs(made.pdf, page))] for page in range(pages(made.pdf))]
    for title in titles:
        found = [(page, page.index(line)) for page in rows for line in page if line == title.replace("　", "")]
        for page, at in found:
            assert len(page) - at > 3, title


def test_decimal_points_stand_below_each_other(printed: Callable[[str], Made]) -> None:
    """In the column of growth every decimal point has the same place, whatever the sign and the number of digits."""
    page = glyphs(printed("long_annex").pdf, 2)
    head = find(page, "同比增长")
    points = [one.x for one in page if one.text == "." and head[0].x - 2 < one.x < head[0].x + 20]
    assert len(points) > 10
    assert max(points) - min(points) < 0.1


@pytest.mark.parametrize(
    ("name", "number", "title", "head"),
    [("long_annex", 1, "主要指标完成情况表", "比较和进度"), ("official", 2, "年度目标任务表", "目前进展")],
)
def test_a_table_goes_on_by_name_with_its_head(
    printed: Callable[[str], Made], name: str, number: int, title: str, head: str
) -> None:
    """On each further page 续表 with number and name at the top of the type area, then the head again; nowhere else."""
    made = printed(name)
    text = _text(made.pdf)
    first = next(page for page, words in enumerate(text) if re.search(rf"(?<!续)表{number}{title}", words))
    again = [page for page, words in enumerate(text) if f"续表{number}{title}" in words]
    assert again == list(range(first + 1, first + 1 + len(again)))
    assert again
    top = 37 if name == "official" else 24
    for page in again:
        drawn = glyphs(made.pdf, page)
        said = find(drawn, f"续表{number}")
        assert top - 0.5 <= min(one.top for one in said) < top + 4
        assert max(one.bottom for one in said) < min(one.top for one in find(drawn, head))


def test_a_table_does_not_begin_at_the_foot(printed: Callable[[str], Made]) -> None:
    """Three rows at least stand under a table's first head."""
    begins = 0
    for page in (*_text(printed("three_pages").pdf), *_text(printed("long_annex").pdf)):
        at = page.find("表1主要指标完成情况表")
        if at > 0 and page[at - 1] != "续":
            assert page.count("甲科", at) + page.count("乙科", at) >= 3
            begins += 1
    assert begins == 2


def test_the_running_head_is_one_line(printed: Callable[[str], Made]) -> None:
    """A title of sixty characters is cut with … beside the office's name; what the paper may be used for is never cut."""
    made = printed("long_heading")
    for page in range(1, pages(made.pdf)):
        head = [one for one in glyphs(made.pdf, page) if one.bottom < 24]
        assert len({round(one.baseline) for one in head}) == 1
        assert words(head).startswith("示例区2031年上半年")
        assert words(head).endswith("…　内部资料　注意保存")
        assert max(one.right for one in head) < RIGHT + 0.5


def test_who_gets_the_paper_never_stands_alone(printed: Callable[[str], Made]) -> None:
    """On the page of the end block stands something of the report: a table's rows or the notes."""
    for name in ("three_pages", "forty_indicators", "long_heading"):
        last = _text(printed(name).pdf)[-1]
        assert "报：区领导" in last
        assert "说明" in last[: last.index("报：区领导")]


@pytest.mark.parametrize("name", ["long_texts", "forty_indicators"])
def test_a_long_report_has_its_contents(printed: Callable[[str], Made], name: str) -> None:
    """More than eight pages: page 1 lists every section with the page on which it begins, and leads there; fewer: no list."""
    made = printed(name)
    listed = re.findall(
        r'<p><span>([^<]+)</span><span class="dots"></span><span class="at"><a [^>]*>(\d+)</a>', made.html
    )
    text = _text(made.pdf)
    assert "目录" in text[0]
    assert len(listed) == 10
    for title, page in listed:
        assert title in text[int(page) - 1], (title, page)
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        led = {str(one.Dest) for one in file.pages[0].Annots}
    assert led == {*re.findall(r'<section id="(section-part\d+)">', made.html), "notes"}
    assert "目录" not in _text(printed("three_pages").pdf)[0]


def test_marks_say_what_the_paper_is(printed: Callable[[str], Made]) -> None:
    """内部资料 stands on every page, 送审稿 on the first one of a draft; number, date and signer where they were filled in."""
    draft, issued = _text(printed("long_texts").pdf), _text(printed("forty_indicators").pdf)
    assert all("内部资料注意保存" in page for page in (*draft, *issued))
    assert "送审稿" in draft[0]
    assert "送审稿" not in "".join(issued)
    assert "第3期（总第15期）" in issued[0]
    assert "2031年7月21日" in issued[0]
    assert "签发：签发人丙" in issued[-1]
    assert all(
        words in issued[-1]
        for words in (
            "报：区领导",
            "送：区级各部门，各镇街",
            "发：重点企业",
            "责任编辑：编辑乙",
            "核稿：核稿甲",
            "共印60份",
        )
    )


def test_empty_slots_leave_no_hole(printed: Callable[[str], Made]) -> None:
    """Where nobody has signed, the page says neither 第期 nor 签发 nor an empty bracket, and the date is the planned one."""
    text = "".join(_text(printed("three_pages").pdf))
    assert "2031年7月20日" in text
    assert not re.search("第期|签发|〔〕|（）", text)


def test_the_day_of_the_data_is_told(printed: Callable[[str], Made]) -> None:
    """数据截至 with its day stands on page 1 of newspaper and bulletin, in an annex of the official document."""
    assert "数据截至2031年7月20日" in _text(printed("one_section").pdf)[0]
    assert "数据截至2031年7月20日" in _text(printed("three_pages").pdf)[0]
    assert "数据截至2031年7月20日" in _text(printed("official").pdf)[6]


@pytest.mark.parametrize("name", ["one_section", "three_pages", "long_texts", "forty_indicators"])
def test_a_figure_stands_beside_its_citation(printed: Callable[[str], Made], name: str) -> None:
    """On the page that cites it or the next one, in the order of their numbers; no page that goes on is left with a hole."""
    made = printed(name)
    text = _text(made.pdf)
    numbers = [int(found) for found in re.findall(r"（见图(\d+)）", "".join(text))]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {number: next(page for page, words in enumerate(text) if f"见图{number}）" in words) for number in numbers}
    drawn = {
        number: next(page for page, words in enumerate(text) if re.search(rf"(?<!见)图{number}(?!\d)", words))
        for number in numbers
    }
    assert all(0 <= drawn[number] - cited[number] <= 1 for number in numbers), (cited, drawn)
    for page in range(1, pages(made.pdf) - 3):
        lowest = max(one.bottom for one in glyphs(made.pdf, page) if one.bottom < 297 - 24)
        assert lowest > 297 - 23 - _HOLE, page + 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_photos_stand_in_one_row(count: int) -> None:
    """None to four photos: one row of one height over the full width, captions under each; without any the text moves up."""
    made = documents.make(documents.photos(count))
    assert made.errors == []
    sheet = pypdfium2.PdfDocument(made.pdf)[0]
    boxes = [one.get_bounds() for one in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    assert len(boxes) == count
    head = find(glyphs(made.pdf, 0), "投资运行情况")[0].top
    if not count:
        assert head < 120
        return
    clipped = sheet.render(scale=2).to_pil().convert("L")
    del clipped
    text = _text(made.pdf)[0]
    assert all(f"示例风景之{'甲乙丙丁'[number]}（示意图）" in text for number in range(count))
    rows = {round(find(glyphs(made.pdf, 0), f"示例风景之{'甲乙丙丁'[number]}")[0].baseline) for number in range(count)}
    assert len(rows) == 1
    assert head > 120


def test_a_last_page_of_a_few_lines_is_won_back() -> None:
    """A news report whose notes alone would stand on page 3 is set a little closer; the lines of a 公文 keep their grid."""
    for paragraphs in range(2, 7):
        made = documents.make(documents.snapshot(documents.LEAD, documents.theme_section(1, paragraphs=paragraphs)))
        if 'class="closer"' in made.html:
            assert pages(made.pdf) == 2
            break
    else:
        pytest.fail("no length was won back")
    official = documents.snapshot(
        documents.LEAD, documents.prose(1).join(("---\ntitle: 甲\n---\n", "\n")), look="official"
    )
    assert 'class="on-grid' in documents.make(official).html


def test_a_correction_says_which_edition_it_is() -> None:
    """更正（第2版） stands in the masthead, （更正） in every running head."""
    base = documents.one_section()
    text = _text(documents.make(replace(base, key=replace(base.key, number=2))).pdf)
    assert "更正（第2版）" in text[0]
    assert all("（更正）" in page for page in text[1:])
