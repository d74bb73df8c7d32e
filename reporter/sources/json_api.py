"""Turn the replies of a web interface into grids: one record a figure, told apart by paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from reporter.errors import SourceError
from reporter.model.finding import Finding, Place
from reporter.model.observation import EXCHANGE_COLUMNS
from reporter.model.office import Source
from reporter.model.period import Period
from reporter.sources import _json
from reporter.sources._access import Access
from reporter.sources._original import Original
from reporter.sources._reading import Example
from reporter.sources.shape import Grid
from reporter.sources.shape import period_words as periods

KIND = "json_api"
_FIXED = "="
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Access):
    """What ``options:`` may say."""

    url: str = ""
    """Address of the interface."""
    query: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the address; ``{period}`` and the like stand for what ``asked`` says."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """What every record of the reply must be about, by column: ``{period: 2024-H1, area: "330114"}``."""
    rows: str = ""
    """Path to the list of records: ``data.items``; empty where the reply is the list."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Path within a record by column of the exchange format; ``=growth`` is the word itself."""
    areas: Mapping[str, str] = field(default_factory=dict)
    """Our areas by what the interface calls them; an empty one is the office's own."""
    measures: Mapping[str, str] = field(default_factory=dict)
    """Measures by what the interface calls them."""
    next: str = ""
    """Path to the address of the next page."""
    page: str = ""
    """Name of the parameter that counts pages from 1, where the reply does not name the next one."""
    most_pages: int = 50
    """Pages from which on the answer is refused as without end."""


def originals(source: Source, options: Options, folder: Path) -> Iterator[Original | Finding]:
    """The replies, a page each."""
    del source
    query = {
        name: _PLACE.sub(lambda found: options.asked.get(found[1], found[0]), text)
        for name, text in options.query.items()
    }
    address: str | None = _with(options.url, query | ({options.page: "1"} if options.page else {}))
    seen = set()
    for number in range(1, options.most_pages + 1):
        if address is None:
            return
        if address in seen:
            message = "下一页又回到了已经读过的一页"
            raise SourceError(message, advice="检查next的路径")
        seen.add(address)
        content = options.get(address, folder)
        yield Original(address, content)
        address = _next(address, content, options, query, number)
    if address is not None:
        message = f"超过{options.most_pages}页，没有读完"
        raise SourceError(message, advice="缩小查询的范围，或调高most_pages")


def _with(address: str, query: Mapping[str, str]) -> str:
    """The address with its parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}" if query else address


def _next(address: str, content: bytes, options: Options, query: Mapping[str, str], number: int) -> str | None:
    """The address of the next page, where there is one."""
    if options.next:
        found = _json.at(_json.parsed(content), options.next)
        return urljoin(address, found) if isinstance(found, str) and found else None
    if options.page:
        return _with(options.url, {**query, options.page: str(number + 1)}) if _records(content, options) else None
    return None


def _records(content: bytes, options: Options) -> list[Any]:
    """The records of a reply; raises :class:`SourceError` where there is no list of them."""
    whole = _json.parsed(content)
    found = _json.at(whole, options.rows)
    if not isinstance(found, list):
        message = f"返回的数据里没有“{options.rows}”这一列记录，返回的是：{_json.shown(whole)}"
        raise SourceError(message, advice="检查rows的路径；也可能是对方报错")
    return found


def grids(original: Original, options: Options) -> Iterator[Grid | Finding]:
    """The records as rows of the exchange format, those only that are about what was asked."""
    records = _records(original.content, options)
    columns = [name for name in EXCHANGE_COLUMNS if name in options.fields or name in EXCHANGE_COLUMNS[:5]]
    rows: list[list[Any]] = [columns]
    parts = [f"$.{options.rows}".rstrip(".")]
    for number, record in enumerate(records):
        part = f"{parts[0]}[{number}]"
        said = {name: _said(record, options.fields.get(name, "")) for name in columns}
        fault = _not_asked(said, options, Place(original.path, part=part))
        if fault:
            yield fault
            continue
        said["area"] = options.areas.get(said["area"], said["area"])
        said["measure"] = options.measures.get(said["measure"], said["measure"] or "level")
        rows.append([said[name] for name in columns])
        parts.append(part)
    if len(rows) > 1:
        yield Grid(original.path, rows, parts=parts)
    elif not records:
        message, advice = "返回的数据里没有记录", "确认查询的时期和地区已经发布数据"
        yield Finding("no_figures", "warning", Place(original.path), message, advice)


def _said(record: Any, path: str) -> str:
    """What a record says in one column."""
    if path.startswith(_FIXED):
        return path[1:]
    value = _json.at(record, path) if path else None
    if value is None or isinstance(value, bool | dict | list):
        return "" if value is None else _json.shown(value)
    return str(value)


def _not_asked(said: Mapping[str, str], options: Options, place: Place) -> Finding | None:
    """A record about something else than was asked, which is told and not used."""
    for name, asked in options.asked.items():
        if name in said and not _is_asked(name, said[name], asked):
            message = f"要的是{name}={asked}，返回的是“{said[name]}”，没有采用"
            advice = "对方可能不支持这个条件，返回了别的时期或地区的数；检查查询参数"
            return Finding("not_what_was_asked", "error", place, message, advice)
    return None


def _is_asked(name: str, said: str, asked: str) -> bool:
    """Whether what came back is what was asked: the same words, or a period within the one that was asked for."""
    if name != "period":
        return said == asked
    wanted, found = periods.parse(asked), periods.parse(said)
    return isinstance(wanted, Period) and found is not None and found in wanted


EXAMPLE = Example(
    Source("示例接口", KIND, department="数据局", options={
        "url": "https://data.example.gov.cn/api/figures", "query": {"month": "{period}", "region": "{area}"},
        "asked": {"period": "2024-M05", "area": "330114"}, "areas": {"330114": ""}, "rows": "data.items", "next": "data.next",
        "fields": {"indicator": "name", "measure": "kind", "area": "region", "period": "month", "value": "amount", "unit": "unit"},
        "measures": {"同比": "growth", "数额": "level"},
    }),
    (),
    replies=(
        ('{"data": {"items": [{"name": "甲产业增加值", "kind": "数额", "region": "330114", "month": "202405", "amount": 312.50, "unit": "亿元"},'
        ' {"name": "乙投资", "kind": "同比", "region": "330114", "month": "202405", "amount": -4.2, "unit": "%"}], "next": "figures?page=2"}}'),
        '{"data": {"items": [{"name": "丙投资", "kind": "数额", "region": "330114", "month": "202405", "amount": null, "unit": "亿元"}]}}',
    ),
    figures=(
        ("甲产业增加值", "level", "2024-M05", "312.50"), ("乙投资", "growth", "2024-M05", "-4.2"), ("丙投资", "level", "2024-M05", ""),
    ),
)  # fmt: skip
