"""What can go wrong with an index.

SearchIndexError
├── IndexUnavailable   nothing answers there, or it cannot be used: start it, correct the address or the rights
├── IndexLocked        another process is writing: wait for it, or end it
├── RecordsRefused     some documents cannot be indexed as they are, the others were: see the reason of each
├── MappingMismatch    the index was built with other mappings: rebuild it with `vanban reindex`
└── BadQuery           the question itself cannot be answered: what to change stands in the message
"""

from __future__ import annotations


class SearchIndexError(Exception):
    """Anything that went wrong with an index; the message says what to do next."""


class IndexUnavailable(SearchIndexError):
    """The index cannot be reached, read or written."""


class IndexLocked(SearchIndexError):
    """Another process is writing into this index."""


class RecordsRefused(SearchIndexError):
    """Some documents will not be taken however often they are put; `reasons` tells why, by document id."""

    what_to_do = "Look at the text of this document; the others are in the index."

    def __init__(self, reasons: dict[str, str]) -> None:
        first = next(iter(reasons.items()))
        super().__init__(f"{len(reasons)} documents were refused, first {first[0]}: {first[1]}; the others are in")
        self.reasons = reasons


class MappingMismatch(SearchIndexError):
    """The index on disk or on the server was built with other mappings than these."""


class BadQuery(SearchIndexError, ValueError):
    """A query with a value that no index can answer."""
