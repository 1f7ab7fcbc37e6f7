# The commands of the house; `make` alone lists them.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SHELL := /bin/sh
.DEFAULT_GOAL := help
export PORT HTTPS HOST DEMO

.PHONY: help run serve stop status test lint messages bench soak lock clean env env-dev

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: env ## the site with demo data at http://127.0.0.1:8000 (PORT=, HTTPS=1, DEMO=small)
	@exec $(PY) -m waic.launch run

serve: env ## production settings on DATABASE_URL and REDIS_URL (DEMO=real|small for demo data)
	@exec $(PY) -m waic.launch serve

stop: ## stop what `make run` started, or an embedded database that runs alone
	@test ! -x $(PY) || $(PY) -m waic.launch stop

status: ## what runs
	@test -x $(PY) && $(PY) -m waic.launch status

test: env-dev ## all tests that this machine allows (ARGS= for pytest)
	@$(PY) -m waic.launch.messages
	$(PY) -m pytest -n auto --maxprocesses=4 --dist loadgroup -m "not soak" -rs $(ARGS)

lint: env-dev ## style, formatting, import ladder, missing migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run

messages: env-dev ## collect translatable texts into locale/, compile them
	$(PY) -m waic.launch.messages update

bench: env-dev ## the benchmark table, also in var/bench.json
	@$(PY) -m waic.launch.messages
	$(PY) -m tests.bench

soak: env-dev ## the long sweeps that `make test` leaves out
	$(PY) -m pytest -m soak -rs $(ARGS)

lock: env-dev ## resolve requirements*.in into locked files with hashes
	$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet requirements.in --output-file requirements.txt
	$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

clean: ## forget the environment and all local data, demo database included
	@test ! -x $(PY) || $(PY) -m waic.launch forget
	rm -rf $(VENV) var .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find apps tests waic -name __pycache__ -type d -prune -exec rm -rf {} +

env: $(PY)
	@$(PY) waic/launch/venv.py requirements.txt

env-dev: $(PY)
	@$(PY) waic/launch/venv.py requirements.txt requirements-dev.txt

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "This needs Python 3.11 or newer; name one with PYTHON=, like: make run PYTHON=python3.12"; exit 1; }
	@echo "  … make .venv"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is incomplete; on Debian: apt-get install python3-venv"; exit 1; }
