"""Turn a document into all that it says, so that the words around a number can be looked up.

Words are compared sentence by sentence, by letters and figures alone: layouts, HTML and plain text differ in bullets,
blanks and brackets. A numbering of the layout's own (一、, 1.) ends a sentence; 图1 and 表2 are the document's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.model.document import KeyFigure, Mention, Numbering, When, plain
from reporter.numerals import numerals
from reporter.proof.reading import Run, blocks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from reporter.model.document import Document, Figure, Phrase, Piece, Table
    from reporter.model.message import Changes

_END = re.compile(r"[。；！？\n【】]|注：")
_CITED = re.compile(r"[图表]\d+")
_KEPT = "%.-−—～"
_FIGURES = "0-9.〇一二三四五六七八九十百千万"
_UNFIT = re.compile(r'[/\\:*?"<>|]')
_LONGEST_NAME = 80
"""Characters of the title that a file's name has."""


class Sayings:
    """What a document says.

    :attr:`entries` are its numbers that stand by themselves, with their labels; :attr:`times` its dates and periods, each by
    its code and in words.
    """

    def __init__(self, document: Document, changes: Changes | None = None, reason: str = "") -> None:
        """``changes`` and ``reason`` are said by a message alone."""
        self.entries = (*document.strip, *_changed(changes), *_marked(document))
        pieces = [*_pieces(document, self.entries), (Run(f"原因：{reason}"),)]
        self._words = folded(words for runs in pieces for words in {running(runs), "".join(run.text for run in runs)})
        days = {_day(day): f"{day:%Y-%m-%d}" for day in _days(document)}
        self.times = {(run.value, run.text) for runs in pieces for run in runs if run.mark == "time"}
        self.times |= {(code, day) for day, code in days.items()} | {*_times(document.period_said)}
        margin = {*days, document.title, document.office, document.contact, document.period.name}
        margin |= {plain(document.period_said), *_UNFIT.split(document.title[:_LONGEST_NAME])}
        margin |= {lack.owed for lack in document.missing} | ({changes.since} if changes else set())
        self._margin = re.compile("|".join(map(re.escape, sorted(filter(None, margin), key=len, reverse=True))))

    def strange(self, text: str, besides: str = "") -> Iterator[tuple[str, str]]:
        """Sentences of ``text`` that hold a number and are not the document's, each with that number.

        Title, dates and names of its margins may stand wherever a layout wants them; ``besides`` are :func:`folded` words
        that may be said as well.
        """
        for words in filter(None, _END.split(text)):
            found = numerals(words)
            spans = [match.span() for match in self._margin.finditer(words)]
            unknown = [
                one for one in found if not any(start <= one.start and one.end <= end for start, end in spans)
            ]  # fmt: skip
            if unknown and not _holds(self._words, words) and not _holds(besides, words):
                yield words, unknown[0].text


def running(runs: Iterable[Run]) -> str:
    """The words of a block, a line end in the place of each numbering that is the layout's own."""
    return "".join("\n" if run.mark == "numbering" and not _CITED.fullmatch(run.text) else run.text for run in runs)


def folded(texts: Iterable[str]) -> str:
    """The sentences of texts by their letters and figures, a line each."""
    return "\n".join(_letters(part) for text in texts for part in _END.split(text))


def _letters(text: str) -> str:
    """The text without blanks, punctuation and bullets."""
    return "".join(character for character in text if character.isalnum() or character in _KEPT)


def _holds(everything: str, words: str) -> bool:
    """Whether words stand somewhere, and no figure of the same number before or behind them."""
    found = _letters(words)
    before = rf"(?<![{_FIGURES}])" if re.match(f"[{_FIGURES}]", found) else ""
    behind = rf"(?![{_FIGURES}%])" if re.search(f"[{_FIGURES}]$", found) else ""
    return found in everything and bool(re.search(f"{before}{re.escape(found)}{behind}", everything))


def _pieces(document: Document, entries: Iterable[KeyFigure]) -> Iterator[tuple[Run, ...]]:
    """Everything that is said, a piece of text each."""
    pages = [document.kicker, document.headline, *document.dateline, document.lead, *document.notes]
    pages += [caption for _, caption, _ in document.photos]
    pages += [page for section in document.sections for page in (section.title, section.html)]
    yield from (block.runs for block in blocks("".join(f"<div>{page.replace('<wbr>', '')}</div>" for page in pages)))
    for entry in entries:
        yield from (_runs((entry.label, *entry.value, *entry.note)), _runs((entry.label, *entry.note, *entry.value)))
    for section in document.sections:
        yield from map(_runs, (phrase for figure in section.figures for phrase in _of_figure(figure)))
        yield from map(_runs, (phrase for table in section.tables for phrase in _of_table(table)))


def _of_figure(figure: Figure) -> Iterator[Phrase]:
    """The words around a figure, in the orders that layouts have, and those that stand for it."""
    number = Numbering(f"图{figure.number}")
    yield from ((*figure.title, number, *figure.subtitle), (number, *figure.title, *figure.subtitle))
    yield from ((number, *figure.subtitle), *figure.notes, (figure.source,), (figure.alt,))


def _of_table(table: Table) -> Iterator[Phrase]:
    """The words of a table, each cell by itself."""
    yield from ((Numbering(f"表{table.number}"), table.title), (table.unit,), *table.notes)
    yield from ((column.title,) for column in table.columns)
    yield from (cell for row in table.rows for cell in row.cells)


def _changed(changes: Changes | None) -> Iterator[KeyFigure]:
    """What a message says has changed: the label, the number now, and what it was."""
    for row in changes.rows if changes else ():
        yield KeyFigure(row.label, (Mention(row.fact, row.now),), (row.before,))


def _marked(document: Document) -> Iterator[KeyFigure]:
    """The marks of the figures, which a layout may print as a list."""
    for section in document.sections:
        for figure in section.figures:
            yield from (KeyFigure(mark.label, (Mention(mark.fact, mark.text),)) for mark in figure.marks if mark.fact)


def _runs(phrase: Phrase) -> tuple[Run, ...]:
    """A phrase as it is read back from HTML."""
    return tuple(_run(piece) for piece in phrase)


def _run(piece: Piece) -> Run:
    """A piece of a phrase."""
    match piece:
        case str():
            return Run(piece)
        case Mention(fact, text, value):
            return Run(text, "data", fact, value)
        case When(text, code):
            return Run(text, "time", value=code)
        case Numbering(text):
            return Run(text, "numbering")
    return Run(piece.text, "name")


def _times(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The dates and periods of a phrase."""
    yield from ((piece.code, piece.text) for piece in phrase if isinstance(piece, When))


def _days(document: Document) -> Iterator[dt.date]:
    """The days that a layout may print."""
    yield from filter(None, (document.report_date, document.cut_off, document.issue.date))


def _day(day: dt.date) -> str:
    """A date without padding."""
    return f"{day.year}年{day.month}月{day.day}日"
