# Everything anyone runs here. Needs Python 3.11 or newer and make; the rest installs itself.
.DEFAULT_GOAL := help
.PHONY: help demo test check lint fix web shots coverage torture mutation bench domain migration docs wheel release
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
# Where this clone was last brought to what uv.lock says. Spark is 450 MB that only tests ask for.
READY := .venv/.ready
SPARK := .venv/.spark
SYNC := UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --quiet --frozen --inexact --all-groups
# Node is a Python package here; its packages and what they build are as old as these stamps.
NODE := $(RUN) tools.node
PACKAGES := web/node_modules/.ready
BUILT := src/liuke/surfaces/pages/built/.ready
SCREENS := $(shell find web -path web/node_modules -prune -o -type f -not -path 'web/tests/*' -print)
# What Python compiled is kept, wherever this is run: some machines forbid it, and then each of
# hundreds of processes compiles everything anew. Tests that begin side by side would do so once
# each: COMPILED says that somebody has been through all of it.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pycache
COMPILED := .cache/pycache/.ready
unexport PYTHONDONTWRITEBYTECODE

help: ## list these commands
	@echo "Liuke 留客 - what you can run:"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(RUN) pip install --quiet --disable-pip-version-check uv; }
	@$(SYNC) --no-install-package pyspark
	@touch $@

$(SPARK): $(READY)
	@$(SYNC)
	@touch $@

$(PACKAGES): web/package-lock.json | $(READY)
	@$(NODE) npm ci --prefix web --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(SCREENS) $(PACKAGES)
	@$(NODE) web/build.ts
	@touch $@

$(COMPILED): | $(READY)
	@$(BIN)/pytest --quiet --collect-only > /dev/null || true  # what does not load, its tests tell
	@touch $@

demo: $(READY) $(BUILT) ## a shop with a year of real receipts, open in the browser
	@$(BIN)/liuke demo

test: ## every rule and test; of=points for a part
	@$(MAKE) --silent --jobs=3 $(SPARK) $(BUILT) $(COMPILED)
	@$(call judged,--durations 12)

check: $(SPARK) $(PACKAGES) ## every rule and the fast tests, before each commit
	@$(call judged,-m "not slow and not torture")

# The rules beside the tests, so that neither waits for the other.
define judged
$(MAKE) lint & linted=$$!; \
$(RUN) tools.run_tests $(1) $(if $(of),tests/$(of)); tested=$$?; \
wait $$linted || { echo 'A rule is broken: make lint says which.'; exit 1; }; exit $$tested
endef

lint: $(SPARK) $(PACKAGES) ## every rule
	@$(BIN)/mypy & types=$$!; \
	$(NODE) npm --prefix web run --silent lint & pages=$$!; \
	failed=0; \
	$(BIN)/ruff check --quiet || failed=1; \
	$(BIN)/ruff format --check --quiet || failed=1; \
	$(BIN)/lint-imports --no-logo --cache-dir .cache/import_linter || failed=1; \
	$(RUN) tools.tidy || failed=1; \
	wait $$types || failed=1; \
	wait $$pages || failed=1; \
	exit $$failed

fix: $(READY) ## let the machine mend what it can
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format --quiet

web: $(BUILT) ## build console, till and member pages

shots: $(BUILT) ## a picture of every page, desktop and phone, into .cache/shots
	@$(RUN) tools.shots

coverage: $(SPARK) $(BUILT) ## which lines and branches no test takes; of=points for a part
	@$(RUN) tools.run_tests --coverage $(if $(of),tests/$(of))

torture: $(SPARK) ## kills, races and load for as long as it takes
	@$(RUN) tools.run_tests -m torture --numprocesses 0 -s $(if $(of),tests/$(of))

mutation: $(SPARK) ## change one thing at a time, see whether tests notice; of=points/rules.py
	@nice -n 19 $(RUN) tools.mutate $(if $(most),--most=$(most)) $(of)

bench: $(SPARK) ## measure us against the limit; ONLY=points_post for one
	@$(RUN) bench.run $(ONLY)

domain: $(READY) ## name=care: a new domain, placed and tested
	@$(RUN) tools.new_domain $(name)

migration: $(READY) ## name=points_add_expiry: the next migration
	@$(RUN) tools.new_migration $(name)

docs: $(READY) ## generate what is generated
	@$(RUN) tools.docs

wheel: $(READY) $(BUILT) ## build the wheel into dist/
	@$(BIN)/uv build --quiet --wheel && ls dist

release: test wheel ## check that everything agrees, then build
	@$(RUN) tools.release
