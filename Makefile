# Each line below is one that a person could type. PORT and VECHE_DATA in the environment choose the port and the data folder.
BIN := .venv/bin
# Compiled Python may be kept: the tests start it hundreds of times.
export PYTHONDONTWRITEBYTECODE :=
# What `check --deploy` judges: the settings of a real server, not those of the demo.
SERVER := VECHE_DATA=var/check VECHE_DEMO=0 VECHE_TLS=1 VECHE_ORIGIN=https://press.example.ru VECHE_EMAIL_URL=smtp+tls://veche@mail.example.ru:587
# What lives by the database: locks, order, doubles, the plans of queries. CLAIMS run on both in `make test`, OTHERS too in
# `make sweep`, BY_NIGHT too in `make nightly`, all in `make postgresql`.
CLAIMS := confirmed_before_answer consistent_states deliver faults freeze frozen_claim given_address grace lanes lookups_last rate_limiting reconcile release_race restored states
# Two people, or a person and the worker, at one instant.
RACES := cases/test_races.py groups/test_races.py publishing/test_races.py publishing/test_words_races.py approval/test_races.py requests/test_races.py requests/test_links.py::test_of_two_answers_by_one_link_at_once_one_is_done accounts/test_proposal_races.py plan/test_files.py::test_of_two_who_place_the_same_plan_at_once_one_is_told plan/test_calendars.py::test_two_files_at_one_instant_are_written_one_after_the_other
# The journal's numbers, triggers and check; its pages and words read any database.
CHAINS := journal/test_record.py journal/test_triggers.py journal/test_verify.py
OTHERS := engine $(CHAINS) inbox/test_process_events.py staff/test_compiled.py web/test_plans.py web/test_inbox_search.py web/test_inbox_news.py search appeals/test_telling.py commenting/test_closures.py groups/test_groups.py $(RACES)
BY_NIGHT := outbox alarms inbox api moderation appeals cases commenting groups rumours personal_data norm journal accounts/test_pace.py security/test_csrf.py security/test_opening.py
# Migrations of data.
UPGRADES := journal/test_seal_heads.py moderation/test_seal_earlier_evidence.py moderation/test_withdraw_repetition.py requests/test_old_remarks.py
# A third process works while the other two wait for a network or a worker; a sweep also waits for browsers.
PYTEST := $(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: setup setup-dev setup-test setup-bench run demo wheel lock test test-sqlite test-postgresql test-procrastinate sweep sweep-sqlite sweep-postgresql nightly postgresql check lint format types layers templates migrations deploy chaos bench pictures docs audit sbom

setup: ## .venv with the command veche, and the front end; instant when nothing changed
	@python3 -m scripts.setup run
setup-dev:
	@python3 -m scripts.setup dev
setup-test:
	@python3 -m scripts.setup test
setup-bench:
	@python3 -m scripts.setup bench

run: export VECHE_DATA ?= var
run: setup ## a living demo city: web, worker and sandbox, until Ctrl+C
	$(BIN)/veche run --demo
demo: setup ## the whole chain without a browser, in a fresh data folder, each step proven
	$(BIN)/veche demo

wheel: setup ## the front end, then dist/veche-VERSION-py3-none-any.whl; the same sources make the same bytes
	@python3 -m scripts.wheel
lock: ## requirements/*.txt compiled from pyproject.toml and requirements/*.in
	@python3 -m scripts.lock

test: setup-test ## every test but the sweeps on SQLite, what lives by the database on PostgreSQL, the engine's on Procrastinate
# Each of the three waits for workers and networks at other times, so they run beside each other.
	@$(BIN)/python -m tests.rewritten
	@$(MAKE) --no-print-directory --keep-going -j3 --output-sync=target test-sqlite test-postgresql test-procrastinate
test-sqlite: setup-test
	$(BIN)/python -m tests.tables
	$(PYTEST) -m 'not sweep'
test-postgresql: setup-test
	$(BIN)/python -m tests.pg $(PYTEST) -n 0 -m 'not e2e and not sweep' $(CLAIMS:%=tests/outbox/test_%.py)
test-procrastinate: setup-test
	VECHE_ENGINE=procrastinate $(BIN)/python -m tests.pg $(BIN)/python -m pytest -q tests/engine
sweep: setup-test ## every screen in Chromium, every address, every fault, the demo city, every call of the training networks
# What waits for a browser or a network leaves time for what works on PostgreSQL.
	@$(BIN)/python -m tests.rewritten
	@$(MAKE) --no-print-directory --keep-going -j2 --output-sync=target sweep-sqlite sweep-postgresql
sweep-sqlite: setup-test
	$(BIN)/python -m tests.tables
	$(PYTEST) -n 5 -m sweep
sweep-postgresql: setup-test
	$(BIN)/python -m tests.pg $(PYTEST) -n 0 -m 'not e2e' $(addprefix tests/,$(OTHERS))

nightly: setup-test ## what takes minutes of waiting, and what only a rare change could break: a night has time for it
	VECHE_ENGINE=procrastinate $(BIN)/python -m tests.pg $(BIN)/python -m pytest -q -m nightly tests/engine
	$(BIN)/python -m pytest -q -m nightly --timeout 14400 tests
	$(BIN)/python -m tests.pg $(PYTEST) -m 'not e2e' $(addprefix tests/,$(BY_NIGHT))
	$(BIN)/python -m tests.pg $(PYTEST) -n 0 -m nightly $(addprefix tests/,$(UPGRADES))

postgresql: setup-test ## every room on PostgreSQL, for whoever has the time
	$(BIN)/python -m tests.pg $(PYTEST) -m 'not e2e' tests

check: lint format types layers templates migrations deploy docs audit ## everything that needs no test run
lint: setup-dev
	$(BIN)/ruff check
format: setup-dev
	$(BIN)/ruff format --check
types: setup-dev
	$(BIN)/mypy
layers: setup-dev
	$(BIN)/lint-imports
templates: setup-dev
	find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 6.1 --check
migrations: setup-dev
	VECHE_DATA=var/check $(BIN)/veche manage makemigrations --check --dry-run
	$(BIN)/python -m scripts.migrations
deploy: setup-dev
	$(SERVER) $(BIN)/veche manage check --deploy --fail-level WARNING
docs: setup-dev ## every link, source, setting and make target that the documents name exists
	$(BIN)/python -m scripts.docs

audit: setup-dev ## known vulnerabilities of the locked packages, where advisories can be reached
	@$(BIN)/python -m scripts.audit
sbom: setup ## what an installation runs, as CycloneDX: var/sbom.cdx.json
	@$(BIN)/python -m scripts.sbom

chaos: setup-test ## kill -9, pauses and lost answers at every point of an act; SHORT=1 for the short run, FAULTS=1 for the faults alone
	$(BIN)/python -m tests.chaos $(if $(SHORT),--short) $(if $(FAULTS),--faults)
pictures: setup-test ## the pictures of the README, taken anew by the test that looks at these pages
	VECHE_PICTURES=1 $(BIN)/python -m pytest -q tests/e2e/test_demo_city.py
bench: setup-bench ## memory, queries, p95 and page weight on the demo's data; the text engines beside public packages
	$(BIN)/python -m tests.bench
