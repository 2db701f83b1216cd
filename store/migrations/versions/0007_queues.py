"""What each stage still has to look at, and which results are failures: a night reads what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make both; the stages fill their queues when they find them not yet filled."""
    op.create_table(
        "to_do",
        sa.Column("stage", sa.String(), primary_key=True),
        sa.Column("input", sa.String(), primary_key=True),
    )
    failed = sa.text("state = 'failed'")
    op.create_index("results_failed", "results", ["stage", "version"], sqlite_where=failed, postgresql_where=failed)
