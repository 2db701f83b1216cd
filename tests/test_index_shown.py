"""What a hit shows, on both indexes: marked pieces, the passage it opens at, and completions while one types."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from index_shelf import DOCUMENTS, document

from index_mappings import Index, Query, suggest
from index_mappings.highlight import accent_key
from index_mappings.passages import Passage, show_passages


@pytest.mark.parametrize("text", ["kinh te so", "kinh tế số", "KTS", '"kinh tế số"'])
def test_highlights_mark_the_text_as_written(shelf: Index, text: str) -> None:
    hits = {hit.id: hit for hit in shelf.search(Query(text=text)).hits}
    assert any("<mark>kinh tế số</mark>" in piece.replace("K", "k") for piece in hits["dt-kh-370"].highlights)
    assert all(piece.count("<mark>") == piece.count("</mark>") > 0 for piece in hits["dt-kh-370"].highlights)


def test_highlights_are_escaped(index: Index) -> None:
    index.put([document(id="x", text="Nguy hiểm <script>alert(1)</script> & kinh tế <b>biển</b>")])
    index.commit()
    (hit,) = index.search(Query(text="kinh te script")).hits
    assert "<script>" not in "".join(hit.highlights)
    assert "&lt;<mark>script</mark>&gt;" in "".join(hit.highlights)


ANNEX = " ".join(
    f"Mục {i}: bảo đảm kinh phí chi thường xuyên theo phân cấp, quản lý đội ngũ cán bộ." for i in range(9000)
)

PARAGRAPH = "Trạm quan trắc độ mặn tự động trên sông Hàm Luông hoàn thành trong quý III."


def test_a_long_annex_is_found_by_its_paragraph_and_opens_there(index: Index) -> None:
    text = ANNEX[:150_000] + "\n" + PARAGRAPH + "\n" + ANNEX[150_000:]
    scattered = "Trạm y tế quan tâm trắc ẩn. Độ dốc tự nhiên. Món mặn. Động viên đoàn thanh niên. Sông và suối."
    short = [document(id=f"short{i}", text=scattered, title="Sông ngòi") for i in range(12)]
    index.put([document(id="annex", title="Phụ lục nhiệm vụ", text=text), *short])
    index.commit()
    for typed in ("quan trac do man tu dong song", "trạm quan trắc độ mặn", '"quan trắc độ mặn"'):
        first, *others = index.search(Query(text=typed)).hits
        assert (first.id, "annex" in {hit.id for hit in others}) == ("annex", False), typed
        assert first.at
        assert text[slice(*first.at)].startswith("Trạm quan trắc") or PARAGRAPH in text[slice(*first.at)]
        assert re.search("<mark>(Trạm )?quan trắc", first.highlights[0])


def test_where_a_hit_opens_is_in_its_text(shelf: Index) -> None:
    texts = {d.id: d.text for d in DOCUMENTS}
    for hit in shelf.search(Query(text="kinh tế số chuyển đổi GRDP du lịch rừng", size=20)).hits:
        assert bool(hit.at) == bool(hit.highlights)
        assert not hit.at or texts[hit.id][slice(*hit.at)].strip()


SUGGESTED = [
    ("370", ["dt-kh-370"]),
    ("370/k", ["dt-kh-370"]),
    ("370 kh u", ["dt-kh-370"]),
    ("08-nq", ["tg-nq-08", "st-nq-08"]),
    ("cai cach hanh ch", ["na-kh-43"]),
    ("cải cách hà", ["na-kh-43"]),
    ("du lịch ", ["dl-kh-283"]),
    ("du lịch x", []),
    (" ", []),
]


@pytest.mark.parametrize(("typed", "documents"), SUGGESTED)
def test_suggestions_while_typing(shelf: Index, typed: str, documents: list[str]) -> None:
    assert {s.id for s in suggest(shelf, typed) if s.kind == "document"} == set(documents)


def test_bodies_are_suggested(shelf: Index) -> None:
    assert [s.text for s in suggest(shelf, "tinh uy t") if s.kind == "issuer"] == ["Tỉnh ủy Tiền Giang"]


def test_passages_are_fetched_no_further_than_they_are_shown() -> None:
    fetched: list[int] = []

    def passages() -> Iterator[Passage]:
        for number in range(10):
            fetched.append(number)
            yield Passage(number * 1000, ("Phát triển kinh tế số. " + "Việc khác nữa. " * 20) * 3)

    pieces, at = show_passages(passages(), ("kinh", "te", "so"), {"te": frozenset({accent_key("tế")})})
    assert (len(pieces), at and at[0]) == (3, 0)
    assert fetched == [0]
    del fetched[:]
    assert show_passages(passages(), ("trien",), {"trien": frozenset({accent_key("triến")})})[
        0
    ]  # typed with a wrong mark
    assert fetched == list(range(10))
