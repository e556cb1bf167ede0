#!/bin/sh
# Builds the programs of Examples/, which depend on the libraries by path, and looks at what they
# print.
set -eu
cd "$(dirname "$0")/.."

say() { echo "check-examples: $*" >&2; }

# One product after the other: a build of everything has the targets of the tests too.
for program in CostTable Figure Classify; do
  swift build --package-path Examples --scratch-path .build-examples --disable-index-store \
    --product "$program"
done
programs=$(swift build --package-path Examples --scratch-path .build-examples --show-bin-path)

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
