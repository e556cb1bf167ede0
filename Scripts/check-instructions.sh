#!/bin/sh
# Fails, listing the functions, where the program holds instructions that its processor may lack:
# - Only the modules KernelsAVX2 and KernelsAVX512, whose kernels are chosen at run time, may hold
#   any that came after SSE2; only KernelsAVX512 may hold AVX-512's. One C function may hold PCLMULQDQ,
#   csimd_crc32: it is called where the processor says that it has it.
# - They may hold them only in functions that bear their module's name. Others, such as
#   specializations of the standard library's generics, may stand in several modules; the linker
#   keeps one of them for all, perhaps the one for AVX-512.
# It reads the objects that the release executable is linked from: what a static link adds of the
# system's libraries asks the processor by itself.
set -eu
cd "$(dirname "$0")/.."

say() { echo "check-instructions: $*" >&2; }

if [ "$(uname -sm)" != "Linux x86_64" ]; then
  say "skipped: only on Linux on x86-64 do the kernels differ by instruction set"
  exit 0
fi
command -v objdump >/dev/null || { say "needs objdump; run Scripts/setup.sh --checks"; exit 1; }

objects=.build/release/mobilenet.product/Objects.LinkFileList
[ -s "$objects" ] || { say "no $objects; run 'make build'"; exit 1; }
found=$(mktemp)
trap 'rm -f "$found"' EXIT
trap 'exit 130' INT TERM

# A line for every function and kind of instruction: module, kind, function.
<"$objects" xargs objdump --disassemble --wide | awk '
  / file format / {
    count = split($0, path, "/")
    module = path[count - 1]
    sub(/\.build$/, "", module)
  }
  /^[0-9a-f]+ <.*>:$/ { name = substr($0, index($0, "<") + 1); sub(/>:$/, "", name) }
  # An address, the bytes, the mnemonic. VEX and EVEX are told by their first byte, other extensions
  # by their opcode map; 90 % of all instructions begin otherwise.
  sub(/^ +[0-9a-f]+:[ \t]+/, "") {
    kind = ""
    sub(/^((2e|36|3e|26|64|65|67) )+/, "")
    if (/^62 / || /^c[45] .*%k[0-7]/) kind = "AVX-512"
    else if (/^c[45] /) kind = "AVX"
    # The maps of SSSE3 and later; popcnt and lzcnt.
    else if (/^((66|f2|f3) )*(4. )?0f 3[8a] / || /^(66 )?f3 (4. )?0f b[8d] /) kind = "SSE"
    if (kind) instructions[module " " kind " " name] = 1
  }
  END { for (line in instructions) print line }
' | sort >"$found"

for expected in "KernelsAVX2 AVX" "KernelsAVX512 AVX-512"; do
  grep -q "^$expected " "$found" && continue
  say "${expected% *} contains no instruction of ${expected#* }: its compiler flags have no effect"
  exit 1
done

# Mangled names have the module's length before it.
offences=$(grep -vE \
  -e '^KernelsAVX2 (AVX|SSE) .*11KernelsAVX2' -e '^KernelsAVX512 .*13KernelsAVX512' \
  -e '^CSIMD SSE csimd_crc32$' "$found" || true)
if [ -n "$offences" ]; then
  say "instructions that not every processor has, in functions that any processor may reach:"
  echo "$offences" | swift demangle --simplified | sed 's/^/  /' >&2
  say "(module, extension, function; a function that lacks its module's name may be linked for all:" \
    "write its caller so that the compiler makes no such copy)"
  exit 1
fi
