"""`make bench-web`: pages of a store asked for, each for the first time, then by many clients at once for a minute.

Bars, on 100,000 documents: p95 of a search page 150 ms, of a document page 100 ms, each made anew; with 50 clients p95
1 s and no error. Every address is another one: `people` asks for some more often than for others (the k-th of a kind
with weight 1/k), `strangers` never asks for one twice, so that nothing can be sent from what is kept.

python tests/benchmarks/web.py                                        # the demo's store
python tests/benchmarks/web_store.py FOLDER; python tests/benchmarks/web.py FOLDER     # 100,000 documents
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
WORDS = """kế hoạch chuyển đổi số; kinh tế số; chuyen doi so tinh; bảo tồn di sản văn hóa; giảm nghèo bền vững; du lịch;
nong thon moi; cải cách hành chính; nghị quyết; tỷ lệ hồ sơ; hạ tầng; quyết định phê duyệt; kế hoạch năm 2024; bao cao;
nước sạch; giáo dục; an toàn thực phẩm; đất đai; lao động việc làm; y tế cơ sở; chương trình hành động; dịch vụ công"""
PLACES = "Đồng Tháp; An Giang; Cà Mau; Huế; Sơn La; Lào Cai; Đắk Lắk; Lâm Đồng; Nghệ An; Quảng Ninh; Hà Nội; Cần Thơ"
SHARES = {"search": 5, "document": 5, "number": 2, "tree": 2, "targets": 1, "gaps": 1}  # how often people ask for what
ONCE = 100  # pages of each kind that are asked for alone
Pages = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """One answer: its kind, how long it took, its size, status (0: none came); the server CPU of one that was alone."""

    kind: str
    seconds: float
    size: int
    status: int
    cpu: float = 0.0


def main() -> None:
    """Serve the folder in processes of their own and ask."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("home", nargs="?", default=str(ROOT / "var" / "demo"))
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--workers", type=int, default=2, help="processes that answer")
    given = options.parse_args()
    with serving(given.home, given.workers) as (server, port):
        pages = gather(port)
        print(f"{given.home}: {', '.join(f'{len(paths)} {kind}' for kind, paths in pages.items())} pages")
        before = cpu_of(server)
        alone = run(ask_once, server, port, pages)
        report("one client, each page for the first time", alone, cpu_of(server) - before)
        for name, ask in (("people", ask_as_people), ("strangers", ask_as_strangers)):
            before = cpu_of(server)
            taken = run(ask, port, pages, given.clients, given.seconds)
            what = f"{given.clients} clients for {given.seconds:.0f} s, {name}, {given.workers} processes"
            report(what, taken, cpu_of(server) - before)


@contextmanager
def serving(home: str, workers: int) -> Iterator[tuple[int, int]]:
    """The process and the port of a site that is served from a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "vanban"), "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, env={**os.environ, "VANBAN_HOME": home}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            with suppress(OSError):
                fetch(port, "/robots.txt")
                break
            time.sleep(0.1)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(20)


def cpu_of(process: int) -> float:
    """CPU seconds that a process and its children have taken; what others on the machine take is not in it."""
    tasks = list(Path(f"/proc/{process}/task").iterdir())
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    own = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    return own + sum(cpu_of(int(child)) for child in children)


def fetch(port: int, path: str) -> bytes:
    """The body of one answer."""
    body: bytes = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read()
    return body


def gather(port: int) -> Pages:
    """Addresses of pages of each kind, of what the store holds, always the same ones."""
    chance = random.Random(5)
    words = [part.strip() for part in WORDS.split(";")]
    questions = [f"{word} {place.strip()}" for word in words for place in PLACES.split(";")] + words
    chance.shuffle(questions)
    hits = []
    for question in questions[:60]:
        hits += json.loads(fetch(port, f"/search.json?size=20&sort=newest&q={quote(question)}"))["hits"]
    numbers = list(dict.fromkeys(hit["number"] for hit in hits if hit["number"]))
    resolutions = [n for n in numbers if "NQ" in n or "KH" in n]
    return {
        "search": [f"/search?q={quote(question)}" for question in questions[60:]],
        "document": list(dict.fromkeys(f"/documents/{quote(hit['id'])}" for hit in hits)),
        "number": [f"/search?q={quote(number)}" for number in numbers],
        "tree": [f"/tree?number={quote(number)}" for number in resolutions],
        "targets": [f"/targets?q={quote(word)}" for word in words],
        "gaps": [f"/gaps?number={quote(number)}" for number in resolutions[::2]],
    }


# ---------------------------------------------------------------- clients


def run(ask: Callable[..., object], *given: object) -> list[Taken]:
    """Clients in a process of their own, so that they and the server do not wait for each other."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (ask, given))


