"""Turn what stands together on a page into findings: a number in another's row or column, or under another's name.

A table's cell is compared together with its row and its column; a key figure with its label and its note; a picture's
words with the title of its figure. The truth is the document: a layout may leave out, turn and add, but not exchange.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from reporter.model.document import Mention, plain
from reporter.model.finding import Finding
from reporter.numerals import numerals
from reporter.proof.pdf_text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reporter.model.document import Document, Figure, KeyFigure, Phrase, Table
    from reporter.proof.reading import Block, Run

Said = tuple[str, tuple[str, ...]]
"""Words without blanks and without numbers, and the facts whose numbers these are: whether they are right is looked at elsewhere."""
Cells = frozenset[tuple[frozenset[str], Said]]
"""What stands in a row and a column, whichever way a layout turns the table."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A table of the document."""

    cells: Cells
    titles: tuple[str, ...]
    names: frozenset[str]
    """Of its rows."""

    @classmethod
    def of(cls, table: Table) -> _Wanted:
        """What the document has in each row and column."""
        titles = tuple(squeeze(column.title) for column in table.columns)
        rows = [[_phrase(cell) for cell in row.cells] for row in table.rows if not row.group]
        cells = {
            (frozenset((row[0][0], title)), cell)
            for row in rows for title, cell in zip(titles[1:], row[1:], strict=True)
        }  # fmt: skip
        return cls(frozenset(cells), titles, frozenset(row[0][0] for row in rows))

    def likeness(self, words: set[str]) -> int:
        """How many of its titles and names are among the words; 0 without a title."""
        return len(words & {*self.titles}) and len(words & self.names | words & {*self.titles})

    def judges(self, cell: _Cell) -> bool:
        """Whether it has something to say about a cell: its own first column holds names, and no numbers."""
        own = cell.head in self.names or cell.head in self.titles[1:]
        return bool(cell.possible) and (own or (cell.head == self.titles[0] and bool(cell.said[1])))


_NUMBER = "□"
_ADVICE = "核对版式模板：数字和它的名称要一起印，不能互换"


def review(
    document: Document,
    entries: Iterable[KeyFigure],
    page: Sequence[Block],
    pictures: Iterable[Block],
    part: str,
) -> Iterator[Finding]:
    """Findings on the tables, the key figures and the pictures of a page; ``part`` says of what, for a mail."""
    tables = [_Wanted.of(table) for section in document.sections for table in section.tables]
    rest: list[Block] = []
    for number, blocks in _tables(page):
        own = _meant(tables, blocks) if number else None
        judged = [cell for cell in _placed(blocks) if own.judges(cell)] if own else []
        yield from (cell.finding(part) for cell in judged if own and not cell.possible & own.cells)
        done = {id(block) for cell in judged for block in cell.blocks}
        rest += [block for block in blocks if id(block) not in done]
    yield from _key_figures(entries, rest, page, part)
    figures = [figure for section in document.sections for figure in section.figures]
    yield from _pictures(figures, {words for *_, words in document.photos}, pictures, page, part)


def _said(runs: Iterable[Run]) -> Said:
    """What a block or several say."""
    kept = tuple(runs)
    words = "".join(_NUMBER if run.fact else run.text for run in kept)
    return squeeze(words), tuple(run.fact for run in kept if run.fact)


def _phrase(phrase: Phrase) -> Said:
    """What a phrase says."""
    words = "".join(_NUMBER if isinstance(piece, Mention) else plain((piece,)) for piece in phrase)
    return squeeze(words), tuple(piece.fact for piece in phrase if isinstance(piece, Mention))


def _tables(page: Iterable[Block]) -> Iterator[tuple[int, list[Block]]]:
    """The blocks of each table, and with 0 those of no table."""
    found: dict[int, list[Block]] = defaultdict(list)
    for block in page:
        found[block.table].append(block)
    yield from found.items()


def _meant(tables: Iterable[_Wanted], blocks: Iterable[Block]) -> _Wanted | None:
    """The table of the document that one of the page is most like; ``None`` for one of the layout's own."""
    words = {_said(block.runs)[0] for block in blocks}
    likeness, meant = max(((table.likeness(words), table) for table in tables), key=itemgetter(0), default=(0, None))
    return meant if likeness else None


