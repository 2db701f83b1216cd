"""Tagging: documents of 8 kB per second and core, beside a word segmenter and the number pattern; start; linearity.

    make bench-tag                                  # texts of the demo, made 8 kB long with prose
    python tests/benchmarks/tag.py --texts a.jsonl  # real texts: what `vanban extract --json` prints

Everything runs on one core, in CPU seconds, side by side in rounds: on a busy machine the ratios still hold.
Needs underthesea (not needed to run vanban): without it that row is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SIZE = 8192  # bytes of one document
ROUNDS = 3
BAR, GOAL = 150, 400  # documents per second and core
BAR_START, BAR_LINEAR = 2.0, 1.3  # seconds; time per character of a long text against a short one
PIECE_SIZE, BAR_DOUBLE = 50_000, 3.0  # characters of a text that is one piece; what twice of it may cost
SHORT, LONG = 50_000, 5_000_000  # bytes
PROSE = ROOT / "tests" / "benchmarks" / "prose.txt"  # what most of a plan is made of, between grounds and targets

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "demo"), str(ROOT / "tests")]

from adversarial import PIECES  # noqa: E402
from make_site import foot_rows, head_rows, title_lines  # noqa: E402 (the demo's texts are made by its site maker)

from documents.number import find_numbers  # noqa: E402
from documents.text import normalize  # noqa: E402


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path, help="JSON lines with a text each, instead of the demo's")
    options.add_argument("--components", action="store_true", help="what each component costs")
    options.add_argument("--pieces", action="store_true", help="texts made to explode: cost of double the length")
    options.add_argument("--quick", action="store_true", help="without the 5 MB text")
    asked = options.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = read_texts(asked.texts) if asked.texts else demo_texts()
    show_speed(texts, [] if asked.texts else demo_texts(dense=True))
    if asked.components:
        show_components(texts)
    show_start()
    if not asked.quick:
        show_linearity(texts)
    if asked.pieces:
        show_pieces()


# ---------------------------------------------------------------- texts


def read_texts(path: Path) -> list[str]:
    """The texts of a file of JSON lines, empty ones left out."""
    with path.open(encoding="utf-8") as lines:
        return [text for line in lines if (text := json.loads(line).get("text"))]


def demo_texts(*, dense: bool = False) -> list[str]:
    """The demo's documents, each with two others in it, made 8 kB long: with prose, or `dense`, with still others."""
    data = yaml.safe_load((ROOT / "tests" / "demo" / "documents.yaml").read_text("utf-8"))
    prose = PROSE.read_text("utf-8").splitlines()
    documents = [document for document in data["documents"] if "issued" in document and "number" in document]
    texts = []
    for index, document in enumerate(documents):
        parts = [body_of(other) for other in documents[index:] + documents[:index]]
        fill = chain.from_iterable(parts[3:]) if dense else cycle(prose[index % len(prose) :] + prose)
        lines = [*rows(head_rows(document, stamped=False)), *title_lines(document), "", *parts[0], *parts[1], *parts[2]]
        foot = rows(foot_rows(document))
        size = len("\n".join([*lines, *foot]).encode())
        while size < SIZE and (line := next(fill, None)):
            lines.append(line)
            size += len(line.encode()) + 1
        texts.append(normalize("\n".join([*lines, *foot])))
    return texts


def body_of(document: dict[str, Any]) -> list[str]:
    return [line.removeprefix("# ") for line in document["body"]] + rows(document.get("table", ()))


def rows(cells: Iterable[Iterable[object]]) -> list[str]:
    return ["\t".join(map(str, row)) for row in cells]


# ---------------------------------------------------------------- measuring


def show_speed(texts: list[str], dense: list[str]) -> None:
    """The whole pipeline beside the loops it is compared with; the best of some rounds, taken in turn."""
    from nlp import tag_texts

    loops: dict[str, Callable[[], object]] = {
        "tag": lambda: list(tag_texts(texts)),
        "number pattern only": lambda: [find_numbers(text) for text in texts],
    }
    if segment := word_segmenter():
        loops["underthesea word_tokenize only"] = lambda: [segment(text) for text in texts]
    if dense:
        loops["tag, nothing but grounds, targets and tables"] = lambda: list(tag_texts(dense))
    sizes = {name: documents_of(dense if "nothing" in name else texts) for name in loops}
    best = dict.fromkeys(loops, float("inf"))
    for loop in loops.values():
        loop()  # tables and models are loaded
    for _ in range(ROUNDS):
        for name, loop in loops.items():
            best[name] = min(best[name], cost(loop))
    speed = {name: sizes[name] / seconds for name, seconds in best.items()}
    print(f"{len(texts)} texts; CPU seconds of one core, best of {ROUNDS} rounds")
    print(f"  in 8 kB: {density(texts)}")
    for name, each in speed.items():
        print(f"  {name:<46} {each:8,.0f} documents/s   {each / speed['tag']:5.2f} x tag")
    print(f"  bar {BAR}, goal {GOAL}: {'met' if speed['tag'] >= BAR else 'MISSED'}")


