PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INTEROP := QT_QPA_PLATFORM=offscreen HF_HUB_OFFLINE=1 $(VENV)-interop/bin/python -m pytest -q

.PHONY: run test check bench soak interop interop-libraries interop-servers interop-wheel clean

run: $(VENV)/.ready
	$(BIN)/annotator demo

test: $(VENV)/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q --numprocesses auto

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s -m benchmark tests/benchmarks

soak: $(VENV)/.ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s -m soak

# What other people's programs make of our exports, and we of what they write: libraries, servers, and the wheel itself.
interop: interop-libraries interop-servers interop-wheel

# In an environment of its own: what trainers use is large, and nothing of the program needs it. There the everyday tests
# of formats run too, of which some need those libraries.
interop-libraries: $(VENV)-interop/.ready
	$(INTEROP) -m interop tests/interop --ignore tests/interop/test_servers.py --ignore tests/interop/test_wheel.py
	$(INTEROP) -rs tests/formats

# The servers of other programs, each in an environment of its own, since their pins shut each other out.
interop-servers: $(VENV)-interop/.ready $(VENV)-label-studio/.ready $(VENV)-doccano/.ready
	LABEL_STUDIO=$(CURDIR)/$(VENV)-label-studio/bin/label-studio DOCCANO=$(CURDIR)/$(VENV)-doccano/bin/doccano \
		$(INTEROP) -m interop tests/interop/test_servers.py

# The program as others install it: built, and put into a new environment with no checkout near.
interop-wheel: $(VENV)-interop/.ready
	$(INTEROP) -m interop tests/interop/test_wheel.py

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
