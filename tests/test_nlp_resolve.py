"""A mention leads to its document only when a fact beside the number speaks for it and none against."""

import pytest

from nlp.resolve import Candidate, Cited, resolve_reference

KEY = "43/KH-UBND"
SON_LA = Candidate(
    "a", "Sơn La", "2022-03-02", 2022, None, "Ủy ban nhân dân tỉnh Sơn La", "Kế hoạch phát triển du lịch cộng đồng"
)
HOA_BINH = Candidate("g", "Hòa Bình", "2024-05-07", 2024, None, "Ủy ban nhân dân tỉnh Hòa Bình")
LAI_CHAU = Candidate("b", "Lai Châu", "2022-05-07", 2022, None, "Ủy ban nhân dân tỉnh Lai Châu")
SON_LA_LATER = Candidate("c", "Sơn La", "2023-02-01", 2023, None, "Ủy ban nhân dân tỉnh Sơn La")
COMMUNE = Candidate("d", "Sơn La", "2022-03-02", 2022, None, "Ủy ban nhân dân xã Mường Bú")
CENTRAL = Candidate("e", None, "2020-06-03", 2020, None, "Thủ tướng Chính phủ")
PARTY = Candidate("f", "Sơn La", "2021-10-06", 2021, "2020-2025", "Tỉnh ủy Sơn La")


def cited(place: str | None = "Sơn La", date: str | None = None, **more: object) -> Cited:
    facts = {"key": KEY, "place": place, "local": True, "date": date, "year": None, "issuer": None}
    return Cited(**{**facts, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mention", "candidates", "state", "document"),
    [
        (cited(date="2022-03-02"), [SON_LA, LAI_CHAU, SON_LA_LATER], "resolved", "a"),
        (cited(date="2022-05-01"), [LAI_CHAU], "unresolved", None),  # another province's
        (cited(date="2022-03-03"), [SON_LA, LAI_CHAU], "ambiguous", None),  # another day: another document, or misprint
        (cited(date="2022-02-03"), [SON_LA], "resolved", "a"),  # day and month changed about
        (cited(date="2021-03-02"), [SON_LA], "unresolved", None),  # another year: another document
        (cited(date="2022-03-03", title="về phát triển du lịch cộng đồng"), [SON_LA], "resolved", "a"),
        (cited(date="2022-03-03", title="về bảo đảm trật tự giao thông"), [SON_LA], "unresolved", None),
        (cited(date="2022-03-03", numbered_by_year=True), [SON_LA], "resolved", "a"),
        (cited(title="về phát triển du lịch cộng đồng"), [SON_LA], "resolved", "a"),
        (cited(title="về phát triển du lịch cộng đồng"), [SON_LA, SON_LA_LATER], "resolved", "a"),
        # without a date it is the last one before, unless that is long ago or not there yet
        (cited(citing_date="2022-04-01"), [SON_LA, SON_LA_LATER], "resolved", "a"),
        (cited(citing_date="2022-12-30"), [SON_LA], "ambiguous", None),
        (cited(citing_date="2022-03-01"), [SON_LA], "unresolved", None),
        (cited(date="2022-03-02", citing_date="2022-03-01"), [SON_LA], "resolved", "a"),  # what cites it is misdated
        # since 1 July 2025 Phú Thọ holds what Hòa Bình decided; before, and after, its own is another matter
        (cited(place="Phú Thọ", date="2024-05-07", citing_date="2025-09-01"), [HOA_BINH], "resolved", "g"),
        (cited(place="Phú Thọ", date="2024-05-07", citing_date="2025-01-01"), [HOA_BINH], "unresolved", None),
        (cited(place="Phú Thọ", year=2024, citing_date="2025-09-01"), [HOA_BINH], "ambiguous", None),  # or its own
        (cited(), [SON_LA], "ambiguous", None),  # every year has a 43/KH-UBND
        (cited(), [SON_LA, SON_LA_LATER], "ambiguous", None),
        (cited(year=2023), [SON_LA, SON_LA_LATER], "resolved", "c"),
        (cited(place=None, date="2022-03-02"), [SON_LA], "ambiguous", None),  # every province has one
        (cited(place="Cao Bằng", date="2022-03-02"), [SON_LA], "unresolved", None),
        (cited(date="2022-03-02", issuer="Ủy ban nhân dân tỉnh Sơn La"), [SON_LA, COMMUNE], "resolved", "a"),
        (cited(date="2022-03-02", issuer="Ủy ban nhân dân xã Mường Bú"), [SON_LA], "unresolved", None),
        (cited(date="2022-03-02"), [SON_LA, COMMUNE], "ambiguous", None),
        (cited(place=None, local=False, date="2020-06-03"), [CENTRAL], "resolved", "e"),
        (cited(place=None, local=False, year=2020), [CENTRAL], "resolved", "e"),
        (cited(place=None, local=False), [CENTRAL], "ambiguous", None),
        (cited(party=True, citing_term="2020-2025"), [PARTY], "resolved", "f"),
        (cited(party=True, citing_term="2025-2030"), [PARTY], "ambiguous", None),
        (cited(date="2022-03-02"), [], "unresolved", None),
    ],
)
def test_resolution(mention: Cited, candidates: list[Candidate], state: str, document: str | None) -> None:
    found = resolve_reference(mention, candidates)
    assert (found.state, found.document) == (state, document)
    assert found == resolve_reference(mention, candidates[::-1])
    assert found.why
