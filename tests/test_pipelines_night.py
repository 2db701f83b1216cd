"""The night's report: new, changed, gone, failed, unusual; nights that look back, retry, and go on after a kill."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from night_site import YAML, Nights, Site
from postgresql_server import new_database
from sqlalchemy import create_engine, update

from pipelines import night
from pipelines.crawl import share_portals
from pipelines.settings import load_settings
from pipelines.work import open_work
from store import StoreBusy, migrations, open_store
from store.answers import history_of
from store.captures import last_capture
from store.issues import MOST_ATTEMPTS, list_issues, try_again
from store.night_report import load_reports
from store.schema import captures, changes, issues, nights, runs


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    return Nights(tmp_path, monkeypatch, Site("mot", 12), Site("hai", 3))


def counts(report_or_portal):
    return tuple(getattr(report_or_portal, name) for name in ("new", "changed", "gone", "failed"))


def days_pass(nights_: Nights, days: int) -> None:
    """Everything that was written down lies some days further back."""
    moments = {
        captures: ("fetched", "checked", "gone"),
        changes: ("at",),
        issues: ("first", "last", "next_try"),
        nights: ("started", "finished"),
        runs: ("started", "finished"),
    }
    with open_work(nights_.settings).store.catalog.write() as connection:
        for table, names in moments.items():
            keys = list(table.primary_key)
            for row in connection.execute(table.select()).all():
                here = [key == getattr(row, key.name) for key in keys]
                told = {name: getattr(row, name) for name in names if getattr(row, name)}
                moved = {
                    name: (datetime.fromisoformat(at) - timedelta(days=days)).isoformat(timespec="microseconds")
                    for name, at in told.items()
                }
                connection.execute(update(table).where(*here).values(**moved))


def issues_of(nights_: Nights):
    with open_work(nights_.settings).store.catalog.read() as connection:
        return list_issues(connection)


def test_the_first_night_and_the_next(two: Nights) -> None:
    first = two.run()
    assert (counts(first), [p.portal for p in first.portals]) == ((15, 0, 0, 0), ["hai", "mot"])
    mot = two.portal(first)
    assert (mot.state, mot.rows, mot.usual_rows, mot.newest, mot.held) == ("fine", 5, None, "2026-02-28", 12)
    second = two.run()
    assert counts(second) == (0, 0, 0, 0)
    assert [(p.new, p.held) for p in two.portal(second).trend] == [(12, 12), (0, 12)]
    two.sites["mot"].post(13, "01/03/2026", at=0)
    third = two.portal(two.run())
    assert (third.new, third.held, third.usual_rows, third.newest) == (1, 13, 5, "2026-03-01")


def test_a_failed_portal_is_told_first_and_fails_nothing_else(two: Nights) -> None:
    two.run()
    two.sites["mot"].down = 503
    two.sites["hai"].post(4, "01/03/2026", at=0)
    report = two.run()
    assert [(p.portal, p.state, p.new) for p in report.portals] == [("mot", "failed", 0), ("hai", "fine", 1)]
    (fault,) = report.portals[0].faults
    assert (fault.reason, fault.count, fault.detail, fault.url) == ("http_error", 1, "status 503", "http://mot.vn/vb")
    assert "wait" in fault.what_to_do and fault.next_try
    two.sites["mot"].down = 0
    assert two.portal(two.run()).state == "fine"


def test_what_is_gone_is_kept_and_may_come_back(two: Nights) -> None:
    two.run()
    url = "http://mot.vn/tep/2.pdf"
    kept = two.sites["mot"].files[url]
    two.sites["mot"].files[url] = 404
    report = two.portal(two.run(look_back=3660))
    assert (counts(report), report.gone_urls, report.state) == ((0, 0, 1, 0), (url,), "fine")
    assert not issues_of(two)
    with open_work(two.settings).store.catalog.read() as connection:
        gone, earlier = history_of(connection, [url])[url]
    assert gone and not earlier
    assert counts(two.run(look_back=3660)) == (0, 0, 0, 0)  # it is news once
    two.sites["mot"].files[url] = kept
    assert counts(two.run(look_back=3660)) == (0, 0, 0, 0)
    with open_work(two.settings).store.catalog.read() as connection:
        assert history_of(connection, [url])[url] == (None, [])


def test_a_page_that_says_so_with_a_good_status_is_gone_too_and_told_apart(two: Nights) -> None:
    two.run()
    url = "http://mot.vn/tep/2.pdf"
    never = two.sites["mot"].post(99, "01/03/2026", at=0)
    for dead in (url, never):
        two.sites["mot"].files[dead] = "<html><body>Trang bạn yêu cầu không tồn tại.</body></html>".encode()
    report = two.portal(two.run(look_back=3660))
    assert (counts(report), report.gone_urls) == ((0, 0, 1, 1), (url,))
    assert report.left_out["soft_404"] == 1
    assert [issue["reason"] for issue in issues_of(two)] == ["soft_404"]  # of what never gave a document
    with open_work(two.settings).store.catalog.read() as connection:
        gone, _ = history_of(connection, [url])[url]
        assert gone and last_capture(connection, url)
    assert counts(two.run(look_back=3660))[2] == 0  # it is news once


def test_other_bytes_are_a_new_capture_beside_the_old(two: Nights) -> None:
    two.run()
    url = "http://mot.vn/tep/2.pdf"
    before = two.sites["mot"].files[url]
    two.sites["mot"].files[url] = "Kế hoạch 2, bản đã sửa".encode()
    report = two.portal(two.run(look_back=3660))
    assert (counts(report), report.changed_urls) == ((0, 1, 0, 0), (url,))
    store = open_work(two.settings).store
    with store.catalog.read() as connection:
        gone, (earlier,) = history_of(connection, [url])[url]
    assert gone is None and store.originals.get(earlier.sha256) == before


def test_a_row_that_vanished_is_not_gone(two: Nights) -> None:
    two.run()
    del two.sites["mot"].rows[1]
    assert counts(two.run()) == (0, 0, 0, 0)
    two.sites["mot"].asked.clear()
    assert counts(two.run(look_back=3660)) == (0, 0, 0, 0)
    assert "/tep/2.pdf" in two.sites["mot"].asked  # it was asked for, though no list shows it any more


def test_what_was_posted_late_is_seen_by_looking_back(two: Nights) -> None:
    two.run()
    two.sites["mot"].post(99, "17/02/2026", at=11)  # on the third page, where the nights do not come
    assert counts(two.run()) == (0, 0, 0, 0)
    assert two.portal(two.run(look_back=3660)).new == 1


def test_looking_back_ends_at_its_day(two: Nights) -> None:
    two.run()
    two.sites["mot"].asked.clear()
    two.run(look_back=1)  # no row is as new as that, but all came today
    assert [path for path in two.sites["mot"].asked if path.startswith("/vb")] == ["/vb"]
    assert len([path for path in two.sites["mot"].asked if path.startswith("/tep")]) == 12
    days_pass(two, 5)
    two.sites["mot"].asked.clear()
    two.run(look_back=1)
    assert sorted(two.sites["mot"].asked) == sorted(["/vb", *(f"/tep/{n}.pdf" for n in range(1, 6))])  # its rows


def test_retry_asks_for_what_is_due_and_walks_no_list(two: Nights) -> None:
    url = "http://mot.vn/tep/2.pdf"
    kept, two.sites["mot"].files[url] = two.sites["mot"].files[url], 503
    assert two.portal(two.run()).failed == 1
    two.sites["mot"].files[url] = kept
    two.sites["mot"].asked.clear()
    assert not two.run(retry=True).portals  # not due yet
    days_pass(two, 1)
    report = two.run(retry=True)
    assert two.sites["mot"].asked == ["/tep/2.pdf"]
    assert [(p.portal, p.new, p.state) for p in report.portals] == [("mot", 1, "fine")]
    assert not issues_of(two)


def test_what_failed_often_enough_is_parked(two: Nights) -> None:
    url = "http://mot.vn/tep/2.pdf"
    two.sites["mot"].files[url] = 503
    two.sites["hai"].down = 503
    two.run()
    for _ in range(MOST_ATTEMPTS - 1):
        days_pass(two, 40)
        two.run()
    told = {issue["url"]: (issue["parked"], issue["attempts"]) for issue in issues_of(two) if issue["url"] == url}
    assert told == {url: ("gave_up", MOST_ATTEMPTS)}
    assert {issue["parked"] for issue in issues_of(two) if issue["url"] != url} == {None}  # a list is always asked
    assert two.run().parked == 1
    with open_work(two.settings).store.catalog.write() as connection:
        assert try_again(connection, url, "2026-01-01T00:00:00+00:00") == 1
    two.sites["mot"].asked.clear()
    two.run(retry=True)
    assert two.sites["mot"].asked == ["/tep/2.pdf"]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [(5, []), (1, ["rows_few"]), (11, ["rows_many", "new_many"])],
)
def test_ten_times_or_a_tenth_of_the_usual_is_said(two: Nights, monkeypatch, rows: int, codes: list[str]) -> None:
    monkeypatch.setattr("night_site.SIZE", 10)
    for _ in range(4):
        two.run()
    monkeypatch.setattr("night_site.SIZE", 100)
    site = two.sites["mot"]
    if rows > 5:
        for n in range(100, 100 + 10 * rows):
            site.post(n, "01/03/2026", at=0)
    elif rows < 5:
        del site.rows[rows:]
    portal = two.portal(two.run())
    assert [oddity.code for oddity in portal.oddities] == codes
    assert portal.state == ("warned" if codes else "fine")


def test_a_silent_portal_is_told(two: Nights) -> None:
    for n in range(200, 205):
        two.run()
        two.sites["mot"].post(n, "01/03/2026", at=0)
    two.run()
    reports = [two.portal(two.run()) for _ in range(5)]
    assert [[o.code for o in portal.oddities] for portal in reports] == [[], [], [], [], ["quiet"]]
    assert "5 nights" in reports[-1].oddities[0].sentence()


def test_a_killed_night_is_gone_on_with(two: Nights) -> None:
    two.killed_before = "hai"
    with pytest.raises(KeyboardInterrupt):
        two.run()
    two.killed_before = None
    two.sites["mot"].asked.clear()
    report = two.run()
    assert not two.sites["mot"].asked  # walked before the kill
    assert (report.new, two.portal(report).new) == (15, 12)  # but told of
    with open_work(two.settings).store.catalog.read() as connection:
        assert len(load_reports(connection, limit=9)) == 1
    assert two.run().started > report.started


def test_a_killed_night_is_gone_on_with_by_one_of_another_kind_too(two: Nights) -> None:
    two.killed_before = "hai"
    with pytest.raises(KeyboardInterrupt):
        two.run(full=True)
    two.killed_before = None
    assert (two.run(retry=True).kind, two.run().new) == ("retry", 0)
    with open_work(two.settings).store.catalog.read() as connection:
        told = [(report.kind, report.new) for report in load_reports(connection, limit=9)]
    assert told == [("nightly", 0), ("retry", 0), ("full", 15)]


def test_a_night_killed_days_ago_is_left(two: Nights) -> None:
    two.killed_before = "hai"
    with pytest.raises(KeyboardInterrupt):
        two.run()
    two.killed_before = None
    days_pass(two, 1)
    assert two.run().new == 3


def test_one_night_at_a_time(two: Nights) -> None:
    work = open_work(two.settings)
    with night.only_night(work):
        with work.store.catalog.write() as connection:
            night.night_report.begin_night(connection, "2026-03-01T18:30:00.000000+00:00", "nightly", {})
        with pytest.raises(StoreBusy, match="the night that began at 2026-03-01T18:30 UTC is still running"):
            two.run()
    two.run()


def test_the_clock_of_a_night_is_viet_nams(two: Nights) -> None:
    report = two.run()
    assert night.datetime.now(UTC).isoformat() > report.started
    with open_work(two.settings).store.catalog.write() as connection:
        connection.execute(update(nights).values(started="2026-03-01T18:30:00+00:00"))
        found = [night.night_report.find_night(connection, lead) for lead in ("last", "2026-03-01", "2026-03-02T01:3")]
        assert found == ["2026-03-01T18:30:00+00:00"] * 3
        assert night.night_report.find_night(connection, "2026-03-03") is None


def test_what_was_captured_before_nights_were_kept_was_new_then(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for url, role, current in (("http://a/1", "file", 1), ("http://a/1", "file", 0), ("http://a/vb", "listing", 1)):
            connection.exec_driver_sql(
                "insert into captures (url, sha256, size, fetched, checked, current, role, portal, item) "
                f"values ('{url}', 'sha{current}', 3, '2026-01-01', '2026-01-01', {current}, '{role}', 'a', "
                """'{"detail_url": "http://a/p"}')"""
            )
    with open_store(tmp_path).catalog.read() as connection:
        (row,) = connection.execute(changes.select()).all()
    assert tuple(row) == ("http://a/1", "2026-01-01", "new", "a", "file", "http://a/p", "sha1", None)


def test_nights_on_one_postgresql_take_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_address: str
) -> None:
    catalog = new_database(postgresql_address)
    (tmp_path / "b").mkdir()
    here = Nights(tmp_path, monkeypatch, Site("mot", 12), catalog=catalog)
    assert counts(here.run()) == (12, 0, 0, 0)
    there = Nights(tmp_path / "b", monkeypatch, Site("mot", 12), catalog=catalog)  # another machine, another folder
    there.sites["mot"].post(13, "01/03/2026", at=0)
    with night.only_night(open_work(here.settings)), pytest.raises(StoreBusy, match="still running"):
        there.run()
    assert counts(there.run()) == (1, 0, 0, 0)


def test_portals_are_shared_out_with_a_host_in_one_share_only(tmp_path: Path) -> None:
    hosts = {"a": "x.vn", "b": "y.vn", "c": "x.vn", "d": "z.vn", "e": "w.vn", "f": "y.vn", "g": "x.vn"}
    for name, host in hosts.items():
        (tmp_path / f"{name}.yaml").write_text(YAML.format(name=name).replace(f"{name}.vn", host), "utf-8")
    settings = load_settings({"VANBAN_PORTALS": str(tmp_path)})
    shares = share_portals(settings, list(hosts), 3)
    assert sorted(map(sorted, shares)) == [["a", "c", "g"], ["b", "f"], ["d", "e"]]
    assert share_portals(settings, ["d", "e"], 3) == [["d"], ["e"]]
