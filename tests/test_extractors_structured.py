"""Data for programs is told from text for readers."""

import pytest

from extractors import NotADocument, extract_bytes

TABLE = (
    'số,ngày,loại,cơ quan\n1/KH-UBND,2021-01-02,Kế hoạch,"UBND tỉnh, huyện"\n2/KH-UBND,2021-01-03,Kế hoạch,UBND tỉnh\n'
)


@pytest.mark.parametrize(
    "data", ['{"số": "1/KH-UBND"}', "[1, 2]", '{"a": 1}\n{"a": 2}\n', TABLE, TABLE.replace(",", ";")]
)
def test_data_is_no_document(data: str) -> None:
    with pytest.raises(NotADocument):
        extract_bytes(data.encode())


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi: các sở, ban, ngành, Ủy ban nhân dân các huyện\nCăn cứ Công văn số 1/UBND-VX, ngày 2/3/2021\n",
        "TT\tChỉ tiêu\tĐơn vị\tNăm 2025\n1\tKinh tế số\t%\t20\n2\tHộ nghèo\t%\t1\n",
        "[Dự thảo] Kế hoạch số /KH-UBND của Ủy ban nhân dân tỉnh về phát triển du lịch",
        "{dự thảo} Kế hoạch về phát triển du lịch của Ủy ban nhân dân tỉnh Lào Cai năm 2024",
    ],
)
def test_text_is_text(text: str) -> None:
    assert extract_bytes(text.encode()).text.split() == text.split()