def _run(ask: Callable[..., object], given: tuple[object, ...]) -> list[Taken]:
    return asyncio.run(ask(*given))  # type: ignore[arg-type]


async def ask_once(server: int, port: int, pages: Pages) -> list[Taken]:
    """Some pages of each kind, one after the other, each with the CPU it cost."""
    client, taken = Client(port), []
    for kind, paths in pages.items():
        for path in paths[:ONCE]:
            before = cpu_of(server)
            answer = await client.get(kind, path)
            taken.append(replace(answer, cpu=cpu_of(server) - before))
    return taken


async def ask_as_people(port: int, pages: Pages, clients: int, seconds: float) -> list[Taken]:
    """Many clients that ask for some pages more often than for others."""
    return await _ask_at_once(port, pages, clients, seconds, lambda path: path)


async def ask_as_strangers(port: int, pages: Pages, clients: int, seconds: float) -> list[Taken]:
    """Many clients that never ask for an address twice."""
    numbers = count()
    return await _ask_at_once(
        port, pages, clients, seconds, lambda p: f"{p}{'&' if '?' in p else '?'}x={next(numbers)}"
    )


async def _ask_at_once(
    port: int, pages: Pages, clients: int, seconds: float, turn: Callable[[str], str]
) -> list[Taken]:
    until, taken = time.monotonic() + seconds, []
    weights = {kind: [1 / k for k in range(1, len(paths) + 1)] for kind, paths in pages.items()}

    async def ask(seed: int) -> None:
        chance, client = random.Random(seed), Client(port)
        while time.monotonic() < until:
            kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
            path = chance.choices(pages[kind], weights[kind])[0]
            taken.append(await client.get(kind, turn(path)))

    await asyncio.gather(*(ask(seed) for seed in range(clients)))
    return taken


class Client:
    """One connection that is kept, and opened again where it was closed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, kind: str, path: str) -> Taken:
        """Ask for a page."""
        started = time.perf_counter()
        try:
            status, size = await asyncio.wait_for(self._get(path), 30)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            self._streams, status, size = None, 0, 0
        return Taken(kind, time.perf_counter() - started, size, status)

    async def _get(self, path: str) -> tuple[int, int]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(size)
        return int(head.split()[1]), size


# ---------------------------------------------------------------- what came of it


def report(what: str, taken: list[Taken], cpu: float) -> None:
    """One line for each kind of page and one for all; CPU is the server's."""
    print(f"{what}: {len(taken)} answers, {1000 * cpu / len(taken):.1f} ms CPU each", flush=True)
    for kind in [*dict.fromkeys(each.kind for each in taken), "all"]:
        of_kind = [each for each in taken if kind in (each.kind, "all")]
        times = sorted(each.seconds for each in of_kind)
        p50, p95 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
        costs = sorted(each.cpu for each in of_kind)
        cost = f"p95 {1000 * costs[int(len(costs) * 0.95)]:6.1f} ms CPU  " if costs[-1] else ""
        wrong = sum(each.status != 200 for each in of_kind)
        largest = max(each.size for each in of_kind) / 1000
        print(f"  {kind:9} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  {cost}largest {largest:4.0f} kB  errors {wrong}")


if __name__ == "__main__":
    main()
