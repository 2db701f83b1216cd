# ruff: noqa: E501 (a text on one line reads better)
"""Relations: which document implements, is based on, amends, replaces or repeals which, and the words that say so."""

import re

import pytest

from documents.number import find_numbers
from documents.record import SELF, Header, Reference
from nlp.components.relations import tag_relations
from nlp.draft import Draft
from nlp.phrases import read_phrases

TYPE_BEFORE = re.compile(
    r"(?:(?:Nghị quyết|Nghị định|Quyết định|Kế hoạch|Chỉ thị|Chương trình(?: hành động)?|Kết luận|Thông tư|"
    r"Tờ trình|Báo cáo(?: thẩm \w+)?|"
    r"Công văn|Văn bản|Luật|Quy định|Đề án|NGHỊ QUYẾT|KẾ HOẠCH|CHỈ THỊ) )?(?:[Ss]ố |SỐ )?$"
)
DATE_AFTER = re.compile(r",? ngày [\d/.-]+\d")


def tag(text: str, number: str | None = None, title: str | None = None) -> Draft:
    """A draft with a reference for every number in the text, but the document's own."""
    draft = Draft(text, header=Header(number=number, title=title))
    for match in find_numbers(text):
        before = TYPE_BEFORE.search(text, max(0, match.start - 40), match.start)
        after = DATE_AFTER.match(text, match.end)
        start, end = before.start() if before else match.start, after.end() if after else match.end
        if match.number.canonical != number:
            draft.references.append(
                Reference(
                    start,
                    end,
                    text[start:end],
                    canonical=match.number.canonical,
                    key=match.number.key,
                    type=match.number.type or "CV",
                    number=match.number.number,
                )
            )
    tag_relations(draft)
    assert all(text[edge.start : edge.end] == edge.text for edge in draft.relations)
    assert all(edge.rule and 0 < edge.confidence <= 1 for edge in draft.relations)
    return draft


def edges(text: str, number: str | None = None, title: str | None = None) -> set[tuple[str, str, str]]:
    found = tag(text, number, title).relations
    return {(edge.source, edge.type, edge.target) for edge in found if edge.type != "refers_to"}


