"""A headline breaks by meaning, in lines of like length."""

from __future__ import annotations

import re

import pytest

from reporter.pdf.headline import balanced


def _lines(words: str, most: int = 17) -> list[str]:
    page = balanced(f'<h1 data-line="{most}"><span class="part">{words}</span></h1>')
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


def test_it_never_breaks_a_quotation_or_a_number() -> None:
    """What stands within quotation marks, a number with its unit and a name stay in one line, and no line begins with a mark."""
    quoted = '示例区以项目实效推动<span class="whole">“山水相连产城相融”</span>建设并力争全年投资增长<data value="12">12.5%</data>以上再上台阶'
    found = _lines(quoted)
    assert len(found) == 3
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
