PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench soak interop interop-servers clean

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

# In an environment of its own: what trainers use is large, and nothing of the program needs it.
interop: $(VENV)-interop/.ready
	QT_QPA_PLATFORM=offscreen HF_HUB_OFFLINE=1 $(VENV)-interop/bin/python -m pytest -q -m interop tests/interop

# The servers of other programs, each in an environment of its own, since their pins shut each other out.
interop-servers: $(VENV)-interop/.ready $(VENV)-label-studio/.ready $(VENV)-doccano/.ready
	LABEL_STUDIO=$(CURDIR)/$(VENV)-label-studio/bin/label-studio DOCCANO=$(CURDIR)/$(VENV)-doccano/bin/doccano \
		QT_QPA_PLATFORM=offscreen $(VENV)-interop/bin/python -m pytest -q -m interop tests/interop/test_servers.py

clean:
	rm -rf $(VENV) $(VENV)-interop $(VENV)-label-studio $(VENV)-doccano dist build

# The system libraries that Qt needs come first: without them not even the offscreen platform starts.
$(VENV)/.ready: pyproject.toml .ci/system-libraries
	sh .ci/system-libraries
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

$(VENV)-interop/.ready: pyproject.toml .ci/system-libraries
	sh .ci/system-libraries
	$(PYTHON) -m venv $(VENV)-interop
	$(VENV)-interop/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(VENV)-interop/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spacy,parquet,interop]'
	touch $@

$(VENV)-label-studio/.ready:
	$(PYTHON) -m venv $(VENV)-label-studio
	$(VENV)-label-studio/bin/python -m pip install --quiet --disable-pip-version-check 'label-studio==1.23.2'
	touch $@

# Without these pins doccano does not start: it was written for their older versions.
$(VENV)-doccano/.ready:
	$(PYTHON) -m venv $(VENV)-doccano
	$(VENV)-doccano/bin/python -m pip install --quiet --disable-pip-version-check \
		'doccano==1.8.4' 'marshmallow<4' 'setuptools<81' 'numpy<2'
	touch $@
