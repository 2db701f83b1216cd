"""Writes the demo portals' site: `python tests/demo/make_site.py` reads documents.yaml and fills tests/demo/site/.

The result is committed, so that the demo needs neither fonts nor these libraries. Needs reportlab, python-docx, Pillow
and the Debian package fonts-dejavu-core. The same texts give the same bytes.
"""

from __future__ import annotations

import html
import io
import json
import shutil
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SITE = HERE / "site"
sys.path.insert(0, str(HERE.parent))
NOTE = "Tài liệu minh họa"
ROWS = {"tien-giang": 5, "tay-ninh": 4, "vinh-long": 4}  # rows a listing page shows
KINDS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def main() -> None:
    """Everything anew: files, pages, and the table of addresses the server reads."""
    data = yaml.safe_load((HERE / "documents.yaml").read_text("utf-8"))
    shutil.rmtree(SITE, ignore_errors=True)
    (SITE / "files").mkdir(parents=True)
    routes: dict[str, dict[str, Any]] = {}
    for doc in data["documents"]:
        make_file(doc, routes)
    for name, portal in data["portals"].items():
        make_portal(name, portal, data, routes)
    robots = "User-agent: *\nDisallow: /tien-giang/noi-bo/\n"
    write(routes, "/robots.txt", "robots.txt", robots.encode(), "text/plain; charset=utf-8")
    write(routes, "/", "index.html", page("Trang minh họa", front(data), "").encode())
    (SITE / "routes.json").write_text(json.dumps(routes, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def write(
    routes: dict[str, dict[str, Any]],
    address: str,
    name: str,
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    status: int = 200,
) -> None:
    path = SITE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    routes[address] = {"file": name, "type": kind, "status": status}


# ---------------------------------------------------------------- documents


def make_file(doc: dict[str, Any], routes: dict[str, dict[str, Any]]) -> None:
    """The document's own file, where its form has one."""
    makers = {"docx": docx_bytes, "pdf": pdf_bytes, "stamped": pdf_bytes, "scan": scan_bytes}
    if doc["form"] not in makers:
        return
    ending = "docx" if doc["form"] == "docx" else "pdf"
    day = doc["issued"]
    doc["file"] = f"/{doc['portal']}/tep/{day.year}/{day.month:02d}/{doc['id'][3:]}.{ending}"
    write(routes, doc["file"], f"files/{doc['id']}.{ending}", makers[doc["form"]](doc), KINDS[ending])


def head_rows(doc: dict[str, Any], stamped: bool) -> list[tuple[str, str]]:
    """The two columns on top: issuer and number left, state or Party motto and the date right."""
    day: date = doc["issued"]
    number, rest = split_number(doc["number"])
    fill = "{%s}" if stamped else "%s"
    dated = f"{doc['at']}, ngày {fill % f'{day.day:02d}'} tháng {fill % f'{day.month:02d}'} năm {day.year}"
    party = "/TU" in doc["number"]
    right = ["ĐẢNG CỘNG SẢN VIỆT NAM", "", dated]
    if not party:
        right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", dated]
    left = [*doc["head"], f"Số{'' if party else ':'} {fill % number}{rest}"]
    rows = list(zip(left, right, strict=True))
    if doc["type"] == "Công văn":
        rows.append((doc["title"], ""))
    return rows


def split_number(number: str) -> tuple[str, str]:
    """`370/KH-UBND` as `370` and `/KH-UBND`, `08-NQ/TU` as `08` and `-NQ/TU`."""
    at = next(i for i, c in enumerate(number) if not c.isdigit())
    return number[:at], number[at:]


def title_lines(doc: dict[str, Any]) -> list[str]:
    return [] if doc["type"] == "Công văn" else [doc["type"].upper(), doc["title"]]


def foot_rows(doc: dict[str, Any]) -> list[tuple[str, str]]:
    """Nơi nhận left, the signer right, and that this is no real document."""
    party, title, name = doc["signer"]
    posts = [title, "PHÓ CHỦ TỊCH"] if title.startswith("KT.") else [title]
    right = [line for line in (party, *posts) if line] + ["", name]
    left = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "", NOTE + "."]
    height = max(len(left), len(right))
    return list(zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True))


