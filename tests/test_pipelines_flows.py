"""The flows for real: a Prefect server, a process pool, a worker, and one run of a deployment from flows.yaml."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

sys.path.insert(0, str(Path(__file__).parent / "demo"))

from serve import serve, write_portals

DEPLOYMENTS = (
    "nightly/nightly", "nightly/sunday", "nightly/monthly", "nightly/retry", "resume/resume", "process/process",
    "reindex/reindex",
)  # fmt: skip
pytestmark = pytest.mark.timeout(1500)  # processes start slowly on a busy machine
ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PLAN = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: 77/KH-UBND
Sơn La, ngày 03 tháng 4 năm 2023
KẾ HOẠCH
Phát triển du lịch cộng đồng
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PROJECT_ROOT": str(ROOT),
        "VANBAN_HOME": str(folder / "var"),
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "NO_COLOR": "1",
    }
    command = [BIN / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_healthy(environment["PREFECT_API_URL"], server)
        yield environment
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_healthy(api: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(360):
        assert server.poll() is None, "the Prefect server ended"
        try:
            with urllib.request.urlopen(f"{api}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the Prefect server did not answer within 180 s")


def call(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_deployed_from_the_file_and_run_by_a_worker(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    call(environment, "vanban", "ingest", str(tmp_path))
    call(environment, "prefect", "work-pool", "create", "local", "--type", "process")
    call(environment, "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", "flows.yaml")
    listed = call(environment, "prefect", "deployment", "ls")
    assert all(f"{name} " in listed for name in DEPLOYMENTS)
    assert "Run deployment" in call(environment, "prefect", "automation", "ls")  # `resume`, by a worker's silence
    call(environment, "prefect", "deployment", "run", "process/process")
    call(environment, "prefect", "worker", "start", "--pool", "local", "--run-once", "--install-policy", "never")
    hits = [json.loads(line) for line in call(environment, "vanban", "search", "77/KH-UBND", "--json").splitlines()]
    assert [hit["number"] for hit in hits] == ["77/KH-UBND"]
    runs = json.loads(_post(environment, "flow_runs/filter", {}))
    assert [run["state_type"] for run in runs if run["state_type"] != "SCHEDULED"] == ["COMPLETED"]
    assert {run["state_type"] for run in runs} == {"COMPLETED", "SCHEDULED"}  # the nights to come


def test_two_nights_take_turns_and_one_goes_on_where_a_killed_worker_was(
    environment: dict[str, str], tmp_path: Path
) -> None:
    server = serve(port=0)
    write_portals(server, tmp_path / "portals")
    dead = (tmp_path / "portals" / "demo-tay-ninh.yaml").read_text("utf-8").replace(server.base, "http://127.0.0.2:1")
    (tmp_path / "portals" / "demo-dead.yaml").write_text(dead, encoding="utf-8")
    names = sorted(path.stem for path in (tmp_path / "portals").glob("*.yaml"))
    here = {
        **environment,
        "VANBAN_HOME": str(tmp_path / "var"),
        "VANBAN_PORTALS": str(tmp_path / "portals"),
        "VANBAN_ALLOW_NETWORKS": "127.0.0.0/8",
        "VANBAN_CRAWL_DELAY": "0.3",
    }
    run = ("prefect", "deployment", "run", "nightly/nightly", "--param", f"portals={json.dumps(names)}")
    call(here, *run)
    with _worker(here, tmp_path / "one.log") as one:
        _wait_for("the first night to fetch", lambda: len(list((tmp_path / "var" / "originals").glob("??"))) > 5)
        call(here, *run)
        with _worker(here, tmp_path / "two.log") as two:
            said = "is still running; this run waits for it"
            _wait_for("the second night to wait", lambda: said in (tmp_path / "two.log").read_text("utf-8"))
            assert not [name for name in _states(here, "COMPLETED") if name == "nightly"]
            for process in (one, *psutil.Process(one.pid).children(recursive=True)):
                process.kill()
            _wait_for("the second night to end", lambda: "nightly" in _states(here, "COMPLETED"))
            assert two.poll() is None
    server.shutdown()
    server.server_close()
    done = subprocess.run([BIN / "vanban", "night", "--json"], env=here, cwd=ROOT, capture_output=True, check=False)
    report = json.loads(done.stdout)
    assert done.returncode == 1  # a portal failed, which did not fail the night
    assert (report["portals"][0]["portal"], report["portals"][0]["state"]) == ("demo-dead", "failed")
    assert {fault["reason"] for fault in report["portals"][0]["faults"]} == {"connection"}
    assert (report["kind"], report["new"], len(report["portals"])) == ("nightly", 34, 4)
    hits = call(here, "vanban", "search", "08-NQ/TU", "--json").splitlines()
    assert json.loads(hits[0])["number"] == "08-NQ/TU"


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that runs one flow at a time, and ends with all it started."""
    command = [BIN / "prefect", "worker", "start", "--pool", "local", "--limit", "1", "--install-policy", "never"]
    with log.open("w") as out, subprocess.Popen(command, env=environment, cwd=ROOT, stdout=out, stderr=out) as worker:
        try:
            yield worker
        finally:
            if worker.poll() is None:
                for process in (*psutil.Process(worker.pid).children(recursive=True), worker):
                    process.kill()


def _wait_for(what: str, happened: Callable[[], bool]) -> None:
    for _ in range(800):
        if happened():
            return
        time.sleep(0.5)
    raise AssertionError(f"waited 400 s for {what}")


def _states(environment: dict[str, str], state: str) -> list[str]:
    """The names of the flows whose runs are in a state."""
    flows = {flow["id"]: flow["name"] for flow in json.loads(_post(environment, "flows/filter", {}))}
    body: dict[str, object] = {"flow_runs": {"state": {"type": {"any_": [state]}}}}
    return [flows[run["flow_id"]] for run in json.loads(_post(environment, "flow_runs/filter", body))]


def _post(environment: dict[str, str], path: str, body: dict[str, object]) -> str:
    request = urllib.request.Request(
        f"{environment['PREFECT_API_URL']}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode())
