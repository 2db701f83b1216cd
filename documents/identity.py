"""Which document a capture shows: issuer + type + number + year (State) or term (Party), never a number alone.

What is not certain is not merged: without an issuer or a year the identity is the text itself, so that two files with
the same words meet and nothing else does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from .agencies import find_agency
from .doctypes import type_name
from .issuers import issuer_of_code, name_issuer
from .likeness import sign_text
from .number import DocumentNumber, number_key, parse_number
from .provinces import find_provinces, province_today, provinces_today
from .record import Capture, Document, Header, Item, Kind, Text
from .sameness import Claim, one_figure_apart
from .text import fold

# Party committees number their papers through a term; the congresses of the provinces meet in the autumn of these
# years (36-HD/VPTW: series restart after the congress). In the months of a congress the old and the new series meet.
_CONGRESS_YEARS = range(1990, 2101, 5)
_CONGRESS_MONTHS = ("08", "09", "10", "11", "12")
_PROVINCIAL_LEVELS = frozenset({"province", "party_province"})
_NATIONAL_LEVELS = frozenset({"central", "party_central"})  # bodies that exist once in the country


def claim_document(
    header: Header, capture: Capture, text: Text, *, said: int, effective: str | None, decided: tuple[str, ...] = ()
) -> Claim:
    """What a capture claims of its document, to be compared with what others claim.

    The file's own header goes before the listing row: attachments are often annexes of the row's document. A page
    without a number is its own document, known by the hash of its text.
    `said` counts its tags, `effective` is the day it takes effect; `header` has a person's corrections in it already.
    """
    scanned = any("ocr" in page.method for page in text.pages) or "ocr" in text.method
    document, body, period = _identify(header, capture, text.text, scanned=scanned)
    listed = number_key(number) if capture.item and (number := _listed_number(capture.item)) else None
    marks = (header.number is not None, header.issued is not None, capture.role == "file")
    return Claim(
        reading=reading_id(capture.url, capture.sha256),
        document=replace(document, effective=effective),
        body=slug(body) if body else None,
        period=period,
        printed=header.number is not None,
        doubtful=header.number is not None and (scanned or _listed_otherwise(header, capture.item)),
        rank="".join(str(int(mark)) for mark in marks) + f"{said:06d}{capture.size:012d}",
        signature=sign_text(text.text),
        listed=listed if listed != document.key else None,
        decided=decided,
    )


def reading_id(url: str, sha256_: str) -> int:
    """A capture as one number of 64 bits, signed as databases have it."""
    return int.from_bytes(sha256(f"{sha256_} {url}".encode()).digest()[:8], "big", signed=True)


def _listed_otherwise(header: Header, item: Item | None) -> bool:
    """Whether the list that led to a file has its number with another figure: one of them is misread."""
    listed = _listed_number(item) if item else None
    return bool(listed and header.number and one_figure_apart(number_key(listed), number_key(header.number)))


def _listed_number(item: Item) -> str | None:
    """The number of a listing row as it should be printed."""
    parsed = parsed_number(item.number) if item.number else None
    return parsed.canonical if parsed else item.number or None


def _identify(
    header: Header, capture: Capture, text: str, scanned: bool = False
) -> tuple[Document, str | None, str | None]:
    """The document, whose numbering its number belongs to, and the year or term of it."""
    item = capture.item or Item()
    listed_number = _listed_number(item)
    number = header.number or (None if header.draft else listed_number)
    if scanned and _listed_otherwise(header, item) and header.issued in (None, item.issued):
        number = listed_number  # typed by a person, of the same day: the scan was misread
    listed = number is not None and listed_number is not None and number_key(number) == number_key(listed_number)
    issued = header.issued or (item.issued if listed else None)
    local = number is None or is_local(number)
    province = header.province or (capture.province if local else None)
    if number is None and not header.draft:
        province = province or only_province(text)
    parsed = parsed_number(number) if number else None
    printed = header.issuer or (item.issuer or capture.issuer if listed else None)
    issuer = name_issuer(printed, parsed, issued).in_province(province, issued) if printed else None
    year = (parsed.year if parsed else None) or (int(issued[:4]) if issued else None)
    party = parsed is not None and parsed.system == "party"
    term = party_term(issued) if party and issued else None
    kind: Kind = "document" if number else "draft" if header.draft else "page"
    body = _series(parsed, province, issued) or _in_territory(issuer, province, local)
    period = term if party else str(year) if year else None
    document = Document(
        id=_identity(kind, number, body, period, text),
        kind=kind,
        number=number,
        key=number_key(number) if number else None,
        type=header.type or (type_name(parsed.type, parsed.system) if parsed and parsed.type else None),
        title=header.title or item.title,
        issuer=issuer,
        province=province,
        issued=issued,
        year=year,
        term=term,
        signer=header.signer,
        signer_title=header.signer_title,
    )
    return document, body if number else None, period


def _series(number: DocumentNumber | None, province: str | None, issued: str | None) -> str | None:
    """Whose numbering a number belongs to, where its code alone says so, of a province or in the country.

    Ban Chấp hành, Ban Thường vụ and Thường trực of a Tỉnh ủy share one series; UBND and HĐND exist at every level.
    """
    body = find_agency(number.agency) if number else None
    if body is not None and body.levels and _NATIONAL_LEVELS.issuperset(body.levels):
        return body.name.split(" (")[0]
    if number is None or body is None or province is None or not _PROVINCIAL_LEVELS.issuperset(body.levels):
        return None
    return issuer_of_code(number).in_province(province, issued)


def _in_territory(issuer: str | None, province: str | None, local: bool) -> str | None:
    """A local body that is the only one of its name: a commune's with the province of today it lies in; None where
    the province is not known (many provinces have a Tân Lập)."""
    if issuer is None or not local:
        return issuer
    if province is None:
        return None
    return issuer if slug(province) in slug(issuer) else f"{issuer} {province_today(province) or province}"


@lru_cache(50_000)
def parsed_number(number: str) -> DocumentNumber | None:
    """`parse_number`, remembered: some numbers are cited by everybody, and a document's own is asked for often."""
    return parse_number(number)


