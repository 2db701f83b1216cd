# ruff: noqa: E501  (markup as it comes)
"""CMS families used all over the world, and what belongs to no family; FAMILIES names them all."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import ClassVar

from .families_vn import ChinhPhu, Domino, NukeViet, Postback, TanDan, Vhv, VnptArticles, VnptTable
from .family import Family, View
from .wire import Ask
from .world import Document


class LiferayAssets(Family):
    """Liferay's asset publisher: number and date in the title only, the day shown is that of publication."""

    engine = "liferay"
    list_path = "/web/guest/chi-dao"
    page_key = "_101_INSTANCE_aB3x_cur"

    def detail_path(self, doc: Document) -> str:
        return f"/web/guest/chi-dao/-/view_content/{doc.id}-{doc.slug}"

    def file_path(self, doc: Document) -> str:
        return f"/documents/10181/{doc.id}/{doc.id}.{doc.kind}/1b2c3d4e-1111-2222-3333-{doc.id:012d}"

    def rows(self, view: View) -> str:
        return "".join(
            f'<div class="asset-abstract "><div class="asset-image"><a href="{self.href(view, d)}"><img src="/i.jpg"></a>'
            f'</div><h3 class="asset-title"><a href="{self.href(view, d)}">{escape(d.heading)}</a></h3><div class="assetPublishDate">Ngày đăng '
            f'{d.issued + timedelta(2):%d/%m/%Y} | 02:20 PM</div><div class="asset-summary">Tóm tắt.</div></div>'
            for d in view.docs
        )

    def pager(self, view: View) -> str:
        if view.page >= view.pages:
            return ""
        url = view.link(f"{view.path}?{self.page_key}={view.page + 1}&_101_INSTANCE_aB3x_delta=20")
        return f'<div class="lfr-pagination"><a href="{escape(url)}">Tiếp theo</a></div>'


class LiferayPortlet(Family):
    """Liferay with the law portlet: every cell a link to the same page."""

    engine = "liferay"
    list_path = "/vb"
    page_key = "_4_WAR_portalvbpqportlet_cur"

    def detail_path(self, doc: Document) -> str:
        return f"/vb/chi-tiet?id={doc.id}"

    def file_path(self, doc: Document) -> str:
        return f"/documents/20181/0/{doc.id}.{doc.kind}/1b2c3d4e-1111-2222-3333-{doc.id:012d}"

    def rows(self, view: View) -> str:
        heads = "".join(f"<th>{t}</th>" for t in ("Số hiệu", "Trích yếu", "Ngày ban hành", "Người ký", "Tệp"))
        rows = "".join(
            f'<tr><td class="vbpq-sohieuvanban"><a href="{self.href(view, d)}">{escape(d.number)}</a></td><td><a href="'
            f'{self.href(view, d)}">{escape(d.title)}</a></td><td class="vbpq-ngaybanhanh"><a href="{self.href(view, d)}">'
            f'{view.dates(d)}</a></td><td class="vbpq-nguoiky">Trần Văn B</td><td class="vbpq-file-dinh-kem">'
            f"{self.file_link(view, d)}</td></tr>"
            for d in view.docs
        )
        return f'<table><thead><tr>{heads}</tr></thead><tbody class="table-data">{rows}</tbody></table>'

    pager = LiferayAssets.pager


class Drupal(Family):
    """Drupal Views: pages counted from 0."""

    engine = "drupal"
    list_path = "/vi/van-ban"

    def detail_path(self, doc: Document) -> str:
        return f"/vi/{doc.slug}-{doc.id}"

    def file_path(self, doc: Document) -> str:
        return f"/sites/default/files/{doc.issued:%Y-%m}/{doc.id}.{doc.kind}"

    def page_of(self, ask: Ask) -> int:
        told = ask.query.get("page", "0")
        return int(told) + 1 if told.isdigit() else 1

    def rows(self, view: View) -> str:
        rows = "".join(
            f'<div class="views-row"><div class="views-field-title"><a href="{self.href(view, d)}">{escape(d.heading)}</a></div><span class='
            f'"views-field-created">{d.issued + timedelta(2):%d/%m/%Y}</span></div>'
            for d in view.docs
        )
        return f'<div class="view-content">{rows}</div>'

    def pager(self, view: View) -> str:
        items = "".join(
            f'<li class="pager__item{" is-active" if n == view.page else ""}"><a href="'
            f'{escape(view.link(f"{view.path}?page={n - 1}"))}">{n}</a></li>'
            for n in view.numbers()
        )
        return f'<ul class="pager">{items}</ul>'


