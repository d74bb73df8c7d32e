"""Turn a PDF into passages: its lines put together into paragraphs again, running heads and page numbers left out.

Whether a line goes on with the paragraph is seen from where it stands: the line before reaches the edge of its column, and
the line itself begins where that column begins - on the next line, at the head of the next column, or overleaf.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2

from reporter.errors import SourceError
from reporter.proof.manuscript._lines import Line, lines
from reporter.proof.manuscript._passage import Passage, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PAGE_NUMBER = re.compile(r"[-—–－·\s第]*\d{1,4}[-—–－·\s页/共\d]*$")
_STOPS = "。！？…!?"
_ENDS = _STOPS + "；："
_SENTENCE = re.compile("[，。；]")
_CAPTION = re.compile(r"[图表]\s*\d")
_RUNNING = re.compile(r"[，。；]|^(?![图表]\s*\d).{20}")
"""What running text is like that breaks off: it has punctuation, or is long and no caption."""
_EDGES = 3
"""Lines from the top and from the bottom of a page among which running heads and page numbers are looked for."""
_STILL = 3.0
"""Points by which a running head may stand higher or lower on another page."""
_INDENT = 0.7
"""Full-width characters from which on a line is indented: it begins a paragraph."""
_LEADING = 2.4
"""Sizes of its type by which a line may stand below the one before at most."""
_LOOSER = 1.25
"""How much farther a line may stand below than those of the paragraph before it."""
_ALIKE = 0.04
"""Share by which the type of two lines of one paragraph may differ."""
_NEAR = 4
"""Lines before and after among which the width of the column is seen; a figure beside them makes it narrower."""
_WIDE = 0.6
"""Of the paragraph's width is that of the line with which it goes on elsewhere, unless the paragraph ends there."""


