"""What is captured of the made world, and how badly: one capture per file, each kind of noise with its own rate.

NOISE is the visible table: `alone` is the rate in the trial of that kind, `real` the rate in the trial that is as noisy
as real lists are. Where a rate was counted, the row says on what; the others are taken by eye.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from typing import Any

from made_world import Made, World
from made_world_bodies import successor
from made_world_texts import Mention, Print, Written, short_title, write, write_news
from sqlalchemy import Connection, select, update

from documents.provinces import find_province
from documents.record import Capture, Item, Text, TextPage, to_json
from extractors import version_of
from nlp import TAGGER_VERSION
from pipelines.work import Work
from store.catalog import upsert
from store.results import save_output
from store.schema import captures as captures_table
from store.schema import results as results_table
from store.waiting import note_addresses, note_results


@dataclass(frozen=True, slots=True)
class Noise:
    """One kind of noise."""

    name: str
    alone: float
    real: float
    what: str


NOISE = (
    Noise("held_back", 0.3, 0.2, "papers that nobody captured: citing them gives red links"),
    Noise("copies", 0.4, 0.15, "the same paper on a second portal, with other words around it"),
    Noise("listed_twice", 0.2, 0.0022, "one row twice with small differences: 3 pairs in 1,348 rows"),
    Noise("drafts", 0.2, 0.02, "the draft beside the signed paper"),
    Noise("news", 0.3, 0.1, "a page that tells of the paper and is none"),
    Noise("number_blank", 0.2, 0.05, "the file lacks its number (a stamp not read: 2 of 40 heads), the list has it"),
    Noise("number_misread", 0.1, 0.005, "a wrong digit in the file's number (OCR), the list has it right"),
    Noise("number_misprinted", 0.3, 0.074, "irregular numbers in the list: 92 of 1,235 rows"),
    Noise("number_repeated", 0.1, 0.0, "an issuer's number given away twice: none in 1,348 rows by one issuer"),
    Noise("date_blank", 0.3, 0.05, "the file's day is not readable, the list has it"),
    Noise("date_lost", 0.2, 0.01, "neither the file nor the list has the day"),
    Noise(
        "list_date_wrong", 0.2, 0.002, "day and month swapped in the list: 2 of 1,108 rows out of the order of numbers"
    ),
    Noise("issuer_lost", 0.2, 0.02, "the block of the issuer is not read"),
    Noise("portal_merged", 0.8, 0.5, "papers of a merged province stand on the portal of today's"),
    Noise("portal_unplaced", 0.5, 0.1, "a portal that is of no province"),
    Noise("cited_date_missing", 0.3, 0.084, "cited without its day: 13 of 154 references in heads of plans"),
    Noise("cited_date_wrong", 0.1, 0.005, "cited with a wrong day"),
    Noise("cited_number_misprinted", 0.1, 0.01, "cited with a separator or letter misprinted"),
    Noise("cited_number_wrong", 0.05, 0.003, "cited with a wrong digit"),
    Noise("cited_issuer_missing", 0.4, 0.1, "cited without who issued it"),
    Noise("cited_successor", 0.5, 0.1, "old papers cited as of the body of today's province"),
    Noise("nameless", 0.2, 0.05, "cited by type, issuer and title, without a number"),
    Noise("ocr", 0.5, 0.086, "misread letters in the body: 7 scans in 81 incoming files"),
)
REAL = {noise.name: noise.real for noise in NOISE}
PAPERS = ("file", "copy", "twice")  # kinds of captures that show the paper itself


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture, the text and perfect tags of its file, and the truth: which paper it shows and how (`kind`)."""

    capture: Capture
    written: Written
    shows: str
    kind: str  # one of PAPERS, draft, news

    @property
    def key(self) -> tuple[str, str]:
        """What the catalog calls it."""
        return self.capture.url, self.capture.sha256


def capture_world(world: World, noise: Mapping[str, float], seed: int = 7) -> list[Captured]:
    """Everything that was captured of a world, in the order of its documents."""
    return [made for document in world.documents.values() for made in _Scribe(world, document, noise, seed).captured()]


