"""What may be meant while somebody types: documents by number or title, and the bodies that issue them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from documents.text import fold
from index_mappings.index import Index
from index_mappings.query import Query

MOST_ISSUERS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion: a document (`id` names it) or an issuing body; `text` is what people read."""

    kind: Literal["document", "issuer"]
    text: str
    id: str | None = None


def suggest(index: Index, typed: str, size: int = 8) -> tuple[Suggestion, ...]:
    """Up to `size` completions of a text that is still being typed, bodies first; () for no letter or digit.

    Errors are those of `Index.search`.
    """
    page = index.search(Query(text=typed, unfinished=True, size=size, facets=True))
    begun = fold(" ".join(typed.split()))
    bodies = [name for name in page.facets.get("issuer", {}) if begun and begun in fold(name)][:MOST_ISSUERS]
    issuers = tuple(Suggestion("issuer", name) for name in bodies)
    documents = tuple(
        Suggestion("document", " · ".join(part for part in (hit.number, hit.title or hit.type) if part), hit.id)
        for hit in page.hits
    )
    return (issuers + documents)[:size]
