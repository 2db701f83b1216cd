"""The embedded index as a folder on disk: one writer, killed at any moment, cheap to open."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from index_shelf import DOCUMENTS, target

from documents.record import DocumentRecord
from index_mappings import Index, IndexLocked, IndexUnavailable, Query, TargetQuery, open_index, snapshots
from index_mappings.compile_tantivy import compile_clause, most_found
from index_mappings.embedded import EmbeddedIndex
from index_mappings.index import Count
from index_mappings.mapping import load_mapping
from index_mappings.query import attempts_of

HEAVY = {"elasticsearch", "pydantic", "sqlalchemy", "spacy", "prefect", "scrapy", "lxml", "yaml"}


def document(name: str, text: str = "kế hoạch") -> DocumentRecord:
    nothing = dict.fromkeys(
        ("number", "key", "type", "title", "issuer", "province", "province_today", "issued", "year")
    )
    return DocumentRecord(id=name, kind="document", text=text, url=None, file=None, status=None, **nothing)  # type: ignore[arg-type]


def ids(index: Index) -> set[str]:
    return {hit.id for hit in index.search(Query(text="kế hoạch", size=100)).hits}


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)


def test_a_second_writer_is_refused_and_readers_are_not(tmp_path: Path) -> None:
    with open_index(str(tmp_path / "i")) as first, open_index(str(tmp_path / "i")) as second:
        first.put([document("a")])
        first.commit()
        with pytest.raises(IndexLocked, match="another process is writing"):
            second.put([document("b")])
        assert ids(second) == {"a"}
        first.close()
        second.put([document("b")])
        second.commit()
        assert ids(second) == {"a", "b"}


def test_a_second_rebuild_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    with open_index(str(tmp_path), rebuild=True) as first:
        first.put([document("a")])
        with pytest.raises(IndexLocked):
            open_index(str(tmp_path), rebuild=True)
        with pytest.raises(IndexLocked):
            open_index(str(tmp_path)).put([document("b")])
        first.commit()
        assert ids(first) == {"a"}


def test_readers_see_what_another_process_commits(tmp_path: Path) -> None:
    with open_index(str(tmp_path)) as reader:
        assert reader.count() == Count(0, 0)
        for name in ("a", "b"):
            with open_index(str(tmp_path)) as writer:
                writer.put([document(name)])
                writer.commit()
        assert ids(reader) == {"a", "b"}


WRITER = """
    import sys
    from itertools import count
    sys.path.insert(0, "tests")
    from test_index_embedded import document
    from index_mappings import open_index
    index = open_index(sys.argv[1])
    for batch in count():
        index.put([document(f"{batch}-{i}") for i in range(5)])
        index.commit()
        print(batch, flush=True)
