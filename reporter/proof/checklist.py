"""Turn the printed document and its facts into the 核对表: every number with its sentence and where it comes from.

It is what a signer ticks off. :func:`rows` reads the document as it was printed, so that a number which stands in print
three times is ticked off three times. The public form of a list says what is in print and nothing of how it came there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING

from reporter.model.cell import inert
from reporter.proof.reading import blocks, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.model.document import Document
    from reporter.model.fact import Fact
    from reporter.model.finding import Place

FACT_COLUMNS = (
    "id", "kind", "indicator", "period", "value", "unit", "number", "phrase", "qualifier", "status", "derived", "formula",
    "inputs", "origins", "originals", "department", "note",
)  # fmt: skip
PUBLIC_COLUMNS = ("indicator", "period", "value", "unit", "number", "phrase", "qualifier", "status", "derived")
"""What the public cut tells of a fact that it prints."""

Vintages = Mapping["Place", str]
"""When and how firmly a figure was released, by the cell that it was read from."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number in print."""

    number: str
    part: str
    """The heading above it, or the figure."""
    sentence: str
    fact: str
    indicator: str
    period: str
    value: str
    """Unrounded."""
    formula: str
    file: str
    sheet: str
    cell: str
    """Cell, or line of a text file."""
    department: str
    vintage: str


COLUMNS: Mapping[str, str] = {
    "number": "印出的数", "part": "位置", "sentence": "所在语句", "fact": "数据", "indicator": "指标", "period": "报告期",
    "value": "原值", "formula": "算法", "file": "来源文件", "sheet": "工作表", "cell": "单元格", "department": "报送部门",
    "vintage": "版本",
}  # fmt: skip
assert list(COLUMNS) == [column.name for column in fields(Row)]  # noqa: S101 - one name for each column


def rows(html: str, document: Document, vintages: Vintages) -> tuple[Row, ...]:
    """Every number of the printed page in its order, then those of the figures."""
    facts = {fact.id: fact for fact in document.facts}
    return tuple(
        _row(number, part, words, facts[fact], vintages)
        for number, part, words, fact in (*_said(html), *_drawn(document))
        if fact in facts
    )


def _said(html: str) -> Iterator[tuple[str, str, str, str]]:
    """The numbers of the page: as printed, heading, sentence, fact; a cell is told with its row, a bare figure with its label."""
    page = blocks(html)
    lines: dict[int, str] = {}
    for block in page:
        if block.row:
            lines[block.row] = f"{lines[block.row]} {block.text}" if block.row in lines else block.text
    label = ""
    for block in page:
        start = 0
        for run in block.runs:
            if run.mark == "data":
                bare = f"{label} {block.text}" if run.text.strip() == block.text else sentence(block.text, start)
                yield run.text.strip(), block.heading, lines.get(block.row, bare), run.fact
            start += len(run.text)
        label = block.text


def _drawn(document: Document) -> Iterator[tuple[str, str, str, str]]:
    """The labels of the figures."""
    for section in document.sections:
        for figure in section.figures:
            for mark in figure.marks:
                if mark.text:
                    yield mark.text, f"图{figure.number}", mark.label, mark.fact


def _row(number: str, part: str, words: str, fact: Fact, vintages: Vintages) -> Row:
    """A number with what is behind it; a derived one names every cell that it was computed from."""
    places = list(dict.fromkeys(fact.origins))
    versions = dict.fromkeys(filter(None, (vintages.get(place, "") for place in places)))

    def each(values: Iterable[str]) -> str:
        return "；".join(dict.fromkeys(value for value in values if value))

    return Row(
        number, part, words, fact.id, fact.indicator, fact.period.name, format(fact.value, "f"), fact.formula,
        each(place.file for place in places), each(place.sheet for place in places),
        each(place.cell or (f"第{place.line}行" if place.line else "") for place in places), fact.department,
        each(versions) or fact.status,
    )  # fmt: skip


def facts_csv(facts: Iterable[Fact], *, public: bool = False) -> bytes:
    """A row for each fact that is said, as UTF-8 CSV with a byte order mark for Excel; ``public`` leaves out its sources."""
    text = io.StringIO()
    columns = PUBLIC_COLUMNS if public else FACT_COLUMNS
    listed = csv.DictWriter(text, columns, lineterminator="\r\n", extrasaction="ignore")
    listed.writeheader()
    for fact in facts:
        row = {name: getattr(fact, name, "") for name in FACT_COLUMNS}
        row |= {
            "period": fact.period.code, "value": format(fact.value, "f"), "derived": "推算" if fact.derived else "",
            "inputs": "; ".join(fact.inputs), "origins": "; ".join(map(str, fact.origins)),
            "originals": "; ".join(place.original for place in fact.origins),
        }  # fmt: skip
        listed.writerow({name: inert(str(value)) for name, value in row.items()})
    return text.getvalue().encode("utf-8-sig")


def table(listed: Iterable[Row]) -> list[tuple[str, ...]]:
    """The rows as cells, under the heads of :data:`COLUMNS`."""
    return list(map(attrgetter(*COLUMNS), listed))
