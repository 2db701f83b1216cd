"""Makes the PDFs of tests/files: run it when make_pdf changes (needs reportlab and fonts-dejavu-core).

python -m tests.make_files
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.make_pdf import make_pdf

FILES = Path(__file__).parent / "files"

HEAD = [
    ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("TỈNH TIỀN GIANG", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: {370}/KH-UBND", "Tiền Giang, ngày {08} tháng {12} năm 2021"),
]
TITLE = ["KẾ HOẠCH", "Chuyển đổi số trong nông nghiệp đến năm 2025"]
BODY = [
    "Thực hiện Nghị quyết số 11-NQ/TU ngày 29 tháng 9 năm 2021 của Tỉnh ủy về chuyển đổi số, "
    "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:",
    "Phấn đấu đến năm 2025 kinh tế số chiếm 15% GRDP.",
]
FOOTER = [("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"), ("- Như trên;", "CHỦ TỊCH")]
TABLE = [
    ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025"],
    ["1", "Tỷ lệ hộ gia đình có cáp quang", "%", "80"],
    ["2", "Hồ sơ công việc cấp tỉnh xử lý trên mạng", "%", "90"],
]
EFFECT = "Quyết định này có hiệu lực kể từ ngày {18} tháng {12} năm 2021."

PDFS: dict[str, dict[str, Any]] = {
    "plain": {"stamp": None},
    "stamped": {"stamp": "widget"},
    "stamped-twice": {"stamp": "double"},
    "stamped-above": {"stamp": "raised"},
    "stamped-over-draft": {"stamp": "over"},
    "stamped-on-dots": {"stamp": "widget", "blank": "."},
    "unsigned": {"stamp": "unfilled"},
    "head-drawn-last": {"stamp": "widget", "head_last": True},
    "tables": {"stamp": "widget", "tables": [TABLE]},
    "stamped-second-page": {"stamp": "widget", "body_paragraphs": [*BODY * 14, EFFECT]},
}


def make_files(folder: Path = FILES) -> list[Path]:
    """Every PDF of PDFS in `folder`; the same bytes each time."""
    folder.mkdir(exist_ok=True)
    made = []
    for name, options in PDFS.items():
        settings = {"body_paragraphs": BODY, "title": TITLE, "footer": FOOTER} | options
        made.append(make_pdf(folder / f"{name}.pdf", HEAD, **settings))
    return made


if __name__ == "__main__":
    for path in make_files():
        print(path.name, path.stat().st_size)
