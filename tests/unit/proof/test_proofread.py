"""A printed report is spoilt in every place where it holds a number, and each time it is found."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from reporter.proof import document as numbers
from reporter.proof import figures, pdf_text, proofread, reading
from reporter.proof.sayings import Sayings
from tests.unit.proof import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.finding import Finding

DATA = list(re.finditer(r'<data value="([^"]*)" data-fact="([^"]*)">(.*?)</data>', sample.HTML))


def read(html: str) -> list[str]:
    """Rules of what is found in the document's HTML."""
    return [finding.rule for finding in numbers.review(sample.DOCUMENT, html, Sayings(sample.DOCUMENT))]


def compared(read: list[pdf_text.Page]) -> tuple[Finding, ...]:
    """What the comparison of print and document finds."""
    return (*pdf_text.compare(reading.blocks(sample.HTML), read), *figures.review(sample.DOCUMENT, read))


def other(digit: str) -> str:
    """Another digit, Arabic or Chinese."""
    row = "0123456789" if digit in "0123456789" else "一二三四五六七八九十"
    return row[(row.index(digit) + 1) % len(row)]


def test_a_sound_report_has_no_finding() -> None:
    """Floats, figures at the foot, split paragraphs, repeated heads and running heads are no faults."""
    assert proofread(sample.DOCUMENT, sample.HTML, sample.printed()) == ()


def _html_digits() -> Iterator[int]:
    """Every digit of a fact's number in the HTML."""
    for match in DATA:
        inner = re.sub(r"<[^>]*>", lambda tag: "\0" * len(tag.group()), match.group(3))
        yield from (match.start(3) + index for index, character in enumerate(inner) if character in "0123456789一十")


@pytest.mark.parametrize("at", list(_html_digits()))
def test_a_changed_digit_in_the_html_is_found(at: int) -> None:
    """No digit of any number can be changed in the HTML, Chinese numerals included."""
    spoilt = sample.HTML[:at] + other(sample.HTML[at]) + sample.HTML[at + 1 :]
    assert read(spoilt) == ["wrong_number"]


def test_two_swapped_numbers_in_the_html_are_found() -> None:
    """Whichever two different numbers change places, both are reported."""
    for one, two in combinations(DATA, 2):
        if one.group(3) == two.group(3):
            continue
        spoilt = (
            sample.HTML[: one.start(3)]
            + two.group(3)
            + sample.HTML[one.end(3) : two.start(3)]
            + one.group(3)
            + sample.HTML[two.end(3) :]
        )
        assert read(spoilt) == ["wrong_number"] * 2


def test_a_number_without_its_mark_is_found() -> None:
    """A numeral that stands outside every mark is reported with its sentence."""
    spoilt = sample.HTML.replace("工作的过程", "三项工作的过程", 1).replace("句子照样", "12个句子照样", 1)
    found = tuple(numbers.review(sample.DOCUMENT, spoilt, Sayings(sample.DOCUMENT)))
    assert [finding.rule for finding in found] == ["bare_numeral"] * 2
    assert ["“三”" in found[0].message, "“12”" in found[1].message] == [True, True]
    assert "“项目建设”" in str(found[0].place)


def test_a_number_that_leans_out_of_its_mark_is_found() -> None:
    """A digit before the element makes another number."""
    spoilt = sample.HTML.replace('增长<data value="11.9"', '增长1<data value="11.9"', 1)
    assert read(spoilt) == ["bare_numeral"]


def test_a_wrong_value_or_an_unknown_fact_is_found() -> None:
    """The machine-readable value counts as much as the printed one."""
    spoilt = sample.HTML.replace('value="17"', 'value="18"', 1).replace("丙投资:difference@", "丙投资:guess@", 1)
    assert set(read(spoilt)) == {"wrong_value", "unknown_fact", "unsaid_fact"}


def test_a_fact_that_is_not_printed_is_found() -> None:
    """What the list of facts holds must be said."""
    document = replace(
        sample.DOCUMENT, facts=(*sample.DOCUMENT.facts, replace(sample.fact("丙投资:growth"), id="癸:growth@2018-H1"))
    )
    found = numbers.review(document, sample.HTML, Sayings(document))
    assert [finding.rule for finding in found] == ["unsaid_fact"]


def test_every_changed_digit_in_print_is_found() -> None:
    """Whichever digit of the print reads otherwise - text, strip, table, caption or chart - something is said.

    The running head is no text of the report, and the page's own number is nobody's figure.
    """
    sound = pdf_text.pages(sample.printed())
    tried = 0
    for index, page in enumerate(sound):
        end = page.text.index("2018年上半年示例区工作报告")
        for at in (match.start() for match in re.finditer(r"\d|(?<=第)一|十(?=个)", page.text[:end])):
            read = [pdf_text.Page(each.number, each.text) for each in sound]
            read[index] = pdf_text.Page(page.number, page.text[:at] + other(page.text[at]) + page.text[at + 1 :])
            assert compared(read), page.text[max(0, at - 10) : at + 10]
            tried += 1
    assert tried > 45


