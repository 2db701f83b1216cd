"""The night's report on a terminal, as it is read."""

import pytest

from pipelines.printing_night import print_night
from store.night_report import Fault, NightReport, Oddity, Past, PortalNight, StageNight

NIGHT = "2026-11-21T18:30:00.000000+00:00"
FAULT = Fault(
    "crawl", "http_error", 1, "2026-11-19T18:31:00+00:00", 3, "https://tn.vn/vb", "status 503", "Wait.",
    "2026-11-22T14:31:00+00:00",
)  # fmt: skip
FEW = Oddity("rows_few", 2, 20)


def portal(name: str, state: str, new: int = 0, **more) -> PortalNight:
    told = {
        "changed": 0, "gone": 0, "failed": 0, "rows": 20, "usual_rows": 20, "newest": "2026-11-19", "age": 3,
        "held": 812, "trend": (Past("a", 7, 800), Past("b", 0, 800), Past(NIGHT, new, 800 + new)),
    }  # fmt: skip
    return PortalNight(**{"portal": name, "state": state, "new": new, **told, **more})


def report(*portals: PortalNight, **more) -> NightReport:
    stages = (StageNight("extract", 9, 9, 0, 0), StageNight("link", 9, 7, 1, 1))
    told = {"changed": 0, "gone": 0, "failed": 0, "waiting": 5, "parked": 2, "stages": stages}
    new = sum(portal.new for portal in portals)
    finished = "2026-11-21T19:08:00.000000+00:00"
    return NightReport(
        **{"started": NIGHT, "kind": "nightly", "finished": finished, "new": new, "portals": portals, **told, **more}
    )


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        (
            report(portal("a", "fine", 3), portal("b", "fine"), waiting=0, parked=0),
            """Night of 22/11/2026 01:30 (nightly, 38 min): 2 portals; 3 new

fine    2 portals: 3 new (a 3)
then    extract 9, link 7 (1 failed)
open    nothing
""",
        ),
        (
            report(
                portal("tay-ninh", "failed", failed=1, faults=(FAULT,)),
                portal("long-an", "warned", 7, oddities=(FEW,), left_out={"url_trap": 9}, newest=None, age=None),
                portal("an-giang", "fine", gone=1, gone_urls=("https://ag.vn/1.pdf",)),
                failed=1,
                gone=1,
            ),
            """Night of 22/11/2026 01:30 (nightly, 38 min): 1 of 3 portals failed; 7 new, 1 gone, 1 failed

FAILED  tay-ninh: 0 new, 1 failed; 812 held, the newest of 19/11/2026 (3 days); last nights █▁▁
        1 × http_error, 3 times since 20/11 01:31: https://tn.vn/vb status 503
          Wait. (tried again from 22/11 21:31)

look    long-an: 7 new; 812 held, no dates; last nights █▁█
        its lists show 2 rows, usual are 20: compare the pages with the portal's YAML
        9 × url_trap: Addresses repeat themselves without end: they were not asked for.

fine    1 portal: 0 new, 1 gone
then    extract 9, link 7 (1 failed)
open    5 to be tried again, 2 parked (vanban issues --parked)
gone    https://ag.vn/1.pdf
""",
        ),
    ],
)  # fmt: skip
def test_the_worst_first_and_what_is_fine_in_one_line(capsys, told: NightReport, lines: str) -> None:
    print_night(told)
    assert capsys.readouterr().out == lines
