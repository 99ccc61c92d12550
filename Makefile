# The front door. `make` alone lists what can be asked for.

DIGITS := Tests/Fixtures/Digits
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# Whether a program that calls OpenBLAS compiles and links.
have_openblas = printf '\#include <cblas.h>\nint main(void) { return cblas_sasum(0, 0, 1) != 0; }' \
  | clang -x c - -o /dev/null $$(pkg-config --cflags --libs openblas 2>/dev/null || echo -lopenblas) 2>/dev/null
# Flags for a build with what this machine has.
traits = $$($(have_openblas) || echo --disable-default-traits)
# A build folder of its own, so that neither build undoes the other.
without_openblas = --disable-default-traits --scratch-path .build-without-openblas
# Where `make install` puts the library for C, and whether with OpenBLAS (1).
PREFIX := /usr/local
OPENBLAS := 0
# How many random cases `make soak` tries.
CASES := 10000000
# How long `make fuzz` takes.
SECONDS := 60

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install OpenBLAS where it is missing (apt-get or brew).
	@if ! $(have_openblas); then \
	  echo "Installing OpenBLAS."; \
	  if command -v apt-get >/dev/null; then \
	    { $(SUDO) apt-get update && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y libopenblas-dev pkg-config; } >/dev/null; \
	  elif command -v brew >/dev/null; then brew install --quiet openblas pkgconf; fi; \
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

test: setup inlined ## Run all tests, with OpenBLAS and without.
	@if $(have_openblas); then swift build --build-tests && swift test --quiet --skip-build; fi
	@swift build --build-tests $(without_openblas)
	@swift test --quiet --skip-build $(without_openblas)

bench: setup ## Compare naive, Swift and OpenBLAS; ends in a table.
	@cd Benchmarks && ./run

subnormals: setup ## Time subnormal numbers beside ordinary ones.
	@cd Benchmarks && swift run --quiet -c release $(traits) Subnormals

peers: setup ## Measure beside NumPy, PyTorch, ONNX Runtime and JAX.
	@Benchmarks/Peers/run

accuracy: ## Put errors beside PyTorch's into the manual (SWEEP=file of a sweep).
	@PEERS_OPENBLAS_LIBRARY=none Benchmarks/Peers/run --parts accuracy $(if $(SWEEP),--sweep $(SWEEP))

check: setup ## Lint, build both ways, release tests, clients, symbols.
	@swift format lint --strict --recursive Sources Examples Tests Benchmarks Package.swift
	@swift build $(traits)
	@swift build $(without_openblas)
	@swift build --build-tests -c release $(traits)
	@swift test --quiet --skip-build -c release $(traits)
	@$(MAKE) --no-print-directory symbols client

client: inlined ## Build a package, a C and a Python program that use this one.
	@Tests/Client/run
	@Tests/CClient/run

symbols: ## Check that code for newer processors stays in its modules.
	@swift build -c release $(traits)
	@Tests/symbols

install: inlined ## Install the library for C and its header under PREFIX (Linux).
	@OPENBLAS=$(OPENBLAS) Packaging/install $(abspath $(PREFIX))

sweep: inlined ## exp and log at all Floats and 10^8 Doubles, some minutes.
	@swift build --build-tests -c release $(traits)
	@LOGITS_SWEEP=full swift test --quiet --skip-build -c release $(traits) --filter AccuracyTests

emulate: inlined ## Run the tests as older processors would (needs qemu-user).
	@swift build --build-tests $(traits)
	@swift build --build-tests $(without_openblas)
	@Tests/emulate .build/debug .build-without-openblas/debug

arm: ## Compare the passes on arm64 with x86-64's (needs qemu-user, a cross gcc).
	@Tests/arm

blas: inlined ## Test with Debian's builds of OpenBLAS (needs apt-get), 20 minutes.
	@swift build --build-tests
	@Tests/blas .build/debug

soak: inlined ## All tests in their long form (CASES=100000 for fewer random ones).
	@swift build --build-tests -c release $(traits)
	@LOGITS_SOAK=$(CASES) swift test --skip-build -c release $(traits) --no-parallel

asan: inlined ## Run the tests with AddressSanitizer.
	@Tests/sanitize address $(traits)

sanitize: asan ## The same, then ThreadSanitizer, and valgrind.
	@Tests/sanitize thread $(traits)
	@swift build -c release --product logits $(traits)
	@Tests/memcheck

fuzz: ## Let libFuzzer look at the readers of files (SECONDS=600 for longer).
	@Tests/Fuzzer/run $(SECONDS)

format: ## Format all sources.
	@swift format --in-place --recursive Sources Examples Tests Benchmarks Package.swift

docs: ## Build the manual.
	@LOGITS_DOCS=1 swift package $(traits) --scratch-path .build-docs generate-documentation --target Logits --warnings-as-errors

clean: ## Remove all that was built.
	@rm -rf .build .build-* Benchmarks/.build Benchmarks/.build-*

# The passes are inlined into what imports them, which SwiftPM does not rebuild
# when only a function's body has changed.
inlined: Sources/VectorPassesPortable/EntryPoints.swift
Sources/VectorPassesPortable/EntryPoints.swift: $(wildcard Sources/VectorPasses/*.swift Sources/CVectors/include/*.h)
	@touch $$(grep -rl --include='*.swift' '^import VectorPasses$$' Sources Tests)

.PHONY: help setup run train test bench subnormals peers accuracy check client symbols install sweep emulate arm blas soak asan sanitize fuzz format docs clean inlined
.DEFAULT_GOAL := help
