"""Which document a file shows: the same in every spelling, and never merged on a guess."""

import pytest

from documents.identity import claim_document, is_local, named_link, party_term, red_link
from documents.record import Capture, Document, Header, Item, Text

HERE = Capture("file:///a", "0", 1, "2026-01-01")
PORTAL = Capture("http://a/1", "0", 1, "2026-01-01", province="Tiền Giang", issuer="Ủy ban nhân dân")
PLAN = Header("370/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Tiền Giang", "Tiền Giang", "2021-12-08", "Chuyển đổi số")


def identify(header: Header, capture: Capture, text: str) -> Document:
    return claim_document(header, capture, Text("0", "text", text), said=0, effective=None).document


def item(number: str, **more: str) -> Capture:
    return Capture("http://a/1", "0", 1, "2026-01-01", province="Tiền Giang", item=Item(number=number, **more))


@pytest.mark.parametrize(
    ("header", "capture", "identity"),
    [
        (PLAN, HERE, "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"),
        # the listing knows what the file does not say
        (
            Header(),
            item("0370/KH-UBND", issued="2021-12-08", issuer="UBND tỉnh"),
            "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021",
        ),
        # whoever signs for a Tỉnh ủy, its papers are one series, and through a term
        (
            Header("08-NQ/TU", "Nghị quyết", "Ban Chấp hành Đảng bộ tỉnh", "Tiền Giang", "2021-10-06"),
            HERE,
            "tinh-uy-tien-giang/8-nq-tu/2020-2025",
        ),
        (
            Header("08-NQ/TU", "Nghị quyết", "Ban Thường vụ Tỉnh ủy", "Tiền Giang", "2022-03-01"),
            HERE,
            "tinh-uy-tien-giang/8-nq-tu/2020-2025",
        ),
        # a commune's numbers are its own, and there are several communes of a name
        (
            Header("370/KH-UBND", "Kế hoạch", "Ủy ban nhân dân xã Tân Hương", "Tiền Giang", "2021-12-08"),
            HERE,
            "uy-ban-nhan-dan-xa-tan-huong-dong-thap/370-kh-ubnd/2021",
        ),
        # the year is part of a normative number, the day need not be known
        (
            Header("04/2025/QĐ-UBND", "Quyết định", "Ủy ban nhân dân thành phố Hà Nội", "Hà Nội"),
            HERE,
            "uy-ban-nhan-dan-thanh-pho-ha-noi/4-2025-qd-ubnd/2025",
        ),
        # a central paper on a province's portal is not the province's
        (
            Header("749/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ", None, "2020-06-03"),
            PORTAL,
            "thu-tuong-chinh-phu/749-qd-ttg/2020",
        ),
    ],
)
def test_identity(header: Header, capture: Capture, identity: str) -> None:
    assert identify(header, capture, "văn bản").id == identity


def test_without_a_year_or_an_issuer_only_the_same_text_is_the_same_document() -> None:
    undated = Header("370/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Tiền Giang", "Tiền Giang")
    one, same, other = (identify(undated, HERE, text).id for text in ("một", "một", "hai"))
    assert one == same != other
    nobody = Header("370/KH-UBND", issued="2021-12-08")
    assert identify(nobody, HERE, "một").id != identify(nobody, HERE, "hai").id


def test_an_annex_with_its_own_number_is_not_the_rows_document() -> None:
    listed = item("370/KH-UBND", issued="2021-12-08", issuer="UBND tỉnh Tiền Giang")
    shown = identify(Header("12/BC-STC", "Báo cáo"), listed, "phụ lục")
    assert (shown.number, shown.issued, shown.issuer) == ("12/BC-STC", None, None)


def test_a_draft_never_takes_the_listings_number() -> None:
    shown = identify(Header(type="Kế hoạch", draft=True), item("370/KH-UBND"), "dự thảo")
    assert (shown.kind, shown.number) == ("draft", None)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Tỉnh Sơn La họp. Sơn La có 12 huyện. UBND tỉnh Sơn La giao Sở Y tế.", "Sơn La"),
        ("Tỉnh Sơn La và tỉnh Lai Châu họp; Sơn La ký, Lai Châu ký, Sơn La trình.", None),
        ("UBND tỉnh Sơn La ban hành kế hoạch.", None),
    ],
)
def test_the_province_of_a_page(text: str, province: str | None) -> None:
    assert identify(Header(), HERE, text).province == province


@pytest.mark.parametrize(
    ("issued", "term"),
    [
        ("2021-10-06", "2020-2025"),
        ("2020-03-01", "2015-2020"),
        ("2020-10-14", "2020-10"),
        ("2025-07-31", "2020-2025"),
        ("2025-11-02", "2025-11"),
        ("2026-01-05", "2025-2030"),
    ],
)
def test_party_term(issued: str, term: str) -> None:
    assert party_term(issued) == term


@pytest.mark.parametrize(
    ("number", "local"),
    [("370/KH-UBND", True), ("08-NQ/TU", True), ("749/QĐ-TTg", False), ("57-NQ/TW", False), ("72/2025/QH15", False),
     ("03/2025/TT-BKHCN", False), ("77/BC-XYZT", True)],
)  # fmt: skip
def test_local_numbers(number: str, local: bool) -> None:
    assert is_local(number) == local


def test_red_links_keep_apart_what_differs() -> None:
    links = {
        red_link("43/KH-UBND", place, year) for place in ("Sơn La", "Lai Châu", None) for year in (2021, 2022, None)
    }
    assert len(links) == 9


def test_two_laws_of_one_name_and_year_are_two() -> None:
    law = "luat to chuc chinh quyen dia phuong"
    first, second = (named_link(law, None, day) for day in ("2025-02-19", "2025-06-16"))
    assert first != second != named_link(law, None, 2025) != first
    assert named_link(law, "Tiền Giang", 2025) == named_link(law, None, 2025)  # a law is nobody's own
