"""What was configured is kept with each run; an edition has no such column."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Drop the column that nothing was ever written to."""
    op.drop_column("editions", "config")
