"""How answers look to people: short lines, the document first, then why, then where."""

from __future__ import annotations

import csv
import html
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from documents.moments import in_vietnam

if TYPE_CHECKING:
    from store.runs import Tally

BOLD, DIM, PLAIN = "\033[1m", "\033[2m", "\033[0m"


def print_json(rows: Iterable[Any]) -> None:
    """One JSON object per line."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def print_csv(rows: Iterable[Mapping[str, Any]]) -> None:
    """A table with a head, nested fields as `document.number`; cells never start a formula in a spreadsheet."""
    flat = [dict(_flat(row)) for row in rows]
    names = dict.fromkeys(name for row in flat for name in row)
    columns = [name for name in names if not any(other.startswith(f"{name}.") for other in names)]
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in flat)


def _flat(row: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{lead}{name}.")
        else:
            yield lead + name, value


def _harmless(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = " ".join(value.split())
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value


def warn(message: str) -> None:
    """A line for the person at the terminal, not for the data."""
    print(message, file=sys.stderr, flush=True)


def paint(text: str, style: str) -> str:
    """The text in a style where the output is a terminal."""
    return f"{style}{text}{PLAIN}" if sys.stdout.isatty() else text


def unmark(highlight: str) -> str:
    """A highlight for the terminal: marked words bold (in brackets where there are no colours), entities decoded."""
    bold = (BOLD, PLAIN) if sys.stdout.isatty() else ("[", "]")
    plain = re.sub(r"<mark>(.*?)</mark>", lambda m: f"{bold[0]}{m[1]}{bold[1]}", highlight)
    return html.unescape(" ".join(plain.split()))


VALIDITY = {"amended": "amended", "replaced": "REPLACED", "repealed": "REPEALED", "not_yet": "not yet in force"}


def headline(document: Mapping[str, Any]) -> str:
    """`370/KH-UBND · Kế hoạch · Ủy ban nhân dân tỉnh Tiền Giang · 08/12/2021`."""
    issued = document.get("issued")
    issuer, province = document.get("issuer"), document.get("province")
    parts = [document.get("number") or document.get("title") or document.get("id"), document.get("type"), issuer]
    parts.append(province if province and province not in (issuer or "") else None)
    parts.append("/".join(reversed(issued.split("-"))) if issued else None)
    parts.append(VALIDITY.get(document.get("status") or ""))
    return " · ".join(str(part) for part in parts if part)


def print_hits(hits: Sequence[Any], total: int, sentence: str) -> None:
    """The hits of a search with their highlights and addresses."""
    print(f"{sentence}: {total} văn bản")
    for hit in hits:
        fields = {
            name: getattr(hit, name) for name in ("id", "number", "title", "type", "issuer", "province", "issued")
        }
        print(f"\n{paint(headline(fields), BOLD)}")
        if hit.number and hit.title:
            print(f"  {hit.title}")
        for highlight in hit.highlights[:2]:
            print(f"  … {unmark(highlight)} …")
        print(paint(f"  {hit.url}  [{hit.id}]", DIM))


def print_red_links(nodes: Sequence[Mapping[str, Any]]) -> None:
    """What a typed number means that is cited but not here."""
    print("Được viện dẫn, chưa có ở đây (cited, not here):")
    for node in nodes:
        print(f"  {headline(node)}" + (f"\n    {node['title']}" if node["title"] else ""))
    print()


STATES = {"resolved": "", "unresolved": " (cited, not here)", "ambiguous": " (several documents fit)"}


def print_tree(answers: Sequence[Mapping[str, Any]]) -> None:
    """Who carries a document out, or what it carries out, as a tree, each step with its sentence and file."""
    below: dict[str, list[Mapping[str, Any]]] = {}
    for answer in answers:
        below.setdefault((answer.get("implements") or answer["implemented_by"])["id"], []).append(answer)
    reached = {answer["document"]["id"] for answer in answers}
    for root in [name for name in below if name not in reached]:
        _print_branches(below, root, "")


def _print_branches(below: Mapping[str, Sequence[Mapping[str, Any]]], node: str, indent: str) -> None:
    for answer in below.get(node, ()):
        document, evidence = answer["document"], answer["evidence"]
        print(f"{indent}{paint(headline(document), BOLD)}{STATES[answer['state']]}  [{answer['confidence']:.2f}]")
        if document["title"]:
            print(f"{indent}  {document['title']}")
        carried, carrying = ("implements", "") if "implements" in answer else ("implemented_by", "is implemented by ")
        print(f"{indent}  {carrying or 'implements '}{headline(answer[carried])}")
        print(f"{indent}  “{evidence['text']}”")
        page = f", page {evidence['page']}" if evidence["page"] else ""
        print(paint(f"{indent}  {evidence['url']}{page}", DIM))
        _print_branches(below, document["id"], indent + "    ")


def _moment(iso: str) -> str:
    return f"{in_vietnam(iso):%d/%m/%Y %H:%M}"


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows under column heads, wide enough for the widest cell, cut to fit 48 characters."""
    cells = [["" if value is None else str(value)[:48] for value in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(columns), *cells]) for i in range(len(columns))]
    print(paint("  ".join(name.ljust(width) for name, width in zip(columns, widths, strict=True)).rstrip(), BOLD))
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def print_tallies(tallies: Iterable[Tally]) -> None:
    """What each stage was asked for and what became of it."""
    rows = [(f"{t.stage} {t.portal}".strip(), t.asked, t.done, t.unchanged, t.failed) for t in tallies]
    print_table(("stage", "asked", "done", "unchanged", "failed"), rows)


