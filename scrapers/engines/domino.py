"""Lotus Domino gazettes: table rows under headings of part and agency, days without zeros, files below `$file`.

An issue's content is a fragment that starts with `<tr>`; the agency of a row is the last `level2-heading` above it. A
view of all documents (`VanBanQPPL2?OpenView&Start=31`) has `a.kyhieu`, `span.excerpt` and the day in `span.w-effect`.
"""

from __future__ import annotations

from documents.record import Item
from scrapers import fields
from scrapers.dates import read_date
from scrapers.listing import Listing, known_listing, read_rows
from scrapers.page import Element, Page, files_of, links_of, text_of
from scrapers.portal import Portal

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of an issue's content, or of a list view; views in other forms are read as any page."""
    items: list[Item | None] = []
    issuer: str | None = None
    for row in page.tree.iter("tr"):
        heading = row.xpath(f"./th[{_CLASS.format('level2-heading')}]")
        if heading:
            issuer = text_of(heading[0]) or None
        elif row.xpath(f"./th[{_CLASS.format('level1-heading')}]"):
            issuer = None
        elif row.xpath(f".//*[{_CLASS.format('doc-notation')} or {_CLASS.format('doc-item')}]|.//a[@class='kyhieu']"):
            items.append(_item(row, page, issuer))
    return known_listing(page, items) if items else read_rows(page)


def _item(row: Element, page: Page, issuer: str | None) -> Item | None:
    links = [(url, a) for url, _, a in links_of(row, page.base) if "$file" not in url.lower()]
    if not links:
        return None
    notation = row.xpath(f".//*[{_CLASS.format('doc-notation')}]|.//a[contains(@class,'kyhieu')]")
    kind = row.xpath(f".//*[{_CLASS.format('doc-cate')}]")
    first = next((cell for cell in row if cell.tag == "td"), row)
    excerpt = row.xpath(f".//*[{_CLASS.format('excerpt')}]")
    day = row.xpath(f".//*[{_CLASS.format('w-effect')}]")
    title = text_of(excerpt[0] if excerpt else links[0][1])
    for part in (*kind, *notation) if not excerpt else ():
        if text_of(part) != title:
            title = title.replace(text_of(part), "", 1)
    return Item(
        number=fields.read_number(text_of(notation[0])) if notation else None,
        issued=read_date(text_of(day[0] if day else first)),
        title=" ".join(title.split()) or None,
        type=text_of(kind[0]) if kind else None,
        issuer=issuer,
        detail_url=links[0][0],
        file_urls=files_of(row, page.base),
    )
