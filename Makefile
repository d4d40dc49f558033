# The commands of everyday work. Everything they need is built by bootstrap.py on the first call.

PYTHON ?= python3
BIN := .venv/bin
# macOS: where Homebrew keeps Pango, which WeasyPrint does not look for by itself. Nothing elsewhere.
LIBRARIES := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib
FIND_CHROMIUM := CHROMIUM="$$($(PYTHON) bootstrap.py browser)" && export CHROMIUM

# What Python has compiled is kept, also where a machine is set up not to: otherwise every test worker
# and every server compiles all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test setup lint reset screenshots

run: setup  ## the whole program with demo data on http://localhost:8000
	@$(LIBRARIES) exec $(BIN)/python -m trygghet.run

test: lint  ## linters, checks and every test, browser tests included
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(FIND_CHROMIUM) && $(LIBRARIES) $(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports --no-logo

setup:
	@$(PYTHON) bootstrap.py setup

reset:  ## stop the local servers and remove their data
	@$(PYTHON) bootstrap.py reset

screenshots: setup  ## renew the pictures in the README from the demo data
	$(FIND_CHROMIUM) && $(BIN)/python docs/screenshots.py
