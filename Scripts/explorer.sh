#!/bin/sh
# Builds the explorer, one HTML page that works without a server or a network: the targets as WebAssembly,
# with the page around them. It goes to Explorer/mobilenet.html.
set -eu
cd "$(dirname "$0")/.."

script=explorer
# Shared with check-embedded.sh, which compiles the same modules.
build=.build-embedded
optimize=-Osize
page=Explorer/mobilenet.html
. Scripts/embedded-swift.sh
require_tools explorer
if ! command -v wasm-opt >/dev/null || ! command -v node >/dev/null; then
  echo "explorer: binaryen and nodejs are missing; run Scripts/setup.sh --checks" >&2
  exit 1
fi

compile_targets
# How files are recognized is not a target of its own: these are in Models, which needs more than a page has.
compile_whole Core Explorer/Core/*.swift Sources/Models/ONNX/TableComparison*.swift \
  Sources/Models/Weights/TensorMatch.swift Sources/Models/Weights/CheckpointReading.swift \
  Sources/Models/Weights/OwnHead.swift Sources/Models/Weights/CheckpointCandidate.swift \
  Sources/Models/Weights/CheckpointIdentity.swift Sources/Models/Multipliers.swift
# What Swift exposes, the linker exports by itself.
link_module Core "$build/linked.wasm"
if [ -n "${DRAFT-}" ]; then
  # In no time, and twice as large.
  cp "$build/linked.wasm" "$build/core.wasm"
else
  wasm-opt -O2 --strip-debug --strip-producers --enable-simd --enable-bulk-memory --enable-sign-ext \
    --enable-mutable-globals --enable-nontrapping-float-to-int \
    "$build/linked.wasm" -o "$build/core.wasm"
fi
node Explorer/bundle.mjs "$build/core.wasm" "$page"
echo "explorer: $page, $(($(wc -c <"$page") / 1024)) KB"
