"""Keep the messages that are no report: alerts, reminders, drafts; each written once, sent under a lease of its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reporter.errors import StaleFence
from reporter.model.message import PRIORITIES, Delivery, Letter, LetterKind
from reporter.store.deliveries import insert
from reporter.store.engine import insert_or_ignore
from reporter.store.schema import deliveries
from reporter.store.schema import letters as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.store.engine import Database

_OPEN = ("queued", "sending", "dot_sent", "deferred", "uncertain")


class Letters:
    """The letters."""

    def __init__(self, database: Database) -> None:
        """Use ``Store.letters``."""
        self._database = database

    def put(self, letter: Letter, rows: Sequence[Delivery], *, now: dt.datetime) -> bool:
        """Write a letter and a row for each recipient in one transaction; ``False`` when its key is there already."""
        with self._database.writing() as connection:
            values = {
                "kind": letter.kind, "key": letter.key, "edition_id": letter.edition_id or None, "subject": letter.subject,
                "body": letter.body, "priority": PRIORITIES[letter.kind], "created": now,
            }  # fmt: skip
            done = connection.execute(insert_or_ignore(connection, table).values(**values).returning(table.c.id))
            number = done.scalar_one_or_none()
            if number is not None:
                insert(connection, rows, now, letter_id=number)
            return number is not None

    def due(self, now: dt.datetime) -> tuple[Letter, ...]:
        """Letters of which a delivery wants a step now and that nobody is sending; the most urgent first."""
        wants = sa.exists().where(
            deliveries.c.letter_id == table.c.id, deliveries.c.state.in_(_OPEN),
            sa.or_(deliveries.c.next_try.is_(None), deliveries.c.next_try <= now),
        )  # fmt: skip
        query = sa.select(table).where(wants, _free(now)).order_by(table.c.priority, table.c.id)
        with self._database.reading() as connection:
            return tuple(_letter(row) for row in connection.execute(query))

    def all(self, limit: int = 1000) -> tuple[Letter, ...]:
        """The letters that were written last, newest first."""
        with self._database.reading() as connection:
            found = connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(limit))
            return tuple(_letter(row) for row in found)

    def keys(self, edition_id: int, kind: LetterKind) -> tuple[str, ...]:
        """What the letters of that kind about an edition are known by, oldest first."""
        query = (
            sa.select(table.c.key).where(table.c.edition_id == edition_id, table.c.kind == kind).order_by(table.c.id)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def lease(self, letter_id: int, owner: str, now: dt.datetime, seconds: float) -> Letter | None:
        """Take the letter for ``seconds``; ``None`` when somebody else has it."""
        with self._database.writing() as connection:
            done = connection.execute(
                sa.update(table)
                .where(table.c.id == letter_id, _free(now))
                .values(fence=table.c.fence + 1, lease_owner=owner, lease_until=now + dt.timedelta(seconds=seconds))
                .returning(*table.c)
            ).one_or_none()
        return _letter(done) if done is not None else None

    def renew(self, letter: Letter, now: dt.datetime, seconds: float) -> None:
        """Hold the lease for another ``seconds`` from now; raises :class:`StaleFence` when it was taken over."""
        with self._database.writing() as connection:
            guard(connection, letter.id, letter.fence, now + dt.timedelta(seconds=seconds))

    def forget(self, before: dt.datetime) -> int:
        """Empty the bodies of letters that were written before that moment and are settled; how many there were."""
        open_ones = sa.exists().where(deliveries.c.letter_id == table.c.id, deliveries.c.state.in_(_OPEN))
        with self._database.writing() as connection:
            done = connection.execute(
                sa.update(table).where(table.c.created < before, table.c.body != b"", ~open_ones).values(body=b"")
            )
            return int(done.rowcount)

    def release(self, letter: Letter) -> None:
        """Give the lease back; does nothing when it was taken over."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(table)
                .where(table.c.id == letter.id, table.c.fence == letter.fence)
                .values(lease_owner="", lease_until=None)
            )

    def hand_back(self, owner: str) -> None:
        """End every lease of a process that ends, and shut out what is left of its work."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(table)
                .where(table.c.lease_owner == owner)
                .values(lease_owner="", lease_until=None, fence=table.c.fence + 1)
            )


def guard(connection: sa.Connection, letter_id: int, fence: int, until: dt.datetime | None) -> None:
    """Hold the letter's row, and its lease until then; raises :class:`StaleFence` unless ``fence`` is its newest."""
    values = {"fence": table.c.fence} if until is None else {"lease_until": until}
    done = connection.execute(sa.update(table).where(table.c.id == letter_id, table.c.fence == fence).values(**values))
    if done.rowcount != 1:
        message = "这封通知已由另一个进程接手"
        raise StaleFence(message, advice="不需要处理，接手的进程会做完")


def _free(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Whether nobody holds a live lease."""
    return sa.or_(table.c.lease_until.is_(None), table.c.lease_until < now)


def _letter(row: Any) -> Letter:
    """A row as the letter that it is."""
    return Letter(
        kind=row.kind, key=row.key, subject=row.subject, body=row.body, edition_id=row.edition_id or 0, id=row.id,
        fence=row.fence,
    )  # fmt: skip
