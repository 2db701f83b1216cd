"""What people type becomes filters they can take off; what is not sure stays a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.record import DocumentRecord
from documents.tables import read_table
from index_mappings import Query, answer_query, describe_query, open_index, understand_query

READ = [
    ("chuyen doi so tay ninh", "chuyen doi so", {"province": "Tây Ninh"}),
    ("kế hoạch của Đồng Tháp về chuyển đổi số năm 2022", "chuyển đổi số",
     {"type": "Kế hoạch", "province": "Đồng Tháp", "year": "2022"}),
    ("ke hoach tp ho chi minh", "", {"type": "Kế hoạch", "province": "Hồ Chí Minh"}),
    ("trồng rừng trên địa bàn tỉnh Yên Bái", "trồng rừng", {"province": "Yên Bái"}),
    ("43/KH-UBND can tho", "43/KH-UBND", {"province": "Cần Thơ"}),
    ("nghi quyet so 8 tinh uy tien giang", "nghi quyet so 8 tinh uy", {"province": "Tiền Giang"}),
    ("kế hoạch thực hiện 08-NQ/TU", "", {"type": "Kế hoạch", "implements": "08-NQ/TU"}),
    ("ke hoach thuc hien nq 08 tu tien giang", "",
     {"type": "Kế hoạch", "implements": "08-NQ/TU", "province": "Tiền Giang"}),
    ("kế hoạch triển khai nghị quyết 57", "", {"type": "Kế hoạch", "implements": "57-NQ"}),
    ("văn bản nào thực hiện Nghị quyết 57 trung ương ở Huế", "",
     {"implements": "57-NQ/TW", "province": "Huế"}),
    ("Kế hoạch thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá khoa học",
     "đột phá khoa học", {"type": "Kế hoạch", "implements": "57-NQ/TW"}),
    ("văn bản căn cứ quyết định số 749/QĐ-TTg", "", {"cites": "749/QĐ-TTg"}),
    ("nghị quyết của HĐND tỉnh Sơn La về học phí ban hành năm 2023", "học phí",
     {"type": "Nghị quyết", "province": "Sơn La", "issuer": "HĐND", "issued_from": "2023-01-01",
      "issued_to": "2023-12-31"}),
    ("quyết định ngày 8/12/2021 của ubnd tỉnh", "",
     {"type": "Quyết định", "issuer": "ubnd tỉnh", "issued_from": "2021-12-08", "issued_to": "2021-12-08"}),
    ("chỉ thị tháng 3/2022", "", {"type": "Chỉ thị", "issued_from": "2022-03-01", "issued_to": "2022-03-31"}),
    ("chi thi cua thu tuong ve dich ta lon", "dich ta lon", {"type": "Chỉ thị", "issuer": "thu tuong"}),
    ("các kế hoạch của Huế", "", {"type": "Kế hoạch", "province": "Huế"}),
    ("nghị quyết 54 huế", "nghị quyết 54", {"place": "Huế"}),  # whose, is not said: the Centre resolves on provinces
    ("NQ 54 BCT về Huế", "NQ 54 BCT về", {"place": "Huế"}),
    ("văn bản của quốc hội về tphcm", "", {"issuer": "quốc hội", "place": "Hồ Chí Minh"}),
    ("nghị quyết 12 HĐND Hải Phòng", "nghị quyết 12 HĐND", {"province": "Hải Phòng"}),
    ("phát triển Khánh Hòa đến 2030", "phát triển đến 2030", {"place": "Khánh Hòa"}),
    ("ai thực hiện nq 98 quốc hội", "", {"implements": "98/NQ-QH"}),
    ("tỉnh nào đã có kế hoạch thực hiện nghị quyết 57 của bộ chính trị", "",
     {"type": "Kế hoạch", "implements": "57-NQ/TW"}),
    ("TP.HCM triển khai nghị quyết 98 thế nào", "", {"implements": "98-NQ", "province": "Hồ Chí Minh"}),
    ("nghị quyết 98 quốc hội có ai triển khai", "", {"implements": "98/NQ-QH"}),
    ("nghị quyết 57 được triển khai thế nào ở huế", "", {"implements": "57-NQ", "province": "Huế"}),
    ("nghị quyết 28 tuyên quang đã được triển khai thế nào", "", {"implements": "28-NQ", "province": "Tuyên Quang"}),
    ("08-NQ/TU đã được tỉnh nào thực hiện chưa", "", {"implements": "08-NQ/TU"}),
    ("kế hoạch thực hiện 08-NQ/TU ở các tỉnh", "", {"type": "Kế hoạch", "implements": "08-NQ/TU"}),
    ("các tỉnh triển khai nghị quyết 57 ra sao", "", {"implements": "57-NQ"}),
    ("sơn la có những kế hoạch gì về du lịch", "du lịch", {"type": "Kế hoạch", "province": "Sơn La"}),
    ("sơn la thực hiện nghị quyết nào về du lịch", "nghị quyết nào về du lịch", {"province": "Sơn La"}),
    ("tỉ lệ hộ nghèo các tỉnh", "tỉ lệ hộ nghèo", {}),
]  # fmt: skip
LEFT = [
    "hà nội và hải phòng",  # two provinces are compared, or joined by a road
    "học tập Hồ Chí Minh",  # the person
    "giai đoạn 2021-2025",
    "mục tiêu đến năm 2025",
    "chính phủ điện tử",
    "ai quyết định giá đất",  # asks for no decision
    "tỉnh nào hỗ trợ học phí",
    "thực hiện tiết kiệm",
    "công tác kế hoạch",
    "nghị quyết 57",  # the beginning of a number
    "kế hoạch 283",
    '"Đồng Tháp"',  # quoted words are a phrase
    "trà vĩnh",
    "66/KH-UBND triển khai trồng rừng",  # a title
    "nông nghiệp các tỉnh miền núi",
    "hợp tác giữa các tỉnh",
    "các tỉnh",
    "bồi dưỡng đại biểu quốc hội",
    "",
]


@pytest.mark.parametrize(("typed", "rest", "filters"), READ)
def test_read(typed: str, rest: str, filters: dict[str, str]) -> None:
    understood = understand_query(Query(text=typed))
    assert understood.query.text == rest
    set_on = {r.parameter: getattr(understood.query, r.parameter) for r in understood.readings}
    assert set_on == filters
    assert understood.typed == typed


@pytest.mark.parametrize("typed", LEFT)
def test_left_as_words(typed: str) -> None:
    understood = understand_query(Query(text=typed))
    assert understood.readings == ()
    assert understood.query.text == typed


@pytest.mark.parametrize("row", read_table("query_words", "index_mappings"), ids=lambda row: row["words"])
def test_query_words(row: dict[str, str]) -> None:
    """Each word in the table is read in its example, and is not in its counter-example."""
    understood = understand_query(Query(text=row["example"]))
    if row["role"] in ("lead", "place", "asks", "has", "tail"):
        assert f" {row['words']} " not in f" {understood.query.text} "
        return
    if row["role"] == "joins":  # what comes behind it is no mere ending
        assert understood.query.text.endswith(f"{row['words']} các tỉnh")
        return
    parameter = "place" if row["role"] == "about" else row["role"]
    assert parameter in {r.parameter for r in understood.readings}
    if row["counter_example"]:
        assert parameter not in {r.parameter for r in understand_query(Query(text=row["counter_example"])).readings}


def test_a_text_of_nothing_but_fillers_is_soon_read() -> None:
    """`đã có` is one filler or two: read in every way, these would take for ever."""
    assert understand_query(Query(text="8/KH-UBND " + "đã có " * 120 + "triển khai cái gì")).readings == ()


def test_a_filter_that_is_set_or_left_is_not_read() -> None:
    typed = "kế hoạch của Đồng Tháp"
    assert understand_query(Query(text=typed, province="Huế")).query.province == "Huế"
    left = understand_query(Query(text=typed), leave=["type"])
    assert (left.query.type, left.query.province, left.query.text) == (None, "Đồng Tháp", "kế hoạch")


def test_the_sentence_says_what_was_understood() -> None:
    understood = understand_query(Query(text="kế hoạch của Đồng Tháp về chuyển đổi số năm 2022"))
    assert describe_query(understood.query) == "Kế hoạch của Đồng Tháp về chuyển đổi số, năm 2022"
    assert [r.sentence for r in understood.readings] == ["Kế hoạch", "của Đồng Tháp", "năm 2022"]


def _document(name: str, **given: object) -> DocumentRecord:
    fields: dict[str, object] = dict.fromkeys(DocumentRecord.__dataclass_fields__)
    fields |= {"id": name, "kind": "document", "text": "", "agencies": (), "implements": (), "cites": (), "targets": ()}
    return DocumentRecord(**(fields | given))  # type: ignore[arg-type]


def test_who_carries_out_what_nobody_carries_out(tmp_path: Path) -> None:
    """Then who names it, then the document itself; never whatever else there is."""
    with open_index(str(tmp_path / "index")) as index:
        index.put([
            _document("named", type="Báo cáo", cites=("5-NQ/TU",), text="Theo Nghị quyết số 05-NQ/TU"),
            _document("itself", type="Nghị quyết", number="06-NQ/TU"),
            _document("assembly", type="Kế hoạch", implements=("98/2023/QH15",)),
        ])  # fmt: skip
        index.commit()

        def ask(text: str) -> tuple[list[str], list[str], list[str]]:
            answer = answer_query(index, Query(text=text))
            kept, dropped = ([r.parameter for r in rs] for rs in (answer.understood.readings, answer.dropped))
            return [hit.id for hit in answer.page.hits], kept, dropped

        assert ask("kế hoạch thực hiện 05-NQ/TU") == (["named"], ["cites"], ["implements", "type"])
        assert ask("ai thực hiện 06-NQ/TU") == (["itself"], [], ["implements"])
        assert ask("kế hoạch thực hiện 99-NQ/TU") == ([], ["implements", "type"], [])
        assert ask("ai đã triển khai nghị quyết 98 của Quốc hội") == (["assembly"], ["implements"], [])
        assert ask("thực hiện nghị quyết 98") == (["assembly"], ["implements"], [])


def test_what_nothing_fits_is_taken_off_and_said(tmp_path: Path) -> None:
    with open_index(str(tmp_path / "index")) as index:
        index.put([
            _document("a", type="Kế hoạch", province="Huế", issued="2021-12-20", title="Trồng rừng năm 2022",
                      implements=("57-NQ/TW",)),
            _document("b", type="Kế hoạch", province="Sơn La", issued="2021-03-20", title="Trồng rừng"),
        ])  # fmt: skip
        index.commit()

        def ask(text: str) -> tuple[list[str], list[str]]:
            answer = answer_query(index, Query(text=text))
            return [hit.id for hit in answer.page.hits], [r.parameter for r in answer.dropped]

        assert ask("kế hoạch trồng rừng của Huế năm 2022") == (["a"], [])
        assert ask("kế hoạch trồng rừng của Huế năm 2023") == (["a"], ["year"])
        assert ask("quyết định trồng rừng sơn la 2021") == (["b"], ["type"])
        assert ask("văn bản thực hiện nghị quyết 57") == (["a"], [])
        assert ask("quyết định trồng rừng sơn la 2023") == (["b"], ["type", "year"])
        assert ask("kế hoạch nuôi tôm của Huế") == ([], [])
