"""Turn a text file with separated values into a grid: UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reporter.errors import SourceError
from reporter.model.batch import MOST
from reporter.model.finding import Finding, Place
from reporter.model.observation import EXCHANGE_COLUMNS
from reporter.model.office import Source
from reporter.sources import _original
from reporter.sources._original import Original
from reporter.sources._reading import Example
from reporter.sources.shape import Grid

KIND = "csv_file"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]")
"""Controls and private characters: what a wrong guess of the encoding turns text into."""
_DELIMITERS = ",\t;|"
_FIRST_LINES = 20
_FIRST = 1 << 16
"""Characters in which they are looked for."""
_PIECE = 1 << 20

_SPACES = "spaces"
_MOST_LINE = 1 << 20
"""Characters of the longest field; a quotation mark that nobody closes would make the rest of the file one."""


@dataclass(frozen=True, slots=True)
class Options:
    """What ``options:`` may say."""

    encoding: str = ""
    """utf-8, gb18030, utf-16 …; empty means that it is found out, strictly."""
    delimiter: str = ""
    """The separator, or ``spaces`` for columns that are lined up with blanks; empty takes it from the first lines."""


def originals(source: Source, options: Options, folder: Path) -> Iterator[Original | Finding]:
    """The text files that the source names."""
    del options
    return _original.files(source, folder)


def grids(original: Original, options: Options) -> Iterator[Grid | Finding]:
    """The one grid of a text file, with a note where its encoding had to be found out."""
    encoding = _encoding(original, options.encoding)
    if encoding == "gb18030" and not options.encoding:
        advice = "在数据源里写明encoding: gb18030"
        yield Finding("encoding_detected", "note", Place(original.path), "文件不是UTF-8，按GB18030读取", advice)
    with original.open() as file, io.TextIOWrapper(file, encoding, newline="") as text:
        if options.delimiter == _SPACES:
            yield _lined_up(original.path, text.read())
        else:
            yield from _portions(original.path, text, options.delimiter)


def _encoding(original: Original, declared: str) -> str:
    """The encoding of the whole file, which holds nothing that no table has; never with a replacement character."""
    with original.open() as file:
        head = file.read(len(codecs.BOM_UTF8))
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")
    for encoding in [declared] if declared else [marked] if marked else ["utf-8", "gb18030"]:
        named = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
        try:
            _look_through(original, named)
        except UnicodeError:
            continue
        except LookupError as error:
            message = f"不认识的编码“{encoding}”"
            raise SourceError(message, advice="encoding写utf-8、gb18030或utf-16") from error
        return named
    message = f"文件不是{declared or marked or 'UTF-8，也不是GB18030'}编码的文字"
    raise SourceError(message, advice="另存为UTF-8后重新报送，或在数据源里写明encoding")


def _look_through(original: Original, encoding: str) -> None:
    """Raise ``UnicodeError`` for another encoding, :class:`SourceError` for what is no table; a piece at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, since = 1, 0
    with original.open() as file:
        while True:
            raw = file.read(_PIECE)
            piece = decoder.decode(raw, final=not raw)
            strange = _STRANGE.search(piece)
            if strange:
                line += piece.count("\n", 0, strange.start())
                message = f"第{line}行有不该出现的字符U+{ord(strange[0]):04X}"
                raise SourceError(message, advice="确认文件编码，另存为UTF-8后重新报送")
            ends = max(piece.rfind("\n"), piece.rfind("\r"))
            since = since + len(piece) if ends < 0 else len(piece) - ends
            line += piece.count("\n")
            if since > _MOST_LINE:
                message = f"第{line}行超过{_MOST_LINE >> 20}百万字，不像是表格"
                raise SourceError(message, advice="确认是数据表，每行一条；另存为CSV后重新报送")
            if not raw:
                return


def _lined_up(path: str, text: str) -> Grid:
    """Rows whose cells are told apart by blanks."""
    rows = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return Grid(path, [cells for _, cells in rows], lines=[number for number, _ in rows])


def _portions(path: str, text: io.TextIOWrapper, delimiter: str) -> Iterator[Grid]:
    """The rows, each with the line on which it begins; lines without any content are left out.

    A table as people make it is one grid. Rows in the exchange format need not know of each other: they come in
    portions, each below the header, so that any number of them takes no more memory than one portion.
    """
    from reporter.sources.shape import exchange  # noqa: PLC0415 - the service, which opens files, reads none

    csv.field_size_limit(_MOST_LINE)
    head = text.read(_FIRST)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter[:1] or _separator(head), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    begins, portioned = 1, False
    try:
        for row in reader:
            if (row and row[0] and not row[0].isspace()) or any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(begins)
                if len(rows) > MOST and (portioned or exchange.head_of(Grid(path, rows[:1]))):
                    portioned = True
                    yield Grid(path, rows, lines=lines)
                    rows, lines = rows[:1], lines[:1]
            begins = reader.line_num + 1
    except csv.Error as error:
        message = f"第{begins}行的引号或分隔符不成对"
        raise SourceError(message, advice="双引号须成对，引号内的引号写两个") from error
    if len(rows) > 1 or not portioned:
        yield Grid(path, rows, lines=lines)


def _separator(text: str) -> str:
    """The mark that stands in the most of the first lines, and there the most often."""
    head = list(islice((line for line in io.StringIO(text) if line.strip()), _FIRST_LINES))
    return max(
        _DELIMITERS, key=lambda mark: (sum(mark in line for line in head), sum(line.count(mark) for line in head))
    )


EXAMPLE = Example(
    Source("示例文件", KIND, "数据/进展.csv", department="办公室"),
    (
        EXCHANGE_COLUMNS[:5],
        ("甲产业增加值", "growth", "", "2024-M01..M05", "6.8"), ("乙投资", "level", "", "2024-M05", "约3"),
        ("丙投资", "level", "", "2024-H1", ""), ("丙投资", "target", "", "2024", "20以上"),
    ),
    figures=(
        ("甲产业增加值", "growth", "2024-M01..M05", "6.8"), ("乙投资", "level", "2024-M05", "3"),
        ("丙投资", "level", "2024-H1", ""), ("丙投资", "target", "2024", "20"),
    ),
)  # fmt: skip
