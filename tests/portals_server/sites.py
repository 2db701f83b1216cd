"""The sites: which family, which faults. The first fifteen and more carry every fault between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .faults import Faults


@dataclass(frozen=True, slots=True)
class Site:
    """One site as data. `tls` is how its connection is secured, see certificates.context_for; empty: not at all."""

    name: str
    family: str
    province: str
    faults: Faults = field(default_factory=Faults)
    count: int = 24
    kinds: str = "pdf docx"
    size: int = 0  # bytes of each PDF, about
    tls: str = ""
    paging: dict[str, Any] = field(default_factory=dict)


SITES: tuple[Site, ...] = (
    Site("vnpt-bang", "vnpt_table", "Hà Nội", Faults(busy=5, retry_after="1", disposition="raw")),
    Site("vnpt-bai", "vnpt_articles", "Cần Thơ", Faults(cookies=True, encoding="gzip", gone=9)),
    Site("vhv", "vhv", "Gia Lai", Faults(encoding="br", repeats="first", mirrors=True, robots="none")),
    Site("nukeviet", "nukeviet", "Đồng Nai", Faults(cookies=True, disposition="rfc5987", repeats="first", login=11)),
    Site("liferay-tin", "liferay_assets", "Bắc Ninh", Faults(languages=True, down=6, error_page=10)),
    Site("liferay-vb", "liferay_portlet", "Thái Nguyên", Faults(sessions=True, mirrors=True, soft_404=8)),
    Site("tandan", "tandan", "Điện Biên", Faults(robots="page", wait=0.02, bot_wall=9)),
    Site("aspnet", "aspnet", "Khánh Hòa", Faults(cut=4, future=7, disposition="raw"), kinds="pdf", size=60_000),
    Site("domino", "domino", "Sơn La", Faults(disposition="cp1258", file_type="application/octet-stream")),
    Site("chinhphu", "chinhphu", "Hà Tĩnh", Faults(private=8, forbidden=10)),
    Site("drupal", "drupal", "Phú Thọ", Faults(calendar=True, sessions=True, repeats="last")),
    Site("wordpress", "wordpress", "An Giang", Faults(cut=3, ranges=False, busy=8, retry_after="date")),
    Site("joomla", "joomla", "Lâm Đồng", Faults(charset="windows-1258", claims="utf-8", file_type="text/html")),
    Site("dnn", "dnn", "Huế", Faults(no_date=6, not_a_file=9, disposition="quoted"), tls="chain"),
    Site("cu", "table", "Cao Bằng", Faults(charset="windows-1258", claims=""), tls="legacy"),
    Site("the", "cards", "Cà Mau", Faults(charset="twice", claims="utf-8", mirrors=True, down=7)),
    Site("rss", "feed", "Quảng Trị", Faults(file_type="text/html; charset=utf-8"), count=8),
    Site("trang", "table", "Lai Châu", Faults(robots="slow", languages=True), count=4, kinds="none"),
)


def many(count: int) -> Iterator[Site]:
    """Plain sites of all families in turn, for load."""
    plain = [site for site in SITES if not site.tls]
    for number in range(count):
        like = plain[number % len(plain)]
        yield Site(f"n{number:03}-{like.name}", like.family, like.province, count=8)
