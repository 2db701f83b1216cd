"""No index on whether a capture is current: nearly all are, and SQLite took it for the surest way to one address."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Drop the index."""
    op.drop_index("captures_by_current", table_name="captures")
