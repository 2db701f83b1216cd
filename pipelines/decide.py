"""The decisions file: read when linking starts; what a decision that came or went is about is linked again."""

from __future__ import annotations

from sqlalchemy import Connection, or_

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
    changed = {words for name in before.keys() ^ now.keys() for words in {**before, **now}[name]}
    for words in sorted(changed):
        waiting.note_captures(connection, _named(words))
    if before != now:
        waiting.set_mark(connection, MARK, now)


def _named(words: str):  # type: ignore[no-untyped-def]
    return or_(
        appearances.c.url == words,
        appearances.c.sha256.startswith(words, autoescape=True),
        appearances.c.document == words,
        appearances.c.claim["document"]["id"].as_string() == words,
    )
