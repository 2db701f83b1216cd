"""Every engine on pages made after its family's markup: tests/portals/<engine>[_form].*, expected JSON beside each.

A page without its .golden.json gets one written, and the test fails until somebody has read it and runs it again.
"""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from scrapers.engines import ENGINES
from scrapers.listing import DOCUMENTS, disagreement, read_rows
from scrapers.page import read_page
from scrapers.portal import Portal

PAGES = Path(__file__).parent / "portals"
URL = "https://p.gov.vn/van-ban"
SELECTORS = {
    "json": {"rows": "data.ds", "number": "so", "issued": "ngay", "title": "ten", "detail": "/vb/{ma}", "file": "tep"}
}
NAMES = sorted(path for path in PAGES.iterdir() if not path.name.endswith(".golden.json"))


def engine_of(path):
    """The engine a page is for: the longest that begins its name."""
    stem = path.name.partition(".")[0]
    return max((name for name in ENGINES if stem == name or stem.startswith(f"{name}_")), key=len)


def read(path):
    engine = engine_of(path)
    portal = Portal("p", "P", "Tây Ninh", "inferred", (URL,), engine=engine, selectors=SELECTORS.get(engine, {}))
    return ENGINES[engine](read_page(path.read_bytes(), URL), portal)


def as_golden(listing):
    return {
        "items": [{k: v for k, v in asdict(item).items() if v} for item in listing.items],
        "next_urls": list(listing.next_urls),
        "next": asdict(listing.next) if listing.next else None,
        "confidence": listing.confidence,
        "notes": list(listing.notes),
    }


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.name.partition(".")[0])
def test_engine(path):
    found = json.loads(json.dumps(as_golden(read(path))))
    golden = path.with_name(path.name.partition(".")[0] + ".golden.json")
    if not golden.exists():
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{golden.name} is written: read it, then run again")
    assert found == json.loads(golden.read_text("utf-8"))


def test_every_engine_has_a_page():
    assert {engine_of(path) for path in NAMES} == set(ENGINES)


@pytest.mark.parametrize("path", [p for p in NAMES if p.suffix == ".html"], ids=lambda path: path.stem)
def test_engine_and_reader_agree(path):
    """The reader without selectors is the check on every engine, so it must not cry over pages that are right."""
    reader = read_rows(read_page(path.read_bytes(), URL))
    assert disagreement(read(path), reader) is None


def test_a_disagreement_is_told():
    page = read_page((PAGES / "generic.html").read_bytes(), URL)
    three = page.html.replace(
        "</table>",
        "<tr><td>3</td><td>16/BC-UBND</td><td></td><td><a href='/bao-cao-16'>Báo cáo tháng 1</a></td>"
        "<td>01/02/2024</td></tr></table>",
    )
    reader = read_rows(read_page(three, URL))
    assert reader.confidence >= DOCUMENTS
    assert "0 shared" in str(disagreement(read(PAGES / "vnpt_table.html"), reader))
