# make run    start the app on http://127.0.0.1:8501
# make test   install what the tests need and run them
PYTHON ?= python3
VENV := .venv
DEVICE ?= cpu
BIN := $(VENV)/bin

.PHONY: run test check train evaluate

$(VENV)/.runtime: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -r requirements.txt
	$(BIN)/pip install -q --no-deps -e .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/pip install -q -r requirements-dev.txt
	touch $@

run: $(VENV)/.runtime
	$(BIN)/streamlit run app.py

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# The browser and a Chinese font come from Debian; elsewhere install a chromium yourself.
.PHONY: browser
browser:
	@command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || { \
	  if command -v apt-get >/dev/null; then \
	    SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    $$SUDO apt-get update -qq && \
	    $$SUDO apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig; \
	  else echo "no chromium: the browser tests will be skipped"; fi; }

# Optional: LibreOffice Writer, for the one test that lets it accept and reject tracked changes.
.PHONY: office
office:
	SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); $$SUDO apt-get update -qq && \
	$$SUDO apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui python3-uno

test: $(VENV)/.dev browser check
	$(BIN)/pytest

train: $(VENV)/.dev
	$(BIN)/seqgpt train --config seqgpt_core/training/configs/mini.toml --data $(DATA) --output runs/mini \
	  --device $(DEVICE) \
	  --record benchmarks/results/training.jsonl

evaluate: $(VENV)/.dev
	$(BIN)/seqgpt evaluate $(DATA)
