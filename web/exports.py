"""Search results as files: CSV and XLSX for spreadsheets, RIS and BibTeX for references, JSON lines for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi.responses import Response

from documents.record import to_json
from index_mappings import answer_query
from web.asking import left_as_words, read_query
from web.language import show_day
from web.site import Site

MOST = 1_000  # hits in one file
COLUMNS = ("number", "type", "title", "issuer", "province", "issued", "status", "url", "id")
TARGET_COLUMNS = (
    "group", "kind", "province", "year", "comparator", "change", "value", "value2", "unit", "plain_value", "plain_unit",
    "deadline", "period", "baseline", "scope", "agency", "indicator", "sentence", "type", "number", "issuer", "issued",
    "document", "page", "url", "rule", "confidence",
)  # fmt: skip
TARGET_FORMS = ("csv", "xlsx", "jsonl")
Row = Mapping[str, Any]


def export_targets(goals: list[Row], form: str) -> Response:
    """Targets as a file: csv, xlsx or jsonl; NotFound for another form."""
    from web.views import NotFound

    if form not in TARGET_FORMS:
        raise NotFound(form)
    return _as_file(goals, form, TARGET_COLUMNS, "targets")


def _as_file(rows: list[Row], form: str, columns: Sequence[str], name: str) -> Response:
    media_type, write = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(write(rows, columns), media_type=media_type, headers=headers)


def export_documents(site: Site, params: Mapping[str, Any], form: str) -> Response:
    """The hits of a search as a file in one of FORMS; NotFound for another form."""
    from web.views import NotFound

    if form not in FORMS:
        raise NotFound(form)
    return _as_file(list(_hits(site, params)), form, COLUMNS, "vanban")


def _hits(site: Site, params: Mapping[str, Any]) -> Iterator[Row]:
    asked = replace(read_query(params, facets=False), size=100)
    for page in range(1, MOST // 100 + 1):
        found = answer_query(site.index, replace(asked, page=page), left_as_words(params)).page
        yield from (to_json(hit) for hit in found.hits)
        if len(found.hits) < 100:
            return


def cite(document: Row) -> str:
    """A document as it is cited in Vietnamese: `Kế hoạch số 370/KH-UBND ngày 08/12/2021 của ... về ...`."""
    parts = [document.get("type") or "Văn bản"]
    parts += [f"số {document['number']}"] if document.get("number") else []
    parts += [f"ngày {show_day(document['issued'])}"] if document.get("issued") else []
    parts += [f"của {document['issuer']}"] if document.get("issuer") else []
    return " ".join(parts) + (f": {document['title']}" if document.get("title") else "")


def export_citation(document: Row, form: str) -> Response:
    """One document for a reference manager (`ris`, `bib`) or as a line with its address (`txt`); NotFound else."""
    from web.views import NotFound

    url = next((shown["url"] for shown in document["appearances"] if shown["url"].startswith("http")), None)
    row = {**document, "url": url}
    if form in ("ris", "bib"):
        return _as_file([row], form, COLUMNS, "vanban")
    if form != "txt":
        raise NotFound(form)
    return Response(f"{cite(row)}. {url or ''}".strip() + "\n", media_type="text/plain; charset=utf-8")


def _csv(rows: list[Row], columns: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_harmless(row.get(name)) for name in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()  # with its mark, so that spreadsheets read the diacritics


def _harmless(value: Any) -> str:
    """Text that a spreadsheet never takes for a formula."""
    text = "" if value is None else " ".join(str(value).split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _cell(value: Any) -> str | float:
    return value if isinstance(value, int | float) else str(value or "")


def _xlsx(rows: list[Row], columns: Sequence[str]) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("van ban")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, columns, bold)
        for at, row in enumerate(rows, 1):
            sheet.write_row(at, 0, [_cell(row.get(name)) for name in columns])
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _json(rows: list[Row], columns: Sequence[str]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _ris(rows: list[Row], columns: Sequence[str]) -> bytes:
    lines = []
    for row in rows:
        tags = [("TY", "GOVDOC"), ("TI", row["title"] or row["number"]), ("AU", row["issuer"]), ("M1", row["number"]),
                ("DA", (row["issued"] or "").replace("-", "/")), ("PY", (row["issued"] or "")[:4]),
                ("CY", row["province"]), ("UR", row["url"]), ("ID", row["id"])]  # fmt: skip
        lines += [f"{tag}  - {' '.join(str(value).split())}" for tag, value in tags if value] + ["ER  - ", ""]
    return "\r\n".join(lines).encode()


def _bibtex(rows: list[Row], columns: Sequence[str]) -> bytes:
    entries = []
    for row in rows:
        issuer = f"{{{_tex(row['issuer'])}}}" if row["issuer"] else ""
        fields = {"title": row["title"] or row["number"], "author": issuer,
                  "number": row["number"], "year": (row["issued"] or "")[:4], "date": row["issued"], "url": row["url"],
                  "type": row["type"]}  # fmt: skip
        inner = ",\n".join(f"  {name} = {{{_tex(value)}}}" for name, value in fields.items() if value)
        key = "".join(c for c in row["id"] if c.isalnum() or c in "-/:")
        entries.append(f"@misc{{{key},\n{inner}\n}}\n")
    return "\n".join(entries).encode()


def _tex(value: Any) -> str:
    return " ".join("".join(c for c in str(value) if c not in "{}\\").split())


FORMS: dict[str, tuple[str, Callable[[list[Row], Sequence[str]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "jsonl": ("application/x-ndjson", _json),
    "ris": ("application/x-research-info-systems; charset=utf-8", _ris),
    "bib": ("application/x-bibtex; charset=utf-8", _bibtex),
}
