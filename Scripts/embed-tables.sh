#!/bin/sh
# Writes files as string literals into one Swift source.
# usage: embed-tables.sh OUTPUT DIRECTORY NAME...
set -eu
output=$1
directory=$2
shift 2
{
  echo "let tableFileTexts: [(name: String, text: String)] = ["
  for name in "$@"; do
    printf '  ("%s", ###"""\n' "$name"
    cat "$directory/$name"
    printf '\n"""###),\n'
  done
  echo "]"
} > "$output.part"
mv "$output.part" "$output"
