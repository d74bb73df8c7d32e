"""The first tables.

A revision is history: it spells out its columns itself, so that a later change of ``schema.py`` cannot change it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create every table."""
    _observations()
    _editions()
    _occurrences()
    _deliveries()
    op.create_table("installation", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False), _text("name"))
    op.create_table(
        "service",
        sa.Column("owner", sa.Text(), primary_key=True),
        _instant("started"),
        _instant("last_tick"),
        _count("ticks"),
        _count("busy"),
    )


def _observations() -> None:
    op.create_table(
        "observations",
        _id(),
        *(_text("indicator"), _text("measure"), _blank("area"), _text("period"), _blank("basis"), _blank("scope")),
        sa.Column("value", sa.Text(), nullable=True),
        *(_blank("unit"), _blank("comparator"), _blank("qualifier"), _blank("status")),
        sa.Column("released", sa.Date(), nullable=True),
        *(_blank("department"), _blank("source"), _blank("note")),
        *(_blank("file"), _count("line"), _blank("sheet"), _blank("cell"), _blank("part")),
        _instant("recorded"),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_observations"),
    )
    figure = ["area", "indicator", "measure", "period", "basis", "scope", "effective"]
    op.create_index("ix_observations_figure", "observations", figure)


def _editions() -> None:
    op.create_table(
        "editions",
        _id(),
        *(_text("report"), _text("cut"), _blank("area"), _text("period")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_text("state"), _blank("why"), _instant("cut_off", null=True)),
        sa.Column("report_date", sa.Date(), nullable=True),
        *(_blank("content_hash"), _instant("deadline", null=True), _count("attempts"), _count("fence")),
        *(_blank("lease_owner"), _instant("lease_until", null=True)),
        *(_instant("created"), _instant("updated"), _instant("produced", null=True)),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        _unique("editions", "report", "cut", "area", "period", "number"),
    )
    op.create_index("ix_editions_state", "editions", ["state"])
    op.create_table(
        "runs",
        *(_id(), _edition("runs"), sa.Column("fence", sa.Integer(), nullable=False), _text("owner")),
        *(_instant("started"), _instant("ended", null=True), _blank("outcome")),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        _unique("runs", "edition_id", "fence"),
    )


def _occurrences() -> None:
    op.create_table("schedules", sa.Column("name", sa.Text(), primary_key=True), _instant("mark"))
    op.create_table(
        "occurrences",
        *(_id(), _text("schedule"), _text("nominal"), _instant("due"), _text("period"), _text("state")),
        *(_blank("why"), _edition("occurrences", null=True), _instant("created")),
        sa.PrimaryKeyConstraint("id", name="pk_occurrences"),
        _unique("occurrences", "schedule", "nominal"),
    )
    op.create_index("ix_occurrences_edition_id", "occurrences", ["edition_id"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        *(_id(), _edition("deliveries"), _text("address"), _blank("name"), _text("channel")),
        sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()),
        *(_text("message_id"), _instant("dated"), _text("body"), _text("state"), _count("attempts")),
        *(_instant("next_try", null=True), _count("code"), _blank("reply"), _count("fence")),
        *(_instant("created"), _instant("updated")),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    real = sa.text("NOT trial")
    recipient = ["edition_id", "address", "channel"]
    op.create_index(
        "uq_deliveries_recipient", "deliveries", recipient, unique=True, sqlite_where=real, postgresql_where=real
    )
    op.create_index("uq_deliveries_message_id", "deliveries", ["message_id"], unique=True)
    op.create_index("ix_deliveries_state_next_try", "deliveries", ["state", "next_try"])


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


def _edition(table: str, *, null: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey("editions.id", name=f"fk_{table}_edition_id")
    return sa.Column("edition_id", _ID, key, nullable=null)


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")
