"""Searching measured: what is found first, how fast, beside the same questions asked of tantivy and Elasticsearch raw.

make bench-search                                         # 5,000 made documents of 8 kB, embedded
python tests/benchmarks/search.py --size 100000 --keep DIR   # the full size: some 15 minutes on two cores, then re-used
python tests/benchmarks/search.py --alqac DIR             # law.json and train_full_530.json of ALQAC, given by hand
python tests/benchmarks/search.py --elasticsearch         # the same on a server as well (see elasticsearch_server.py)
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from search_documents import TYPES, fill, made_documents, timed
from search_quality import known_items, measure_alqac
from search_tantivy import measure_filling, raw_tantivy
from search_times import AskRaw, time_questions

from index_mappings import Query, open_index


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=5_000, help="made documents")
    options.add_argument("--length", type=int, default=8_000, help="characters of each")
    options.add_argument("--alqac", type=Path, help="folder with law.json and train_full_530.json")
    options.add_argument("--keep", type=Path, help="folder for the embedded index: asked again when it is there")
    options.add_argument("--elasticsearch", action="store_true", help="measure a server as well")
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = {"embedded": lambda name: str(folder / name)}
        if asked.elasticsearch:
            from elasticsearch_server import elasticsearch_server

            address = stack.enter_context(elasticsearch_server())
            places["elasticsearch"] = lambda name: f"{address}/bench-{name}"
        for backend, place in places.items():
            print(f"== {backend}")
            if asked.alqac:
                measure_alqac(place("alqac"), asked.alqac)
                continue
            kept = asked.keep if backend == "embedded" else None
            made = str(kept) if kept else place("made")
            if not (kept and kept.exists()):
                print(f"indexing  {filling(backend, place('filled'), folder, min(asked.size, 5_000), asked.length)}")
                print(f"filled    {asked.size / timed(lambda to=made: refill(to, asked.size, asked.length)):6.0f} "
                      "documents/s, the making of them included", flush=True)  # fmt: skip
            measure_size(backend, made, asked.size, asked.length)


def measure_size(backend: str, place: str, size: int, length: int) -> None:
    """Known items, time of a query, and a rebuild while others search."""
    with open_index(place) as index:
        if backend == "embedded":
            held = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
            print(f"size      {held / size / 1000:6.1f} kB a document of {length / 1000:.0f} kB characters")
        print(f"number    {known_items(index, size):6.3f} success@1 in any spelling")
        time_questions(place, index, raw_search(backend))
    if size <= 20_000:
        rebuild_under_load(place, size, length)


def rebuild_under_load(place: str, size: int, length: int) -> None:
    """1,000 questions asked while everything is put into the index anew: how many failed, missed or doubled."""
    failed = missing = doubled = asked = 0
    done = threading.Event()
    writer = threading.Thread(target=lambda: (refill(place, size, length), done.set()))
    writer.start()
    with open_index(place) as reader:
        while asked < 1000 or not done.is_set():
            asked += 1
            try:
                page = reader.search(Query(type="Kế hoạch", size=50))
            except Exception as error:
                failed += 1
                print(error)
                continue
            missing += page.total != size // len(TYPES)
            doubled += len({hit.id for hit in page.hits}) != len(page.hits)
    writer.join()
    print(f"rebuild   {asked} questions meanwhile: {failed} failed, {missing} missing, {doubled} doubled")


def refill(place: str, size: int, length: int) -> None:
    """All documents put anew."""
    with open_index(place, rebuild=True) as index:
        fill(index, made_documents(size, length))


def filling(backend: str, place: str, folder: Path, size: int, length: int) -> str:
    """Documents a second, beside the same put with the backend's own client alone."""
    if backend == "embedded":
        return measure_filling(folder, size, length)
    from search_elasticsearch import measure_filling_elasticsearch

    return measure_filling_elasticsearch(place, size, length)


def raw_search(backend: str) -> AskRaw:
    """What answers the clauses of a query with the backend's own client alone."""
    if backend == "embedded":
        return raw_tantivy
    from search_elasticsearch import raw_elasticsearch

    return raw_elasticsearch


if __name__ == "__main__":
    main()