PLAN = "KẾ HOẠCH\nphát triển\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            PLAN
            + "Thực hiện Nghị quyết số 12-NQ/TU ngày 01/3/2024 của Tỉnh ủy về A; Kế hoạch số 45-KH/TU ngày 02/4/2024 "
            "về thực hiện Kết luận số 72-KL/TW ngày 23/02/2024 của Bộ Chính trị, UBND tỉnh ban hành Kế hoạch như sau:",
            {
                (SELF, "implements", "12-NQ/TU"),
                (SELF, "implements", "45-KH/TU"),
                ("45-KH/TU", "implements", "72-KL/TW"),
            },
        ),
        (
            PLAN
            + "Căn cứ Quyết định số 411/QĐ-TTg ngày 31/3/2022;\nCăn cứ Nghị quyết số 17/NQ-CP ngày 07/3/2019 của Chính phủ "
            "ban hành Chương trình hành động thực hiện Nghị quyết số 52-NQ/TW ngày 27/9/2019;\n",
            {
                (SELF, "legal_basis", "411/QĐ-TTg"),
                (SELF, "legal_basis", "17/NQ-CP"),
                ("17/NQ-CP", "implements", "52-NQ/TW"),
            },
        ),
        (
            PLAN
            + "Thực hiện Chương trình số 38-CTr/TU ngày 26/12/2012 của Tỉnh ủy; Căn cứ Kế hoạch số 48/KH-UBND ngày 31/01/2019; "
            "Thông báo số 34/TB-UBND ngày 31/01/2019, UBND tỉnh xây dựng Kế hoạch như sau:",
            {
                (SELF, "implements", "38-CTr/TU"),
                (SELF, "legal_basis", "48/KH-UBND"),
                (SELF, "legal_basis", "34/TB-UBND"),
            },
        ),
        (
            PLAN
            + "Thực hiện Chỉ thị số 20/CT-TTg ngày 29/7/2019 và hướng dẫn của Bộ Tài chính tại Công văn số 5743/BTC-NSNN "
            "ngày 14/8/2019 về ngân sách, UBND tỉnh yêu cầu:",
            {(SELF, "implements", "20/CT-TTg"), (SELF, "implements", "5743/BTC-NSNN")},
        ),
        (
            PLAN
            + "I. CĂN CỨ XÂY DỰNG KẾ HOẠCH\n1. Quyết định số 924/QĐ-TTg ngày 22/8/2022;\n2. Nghị quyết số 25/NQ-HĐND ngày 17/9/2021.\n"
            "II. MỤC TIÊU\n1. Theo Quyết định số 11/QĐ-TTg ngày 01/01/2022.",
            {(SELF, "legal_basis", "924/QĐ-TTg"), (SELF, "legal_basis", "25/NQ-HĐND")},
        ),
        (
            "THỰC HIỆN NGHỊ QUYẾT SỐ 149/NQ-CP VÀ KẾ HOẠCH SỐ 393-KH/TU THỰC HIỆN CHỈ THỊ SỐ 23-CT/TW",
            {
                (SELF, "implements", "149/NQ-CP"),
                (SELF, "implements", "393-KH/TU"),
                ("393-KH/TU", "implements", "23-CT/TW"),
            },
        ),
        (
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch thực hiện Chỉ thị số 10/CT-TTg ngày 02/4/2024 của Thủ tướng.",
            {(SELF, "implements", "10/CT-TTg")},
        ),
        (
            "Theo đề nghị của Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 20/5/2024, Công văn số 77/SNV-TCBC ngày 21/5/2024 "
            "và Báo cáo thẩm định số 7/BC-STP ngày 18/5/2024;",
            {
                (SELF, "proposed_by", "15/TTr-SNV"),
                (SELF, "proposed_by", "77/SNV-TCBC"),
                (SELF, "proposed_by", "7/BC-STP"),
            },
        ),
        (
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế các Quyết định của UBND tỉnh: số 16/QĐ-UBND ngày "
            "30/6/2016; số 93/QĐ-UBND ngày 13/4/2018.",
            {(SELF, "replaces", "16/QĐ-UBND"), (SELF, "replaces", "93/QĐ-UBND")},
        ),
        (
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế các Quyết định của Ủy ban nhân dân tỉnh Sơn La: "
            "số 16/QĐ-UBND ngày 30/6/2016; số 93/QĐ-UBND ngày 13/4/2018",
            {(SELF, "replaces", "16/QĐ-UBND"), (SELF, "replaces", "93/QĐ-UBND")},
        ),
        (
            "Điều 3. Nghị quyết này thay thế Nghị quyết số 14/2019/NQ-HĐND và bãi bỏ Điều 1 Nghị quyết số 20/2020/NQ-HĐND.",
            {(SELF, "replaces", "14/2019/NQ-HĐND"), (SELF, "repeals", "20/2020/NQ-HĐND")},
        ),
        (
            "Điều 1. Bãi bỏ toàn bộ các Quyết định sau đây:\n1. Quyết định số 21/2012/QĐ-UBND ngày 14/8/2012.\n"
            "2. Quyết định số 28/2015/QĐ-UBND ngày 08/10/2015.\n",
            {(SELF, "repeals", "21/2012/QĐ-UBND"), (SELF, "repeals", "28/2015/QĐ-UBND")},
        ),
        (
            "Quyết định số 119/QĐ-UBND ngày 01/02/2020 đã được thay thế bởi Quyết định số 366/QĐ-UBND ngày 03/4/2021.",
            {("366/QĐ-UBND", "replaces", "119/QĐ-UBND")},
        ),
        (
            "Thông tư số 24/2019/TT-BTC ngày 24/12/2019 và Thông tư số 09/2021/TT-BTC ngày 12/8/2021 sửa đổi, bổ sung một số "
            "điều của Thông tư số 07/2016/TT-BTC.",
            {("24/2019/TT-BTC", "amends", "07/2016/TT-BTC"), ("09/2021/TT-BTC", "amends", "07/2016/TT-BTC")},
        ),
    ],
)
def test_edges_of_a_document(text: str, expected: set[tuple[str, str, str]]) -> None:
    title = text if text.isupper() else None
    assert edges(text, "99/KH-UBND", title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tỉnh ủy ban hành Nghị quyết số 08-NQ/TU ngày 06/10/2021. Nhiều việc đã làm. Để triển khai có hiệu quả Nghị quyết, "
            "UBND tỉnh đã ban hành Kế hoạch số 370/KH-UBND ngày 08/12/2021 về chuyển đổi số.",
            {("370/KH-UBND", "implements", "08-NQ/TU")},
        ),
        (
            "Thực hiện Quyết định số 411/QĐ-TTg ngày 31/3/2022, UBND tỉnh đã ban hành Kế hoạch số 105/KH-UBND ngày 05/8/2022.",
            {("105/KH-UBND", "implements", "411/QĐ-TTg")},
        ),
        (
            "Tỉnh ủy ban hành Kế hoạch số 20-KH/TU ngày 10/8/2025. Kế hoạch này thay Kế hoạch số 12-KH/TU ngày 25/02/2025.",
            {("20-KH/TU", "replaces", "12-KH/TU")},
        ),
    ],
)
def test_a_page_about_documents_ties_them_to_each_other(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert edges(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sau 5 năm thực hiện Nghị quyết số 08-NQ/TU, tỉnh đạt nhiều kết quả.",
        "Góp phần thực hiện thắng lợi Nghị quyết số 52-NQ/TW.",
        "Ngày 12/5, tỉnh tổ chức hội nghị triển khai Kế hoạch số 55/KH-UBND.",
        "Các sở rà soát, bãi bỏ hoặc đề nghị bãi bỏ văn bản theo Kế hoạch số 12/KH-UBND.",
        "Để triển khai tốt việc này, Chủ tịch UBND tỉnh đề nghị các sở quán triệt Nghị quyết số 08-NQ/TU.",
        "Tờ trình số 194/TTr-SNV ngày 04/02/2025 về việc đề nghị bãi bỏ Quyết định số 10/2011/QĐ-UBND.",
        "Thông tư số 01/2018/TT-VPCP hướng dẫn thi hành Nghị định số 61/2018/NĐ-CP.",
        "Theo lộ trình tại Nghị quyết số 10-NQ/TW, khai thác hiệu quả nguồn lực.\n(3). Sớm hoàn thành việc rà soát và "
        "điều chỉnh Quy hoạch thời kỳ 2021-2030 tại Quyết định số 866/QĐ-TTg.",
        "Đáp ứng mục tiêu theo Nghị quyết số 76/NQ-CP gắn với việc tổ chức thực hiện Nghị quyết số 12-NQ/TU.",
    ],
)
def test_false_friends_only_refer(text: str) -> None:
    assert edges(text) == set()
    assert tag(text).relations, "the documents are still referred to"


