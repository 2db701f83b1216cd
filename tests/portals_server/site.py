"""One local portal: what it answers, with the faults that are switched on."""

from __future__ import annotations

import email.utils
import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from urllib.parse import quote

from . import pages
from .family import Family, View
from .faults import Faults
from .wire import Ask, Reply, compress
from .world import Document

PER_PAGE = 8
LAST_MODIFIED = "Fri, 01 Nov 2024 08:00:00 GMT"
PRIVATE = (
    "http://10.255.255.1/noi-bo.pdf",
    "http://127.0.0.1:{port}/noi-bo.pdf",
    "http://localhost:{port}/noi-bo.pdf",
    "http://[::1]:{port}/noi-bo.pdf",
    "http://169.254.169.254/latest/meta-data",
    "http://127.9.9.9:{port}/noi-bo.pdf",
)


@dataclass(slots=True)
class Running:
    """A site while it runs. `base` is its address, `faults` may be exchanged at any time."""

    name: str
    family: Family
    province: str
    docs: list[Document]
    faults: Faults
    base: str
    today: date
    port: int
    hidden: set[int] = field(default_factory=set)  # documents (by index) not published yet
    withdrawn: set[int] = field(default_factory=set)  # documents taken away again
    replaced: dict[int, bytes] = field(default_factory=dict)  # documents whose file has other bytes now
    tries: Counter[str] = field(default_factory=Counter)
    links: int = 0

    # ------------------------------------------------------------ what can be had

    def shown(self) -> list[Document]:
        """The documents that the list shows, newest first."""
        return [d for d in self.docs if d.index not in self.hidden and d.index not in self.withdrawn]

    def reason(self, doc: Document) -> str | None:
        """Why the document cannot be had (a code of scrapers.REASONS), or None: it can."""
        f = self.faults
        page = (
            ("not_found", f.gone), ("soft_404", f.soft_404), ("bot_wall", f.bot_wall), ("login", f.login),
            ("error_page", f.error_page), ("robots_disallowed", f.forbidden), ("not_a_file", f.not_a_file),
            ("private_address", f.private),
        )  # fmt: skip
        return next((reason for reason, n in page if _hit(n, doc)), None)

    def body(self, doc: Document) -> bytes:
        """The bytes of its file now."""
        return self.replaced.get(doc.index, doc.body)

    # ------------------------------------------------------------ addresses as the site writes them

    def link(self, path: str) -> str:
        """An address with what this site puts into all of them."""
        if not self.faults.sessions:
            return path
        self.links += 1
        told = hashlib.sha256(f"{self.name}{self.links}".encode()).hexdigest()[:16]
        plain, _, query = path.partition("?")
        pairs = [*filter(None, query.split("&")), f"sid={told}"]
        if self.links % 2:
            pairs.reverse()
        return f"{plain};jsessionid={told.upper()}?{'&'.join(pairs)}"

    def detail_path(self, doc: Document) -> str:
        """Where its page lies: some lie where robots.txt forbids."""
        path = self.family.detail_path(doc)
        return f"/noi-bo{path}" if _hit(self.faults.forbidden, doc) else path

    def file_link(self, doc: Document) -> str:
        """The link to its file."""
        return self.link(self.family.file_path(doc))

    def file_links(self, doc: Document) -> list[str]:
        """All links to its file: mirrors are the same file under other addresses."""
        path = self.family.file_path(doc)
        if not self.faults.mirrors:
            return [self.file_link(doc)]
        mark = "&" if "?" in path else "?"
        return [
            path,
            f"{path}{mark}t=1718{doc.id}123",
            f"{path}{mark}utm_source=web&t=1719{doc.id}456",
            f"/taive{path}",
        ]

    def row_date(self, doc: Document) -> str:
        """The date the row shows."""
        if _hit(self.faults.no_date, doc):
            return "31/12/9999"
        if _hit(self.faults.future, doc):
            return f"{doc.issued:%d/%m}/{doc.issued.year + 36}"
        return f"{doc.issued:%d/%m/%Y}"

    # ------------------------------------------------------------ answers

    def answer(self, ask: Ask) -> Reply | None:
        """What a request gets; None drops the connection."""
        f = self.faults
        if f.closed:
            return None
        if ask.path == "/robots.txt":
            return self._robots()
        ask = replace(ask, path=ask.path.partition(";")[0])
        if f.maintenance or f.wall:
            told = pages.MAINTENANCE if f.maintenance else pages.WALL
            return self._finish(ask, self._page(told, framed=False))
        return self._finish(ask, self._route(ask))

    def _robots(self) -> Reply:
        told = "User-agent: *\nDisallow: /noi-bo/\nDisallow: /quan-tri/\n"
        if self.faults.robots == "none":
            return Reply(404, b"")
        if self.faults.robots == "down":
            return Reply(503, b"down")
        if self.faults.robots == "page":
            return self._page(pages.FRONT)
        if self.faults.robots == "slow":
            told += "Crawl-delay: 1\n"
        told += f"Sitemap: {self.base}/sitemap.xml\n"
        return Reply(200, told.encode()).having("Content-Type", "text/plain; charset=utf-8")

    def _route(self, ask: Ask) -> Reply:
        family, path = self.family, ask.path
        if self.faults.languages and path.rstrip("/").endswith(("/en", "/vi")):
            return self._front()  # the same page in another language, at one more address
        if path in (getattr(family, "service", None), family.list_path) or self._is_list(path):
            return self._list(ask)
        if path in ("/", "/trang-chu"):
            if "docid" not in ask.query:
                return self._front()
        elif path == "/sitemap.xml":
            return self._sitemap()
        elif path.startswith("/lich/"):
            return self._page(pages.calendar(path))
        elif path.startswith("/tin-tuc"):
            return self._page(pages.news(self.today))
        elif path == "/dang-nhap":
            return self._page(pages.LOGIN, framed=False)
        doc, is_file = self._find(ask)
        if doc is None or doc.index in self.withdrawn or doc.index in self.hidden:
            return self._page(pages.NOT_FOUND, status=404, framed=False)
        return self._file(ask, doc) if is_file else self._detail(doc)

    def _is_list(self, path: str) -> bool:
        return path.startswith(self.family.list_path) and any(part in path for part in ("/page-", "/page/"))

    def _find(self, ask: Ask) -> tuple[Document | None, bool]:
        """The document an address means, and whether it means its file."""
        path = quote(ask.path.removeprefix("/noi-bo").removeprefix("/taive"), safe="/$;&=")
        for doc in self.docs:
            if str(doc.id) not in ask.target and f"{doc.id:X}" not in ask.target and f"{doc.id:x}" not in ask.target:
                continue
            for told, is_file in ((self.family.file_path(doc), True), (self.family.detail_path(doc), False)):
                place, _, query = told.partition("?")
                wanted = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
                if path == place and all(ask.query.get(k) == v for k, v in wanted.items()):
                    return doc, is_file
        return None, False

    def _list(self, ask: Ask) -> Reply:
        f, shown = self.faults, self.shown()
        if f.redesigned:
            return self._page(pages.news(self.today))
        if f.empty:
            return self._page("<h1>Văn bản</h1><p>Chưa có dữ liệu.</p>")
        pages_all = max(1, -(-len(shown) // PER_PAGE))
        page = self.family.page_of(ask)
        if page > pages_all and f.repeats:
            page = pages_all if f.repeats == "last" else 1
        part = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
        fragment = ask.path == getattr(self.family, "service", None)
        path = self.family.list_path
        most = max(pages_all, page + 1) if f.repeats else pages_all  # such a pager always knows one page more
        view = View(path, part, page, most, self._to_detail, self.file_link, self.row_date, fragment)
        content = self.family.content(view)
        if fragment or self.family.media_type != "text/html":
            kind = "application/json" if content[:1] == "{" else self.family.media_type
            return Reply(200, content.encode()).having("Content-Type", f"{kind}; charset=utf-8")
        return self._page(content)

    def _to_detail(self, path: str) -> str:
        """Links of the list: a page where robots.txt forbids is linked there."""
        doc = next((d for d in self.docs if self.family.detail_path(d) == path), None)
        return self.link(self.detail_path(doc) if doc else path)

    def _detail(self, doc: Document) -> Reply:
        f = self.faults
        if _hit(f.gone, doc):
            return self._page(pages.NOT_FOUND, status=404, framed=False)
        if _hit(f.soft_404, doc):
            return self._page(pages.NOT_FOUND, framed=False)
        if _hit(f.bot_wall, doc):
            return self._page(pages.WALL, framed=False)
        if _hit(f.error_page, doc):
            return self._page(pages.ERROR, framed=False)
        if _hit(f.login, doc):
            return Reply(302, b"").having("Location", "/dang-nhap")
        reply = self._page(pages.detail(doc, [escape(link) for link in self.file_links(doc)], self.row_date(doc)))
        return reply.having("Set-Cookie", "D1N=mo; Path=/") if f.cookies else reply

    def _file(self, ask: Ask, doc: Document) -> Reply:
        f = self.faults
        if f.cookies and "D1N=mo" not in ask.headers.get("cookie", ""):
            return self._page(pages.LOGIN, framed=False)
        if _hit(f.not_a_file, doc):
            return self._page(pages.NO_FILE)
        if _hit(f.private, doc):
            told = PRIVATE[doc.index % len(PRIVATE)].format(port=self.port)
            return Reply(302, b"").having("Location", told)
        first = self._first(f"file {doc.index}")
        if _hit(f.busy, doc) and first:
            wait = email.utils.formatdate(time.time() + 2, usegmt=True) if f.retry_after == "date" else f.retry_after
            return Reply(429, b"later").having("Retry-After", wait)
        if _hit(f.down, doc) and first:
            return Reply(503, b"down")
        body = self.body(doc)
        reply = Reply(200, body, cut=len(body) // 2 if _hit(f.cut, doc) and first else None)
        reply = reply.having("Content-Type", f.file_type or doc.media_type)
        named = pages.disposition(f.disposition, doc.file_name)
        return reply.having("Content-Disposition", named) if named else reply

    def _first(self, what: str) -> bool:
        self.tries[what] += 1
        return self.tries[what] == 1

    def _front(self) -> Reply:
        return self._page(pages.front(self.province, [(self.family.list_path, "Văn bản chỉ đạo điều hành")]))

    def _sitemap(self) -> Reply:
        told = [self.base + self.family.list_path, *(self.base + self.family.detail_path(d) for d in self.shown())]
        places = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in told)
        body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
        return Reply(200, body.encode()).having("Content-Type", "application/xml")

    def _page(self, content: str, status: int = 200, framed: bool = True) -> Reply:
        """A page in the site's encoding, saying of it what the site says."""
        f = self.faults
        more = ""
        if f.calendar:
            more += pages.calendar(f"/lich/{self.today.year}/{self.today.month}")
        if f.languages:
            more += "<p><a href='en'>English</a> <a href='vi/en'>Tiếng Việt</a> <a href='en/vi/en/vi'>VN</a></p>"
        told = pages.frame(self.province, content, more, f.claims) if framed else content
        body = pages.encode(told, f.charset)
        claimed = f"; charset={f.claims}" if f.claims else ""
        return Reply(status, body).having("Content-Type", f"text/html{claimed}")

    def _finish(self, ask: Ask, reply: Reply) -> Reply:
        """What holds for every answer: validators, ranges, compression, speed."""
        f = self.faults
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
        if f.validators and reply.status == 200:
            reply = reply.having("ETag", etag).having("Last-Modified", LAST_MODIFIED)
            if ask.headers.get("if-none-match") == etag:
                return replace(reply, status=304, body=b"", cut=None)
        start = ask.headers.get("range", "").removeprefix("bytes=").removesuffix("-")
        if f.ranges and reply.status == 200 and not f.encoding:
            reply = reply.having("Accept-Ranges", "bytes")
            if start.isdigit() and ask.headers.get("if-range", etag) == etag and int(start) < len(reply.body):
                told = f"bytes {start}-{len(reply.body) - 1}/{len(reply.body)}"
                reply = replace(reply, status=206, body=reply.body[int(start) :], cut=None)
                reply = reply.having("Content-Range", told)
        if f.encoding and f.encoding in ask.headers.get("accept-encoding", "") and reply.status == 200:
            reply = replace(reply, body=compress(reply.body, f.encoding)).having("Content-Encoding", f.encoding)
        return replace(reply, wait=f.wait, rate=f.rate)


def _hit(every: int, doc: Document) -> bool:
    """True for every n-th document, the second of each round: never the newest, which a list is judged by."""
    return every > 0 and doc.index % every == 1 % every
