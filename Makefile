# `make setup` once, then `make demo`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
PYTEST := $(RUN) -m pytest
PIP := $(RUN) -m pip --disable-pip-version-check
INSTALLED := .venv/.installed
DEPARTEMENT ?= 23
PORT ?= 8000

.PHONY: help setup frontend demo test test-postgres test-browser test-long check fix bench docs lock messages hooks
.DEFAULT_GOAL := help

help:  ## this list
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | awk -F':.*  ## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(INSTALLED) frontend  ## make .venv and install everything (no system package needed)
	@$(RUN) tools/messages.py compile

$(INSTALLED): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --quiet --require-hashes --no-deps --only-binary :all: -r requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

frontend: $(INSTALLED)  ## install fonts and icons (pages work without)
	@$(RUN) tools/frontend.py

demo: setup  ## a believable département, in a browser
	$(BIN)/maillage demo --departement $(DEPARTEMENT) --port $(PORT)

test: setup  ## everything that needs no service, on SQLite
	$(PYTEST) -n 2

test-postgres: setup  ## the same on a throw-away PostgreSQL, and tests of concurrency
	$(RUN) tools/with_postgres.py $(PYTEST) -n 2 --with concurrency

test-browser: setup  ## journeys in Chromium (Debian: apt install chromium)
	$(PYTEST) -m browser --with browser

test-long: setup  ## full sizes; minutes
	$(PYTEST) -m long --with long -p no:randomly

bench: setup  ## figures to hold
	$(BIN)/maillage bench

check: setup  ## style, types, layers, templates, migrations, settings (no tests)
	$(RUN) tools/check.py

fix: setup  ## let the tools correct style and typography
	$(RUN) tools/typography.py
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: setup  ## collect French texts for translation, compile translations
	$(RUN) tools/messages.py collect
	$(RUN) tools/messages.py compile

lock: setup  ## write the lock files anew (UPGRADE=1: with newer versions)
	$(RUN) tools/lock.py $(if $(UPGRADE),--upgrade)
	npm install --package-lock-only

docs: setup  ## pictures of the pages, for the documentation (needs Chromium)
	$(RUN) -m maillage.web.screenshots

hooks:  ## check before each commit
	printf '#!/bin/sh\nexec make check\n' > .git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
