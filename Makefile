# `make` alone lists the targets.

DIGITS := Tests/Fixtures/Digits
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# Whether OpenBLAS's header is there and, on Linux, the library by its name.
have_openblas = printf '\#include "shim.h"\nint main(void) { return 0; }' \
  | clang -x c -I Sources/COpenBLAS - -o /dev/null \
  $$([ "$$(uname)" != Linux ] || echo -l:libopenblas.so.0) 2>/dev/null
# Build flags for what this machine has.
traits = $$($(have_openblas) && echo --traits OpenBLAS)
# A build folder of its own, so that neither build undoes the other.
without_openblas = --scratch-path .build-without-openblas
# Where `make install` puts the command and the library for C, and whether with
# OpenBLAS (1).
PREFIX := /usr/local
OPENBLAS := 0
# Where `make docs` builds, and where it leaves the manual.
manual := .build-docs
manual_site = $(manual)/plugins/Swift-DocC/outputs/Logits.doccarchive
# The number of random cases of `make soak`.
CASES := 10000000
# The length of `make fuzz`.
SECONDS := 60

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install OpenBLAS if it is missing (apt-get or brew).
	@if ! $(have_openblas); then \
	  echo "Installing OpenBLAS."; \
	  if command -v apt-get >/dev/null; then \
	    { $(SUDO) apt-get update && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y libopenblas-dev; } >/dev/null; \
	  elif command -v brew >/dev/null; then brew install --quiet openblas; fi; \
	  $(have_openblas) || echo "OpenBLAS could not be installed: building without it."; \
	fi

run: setup ## Evaluate the logits that the project ships.
	@swift build -c release --product logits $(traits)
	@.build/release/logits evaluate $(DIGITS)/logits.npy $(DIGITS)/labels.npy

train: setup ## Train two models on the digits shipped here (SEED=2 for another network).
	@swift build -c release --product logits $(traits)
	@swift build -c release --product TrainDigits $(traits)
	@mkdir -p .build/train
	@.build/release/TrainDigits $(DIGITS) .build/train $(SEED)

test: setup ## Run all tests, and without OpenBLAS those of what it changes.
	@$(MAKE) --no-print-directory -j2 test-with-openblas test-without-openblas

# Side by side: while one builds on one core, the other has a core to test on.
test-with-openblas:
	@if $(have_openblas); then swift test --quiet --disable-testable-imports --traits OpenBLAS; fi

test-without-openblas:
	@$$($(have_openblas) && echo env LOGITS_TESTS=TraitTests) \
	  swift test --quiet --disable-testable-imports $(without_openblas)

bench: setup ## Compare naive, Swift and OpenBLAS; ends in tables (BENCH_ROUNDS=1 for a third of the time).
	@cd Benchmarks && ./run $(traits)

subnormals: setup ## Compare the speed of subnormal and ordinary numbers.
	@cd Benchmarks && swift run --quiet -c release $(traits) Subnormals

peers: setup ## Compare the speed with NumPy, PyTorch, ONNX Runtime and JAX.
	@Benchmarks/Peers/run

accuracy: ## Update the manual's page of errors beside PyTorch's (SWEEP=file of a sweep).
	@PEERS_OPENBLAS_LIBRARY=none PEERS_WHEEL=none Benchmarks/Peers/run --parts accuracy $(if $(SWEEP),--sweep $(SWEEP))

check: setup ## Lint, all tests without OpenBLAS and in release, clients, symbols.
	@swift format lint --strict --recursive Sources Examples Tests Benchmarks Package.swift
	@swift test --quiet $(without_openblas)
	@swift build --build-tests -c release $(traits)
	@swift test --quiet --skip-build -c release $(traits)
	@$(MAKE) --no-print-directory symbols client

client: ## Build client programs in Swift and C, and those of the manual.
	@Tests/Client/run
	@Tests/CClient/run
	@Tests/manual

symbols: ## Check that code for newer processors stays in its modules.
	@swift build -c release $(traits)
	@Tests/symbols

install: ## Install the command, and the library for C, under PREFIX (Linux).
	@OPENBLAS=$(OPENBLAS) Packaging/install $(abspath $(PREFIX))

wheel: ## Build the Python package as a wheel (Linux).
	@Packaging/Python/wheel .build-python/wheel

sdist: ## Pack the Python package's sources.
	@Packaging/Python/sdist .build-python/sdist

install-python: wheel ## Install the Python package in the current environment.
	@python3 -m pip install --force-reinstall --no-deps .build-python/wheel/*.whl

test-python: wheel ## Test the wheel in an environment of its own (CORE=1 without PyTorch and JAX).
	@Packaging/Python/tests/run $(if $(CORE),--core) .build-python/wheel

train-python: wheel ## Train two models in Python with PyTorch's loss and ours: curves, times, memory.
	@Packaging/Python/training/run .build-python/wheel

sweep: ## Test exp and log at all Floats and 10^8 Doubles (some minutes).
	@swift build --build-tests -c release $(traits)
	@LOGITS_SWEEP=full swift test --quiet --skip-build -c release $(traits) --filter AccuracyTests

emulate: ## Run the tests on emulated older processors (needs qemu-user).
	@swift build --build-tests $(traits)
	@swift build --build-tests $(without_openblas)
	@Tests/emulate .build/debug .build-without-openblas/debug

arm: ## Compare the kernels' bits on arm64 and x86-64 (needs qemu-user, a cross gcc).
	@Tests/arm

blas: ## Test with Debian's builds of OpenBLAS (needs apt-get), 20 minutes.
	@swift build --build-tests --traits OpenBLAS
	@Tests/blas .build/debug

soak: ## All tests in their long form (CASES=100000 for fewer random ones).
	@swift build --build-tests -c release $(traits)
	@LOGITS_SOAK=$(CASES) swift test --skip-build -c release $(traits) --no-parallel

asan: ## Run the tests with AddressSanitizer.
	@Tests/sanitize address $(traits)

sanitize: asan ## The same, then ThreadSanitizer, and valgrind.
	@Tests/sanitize thread $(traits)
	@swift build -c release --product logits $(traits)
	@Tests/memcheck

fuzz: ## Fuzz the file readers with libFuzzer (SECONDS=600 for longer).
	@Tests/Fuzzer/run $(SECONDS)

format: ## Format all sources.
	@swift format --in-place --recursive Sources Examples Tests Benchmarks Package.swift

docs: ## Build the manual, and say how to look at it.
	@LOGITS_DOCS=1 swift package $(traits) --scratch-path $(manual) generate-documentation --target Logits --warnings-as-errors
	@printf '<meta http-equiv="refresh" content="0; url=documentation/logits/">\n' > $(manual_site)/index.html
	@echo
	@echo "To look at the manual, run this and open http://localhost:8000/ in a browser:"
	@echo "  python3 -m http.server --bind 127.0.0.1 --directory $(manual_site)"

clean: ## Remove all that was built.
	@rm -rf .build .build-* Benchmarks/.build Benchmarks/.build-*

.PHONY: help setup run train test test-with-openblas test-without-openblas bench subnormals peers accuracy check client symbols install wheel sdist install-python test-python train-python sweep emulate arm blas soak asan sanitize fuzz format docs clean
.DEFAULT_GOAL := help
