# demo: sets up, indexes the sample reports, asks a question.   test: sets up, checks and tests everything.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO_INDEX := .demo/index

.PHONY: demo test lint types unit setup setup-dev samples chromium screenshots clean

demo: setup
	$(BIN)/pinpoint index corpus/samples --index $(DEMO_INDEX)
	@echo
	$(BIN)/pinpoint ask "what did inspectors say about MARAC?" --index $(DEMO_INDEX)

test: lint types unit

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	$(BIN)/mypy

unit: setup-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

setup: $(VENV)/.ready
setup-dev: $(VENV)/.ready-dev

$(VENV)/.ready: pyproject.toml tools/make_venv.sh
	sh tools/make_venv.sh "$(PYTHON)" "$(VENV)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[models,dev]'
	touch $@

samples: setup-dev  # remakes corpus/samples, the golden facts and the exported text
	$(BIN)/python -m corpus.make_samples

chromium:  # for the tests in a browser, which are skipped without it
	sh tools/get_chromium.sh

screenshots: setup-dev  # pictures of every page in .screenshots; INDEX=folder for other reports than the samples
	$(BIN)/python tools/screenshots.py .screenshots $(if $(INDEX),--index $(INDEX))

clean:
	rm -rf $(VENV) .demo .screenshots build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