def _rows(blocks: Iterable[Block]) -> Iterator[dict[int, list[Block]]]:
    """The blocks of each row by column."""
    found: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        found[block.row][block.column].append(block)
    yield from found.values()


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell below a head."""

    blocks: list[Block]
    said: Said
    name: str
    """What stands first in its row."""
    head: str
    possible: Cells
    """Where the document may have it: any other cell may name the row."""

    def finding(self, part: str) -> Finding:
        """That it is not where the document has it."""
        block = self.blocks[0]
        said = f"“{self.name}”一行、“{self.head}”一列印的是“{block.text}”，稿件不是这样。"
        return Finding("wrong_cell", "error", block.place(part=part), said, _ADVICE)


def _placed(blocks: Sequence[Block]) -> Iterator[_Cell]:
    """Every cell of a table below a head: one of the last row that has nothing but heads."""
    rows = list(_rows(blocks))
    heads = [row for row in rows if all(block.tag == "th" for cell in row.values() for block in cell)]
    titles = {column: _cell(cell)[0] for column, cell in heads[-1].items()} if heads else {}
    for row in rows:
        said = {column: _cell(cell) for column, cell in row.items()}
        for column, cell in row.items():
            if column in titles and cell[0].tag != "th":
                head, names = titles[column], [words for other, (words, _) in said.items() if other != column]
                possible = frozenset((frozenset((name, head)), said[column]) for name in names)
                yield _Cell(cell, said[column], next(iter(names), ""), head, possible)


def _cell(blocks: Iterable[Block]) -> Said:
    """What a cell says, be it several paragraphs."""
    return _said(run for block in blocks for run in block.runs)


def _company(block: Block, page: Iterable[Block]) -> list[Block]:
    """The blocks of the smallest element that holds this one and another."""
    page = list(page)
    for element in reversed(block.within):
        found = [one for one in page if element in one.within]
        if any(one is not block for one in found):
            return found
    return [block]


def _key_figures(
    entries: Iterable[KeyFigure], blocks: Iterable[Block], page: Sequence[Block], part: str
) -> Iterator[Finding]:
    """Numbers by themselves that stand with another's label or note, in the order in which they stand together."""
    values: dict[Said, list[KeyFigure]] = defaultdict(list)
    for entry in entries:
        values[_phrase(entry.value)].append(entry)
    known = [entry for several in values.values() for entry in several]
    labels, notes = {squeeze(entry.label) for entry in known}, {_phrase(entry.note) for entry in known if entry.note}
    done: set[int] = set()
    for block in blocks:
        if id(block) in done or (_said(block.runs) not in values and _said(block.runs)[0] != _NUMBER):
            continue
        company = _company(block, page)
        done |= {id(one) for one in company}
        said = [_said(one.runs) for one in company]
        wanted = [_called(values[one], said) for one in said if one in values]
        called, meant = [words for words, _ in said if words in labels], [squeeze(one.label) for one in wanted]
        noted, noting = [one for one in said if one in notes], [_phrase(one.note) for one in wanted if one.note]
        if not wanted or called != meant or (noted and noted != noting):
            names = "、".join(f"“{one.label}”{plain(one.value)}" for one in wanted)
            found = f"印出来的“{' '.join(one.text for one in company)}”不是稿件里的{names or '一项'}。"
            yield Finding("wrong_name", "error", block.place(part=part), found, _ADVICE)


def _called(entries: Iterable[KeyFigure], said: Sequence[Said]) -> KeyFigure:
    """Of the key figures with one value, that which is meant: the one whose label, and then whose note, is there."""
    words = {one for one, _ in said}
    return max(entries, key=lambda entry: (squeeze(entry.label) in words, _phrase(entry.note) in said))


def _pictures(
    figures: Sequence[Figure], photos: set[str], pictures: Iterable[Block], page: Sequence[Block], part: str
) -> Iterator[Finding]:
    """Words for a picture that nobody wrote, or that stand under the title of another figure."""
    for picture in pictures:
        meant = [figure for figure in figures if figure.alt == picture.text]
        around = "".join(_said(one.runs)[0] for one in _company(picture, page))
        if meant and not any(_phrase(figure.title)[0] in around for figure in meant):
            said = f"图的替代文字“{picture.text}”不在它的标题“{plain(meant[0].title)}”之下。"
            yield Finding("wrong_picture", "error", picture.place(part=part), said, _ADVICE)
        elif not meant and picture.text not in photos and numerals(picture.text):
            said = f"图的替代文字“{picture.text}”不是稿件里的。"
            yield Finding(
                "wrong_picture", "error", picture.place(part=part), said, "数字只能由数据给出，不要在版式里改写"
            )
