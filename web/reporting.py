"""An error that a reader reports, as an entry of the decisions file: made and checked here, sent by the reader.

Nothing is written by the site. What a decision cannot say (a wrong target, a wrong relation) becomes a remark in the
file, which changes nothing but tells the operator where to look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from documents.decisions import BadDecisions, read_decisions

KINDS = ("headers", "references", "same", "remark")  # what a report can be about
HEADER_FIELDS = ("number", "issued", "type", "issuer", "province", "title")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LONGEST = 500  # characters of one answer


def make_entry(
    document: Mapping[str, Any], sha256: str, asked: Mapping[str, str], quoted: str = ""
) -> tuple[str | None, str | None]:
    """(entry, what is wrong): the entry that the answers of the form make, or why they make none yet.

    `asked` holds `kind` and the answers; without a kind nothing was asked, and both are None.
    """
    given = {name: " ".join(value.split())[:_LONGEST] for name, value in asked.items()}
    kind = given.get("kind")
    if kind not in KINDS:
        return None, None
    if kind == "remark":
        words = [document["id"], f"“{quoted}”" if quoted else "", given.get("why", "")]
        return f"# {' · '.join(filter(None, words))}\n", None
    body = _READ[kind](document, sha256, given)
    if given.get("why"):
        body["why"] = given["why"]
    chosen = "different" if kind == "same" and given.get("answer") == "different" else kind
    entry = yaml.safe_dump({chosen: [body]}, allow_unicode=True, sort_keys=False, width=200)
    try:
        read_decisions(entry)
    except BadDecisions as error:
        return None, str(error).partition(": ")[2] or str(error)
    return entry, None


def _header(document: Mapping[str, Any], sha256: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What was changed in the header; days as the file wants them."""
    said = {name: _iso(given[name]) if name == "issued" else given[name] for name in HEADER_FIELDS if given.get(name)}
    return {"capture": sha256[:12], **{name: value for name, value in said.items() if value != document.get(name)}}


def _reference(document: Mapping[str, Any], sha256: str, given: Mapping[str, str]) -> dict[str, Any]:
    meant = given.get("is", "").rpartition("/documents/")[2].partition("?")[0]
    named = {"number": given["number"]} if given.get("number") else {"text": given.get("text", "")}
    return {"in": document["id"], **named, "is": meant or "nobody"}


def _same(document: Mapping[str, Any], sha256: str, given: Mapping[str, str]) -> dict[str, Any]:
    return {"documents": [document["id"], given.get("other", "").rpartition("/documents/")[2].partition("?")[0]]}


_READ = {"headers": _header, "references": _reference, "same": _same}


def _iso(day: str) -> str:
    """`08/12/2021` as 2021-12-08; anything else as it is, to be refused with its reason."""
    found = _DAY.fullmatch(day)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else day
