# Two commands matter: `make run` and `make test`. Both set up what they need first.

SHELL := /bin/sh
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
# Several tests at once, see tests/support/abreast.py; a crash ends the run.
ABREAST = -n auto --maxprocesses 4 --max-worker-restart 0 --no-loadscope-reorder
SETUP = @$(PYTHON) packaging/bootstrap.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint bench test-real lock

help:
	@echo "make run        set up and open Guard (ARGS=\"check --json\" passes words to it)"
	@echo "make test       set up, then linters, types, import walls and all tests"
	@echo "make lint       the same without the tests"
	@echo "make bench      measurements: ratios within one run"
	@echo "make test-real  the tests that start real programs, large ones too"
	@echo "make lock       write packaging/constraints.txt from what is newest and allowed"

# Exit code 1 is an answer ("something to do"), not a failure; see `guard check`.
run:
	$(SETUP) run
	@$(BIN)/guard $(ARGS) || { code=$$?; [ $$code -eq 1 ] || exit $$code; }

define LINT
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
endef

test:
	$(SETUP) test
	$(LINT)
	$(BIN)/python -m pytest -m "not bench" $(ABREAST) $(ARGS)

lint:
	$(SETUP) test
	$(LINT)

bench:
	$(SETUP) test
	$(BIN)/python -m pytest -m bench $(ARGS)

test-real:
	$(SETUP) real
	GUARD_TEST_REAL=large $(BIN)/python -m pytest -m real -s $(ARGS)

lock:
	$(SETUP) lock
