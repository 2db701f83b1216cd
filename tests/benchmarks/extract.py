"""Text from files, side by side with others in one run: cost, heads, order of lines, OCR, memory, hostile files.

    make bench-extract                                                     # PDFs made here
    python tests/benchmarks/extract.py --folder FOLDER --gold gold.csv     # real PDFs

Needs pdftotext (Debian: poppler-utils), for OCR tesseract with `vie`. `gold.csv` has the columns file, so_hieu (number)
and ngay_ban_hanh (YYYY-MM-DD). Seconds are CPU seconds of whole processes with their children: look at the ratios.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import printed_lines
from whole_way import PLACES, TASKS

from documents.text import normalize
from extractors import ExtractError, Source, extract_bytes, open_sandbox, render_page
from nlp import tag_text

ROOT = Path(__file__).parents[2]
ROUNDS = 5
READ_ALL = (
    "import sys; from pathlib import Path; from extractors import extract_bytes\n"
    "for name in sys.argv[1:]: extract_bytes(Path(name).read_bytes())"
)
PEAK = READ_ALL + "\nprint(int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) // 1024)"
COMMAND = "import sys\nfrom pipelines.cli import main\nif __name__ == '__main__':\n    sys.exit(main())"
SUBREAPER = 36  # prctl(2): processes whose parent is gone become this one's, and so does what they cost
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}


@dataclass
class Sample:
    """A PDF, what its head says, and its lines in order where they are known."""

    path: Path
    number: str | None
    issued: str | None
    lines: list[str] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, help="real PDFs instead of made ones")
    options.add_argument("--gold", type=Path, help="CSV of their numbers and dates; default: gold.csv in the folder")
    options.add_argument("--documents", type=int, default=60, help="how many PDFs are made")
    options.add_argument("--only", choices=PARTS, action="append", help="one figure alone; may be repeated")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if asked.folder:
            samples = read_gold(asked.folder, asked.gold or asked.folder / "gold.csv")
        else:
            samples = make_samples(folder, asked.documents)
        for name in asked.only or PARTS:
            print(f"\n{name}", flush=True)
            PARTS[name](samples, folder)


# ---------------------------------------------------------------- the figures


def compare_cost(samples: Sequence[Sample], folder: Path) -> None:
    """CPU of all processes of one `vanban extract --json` of all born-digital files, against one pdftotext a file.

    Beside it the readers alone, in one process without a sandbox. Bytecode is there, as after any first run.
    """
    if not shutil.which("pdftotext"):
        print("  left out: pdftotext is not installed (Debian: poppler-utils)")
        return
    files, pages = born_digital(samples)
    names = [str(path) for path in files]
    script = folder / "vanban.py"
    script.write_text(COMMAND, encoding="utf-8")
    commands = {
        "vanban extract": [[sys.executable, str(script), "extract", "--json", *names]],
        "vanban extract --boxes": [[sys.executable, str(script), "extract", "--json", "--boxes", *names]],
        "readers alone": [[sys.executable, "-c", READ_ALL, *names]],
        "pdftotext": [["pdftotext", name, "-"] for name in names],
        "pdftotext -layout": [["pdftotext", "-layout", name, "-"] for name in names],
    }
    compiled = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    costs: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, calls in commands.items():
            cost = cpu_of(calls, compiled)
            costs[name] += [cost] if turn else []  # the first compiles
    print(f"  {len(files)} born-digital files in one call, {pages} pages, median of {ROUNDS} turns")
    start = cpu_of([[sys.executable, str(script), "extract", "--json", names[0]]], compiled)
    print(f"  of vanban extract, {start:.2f} s are its start and one file")
    for name in commands:
        ratio = median(own / other for own, other in zip(costs[name], costs["pdftotext"], strict=True))
        print(f"  {name:<24} {median(costs[name]) / pages * 1000:6.2f} ms/page   {ratio:.2f} x pdftotext")


def compare_heads(samples: Sequence[Sample], _: Path) -> None:
    """Number and date by the same tagger from each reader's text, and lines found whole and in order.

    Of real files, whose lines nobody wrote down, pairs of lines: see printed_lines.
    """
    pairs = {x.path: [] if x.lines else printed_lines.printed_pairs(x.path) for x in samples}
    print(f"  {'':<20} {'number right/wrong/empty':<28} {'date right/wrong/empty':<26} lines in order")
    for name, read in READERS.items():
        if name.startswith("pdftotext") and not shutil.which("pdftotext"):
            continue
        numbers, dates, found, lines = [0, 0, 0], [0, 0, 0], 0, 0
        for sample in samples:
            text = read(sample.path)
            header = tag_text(text).header
            numbers[verdict(header.number, sample.number)] += 1
            dates[verdict(header.issued, sample.issued)] += 1
            found += count_in_order(sample.lines, text) + printed_lines.count_in_order(pairs[sample.path], text)
            lines += len(sample.lines) + len(pairs[sample.path])
        share = f"{found / lines:.3f} of {lines}" if lines else "-"
        shown = ["/".join(map(str, counts)) for counts in (numbers, dates)]
        print(f"  {name:<20} {shown[0]:<28} {shown[1]:<26} {share}")


def compare_ocr(samples: Sequence[Sample], folder: Path) -> None:
    """CPU of reading scans, against tesseract alone on the same pictures of the same pages."""
    from extractors import ocr
    from extractors.pdf_picture import OCR_DPI

    if not ocr.is_installed():
        print("  left out: tesseract with Vietnamese is not installed (Debian: tesseract-ocr-vie)")
        return
    scans, pictures = make_scans(born_digital(samples)[0][:3], folder, OCR_DPI)
    ours = [[sys.executable, "-c", READ_ALL, *map(str, scans)]]
    alone = [["tesseract", str(picture), "-", "-l", "vie", "--psm", "4", "--oem", "1"] for picture in pictures]
    costs = [(cpu_of(ours, ONE_THREAD), cpu_of(alone, ONE_THREAD)) for _ in range(3)]
    own, other = (median(cost) / len(pictures) for cost in zip(*costs, strict=True))
    ratio = median(other / own for own, other in costs)
    print(f"  {len(scans)} scans, {len(pictures)} pages: {own:.2f} s/page, tesseract alone {other:.2f} s/page")
    print(f"  pages/s of tesseract alone that are reached: {ratio:.2f}")


def measure_memory(_: Sequence[Sample], folder: Path) -> None:
    """Peak memory of a process that reads one long file: it must not grow with the pages."""
    for pages in (100, 500):
        path = make_long(folder / f"{pages}-pages.pdf", pages)
        peak = subprocess.run([sys.executable, "-c", PEAK, path], check=True, capture_output=True, cwd=ROOT, text=True)
        print(f"  {pages} pages: {peak.stdout.strip()} MB")


def survive_hostile_files(_: Sequence[Sample], folder: Path) -> None:
    """Every hostile file between two good ones: all answered, none over its limit by more than 2 s."""
    good = make_long(folder / "good.pdf", 3).read_bytes()
    files = hostile_files()
    sources = [Source("good 0", data=good)]
    for name, file in files.items():
        sources += [Source(name, data=file.make()), Source(f"good {len(sources)}", data=good)]
    with open_sandbox(workers=2, timeout=5, memory=1 << 30) as sandbox:
        outcomes = {outcome.key: outcome for outcome in sandbox.extract(sources)}
    bad = [outcome for key, outcome in outcomes.items() if key in files]
    ends = [outcome.error.code if outcome.error else "text" for outcome in bad]
    right = sum(end in files[outcome.key].ends for end, outcome in zip(ends, bad, strict=True))
    hurt = [key for key, outcome in outcomes.items() if key.startswith("good ") and outcome.text is None]
    late = max(bad, key=lambda outcome: outcome.seconds - outcome.limit)
    print(f"  {len(files)} hostile files, {len(bad)} answered, {right} as they should be")
    print(f"  good files beside them that were hurt: {len(hurt)} of {len(outcomes) - len(bad)}")
    print(f"  furthest over its limit: {late.seconds - late.limit:+.2f} s ({late.key})")


PARTS: dict[str, Callable[[Sequence[Sample], Path], None]] = {
    "cost": compare_cost,
    "heads": compare_heads,
    "ocr": compare_ocr,
    "memory": measure_memory,
    "hostile": survive_hostile_files,
}


# ---------------------------------------------------------------- readers and counting


def read_ours(path: Path) -> str:
    try:
        return extract_bytes(path.read_bytes()).text
    except ExtractError:
        return ""


def read_plumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return normalize("\n".join(page.extract_text() or "" for page in document.pages))


def read_poppler(path: Path) -> str:
    got = subprocess.run(["pdftotext", "-layout", path, "-"], check=False, capture_output=True)
    return normalize(got.stdout.decode("utf-8", "replace"))


READERS: dict[str, Callable[[Path], str]] = {
    "ours": read_ours,
    "pdfplumber": read_plumber,
    "pdftotext -layout": read_poppler,
}


def verdict(got: str | None, right: str | None) -> int:
    """0 right, 1 wrong, 2 empty although there is one."""
    return 0 if got == right else 2 if got is None else 1


def count_in_order(lines: Sequence[str], text: str) -> int:
    """How many lines stand whole in the text, blanks aside, in the order they should: the longest such row of them."""
    text = "".join(text.split())
    tails: list[int] = []
    start = 0
    for line in lines:
        bare = "".join(line.split())
        at = text.find(bare, start) if text.find(bare, start) >= 0 else text.find(bare)
        if at < 0:
            continue
        place = bisect_left(tails, at)
        tails[place : place + 1] = [at]
        start = at + 1
    return len(tails)


def born_digital(samples: Sequence[Sample]) -> tuple[list[Path], int]:
    """The files all of whose pages were read without OCR, and how many pages they have."""
    files, pages = [], 0
    for sample in samples:
        try:
            read = extract_bytes(sample.path.read_bytes()).pages
        except ExtractError:
            continue
        if not any(page.method in ("ocr", "unread", "legacy") for page in read):
            files.append(sample.path)
            pages += len(read)
    return files, pages


def cpu_of(commands: Sequence[Sequence[str]], more: dict[str, str] | None = None) -> float:
    """CPU seconds that commands took one after the other, with all processes they started, also those they left."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | (more or {})
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT
        )
        with suppress(ChildProcessError):
            while True:
                os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# ---------------------------------------------------------------- files


