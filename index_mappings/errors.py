"""What can go wrong with an index.

SearchIndexError
├── IndexUnavailable   nothing answers there, or it cannot be used: start it, correct the address or the rights
├── IndexLocked        another process is writing: wait for it, or end it
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


class MappingMismatch(SearchIndexError):
    """The index on disk or on the server was built with other mappings than these."""


class BadQuery(SearchIndexError, ValueError):
    """A query with a value that no index can answer."""
