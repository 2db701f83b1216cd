"""What pages are made of: marked sentences, tables as cards, bars, timelines, entries for the decisions file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from documents.decisions import read_decisions
from documents.record import Date, Tags, Target, TextPage
from store.reached import is_result_of, pair_results
from web.charts import draw_bars, draw_trend, lay_matrix
from web.language import Words
from web.marking import cut_part, marks_of
from web.nights import _cover
from web.reporting import make_entry
from web.stacking import stack_cells
from web.timeline import days_between, draw_timeline, group_levels

VI = Words("vi")

# ---------------------------------------------------------------- text

TEXT = "I. MỤC TIÊU\n- Kinh tế số chiếm 10% GRDP.\n- Đến năm 2025 có 80% hộ dùng nước sạch. Sở Y tế theo dõi.\n"


def _target(start: int, end: int) -> Target:
    return Target(
        start, end, TEXT[start:end], "kinh tế số", "eq", "level", 10, None, "%", "2025", None, None, None, None,
        "left+heading", 0.99,
    )  # fmt: skip


def test_every_sentence_is_told_once_and_nothing_is_lost() -> None:
    part = cut_part(TEXT, [], marks_of(Tags(targets=(_target(14, 40),)), {}, VI), 0)
    ((_, runs),) = part.pages
    assert "".join(piece.text for run in runs for piece in run.pieces) == TEXT
    sentences = [TEXT[slice(*run.span)] for run in runs if run.span]
    assert sentences == [
        "MỤC TIÊU", "Kinh tế số chiếm 10% GRDP.", "Đến năm 2025 có 80% hộ dùng nước sạch.", "Sở Y tế theo dõi.",
    ]  # fmt: skip
    (marked,) = [piece for run in runs for piece in run.pieces if piece.kinds]
    assert marked.notes == ("kinh tế số: 10 %",)
    assert marked.href == "?at=14-40#s14"


def test_a_sentence_over_two_pages_has_one_address() -> None:
    pages = [TextPage(1, 0, 30, ""), TextPage(2, 30, len(TEXT), "")]
    part = cut_part(TEXT, pages, (), 0, (14, 40))
    spans = [[run.span for run in runs if run.span] for _, runs in part.pages]
    assert spans[0][-1] == spans[1][0] == (14, 40)
    sought = [piece.text for _, runs in part.pages for run in runs for piece in run.pieces if "sought" in piece.kinds]
    assert "".join(sought) == TEXT[14:40]


def test_dates_are_told_as_people_write_them() -> None:
    tags = Tags(dates=(Date(0, 3, "...", "2021-12-08", None, "day", "deadline"),))
    (mark,) = marks_of(tags, {}, VI)
    assert mark.note == "08/12/2021 (thời hạn)"


# ---------------------------------------------------------------- tables

TABLE = (
    '<table><thead><tr><th scope="col">Tỉnh</th><th scope="col">Số <b>văn bản</b></th><th scope="col">Về</th></tr>'
    "</thead>"
    '<tbody><tr><th scope="row">Cà Mau</th><td class="number">3</td><td>\n</td></tr></tbody></table>'
)


def test_cells_say_their_column_and_stay_cells() -> None:
    table = html.fromstring(stack_cells(TABLE))
    number, empty = table.findall(".//td")
    assert number.get("data-label") == "Số văn bản"
    assert empty.text is None  # so that a card leaves it out
    assert [cell.get("role") for cell in table.iter("th", "td")] == ["columnheader"] * 3 + ["rowheader", "cell", "cell"]
    assert [head.get("class") for head in table.findall(".//thead//th")] == [None, "number", None]
    assert "stacks" in table.get("class")


# ---------------------------------------------------------------- drawings


def _goal(province: str, year: str, value: float, confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    return {
        "province": province, "year": year, "value": value, "value2": None, "plain_value": value, "unit": "%",
        "change": "level", "comparator": "eq", "confidence": confidence, "group": "hộ nghèo", **more,
    }  # fmt: skip


def test_bars_compare_provinces_within_a_year_with_what_was_reached() -> None:
    goals = [_goal("Đồng Tháp", "2025", 2), _goal("Cà Mau", "2025", 3), _goal("Cà Mau", "2025", 9, 0.5)]
    drawn = html.fromstring(str(draw_bars(goals, [_goal("Cà Mau", "2025", 2.5)], VI)))
    told = [" ".join(text.text_content().split()) for text in drawn.iter("text")]
    assert told == [
        "2025",
        "Cà Mau",
        "3 %",
        "",
        "2,5 % Kết quả",
        "Đồng Tháp",
        "2 %",
    ]  # the surest, in the alphabet's order
    assert [bar.get("class") for bar in drawn.iter("rect")] == ["bar", "reached", "bar"]


@pytest.mark.parametrize(
    "goals", [[], [_goal("Cà Mau", "2025", 3)], [_goal("Cà Mau", "2025", 0), _goal("Huế", "2025", 0)]]
)
def test_nothing_is_drawn_that_compares_nothing(goals: list[dict[str, Any]]) -> None:
    assert draw_bars(goals, [], VI) == ""


def test_the_table_has_provinces_in_the_order_of_the_alphabet() -> None:
    goals = [_goal(name, "2025", 1) for name in ("Vĩnh Long", "Đồng Tháp", "An Giang", "Cần Thơ", "Cà Mau")]
    years, rows = lay_matrix(goals, [_goal("Huế", "2023", 5)])
    assert years == ["2023", "2025"]
    assert [place for place, _ in rows] == ["An Giang", "Cà Mau", "Cần Thơ", "Đồng Tháp", "Huế", "Vĩnh Long"]
    assert rows[4][1][0][1][0]["value"] == 5
    assert rows[4][1][0][0] == []


def test_a_trend_shows_failures_in_their_own_bars() -> None:
    drawn = str(draw_trend([("2026-11-19", 4, 0), ("2026-11-20", 0, 2)], "x"))
    assert drawn.count("<rect") == 3
    assert drawn.count("failed-bar") == 1
    assert draw_trend([("2026-11-19", 4, 0)], "x") == ""


def _document(name: str, issuer: str | None, issued: str | None) -> dict[str, Any]:
    return {"id": name, "number": name, "title": None, "issuer": issuer, "issued": issued}


DOCUMENTS = [
    _document("61/KH-UBND", "Ủy ban nhân dân huyện Cái Bè", "2022-03-02"),
    _document("08-NQ/TU", "Tỉnh ủy Tiền Giang", "2021-10-06"),
    _document("749/QĐ-TTg", "Thủ tướng Chính phủ", "2020-06-03"),
    _document("1/X", None, "2022"),
]


def test_levels_act_from_above() -> None:
    assert [level for level, _ in group_levels(DOCUMENTS)] == ["centre", "province", "district", "other"]
    drawn = html.fromstring(str(draw_timeline(DOCUMENTS, ["08-NQ/TU"], lambda path: path, VI)))
    places = [float(dot.get("cx")) for dot in drawn.iter("circle")]
    assert places == sorted(places)
    assert len(places) == 3  # what has no day has no place
    assert [year.text for year in drawn.iter("text") if year.text.isdigit()] == ["2021", "2022"]
    assert draw_timeline(DOCUMENTS[:1], [], lambda path: path, VI) == ""
    assert days_between("2021-10-06", "2021-12-08") == 63
    assert days_between("2021", "2021-12-08") is None


# ---------------------------------------------------------------- what was reached


def _aim(indicator: str, deadline: str, unit: str = "%") -> dict[str, Any]:
    return {"indicator": indicator, "unit": unit, "change": "level", "deadline": deadline, "period": None}


def test_a_result_stands_beside_the_target_of_its_year() -> None:
    goals = [_aim("tỷ lệ hộ nghèo", "2022"), _aim("tỷ lệ hộ nghèo", "2025"), _aim("tỷ lệ che phủ rừng", "2022")]
    result = {**_aim("tỷ lệ hộ nghèo", "2022"), "year": "2022", "document": "x"}
    assert pair_results(goals, [result]) == {0: [result]}
    assert is_result_of(goals[1], result)  # the same indicator, in whatever year
    assert not is_result_of(_aim("tỷ lệ hộ nghèo", "2022", "hộ"), result)
    assert pair_results(goals, [{**result, "year": "2021"}]) == {}


# ---------------------------------------------------------------- the decisions file

PLAN = {"id": "a/370-kh-ubnd/2021", "number": "370/KH-UBND", "issued": "2021-12-08", "type": "Kế hoạch", "issuer": "A",
        "province": "Tiền Giang", "title": None}  # fmt: skip
SHA = "c947b33da86b" + "0" * 52
ASKED = [
    (
        {"kind": "headers", "number": "371/KH-UBND", "issued": "08/12/2021"},
        {"capture": SHA[:12], "number": "371/KH-UBND"},
    ),
    ({"kind": "headers", "issued": "9-12-2021", "why": "in sai"}, {"capture": SHA[:12], "issued": "2021-12-09"}),
    ({"kind": "references", "number": "08-NQ/TU", "is": ""}, {"in": PLAN["id"], "number": "08-NQ/TU", "is": "nobody"}),
    (
        {"kind": "references", "text": "Nghị quyết trên", "is": "http://x.example/documents/b/8-nq-tu/2021?at=1-2#s1"},
        {"in": PLAN["id"], "text": "Nghị quyết trên", "is": "b/8-nq-tu/2021"},
    ),
    ({"kind": "same", "other": "b/1"}, {"documents": (PLAN["id"], "b/1")}),
]


@pytest.mark.parametrize(("asked", "said"), ASKED)
def test_a_report_is_an_entry_of_the_decisions_file(asked: dict[str, str], said: dict[str, Any]) -> None:
    entry, wrong = make_entry(PLAN, SHA, asked)
    assert wrong is None
    (decision,) = read_decisions(entry or "").entries
    assert decision.kind == asked["kind"]
    assert dict(decision.body) == said


WRONG = [
    ({"kind": "headers", "issued": "hôm qua"}, "hôm qua"),
    ({"kind": "headers", "number": "không số"}, "no document number"),
    ({"kind": "headers"}, "needs"),
    ({"kind": "references"}, "text"),
    ({"kind": "same", "other": PLAN["id"]}, "two or more"),
]


@pytest.mark.parametrize(("asked", "said"), WRONG)
def test_what_cannot_be_decided_is_said(asked: dict[str, str], said: str) -> None:
    entry, wrong = make_entry(PLAN, SHA, asked)
    assert entry is None
    assert said in (wrong or "")


def test_other_errors_are_remarks_that_change_nothing() -> None:
    entry, _ = make_entry(PLAN, SHA, {"kind": "remark", "why": "sai đơn vị\nsame:"}, "đạt 60%")
    assert entry == f"# {PLAN['id']} · “đạt 60%” · sai đơn vị same:\n"
    assert read_decisions(entry).entries == ()
    assert make_entry(PLAN, SHA, {"kind": "../../etc"}) == (None, None)


def test_different_documents_can_be_said_to_be_so() -> None:
    entry, _ = make_entry(PLAN, SHA, {"kind": "same", "other": "b/1", "answer": "different"})
    assert read_decisions(entry or "").entries[0].kind == "different"


# ---------------------------------------------------------------- the night


def test_coverage_counts_only_what_can_be_estimated() -> None:
    from store.series import Series

    series = [
        Series("A", "Tiền Giang", "/KH-UBND", "2022", 30, 0, 60, (), 62, 70, 0.5),
        Series("B", "Đồng Tháp", "/KH-UBND", "2022", 10, 0, 18, (), 18, 20, 0.5),
        Series("C", "Đồng Tháp", "/KH-UBND", "2022", 1, 0, 400, (), None, None, None),
    ]
    assert _cover(series) == {"Đồng Tháp": {"in_series": 40, "estimated": 80}}  # Tiền Giang is a part of it today


def test_style_holds_no_address_of_another_host() -> None:
    static = Path(__file__).parents[1] / "web" / "static"
    for path in static.glob("*.css"):
        assert not re.search(r"url\(|@import|//\w", path.read_text("utf-8"))
