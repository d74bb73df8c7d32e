"""Turn HTML, the document's and a mail's, into findings: numerals without a fact behind them, facts in another's place.

Every numeral stands inside ``<data>``, ``<time>``, ``.name`` or ``.numbering``; every ``<data>`` names a fact of the
document and prints that fact's number, within the words, the row and the column that the document has for it; every fact
of the document is said somewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place
from reporter.numerals import numerals
from reporter.proof import together
from reporter.proof.reading import blocks, pictures
from reporter.proof.sayings import running

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from reporter.model.document import Document
    from reporter.model.fact import Fact
    from reporter.proof.reading import Block, Run
    from reporter.proof.sayings import Sayings


def review(document: Document, html: str, said: Sayings) -> Iterator[Finding]:
    """Findings on the numbers of the document's HTML."""
    yield from numbers(document, html, said)
    drawn = {mark.fact for section in document.sections for figure in section.figures for mark in figure.marks}
    seen = drawn | {run.fact for block in blocks(html) for run in block.runs if run.mark == "data"}
    for fact in document.facts:
        if fact.id not in seen:
            yield Finding(
                "unsaid_fact",
                "error",
                Place(part="正文"),
                f"数据“{fact.indicator}”（{fact.number}）列入清单，却没有在文中出现。",
                "检查版式模板是否漏印了所在的段落、表格或图",
            )


def numbers(document: Document, html: str, said: Sayings, part: str = "") -> Iterator[Finding]:
    """Findings on every number of HTML, and on the words around it; ``part`` says of what, for a mail."""
    facts, page = {fact.id: fact for fact in document.facts}, blocks(html)
    for block in page:
        wrong = [*unmarked(block, part=part), *_said(block, facts, said.times, part)]
        yield from wrong or _strange(block, said, part)
    yield from together.review(document, said.entries, page, pictures(html), part)


def unmarked(block: Block, *, part: str) -> Iterator[Finding]:
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


def _said(block: Block, facts: Mapping[str, Fact], times: Collection[tuple[str, str]], part: str) -> Iterator[Finding]:
    """Whether the facts of a block print their numbers, and its dates their days."""
    start = 0
    for run in block.runs:
        if run.mark == "data" and (wrong := _wrong(run, facts)):
            rule, why, advice = wrong
            yield Finding(rule, "error", block.place(start, part=part), why, advice)
        elif run.mark == "time" and run.value and (run.value, run.text.strip()) not in times:
            message = f"日期“{run.text}”（{run.value}）不是稿件里的。"
            yield Finding("wrong_date", "error", block.place(start, part=part), message, "重新生成")
        start += len(run.text)


def _strange(block: Block, said: Sayings, part: str) -> Iterator[Finding]:
    """Sentences with right numbers that are not the document's: a number changed places, or a name did."""
    for words, numeral in said.strange(running(block.runs)):
        message = f"“{words.strip()}”不是稿件里的话，其中有数“{numeral}”。"
        yield Finding("other_words", "error", block.place(part=part), message, "数字前后的话只写在栏目里，版式不另写")


def _wrong(run: Run, facts: Mapping[str, Fact]) -> tuple[str, str, str] | None:
    """What is wrong with a ``<data>`` that names no fact or does not print its number: rule, why, what to do."""
    fact = facts.get(run.fact)
    if fact is None:
        why = f"“{run.text}”指向的数据“{run.fact}”不在数据清单里。"
        return "unknown_fact", why, "重新生成；若仍出现，检查模板里的占位符"
    if run.text.strip() != fact.number:
        why = f"“{fact.indicator}”应为“{fact.number}”，文中是“{run.text}”。"
        return "wrong_number", why, "数字只能由数据给出，不要在版式里改写"
    if run.value and run.value != format(fact.value, "f"):
        why = f"“{fact.indicator}”的机读值应为{fact.value}，文中是{run.value}。"
        return "wrong_value", why, "数字只能由数据给出，不要在版式里改写"
    return None