def read_gold(folder: Path, gold: Path) -> list[Sample]:
    """Real PDFs with their numbers and dates, as far as the files are in the folder."""
    samples = []
    with gold.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            path = folder / row["file"]
            path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            if path.is_file():
                samples.append(Sample(path, row["so_hieu"] or None, row["ngay_ban_hanh"] or None))
    return samples


def make_samples(folder: Path, count: int) -> list[Sample]:
    """Plans stamped in each way that e-office systems stamp, three pages or one with its head drawn last."""
    from make_pdf import BODY, LEFT, RIGHT, SIZE, make_pdf
    from reportlab.lib.utils import simpleSplit

    chance = random.Random(4)
    samples = []
    for i in range(count):
        place, day, month = chance.choice(PLACES), chance.randint(1, 28), chance.randint(1, 12)
        left = ["ỦY BAN NHÂN DÂN", f"TỈNH {place.upper()}", f"Số: {{{i + 100}}}/KH-UBND"]
        dated = f"{place}, ngày {{{day:02d}}} tháng {{{month:02d}}} năm 2022"
        right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", dated]
        body = [f"{j}. {chance.choice(TASKS).format(**numbers(chance))}" for j in range(1, 10 if i % 4 == 0 else 45)]
        rows = [["Chỉ tiêu", "Đơn vị tính", "Năm 2025"], ["Kinh tế số trong GRDP", "%", "20"]] if i % 3 == 0 else []
        path = make_pdf(
            folder / f"{i}.pdf",
            head=list(zip(left, right, strict=True)),
            title=["KẾ HOẠCH", "Chuyển đổi số trên địa bàn tỉnh"],
            body_paragraphs=body,
            tables=[rows] if rows else [],
            stamp=("widget", "double", "raised", "over", None)[i % 5],
            head_last=i % 4 == 0,
        )
        lines = [x.replace("{", "").replace("}", "") for row in zip(left, right, strict=True) for x in row]
        lines += ["KẾ HOẠCH", "Chuyển đổi số trên địa bàn tỉnh"]
        lines += [line for text in body for line in simpleSplit(text, BODY, SIZE, RIGHT - LEFT - 24)]
        lines += ["".join(row) for row in rows]
        samples.append(Sample(path, f"{i + 100}/KH-UBND", f"2022-{month:02d}-{day:02d}", lines))
    return samples


