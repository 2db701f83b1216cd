"""One night over the three demo portals, as the command line runs it, and the night after."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "demo"))

from serve import serve, write_portals

VANBAN = str(Path(sys.executable).parent / "vanban")
PLANNED = {"http_error", "robots_disallowed", "soft_404"}  # what the demo portals do wrong on purpose


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory):
    """Ask: a function that runs a command on what the first night left; and what the two nights said."""
    folder = tmp_path_factory.mktemp("nights")
    server = serve(port=0)
    write_portals(server, folder / "portals")
    names = sorted(path.stem for path in (folder / "portals").glob("*.yaml"))
    environment = {
        **os.environ,
        "VANBAN_HOME": str(folder / "var"),
        "VANBAN_PORTALS": str(folder / "portals"),
        "VANBAN_ALLOW_NETWORKS": "127.0.0.0/8",
        "VANBAN_CRAWL_DELAY": "0",
    }

    def ask(*words: str) -> list[dict]:
        command = [VANBAN, *words, "--json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
        return [json.loads(line) for line in done.stdout.splitlines()]

    nights = [ask("nightly", *names)[-1] for _ in range(2)]
    yield ask, nights
    server.shutdown()
    server.server_close()


def test_everything_is_accounted_for(two_nights) -> None:
    _, nights = two_nights
    for status in nights:
        assert all(s["asked"] == s["done"] + s["unchanged"] + s["failed"] for s in status["stages"].values())
    first, second = nights
    assert set(first["issues"]) >= PLANNED
    assert first["stages"]["link"]["done"] >= 55
    assert {name: s["done"] for name, s in second["stages"].items()} == dict.fromkeys(second["stages"], 0)
    for same in ("files", "documents", "references", "relations", "issues"):
        assert first[same] == second[same]


def test_validity_is_told_of_a_day(two_nights) -> None:
    ask, _ = two_nights
    of_days = {day: ask("show", "370/KH-UBND", "--as-of", day)[0]["status"] for day in ("2022-06-01", "2024-06-01")}
    assert of_days == {"2022-06-01": "in_force", "2024-06-01": "amended"}
    assert ask("show", "370/KH-UBND")[0]["status"] == "amended"


def test_who_carries_out_the_resolution(two_nights) -> None:
    ask, _ = two_nights
    first, *rest = ask("implements", "08-NQ/TU")
    assert (first["document"]["number"], first["document"]["province"]) == ("370/KH-UBND", "Tiền Giang")
    assert (first["state"], first["depth"]) == ("resolved", 1)
    assert "Thực hiện Nghị quyết số 08-NQ/TU" in first["evidence"]["text"]
    assert Path(first["evidence"]["file"]).is_file()
    assert {(answer["document"]["number"], answer["depth"]) for answer in rest} >= {
        ("28/KH-STTTT", 2),
        ("61/KH-UBND", 2),
    }
    keys = [(a["document"]["number"], a["document"]["issuer"]) for a in (first, *rest)]
    assert len(keys) == len(set(keys))  # one document, one answer, however many files show it


def test_one_document_from_its_page_and_its_file(two_nights) -> None:
    ask, _ = two_nights
    (shown,) = ask("show", "370 kh ubnd")
    assert {Path(appearance["url"]).suffix for appearance in shown["appearances"]} == {".html", ".pdf"}
    assert shown["issued"] == "2021-12-08"  # a signature widget, nowhere in the page's own text


def test_without_diacritics_and_across_provinces(two_nights) -> None:
    ask, _ = two_nights
    hits = ask("search", "chuyen doi so", "--size", "30")
    assert {"Tiền Giang", "Tây Ninh", "Vĩnh Long"} <= {hit["province"] for hit in hits}
    assert all("<mark>" in highlight for hit in hits for highlight in hit["highlights"][:1])
    goals = ask("targets", "tỷ trọng kinh tế số trong GRDP", "--deadline", "2025")
    values = {(goal["province"], goal["value"]) for goal in goals}
    assert {("Tiền Giang", 10.0), ("Tây Ninh", 15.0), ("Vĩnh Long", 12.0)} <= values
    assert all(goal["evidence"]["text"] and goal["document"]["id"] for goal in goals)


def test_the_report_of_the_nights(two_nights) -> None:
    ask, _ = two_nights
    (report,) = ask("night")
    assert (report["kind"], report["new"], report["failed"]) == ("nightly", 0, 0)
    assert {portal["portal"]: [past["new"] for past in portal["trend"]] for portal in report["portals"]} == {
        "demo-tay-ninh": [10, 0],
        "demo-tien-giang": [14, 0],
        "demo-vinh-long": [10, 0],
    }
    assert [stage["stage"] for stage in report["stages"]] == ["extract", "tag", "link", "index"]
    assert ask("night", report["started"][:16]) == [report]
    assert not ask("night", "1999-01-01")


def test_the_evidence_of_a_night(two_nights, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    ask, _ = two_nights
    warc = tmp_path / "all.warc.gz"
    (told,) = ask("export", "--warc", str(warc))
    with warc.open("rb") as file:
        records = [(record, record.raw_stream.read()) for record in ArchiveIterator(file, check_digests="raise")]
    responses = [body for record, body in records if record.rec_type == "response"]
    assert len(responses) == told["captures"] == 70
    files = {Path(shown["file"]).read_bytes() for shown in ask("show", "370/KH-UBND")[0]["appearances"]}
    assert files <= set(responses)
    requests = [record for record, _ in records if record.rec_type == "request"]
    assert all("vanban/" in record.http_headers.get_header("User-Agent") for record in requests)
    assert [a["captures"] for a in ask("export", "--warc", str(warc), "--document", "370/KH-UBND")] == [len(files)]
