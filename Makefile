# What a person types here. `make` alone lists it.
#
#   make pdf OPTIONS="--target print"     options go on to the command
#   make test OPTIONS="-k fonts"
#   make PYTHON=python3.12 setup          another Python (3.11 or later)

PYTHON ?= python3
OPTIONS ?=
COVERAGE ?=
UPGRADE ?=
export PYTHON UPGRADE

BIN := .venv/bin
READY := .venv/.ready
REPORT := $(BIN)/python -m report
STYLELINT := PATH="$(CURDIR)/$(BIN):$$PATH" .venv/lint/node_modules/.bin/stylelint --config-basedir .venv/lint

.DEFAULT_GOAL := help
.PHONY: help pdf test setup system check check-all docs pages doctor lint format types bench lock clean

help: ## list these
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

pdf: setup ## build build/print.pdf and build/screen.pdf
	@$(REPORT) build $(OPTIONS)

# A file at a time, so that what a file builds is built once.
test: setup ## run all tests, in parallel; COVERAGE=1 says which lines they miss
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(if $(COVERAGE),--cov --cov-report=term-missing:skip-covered) $(OPTIONS)

check: setup ## find faults in data, templates and styles without building
	@$(REPORT) check $(OPTIONS)

pages: setup ## draw every page as PNG, and one contact sheet
	@$(REPORT) pages $(OPTIONS)

doctor: setup ## look at the machine: engine, fonts, profile, locale
	@$(REPORT) doctor

lint: setup ## look for faults and for untidy layout in code, stylesheets and templates
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djlint --lint --quiet templates
	@.ci/setup stylelint
	@$(STYLELINT) "styles/**/*.css"

format: setup ## tidy the code and the stylesheets
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@.ci/setup stylelint
	@$(STYLELINT) --fix "styles/**/*.css"

types: setup ## check the types
	@$(BIN)/mypy

docs: setup ## copy into docs/ what stands beside the code
	@$(BIN)/python -m tests.documents

check-all: ## run what CI runs, from set-up to the finished pages
	@.ci/run

bench: setup ## measure speed and lines against the plain engine, side by side
	@$(BIN)/python -m benchmarks.run $(OPTIONS)
	@$(BIN)/python -m benchmarks.lines $(OPTIONS)

setup: system $(READY) ## bring the machine and .venv up to date; done first by all the others

# Quick when everything is there; see .ci/setup.
system:
	@.ci/setup system

$(READY): requirements.lock pyproject.toml .ci/setup | system
	@.ci/setup python

lock: setup ## write requirements.lock anew; UPGRADE=--upgrade takes the newest versions
	@.ci/setup lock

clean: ## remove what was built, and the caches
	@[ ! -d build ] || find build -mindepth 1 ! -name .gitignore -delete
	@rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.*
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