def documents_of(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / SIZE


def density(texts: list[str]) -> str:
    """How many tags of each kind 8 kB hold: what a speed means depends on it."""
    from nlp import tag_texts

    tags = list(tag_texts(texts))
    kinds = ("references", "dates", "agencies", "targets", "relations")
    counts = {kind: sum(len(getattr(each, kind)) for each in tags) / documents_of(texts) for kind in kinds}
    return ", ".join(f"{count:.1f} {kind}" for kind, count in counts.items())


def word_segmenter() -> Callable[[str], list[str]] | None:
    try:
        from underthesea import word_tokenize
    except ImportError:
        print("underthesea is not installed: uv pip install underthesea")
        return None
    return lambda text: word_tokenize(text, use_token_normalize=False)


def show_components(texts: list[str]) -> None:
    from nlp.language import COMPONENTS, load_language

    language = load_language()
    spent = dict.fromkeys((name for name, _ in COMPONENTS), 0.0)
    for text in texts:
        draft = language.make_doc(text)._.draft
        for name, tagger in COMPONENTS:
            spent[name] += cost(lambda tagger=tagger, draft=draft: tagger(draft))
    for name, seconds in spent.items():
        print(f"  {name:<12} {seconds / sum(spent.values()):4.0%}")


def show_start() -> None:
    """CPU seconds of a new process until its first text is tagged."""
    code = (
        "import time; from nlp import tag_text; tag_text('Kế hoạch số 1/KH-UBND');"
        "print(time.process_time())"
    )  # fmt: skip
    best = min(
        float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    )
    print(f"start to first tags: {best:.2f} s (bar {BAR_START}): {'met' if best <= BAR_START else 'MISSED'}")


def show_linearity(texts: list[str]) -> None:
    """Time per character of a text of 5 MB against texts of 50 kB, of the same documents."""
    from nlp import tag_text

    short, long = grow(texts, SHORT), grow(texts, LONG)
    alike = LONG // SHORT // 10
    per_short = min(cost(lambda: [tag_text(short) for _ in range(alike)]) / alike / len(short) for _ in range(ROUNDS))
    per_long = cost(lambda: tag_text(long)) / len(long)
    ratio = per_long / per_short
    print(
        f"per character: 50 kB {per_short * 1e9:.0f} ns, 5 MB {per_long * 1e9:.0f} ns, {ratio:.2f}x "
        f"(bar {BAR_LINEAR}): {'met' if ratio <= BAR_LINEAR else 'MISSED'}"
    )


def show_pieces() -> None:
    """Each piece of tests/adversarial.py again and again: what double the length costs, the worst first."""
    from nlp import tag_text

    rows = []
    for piece in PIECES:
        short, long = (normalize((piece * (size // len(piece) + 1))[:size]) for size in (PIECE_SIZE, 2 * PIECE_SIZE))
        first = cost(lambda short=short: tag_text(short))
        rows.append((cost(lambda long=long: tag_text(long)) / first, first, piece))
    rows.sort(reverse=True)
    print(
        f"{len(PIECES)} pieces, each again and again to {PIECE_SIZE:,} characters; double that costs (bar {BAR_DOUBLE})"
    )
    for ratio, first, piece in rows[:8]:
        print(f"  {ratio:.2f}x  {first * 1e9 / PIECE_SIZE:8,.0f} ns a character  {piece!r}")
    print(f"  {'met' if rows[0][0] < BAR_DOUBLE else 'MISSED'}")


def grow(texts: list[str], size: int) -> str:
    """The texts one after the other, again and again, up to a size in bytes."""
    parts: list[str] = []
    reached = 0
    while reached < size:
        parts.append(texts[len(parts) % len(texts)])
        reached += len(parts[-1].encode())
    return "\n".join(parts)


def cost(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    main()
