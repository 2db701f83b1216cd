"""What is found first: known numbers in any spelling, and the articles of ALQAC for its questions."""

from __future__ import annotations

import json
import math
import random
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from search_documents import document, fill, number_of

from documents.record import DocumentRecord
from documents.text import strip_marks
from index_mappings import Index, Query, open_index


def measure_alqac(place: str, folder: Path) -> None:
    """R@10, MRR@10 and nDCG@10 of articles for questions, as typed and without diacritics; then with laws whole."""
    laws = json.loads((folder / "law.json").read_text("utf-8"))
    questions = json.loads((folder / "train_full_530.json").read_text("utf-8"))
    for name, whole in (("articles", set()), ("half of the laws whole", {law["id"] for law in laws[::2]})):
        documents, home, spans = _shelve(laws, whole)
        with open_index(f"{place}-{len(whole)}", rebuild=True) as index:
            fill(index, documents)
            for rewrite in (str, strip_marks):
                ranks = [_ranked(index, rewrite(q["text"][:1000]), q, home, spans) for q in questions]
                print(f"{name:<24} {'as typed' if rewrite is str else 'unmarked':<9} {_figures(ranks)}")


def _shelve(
    laws: list[Any], whole: set[str]
) -> tuple[list[DocumentRecord], dict[Any, str], dict[Any, tuple[int, int]]]:
    """Articles as documents, or as parts of a law that is one; where each article is then found."""
    documents, home, spans = [], {}, {}
    for law in laws:
        at = 0
        for article in law["articles"]:
            key = (law["id"], article["id"].strip())
            home[key] = law["id"] if law["id"] in whole else " ".join(key)
            if law["id"] in whole:
                spans[key] = (at, at + len(article["text"]))
                at += len(article["text"]) + 1
            else:
                documents.append(document(id=home[key], title=law["id"], text=article["text"]))
        if law["id"] in whole:
            text = "\n".join(article["text"] for article in law["articles"])
            documents.append(document(id=law["id"], title=law["id"], text=text))
    return documents, home, spans


def _ranked(
    index: Index, text: str, question: Any, home: dict[Any, str], spans: dict[Any, tuple[int, int]]
) -> tuple[list[int], int, bool | None]:
    """The ranks of what is right, how many are right, and whether a whole law opens at the article."""
    keys = [(a["law_id"], str(a["article_id"]).strip()) for a in question["relevant_articles"]]
    right = {home[key] for key in keys if key in home}
    hits = index.search(Query(text=text)).hits
    opened = [hit.at for hit in hits if hit.id in {k[0] for k in keys if k in spans} and hit.at]
    parts = [spans[key] for key in keys if key in spans]
    opens = any(at[0] < end and at[1] > start for at in opened for start, end in parts) if parts else None
    return [rank for rank, hit in enumerate(hits, 1) if hit.id in right], len(right), opens


def _figures(ranks: list[tuple[list[int], int, bool | None]]) -> str:
    def gain(found: Iterable[int]) -> float:
        return sum(1 / math.log2(rank + 1) for rank in found)

    mean = statistics.fmean
    recall = mean(len(found) / max(count, 1) for found, count, _ in ranks)
    first = mean(1 / found[0] if found else 0 for found, _, _ in ranks)
    ndcg = mean(gain(found) / gain(range(1, max(1, min(count, 10)) + 1)) for found, count, _ in ranks)
    opened = [opens for *_, opens in ranks if opens is not None]
    there = f"  opens there {mean(opened):.3f}" if opened else ""
    return f"R@10 {recall:.3f}  MRR@10 {first:.3f}  nDCG@10 {ndcg:.3f}{there}"


def known_items(index: Index, size: int) -> float:
    """The share of spellings of numbers whose first hit has that number."""
    chance, right = random.Random(9), []
    for number in chance.sample(range(size), 40):
        printed = number_of(number)
        for spelling in (printed, strip_marks(printed).lower(), printed.replace("/", " ").replace("-", " "),
                         f"số {printed}", printed.replace("-", ""), "0" + printed):  # fmt: skip
            hits = index.search(Query(text=spelling, size=1)).hits
            right.append(bool(hits) and hits[0].number == printed)
    return statistics.fmean(right)
