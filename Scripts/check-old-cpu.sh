#!/bin/sh
# Runs the release executable on emulated processors, an old one and a newer one. On each it must
# choose the best kernels that the processor has, and find the classes that SSE2's kernels find
# here. At an instruction that the processor lacks it would end with a signal.
set -eu
cd "$(dirname "$0")/.."

mobilenet=.build/release/mobilenet

say() { echo "check-old-cpu: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

# classes COMMAND...: the indices of the best classes, where COMMAND runs the program.
classes() {
  "$@" run mobilenet-v3-small --threads 1 --format json |
    sed -n 's/.*"index" : \([0-9]*\).*/\1/p' | xargs
}

# check PROCESSOR KERNELS: what an emulated processor must choose.
check() {
  emulator="qemu-x86_64 -cpu $1"
  # shellcheck disable=SC2086 # the words of $emulator are a command
  chosen=$($emulator $mobilenet kernels 2>"$complaints" | awk '$1 == "*" { print $2; exit }')
  if [ "$chosen" != "$2" ]; then
    if grep -q "TCG doesn't support.*\.$2 " "$complaints"; then
      say "skipped: this QEMU does not emulate $2"
      return
    fi
    cat "$complaints" >&2
    fail "on $1 the kernels should be $2, not '$chosen'"
  fi
  # shellcheck disable=SC2086
  found=$(classes $emulator $mobilenet 2>"$complaints")
  if [ "$found" != "$expected" ]; then
    cat "$complaints" >&2
    fail "on $1 the best classes are '$found', not '$expected'"
  fi
  say "$1 runs the kernels $2: classes $found"
}

if [ "$(uname -sm)" != "Linux x86_64" ]; then
  say "skipped: only Linux on x86-64 has kernels that a processor may not support"
  exit 0
fi
command -v qemu-x86_64 >/dev/null || fail "needs qemu-x86_64; run 'Scripts/setup.sh --checks'"

complaints=$(mktemp)
trap 'rm -f "$complaints"' EXIT
trap 'exit 130' INT TERM

unset MOBILENET_KERNELS
expected=$(classes env MOBILENET_KERNELS=sse2 "$mobilenet")
[ -n "$expected" ] || fail "the program named no classes"

check core2duo sse2
check Haswell avx2

# Kernels that the processor lacks are refused, not tried.
if qemu-x86_64 -cpu core2duo "$mobilenet" kernels --kernels avx2 >/dev/null 2>"$complaints" ||
  ! grep -q "does not support the kernels" "$complaints"; then
  cat "$complaints" >&2
  fail "on core2duo, --kernels avx2 should be refused"
fi
