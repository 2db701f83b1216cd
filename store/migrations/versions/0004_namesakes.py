"""Names without a number, with the numbers they stand beside."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table; the new version of linking fills it."""
    op.create_table(
        "namesakes",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("meaning", sa.String(), primary_key=True),
        sa.Column("times", sa.Integer(), nullable=False),
    )
