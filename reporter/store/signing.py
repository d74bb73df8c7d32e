"""Keep what people decided about an edition, and the numbers under which editions were issued."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.crashpoint import crashpoint
from reporter.errors import StaleFence
from reporter.model.sign_off import Signature
from reporter.store.leases import guard
from reporter.store.schema import editions, issue_numbers
from reporter.store.schema import signatures as table

if TYPE_CHECKING:
    from reporter.model.sign_off import Numbering
    from reporter.store.engine import Database

_COLUMNS = ("role", "name", "verdict", "content_hash", "at", "how", "note", "void")


@dataclass(frozen=True, slots=True)
class Issued:
    """What the last signature fills into the reserved slots."""

    signer: str
    date: dt.date
    numbering: Numbering | None = None


class Signing:
    """Signatures and numbers; nothing is ever deleted."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.signing``."""
        self._database = database

    def of(self, edition_id: int) -> tuple[Signature, ...]:
        """Everything that was decided about an edition, oldest first."""
        query = sa.select(table).where(table.c.edition_id == edition_id).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(_signature(row) for row in connection.execute(query))

    def sign(self, edition_id: int, signature: Signature, *, fence: int) -> None:
        """Write down a decision; raises :class:`StaleFence` when the content is another by now."""
        with self._database.writing() as connection:
            guard(connection, edition_id, fence)
            present = connection.scalar(sa.select(editions.c.content_hash).where(editions.c.id == edition_id))
            if present != signature.content_hash:
                message = "内容已有改动，这次签批没有记下"
                raise StaleFence(message, advice="请看过新的一稿再签")
            values = {name: getattr(signature, name) for name in _COLUMNS}
            connection.execute(sa.insert(table).values(edition_id=edition_id, **values))

    def void(self, edition_id: int, why: str, *, fence: int) -> int:
        """Say of every signature of an edition that it does not count any longer; how many there were."""
        with self._database.writing() as connection:
            guard(connection, edition_id, fence)
            done = connection.execute(
                sa.update(table).where(table.c.edition_id == edition_id, table.c.void == "").values(void=why)
            )
            connection.execute(
                sa.update(editions)
                .where(editions.c.id == edition_id)
                .values(issue_signer="", issue_date=None, issued_hash="")
            )
            return int(done.rowcount)

    def issue(self, edition_id: int, issued: Issued, *, fence: int, now: dt.datetime) -> None:
        """Fill the slots of an edition, its number among them: one that it has it keeps, and no other gets it.

        All or nothing, and as often as one likes; a draft never comes here.
        """
        with self._database.writing() as connection:
            guard(connection, edition_id, fence)
            values: dict[str, Any] = {"issue_signer": issued.signer, "issue_date": issued.date}
            if issued.numbering:
                year, number = _number(connection, edition_id, issued.numbering, issued.date.year, now)
                values["issue_number"] = issued.numbering.said(number, year or issued.date.year)
            connection.execute(sa.update(editions).where(editions.c.id == edition_id).values(**values))
            crashpoint("sign.before_commit")

    def numbers(self, series: str) -> tuple[tuple[int, int, int], ...]:
        """(year, number, edition) of every number that was taken in a series, in order."""
        columns = (issue_numbers.c.year, issue_numbers.c.number, issue_numbers.c.edition_id)
        query = sa.select(*columns).where(issue_numbers.c.series == series).order_by(*columns)
        with self._database.reading() as connection:
            return tuple((row.year, row.number, row.edition_id) for row in connection.execute(query))


def _number(
    connection: sa.Connection, edition_id: int, numbering: Numbering, year: int, now: dt.datetime
) -> tuple[int, int]:
    """Year and number that the edition has, or the next free one of its series; year 0 where the series goes on."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE issue_numbers IN SHARE ROW EXCLUSIVE MODE"))
    columns = (issue_numbers.c.year, issue_numbers.c.number)
    had = connection.execute(sa.select(*columns).where(issue_numbers.c.edition_id == edition_id)).one_or_none()
    if had is not None:
        return had.year, had.number
    counted = year if numbering.yearly else 0
    found = connection.execute(sa.select(*columns).where(issue_numbers.c.series == numbering.series)).all()
    first = 1 if found else numbering.first
    number = max((row.number + 1 for row in found if row.year == counted), default=first)
    row = {"series": numbering.series, "year": counted, "number": number, "edition_id": edition_id, "taken": now}
    connection.execute(sa.insert(issue_numbers).values(**row))
    return counted, number


def _signature(row: Any) -> Signature:
    """A row as the decision that it is."""
    return Signature(**{name: getattr(row, name) for name in _COLUMNS})
