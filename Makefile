# make demo     sets everything up and runs the main job on the bundled coach-service scenario
# make test     sets everything up and runs the tests, on all cores
# make planted  plants known faults one by one in a copy and says which tests catch each (about 15 minutes)
# make lint     ruff, mypy and the import contract
# make lock     renews requirements.lock and requirements-dev.lock
#
# Needs Python 3.11 or later and the package index. Another interpreter: make demo PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
LOCK   := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
          --no-emit-find-links --no-emit-trusted-host --no-annotate --no-header

.PHONY: demo test planted lint setup setup-dev lock clean
.DEFAULT_GOAL := demo

demo: setup
	@$(BIN)/pledge demo

test: setup-dev
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

planted: setup-dev
	@$(BIN)/python -m tests.planted

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Pledge needs Python 3.11 or later, and '$(PYTHON)' is not that. Name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two)" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

lock: | $(BIN)/python
	$(PIP) install pip-tools
	$(LOCK) --output-file requirements.lock requirements.in pyproject.toml
	$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock requirements.in pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
