"""The three stories in a real browser: by mouse, by keyboard alone, without scripts, on a phone, on paper; and axe."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_for_tests import chromium
from web_server import served

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
PLAN = "/documents/uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
SENTENCE = f"{PLAN}?at=840-884"
PAGES = [
    "/",
    "/search?q=kinh te so tien giang",
    "/search?q=khongcogica",
    "/search?q=749/QĐ-TTg",
    "/search?q=nq 08",
    PLAN,
    SENTENCE,
    f"/report?document={PLAN.removeprefix('/documents/')}&at=840-884",
    f"/report?document={PLAN.removeprefix('/documents/')}&kind=headers&issued=khi nào",
    f"/report?document={PLAN.removeprefix('/documents/')}&kind=references&number=08-NQ/TU",
    "/tree",
    "/tree?number=08-NQ/TU",
    "/targets",
    "/targets?q=kinh tế số",
    "/targets?along=08-NQ/TU",
    "/targets?along=08-NQ/TU&drift=changed",
    "/gaps",
    "/gaps?number=52-NQ/TW",
    "/gaps?number=52-NQ/TW;08-NQ/TU",
    "/gaps?over=series",
    "/gaps?over=resolutions",
    "/night",
    "/night?night=2026-11-21",
    "/documents/none",
]
AS_CARDS = [SENTENCE, "/targets?q=kinh tế số", "/gaps?number=52-NQ/TW", "/night"]  # looked at on a phone's width too


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of the system, driven by Playwright."""
    with chromium() as started:
        yield started


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


# ---------------------------------------------------------------- the researcher


