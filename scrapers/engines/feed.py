"""Feeds and sitemaps: RSS 2.0, Atom and sitemap.xml, as portals give them beside their pages.

Their days are days of publication, so a date of issue comes from a title only. A sitemap tells addresses alone: its
rows are those whose address ends as a document's does.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from documents.record import Item
from scrapers import fields
from scrapers.listing import Listing, items_listing
from scrapers.page import Element, Page, absolute, is_file, read_page, text_of
from scrapers.portal import Portal

_DOCUMENT_SLUG = re.compile(
    r"(?:quyet-dinh|nghi-quyet|ke-hoach|cong-van|chi-thi|thong-bao|bao-cao|huong-dan|chuong-trinh|to-trinh|cong-dien)"
    r"|(?:^|[-_/])(?:qd|nq|kh|cv|ct|tb)-(?:ubnd|hdnd|tu)(?![a-z])|/laws/detail/|/van-ban/",
    re.I,
)


def read_listing(page: Page, portal: Portal) -> Listing:
    """The entries of a feed, or of a sitemap; an index of sitemaps has no rows, its parts are `next_urls`."""
    root = _read_xml(page.html)
    if root is None:
        return Listing()
    if root.tag in ("urlset", "sitemapindex"):
        return _read_sitemap(root, page)
    return items_listing(_entry(entry, page) for entry in root.iter("item", "entry"))


def _read_xml(source: str) -> Element | None:
    """The root without namespaces; nothing outside the text is ever loaded."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(source.lstrip("\ufeff \r\n\t").encode(), parser=parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _entry(entry: Element, page: Page) -> Item | None:
    title = _said(entry, "title")
    text = _said(entry, "description", "summary", "content") or ""
    if not title and text:
        title = text_of(read_page(f"<p>{text}</p>", page.url).tree)[:300]
    links = [link.get("href") or (link.text or "").strip() for link in entry.iter("link", "guid")]
    links = [url for link in links if link and (url := absolute(page.base, link)) and url.startswith("http")]
    files = [url for e in entry.iter("enclosure") if (url := absolute(page.base, e.get("url") or "")) and is_file(url)]
    files += [url for url in links if is_file(url)]
    detail = next((url for url in links if not is_file(url)), None)
    if not title or not (detail or files):
        return None
    number, issued, kind = fields.own_number(title)
    return Item(
        number=number, issued=issued, title=title, type=kind, detail_url=detail, file_urls=tuple(dict.fromkeys(files))
    )


def _said(entry: Element, *names: str) -> str | None:
    for name in names:
        found = entry.find(name)
        if found is not None and (told := text_of(found)):
            return told
    return None


def _read_sitemap(root: Element, page: Page) -> Listing:
    addresses = [(loc.text or "").strip() for loc in root.iter("loc")]
    known = [url for one in addresses if one and (url := absolute(page.base, one))]
    if root.tag == "sitemapindex":
        return Listing(next_urls=tuple(known))
    return items_listing(
        Item(file_urls=(url,)) if is_file(url) else Item(detail_url=url)
        for url in known
        if is_file(url) or _DOCUMENT_SLUG.search(unquote(urlsplit(url).path))
    )
