"""Engine and reader disagree about a list: an issue, which closes itself when they agree again."""

from pipelines.crawl_sink import CatalogSink
from scrapers.ask import Answer
from scrapers.options import CrawlOptions
from scrapers.portal import Portal
from scrapers.walk import Walk
from store import open_store
from store.issues import list_issues

LIST = "http://127.0.0.1/van-ban"
DOCUMENTS = "".join(
    f"<tr><td>{n}/KH-UBND</td><td>0{n}/02/2024</td><td><a href='/vb/{n}'>Về việc triển khai số {n}</a></td></tr>"
    for n in range(1, 9)
)
TABLE = f"<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>{DOCUMENTS}</table>"
ARTICLES = "".join(
    f"<li class='row'><h2 class='Title'><a href='/tin/{i}'>Quyết định số {i}/QĐ-UBND về việc số {i}</a></h2></li>"
    for i in range(3)
)


def walk_once(store, body, engine="vnpt"):
    """One night over one list whose documents cannot be had; the issues of its list."""
    portal = Portal("a", "A", "Tây Ninh", "observed", (LIST,), engine=engine)
    walk = Walk(portal, CatalogSink(store), CrawlOptions(contact="a@example.org"))
    while (ask := walk.next()) is not None:
        if ask.url == LIST:
            walk.got(ask, Answer(LIST, 200, f"<html><body>{body}</body></html>".encode(), "text/html"))
        else:
            walk.failed(ask, "timeout", "60 s")
    with store.catalog.read() as connection:
        return [issue for issue in list_issues(connection) if issue["url"] == LIST]


def test_an_issue_that_closes_itself(tmp_path, capsys):
    store = open_store(tmp_path, "")
    assert walk_once(store, f"<ul class='ArticleList'>{ARTICLES}</ul>") == []
    (issue,) = walk_once(store, f"<ul class='ArticleList'>{ARTICLES}</ul>{TABLE}")
    assert (issue["reason"], issue["portal"], issue["next_try"]) == ("reader_disagrees", "a", None)
    assert "3 and 8 rows, 0 shared" in issue["detail"] and "generic" in issue["what_to_do"]
    (issue,) = walk_once(store, f"<ul class='ArticleList'>{ARTICLES}</ul>{TABLE}")
    assert issue["attempts"] == 2
    assert walk_once(store, TABLE, engine="generic") == []
    assert walk_once(store, f"<ul class='ArticleList'>{ARTICLES}</ul>{TABLE}") != []
    assert walk_once(store, TABLE) == []
