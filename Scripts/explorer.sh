#!/bin/sh
# Builds the explorer, one HTML page that works without a server or a network: the targets as WebAssembly,
# with the page around them. It goes to Explorer/mobilenet.html.
# With --if-possible a machine that lacks the tools is told so, and gets no page.
set -eu
cd "$(dirname "$0")/.."

script=explorer
# Shared with check-embedded.sh, which compiles the same modules.
build=.build-embedded
optimize=-O
page=Explorer/mobilenet.html
# The sources of libyaml come with a package.
[ -e .build/checkouts/Yams ] || swift package resolve
. Scripts/embedded-swift.sh

has_tools() {
  require_tools explorer
  if ! command -v wasm-opt >/dev/null || ! command -v node >/dev/null; then
    echo "explorer: binaryen and nodejs are missing; run Scripts/setup.sh --checks" >&2
    exit 1
  fi
}

if [ "${1-}" = --if-possible ] && ! (has_tools) 2>/dev/null; then
  # What was built elsewhere, or before, would not be what the sources say.
  rm -f "$page"
  echo "explorer: no page, for its tools are not installed; 'make explorer' installs them" >&2
  exit 0
fi
has_tools

compile_targets
# How files are recognized is not a target of its own: these are in Models, which needs more than a page has.
compile_whole Core Explorer/Core/*.swift Sources/Models/ONNX/TableComparison*.swift \
  Sources/Models/Weights/TensorMatch.swift Sources/Models/Weights/CheckpointReading.swift \
  Sources/Models/Weights/OwnHead.swift Sources/Models/Weights/CheckpointCandidate.swift \
  Sources/Models/Weights/CheckpointIdentity.swift Sources/Models/Multipliers.swift
if [ -z "$(find "$build/Core.o" Explorer Scripts/explorer.sh -type f -newer "$page" ! -path "$page" 2>&1)" ]; then
  echo "explorer: $page is up to date"
  exit 0
fi
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
# So that the next build makes the real one.
[ -z "${DRAFT-}" ] || touch -t 200001010000 "$page"
