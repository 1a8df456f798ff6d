# `make demo` and `make test` need nothing prepared: they build .venv from requirements.lock first.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP_INSTALL := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input install
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal -q
SOURCES := src tests benchmarks

# What builds the project and durable-rules, with everything these builders need themselves.
BUILDERS := setuptools wheel hatchling editables packaging pathspec pluggy tomlkit trove-classifiers

.PHONY: demo test lint format types check coverage court-table gallery mutate bench fuzz clean distclean lock preflight

demo: $(READY)
	@$(BIN)/offence demo

test: $(READY)
	@$(PYTEST)

lint: $(READY)
	$(BIN)/ruff check $(SOURCES)

format: $(READY)
	$(BIN)/ruff format $(SOURCES)

types: $(READY)
	$(BIN)/mypy

check: $(READY)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/offence rules fmt --check
	$(BIN)/offence rules check

coverage: $(READY)
	@$(BIN)/python -m offence_engine.workbench.coverage docs/COVERAGE.md

court-table: $(READY)
	@$(BIN)/python -m tests.decided.table

mutate: $(READY)
	@$(BIN)/offence rules mutate

gallery: $(READY)
	@rm -rf build/gallery
	@$(BIN)/offence letters examples/room.yaml -o build/gallery --kind all --format pdf --lang ko > /dev/null
	@$(BIN)/python docs/gallery/make.py build/gallery

bench: $(READY)
	@$(BIN)/python benchmarks/run.py

fuzz: $(READY)
	@HYPOTHESIS_PROFILE=fuzz $(PYTEST) tests/properties

clean:
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o \( -name __pycache__ -o -name '*.egg-info' \) -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv

# What may be missing, each in one sentence: first in Korean, then in English.
stop = { $(call tell,$(1)); exit 1; }
tell = printf '%s\n%s\n' "$($(1)_ko)" "$($(1)_en)" >&2

no_python_ko = '$(PYTHON)' 명령이 없습니다: Python 3.11 이상을 설치하거나(Debian/Ubuntu: apt install python3 python3-venv) 'make PYTHON=/경로/python3.11'처럼 위치를 알려 주십시오.
no_python_en = There is no '$(PYTHON)' command: install Python 3.11 or newer (Debian/Ubuntu: apt install python3 python3-venv) or say where it is, as in 'make PYTHON=/path/to/python3.11'.
old_python_ko = '$(PYTHON)'의 버전이 3.11보다 낮습니다: Python 3.11 이상을 설치하거나 'make PYTHON=/경로/python3.11'처럼 다른 Python을 지정하십시오.
old_python_en = '$(PYTHON)' is older than 3.11: install Python 3.11 or newer, or name another one, as in 'make PYTHON=/path/to/python3.11'.
no_venv_ko = '$(PYTHON)'에 venv 모듈이 없습니다: python3-venv 패키지를 설치하십시오(Debian/Ubuntu: apt install python3-venv).
no_venv_en = '$(PYTHON)' lacks the venv module: install the package python3-venv (Debian/Ubuntu: apt install python3-venv).
no_compiler_ko = durable-rules를 빌드할 C 컴파일러('$$cc')가 없습니다: 컴파일러를 설치하거나(Debian/Ubuntu: apt install build-essential, macOS: xcode-select --install) 컴파일러가 필요 없는 Python 3.13 이상을 쓰십시오.
no_compiler_en = There is no C compiler ('$$cc') to build durable-rules with: install one (Debian/Ubuntu: apt install build-essential, macOS: xcode-select --install) or use Python 3.13 or newer, which needs none.
no_header_ko = durable-rules를 빌드할 '$(PYTHON)'의 C 헤더(Python.h)가 없습니다: 개발용 패키지를 설치하거나(Debian/Ubuntu: apt install python3-dev) 헤더가 필요 없는 Python 3.13 이상을 쓰십시오.
no_header_en = '$(PYTHON)' has no C header (Python.h) to build durable-rules with: install its development package (Debian/Ubuntu: apt install python3-dev) or use Python 3.13 or newer, which needs none.
no_durable_ko = Python 3.13 이상에서는 durable-rules를 설치하지 않으며 기준 평가기만으로 동작합니다.
no_durable_en = On Python 3.13 and newer durable-rules is left out and the reference evaluator serves alone.
preparing_ko = 가상 환경 .venv를 준비합니다.
preparing_en = Preparing the virtual environment .venv.
not_installed_ko = 패키지를 설치하지 못했습니다: 위의 pip 오류를 보고 네트워크 연결과 pip 설정을 확인한 뒤 다시 실행하십시오.
not_installed_en = The packages could not be installed: see the error from pip above, check the network and the settings of pip, and run this again.
wrong_lock_python_ko = 잠금 파일은 Python 3.11로 만듭니다: 'make lock PYTHON=python3.11'처럼 지정하십시오.
wrong_lock_python_en = The lock file is made with Python 3.11: name it, as in 'make lock PYTHON=python3.11'.
address_in_lock_ko = requirements.lock에 주소나 pip 선택 사항이 들어가면 안 됩니다: 위의 줄을 보고 pip 설정을 확인하십시오.
address_in_lock_en = requirements.lock must hold no address and no option of pip: see the lines above and check the settings of pip.

preflight:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || $(call stop,no_python)
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || $(call stop,old_python)
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || $(call stop,no_venv)
	@if "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then \
	    cc=$$("$(PYTHON)" -c 'import os, sysconfig; print((os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0])'); \
	    include=$$("$(PYTHON)" -c 'import sysconfig; print(sysconfig.get_path("include"))'); \
	    command -v "$$cc" >/dev/null 2>&1 || $(call stop,no_compiler); \
	    test -f "$$include/Python.h" || $(call stop,no_header); \
	else \
	    $(call tell,no_durable); \
	fi

$(READY): requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory preflight
	@$(call tell,preparing)
	@"$(PYTHON)" -m venv --clear .venv
	@awk -v names="$(BUILDERS)" \
	    'BEGIN { n = split(names, list, " "); for (i = 1; i <= n; i++) wanted[list[i]] = 1 } \
	     /^[a-z0-9]/ { split($$0, part, "=="); keep = part[1] in wanted } keep' \
	    requirements.lock > .venv/builders.lock
	@{ $(PIP_INSTALL) --require-hashes -r .venv/builders.lock \
	    && $(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements.lock \
	    && $(PIP_INSTALL) --no-deps --no-build-isolation -e .; } || $(call stop,not_installed)
	@touch $@

# Run with the oldest supported Python. Keeps the versions already locked; LOCK_FLAGS=--upgrade takes the newest.
lock:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || $(call stop,wrong_lock_python)
	@set -e; work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	"$(PYTHON)" -m venv "$$work/venv"; \
	"$$work/venv/bin/python" -m pip -qq --disable-pip-version-check install pip-tools; \
	if [ -f requirements.lock ]; then cp requirements.lock "$$work/full.lock"; fi; \
	"$$work/venv/bin/pip-compile" --quiet --extra dev --generate-hashes --strip-extras --allow-unsafe --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(LOCK_FLAGS) \
	    --output-file "$$work/full.lock" pyproject.toml requirements.in; \
	grep -v -e '^#' -e '^$$' "$$work/full.lock" > "$$work/requirements.lock"; \
	if grep -nE '://|^-' "$$work/requirements.lock" >&2; then $(call stop,address_in_lock); fi; \
	cp "$$work/requirements.lock" requirements.lock
