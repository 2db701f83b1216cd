"""The words of the pages: both languages, every key that a page uses, every reason, rule and warning there can be."""

from __future__ import annotations

import inspect
import re
import string
from pathlib import Path

import pytest
import yaml

import extractors.errors
from extractors.warnings import WARNINGS
from index_mappings import Query, describe_query
from index_mappings.filters import FILTERS, Filter
from scrapers.errors import REASONS, RECOGNISED
from store.night_report import ODDITIES
from web.language import Words, read_sureness, say_rule, show_day, show_moment, show_number, show_value
from web.saying import say_filter, say_goals, say_query

WEB = Path(__file__).parents[1] / "web"
MESSAGES = yaml.safe_load((WEB / "data" / "messages.yaml").read_text("utf-8"))
RULES = yaml.safe_load((WEB / "data" / "rules.yaml").read_text("utf-8"))
KNOWN = yaml.safe_load((WEB / "data" / "reasons.yaml").read_text("utf-8"))
CODES = {
    each.code
    for _, each in inspect.getmembers(extractors.errors, inspect.isclass)
    if issubclass(each, extractors.errors.ExtractError)
}
OTHER_REASONS = {"unfinished", "crawler_died", "missing", "not_readable", "tagger_failed", "refused"}
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)


def test_every_message_is_in_both_languages_and_takes_the_same_values() -> None:
    for key, message in MESSAGES.items():
        assert set(message) == {"vi", "en"}, key
        fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in message.values()]
        assert fields[0] == fields[1], key