PARKED = {
    "as_it_is": "parked: it would fail the same way",
    "gave_up": "parked: tried often enough (`vanban issues --again`)",
}


def print_issues(issues: Sequence[Mapping[str, Any]]) -> None:
    """Each open issue: what, where, how often, when again, and what to do."""
    for issue in issues:
        where = issue["url"] or issue["file"]
        again = PARKED[issue["parked"]] if issue["parked"] else f"next try {_moment(issue['next_try'])}"
        print(f"{paint(issue['reason'], BOLD)} ({issue['stage']}): {where}")
        print(f"  {issue['detail']}" if issue["detail"] else "  (no detail)")
        print(f"  {issue['attempts']} × since {_moment(issue['first'])}, {again}. {issue['what_to_do']}")


def format_value(target: Mapping[str, Any]) -> str:
    """A target's value as people write it: `> 7 %/năm`, `10–15 %`."""
    signs = {"gte": "≥ ", "gt": "> ", "lte": "≤ ", "lt": "< ", "approx": "≈ ", "rank_top": "top ", "gt_ref": "hơn "}
    changes = {"increase": "tăng ", "decrease": "giảm ", "maintain": "duy trì "}
    value = "–".join(_number(v) for v in (target["value"], target["value2"]) if v is not None)
    sign = signs.get(target["comparator"], "")
    measure = target["baseline"] if target["comparator"] == "gt_ref" else target["unit"]
    return " ".join(f"{changes.get(target['change'], '')}{sign}{value} {measure or ''}".split())


def _number(value: float) -> str:
    whole = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return whole.replace(",", "\0").replace(".", ",").replace("\0", ".")


def tally_row(tally: Tally) -> dict[str, int]:
    """A tally as the JSON of `status` has it."""
    return {"asked": tally.asked, "done": tally.done, "unchanged": tally.unchanged, "failed": tally.failed}


def target_row(target: Any) -> dict[str, Any]:
    """A target as the JSON of `targets` has it: the tuple, its document, its province and its evidence."""
    from documents.record import to_json

    row: dict[str, Any] = to_json(target)
    header = ("number", "type", "issuer", "province", "issued")
    row["document"] = {"id": row.pop("document"), **{name: row[name] for name in header}}
    for name in ("number", "type", "issuer", "issued"):
        del row[name]
    row["evidence"] = {"text": row.pop("sentence"), "page": row.pop("page"), "url": row.pop("url")}
    return row


def print_targets(targets: Sequence[Any]) -> None:
    """Targets as a table, the same indicator together, then by province and year."""
    rows = sorted(targets, key=lambda t: (t.indicator.lower(), t.province or "", t.deadline or t.period or ""))
    columns = ("indicator", "province", "by", "value", "document", "confidence")
    print_table(
        columns,
        [
            (
                t.indicator,
                t.province,
                t.deadline or t.period,
                format_value({n: getattr(t, n) for n in ("value", "value2", "comparator", "change", "unit")}),
                t.number or t.document,
                f"{t.confidence:.2f}",
            )
            for t in rows
        ],
    )


