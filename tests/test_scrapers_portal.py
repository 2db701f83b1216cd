"""Portals as YAML: what ships can be loaded, what is wrong is named."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scrapers import PortalFileError, load_portals
from scrapers.portal import Paging

GOOD = """\
title: Văn bản tỉnh A
province: Tây Ninh
lists: ["https://a.gov.vn/van-ban"]
evidence: inferred
"""


def write(folder: Path, text: str, name: str = "a") -> Path:
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_shipped_portals_have_a_list_and_say_how_we_know_it():
    portals = load_portals()
    assert len(portals) >= 5
    for name, portal in portals.items():
        assert portal.id == name
        assert portal.evidence in ("observed", "repo", "inferred")
        assert portal.delay >= 2, f"{name}: careful crawlers wait at least 2 s"
        assert all(urlsplit(url).hostname for url in portal.lists)


def test_a_folder_adds_and_replaces(tmp_path):
    write(tmp_path, GOOD, "a")
    write(tmp_path, GOOD, "dak-lak")
    portals = load_portals(tmp_path)
    assert portals["a"].title == "Văn bản tỉnh A"
    assert portals["dak-lak"].lists == ("https://a.gov.vn/van-ban",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "colour: red\n", "unknown field colour"),
        (GOOD + "expect: {rows: 3}\n", "expect: unknown field rows"),
        (GOOD.replace("evidence: inferred\n", ""), "missing evidence"),
        (GOOD.replace("inferred", "guessed"), "evidence must be one of"),
        (GOOD.replace("https://a.gov.vn/van-ban", "a.gov.vn"), "not an http address"),
        (GOOD + "engine: magic\n", "unknown engine 'magic'"),
        (GOOD + "delay: fast\n", "delay: must be float"),
        (GOOD + "delay: -1\n", "must not be negative"),
        (GOOD + "paging: {kind: path, pattern: trang}\n", "must contain {page}"),
        (GOOD + "paging: {kind: scroll}\n", "paging.kind must be"),
        (GOOD + 'expect: {number: "(KH"}\n', "not a regular expression"),
        ("- a list\n", "a portal is a mapping"),
        ("title: [\n", "not readable as YAML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, told):
    with pytest.raises(PortalFileError, match=re.escape(told)) as error:
        load_portals(write(tmp_path, text))
    assert "a.yaml" in str(error.value)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(PortalFileError, match="no such folder"):
        load_portals(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("paging", "list_url", "page", "expected"),
    [
        (Paging("query"), "https://a.vn/vb", 1, "https://a.vn/vb?page=2"),
        (Paging("query", name="p", first=0), "https://a.vn/vb?x=1&p=0", 1, "https://a.vn/vb?x=1&p=1"),
        (
            Paging("query", name="Start", step=30),
            "https://a.vn/v?OpenView&Start=1",
            1,
            "https://a.vn/v?OpenView&Start=31",
        ),
        (Paging("path", pattern="page-{page}/"), "https://a.vn/laws/", 3, "https://a.vn/laws/page-4/"),
        (Paging("links"), "https://a.vn/vb", 1, None),
        (Paging("none"), "https://a.vn/vb", 1, None),
    ],
)
def test_counted_pages(paging, list_url, page, expected):
    assert paging.next_url(list_url, page) == expected


def test_every_province_and_every_old_one_has_a_portal():
    portals = load_portals()
    assert len({p.province for p in portals.values() if p.province}) == 34
    hosts = {urlsplit(url).hostname for p in portals.values() for url in (*p.lists, p.home or "") if url}
    assert sum((host or "").removeprefix("www.").count(".") == 2 for host in hosts) >= 63


def test_what_has_no_list_is_not_crawled_and_what_is_crawled_says_what_to_expect():
    for name, portal in load_portals().items():
        assert portal.lists or (portal.home and not portal.enabled), name
        assert not portal.enabled or portal.expect.min_rows >= 1, name


def test_a_front_page_is_the_portals_own_beside_its_lists():
    portal = load_portals()["vbpl"]
    assert portal.addresses == (*portal.lists, "https://vbpl.vn/")
    assert load_portals()["ha-noi-vanban"].addresses == load_portals()["ha-noi-vanban"].lists


def test_a_portal_of_today_says_how_old_its_newest_row_may_be():
    today = [portal for portal in load_portals().values() if portal.enabled and portal.kind != "old"]
    assert [portal.id for portal in today if not portal.expect.newest_within_days] == []