def test_every_two_swapped_numbers_in_print_are_found() -> None:
    """Sequences are compared and not sets."""
    sound = pdf_text.pages(sample.printed())
    for index, page in enumerate(sound):
        end = page.text.index("2018年上半年示例区工作报告")
        spans = [match.span() for match in re.finditer(r"\d[\d.]*%?", page.text[:end])]
        for (a, b), (c, d) in combinations(spans, 2):
            if page.text[a:b] == page.text[c:d]:
                continue
            text = page.text[:a] + page.text[c:d] + page.text[b:c] + page.text[a:b] + page.text[d:]
            read = [pdf_text.Page(each.number, each.text) for each in sound]
            read[index] = pdf_text.Page(page.number, text)
            assert compared(read), (page.text[a:b], page.text[c:d])


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("11.6%</data>，高于", "11.7%</data>，高于"),
        (">第一<", ">第二<"),
        (">十个<", ">九个<"),
        ("1405<span", "1406<span"),
        (">33个<", ">38个<"),
        ("约6.4万", "约6.5万"),
    ],
)
def test_another_print_is_found(was: str, now: str) -> None:
    """A PDF really printed from other words does not pass, and the finding shows both with the page."""
    assert was in sample.HTML
    found = proofread(sample.DOCUMENT, sample.HTML, sample.printed(sample.HTML.replace(was, now)))
    assert {finding.rule for finding in found} <= {"print_differs", "stray_numeral", "moved_text"}
    assert any(re.match(r"第\d页", finding.place.part) for finding in found)


def test_a_sentence_that_is_not_printed_is_found() -> None:
    """Words count as well as numbers."""
    found = proofread(sample.DOCUMENT, sample.HTML, sample.printed(sample.HTML.replace("句子照样要读得通。", "", 1)))
    assert [finding.rule for finding in found] == ["print_differs"]


def test_two_rows_that_changed_places_are_found() -> None:
    """The print of a table follows its document."""
    one, two = sample.data("己项目:level"), sample.data("庚项目:level")
    spoilt = (
        sample.HTML.replace(f"<td>{one}", "<td>@").replace(f"<td>{two}", f"<td>{one}").replace("<td>@", f"<td>{two}")
    )
    assert proofread(sample.DOCUMENT, sample.HTML, sample.printed(spoilt))


def test_a_stranger_in_print_is_found() -> None:
    """A number that only the PDF holds is reported once, with what stands around it."""
    found = proofread(sample.DOCUMENT, sample.HTML, sample.printed(css=sample.CSS + "h2::after { content: '共48项' }"))
    assert {finding.rule for finding in found} == {"stray_numeral"}
    assert "48" in found[0].message


def test_swapped_labels_of_a_figure_are_found() -> None:
    """Two labels that changed places in the drawing."""
    svg = sample.SVG.replace(">17%<", ">@<").replace(">11.9%<", ">17%<").replace(">@<", ">11.9%<")
    found = proofread(sample.DOCUMENT, sample.HTML, sample.printed(svg=svg))
    assert "figure_differs" in {finding.rule for finding in found}


def test_swapped_names_of_a_figure_are_found() -> None:
    """The names beside two bars changed places in print, their numbers did not; short names of the section file too."""
    svg = sample.SVG.replace(">乙零售额<", ">@<").replace(">丙投资<", ">乙零售额<").replace(">@<", ">丙投资<")
    assert {finding.rule for finding in proofread(sample.DOCUMENT, sample.HTML, sample.printed(svg=svg))} == {
        "figure_differs"
    }
    one, two, three = sample.FIGURE.marks
    names = {"零售": "乙零售额", "投资": "丙投资"}
    sound = replace(sample.FIGURE, names=names, marks=(replace(one, label="零售"), two, replace(three, label="投资")))
    swapped = replace(sample.FIGURE, names=names, marks=(replace(one, label="投资"), two, replace(three, label="零售")))
    for figure, wanted in ((sound, set()), (swapped, {"wrong_label"})):
        document = replace(sample.DOCUMENT, sections=(replace(sample.DOCUMENT.sections[0], figures=(figure,)),))
        svg = sample.SVG
        for was, mark in zip(sample.FIGURE.marks, figure.marks, strict=True):
            svg = svg.replace(f">{was.label}<", f">{mark.label}<")
        found = {finding.rule for finding in proofread(document, sample.HTML, sample.printed(svg=svg))}
        assert found == wanted, figure.marks


