# ruff: noqa: E501  (markup as it comes)
"""CMS families made in Viet Nam, and those of its state offices; markup after what is known of the real ones."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any, ClassVar

from .family import Family, View
from .wire import Ask
from .world import Document

VIET_NAM = timezone(timedelta(hours=7))
SERVICE = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"


class VnptTable(Family):
    """VNPT portal, UIDocumentList: the pager is a row of the table."""

    engine = "vnpt"
    list_path = "/van-ban-quy-pham-phap-luat"

    def detail_path(self, doc: Document) -> str:
        return f"{self.list_path}/{doc.slug}-{doc.id}"

    def file_path(self, doc: Document) -> str:
        return f"/VanBan/{doc.issued.year}/{doc.issued.month}/{doc.issued.day}/{doc.id}.signed.{doc.kind}"

    def content(self, view: View) -> str:
        heads = "".join(
            f'<th class="{c}"><span>{t}</span></th>'
            for c, t in (("CodeClass", "Số ký hiệu"), ("EpitomizeClass", "Trích yếu"),
                         ("ViewClass", "Nội dung chi tiết"), ("DateOfIssuedClass", "Ngày ban hành"))
        )  # fmt: skip
        rows = "".join(
            f'<tr><td><a href="{self.href(view, d)}"><span>{escape(d.number)}</span></a></td>'
            f'<td><h7><a href="{self.href(view, d)}" title="{escape(d.title)}">{escape(d.title)}</a></h7></td>'
            f'<td><a class="desktop" href="{self.href(view, d)}">Xem chi tiết</a></td>'
            f'<td><span class="date-pub">{view.dates(d)}</span></td></tr>'
            for d in view.docs
        )
        pages = " ".join(
            f"<span>{n}</span>" if n == view.page else f'<a href="{escape(self.page_url(view, n))}">{n}</a>'
            for n in view.numbers()
        )
        pager = f'<tr class="tr-pager"><td colspan="4">{pages}</td></tr>'
        return f'<div class="UIDocumentList_Default"><table id="ctrl_2817_64_gr_items"><tr>{heads}</tr>{rows}{pager}</table></div>'


class VnptArticles(Family):
    """VNPT portal, articles: further pages are fragments that a service gives for a form sent by script."""

    engine = "vnpt"
    list_path = "/chi-dao-dieu-hanh"
    service = SERVICE

    def detail_path(self, doc: Document) -> str:
        return f"/{doc.slug}-{doc.id}"

    def page_of(self, ask: Ask) -> int:
        return int(ask.form.get("page", "1") or 1)

    def content(self, view: View) -> str:
        rows = "".join(
            f'<li class="row"><div class="col-lg-10"><h2 class="Title"><a href="{self.href(view, d)}">{escape(d.heading)}'
            f'</a></h2><div class="Ngaydang">{d.issued + timedelta(3):%d/%m/%Y}</div>'
            f"<p>Ủy ban nhân dân tỉnh vừa ban hành văn bản.</p></div></li>"
            for d in view.docs
        )
        listed = f'<ul class="ArticleList">{rows}</ul>'
        if view.fragment:
            return listed if view.docs else ""
        pages = "".join(f'<li class="page-item page-number" data-page="{n}"><a>{n}</a></li>' for n in view.numbers())
        ids = "{article_category_id: '3021', site_id: '177', page: p, page_size: 15}"
        return f'{listed}<ul class="pagination">{pages}</ul><script>$.post(url, {ids});</script>'


class Vhv(Family):
    """VHV: the page shows its first page for ever; the list behind it is JSON."""

    engine = "vhv"
    list_path = "/van-ban-cua-tinh"
    service = "/api/Content/Article/selectAll"
    page_key = "pageNo"

    def file_path(self, doc: Document) -> str:
        return f"/upload/2000066/{doc.issued:%Y%m%d}/{doc.id}_1fa2b.{doc.kind}"

    def content(self, view: View) -> str:
        if view.fragment:
            return json.dumps({"totalItems": view.pages * 8, "items": [self._item(view, d) for d in view.docs]})
        told = {"type": "Article.LegalDocument", "categoryId": "100334", "site": "2000066", "itemsPerPage": 8}
        heads = "".join(f"<th>{t}</th>" for t in ("STT", "Tên văn bản", "Số hiệu", "Ngày ban hành", "File đính kèm"))
        rows = "".join(
            f'<tr><td>{i}</td><td class="tg-yw4l"><a href="{self.href(view, d)}">{escape(d.title)}</a></td>'
            f"<td>{escape(d.number)}</td><td>{view.dates(d)}</td><td>"
            + (
                f"<a onclick=\"downloadFile('{d.id}','{view.file(d)}')\"><span class='fa fa-download'></span></a>"
                if d.kind != "none"
                else ""
            )
            + "</td></tr>"
            for i, d in enumerate(view.docs, 1)
        )
        config = base64.b64encode(json.dumps(told).encode()).decode()
        return (
            f'<div class="ModuleWrapper" data-config="{config}"><div class="list-legal-document-table"><table class='
            f'"table table-bordered table-striped"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></div>'
        )

    def _item(self, view: View, doc: Document) -> dict[str, Any]:
        day = datetime(doc.issued.year, doc.issued.month, doc.issued.day, tzinfo=VIET_NAM)
        return {
            "id": f"{doc.id:024x}", "title": doc.title, "code": doc.number, "issueTime": int(day.timestamp()),
            "publishTime": int(day.timestamp()) + 90_000, "file": view.file(doc) if doc.kind != "none" else "",
            "otherFiles": [], "rewriteURL": self.detail_path(doc), "documentType": doc.type,
            "creatorTitle": doc.issuer,
        }  # fmt: skip


class NukeViet(Family):
    """NukeViet, module laws: rows without a table, a page past the end leads to the first."""

    engine = "nukeviet"
    list_path = "/vi/laws/"

    def detail_path(self, doc: Document) -> str:
        return f"/vi/laws/detail/{doc.slug}-{doc.id}/"

    def file_path(self, doc: Document) -> str:
        return f"{self.detail_path(doc)}?download=1&id=0"

    def page_of(self, ask: Ask) -> int:
        tail = ask.path.strip("/").rsplit("/", 1)[-1]
        return int(tail.removeprefix("page-")) if tail.startswith("page-") and tail[5:].isdigit() else 1

    def page_url(self, view: View, number: int) -> str:
        return view.link(f"{self.list_path}page-{number}/")

    def rows(self, view: View) -> str:
        heads = (
            ("stt", "STT"),
            ("code", "Số kí hiệu"),
            ("time", "Ngày ban hành"),
            ("intro", "Trích yếu"),
            ("file", "File"),
        )
        head = "".join(f'<div class="c-{c}">{t}</div>' for c, t in heads)
        rows = "".join(
            f'<div class="table-rows"><div class="c-stt">{i}</div><div class="c-code"><span class="label-name">Số kí hiệu:'
            f'</span><h2 class="h4"><a href="{self.href(view, d)}">{escape(d.number)}</a></h2></div><div class="c-time">'
            f'<span class="label-name">Ngày ban hành:</span>{view.dates(d)}</div><div class="c-intro"><a href="'
            f'{self.href(view, d)}"><strong>{escape(d.title)}</strong></a></div><div class="c-file"><ul class='
            f'"laws-download"><li>{self.file_link(view, d, "Tải tập tin")}</li></ul></div></div>'
            for i, d in enumerate(view.docs, 1)
        )
        return f'<div class="flex-table-laws"><div class="table-rows table-head">{head}</div>{rows}</div>'


class Postback(Family):
    """ASP.NET: the pager posts the page's form back, with the state of the very page it stands on."""

    engine = "aspnet"
    list_path = "/vanban.aspx"
    grid = "ctl00$main$GridView1"

    def detail_path(self, doc: Document) -> str:
        return f"/chitiet.aspx?id={doc.id}"

    def file_path(self, doc: Document) -> str:
        return f"/Lists/VanBan/Attachments/{doc.id}/van ban {doc.id}.{doc.kind}".replace(" ", "%20")

    def state(self, page: int) -> str:
        """The hidden state of a page: the server takes no other."""
        return base64.b64encode(f"state of page {page}".encode()).decode()

    def page_of(self, ask: Ask) -> int:
        argument = ask.form.get("__EVENTARGUMENT", "").removeprefix("Page$")
        if ask.form.get("__EVENTTARGET") != self.grid or not argument.isdigit():
            return 1
        valid = {self.state(p) for p in range(1, 100)}
        return int(argument) if ask.form.get("__VIEWSTATE") in valid else 1

    def act(self, number: int) -> str:
        """What a page's link does."""
        return f"javascript:__doPostBack('{self.grid}','Page${number}')"

    def pager(self, view: View) -> str:
        cells = (
            f"<td><span>{n}</span></td>" if n == view.page else f'<td><a href="{self.act(n)}">{n}</a></td>'
            for n in view.numbers()
        )
        return f'<tr class="pgr"><td colspan="4"><table><tr>{"".join(cells)}</tr></table></td></tr>'

    def form(self, view: View, inner: str) -> str:
        """The form around the grid."""
        return (
            f'<form method="post" action="{self.list_path}" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="'
            f'{self.state(view.page)}"><input type="hidden" name="__EVENTVALIDATION" value="/wEdAA"><input type="text" '
            f'name="ctl00$txtTim" value="">{inner}</form>'
        )

    def content(self, view: View) -> str:
        heads = "".join(f"<th>{t}</th>" for t in ("Số ký hiệu", "Ngày ban hành", "Trích yếu nội dung", "Tệp đính kèm"))
        rows = "".join(
            f"<tr><td>{escape(d.number)}</td><td>{view.dates(d)}</td><td><a href='{self.href(view, d)}'>{escape(d.title)}"
            f"</a></td><td>{self.file_link(view, d)}</td></tr>"
            for d in view.docs
        )
        return self.form(view, f'<table id="ctl00_main_GridView1"><tr>{heads}</tr>{rows}{self.pager(view)}</table>')


