"""Linking: whatever comes in whatever order, and whatever a person decides or takes back, the graph is that of what is
there now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from documents.record import Capture, Date, Header, Item, Reference, Relation, Tags, Text, TextPage
from extractors import version_of
from nlp import TAGGER_VERSION
from pipelines import link
from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.why import explain_document, print_why
from pipelines.work import Work, now, open_work
from store import readings
from store.answers import show_documents
from store.captures import keep_capture
from store.graph import maybes_of
from store.results import save_output, save_result
from store.schema import appearances, documents, maybes, metadata, references
from store.validity import validities

TOPICS = ("phát triển du lịch", "chuyển đổi số", "giảm nghèo bền vững", "phòng cháy rừng")


@dataclass(frozen=True)
class Paper:
    """A file as it was captured: what its head says, and which numbers it cites and how."""

    url: str
    number: str | None
    issued: str | None
    topic: str = TOPICS[0]
    province: str | None = "Sơn La"
    draft: bool = False
    method: str = "plain"
    cites: tuple[tuple[str, str, str, str | None], ...] = ()  # relation, words, number, day
    effect: str | None = None
    item: Item | None = None
    words: str = ""

    @property
    def text(self) -> str:
        """Long enough to be compared, with its citations first."""
        body = "".join(
            f"{n}. Nhiệm vụ {n} về {self.topic}: cơ quan {n} chủ trì {self.topic} tại địa bàn {n} với {n} việc. "
            for n in range(20, 45)
        )
        return "\n".join([words for _, words, _, _ in self.cites] + [self.topic, body, self.words])

    @property
    def capture(self) -> Capture:
        """Its capture; other words are other bytes."""
        digest = sha256(repr((self.text, self.number, self.issued, self.draft)).encode()).hexdigest()
        return Capture(self.url, digest, len(self.text), "2026-01-01", item=self.item)

    @property
    def tags(self) -> Tags:
        """What a perfect tagger says of it."""
        issuer = f"Ủy ban nhân dân tỉnh {self.province}" if self.province else None
        header = Header(
            self.number,
            "Kế hoạch",
            issuer,
            self.province,
            self.issued,
            f"Kế hoạch {self.topic} đến năm 2030",
            draft=self.draft,
        )
        mentions, edges = [], []
        for relation, words, number, day in self.cites:
            start = self.text.index(words)
            end = start + len(words)
            mentions.append(
                Reference(start, end, words, number, number.replace("Đ", "D"), "KH", date=day, province=self.province)
            )
            edges.append(Relation(relation, "self", number, start, end, words, "test", 0.95))
        dates = (Date(0, 1, "x", self.effect, None, "day", "effect"),) if self.effect else ()
        return Tags(header, tuple(mentions), dates, relations=tuple(edges))


OLD = Paper("a", "10/KH-UBND", "2022-03-02")
NEW = Paper(
    "b",
    "20/KH-UBND",
    "2023-04-05",
    TOPICS[1],
    effect="2023-05-01",
    cites=(("replaces", "thay thế Kế hoạch số 10/KH-UBND", "10/KH-UBND", "2022-03-02"),),
)
CARRIES = Paper(
    "c",
    "30/KH-UBND",
    "2024-01-01",
    TOPICS[2],
    cites=(("implements", "Thực hiện Kế hoạch số 10/KH-UBND", "10/KH-UBND", "2022-03-02"),),
)
WORLD = (
    OLD,
    NEW,
    CARRIES,
    replace(OLD, url="a2", issued=None, words="In lại."),  # a copy without its day
    # a figure is misread, as the list says
    replace(OLD, url="a3", number="16/KH-UBND", item=Item("10/KH-UBND", "2022-03-02"), words="Quét."),
    replace(OLD, url="a4", number=None, issued=None, draft=True),
    replace(OLD, url="a5", province=None, words="Cổng khác."),  # without an issuer
    replace(OLD, url="a6", issued="2022-11-20", topic=TOPICS[3]),  # the number once more in the year
    replace(OLD, url="a7", province="Lai Châu", topic=TOPICS[1]),
    replace(NEW, url="b2", topic=TOPICS[1], words="Bản sao."),
    replace(CARRIES, url="c2", number=None, issued=None, draft=True),
)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return open_work(load_settings({"VANBAN_HOME": str(tmp_path / "var")}))


def take_in(work: Work, papers: Sequence[Paper]) -> None:
    """Captured, read and tagged."""
    with work.store.catalog.write() as connection:
        for paper in papers:
            capture = paper.capture
            keep_capture(connection, capture)
            text = Text(capture.sha256, paper.method, paper.text, (TextPage(1, 0, len(paper.text), paper.method),))
            name = save_output(connection, text)
            version = version_of(replace(text, method="plain", pages=()))
            save_result(connection, "extract", version, capture.sha256, output=name)
            save_result(connection, "tag", TAGGER_VERSION, name, output=save_output(connection, paper.tags))


def graph_of(work: Work) -> dict[str, list[str]]:
    """All that linking wrote, row by row."""
    skip = ("captures", "results", "outputs", "runs", "marks")
    with work.store.catalog.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
            if table.name not in skip
        }


def shown(work: Work) -> dict[str, set[str]]:
    """The documents, each with the addresses that show it."""
    found: dict[str, set[str]] = {}
    with work.store.catalog.read() as connection:
        for row in connection.execute(select(appearances)):
            found.setdefault(row.document, set()).add(row.url)
    return found


BASE = "uy-ban-nhan-dan-tinh-son-la"
FIRST = f"{BASE}/10-kh-ubnd/2022/2022-03-02"


def test_who_is_who(work: Work) -> None:
    take_in(work, WORLD)
    link_documents(work)
    found = shown(work)
    assert found[FIRST] == {"a", "a2", "a3", "a4", "a5"}
    assert found[f"{BASE}/10-kh-ubnd/2022/2022-11-20"] == {"a6"}
    assert found["uy-ban-nhan-dan-tinh-lai-chau/10-kh-ubnd/2022"] == {"a7"}
    assert found[f"{BASE}/20-kh-ubnd/2023"] == {"b", "b2"}
    with work.store.catalog.read() as connection:
        nodes = {row.node for row in connection.execute(select(references))}
    assert nodes == {FIRST}


@pytest.mark.parametrize("seed", range(6))
def test_any_order_in_any_batches_gives_the_same_graph(
    seed: int, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)
    monkeypatch.setattr(readings, "CROWD", chance.choice([3, 60]))  # a block may become a crowd on the way
    take_in(work, WORLD)
    link_documents(work)
    other = open_work(load_settings({"VANBAN_HOME": str(tmp_path / "other")}))
    monkeypatch.setattr(link, "BATCH", chance.choice([1, 2, 5]))
    papers = list(WORLD)
    chance.shuffle(papers)
    # at first some addresses show something else, which is gone in the end
    take_in(other, [replace(paper, topic=TOPICS[at % 4], words="Trước.") for at, paper in enumerate(papers[:6])])
    link_documents(other)
    while papers:
        part, papers = papers[:3], papers[3:]
        take_in(other, part)
        link_documents(other)
    assert graph_of(other) == graph_of(work)


def test_a_night_without_news_looks_at_nothing(work: Work) -> None:
    take_in(work, WORLD)
    tallies = [link_documents(replace(work, started=now())) for _ in range(2)]
    take_in(work, [Paper("d", "40/KH-UBND", "2024-05-05", TOPICS[3])])
    tallies.append(link_documents(replace(work, started=now())))
    assert [(t.done, t.unchanged) for t in tallies] == [(len(WORLD), 0), (0, len(WORLD)), (1, len(WORLD))]


def test_validity_follows_what_replaces(work: Work) -> None:
    take_in(work, WORLD)
    link_documents(work)
    with work.store.catalog.read() as connection:
        status = dict(connection.execute(select(documents.c.id, documents.c.status)).tuples().all())
        then = validities(connection, [FIRST], "2023-04-30")[FIRST]
        now = validities(connection, [FIRST], "2023-05-01")[FIRST]
        (carried,) = [
            edge["target"]
            for document in show_documents(connection, work.store.originals, ["30/KH-UBND"], "")
            for edge in document["relations"]
        ]
    assert status[FIRST] == "replaced" and status[f"{BASE}/20-kh-ubnd/2023"] == "in_force"
    assert then and then.status == "in_force" and now and now.status == "replaced"
    assert [act.number for act in now.acts] == ["20/KH-UBND"]
    assert carried["status"] == "replaced"  # a plan that implements what is replaced says so
    take_in(work, [replace(NEW, cites=()), replace(WORLD[9], cites=())])
    link_documents(work)
    with work.store.catalog.read() as connection:
        assert connection.execute(select(documents.c.status).where(documents.c.id == FIRST)).scalar() == "in_force"


# ---------------------------------------------------------------- decisions

DECISIONS = {
    "same": (f"same:\n  - documents: [a6, {FIRST}]\n    why: one was misdated\n", {FIRST[:-11]: 6}),
    "different": ("different:\n  - documents: [a, a5]\n", {FIRST: 4, "unknown/10-kh-ubnd": 1}),
    "header": ("headers:\n  - capture: a6\n    number: 77/KH-UBND\n", {f"{BASE}/77-kh-ubnd/2022": 1}),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_holds_and_can_be_taken_back(name: str, work: Work) -> None:
    take_in(work, WORLD)
    link_documents(work)
    before = graph_of(work)
    text, wanted = DECISIONS[name]
    work.settings.decisions.write_text(text, encoding="utf-8")
    tally = link_documents(replace(work, started=now()))
    assert 0 < tally.done < len(WORLD)
    decided = shown(work)
    for identity, count in wanted.items():
        assert [len(urls) for found, urls in decided.items() if found.startswith(identity)].count(count), decided
    after = graph_of(work)
    link_documents(work)
    assert graph_of(work) == after
    work.settings.decisions.unlink()
    link_documents(work)
    assert graph_of(work) == before


def test_a_decision_on_a_mention(work: Work) -> None:
    take_in(work, WORLD)
    link_documents(work)
    plan, other = f"{BASE}/30-kh-ubnd/2024", f"{BASE}/10-kh-ubnd/2022/2022-11-20"
    for meaning, state in ((other, "resolved"), ("nobody", "unresolved")):
        text = f"references:\n  - {{in: {plan}, number: 10/KH-UBND, is: {meaning}}}\n"
        work.settings.decisions.write_text(text, encoding="utf-8")
        link_documents(work)
        with work.store.catalog.read() as connection:
            row = connection.execute(select(references).where(references.c.document == plan)).one()
        assert (row.state, row.why[:19]) == (state, "decided by a person")
        assert row.node == (other if state == "resolved" else None)


# ---------------------------------------------------------------- why


def test_why_tells_what_decided(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    scan = replace(OLD, url="x", number="88/KH-UBND", words="Khác.")  # all but the number
    take_in(work, [*WORLD, scan])
    link_documents(work)
    with work.store.catalog.read() as connection:
        why = explain_document(connection, FIRST)
        citing = explain_document(connection, f"{BASE}/30-kh-ubnd/2024")
        likely = maybes_of(connection, FIRST)
        assert connection.execute(select(maybes)).all()
    rules = {reading["url"]: reading["joined"]["rule"] for reading in why["readings"]}
    assert "misread" in rules["a3"] and rules["a5"] == "number and words"
    assert "a4" not in rules  # the draft could now be of either
    assert f"{BASE}/88-kh-ubnd/2022" in {maybe.document for maybe in likely}
    assert [act["number"] for act in why["acts"]] == ["20/KH-UBND"]
    (reference,) = citing["references"]
    assert {c["id"]: c["against"] for c in reference["candidates"]} == {
        FIRST: [],
        f"{BASE}/10-kh-ubnd/2022/2022-11-20": ["date"],
    }
    print_why(why)
    print_why(citing)
    told = capsys.readouterr().out
    assert "may be the same as" in told and "replaces by 20/KH-UBND from 2023-05-01" in told and "against: date" in told
