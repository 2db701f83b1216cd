"""`make bench-crawl`: nights over the local portals, each bar beside what was measured.

Everything runs on loopback, the portals in this process, each crawl as the command line runs it. `--only` picks parts.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from portal_nights import Home, fetched, is_conditional, is_list, judge_home, manners
from portals_server import SITES, Portals, Site, many, serve
from portals_server.certificates import ROOT
from portals_server.server import ISSUER

SCRATCH = Path(tempfile.gettempdir()) / f"vanban-bench-crawl-{os.getpid()}"


def main() -> None:
    """Run the parts and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), default=tuple(PARTS))
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"{'figure':58} {'bar':>12}  measured")
    for name in chosen.only:
        shutil.rmtree(SCRATCH, ignore_errors=True)
        SCRATCH.mkdir(parents=True)
        PARTS[name](chosen)
    shutil.rmtree(SCRATCH, ignore_errors=True)


def say(figure: str, bar: str, measured: Any) -> None:
    """One line of the table."""
    print(f"{figure:58} {bar:>12}  {measured}", flush=True)


def home(portals: Portals, name: str = "home") -> Home:
    """A new home for nights over these portals."""
    folder = SCRATCH / name
    portals.write(folder / "portals")
    tls = SCRATCH / "tls" / ROOT
    return Home(folder / "var", folder / "portals", tls if tls.exists() else None)


# ---------------------------------------------------------------- faulty portals, and the night after


def faulty(chosen: argparse.Namespace) -> None:
    """Every fault there is: what was found, how the portals were asked, what a second night costs."""
    with serve(SITES, chosen.seed, folder=SCRATCH / "tls") as portals:
        place, names = home(portals), list(portals.sites)
        place.run("crawl", *names)
        told, how = judge_home(portals, place), manners(portals)
        say(
            f"documents of {len(names)} faulty portals found", ">= 0.995", f"{told.share:.4f} ({told.found}/{told.can})"
        )
        say("  invented / lost", "0 / 0", f"{len(told.invented)} / {len(told.lost)}")
        say("  numbers or dates of rows that are wrong", "0", len(told.wrong))
        say("  documents out of reach told with another reason", "0", Counter(told.reasons) or 0)
        say("requests to a host at once", "<= 1", how.most_at_once)
        say("  sent before Retry-After was over", "0", len(how.too_early))
        say(
            "  disallowed addresses fetched / private ones reached",
            "0 / 0",
            f"{len(how.forbidden)} / {len(how.private)}",
        )
        _second_night(portals, place, names)
        _broken_night(portals, place, names)
    with serve([site for site in SITES if not site.tls][:6], chosen.seed) as portals:
        place = home(portals, "paused")
        place.run("crawl", *portals.sites, VANBAN_CRAWL_DELAY="0.2")
        say("shortest pause where 0.2 s are to be kept", ">= 0.2", f"{manners(portals).shortest_pause:.3f} s")


def _second_night(portals: Portals, place: Home, names: list[str]) -> None:
    place.run("process")
    portals.forget()
    runs = place.run("crawl", *names)
    processed = place.run("process")
    asked = [seen for seen in portals.log if seen.host != ISSUER]
    lists = [seen for seen in asked if is_list(portals, seen)]
    pages = [seen for seen in lists if seen.target != "/robots.txt"]
    say("a second night: requests that are no listing pages", "0", len(asked) - len(lists))
    say("  listing pages per portal / unconditional", "few / 0", f"{len(pages) / len(names):.1f} / {_plain(pages)}")
    done = sum(_done(line) for line in (*runs, *processed))
    say("  documents fetched or processed", "0", done)


def _plain(pages: list[Any]) -> int:
    return sum(not is_conditional(seen) for seen in pages)


def _done(line: dict[str, Any]) -> int:
    stages = line.get("stages")
    return sum(stage["done"] for stage in stages.values()) if stages else int(line.get("done", 0))


def _broken_night(portals: Portals, place: Home, names: list[str]) -> None:
    """Six portals break overnight, each in its way: what is here stays, the others go on."""
    ways: dict[str, tuple[dict[str, Any], str]] = {
        "vnpt-bang": ({"maintenance": True}, "error_page"),
        "nukeviet": ({"wall": True}, "bot_wall"),
        "tandan": ({"empty": True}, "empty_listing"),
        "chinhphu": ({"redesigned": True}, "listing_changed"),
        "wordpress": ({"closed": True}, "connection"),
        "joomla": ({"robots": "down"}, "http_error"),
    }
    before = {(row["url"], row["sha256"]) for row in place.documents()}
    for name, (switches, _) in ways.items():
        portals.set(name, **switches)
    place.run("crawl", *names)
    after = {(row["url"], row["sha256"]) for row in place.documents()}
    told = {row["portal"]: row["reason"] for row in place.rows("issues") if _list_of(portals, row)}
    say("six portals broken overnight, told with the right reason", "6", _right(ways, told))
    say("  documents lost by that", "0", len(before - after))


def _list_of(portals: Portals, row: dict[str, Any]) -> bool:
    site = portals.sites.get(row["portal"] or "")
    return site is not None and row["subject"] == site.base + site.family.list_path


def _right(ways: dict[str, tuple[dict[str, Any], str]], told: dict[str, str]) -> str:
    wrong = {name: told.get(name) for name, (_, reason) in ways.items() if told.get(name) != reason}
    return f"{len(ways) - len(wrong)}{f' {wrong}' if wrong else ''}"


# ---------------------------------------------------------------- killed and resumed


