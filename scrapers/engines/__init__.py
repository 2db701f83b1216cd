"""What we know of the CMS families: one pure reader each, page and portal in, listing out.

An engine says where the rows stand; what a row says is read by scrapers.cards and scrapers.table_rows. A family that
shows nothing special needs no engine: `generic` reads any list.
"""

from __future__ import annotations

from collections.abc import Callable

from scrapers.engines import (
    chinhphu,
    dnn,
    domino,
    feed,
    generic,
    json_list,
    lacviet,
    liferay,
    nukeviet,
    sharepoint_api,
    vbpl,
    vccorp,
    vhv,
    vnpt,
)
from scrapers.engines.by_rows import ROWS, reader_of
from scrapers.listing import Listing
from scrapers.page import Page
from scrapers.portal import Portal

Engine = Callable[[Page, Portal], Listing]

ENGINES: dict[str, Engine] = {
    "generic": generic.read_listing,  # any list, found by what its rows say
    "liferay": liferay.read_listing,  # asset publisher, law portlets (10 provinces)
    "vnpt": vnpt.read_listing,  # ul.ArticleList, UIDocumentList (9 provinces)
    "nukeviet": nukeviet.read_listing,  # module laws (9 provinces)
    "vhv": vhv.read_listing,  # legal documents as table, cards, blocks, JSON (8 provinces)
    "lacviet": lacviet.read_listing,  # SharePoint 2010 of old Đắk Nông
    "domino": domino.read_listing,  # gazettes of Sơn La, Hà Tĩnh
    "dnn": dnn.read_listing,  # Huế
    "chinhphu": chinhphu.read_listing,  # vanban.chinhphu.vn
    "vccorp": vccorp.read_listing,  # hanoi.gov.vn and its departments, ministries
    "json": json_list.read_listing,  # a script's own list, fields named in the YAML
    "feed": feed.read_listing,  # RSS, Atom
    "sitemap": feed.read_listing,
    **{family: reader_of(family) for family in ROWS},  # tandan (5 provinces), drupal, aspnet, ...
    **{family: json_list.reader_of(family) for family in ("congbao_chinhphu", "sdtvanban")},
    "sharepoint_api": sharepoint_api.read_listing,  # Lâm Đồng
    "vbpl": vbpl.read_listing,
}
TELL_NEXT = frozenset({"sharepoint_api"})  # their answers name the request for the next page
