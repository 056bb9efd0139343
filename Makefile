# The one list of verbs. `make` alone prints it.
.DEFAULT_GOAL := help
.PHONY: help run demo test bench check lint types imports house catalogues-check contracts-check coverage format lock catalogues asyncapi stack stack-down \
  stack-test backup restore parked pictures snapshots
MAKEFLAGS += --no-print-directory

# The first Python that is at least 3.11, works and can make an environment; PYTHON=... overrides.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
  "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

DEV := .venv/bin/python
RUN := .venv-run/bin/python

# $(call environment,FOLDER,LOCK): FOLDER holds exactly what LOCK says. The lock's checksum, kept inside,
# saves doing it twice and forces it when the lock has changed or the last try broke off. The lock is complete, so
# pip looks for nothing more (--no-deps): pip before 23.3 takes the newest release for a dependency named with an
# extra, such as coverage[toml], and then refuses it since the lock pins another. `pip check` proves the completeness.
define environment
if [ "$$(cksum < requirements/$(2).txt)" != "$$(cat $(1)/lock.cksum 2>/dev/null)" ] || ! $(1)/bin/python -c '' 2>/dev/null; then \
  python="$(PYTHON)"; \
  [ -n "$$python" ] || { echo "Talka needs Python 3.11 or newer with its venv module (on Debian: python3-venv); name one with PYTHON=..." >&2; exit 1; }; \
  echo "Installing what Talka needs into $(1) (once, about a minute)"; \
  "$$python" -m venv --clear $(1) && \
  $(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/$(2).txt && \
  { told=$$($(1)/bin/python -m pip --disable-pip-version-check check) || { echo "$$told" >&2; exit 1; }; } && \
  cksum < requirements/$(2).txt > $(1)/lock.cksum; \
fi
endef

help:  ## this list
	@echo "make VERB, where VERB is one of:"
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: venv-run  ## start Talka on this machine (PORT=8080); Ctrl-C stops it
	@exec $(RUN) -m deploy.embedded

demo: venv-run  ## play the whole story on the running system, starting one if none runs
	@exec $(RUN) -m deploy.embedded.demo

# The stack of docker-compose.yml as .env describes it; until there is one, to try.
COMPOSE ?= docker compose$(if $(wildcard .env),, --env-file deploy/trying.env)
FOLDER ?= backups

stack:  ## the full system in containers, as for a town; without .env to try, with a phone and a mailbox
	@COMPOSE="$(COMPOSE)" deploy/start && COMPOSE="$(COMPOSE)" deploy/welcome

stack-down:  ## end it; its data stays
	@$(COMPOSE) --profile '*' down

stack-test: venv-dev  ## test the stack from outside, under a name and on ports of its own; then on a Swarm
	@$(DEV) -m pytest tests/stack; stack=$$?; $(DEV) -m pytest tests/cluster && [ $$stack = 0 ]

backup:  ## everything that cannot be made anew, into one archive (FOLDER=backups)
	@COMPOSE="$(COMPOSE)" deploy/backup $(FOLDER)

restore:  ## put the running stack back to an archive: make restore FILE=...
	@COMPOSE="$(COMPOSE)" deploy/restore $(FILE)

parked:  ## what waits for a person in the running stack; each service's `flask replay ID` tries again
	@for service in events volunteers notifications; do $(COMPOSE) exec -T $$service-worker flask parked; done

# Two at a time, on two cores: rules and rooms in sight; behind, the whole from outside and what waits for servers that
# were killed; at last, alone, what measures time.
BEHIND := tests/integration/shared tests/e2e tests/browser
MEASURED := tests/e2e/test_quickness.py tests/browser/embedded/test_vitals.py

test: venv-dev  ## every test, the fast ones first; servers that are missing are found or installed
	@log=$$(mktemp); trap 'rm -f "$$log"' EXIT; rm -f .coverage.*; \
	COVERAGE_FILE=.coverage.behind $(DEV) -m pytest --cov --cov-report= $(BEHIND) $(MEASURED:%=--ignore=%) >"$$log" 2>&1 & behind=$$!; \
	COVERAGE_FILE=.coverage.front $(DEV) -m pytest --cov --cov-report= --ignore=tests/integration/shared \
	  tests/unit tests/architecture tests/contract tests/integration; front=$$?; \
	echo "The whole from outside, meanwhile:"; wait $$behind; behind=$$?; cat "$$log"; \
	$(DEV) -m pytest $(MEASURED) && [ $$front = 0 ] && [ $$behind = 0 ]
	@$(DEV) -m coverage combine --quiet; $(DEV) -m coverage report --fail-under=100 || \
	  { echo "Rules and writes (domain and operations) must be covered fully, branches included." >&2; exit 1; }

bench: venv-dev  ## speed against the bare parts; ONLY="list telling" picks, ROUNDS=9 is steadier, SCALE=100 is the largest stock
	@ONLY="$(ONLY)" ROUNDS="$(ROUNDS)" SCALE="$(SCALE)" $(DEV) -m bench

check: lint types imports house catalogues-check contracts-check  ## everything that needs no server: style, types, house rules, texts, contracts

lint: venv-dev  ## ruff: style and format
	@$(DEV) -m ruff check .
	@$(DEV) -m ruff format --check .

types: venv-dev  ## mypy, strict
	@$(DEV) -m mypy

imports: venv-dev  ## import contracts: who may import whom
	@.venv/bin/lint-imports

house: venv-dev  ## the house rules: sizes, names, wiring, pins
	@$(DEV) -m pytest --quiet tests/architecture

catalogues-check: venv-dev  ## every text exists in all six languages
	@$(DEV) -m shared.web.catalogues check
	@$(DEV) -m deploy.problem_types --check

contracts-check: venv-dev  ## docs/asyncapi.yaml is what the contracts say
	@$(DEV) -m shared.contracts.asyncapi --check

pictures: venv-dev  ## take those in the README anew
	@$(DEV) -m tests.browser.pictures

snapshots: venv-dev  ## take those that the browser tests compare anew; look at what git says has changed
	@TALKA_SNAPSHOTS=anew $(DEV) -m pytest --quiet tests/browser -k snapshots

coverage: venv-dev  ## which rules and writes the last test run did not reach
	@$(DEV) -m coverage report

format: venv-dev  ## put every file into the house's format
	@$(DEV) -m ruff check --fix .
	@$(DEV) -m ruff format .

catalogues: venv-dev  ## collect new texts into the six catalogues
	@$(DEV) -m shared.web.catalogues update
	@$(DEV) -m deploy.problem_types

asyncapi: venv-dev  ## write docs/asyncapi.yaml from the message contracts
	@$(DEV) -m shared.contracts.asyncapi

UV := .venv-lock/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
  --python-version 3.11 --fork-strategy fewest

lock: $(UV)  ## pin what requirements/*.in ask for; changes nothing else
	@$(COMPILE) requirements/dev.in -o requirements/dev.txt
	@for name in events volunteers notifications embedded; do \
	  $(COMPILE) requirements/$$name.in -c requirements/dev.txt -o requirements/$$name.txt || exit 1; done

$(UV):
	@"$(PYTHON)" -m venv .venv-lock && .venv-lock/bin/python -m pip install --quiet uv

venv-run venv-dev: venv-%:
	@$(call environment,$(if $(filter run,$*),.venv-run,.venv),$(if $(filter run,$*),embedded,dev))

.PHONY: venv-run venv-dev
