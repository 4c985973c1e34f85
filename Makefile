# make run    compare launch policies on the colour-TV study (creates .venv on first use)
# make quick  format, lint, import contracts and the tests that need no market, in less than a minute on two cores
# make test   every test that takes seconds
# make check  format, lint, types, import contracts, documentation examples
# make docs   the documentation in build/docs, without warnings and without the network
# make long   what takes minutes, with its results under docs/measured/
# make e2e    the studio in a browser, with pictures in build/studio
# make clean  remove what these create

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run quick test check docs long e2e clean

# Candidates are tried by running them: a shim that exists may still fail.
CANDIDATES = $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python
FIT = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
BIN = .venv/bin
STAMP = .venv/.installed

STUDY = experiments/us_color_tv_1963.yaml
OUT = results/us_color_tv_1963

$(BIN)/python:
	@for candidate in $(CANDIDATES); do \
	  if "$$candidate" -c '$(FIT)' >/dev/null 2>&1; then \
	    echo "creating .venv with $$candidate ($$("$$candidate" --version 2>&1))"; \
	    exec "$$candidate" -m venv .venv; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer with venv and pip was found (tried: $(CANDIDATES))." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1

$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

run: $(STAMP)
	$(BIN)/mktsim compare $(STUDY) --out $(OUT)
	@echo
	@echo "report: $(OUT)/report.html"
	@echo "plots:  $(OUT)/"

QUICK = tests/unit/test_*.py $(addprefix tests/unit/,docs inputs instruments organisation outcomes policies science)

quick: $(STAMP)
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/lint-imports --no-logo | tail -n 2; exit $${PIPESTATUS[0]}
	$(BIN)/python -m pytest -n 2 -q -m "not slow and not long" $(QUICK)

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 tests

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 0 -q src

docs: $(STAMP)
	$(BIN)/python -m sphinx -q -W --keep-going -j 2 -d build/doctrees docs build/docs
	@echo "pages: build/docs/index.html"

long: $(STAMP)
	$(BIN)/python -m pytest -m long --timeout=3600 tests

# The studio in the system's Chromium: a stand-in for the model first, then the model; pictures in build/studio.
e2e: $(STAMP)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev,e2e]'
	$(BIN)/python -m pytest -q -s --override-ini=addopts= --import-mode=importlib -W ignore tests/e2e
	MKTSIM_E2E=whole $(BIN)/python -m pytest -q -s --override-ini=addopts= --import-mode=importlib -W ignore tests/e2e

clean:
	rm -rf .venv results build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .numba_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
