#!/bin/sh
# Lets libFuzzer change the files of Tests/Fuzzing/Corpus and the tables, so many seconds for each kind, side
# by side. What is found anew stays in .build-fuzzer/corpus; an input that ends the program is kept and named.
# Usage: fuzz-bytes.sh PROGRAM SECONDS
set -eu
program=$1
seconds=$2
kinds="checkpoint picture table onnx"

# fuzz KIND
fuzz() {
  corpus=.build-fuzzer/corpus/$1
  seeds=Tests/Fuzzing/Corpus/$1
  if [ "$1" = table ]; then seeds=Tables/Architectures; fi
  mkdir -p "$corpus"
  FUZZ=$1 "$program" -max_total_time="$seconds" -seed=1 -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="$corpus-" "$corpus" "$seeds" >"$corpus.log" 2>&1
}

mkdir -p .build-fuzzer/corpus
rm -f .build-fuzzer/corpus/*.passed
for kind in $kinds; do
  (fuzz "$kind" && touch ".build-fuzzer/corpus/$kind.passed") &
done
wait
for kind in $kinds; do
  echo "fuzz-bytes: $kind"
  if [ ! -e ".build-fuzzer/corpus/$kind.passed" ]; then
    tail -n 40 ".build-fuzzer/corpus/$kind.log" >&2
    exit 1
  fi
  grep -E "number_of_executed_units|peak_rss" ".build-fuzzer/corpus/$kind.log"
done
