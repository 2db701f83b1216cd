"""Gold lines and what is measured on them: every figure counted by hand on a few tags."""

import json
from pathlib import Path

import pytest

from documents.record import Agency, Date, Header, Reference, Relation, Tags, Target, to_json
from nlp import tag_text
from nlp.errors import GoldError
from nlp.evaluate import Score, evaluate_gold
from nlp.gold import read_gold

TEXT = "Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy; ngày 06/10/2021 là hạn."


def gold(**row):
    return list(read_gold([json.dumps({"text": TEXT, **row}, ensure_ascii=False)]))


def measure(tags, **row):
    return evaluate_gold(gold(**row), lambda _: tags)


def date(words, value, role="other", start=None):
    start = TEXT.index(words) if start is None else start
    return Date(start, start + len(words), words, value, None, "day", role)


def target(value, confidence, unit="%", deadline=None, start=0, end=9):
    return Target(
        start, end, TEXT[start:end], "tỷ lệ", "eq", "level", value, None, unit, deadline, None, None, None, None, "r",
        confidence,
    )  # fmt: skip


# ---------------------------------------------------------------- reading

SPANS = [
    ({"text": "ngày 06/10/2021"}, 33),
    ({"text": "ngày 06/10/2021", "start": 33, "end": 48}, 33),
    ({"text": "ngày 06/10/2021", "start": 60}, 62),  # the nearest place with these words
    ({"text": "06/10/2021", "start": 33, "end": 48}, 38),  # words corrected, offsets left
    ({"start": 33, "end": 48}, 33),
    ({}, None),
]


@pytest.mark.parametrize(("span", "start"), SPANS)
def test_words_or_offsets_say_where_a_tag_is(span, start):
    (text,) = gold(dates=[{**span, "role": "cited"}])
    assert text.tags["dates"][0].start == start
    assert text.tags["dates"][0].fields == {"role": "cited"}


def test_the_same_words_twice_are_two_places():
    (text,) = gold(dates=[{"text": "ngày 06/10/2021"}, {"text": "ngày 06/10/2021"}])
    assert [tag.start for tag in text.tags["dates"]] == [33, 62]


def test_offsets_count_in_the_normalised_text():
    (text,) = read_gold(['{"text": "a\\u00ad\\u00ad ngày 1/2/2024", "dates": [{"text": "ngày 1/2/2024", "start": 4}]}'])
    assert text.text[text.tags["dates"][0].start :] == "ngày 1/2/2024"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        ('{"id": 1}', "no text"),
        ('{"text": "a", "dates": [{"text": "b"}]}', "has no 'b'"),
        ('{"text": "a", "dates": [{"text": "a", "rôle": "cited"}]}', "has no rôle"),
        ('{"text": "a", "header": {"so": 1}}', "Header has no so"),
        ('{"text": "a", "dates": [1]}', "line 2"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line, said):
    with pytest.raises(GoldError, match=said):
        list(read_gold(["", line], "x.jsonl"))


# ---------------------------------------------------------------- measuring


def test_boundaries_and_values_are_counted_apart():
    want = [
        {"text": "ngày 06/10/2021", "start": 33, "value": "2021-10-06", "value2": None, "precision": "day"},
        {"text": "ngày 06/10/2021", "start": 62, "value": "2021-10-06", "value2": None, "precision": "day"},
    ]
    tags = Tags(
        dates=(
            date("06/10/2021", "2021-10-06"),  # boundary
            date("ngày 06/10/2021", "2021-06-10", start=62),  # wrong value
            date("08", "2008"),  # spurious
        )
    )
    found = measure(tags, dates=want)
    assert found.score("dates", "exact") == Score(tp=1, fp=2, fn=1)
    assert found.score("dates", "overlap") == Score(tp=2, fp=1, fn=0)
    assert found.score("dates", "value") == Score(tp=1, fp=2, fn=1)
    assert sorted(error.error for error in found.errors) == ["boundary", "spurious", "wrong"]
    assert found.fields["dates", "value"] == [1, 2]


def test_rates():
    score = Score(tp=3, fp=1, fn=2)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert (Score().precision, Score().f1) == (None, None)


