"""Sign-off, numbers, what is waited for, and what was told already."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns to editions and runs, and two tables."""
    for column in (
        sa.Column("mailed", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("wanted", sa.Boolean(), nullable=False, server_default=sa.false()),
        *(_blank("reason"), _blank("lacking"), _blank("told"), _blank("config")),
        *(_blank("issue_number"), sa.Column("issue_date", sa.Date(), nullable=True), _blank("issue_signer")),
        *(_blank("issued_hash"), _instant("since", null=True), _instant("overdue_told", null=True)),
    ):
        op.add_column("editions", column)
    op.add_column("runs", _blank("config"))
    op.create_table(
        "signatures",
        *(_id(), _edition("signatures"), _text("role"), _text("name"), _text("verdict"), _text("content_hash")),
        *(_instant("at"), _blank("how"), _blank("note"), _blank("void")),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
    )
    op.create_index("ix_signatures_edition_id", "signatures", ["edition_id"])
    op.create_table(
        "issue_numbers",
        *(_text("series"), sa.Column("year", sa.Integer(), nullable=False, autoincrement=False)),
        *(
            sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
            _edition("issue_numbers"),
            _instant("taken"),
        ),
        sa.PrimaryKeyConstraint("series", "year", "number", name="pk_issue_numbers"),
        sa.UniqueConstraint("edition_id", name="uq_issue_numbers_edition_id"),
    )


def _id() -> sa.Column[Any]:
    return sa.Column("id", _ID, nullable=False, autoincrement=True)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _blank(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _edition(table: str) -> sa.Column[Any]:
    return sa.Column("edition_id", _ID, sa.ForeignKey("editions.id", name=f"fk_{table}_edition_id"), nullable=False)