def pdf_bytes(doc: dict[str, Any]) -> bytes:
    from make_pdf import make_pdf

    path = SITE / "making.pdf"
    make_pdf(
        path,
        head_rows(doc, stamped=doc["form"] == "stamped"),
        doc["body"],
        [doc["table"]] if "table" in doc else [],
        stamp="widget" if doc["form"] == "stamped" else None,
        title=title_lines(doc),
        footer=foot_rows(doc),
        signed=f"D:{doc['issued']:%Y%m%d}093000+07'00'",
    )
    body = path.read_bytes()
    path.unlink()
    return body


def docx_bytes(doc: dict[str, Any]) -> bytes:
    """A DOCX as offices write it: the head is a table without lines, targets a table with lines."""
    from datetime import datetime

    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    word = Document()
    when = datetime(doc["issued"].year, doc["issued"].month, doc["issued"].day)
    word.core_properties.created = word.core_properties.modified = when
    word.core_properties.author = NOTE
    rows = head_rows(doc, stamped=False)
    head = word.add_table(rows=1, cols=2)
    for cell, lines in zip(head.rows[0].cells, zip(*rows, strict=True), strict=True):
        for line in lines:
            added = cell.add_paragraph(line)
            added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title_lines(doc):
        added = word.add_paragraph()
        added.add_run(line).bold = True
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in doc["body"]:
        word.add_paragraph().add_run(line.removeprefix("# ")).bold = line.startswith("# ")
    if "table" in doc:
        table = word.add_table(rows=0, cols=len(doc["table"][0]))
        table.style = "Table Grid"
        for row in doc["table"]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    foot = word.add_table(rows=1, cols=2)
    for cell, lines in zip(foot.rows[0].cells, zip(*foot_rows(doc), strict=True), strict=True):
        cell.text = "\n".join(lines)
    raw = io.BytesIO()
    word.save(raw)
    return same_zip(raw.getvalue())


