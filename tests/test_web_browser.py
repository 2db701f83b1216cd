"""Three stories in a real browser, and every page against the rules for accessibility (axe-core, WCAG 2.2 AA)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from requirements_for_tests import require_or_skip
from web_server import served

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
PLAN = "/documents/uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
PAGES = [
    "/",
    "/search?q=kinh te so tien giang",
    "/search?q=khongcogica",
    "/search?q=749/QĐ-TTg",
    PLAN,
    f"{PLAN}?at=840-884",
    "/tree",
    "/tree?number=08-NQ/TU",
    "/targets",
    "/targets?q=kinh tế số",
    "/targets?along=08-NQ/TU",
    "/gaps",
    "/gaps?number=52-NQ/TW",
    "/gaps?number=52-NQ/TW;08-NQ/TU",
    "/gaps?over=series",
    "/night",
    "/documents/none",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of the system, driven by Playwright."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        require_or_skip("browser", "playwright is not installed")
    if chromium is None:
        require_or_skip("browser", "chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(site_home: Path) -> Iterator[str]:
    with served(site_home) as where:
        yield where


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of which no complaint, no request to another host and no script of others is accepted."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
    yield opened
    context.close()
    assert [text for text in complaints if "404 (Not Found)" not in text] == []


def test_a_researcher_compares_an_indicator_over_provinces(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Chỉ tiêu", exact=True).click()
    page.get_by_label("Chỉ tiêu", exact=True).first.fill("kinh te so GRDP")
    page.get_by_role("button", name="Tìm").nth(1).click()
    matrix = page.locator("table.matrix").first
    assert {"Tiền Giang", "Tây Ninh", "Vĩnh Long"} <= set(matrix.locator("tbody th").all_inner_texts())
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    written = Path(waiting.value.path()).read_text("utf-8-sig")
    assert "Vĩnh Long" in written
    assert len(written.splitlines()) > 10


def test_staff_find_the_sentence_on_the_picture_of_its_page(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("input[type=search]").fill("nq 08")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="08-NQ/TU", exact=True).first.click()
    page.get_by_role("link", name="Cây thực hiện").last.click()
    page.locator(".tree li").get_by_role("link", name="370/KH-UBND").first.click()
    page.get_by_role("link", name="Xem câu", exact=True).first.click()
    assert "at=" in page.url
    page.wait_for_timeout(300)
    box, sentence = page.locator(".picture .box").first, page.locator(".tag.sought").first
    assert all(0 <= place.bounding_box()["y"] < 768 for place in (box, sentence))  # both in view, side by side
    picture = page.locator(".picture image").get_attribute("href")
    assert page.request.get(address + picture).body().startswith(b"\x89PNG")


def test_the_operator_sees_what_stands_open(page: Any, address: str) -> None:
    page.goto(address + "/night")
    assert page.locator("h1").inner_text() == "Vận hành"
    headings = page.locator("h2").all_inner_texts()
    assert headings[0] == "Việc cần xử lý"
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Operation"
    assert page.locator("h2").all_inner_texts()[0] == "Open issues"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_accessible(page: Any, address: str, language: str) -> None:
    page.context.add_cookies([{"name": "lang", "value": language, "url": address}])
    wrong = []
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        wrong += [
            f"{path}: {each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    assert wrong == []


@pytest.mark.parametrize("width", [390, 1366])
def test_no_page_is_wider_than_the_screen(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_it_works_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    opened.locator("input[type=search]").fill("370 kh ubnd")
    opened.keyboard.press("Enter")
    opened.get_by_role("link", name="370/KH-UBND", exact=True).first.wait_for()
    context.close()


def test_pages_are_reached_by_keyboard(page: Any, address: str) -> None:
    page.goto(address + PLAN)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
