# Two commands do everything: `make run` and `make test`. The rest is what they are made of.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PORT ?= 8080
DEMO ?= 1
INCIDENT ?=
export PORT DEMO INCIDENT

.PHONY: help run test setup app server test-native test-e2e lint size clean pictures bench gallery

help: ## What there is
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: ## Set up, build, start on 127.0.0.1:8080 with demo traffic (DEMO=0: empty; INCIDENT=provider-outage; PORT=…)
	@.ci/setup run
	@$(MAKE) --no-print-directory app server
	@.ci/start

test: ## Set up and run every test: native, and end to end in a real browser
	@.ci/setup test
	@$(MAKE) --no-print-directory test-native app server test-e2e

setup: ## Only the set-up of the tools
	@.ci/setup test

app: ## Build the app into dist/
	@.ci/build-app

server: ## Build the server
	@cargo build --locked --release --package server

test-native: ## The tests that need no browser
	@cargo test --locked --package contract --package model --package server --package simulator --package sartiq-monitor

test-e2e: ## The tests in a real browser; wants `make app server` first
	@.ci/test-e2e

lint: ## Format and clippy, for the host and for wasm32
	@.ci/lint

size: ## The sizes of the built app, and whether they are within bounds
	@.ci/size

bench: ## Our charts against uPlot, Chart.js and ECharts, in one browser (docs/benchmarks.md)
	@.ci/setup bench
	@.ci/bench
	@if [ -d crates/model/benches ]; then cargo bench --locked --package model --benches; fi

gallery: ## Every kind of picture and every hard case on one page, for people to look at (PORT=…)
	@.ci/setup run
	@.ci/build-lab
	@$(MAKE) --no-print-directory server
	@printf '\n  The gallery is at http://127.0.0.1:%s/gallery (?theme=light for the other theme)\n\n' "$(PORT)"
	@MONITOR_LISTEN=127.0.0.1:$(PORT) MONITOR_DATA_DIR=data/gallery MONITOR_APP_DIR=dist-lab \
	  $${CARGO_TARGET_DIR:-target}/release/monitor serve

pictures: ## Take the screenshots in docs/pictures anew; wants `make app server` first
	@PICTURES=1 .ci/test-e2e pictures

clean: ## Remove what was built and the demo's data; the tools' cache stays
	@rm -rf target dist dist-lab data
