#!/bin/sh
# Compiles targets below the executable as Embedded Swift for WebAssembly, links tables, costs and runs
# without a single import, and runs them in node: totals and results must be those of the native program,
# which the first argument names.
set -eu
cd "$(dirname "$0")/.."

program=${1:-.build/release/mobilenet}
networks="mobilenet-v1 mobilenet-v2 mobilenet-v3-large mobilenet-v3-small ssd-vgg16"
# Those that run on seeded weights, and the resolution: a plain one, one with squeezes and
# hard-swish, and one with lists of boxes.
runs="mobilenet-v2 mobilenet-v3-small ssdlite-mobilenet-v2"
resolution=96

script=check-embedded
build=.build-embedded
# Without optimization it takes seconds where -O takes minutes, and refuses the same.
optimize=${OPTIMIZE:--Onone}
. Scripts/embedded-swift.sh
require_tools check-embedded "$program"

compile_targets
compile_whole Check Explorer/Check/*.swift
link_module Check "$build/check.wasm" totals run text name

for network in $networks; do
  node Explorer/Check/run.mjs "$build/check.wasm" "$network" >"$build/here"
  "$program" cost "$network" --format json |
    node Explorer/Check/native.mjs >"$build/native"
  if ! cmp -s "$build/here" "$build/native"; then
    echo "check-embedded: $network has $(cat "$build/here") here and $(cat "$build/native") natively" >&2
    exit 1
  fi
  echo "check-embedded: $network has $(cat "$build/here"), as natively"
done

for network in $runs; do
  node Explorer/Check/run.mjs "$build/check.wasm" "$network" "$resolution" >"$build/here"
  "$program" run "$network" --resolution "$resolution" --format json >"$build/native"
  if ! agreement=$(node Explorer/Check/compare.mjs "$build/here" "$build/native"); then
    echo "check-embedded: $network runs differently here" >&2
    exit 1
  fi
  echo "check-embedded: $network runs as natively, $agreement"
done