class _Scribe:
    """Prints one document as often as it was captured; every choice has its own seed: noises do not move each other."""

    def __init__(self, world: World, document: Made, noise: Mapping[str, float], seed: int):
        self.world, self.document, self.noise, self.seed = world, document, noise, seed

    def hits(self, name: str, about: str = "") -> bool:
        """Whether a noise strikes here."""
        rate = self.noise.get(name, 0.0)
        return rate > 0 and self.chance(name, about).random() < rate

    def chance(self, name: str, about: str = "") -> Random:
        return Random(f"{self.seed} {self.document.id} {name} {about}")

    def captured(self) -> list[Captured]:
        if self.hits("held_back"):
            return []
        made = [self._file("file")]
        if self.hits("copies"):
            made.append(self._file("copy"))
        if self.hits("listed_twice"):
            made.append(self._twice(made[0]))
        if self.hits("drafts"):
            made.append(self._file("draft"))
        if self.hits("news"):
            mention = self._mention(self.document.id, "news")
            written = write_news(self.document, mention, self.chance("words", "news"))
            made.append(self._capture(written, "news", None))
        return made

    def _file(self, kind: str) -> Captured:
        document, draft = self.document, kind == "draft"
        number: str | None = document.number
        if self.hits("number_misread", kind):
            number = _misread(document.number, self.chance("digit", kind))
        unread = draft or self.hits("number_blank", kind)
        undated = draft or self.hits("date_blank", kind) or self.hits("date_lost")
        printed = Print(
            number=None if unread else number,
            issued=None if undated else document.issued,
            head=None if self.hits("issuer_lost", kind) else document.body.head,
            draft=draft,
        )
        mentions = tuple((relation, self._mention(target, "file")) for relation, target in document.cites)
        written = write(document, printed, mentions, self.chance("words"))
        if kind == "copy":
            written = replace(written, text=written.text + f"\nLượt xem: {self.chance('visits').randint(9, 9999)}\n")
        if not draft and self.hits("ocr", kind):
            written = replace(written, text=_scan(written.text, self.chance("ocr letters", kind)))
        return self._capture(written, kind, None if draft else self._item(kind))

    def _item(self, kind: str) -> Item:
        document, chance = self.document, self.chance("row", kind)
        day = None if self.hits("date_lost") else document.issued
        if day and self.hits("list_date_wrong", kind):
            year, month, date = day.split("-")
            day = f"{year}-{date}-{month}" if int(date) <= 12 else day
        number = document.number
        if self.hits("number_misprinted", kind):
            number = _misprint(number, chance)
        title = short_title(document)
        return Item(number, day, title[:1].upper() + title[1:], document.type_name)

    def _twice(self, first: Captured) -> Captured:
        item = first.capture.item
        again = replace(item, title=f"Về việc {item.title}".replace("Về việc Việc", "Về việc")) if item else None
        return replace(
            first, kind="twice", capture=replace(first.capture, url=first.capture.url + "?lan=2", item=again)
        )

    def _capture(self, written: Written, kind: str, item: Item | None) -> Captured:
        body = self.document.body
        unit = find_province(body.province, self.document.issued) if body.province else None
        province, portal = body.province, unit.slug if unit else "trung-uong"
        if unit and self.hits("portal_merged", kind):
            province = successor(body).province
            now = find_province(province)
            portal = now.slug if now else portal
        if kind == "copy" or self.hits("portal_unplaced", kind):
            province, portal = None, "tap-hop"
        data = written.text.encode()
        url = f"https://{portal}.example/{kind}/{sha256(self.document.id.encode()).hexdigest()[:16]}"
        capture = Capture(
            url=url,
            sha256=sha256(data).hexdigest(),
            size=len(data),
            fetched="2026-11-01T00:00:00+00:00",
            role="detail" if kind == "news" else "file",
            portal=portal,
            province=province,
            item=item,
        )
        return Captured(capture, written, self.document.id, kind)

    def _mention(self, target: str, where: str) -> Mention:
        """How this document names another one."""
        cited, about, chance = self.world.documents[target], f"{where} {target}", self.chance("mention", target)
        number: str | None = cited.number
        if self.hits("cited_number_misprinted", about):
            number = _misprint(cited.number, chance)
        if self.hits("cited_number_wrong", about):
            number = _misread(cited.number, chance)
        if self.hits("nameless", about):
            number = None
        day: str | None = cited.issued
        if self.hits("cited_date_wrong", about):
            day = _other_day(cited.issued, chance)
        if self.hits("cited_date_missing", about):
            day = None
        body = cited.body
        if self.hits("cited_successor", about) and self.document.issued >= "2025-07-01":
            body = successor(body)
        near = body.province == self.document.body.province and chance.random() < 0.6
        issuer: str | None = chance.choice(body.short if near else body.full)
        if number is not None and self.hits("cited_issuer_missing", about):
            issuer = None
        return Mention(cited, number, day, issuer, body.province if issuer and not near else None)


