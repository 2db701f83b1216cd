"""A portal as data: one YAML file says where a province publishes and what its lists look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args
from urllib.parse import urlsplit, urlunsplit

from scrapers.errors import PortalFileError
from scrapers.page_request import PageRequest

PORTALS = Path(__file__).parent / "portals"
Evidence = Literal["observed", "repo", "inferred"]
Tls = Literal["strict", "legacy", "unverified"]
Kind = Literal["ubnd", "hdnd", "party", "gazette", "department", "national", "old"]


@dataclass(frozen=True, slots=True)
class Paging:
    """How the next page of a list is reached.

    `links` follows the pager of the page; `query` counts a parameter up (`?page=2`); `path` fills `{page}` in a
    pattern put behind the list address; `fill` fills `{page}` in the list address itself; `post` sends `body` (a form
    or JSON) with `{page}` filled in, from the first page on, or as it stands where the answer names the next page;
    `none` is one page only. `first` is the number of the first page, `step` how much is added for each page (for
    lists that count rows).
    """

    kind: Literal["links", "query", "path", "fill", "post", "none"] = "links"
    name: str = "page"
    pattern: str = ""
    body: str = ""
    first: int = 1
    step: int = 1
    max_pages: int = 500

    def next_url(self, list_url: str, page: int) -> str | None:
        """The address of the page after `page` (counted from 1), or None where the page's own links decide."""
        number = str(self.first + page * self.step)
        if self.kind == "query":
            parts = urlsplit(list_url)
            kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] != self.name]
            return urlunsplit(parts._replace(query="&".join([*kept, f"{self.name}={number}"])))
        if self.kind == "path":
            return list_url.rstrip("/") + "/" + self.pattern.replace("{page}", number).lstrip("/")
        if self.kind == "fill":
            return list_url.replace("{page}", number)
        return None

    def request(self, list_url: str, page: int) -> PageRequest | None:
        """The request for page `page` (counted from 1), or None where the address itself, or the page, decides."""
        if self.kind == "post":
            number = str(self.first + (page - 1) * self.step)
            body = self.body.replace("{page}", number)
            return PageRequest(list_url, "POST", body=body)
        url = self.next_url(list_url, page - 1) if page > 1 or self.kind == "fill" else None
        return PageRequest(url) if url else None


@dataclass(frozen=True, slots=True)
class Expect:
    """What the first page of every list must show; anything else is a failure of the portal, not a quiet night.

    `number` is a regular expression that at least half of the printed numbers match. More rows than `max_rows` (None:
    any number) are no list of documents any more, but a menu or an archive.
    """

    min_rows: int = 1
    max_rows: int | None = None
    newest_within_days: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """One site we crawl; `issuer` is who issues its documents when the list does not say.

    `evidence` tells how we know the list address: `observed` on a real saved page, `repo` in working code of
    others, `inferred` from its family. `delay` is the pause in seconds between two requests to its host.
    A portal whose list address nobody knows has its front page in `home` and no `lists`: it is not crawled until
    some are found. `tls` tells what is put up with in its hosts' connections, see scrapers.trust; `browser` has its
    pages filled by their scripts, see scrapers.browser. `kind` says whose portal it is, `old` that its province has
    been merged.
    """

    id: str
    title: str
    province: str
    evidence: Evidence
    lists: tuple[str, ...] = ()
    home: str | None = None
    kind: Kind = "ubnd"
    issuer: str | None = None
    engine: str = "generic"
    paging: Paging = field(default_factory=Paging)
    selectors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    delay: float = 2.0
    tls: Tls = "strict"
    browser: bool = False
    follow_details: bool = True
    expect: Expect = field(default_factory=Expect)
    enabled: bool = True
    notes: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that are the portal's own: its lists and its front page."""
        return (*self.lists, self.home) if self.home else self.lists


def load_portals(folder: Path | None = None) -> dict[str, Portal]:
    """The portals that ship with the package, and those of `folder`, by id; a file in `folder` wins.

    Raises PortalFileError naming file and field.
    """
    found: dict[str, Portal] = {}
    for place in (PORTALS, folder):
        if place is None:
            continue
        if not place.is_dir():
            raise PortalFileError(f"{place}: there is no such folder")
        for path in sorted(place.glob("*.yaml")):
            portal = read_portal(path)
            found[portal.id] = portal
    return found


