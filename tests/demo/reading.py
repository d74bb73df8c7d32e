"""A second reading of the report, on purpose without ``reporter.proof``: with lxml, pdfium and rules of its own.

Two readers that share no line of code are unlikely to overlook the same number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html as markup

_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "td",
    "th",
    "figcaption",
    "div",
    "dt",
    "dd",
    "header",
    "section",
    "footer",
    "body",
    "figure",
    "tr",
    "table",
    "span.block",
}
_ONES = "一二三四五六七八九十两"
_UNITS = "个|家|项|名|位|人|台|宗|所|条|处|座|户|类|大|公里|平方米|万平方米|亿元|万元|元|倍|成|番|年|月|日|天|期|届|次|场|批|季度|分钟|小时|只|支|栋|亩|吨|米"
_NO_COUNT = re.compile(
    "进一步|下一步|第一步|一批|一流|一系列|一体|统一|唯一|一次性|一大批|一个个|一项项|一件件|一方面|一些|一切|一起|一致|一定|一直|一道|一线|一手|"
    "逐一|之一|同一|另一|每一|这一|那一|新一|某一|千方百计|千家万户|万众|百姓|四季|四周|两侧|百分点|十分(?!钟|之)|第一时间|第一线|第一动力|一盘棋"
)
_NUMERAL = re.compile(
    rf"\d[\d,]*(?:\.\d+)?|第[{_ONES}百千]+|[{_ONES}百千万]+分之[{_ONES}百千万]+|[{_ONES}][{_ONES}百千万亿]*(?=[余多]?(?:{_UNITS}))"
)
FREE = ("time", "name", "numbering")


def squeeze(text: str) -> str:
    """Text without white space and without what pdfium puts at line ends."""
    return "".join(text.replace("\ufffe", "").replace("\u200b", "").split())


def numerals(text: str) -> list[tuple[int, int]]:
    """Spans of the numerals of a text."""
    masked = _NO_COUNT.sub(lambda match: "□" * len(match.group()), text)
    return [match.span() for match in _NUMERAL.finditer(masked)]


@dataclass(frozen=True)
class Said:
    """One ``<data>`` where it is printed."""

    fact: str
    text: str
    start: int


@dataclass(frozen=True)
class Passage:
    """A block of the document: its text, the facts in it, what needs no fact, and where it stands."""

    section: str
    """Id of the section that it stands in: lead, projects …; empty for masthead, strip, annex and notes."""
    tag: str
    text: str
    said: tuple[Said, ...]
    free: tuple[tuple[int, int], ...]
    """Spans of dates, names and numbering."""
    group: str
    """Passages of one table row or one cell of the strip share it."""


def passages(page: str) -> list[Passage]:
    """Every block of the page that holds text of its own, in order."""
    found: list[Passage] = []
    tree = markup.fromstring(page).getroottree()
    for block in tree.getroot().body.iter():
        if not isinstance(block.tag, str) or block.tag not in _BLOCKS or _skipped(block):
            continue
        text, said, free = _read(block)
        if squeeze(text):
            row = next((parent for parent in block.iterancestors("tr")), None)
            cell = next((parent for parent in block.iterancestors() if "cell" in parent.get("class", "").split()), None)
            holder = next((each for each in (row, cell) if each is not None), block)
            found.append(Passage(_section(block), block.tag, text, tuple(said), tuple(free), tree.getpath(holder)))
    return found


def _section(block: markup.HtmlElement) -> str:
    """Id of the section around a block."""
    for parent in block.iterancestors():
        if parent.tag == "section":
            return str(parent.get("id", "")).removeprefix("section-")
        if "lead" in parent.get("class", "").split():
            return "lead"
    return ""


def _skipped(block: markup.HtmlElement) -> bool:
    return any(parent.tag in {"head", "style", "script"} for parent in block.iterancestors())


def _read(block: markup.HtmlElement) -> tuple[str, list[Said], list[tuple[int, int]]]:
    """Own text of a block - not that of blocks within it - with its facts and free spans."""
    text = ""
    said: list[Said] = []
    free: list[tuple[int, int]] = []

    def walk(element: markup.HtmlElement) -> None:
        nonlocal text
        text += squeeze(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _BLOCKS:
                start = len(text)
                walk(child)
                classes = child.get("class", "").split()
                if child.tag == "data":
                    said.append(Said(child.get("data-fact", ""), text[start:], start))
                elif child.tag == "time" or {"name", "numbering"} & set(classes):
                    free.append((start, len(text)))
            text += squeeze(child.tail or "")

    walk(block)
    return text, said, free
