#!/bin/sh
# Builds the programs of Examples/, which depend on the libraries by path, and looks at what they
# print. They are built where 'make build' builds, with its flags, so that hardly anything is
# compiled again.
# Usage: check-examples.sh FLAG..., the flags of swift build
set -eu
cd "$(dirname "$0")/.."

say() { echo "check-examples: $*" >&2; }

swift build --package-path Examples --scratch-path .build -c release "$@"
programs=$(swift build --package-path Examples --scratch-path .build -c release --show-bin-path)

# expect TEXT PROGRAM ARGUMENT...: the program must print the text.
expect() {
  text=$1
  program=$2
  shift 2
  "$programs/$program" "$@" | grep -qF -e "$text" && return
  say "$program $* does not print '$text'"
  exit 1
}

expect "3504872 parameters, 300774272 multiply-accumulates" CostTable
expect "1968680 parameters" CostTable mobilenet_v2 0.5
expect "<svg" Figure mobilenet-v1
[ "$("$programs/Classify" | wc -l)" -eq 5 ] || { say "Classify does not name five classes"; exit 1; }
if [ -e Data/coffee.png ] && [ -e Data/mobilenet_v2-b0353104.pth ]; then
  expect espresso Classify Data/coffee.png Data/mobilenet_v2-b0353104.pth
fi
