# What a person or CI does here. Each command first installs what it needs and is missing.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
export PYTHONPATH := $(CURDIR)
unexport PYTHONHOME

PYTHON := .venv/bin/python
# The system's own Python, the first that is new enough: it makes .venv.
BASE_PYTHON = $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then command -v $$name; break; fi; done)
SET_UP = $(or $(BASE_PYTHON),$(error Python 3.11 or newer is needed: install it, then repeat)) -m deploy.setup
# For commands that work before anything was set up.
ANY_PYTHON = $(or $(wildcard $(PYTHON)),$(BASE_PYTHON))

.PHONY: help setup setup-tests setup-checks setup-bench run stop status logs reset doctor jc demo bench soak screenshots
.PHONY: test check test-quick lint types contracts contracts-check

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## The product

run: setup ## start everything with its demo; print the address and who can sign in
	@$(PYTHON) -m deploy.local run

stop: ## end every process and server that `make run` started
	@$(ANY_PYTHON) -m deploy.local stop

status: ## which processes and servers run, and whether they are ready
	@$(ANY_PYTHON) -m deploy.local status

logs: ## what the processes say, as it comes
	@$(ANY_PYTHON) -m deploy.local logs

reset: ## stop, and throw away the private databases, queues and logs
	@$(ANY_PYTHON) -m deploy.local reset

doctor: ## look at each thing that the product needs, and say what to do about what is missing
	@$(ANY_PYTHON) -m deploy.local doctor

jc: ## operate what runs: make jc ARGS="dead-letters list", or "events tail", "outbox", "topology check"
	@$(ANY_PYTHON) -m deploy.local jc $(ARGS)

demo: setup ## play the two stories through the running product, step by step
	@$(PYTHON) -m deploy.demo

bench: setup-bench ## measure throughput and latency on this machine; print a table
	@$(PYTHON) -m deploy.bench

soak: setup-tests ## the fault tests with ten times the events and deaths; EVENTS= and DEATHS= say more
	@REQUIRE_SERVERS=1 JC_FAULT_EVENTS=$(or $(EVENTS),20000) JC_FAULT_DEATHS=$(or $(DEATHS),30) \
		$(PYTHON) -m pytest -ra --durations=0 tests/fault

screenshots: setup-tests ## take the pictures in README.md from the running product
	@$(PYTHON) -m deploy.screenshots

## Checks

test: setup-tests lint types ## everything this needs, then every check and test
	@echo "Tests"
	@REQUIRE_SERVERS=1 $(PYTHON) -m pytest -ra --durations=10 $(ARGS)

check: setup-checks lint types test-quick contracts-check ## before each commit; needs no server

test-quick: setup-checks ## rules, walls and contracts: the tests that need no server
	@$(PYTHON) -m pytest -q -m "unit or architecture or contract"

lint: setup-checks ## style, format and who may import whom
	@echo "Style, format and imports"
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m ruff format --quiet --check .
	@$(PYTHON) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-cache --no-logo

types: setup-checks ## mypy
	@echo "Types"
	@$(PYTHON) -m mypy shared services deploy

## Contracts

contracts: setup-checks ## write what is generated under contracts/, lock what is new
	@$(PYTHON) -m deploy.contracts publish

contracts-check: setup-checks ## whether everything under contracts/ is as `make contracts` leaves it
	@$(PYTHON) -m deploy.contracts check

## Set-up

setup: ## Python packages, servers and page parts for `make run`; quick when they are there
	@$(SET_UP) run

setup-tests: ## the same for the tests, with a browser
	@$(SET_UP) tests

setup-bench: ## the same for the measurements, with the libraries that they compare with
	@$(SET_UP) bench

setup-checks: ## the same for the checks that need no server
	@$(SET_UP) checks