class WordPress(Family):
    """WordPress with a theme's table of documents; pages as folders."""

    engine = "wordpress"
    list_path = "/van-ban/"

    def detail_path(self, doc: Document) -> str:
        return f"/van-ban-{doc.id}/{doc.slug}/"

    def file_path(self, doc: Document) -> str:
        return f"/wp-content/uploads/{doc.issued:%Y/%m}/{doc.id}.{doc.kind}"

    def page_of(self, ask: Ask) -> int:
        tail = ask.path.strip("/").rsplit("/", 1)[-1]
        return int(tail) if "/page/" in ask.path and tail.isdigit() else 1

    def page_url(self, view: View, number: int) -> str:
        return view.link(f"{self.list_path}page/{number}/")

    def rows(self, view: View) -> str:
        rows = "".join(
            f'<tr><td><a href="{self.href(view, d)}">{escape(d.number)}</a></td><td>{view.dates(d)}</td><td>'
            f"{escape(d.title)}</td></tr>"
            for d in view.docs
        )
        heads = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        return f'<table class="van-ban"><thead>{heads}</thead><tbody>{rows}</tbody></table>'

    def pager(self, view: View) -> str:
        links = "".join(
            f'<span class="page-numbers current">{n}</span>'
            if n == view.page
            else f'<a class="page-numbers" href="{escape(self.page_url(view, n))}">{n}</a>'
            for n in view.numbers()
        )
        return f'<nav class="pagination">{links}</nav>'


class Joomla(Family):
    """Joomla: a category as a table, pages counted in rows."""

    engine = "joomla"
    list_path = "/index.php/van-ban"
    page_key = "start"
    per_page = 8

    def detail_path(self, doc: Document) -> str:
        return f"/index.php/van-ban/{doc.id}-{doc.slug}"

    def file_path(self, doc: Document) -> str:
        return f"/images/vanban/{doc.id}.{doc.kind}"

    def page_of(self, ask: Ask) -> int:
        told = ask.query.get("start", "0")
        return int(told) // self.per_page + 1 if told.isdigit() else 1

    def page_url(self, view: View, number: int) -> str:
        return view.link(f"{view.path}?start={(number - 1) * self.per_page}")

    def rows(self, view: View) -> str:
        rows = "".join(
            f'<tr><td class="list-title"><a href="{self.href(view, d)}">{escape(d.heading)}</a></td><td class="list-date">'
            f"{d.issued + timedelta(1):%d/%m/%Y}</td></tr>"
            for d in view.docs
        )
        return (
            "<table class='category table'><thead><tr><th>Tiêu đề</th><th>Ngày đăng</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def pager(self, view: View) -> str:
        return f'<div class="pagination">{super().pager(view)}</div>'


class Dnn(Family):
    """DotNetNuke: panes, a table in the middle one."""

    engine = "dnn"
    list_path = "/van-ban"

    def detail_path(self, doc: Document) -> str:
        return f"/van-ban/id/{doc.id}"

    def file_path(self, doc: Document) -> str:
        return f"/Portals/0/Uploads/00.00.H57/Nam{doc.issued.year}/Thang{doc.issued.month}/{doc.id}_signed.{doc.kind}"

    def content(self, view: View) -> str:
        side = "<ul><li><a href='/x1'>Khen thưởng</a></li><li><a href='/x2'>Tuyển dụng</a></li></ul>"
        return f'<div id="dnn_LeftPane">{side}</div><div id="dnn_ContentPane">{super().content(view)}</div>'


class Cards(Family):
    """No family anybody knows: cards with labels."""

    list_path = "/he-thong-van-ban/tat-ca"
    page_key = "trang"

    def rows(self, view: View) -> str:
        return "".join(
            f'<div class="o-the"><h4><a href="{self.href(view, d)}">{escape(d.title)}</a></h4><p><b>Số ký hiệu:</b> '
            f"{escape(d.number)}</p><p><b>Ngày ban hành:</b> {view.dates(d)}</p><p>{self.file_link(view, d)}</p></div>"
            for d in view.docs
        )


class Feed(Family):
    """RSS: titles and days of publication, the newest rows only."""

    engine = "feed"
    list_path = "/rss/van-ban.rss"
    paging: ClassVar = {"kind": "none"}
    media_type = "application/rss+xml"

    def content(self, view: View) -> str:
        rows = "".join(
            f"<item><title>{escape(d.heading)}</title><link>{escape(view.link(self.detail_path(d)))}</link>"
            f"<pubDate>{d.issued + timedelta(1):%a, %d %b %Y} 08:00:00 +0700</pubDate></item>"
            for d in view.docs
        )
        return f'<rss version="2.0"><channel><title>Văn bản mới</title>{rows}</channel></rss>'


FAMILIES: dict[str, Family] = {
    "table": Family(),
    "vnpt_table": VnptTable(),
    "vnpt_articles": VnptArticles(),
    "vhv": Vhv(),
    "nukeviet": NukeViet(),
    "liferay_assets": LiferayAssets(),
    "liferay_portlet": LiferayPortlet(),
    "aspnet": Postback(),
    "chinhphu": ChinhPhu(),
    "tandan": TanDan(),
    "domino": Domino(),
    "drupal": Drupal(),
    "wordpress": WordPress(),
    "joomla": Joomla(),
    "dnn": Dnn(),
    "cards": Cards(),
    "feed": Feed(),
}
