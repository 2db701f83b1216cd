"""A discovery as a portal file: what the next night can be run with, and what a person should look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from documents.provinces import all_provinces, find_provinces, province_today
from documents.record import to_json
from documents.text import fold
from scrapers.discover import Discovery
from scrapers.found import FoundList, read_with
from scrapers.page import Page, text_of
from scrapers.portal import Expect, Kind, Paging, Portal

SAMPLE = 5
_OLD = 400  # days: a list whose newest row is older is not expected to bring new ones
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"cong\s?bao", "gazette"),
    (r"hdnd|dbnd|hoi dong nhan dan|doan dai bieu", "hdnd"),
    (r"tinh\s?uy|thanh\s?uy|dang bo (?:tinh|thanh pho)", "party"),
    (r"^(?:so|s\w{2,8})\.\w+\.gov\.vn|^so |cong an|ban quan ly|chi cuc|so .{3,40} (?:tinh|thanh pho)", "department"),
)


def propose_portal(seen: Discovery, province: str | None = None, today: date | None = None) -> Portal | None:
    """The portal that a discovery found, with its assertions, or None where no list was found.

    One engine and one paging serve the whole portal: those of most rows; lists they cannot read are left out (and
    noted in the discovery). `province` is a person's word; else host and title decide, and what they do not say
    stays empty. Facts come from pages that were seen: `observed`.
    """
    lists = _of_one_engine(seen)
    if not lists or seen.front is None:
        return None
    title = seen.front.title() or (urlsplit(seen.url).hostname or seen.url)
    return Portal(
        id=_name(seen.url),
        title=title[:150],
        province=province_today(province) or "" if province else guess_province(seen.url, seen.front),
        evidence="observed",
        lists=tuple(one.url for one in lists),
        kind=_kind(seen.url, title),
        engine=lists[0].engine,
        paging=_paging(lists),
        delay=3.0,
        browser=seen.browser,
        tls=seen.tls,
        expect=_expect(lists, today or date.today()),
        notes=_notes(seen, lists, today or date.today()),
    )


def _of_one_engine(seen: Discovery) -> list[FoundList]:
    """The lists as one engine reads them; those that it cannot read move to `left_out`."""
    votes: Counter[str] = Counter()
    for one in seen.lists:
        votes[one.engine] += len(one.listing.items)
    if not votes:
        return []
    read: list[tuple[FoundList, FoundList]] = []
    chosen = ""
    for engine in dict.fromkeys([*(name for name, _ in votes.most_common()), "generic"]):
        pairs = [(one, one if one.engine == engine else read_with(one, engine)) for one in seen.lists]
        able = [(one, again) for one, again in pairs if again is not None]
        if _rows(able) > _rows(read):
            read, chosen = able, engine
    taken = [one for one, _ in read]
    for one in seen.lists:
        if one not in taken:
            seen.left_out.append((one, f"engine {one.engine} reads it, {chosen} does not: a file of its own"))
    seen.lists = [replace(again, paging=one.paging, second=one.second) for one, again in read]
    return seen.lists


def _rows(read: Sequence[tuple[FoundList, FoundList]]) -> int:
    return sum(len(again.listing.items) for _, again in read)


def _paging(lists: Sequence[FoundList]) -> Paging:
    """The way to further pages that serves most rows; `links` wherever a pager's links work, for they say the end."""
    votes: Counter[Paging] = Counter()
    for one in lists:
        votes[one.paging] += len(one.listing.items)
    working = [paging for paging, _ in votes.most_common() if paging.kind != "none"]
    return working[0] if working else Paging("none")


