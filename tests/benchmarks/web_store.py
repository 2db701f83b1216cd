"""A big store for measuring the site: a made world, captured, linked and indexed by the project's own functions.

No file is read and no text tagged: texts and their perfect tags go straight into the catalog. Made once, then kept:

python tests/benchmarks/web_store.py FOLDER --size 112000      # 100,000 documents: 20 minutes, 2 GB
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_world import make_world
from made_world_captures import REAL, Captured, capture_world, keep_captures

from pipelines.index import rebuild_index
from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.work import open_work

PROSE = Path(__file__).with_name("prose.txt")
LENGTHS = ((0.6, 500), (0.3, 3_000), (0.1, 8_000))  # characters of plain prose behind a paper: most papers are short
MADE = "made.txt"  # its presence says that a store is whole


def make_store(home: Path, size: int) -> None:
    """Fill a folder with about so many documents, unless it is whole already."""
    if (home / MADE).exists():
        return
    said = time.monotonic()
    captured = [_lengthen(each) for each in capture_world(make_world(size), REAL)]
    work = open_work(load_settings({"VANBAN_HOME": str(home)}), _say)
    keep_captures(work, captured, tagged=True)
    for stage in (link_documents, rebuild_index):
        print(f"\n{stage(work)}, {time.monotonic() - said:.0f} s since the beginning", flush=True)
    (home / MADE).write_text(f"{len(captured)} captures\n")


def _lengthen(captured: Captured) -> Captured:
    """The same paper with prose behind it, so that texts are as long as real ones."""
    chance = Random(captured.capture.url)
    length = chance.choices([n for _, n in LENGTHS], [share for share, _ in LENGTHS])[0]
    sentences = _prose()
    text = captured.written.text + "\nPHỤ LỤC\n"
    text += " ".join(chance.choice(sentences) for _ in range(1 + length // 200))
    data = text.encode()
    capture = replace(captured.capture, sha256=sha256(data).hexdigest(), size=len(data))
    return replace(captured, capture=capture, written=replace(captured.written, text=text))


def _prose() -> list[str]:
    return [part.strip() for part in PROSE.read_text("utf-8").replace("\n", ";").split(";") if part.strip()]


def _say(stage: str, through: int, of: int) -> None:
    if through % 5_000 == 0:
        print(f"{stage} {through}/{of}", flush=True)


def main() -> None:
    """Make the store that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("home", type=Path)
    options.add_argument("--size", type=int, default=100_000, help="true documents; some are captured twice or never")
    given = options.parse_args()
    make_store(given.home, given.size)


if __name__ == "__main__":
    main()