def print_compared(rows: Sequence[Mapping[str, Any]]) -> None:
    """The same indicator under one name: by year and province, each value with its document and sentence."""
    for group in dict.fromkeys((row["group"], row["plain_unit"]) for row in rows):
        print(paint(f"\n{group[0]} ({group[1] or 'no unit'})", BOLD))
        lines = [
            (
                row["deadline"] or row["period"],
                row["province"],
                format_value(row),
                row["document"]["number"] or row["document"]["id"],
                row["evidence"]["text"],
            )
            for row in rows
            if (row["group"], row["plain_unit"]) == group
        ]
        print_table(("by", "province", "value", "document", "sentence"), lines)


def print_drift(rows: Sequence[Mapping[str, Any]]) -> None:
    """What became of each target, document by document, both values side by side."""
    from store.chain import DRIFTS

    for name in dict.fromkeys(row["document"]["id"] for row in rows):
        mine = [row for row in rows if row["document"]["id"] == name]
        print(paint(f"\n{headline(mine[0]['document'])}", BOLD) + f"\n  implements {headline(mine[0]['of'])}")
        mine.sort(key=lambda row: DRIFTS.index(row["drift"]))
        lines = [(row["drift"], row["indicator"], _aim(row["above"]), _aim(row["below"])) for row in mine]
        print_table(("", "indicator", "there", "here"), lines)


def _aim(target: Mapping[str, Any] | None) -> str:
    return f"{format_value(target)} {target['deadline'] or target['period'] or ''}".strip() if target else "–"


def print_document(document: Mapping[str, Any]) -> None:
    """A document with its appearances, what it cites, how it hangs together and what it sets."""
    print(paint(headline(document), BOLD) + STATES[document["state"]])
    if document["title"] and document["number"]:
        print(f"  {document['title']}")
    print(paint(f"  {document['id']}", DIM))
    for appearance in document["appearances"]:
        gone = f"  GONE since {appearance['gone'][:10]}" if appearance["gone"] else ""
        print(f"  {appearance['url']}  fetched {appearance['fetched'][:16]}  sha256 {appearance['sha256'][:12]}…{gone}")
        for before in appearance["earlier"]:
            print(f"    before that  fetched {before['fetched'][:16]}  sha256 {before['sha256'][:12]}…")
    for citing in document.get("cited_by", ()):
        print(f"  cited by {headline(citing)}")
    for citing in document.get("maybe_cited_by", ()):
        print(f"  perhaps cited by {headline(citing)}")
    for maybe in document.get("maybe_same", ()):
        print(f"  may be the same as {maybe['document']}: {maybe['rule']}")
    for edge in document.get("relations", ()):
        other = edge["target"] if edge["direction"] == "out" else edge["source"]
        arrow = f"{edge['type']} →" if edge["direction"] == "out" else f"← {edge['type']}"
        print(f"  {arrow} {headline(other)}{STATES[other['state']]}")
    for reference in document.get("references", ()):
        print(f"  cites {' '.join(reference['text'].split())}  ({reference['state']}: {reference['why']})")
    for target in document.get("targets", ()):
        due = target["deadline"] or target["period"] or ""
        print(f"  target {target['indicator']}: {format_value(target)} {due}".rstrip())
    if "text" in document:
        print("\n" + document["text"])


def print_file(answer: Mapping[str, Any]) -> None:
    """A file read without the store: its header and tags, or its text; a failure as one line."""
    print(paint(answer["file"], BOLD))
    for warning in answer["warnings"]:
        print(f"  {warning['code']}: {warning['detail']} {warning.get('what_to_do', '')}".rstrip())
    if answer["method"] is None:
        return
    if "header" not in answer:
        print(answer["text"])
        return
    print(f"  {headline(answer['header']) or '(no number, type or issuer of its own)'}")
    for kind in ("references", "dates", "agencies", "targets"):
        if answer[kind]:
            print(f"  {kind}: " + "; ".join(" ".join(tag["text"].split()) for tag in answer[kind]))
    for relation in answer["relations"]:
        print(f"  {relation['source']} {relation['type']} {relation['target']}")