def test_a_researcher_compares_an_indicator_over_provinces(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("navigation").get_by_role("link", name="Chỉ tiêu", exact=True).click()
    page.get_by_label("Chỉ tiêu", exact=True).fill("kinh te so GRDP")
    page.get_by_label("Tỉnh, thành phố").fill("tay ninh; tien giang; vinh long")
    page.get_by_role("button", name="So sánh").click()
    matrix = page.locator("table.matrix").first
    assert matrix.locator("tbody th").all_inner_texts() == ["Tây Ninh", "Tiền Giang", "Vĩnh Long"]
    aimed = matrix.get_by_role("row", name="Tiền Giang").get_by_role("cell").first
    assert aimed.inner_text().split() == ["6", "%", "Kết", "quả", "6,4", "%"]  # the report's figure beside the plan's
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    written = Path(waiting.value.path()).read_text("utf-8-sig")
    assert "Vĩnh Long" in written
    assert ",result,Tiền Giang,2022," in written
    assert len(written.splitlines()) > 10
    aimed.get_by_role("link", name="6,4 %").click()  # and the sentence that says so is one step away
    assert "ước đạt 6,4% GRDP" in page.locator(".said-here blockquote").inner_text()


def test_targets_are_followed_down_the_chain(page: Any, address: str) -> None:
    page.goto(address + "/targets?along=08-NQ/TU")
    assert page.locator("section h2 a").all_inner_texts() == ["370/KH-UBND", "12/KH-UBND"]  # in the order of time
    page.get_by_role("link", name=re.compile("^thay đổi")).click()
    assert set(page.locator("tbody th").all_inner_texts()) == {"thay đổi"}


# ---------------------------------------------------------------- staff


def test_staff_find_the_sentence_on_the_picture_of_its_page(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("input[type=search]").fill("nq 08")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Văn bản nào thực hiện?").click()
    page.locator(".tree li").get_by_role("link", name="370/KH-UBND").first.click()
    page.get_by_role("link", name="Xem câu").first.click()
    assert "at=" in page.url
    page.wait_for_timeout(300)
    box, sentence = page.locator(".picture .box").first, page.locator(".words .sought").first
    assert all(0 <= place.bounding_box()["y"] < 768 for place in (box, sentence))  # both in view, side by side
    picture = page.locator(".picture image").get_attribute("href")
    assert page.request.get(address + picture).body().startswith(b"\x89PNG")
    said = page.locator(".said-here").inner_text()
    assert "chắc 9" in said
    assert "thời hạn lấy từ đề mục" in said


def test_a_sentence_has_an_address_that_can_be_sent(page: Any, address: str) -> None:
    page.goto(address + PLAN)
    sentence = page.locator(".sentence", has_text="Hạ tầng mạng băng rộng").first
    sentence.hover()
    sentence.locator(".here").click()
    assert page.locator(".said-here blockquote").inner_text().startswith("Hạ tầng mạng băng rộng")
    shown = page.locator("#address").input_value()
    assert shown == page.url
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".copy .copier").click()
    page.locator(".copier", has_text="Đã chép").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == shown
    page.goto("about:blank")
    page.goto(shown)
    assert "băng rộng" in page.locator(".words .sought").first.inner_text()
    marked = page.evaluate("document.querySelector(':target').innerText")
    assert marked.startswith("Hạ tầng mạng băng rộng")


def test_a_document_is_cited(page: Any, address: str) -> None:
    page.goto(address + PLAN)
    page.locator(".cite summary").click()
    assert page.locator("#citation").inner_text().startswith("Kế hoạch số 370/KH-UBND ngày 08/12/2021 của Ủy ban")
    for name, beginning in (("RIS", "TY  - GOVDOC"), ("BibTeX", "@misc{"), ("Văn bản thuần", "Kế hoạch số 370")):
        with page.expect_download() as waiting:
            page.locator(".cite").get_by_role("link", name=name).click()
        assert Path(waiting.value.path()).read_text("utf-8").startswith(beginning)


def test_an_error_is_reported_as_a_decision(page: Any, address: str) -> None:
    from documents.decisions import read_decisions

    page.goto(address + PLAN)
    page.get_by_role("link", name="Báo lỗi", exact=True).click()
    page.get_by_label("Ngày ban hành").fill("09/12/2021")
    page.get_by_role("button", name="Lấy dòng ghi").first.click()
    (entry,) = read_decisions(page.locator("#entry").inner_text()).entries
    assert entry.kind == "headers"
    assert entry["issued"] == "2021-12-09"
    assert entry["number"] is None  # what was left as it is is no decision
    page.get_by_label("Ngày ban hành").fill("hôm qua")
    page.get_by_role("button", name="Lấy dòng ghi").first.click()
    assert "hôm qua" in page.get_by_role("alert").inner_text()
    page.goto(address + PLAN)
    page.get_by_role("link", name="Sai?").first.click()
    (entry,) = read_decisions(page.locator("#entry").inner_text()).entries
    assert (entry.kind, entry["number"], entry["is"]) == ("references", "08-NQ/TU", "nobody")


def test_when_each_level_acted(page: Any, address: str) -> None:
    page.goto(address + "/tree?number=08-NQ/TU")
    lanes = page.locator("svg.times > text").all_text_contents()
    assert [lane for lane in lanes if not lane.isdigit()][:3] == ["Tỉnh, thành phố", "Sở, ban, ngành", "Huyện"]
    page.get_by_text("Danh sách", exact=True).click()
    assert "sau 63 ngày" in page.locator("ul.timeline li", has_text="370/KH-UBND").inner_text()


# ---------------------------------------------------------------- the operator


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_operator_finds_why_a_portal_failed(page: Any, address: str, language: str) -> None:
    page.goto(f"{address}/?lang={language}")
    page.get_by_role("navigation").get_by_role("link", name={"vi": "Vận hành", "en": "Operation"}[language]).click()
    verdict = page.locator("#verdict").inner_text()
    assert {"vi": "1 trong 3 cổng bị lỗi", "en": "1 of 3 portals failed"}[language] in verdict
    assert "22/11/2026 01:30" in verdict
    first = page.locator("#look article").first
    assert first.bounding_box()["y"] + first.bounding_box()["height"] < 768  # told without scrolling
    told = first.inner_text()
    assert "ca-mau" in told
    assert "https://ca-mau.example/van-ban" in told
    assert {"vi": "Trang không còn", "en": "The page is gone"}[language] in told
    assert {"vi": "sửa địa chỉ danh sách", "en": "change its list address"}[language] in told
    assert "23/11/2026 01:31" in told  # when it is tried again
    second = page.locator("#look article").nth(1).inner_text()
    assert {"vi": "2 dòng", "en": "show 2 rows"}[language] in second
    assert {"vi": "robots.txt không cho phép", "en": "Forbidden by robots.txt"}[language] in second
    assert {"vi": "1 cổng", "en": "1 portals"}[language] in page.locator("#fine h2").inner_text()
    page.locator("#nights a").nth(1).click()
    assert "21/11/2026 01:30" in page.locator("#verdict").inner_text()


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_accessible(page: Any, address: str, language: str) -> None:
    page.context.add_cookies([{"name": "lang", "value": language, "url": address}])
    wrong = []
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(AXE.read_text())
        for width in (1366, 390) if language == "vi" and path in AS_CARDS else (1366,):
            page.set_viewport_size({"width": width, "height": 768})
            found = page.evaluate(
                "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            )
            wrong += [
                f"{path} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}"
                for each in found["violations"]
                if each["impact"] in ("serious", "critical", "moderate")
            ]
    assert wrong == []


@pytest.mark.parametrize("width", [390, 1366])
def test_no_page_is_wider_than_the_screen(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_pages_are_one_language(page: Any, address: str) -> None:
    """No key is shown for its message, and the English pages' own words have no Vietnamese letters."""
    letters = re.compile("[ăđơưạảấầẩậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    page.context.add_cookies([{"name": "lang", "value": "en", "url": address}])
    for path in PAGES:
        page.goto(address + path)
        own = page.locator("nav, footer, h2:not(:has(a)):not(.indicator h2), thead, label, button, summary, legend")
        texts = own.all_inner_texts()
        assert [text for text in texts if letters.search(text) and "English" not in text] == [], path
        assert [text for text in texts if re.fullmatch(r"[a-z]+_[a-z_]+", text.strip())] == [], path


def test_a_phone_shows_a_table_as_cards(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "/gaps?number=52-NQ/TW")
    card = page.get_by_role("row", name="Vĩnh Long")
    assert card.evaluate("row => getComputedStyle(row).display") == "block"
    label = card.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "Tình trạng" in label
    page.goto(f"{address}{SENTENCE}#s840")
    page.wait_for_timeout(300)
    box, sentence = page.locator(".picture .box").first, page.locator(".words .sought").first
    assert all(0 <= place.bounding_box()["y"] < 844 for place in (box, sentence))


def test_paper_has_what_counts_and_no_menus(browser: Any, page: Any, address: str, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    for name, path, there, gone in (
        ("plan", SENTENCE, ["370/KH-UBND", "Kinh tế số chiếm tối thiểu 10% GRDP", "08/12/2021"], ["Vận hành", "Chép"]),
        ("chain", "/targets?along=08-NQ/TU", ["giữ nguyên", "6,4", "vượt 0,4"], ["Vận hành"]),
        ("night", "/night", ["Trang không còn", "sửa địa chỉ danh sách"], ["English"]),
    ):
        page.goto(address + path, wait_until="networkidle")
        page.pdf(path=str(tmp_path / f"{name}.pdf"), format="A4")
        read = subprocess.run(["pdftotext", "-layout", tmp_path / f"{name}.pdf", "-"], capture_output=True, check=True)
        text = " ".join(read.stdout.decode().split())
        assert [words for words in there if words not in text] == [], name
        assert [words for words in gone if words in text] == [], name


# ---------------------------------------------------------------- without a mouse, without scripts


def test_pages_are_reached_by_keyboard(page: Any, address: str) -> None:
    page.goto(address + PLAN)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.text .skip')"):
            break
    page.keyboard.press("Enter")  # past all the text's own links
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.text') === null")


def _tab_to(page: Any, name: str, most: int = 80) -> None:
    """Press Tab until what has the focus bears a name, and is seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(e => e.innerText || e.ariaLabel || e.labels?.[0]?.innerText || '')(document.activeElement)"
        )
        if told.strip().startswith(name):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"nobody sees that {name} has the focus"
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_the_stories_by_keyboard_alone(page: Any, address: str) -> None:
    page.goto(address)
    page.keyboard.type("nq 08")  # the box has the focus already
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    _tab_to(page, "Văn bản nào thực hiện?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tree?**")
    _tab_to(page, "370/KH-UBND")
    page.keyboard.press("Enter")
    page.wait_for_url("**/370-kh-ubnd/2021")
    _tab_to(page, "Chỉ tiêu (")
    page.keyboard.press("Enter")
    _tab_to(page, "Xem câu")
    page.keyboard.press("Enter")
    page.wait_for_url("**?at=*")
    page.goto(address + "/targets")
    _tab_to(page, "Chỉ tiêu", 3 + 8)
    page.goto(address + "/targets")
    page.locator("#words").focus()
    page.keyboard.type("kinh te so GRDP")
    page.keyboard.press("Enter")
    page.wait_for_url("**/targets?q=**")
    _tab_to(page, "CSV")
    with page.expect_download():
        page.keyboard.press("Enter")
    page.goto(address + "/")
    _tab_to(page, "Vận hành")
    page.keyboard.press("Enter")
    page.wait_for_url("**/night")
    _tab_to(page, "https://ca-mau.example/van-ban")


def test_the_stories_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    opened.locator("input[type=search]").fill("nq 08")
    opened.keyboard.press("Enter")
    opened.get_by_role("link", name="Văn bản nào thực hiện?").click()
    opened.locator(".tree li").get_by_role("link", name="370/KH-UBND").first.click()
    opened.get_by_role("link", name="Xem câu").first.click()
    opened.locator(".picture .box").first.wait_for()
    assert opened.locator("#address").input_value().startswith("/documents/")
    assert opened.locator(".copier").filter(visible=True).count() == 0  # a button that does nothing is not shown
    opened.goto(address + "/targets?q=kinh te so GRDP")
    opened.locator("table.matrix").first.wait_for()
    opened.goto(address + "/night")
    assert "ca-mau" in opened.locator("#look article").first.inner_text()
    context.close()
