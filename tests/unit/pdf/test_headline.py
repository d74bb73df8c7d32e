"""A headline breaks by meaning, in lines of like length."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reporter.pdf.headline import balanced

SLOGANS = Path(__file__).with_name("headlines.txt")
"""Headlines as offices write them, without a mark, each with the places where it goes on on a new line; looked at one by one."""


def _lines(words: str, most: int = 17, names: tuple[str, ...] = ()) -> list[str]:
    page = balanced(f'<h1 data-line="{most}"><span class="part">{words}</span></h1>', names)
    return [re.sub("<[^>]*>", "", line) for line in page.split("<br>")]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("上半年经济运行保持在合理区间", ["上半年经济运行保持在合理区间"]),
        ("示例区上半年经济运行稳中有进，重点项目建设全面提速", ["示例区上半年经济运行稳中有进，", "重点项目建设全面提速"]),
        ("示例区召开推进新型工业化和建设现代化产业体系工作会议", ["示例区召开推进新型工业化和", "建设现代化产业体系工作会议"]),
        ("示例区管理委员会上半年经济运行总体平稳", ["示例区管理委员会", "上半年经济运行总体平稳"]),
    ],
)  # fmt: skip
def test_it_breaks_after_marks_and_links(words: str, lines: list[str]) -> None:
    """One that fits stays whole; a longer one breaks after a comma or after 和, not in the middle of a word at the edge."""
    assert _lines(words) == lines


@pytest.mark.parametrize("line", SLOGANS.read_text(encoding="utf-8").split())
def test_a_slogan_is_never_torn(line: str) -> None:
    """Thirty headlines without a comma: each goes on between two phrases, never within one, a number or a quotation."""
    assert _lines(line.replace("/", "")) == line.split("/")


def test_a_name_of_the_office_is_never_torn() -> None:
    """A name of the dictionary or the register stays in one line, even where its words look like the beginning of a phrase."""
    words, name = "示例区新一代促进中心大厦全面建成并投入使用服务企业", "新一代促进中心大厦"
    assert "".join(_lines(words)) == "".join(_lines(words, names=(name,))) == words
    assert not any(name in line for line in _lines(words, 12))
    assert any(name in line for line in _lines(words, 12, (name,)))


def test_three_lines_are_no_hourglass() -> None:
    """Of three lines the middle one is not the shortest (GB/T 9704, 7.3.1: 梯形或菱形)."""
    for line in SLOGANS.read_text(encoding="utf-8").split():
        found = _lines(line.replace("/", ""), 11)
        if len(found) == 3 and not any(word in found[1] for word in "“"):
            first, middle, last = (len(one) for one in found)
            assert middle >= min(first, last) - 1, found


def test_a_heading_of_a_section_is_broken_as_well() -> None:
    """Titles of sections and findings over figures go on between phrases, too."""
    title = "坚持稳中求进工作总基调扎实推进共同富裕示范区建设"
    page = balanced(f'<h2 data-line="17"><span class="part">{title}</span></h2>')
    assert "总基调<br>扎实推进" in page
    page = balanced(f'<span class="finding" data-line="20">{title}</span><span class="what">')
    assert "总基调<br>扎实推进" in page


def test_it_never_breaks_a_quotation_or_a_number() -> None:
    """What stands within quotation marks, a number with its unit and a name stay in one line, and no line begins with a mark."""
    quoted = '示例区以项目实效推动<span class="whole">“山水相连产城相融”</span>建设并力争全年投资增长<data value="12">12.5%</data>以上再上台阶'
    found = _lines(quoted)
    assert len(found) == 4
    assert any("“山水相连产城相融”" in line for line in found)
    assert any("12.5%" in line for line in found)
    assert "".join(found) == re.sub("<[^>]*>", "", quoted)
    assert all(line[0] not in "，、。”" for line in found)


def test_lines_are_alike() -> None:
    """No line is a stub: the shortest has two thirds of the longest at least."""
    found = _lines("甲乙丙丁戊己庚辛壬癸" * 4)
    assert min(map(len, found)) * 3 >= max(map(len, found)) * 2


def test_places_that_the_office_marked_stand() -> None:
    """Parts between ``<wbr>`` are lines of their own; only one that is too long is broken further."""
    page = '<h1 data-line="17"><span class="part">杭州经济技术开发区</span><span class="part">以项目实效推动建设再上台阶</span></h1>'
    assert balanced(page) == page
