"""Turn a text file with separated values into a grid: UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import SourceError
from reporter.model.finding import Finding, Place
from reporter.model.indicator import Indicator
from reporter.model.observation import EXCHANGE_COLUMNS
from reporter.model.office import Source
from reporter.sources._reading import Example, Reading, read_files
from reporter.sources.shape import Grid, Layout

KIND = "csv_file"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]")
"""Controls and private characters: what a wrong guess of the encoding turns text into."""
_DELIMITERS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Options:
    """What ``schedules.yaml`` may say."""

    encoding: str = ""
    """utf-8, gb18030, utf-16 …; empty means that it is found out, strictly."""
    delimiter: str = ""
    """The separator; empty means that it is taken from the first line."""
    ignore: tuple[str, ...] = ()
    """Labels of rows that are not wanted."""
    area: str = ""
    """The area that the whole file describes; empty for the office's own."""


def read(source: Source, options: Options, folder: Path, indicators: Mapping[str, Indicator]) -> Reading:
    """All figures of a source's text files."""
    layout = Layout(area=options.area, ignore=options.ignore)
    return read_files(source, folder, indicators, layout, lambda path, content: _grids(path, content, options))


def _grids(path: str, content: bytes, options: Options) -> Iterator[Grid | Finding]:
    """The one grid of a text file, with a note where its encoding had to be found out."""
    text, encoding = _decoded(content, options.encoding)
    strange = _STRANGE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        message = f"第{line}行有不该出现的字符U+{ord(strange[0]):04X}"
        raise SourceError(message, advice="确认文件编码，另存为UTF-8后重新报送")
    if encoding == "gb18030" and not options.encoding:
        yield Finding(
            "encoding_detected", "note", Place(path), "文件不是UTF-8，按GB18030读取", "在数据源里写明encoding: gb18030"
        )
    yield _grid(path, text, options.delimiter)


def _decoded(content: bytes, declared: str) -> tuple[str, str]:
    """The text and its encoding; never with a replacement character."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    for encoding in [declared] if declared else [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return content.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding), encoding
        except UnicodeError:
            continue
        except LookupError as error:
            message = f"不认识的编码“{encoding}”"
            raise SourceError(message, advice="encoding写utf-8、gb18030或utf-16") from error
    message = f"文件不是{declared or marked or 'UTF-8，也不是GB18030'}编码的文字"
    raise SourceError(message, advice="另存为UTF-8后重新报送，或在数据源里写明encoding")


def _grid(path: str, text: str, delimiter: str) -> Grid:
    """The rows, each with the line on which it begins; lines without any content are left out."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter[:1] or max(_DELIMITERS, key=head.count), strict=True
    )
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        message = f"第{begins}行的引号或分隔符不成对"
        raise SourceError(message, advice="双引号须成对，引号内的引号写两个") from error
    return Grid(path, rows, lines=lines)


EXAMPLE = Example(
    Source("示例文件", KIND, "数据/进展.csv", department="办公室"),
    (
        EXCHANGE_COLUMNS[:5],
        ("甲产业增加值", "growth", "", "2024-M01..M05", "6.8"), ("乙投资", "level", "", "2024-M05", "约3"),
        ("丙投资", "level", "", "2024-H1", ""), ("丙投资", "target", "", "2024", "20以上"),
    ),
    (),
    (
        ("甲产业增加值", "growth", "2024-M01..M05", "6.8"), ("乙投资", "level", "2024-M05", "3"),
        ("丙投资", "level", "2024-H1", ""), ("丙投资", "target", "2024", "20"),
    ),
)  # fmt: skip
