"""What people type finds what they mean: known answers by kind of question, on both indexes, with floors that rise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from documents.record import DocumentRecord
from index_mappings import Index, Query, answer_query, open_index

HERE = Path(__file__).parent
ASKED = yaml.safe_load((HERE / "searches_asked.yaml").read_text("utf-8"))
SHELF = yaml.safe_load((HERE / "searches.yaml").read_text("utf-8"))["documents"] + ASKED["documents"]
FLOOR, OVERALL = 0.85, 0.98


def document(**given: Any) -> DocumentRecord:
    plain: dict[str, Any] = dict.fromkeys(DocumentRecord.__dataclass_fields__)
    plain |= {"kind": "document", "text": "", "agencies": (), "implements": (), "cites": (), "targets": ()}
    given |= {name: tuple(given[name]) for name in ("implements", "targets", "cites") if name in given}
    return DocumentRecord(**plain | given | {"issued": str(given["issued"]) if given.get("issued") else None})


@pytest.fixture(scope="module", params=["embedded", "elasticsearch"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    if request.param == "embedded":
        place = str(tmp_path_factory.mktemp("asked") / "index")
    else:
        place = request.getfixturevalue("elasticsearch_address") + "/asked"
    with open_index(place, rebuild=True) as index:
        index.put([document(**row) for row in SHELF])
        index.commit()
        yield index


def is_right(index: Index, case: str) -> str | None:
    """None where a case holds, else what came instead."""
    typed, _, expected = case.rpartition(" → ")
    wanted = {name.strip() for name in expected.split("&")}
    hits = [hit.id for hit in answer_query(index, Query(text=typed)).page.hits]
    if wanted == {"∅"}:
        return None if not hits else f"{typed}: {hits[:3]}"
    return None if set(hits[: len(wanted)]) == wanted else f"{typed}: {hits[:4]}, not {sorted(wanted)}"


@pytest.mark.parametrize("category", ASKED["asked"])
def test_category(shelf: Index, category: str) -> None:
    cases = ASKED["asked"][category]
    wrong = [found for case in cases if (found := is_right(shelf, case))]
    assert 1 - len(wrong) / len(cases) >= FLOOR, wrong


def test_all_together(shelf: Index) -> None:
    cases = [case for category in ASKED["asked"].values() for case in category]
    wrong = [found for case in cases if (found := is_right(shelf, case))]
    assert len(cases) >= 150
    assert len(ASKED["asked"]) >= 12
    assert 1 - len(wrong) / len(cases) >= OVERALL, wrong
