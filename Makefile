# fraudwatch: `make run` is all a newcomer needs. PORT=8001 and PYTHON=… may be given.
.PHONY: help run setup test lint format messages bench

help:      ## show this list
	@sed -n 's/^\([a-z]*\): *## /\1\t/p' Makefile

run:       ## install what is missing, load the demo into an empty database, start everything
	@scripts/setup.sh
	@exec .venv/bin/python manage.py serve

setup:     ## install what is missing, start nothing
	@scripts/setup.sh
	@.venv/bin/python manage.py publish_static
	@echo "Everything is installed; start with: make run"

test:      ## run the whole suite, browser journeys included
	@scripts/setup.sh dev
	@.venv/bin/python -m pytest -n 2 --dist worksteal --no-header $(PYTEST)

bench:     ## measure pages, totals and a deadline rush, small; name, ratio, budget
	@scripts/setup.sh
	@.venv/bin/python bench/all.py $(BENCH)

lint:      ## run the checks that need no database
	@scripts/setup.sh dev
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

format:    ## put the code in order
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

messages:  ## collect the strings to translate and compile the catalogues
	@scripts/setup.sh dev
	@scripts/messages.sh