def same_zip(body: bytes) -> bytes:
    """The same archive without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, (2024, 1, 1, 0, 0, 0)), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def scan_bytes(doc: dict[str, Any]) -> bytes:
    """An image-only PDF, black and white at 150 dpi and slightly askew, as copiers make it."""
    from PIL import Image, ImageDraw, ImageFont

    fonts = "/usr/share/fonts/truetype/dejavu/DejaVuSerif"
    plain, bold = ImageFont.truetype(f"{fonts}.ttf", 24), ImageFont.truetype(f"{fonts}-Bold.ttf", 24)
    sheet = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(sheet)
    y = 110
    for left, right in head_rows(doc, stamped=False):
        draw.text((330, y), left, font=bold, fill=0, anchor="mm")
        draw.text((860, y), right, font=bold if y < 180 else plain, fill=0, anchor="mm")
        y += 40
    y += 30
    for line in [*title_lines(doc), *doc["body"]]:
        for part in wrapped(draw, line.removeprefix("# "), plain, 1000):
            draw.text((130, y), part, font=bold if line.startswith("# ") else plain, fill=0)
            y += 38
        y += 8
    y += 30
    for left, right in foot_rows(doc):
        draw.text((130, y), left, font=plain, fill=0)
        draw.text((900, y + 12), right, font=bold, fill=0, anchor="mm")
        y += 38
    sheet = sheet.rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC).convert("1", dither=Image.Dither.NONE)
    out = io.BytesIO()
    then = date(2022, 1, 4).timetuple()
    sheet.save(out, "PDF", resolution=150, creationDate=then, modDate=then)
    return out.getvalue()


def wrapped(draw: Any, text: str, font: Any, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and draw.textlength(f"{line} {word}", font=font) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


# ---------------------------------------------------------------- pages


def make_portal(name: str, portal: dict[str, Any], data: dict[str, Any], routes: dict[str, dict[str, Any]]) -> None:
    """A portal's listings in its own markup, its detail pages, and its troubles."""
    own = [d for d in data["documents"] if d["portal"] == name]
    for doc in own:
        doc["url"] = f"/{name}/{'tin-tuc' if doc['form'] == 'news' else 'van-ban'}/{doc['id']}.html"
        body = page(f"{say(doc)} - {portal['title']}", detail(doc), name)
        write(routes, doc["url"], f"pages/{doc['id']}.html", body.encode())
    rows = own + [trouble(t, routes) for t in data["troubles"] if t["portal"] == name]
    news = [d for d in rows if d["form"] == "news" and name != "tay-ninh"]
    listed = sorted(
        (d for d in rows if d not in news), key=lambda d: str(d.get("issued") or d["published"]), reverse=True
    )
    size = ROWS[name]
    count = -(-len(listed) // size)
    for number in range(1, count + 1):
        part = listed[(number - 1) * size : number * size]
        body = page(f"Văn bản - {portal['title']}", LISTS[name](part, number, count), name)
        write(routes, list_address(name, number), f"lists/{name}-{number}.html", body.encode())
    if name == "vinh-long":  # past its end this one shows its last page again, as many portals do
        routes[list_address(name, count + 1)] = routes[list_address(name, count)]
    if news:
        cards = "".join(news_card(d) for d in sorted(news, key=lambda d: str(d["published"]), reverse=True))
        body = page(f"Tin tức - {portal['title']}", f'<div class="news-list">{cards}</div>', name)
        write(routes, f"/{name}/tin-tuc", f"lists/{name}-news.html", body.encode())


def list_address(name: str, number: int) -> str:
    if name == "tay-ninh":
        return f"/{name}/van-ban" if number == 1 else f"/{name}/van-ban/trang-{number}"
    return f"/{name}/van-ban" if number == 1 else f"/{name}/van-ban?page={number}"


def trouble(row: dict[str, Any], routes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A row whose address is forbidden, down, or a page that says 'not found' with status 200."""
    slug = split_number(row["number"])[0]
    row = {**row, "form": row["kind"]}
    row["url"] = f"/{row['portal']}/{'noi-bo' if row['kind'] == 'robots' else 'van-ban'}/tb-{slug}.html"
    told = {
        "robots": ("Nội bộ", "<p>Nội dung nội bộ.</p>", 200),
        "down": ("503", "<h1>Dịch vụ tạm ngừng</h1>", 503),
        "soft404": ("Không tìm thấy trang", "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>", 200),
    }[row["kind"]]
    body = page(told[0], told[1], row["portal"]).encode()
    write(routes, row["url"], f"pages/{row['kind']}.html", body, status=told[2])
    return row


def say(doc: dict[str, Any]) -> str:
    """A document's name as article lists print it, with number and date."""
    if doc["form"] == "news":
        return str(doc["title"])
    return f"{doc['type']} số {doc['number']} ngày {shown(doc['issued'])} {doc['title']}"


def shown(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def text(value: object) -> str:
    return html.escape(str(value))


def detail(doc: dict[str, Any]) -> str:
    """A document's own page: the whole text where there is no file, else its attributes and the file."""
    if doc["form"] == "news":
        body = "".join(f"<p>{text(line)}</p>" for line in doc["body"])
        return (
            f'<h1>{text(doc["title"])}</h1><div class="date">Ngày đăng: {shown(doc["published"])} | 08:30</div>{body}'
        )
    if "file" in doc:
        pairs = {
            "Số ký hiệu": doc["number"],
            "Ngày ban hành": shown(doc["issued"]),
            "Loại văn bản": doc["type"],
            "Cơ quan ban hành": doc["issuer"],
            "Người ký": doc["signer"][2],
            "Trích yếu": doc["title"],
        }
        rows = "".join(f"<tr><th>{k}</th><td>{text(v)}</td></tr>" for k, v in pairs.items())
        link = f'<a class="link-download" href="{doc["file"]}">Tải về</a>'
        head = f"<h1>{text(doc['type'])} số {text(doc['number'])}</h1>"
        return f'{head}<table class="thuoc-tinh">{rows}</table><p>{link}</p>'
    head = "".join(f"<tr><td>{text(a)}</td><td>{text(b)}</td></tr>" for a, b in head_rows(doc, stamped=False))
    title = "".join(f"<p><strong>{text(line)}</strong></p>" for line in title_lines(doc))
    body = "".join(f"<p>{text(line.removeprefix('# '))}</p>" for line in doc["body"])
    foot = "".join(f"<tr><td>{text(a)}</td><td>{text(b)}</td></tr>" for a, b in foot_rows(doc))
    return f'<div class="toan-van"><table>{head}</table>{title}{body}<table>{foot}</table></div>'


def table_list(rows: list[dict[str, Any]], number: int, count: int) -> str:
    """A table under a head, page numbers below."""
    heads = ("STT", "Số ký hiệu", "Ngày ban hành", "Loại văn bản", "Trích yếu", "Tệp đính kèm")
    lines = []
    for i, doc in enumerate(rows, 1):
        file = f'<a href="{doc["file"]}"><span class="fa fa-download"></span></a>' if "file" in doc else ""
        cells = (
            str(i),
            text(doc["number"]),
            shown(doc["issued"]),
            text(doc["type"]),
            f'<a href="{doc["url"]}">{text(doc["title"])}</a>',
            file,
        )
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = "<tr>" + "".join(f"<th>{h}</th>" for h in heads) + "</tr>"
    pager = " ".join(
        f"<strong>{n}</strong>" if n == number else f'<a href="{list_address("tien-giang", n)}">{n}</a>'
        for n in range(1, count + 1)
    )
    table = f'<table class="table table-bordered">{head}{"".join(lines)}</table>'
    return f'<div class="list-legal-document-table">{table}</div><div class="pagination">{pager}</div>'


def article_list(rows: list[dict[str, Any]], number: int, count: int) -> str:
    """Articles: the number stands only in the title, the date shown is that of publication."""
    lines = []
    for doc in rows:
        day = doc.get("issued") or doc["published"]
        posted = date.fromordinal(day.toordinal() + 3)
        lines.append(
            f'<li class="row"><div class="col-lg-10"><h2 class="Title"><a href="{doc["url"]}">{text(say(doc))}</a></h2>'
            f'<div class="Ngaydang">{shown(posted)}</div><p class="ArticleSummary">{text(doc["title"])}</p></div></li>'
        )
    more = f'<a class="next" href="{list_address("tay-ninh", number + 1)}">Trang sau</a>' if number < count else ""
    return f'<ul class="ArticleList">{"".join(lines)}</ul><div class="pagination">{more}</div>'


def card_list(rows: list[dict[str, Any]], number: int, count: int) -> str:
    """Cards with labels; the pager works by script, so pages are counted in the address."""
    lines = []
    for doc in rows:
        file = f'<a class="tep" href="{doc["file"]}">Tải về</a>' if "file" in doc else ""
        title = f"{text(doc['type'])} {text(doc['title'])}"
        lines.append(
            f'<div class="the-van-ban"><div class="ten"><a href="{doc["url"]}">{title}</a></div>'
            f"<div>Số ký hiệu: <b>{text(doc['number'])}</b></div><div>Ngày ban hành: {shown(doc['issued'])}</div>"
            f'<a href="{doc["url"]}">Xem chi tiết</a> {file}</div>'
        )
    pager = f'<ul class="phan-trang"><li onclick="tai({number + 1})">Trang sau</li></ul>' if number < count else ""
    return f'<div class="danh-sach">{"".join(lines)}</div>{pager}'


LISTS = {"tien-giang": table_list, "tay-ninh": article_list, "vinh-long": card_list}


def news_card(doc: dict[str, Any]) -> str:
    return (
        f'<div class="news-item"><h3><a href="{doc["url"]}">{text(doc["title"])}</a></h3>'
        f'<span class="time">{shown(doc["published"])} | 08:30</span><p>{text(doc["body"][0])}</p></div>'
    )


def front(data: dict[str, Any]) -> str:
    links = "".join(f'<li><a href="/{n}/van-ban">{text(p["title"])}</a></li>' for n, p in data["portals"].items())
    return f"<ul>{links}</ul>"


def page(title: str, body: str, name: str) -> str:
    """A page with the menu, sidebar and footer real portals put around their content."""
    menu = "".join(f'<li><a href="/{name}/{slug}">{told}</a></li>' for slug, told in MENU) if name else ""
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{text(title)}</title></head><body>\n'
        f'<nav class="menu"><ul>{menu}</ul></nav>\n<div id="main">{body}</div>\n'
        '<div class="sidebar"><h3>Liên kết</h3><ul><li><a href="/">Trang minh họa</a></li></ul></div>\n'
        f"<footer><p>{NOTE}, không phải văn bản của cơ quan nhà nước.</p>"
        "<p>Giấy phép số 20/GP-STTTT cấp ngày 20/12/2016</p></footer>\n</body></html>\n"
    )


MENU = (
    ("", "Trang chủ"),
    ("gioi-thieu", "Giới thiệu"),
    ("tin-tuc", "Tin tức"),
    ("van-ban", "Văn bản"),
    ("lien-he", "Liên hệ"),
)

if __name__ == "__main__":
    main()
