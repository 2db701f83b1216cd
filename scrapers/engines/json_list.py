"""Lists for programs: the JSON that a portal's own script loads its rows from.

Where a row's fields stand is data: `FAMILIES` for systems known by name, or the portal's `selectors` for others. A path
is dotted (`data.items`); several separated by `|` are tried in turn. Addresses may be templates: `/vb/{id}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from documents.record import Item
from scrapers import fields
from scrapers.json_days import read_day
from scrapers.listing import Listing, items_listing
from scrapers.page import Page, absolute, links_of, read_page, text_of
from scrapers.portal import Portal

_HOLE = re.compile(r"\{(\w+)\}")

FAMILIES: dict[str, dict[str, str]] = {
    # VHV: GET /api/Content/Article/selectAll?type=Article.LegalDocument; a day is the second it begins in Viet Nam
    "vhv": {
        "rows": "items|data.items", "number": "code", "issued": "issueTime", "title": "title|brief",
        "type": "documentType", "issuer": "creatorTitle", "detail": "rewriteURL", "file": "file|otherFiles.file",
    },
    # The search behind congbao.chinhphu.vn
    "congbao_chinhphu": {
        "rows": "data|items|results", "number": "so_ky_hieu", "issued": "ngay_ban_hanh", "title": "trich_yeu",
        "type": "loai_van_ban", "file": "danh_sach_tep_van_ban.duong_dan",
    },
    # The service behind vbpl.vn, as in three working crawlers (2026); "Không số" in docNum is no number
    "vbpl": {
        "rows": "data.items|items", "number": "docNum", "issued": "issueDate", "title": "title",
        "type": "docType.name", "issuer": "agencyName", "detail": "https://vbpl.vn/van-ban/chi-tiet/{id}",
    },
    # Liferay portlet sdtvanbanportlet (Ho Chi Minh City): drafts, so no day of issue
    "sdtvanban": {
        "rows": "data|items", "number": "soKyHieu", "title": "trichYeu", "issuer": "coQuanBanHanh.ten",
        "detail": "?p_p_id=VanBanDuThao_WAR_sdtvanbanportlet&_VanBanDuThao_WAR_sdtvanbanportlet_action=themMoi"
        "&id={id}&view=details",
    },
    # SharePoint's list service behind Lâm Đồng's portal, as in a working crawler of September 2026
    "sharepoint_api": {
        "rows": "d.results|value", "number": "S_x1ed1__x002f_K_x00fd__x0020_hi", "issued": "Ng_x00e0_y",
        "title": "Tr_x00ed_ch_x0020_y_x1ebf_u|Title", "type": "Lo_x1ea1_i_x0020_v_x0103_n_x0020",
        "issuer": "C_x01a1__x0020_quan_x0020_ban_x0", "file": "Urls",
    },
}  # fmt: skip


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of the JSON the portal's `selectors` describe; what is no JSON has no rows."""
    return read_json(page, portal.selectors)


def reader_of(family: str) -> Callable[[Page, Portal], Listing]:
    """The engine of a family in FAMILIES; the portal's `selectors` go before."""

    def read_known(page: Page, portal: Portal) -> Listing:
        return read_json(page, {**FAMILIES[family], **portal.selectors})

    return read_known


def read_json(page: Page, where: Mapping[str, str]) -> Listing:
    """The rows of a JSON page whose fields stand where `where` says."""
    try:
        told = json.loads(page.html)
    except ValueError:
        return Listing()
    rows = next((found for found in _all(told, where.get("rows", "")) if isinstance(found, list)), None)
    if rows is None:
        rows = told if isinstance(told, list) else []
    return items_listing(_item(row, where, page) for row in rows if isinstance(row, dict))


def _item(row: dict[str, Any], where: Mapping[str, str], page: Page) -> Item | None:
    title = _text(row, where.get("title", "title"))
    own = fields.own_number(title) if title else (None, None, None)
    number = fields.read_number(_text(row, where.get("number", "")) or "") or own[0]
    issued = read_day(next(iter(_all(row, where.get("issued", "-"))), None)) or own[1]
    files = [url for told in _all(row, where.get("file", "-")) if isinstance(told, str) for url in _files(told, page)]
    detail = _address(row, where.get("detail", ""), page)
    if not (title or number):
        return None
    return Item(
        number=number,
        issued=issued,
        title=title,
        type=_text(row, where.get("type", "-")) or fields.told_type(title, number),
        issuer=_text(row, where.get("issuer", "-")),
        detail_url=detail,
        file_urls=tuple(dict.fromkeys(files)),
    )


def _files(told: str, page: Page) -> list[str]:
    """The addresses of files that a field tells: one, or those of a piece of HTML."""
    if "<a" in told:
        return [address for address, _, _ in links_of(read_page(told, page.base).tree, page.base)]
    address = absolute(page.base, told) if told else None
    return [address] if address else []


def _all(told: Any, paths: str) -> list[Any]:
    """What stands under the first of the paths that leads anywhere; lists on the way are gone through."""
    for path in paths.split("|"):
        found = [told]
        for key in filter(None, path.split(".")):
            found = [one[key] for one in _flat(found) if isinstance(one, dict) and one.get(key) not in (None, "", [])]
        if found:
            return found
    return []


def _flat(found: list[Any]) -> list[Any]:
    return [inner for one in found for inner in (one if isinstance(one, list) else [one])]


def _text(row: dict[str, Any], path: str) -> str | None:
    told = next((one for one in _all(row, path) if isinstance(one, str | int)), None) if path else None
    if told is None:
        return None
    text = str(told)
    if "<" in text or "&" in text:
        text = text_of(read_page(f"<p>{text}</p>", "").tree)
    return " ".join(text.split()) or None


def _address(row: dict[str, Any], path: str, page: Page) -> str | None:
    if not path:
        return None
    if _HOLE.search(path):
        if any(row.get(name) in (None, "") for name in _HOLE.findall(path)):
            return None
        return absolute(page.base, _HOLE.sub(lambda hole: str(row[hole[1]]), path))
    told = _text(row, path)
    return absolute(page.base, told) if told else None
