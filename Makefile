# make demo   see a living city          make check   what must hold before a push
# make test   run every test             make shape   what the code looks like
# make new-gate NAME=…   start a gate    make clean   forget what was installed

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-compile --quiet
# What an installation depends on: change one of these and it is renewed.
RECIPE := pyproject.toml hatch_build.py $(shell find console/src console/public \
	console/index.html console/package-lock.json console/vite.config.ts -type f 2>/dev/null)

# What `make check` leaves to `make test`: whole processes, towns, maps, browsers.
SLOW := $(addprefix --ignore=tests/,test_crash.py journeys simulator web/basemap)

# Tests wait as well as compute: three share two cores.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(4, os.cpu_count() * 3 // 2))')

.PHONY: demo test check shape new-gate clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@exec $(BIN)/mesto demo $(ARGS)

test: $(VENV)/.installed-test
	@sh tools/ensure_chromium.sh
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) \
		--dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.installed-check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@HYPOTHESIS_PROFILE=brief $(BIN)/python -m pytest -m "not database" $(SLOW) $(ARGS)

shape: $(VENV)/.installed
	@$(BIN)/python tools/shape.py

new-gate: $(VENV)/.installed
	@$(BIN)/python tools/new_gate.py "$(NAME)"

clean:
	rm -rf $(VENV) mesto/web/static console/node_modules

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "mesto needs Python 3.11 or later"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; \
	exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made $(RECIPE)
	@echo "installing mesto (the first time takes a minute) …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.made $(RECIPE)
	@echo "installing mesto and what its tests need …"
	@$(PIP) --editable '.[test]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-check: $(VENV)/.made $(RECIPE)
	@echo "installing mesto and what its checks need …"
	@$(PIP) --editable '.[test,check]'
	@touch $(VENV)/.installed $(VENV)/.installed-test $@
