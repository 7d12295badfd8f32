# Every command that a reader, an editor or a server needs. `make book` comes first.
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(shell python$(v) -c 'import venv, ensurepip' 2>/dev/null && command -v python$(v))) python3)
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
LOCK := $(VENV).lock
# A Python that was asked for by name, and whether the environment is of another.
NAMED := $(if $(filter file,$(origin PYTHON)),,$(PYTHON))
VERSION := $(if $(NAMED),$(shell $(NAMED) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null))
OTHER := $(if $(VERSION),$(shell [ ! -e $(STAMP) ] || grep -qx '$(VERSION)' $(STAMP) || echo other))

.PHONY: other book pdf site test nbval notebooks serve bench clean lock lock-check audit newest rerun-check
book: $(STAMP)
	@$(RUN) -m briefing build

# The book and a brief of two pages, in _build/pdf.
pdf: $(STAMP)
	@$(RUN) -m briefing pdf

# Book and PDFs together in _build/site, ready to be uploaded.
site: $(STAMP)
	@$(RUN) -m briefing site

test: $(STAMP)
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check .
	@$(RUN) -m briefing build
	@$(RUN) -m pytest -q --nbval notebooks tests -n auto --dist loadscope

nbval: $(STAMP)
	@$(RUN) -m pytest -q --nbval notebooks -n auto --dist loadscope

notebooks: $(STAMP)
	@$(RUN) -m briefing execute --all

serve: book
	@$(RUN) -m http.server 8000 --bind 127.0.0.1 --directory _build/html

# What the book costs, beside an empty book. FULL=1: also the time of `make test`; GROWTH=5: also
# five times the events, terms and sources; KEEP=1: write the results that "How built" shows.
bench: $(STAMP)
	@$(RUN) -m bench $(if $(FULL),--full) $(if $(GROWTH),--growth $(GROWTH)) $(if $(KEEP),--keep)

# It waits for a build that is at work, and needs no installation; the Python of one that is there is
# known to be new enough.
clean:
	@$$([ -x $(RUN) ] && echo $(RUN) || echo $(PYTHON)) -c 'from briefing import exclusive; exclusive.clear("_build")'

# The lock is compiled for every supported Python at once; uv is needed for this step alone, and
# the first line of the lock says which one compiled it. uv keeps the versions that it finds in the
# file that it writes; without a lock it takes the newest.
lock:
	@command -v uv >/dev/null || { echo "uv: not found: install it (pip install uv), then make lock again" >&2; exit 1; }
	@trap 'rm -f requirements.txt.new requirements.txt.made' EXIT; \
	  cp requirements.txt requirements.txt.new 2>/dev/null || :; \
	  uv pip compile --universal --generate-hashes --python-version 3.11 --extra test --quiet \
	    --no-header --no-annotate pyproject.toml -o requirements.txt.new \
	    && { echo "# Compiled by $$(uv --version)"; grep -v '^#' requirements.txt.new; } > requirements.txt.made \
	    && mv requirements.txt.made requirements.txt \
	    || { echo "requirements.txt: left as it was: see above what uv lacks" >&2; exit 1; }

# These four ask package registries, or must not: the book itself is built without any network.
lock-check: $(STAMP)
	@$(RUN) tools/lock_check.py

audit: $(STAMP)
	@$(RUN) tools/audit.py

newest: $(STAMP)
	@$(RUN) tools/newest.py

rerun-check: $(STAMP)
	@$(RUN) tools/rerun_check.py

# Only one process can make a folder, in any shell: whoever made the lock makes the environment, the
# others wait. It goes when its maker ends, however that ends; a maker that was killed outright left
# its number there, and it is taken away.
define ALONE
told=; lost=0; \
until mkdir $(LOCK) 2>/dev/null; do \
  holder=$$(cat $(LOCK)/process 2>/dev/null); \
  if [ ! -d $(LOCK) ]; then \
    lost=$$((lost + 1)); \
    [ $$lost -lt 9 ] || { echo "$(LOCK): cannot be made: is the folder writable, the disk full?" >&2; exit 1; }; \
  elif [ -n "$$holder" ] && [ ! -d "/proc/$$holder" ] && ! kill -0 "$$holder" 2>/dev/null; then \
    mv $(LOCK) $(LOCK).$$$$ 2>/dev/null && rm -rf $(LOCK).$$$$; \
  else \
    [ -n "$$told" ] || echo "Another make installs the packages (process $${holder:-unknown}): waiting for it. If there is none, remove $(LOCK)." >&2; \
    told=1; sleep 1; \
  fi; \
done; \
trap 'rm -rf $(LOCK)' EXIT; trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM; \
echo $$$$ > $(LOCK)/process
endef

# A half-made environment carries no stamp, so the next run makes it again. Where the environment
# that is to go is the activated one, the Python that made it makes the next.
$(STAMP): requirements.txt pyproject.toml $(OTHER)
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON): not found: install Python 3.11 to 3.13, or make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v <= (3, 13) and "This book needs Python 3.11 to 3.13, and found %d.%d: make PYTHON=/path/to/python3.12" % v)'
	@$(ALONE); \
	  if [ -e $@ ] && [ -z "$$(find requirements.txt pyproject.toml -newer $@)" ] && grep -q '^$(subst .,\.,$(VERSION))' $@; then exit 0; fi; \
	  case "$$(command -v $(PYTHON))" in \
	    $(VENV)/*|"$$PWD"/$(VENV)/*) python=$$($(PYTHON) -c 'import sys; print(sys._base_executable)') ;; \
	    *) python='$(PYTHON)' ;; \
	  esac; \
	  rm -rf $(VENV); \
	  "$$python" -m venv $(VENV) || { echo "$(VENV): not made: install the module venv of $(PYTHON) (Debian: python3-venv)" >&2; exit 1; }; \
	  echo "Installing the packages of requirements.txt into $(VENV): about 1 GB, a minute or more"; \
	  $(PIP) --require-hashes -r requirements.txt || { echo "$(VENV): half made: see above what pip lacks (network? disk?), then run make again" >&2; exit 1; }; \
	  $(PIP) --no-deps --no-build-isolation -e . || { echo "$(VENV): half made: see above what pip lacks, then run make again" >&2; exit 1; }; \
	  $(RUN) -c 'import sys; print("%d.%d" % sys.version_info[:2])' > $@
