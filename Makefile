# Everything one does with Sorgfalt. `make` alone lists it; Python 3.11 is all that must be there.

.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# make's own process number goes along: when make is killed, what it started ends too
RUN := exec env SORGFALT_PARENT=$$PPID $(PYTHON)
STATE := $(or $(SORGFALT_STATE),$(CURDIR)/.state)
export PYTHONPYCACHEPREFIX := $(STATE)/cache/pycache
unexport PYTHONPATH PYTHONHOME

.PHONY: help demo up down test check bench clean clean-all setup

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: setup ## Run the whole chain once, from reported facts to the disclosure (results in build/demo)
	@$(RUN) -m infra.local demo $(OPTIONS)

up: setup ## Run broker, database and the four services until Ctrl-C
	@$(RUN) -m infra.local up $(OPTIONS)

down: ## End what `make up` runs, also from another terminal
	@[ ! -x $(PYTHON) ] || $(RUN) -m infra.local down

test: setup ## Run the tests, on a real broker and a real database
	@$(RUN) -m pytest $(OPTIONS)

check: setup ## Run every check that starts no server: format, lint, types, imports, contracts, shape
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --cache-dir '$(STATE)/cache/import-linter'
	$(PYTHON) -m infra.kafka check
	$(PYTHON) -m infra.contracts check
	$(PYTHON) -m pytest tests/architecture

bench: setup ## Measure throughput and latency on this machine
	@$(RUN) -m tests.benchmarks $(OPTIONS)

clean: down ## Remove what was built and all that was kept: broker, database, logs, caches
	rm -rf .state build

clean-all: clean ## Remove the Python environment too
	rm -rf .venv

# Nothing to do in 0.05 s when the environment is whole; the script says in a sentence what is not.
setup:
	@$(PYTHON) -IS infra/local/install.py --check 2>/dev/null && exit; \
	for python in python3 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& exec $$python infra/local/install.py; \
	done; \
	command -v python3 >/dev/null && exec python3 infra/local/install.py; \
	echo 'Sorgfalt needs Python 3.11 or newer, and there is no python3 here.' >&2; exit 1