@lru_cache(10_000)
def is_local(number: str) -> bool:
    """Whether a number means something only within its province; a body we do not know is taken for a local one."""
    parsed = parsed_number(number)
    if parsed is None or parsed.system == "parliament":
        return parsed is None
    body = find_agency(parsed.agency)
    return body is None or not _NATIONAL_LEVELS.intersection(body.levels)


def only_province(text: str) -> str | None:
    """The province that a page is about: named several times, and hardly any other."""
    named = Counter(name for _, _, name in find_provinces(text))
    if not named:
        return None
    name, times = named.most_common(1)[0]
    return name if times >= 3 and times >= 0.9 * named.total() else None


def party_term(issued: str) -> str:
    """The term of a provincial Party committee on a day: `2020-2025`, or the month itself around a congress.

    A congress may have met before or after the day, so papers of such months are never merged across months.
    """
    year = int(issued[:4])
    if year in _CONGRESS_YEARS and issued[5:7] in _CONGRESS_MONTHS:
        return issued[:7]
    start = max(congress for congress in _CONGRESS_YEARS if congress <= year)
    start -= 5 * (start == year)  # before the congress of its year the old term still runs
    return f"{start}-{start + 5}"


def place_of(key: str, province: str | None, local: bool) -> str:
    """What a number is looked up by: its key and the territory of today that it can belong to.

    `43/KH-UBND@Đồng Tháp` also for what Tiền Giang issued; `@` for bodies of the centre, `@?` where it is not known.
    """
    return f"{key}@{(province_today(province) or province or '?') if local else ''}"


def places_of(key: str) -> list[str]:
    """Every place that a number can be looked up by."""
    return [f"{key}@{territory}" for territory in ("", "?", *provinces_today())]


def red_link(key: str, place: str | None, year: int | None) -> str:
    """The node of a document that is cited but not here: one per number, place and year as far as they are known."""
    return f"cited/{slug(key)}/{slug(place or '-')}/{year or '-'}"


_OF_A_PROVINCE = re.compile(r"\b(?:tinh|thanh pho|dang bo|tinh uy|thanh uy)\b")


def named_link(name: str, province: str | None, when: str | int | None) -> str:
    """The node of a document that is only named and not here: one per name and day (else year), and of a province's
    own one per province of today. One year had two laws of a name (Tổ chức chính quyền địa phương, 2025)."""
    local = _OF_A_PROVINCE.search(name)
    place = slug(province_today(province) or province or "-") if local else "-"
    return f"named/{slug(name)}/{place}/{when or '-'}"


def slug(words: str) -> str:
    """Words as a readable part of an identity: folded, with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-") or "-"


def _identity(kind: str, number: str | None, issuer: str | None, period: str | None, text: str) -> str:
    text_hash = sha256(text.encode()).hexdigest()[:20]
    if number is None:
        return f"{kind}/{text_hash}"
    if not issuer or not period:
        return f"{slug(issuer or 'unknown')}/{slug(number)}/text-{text_hash}"
    return f"{slug(issuer)}/{slug(number_key(number))}/{period}"
