"""Nights with their reports, what happened at addresses, and how captures came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables; what was captured before was new when it was fetched, and has no evidence of how it came."""
    op.add_column("captures", sa.Column("gone", sa.String()))
    op.add_column("runs", sa.Column("told", sa.JSON()))
    op.create_table(
        "exchanges",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("at", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("before", sa.String()),
    )
    op.create_index("changes_by_at", "changes", ["at"])
    op.create_index("changes_by_listed", "changes", ["listed"])
    page = "json_extract(item, '$.detail_url')" if op.get_bind().dialect.name == "sqlite" else "item->>'detail_url'"
    op.execute(
        "insert into changes (url, at, kind, portal, role, listed, sha256) "
        f"select url, fetched, 'new', portal, role, coalesce({page}, url), sha256 from captures "
        "where current and portal is not null and role <> 'listing'"
    )
    op.create_table(
        "nights",
        sa.Column("started", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("finished", sa.String()),
        sa.Column("report", sa.JSON()),
    )
