PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench soak clean

run: $(VENV)/.ready
	$(BIN)/annotator demo

test: $(VENV)/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s -m benchmark tests/benchmarks

soak: $(VENV)/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s -m soak

clean:
	rm -rf $(VENV) dist build

# The system libraries that Qt needs come first: without them not even the offscreen platform starts.
$(VENV)/.ready: pyproject.toml .ci/system-libraries
	sh .ci/system-libraries
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
