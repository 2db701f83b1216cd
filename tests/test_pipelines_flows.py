"""The flows for real: a Prefect server, a process pool, a worker, and one run of a deployment from flows.yaml."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    for _ in range(180):
        assert server.poll() is None, "the Prefect server ended"
        try:
            with urllib.request.urlopen(f"{api}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the Prefect server did not answer within 90 s")


def call(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
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
    assert all(name in listed for name in ("nightly/nightly", "nightly/sunday", "process/process"))
    call(environment, "prefect", "deployment", "run", "process/process")
    call(environment, "prefect", "worker", "start", "--pool", "local", "--run-once", "--install-policy", "never")
    hits = [json.loads(line) for line in call(environment, "vanban", "search", "77/KH-UBND", "--json").splitlines()]
    assert [hit["number"] for hit in hits] == ["77/KH-UBND"]
    runs = json.loads(_post(environment, "flow_runs/filter", {}))
    assert [run["state_type"] for run in runs if run["state_type"] != "SCHEDULED"] == ["COMPLETED"]
    assert {run["state_type"] for run in runs} == {"COMPLETED", "SCHEDULED"}  # the nights to come


def _post(environment: dict[str, str], path: str, body: dict[str, object]) -> str:
    request = urllib.request.Request(
        f"{environment['PREFECT_API_URL']}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode())
