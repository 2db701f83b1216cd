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
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from search_documents import TYPES, cost_of, fill, made_documents, quantiles, questions
from search_quality import known_items, measure_alqac
from search_tantivy import measure_filling, raw_tantivy

from index_mappings import Index, Query, open_index


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
            kept = str(asked.keep) if asked.keep and backend == "embedded" else ""
            if not (kept and asked.keep.exists()):
                print(f"indexing  {filling(backend, place('filled'), folder, min(asked.size, 5_000), asked.length)}")
                refill(kept or place("made"), asked.size, asked.length)
            measure_size(backend, kept or place("made"), asked.size, asked.length)


def measure_size(backend: str, place: str, size: int, length: int) -> None:
    """Known items, time of a query, and a rebuild while others search."""
    with open_index(place) as index:
        if backend == "embedded":
            held = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
            print(f"size      {held / size / 1000:6.1f} kB a document of {length / 1000:.0f} kB characters")
        print(f"number    {known_items(index, size):6.3f} success@1 in any spelling")
        time_queries(backend, place, index)
    if size <= 20_000:
        rebuild_under_load(place, size, length)


def time_queries(backend: str, place: str, index: Index) -> None:
    """p50 and p95 of pages of ten with facets and highlights, and of the same clauses asked raw, in turn."""
    asked = [Query(text=text, facets=True) for text in questions()]
    raw = raw_search(backend, place)
    for query in asked[:20]:
        index.search(query), raw(query)
    times: dict[str, list[float]] = {"ours": [], "raw": []}
    cpu = {"ours": 0.0, "raw": 0.0}
    for query in asked:
        for who, ask in (("ours", index.search), ("raw", raw)):
            cost = cost_of(lambda ask=ask, query=query: ask(query))
            times[who].append(cost.seconds)
            cpu[who] += cost.cpu
    (p50, p95), (raw50, raw95) = (quantiles(each) for each in times.values())
    print(f"query     p50 {p50:.1f} ms, p95 {p95:.1f} ms; raw {raw50:.1f} and {raw95:.1f}", end=": ")
    print(f"{p50 / raw50:.2f}, {p95 / raw95:.2f}; CPU of all {cpu['ours'] / cpu['raw']:.2f}")


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


def raw_search(backend: str, place: str) -> Callable[[Query], object]:
    """What answers the clauses of a query with the backend's own client alone."""
    if backend == "embedded":
        return raw_tantivy(place)
    from search_elasticsearch import raw_elasticsearch

    return raw_elasticsearch(place)


if __name__ == "__main__":
    main()
