"""`make bench-web`: clients that ask at once, over the site of a data folder (the demo's by default).

Prints p50, p95 and errors for each kind of page, first one client alone, then many. Bars: p95 of a search page 150 ms,
of a document page 100 ms alone; p95 1 s and no error with 50 clients.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
PAGES = {
    "search": "/search?q=" + quote("kế hoạch chuyển đổi số"),
    "document": "/documents/uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021",
    "tree": "/tree?number=08-NQ/TU",
    "targets": "/targets?q=" + quote("kinh tế số"),
}


def main() -> None:
    """Serve the folder in a process of its own and ask."""
    options = argparse.ArgumentParser()
    options.add_argument("home", nargs="?", default=str(ROOT / "var" / "demo"))
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    given = options.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "vanban"), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env={**os.environ, "VANBAN_HOME": given.home}, stdout=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(base)
        for clients, seconds in ((1, given.seconds / 6), (given.clients, given.seconds)):
            with ThreadPoolExecutor(clients) as pool:
                taken = [each for part in pool.map(_ask, [(base, seconds)] * clients) for each in part]
            _report(clients, taken)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(base: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(base + "/robots.txt", timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _ask(work: tuple[str, float]) -> list[tuple[str, float, int]]:
    """(page, seconds, bytes; 0 for an error) of all that one client asked within its time."""
    base, seconds = work
    until, taken = time.monotonic() + seconds, []
    while time.monotonic() < until:
        for name, path in PAGES.items():
            started = time.perf_counter()
            try:
                size = len(urllib.request.urlopen(base + path, timeout=30).read())
            except OSError:
                size = 0
            taken.append((name, time.perf_counter() - started, size))
    return taken


def _report(clients: int, taken: list[tuple[str, float, int]]) -> None:
    print(f"{clients} client{'s' if clients > 1 else ''}: {len(taken)} answers")
    for name in PAGES:
        times = sorted(seconds for page, seconds, _ in taken if page == name)
        sizes = [size for page, _, size in taken if page == name]
        p50, p95 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
        wrong = sizes.count(0)
        print(f"  {name:9} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  largest {max(sizes) / 1000:.0f} kB  errors {wrong}")


if __name__ == "__main__":
    main()