class ChinhPhu(Postback):
    """The Government portal's grid: the count stands before the number."""

    engine = "chinhphu"
    list_path = "/he-thong-van-ban"
    grid = "ctrl_190596_163$grvDocument"

    def detail_path(self, doc: Document) -> str:
        return f"/?pageid=27160&docid={doc.id}&classid=1"

    def file_path(self, doc: Document) -> str:
        return f"/files/vbpq/{doc.issued.year}/{doc.issued.month}/{doc.id}.signed.{doc.kind}"

    def content(self, view: View) -> str:
        rows = "".join(
            f'<tr><td><a href="{self.href(view, d)}"><span class="code">{i}.{escape(d.number)}</span></a></td><td><span '
            f'class="issued-date">{view.dates(d)}</span></td><td><a href="{self.href(view, d)}"><span class="substract">'
            f'{escape(d.title)}</span></a><div class="bl-doc-files"><div class="bl-doc-file">{self.file_link(view, d)}</div>'
            f"</div></td></tr>"
            for i, d in enumerate(view.docs, 1)
        )
        pages = " ".join(
            f"<span>{n}</span>" if n == view.page else f'<a href="{self.act(n)}">{n}</a>' for n in view.numbers()
        )
        heads = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        pager = f'<tr class="pager"><td colspan="3">{pages}</td></tr>'
        table = f'<table class="table search-result" id="ctrl_190596_163_grvDocument">{heads}{rows}{pager}</table>'
        return self.form(view, table)


