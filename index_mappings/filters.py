"""The filters as rows: the parameter of a query, the clause it becomes, and what it adds to the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from documents.doctypes import type_name
from documents.provinces import find_province
from documents.text import fold
from index_mappings.clauses import NOTHING, Between, Both, Clause, OneOf, Phrase, Term
from index_mappings.mapping import Mapping
from index_mappings.words import abbreviations


@dataclass(frozen=True, slots=True)
class Filter:
    """One row: the parameter of the query, the clause it becomes, and what it adds to the sentence."""

    parameter: str
    clause: Callable[[Mapping, str], Clause]
    sentence: str


def _province(mapping: Mapping, value: str) -> Clause:
    unit = find_province(value)
    name = mapping.value("province.folded", (unit.name if unit else value).strip())
    return Both(any_of=(Term("province.folded", name), Term("province_today.folded", name)))


def _place(mapping: Mapping, value: str) -> Clause:
    """Documents of a province, and those about it: what the Centre resolves on Huế is not issued by Huế."""
    unit = find_province(value)
    words = tuple(mapping.tokens("heading", unit.name if unit else value))
    named = Phrase("heading", words) if len(words) > 1 else Term("heading", "".join(words))
    return Both(any_of=(_province(mapping, value), named))


def _type(mapping: Mapping, value: str) -> Clause:
    """A type by its name, or by its code (`KH`)."""
    return OneOf("type.folded", (mapping.value("type.folded", type_name(value.strip()) or value.strip()),))


def _words_of(field: str) -> Callable[[Mapping, str], Clause]:
    """The words of the value next to each other in a field, abbreviations written out."""

    def clause(mapping: Mapping, value: str) -> Clause:
        words = mapping.tokens(field, value)
        written_out = mapping.tokens(field, " ".join(abbreviations().get(w, w) for w in words))
        ways = {tuple(words): None, tuple(written_out): None}
        clauses = tuple(Term(field, w[0]) if len(w) == 1 else Phrase(field, w) for w in ways if w)
        return Both(any_of=clauses) if clauses else NOTHING

    return clause


def _all_words(field: str) -> Callable[[Mapping, str], Clause]:
    def clause(mapping: Mapping, value: str) -> Clause:
        words = tuple(Term(field, w) for w in dict.fromkeys(mapping.tokens(field, value)))
        return Both(must=words) if words else NOTHING

    return clause


def _value(field: str) -> Callable[[Mapping, str], Clause]:
    return lambda mapping, value: OneOf(field, (mapping.value(field, value.strip()),))


def _reference(field: str) -> Callable[[Mapping, str], Clause]:
    """A number that a document names; resolutions of the National Assembly have no type in theirs (98/2023/QH15)."""

    def clause(mapping: Mapping, value: str) -> Clause:
        ways = [value.strip()]
        if found := _RESOLUTION.fullmatch(fold(value.strip())):
            ways.append(f"{found[1]}-QH")
        return OneOf(field, tuple(dict.fromkeys(mapping.value(field, way) for way in ways)))

    return clause


def _term(_: Mapping, value: str) -> Clause:
    """A term as `2020 - 2025` or `2020-2025`."""
    return OneOf("term", (re.sub(r"\s*[-–]\s*", "-", value.strip()),))


def _from(_: Mapping, value: str) -> Clause:
    return Between("issued", value, None)


def _to(_: Mapping, value: str) -> Clause:
    return Between("issued", None, value)


def _year(_: Mapping, value: str) -> Clause:
    return Between("years", int(value), int(value))


def _issued_in(_: Mapping, value: str) -> Clause:
    return Between("year", int(value), int(value))


def _at_least(_: Mapping, value: str) -> Clause:
    return Between("value", _figure(value), None)


def _at_most(_: Mapping, value: str) -> Clause:
    return Between("value", None, _figure(value))


def _figure(value: str) -> float:
    """A figure as it is typed, with a decimal comma or point."""
    return float(value.strip().replace(",", "."))


def _deadline(_: Mapping, value: str) -> Clause:
    return Between("deadline_year", int(value[:4]), int(value[:4]))


_RESOLUTION = re.compile(r"0*(\d+)[-/](?:nq(?:[-/]qh)?|qh)")  # a resolution whose body is not said, or is the Assembly

FILTERS: tuple[Filter, ...] = (
    Filter("type", _type, "{}"),
    Filter("issuer", _words_of("issuer.words"), "do {} ban hành"),
    Filter("province", _province, "của {}"),
    Filter("place", _place, "của hoặc về {}"),
    Filter("year", _year, "năm {}"),
    Filter("implements", _reference("implements"), "thực hiện {}"),
    Filter("cites", _reference("cites"), "viện dẫn {}"),
    Filter("agency", _words_of("agencies"), "có nhắc đến {}"),
    Filter("status", _value("status"), "tình trạng “{}”"),
    Filter("term", _term, "nhiệm kỳ {}"),
    Filter("source", _value("portals"), "đăng trên {}"),
    Filter("target", _all_words("targets"), "có chỉ tiêu “{}”"),
    Filter("kind", _value("kind"), "loại “{}”"),
    Filter("issued_from", _from, "từ {}"),
    Filter("issued_to", _to, "đến {}"),
)
TARGET_FILTERS: tuple[Filter, ...] = (
    Filter("type", _type, "trong {}"),
    Filter("issuer", _words_of("issuer.words"), "do {} ban hành"),
    Filter("province", _province, "của {}"),
    Filter("document", _value("document"), "trong văn bản {}"),
    Filter("number", _value("number.key"), "trong {}"),
    Filter("unit", _value("unit.folded"), "tính bằng {}"),
    Filter("value_from", _at_least, "từ {} trở lên"),
    Filter("value_to", _at_most, "không quá {}"),
    Filter("year", _issued_in, "năm {}"),
    Filter("deadline", _deadline, "đến hạn năm {}"),
    Filter("issued_from", _from, "từ {}"),
    Filter("issued_to", _to, "đến {}"),
)


def filter_sentence(parameter: str, value: str) -> str:
    """What one filter of documents adds to the sentence: `của Đồng Tháp`."""
    row = next(row for row in FILTERS if row.parameter == parameter)
    return row.sentence.format(spoken(parameter, value))


def spoken(parameter: str, value: str) -> str:
    """A value as a sentence says it: a province or type by its whole name."""
    if parameter in ("province", "place"):
        unit = find_province(value)
        return unit.name if unit else value
    if parameter == "type":
        return type_name(value) or value
    return value
