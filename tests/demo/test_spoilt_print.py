"""The print of the demo's report is spoilt at every number, and each time it is found."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pikepdf

from reporter.numerals import numerals
from reporter.proof import figures, pdf_text, proofread, reading
from tests.demo.glyphs import Sheet
from tests.demo.house import CHINESE, DIGITS, exchanged

if TYPE_CHECKING:
    from reporter.model.finding import Finding
    from tests.demo.house import House


def _compared(house: House, read: list[pdf_text.Page], blocks: tuple[reading.Block, ...]) -> tuple[Finding, ...]:
    return (*pdf_text.compare(blocks, read), *figures.review(house.document, read))


def test_a_pdf_that_was_altered_after_printing_is_found(house: House) -> None:
    """The file itself: two pages change places, or one is gone."""
    for spoil in ("swap", "drop"):
        with pikepdf.open(io.BytesIO(house.pdf)) as file:
            pages = list(file.pages)
            if spoil == "swap":
                file.pages[1], file.pages[2] = pages[2], pages[1]
            else:
                del file.pages[2]
            made = io.BytesIO()
            file.save(made)
        found = proofread(house.document, house.html, made.getvalue())
        assert [finding for finding in found if finding.severity == "error"], spoil


def test_every_number_that_is_drawn_over_in_the_file_is_found(house: House) -> None:
    """A digit of each number, its glyph changed in the content stream: text, tables, charts and forms, Chinese numerals too."""
    blocks, tried, chinese, in_forms = reading.blocks(house.html), 0, 0, 0
    for index, sound in enumerate(house.pages):
        sheet = Sheet(house.pdf, index)
        assert pdf_text.pages(sheet.file)[0].text == sound.text
        text = "".join(glyph.character for glyph in sheet.glyphs)
        assert pdf_text.squeeze(text) == sound.text
        for number in numerals(text):
            places = [at for at in range(number.start, number.end) if text[at] in DIGITS + CHINESE]
            if not places:
                continue
            at = places[tried % len(places)]
            glyph = sheet.glyphs[at]
            like = DIGITS if text[at] in DIGITS else CHINESE
            another = next(one for one in like if one in glyph.codes and one != text[at])
            spoilt = pdf_text.pages(sheet.redrawn(glyph, another))[0].text
            assert _with(house, index, spoilt, blocks), text[max(0, at - 12) : at + 12]
            tried, chinese, in_forms = tried + 1, chinese + (like is CHINESE), in_forms + glyph.in_form
    assert (tried > 200, chinese > 10, in_forms > 3) == (True, True, True)


def _with(house: House, index: int, text: str, blocks: tuple[reading.Block, ...]) -> tuple[Finding, ...]:
    """What is found where one page reads so."""
    read = house.pages
    read[index] = pdf_text.Page(index + 1, text)
    return _compared(house, read, blocks)


def test_numbers_that_exchanged_their_places_in_print_are_found(house: House) -> None:
    """Each number of a page with the next other one, and with one half a page away."""
    blocks, tried = reading.blocks(house.html), 0
    for index, page in enumerate(house.pages):
        spans = [(one.start, one.end) for one in numerals(page.text)]
        for one, apart in product(range(len(spans)), (1, len(spans) // 2)):
            two = (one + apart) % len(spans)
            first, second = sorted((spans[one], spans[two]))
            if page.text[slice(*first)] != page.text[slice(*second)]:
                spoilt = exchanged(page.text, first, second)
                assert _with(house, index, spoilt, blocks), (page.text[slice(*first)], page.text[slice(*second)])
                tried += 1
    assert tried > 400


def test_a_planted_swap_of_labels_or_an_empty_figure_is_found(house: House) -> None:
    """Names that changed places, a value that is not the fact's, no marks at all."""
    names = {fact.indicator for fact in house.document.facts}
    drawn_ones = [figure for section in house.document.sections for figure in section.figures]
    figure = next(each for each in drawn_ones if len({mark.label for mark in each.marks} & names) > 2)
    one, two, *rest = figure.marks
    named = (replace(one, label=two.label), replace(two, label=one.label), *rest)
    shown = (replace(one, text=two.text), replace(two, text=one.text), *rest)
    drawn = (replace(one, value=-one.value), two, *rest)
    for marks in (named, shown, drawn, ()):
        spoilt = replace(figure, marks=marks)
        sections = tuple(
            replace(each, figures=tuple(spoilt if fig is figure else fig for fig in each.figures))
            for each in house.document.sections
        )
        rules = {one.rule for one in figures.review(replace(house.document, sections=sections), house.pages)}
        assert rules & {"wrong_label", "empty_figure"}, marks


def test_every_two_neighbouring_names_of_a_figure_that_changed_places_in_print_are_found(house: House) -> None:
    """All figures of the demo that print the names of their marks in a column, short names too."""
    blocks, tried = reading.blocks(house.html), 0
    assert not _compared(house, house.pages, blocks)
    for figure in (each for section in house.document.sections for each in section.figures):
        names = list(dict.fromkeys(pdf_text.squeeze(mark.label) for mark in figure.marks))
        for one, two in zip(names, names[1:], strict=False):
            for index, page in enumerate(house.pages):
                at = page.text.find(one + two)
                if at < 0:
                    continue
                read = house.pages
                text = f"{page.text[:at]}{two}{one}{page.text[at + len(one + two) :]}"
                read[index] = pdf_text.Page(page.number, text)
                assert _compared(house, read, blocks), (one, two)
                tried += 1
    assert tried >= 4
