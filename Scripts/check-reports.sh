#!/bin/sh
# Regenerates the reports with the release executable and compares them with the committed Reports/.
# Reports/Measured holds timings of one machine and is never compared.
set -eu
cd "$(dirname "$0")/.."

mobilenet=.build/release/mobilenet
here=$("$mobilenet" reports --versions)
committed=$(cat Reports/figures.versions.txt)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

"$mobilenet" reports --output "$scratch/Reports"
set -- --exclude=Measured

# Glyph outlines and coordinates in a figure depend on the versions of cairo and of the font.
if [ "$here" != "$committed" ]; then
  echo "check-reports: SVG figures are not compared: Reports/figures.versions.txt names other" \
    "versions of cairo or the font than this machine's"
  set -- "$@" --exclude='*.svg' --exclude=figures.versions.txt
fi

if ! diff -ru "$@" Reports "$scratch/Reports" >"$scratch/differences"; then
  head -n 100 "$scratch/differences" | cut -c 1-200 >&2
  echo "check-reports: Reports/ differ from what this source writes; run 'make reports'" >&2
  exit 1
fi
