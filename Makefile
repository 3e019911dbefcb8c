# What a newcomer types. Everything installs into .venv and is built into data/ (or GONGKAI_HOME).
PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8501
DAGSTER_PORT ?= 3000
AGENCIES ?= 300
YEARS ?= 2019-2023
BIN := .venv/bin
HOME_FOLDER := $(if $(GONGKAI_HOME),$(GONGKAI_HOME),data)

export DAGSTER_DISABLE_TELEMETRY := 1
export DO_NOT_TRACK := 1

.PHONY: help run setup setup-ocr build dashboard export demo dev test lint format bench lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: build dashboard  ## install, build the warehouse, serve the dashboard

setup: .venv/.installed  ## create .venv and install the pinned dependencies

.venv/.installed: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: apt-get install python3.11 python3.11-venv, or make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

setup-ocr: .venv/.installed-ocr  ## also read scans: install what recognises text in pictures

.venv/.installed-ocr: requirements-ocr.txt .venv/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-ocr.txt
	@touch $@

build: setup  ## bring data/gongkai.duckdb up to date with raw/
	@$(BIN)/gongkai build

dashboard: setup  ## serve the dashboard on HOST:PORT
	@$(BIN)/gongkai dashboard --host $(HOST) --port $(PORT)

export: setup  ## write tables, findings and documentation as files into data/export
	@$(BIN)/gongkai export

demo: setup  ## write a fictional province, build it apart from your own data, serve the dashboard on it
	@$(BIN)/gongkai demo --agencies $(AGENCIES) --years $(YEARS) --out demo
	@$(BIN)/gongkai build --raw demo/raw --home demo/data
	@$(BIN)/gongkai dashboard --raw demo/raw --home demo/data --host $(HOST) --port $(PORT)

dev: setup  ## Dagster's page, with every asset
	@mkdir -p $(HOME_FOLDER)/dagster && cp orchestration/dagster.yaml $(HOME_FOLDER)/dagster/
	@DAGSTER_HOME=$(abspath $(HOME_FOLDER))/dagster $(BIN)/dagster dev --host $(HOST) --port $(DAGSTER_PORT)

test: setup  ## every test
	$(BIN)/python -m pytest

lint: setup  ## style of Python and SQL, types, Dagster's definitions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --quiet dbt_project
	$(BIN)/dg check defs

format: setup  ## put Python and SQL in style
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/sqlfluff fix --quiet dbt_project

bench: setup  ## reports read a second, builds of two sizes held against the truth, the dashboard's times
	$(BIN)/python -m bench

lock: setup  ## compile requirements*.txt from pyproject.toml (needs uv on the PATH)
	uv pip compile --quiet --python-version 3.11 --extra dev --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --python-version 3.11 --extra ocr --no-header --constraint requirements.txt pyproject.toml -o requirements-ocr.txt

clean:  ## remove what was built, not what was installed
	rm -rf data dbt_project/target dbt_project/logs