def numbers(chance: random.Random) -> dict[str, int]:
    """Values for the blanks of TASKS."""
    ranges = {"d": (1, 28), "m": (1, 12), "y": (2021, 2030), "p": (5, 40), "q": (40, 99), "n": (1, 2000), "k": (1, 900)}
    return {name: chance.randint(*limits) for name, limits in ranges.items()}


def make_long(path: Path, pages: int) -> Path:
    """A file of about so many pages, half of them tables."""
    from make_pdf import make_pdf

    rows = [["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025"]]
    rows += [[str(i), "Tỷ lệ hồ sơ trực tuyến của cấp xã", "%", "80"] for i in range(pages * 10)]
    chance = random.Random(5)
    body = [f"{i}. {chance.choice(TASKS).format(**numbers(chance))}" for i in range(pages * 8)]
    head = [
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Số: {7}/KH-UBND", "Sơn La, ngày {08} tháng {12} năm 2022"),
    ]
    return make_pdf(path, head, body, [rows])


def make_scans(files: Sequence[Path], folder: Path, dpi: float) -> tuple[list[Path], list[Path]]:
    """PDFs of nothing but pictures of pages, and those pictures."""
    import io

    from PIL import Image

    scans, pictures = [], []
    for path in files:
        pages = [Image.open(io.BytesIO(page)).convert("L") for page in draw_all(path.read_bytes(), dpi)]
        scans.append(folder / f"scan-{path.stem}.pdf")
        pages[0].save(scans[-1], save_all=True, append_images=pages[1:], resolution=dpi)
        for number, page in enumerate(pages, 1):
            pictures.append(folder / f"scan-{path.stem}-{number}.png")
            page.save(pictures[-1], dpi=(dpi, dpi))
    return scans, pictures


def draw_all(data: bytes, dpi: float) -> Iterator[bytes]:
    for page in extract_bytes(data).pages:
        yield render_page(data, page.number, dpi)


def hostile_files() -> dict[str, Any]:
    """The files of tests/hostile_files.py by name; they import one another as `tests.…`."""
    sys.path.insert(0, str(ROOT))
    from tests.hostile_files import HOSTILE_FILES

    return dict(HOSTILE_FILES)


if __name__ == "__main__":
    main()
