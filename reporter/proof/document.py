"""Turn the document's HTML into findings: numerals without a fact behind them, facts that say another number.

Every numeral stands inside ``<data>``, ``<time>``, ``.name`` or ``.numbering``; every ``<data>`` names a fact of the
document and prints that fact's number; every fact of the document is said somewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place
from reporter.numerals import numerals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reporter.model.document import Document
    from reporter.model.fact import Fact
    from reporter.proof.reading import Block, Run


def review(document: Document, blocks: Iterable[Block]) -> Iterator[Finding]:
    """Findings on the numbers of the HTML."""
    facts = {fact.id: fact for fact in document.facts}
    drawn = {mark.fact for section in document.sections for figure in section.figures for mark in figure.marks}
    seen = set(drawn)
    for block in blocks:
        yield from unmarked(block)
        for run, start in _with_starts(block):
            if run.mark == "data":
                seen.add(run.fact)
                yield from _data(run, block, start, facts)
    for fact in document.facts:
        if fact.id not in seen:
            yield Finding(
                "unsaid_fact",
                "error",
                Place(part="正文"),
                f"数据“{fact.indicator}”（{fact.number}）列入清单，却没有在文中出现。",
                "检查版式模板是否漏印了所在的段落、表格或图",
            )


def unmarked(block: Block, *, part: str = "") -> Iterator[Finding]:
    """Numerals of a block that stand outside every mark, or lean out of one."""
    outside = "".join("\0" * len(run.text) if run.mark else run.text for run in block.runs)
    for numeral in numerals(outside):
        yield Finding(
            "bare_numeral",
            "error",
            block.place(numeral.start, part=part),
            f"数字“{numeral.text}”没有对应的数据。",
            "改用数据占位符；若是专名的一部分，登记到专名清单",
        )


def _with_starts(block: Block) -> Iterator[tuple[Run, int]]:
    """The runs of a block with where they begin in its text."""
    start = 0
    for run in block.runs:
        yield run, start
        start += len(run.text)


def _data(run: Run, block: Block, start: int, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    """Whether a ``<data>`` names a fact and prints its number."""
    fact = facts.get(run.fact)
    if fact is None:
        yield Finding(
            "unknown_fact",
            "error",
            block.place(start),
            f"“{run.text}”指向的数据“{run.fact}”不在数据清单里。",
            "重新生成；若仍出现，检查模板里的占位符",
        )
    elif run.text.strip() != fact.number:
        yield Finding(
            "wrong_number",
            "error",
            block.place(start),
            f"“{fact.indicator}”应为“{fact.number}”，文中是“{run.text}”。",
            "数字只能由数据给出，不要在版式里改写",
        )
    elif run.value and run.value != format(fact.value, "f"):
        yield Finding(
            "wrong_value",
            "error",
            block.place(start),
            f"“{fact.indicator}”的机读值应为{fact.value}，文中是{run.value}。",
            "数字只能由数据给出，不要在版式里改写",
        )
