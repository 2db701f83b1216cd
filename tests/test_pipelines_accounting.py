"""Bad input beside good input: everything is accounted for, told once, and never stops the rest."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PLAN = """ỦY BAN NHÂN DÂN
TỈNH TIỀN GIANG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 412/KH-UBND
Tiền Giang, ngày 14 tháng 3 năm 2022

KẾ HOẠCH
Phát triển chợ nông thôn trên địa bàn tỉnh giai đoạn 2022 - 2025

Thực hiện Nghị quyết số 31-NQ/TU ngày 20/01/2022 của Tỉnh ủy về phát triển thương mại nông thôn, Ủy ban nhân dân tỉnh \
ban hành Kế hoạch như sau:
Đến năm 2025, có 95% xã có chợ hoặc cửa hàng tiện lợi.
"""


def vanban(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "vanban"), *words]
    return subprocess.run(
        command, env={**os.environ, "VANBAN_HOME": str(home)}, capture_output=True, text=True, timeout=120, check=False
    )


def rows(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def mixed_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "page.html").write_text(f"<html><body><pre>{PLAN}</pre></body></html>", encoding="utf-8")
    (folder / "page-named.pdf").write_text(
        "<html><body><p>Trang tin điện tử của tỉnh.</p></body></html>", encoding="utf-8"
    )
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "empty.docx").write_bytes(b"")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty")
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"<w>" + b" " * 300_000_000 + b"</w>")
    os.mkfifo(folder / "pipe.txt")  # would be read for ever
    return folder


def test_mixed_input_adds_up_and_a_second_run_changes_nothing(tmp_path: Path, mixed_folder: Path) -> None:
    home = tmp_path / "var"
    taken = vanban(home, "ingest", str(mixed_folder), str(tmp_path / "missing.pdf"), "--json")
    assert taken.returncode == 1
    assert rows(taken)[0] == {"stage": "ingest", "portal": None, "asked": 9, "done": 7, "unchanged": 0, "failed": 2}
    assert "missing.pdf: No such file or directory" in taken.stderr

    first = vanban(home, "process", "--json")
    assert first.returncode == 1
    extract = next(row for row in rows(first) if row["stage"] == "extract")
    assert (extract["done"], extract["failed"]) == (3, 3)  # the two empty files have the same bytes

    status = rows(vanban(home, "status", "--json"))[0]
    for stage in status["stages"].values():
        assert stage["asked"] == stage["done"] + stage["unchanged"] + stage["failed"]
    issues = rows(vanban(home, "issues", "--json"))
    assert {issue["reason"] for issue in issues} == {"missing", "not_readable", "empty_file", "damaged", "too_large"}
    assert all(issue["what_to_do"] and issue["url"] and issue["attempts"] == 1 for issue in issues)

    again = rows(vanban(home, "process", "--json"))
    assert {row["stage"]: (row["done"], row["failed"]) for row in again} == {
        "extract": (0, 3), "tag": (0, 0), "link": (0, 0), "index": (0, 0),
    }  # fmt: skip
    assert rows(vanban(home, "issues", "--json")) == issues


def test_a_text_and_a_page_of_one_plan_are_one_document(tmp_path: Path, mixed_folder: Path) -> None:
    home = tmp_path / "var"
    vanban(home, "ingest", str(mixed_folder))
    vanban(home, "process")
    (shown,) = rows(vanban(home, "show", "412/KH-UBND", "--json"))
    assert shown["id"] == "uy-ban-nhan-dan-tinh-tien-giang/412-kh-ubnd/2022"
    assert {Path(a["url"]).name for a in shown["appearances"]} == {"plan.txt", "page.html"}
    (edge,) = [r for r in shown["relations"] if r["type"] == "implements"]
    assert (edge["target"]["number"], edge["target"]["state"]) == ("31-NQ/TU", "unresolved")
    (answer,) = rows(vanban(home, "implements", "31 nq tu", "--json"))
    assert answer["document"]["number"] == "412/KH-UBND"
    assert (answer["state"], answer["depth"]) == ("resolved", 1)
    assert "Thực hiện Nghị quyết số 31-NQ/TU" in answer["evidence"]["text"]
    (hit, *_) = rows(vanban(home, "search", "cho nong thon", "--json"))
    assert hit["number"] == "412/KH-UBND"


@pytest.mark.parametrize("command", ["extract", "tag"])
def test_files_alone_give_one_line_each(tmp_path: Path, mixed_folder: Path, command: str) -> None:
    done = vanban(tmp_path / "unused", command, str(mixed_folder), str(tmp_path / "missing.pdf"), "--json")
    assert done.returncode == 1
    answers = {Path(row["file"]).name: row for row in rows(done)}
    assert len(answers) == 9
    failed = {name: row["warnings"][0]["code"] for name, row in answers.items() if row["method"] is None}
    assert failed == {
        "empty.pdf": "empty_file",
        "empty.docx": "empty_file",
        "cut.pdf": "damaged",
        "bomb.docx": "too_large",
        "missing.pdf": "missing",
        "pipe.txt": "not_readable",
    }
    assert not (tmp_path / "unused").exists()
