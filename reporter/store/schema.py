"""The tables of the store, and the revisions that they have been through.

Instants are kept in UTC; values are kept as the text of a decimal, so that nothing is rounded by a database.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every revision in ``migrations/``, oldest first; a test compares them."""


class Instant(sa.types.TypeDecorator[dt.datetime]):
    """An instant with its zone: UTC in the database, UTC when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"an instant needs a time zone: {value!r}"
            raise ValueError(message)
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """In UTC."""
        if value is None:
            return None
        instant: dt.datetime = value
        return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)


_WHERE = "where"


@compiles(sa.schema.CreateIndex)
def _create_index(create: sa.schema.CreateIndex, compiler: Any, **options: Any) -> str:
    """With the condition of an index over some rows only; ``postgresql_where`` would load that dialect into every command."""
    text: str = compiler.visit_create_index(create, **options)
    return f"{text} WHERE {create.element.info[_WHERE]}" if _WHERE in create.element.info else text


_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    """A surrogate key."""
    return sa.Column("id", _Id, primary_key=True, autoincrement=True)


def _text(name: str) -> sa.Column[str]:
    """A text that may be empty, but is never NULL."""
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _count(name: str) -> sa.Column[int]:
    """A number that starts at 0."""
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text(), nullable=False),
)
"""One row: a random name that makes Message-IDs of two installations different."""

observations = sa.Table(
    "observations",
    metadata,
    _id(),
    sa.Column("indicator", sa.Text(), nullable=False),
    sa.Column("measure", sa.Text(), nullable=False),
    _text("area"),
    sa.Column("period", sa.Text(), nullable=False),
    _text("basis"),
    _text("scope"),
    sa.Column("value", sa.Text(), nullable=True),
    _text("unit"),
    _text("comparator"),
    _text("qualifier"),
    _text("status"),
    sa.Column("released", sa.Date(), nullable=True),
    _text("department"),
    _text("source"),
    _text("note"),
    _text("file"),
    _count("line"),
    _text("sheet"),
    _text("cell"),
    _text("part"),
    sa.Column("recorded", Instant(), nullable=False),
    sa.Column("effective", sa.Date(), nullable=False),
    _text("original"),
)
"""Vintages, only ever added: a line for each source. ``effective`` is the release date, or the office's day on which it
was recorded."""
sa.Index(
    "ix_observations_figure",
    *(observations.c[name] for name in ("area", "indicator", "measure", "period", "basis", "scope", "effective")),
)

decisions = sa.Table(
    "decisions",
    metadata,
    _id(),
    sa.Column("indicator", sa.Text(), nullable=False),
    sa.Column("measure", sa.Text(), nullable=False),
    _text("area"),
    sa.Column("period", sa.Text(), nullable=False),
    _text("basis"),
    _text("scope"),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("by", sa.Text(), nullable=False),
    _text("why"),
    sa.Column("decided", Instant(), nullable=False),
)
"""Who decided which source is believed about a figure; the last word counts, none is ever changed."""

readings = sa.Table(
    "readings",
    metadata,
    _id(),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("file", sa.Text(), nullable=False),
    sa.Column("original", sa.Text(), nullable=False),
    sa.Column("figures", sa.Integer(), nullable=False),
    sa.Column("recorded", Instant(), nullable=False),
)
"""Every file that was read, by its hash, with the number of figures in it; only ever added."""
sa.Index(None, readings.c.source, readings.c.recorded)

schedules = sa.Table(
    "schedules",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("mark", Instant(), nullable=False),
)
"""High-water marks: every due time up to ``mark`` has its row in ``occurrences``."""

editions = sa.Table(
    "editions",
    metadata,
    _id(),
    sa.Column("report", sa.Text(), nullable=False),
    sa.Column("cut", sa.Text(), nullable=False),
    _text("area"),
    sa.Column("period", sa.Text(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    _text("why"),
    sa.Column("cut_off", Instant(), nullable=True),
    sa.Column("report_date", sa.Date(), nullable=True),
    _text("content_hash"),
    sa.Column("deadline", Instant(), nullable=True),
    _count("attempts"),
    _count("fence"),
    _text("lease_owner"),
    sa.Column("lease_until", Instant(), nullable=True),
    sa.Column("created", Instant(), nullable=False),
    sa.Column("updated", Instant(), nullable=False),
    sa.Column("produced", Instant(), nullable=True),
    sa.Column("mailed", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("wanted", sa.Boolean(), nullable=False, server_default=sa.false()),
    *(_text("reason"), _text("lacking"), _text("told")),
    *(_text("issue_number"), sa.Column("issue_date", sa.Date(), nullable=True), _text("issue_signer")),
    *(_text("issued_hash"), sa.Column("since", Instant(), nullable=True)),
    sa.Column("overdue_told", Instant(), nullable=True),
    sa.UniqueConstraint("report", "cut", "area", "period", "number"),
)
sa.Index(None, editions.c.state)

occurrences = sa.Table(
    "occurrences",
    metadata,
    _id(),
    sa.Column("schedule", sa.Text(), nullable=False),
    sa.Column("nominal", sa.Text(), nullable=False),
    sa.Column("due", Instant(), nullable=False),
    sa.Column("period", sa.Text(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    _text("why"),
    sa.Column("edition_id", _Id, sa.ForeignKey("editions.id"), nullable=True),
    sa.Column("created", Instant(), nullable=False),
    sa.UniqueConstraint("schedule", "nominal"),
)
sa.Index(None, occurrences.c.edition_id)

runs = sa.Table(
    "runs",
    metadata,
    _id(),
    sa.Column("edition_id", _Id, sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("fence", sa.Integer(), nullable=False),
    sa.Column("owner", sa.Text(), nullable=False),
    sa.Column("started", Instant(), nullable=False),
    sa.Column("ended", Instant(), nullable=True),
    _text("outcome"),
    _text("config"),
    sa.UniqueConstraint("edition_id", "fence"),
)
"""One row for each lease; one that never ended died. ``config`` is the hash of what was configured when it began."""

signatures = sa.Table(
    "signatures",
    metadata,
    _id(),
    sa.Column("edition_id", _Id, sa.ForeignKey("editions.id"), nullable=False, index=True),
    sa.Column("role", sa.Text(), nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("verdict", sa.Text(), nullable=False),
    sa.Column("content_hash", sa.Text(), nullable=False),
    sa.Column("at", Instant(), nullable=False),
    *(_text("how"), _text("note"), _text("void")),
)
"""What people decided; only ever added to, and said to be void where it does not count any longer."""

issue_numbers = sa.Table(
    "issue_numbers",
    metadata,
    sa.Column("series", sa.Text(), primary_key=True),
    sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("edition_id", _Id, sa.ForeignKey("editions.id"), nullable=False, unique=True),
    sa.Column("taken", Instant(), nullable=False),
)
"""期号 and 文号: each is given once, to one edition; year 0 where a series goes on over the years."""

letters = sa.Table(
    "letters",
    metadata,
    _id(),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("key", sa.Text(), nullable=False, unique=True),
    sa.Column("edition_id", _Id, sa.ForeignKey("editions.id"), nullable=True),
    _text("subject"),
    sa.Column("body", sa.LargeBinary(), nullable=False),
    _count("priority"),
    _count("fence"),
    _text("lease_owner"),
    sa.Column("lease_until", Instant(), nullable=True),
    sa.Column("created", Instant(), nullable=False),
)
"""Messages that are no report: alerts, reminders, drafts. ``key`` says once what they are about: nobody is told twice."""

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    sa.Column("edition_id", _Id, sa.ForeignKey("editions.id"), nullable=True),
    sa.Column("letter_id", _Id, sa.ForeignKey("letters.id"), nullable=True),
    sa.Column("address", sa.Text(), nullable=False),
    _text("name"),
    sa.Column("channel", sa.Text(), nullable=False),
    sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("message_id", sa.Text(), nullable=False),
    sa.Column("dated", Instant(), nullable=False),
    _text("body"),
    _text("addressees"),
    sa.Column("give_up", Instant(), nullable=True),
    sa.Column("state", sa.Text(), nullable=False),
    _count("attempts"),
    sa.Column("next_try", Instant(), nullable=True),
    _count("code"),
    _text("reply"),
    _count("fence"),
    sa.Column("bounced", Instant(), nullable=True),
    _text("bounce"),
    sa.Column("created", Instant(), nullable=False),
    sa.Column("updated", Instant(), nullable=False),
)
"""One message to one recipient: of an edition or of a letter."""
sa.Index(
    "uq_deliveries_recipient",
    *(deliveries.c[name] for name in ("edition_id", "address", "channel")),
    unique=True,
    info={_WHERE: "NOT trial"},
)
sa.Index("uq_deliveries_message_id", deliveries.c.message_id, unique=True)
sa.Index(None, deliveries.c.state, deliveries.c.next_try)
sa.Index(None, deliveries.c.letter_id)
sa.Index(None, deliveries.c.address)

delivery_events = sa.Table(
    "delivery_events",
    metadata,
    _id(),
    sa.Column("delivery_id", _Id, sa.ForeignKey("deliveries.id"), nullable=False, index=True),
    sa.Column("at", Instant(), nullable=False),
    sa.Column("attempt", sa.Integer(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    _count("code"),
    _text("reply"),
)
"""How every attempt at a delivery ended, in the server's words; only ever added to."""

relays = sa.Table(
    "relays",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("paused_until", Instant(), nullable=True),
    _text("why"),
    sa.Column("next_turn", Instant(), nullable=True),
)
"""Mail servers: until when one that turned us away as a whole is left in peace, and when its next message may go."""

relay_places = sa.Table(
    "relay_places",
    metadata,
    sa.Column("relay", sa.Text(), primary_key=True),
    sa.Column("place", sa.Integer(), primary_key=True),
    _text("holder"),
    sa.Column("until", Instant(), nullable=True),
)
"""Connections that a mail server allows at the same time, and who has one, of all processes that share the store."""

service = sa.Table(
    "service",
    metadata,
    sa.Column("owner", sa.Text(), primary_key=True),
    sa.Column("started", Instant(), nullable=False),
    sa.Column("last_tick", Instant(), nullable=False),
    _count("ticks"),
    _count("busy"),
)
"""The heartbeat of every service process."""
