# Everything is set up in .venv by the first command that needs it. Needed beforehand: make and python3 >= 3.11.
#
#   make demo      write the EU-Kazakhstan brief, check an example article, say where both lie
#   make test      formatting, lint, types, layers, docstrings and every test
#   make check     the same without the slow tests
#   make coverage  branches of record, pillars and check that the fast tests take; fails below the floor
#   make mutants   plant known faults one at a time; fails if the nearest tests do not notice
#   make torture   damage, full disks, kills, hostile files, publishers with faults: hours; see tests/torture
#   make bench     time the commands and a synthetic world; renew docs/performance.md
#   make bench-web time the web app at eight connections; renew its section there
#   make validate-corridors  modelled beside published times of routes: the error, how often the interval covers
#   make gate      measure reading, linking and the sweep; renew docs/quality.md
#   make docs      build the documentation into site/
#   make lock      renew requirements.lock, requirements-demo.lock and requirements-spark.lock
#   make clean     remove what was built

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO := .venv/.demo
SPARK := .venv/.spark

# The record of demo and tests is built inside the checkout, never in the user's own data folder.
export HALI_DATA := $(CURDIR)/.hali

.PHONY: demo test check lint asked coverage mutants torture bench bench-web validate-corridors gate docs lock clean

demo: $(DEMO)
	@$(BIN)/python examples/demo.py

# Modules are tried in the order of tests/conftest.py, not by how many tests they hold.
PYTEST := $(BIN)/pytest -n auto --dist loadscope --no-loadscope-reorder

test: lint $(SPARK) asked
	$(PYTEST)

check: lint asked
	$(PYTEST) -m "not slow"

asked: $(READY)
	@$(BIN)/python -m tests.asked

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate -q src

coverage: asked
	@mkdir -p build
	$(PYTEST) -m "not slow" --cov --cov-report=json:build/coverage.json --cov-report=
	$(BIN)/python tools/branches.py build/coverage.json

mutants: $(READY)
	@mkdir -p build
	$(BIN)/python tools/mutants.py --json build/mutants.json

torture: $(READY)
	$(BIN)/python -m tests.torture.storage
	$(BIN)/python -m tests.torture.hostile
	$(BIN)/python -m tests.torture.publishers

bench: $(READY)
	$(BIN)/python bench/performance.py

bench-web: $(READY)
	$(BIN)/python bench/web.py

validate-corridors: $(READY)
	$(BIN)/python tools/validate_corridors.py

gate: $(READY)
	$(BIN)/python -m tests.eval.gate

docs: $(READY)
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

lock: $(READY)
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--no-emit-find-links --python-version 3.11 --upgrade --quiet \
		--group dev --group docs --extra all --extra engines --extra gravity pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--no-emit-find-links --python-version 3.11 --upgrade --quiet \
		--group build --extra pdf --extra web -c requirements.lock pyproject.toml -o requirements-demo.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--no-emit-find-links --python-version 3.11 --upgrade --quiet --group spark \
		-c requirements.lock -o requirements-spark.lock

clean:
	rm -rf .hali .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build demo dist site

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "hali needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "setting up .venv (once, one to three minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib src >/dev/null 2>&1 || true
	@touch $@

# What a user needs: hali with the extras pdf and web, without linters and tests.
$(DEMO): requirements-demo.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "hali needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "setting up .venv (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -e $(READY) || $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements-demo.lock
	@test -e $(READY) || $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation \
		--editable .
	@touch $@

# Half a gigabyte, and only the slow tests use it.
$(SPARK): requirements-spark.lock $(READY)
	@echo "adding Spark for the tests (once)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements-spark.lock
	@touch $@
