"""The house: small modules, no import side effects, docs that name everything there is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("documents", "scrapers", "extractors", "nlp", "index_mappings", "store", "web", "pipelines")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HEAVY = {
    "spacy": "nlp/language.py",
    "prefect": "pipelines/flows.py",
    "elasticsearch": "index_mappings/",
    "tantivy": "index_mappings/",
    "scrapy": "scrapers/",
    "pypdfium2_raw": "extractors/",
}


def test_no_module_is_longer_than_a_sitting() -> None:
    long = {str(path): lines for path in MODULES if (lines := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_has_one_home(library: str) -> None:
    homes = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if library in _imported(node)
    }
    assert homes and all(home.startswith(HEAVY[library]) for home in homes)


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    return {node.module.split(".")[0]} if isinstance(node, ast.ImportFrom) and node.module and not node.level else set()


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_is_cheap_and_makes_nothing(package: str, tmp_path: Path) -> None:
    code = f"import sys, {package}; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert not {*HEAVY, "lxml", "bs4", "numpy"} & set(done.stdout.split())
    assert not list(tmp_path.iterdir())


def test_prefects_server_can_be_imported() -> None:
    """FastAPI from 0.151 and SQLAlchemy 2.1 break it: the pins in pyproject.toml hold them back."""
    code = "from prefect.server.api.server import create_app"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