@pytest.mark.parametrize("options", [{"then": "2017年上半年", "now": "2018年上半年"}, {"scale": ("1—3月", "1—6月")}])
def test_swapped_periods_of_a_figure_are_found(options: dict[str, Any]) -> None:
    """Those at the sides of a slope or below a line, though the head of the page names a period as well."""
    figure = replace(sample.FIGURE, options=options)
    document = replace(sample.DOCUMENT, sections=(replace(sample.DOCUMENT.sections[0], figures=(figure,)),))
    one, two = (
        pdf_text.squeeze(word) for value in options.values() for word in ([value] if isinstance(value, str) else value)
    )
    for words, wanted in ((one + two, set()), (two + one, {"figure_differs"}), (two, {"figure_differs"})):
        text = f"{words}乙零售额甲产业增加值丙投资17%11.9%11.6%{sample.DOCUMENT.title}"
        found = {one.rule for one in figures.review(document, [pdf_text.Page(1, text)])}
        assert found - {"stray_numeral"} == wanted, text


def test_a_figure_without_marks_or_with_a_wrong_label_is_found() -> None:
    """A figure's marks are its facts."""
    marks = (replace(sample.FIGURE.marks[0], text="18%"), *sample.FIGURE.marks[1:])
    wrong = replace(
        sample.DOCUMENT,
        sections=(replace(sample.DOCUMENT.sections[0], figures=(replace(sample.FIGURE, marks=marks),)),),
    )
    assert "wrong_label" in {finding.rule for finding in proofread(wrong, sample.HTML, sample.printed())}
    moved = replace(sample.FIGURE.marks[0], value=Decimal(71))
    wrong = replace(
        sample.DOCUMENT,
        sections=(replace(sample.DOCUMENT.sections[0], figures=(replace(sample.FIGURE, marks=(moved,)),)),),
    )
    assert "wrong_label" in {finding.rule for finding in proofread(wrong, sample.HTML, sample.printed())}
    empty = replace(
        sample.DOCUMENT, sections=(replace(sample.DOCUMENT.sections[0], figures=(replace(sample.FIGURE, marks=()),)),)
    )
    assert "empty_figure" in {finding.rule for finding in proofread(empty, sample.HTML, sample.printed())}


def test_a_foreign_font_is_found() -> None:
    """A face of the machine has no place in the report."""
    css = sample.CSS.replace(
        'h1, h2 { font: 15pt "Noto Sans SC" }', 'h1, h2 { font: 15pt "DejaVu Sans", "Noto Sans SC" }'
    )
    html = sample.HTML.replace("<h2>附表", "<h2>ABC附表")
    found = {finding.rule for finding in proofread(sample.DOCUMENT, html, sample.printed(html, css=css))}
    assert found <= {"foreign_font"}


@pytest.mark.parametrize("where", ["text", "chart"])
def test_a_planted_character_without_a_glyph_is_found(where: str) -> None:
    """A character that no listed face has, in the text or in a chart: a box, or a face of the machine."""
    html = sample.HTML.replace("工作的过程", "工作的过程\U00031350", 1) if where == "text" else sample.HTML
    svg = sample.SVG if where == "text" else sample.SVG.replace(">丙投资<", ">丙投资\U00031350<")
    rules = {finding.rule for finding in proofread(sample.DOCUMENT, html, sample.printed(html, svg=svg))}
    assert rules & {"missing_glyph", "foreign_font"}


def test_a_figure_of_noughts_is_sound() -> None:
    """All zero is a statement; nothing at all is none."""
    nought = replace(sample.fact("乙零售额:growth"), value=Decimal(0), number="0家", unit="家")
    mark = replace(sample.FIGURE.marks[0], value=Decimal(0), text="0家")
    figure = replace(sample.FIGURE, marks=(mark,))
    document = replace(
        sample.DOCUMENT, facts=(nought,), sections=(replace(sample.DOCUMENT.sections[0], figures=(figure,)),)
    )
    read = [pdf_text.Page(1, "乙零售额0家")]
    assert {one.rule for one in figures.review(document, read)} & {"empty_figure", "wrong_label"} == set()


def test_the_number_of_a_page_is_no_part_of_a_sentence_that_is_cut_there() -> None:
    """落后序时进度 at the foot of page 1, above its number, and 10.0个百分点 at the head of page 2: nothing is left over."""
    block = next(iter(reading.blocks("<p>固定资产投资落后序时进度10.0个百分点，要加力。</p>")))
    read = [pdf_text.Page(1, "固定资产投资落后序时进度1"), pdf_text.Page(2, "10.0个百分点，要加力。2")]
    assert list(pdf_text.compare([block], read)) == []
    assert [list(page.left) for page in read] == [["1"], ["2"]]
