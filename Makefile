# `make` alone prints what there is to make.
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST ?= -n 2 --dist worksteal
# Where Python may not keep what it compiled, each of the programs that tests start compiles it anew.
unexport PYTHONDONTWRITEBYTECODE
# Real parts that tests start or read: a browser, Java for EPUBCheck, another network, and cases of others.
PARTS = export VAKNET_TEST_BROWSER=$$(bin/browser) VAKNET_TEST_JAVA=$$(bin/java) VAKNET_TEST_PEER=$$(bin/peer) \
	VAKNET_TEST_CASES=$$(bin/cases)
LINT = VAKNET_DATA=var/lint DJANGO_SETTINGS_MODULE=vaknet.settings

.PHONY: help setup demo demo-metanetwork test lint format bench lock clean
.DEFAULT_GOAL := help

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | while IFS="	" read -r name text; do \
		printf '  make %-16s %s\n' "$$name" "$$text"; done

setup: .venv/ready ## make .venv with everything that running Vaknet needs

demo: .venv/ready ## set up, fill a small invented network, and serve it (HOST=, PORT=)
	.venv/bin/vaknet demo
	.venv/bin/vaknet serve --host $(HOST) --port $(PORT) --link-for samira.elidrissi

demo-metanetwork: .venv/ready ## set up, and serve three small networks that are linked, at ports 8001 to 8003
	.venv/bin/vaknet demo-metanetwork

# All of it runs, also after something failed. Stories in a browser count for nothing in coverage:
# what only they reach lacks a test.
test: lint ## set up, and run everything that CI runs
	bin/pango
	@failed=0; try() { echo "$$@"; "$$@" || failed=1; }; $(PARTS); \
	try .venv/bin/pytest $(PYTEST) -m 'not browser' --cov --cov-report=; \
	try .venv/bin/coverage report --include='vaknet/domain/*,vaknet/engine/*' --fail-under=100; \
	try .venv/bin/coverage report --fail-under=95; \
	try .venv/bin/pytest $(PYTEST) -m browser; \
	exit $$failed

lint: .venv/dev-ready ## check style, types, layers and templates
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	git ls-files -z '*/templates/*.html' '*/templates/*.txt' | xargs -0 -r .venv/bin/djade --check --target-version 6.1
	$(LINT) .venv/bin/mypy
	$(LINT) .venv/bin/lint-imports

format: .venv/dev-ready ## bring code and templates into shape
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	git ls-files -z '*/templates/*.html' '*/templates/*.txt' | xargs -0 -r .venv/bin/djade --target-version 6.1

bench: .venv/ready ## measure pages, finder and imports; the last results are in benchmarks/results
	.venv/bin/python -m benchmarks

lock: ## write requirements*.txt anew from pyproject.toml (needs uv)
	bin/lock

clean: ## remove .venv and what tests and tools made; never your data
	rm -rf .venv var/lint .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/ready: bin/setup requirements.txt pyproject.toml
	bin/setup

.venv/dev-ready: bin/setup requirements-dev.txt pyproject.toml
	bin/setup dev
