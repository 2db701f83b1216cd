"""References: exact mentions and what is printed with them."""

import pytest

from documents.record import Header
from documents.tables import read_table
from documents.text import normalize
from nlp.components.references import tag_references
from nlp.draft import Draft


def references(text, **header):
    draft = Draft(normalize(text), province="Bến Tre")
    draft.header = Header(**header)
    tag_references(draft)
    assert all(draft.text[r.start : r.end] == r.text for r in draft.references)
    return draft.references


MENTIONS = [
    (
        "Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 về chuyển đổi số",
        "Nghị quyết số 08-NQ/TU ngày 06/10/2021",
        "2021-10-06",
    ),
    (
        "theo Quyết định 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của",
        "Quyết định 749/QĐ-TTg ngày 03 tháng 6 năm 2020",
        "2020-06-03",
    ),
    (
        "Căn cứ Nghị quyết\nsố 76/NQ-CP ngày\n15 tháng 7 năm 2021",
        "Nghị quyết\nsố 76/NQ-CP ngày\n15 tháng 7 năm 2021",
        "2021-07-15",
    ),
    (
        "Kế hoạch hành động số 328-KH/TU, ngày 24/04/2025",
        "Kế hoạch hành động số 328-KH/TU, ngày 24/04/2025",
        "2025-04-24",
    ),
    ("Quyết định số 411/QĐ-TTg ngày 31-3-2022 phê duyệt", "Quyết định số 411/QĐ-TTg ngày 31-3-2022", "2022-03-31"),
    ("đã thông qua Luật Thủ đô (Luật số 39/2024/QH15)", "Luật số 39/2024/QH15", None),
    ("tại Công văn số 957/SYT-KH.", "Công văn số 957/SYT-KH", None),
    (
        "Ngày 24/4/2023, UBND tỉnh đã ban hành Quyết định số 19/2023/QĐ-UBND",
        "Quyết định số 19/2023/QĐ-UBND",
        "2023-04-24",
    ),
    ("Nghị quyết 57-NQ/TW (22/12/2024) nêu", "Nghị quyết 57-NQ/TW", "2024-12-22"),
    ("Quyet dinh so 12/QD-UBND ngay 5/5/2020", "Quyet dinh so 12/QD-UBND ngay 5/5/2020", "2020-05-05"),
    ("Quyết định số 12/QĐ-UBND ngày 45/13/2021", "Quyết định số 12/QĐ-UBND", None),
]


@pytest.mark.parametrize(("text", "mention", "date"), MENTIONS)
def test_mention_and_date(text, mention, date):
    numbered = [r for r in references(text) if r.canonical]
    assert [(r.text, r.date) for r in numbered] == [(mention, date)]


def test_everything_printed_with_a_mention():
    [found] = references(
        "Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Ban Thường vụ Tỉnh ủy "
        "về chuyển đổi số tỉnh Bến Tre đến năm 2025, định hướng đến năm 2030; các sở triển khai."
    )
    assert (found.canonical, found.key, found.type, found.number, found.agency) == (
        "08-NQ/TU",
        "8-NQ/TU",
        "NQ",
        8,
        "TU",
    )
    assert (found.issuer, found.province) == ("Ban Thường vụ Tỉnh ủy", "Bến Tre")
    assert found.title == "về chuyển đổi số tỉnh Bến Tre đến năm 2025, định hướng đến năm 2030"


ISSUERS = [
    ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư", "Chính phủ", None),
    ("Quyết định số 749/QĐ-TTg", "Thủ tướng Chính phủ", None),
    ("Thông tư số 40/2017/TT-BTC ngày 28/4/2017 của Bộ trưởng Bộ Tài chính quy định", "Bộ Tài chính", None),
    ("Thông tư số 07/2017/TT-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch", None),
    ("Kế hoạch số 12/KH-UBND ngày 1/2/2022 của UBND tỉnh Hà Giang về du lịch", "UBND tỉnh Hà Giang", "Hà Giang"),
    ("Sở Nội vụ ban hành Kế hoạch số 15/KH-SNV về", "Sở Nội vụ", "Bến Tre"),
    ("Kế hoạch số 15/KH-SGDĐT của Sở Giáo dục và Đào tạo và Sở Y tế", "Sở Giáo dục và Đào tạo", "Bến Tre"),
    ("theo Kế hoạch số 12/KH-UBND", None, "Bến Tre"),
    ("Nghị định số 61/2025/NĐ-CP của Chính phủ Quy định vị trí thuộc Ủy ban nhân dân tỉnh, huyện", "Chính phủ", None),
    ("Luật số 31/2024/QH15 được thông qua", "Quốc hội", None),
    ("Nghị quyết số 76/2025/UBTVQH15", "Ủy ban Thường vụ Quốc hội", None),
    ("Thông tư số 02/2022/TT-UBDT của Ủy ban Dân tộc hướng dẫn", "Ủy ban Dân tộc", None),
]


