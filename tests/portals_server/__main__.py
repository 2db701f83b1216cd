"""`python tests/portals_server --portals FOLDER`: serves all sites and writes their YAML files until it is stopped."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from portals_server import NETWORK, SITES, serve


def main() -> None:
    """Serve until a key is pressed or the process ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=Path, required=True, help="folder the portals' YAML files are written to")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--healthy", action="store_true", help="all faults off")
    chosen = parser.parse_args()
    with serve(SITES, chosen.seed, port=chosen.port, folder=chosen.portals / "tls") as portals:
        if chosen.healthy:
            portals.heal()
        portals.write(chosen.portals)
        for name, site in portals.sites.items():
            print(f"{name:12} {site.family.engine:10} {site.base}{site.family.list_path}")
        print(f"\nVANBAN_PORTALS={chosen.portals} VANBAN_ALLOW_NETWORKS={NETWORK} VANBAN_CRAWL_DELAY=0", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
