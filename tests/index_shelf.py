"""Made records for the tests of the indexes: single ones, and the shelf of searches.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from documents.record import DocumentRecord, TargetRecord

SHELF = yaml.safe_load((Path(__file__).parent / "searches.yaml").read_text("utf-8"))

DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("number", "key", "type", "title", "issuer", "province", "province_today", "issued", "year")),
    **{"kind": "document", "text": "", "url": None, "file": None, "status": None},
}


def document(**given: Any) -> DocumentRecord:
    listed = {name: tuple(given[name]) for name in ("implements", "targets", "cites") if name in given}
    issued = str(given["issued"]) if given.get("issued") else None
    return DocumentRecord(**{**DEFAULTS, **given, **listed, "issued": issued})


def target(**given: Any) -> TargetRecord:
    plain: dict[str, Any] = dict.fromkeys(TargetRecord.__dataclass_fields__)
    plain |= {"comparator": "gte", "change": "level", "rule": "test", "confidence": 0.9, "text": "", "sentence": ""}
    return TargetRecord(**{**plain, **given})


DOCUMENTS = [document(**row) for row in SHELF["documents"]]

TARGETS = [
    target(id="dt-kh-370#1", document="dt-kh-370", number="370/KH-UBND", type="Kế hoạch", province="Đồng Tháp",
           issuer="Ủy ban nhân dân tỉnh Đồng Tháp", issued="2021-12-08", indicator="tỷ trọng kinh tế số trong GRDP",
           value=10.0, unit="%", deadline="2022", sentence="Kinh tế số chiếm trên 10 % GRDP vào năm 2022.", page=2),
    target(id="hg-bc-77#1", document="hg-bc-77", number="77/BC-UBND", type="Báo cáo", province="Hậu Giang",
           province_today="Cần Thơ", issued="2023-12-05", indicator="tỷ trọng kinh tế số", value=12.5, unit="%",
           deadline="2025-12", sentence="Kinh tế số chiếm 12,5 % GRDP."),
    target(id="dt-kh-283#1", document="dt-kh-283", number="283/KH-UBND", province="Đồng Tháp", issued="2023-10-02",
           indicator="số lượt khách du lịch", value=283.0, unit="nghìn lượt", sentence="Đón 283 nghìn lượt khách."),
]  # fmt: skip
