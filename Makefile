# Two commands do everything on a clean machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := documents scrapers extractors nlp index_mappings store web pipelines

.PHONY: setup demo demo-web bench-web screenshots test check bench bench-extract bench-hostile bench-tag bench-links bench-search bench-crawl lock clean

setup: .venv/ready

# The lock names versions and hashes, no addresses: it works with any package index, and pip alone can read it too.
.venv/ready: requirements.lock pyproject.toml .ci/system-packages
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes --requirement requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q $(PACKAGES)
	.ci/install-system
	touch $@

demo: setup
	$(BIN)/python tests/demo/run.py

demo-web: demo
	VANBAN_HOME=var/demo $(BIN)/vanban serve

# Pictures of the running demo for the README; needs Debian's chromium.
screenshots: setup
	$(BIN)/python tests/demo/screenshots.py

# Three for two cores: many tests wait for servers.
test: setup check
	$(BIN)/python -m pytest -n 3 --dist worksteal

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python tests/benchmarks/whole_way.py

bench-extract: setup
	$(BIN)/python tests/benchmarks/extract.py

bench-hostile: setup
	$(BIN)/python tests/benchmarks/hostile.py

bench-links: setup
	$(BIN)/python tests/benchmarks/links.py
	$(BIN)/python tests/benchmarks/links.py --size 100000

bench-search: setup
	$(BIN)/python tests/benchmarks/search.py

bench-crawl: setup
	$(BIN)/python tests/benchmarks/crawl.py

bench-tag: setup
	$(BIN)/python tests/benchmarks/tag.py

bench-web: setup
	$(BIN)/python tests/benchmarks/web.py

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv var dist
