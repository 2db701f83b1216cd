"""How long questions take, beside the same sent raw by the backend's own client."""

from __future__ import annotations

from collections.abc import Callable

from search_documents import Cost, cost_of, quantiles, questions

from index_mappings import Index, Query
from index_mappings.passages import DEPTH, PER_DOCUMENT

ROUNDS = 3  # each question is asked so many times in each way, in turn; the best counts, for machines are shared
PAGE = 10
SAME, MAIN = "the same requests sent raw", "the main request alone, raw"
Raw = Callable[[Query], object]
AskRaw = Callable[[str, int, int], Raw]  # by place: so many documents with facets, and so many passages


def time_questions(place: str, index: Index, raw: AskRaw) -> None:
    """p50 and p95 of pages of ten with facets and marks, and our share of what the backend itself takes.

    SAME: all we ask, 30 documents with their count and facets, then 60 of their passages. MAIN: ten documents, count
    and facets, nothing to weigh or to mark by.
    """
    ways = {"ours": index.search, SAME: raw(place, DEPTH, PER_DOCUMENT * DEPTH), MAIN: raw(place, PAGE, 0)}
    best: dict[str, list[Cost]] = {name: [] for name in ways}
    for query in [Query(text=text, facets=True) for text in questions()]:
        taken: dict[str, list[Cost]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, ask in ways.items():
                taken[name].append(cost_of(lambda ask=ask, query=query: ask(query)))
        for name, costs in taken.items():
            best[name].append(min(costs, key=lambda cost: cost.seconds))
    p50, p95 = quantiles([cost.seconds for cost in best["ours"]])
    print(f"query     p50 {p50:.1f} ms, p95 {p95:.1f} ms, CPU here {_cpu(best['ours']):.1f} ms", flush=True)
    for name in (SAME, MAIN):
        raw50, raw95 = quantiles([cost.seconds for cost in best[name]])
        cpu = _cpu(best[name])
        print(f"          {name} {raw50:.1f} and {raw95:.1f}, {cpu:.1f}: ours is", end=" ")
        print(f"{p50 / raw50:.2f}, {p95 / raw95:.2f}, {_cpu(best['ours']) / cpu:.2f} of it", flush=True)


def _cpu(costs: list[Cost]) -> float:
    """Milliseconds of this process a question, in all threads."""
    return 1000 * sum(cost.cpu for cost in costs) / len(costs)
