#!/bin/sh
# Makes the documentation of the libraries, in .build/docs; a warning is an error.
# Usage: docs.sh FOLDER, a folder of symbol graphs that 'swift package dump-symbol-graph' has filled.
set -eu
cd "$(dirname "$0")/.."

graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT
trap 'exit 130' INT TERM
# The modules that the libraries' umbrellas name, and the umbrellas' own extensions of them.
for module in $(sed -n 's/^@_exported import //p' Sources/MobileNet*/*.swift | sort -u); do
  cp "$1/$module.symbols.json" "$graphs"
  for extension in "$1/$module@"*.symbols.json; do
    [ ! -e "$extension" ] || cp "$extension" "$graphs"
  done
done
docc convert Sources/MobileNetExplorer/Documentation.docc \
  --fallback-display-name MobileNetExplorer --fallback-bundle-identifier mobilenet-explorer \
  --additional-symbol-graph-dir "$graphs" --output-path .build/docs --warnings-as-errors
