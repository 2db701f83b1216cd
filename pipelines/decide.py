"""The decisions file: read when linking starts; what a decision that came or went is about is linked again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, String, cast, or_

from documents.decisions import BadDecisions, Decisions, read_decisions
from store import waiting
from store.schema import appearances

from .settings import Settings

MARK = "decisions"


def load_decisions(settings: Settings) -> Decisions:
    """The decisions in force; none where there is no file. BadDecisions names file and line."""
    path = settings.decisions
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Decisions()
    except (OSError, UnicodeDecodeError) as error:
        raise BadDecisions(f"{path}: cannot be read: {error}") from error
    try:
        return read_decisions(text)
    except BadDecisions as error:
        raise BadDecisions(f"{path}, {error}") from error


def note_decisions(connection: Connection, decisions: Decisions) -> None:
    """Have linking look again at what the decisions that changed since the last time are about."""
    before, now = waiting.get_mark(connection, MARK) or {}, decisions.names
    for name in sorted(before.keys() ^ now.keys()):
        waiting.note_captures(connection, _marked(name))
        for words in {**before, **now}[name]:
            waiting.note_captures(connection, _named(words))
    if before != now:
        waiting.set_mark(connection, MARK, now)


def _marked(name: str) -> ColumnElement[bool]:
    """The readings that a decision was applied to."""
    return cast(appearances.c.claim, String).contains(f":{name}", autoescape=True)


def _named(words: str) -> ColumnElement[bool]:
    """The readings that a decision names, or whose document it names."""
    document = appearances.c.claim["document"]
    identity, issued = document["id"].as_string(), document["issued"].as_string()
    return or_(
        appearances.c.url == words,
        appearances.c.sha256.startswith(words, autoescape=True),
        appearances.c.document == words,
        identity == words,
        identity + "/" + issued == words,
    )
