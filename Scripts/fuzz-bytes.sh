#!/bin/sh
# Lets libFuzzer change the files of Tests/Fuzzing/Corpus, so many seconds for each kind. What is found anew
# stays in .build-fuzzer/corpus; an input that ends the program is named.
# Usage: fuzz-bytes.sh PROGRAM SECONDS
set -eu
program=$1
seconds=$2

for kind in checkpoint picture table; do
  corpus=.build-fuzzer/corpus/$kind
  mkdir -p "$corpus"
  seeds=Tests/Fuzzing/Corpus/$kind
  if [ "$kind" = table ]; then seeds=Tables/Architectures; fi
  echo "fuzz-bytes: $kind"
  # Threads share nothing here, so two processes are two cores' work.
  FUZZ=$kind "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="$corpus-" "$corpus" "$seeds" >"$corpus.log" 2>&1 || {
    tail -n 40 "$corpus.log" >&2
    exit 1
  }
  grep -E "number_of_executed_units|peak_rss" "$corpus.log"
done
