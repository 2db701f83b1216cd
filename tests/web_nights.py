"""Nights that were: a portal that failed, one that looks unusual, one that is fine, for the pages to tell of."""

from __future__ import annotations

from pathlib import Path

from store import open_store
from store.issues import open_issue
from store.night_report import (
    Fault,
    NightReport,
    Oddity,
    Past,
    PortalNight,
    StageNight,
    begin_night,
    finish_night,
)


def add_nights(home: Path) -> None:
    """Two nights over three portals: one portal failed, one looks unusual, one is fine."""
    gone = Fault(
        "crawl", "not_found", 2, "2026-11-19T18:31:00+00:00", 3, "https://ca-mau.example/van-ban", "status 404",
        "The page is gone (404 or 410): see whether the portal moved, and change its list address.",
        "2026-11-22T18:31:00+00:00",
    )  # fmt: skip
    slow = Fault(
        "crawl", "robots_disallowed", 1, "2026-11-20T18:33:00+00:00", 1, "https://tay-ninh.example/noi-bo/1.html", "",
        "The site's robots.txt forbids this address: leave it, or ask the portal's owner.", None,
    )  # fmt: skip
    past = tuple(Past(f"2026-11-{day}T18:30:00+00:00", new, 10 + day) for day, new in ((18, 3), (19, 5), (20, 4)))
    with open_store(home).catalog.write() as connection:
        for at, started in enumerate(("2026-11-20T18:30:00+00:00", "2026-11-21T18:30:00+00:00")):
            portals = (
                PortalNight("ca-mau", "failed", 0, 0, 0, 2, 0, 20, None, None, 0, past, (gone,)),
                PortalNight(
                    "tay-ninh", "warned", 0, 0, 1, 1, 2, 40, "2026-10-30", 22, 41, past, (slow,),
                    (Oddity("rows_few", 2, 40),), ("https://tay-ninh.example/tep/12.pdf",),
                    left_out={"url_trap": 1200},
                ),
                PortalNight("vinh-long", "fine", 4 + at, 0, 0, 0, 30, 30, "2026-11-20", 1, 120, past),
            )  # fmt: skip
            stages = tuple(StageNight(name, 5, 5, 0, 0) for name in ("extract", "tag", "link", "index"))
            report = NightReport(started, "nightly", None, 4 + at, 0, 1, 3, 2, 1, portals, stages)
            begin_night(connection, started, "nightly", {})
            finish_night(connection, report, started.replace("18:30:00", "18:36:40"))
        for fault, portal in ((gone, "ca-mau"), (slow, "tay-ninh")):
            open_issue(
                connection, fault.stage, str(fault.url), now="2026-11-21T18:31:00+00:00", reason=fault.reason,
                detail=fault.detail, what_to_do=fault.what_to_do, retry=fault.next_try is not None, portal=portal,
                url=fault.url,
            )  # fmt: skip