# ---------------------------------------------------------------- how print goes wrong


def _misprint(number: str, chance: Random) -> str:
    """As 92 rows of a real list do: Ð of another alphabet, blanks, a lost separator."""
    head, _, tail = number.rpartition("-")
    forms = [number.replace("Đ", "Ð"), number.replace("/", " /", 1), f"{head} - {tail}", number.replace("/", " ", 1)]
    return chance.choice([form for form in forms if form != number])


def _misread(number: str, chance: Random) -> str:
    at = chance.choice([i for i, letter in enumerate(number.split("/", maxsplit=1)[0]) if letter.isdigit()])
    other = chance.choice([digit for digit in "0123456789" if digit != number[at] and (at or digit != "0")])
    return number[:at] + other + number[at + 1 :]


def _other_day(issued: str, chance: Random) -> str:
    year, month, day = issued.split("-")
    return f"{year}-{month}-{(int(day) + chance.randint(1, 20)) % 28 + 1:02d}"


_CONFUSED = dict(zip("ăâêôơưđạảãáà", "áăẽõớuđaáâàã", strict=True))


def _scan(text: str, chance: Random) -> str:
    """One letter in a hundred with a mark loses it or takes another; the length stays."""
    letters = list(text)
    for at in range(text.find("\n\n"), len(letters)):
        if letters[at] in _CONFUSED and chance.random() < 0.01:
            letters[at] = _CONFUSED[letters[at]]
    return "".join(letters)


# ---------------------------------------------------------------- into the store


def keep_captures(work: Work, made: Iterable[Captured], *, tagged: bool) -> None:
    """Put captures into the store as if they were crawled and read; `tagged` gives them their perfect tags too."""
    batch: list[Captured] = []
    for captured in [*made, None]:
        if captured is not None:
            batch.append(captured)
        if batch and (captured is None or len(batch) == 1000):
            with work.store.catalog.write() as connection:
                _keep(connection, batch, tagged)
            batch = []


def _keep(connection: Connection, batch: Collection[Captured], tagged: bool) -> None:
    captured_at = [c.capture for c in batch]
    here = captures_table.c.url.in_([capture.url for capture in captured_at])
    known = select(captures_table.c.url).where(here, captures_table.c.current)
    note_addresses(connection, connection.execute(known).scalars().all())
    connection.execute(update(captures_table).where(here).values(current=False))
    rows = [{**to_json(capture), "checked": capture.fetched, "current": True} for capture in captured_at]
    upsert(connection, captures_table, rows)  # first: results of known captures are what linking waits for
    done: list[dict[str, Any]] = []
    for captured in batch:
        text = captured.written.text
        read = Text(captured.capture.sha256, "plain", text, (TextPage(1, 0, len(text), "plain"),))
        read_hash = save_output(connection, read)
        done.append(_result("extract", version_of(read), read.sha256, read_hash))
        if tagged:
            tags_hash = save_output(connection, captured.written.tags)
            done.append(_result("tag", TAGGER_VERSION, read_hash, tags_hash))
    upsert(connection, results_table, done)
    note_results(connection, "extract", [capture.sha256 for capture in captured_at])


def _result(stage: str, version: str, given: str, made: str) -> dict[str, Any]:
    return {"stage": stage, "input": given, "version": version, "state": "done", "output": made}
