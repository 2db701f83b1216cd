"""Every hostile file through the sandbox, and good files mutated at random: what came of each, in what time and memory.

python tests/benchmarks/hostile.py              # the table of hostile files, slowest first
python tests/benchmarks/hostile.py fuzz [300]   # so many mutations of one good file of each format
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from extractors import Outcome, Sandbox, Source, open_sandbox
from tests.hostile_files import HOSTILE_FILES, good_docx
from tests.hostile_office import odt, xlsx
from tests.hostile_pdf import said
from tests.hostile_web import page

TIMEOUT = 10.0
LATE = 2.0
UNTYPED = "extract_failed"  # the code of an error without a type of its own


def print_hostile_files() -> int:
    """One row a file; the number of files that came to a wrong end or were late."""
    rows, wrong = [], 0
    with tempfile.TemporaryDirectory() as folder, open_sandbox(timeout=TIMEOUT) as sandbox:
        for name, file in HOSTILE_FILES.items():
            path = Path(folder, "file")
            path.write_bytes(file.make())
            outcome, peak = _read(sandbox, Source(name, path=path))
            code = outcome.error.code if outcome.error else "text"
            right = code in file.ends and outcome.seconds <= outcome.limit + LATE
            wrong += not right
            rows.append(
                (outcome.seconds, f"{name:32} {code:18} {outcome.seconds:6.2f} {peak:6.0f} {'' if right else 'WRONG'}")
            )
    print(f"{'file':32} {'outcome':18} {'s':>6} {'MB':>6}")
    print("\n".join(row for _, row in sorted(rows, reverse=True)))
    late = sum(seconds > TIMEOUT for seconds, _ in rows)
    print(f"{len(rows)} files, {wrong} wrong or late by over {LATE:g} s, {late} took all of {TIMEOUT:g} s")
    return wrong


def _read(sandbox: Sandbox, source: Source) -> tuple[Outcome, float]:
    """The outcome, and the most memory (RSS, MB) that the reading processes held meanwhile."""
    over, peaks = threading.Event(), [0.0]
    watch = threading.Thread(target=_watch, args=(over, peaks))
    watch.start()
    (outcome,) = sandbox.extract([source])
    over.set()
    watch.join()
    return outcome, max(peaks)


def _watch(over: threading.Event, peaks: list[float]) -> None:
    import psutil

    here = psutil.Process()
    while not over.wait(0.02):
        for process in here.children(recursive=True):
            try:
                peaks.append(process.memory_info().rss / 2**20)
            except psutil.Error:
                continue


def good_files() -> dict[str, bytes]:
    """A small good file of each format."""
    files = Path(__file__).parents[1] / "files"
    samples = {
        "docx": good_docx(),
        "odt": odt("<text:p>Nghị quyết số 08-NQ/TU</text:p>"),
        "xlsx": xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'),
        "html": page("<table border=1><tr><td>Số: 12/KH-UBND<td>ngày 8</table>" * 3),
        "plain": "Kế hoạch số 12/KH-UBND\n".encode() * 20,
        "rtf": b"{\\rtf1\\ansi\\ansicpg1258 Ke hoach \\u7871?{\\b so} 12}",
        "pdf-small": said(),
    }
    samples |= {f"pdf-{path.stem}": path.read_bytes() for path in sorted(files.glob("*.pdf"))[:2]}
    return samples


def mutate(data: bytes, seed: int) -> bytes:
    """The bytes with a few of them changed, pieces cut out, doubled or moved: the same for the same seed."""
    chance, out = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, size = chance.randrange(len(out)), chance.choice((1, 2, 8, 64, 500))
        what = chance.randrange(5)
        if what == 0:
            out[at] = chance.randrange(256)
        elif what == 1:
            out[at] ^= 1 << chance.randrange(8)
        elif what == 2 and len(out) > 2 * size:
            del out[at : at + size]
        elif what == 3:
            out[at:at] = out[at : at + size]
        else:
            out[at : at + size] = chance.choice((b"\xff", b"\x00", b"9", b"<", b"(")) * min(size, len(out) - at)
    return bytes(out)


def fuzz(times: int, timeout: float = TIMEOUT, files: dict[str, bytes] | None = None) -> dict[str, Counter[str]]:
    """For each format, how often each outcome came of so many mutations."""

    def sources() -> Iterator[Source]:
        for kind, data in (files or good_files()).items():
            for seed in range(times):
                yield Source(f"{kind}/{seed}", data=mutate(data, seed))

    counts: dict[str, Counter[str]] = {}
    with open_sandbox(workers=2, timeout=timeout, page_seconds=2) as sandbox:
        for outcome in sandbox.extract(sources()):
            code = outcome.error.code if outcome.error else "text"
            counts.setdefault(outcome.key.split("/")[0], Counter())[code] += 1
            if code in (UNTYPED, "crashed") or "Error: " in str(outcome.error):
                print(outcome.key, outcome.error)
    return counts


def main() -> int:
    """Print the table that was asked for; 1 when something came to a wrong end."""
    if "fuzz" not in sys.argv:
        return min(1, print_hostile_files())
    started = time.monotonic()
    counts = fuzz(int(sys.argv[2]) if len(sys.argv) > 2 else 300)
    for kind, ends in counts.items():
        print(f"{kind:24}", ", ".join(f"{code} {number}" for code, number in ends.most_common()))
    print(f"{sum(map(Counter.total, counts.values()))} files in {time.monotonic() - started:.0f} s")
    return int(any(ends[UNTYPED] + ends["crashed"] for ends in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