@pytest.mark.parametrize(("text", "issuer", "province"), ISSUERS)
def test_issuer_and_province(text, issuer, province):
    [found] = references(text)
    assert (found.issuer, found.province) == (issuer, province)


SERIES = [
    ("các Quyết định số 21, 22 và 23/2020/QĐ-UBND", ["21/2020/QĐ-UBND", "22/2020/QĐ-UBND", "23/2020/QĐ-UBND"]),
    ("Nghị quyết số 26, 27-NQ/TW", ["26-NQ/TW", "27-NQ/TW"]),
    ("các Nghị định của Chính phủ: số 63/2010/NĐ-CP; số 92/2017/NĐ-CP", ["63/2010/NĐ-CP", "92/2017/NĐ-CP"]),
    ("trong 5 năm và 12/KH-UBND", ["12/KH-UBND"]),
]


@pytest.mark.parametrize(("text", "canonical"), SERIES)
def test_series(text, canonical):
    assert [r.canonical for r in references(text)] == canonical


NAMED = [
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;",
        ["Luật Tổ chức chính quyền địa phương ngày 16/6/2025"],
    ),
    ("Luật Thú y năm 2015; Luật Thủy sản năm 2017;", ["Luật Thú y năm 2015", "Luật Thủy sản năm 2017"]),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Đất đai và Luật Nhà ở ngày 29/6/2024;",
        ["Luật sửa đổi, bổ sung một số điều của Luật Đất đai và Luật Nhà ở ngày 29/6/2024"],
    ),
    ("thực hiện Luật Đầu tư công, Luật Giá và kế hoạch", ["Luật Đầu tư công", "Luật Giá"]),
    (
        "thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI, nhiệm kỳ 2020 - 2025.",
        ["Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI, nhiệm kỳ 2020 - 2025"],
    ),
    ("Nghị quyết số 51 ngày 22/7/2021 của Tỉnh ủy", ["Nghị quyết số 51 ngày 22/7/2021"]),
    ("quán triệt Nghị quyết 57 và Đề án 06", ["Nghị quyết 57", "Đề án 06"]),
    ("Kế hoạch 5 năm 2021-2025 theo pháp luật; luật sư nói", []),
    ("Căn cứ Hiến pháp; chấp hành Hiến pháp và pháp luật", ["Hiến pháp"]),
    ("Nghị định 13/2023, Kế hoạch 10/2020", ["Nghị định 13/2023"]),
    ("theo Luật Đất đai 2024 và Hiến pháp năm 2013;", ["Luật Đất đai 2024", "Hiến pháp năm 2013"]),
    ("Nghị quyết Trung ương 7 khóa XII và Nghị quyết Đại hội XIII của Đảng", None),
    (
        "theo Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XIII,",
        ["Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XIII"],
    ),
    (
        "triển khai Chương trình\nChuyển đổi số quốc gia đến năm 2025; Chiến lược dữ liệu quốc gia.",
        ["Chương trình\nChuyển đổi số quốc gia", "Chiến lược dữ liệu quốc gia"],
    ),
    ("đẩy mạnh chương trình chuyển đổi số quốc gia", []),
    ("thực hiện Đề án 06 và Đề án “Thư viện xanh đến năm 2025”", ["Đề án 06", "Đề án “Thư viện xanh đến năm 2025”"]),
    ("Thực hiện Chiến lược bảo vệ môi trường quốc gia đến năm 2030", ["Chiến lược bảo vệ môi trường quốc gia"]),
]


@pytest.mark.parametrize(("text", "mentions"), NAMED)
def test_named_without_a_number(text, mentions):
    found = references(text)
    assert [r.text for r in found] == (text.split(" và ") if mentions is None else mentions)
    assert {r.canonical for r in found} <= {None}


def test_a_programme_in_the_title_of_a_number_is_no_other_document():
    found = references("Quyết định số 749/QĐ-TTg phê duyệt Chương trình Chuyển đổi số quốc gia đến năm 2025;")
    assert [r.canonical for r in found] == ["749/QĐ-TTg"]


def test_every_named_programme_is_found_in_its_example_and_not_in_the_other():
    for row in read_table("named_documents", "nlp"):
        assert row["name"] in [r.title for r in references(row["example"])], row
        assert not references(row["counter_example"]), row


def test_a_law_and_its_number_are_one_document():
    number = references("Luật Giao dịch điện tử số 20/2023/QH15 ngày 22/6/2023")[-1]
    assert (number.canonical, number.type, number.title) == ("20/2023/QH15", "Luật", "Luật Giao dịch điện tử")