def killed(chosen: argparse.Namespace) -> None:
    """Nights killed at random instants and run again, against one that was left alone: in one process, and in two."""
    for processes, portals, count in ((1, 4, 16), (2, 20, 4)):
        sites = [
            Site(f"k{n:02}-{like.name}", like.family, like.province, count=count)
            for n, like in enumerate([*SITES[:4]] * 5)
        ]
        with serve(sites[:portals], chosen.seed) as served:
            _kill(served, chosen.kills // 2, random.Random(chosen.seed), f"{processes} crawling")


def _kill(portals: Portals, kills: int, chance: random.Random, told: str) -> None:
    whole = home(portals, "whole")
    whole.run("crawl", *portals.sites)
    total, wanted = len(portals.log), _catalog(whole)
    different, again, dead = 0, 0, 0
    for number in range(kills):
        place = home(portals, f"killed{number}")
        portals.forget()
        instant = chance.randrange(1, total)  # counted in requests: a busy machine changes nothing
        place.kill_when(place.start("crawl", *portals.sites), lambda: len(portals.log) >= instant)  # noqa: B023
        stored = {_place(row["url"]) for row in place.documents()}
        dead += bool(stored)
        portals.forget()
        place.run("crawl", *portals.sites)
        different += _catalog(place) != wanted
        again += sum(each in stored for each in fetched(portals.log))
        shutil.rmtree(place.folder)
    shutil.rmtree(whole.folder)
    say(f"killed at {kills} random instants ({told}): other catalogs", "0", different)
    say("  files or pages fetched twice that were stored", "0", f"{again} (in {dead} nights something was stored)")


def _place(url: str) -> tuple[str, str]:
    """(host, address) as `fetched` tells them."""
    parts = urlsplit(url)
    return parts.hostname or "", url.partition(parts.netloc)[2]


def _catalog(place: Home) -> set[tuple[Any, ...]]:
    return {
        (row["url"], row["sha256"], row["role"], row["current"], str(row["item"]), row["etag"])
        for row in place.rows("captures")
    }


# ---------------------------------------------------------------- speed and load

BARE = """
import hashlib, pathlib, sys
import scrapy
from scrapy.crawler import CrawlerProcess
folder = pathlib.Path(sys.argv[1])
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in open(sys.argv[2]).read().split():
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        (folder / hashlib.sha256(response.body).hexdigest()).write_bytes(response.body)
process = CrawlerProcess({"LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False,
                          "CONCURRENT_REQUESTS": 40})
process.crawl(Bare)
process.start()
"""


def throughput(chosen: argparse.Namespace) -> None:
    """Twenty portals without a pause, and the same addresses by bare Scrapy that only saves bodies; three times."""
    plain = [site for site in SITES if not site.tls and site.count == 24]
    sites = [
        Site(f"s{n:02}-{like.name}", like.family, like.province, count=40, kinds="pdf", size=like.size)
        for n, like in enumerate([*plain, *plain][:20])
    ]
    ratios = []
    with serve(sites, chosen.seed) as portals:
        for turn in range(3):
            portals.forget()
            before = _spent()
            home(portals, f"ours{turn}").run("crawl", *portals.sites)
            ours, spent = _rate(portals), _spent()
            asked, addresses = len(portals.log), [s for s in portals.log if s.status == 200 and s.method == "GET"]
            bodies, listed = SCRATCH / f"bare{turn}", SCRATCH / "addresses"
            bodies.mkdir()
            listed.write_text("\n".join(f"http://{s.host}:{portals.port}{s.target}" for s in addresses))
            portals.forget()
            subprocess.run([sys.executable, "-c", BARE, str(bodies), str(listed)], check=True)
            bare = _rate(portals)
            ratios.append(ours / bare)
            cpu = f"{1000 * (spent - before) / asked:.1f} / {1000 * (_spent() - spent) / len(portals.log):.1f}"
            told = f"{ours:.0f} / {bare:.0f} ({cpu} ms of CPU each, with what starting takes)"
            say(f"  turn {turn + 1}: requests a second, ours / bare Scrapy", "", told)
    say("throughput at zero delay against bare Scrapy saving bodies", ">= 0.8", f"{sorted(ratios)[1]:.2f}")


def _spent() -> float:
    """CPU seconds of all children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _rate(portals: Portals) -> float:
    return len(portals.log) / (max(s.end for s in portals.log) - min(s.start for s in portals.log))


def hundred(chosen: argparse.Namespace) -> None:
    """A hundred portals at once, five of them slow: memory, and when each was done."""
    with serve(many(100), chosen.seed) as portals:
        slow = list(portals.sites)[10::20]
        for name in slow:
            portals.set(name, wait=1.0)
        place = home(portals)
        most = _watch_memory(lambda: place.run("crawl", *portals.sites))
        told = judge_home(portals, place)
        ends = {name: max(s.end for s in portals.of(name)) for name in portals.sites}
        begin, last_fast = portals.log[0].start, max(end for name, end in ends.items() if name not in slow)
        first_slow = min(ends[name] for name in slow)
    say("100 portals at once: memory of the crawl", "<= 600 MB", f"{most / 1e6:.0f} MB")
    say("  all finish: documents found", "1.0", f"{told.share:.4f}")
    say("  slow ones alone at the end", "fast < slow", f"{last_fast - begin:.0f} s < {first_slow - begin:.0f} s")


def _watch_memory(act: Callable[[], Any]) -> int:
    """The most memory that all children of this process took together while something ran, in bytes."""
    import psutil

    most, over = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        me = psutil.Process()
        while not over.wait(0.1):
            sizes = []
            for child in me.children(recursive=True):
                try:
                    sizes.append(child.memory_info().rss)
                except psutil.Error:
                    continue
            most = max(most, sum(sizes))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        act()
    finally:
        over.set()
        watcher.join()
    return most


PARTS = {"faulty": faulty, "killed": killed, "throughput": throughput, "hundred": hundred}

if __name__ == "__main__":
    main()