def _expect(lists: Sequence[FoundList], today: date) -> Expect:
    """What every one of the lists shows now, loosely: half the rows, three times the age, the issuers' letters."""
    ages = [(today - date.fromisoformat(one.newest)).days for one in lists if one.newest]
    oldest = max(ages, default=_OLD)
    return Expect(
        min_rows=max(1, min(len(one.listing.items) for one in lists) // 2),
        newest_within_days=max(60, 3 * oldest) if 0 <= oldest < _OLD and len(ages) == len(lists) else None,
        number=_numbers(lists),
    )


def _numbers(lists: Sequence[FoundList]) -> str | None:
    """The letters that end the numbers of every list ("UBND|HĐND"), where they are the same for most."""
    ends: Counter[str] = Counter()
    for one in lists:
        ends.update(end for item in one.listing.items if (end := _end(item.number)))
    if sum(ends.values()) < 5:
        return None
    chosen: list[str] = []
    for end, _ in ends.most_common(4):
        chosen.append(end)
        if all(_share(one, chosen) >= 0.8 for one in lists if one.numbered):
            return "|".join(re.escape(one) for one in sorted(chosen))
    return None


def _end(number: str | None) -> str:
    """The issuer's letters of a number: UBND of 12/QĐ-UBND, TU of 08-NQ/TU."""
    told = re.search(r"[-/]([A-ZĐƯ]{2,})\d*$", number or "")
    return told[1] if told else ""


def _share(one: FoundList, ends: Sequence[str]) -> float:
    return sum(_end(item.number) in ends for item in one.listing.items if item.number) / one.numbered


def guess_province(url: str, front: Page) -> str:
    """The province of a site by its host (haugiang.gov.vn), title, or the one its front page names as its own."""
    labels = (urlsplit(url).hostname or "").split(".")
    by_label = {unit.slug.replace("-", ""): unit.name for unit in all_provinces()}
    found = next((by_label[label.replace("-", "")] for label in labels if label.replace("-", "") in by_label), None)
    if found is None:
        told = find_provinces(front.title())
        footers = front.tree.xpath("//footer|//*[contains(@class,'footer') or contains(@id,'footer')]")
        for part in footers if not told else ():
            told = told or find_provinces(text_of(part))
        found = told[0][2] if told else None
    return province_today(found) or "" if found else ""


def _kind(url: str, title: str) -> Kind:
    said = f"{urlsplit(url).hostname or ''} {fold(title)}"
    return next((kind for sign, kind in _KINDS if re.search(sign, said)), "ubnd")


def _name(url: str) -> str:
    host = (urlsplit(url).hostname or "portal").removeprefix("www.").removesuffix(".gov.vn").removesuffix(".vn")
    return re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")


def _notes(seen: Discovery, lists: Sequence[FoundList], today: date) -> str:
    paged = {one.paging.kind for one in lists}
    parts = [f"Found by discovery on {today.isoformat()} in {len(seen.seen)} requests"]
    if "none" in paged and len(paged) > 1:
        parts.append("further pages were not reached on: " + " ".join(o.url for o in lists if o.paging.kind == "none"))
    if not all(one.sure for one in lists):
        parts.append("rows are titles with days of the web: see whether they are documents")
    return "; ".join(parts) + "."


# ---------------------------------------------------------------- as a file, as a report


def as_yaml(portal: Portal, seen: Discovery) -> str:
    """The portal as the text of its file, with the rows that were seen as comments."""
    import yaml

    told = yaml.safe_dump(portal_fields(portal), allow_unicode=True, sort_keys=False, width=110)
    lines = ["# Rows seen on each list when this file was proposed:"]
    for one in seen.lists:
        lines.append(f"# {one.url}: {_said(one)}")
        lines += [f"#   {row}" for row in sample_rows(one)]
    return told + "\n".join(" ".join(line.splitlines()) for line in lines) + "\n"


def portal_fields(portal: Portal) -> dict[str, Any]:
    """A portal's fields as its file has them: what is as it is by default is left out."""
    plain = to_json(portal)
    default = to_json(Portal("", "", "", "observed"))
    kept = {k: v for k, v in plain.items() if k != "id" and (k in ("province", "evidence", "kind") or v != default[k])}
    for name in ("paging", "expect"):
        if name in kept:
            kept[name] = {k: v for k, v in kept[name].items() if k == "kind" or v != default[name][k]}
    return kept


def sample_rows(one: FoundList) -> list[str]:
    """The first rows of a list for people: day, number, title."""
    rows = one.listing.items[:SAMPLE]
    return [f"{i.issued or 'no day':10}  {i.number or 'no number':18}  {(i.title or '')[:90]}" for i in rows]


def _said(one: FoundList) -> str:
    told = f"{len(one.listing.items)} rows, {one.numbered} with a number, {one.dated} dated"
    return f"{told}, newest {one.newest or 'unknown'}; {one.second}"


def as_record(portal: Portal | None, seen: Discovery) -> dict[str, Any]:
    """The discovery for programs: the portal's fields, each list with its sample, what was left out, what was asked."""
    return {
        "url": seen.url,
        "name": portal.id if portal else _name(seen.url),
        "portal": portal_fields(portal) if portal else None,
        "lists": [_list_record(one) for one in seen.lists],
        "left_out": [{"url": one.url, "rows": len(one.listing.items), "why": why} for one, why in seen.left_out],
        "asked": [{"url": url, "came": told} for url, told in seen.seen],
        "notes": seen.notes,
    }


def _list_record(one: FoundList) -> dict[str, Any]:
    return {
        "url": one.url,
        "text": one.text,
        "engine": one.engine,
        "rows": len(one.listing.items),
        "numbered": one.numbered,
        "dated": one.dated,
        "newest": one.newest,
        "confidence": one.listing.confidence,
        "paging": one.paging.kind,
        "second_page": one.second,
        "evidence": "observed",
        "sample": [to_json(item) for item in one.listing.items[:SAMPLE]],
    }
