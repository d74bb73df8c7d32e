"""Turn an indicator dictionary that is kept as a table (CSV, xlsx) into the nodes that a YAML file would give.

One row is one indicator; the columns are called as in YAML, or in Chinese. One reader checks both: faults name the row.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reporter.project.reading import Faultfinder

ENDINGS = (".csv", ".xlsx", ".xls", ".ods")
_NAME = "name"
COLUMNS = {
    "名称": _NAME, "指标": _NAME, "指标名称": _NAME, "单位": "unit", "计量单位": "unit", "简称": "short", "同义名称": "synonyms", "别名": "synonyms",
    "量词": "classifier", "时期时点": "kind", "价格": "price_basis", "方向": "better", "性质": "nature", "小数位": "decimals",
    "增速小数位": "rate_decimals", "部门": "department", "报送部门": "department", "分组": "theme", "合理范围": "plausible",
    "隶属": "part_of", "报送期限": "due", "增速可自算": "growth_computed", "公开": "public", "识别企业": "identifying",
    "错后月数": "lag", "一月有数": "january", "按季": "quarterly", "计划说法": "plan", "备注": "note",
}  # fmt: skip
"""What a column may be called in Chinese, and the key of the YAML file that it stands for."""
_WORDS = {
    "kind": {"时期数": "flow", "时期": "flow", "时点数": "stock", "时点": "stock"},
    "price_basis": {"现价": "current", "可比价": "comparable", "不变价": "comparable", "不计价": "none"},
    "better": {"越高越好": "higher", "越低越好": "lower", "中性": "neutral"},
    "nature": {"数量": "quantity", "价格": "price", "比率": "rate", "差额": "balance", "强度": "intensity"},
}  # fmt: skip
_DATED = re.compile(r"(?P<name>[^（(]+)[（(](?P<since>[\d-]*)\s*至\s*(?P<until>[\d-]*)[)）]")
_PART = re.compile(
    r"(?P<whole>[^:：]+)[:：]\s*(?P<kind>可加|交叉|additive|overlapping)(?:\s*[:：]\s*(?P<division>.+))?"
)
_PARTS = {"可加": "additive", "交叉": "overlapping"}
_DUE = re.compile(r"(?P<report>\S+?)\s*[:：\s]\s*(?P<days>\d+)\s*天?")


def read(folder: Path, file: str, faults: Faultfinder) -> yaml.Node | None:
    """The rows as nodes; ``None`` where the table cannot be read, which is a fault."""
    try:
        rows = list(_rows(folder / file))
    except (OSError, ValueError, csv.Error) as problem:
        faults.add("unreadable_file", Place(file=file), f"读不了这个文件：{problem}", "另存为xlsx，或UTF-8的csv")
        return None
    head = [COLUMNS.get(cell, cell) for cell in rows[0]] if rows else []
    if _NAME not in head:
        faults.add(
            "missing_column", Place(file=file, line=1), "第一行没有“名称”一栏", f"可用的栏：{'、'.join(COLUMNS)}"
        )
        return None
    pairs = []
    for number, row in enumerate(rows[1:], 2):
        cells = {key: cell for key, cell in zip(head, row, strict=False) if key and cell}
        name = cells.pop(_NAME, "")
        if name:
            found = [(_scalar(key, number), _value(key, cell, number)) for key, cell in cells.items()]
            pairs.append((_scalar(name, number), _mapping(found, number)))
        elif cells:
            faults.add("missing_key", Place(file=file, line=number), "这一行没有名称", "补上，或删去这一行")
    return _mapping(pairs, 1)


def _rows(path: Path) -> Iterator[list[str]]:
    """The cells of each row, as words."""
    if path.suffix.lower() == ".csv":
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        yield from ([cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True))
        return
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only where a workbook is kept

    try:
        with CalamineWorkbook.from_path(path) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as problem:
        raise ValueError(str(problem)) from problem
    yield from ([_said(cell) for cell in row] for row in rows)


def _said(cell: Any) -> str:
    """A cell of a workbook as words."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _value(key: str, cell: str, line: int) -> yaml.Node:
    """A cell as the node that its key wants."""
    several = [word.strip() for word in re.split(r"[、；;\n]", cell) if word.strip()]
    if key == "synonyms":
        return _sequence([_synonym(word, line) for word in several], line)
    if key == "plausible":
        ends = [word.strip() or "~" for word in re.split(r"至|[~～—]+", cell)]
        return _sequence([_scalar(word, line) for word in ends], line)
    if key == "part_of":
        return _sequence(
            [_matched(_PART, word, _part, line) for word in re.split(r"[；;\n]", cell) if word.strip()], line
        )
    if key == "due":
        found = [_DUE.fullmatch(word) for word in several]
        pairs = [(_scalar(one["report"], line), _scalar(one["days"], line)) for one in found if one]
        return _mapping(pairs, line) if all(found) else _scalar(cell, line)
    return _scalar(_WORDS.get(key, {}).get(cell, cell), line)


def _synonym(word: str, line: int) -> yaml.Node:
    """Another name; 旧名（2015-01-01至2018-12-31） counts in that time."""
    return _matched(_DATED, word, lambda found: {name: said for name, said in found.items() if said}, line)


def _part(found: dict[str, str]) -> dict[str, str]:
    """The whole that an indicator is part of: 规上工业增加值：可加：按产业."""
    return {
        "whole": found["whole"].strip(),
        "as": _PARTS.get(found["kind"], found["kind"]),
        "division": found["division"],
    }


def _matched(
    pattern: re.Pattern[str], word: str, made: Callable[[dict[str, str]], dict[str, str]], line: int
) -> yaml.Node:
    """What a word says in parts; the word itself where it is none of these."""
    found = pattern.fullmatch(word.strip())
    if found is None:
        return _scalar(word, line)
    said = made({key: text or "" for key, text in found.groupdict().items()})
    return _mapping([(_scalar(key, line), _scalar(text, line)) for key, text in said.items() if text], line)


def _scalar(text: str, line: int) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, *_marks(line))


def _sequence(items: Sequence[yaml.Node], line: int) -> yaml.SequenceNode:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", list(items), *_marks(line))


def _mapping(pairs: Sequence[tuple[yaml.Node, yaml.Node]], line: int) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", list(pairs), *_marks(line))


def _marks(line: int) -> tuple[yaml.Mark, yaml.Mark]:
    """A row as a place."""
    mark = yaml.Mark("", 0, line - 1, 0, None, 0)
    return mark, mark
