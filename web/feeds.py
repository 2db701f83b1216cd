"""Any search as an Atom feed (RFC 4287), the newest documents first: a feed reader tells of new plans on X in Y."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from documents.record import to_json
from index_mappings import answer_query, describe_query
from web.asking import left_as_words, read_query
from web.exports import cite
from web.site import Site

ENTRIES = 50
NEVER = "1970-01-01T00:00:00Z"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def write_feed(site: Site, params: Mapping[str, Any], base: str, address: str) -> bytes:
    """The feed of a search; `base` is the site's address, `address` the feed's own."""
    asked = read_query({**{k: params.get(k) for k in params}, "sort": "newest", "page": "1", "size": ENTRIES}, False)
    answer = answer_query(site.index, asked, left_as_words(params))
    hits = [to_json(hit) for hit in answer.page.hits]
    return _write(describe_query(answer.understood.query), hits, base, address).encode()


def _write(title: str, hits: Sequence[Mapping[str, Any]], base: str, address: str) -> str:
    newest = max((_moment(hit["issued"]) for hit in hits), default=NEVER)
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">'
        f"<title>{_text(title)}</title><id>{_text(address)}</id><updated>{newest}</updated>"
        f'<link rel="self" href={quoteattr(address)}/><author><name>vanban</name></author>'
    )
    return head + "".join(_entry(hit, base) for hit in hits) + "</feed>\n"


def _entry(hit: Mapping[str, Any], base: str) -> str:
    where = base + "/documents/" + quote(hit["id"])
    issuer = f"<author><name>{_text(hit['issuer'])}</name></author>" if hit["issuer"] else ""
    place = f"<category term={quoteattr(_clean(hit['province']))}/>" if hit["province"] else ""
    return (
        f"<entry><title>{_text(cite(hit))}</title><id>{_text(where)}</id><link href={quoteattr(where)}/>"
        f"<updated>{_moment(hit['issued'])}</updated>{issuer}{place}</entry>"
    )


def _moment(day: str | None) -> str:
    """The day as a moment in Viet Nam; a month or a year begins with its first day."""
    return f"{(day + '-01-01')[:10] if len(day) == 4 else (day + '-01')[:10]}T00:00:00+07:00" if day else NEVER


def _text(value: str) -> str:
    return escape(_clean(value))


def _clean(value: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in value if c >= " " or c in "\t\n")
