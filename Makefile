# A build fails on an import of a target that Package.swift does not declare as a dependency.
# Warnings are errors through each target's Swift settings in Package.swift, so that the packages
# this one depends on are not affected.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
MOBILENET := .build/release/mobilenet
PEERS := .venv-peers
# On Linux the Swift runtime goes into the executable: it starts in half the time, takes 6 MiB less
# memory, and runs where Swift is not installed.
STATIC := $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)

# Without the names of its functions it is half as large.
STRIP := -Xlinker $(if $(filter Darwin,$(shell uname)),-x,-s)
PREFIX := /usr/local

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup build page install docs tour test lint reports check-reports check-names check-instructions \
  architecture fuzz fuzz-files fuzz-bytes check-architecture check-examples check-install check-old-cpu \
  check-embedded explorer check-explorer check-browsers sanitize-address sanitize-thread check-onnx check-caffe \
  check-keras check-paddle check-slim check-torch bench-peers bench-integers \
  check-quantized bench-explorer bench-precisions clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' Makefile

setup: ## Install missing system libraries; fetch the released weights and the photographs
	@Scripts/setup.sh

build: page ## Build the release executable, with the explorer if its tools are installed
	swift build -c release --product mobilenet $(STATIC) $(STRIP) $(SWIFT_FLAGS)

install: build ## Install the executable and its completions for bash, zsh and fish below PREFIX
	@Scripts/install.sh $(MOBILENET) "$(DESTDIR)$(PREFIX)"

docs: ## Make the documentation of the libraries, in .build/docs
	swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >.build/symbol-graphs.log
	@Scripts/docs.sh "$$(dirname "$$(swift build --show-bin-path)")/symbolgraph"

tour: setup build ## Set up, build, and take the tour; figures go to Tour/
	$(MOBILENET) tour --data Data --output Tour

test: export MOBILENET_DATA_DIR := $(CURDIR)/Data
# Not all targets: that would build a compiler of a dependency, in C++, which nothing here uses.
test: setup ## Set up and run every test
	swift build --product mobilenet-explorerPackageTests $(SWIFT_FLAGS)
	swift test --skip-build $(SWIFT_FLAGS)

lint: ## Check the format and style of the Swift sources
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Examples

reports: build ## Rewrite the committed Reports/
	$(MOBILENET) reports --output Reports

check-reports: build ## Check that the committed Reports/ are what this source writes
	@Scripts/check-reports.sh

check-examples: ## Build and run the programs of Examples/, which use the libraries
	@Scripts/check-examples.sh

check-install: build ## Check an installation in a temporary folder
	@Scripts/check-install.sh

architecture: ## Draw the targets of Package.swift anew, in ARCHITECTURE.md
	@Scripts/draw-architecture.py

check-architecture: ## Check that the picture in ARCHITECTURE.md is that of Package.swift
	@Scripts/draw-architecture.py --check

check-names: ## Check that only the command-line target names a particular model
	@Scripts/check-names.sh

check-instructions: build ## Check that only kernels chosen at run time use newer instructions
	@Scripts/check-instructions.sh

check-embedded: build ## Compile what a browser runs as Embedded Swift, and compare totals and runs in node
	@Scripts/check-embedded.sh $(MOBILENET)

explorer: ## Build the explorer, a page that works anywhere, and the executable with it
	@Scripts/setup.sh --checks
	@Scripts/explorer.sh
	@$(MAKE) build

page:
	@Scripts/explorer.sh --if-possible

check-explorer: explorer .venv-explorer/installed ## Use the explorer in Chromium, and compare its numbers
	swift build -c release --product fuzz $(STATIC) $(SWIFT_FLAGS)
	.venv-explorer/bin/python Scripts/check-explorer.py $(MOBILENET)

.venv-explorer/installed: Scripts/explorer-requirements.txt
	python3 -m venv --clear .venv-explorer
	.venv-explorer/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check-browsers: .venv-browsers/installed ## Use the explorer a little in Firefox and WebKit, from Debian's packages
	@Scripts/setup.sh --browsers
	xvfb-run -a .venv-browsers/bin/python Scripts/check-browsers.py

.venv-browsers/installed: Scripts/browsers-requirements.txt
	python3 -m venv --clear .venv-browsers
	.venv-browsers/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check-old-cpu: build ## Run on emulated processors: an old one, and one with AVX2
	@Scripts/check-old-cpu.sh

# Swift keeps tags in unused bits of pointers, which the search for leaks takes for other addresses.
sanitize-address: export ASAN_OPTIONS := detect_leaks=0
sanitize-address: export TEST_TARGETS := KernelsTests KernelInterfaceTests WeightFilesTests InferenceTests
sanitize-address: ## Test kernels, weight files and inference under AddressSanitizer
	swift test $(SWIFT_FLAGS) --sanitize=address --scratch-path .build-address \
	  --filter '^(Kernels|KernelInterface|WeightFiles|Inference)Tests[.]'

