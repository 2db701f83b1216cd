"""The documents of the local portals, made from a seed: number, date, words, files; nothing of them is real."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from documents.text import strip_marks

from .files import DOCX, make_docx, make_pdf

TYPES = (("Kế hoạch", "KH"), ("Quyết định", "QĐ"), ("Chỉ thị", "CT"), ("Báo cáo", "BC"), ("Thông báo", "TB"))
SUBJECTS = (
    "phát triển kinh tế số", "cấp nước sạch nông thôn", "phòng, chống thiên tai", "cải cách hành chính",
    "xây dựng nông thôn mới", "bảo đảm an toàn thực phẩm", "chuyển đổi số trong y tế", "phát triển du lịch",
    "quản lý đất đai", "giảm nghèo bền vững", "đào tạo nghề cho thanh niên", "bảo vệ môi trường làng nghề",
    "phát triển công nghiệp hỗ trợ", "chăm sóc trẻ em", "phòng cháy, chữa cháy rừng", "xúc tiến thương mại",
)  # fmt: skip
PLACES = ("trên địa bàn tỉnh", "tại các xã, phường", "ở khu vực miền núi", "trong các cơ quan nhà nước")


@dataclass(frozen=True)
class Document:
    """One document of one site; `index` counts from the newest (0) to the oldest."""

    site: str
    index: int
    number: str
    issued: date
    type: str
    title: str
    issuer: str
    kind: str  # pdf, docx, or none: the page itself is all there is
    size: int = 0

    @property
    def id(self) -> int:
        """The number its addresses carry."""
        return 240_900 - self.index

    @cached_property
    def slug(self) -> str:
        """Its title as portals write it into addresses."""
        plain = strip_marks(self.title).lower().replace(",", "")
        return "-".join(plain.split())[:50].strip("-")

    @property
    def file_name(self) -> str:
        """The name its issuer gave the file, with marks and blanks."""
        return f"{self.number.replace('/', '-')} về {self.title.split(' giai')[0][:40].strip()}.{self.kind}"

    @property
    def heading(self) -> str:
        """Number, date and subject in one sentence, as lists of articles title it."""
        day = f"{self.issued:%d/%m/%Y}"
        return f"{self.type} số {self.number} ngày {day} về {self.title.partition(' về ')[2]}"

    def lines(self) -> list[str]:
        """Its words, as they stand in the file and on its page."""
        day = f"ngày {self.issued.day:02d} tháng {self.issued.month:02d} năm {self.issued.year}"
        return [
            self.issuer.upper(),
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            f"Số: {self.number}",
            f"{self.issuer.split()[-1]}, {day}",
            self.type.upper(),
            self.title,
            f"Văn bản này là tài liệu thử nghiệm của trang {self.site}, không quyết định điều gì.",
            f"Đến năm {self.issued.year + 4}, phấn đấu đạt {50 + self.index % 40}% chỉ tiêu đề ra.",
        ]

    @cached_property
    def body(self) -> bytes:
        """The bytes of its file; empty where it has none."""
        if self.kind == "none":
            return b""
        return make_docx(self.lines()) if self.kind == "docx" else make_pdf(self.lines(), self.size)

    @cached_property
    def sha256(self) -> str:
        """The hash of its file."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def media_type(self) -> str:
        """What its file is."""
        return DOCX if self.kind == "docx" else "application/pdf"


def make_documents(
    site: str, issuer: str, agency: str, count: int, seed: int, today: date, kinds: str, size: int = 0
) -> Iterator[Document]:
    """`count` documents, newest first, one to four days apart; `kinds` are the files' kinds, turn by turn."""
    chosen = random.Random(f"{site} {seed}")
    day = today - timedelta(days=1)
    number = 40 + 9 * count
    forms = kinds.split()
    for index in range(count):
        name, sign = TYPES[chosen.randrange(len(TYPES))]
        number -= chosen.randint(1, 9)
        subject, place = chosen.choice(SUBJECTS), chosen.choice(PLACES)
        title = f"{name} về {subject} {place} giai đoạn {day.year}-{day.year + 5} ({site} {index})"
        kind = forms[index % len(forms)]
        yield Document(site, index, f"{number}/{sign}-{agency}", day, name, title, issuer, kind, size)
        day -= timedelta(days=chosen.randint(1, 4))
