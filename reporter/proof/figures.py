"""Turn what the PDF holds besides the text into findings: wrong labels of figures, numerals that nobody put there."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from reporter.model.document import Document, Figure, Mark, plain
from reporter.model.finding import Finding, Place
from reporter.numerals import numerals
from reporter.proof.pdf_text import Page, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from reporter.model.fact import Fact

_SEVERAL = 2
_PERIOD = re.compile(r"\d月|季度|半年")


def review(document: Document, read: Sequence[Page]) -> Iterator[Finding]:
    """Findings on the figures, and on what is left when the text and the figures are accounted for."""
    facts = {fact.id: fact for fact in document.facts}
    drawn = [figure for section in document.sections for figure in section.figures]
    pages: list[tuple[Figure, Page, int]] = []
    for figure in drawn:
        yield from _marks(figure, facts)
        if any(mark.text for mark in figure.marks):
            found = _page_of(figure, read)
            if found is None:
                yield _differs(figure, _orders(figure)[0])
            else:
                pages.append((figure, *found))
    for page in read:
        _take_head(page, document)
    for figure, page, start in pages:
        yield from _take_labels(figure, page, start)
        yield from _take_scale(figure, page, start)
        _take_names(figure, page)
    for page in read:
        yield from _strangers(page, document, len(read))


def _marks(figure: Figure, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    """Whether a figure has marks, and each of them is its fact's."""
    place = Place(part=f"图{figure.number}")
    if not figure.marks:
        yield Finding("empty_figure", "error", place, "图中没有任何数据。", "补报数据，或从栏目设置中去掉这张图")
    mine = [facts[mark.fact] for mark in figure.marks if mark.fact in facts]
    subjects = {fact.indicator for fact in facts.values()} | {fact.area for fact in mine if fact.area}
    spelt = {words for fact in mine for words in _spelt(fact)}
    for mark in figure.marks:
        fact = facts.get(mark.fact)
        if not mark.fact and not numerals(mark.text):
            continue  # a word, such as a project's stage
        if fact is None:
            yield Finding(
                "unknown_fact", "error", place, f"图中“{mark.label}”指向的数据“{mark.fact}”不在数据清单里。", "重新生成"
            )
        elif (mark.text and not _prints(squeeze(mark.text), fact)) or mark.value != fact.value:
            said = f"图中“{mark.label}”应为“{fact.number}”，标的是“{mark.text}”（按{mark.value}绘制）。"
            yield Finding("wrong_label", "error", place, said, "图中的数只能由数据给出")
        elif _of_another(figure.names.get(mark.label, mark.label), fact, subjects, spelt):
            said = f"图中“{mark.label}”处标的是“{fact.area}{fact.indicator}”{fact.period.name}的数据。"
            yield Finding("wrong_label", "error", place, said, "核对图的名称和数据是否对应")


def _of_another(named: str, fact: Fact, subjects: Collection[str], spelt: Collection[str]) -> bool:
    """Whether a label names an indicator, an area or a period, and not that of the fact behind its mark."""
    return (named in subjects and named not in {fact.indicator, fact.area}) or (
        named in spelt and named not in _spelt(fact)
    )


def _spelt(fact: Fact) -> set[str]:
    """How a label may spell the period of a fact."""
    period = fact.period
    return {period.said, period.months_said, period.name, f"{period.year}年{period.months_said}"}


def _prints(words: str, fact: Fact) -> bool:
    """Whether a label is the fact's number: as it stands, with a sign for the verb, with a word like （推算）, or with its own period."""
    own = f"（{fact.period.months_said}）" if fact.lagging else ""
    before, number, after = words.partition(squeeze(fact.number))
    return (
        bool(number)
        and before in {"", "+", *(("-", "−") if fact.value < 0 else ())}
        and not numerals(after.removesuffix(squeeze(own)))
    )


def _page_of(figure: Figure, read: Sequence[Page]) -> tuple[Page, int] | None:
    """The page on which the numbers stand in their order, as close together as they come, and where; they are accounted for."""
    orders = _orders(figure)
    for page in read:
        found = [
            spans
            for start, end in _pieces(page)
            for order in orders
            for spans in _in_order(partial(_whole_at, page.text, end=end), order, start)
        ]
        if found:
            nearest = min(found, key=lambda spans: spans[-1][1] - spans[0][0])
            for start, end in nearest:
                page.take(start, end - start)
            return page, nearest[0][0]
    return None


def _differs(figure: Figure, wanted: Iterable[str]) -> Finding:
    """The finding of a figure whose labels are not printed as they should be."""
    said = f"图中应依次标出{'、'.join(wanted)}，印出来的图不是这样。"
    return Finding(
        "figure_differs", "error", Place(part=f"图{figure.number}"), said, "不要使用这份PDF，重新生成后再校对"
    )


def _orders(figure: Figure) -> list[list[str]]:
    """Orders in which a figure may be drawn: that of its marks; a total may come before its parts."""
    return [[squeeze(mark.text) for mark in order if mark.text] for order in _sequences(figure)]


