"""Turn a text file, plain or Markdown, into passages with their lines."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from reporter.errors import SourceError
from reporter.proof.manuscript._passage import Passage, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ENDS = "。！？…；：:!?"
_WRAPPED = 40
"""Columns from which on a line may be one that an editor broke."""
_INDENTS = ("　", "  ", "\t")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+|\s*>\s?")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$|\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_INLINE = (
    (re.compile(r"`[^`]*`"), "◇"), (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"), (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<[^<>]*>"), ""), (re.compile(r"(\*\*|__)(.+?)\1"), r"\2"), (re.compile(r"(?<!\*)\*([^*\s][^*]*)\*"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), r"\1"),
)  # fmt: skip


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB 18030; raises :class:`SourceError`."""
    encodings = ["utf-16"] if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    message = "文件不是可读的文本（UTF-8、UTF-16或GB 18030）"
    raise SourceError(message, advice="用记事本或WPS另存为UTF-8文本，或直接校对docx、PDF")


def text(content: bytes) -> tuple[Passage, ...]:
    """A paragraph is a line, or the lines that an editor broke at one width."""
    rows = list(enumerate(decoded(content).split("\n"), 1))
    width = max((_columns(line) for _, line in rows), default=0)
    breaks = _WRAPPED <= width <= 3 * _WRAPPED

    def goes_on(one: str, two: str) -> bool:
        full = breaks and _columns(one) >= width - 4
        return bool(full and two.strip()) and one.rstrip()[-1:] not in _ENDS and not two.startswith(_INDENTS)

    return tuple(_paragraphs(rows, goes_on))


def _paragraphs(rows: Iterable[tuple[int, str]], goes_on: Callable[[str, str], bool]) -> Iterator[Passage]:
    """Lines as passages; ``goes_on`` says whether a second line belongs to the first."""
    held: list[tuple[int, str]] = []
    for number, line in rows:
        if held and not goes_on(held[-1][1], line):
            yield joined(held)
            held = []
        if line.strip():
            held.append((number, line))
    if held:
        yield joined(held)


def markdown(content: bytes) -> tuple[Passage, ...]:
    """Paragraphs, headings, items and cells without their marks; code and front matter are no text."""
    return tuple(_blocks(decoded(content).split("\n")))


def _blocks(lines: list[str]) -> Iterator[Passage]:
    """The blocks of a Markdown file."""
    held: list[tuple[int, str]] = []
    fenced, start = False, _body(lines)
    for number, line in enumerate(lines, 1):
        fence = bool(_FENCE.match(line))
        table = line.lstrip().startswith("|")
        opens = fence or table or bool(_HEADING.match(line) or _ITEM.match(line) or _RULE.match(line))
        if held and (opens or not line.strip() or number <= start):
            yield joined(held)
            held = []
        if number <= start or fenced or fence or _RULE.match(line) or not line.strip():
            fenced ^= fence and number > start
        elif table:
            yield from (
                joined([(number, _bare(cell))], prose=False) for cell in line.strip(" |").split("|") if cell.strip()
            )
        elif _HEADING.match(line):
            yield joined([(number, _bare(_HEADING.sub("", line).rstrip("# ")))])
        else:
            held.append((number, _bare(_ITEM.sub("", line, count=1))))
    if held:
        yield joined(held)


def _body(lines: list[str]) -> int:
    """How many lines the front matter takes."""
    if lines[:1] == ["---"] and "---" in lines[1:]:
        return lines.index("---", 1) + 1
    return 0


def _bare(line: str) -> str:
    """A line without emphasis, links, code and tags."""
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    return line


def _columns(line: str) -> int:
    """Its width on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line.rstrip())
