"""Letters beside the editions, the history of every delivery, and servers that are left in peace for a while."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = (
    "id, edition_id, address, name, channel, trial, message_id, dated, body, state, attempts, next_try, code, reply, "
    "fence, created, updated"
)


def upgrade() -> None:
    """Make the new tables; ``deliveries`` is made anew, for SQLite cannot drop NOT NULL from a column."""
    op.create_table(
        "letters",
        *(_id(), _text("kind"), _text("key"), _reference("letters", "edition_id", "editions"), _blank("subject")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *(_count("priority"), _count("fence"), _blank("lease_owner"), _instant("lease_until", null=True)),
        _instant("created"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("key", name="uq_letters_key"),
    )
    _deliveries()
    op.create_table(
        "delivery_events",
        *(_id(), _reference("delivery_events", "delivery_id", "deliveries", null=False), _instant("at")),
        *(sa.Column("attempt", sa.Integer(), nullable=False), _text("state"), _count("code"), _blank("reply")),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_events"),
    )
    op.create_index("ix_delivery_events_delivery_id", "delivery_events", ["delivery_id"])
    op.create_table(
        "relays", sa.Column("name", sa.Text(), primary_key=True), _instant("paused_until", null=True), _blank("why")
    )


def _deliveries() -> None:
    """The deliveries with the rows that they had."""
    for index in ("uq_deliveries_recipient", "uq_deliveries_message_id", "ix_deliveries_state_next_try"):
        op.drop_index(index, "deliveries")
    op.rename_table("deliveries", "deliveries_before")
    op.create_table(
        "deliveries",
        *(_id(), _reference("deliveries", "edition_id", "editions"), _reference("deliveries", "letter_id", "letters")),
        *(_text("address"), _blank("name"), _text("channel")),
        sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()),
        *(_text("message_id"), _instant("dated"), _blank("body"), _blank("addressees"), _instant("give_up", null=True)),
        *(_text("state"), _count("attempts"), _instant("next_try", null=True), _count("code"), _blank("reply")),
        *(_count("fence"), _instant("bounced", null=True), _blank("bounce"), _instant("created"), _instant("updated")),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries_2"),
    )
    op.execute(f"INSERT INTO deliveries ({_KEPT}) SELECT {_KEPT} FROM deliveries_before")  # noqa: S608 - our own words
    op.drop_table("deliveries_before")
    real = sa.text("NOT trial")
    recipient = ["edition_id", "address", "channel"]
    op.create_index(
        "uq_deliveries_recipient", "deliveries", recipient, unique=True, sqlite_where=real, postgresql_where=real
    )
    op.create_index("uq_deliveries_message_id", "deliveries", ["message_id"], unique=True)
    op.create_index("ix_deliveries_state_next_try", "deliveries", ["state", "next_try"])
    op.create_index("ix_deliveries_letter_id", "deliveries", ["letter_id"])
    op.create_index("ix_deliveries_address", "deliveries", ["address"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX pk_deliveries_2 RENAME TO pk_deliveries")
        op.execute("ALTER SEQUENCE IF EXISTS deliveries_id_seq1 RENAME TO deliveries_id_seq")
        op.execute("SELECT setval(pg_get_serial_sequence('deliveries', 'id'), COALESCE(MAX(id), 1)) FROM deliveries")


def _id() -> sa.Column[Any]:
    return sa.Column("id", _ID, nullable=False, autoincrement=True)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _blank(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _count(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _reference(table: str, name: str, other: str, *, null: bool = True) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}")
    return sa.Column(name, _ID, key, nullable=null)
