"""Searching measured: what is found first, how fast, beside the same questions asked of tantivy and Elasticsearch raw.

make bench-search                                         # 5,000 made documents of 8 kB, embedded
python tests/benchmarks/search.py --size 100000           # the full size: some 40 minutes on two cores
python tests/benchmarks/search.py --alqac DIR             # law.json and train_full_530.json of ALQAC, given by hand
python tests/benchmarks/search.py --elasticsearch         # the same on a server as well (see elasticsearch_server.py)
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import tantivy

sys.path.insert(0, str(Path(__file__).parents[1]))

from documents.provinces import find_province
from documents.record import DocumentRecord
from documents.text import strip_marks
from index_mappings import Index, Query, open_index
from index_mappings.clauses import without_scores
from index_mappings.compile_elastic import compile_clause as compile_elastic
from index_mappings.compile_tantivy import build_schema, compile_clause, document_of
from index_mappings.mapping import ROOMS, load_mapping, source_of
from index_mappings.passages import passages_of
from index_mappings.query import FACETS, MOST_FACET_VALUES, attempts_of

TOPICS = """chuyển đổi số; kinh tế số; cải cách hành chính; giảm nghèo bền vững; xây dựng nông thôn mới; bảo vệ rừng;
phát triển du lịch; nhà ở xã hội; an toàn thực phẩm; giáo dục mầm non; nước sạch nông thôn; xâm nhập mặn; bảo hiểm y tế;
năng lượng tái tạo; khu công nghiệp; giải phóng mặt bằng; vệ sinh môi trường; phòng chống thiên tai; hợp tác xã;
an toàn giao thông; việc làm cho thanh niên; quản lý đất đai; dịch vụ công trực tuyến; phổ biến giáo dục pháp luật"""
ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
RIMES = [
    "a",
    "an",
    "ang",
    "anh",
    "ao",
    "ay",
    "âm",
    "ân",
    "ây",
    "ê",
    "ên",
    "i",
    "ia",
    "iên",
    "im",
    "o",
    "oan",
    "oi",
    "ông",
    "ơ",
    "ơn",
    "u",
    "uôc",
    "uy",
    "ư",
    "ươc",
    "ương",
]
PLACES = "Đồng Tháp; An Giang; Cà Mau; Huế; Sơn La; Lào Cai; Đắk Lắk; Lâm Đồng; Nghệ An; Quảng Ninh; Hà Nội; Cần Thơ"
TYPES = (("KH", "Kế hoạch"), ("QĐ", "Quyết định"), ("CT", "Chỉ thị"), ("BC", "Báo cáo"))
ASKED = 300  # questions timed
BATCH = 200


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=5_000, help="made documents")
    options.add_argument("--length", type=int, default=8_000, help="characters of each")
    options.add_argument("--alqac", type=Path, help="folder with law.json and train_full_530.json")
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
            measure_size(backend, place("made"), folder, asked.size, asked.length)


# ---------------------------------------------------------------- what is found first


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


# ---------------------------------------------------------------- how fast


def measure_size(backend: str, place: str, folder: Path, size: int, length: int) -> None:
    """Indexing, known items, time of a query, and a rebuild while others search; each beside the same done raw."""
    with open_index(place, rebuild=True) as index:
        seconds = timed(lambda: fill(index, made_documents(size, length)))
        making = timed(lambda: [None for _ in made_documents(size, length)])
        ours = size / (seconds - making)
        part = min(size, 5_000)
        raw = index_raw(backend, place, folder / "raw", part, length)
        print(f"indexing  {ours:6.0f} documents/s, raw {raw:.0f}: {ours / raw:.2f}")
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
    raw = RAW_SEARCH[backend](place)
    for query in asked[:20]:
        index.search(query), raw(query)
    times: dict[str, list[float]] = {"ours": [], "raw": []}
    for query in asked:
        times["ours"].append(timed(lambda q=query: index.search(q)))
        times["raw"].append(timed(lambda q=query: raw(q)))
    (p50, p95), (raw50, raw95) = (quantiles(each) for each in times.values())
    print(f"query     p50 {p50:.1f} ms, p95 {p95:.1f} ms; raw {raw50:.1f} and {raw95:.1f}", end=": ")
    print(f"{p50 / raw50:.2f}, {p95 / raw95:.2f}")


def questions() -> Iterator[str]:
    """What is asked: topics with and without diacritics, with a place, a year, a phrase, a number."""
    chance = random.Random(5)
    topics, places = [t.strip() for t in TOPICS.split(";")], [p.strip() for p in PLACES.split(";")]
    forms: tuple[Callable[[str, str], str], ...] = (
        lambda topic, _: topic,
        lambda topic, _: strip_marks(topic),
        lambda topic, place: f"{topic} {place}",
        lambda topic, _: f'"{topic}" năm {chance.randint(2019, 2025)}',
        lambda topic, place: f"kế hoạch {topic} của {place}",
        lambda *_: f"{chance.randint(1, 900)}/{chance.choice(TYPES)[0]}-UBND",
    )
    for number in range(ASKED):
        yield forms[number % len(forms)](chance.choice(topics), chance.choice(places))


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


# ---------------------------------------------------------------- the same, raw


def index_raw(backend: str, place: str, folder: Path, size: int, length: int) -> float:
    """Documents a second when tokens (tantivy) or sources (Elasticsearch) are made beforehand."""
    if backend == "embedded":
        return index_raw_tantivy(folder, size, length)
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import streaming_bulk

    address = place.rsplit("/", 1)[0]
    actions = [
        {"_index": f"raw-{room}", "_id": source["id"], "_source": source}
        for room, source in sources(made_documents(size, length))
    ]
    with Elasticsearch(address, request_timeout=120) as client:
        for room in ROOMS:
            body = load_mapping(room).body
            client.indices.delete(index=f"raw-{room}", ignore_unavailable=True)
            client.indices.create(index=f"raw-{room}", settings=body["settings"], mappings=body["mappings"])
        seconds = timed(lambda: [*streaming_bulk(client, actions, chunk_size=200, max_chunk_bytes=20_000_000)])
        seconds += timed(lambda: client.indices.refresh(index="raw-*"))
        client.indices.delete(index=[f"raw-{room}" for room in ROOMS])
    return size / seconds


def index_raw_tantivy(folder: Path, size: int, length: int) -> float:
    """Documents a second with everything analysed beforehand."""
    writers, schemas = {}, {}
    for room in ROOMS:
        (folder / room).mkdir(parents=True)
        schemas[room] = build_schema(load_mapping(room))
        writers[room] = tantivy.Index(schemas[room], str(folder / room)).writer(96_000_000, 2)
    seconds = 0.0
    given = sources(made_documents(size, length))
    for room, source in given:
        ready = document_of(source, load_mapping(room), schemas[room])
        started = time.perf_counter()
        writers[room].add_document(ready)
        seconds += time.perf_counter() - started
    seconds += timed(lambda: [writer.commit() for writer in writers.values()])
    shutil.rmtree(folder)
    return size / seconds


def sources(documents: Iterable[DocumentRecord]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What goes into each room for some documents."""
    for each in documents:
        yield "documents", source_of(each)
        for passage in passages_of(each.id, each.text):
            yield "passages", passage


