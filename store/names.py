"""What stands beside names without a number: counted as documents are written, so that nobody counts them all again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, false, select, true

from .catalog import upsert
from .readings import in_parts
from .schema import documents, namesakes, references


def numbers_named(connection: Connection, names: Collection[str] | None) -> Iterator[Row[Any]]:
    """The names that some documents (None: all) give to numbers, in citations and in their own titles: rows of
    `document`, `name`, `key`, `canonical`, `province`, `date`, `year`, `title` and `own`."""
    said = ("document", "name", "key", "canonical", "province", "date", "year", "title")
    own = ("id", "name", "key", "number", "province", "issued", "year", "title")
    cited = select(*(references.c[name] for name in said), false().label("own"))
    cited = cited.where(references.c.name.is_not(None), references.c.key.is_not(None))
    columns = (documents.c[column].label(name) for column, name in zip(own, said, strict=True))
    titles = select(*columns, true().label("own")).where(documents.c.name.is_not(None))
    if names is None:
        yield from connection.execute(cited)
        yield from connection.execute(titles)
    for part in in_parts(names or ()):
        yield from connection.execute(cited.where(references.c.document.in_(part)))
        yield from connection.execute(titles.where(documents.c.id.in_(part)))


def counts_of(connection: Connection, names: Collection[str]) -> dict[str, dict[str, int]]:
    """What each of some names stands for, and how often."""
    found: dict[str, dict[str, int]] = {}
    for part in in_parts(names):
        for row in connection.execute(select(namesakes).where(namesakes.c.name.in_(part))):
            found.setdefault(row.name, {})[row.meaning] = row.times
    return found


def change_counts(connection: Connection, changes: Mapping[tuple[str, str], int]) -> None:
    """Add to, or take from, how often names stand for what: (name, meaning) -> how much."""
    now = counts_of(connection, {name for name, _ in changes})
    rows: list[dict[str, Any]] = [
        {"name": name, "meaning": meaning, "times": now.get(name, {}).get(meaning, 0) + change}
        for (name, meaning), change in sorted(changes.items())
    ]
    upsert(connection, namesakes, [row for row in rows if row["times"] > 0])
    gone = [{"name_": row["name"], "meaning_": row["meaning"]} for row in rows if row["times"] <= 0]
    if gone:
        same = and_(namesakes.c.name == bindparam("name_"), namesakes.c.meaning == bindparam("meaning_"))
        connection.execute(delete(namesakes).where(same), gone)


def forget_counts(connection: Connection) -> None:
    """Begin to count anew."""
    connection.execute(delete(namesakes))