"""


@pytest.mark.parametrize("after", [1, 2, 5, 9])
def test_killed_at_any_moment_it_holds_whole_batches_and_can_be_written(tmp_path: Path, after: int) -> None:
    writer = python(WRITER, str(tmp_path))
    assert writer.stdout
    said = [writer.stdout.readline() for _ in range(after)]
    time.sleep(0.003 * after)
    os.kill(writer.pid, signal.SIGKILL)
    said += writer.stdout.readlines()
    writer.wait()
    with open_index(str(tmp_path)) as index:
        held = index.count().documents
        assert held % 5 == 0
        assert held >= 5 * (int(said[-1]) + 1)
        index.put([document("after")])
        index.commit()
        assert index.count().documents == held + 1


def test_a_rebuild_that_was_killed_leaves_the_old_and_is_cleaned_up(tmp_path: Path) -> None:
    with open_index(str(tmp_path)) as index:
        index.put([document("old")])
        index.commit()
    code = WRITER.replace("open_index(sys.argv[1])", "open_index(sys.argv[1], rebuild=True)")
    writer = python(code.replace("index.commit()", "pass"), str(tmp_path))
    assert writer.stdout
    writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    with open_index(str(tmp_path)) as index:
        assert ids(index) == {"old"}
    with open_index(str(tmp_path), rebuild=True) as index:
        index.put([document("new")])
        index.commit()
        assert ids(index) == {"new"}
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_a_rebuild_given_up_leaves_no_files(tmp_path: Path) -> None:
    with open_index(str(tmp_path), rebuild=True) as index:
        index.put([document("a")])
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_a_damaged_index_is_said_with_what_to_do(tmp_path: Path) -> None:
    with open_index(str(tmp_path)) as index:
        index.put([document("a")])
        index.commit()
    (tmp_path / "current").write_text("{")
    with pytest.raises(IndexUnavailable, match="reindex"):
        open_index(str(tmp_path))
    with open_index(str(tmp_path), rebuild=True) as index:
        index.put([document("b")])
        index.commit()
        assert ids(index) == {"b"}


def test_a_place_that_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable):
        open_index(str(tmp_path / "file")).put([document("a")])


def test_a_reader_of_what_is_gone_says_so_and_makes_nothing(tmp_path: Path) -> None:
    with open_index(str(tmp_path)) as index:
        index.put([document("a")])
        index.commit()
    shutil.rmtree(tmp_path / "g0001")
    with pytest.raises(IndexUnavailable, match="reindex"):
        open_index(str(tmp_path))
    assert not (tmp_path / "g0001").exists()


def test_a_generation_that_goes_while_it_is_opened_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(str(tmp_path)) as index:
        index.put([document("old")])
        index.commit()
    opened = EmbeddedIndex._open_rooms

    def too_late(self: EmbeddedIndex, name: str, *, make: bool) -> object:
        if name == "g0001":
            monkeypatch.undo()
            with open_index(str(tmp_path), rebuild=True) as index:
                index.put([document("new")])
                index.commit()
        return opened(self, name, make=make)

    monkeypatch.setattr(EmbeddedIndex, "_open_rooms", too_late)
    with open_index(str(tmp_path)) as reader:
        assert ids(reader) == {"new"}


@pytest.mark.parametrize(
    "asked", ["kinh tế số", "chuyen doi so", '"kinh tế số" 2022', "370/KH-UBND", "kế hoạch du lịch"]
)
def test_both_ways_of_scoring_score_alike(tmp_path: Path, asked: str) -> None:
    with open_index(str(tmp_path)) as index:
        index.put(DOCUMENTS)
        index.commit()
        snapshot = index._latest()  # type: ignore[attr-defined]
        mapping = load_mapping("documents")
        clause = next(attempts_of(Query(text=asked), mapping))
        found = [
            snapshot.searchers["documents"].search(
                compile_clause(clause, mapping, snapshot.schemas["documents"], few=few), 100
            )
            for few in (False, True)
        ]
        all_read, one_by_one = ({(a.segment_ord, a.doc): round(s, 3) for s, a in each.hits} for each in found)
        assert all_read == one_by_one != {}
        assert len(all_read) <= most_found(clause, snapshot.searchers["documents"].doc_freq, len(DOCUMENTS))


def test_facets_counted_in_a_thread_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(str(tmp_path)) as index:
        index.put(DOCUMENTS)
        index.commit()
        query = Query(text="kế hoạch", facets=True)
        page = index.search(query)
        monkeypatch.setattr(snapshots, "WORTH_A_THREAD", 0)
        assert index.search(query) == page
        assert page.facets["type"]
        monkeypatch.setattr(snapshots, "COUNTED", {})
        with pytest.raises(KeyError, match="province"):
            index.search(query)


def test_opening_makes_no_folder(tmp_path: Path) -> None:
    with open_index(str(tmp_path / "none")) as index:
        assert index.search(Query(text="x", facets=True)).total == 0
    assert not (tmp_path / "none").exists()


def test_a_search_loads_nothing_heavy(tmp_path: Path) -> None:
    code = """
        import sys
        from index_mappings import open_index, Query
        open_index(sys.argv[1]).search(Query(text="chuyển đổi số", province="Đồng Tháp", facets=True))
        print(*{name.split(".")[0] for name in sys.modules})
    """
    child = python(code, str(tmp_path))
    loaded = set(child.communicate()[0].split())
    assert child.returncode == 0
    assert not HEAVY & loaded


def test_targets_worth_the_same_stand_in_one_order(tmp_path: Path) -> None:
    row = [target(id=f"d1#{at}.0", document="d1", sentence="Kinh tế số % 6 7,5 10") for at in range(6)]
    orders = []
    for name, part in (("one", row), ("other", row[::-1])):
        with open_index(str(tmp_path / name)) as index:
            index.put([document("d1")], part)
            index.commit()
            orders.append([hit.target.id for hit in index.search_targets(TargetQuery(text="kinh tế số")).hits])
    assert orders[0] == orders[1] and len(orders[0]) == 6
