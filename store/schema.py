"""The catalog's tables: what came, what was made of it, what is known, what went wrong.

Everything right of `captures` can be rebuilt from the originals and `captures` alone. Rows are found by what they
mean (url and hash, stage and input, document and position), never by a counter, so that a rebuilt catalog is equal.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

# One response or file: the same bytes at the same address are one row. `current` marks the newest at its address.
captures = Table(
    "captures",
    metadata,
    Column("url", String, primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("fetched", String, nullable=False),
    Column("checked", String, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("role", String, nullable=False),
    Column("portal", String),
    Column("province", String),
    Column("issuer", String),
    Column("media_type", String),
    Column("status", Integer),
    Column("etag", String),
    Column("last_modified", String),
    Column("item", JSON),
    Index("captures_by_sha256", "sha256"),
    Index("captures_by_current", "current", "role"),
)

# What a stage made of an input: (stage, input, version) -> output, or the reason why there is none.
results = Table(
    "results",
    metadata,
    Column("stage", String, primary_key=True),
    Column("input", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("output", String),
    Index("results_by_output", "output"),
)

outputs = Table(
    "outputs",
    metadata,
    Column("hash", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Which document a capture shows. `linked` is the hash of everything that decided it.
appearances = Table(
    "appearances",
    metadata,
    Column("url", String, primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("document", String, nullable=False),
    Column("linked", String, nullable=False),
    Column("text", String, nullable=False),
    Column("tags", String, nullable=False),
    Column("rank", String, nullable=False),  # sorts the readings of one document, the best last
    Index("appearances_by_document", "document"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("number", String),
    Column("key", String),
    Column("type", String),
    Column("title", Text),
    Column("issuer", String),
    Column("province", String),
    Column("issued", String),
    Column("year", Integer),
    Column("term", String),
    Column("signer", String),
    Column("signer_title", String),
    Column("revision", String, nullable=False),  # hash of all that its record in the index is made from
    Column("text", String, nullable=False),
    Column("url", String, nullable=False),
    Column("sha256", String, nullable=False),
    Index("documents_by_key", "key"),
)

# A mention of another document. `node` is the id of that document, or of the red link while it is not here.
references = Table(
    "mentions",
    metadata,
    Column("document", String, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("canonical", String),
    Column("key", String),
    Column("type", String),
    Column("agency", String),
    Column("date", String),
    Column("year", Integer),
    Column("issuer", String),
    Column("province", String),
    Column("title", Text),
    Column("page", Integer),
    Column("node", String),
    Column("state", String, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("why", String, nullable=False),
    Index("mentions_by_key", "key"),
    Index("mentions_by_node", "node"),
)

# An edge between two nodes with the words that carry it. `source` is null where the document itself is the source.
relations = Table(
    "relations",
    metadata,
    Column("document", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("source", Integer),  # where in the document the source is mentioned; null: the document itself
    Column("target", Integer, nullable=False),  # where in the document the target is mentioned
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("rule", String, nullable=False),
    Column("confidence", Float, nullable=False),
)

targets = Table(
    "targets",
    metadata,
    Column("document", String, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("page", Integer),
    Column("body", JSON, nullable=False),
)

# Something that went wrong with one subject (an address, a path, a hash) in one stage, kept until it is resolved.
issues = Table(
    "issues",
    metadata,
    Column("stage", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("what_to_do", Text, nullable=False),
    Column("portal", String),
    Column("url", String),
    Column("file", String),
    Column("attempts", Integer, nullable=False),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Column("next_try", String),
)

runs = Table(
    "runs",
    metadata,
    Column("started", String, primary_key=True),
    Column("stage", String, primary_key=True),
    Column("portal", String, primary_key=True),
    Column("finished", String),
    Column("asked", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)

# What the search index holds: which revision of which document, in which index.
indexed = Table(
    "indexed",
    metadata,
    Column("index", String, primary_key=True),
    Column("document", String, primary_key=True),
    Column("revision", String, nullable=False),
)