def test_no_key_stands_twice() -> None:
    keys = re.findall(r"^([\w-]+):", (WEB / "data" / "messages.yaml").read_text("utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name)
def test_every_key_that_a_page_names_is_there(path: Path) -> None:
    page = path.read_text("utf-8")
    named = set(re.findall(r"\bt\('([\w-]+)'[,)]", page))
    assert named <= set(MESSAGES), named - set(MESSAGES)
    for prefix in re.findall(r"\bt\('([\w-]+_)' ~", page):
        assert any(key.startswith(prefix) for key in MESSAGES), prefix


@pytest.mark.parametrize("reason", sorted({*REASONS, *CODES, *OTHER_REASONS}))
def test_every_reason_has_a_name_and_says_what_to_do(reason: str) -> None:
    vietnamese, english = Words("vi"), Words("en")
    assert VIETNAMESE.search(vietnamese.todo(reason, "said in English"))
    assert VIETNAMESE.search(vietnamese.reason(reason)) or reason == "robots_disallowed"
    assert english.reason(reason) != reason
    assert english.todo(reason, "said in English") == "said in English"


def test_reasons_are_told_once_and_none_is_made_up() -> None:
    assert set(KNOWN["issues"]) == {*REASONS, *CODES, *OTHER_REASONS}
    assert set(KNOWN["warnings"]) == {*WARNINGS, "impossible_date"}


@pytest.mark.parametrize("code", sorted(WARNINGS))
def test_warnings_are_told_in_both_languages(code: str) -> None:
    seen, todo = Words("vi").warning(code)
    assert VIETNAMESE.search(seen)
    assert todo
    assert Words("en").warning(code) == (WARNINGS[code].seen, WARNINGS[code].what_to_do)


def test_a_code_that_nobody_knows_is_shown_as_it_is() -> None:
    assert Words("vi").reason("strange") == "strange"
    assert Words("vi").todo("strange", "look") == "look"
    assert Words("vi").warning("strange") == ("strange", "")
    assert Words("vi")("strange") == "strange"


@pytest.mark.parametrize("code", sorted(ODDITIES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_unusual_is_said(code: str, language: str) -> None:
    said = Words(language)(f"oddity_{code}", found=3, usual=40)
    assert all(
        number in said for number in ("3", "40") if f"{{{'found' if number == '3' else 'usual'}}}" in ODDITIES[code]
    )


@pytest.mark.parametrize("code", sorted(RECOGNISED))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_crawl_recognised_is_said(code: str, language: str) -> None:
    assert "7" in Words(language)(f"seen_{code}", count=7)


RULES_SAID = [
    ("left+heading", "vi", "giá trị đứng sau tên chỉ tiêu, thời hạn lấy từ đề mục"),
    ("right+table", "en", "the value stands before the indicator's name, a cell of a table of targets"),
    ("implements title", "vi", "tên văn bản nói vậy"),
    ("repeals effect", "vi", "câu nói văn bản kia hết hiệu lực"),
    ("opening sentence", "en", "the opening sentence says what it carries out"),
    ("never heard of", "vi", "never heard of"),
]


@pytest.mark.parametrize(("rule", "language", "said"), RULES_SAID)
def test_rules_are_said_in_words(rule: str, language: str, said: str) -> None:
    assert say_rule(rule, Words(language)) == said
    assert all(set(words) == {"vi", "en"} for words in RULES.values())


def test_every_rule_of_relations_and_targets_has_words() -> None:
    source = "\n".join(path.read_text("utf-8") for path in sorted((WEB.parent / "nlp" / "components").glob("*.py")))
    relations = set(re.findall(r'Governor\([^)]*"((?:[a-z_]+ )+[a-z]+)"', source))
    relations |= {f"amends {end}" for end in re.findall(r'f"\{[\w.]*relation\} ([a-z]+(?: [a-z]+)*)', source)}
    assert len(relations) > 6
    confidences = (WEB.parent / "nlp" / "data" / "target_confidence.csv").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+),", confidences, re.MULTILINE)) - {"rule"}
    for rule in relations | targets:
        assert VIETNAMESE.search(say_rule(rule, Words("vi"))), rule


QUESTIONS = [
    (Query(text="kinh tế số", province="Tiền Giang"), "Documents of Tiền Giang on “kinh tế số”"),
    (Query(type="KH", implements="08-NQ/TU", year="2022"), "Kế hoạch of 2022 carrying out 08-NQ/TU"),
    (Query(text="08-NQ/TU"), "Documents on “08-NQ/TU”"),
]


@pytest.mark.parametrize(("query", "said"), QUESTIONS)
def test_a_question_is_said_in_the_readers_language(query: Query, said: str) -> None:
    assert say_query(query, Words("en")) == said
    assert say_query(query, Words("vi")) == describe_query(query)


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.parameter)
def test_every_filter_is_said_in_both_languages(row: Filter) -> None:
    assert "2022" in say_filter(row.parameter, "2022", Words("vi"))
    assert say_filter(row.parameter, "2022", Words("en")) != f"says_{row.parameter}"


def test_a_question_for_targets_is_said() -> None:
    asked = {"q": "hộ nghèo", "province": "Cà Mau", "deadline": "2025"}
    assert say_goals(asked, "Chỉ tiêu …", Words("en")) == "Targets of Cà Mau due in 2025 on “hộ nghèo”"
    assert say_goals(asked, "Chỉ tiêu …", Words("vi")) == "Chỉ tiêu …"


WRITTEN = [
    (show_day("2021-12-08"), "08/12/2021"),
    (show_day("2021-12"), "12/2021"),
    (show_day("2021-Q2"), "Q2/2021"),
    (show_day("2021"), "2021"),
    (show_day(None), ""),
    (show_moment("2026-11-21T18:55:00+00:00"), "22/11/2026 01:55"),
    (show_number(1234567.5), "1.234.567,5"),
    (show_number(1234567.5, "en"), "1,234,567.5"),
    (show_number(None), ""),
    (read_sureness(0.96), "sure"),
    (read_sureness(0.85), "fair"),
    (read_sureness(0.5), "low"),
]


@pytest.mark.parametrize(("written", "expected"), WRITTEN)
def test_days_and_numbers_are_written_as_people_do(written: str, expected: str) -> None:
    assert written == expected


def test_a_value_is_written_with_its_sign() -> None:
    goal = {"value": 7.0, "value2": None, "comparator": "gt", "change": "increase", "unit": "%/năm", "baseline": None}
    assert show_value(goal, Words("vi")) == "tăng > 7 %/năm"
    assert show_value({**goal, "value2": 8.5, "comparator": "range", "change": "level"}, Words("vi")) == "7–8,5 %/năm"