def raw_tantivy(place: str) -> Callable[[Query], object]:
    """The clauses of a query asked of tantivy itself: ten documents and the facets."""
    (generation,) = (path for path in Path(place).iterdir() if path.is_dir())
    mapping = load_mapping("documents")
    schema = build_schema(mapping)
    searcher = tantivy.Index(schema, str(generation / "documents")).searcher()
    counted = {name: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for name, field in FACETS.items()}

    def ask(query: Query) -> object:
        for clause in attempts_of(query, mapping):
            found = searcher.search(compile_clause(clause, mapping, schema), 10)
            if found.hits:
                break
        kept = [json.loads(searcher.doc(address)["source"][0]) for _, address in found.hits]
        return kept, searcher.aggregate(compile_clause(without_scores(clause), mapping, schema), counted)

    return ask


def raw_elasticsearch(place: str) -> Callable[[Query], object]:
    """The clauses of a query sent to the server by its own client: ten documents and the facets."""
    from elasticsearch import Elasticsearch

    address, prefix = place.rsplit("/", 1)
    client, mapping = Elasticsearch(address), load_mapping("documents")
    counted = {name: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for name, field in FACETS.items()}

    def ask(query: Query) -> object:
        for clause in attempts_of(query, mapping):
            asked = compile_elastic(clause)
            answer = client.search(index=f"{prefix}-documents", query=asked, aggs=counted, track_total_hits=True)
            if answer["hits"]["hits"]:
                break
        return answer

    return ask


RAW_SEARCH = {"embedded": raw_tantivy, "elasticsearch": raw_elasticsearch}


# ---------------------------------------------------------------- made documents


def made_documents(size: int, length: int) -> Iterator[DocumentRecord]:
    """Documents of made words, common ones often and rare ones seldom, with topics, places and numbers of the real."""
    chance = random.Random(1)
    words = [f"{a}{b}" for a in ONSETS for b in RIMES]
    chance.shuffle(words)
    weights = [sum(1 / (n + 3) for n in range(i + 1)) for i in range(len(words))]
    topics, places = [t.strip() for t in TOPICS.split(";")], [p.strip() for p in PLACES.split(";")]
    for number in range(size):
        topic, place = chance.choice(topics), chance.choice(places)
        body = chance.choices(words, cum_weights=weights, k=length // 5)
        for at in range(20, len(body), 60):
            body[at] = chance.choice(topics) + ("." if at % 120 else ".\n")
        unit = find_province(place)
        yield document(
            id=f"made-{number}", number=number_of(number), type=TYPES[number % len(TYPES)][1],
            title=f"Về {topic} tỉnh {place} năm {2019 + number % 7}", text=" ".join(body)[:length],
            issuer=f"Ủy ban nhân dân tỉnh {place}", province=unit.name if unit else None,
            issued=f"{2019 + number % 7}-{1 + number % 12:02}-{1 + number % 28:02}",
        )  # fmt: skip


def number_of(document_number: int) -> str:
    """The printed number of a made document."""
    return f"{1 + document_number // len(TYPES) % 900}/{TYPES[document_number % len(TYPES)][0]}-UBND"


def document(**given: Any) -> DocumentRecord:
    """A record of which only something is known."""
    plain: dict[str, Any] = dict.fromkeys(DocumentRecord.__dataclass_fields__)
    plain |= {"kind": "document", "agencies": (), "implements": (), "cites": (), "targets": ()}
    return DocumentRecord(**plain | given)


def fill(index: Index, documents: Iterable[DocumentRecord]) -> None:
    """Puts documents in batches, and commits once."""
    batch: list[DocumentRecord] = []
    for each in documents:
        batch.append(each)
        if len(batch) == BATCH:
            index.put(batch)
            batch = []
    index.put(batch)
    index.commit()


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def quantiles(seconds: list[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


if __name__ == "__main__":
    main()
