"""Indexes that answer overviews by themselves: red links by how often they are cited, what is held of each province."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Wider indexes, so that counting reads no table."""
    op.drop_index("mentions_by_node", "mentions")
    op.create_index("mentions_by_node", "mentions", ["node", "state", "document"])
    op.create_index("documents_by_kind", "documents", ["kind", "province", "issued"])
