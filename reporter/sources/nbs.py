"""Turn the replies of the National Bureau of Statistics' query interface into grids.

The wire format is that of ``easyquery.htm``: ``datanodes`` with ``hasdata`` beside a value of 0, the names of codes in
``wdnodes``, the newest period first, errors with HTTP status 200, and dimensions that are dropped in silence: a query for a
region to which the database does not answer comes back with the figures of the whole country (domain 2.7-7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from reporter.errors import SourceError
from reporter.model.finding import Finding, Place
from reporter.model.office import Source
from reporter.model.period import Period
from reporter.sources import _json
from reporter.sources._access import Access
from reporter.sources._original import Original
from reporter.sources._reading import Example
from reporter.sources.shape import Grid, header

KIND = "nbs"
_OK = "200"
_COLUMNS = ("indicator", "measure", "area", "period", "value", "unit", "basis", "note")
_TIME = re.compile(r"(?P<year>\d{4})(?:(?P<month>\d\d)|(?P<quarter>[A-D]))?")
_LAST = re.compile(r"LAST\d+", re.IGNORECASE)
_UNIT = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Access):
    """What ``options:`` may say."""

    url: str = "https://data.stats.gov.cn/easyquery.htm"
    """Address of the interface."""
    database: str = "hgyd"
    """hgyd months, hgjd quarters, hgnd years; fsyd, fsjd, fsnd the same by province."""
    codes: tuple[str, ...] = ()
    """Codes of indicators: A020101."""
    times: str = "LAST13"
    """``202401-202412``, ``202406``, ``2023``, ``2024A`` or ``LAST13``."""
    region: str = ""
    """Code of a region: 110000; empty asks for the whole country."""


def originals(source: Source, options: Options, folder: Path) -> Iterator[Original | Finding]:
    """The one reply to the query."""
    del source
    region = [{"wdcode": "reg", "valuecode": options.region}] if options.region else []
    wanted = [{"wdcode": "zb", "valuecode": ",".join(options.codes)}, {"wdcode": "sj", "valuecode": options.times}]
    query = {
        "m": "QueryData", "dbcode": options.database, "rowcode": "zb", "colcode": "sj",
        "wds": json.dumps(region, separators=(",", ":")), "dfwds": json.dumps(wanted, separators=(",", ":")),
    }  # fmt: skip
    address = f"{options.url}?{urlencode(query)}"
    yield Original(address, options.get(address, folder))


def grids(original: Original, options: Options) -> Iterator[Grid | Finding]:
    """The nodes as rows of the exchange format, those only that are about what was asked."""
    data = _answer(original)
    names = {node["code"]: node for dimension in data["wdnodes"] for node in dimension["nodes"]}
    rows: list[list[str]] = [list(_COLUMNS)]
    parts = ["$.returndata"]
    faults: dict[str, Finding] = {}
    for number, node in enumerate(data["datanodes"]):
        place = Place(original.path, part=f"$.returndata.datanodes[{number}]")
        where = {one["wdcode"]: one["valuecode"] for one in node["wds"]}
        fault = _not_asked(where, options, place)
        if fault:
            faults.setdefault(fault.message, fault)
            continue
        rows.append(_row(node["data"], where, names))
        parts.append(place.part)
    yield from faults.values()
    if not data["datanodes"]:
        message, advice = "返回的数据里没有记录", "确认指标代码和时间，这一期可能还没有发布"
        yield Finding("no_figures", "warning", Place(original.path), message, advice)
    elif len(rows) > 1:
        yield Grid(original.path, rows, parts=parts)


def _answer(original: Original) -> dict[str, Any]:
    """The data of a reply; raises :class:`SourceError` for an error, which comes with HTTP status 200 as well."""
    whole = _json.parsed(original.content)
    code, data = _json.at(whole, "returncode"), _json.at(whole, "returndata")
    if code != _OK:
        message = f"国家统计局接口报错{code}：{_json.shown(data if data is not None else whole)}"
        raise SourceError(message, advice="检查database、codes、times和region")
    whole_nodes = (
        isinstance(data, dict) and isinstance(data.get("datanodes"), list) and isinstance(data.get("wdnodes"), list)
    )
    if not whole_nodes or not all(_is_node(node) for node in data["datanodes"]) or not all(
        isinstance(one, dict) and isinstance(one.get("nodes"), list) and all(isinstance(node, dict) and "code" in node for node in one["nodes"])
        for one in data["wdnodes"]
    ):  # fmt: skip
        message = f"返回的数据不是国家统计局接口的格式：{_json.shown(whole)}"
        raise SourceError(message, advice="检查地址；接口可能改版，请交给维护人员")
    return dict(data)


def _is_node(node: Any) -> bool:
    """Whether a node has the shape that it must have."""
    return (
        isinstance(node, dict) and isinstance(node.get("data"), dict) and "hasdata" in node["data"]
        and isinstance(node.get("wds"), list)
        and all(isinstance(one, dict) and {"wdcode", "valuecode"} <= one.keys() for one in node["wds"])
    )  # fmt: skip


def _not_asked(where: Mapping[str, str], options: Options, place: Place) -> Finding | None:
    """A node about something else than was asked, which is told and not used."""
    region = where.get("reg", "")
    if region != options.region:
        said = f"返回的是地区{region}的数" if region else "返回的数不分地区，是全国的数"
        message = f"要的是地区{options.region or '（全国）'}，{said}，没有采用"
        advice = "这个数据库不按地区回答；分省的月度数用fsyd，季度用fsjd，年度用fsnd"
        return Finding("not_what_was_asked", "error", place, message, advice)
    code, time = where.get("zb", ""), where.get("sj", "")
    if options.codes and code not in options.codes:
        message = f"要的是指标{'、'.join(options.codes)}，返回的有{code}，没有采用"
        return Finding("not_what_was_asked", "error", place, message, "检查codes")
    if not _LAST.fullmatch(options.times) and not _within(time, options.times):
        message = f"要的是{options.times}，返回的有{time}，没有采用"
        return Finding("not_what_was_asked", "error", place, message, "检查times")
    return None


def _within(time: str, asked: str) -> bool:
    """Whether a time lies in what was asked: codes of one length compare as text."""
    first, _, last = asked.partition("-")
    return any(
        begin <= time <= end and len(time) == len(begin)
        for begin, end in ([(first, last)] if last else [(one, one) for one in asked.split(",")])
    )


def _row(data: Mapping[str, Any], where: Mapping[str, str], names: Mapping[str, Any]) -> list[str]:
    """A node as a row of the exchange format."""
    indicator = names.get(where.get("zb", ""), {})
    name, _, measured = str(indicator.get("cname") or where.get("zb", "")).rpartition("_")
    name, measured = (name, measured) if name else (measured, "")
    column = header.read(0, _UNIT.sub("", measured), lambda _: False)
    measure = column.measure if column.role == "figure" else "level"
    period = _period(where.get("sj", ""), running=column.said.running)
    area = str(names[where["reg"]].get("cname", where["reg"])) if where.get("reg") in names else ""
    held = data.get("hasdata") is True
    value = str(data.get("strdata") or data.get("data")) if held else ""
    return [
        name, measure, area, period, value, str(indicator.get("unit", "")), column.basis, "" if held else "hasdata=false",
    ]  # fmt: skip


def _period(time: str, *, running: bool) -> str:
    """202406, 2024B and 2023 as periods; 累计 begins in January."""
    found = _TIME.fullmatch(time)
    if not found:
        return time
    year = int(found["year"])
    if found["month"]:
        month = int(found["month"])
        return Period(year, 1 if running else month, month).code if 1 <= month <= 12 else time  # noqa: PLR2004 - months
    if found["quarter"]:
        last = 3 * (ord(found["quarter"]) - ord("A") + 1)
        return Period(year, 1 if running else last - 2, last).code
    return str(year)


_NODE = (
    '{"data": {"data": %s, "dotcount": 1, "hasdata": %s, "strdata": "%s"},'
    ' "wds": [{"valuecode": "%s", "wdcode": "zb"}, {"valuecode": "%s", "wdcode": "sj"}]}'
)
_NODES = (
    ("4.5", "true", "4.5", "A01", "202403"), ("0.0", "false", "", "A01", "202402"), ("0.0", "false", "", "A01", "202401"),
    ("30.20", "true", "30.20", "A02", "202403"), ("1.5", "true", "1.5", "A03", "202403"),
)  # fmt: skip
EXAMPLE = Example(
    Source("示例统计局", KIND, department="国家统计局", options={"codes": ["A01", "A02", "A03"], "times": "202401-202403"}),
    (),
    replies=(
        '{"returncode": 200, "returndata": {"datanodes": ['
        + ", ".join(_NODE % node for node in _NODES)
        + '], "wdnodes": [{"wdcode": "zb", "nodes": [{"cname": "甲产业增加值_同比增长", "code": "A01", "unit": "%"},'
        ' {"cname": "乙投资_累计值", "code": "A02", "unit": "亿元"}, {"cname": "丙投资_累计增长", "code": "A03", "unit": "%"}]}]}}',
    ),
    figures=(
        ("甲产业增加值", "growth", "2024-M03", "4.5"), ("甲产业增加值", "growth", "2024-M02", ""), ("甲产业增加值", "growth", "2024-M01", ""),
        ("乙投资", "level", "2024-Q1", "30.20"), ("丙投资", "growth", "2024-Q1", "1.5"),
    ),
)  # fmt: skip