def read_portal(path: Path) -> Portal:
    """One portal from its YAML; the file's name without `.yaml` is its id. Raises PortalFileError."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where PyYAML was built with it
        data = yaml.load(path.read_text("utf-8"), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PortalFileError(f"{path}: not readable as YAML: {error}") from error
    if not isinstance(data, dict):
        raise PortalFileError(f"{path}: a portal is a mapping of fields, found {type(data).__name__}")
    data = {**data, "id": path.stem}
    where = str(path)
    for name, kind in (("paging", Paging), ("expect", Expect)):
        if name in data:
            data[name] = _build(kind, data[name], f"{where}: {name}")
    if isinstance(data.get("lists"), list):
        data["lists"] = tuple(data["lists"])
    portal: Portal = _build(Portal, data, where)
    _check(portal, where)
    return portal


def _build(kind: type[Any], data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise PortalFileError(f"{where}: must be a mapping of fields")
    known = {f.name: f for f in fields(kind)}
    unknown = sorted(set(map(str, data)) - known.keys())
    if unknown:
        raise PortalFileError(f"{where}: unknown field {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    missing = sorted(
        name
        for name, f in known.items()
        if f.default is MISSING
        and f.default_factory is MISSING
        and (data.get(name) is None or (data[name] == "" and name != "province"))
    )
    if missing:
        raise PortalFileError(f"{where}: missing {', '.join(missing)}")
    for name, value in data.items():
        _check_type(str(known[name].type), value, f"{where}: {name}")
    return kind(**data)


_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, type(None)),
    "int": (int,),
    "int | None": (int, type(None)),
    "float": (int, float),
    "bool": (bool,),
    "tuple[str, ...]": (tuple,),
    "Mapping[str, str]": (dict,),
}


def _check_type(hint: str, value: Any, where: str) -> None:
    allowed = _TYPES.get(hint)
    if allowed is None:
        return
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise PortalFileError(f"{where}: must be {hint}, found {value!r}")


def _check(portal: Portal, where: str) -> None:
    if portal.evidence not in get_args(Evidence):
        raise PortalFileError(f"{where}: evidence must be one of {', '.join(get_args(Evidence))}")
    if portal.kind not in get_args(Kind):
        raise PortalFileError(f"{where}: kind must be one of {', '.join(get_args(Kind))}")
    if portal.tls not in get_args(Tls):
        raise PortalFileError(f"{where}: tls must be one of {', '.join(get_args(Tls))}")
    if not portal.province and portal.kind != "national":
        raise PortalFileError(f"{where}: missing province")
    if not portal.lists and not portal.home:
        raise PortalFileError(f"{where}: missing lists (or home, for a portal whose lists are still to be found)")
    kinds = ("links", "query", "path", "fill", "post", "none")
    if portal.paging.kind not in kinds:
        raise PortalFileError(f"{where}: paging.kind must be one of {', '.join(kinds)}")
    if portal.paging.kind == "fill" and not all("{page}" in url for url in portal.lists):
        raise PortalFileError(f"{where}: lists must contain {{page}} where paging.kind is fill")
    if portal.paging.kind == "path" and "{page}" not in portal.paging.pattern:
        raise PortalFileError(f"{where}: paging.pattern must contain {{page}}")
    for url in (*portal.lists, *([portal.home] if portal.home else ())):
        if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise PortalFileError(f"{where}: lists: {url!r} is not an http address")
    if portal.delay < 0:
        raise PortalFileError(f"{where}: delay must not be negative")
    from scrapers.engines import ENGINES, TELL_NEXT

    if portal.paging.kind == "post" and "{page}" not in portal.paging.body and portal.engine not in TELL_NEXT:
        raise PortalFileError(f"{where}: paging.body must contain {{page}}")
    if portal.engine not in ENGINES:
        raise PortalFileError(f"{where}: unknown engine {portal.engine!r}; known are {', '.join(ENGINES)}")
    try:
        re.compile(portal.expect.number or "")
    except re.error as error:
        raise PortalFileError(f"{where}: expect.number is not a regular expression: {error}") from error
