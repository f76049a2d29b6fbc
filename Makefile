# Needs python3 >= 3.11 with venv; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CONFIG ?= experiments/default.toml
MODEL ?= models/trained
# PyTorch has an environment of its own: only the comparison with a transformer needs it.
MINILM := .venv-minilm
MINILM_READY := $(MINILM)/.ready
# Folder that reports and articles are copied from where it exists.
CORPUS ?= ../shared/corpus
LETTER ?= data/raw/specimens/northmere-ilacs-2024-03-08.pdf
# As the command does: one thread a process, so that figures depend on no number of cores.
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup demo data fetch check train evaluate compare promote default-model specimen-curve validity progress similarity promise calibration registers learning-curve errors training-cost unlabelled robustness folding experiments minilm benchmark chaos fuzz load licences pictures ui test lint format wheel lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv with everything in it

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
# Spark's package is built from source: what earlier builds of it left in uv's cache takes 1.4 GB each.
	@$(BIN)/uv cache prune --quiet || true
	@touch $@

demo: setup ## Train on the specimens, then classify a specimen letter (under 3 minutes)
	@$(BIN)/findings data build --specimens-only --output data/demo
	@$(BIN)/findings train --config $(CONFIG) --data data/demo --output models/demo
	@$(BIN)/findings classify --model models/demo $(LETTER)

data: setup ## Build the labelled corpus: specimens, and reports and articles where they are at hand
	@test ! -d $(CORPUS) || $(BIN)/findings data fetch --from $(CORPUS)
	@$(BIN)/findings data build

fetch: setup ## Download the reports that are not at hand from where they are published
	@$(BIN)/findings data fetch --download

check: setup ## Check labels, source list and documents: leaks between splits, contradictions, drift
	@$(BIN)/findings data check

train: data ## Train on the corpus, report figures on authorities left out, track the run in MLflow
	@$(BIN)/findings train --config $(CONFIG) --output $(MODEL)

evaluate: data ## Reproduce the figures of the shipped model's card
	@$(BIN)/findings train --config $(CONFIG) --output models/evaluated --quiet
	@$(BIN)/findings evaluate models/evaluated --split validation

compare: data ## Compare models on the same sentences: make compare RUNS="models/default models/trained"
	@$(BIN)/findings compare $(if $(RUNS),$(RUNS),models:/inspection-findings@champion models:/inspection-findings@challenger)

promote: setup ## Make the newest model the champion if experiments/promotion.toml lets it through (exit code 3 if not)
	@$(BIN)/findings promote

default-model: data ## Train the model that is shipped, on all labelled data
	@$(BIN)/findings train --config $(CONFIG) --all-data --output models/default

specimen-curve: data ## Measure what specimens alone are worth on real reports (experiments/specimens.md)
	@$(BIN)/python experiments/specimen_curve.py

validity: data ## Compare findings with the inspectors' own grades and lists (experiments/validity.md)
	@$(BIN)/python experiments/validity.py

progress: data ## Compare changes between visits with changes of grades (experiments/progress.md)
	@$(BIN)/python experiments/progress.py

similarity: data ## Measure which sentences are alike and what search finds (experiments/similarity.md)
	@$(BIN)/python experiments/similarity.py

promise: data ## Test by simulation what --precision promises (experiments/promise.md)
	@$(BIN)/python experiments/promise.py

calibration: data ## Compare confidence with what is right, and ways to calibrate it (experiments/calibration.md)
	@$(BIN)/python experiments/calibration.py

registers: data ## Measure each kind of inspection, and news, by itself (experiments/registers.md)
	@$(BIN)/python experiments/registers.py

learning-curve: data ## Measure what more labels would buy (experiments/learning_curve.md)
	@$(BIN)/python experiments/learning_curve.py

errors: data ## Sort what the model gets wrong (experiments/errors.md)
	@$(BIN)/python experiments/errors.py

training-cost: data ## Measure training beside a plain TF-IDF and logistic regression per label (experiments/training_cost.md)
	@$(BIN)/python experiments/training_cost.py

unlabelled: data ## Try what sentences without labels add to the first pass (experiments/unlabelled.md)
	@PYTHONPATH=experiments $(BIN)/python -m minilm.export
	@$(BIN)/python experiments/unlabelled.py

robustness: setup ## Swap what should change nothing, and negate (experiments/robustness.md)
	@$(BIN)/python experiments/robustness.py

folding: data ## Measure what folding months, spellings and compounds costs (experiments/folding.md)
	@$(BIN)/python experiments/folding.py

experiments: data ## Compare classical models, one configuration a row (experiments/study.md); ARGS="--rows svm,l1"
	@PYTHONPATH=experiments $(BIN)/python -m study $(ARGS)

pictures: setup ## Make the pictures of the documentation anew, of the pages as they are
	@PYTHONPATH=tests $(BIN)/python docs/pictures.py

minilm: data $(MINILM_READY) ## Compare with a transformer, frozen and fine-tuned (experiments/minilm.md; an hour)
	@PYTHONPATH=experiments $(BIN)/python -m minilm.export
	@PYTHONPATH=experiments $(MINILM)/bin/python -m minilm.embeddings
	@PYTHONPATH=experiments $(MINILM)/bin/python -m minilm.finetune
	@PYTHONPATH=experiments $(BIN)/python -m minilm.student
	@PYTHONPATH=experiments $(BIN)/python -m minilm.compare $(ARGS)

$(MINILM_READY): experiments/minilm/requirements.txt
	@test -x $(MINILM)/bin/python || $(PYTHON) -m venv $(MINILM)
	@$(MINILM)/bin/python -m pip install --quiet --disable-pip-version-check -r experiments/minilm/requirements.txt
	@touch $@

benchmark: data ## Measure speed and memory beside what else one would use (benchmarks/README.md); ARGS="--only stages"
	@PYTHONPATH=experiments $(BIN)/python -m benchmarks $(ARGS)

fuzz: setup ## Fuzz all that reads documents, models, labels and databases (20 minutes each); ARGS="--seconds 60 --only pdf,html"
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(ARGS); ended=$$?; $(BIN)/python docs/trust.py && exit $$ended

chaos: setup ## Kill commands at random moments and see that nothing is lost; ARGS="--kills 20 --only promote"
	@PYTHONPATH=tests $(BIN)/python -m chaos $(ARGS); ended=$$?; $(BIN)/python docs/trust.py && exit $$ended

load: setup ## Fifty people at once in the local app (3 minutes); ARGS="--users 5 --seconds 10"
	@PYTHONPATH=tests $(BIN)/python -m load $(ARGS); ended=$$?; $(BIN)/python docs/trust.py && exit $$ended

licences: setup ## List the licences of all locked packages (docs/licences.md)
	@$(BIN)/python docs/licences.py

ui: setup ## Look at the tracked runs in a browser
	@$(BIN)/mlflow ui --backend-store-uri $${MLFLOW_TRACKING_URI:-sqlite:///experiments/mlflow.db}

test: lint ## Linter, type checker, import contract and tests
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: setup ## Format the code
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

wheel: setup ## Build the wheel into dist/
	@$(BIN)/hatchling build -t wheel

lock: setup ## Resolve the dependencies anew
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

clean: ## Remove what was made, the environment included
	rm -rf $(VENV) $(MINILM) dist models/demo models/trained models/evaluated data/dataset data/demo data/.predictions data/.minilm
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
