"""Which captures show one document: facts of both side by side, the same answer whatever the order."""

from dataclasses import replace
from itertools import permutations

import pytest

from documents.grouping import document_of, group_claims
from documents.identity import claim_document
from documents.likeness import bands_of, share_alike, sign_text
from documents.record import Capture, Header, Item, Text
from documents.sameness import Claim, blocks_of, compare, sure_blocks
from documents.titles import compare_titles, heading_of, names_title

WORDS = (
    "Ủy ban nhân dân tỉnh giao các sở, ban, ngành phối hợp với địa phương rà soát {0} hồ sơ, lập danh mục {0} việc, "
    "báo cáo kết quả thực hiện nhiệm vụ thứ {0} trước ngày {0} hằng tháng và chịu trách nhiệm về nội dung {0}. "
)
TEXT = "".join(WORDS.format(number) for number in range(11, 31))
OTHER = "".join(
    f"Hợp tác xã nông nghiệp số {n} được hỗ trợ {n} triệu đồng mua giống lúa, phân bón, máy cấy và tập huấn "
    f"kỹ thuật canh tác bền vững cho {n} hộ thành viên tại vùng sản xuất tập trung thứ {n} của huyện. "
    for n in range(41, 61)
)
PLAN = Header(
    "370/KH-UBND",
    "Kế hoạch",
    "Ủy ban nhân dân tỉnh Tiền Giang",
    "Tiền Giang",
    "2021-12-08",
    "Chuyển đổi số tỉnh Tiền Giang giai đoạn 2021 - 2025",
)
TOURISM = "Phát triển du lịch cộng đồng miệt vườn đến năm 2030"


def claim(
    header: Header = PLAN,
    text: str = TEXT,
    url: str = "https://a.example/1",
    item: Item | None = None,
    method: str = "pdfium",
    **more: str,
) -> Claim:
    capture = Capture(url, f"{abs(hash((text, url))):064x}", len(text), "2026-01-01", item=item, **more)
    return claim_document(header, capture, Text("0", method, text), said=3, effective=None)


UNDATED = replace(PLAN, issued=None)
NOBODY = replace(PLAN, issuer=None, province=None)
DRAFT = replace(PLAN, number=None, issued=None, draft=True)
MISREAD = replace(PLAN, number="310/KH-UBND")
RETYPED = "Về việc chuyển đổi số tỉnh Tiền Giang giai đoạn 2021-2025"
ELSEWHERE = replace(PLAN, issuer="Ủy ban nhân dân tỉnh Tây Ninh", province="Tây Ninh")
ROW = Item("370/KH-UBND", "2021-12-08", None, None, "UBND tỉnh")
AGAIN = replace(PLAN, issued="2021-12-20", title=TOURISM)


