"""Portals on loopback that behave like the real ones: markup, paging and traps of the CMS families, faults by switch.

`with serve() as portals:` runs every site of sites.SITES in one thread, each at an address of its own (127.1.0.N, one
port), so that each is a host of its own to a crawler. `portals.write(folder)` gives their YAML files, `portals.truth()`
what each document is and whether it can be had, `portals.log` what was asked. `portals.set(name, **switches)` changes a
site's faults while it runs. From a shell: `python tests/portals_server --portals FOLDER`.
"""

from .faults import Faults
from .server import CANARIES, NETWORK, Portals, Seen, serve
from .sites import SITES, Site, many
from .world import Document

__all__ = ["CANARIES", "NETWORK", "SITES", "Document", "Faults", "Portals", "Seen", "Site", "many", "serve"]
