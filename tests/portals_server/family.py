"""What a CMS family is here: rows, pager and addresses of a list. The plain one is a table under heads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

from .wire import Ask
from .world import Document


@dataclass(frozen=True, slots=True)
class View:
    """What one page of a list shows. `link` writes an address as the site does (session ids and all)."""

    path: str
    docs: list[Document]
    page: int
    pages: int
    link: Callable[[str], str]
    file: Callable[[Document], str]
    dates: Callable[[Document], str]
    fragment: bool = False

    def numbers(self) -> range:
        """The pages a pager shows."""
        return range(1, self.pages + 1)


class Family:
    """A plain table under heads; further pages by `?page=2`."""

    engine = "generic"
    list_path = "/van-ban-chi-dao-dieu-hanh"
    paging: ClassVar[dict[str, Any]] = {}
    page_key = "page"
    media_type = "text/html"

    def detail_path(self, doc: Document) -> str:
        """Where the document's own page lies."""
        return f"/van-ban/{doc.slug}-{doc.id}.html"

    def file_path(self, doc: Document) -> str:
        """Where its file lies."""
        return f"/upload/{doc.issued:%Y/%m}/{doc.id}.{doc.kind}"

    def page_of(self, ask: Ask) -> int:
        """Which page of the list is asked for."""
        told = ask.query.get(self.page_key, "1")
        return max(1, int(told)) if told.isdigit() else 1

    def page_url(self, view: View, number: int) -> str:
        """The address of another page."""
        return view.link(f"{view.path}?{self.page_key}={number}")

    def pager(self, view: View) -> str:
        """Links to the other pages."""
        shown = (
            f"<li class='active'><span>{n}</span></li>"
            if n == view.page
            else f"<li><a href='{escape(self.page_url(view, n))}'>{n}</a></li>"
            for n in view.numbers()
        )
        return f"<ul class='pagination'>{''.join(shown)}</ul>"

    def rows(self, view: View) -> str:
        """The list itself."""
        heads = "<tr><th>STT</th><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tệp</th></tr>"
        rows = "".join(
            f"<tr><td>{i}</td><td>{escape(d.number)}</td><td>{view.dates(d)}</td>"
            f"<td><a href='{self.href(view, d)}'>{escape(d.title)}</a></td><td>{self.file_link(view, d)}</td></tr>"
            for i, d in enumerate(view.docs, 1)
        )
        return f"<table class='table'>{heads}{rows}</table>"

    def href(self, view: View, doc: Document) -> str:
        """The link to a document's page, for an attribute."""
        return escape(view.link(self.detail_path(doc)), quote=True)

    def file_link(self, view: View, doc: Document, text: str = "Tải về") -> str:
        """The link to its file, or nothing."""
        return f"<a href='{escape(view.file(doc), quote=True)}'>{text}</a>" if doc.kind != "none" else ""

    def content(self, view: View) -> str:
        """The list with its pager."""
        return self.rows(view) + self.pager(view)
