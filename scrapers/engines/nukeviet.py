"""NukeViet, module laws: rows of divs (`div.flex-table-laws > div.table-rows`), labels glued to their values.

Other modules that hold documents (archives, dispatch) write plain tables and are read as any page.
"""

from __future__ import annotations

from documents.record import Item
from scrapers import fields
from scrapers.dates import read_date
from scrapers.listing import Listing, known_listing, read_rows
from scrapers.page import Element, Page, files_of, links_of, text_of
from scrapers.portal import Portal

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_ROWS = f"//div[contains(@class, 'flex-table-laws')]//div[{_CLASS.format('table-rows')}]"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of every laws table of the page; the grouped view has one for each agency."""
    rows = [row for row in page.tree.xpath(_ROWS) if "table-head" not in (row.get("class") or "")]
    return known_listing(page, [_item(row, page) for row in rows]) if rows else read_rows(page)


def _item(row: Element, page: Page) -> Item | None:
    files = files_of(row, page.base)
    number, time, intro = (_cell(row, name) for name in ("c-code", "c-time", "c-intro"))
    title = next((text_of(strong) for cell in intro for strong in cell.iter("strong") if text_of(strong)), None)
    title = title or next((text_of(cell) for cell in intro if text_of(cell)), None)
    details = [url for url, _, _ in links_of(row, page.base) if url not in files]
    told = fields.read_number(_value(number))
    if not (told or title) or not (details or files):
        return None
    return Item(
        number=told,
        issued=read_date(_value(time)),
        title=title,
        type=fields.told_type(title, told),
        detail_url=details[0] if details else None,
        file_urls=files,
    )


def _cell(row: Element, name: str) -> list[Element]:
    found: list[Element] = row.xpath(f".//*[{_CLASS.format(name)}]")
    return found


def _value(cells: list[Element]) -> str:
    """A cell's text without its label: `Ngày ban hành:` stands right before the day, without a blank."""
    if not cells:
        return ""
    labels = [text_of(label) for label in cells[0].xpath(f".//*[{_CLASS.format('label-name')}]")]
    text = text_of(cells[0])
    for label in labels:
        text = text.replace(label, "", 1)
    return text.strip()
