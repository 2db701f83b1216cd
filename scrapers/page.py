"""A web page, decoded and parsed once: what engines, the listing reader and the guards look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from documents.text import normalize
from scrapers.addresses import clean
from scrapers.charset import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any  # lxml.html.HtmlElement: lxml is imported late and has no complete types

_FILE_ENDING = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|rtf|odt|ods|zip|rar|7z|tiff?)$", re.I)
_FILE_PLACE = re.compile(
    r"/\$file/|[?&]download=1|/documents/\d+/\d+/[^/]+/[0-9a-f]{8}-|/tai-ve/|\.ashx\?|/download[/?]"
    r"|[?&][a-z]+=(?:(?!%2f)[^&/]){1,200}\.(?:pdf|docx?|xlsx?|rtf|zip|rar)(?:&|$)",
    re.I,
)
_IN_SCRIPT = re.compile(r"""["']((?:https?:)?/[^"'\s]+\.(?:pdf|docx?|xlsx?|rtf|odt|zip|rar))["']""", re.I)
_MOVED = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*["']([^"']{2,300})["']"""
)
_LINKS = "descendant-or-self::*[self::a or @onclick or @data-href or @data-url or @data-link]"
_DROPPED = ("script", "style", "noscript", "template", "select", "svg")
_HTML_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|tr|script)",
    re.I | re.S,
)
_FEED_START = re.compile(rb"<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]", re.I)
_MAIN_ASIDE = "ancestor::nav or ancestor::footer or ancestor::header or ancestor::aside"


@dataclass(frozen=True)
class Page:
    """A parsed page: `url` is where it came from after redirects, `base` what its links are relative to."""

    url: str
    base: str
    html: str
    tree: Element

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The document files that the page links to anywhere, see `files_of`."""
        return files_of(self.tree, self.base)

    def text(self) -> str:
        """The visible text of the page, blanks collapsed."""
        return text_of(self.tree)

    def title(self) -> str:
        """The page's <title>, blanks collapsed, or the empty string."""
        found = self.tree.find(".//title")
        return text_of(found) if found is not None else ""


def read_page(body: bytes | str, url: str, media_type: str | None = None) -> Page:
    """A page from its bytes; scripts, styles and comments are gone, nothing is ever executed."""
    from lxml import etree, html

    source = decode(body, media_type) if isinstance(body, bytes) else body
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace") or b"<html></html>", parser=parser)
    except etree.ParserError:  # nothing but blanks or comments
        tree = html.document_fromstring(b"<html><body></body></html>")
    base = next((urljoin(url, href) for b in tree.iter("base") if (href := b.get("href"))), url)
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()  # type: ignore[attr-defined]
    return Page(url, base, source, tree)


def text_of(element: Element) -> str:
    """The text of an element, normalised, with every run of blanks as one."""
    return " ".join(normalize(" ".join(element.itertext())).split())


def links_of(element: Element, base: str) -> Iterator[tuple[str, str, Element]]:
    """(address, text, element) of every link that leads somewhere: no anchors, scripts or mail.

    What a script makes a link of is one, too: `data-href`, `onclick="location.href='...'"`.
    """
    for a in element.xpath(_LINKS):
        href = ((a.get("href") or "") if a.tag == "a" else "").strip()
        if not href or href.startswith(("#", "javascript:")):
            href = _pressed(a) or href
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            address = absolute(base, href)
            if address:
                yield address, text_of(a) or " ".join((a.get("title") or "").split()), a


def _pressed(element: Element) -> str:
    """Where pressing an element leads, as its attributes tell."""
    told = next((element.get(name) for name in ("data-href", "data-url", "data-link") if element.get(name)), "")
    moved = _MOVED.search(element.get("onclick") or "") or _MOVED.search(element.get("href") or "")
    return (told or (moved[1] if moved else "")).strip()


@lru_cache(maxsize=2048)
def absolute(base: str, href: str) -> str | None:
    """The link as an absolute http address without fragment, or None; as written where the base is not known."""
    try:
        address = urljoin(base, href.strip()).split("#", 1)[0]
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return address
        return address if address and not parts.scheme and not base.startswith("http") else None
    except ValueError:
        return None


def is_file(address: str) -> bool:
    """True if the address looks like a document file rather than a page."""
    parts = urlsplit(clean(address))
    return bool(_FILE_ENDING.search(unquote(parts.path))) or bool(_FILE_PLACE.search(address))


def files_of(element: Element, base: str) -> tuple[str, ...]:
    """The document files an element links to: links, viewers (`?file=`), click handlers, `data-` attributes."""
    found: list[str] = [address for address, _, _ in links_of(element, base) if is_file(address)]
    for frame in element.iter("iframe", "embed", "object"):
        source = frame.get("src") or frame.get("data") or ""
        query = parse_qs(urlsplit(source).query)
        inner = next((query[name][0] for name in ("file", "url", "src") if name in query), source)
        address = absolute(base, inner)
        if address and is_file(address):
            found.append(address)
    for clicked in element.xpath(".//*[@onclick]"):
        for match in _IN_SCRIPT.finditer(clicked.get("onclick")):
            address = absolute(base, match[1])
            if address:
                found.append(address)
    for kept in element.xpath(".//@*[starts-with(name(), 'data-')]"):
        if len(kept) < 500 and _FILE_ENDING.search(urlsplit(kept).path if "://" in kept else kept.partition("?")[0]):
            address = absolute(base, kept)
            if address:
                found.append(address)
    return tuple(dict.fromkeys(found))


def is_html(body: bytes, media_type: str | None) -> bool:
    """True if the bytes are a web page, whatever the sender claims; a PDF is a PDF."""
    if body.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!")):
        return False
    claimed = (media_type or "").lower()
    return "html" in claimed or bool(_HTML_START.match(body[:4000]))


def is_data(body: bytes) -> bool:
    """True if the bytes are a list meant for programs: JSON, a feed or a sitemap; engines read it off `Page.html`."""
    start = body[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:1] in (b"{", b"["):
        return True
    return (start.startswith(b"<?xml") and b"html" not in start[:200].lower()) or bool(_FEED_START.match(start))


def main_files(page: Page) -> tuple[str, ...]:
    """The document files of a detail page, without those its header, menus and footer link to."""
    around: set[str] = set()
    for element in page.tree.xpath(
        f"//*[self::nav or self::footer or self::header or self::aside][not({_MAIN_ASIDE})]"
    ):
        around.update(files_of(element, page.base))
    return tuple(url for url in page.files if url not in around)
