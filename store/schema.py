"""The catalog's tables: what came, what was made of it, what is known, what went wrong.

Everything right of `captures` can be rebuilt from the originals and `captures` alone. Rows are found by what they
mean (url and hash, stage and input, document and position), never by a counter, so that a rebuilt catalog is equal.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData()
_FAILED = text("state = 'failed'")

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
    Column("gone", String),  # since when the address answers 404 or 410; null: it answers, or was not asked again
    Index("captures_by_sha256", "sha256"),
)

# How a capture came: the `documents.record.Exchange` that brought its bytes the first time.
exchanges = Table(
    "exchanges",
    metadata,
    Column("url", String, primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("body", JSON, nullable=False),
)

# What happened at the addresses of portals, written once and never changed: `new`, `replaced` (other bytes than
# before), `gone`, `back`. `listed` is the page of its row, so that a document's page and files count as one.
changes = Table(
    "changes",
    metadata,
    Column("url", String, primary_key=True),
    Column("at", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("portal", String, nullable=False),
    Column("role", String, nullable=False),
    Column("listed", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("before", String),  # the bytes that were replaced
    Index("changes_by_at", "at"),
    Index("changes_by_listed", "listed"),
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
    Index("results_failed", "stage", "version", sqlite_where=_FAILED, postgresql_where=_FAILED),
)

outputs = Table(
    "outputs",
    metadata,
    Column("hash", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# What linking still has to look at, and what it was last done with (`marks`): a night costs what is new.
to_link = Table(
    "to_link",
    metadata,
    Column("url", String, primary_key=True),
    Column("sha256", String, primary_key=True),
)

# What a stage still has to look at: inputs that came, were given up for another try, or that a new version concerns.
to_do = Table(
    "to_do",
    metadata,
    Column("stage", String, primary_key=True),
    Column("input", String, primary_key=True),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
)

# Which document a capture shows, and what it claims of it by itself (a `documents.sameness.Claim`).
appearances = Table(
    "appearances",
    metadata,
    Column("url", String, primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("reading", BigInteger, nullable=False, unique=True),  # hash of url and sha256
    Column("document", String, nullable=False),
    Column("linked", String, nullable=False),  # the version of linking
    Column("text", String, nullable=False),
    Column("tags", String, nullable=False),
    Column("rank", String, nullable=False),  # sorts the readings of one document, the best last
    Column("claim", JSON, nullable=False),
    Column("signature", LargeBinary),  # of its words, see documents.likeness
    Index("appearances_by_document", "document"),
)

# The groups within which readings are compared with each other: hashes of the names that `blocks_of` gives.
blocks = Table(
    "blocks",
    metadata,
    Column("block", BigInteger, primary_key=True),
    Column("reading", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

# Two documents that may be one, and why; `one` sorts before `other`.
maybes = Table(
    "maybes",
    metadata,
    Column("one", String, primary_key=True),
    Column("other", String, primary_key=True),
    Column("rule", String, nullable=False),
    Column("weight", Float, nullable=False),
    Column("facts", JSON, nullable=False),
    Index("maybes_by_other", "other"),
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
    Column("effective", String),
    Column("status", String),  # in force, amended, ...: what all that is here says, see documents.validity
    Column("place", String),  # number key and region: what a mention is looked up by
    Column("name", String),  # its name without a number, with the region: what an alias is looked up by
    Column("revision", String, nullable=False),  # hash of all that its record in the index is made from
    Column("text", String, nullable=False),
    Column("url", String, nullable=False),
    Column("sha256", String, nullable=False),
    Index("documents_by_kind", "kind", "province", "issued"),
    Index("documents_by_key", "key"),
    Index("documents_by_place", "place"),
    Index("documents_by_name", "name"),
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
    Column("place", String),  # number key and region, as in `documents`
    Column("name", String),  # the name it is given, with the region where there is a number beside it
    Column("node", String),
    Column("state", String, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("why", String, nullable=False),
    Index("mentions_by_key", "key"),
    Index("mentions_by_place", "place"),
    Index("mentions_by_name", "name"),
    Index("mentions_by_node", "node", "state", "document"),
)

# The numbers that names without a number stand beside, and how often: counted along with what is linked.
namesakes = Table(
    "namesakes",
    metadata,
    Column("name", String, primary_key=True),
    Column("meaning", String, primary_key=True),  # JSON: key, number, province, date, year, figures of the title
    Column("times", Integer, nullable=False),
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
    Column("scope", String),  # `part` where only a part of the target is repealed or replaced
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
    Column("told", JSON),  # what a crawl says of a portal besides: rows, listings, notes, ...
)

# A night: crawl, process and what there is to say of it: a `store.night_report.NightReport`, its plan while it runs.
nights = Table(
    "nights",
    metadata,
    Column("started", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("finished", String),
    Column("report", JSON),
)

# What the search index holds: which revision of which document, in which index.
indexed = Table(
    "indexed",
    metadata,
    Column("index", String, primary_key=True),
    Column("document", String, primary_key=True),
    Column("revision", String, nullable=False),
)
