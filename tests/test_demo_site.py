"""The demo portals are complete and crawl completely."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "tests" / "demo"
sys.path.insert(0, str(DEMO))

import serve  # noqa: E402
from test_scrapers_crawl import crawl  # noqa: E402


@pytest.fixture(scope="module")
def data():
    return yaml.safe_load((DEMO / "documents.yaml").read_text("utf-8"))


def test_the_site_is_small_and_whole(data):
    routes = json.loads((DEMO / "site" / "routes.json").read_text("utf-8"))
    files = [DEMO / "site" / route["file"] for route in routes.values()]
    assert all(file.is_file() for file in files)
    assert sum(f.stat().st_size for f in DEMO.glob("site/**/*") if f.is_file()) < 2_000_000
    documents = [d for d in data["documents"] if d["form"] != "news"]
    assert len(documents) >= 28
    assert {d["form"] for d in documents} == {"html", "docx", "pdf", "stamped", "scan"}


@pytest.mark.timeout(120)
def test_the_demo_crawls_completely(tmp_path, data):
    server = serve.serve()
    try:
        serve.write_portals(server, tmp_path)
        names = [f"demo-{name}" for name in data["portals"]]
        first = crawl(tmp_path, names, timeout=20.0)
        second = crawl(tmp_path, names, timeout=20.0)
    finally:
        server.shutdown()
        server.server_close()
    captures = json.loads((tmp_path / "sink.json").read_text("utf-8"))
    details = {c["url"].rsplit("/", 1)[1].removesuffix(".html"): c for c in captures if c["role"] == "detail"}
    assert details.keys() == {d["id"] for d in data["documents"]}
    for doc in data["documents"]:
        item = details[doc["id"]]["item"]
        assert item["number"] == doc.get("number")
        assert item["issued"] == (str(doc["issued"]) if "issued" in doc else None)
    with_file = [d for d in data["documents"] if d["form"] not in ("html", "news")]
    assert sum(c["role"] == "file" for c in captures) == len(with_file)
    assert sorted(reason for _, reason in first["failed"]) == ["http_error", "robots_disallowed", "soft_404"]
    assert all(s["complete"] for s in first["summaries"].values())
    assert second["kept"] == []


def test_the_server_runs_as_a_command(tmp_path):
    command = [sys.executable, str(DEMO / "serve.py"), "--port", "0", "--portals", str(tmp_path / "p")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        base = running.stdout.readline().strip()
        running.terminate()
    assert base.startswith("http://127.0.0.1:")
    assert sorted(p.stem for p in (tmp_path / "p").iterdir()) == ["demo-tay-ninh", "demo-tien-giang", "demo-vinh-long"]
