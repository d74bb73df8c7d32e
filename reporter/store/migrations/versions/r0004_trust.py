"""Figures know the copy that they were read from; readings and decisions are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the hash of the original, and two tables."""
    op.add_column("observations", _text("original", blank=True))
    op.create_table(
        "decisions",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        *(_text("indicator"), _text("measure"), _text("area", blank=True), _text("period")),
        *(
            _text("basis", blank=True),
            _text("scope", blank=True),
            _text("source"),
            _text("by"),
            _text("why", blank=True),
        ),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_table(
        "readings",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        *(_text("source"), _text("file"), _text("original")),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
    )
    op.create_index("ix_readings_source_recorded", "readings", ["source", "recorded"])


def _text(name: str, *, blank: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="" if blank else None)
