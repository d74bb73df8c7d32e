"""Turn an edition into its row, and a row into the edition that it is."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.model.edition import Edition, EditionKey
from reporter.model.issue import Issue
from reporter.model.owed import Owed
from reporter.model.period import Period
from reporter.store.engine import insert_or_ignore
from reporter.store.schema import editions as table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


def ensure(connection: sa.Connection, key: EditionKey, *, now: dt.datetime, **values: Any) -> int:
    """Id of the edition of ``key``, written within the caller's transaction if there is none."""
    columns = asdict(key) | {"period": key.period.code}
    connection.execute(
        insert_or_ignore(connection, table).values(state="due", created=now, updated=now, **columns, **values)
    )
    return int(connection.execute(sa.select(table.c.id).where(*called(key))).scalar_one())


def called(key: EditionKey) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether a row has that key."""
    return (
        table.c.report == key.report, table.c.cut == key.cut, table.c.area == key.area,
        table.c.period == key.period.code, table.c.number == key.number,
    )  # fmt: skip


def edition_of(row: Any) -> Edition:
    """A row as the edition that it is."""
    return Edition(
        id=row.id, key=EditionKey(row.report, row.cut, row.area, Period.parse(row.period), row.number),
        state=row.state, why=row.why, cut_off=row.cut_off, report_date=row.report_date,
        content_hash=row.content_hash, fence=row.fence, updated=row.updated, produced=row.produced,
        deadline=row.deadline, attempts=row.attempts, owner=row.lease_owner, leased_until=row.lease_until,
        mailed=row.mailed, wanted=row.wanted, reason=row.reason, lacking=_unpacked(row.lacking),
        issue=Issue(row.issue_number, row.issue_date, row.issue_signer), issued_hash=row.issued_hash, since=row.since,
        told=row.told,
    )  # fmt: skip


def packed(lacking: Iterable[Owed]) -> str:
    """What is waited for, as text; empty when nothing is."""
    rows = [astuple(one) for one in lacking]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _unpacked(text: str) -> tuple[Owed, ...]:
    return tuple(Owed(*row) for row in json.loads(text)) if text else ()
