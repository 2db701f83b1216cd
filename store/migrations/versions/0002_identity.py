"""Identity from claims that are compared, validity, and a list of what linking has to look at.

All that linking wrote is dropped and made again by the next run: it is a function of the captures.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_REWRITTEN = ("appearances", "documents", "mentions", "relations")


def upgrade() -> None:
    """Make the tables of linking anew."""
    for table in _REWRITTEN:
        op.drop_table(table)
    op.execute("delete from targets")
    op.create_table(
        "to_link",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(), primary_key=True),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )
    _readings()
    _documents()
    _edges()


def _readings() -> None:
    op.create_table(
        "appearances",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("reading", sa.BigInteger(), nullable=False, unique=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("linked", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("claim", sa.JSON(), nullable=False),
        sa.Column("signature", sa.LargeBinary()),
    )
    op.create_index("appearances_by_document", "appearances", ["document"])
    op.create_table(
        "blocks",
        sa.Column("block", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("reading", sa.BigInteger(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "maybes",
        sa.Column("one", sa.String(), primary_key=True),
        sa.Column("other", sa.String(), primary_key=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
    )
    op.create_index("maybes_by_other", "maybes", ["other"])


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String()),
        sa.Column("key", sa.String()),
        sa.Column("type", sa.String()),
        sa.Column("title", sa.Text()),
        sa.Column("issuer", sa.String()),
        sa.Column("province", sa.String()),
        sa.Column("issued", sa.String()),
        sa.Column("year", sa.Integer()),
        sa.Column("term", sa.String()),
        sa.Column("signer", sa.String()),
        sa.Column("signer_title", sa.String()),
        sa.Column("effective", sa.String()),
        sa.Column("status", sa.String()),
        sa.Column("place", sa.String()),
        sa.Column("name", sa.String()),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
    )
    for column in ("key", "place", "name"):
        op.create_index(f"documents_by_{column}", "documents", [column])


def _edges() -> None:
    op.create_table(
        "mentions",
        sa.Column("document", sa.String(), primary_key=True),
        sa.Column("start", sa.Integer(), primary_key=True),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("canonical", sa.String()),
        sa.Column("key", sa.String()),
        sa.Column("type", sa.String()),
        sa.Column("agency", sa.String()),
        sa.Column("date", sa.String()),
        sa.Column("year", sa.Integer()),
        sa.Column("issuer", sa.String()),
        sa.Column("province", sa.String()),
        sa.Column("title", sa.Text()),
        sa.Column("page", sa.Integer()),
        sa.Column("place", sa.String()),
        sa.Column("name", sa.String()),
        sa.Column("node", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    )
    for column in ("key", "place", "name", "node"):
        op.create_index(f"mentions_by_{column}", "mentions", [column])
    op.create_table(
        "relations",
        sa.Column("document", sa.String(), primary_key=True),
        sa.Column("ordinal", sa.Integer(), primary_key=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("source", sa.Integer()),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("scope", sa.String()),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
