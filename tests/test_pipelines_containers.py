"""An archive, or a letter with attachments, is not read: what it holds is, each file for itself."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.ingest import ingest_paths
from pipelines.settings import load_settings
from pipelines.stages import extract_texts, process
from pipelines.work import Work, open_work
from store.captures import last_capture
from store.issues import list_issues
from store.schema import captures

PLAN = "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nSố: 77/KH-UBND\nSơn La, ngày 03 tháng 4 năm 2023\nKẾ HOẠCH\nPhát triển du lịch"


def zipped(**members: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in members.items():
            archive.writestr(name.replace("_", ".").replace("INNER", "phụ lục/"), body)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    inner = zipped(bang_txt="Biểu số liệu kèm theo kế hoạch")
    (folder / "goi.zip").write_bytes(zipped(plan_txt=PLAN, broken_pdf=b"%PDF-1.4 broken", INNERgoi_zip=inner))
    return folder


@pytest.fixture
def work(tmp_path: Path, folder: Path) -> Work:
    work = open_work(load_settings({"VANBAN_HOME": str(tmp_path / "var"), "VANBAN_WORKERS": "1"}))
    ingest_paths(work, [folder])
    return work


def urls(work: Work) -> set[str]:
    with work.store.catalog.read() as connection:
        rows = connection.execute(select(captures.c.url).where(captures.c.current)).scalars()
        return {url.partition("/in/")[2] for url in rows}


def test_each_member_is_a_file_of_its_own(work: Work) -> None:
    extract, tag, link, _ = process(work)
    assert (extract.asked, extract.done, extract.failed) == (4, 3, 1)  # the archive, two texts; the broken one failed
    assert (tag.done, link.done) == (2, 2)
    held = urls(work)
    assert {"goi.zip", "goi.zip!/plan.txt", "goi.zip!/broken.pdf"} < held and len(held) == 4
    with work.store.catalog.read() as connection:
        (issue,) = list_issues(connection)
    assert issue["reason"] == "damaged" and issue["url"].endswith("goi.zip!/broken.pdf")


def test_a_second_time_nothing_is_done(work: Work) -> None:
    process(work)
    before = urls(work)
    again = process(replace(work, started="2099"))
    assert [tally.done for tally in again] == [0, 0, 0, 0]
    assert urls(work) == before


def test_an_archive_that_changed_gives_up_what_it_held(work: Work, folder: Path) -> None:
    process(work)
    (folder / "goi.zip").write_bytes(zipped(new_txt="Thông báo về việc nghỉ lễ của cơ quan"))
    ingest_paths(work, [folder])
    assert urls(work) == {"goi.zip"}
    process(work)
    assert urls(work) == {"goi.zip", "goi.zip!/new.txt"}


def test_the_same_archive_at_another_place_gives_its_members_too(work: Work, folder: Path) -> None:
    extract_texts(work)
    (folder / "lai.zip").write_bytes((folder / "goi.zip").read_bytes())
    ingest_paths(work, [folder])
    extract_texts(work)
    assert {"lai.zip", "lai.zip!/plan.txt", "lai.zip!/broken.pdf"} < urls(work)


def test_an_archive_that_cannot_be_opened_is_an_issue(work: Work, folder: Path) -> None:
    whole = (folder / "goi.zip").read_bytes()
    (folder / "goi.zip").unlink()
    (folder / "cut.zip").write_bytes(whole[: len(whole) // 2])
    ingest_paths(work, [folder])
    process(work)
    with work.store.catalog.read() as connection:
        reasons = {issue["url"].rpartition("/")[2]: issue["reason"] for issue in list_issues(connection)}
        assert last_capture(connection, (folder / "cut.zip").as_uri()) is not None
    assert reasons["cut.zip"] == "damaged"
