"""All sites in one thread: a host each (127.1.0.N, one port), their YAML files, their truth, what was asked of them."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from .families import FAMILIES
from .faults import Faults
from .site import Running
from .sites import SITES, Site
from .wire import Ask, Log, Reply, Seen, converse
from .world import make_documents

NETWORK = "127.1.0.0/16"  # where the sites lie: what a crawl must be allowed
CANARIES = ("127.0.0.1", "127.9.9.9")  # where nobody may ask
ISSUER = "127.1.255.1"  # gives the certificate that an incomplete chain lacks


@dataclass(slots=True)
class Portals:
    """The running sites by name."""

    sites: dict[str, Running]
    told: dict[str, Site]
    port: int
    ports: dict[str, int] = field(default_factory=dict)
    _log: Log = field(default_factory=Log)

    @property
    def log(self) -> list[Seen]:
        """Every request so far, oldest first."""
        return self._log.asked

    def of(self, name: str) -> list[Seen]:
        """The requests that one site got."""
        host = self.host(name)
        return [seen for seen in self._log.asked if seen.host == host]

    def host(self, name: str) -> str:
        """The address of a site, without its port."""
        return self.sites[name].base.split("//")[1].split(":")[0]

    def forget(self) -> None:
        """Begin the log anew."""
        self._log.asked.clear()

    def set(self, name: str, **switches: Any) -> None:
        """Switch some faults of a site."""
        site = self.sites[name]
        site.faults = replace(site.faults, **switches)

    def heal(self, *names: str) -> None:
        """Switch off all faults of some sites, or of all."""
        for name in names or self.sites:
            self.sites[name].faults = Faults()

    def truth(self, *names: str) -> Iterator[dict[str, Any]]:
        """Each document shown: what it is, its page, its file's hash, and why it cannot be had (None: it can)."""
        for name in names or self.sites:
            site = self.sites[name]
            for doc in site.shown():
                yield {
                    "site": name,
                    "number": doc.number,
                    "issued": doc.issued.isoformat(),
                    "title": doc.title,
                    "type": doc.type,
                    "issuer": doc.issuer,
                    "province": site.province,
                    "page": site.base + site.detail_path(doc),
                    "file": site.base + site.family.file_path(doc) if doc.kind != "none" else None,
                    "file_name": doc.file_name if site.faults.disposition and doc.kind != "none" else None,
                    "sha256": hashlib.sha256(site.body(doc)).hexdigest() if doc.kind != "none" else None,
                    "was": doc.sha256 if doc.kind != "none" else None,  # before it was replaced
                    "reason": site.reason(doc),
                }

    def write(self, folder: Path, *names: str) -> list[str]:
        """The YAML files of some sites, or of all, as they are crawled; gives the portals' names."""
        import yaml

        folder.mkdir(parents=True, exist_ok=True)
        for name in names or self.sites:
            site, told = self.sites[name], self.told[name]
            data = {
                "title": f"Cổng thử nghiệm {name}",
                "province": site.province,
                "lists": [site.base + site.family.list_path],
                "evidence": "inferred",
                "engine": site.family.engine,
                "delay": 0,
                "expect": {"min_rows": 2, "newest_within_days": 90},
                "tls": "legacy" if told.tls == "legacy" else {},
                "paging": told.paging or site.family.paging,
            }
            data = {key: value for key, value in data.items() if value != {}}
            (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        return list(names or self.sites)


@contextmanager
def serve(
    sites: Iterable[Site] = SITES, seed: int = 1, today: date | None = None, port: int = 0, folder: Path | None = None
) -> Iterator[Portals]:
    """Run the sites until the block ends. `folder` takes the certificates, which sites with `tls` need."""
    chosen = list(sites)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    portals = Portals({}, {site.name: site for site in chosen}, port)
    try:
        started = asyncio.run_coroutine_threadsafe(_start(portals, chosen, seed, today or date.today(), folder), loop)
        servers = started.result(30)
        yield portals
        asyncio.run_coroutine_threadsafe(_stop(servers), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


async def _start(
    portals: Portals, chosen: list[Site], seed: int, today: date, folder: Path | None
) -> list[asyncio.Server]:
    by_host: dict[str, Running] = {}

    def answer(ask: Ask) -> Reply | None:
        site = by_host.get(ask.host)
        if site is None and ask.host == ISSUER and ask.path == "/issuer.der":
            from .certificates import issuer_der

            return Reply(200, issuer_der()).having("Content-Type", "application/pkix-cert")
        return site.answer(ask) if site else Reply(200, b"%PDF-1.4 secret")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await converse(reader, writer, answer, portals._log)

    hosts = [f"127.1.{number // 200}.{number % 200 + 10}" for number in range(len(chosen))]
    first = await asyncio.start_server(talk, CANARIES[0], portals.port)
    portals.port = first.sockets[0].getsockname()[1]
    servers = [first, await asyncio.start_server(talk, [*CANARIES[1:], ISSUER], portals.port)]
    plain = [host for host, site in zip(hosts, chosen, strict=True) if not site.tls]
    if plain:
        servers.append(await asyncio.start_server(talk, plain, portals.port))
    for host, site in zip(hosts, chosen, strict=True):
        if site.tls:
            servers.append(
                await asyncio.start_server(talk, host, portals.port, ssl=_context(site, host, folder, portals))
            )
        agency, issuer = "UBND", f"Ủy ban nhân dân tỉnh {site.province}"
        docs = list(make_documents(site.name, issuer, agency, site.count, seed, today, site.kinds, site.size))
        base = f"{'https' if site.tls else 'http'}://{host}:{portals.port}"
        family = FAMILIES[site.family]
        running = Running(site.name, family, site.province, docs, site.faults, base, today, portals.port)
        by_host[host] = portals.sites[site.name] = running
    return servers


def _context(site: Site, host: str, folder: Path | None, portals: Portals) -> ssl.SSLContext:
    from .certificates import context_for

    if folder is None:
        raise ValueError(f"{site.name}: a site with tls needs a folder for its certificate")
    place = CANARIES[0] if site.tls == "private" else ISSUER
    return context_for(site.tls, host, folder, f"http://{place}:{portals.port}/issuer.der")


async def _stop(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()
