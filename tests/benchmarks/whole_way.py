"""The whole way, from files to searchable: pages per second and core, and the share of each stage.

    make bench                        # born-digital PDFs made here (needs the Debian package fonts-dejavu-core)
    python tests/benchmarks/whole_way.py --folder ../some/folder   # real PDFs, each taken once

Seconds are CPU seconds of this process and all that it starts: what one core would take that has nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from documents.record import Text
from pipelines.index import index_documents
from pipelines.ingest import ingest_paths
from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.stages import extract_texts, tag_texts, wanted_texts
from pipelines.work import Work, open_work
from store.results import load_output

PLACES = ("Tiền Giang", "Tây Ninh", "Vĩnh Long", "Sơn La", "Quảng Ninh", "Cà Mau", "Lào Cai", "Nghệ An")
TASKS = (
    "Sở Thông tin và Truyền thông chủ trì, phối hợp với các sở, ban, ngành tỉnh triển khai nền tảng số dùng chung, "
    "hoàn thành trước ngày {d:02d}/{m:02d}/{y}.",
    "Đến năm {y}, tỷ trọng kinh tế số chiếm {p}% GRDP; tỷ lệ hồ sơ trực tuyến đạt tối thiểu {q}%.",
    "Căn cứ Quyết định số {n}/QĐ-TTg ngày {d:02d} tháng {m:02d} năm {y} của Thủ tướng Chính phủ; theo đề nghị của Giám "
    "đốc Sở Tài chính tại Tờ trình số {k}/TTr-STC ngày {d:02d}/{m:02d}/{y}.",
    "Ủy ban nhân dân các xã, phường tổ chức tuyên truyền, vận động người dân và doanh nghiệp tham gia sử dụng dịch vụ "
    "công trực tuyến, thanh toán không dùng tiền mặt và các tiện ích số khác trên địa bàn.",
    "Định kỳ trước ngày 15 tháng cuối quý, các đơn vị báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh qua Văn phòng "
    "Ủy ban nhân dân tỉnh để tổng hợp, theo dõi và chỉ đạo kịp thời.",
)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, help="real PDFs instead of made ones")
    options.add_argument("--documents", type=int, default=200, help="how many PDFs are made")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or make_plans(Path(temporary) / "pdf", asked.documents)
        measure(open_work(load_settings({"VANBAN_HOME": f"{temporary}/var", "VANBAN_WORKERS": "1"})), folder)


def measure(work: Work, folder: Path) -> None:
    """Run each stage once and print what it cost."""
    stages: dict[str, Callable[[], Any]] = {
        "ingest": lambda: ingest_paths(work, [folder]),
        "extract": lambda: extract_texts(work),
        "tag": lambda: tag_texts(work),
        "link": lambda: link_documents(work),
        "index": lambda: index_documents(work),
    }
    costs = {name: cost_of(stage) for name, stage in stages.items()}
    pages, characters, files = count_pages(work)
    total = sum(costs.values())
    print(f"{files} files, {pages} pages, {characters / max(files, 1):,.0f} characters a file")
    for name, cost in costs.items():
        print(f"{name:<8} {cost:7.2f} s  {cost / total:4.0%}  {pages / cost:9,.0f} pages/s")
    print(f"{'all':<8} {total:7.2f} s  100%  {pages / total:9,.0f} pages/s per core")


def cost_of(stage: Callable[[], Any]) -> float:
    """CPU seconds that a stage took, with all processes it started."""
    before = cpu_so_far()
    stage()
    return cpu_so_far() - before


def cpu_so_far() -> float:
    """CPU seconds of this process, those below it that run, and those they waited for (proc(5), stat 14 to 17)."""
    rows = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # gone by now
            rows[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    ours, waiting = [], [os.getpid()]
    while waiting:
        parent = waiting.pop()
        ours.append(parent)
        waiting += [process for process, row in rows.items() if int(row[1]) == parent]
    return sum(sum(map(int, rows[process][11:15])) for process in ours) / os.sysconf("SC_CLK_TCK")


def count_pages(work: Work) -> tuple[int, int, int]:
    """Pages, characters and files that were read."""
    with work.store.catalog.read() as connection:
        texts = [load_output(connection, name, Text) for name in connection.execute(wanted_texts()).scalars()]
    return sum(len(text.pages) or 1 for text in texts), sum(len(text.text) for text in texts), len(texts)


def make_plans(folder: Path, count: int) -> Path:
    """Plans of some provinces, three pages each, number and date stamped, one ruled table in each third."""
    from make_pdf import make_pdf

    folder.mkdir()
    chance = random.Random(26)
    for i in range(count):
        place, day, month = chance.choice(PLACES), chance.randint(1, 28), chance.randint(1, 12)
        fields = lambda: {  # noqa: E731
            "d": chance.randint(1, 28), "m": chance.randint(1, 12), "y": chance.randint(2021, 2030),
            "p": chance.randint(5, 40), "q": chance.randint(40, 99), "n": chance.randint(1, 2000),
            "k": chance.randint(1, 900),
        }  # fmt: skip
        rows = [["Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2030"], ["Kinh tế số trong GRDP", "%", "20", "30"]]
        make_pdf(
            folder / f"{i}.pdf",
            head=[
                ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                (f"TỈNH {place.upper()}", "Độc lập - Tự do - Hạnh phúc"),
                (f"Số: {{{i + 100}}}/KH-UBND", f"{place}, ngày {{{day:02d}}} tháng {{{month:02d}}} năm 2022"),
            ],
            title=["KẾ HOẠCH", "Chuyển đổi số trên địa bàn tỉnh"],
            body_paragraphs=[f"{j}. {chance.choice(TASKS).format(**fields())}" for j in range(1, 45)],
            tables=[rows] if i % 3 == 0 else [],
        )
    return folder


if __name__ == "__main__":
    main()
