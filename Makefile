# 激励(jili). `make help` 列出全部目标。
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
CADRES ?= 50000
DEMO ?= demo
AS_OF ?= 2025-12-31
SERVE ?= 1
AT_HOME = env -u DATABASE_URL -u DATABASE_OWNER_URL JILI_HOME=$(DEMO)/home
ON_DATABASE = $(wildcard tests/records tests/access tests/decisions tests/exchange tests/web tests/api tests/operations)
BESIDE = -q -n 2 --dist loadscope --no-loadscope-reorder --durations=40
COVER = --cov --cov-report=term-missing:skip-covered --cov-fail-under=100
APART = not spark and not spark_all and not office and not browser and not evidence
export JILI_CACHE ?= $(CURDIR)/build/cache

.DEFAULT_GOAL := help
.PHONY: help system setup assets demo serve bundle check lint test test-engine test-quick test-access test-postgres test-spark mutation bench bench-web evidence pictures lock docs clean

help: ## 列出全部目标
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock

$(VENV)/.product: requirements/product.lock pyproject.toml | $(UV)
	$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements/product.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q jili
	@touch $@

$(VENV)/.all: requirements/all.lock $(VENV)/.product
	$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements/all.lock
	@touch $@

node_modules/.all: package.json package-lock.json
	npm ci --ignore-scripts --silent
	@touch $@

# The sprite holds the icons that pages name, so it is made again each time; that takes a moment.
assets: node_modules/.all ## 页面用的样式、脚本和图标(npm),抄到 jili/web/static/vendor
	$(PYTHON) -m tools.assets

setup: $(VENV)/.product assets ## 建虚拟环境,装好 .venv/bin/jili

demo: setup ## 造一座五万干部的示例城市,得出全部结论,装进数据库,启动网站(SERVE=0 不启动)
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/jili make-city --cadres $(CADRES) --seed 1 --out $(DEMO)/city
	$(BIN)/jili evaluate $(DEMO)/city --as-of $(AS_OF) --out $(DEMO)/decisions --workbook
	@echo "结论在 $(DEMO)/decisions/(decisions.xlsx 可用 WPS 打开)"
	$(AT_HOME) $(BIN)/jili migrate
	$(AT_HOME) $(BIN)/python -m jili.site.demo $(DEMO)/city $(AS_OF)
	$(if $(filter 0,$(SERVE)),,$(AT_HOME) $(BIN)/jili serve)

serve: setup ## 启动网站和后台工作(先更新表结构);设置用环境变量
	$(BIN)/jili serve

bundle: $(VENV)/.product assets ## 离线安装包:轮子、页面文件、字体,在 build/bundle
	$(BIN)/python -m tools.bundle build/bundle

lint: $(VENV)/.all ## 风格、类型、层次
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test-engine: $(VENV)/.all ## 引擎的测试,每一行都要走到
	$(BIN)/python -m pytest -q -n 2 tests/engine -m "$(APART)" $(COVER)

test-quick: $(VENV)/.all assets ## 不用 Java、LibreOffice、浏览器的其余测试;页面和接口在 PostgreSQL 上测
	$(BIN)/python -m pytest $(BESIDE) -m "$(APART)" --ignore=tests/engine --ignore=tests/web --ignore=tests/api

check: lint ## 提交前:风格、类型、层次和最快的测试(一分钟内)
	$(BIN)/python -m pytest -q -x -m "$(APART)" tests/engine tests/policy/test_given_cases.py tests/policy/test_text.py

system: ## 装测试要用的系统软件(缺时以 root 用 apt 装)
	@tools/system.sh

test-access: $(VENV)/.all system ## 谁能看什么的全部测试,在 PostgreSQL 上不抽样
	@tools/postgres.sh start forgetful
	eval "$$(tools/postgres.sh urls)" && JILI_WHOLE=1 $(BIN)/python -m pytest $(BESIDE) tests/access; \
	status=$$?; tools/postgres.sh stop; exit $$status

test-postgres: $(VENV)/.all system ## 用数据库的测试,在 PostgreSQL 上以应用角色再跑一遍
	@tools/postgres.sh start forgetful
	eval "$$(tools/postgres.sh urls)" && $(BIN)/python -m pytest $(BESIDE) -m "$(APART)" $(ON_DATABASE); \
	status=$$?; tools/postgres.sh stop; exit $$status

test: $(VENV)/.all system assets lint test-engine test-quick test-postgres ## 全部测试
	$(BIN)/python -m pytest -q -m "spark and not spark_all" tests/engine
	$(BIN)/python -m pytest $(BESIDE) -m "office or browser or evidence"

test-spark: $(VENV)/.all system ## 全部案例在 Spark 上
	$(BIN)/python -m pytest -q -m "spark or spark_all"

mutation: $(VENV)/.all ## 改动规则本身,看测试能否发现
	$(BIN)/python -m tests.mutation

bench: $(VENV)/.product ## 性能与同类比较,写入 docs/reference/benchmarks.md
	$(BIN)/python -m bench

bench-web: $(VENV)/.product assets ## 示例网站各页的用时、大小和查询数(先 make demo SERVE=0)
	$(AT_HOME) $(BIN)/python -m bench.web

evidence: $(VENV)/.all system assets ## 断电、强杀、并发等试验,写入 docs/reference/evidence.md
	$(BIN)/python -m evidence

docs: $(VENV)/.product ## 由代码生成参考文档
	$(BIN)/python -m tools.reference

pictures: $(VENV)/.all system assets ## 由浏览器测试拍下的页面,抄到 docs/pictures
	$(BIN)/python -m pytest -q tests/e2e/test_guide_pictures.py -m browser
	cp build/pictures/page-*.png docs/pictures/

lock: | $(UV) ## 重新锁定依赖(带哈希,不含主机名)
	$(UV) pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements/product.lock
	$(UV) pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate --extra dev --extra spark pyproject.toml -o requirements/all.lock
	printf "uv==0.13.9\nsetuptools==84.2.1\n" | $(UV) pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate - -o requirements/uv.lock

clean: ## 删掉示例和缓存
	rm -rf $(DEMO) build .coverage .mypy_cache .ruff_cache .pytest_cache