def _sequences(figure: Figure) -> tuple[Sequence[Mark], ...]:
    """The marks as they are, with a total before its parts, with the area above (a line through all bars) after the others."""
    return (
        figure.marks,
        sorted(figure.marks, key=lambda mark: mark.group != "total"),
        sorted(figure.marks, key=lambda mark: mark.group == "parent"),
    )


def _pieces(page: Page) -> list[tuple[int, int]]:
    """Spans of a page that nothing accounts for."""
    return [match.span() for match in re.finditer(rb"\0+", bytes(page.used))]


def _in_order(
    find: Callable[[str, int], int], wanted: Sequence[str], start: int = 0
) -> Iterator[list[tuple[int, int]]]:
    """Spans of the words standing in their order, from every place where ``find`` has the first of them."""
    first = find(wanted[0], start)
    while first >= 0:
        spans = [(first, first + len(wanted[0]))]
        for words in wanted[1:]:
            at = find(words, spans[-1][1])
            if at < 0:
                return
            spans.append((at, at + len(words)))
        yield spans
        first = find(wanted[0], first + 1)


def _whole_at(text: str, words: str, start: int, *, end: int) -> int:
    """Where the words stand next as a whole numeral; -1 when nowhere."""
    at = text.find(words, start, end)
    while at >= 0 and not _whole(text, at, at + len(words)):
        at = text.find(words, at + 1, end)
    return at


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no digit of the text belongs to the same numeral as the ends of the span."""
    figures = "0123456789."
    return not (
        (text[start] in figures and text[start - 1 : start] in {*figures})
        or (text[end - 1] in figures and text[end : end + 1] in {*figures, "%"})
    )


def _take_labels(figure: Figure, page: Page, start: int) -> Iterator[Finding]:
    """Account for the names of the marks, which stand in the order of the marks as their numbers do, near to these.

    A figure that prints one of several names prints them all; periods on a scale may be thinned out.
    """
    orders = [_names(marks) for marks in _sequences(figure)]
    if len(orders[0]) < _SEVERAL:
        return
    found = [spans for order in orders for spans in _in_order(page.find, order)]
    if found:
        for first, end in min(found, key=lambda spans: abs(spans[0][0] - start)):
            page.take(first, end - first)
    elif any(page.find(name) >= 0 for name in orders[0]):
        yield _differs(figure, orders[0])


def _take_scale(figure: Figure, page: Page, start: int) -> Iterator[Finding]:
    """Account for the periods and numbers that a figure is drawn between, which stand in their order."""
    words = _scale(figure)
    found = list(_in_order(page.find, words)) if words else []
    if found:
        for first, end in min(found, key=lambda spans: abs(spans[0][0] - start)):
            page.take(first, end - first)
    elif any(page.find(word) >= 0 for word in words):
        yield _differs(figure, words)


def _scale(figure: Figure) -> list[str]:
    """What it is drawn between, in the order in which it is drawn."""
    periods = [value for value in figure.options.values() if isinstance(value, str) and _PERIOD.search(value)]
    return [squeeze(word) for word in (*periods, *figure.options.get("scale", ()))]


def _take_head(page: Page, document: Document) -> None:
    """Account for the head of a page, a long one as far as it is printed: it names a period, as figures do."""
    title = squeeze(document.title)
    length = page.agrees(title)
    if length > len(squeeze(document.period.name)):
        page.take(page.find(title[:length]), length)


def _names(marks: Iterable[Mark]) -> list[str]:
    """The names that are looked for in their order, each once."""
    names = dict.fromkeys(squeeze(mark.label) for mark in marks)
    return [name for name in names if not _PERIOD.search(name)]


def _take_names(figure: Figure, page: Page) -> None:
    """Account for names and notes of the marks, which may hold numerals of their own (加速器二期), and words it was given."""
    words = [word for mark in figure.marks for word in (mark.label, mark.note, mark.group)]
    words += [plain(note) for note in figure.notes]
    words += [value for value in figure.options.values() if isinstance(value, str)]
    left = {squeeze(word) for word in words if numerals(word)} - {*_scale(figure)}
    for word in sorted(left, key=lambda word: (-len(word), word)):
        for start, end in _pieces(page):
            at = _whole_at(page.text, word, start, end=end)
            if at >= 0:
                page.take(at, len(word))
                break


def _strangers(page: Page, document: Document, total: int) -> Iterator[Finding]:
    """Numerals of a page that belong to no block, no figure and no margin."""
    margin = sorted(
        map(squeeze, (document.title, document.office, plain(document.period_said), document.period.name)), key=len
    )
    for words in reversed([word for word in margin if word]):
        while (at := page.find(words)) >= 0:
            page.take(at, len(words))
    counts = {str(page.number), f"{page.number}/{total}", f"第{page.number}", str(total)}
    for piece in page.left:
        for numeral in numerals(piece):
            if numeral.text in counts or numeral.text.lstrip("—-") in counts:
                continue
            message = (
                f"印出来的“{piece[max(0, numeral.start - 12) : numeral.end + 12]}”中，数字“{numeral.text}”不在稿件里。"
            )
            advice = "不要使用这份PDF，重新生成后再校对"
            yield Finding("stray_numeral", "error", Place(part=f"第{page.number}页"), message, advice)
