"""Turn what is stored into the exchange format, and an export with its vintages back into what was stored."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from reporter.errors import UsageError
from reporter.model.cell import inert, meant
from reporter.model.finding import Place
from reporter.model.observation import EXCHANGE_COLUMNS, MEASURES, QUALIFIERS, STATUSES, Observation
from reporter.model.period import Period
from reporter.model.vintage import Vintage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from reporter.project import Project
    from reporter.store import Difference, Store

RECORDED = "recorded"
"""The column that an export with vintages has beyond those of the exchange format: when each was learned."""
_ALLOWED = {"measure": MEASURES, "qualifier": QUALIFIERS, "status": STATUSES}


def write(rows: Iterable[Observation], out: TextIO) -> int:
    """Write figures in the exchange format; how many there were."""
    return _write(((row, "") for row in rows), EXCHANGE_COLUMNS, out)


def write_vintages(vintages: Iterable[Vintage], out: TextIO) -> int:
    """Write every vintage with the instant at which it was learned; how many there were."""
    pairs = ((one.observation, one.recorded.isoformat()) for one in vintages)
    return _write(pairs, (*EXCHANGE_COLUMNS, RECORDED), out)


def _write(pairs: Iterable[tuple[Observation, str]], columns: tuple[str, ...], out: TextIO) -> int:
    """Write rows one by one, so that any number of them takes no more memory than one."""
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    number = 0
    for number, (row, recorded) in enumerate(pairs, 1):  # noqa: B007 - the last one is the answer
        cells = [_cell(getattr(row, name)) for name in EXCHANGE_COLUMNS]
        table.writerow([*cells, recorded] if len(columns) > len(cells) else cells)
    return number


def _cell(value: object) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return inert(str(value))


def restore(project: Project, store: Store, content: bytes, name: str, *, now: dt.datetime) -> Difference:
    """Store an export with its vintages as they were learned, all or nothing; raises :class:`UsageError` with the line."""
    rows = _vintages(project, content.decode("utf-8-sig"), name, now)
    effective = store.observations.effective
    return store.observations.restore(Vintage(row, recorded, effective(row, recorded)) for recorded, row in rows)


def _vintages(project: Project, text: str, name: str, now: dt.datetime) -> Iterator[tuple[dt.datetime, Observation]]:
    """Every row with the instant at which it was learned."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(rows.fieldnames or ()) != (*EXCHANGE_COLUMNS, RECORDED):
        message = f"{name}不是带历次数值的导出文件"
        raise UsageError(message, advice="应由reporter data export --vintages导出；其他文件用reporter data import导入")
    for cells in rows:
        place = Place(name, rows.line_num)
        try:
            recorded, row = _row({key: meant(value) for key, value in cells.items()}, place)
        except (AttributeError, KeyError, TypeError, ValueError, InvalidOperation) as error:
            message = f"{place}读不懂：{error}"
            raise UsageError(message, advice="请用导出的原文件，不要改动") from error
        if row.indicator not in project.indicators or recorded > now:
            wrong = f"指标词典里没有“{row.indicator}”" if recorded <= now else f"记录时间{recorded}在将来"
            message = f"{place}：{wrong}"
            raise UsageError(message, advice="核对指标词典和电脑的时间后再导入")
        yield recorded, row


def _row(cells: dict[str, str], place: Place) -> tuple[dt.datetime, Observation]:
    """One row; raises :class:`ValueError` and its kin."""
    for column, allowed in _ALLOWED.items():
        if cells[column] not in allowed:
            message = f"{column}不能是“{cells[column]}”"
            raise ValueError(message)
    given: dict[str, Any] = dict(cells)
    recorded = dt.datetime.fromisoformat(given.pop(RECORDED))
    given["period"] = Period.parse(given["period"])
    given["value"] = Decimal(given["value"]) if given["value"] else None
    given["released"] = dt.date.fromisoformat(given["released"]) if given["released"] else None
    if recorded.tzinfo is None:
        message = f"recorded没有时区：{recorded}"
        raise ValueError(message)
    return recorded, Observation(**given, origin=place)
