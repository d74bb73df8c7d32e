"""The print of the demo's report is spoilt at every number, and each time it is found."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf

from reporter.numerals import numerals
from reporter.proof import figures, pdf_text, proofread, reading
from tests.demo.house import CHINESE, DIGITS, other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.finding import Finding
    from tests.demo.house import House


def _compared(house: House, read: list[pdf_text.Page], blocks: tuple[reading.Block, ...]) -> tuple[Finding, ...]:
    return (*pdf_text.compare(blocks, read), *figures.review(house.document, read))


def _printed(house: House) -> Iterator[tuple[int, int, int]]:
    """Page and span of every number of a fact that stands in print."""
    said = {pdf_text.squeeze(fact.number) for fact in house.document.facts}
    pattern = re.compile("|".join(sorted(map(re.escape, said), key=len, reverse=True)))
    for index, page in enumerate(house.pages):
        yield from ((index, *match.span()) for match in pattern.finditer(page.text))


def test_every_changed_number_in_print_is_found(house: House) -> None:
    """One digit of each number of the PDF reads otherwise, Chinese numerals included."""
    sound, blocks, tried = house.pages, reading.blocks(house.html), 0
    chinese = 0
    for index, start, end in _printed(house):
        text = sound[index].text
        spans = [at for one in numerals(text[start:end]) for at in range(start + one.start, start + one.end)]
        places = [at for at in spans if text[at] in DIGITS + CHINESE]
        if not places:
            continue
        at = places[tried % len(places)]
        read = [pdf_text.Page(page.number, page.text) for page in sound]
        read[index] = pdf_text.Page(index + 1, text[:at] + other(text[at]) + text[at + 1 :])
        assert _compared(house, read, blocks), text[max(0, at - 12) : at + 12]
        tried += 1
        chinese += text[at] in CHINESE
    assert tried > 100
    assert chinese >= 3


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


def _codes(page: pikepdf.Page) -> dict[str, dict[int, str]]:
    """What the two-byte codes of a page's fonts stand for, by the font's name on the page."""
    line = re.compile(rb"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>\s*$", re.MULTILINE)
    return {
        name: {
            int(code, 16): chr(int(character, 16))
            for code, character in line.findall(bytes(font["/ToUnicode"].read_bytes()))
        }
        for name, font in page.resources["/Font"].items()
    }


def _retouched(pdf: bytes, step: int) -> Iterator[tuple[str, bytes]]:
    """The file with one digit drawn as another one, at every ``step``-th place that has one: what was there, the file."""
    tried = 0
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            codes, font = _codes(page), ""
            drawn = list(pikepdf.parse_content_stream(page))
            sound = pikepdf.unparse_content_stream(drawn)
            for index, instruction in enumerate(drawn):
                operands, operator = instruction.operands, instruction.operator
                if str(operator) == "Tf":
                    font = str(operands[0])
                if str(operator) != "TJ":
                    continue
                for item, piece in enumerate(operands[0]):
                    raw = bytearray(bytes(piece)) if isinstance(piece, pikepdf.String) else bytearray()
                    for at in range(0, len(raw) - 1, 2):
                        digit = codes[font].get(int.from_bytes(raw[at : at + 2], "big"), "")
                        another = next(
                            (one for one, shown in codes[font].items() if shown in DIGITS and shown != digit), 0
                        )
                        if digit not in set(DIGITS) or not another:
                            continue
                        tried += 1
                        if tried % step:
                            continue
                        changed = list(operands[0])
                        changed[item] = pikepdf.String(bytes(raw[:at] + another.to_bytes(2, "big") + raw[at + 2 :]))
                        spoilt = [*drawn[:index], ([pikepdf.Array(changed)], operator), *drawn[index + 1 :]]
                        page.contents_coalesce()
                        page.Contents.write(pikepdf.unparse_content_stream(spoilt))
                        made = io.BytesIO()
                        file.save(made)
                        yield digit, made.getvalue()
                        page.Contents.write(sound)


def test_a_digit_that_was_drawn_over_in_the_file_is_found(house: House) -> None:
    """The PDF itself, its glyphs changed with a tool that knows PDF: found as the file is read, not as we write it."""
    blocks, tried = reading.blocks(house.html), 0
    for digit, spoilt in _retouched(house.pdf, 12):
        assert _compared(house, pdf_text.pages(spoilt), blocks), digit
        tried += 1
    assert tried >= 20


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