def passages(content: bytes) -> tuple[Passage, ...]:
    """The paragraphs of a PDF, each with the page on which it begins; raises :class:`SourceError`."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = "PDF加了打开密码" if locked else "不是完整的PDF文件"
        raise SourceError(message, advice="去掉密码另存一份" if locked else "重新导出一份PDF") from error
    try:
        pages = [lines(page) for page in file]
    finally:
        file.close()
    body = _body(line for rows in pages for line in rows)
    return tuple(_passage(rows, page, body) for page, rows in _paragraphs(_without_margins(pages)))


def _body(every: Iterable[Line]) -> float:
    """The size in which most of the text is set."""
    counts: Counter[float] = Counter()
    for line in every:
        counts[round(line.size, 1)] += len(line.text)
    return max(counts, key=counts.__getitem__, default=0.0)


def _passage(rows: Sequence[Line], page: int, body: float) -> Passage:
    """The lines as a paragraph; what has no sentence in it, or breaks off in another size than the text, is a heading, a label or a cell."""
    whole = joined([(0, line.text) for line in rows])
    prose = bool(_SENTENCE.search(whole.text)) and len(whole.text) > 1
    text = len(rows) > 1 and abs(rows[0].size - body) <= _ALIKE * body
    return Passage(whole.text, prose and (text or whole.text[-1:] in _ENDS), f"第{page}页")


def _without_margins(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers, and without what stands at the same place of most of them, whatever number it holds."""
    edges = [_edge(rows) for rows in pages]
    seen = [{(_masked(line), round(line.baseline / _STILL)) for line in edge} for edge in edges]
    counts = Counter(place for places in seen for place in places)

    def running(line: Line) -> bool:
        height = round(line.baseline / _STILL)
        count = sum(counts[_masked(line), near] for near in (height - 1, height, height + 1))
        return count >= max(2, len(pages) // 2)

    return [
        [line for line in rows if line not in edge or not (running(line) or _PAGE_NUMBER.fullmatch(line.text))]
        for rows, edge in zip(pages, edges, strict=True)
    ]


def _edge(rows: Iterable[Line]) -> list[Line]:
    """The highest lines of a page and the lowest that are no part of a sentence."""
    ordered = sorted((line for line in rows if not _SENTENCE.search(line.text)), key=lambda line: line.baseline)
    return ordered[:_EDGES] + ordered[-_EDGES:]


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _paragraphs(pages: Iterable[list[Line]]) -> Iterator[tuple[int, list[Line]]]:
    """Lines that belong together, with the page on which they begin.

    A paragraph that has not come to its end waits, while labels and captions of a figure pass, for the line that goes on.
    """
    held: list[Line] = []
    waiting: list[Line] = []
    near: list[Line] = []
    begun = waits = left = 0
    for number, rows in enumerate(pages, 1):
        for index, line in enumerate(rows):
            if held and _goes_on(held, line, near):
                held.append(line)
            else:
                if held and _unfinished(held):
                    yield from [(waits, waiting)] if waiting else []
                    waiting, waits, held = held, begun, []
                yield from [(begun, held)] if held else []
                if waiting and _goes_on_elsewhere(
                    waiting, line, rows[index + 1 : index + _NEAR], overleaf=number > left
                ):
                    held, begun, waiting = [*waiting, line], waits, []
                else:
                    if (
                        waiting and _alike(waiting[-1], line) and _SENTENCE.search(line.text)
                    ):  # other text: it was whole
                        yield waits, waiting
                        waiting = []
                    held, begun = [line], number
            near = rows[max(0, index - _NEAR) : index + _NEAR + 1]
            left = left if waiting else number
    yield from ((page, each) for page, each in ((waits, waiting), (begun, held)) if each)


def _alike(one: Line, other: Line) -> bool:
    """Whether two lines are set in one size."""
    return abs(one.size - other.size) <= _ALIKE * max(one.size, other.size)


def _goes_on(held: Sequence[Line], line: Line, near: Iterable[Line]) -> bool:
    """Whether the line below goes on with the paragraph that ``held`` begins.

    It is as near as the lines of the paragraph, it is not indented, and what it begins with had no room on the line before,
    whose column is as wide as the lines ``near`` it.
    """
    last, size = held[-1], held[-1].size
    fall = last.baseline - line.baseline
    if not _alike(last, line) or not 0 < fall <= _LEADING * size or not _overlap(last, line):
        return False
    falls = [one.baseline - two.baseline for one, two in pairwise(held) if one.baseline > two.baseline]
    if fall > _LOOSER * min(falls, default=fall) or line.left > _begins(held) + _INDENT * size:
        return False
    edge = max((one.right for one in near if _overlap(one, last)), default=last.right)
    return last.right + line.head > edge


def _begins(held: Sequence[Line]) -> float:
    """Where the lines of a paragraph begin in the column in which it has come to stand, its first and indented one apart."""
    column = [held[-1]]
    for one in reversed(held[1:-1]):
        if one.baseline < column[-1].baseline or not _overlap(one, column[-1]):
            break
        column.append(one)
    return min(one.left for one in column)


def _overlap(one: Line, other: Line) -> bool:
    """Whether two lines stand in one column."""
    return one.left < other.right and other.left < one.right


def _unfinished(held: Sequence[Line]) -> bool:
    """Whether the lines are running text that breaks off in the middle of a sentence; items of a list end with ； as well."""
    text, last = "".join(line.text for line in held), held[-1]
    full = len(held) > 1 and last.right >= max(line.right for line in held) - last.size / 2
    return text[-1:] not in (_STOPS if full else _ENDS) and bool(_RUNNING.search(text))


def _goes_on_elsewhere(waiting: Sequence[Line], line: Line, following: Sequence[Line], *, overleaf: bool) -> bool:
    """Whether an unfinished paragraph goes on with a line behind a figure or beside one, in the next column, or overleaf."""
    last = waiting[-1]
    fall = last.baseline - line.baseline
    ends = fall <= _LEADING * last.size and line.text[-1:] in _STOPS  # what is left over may be short, below a figure
    below = fall > 0 and line.left <= _begins(waiting) + _INDENT * line.size and (_overlap(last, line) or ends)
    beside = fall < 0 and line.left > last.left + last.size
    if not _alike(last, line) or not (overleaf or below or beside) or _CAPTION.match(line.text):
        return False
    edge = min((one.left for one in following if _alike(one, line) and one.left < line.right), default=line.left)
    width = max(one.right - one.left for one in waiting)
    whole = line.right - line.left >= _WIDE * width or line.text[-1:] in _ENDS
    return whole and line.left <= edge + _INDENT * line.size
