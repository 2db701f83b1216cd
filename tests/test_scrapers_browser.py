"""A portal whose list is filled by script: rendered where its YAML says so, through the crawl's own gate."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from requirements_for_tests import require_or_skip

ROOT = Path(__file__).parent.parent
SHELL = """<!DOCTYPE html><html lang="vi"><head><title>Văn bản</title></head><body><div id="app"></div>
<img src="/anh.png"><script src="/app.js"></script></body></html>"""
SCRIPT = """
if (location.pathname === '/')
  document.getElementById('app').innerHTML = '<a href="/van-ban">Văn bản chỉ đạo</a>' +
    '<p>Cổng thông tin điện tử tỉnh Tây Ninh</p>';
else {
const page = new URLSearchParams(location.search).get('page') || '1';
fetch('/rieng/dem').catch(() => 0);
fetch('http://127.9.9.9:%d/canary').catch(() => 0);
fetch('/api/ds?page=' + page).then(r => r.json()).then(rows => {
  const cells = rows.map(v => `<tr><td>${v.so}</td><td>${v.ngay}</td><td><a href="${v.tep}">${v.ten}</a></td></tr>`);
  const head = '<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>';
  document.getElementById('app').innerHTML = '<table>' + head
    + cells.join('') + '</table>' + (page === '1' ? '<div class="pager"><a href="/van-ban?page=2">2</a></div>' : '');
});
}
"""
WALL = b"<html><title>Just a moment...</title><body><script src='/app.js'></script></body></html>"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def do_GET(self):
        server = self.server
        with server.lock:
            server.inside += 1
            server.most = max(server.most, server.inside)
            server.asked.append(self.path)
        time.sleep(0.01)
        path, _, query = self.path.partition("?")
        if path == "/robots.txt":
            body, kind = b"User-agent: *\nDisallow: /rieng/\n", "text/plain"
        elif path in ("/", "/van-ban"):
            body, kind = SHELL.encode(), "text/html; charset=utf-8"
        elif path == "/tuong":
            body, kind = WALL, "text/html"
        elif path == "/app.js":
            body, kind = (SCRIPT % server.server_address[1]).encode(), "text/javascript"
        elif path == "/api/ds":
            first = 1 if query == "page=1" else 4
            rows = [
                {"so": f"{n}/KH-UBND", "ngay": f"0{n}/02/2025", "tep": f"/tep/{n}.pdf", "ten": f"Về việc số {n}"}
                for n in range(first, first + 3)
            ]
            body, kind = json.dumps(rows).encode(), "application/json"
        else:
            body, kind = b"%PDF-1.4\n" + path.encode() + b"0" * 600, "application/pdf"
        self.send_response(200)
        for name, value in (("Content-Type", kind), ("Content-Length", len(body)), ("ETag", f'"{len(body)}"')):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)
        with server.lock:
            server.inside -= 1

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """Run a crawl of one list: (list's path, browser or not) -> (what the crawl told, the server)."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        require_or_skip("browser", "playwright is not installed")
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        require_or_skip("browser", "chromium is not installed")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.lock = threading.Lock()
    folder = tmp_path_factory.mktemp("browser")

    def run(path, browser):
        server.asked, server.inside, server.most = [], 0, 0
        here = f"http://127.0.0.1:{server.server_address[1]}"
        text = f"title: A\nprovince: Tây Ninh\nlists: ['{here}{path}']\nevidence: inferred\ndelay: 0\n"
        (folder / "a.yaml").write_text(text + f"browser: {str(browser).lower()}\n", "utf-8")
        options = {"allowed_networks": ["127.0.0.0/8"], "delay": 0, "timeout": 20.0, "retries": 0}
        sink = folder / f"{path[1:]}-{browser}.json"
        told = {"portals": str(folder), "sink": str(sink), "ids": ["a"], "options": options}
        command = [sys.executable, str(Path(__file__).parent / "crawl_helper.py"), json.dumps(told)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout), server

    yield run
    server.shutdown()


def test_a_list_filled_by_script_is_read_with_its_pages(crawl):
    told, server = crawl("/van-ban", browser=True)
    assert sorted(url.rpartition("/")[2] for url in told["kept"]) == [f"{n}.pdf" for n in range(1, 7)]
    assert told["failed"] == []
    assert "/api/ds?page=1" in server.asked and "/api/ds?page=2" in server.asked


def test_what_a_page_asks_for_passes_the_same_gate(crawl):
    _, server = crawl("/van-ban", browser=True)
    assert server.most == 1
    assert not [path for path in server.asked if path.startswith(("/rieng", "/canary", "/anh", "/favicon"))]


def test_the_shell_is_asked_anew_each_night_and_known_files_are_not(crawl):
    told, server = crawl("/van-ban", browser=True)
    assert told["kept"] == []
    assert "/van-ban" in server.asked and not [path for path in server.asked if path.startswith("/tep/")]


def test_without_the_word_of_its_file_no_script_runs(crawl):
    told, server = crawl("/van-ban", browser=False)
    assert told["kept"] == [] and [reason for _, reason in told["failed"]] == ["empty_page"]
    assert "/app.js" not in server.asked


def test_a_site_filled_by_script_is_discovered_when_asked_to(crawl, tmp_path):
    server = crawl("/van-ban", browser=False)[1]  # a server that runs
    here = f"http://127.0.0.1:{server.server_address[1]}"
    options = {"allowed_networks": ["127.0.0.0/8"], "delay": 0, "timeout": 20.0, "retries": 0}
    told = {"urls": {"a": f"{here}/"}, "folder": str(tmp_path), "options": options, "browser": True}
    command = [sys.executable, str(Path(__file__).parent / "discover_helper.py"), json.dumps(told)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [one["url"] for one in found["lists"]] == [f"{here}/van-ban"]
    assert found["lists"][0]["second_page"] == "page 2 shows 3 rows, 3 of them new"
    assert found["portal"]["browser"] is True


def test_a_challenge_is_never_run(crawl):
    told, server = crawl("/tuong", browser=True)
    assert [reason for _, reason in told["failed"]] == ["bot_wall"]
    assert "/app.js" not in server.asked