@pytest.mark.parametrize(
    ("one", "other", "judgement"),
    [
        # one paper as PDF and as page, with small differences in the list
        (claim(), claim(url="b"), "same"),
        (claim(), claim(replace(PLAN, title=RETYPED), "", "b"), "same"),
        (claim(), claim(UNDATED, TEXT, "b"), "same"),
        (claim(), claim(UNDATED, "", "b"), "same"),
        # an annex without a number of its own stands under the row's
        (claim(), claim(Header(title="Danh mục"), OTHER, "b", ROW, province="Tiền Giang"), "same"),
        # the same day misread, in the same words
        (claim(), claim(replace(PLAN, issued="2021-12-03"), TEXT, "b"), "same"),
        # a number repeated within the year: kept apart
        (claim(), claim(AGAIN, OTHER, "b"), "different"),
        (claim(), claim(replace(PLAN, issued="2021-12-20"), OTHER, "b"), "maybe"),  # only the title is the same
        (claim(), claim(replace(PLAN, issued="2022-12-08"), OTHER, "b"), "different"),
        (claim(), claim(replace(PLAN, title=TOURISM), OTHER, "b"), "maybe"),  # same day, other title and words
        # another province, another body
        (claim(), claim(ELSEWHERE, TEXT, "b"), "different"),
        (claim(), claim(replace(PLAN, issuer="Ủy ban nhân dân xã Tân Hương"), OTHER, "b"), "different"),
        # without an issuer the words, or date and title, must say so
        (claim(), claim(NOBODY, TEXT, "b"), "same"),
        (claim(), claim(NOBODY, "", "b"), "same"),
        (claim(), claim(replace(NOBODY, issued=None), TEXT, "b"), "same"),
        (claim(), claim(replace(NOBODY, issued=None), "", "b"), "different"),
        (claim(), claim(replace(NOBODY, title=None), OTHER, "b"), "different"),
        # drafts and pages by their words
        (claim(), claim(DRAFT, TEXT, "b"), "same"),
        (claim(), claim(DRAFT, OTHER, "b"), "different"),
        (claim(), claim(replace(DRAFT, title=TOURISM), TEXT, "b"), "different"),
        (claim(), claim(replace(DRAFT, province="Tây Ninh"), TEXT, "b"), "different"),
        # a figure is misread where the list says so; a scan alone only may be: 809 and 810 of one day share a title
        (claim(), claim(MISREAD, TEXT, "b", method="ocr"), "maybe"),
        (claim(), claim(MISREAD, TEXT, "b", Item("370/KH-UBND", "2021-12-08")), "same"),
        (claim(), claim(MISREAD, TEXT, "b", Item("317/KH-UBND", "2021-12-08")), "maybe"),
        (claim(), claim(MISREAD, TEXT, "b"), "maybe"),
        (claim(), claim(MISREAD, OTHER, "b"), "different"),
        (claim(), claim(replace(PLAN, number="988/KH-UBND"), TEXT, "b", method="ocr"), "maybe"),
    ],
)  # fmt: skip
def test_two_captures(one: Claim, other: Claim, judgement: str) -> None:
    verdict = compare(one, other)
    assert (verdict.judgement, verdict) == (judgement, compare(other, one)), verdict.facts
    shared = {*blocks_of(one), *sure_blocks(one)} & {*blocks_of(other), *sure_blocks(other)}
    assert shared or judgement == "different"  # else they would never be compared


def groups_of(*claims: Claim) -> list[tuple[str, ...]]:
    """The captures of each document by their addresses; the same in every order they are given."""
    found = {
        tuple(sorted((group.id, *(c.document.title or "" for c in group.claims)) for group in group_claims(order)[0]))
        for order in permutations(claims)
    }
    assert len(found) == 1
    return [(group.id, *(c.document.issued or "?" for c in group.claims)) for group in group_claims(claims)[0]]


def test_a_number_repeated_in_a_year_is_told_apart_by_the_day() -> None:
    identity = "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
    assert groups_of(claim(), claim(url="b"), claim(AGAIN, OTHER, "c")) == [
        (f"{identity}/2021-12-08", "2021-12-08", "2021-12-08"),
        (f"{identity}/2021-12-20", "2021-12-20"),
    ]
    assert groups_of(claim(), claim(url="b")) == [(identity, "2021-12-08", "2021-12-08")]


def test_who_could_belong_to_two_belongs_to_neither() -> None:
    bare = replace(UNDATED, title=None)
    claims = [claim(), claim(AGAIN, OTHER, "b"), claim(bare, "", "c", Item("370/KH-UBND"))]
    dated = [replace(claims[2], period="2021")]  # its year is known, its day is not
    groups, maybes = group_claims(claims[:2] + dated)
    assert [len(group.claims) for group in groups] == [1, 1, 1]
    assert len(maybes) == 2 and all(maybe.verdict.rule for maybe in maybes)


def test_a_person_can_part_what_says_the_same() -> None:
    twins = [replace(claim(url=url), decided=(f"different:d:{side}",)) for side, url in enumerate("ab")]
    groups, maybes = group_claims(twins)
    assert len({group.id for group in groups}) == 2 and not maybes
    strangers = [replace(claim(header, text, url), decided=("same:d",)) for header, text, url in (
        (PLAN, TEXT, "a"), (ELSEWHERE, OTHER, "b"))]  # fmt: skip
    assert len(group_claims(strangers)[0]) == 1


