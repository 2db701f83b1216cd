"""The OpenAPI document is kept by the API, and good enough to make a client from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from requirements_for_tests import require_or_skip

from web import Site, create_app

BIN = Path(sys.executable).parent


def test_no_question_breaks_the_api(site_home: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, given, settings

    app = create_app(Site(site_home, str(site_home / "index"), requests_per_minute=0))
    api = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    checks = [schemathesis.checks.not_a_server_error]
    known = schemathesis.specs.openapi.checks
    checks += [known.response_schema_conformance, known.status_code_conformance]
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) == len(EXAMPLES)
    for operation in operations:

        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=checks)

        ask()


def test_a_client_can_be_made(site_home: Path, tmp_path: Path) -> None:
    generator = BIN / "openapi-python-client"
    if not generator.exists():
        require_or_skip("openapi", "openapi-python-client is not installed")
    app = create_app(Site(site_home, str(site_home / "index")))
    document, made = tmp_path / "openapi.json", tmp_path / "client"
    document.write_text(json.dumps(TestClient(app).get("/api/v1/openapi.json").json()))
    (tmp_path / "config.yaml").write_text("content_type_overrides: {application/x-ndjson: application/octet-stream}")
    words = ["generate", "--path", str(document), "--meta", "none", "--output-path", str(made), "--fail-on-warning"]
    words += ["--config", str(tmp_path / "config.yaml")]
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}  # it formats with ruff
    done = subprocess.run(
        [str(generator), *words], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names = {path.stem for path in (made / "api" / "vanban").glob("*.py")}
    assert any(name.startswith("search") for name in names)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(made)], check=True)


# What is asked for the answer that an example is one of; nothing for the one that sends lines.
EXAMPLES = {
    "/api/v1/search": "q=kế hoạch chuyển đổi số tiền giang&size=1",
    "/api/v1/suggest": "q=370",
    "/api/v1/documents": "size=1",
    "/api/v1/documents/{name}": "",
    "/api/v1/tree": "number=08-NQ/TU",
    "/api/v1/targets": "q=kinh tế số",
    "/api/v1/chain": "number=08-NQ/TU",
    "/api/v1/gaps": "number=52-NQ/TW",
    "/api/v1/loose-ends": "size=1",
    "/api/v1/night": "",
    "/api/v1/export/{what}": None,
}


def test_every_operation_has_an_example_like_its_answer(site_home: Path) -> None:
    site = TestClient(create_app(Site(site_home, str(site_home / "index"))))
    paths = site.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths) == set(EXAMPLES)
    for path, asked in EXAMPLES.items():
        operation = paths[path]["get"]
        content = operation["responses"]["200"]["content"]
        [example] = [each["example"] for each in content.values()]
        needed = [each for each in operation.get("parameters", ()) if each.get("required")]
        assert all(each["schema"].get("examples") or each.get("examples") for each in needed), path
        if asked is not None:
            name = {"name": "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"}
            answer = site.get(f"{path.format(**name)}?{asked}").json()
            assert shape_of(answer, example) == shape_of(example, example), path


def shape_of(data: object, example: object) -> object:
    """The names in an answer as far as an example goes; of counts, whose names are values, nothing is told."""
    if isinstance(data, dict) and isinstance(example, dict):
        if example and all(isinstance(value, int) for value in example.values()):
            return "counts"
        return {name: shape_of(value, example.get(name)) for name, value in data.items()}
    if isinstance(data, list) and isinstance(example, list):
        return [shape_of(data[0], example[0])] if data and example else "list"
    return "value"