def test_a_kind_or_field_that_is_missing_is_not_judged_and_null_is():
    tags = Tags(dates=(date("ngày 06/10/2021", "2021-10-06"),), header=Header(type="Kế hoạch", issuer="UBND"))
    assert measure(tags).scores == {}
    assert measure(tags, dates=[{"text": "ngày 06/10/2021", "role": "other"}]).score("dates", "value").tp == 1
    found = measure(tags, header={"type": "Kế hoạch", "issuer": None})
    assert (found.score("header", "exact", "type").tp, found.score("header", "exact", "issuer").fp) == (1, 1)
    assert found.score("header", "exact").fn == 0
    assert measure(tags, dates=[]).score("dates", "exact") == Score(fp=1)


def test_numbers_are_compared_by_key_and_titles_by_words():
    own = Header(number="08-NQ/TU", title="Về chuyển đổi số tỉnh Tiền Giang đến năm 2025")
    found = measure(
        Tags(header=own), header={"number": "8-nq/tu", "title": "chuyển đổi số tỉnh Tiền Giang đến năm 2025"}
    )
    assert found.score("header", "exact", "number").tp == 1
    assert (found.score("header", "exact", "title").tp, found.score("header", "overlap", "title").tp) == (0, 1)
    reference = Reference(10, 32, TEXT[10:32], canonical="08-NQ/TU", key="8-NQ/TU")
    found = measure(Tags(references=(reference,)), references=[{"text": TEXT[10:32], "canonical": "8-NQ/TU"}])
    assert found.score("references", "canonical").tp == found.score("references", "exact").tp == 1


def test_targets_without_words_are_paired_by_their_values():
    want = [{"value": 20, "unit": "%", "deadline": "2025"}, {"value": 30, "unit": "%"}]
    tags = Tags(targets=(target(30, 0.9, unit="hộ"), target(20, 0.9, deadline="2025"), target(40, 0.6)))
    found = measure(tags, targets=want)
    assert found.score("targets", "found") == Score(tp=2, fp=1)
    assert found.score("targets", "tuple") == Score(tp=1, fp=2, fn=1)
    assert found.score("targets", "exact") == Score()  # nobody said where they are


def test_confidence_is_compared_with_what_came_true():
    want = [{"value": 20, "unit": "%"}]
    found = measure(Tags(targets=(target(20, 0.96), target(50, 0.92), target(60, 0.55))), targets=want)
    bins = [(b.low, b.high, b.count, b.right) for b in found.calibration("targets")]
    assert bins == [(0.5, 0.6, 1, 0), (0.9, 0.95, 1, 0), (0.95, 1.0, 1, 1)]
    assert found.calibration_error("targets") == pytest.approx((0.55 + 0.92 + 0.04) / 3)


def test_edges_are_counted_by_type_and_their_words_apart():
    want = [
        {"type": "implements", "source": "self", "target": "8-NQ/TU", "text": "Thực hiện Nghị quyết số 08-NQ/TU"},
        {"type": "amends", "source": "self", "target": "9/KH-UBND"},
    ]
    tags = Tags(relations=(Relation("implements", "self", "08-NQ/TU", 63, 70, TEXT[63:70], "r", 0.9),))
    found = measure(tags, relations=want)
    assert found.score("relations", "edge") == Score(tp=1, fn=1)
    assert found.score("relations", "edge", "implements") == Score(tp=1)
    assert found.score("relations", "edge", "amends") == Score(fn=1)


def test_classes_are_counted_apart_and_together():
    lines = [json.dumps({"text": TEXT, "class": name, "agencies": []}) for name in ("scan", "plain", "plain")]
    agency = Agency(0, 4, TEXT[:4], None, "x", None, None)
    found = evaluate_gold(read_gold(lines), lambda _: Tags(agencies=(agency,)))
    counts = [found.score("agencies", "exact", group=name).fp for name in (None, "scan", "plain")]
    assert (found.texts, counts) == (3, [3, 1, 2])


def test_what_tag_prints_is_a_gold_line():
    printed = {
        "file": "a.txt",
        "sha256": "0",
        "method": "plain",
        "warnings": [],
        "text": TEXT,
        **to_json(tag_text(TEXT)),
    }
    found = evaluate_gold(read_gold([json.dumps(printed)]), lambda text: tag_text(text.text))
    assert found.errors == []
    assert found.scores and all(score.fp == score.fn == 0 for score in found.scores.values())


def test_the_line_in_the_manual_is_right():
    manual = (Path(__file__).parents[1] / "docs" / "gold.md").read_text(encoding="utf-8")
    line = " ".join(manual.split("```json\n")[1].split("```")[0].split("\n"))
    found = evaluate_gold(read_gold([line]), lambda text: tag_text(text.text))
    assert found.errors == [] and found.score("dates", "exact").tp == found.score("references", "exact").tp == 1