def test_a_title_that_names_a_scheme_implements_the_decision_that_approved_it() -> None:
    title = "THỰC HIỆN ĐỀ ÁN PHÁT TRIỂN VĂN HÓA ĐỌC TRONG CỘNG ĐỒNG GIAI ĐOẠN 2021 - 2025"
    text = (
        f"KẾ HOẠCH\n{title}\n\nCăn cứ Nghị định số 93/2020/NĐ-CP ngày 18/8/2020 của Chính phủ;\n"
        "Căn cứ Quyết định số 329/QĐ-TTg ngày 15/3/2017 của Thủ tướng Chính phủ về phê duyệt Đề án phát triển văn hóa đọc "
        "trong cộng đồng đến năm 2020;\n"
    )
    assert edges(text, "91/KH-UBND", title) == {
        (SELF, "legal_basis", "93/2020/NĐ-CP"),
        (SELF, "legal_basis", "329/QĐ-TTg"),
        (SELF, "implements", "329/QĐ-TTg"),
    }


def test_a_report_reports_on_what_its_title_names() -> None:
    title = "Sơ kết 03 năm thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021"
    assert edges(f"BÁO CÁO\n{title}\n\nNội dung.", "99/BC-UBND", title) == {(SELF, "reports_on", "08-NQ/TU")}


def test_the_evidence_is_the_clause_that_people_can_read() -> None:
    text = "Mở đầu. Để triển khai có hiệu quả Nghị quyết, UBND tỉnh đã ban hành Kế hoạch số 370/KH-UBND về số hóa."
    draft = tag("Nghị quyết số 08-NQ/TU. " + text)
    [edge] = [edge for edge in draft.relations if edge.type == "implements"]
    assert edge.text == "Để triển khai có hiệu quả Nghị quyết, UBND tỉnh đã ban hành Kế hoạch số 370/KH-UBND"


def test_an_edge_is_given_once_and_a_reference_only_where_nothing_else_ties() -> None:
    text = "Căn cứ Nghị quyết số 17/NQ-CP ngày 07/3/2019;\nCăn cứ Nghị quyết số 17/NQ-CP;\nTheo Nghị quyết số 17/NQ-CP."
    found = tag(text, "9/KH-UBND").relations
    assert [(edge.type, edge.target) for edge in found] == [("legal_basis", "17/NQ-CP")]


def test_a_text_without_references_has_no_relations() -> None:
    assert edges("Thực hiện nhiệm vụ được giao.") == set()


def test_every_phrase_has_an_example_that_carries_its_relation() -> None:
    for row in read_phrases("relation_phrases"):
        assert row["example"], row["phrase"]
        kinds = {edge.type for edge in tag(row["example"], "99/KH-UBND").relations}
        if row["role"] == "negative":
            assert kinds <= {"refers_to"}, row["example"]
        elif row["relation"] != "reports_on":
            assert row["relation"] in kinds, (row["relation"], row["example"], kinds)
        if row["counter_example"] and row["relation"] != "refers_to":
            kinds = {edge.type for edge in tag(row["counter_example"], "99/KH-UBND").relations}
            assert row["relation"] not in kinds, (row["relation"], row["counter_example"], kinds)
