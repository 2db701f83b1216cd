"""The decisions file: what it can say, and that a wrong one is refused with its line."""

import pytest

from documents.aliases import alias_of, known_aliases, placed_alias
from documents.decisions import BadDecisions, read_decisions
from documents.number import parse_number
from documents.record import Capture, Document, Header
from documents.sameness import Claim
from documents.validity import Act, acts_on_part, validity_of

PLAN = "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
FILE = f"""
same:
  - documents: [{PLAN}, "https://a.example/370.pdf"]
    why: the second has no date
different:
  - documents: [aaaaaaaaaaaa, bbbbbbbbbbbb]
references:
  - {{in: {PLAN}, number: 8-NQ/TU, is: tinh-uy-tien-giang/8-nq-tu/2020-2025}}
  - {{in: {PLAN}, text: "Nghị quyết  57", is: nobody}}
headers:
  - capture: cccccccccccc
    number: 43/KH-UBND
    issued: 2022-03-02
    province: tien giang
"""


def capture(sha: str = "0", url: str = "https://a.example/x") -> Capture:
    return Capture(url, sha * 64, 1, "2026-01-01")


def document(kind: str = "document", **more: str | None) -> Document:
    return Document(
        PLAN, kind, "370/KH-UBND", "370/KH-UBND", None, None, None, None, **{"issued": "2021-12-08", **more}
    )  # type: ignore[arg-type]


def claim() -> Claim:
    return Claim(1, document(), None, None, True, False, "")


def test_what_a_file_says() -> None:
    decisions = read_decisions(FILE)
    header = decisions.correct(Header("48/KH-UBND", title="Du lịch"), capture("c"))
    assert (header.number, header.issued, header.province, header.title) == (
        "43/KH-UBND",
        "2022-03-02",
        "Tiền Giang",
        "Du lịch",
    )
    assert decisions.correct(Header("48/KH-UBND"), capture("d")).number == "48/KH-UBND"
    (same,) = decisions.mark(claim(), capture()).decided
    assert same == decisions.mark(claim(), capture(url="https://a.example/370.pdf")).decided[0]
    sides = [
        [name for name in decisions.mark(claim(), capture(sha)).decided if name.startswith("different")] for sha in "ab"
    ]
    assert sides[0] != sides[1] and all(len(side) == 1 for side in sides)
    assert decisions.meaning(PLAN, "Nghị quyết số 08-NQ/TU", "08-NQ/TU") == "tinh-uy-tien-giang/8-nq-tu/2020-2025"
    assert decisions.meaning(PLAN, "Nghị quyết 57", None) == "nobody"
    assert decisions.meaning("another", "Nghị quyết 57", None) is None


