"""An office may keep its indicator dictionary as a table; it says the same as YAML, and its faults name the row."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reporter.model.indicator import Indicator
from reporter.project.dictionary import indicators
from reporter.project.reading import Faultfinder

YAML = """\
规上工业增加值: {unit: 亿元, price_basis: comparable, department: 统计局, plausible: [0, 500], due: {monthly: 15, half_year: 20}}
高技术产业增加值:
  unit: 亿元
  short: 高技术增加值
  synonyms: [高新技术产业增加值, {name: 高技术制造业增加值, since: 2015-01-01, until: 2018-12-31}]
  part_of: [{whole: 规上工业增加值, as: overlapping}]
  decimals: 2
单位能耗: {unit: 吨标准煤, better: lower, kind: stock, growth_computed: true, public: false, note: 初步数, plausible: [~, 9]}
"""
ROWS = (
    ("名称", "单位", "价格", "部门", "合理范围", "报送期限", "简称", "同义名称", "隶属", "小数位", "方向", "时期时点", "增速可自算", "公开", "备注", "性质"),
    ("规上工业增加值", "亿元", "可比价", "统计局", "0至500", "monthly 15、half_year：20天"),
    ("高技术产业增加值", "亿元", "", "", "", "", "高技术增加值", "高新技术产业增加值、高技术制造业增加值（2015-01-01至2018-12-31）", "规上工业增加值：交叉", 2),
    ("单位能耗", "吨标准煤", "", "", "~9", "", "", "", "", "", "越低越好", "时点数", "是", "否", "初步数", "强度"),
)  # fmt: skip
REPORTS = ("monthly", "half_year")


def read(folder: Path, file: str) -> tuple[dict[str, Indicator], list[tuple[str, int]]]:
    """The indicators, and the faults with their lines."""
    faults = Faultfinder()
    found = indicators(folder, file, faults, reports=REPORTS)
    return found, [(one.rule, one.place.line) for one in faults.findings]


@pytest.mark.parametrize(("kind", "encoding"), [("csv", "utf-8-sig"), ("csv", "gb18030"), ("xlsx", "")])
def test_a_table_says_the_same(tmp_path: Path, kind: str, encoding: str) -> None:
    """Names and words in Chinese, validity of names, parts of wholes, ranges and days: field by field as in YAML."""
    (tmp_path / "dictionary.yaml").write_text(YAML, encoding="utf-8")
    file = tmp_path / f"dictionary.{kind}"
    if kind == "csv":
        file.write_text("\n".join(",".join(map(str, row)) for row in ROWS), encoding=encoding)
    else:
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(file)
    assert read(tmp_path, file.name) == read(tmp_path, "dictionary.yaml")
    assert read(tmp_path, file.name)[1] == []
    assert len(read(tmp_path, file.name)[0]) == 3


def test_what_a_year_completes(tmp_path: Path) -> None:
    """A revenue of the budget has a 预算 without being told; any word may be given."""
    (tmp_path / "dictionary.csv").write_text(
        "名称,单位,计划说法\n一般公共预算收入,亿元,\n税收收入,亿元,预算\n固定资产投资,亿元,\n", encoding="utf-8"
    )
    found, faults = read(tmp_path, "dictionary.csv")
    assert ([one.year_plan for one in found.values()], faults) == (["年度预算", "年度预算", "年度计划"], [])


@pytest.mark.parametrize(
    ("name", "unit", "nature"),
    [
        ("单位工业增加值能耗", "吨标准煤", "intensity"),
        ("单位地区生产总值能耗", "%", "intensity"),
        ("细颗粒物平均浓度", "微克/立方米", "intensity"),
        ("单位能耗降低率", "%", "rate"),
        ("能源消费总量", "万吨标准煤", "quantity"),
    ],
)
def test_the_nature_is_seen_from_name_and_unit(tmp_path: Path, name: str, unit: str, nature: str) -> None:
    """An office need not say that energy per unit of output goes up and down, and that a percentage is a rate."""
    (tmp_path / "dictionary.csv").write_text(f"名称,单位\n{name},{unit}\n", encoding="utf-8")
    assert read(tmp_path, "dictionary.csv")[0][name].nature == nature


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("名称,单位\n甲,亿元\n甲,万元\n", [("duplicate_key", 3)]), ("名称,单位,数位\n甲,亿元,2\n", [("unknown_key", 2)]),
        ("名称,单位,方向\n甲,亿元,向上\n", [("bad_value", 2)]), ("名称,单位\n,亿元\n", [("missing_key", 2)]),
        ("名字,单位\n甲,亿元\n", [("missing_column", 1)]), ('名称,单位\n"甲,亿元\n', [("unreadable_file", 0)]),
        ("名称,单位,隶属\n甲,亿元,乙：可加\n", [("unknown_whole", 2)]),
    ],
)  # fmt: skip
def test_faults_name_their_row(tmp_path: Path, text: str, faults: list[tuple[str, int]]) -> None:
    """What a row says wrong is told like a line of YAML; a table that is none is one fault."""
    (tmp_path / "dictionary.csv").write_text(text, encoding="utf-8")
    assert read(tmp_path, "dictionary.csv")[1] == faults
