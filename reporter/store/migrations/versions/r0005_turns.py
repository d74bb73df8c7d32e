"""A relay's limits hold for all processes together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the turn of the next message, and the places of connections."""
    op.add_column("relays", sa.Column("next_turn", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "relay_places",
        sa.Column("relay", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False, server_default=""),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("relay", "place", name="pk_relay_places"),
    )
