"""Made documents, made questions, and the clock of the search benchmarks."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from documents.provinces import find_province
from documents.record import DocumentRecord
from documents.text import strip_marks
from index_mappings import Index
from index_mappings.mapping import source_of
from index_mappings.passages import passages_of

TOPICS = """chuyển đổi số; kinh tế số; cải cách hành chính; giảm nghèo bền vững; xây dựng nông thôn mới; bảo vệ rừng;
phát triển du lịch; nhà ở xã hội; an toàn thực phẩm; giáo dục mầm non; nước sạch nông thôn; xâm nhập mặn; bảo hiểm y tế;
năng lượng tái tạo; khu công nghiệp; giải phóng mặt bằng; vệ sinh môi trường; phòng chống thiên tai; hợp tác xã;
an toàn giao thông; việc làm cho thanh niên; quản lý đất đai; dịch vụ công trực tuyến; phổ biến giáo dục pháp luật"""
ONSETS = "b c ch d đ g h kh l m n ng nh ph qu s t th tr v x"
RIMES = "a an ang anh ao ay âm ân ây ê ên i ia iên im o oan oi ông ơ ơn u uôc uy ư ươc ương"
PLACES = "Đồng Tháp; An Giang; Cà Mau; Huế; Sơn La; Lào Cai; Đắk Lắk; Lâm Đồng; Nghệ An; Quảng Ninh; Hà Nội; Cần Thơ"
TYPES = (("KH", "Kế hoạch"), ("QĐ", "Quyết định"), ("CT", "Chỉ thị"), ("BC", "Báo cáo"))
ASKED = 300  # questions timed
BATCH = 200


def made_documents(size: int, length: int) -> Iterator[DocumentRecord]:
    """Documents of made words, common ones often and rare ones seldom, with topics, places and numbers of the real."""
    chance = random.Random(1)
    words = [f"{a}{b}" for a in ONSETS.split() for b in RIMES.split()]
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


def sources(documents: Iterable[DocumentRecord]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What goes into each room for some documents."""
    for each in documents:
        yield "documents", source_of(each)
        for passage in passages_of(each.id, each.text):
            yield "passages", passage


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


@dataclass
class Cost:
    """Seconds on the clock, and of CPU in all threads."""

    seconds: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu)


def cost_of(work: Callable[[], object]) -> Cost:
    """What some work costs."""
    cpu = time.process_time()
    seconds = timed(work)
    return Cost(seconds, time.process_time() - cpu)


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def quantiles(seconds: list[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000
