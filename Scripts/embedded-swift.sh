# Compiles the targets as Embedded Swift for WebAssembly: what check-embedded.sh and explorer.sh share.
# To be read (`.`) from the top of the repository, with $build and $optimize set.

# In the order of their imports: a target that imports another one than those before it fails.
targets="Architecture TableReading NetworkGraph CostAnalysis Kernels KernelInterface KernelsBaseline
  Images Drawing Detection Figures WeightFiles ONNXImport Inference Reporting"
absent="CaffeSchema|SwiftProtobuf"

headers=/usr/include/wasm32-wasi
yaml=.build/checkouts/Yams/Sources/CYaml
swift=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
unicode=$swift/lib/swift/embedded/wasm32-unknown-none-wasm/libswiftUnicodeDataTables.a
builtins=$(find /usr/lib/llvm-*/lib/clang -name libclang_rt.builtins-wasm32.a 2>/dev/null | head -n 1)

# require_tools SCRIPT FILE...: says what is missing and how to get it.
require_tools() {
  script=$1
  shift
  for file in "$headers/stdlib.h" "$unicode" "${builtins:-libclang-rt-dev-wasm32}" \
    "$yaml/src/api.c" "$@"; do
    if [ ! -e "$file" ]; then
      echo "$script: $file is missing; run Scripts/setup.sh --checks and make build" >&2
      exit 1
    fi
  done
}

# compile MODULE FLAG-OR-FILE...: into $build, unless neither its files nor what it imports have changed.
#
# Of a target the next ones need only its module: what they use of it becomes code in the last one, which
# is compiled as a whole (`compile_whole`).
compile() {
  module=$1
  shift
  if is_compiled "$module" -Onone "$@"; then return; fi
  swift_to_wasm "$module" -Onone "$@"
  mv "$build/$module.new" "$build/$module.state"
}

# compile_whole MODULE FLAG-OR-FILE...: to code, with what it uses of all others.
compile_whole() {
  module=$1
  shift
  if is_compiled "$module" "$optimize" "$@" && [ -e "$build/$module.o" ]; then return; fi
  swift_to_wasm "$module" "$optimize" "$@" -c -o "$build/$module.o"
  mv "$build/$module.new" "$build/$module.state"
}

# swift_to_wasm MODULE ARGUMENT...
swift_to_wasm() {
  module=$1
  shift
  echo "$script: $module"
  swiftc -swift-version 6 -enable-experimental-feature Embedded \
    -enable-experimental-feature Extern -target wasm32-unknown-none-wasm -wmo \
    -parse-as-library -package-name mobilenet_explorer -module-name "$module" \
    -emit-module -emit-module-path "$build/$module.swiftmodule" -I "$build" \
    -I Explorer/WASILibc -I Explorer/CSIMD -I Sources/CLibYAML -Xcc -I -Xcc "$yaml/include" \
    -Xcc -D__wasi__ -Xcc -isystem -Xcc "$headers" -Xcc -msimd128 "$@"
}

# Writes what a module is made of to $build/MODULE.new: flags, sources, and the same of what it imports.
# True if that is what it was made of the last time.
is_compiled() {
  name=$1
  shift
  {
    echo "$*" && swiftc --version
    for argument in "$@"; do
      case $argument in
        @*) xargs cat <"${argument#@}" ;;
        *.swift) cat "$argument" ;;
      esac
    done >"$build/$name.text"
    cat "$build/$name.text" Explorer/WASILibc/* | cksum
    sed -nE 's/^(@_exported )?import //p' "$build/$name.text" | sort -u | grep -vx "$name" |
      while read -r import; do
      if [ -e "$build/$import.state" ]; then cksum <"$build/$import.state"; fi
    done
  } >"$build/$name.new" 2>&1
  rm "$build/$name.text"
  [ -e "$build/$name.swiftmodule" ] && cmp -s "$build/$name.new" "$build/$name.state"
}

# compile_targets: the tables and every target.
compile_targets() {
  mkdir -p "$build/tables"
  # The tables import nothing, so they compile beside the targets.
  (cd Tables && find . \( -name '*.yaml' -o -name '*.txt' \) | sed 's|^\./||' | LC_ALL=C sort) |
    xargs Scripts/embed-tables.sh "$build/tables/Tables.swift" Tables
  compile EmbeddedTables Sources/EmbeddedTables/*.swift "$build/tables/Tables.swift" &
  tables=$!
  compile WASILibc -package-name wasi_libc -import-underlying-module \
    Explorer/WASILibc/Overlay.swift
  for target in $targets; do
    # A substitute stands in for the file of its name; others that need what is not here, or a clock,
    # are left out.
    find "Sources/$target/" -name '*.swift' ! -path '*/Timing/*' |
      while read -r file; do
        substitute=Explorer/Substitutes/$target/$(basename "$file")
        if [ -e "$substitute" ]; then echo "$substitute"; else echo "$file"; fi
      done | xargs grep -LE "^import ($absent)" | LC_ALL=C sort >"$build/$target.files"
    compile "$target" "@$build/$target.files"
  done
  wait "$tables"
}

# compile_c FILE FLAG...
compile_c() {
  file=$1
  shift
  clang --target=wasm32-wasi -isystem "$headers" -O2 -DNDEBUG -I "$yaml/include" "$@" \
    -c "$file" -o "$build/$(basename "$file" .c).c.o"
}

# link_module MODULE OUTPUT EXPORT...: without a single import.
link_module() {
  module=$1
  output=$2
  shift 2
  for name in api parser reader scanner; do
    compile_c "$yaml/src/$name.c" -w '-DYAML_VERSION_STRING="0.2.5"' -DYAML_VERSION_MAJOR=0 \
      -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5
  done
  compile_c Explorer/libc.c -Wall -Werror -Wno-unused-parameter
  exports=
  for name in "$@"; do exports="$exports --export=$name"; done
  # A page that runs out of memory says so; its browser would rather end it.
  # shellcheck disable=SC2086 # words of their own
  wasm-ld --no-entry --max-memory=1610612736 --gc-sections --stack-first -z stack-size=1048576 $exports \
    "$build/$module.o" "$build"/*.c.o "$unicode" /usr/lib/wasm32-wasi/libc.a "$builtins" -o "$output"
}