def test_a_heap_of_claims_is_grouped_without_comparing_each_with_each() -> None:
    heap = [claim(replace(PLAN, title=f"Kế hoạch số {n % 20} của đơn vị {n}"), "", str(n)) for n in range(400)]
    groups, maybes = group_claims(heap)
    assert len(groups) == len({group.id for group in groups}) == 400 and not maybes


def test_a_document_has_what_any_reading_knows() -> None:
    (group,), _ = group_claims([claim(UNDATED), claim(replace(PLAN, title=None, signer="Nguyễn Văn A"), TEXT, "b")])
    document = document_of(group)
    assert (document.issued, document.title, document.signer) == ("2021-12-08", PLAN.title, "Nguyễn Văn A")


def test_a_scan_is_believed_less_than_the_list_that_led_to_it() -> None:
    listed = Item("370/KH-UBND", "2021-12-08", None, None, "UBND tỉnh Tiền Giang")
    assert claim(MISREAD, item=listed, method="ocr").document.number == "370/KH-UBND"
    assert claim(MISREAD, item=listed).document.number == "310/KH-UBND"
    assert claim(MISREAD, item=replace(listed, issued="2021-05-05"), method="ocr").document.number == "310/KH-UBND"


# ---------------------------------------------------------------- words and titles


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (TEXT, 1.0, 1.0),
        (TEXT.upper().replace(" ", "\n"), 1.0, 1.0),
        (TEXT.replace("rà soát", "rà sóat", 2), 0.9, 1.0),
        (TEXT + OTHER[: len(OTHER) // 4], 0.6, 0.95),
        (OTHER, 0.0, 0.1),
    ],
)
def test_likeness(other: str, least: float, most: float) -> None:
    one, two = sign_text(TEXT), sign_text(other)
    assert one and two and least <= share_alike(one, two) <= most
    assert bool(set(bands_of(one)) & set(bands_of(two))) == (least >= 0.6)


def test_a_short_text_has_no_likeness() -> None:
    assert sign_text("Ủy ban nhân dân tỉnh") is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Về việc bầu Ủy viên Ủy ban nhân dân tỉnh Khóa XVI", "bầu ủy viên UBND tỉnh khóa XVI", "same"),
        ("Kế hoạch cải cách hành chính năm 2022", "Kế hoạch cải cách hành chính năm 2023", "other"),
        (
            "Công bố danh mục thủ tục hành chính sửa đổi lĩnh vực dược phẩm thuộc Sở Y tế tỉnh Sơn La",
            "Công bố danh mục thủ tục hành chính sửa đổi lĩnh vực dược",
            "same",
        ),
        ("Phát triển du lịch cộng đồng", "Phòng cháy, chữa cháy rừng", "other"),
        ("Chuyển đổi số ngành y tế", "Chuyển đổi số ngành giáo dục", "like"),
        (None, "Chuyển đổi số", "unknown"),
    ],
)
def test_titles(one: str | None, other: str, likeness: str) -> None:
    assert compare_titles(one, other) == compare_titles(other, one) == likeness


@pytest.mark.parametrize(
    ("said", "title", "named"),
    [
        ("về phát triển du lịch", "Kế hoạch phát triển du lịch cộng đồng đến năm 2030", True),
        ("về phát triển du lịch năm 2022", "Kế hoạch phát triển du lịch năm 2023", None),
        ("về bảo đảm trật tự an toàn giao thông", "Kế hoạch phát triển du lịch cộng đồng", False),
        ("về du lịch", None, None),
    ],
)
def test_words_of_a_mention_name_a_title(said: str, title: str | None, named: bool | None) -> None:
    assert names_title(said, title) is named


def test_a_page_is_called_by_its_first_line_that_says_something() -> None:
    menu = "Truy cập nội dung\n14 Tháng 11, 2022\n" + "Ảnh bìa 1 " * 9 + "\n"
    heading = "Bến Tre đẩy mạnh chuyển đổi số trong du lịch"
    assert heading_of(f"{menu}\n  Bến Tre đẩy mạnh  chuyển đổi số trong du lịch\nNgày 3/5, tại ...") == heading
    assert heading_of(menu) is None
