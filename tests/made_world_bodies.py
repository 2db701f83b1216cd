"""Who issues papers in the made world: the bodies of a province and of the centre, under the names of their day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from documents.agencies import agency_name
from documents.provinces import Province, find_province

MERGED = "2025-07-01"  # 63 provinces became 34, districts ended
REFORMED = "2025-03-01"  # departments were merged and renamed


@dataclass(frozen=True, slots=True)
class Body:
    """Who issues: `head` are its lines on paper, `short` and `full` its names within a province and beyond it."""

    name: str
    level: str  # party_central, central, party, council, committee, department, local
    province: str | None
    code: str
    head: tuple[str, ...]
    short: tuple[str, ...]
    full: tuple[str, ...]


def make_body(kind: str, province: Province | None, topic: dict[str, Any], places: list[str], issued: str) -> Body:
    if province is None:
        return _central_body(kind, topic, issued)
    full = province.full_name(issued)
    unit, name = full[: -len(province.name) - 1], province.name
    upper = f"{unit} {name}".upper()
    party = "Thành ủy" if unit == "thành phố" else "Tỉnh ủy"
    where = "Thành phố Hồ Chí Minh" if name == "Hồ Chí Minh" else name
    department = topic["since" if issued >= REFORMED else "before"]
    called = agency_name(department) or department
    at = places[-1 if kind == "local_2" else 0]
    local = f"{'xã' if issued >= MERGED else 'huyện'} {at}"
    bodies = {
        "party": Body(f"{party} {where}", "party", name, "TU", (f"{party} {where}".upper(), "*"),
                      (party, f"Ban Chấp hành Đảng bộ {unit}", f"Ban Thường vụ {party}"),
                      (f"{party} {where}", f"Ban Chấp hành Đảng bộ {full}")),
        "council": Body(f"Hội đồng nhân dân {full}", "council", name, "HĐND", ("HỘI ĐỒNG NHÂN DÂN", upper),
                        (f"Hội đồng nhân dân {unit}", f"HĐND {unit}"), (f"Hội đồng nhân dân {full}",)),
        "committee": Body(f"Ủy ban nhân dân {full}", "committee", name, "UBND", ("ỦY BAN NHÂN DÂN", upper),
                          (f"Ủy ban nhân dân {unit}", f"UBND {unit}"), (f"Ủy ban nhân dân {full}", f"UBND {full}")),
        "department": Body(f"{called} {full}", "department", name, department,
                           (f"ỦY BAN NHÂN DÂN {upper}", called.upper()), (called,), (f"{called} {full}",)),
        "local": Body(f"Ủy ban nhân dân {local}", "local", name, "UBND", ("ỦY BAN NHÂN DÂN", local.upper()),
                      (f"Ủy ban nhân dân {local}", f"UBND {local}"), (f"Ủy ban nhân dân {local}",)),
    }  # fmt: skip
    return bodies[kind.split("_", maxsplit=1)[0]]


def _central_body(kind: str, topic: dict[str, Any], issued: str) -> Body:
    department = topic["since" if issued >= REFORMED else "before"]
    code = "BDTTG" if department in ("BDT", "SDTTG") else "B" + department[1:]
    ministry = agency_name(code) or code
    names = {
        "party_central": ("Bộ Chính trị", "TW", ("BAN CHẤP HÀNH TRUNG ƯƠNG", "*")),
        "government": ("Chính phủ", "CP", ("CHÍNH PHỦ",)),
        "prime_minister": ("Thủ tướng Chính phủ", "TTg", ("THỦ TƯỚNG CHÍNH PHỦ",)),
        "ministry": (ministry, code, (ministry.upper(),)),
    }
    name, code, head = names[kind]
    return Body(name, "party_central" if kind == "party_central" else "central", None, code, head, (name,), (name,))


def successor(body: Body) -> Body:
    """A body of a merged province as people of today speak of it: the one of the province that took it over."""
    unit = find_province(body.province) if body.province else None
    if unit is None or not unit.successor or unit.successor == unit.name:
        return body
    now = find_province(unit.successor)
    assert now is not None
    places = tuple(words.replace(f"{_kind(unit)} {unit.name}", f"{_kind(now)} {now.name}") for words in body.full)
    return replace(body, province=now.name, full=places)


def _kind(unit: Province) -> str:
    return "thành phố" if unit.type == "city" else "tỉnh"
