"""`make demo`: three small portals on loopback, one night over them, and the questions people ask, as they type them.

Everything is kept in var/demo; a second run finds nothing new and takes seconds.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from serve import serve, write_portals

ROOT = Path(__file__).parents[2]
HOME = ROOT / "var" / "demo"
QUESTIONS = (
    ("What went wrong, and what to do about it", "vanban issues"),
    ("Which plan implements 08-NQ/TU?", "vanban implements 08-NQ/TU"),
    ("What became of its targets in the plans that carry it out?", "vanban targets --along 08-NQ/TU"),
    ("Which provinces have no plan for 52-NQ/TW?", "vanban gaps 52-NQ/TW"),
    ("A search without diacritics", "vanban search chuyen doi so tay ninh --size 2"),
    ("One target compared across the three provinces", "vanban targets kinh tế số GRDP --compare"),
)
GO_ON = """
How to go on
  your own files     .venv/bin/vanban ingest FOLDER && .venv/bin/vanban process
  ask                .venv/bin/vanban search "kinh te so"        (--help lists every command)
  real portals       .venv/bin/vanban portals                    lists them; set VANBAN_CONTACT first, then
                     .venv/bin/vanban nightly PORTAL
  what this made     is in var/demo: VANBAN_HOME=var/demo .venv/bin/vanban show 08-NQ/TU
"""


def main() -> None:
    """Serve the portal, run the night, ask the questions."""
    started = time.monotonic()
    HOME.mkdir(parents=True, exist_ok=True)
    server = serve(port=_same_port())
    write_portals(server, HOME / "portals")
    names = sorted(path.stem for path in (HOME / "portals").glob("*.yaml"))
    environment = {
        **os.environ,
        "VANBAN_HOME": str(HOME),
        "VANBAN_PORTALS": str(HOME / "portals"),
        "VANBAN_ALLOW_NETWORKS": "127.0.0.0/8",
        "VANBAN_CRAWL_DELAY": "0",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    try:
        say(
            "The night: three provinces' portals, then everything that came",
            "vanban nightly " + " ".join(names),
            environment,
        )
        for title, command in QUESTIONS:
            say(title, command, environment)
    finally:
        server.shutdown()
    print(GO_ON)
    print(f"All this took {time.monotonic() - started:.0f} s.")


def say(title: str, command: str, environment: dict[str, str]) -> None:
    """Print a title and a command, run it, and leave its output as it is."""
    print(f"\n— {title}\n$ {command}", flush=True)
    subprocess.run(shlex.split(command), env=environment, check=False)


def _same_port() -> int:
    """The port of the first run, so that the portal keeps its address and a second run finds nothing new."""
    note = HOME / "port"
    if not note.exists():
        probe = serve(port=0)
        note.write_text(str(probe.server_port))
        probe.shutdown()
        probe.server_close()
    return int(note.read_text())


if __name__ == "__main__":
    main()