def test_a_moved_entry_is_the_same_decision() -> None:
    moved = "# a word before\n" + FILE.replace("why: the second has no date", "why: it has no date")
    assert read_decisions(moved).names == read_decisions(FILE).names
    assert read_decisions("").names == read_decisions("# nothing\n").names == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same: [\n", "line 2: not YAML"),
        ("- a\n", "line 1: the file must be of the form"),
        ("\nsames: []\n", "line 2: 'sames' is none of same, different"),
        ("same:\n  - a\n", "line 2: an entry of same must be of the form"),
        ("same: 3\n", "line 1: same must be a list"),
        ("same:\n  - documents: a\n", "line 2: documents must be a list"),
        ("same:\n  - documents: [a]\n", "line 2: documents: needs two"),
        ("same:\n  - why: x\n", "line 2: an entry of same needs documents"),
        ("headers:\n  - capture: a\n    number: 12 con\n", "line 3: number: '12 con' is no document number"),
        ("headers:\n  - capture: a\n    issued: 2.3.2022\n", "line 3: issued: '2.3.2022' is no day"),
        ("headers:\n  - capture: a\n    province: Atlantis\n", "line 3: province: 'Atlantis' is no province"),
        ("headers:\n  - capture: a\n", "line 2: an entry of headers needs number or issued"),
        ("headers:\n  - capture: a\n    issuer: ''\n", "line 3: issuer: must not be empty"),
        ("references:\n  - in: a\n    is: b\n", "line 2: an entry of references needs number or text"),
        ("references:\n  - in: a\n    what: b\n", "line 3: 'what' is none of in, number"),
        (
            "same:\n  - documents: [a, b]\ndifferent:\n  - documents: [b, a]\n",
            "line 4: these are said to be the same in line 2",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(BadDecisions, match="^" + message.replace("(", r"\(")):
        read_decisions(text)


# ---------------------------------------------------------------- names without a number


@pytest.mark.parametrize(
    ("title", "alias"),
    [
        (
            "Phê duyệt “Chương trình Chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030”",
            "chuong trinh chuyen doi so quoc gia",
        ),
        ("Chương trình Chuyển đổi số quốc gia", "chuong trinh chuyen doi so quoc gia"),
        ("Về việc ban hành Kế hoạch phát triển du lịch giai đoạn 2021-2025", "ke hoach phat trien du lich"),
        ("Đề án 06", "de an 06"),
        ("Luật Quản lý, sử dụng tài sản công", "luat quan ly su dung tai san cong"),  # not Luật Quản lý, ... vũ khí
        ("Luật sửa đổi, bổ sung một số điều của Luật Đất đai", "luat sua doi bo sung mot so dieu cua luat dat dai"),
        ("Chương trình phòng, chống ma túy đến năm 2025", "chuong trinh phong chong ma tuy"),
        ("Nghị quyết 57", None),
        (None, None),
    ],
)
def test_names(title: str | None, alias: str | None) -> None:
    assert alias_of(title) == alias


def test_the_names_we_know_have_numbers() -> None:
    assert known_aliases()["de an 06"] == ("6/QD-TTG", "2022-01-06")
    for key, day in known_aliases().values():
        assert parse_number(key) and len(day) == 10


def test_every_province_has_its_own_programme_of_a_name() -> None:
    places = {placed_alias("du lich", place, True) for place in ("Tiền Giang", "Đồng Tháp", "Sơn La", None)}
    assert places == {"du lich@Đồng Tháp", "du lich@Sơn La", None}


# ---------------------------------------------------------------- validity


def act(what: str, day: str | None, *, partial: bool = False) -> Act:
    return Act(what, f"by-{what}-{day}", None, day, "", 0.9, partial)


@pytest.mark.parametrize(
    ("acts", "as_of", "status"),
    [
        ([], None, "in_force"),
        ([], "2021-12-08", "in_force"),
        ([], "2021-12-07", "not_yet"),
        ([act("amends", "2022-05-01")], None, "amended"),
        ([act("amends", "2022-05-01")], "2022-04-30", "in_force"),
        ([act("amends", "2022-05-01"), act("replaces", "2023-01-01")], "2022-12-31", "amended"),
        ([act("amends", "2022-05-01"), act("replaces", "2023-01-01")], "2023-01-01", "replaced"),
        ([act("replaces", "2023-01-01"), act("amends", "2024-01-01")], None, "replaced"),
        ([act("replaces", "2023-01-01"), act("repeals", "2024-01-01")], None, "repealed"),
        ([act("repeals", "2023-01-01", partial=True)], None, "amended"),
        ([act("repeals", None)], "2022-01-01", "repealed"),
    ],
)
def test_validity(acts: list[Act], as_of: str | None, status: str) -> None:
    found = validity_of(document(), acts, as_of)
    assert found is not None and found.status == status
    assert found == validity_of(document(), acts[::-1], as_of)


def test_validity_begins_with_the_day_of_effect_and_drafts_have_none() -> None:
    later = document(effective="2022-01-01")
    assert validity_of(later, [], "2021-12-31").status == "not_yet"  # type: ignore[union-attr]
    assert validity_of(document("draft"), []) is None


@pytest.mark.parametrize(
    ("act", "before", "partial"),
    [
        ("repeals", "Bãi bỏ Điều 5 của Quyết định số", True),
        ("repeals", "Bãi bỏ một số điều của Quy định ban hành kèm theo Quyết định số", True),
        ("repeals", "Bãi bỏ toàn bộ Quyết định số", False),
        ("replaces", "Thay thế Quyết định số", False),
        ("replaces", "Thay thế Phụ lục II ban hành kèm theo Quyết định số", True),
        ("amends", "Sửa đổi một số điều của Quyết định số", False),  # that is what amending is
    ],
)
def test_part_of_a_document(act: str, before: str, partial: bool) -> None:
    assert acts_on_part(act, before) is partial
