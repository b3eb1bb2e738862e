# `make demo` and `make test` do all their own set-up; both work twice in a row, and offline the second time.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
WHEELS := $(VENV)/wheels

.PHONY: help demo test lint bench soak fuzz golden docs clean

help:
	@echo "make demo    see the main job on the real case; nothing leaves this machine"
	@echo "make test    lint, types, import rules and every test"
	@echo "make bench   the figures, beside peers in the same run"
	@echo "make soak    kill senders 200 times over (half an hour and more); .ci/run soak: on PostgreSQL too"
	@echo "make fuzz    documents and TOML files made to do harm, 500 of each kind (an hour and more; UA_ROUNDS=n for others)"
	@echo "make docs    write the command reference, the table of letters, the rules of check and the schemas"
	@echo "make golden  write the golden letters and imported case files anew, to be read aloud before they are committed"

demo: $(VENV)/program
	@$(BIN)/urgentaction demo -o demo

test: lint $(VENV)/wheelhouse
	UA_WHEELS=$(abspath $(WHEELS)) $(BIN)/python -m pytest

lint: $(VENV)/developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/developer $(VENV)/peer
	UA_PEER=$(abspath $(VENV)/mailmerge/bin) $(BIN)/python tests/bench/run.py
	UA_PEER=$(abspath $(VENV)/mailmerge/bin) $(BIN)/python tests/bench/sending.py
	$(BIN)/python tests/bench/campaign.py
	$(BIN)/python tests/bench/printing.py
	$(BIN)/python tests/bench/shared.py

# UA_TEST_POSTGRES names a server to do it on as well (.ci/services).
soak: $(VENV)/developer
	UA_ROUNDS=200 $(BIN)/python -m pytest -q tests/outbox/test_killed.py tests/outbox/test_crashes.py tests/channels/post/test_killed.py tests/cli/test_turns_killed.py

fuzz: $(VENV)/developer
	UA_ROUNDS=$${UA_ROUNDS:-500} $(BIN)/python -m pytest -q tests/fuzz

golden: $(VENV)/developer
	$(BIN)/python -m pytest tests/golden tests/cli/test_case_files.py --update-golden -q

docs: $(VENV)/program
	@for name in case authority authorities forms config report findings explained; do $(BIN)/urgentaction schema $$name > docs/schemas/$$name.schema.json; done
	@$(BIN)/python docs/commands.py > docs/commands.md
	@$(BIN)/python docs/letters.py > docs/letters.md
	@$(BIN)/python docs/checks.py > docs/checks.md

clean:
	rm -rf $(VENV) demo dist build

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# Stamps: what is installed is installed anew only when pyproject.toml has changed.
$(VENV)/program: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developer: pyproject.toml $(VENV)/program | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@# Pingen's official SDK, which our requests are compared with. Its other dependency, 'response', computes
	@# acoustics: it is never imported, and brings scipy and matplotlib.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps 'pingen2sdk==2.2.0'
	@touch $@

# The wheels of what the program needs, so that the test of our own wheel can install it in a fresh environment offline.
$(VENV)/wheelhouse: pyproject.toml $(VENV)/developer
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir $(WHEELS) .
	@rm -f $(WHEELS)/urgentaction-*.whl
	@touch $@

$(VENV)/peer: | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/mailmerge
	$(VENV)/mailmerge/bin/python -m pip install --quiet --disable-pip-version-check 'mailmerge==2.3.0'
	@touch $@
