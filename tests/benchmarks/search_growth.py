"""What a document and a question cost on Elasticsearch, as the index grows, beside the same sent by its own client.

python tests/benchmarks/search_growth.py --size 10000                    # made documents of 8 kB
python tests/benchmarks/search_growth.py --size 100000 --length 1000     # short ones, many
python tests/benchmarks/search_growth.py --size 2000 --nodes 2           # two servers; one is killed under load
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from elasticsearch import Elasticsearch
from elasticsearch_server import Node, elasticsearch_nodes
from search_documents import fill, made_documents, quantiles, timed
from search_elasticsearch import measure_filling_elasticsearch, raw_elasticsearch
from search_times import time_questions

from index_mappings import Index, Query, open_index
from index_mappings.mapping import ROOMS


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=10_000, help="made documents")
    options.add_argument("--length", type=int, default=8_000, help="characters of each")
    options.add_argument("--rate", type=int, default=2_000, help="documents that both ways of filling are given")
    options.add_argument("--nodes", type=int, default=1)
    options.add_argument("--heap", default="1g", help="of each server")
    asked = options.parse_args()
    with elasticsearch_nodes(asked.nodes, heap=asked.heap) as nodes:
        place = f"{nodes[0].address}/made"
        if asked.rate and asked.nodes == 1:
            filled = measure_filling_elasticsearch(f"{nodes[0].address}/ours", asked.rate, asked.length)
            print(f"filling   {filled}", flush=True)
        with open_index(place, rebuild=True) as index:
            seconds = timed(lambda: fill(index, made_documents(asked.size, asked.length)))
            print(
                f"filled    {asked.size / seconds:.0f} documents/s, made ones of {asked.length} characters", flush=True
            )
            if asked.nodes == 1:
                print_sizes(place, asked.size)
                time_questions(place, index, raw_elasticsearch)
        if asked.nodes > 1:
            lose_a_node(nodes, asked.size)


def print_sizes(place: str, size: int) -> None:
    """Bytes of each room on the disk, merged."""
    address, prefix = place.rsplit("/", 1)
    with Elasticsearch(address, request_timeout=1800) as client:
        client.indices.forcemerge(index=f"{prefix}-*", max_num_segments=1)
        for room in ROOMS:
            stats = client.indices.stats(index=f"{prefix}-{room}")["_all"]["primaries"]
            held, count = stats["store"]["size_in_bytes"], stats["docs"]["count"]
            print(
                f"size      {held / size / 1000:6.1f} kB a document: {room}, {count / size:.1f} a document", flush=True
            )


# ---------------------------------------------------------------- two servers


def lose_a_node(nodes: list[Node], size: int) -> None:
    """Questions asked of the servers together while one of them is killed and comes back."""
    with Elasticsearch(nodes[0].address, request_timeout=120) as client:
        client.cluster.health(wait_for_status="green", timeout="120s")
        print(f"health    {client.cluster.health()['status']}, {len(nodes)} servers")
    for killed in (nodes[-1], nodes[0]):
        left = next(node for node in nodes if node is not killed)
        with open_index(f"{left.address}/made") as index, asking(index, size) as answers:
            wait_for_answers(answers, 100)
            before = len(answers)
            killed.kill()
            wait_for_answers(answers, 100)
            print_answers(f"{killed.name} killed", answers, before)
        killed.start()
        with Elasticsearch(left.address, request_timeout=120) as client:
            waited = timed(lambda client=client: client.cluster.health(wait_for_status="green", timeout="120s"))
        print(f"          back again, green after {waited:.1f} s")


def wait_for_answers(answers: list[tuple[float, str]], count: int) -> None:
    """Until so many more came, or a minute passed."""
    known, until = len(answers), time.monotonic() + 60
    while len(answers) < known + count and time.monotonic() < until:
        time.sleep(0.1)


@contextmanager
def asking(index: Index, size: int) -> Iterator[list[tuple[float, str]]]:
    """Asks without a pause; gives seconds, and what was wrong, of each answer."""
    answers: list[tuple[float, str]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            started, wrong = time.perf_counter(), ""
            try:
                total = index.search(Query(facets=True)).total
                wrong = "" if total == size else f"{total} documents"
            except Exception as error:
                wrong = str(error)
            answers.append((time.perf_counter() - started, wrong))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        done.set()
        thread.join()


def print_answers(what: str, answers: list[tuple[float, str]], before: int) -> None:
    """How the answers were before and after something happened."""
    for when, part in (("before", answers[:before]), ("after", answers[before:])):
        p50, p95 = quantiles([seconds for seconds, _ in part] or [0.0])
        wrong = [reason for _, reason in part if reason]
        slowest = max((seconds for seconds, _ in part), default=0.0)
        print(f"{what}, {when}: {len(part)} answers, {len(wrong)} wrong, p50 {p50:.0f} ms, p95 {p95:.0f} ms, "
              f"longest {slowest:.1f} s", *islice(wrong, 2), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
