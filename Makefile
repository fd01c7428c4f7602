# The commands of this repository. `make` alone lists them.
#
#   make pdf OPTIONS="--target print"     options go on to the command
#   make test OPTIONS="-k fonts"
#   make PYTHON=python3.12 setup          another Python (3.11 or later)

PYTHON ?= python3
OPTIONS ?=
COVERAGE ?=
ALL ?=
UPGRADE ?=
export PYTHON UPGRADE

BIN := .venv/bin
READY := .venv/.ready
REPORT := $(BIN)/python -m report
STYLELINT := PATH="$(CURDIR)/$(BIN):$$PATH" .venv/lint/node_modules/.bin/stylelint --config-basedir .venv/lint

.DEFAULT_GOAL := help
.PHONY: help pdf test serve check check-all docs pages doctor lint lint-styles format types bench setup system lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

pdf: setup ## build build/print.pdf and build/screen.pdf
	@$(REPORT) build $(OPTIONS)

# One process runs all tests of a file, so that each file builds its fixtures once. Compiled code is
# kept: a hundred processes are started, and each would compile the program again.
test: setup ## run the tests, in parallel; ALL=1 the slow ones too, COVERAGE=1 shows lines not run
	@.ci/setup browser
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(if $(ALL),,-m 'not slow') $(if $(COVERAGE),--cov --cov-report=term-missing:skip-covered) $(OPTIONS)

serve: setup ## show the pages in a browser, and make them again when a file is saved
	@$(REPORT) serve $(OPTIONS)

check: setup ## find errors in data, templates and styles without building
	@$(REPORT) check $(OPTIONS)

check-all: ## run everything that CI runs, in under ten minutes
	@.ci/run

pages: setup ## write every page as PNG, and one contact sheet
	@$(REPORT) pages $(OPTIONS)

doctor: setup ## check the machine: engine, fonts, colour profile, locale
	@$(REPORT) doctor

lint: setup ## check code, stylesheets, templates and workflows for errors and format
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djlint --lint --quiet templates
	@$(MAKE) --no-print-directory lint-styles
	@$(BIN)/node .ci/lint/workflows.mjs .github/workflows/*.yml report/workflows/github.yml

lint-styles: setup ## check stylesheets only
	@.ci/setup stylelint
	@$(STYLELINT) "styles/**/*.css"
	@$(STYLELINT) --config .ci/lint/page.json "report/serve/page/*.css"

format: setup ## format the code and the stylesheets, and fix what can be fixed
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@.ci/setup stylelint
	@$(STYLELINT) --fix "styles/**/*.css"
	@$(STYLELINT) --config .ci/lint/page.json --fix "report/serve/page/*.css"

types: setup ## check the types
	@$(BIN)/mypy

docs: setup ## copy into docs/ and data/.schema/ what stands beside the code
	@$(BIN)/python -m tests.documents

bench: setup ## compare speed and lines with those of WeasyPrint alone
	@$(BIN)/python -m benchmarks.run $(OPTIONS)
	@$(BIN)/python -m benchmarks.lines $(OPTIONS)

setup: system $(READY) ## install what is missing; every other command does this first

# Quick when everything is there; see .ci/setup.
system:
	@.ci/setup system

$(READY): requirements.lock pyproject.toml .ci/setup | system
	@.ci/setup python

lock: setup ## update requirements.lock; UPGRADE=--upgrade takes the newest versions
	@.ci/setup lock

clean: ## remove all build output and caches
	@[ ! -d build ] || find build -mindepth 1 ! -name .gitignore -delete
	@rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.*
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