BACK = [
    ("Thực hiện Nghị quyết số 57-NQ/TW. Để triển khai Nghị quyết này, tỉnh giao", "", {"Nghị quyết này": "57-NQ/TW"}),
    ("theo Kế hoạch số 12/KH-UBND; nội dung Kế hoạch nêu trên", "Kế hoạch", {"Kế hoạch nêu trên": "12/KH-UBND"}),
    ("Kế hoạch số 12/KH-UBND ngày 05/3/2024. Nay Kế hoạch số 12 nói trên", "", {"Kế hoạch số 12": "12/KH-UBND"}),
    # the document itself, two that may be meant, several, none of the kind
    ("Căn cứ Quyết định số 12/QĐ-UBND. Tổ chức thực hiện Quyết định này", "Quyết định", {}),
    ("Kế hoạch số 12/KH-UBND và Kế hoạch số 13/KH-UBND, theo Kế hoạch nêu trên", "", {}),
    ("Kế hoạch số 12/KH-UBND. Các Kế hoạch nêu trên", "", {}),
    ("Quyết định số 12/QĐ-UBND. Kế hoạch nêu trên", "", {}),
    ("Nghị quyết số 57-NQ/TW. Nghị quyết này có hiệu lực từ ngày ký", "", {}),
    ("Nghị quyết số 57-NQ/TW, Nghị quyết số 57/NQ-CP; Nghị quyết 57", "", {}),
]


@pytest.mark.parametrize(("text", "kind", "meant"), BACK)
def test_mentions_that_point_back(text, kind, meant):
    found = references(text, type=kind or None)
    assert {r.text: r.canonical for r in found if r.rule != "number" and r.canonical} == meant


YEARS = [
    ("Kế hoạch số 12/KH-UBND năm 2022 của UBND tỉnh", 2022),
    ("Kế hoạch 12/KH-UBND năm 2022 về chuyển đổi số", 2022),
    ("Kế hoạch số 12/KH-UBND, năm 2022 tỉnh giao", None),
    ("Kế hoạch số 12/KH-UBND về chuyển đổi số năm 2022", None),
    ("Kế hoạch số 12/KH-UBND năm 2022 - 2025", None),
]


@pytest.mark.parametrize(("text", "year"), YEARS)
def test_a_year_behind_a_number_is_its_own_only_where_nothing_stands_between(text, year):
    assert [r.year for r in references(text)] == [year]


def test_another_document_is_no_title():
    found = references("Kết luận 12-KL/TU, Quy định 05-QĐ/TU, Hướng dẫn 04-HD/BTGTU; QUYẾT ĐỊNH 5/QĐ-UBND VỀ VIỆC A;")
    assert [r.title for r in found] == [None, None, None, "VỀ VIỆC A"]


def test_numbers_in_a_row_share_the_issuer_behind_the_last():
    found = references("Nghị quyết số 27/NQ-HĐND, số 28/NQ-HĐND ngày 10/12/2023 của HĐND tỉnh")
    assert [(r.issuer, r.date) for r in found] == [("HĐND tỉnh", None), ("HĐND tỉnh", "2023-12-10")]


def test_the_next_document_is_no_part_of_the_body():
    found = references("Nghị quyết số 34-NQ/TU của Tỉnh ủy và Kế hoạch số 134/KH-UBND tỉnh Bến Tre về du lịch")
    assert found[0].issuer == "Tỉnh ủy"


TITLES = [
    ("của Chính phủ Quy định về công tác văn thư.", "Quy định về công tác văn thư"),
    ("quy định phí vệ sinh\nỦY BAN NHÂN DÂN TỈNH BẾN TRE\nCăn cứ Luật", "quy định phí vệ sinh"),
    ("về giá nước và Quyết định số 19/2024/QĐ-UBND về giá điện", "về giá nước"),
    ("về chuyển đổi số gồm các mục tiêu như sau", "về chuyển đổi số"),
    ("về phí môi trường, được sửa đổi, bổ sung tại Nghị định số 1/2020/NĐ-CP", "về phí môi trường"),
    ("quy định giá đất, cụ thể là", "quy định giá đất"),
    ("công bố thủ tục mới ban hành và được sửa đổi, bổ sung.", "công bố thủ tục mới ban hành và được sửa đổi, bổ sung"),
    ("phê duyệt “Chương trình A”", "phê duyệt “Chương trình A”"),
    ("quy định giá đất ”", "quy định giá đất"),
]


@pytest.mark.parametrize(("behind", "title"), TITLES)
def test_where_a_title_ends(behind, title):
    assert references(f"Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 {behind}")[0].title == title


def test_own_number_is_no_reference():
    text = (
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/3/2024 của UBND tỉnh) thay thế Kế hoạch số 12/KH-UBND ngày 01/02/2021"
    )
    found = references(text, number="12/KH-UBND", issued="2024-03-05")
    assert [r.date for r in found] == ["2021-02-01"]
