# Goldthread: `make demo` to see it, `make check` before every change.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: help setup fix check lint types arch test docs crash demo bench real browser screenshots console-load

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: $(STAMP)  ## Make .venv with goldthread and its tools in it

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Goldthread needs Python 3.11 or newer; $$($(PYTHON) --version) is what $(PYTHON) is. Say make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y python3-venv; } || { echo "Python's venv is missing; on Debian, as root: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $(STAMP)

fix: setup  ## Format, and repair what a machine can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint types arch test  ## The one gate: what CI runs

lint: setup  ## Format, lint and spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell src tests docs README.md

types: setup  ## mypy, strict
	$(BIN)/mypy
	@for file in $$(find tests -name conftest.py); do $(BIN)/mypy --no-error-summary $$file || exit 1; done

arch: setup  ## Layers and dependencies
	$(BIN)/lint-imports
	$(BIN)/deptry .

test: setup  ## All tests; those in a browser where there is one
	$(BIN)/pytest -n 2 --dist worksteal --ignore tests/browser
	$(BIN)/pytest tests/browser || test $$? -eq 5 || $(BIN)/pytest tests/browser --last-failed # a busy machine gets a second look

docs: setup  ## Write the generated reference again (docs/reference)
	$(BIN)/python -m goldthread.cli.reference docs/reference

crash: setup  ## Kill goldthread run twenty times under load; SEED=… and FAULTS=hostile make it another story
	KILLS=20 $(BIN)/pytest tests/processes

real: setup  ## Fifty orders through a real shop, ERP, carrier and printers (installs over a gigabyte into .real)
	$(BIN)/python -m real

demo: setup  ## A shop, an ERP, a carrier, printers, and 200 orders through them
	$(BIN)/goldthread demo

console-load: setup  ## What the console costs with a million entries (a ledger of 3 GB in .console-load)
	$(BIN)/python -m load

bench: setup  ## How fast it is, with the ceiling beside it
	$(BIN)/goldthread bench