# Only inference has threads; its slow tests that use the interpreter alone have none either.
sanitize-thread: export TEST_TARGETS := InferenceTests
sanitize-thread: ## Test inference under ThreadSanitizer
	swift test $(SWIFT_FLAGS) --sanitize=thread --scratch-path .build-thread \
	  --filter '^InferenceTests[.]' --skip 'Parity|Folding|Verification|PlanNetwork|PlanMemory|Agreement'

bench-peers: build $(PEERS)/installed .venv-litert/installed ## Compare the speed with other engines (Reports/Measured)
	$(PEERS)/bin/python Scripts/bench-peers.py

bench-integers: build $(PEERS)/installed ## Compare the speed of networks in integers with other engines
	$(PEERS)/bin/python Scripts/bench-integers.py

check-quantized: build $(PEERS)/installed ## Compare the answers of networks in integers with other engines
	$(PEERS)/bin/python Scripts/bench-integers.py --only-answers

$(PEERS)/installed: Scripts/peers-requirements.txt
	python3 -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

bench-precisions: build ## Time layers in int8 and bf16 beside fp32 (Reports/Measured)
	Scripts/bench-precisions.py

.venv-litert/installed: Scripts/litert-requirements.txt
	python3 -m venv --clear .venv-litert
	.venv-litert/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

bench-explorer: build ## Time the cost explorer's commands (Reports/Measured)
	Scripts/bench-explorer.py

check-onnx: build .venv-onnx/installed .venv-opencv4/installed ## Check exported ONNX models with ONNX Runtime, OpenVINO and OpenCV
	.venv-onnx/bin/python Scripts/check-onnx.py

.venv-opencv4/installed: Scripts/opencv4-requirements.txt
	python3 -m venv --clear .venv-opencv4
	.venv-opencv4/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.venv-onnx/installed: Scripts/onnx-requirements.txt
	python3 -m venv --clear .venv-onnx
	.venv-onnx/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check-caffe: build .venv-caffe/installed ## Check Caffe models of MobileNet-SSD with OpenCV
	.venv-caffe/bin/python Scripts/check-caffe.py

.venv-caffe/installed: Scripts/caffe-requirements.txt
	python3 -m venv --clear .venv-caffe
	.venv-caffe/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check-keras: build .venv-keras/installed ## Check files that Keras saves, and Keras's answers
	.venv-keras/bin/python Scripts/check-keras.py

check-slim: build .venv-keras/installed ## Check frozen graphs of TF-slim's networks with TensorFlow
	.venv-keras/bin/python Scripts/check-slim.py

.venv-keras/installed: Scripts/keras-requirements.txt
	python3 -m venv --clear .venv-keras
	.venv-keras/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check-paddle: build .venv-paddle/installed ## Check weight files that Paddle saves, and Paddle's answers
	.venv-paddle/bin/python Scripts/check-paddle.py

.venv-paddle/installed: Scripts/paddle-requirements.txt
	python3 -m venv --clear .venv-paddle
	.venv-paddle/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

check-torch: build .venv-torch/installed ## Check weight files that PyTorch and safetensors write
	.venv-torch/bin/python Scripts/check-torch.py

# About 5 GB.
.venv-torch/installed: Scripts/torch-requirements.txt
	python3 -m venv --clear .venv-torch
	.venv-torch/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

FUZZ := .build/release/fuzz
MUTANTS := 2000

# Two processes, for two cores.
fuzz: ## Read tables that are wrong at random, MUTANTS of each file
	swift build -c release --product fuzz $(STATIC) $(SWIFT_FLAGS)
	$(FUZZ) tables --mutants $(MUTANTS) --share 0/2 & other=$$!; \
	  $(FUZZ) tables --mutants $(MUTANTS) --share 1/2 && wait $$other

# For every file a process of its own, so that memory is that of one format.
fuzz-files: ## Read checkpoints, models and pictures that are wrong at random, MUTANTS of each file
	swift build -c release --product fuzz $(STATIC) $(SWIFT_FLAGS)
	for file in Tests/Fuzzing/Corpus/*/*; do $(FUZZ) files --mutants $(MUTANTS) $$file || exit 1; done

FUZZ_SECONDS := 60
FUZZ_BYTES := .build-fuzzer/release/fuzz-bytes

fuzz-bytes: build ## Read checkpoints, pictures, tables and options that are wrong, FUZZ_SECONDS each
	FUZZER=1 swift build -c release --sanitize=fuzzer --scratch-path .build-fuzzer --product fuzz-bytes
	swift build -c release --product fuzz $(STATIC) $(SWIFT_FLAGS)
	@Scripts/fuzz-bytes.sh $(FUZZ_BYTES) $(FUZZ_SECONDS)
	$(FUZZ) options --program $(MOBILENET) --seconds $(FUZZ_SECONDS)

clean: ## Remove what was built and the tour; fetched data stays
	rm -rf .build Examples/.build .build-address .build-thread .build-fuzzer .build-embedded \
	  Explorer/mobilenet.html Tour
