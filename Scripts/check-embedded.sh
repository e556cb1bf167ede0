#!/bin/sh
# Compiles targets below the executable as Embedded Swift for WebAssembly, links tables, costs and runs
# without a single import, and runs them in node: totals and results must be those of the native program,
# which the first argument names.
set -eu
cd "$(dirname "$0")/.."

program=${1:-.build/release/mobilenet}
# In the order of their imports: a target that imports another one than those before it fails.
targets="Architecture TableReading NetworkGraph CostAnalysis Kernels KernelInterface KernelsBaseline
  Images Drawing Detection Figures WeightFiles ONNXImport Inference Reporting"
absent="CaffeSchema|SwiftProtobuf"
networks="mobilenet-v1 mobilenet-v2 mobilenet-v3-large mobilenet-v3-small ssd-vgg16"
# Those that run on seeded weights, and the resolution: a plain one, one with squeezes and
# hard-swish, and one with lists of boxes.
runs="mobilenet-v2 mobilenet-v3-small ssdlite-mobilenet-v2"
resolution=96

build=.build-embedded
headers=/usr/include/wasm32-wasi
yaml=.build/checkouts/Yams/Sources/CYaml
swift=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
unicode=$swift/lib/swift/embedded/wasm32-unknown-none-wasm/libswiftUnicodeDataTables.a
builtins=$(find /usr/lib/llvm-*/lib/clang -name libclang_rt.builtins-wasm32.a 2>/dev/null | head -n 1)

for file in "$headers/stdlib.h" "$unicode" "${builtins:-libclang-rt-dev-wasm32}" "$yaml/src/api.c" "$program"; do
  if [ ! -e "$file" ]; then
    echo "check-embedded: $file is missing; run Scripts/setup.sh --checks and make build" >&2
    exit 1
  fi
done
rm -rf "$build"
mkdir -p "$build/tables"

# compile MODULE FLAG-OR-FILE...
compile() {
  module=$1
  shift
  # Without optimization it takes seconds where -Osize takes minutes, and refuses the same.
  swiftc -swift-version 6 -enable-experimental-feature Embedded \
    -enable-experimental-feature Extern -target wasm32-unknown-none-wasm -wmo "${OPTIMIZE:--Onone}" \
    -parse-as-library -package-name mobilenet_explorer -module-name "$module" \
    -emit-module -emit-module-path "$build/$module.swiftmodule" -I "$build" \
    -I Explorer/WASILibc -I Explorer/CSIMD -I Sources/CLibYAML -Xcc -I -Xcc "$yaml/include" \
    -Xcc -D__wasi__ -Xcc -isystem -Xcc "$headers" -Xcc -msimd128 "$@" -c -o "$build/$module.o"
}

# compile_c FILE FLAG...
compile_c() {
  file=$1
  shift
  clang --target=wasm32-wasi -isystem "$headers" -O2 -DNDEBUG -I "$yaml/include" "$@" \
    -c "$file" -o "$build/$(basename "$file" .c).c.o"
}

# The tables import nothing, so they compile beside the targets.
(cd Tables && find . \( -name '*.yaml' -o -name '*.txt' \) | sed 's|^\./||' | LC_ALL=C sort) |
  xargs Scripts/embed-tables.sh "$build/tables/Tables.swift" Tables
compile EmbeddedTables Sources/EmbeddedTables/*.swift "$build/tables/Tables.swift" &
tables=$!

compile WASILibc -package-name wasi_libc -import-underlying-module Explorer/WASILibc/Overlay.swift
for target in $targets; do
  echo "check-embedded: $target"
  # A substitute stands in for the file of its name; others that need what is not here, or a clock, are
  # left out.
  find "Sources/$target/" -name '*.swift' ! -path '*/Timing/*' |
    while read -r file; do
      substitute=Explorer/Substitutes/$target/$(basename "$file")
      if [ -e "$substitute" ]; then echo "$substitute"; else echo "$file"; fi
    done | xargs grep -LE "^import ($absent)" | LC_ALL=C sort >"$build/$target.files"
  compile "$target" "@$build/$target.files"
done

wait "$tables"
compile Check Explorer/Check/*.swift

for name in api parser reader scanner; do
  compile_c "$yaml/src/$name.c" -w '-DYAML_VERSION_STRING="0.2.5"' -DYAML_VERSION_MAJOR=0 \
    -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5
done
compile_c Explorer/libc.c -Wall -Werror -Wno-unused-parameter
wasm-ld --no-entry --gc-sections --stack-first -z stack-size=1048576 \
  --export=totals --export=run --export=text --export=name "$build"/*.o "$unicode" \
  /usr/lib/wasm32-wasi/libc.a "$builtins" -o "$build/check.wasm"

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