class TanDan(Postback):
    """TanDan on SharePoint: articles, the pager posts back a bare number."""

    engine = "tandan"
    list_path = "/portal/Pages/Tin-chi-dao.aspx"
    grid = "ctl00$g$pager"

    def detail_path(self, doc: Document) -> str:
        day = doc.issued
        return f"/portal/Pages/{day.year}-{day.month}-{day.day}/{doc.slug}{doc.id}.aspx"

    def file_path(self, doc: Document) -> str:
        return f"/portal/VanBan/{doc.issued:%Y-%m}/{doc.id:016x}vb.{doc.kind}"

    def act(self, number: int) -> str:
        return f"javascript:__doPostBack('{self.grid}','{number}')"

    def content(self, view: View) -> str:
        rows = "".join(
            f'<div class="tandan-p-article"><div class="tandan-p-article-news-title"><a href="{self.href(view, d)}">{escape(d.heading)}</a></div><div class='
            f'"tandan-span-date-publish">{d.issued + timedelta(1):%d/%m/%Y} 08:30</div></div>'
            for d in view.docs
        )
        pages = "".join(
            f"<span>{n}</span>" if n == view.page else f'<a href="{self.act(n)}">{n}</a>' for n in view.numbers()
        )
        return f'<div class="channel">{rows}</div>' + self.form(view, f'<div class="pager">{pages}</div>')


class Domino(Family):
    """A gazette on Lotus Domino: days without zeros, files below `$file` with blanks in their names."""

    engine = "domino"
    list_path = "/congbao.nsf/VanBanQPPL"
    page_key = "Start"
    paging: ClassVar = {"kind": "query", "name": "Start", "first": 1, "step": 8}
    per_page = 8

    def detail_path(self, doc: Document) -> str:
        return f"/congbao.nsf/NoiDung?openForm&ParentUNID={doc.id:032X}"

    def file_path(self, doc: Document) -> str:
        return f"/congbao.nsf/{doc.id:032X}/$file/vb {doc.id}.{doc.kind}".replace(" ", "%20")

    def page_of(self, ask: Ask) -> int:
        return (super().page_of(ask) - 1) // self.per_page + 1

    def content(self, view: View) -> str:
        rows = "".join(
            f'<tr><td>{d.issued.day}/{d.issued.month}/{d.issued.year}</td><td><a href="{self.href(view, d)}"><span class='
            f'"doc-cate">{d.type}</span> <span class="doc-notation">số {escape(d.number)}</span> {escape(d.title)}</a></td>'
            f'<td><div class="download-links">{self.file_link(view, d, "PDF")}</div></td><td>3</td></tr>'
            for d in view.docs
        )
        heads = "<tr style='display: none'><th>Ngày ban hành</th><th>Văn bản</th><th>Tải</th><th>Trang</th></tr>"
        agency = '<tr><th class="level2-heading" colspan="4">ỦY BAN NHÂN DÂN TỈNH</th></tr>'
        return f"<table>{heads}{agency}{rows}</table>"
