#!/bin/sh
# Installs the system libraries that are missing, then fetches the data (Scripts/fetch-data.sh).
# With --checks it installs only the tools of check-instructions.sh, check-old-cpu.sh, check-embedded.sh,
# explorer.sh and check-explorer.py; with --browsers those of check-browsers.py.
# Where it may not install, it prints the command to run and exits with 1.
set -eu
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }

# need PACKAGE TEST...: adds PACKAGE to $missing unless the command TEST succeeds.
need() {
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}

has_fonts() {
  dpkg-query -W -f '${Status}' fonts-dejavu-core 2>/dev/null | grep -q 'ok installed' ||
    fc-list : family 2>/dev/null | grep -q 'DejaVu Sans'
}

# macOS has PingFang.
has_chinese_font() {
  [ "$(uname -s)" = Darwin ] ||
    dpkg-query -W -f '${Status}' fonts-wqy-microhei 2>/dev/null | grep -q 'ok installed' ||
    fc-list : family 2>/dev/null | grep -q 'WenQuanYi Micro Hei\|Noto Sans CJK SC'
}

# It is part of macOS.
has_zlib() {
  [ "$(uname -s)" = Darwin ] || pkg-config --exists zlib
}

has_wasm_builtins() {
  find /usr/lib/llvm-*/lib/clang -name libclang_rt.builtins-wasm32.a | grep -q .
}

find_missing_libraries() {
  missing=""
  need make command -v make
  need pkg-config pkg-config --version
  need libcairo2-dev pkg-config --exists cairo
  need libpng-dev pkg-config --exists libpng
  need libturbojpeg0-dev pkg-config --exists libturbojpeg
  need libwebp-dev pkg-config --exists libwebp
  need zlib1g-dev has_zlib
  need libyaml-dev pkg-config --exists yaml-0.1
  need fonts-dejavu-core has_fonts
}

# For figures with Chinese text, and to fetch.
find_missing_optional() {
  missing=""
  need fonts-wqy-microhei has_chinese_font
  Scripts/fetch-data.sh --check && return
  need python3 command -v python3
  need python3-pip python3 -m pip --version
}

# Elsewhere these checks are skipped.
find_missing_check_tools() {
  missing=""
  [ "$(uname -sm)" = "Linux x86_64" ] || return 0
  need binutils command -v objdump
  need qemu-user command -v qemu-x86_64
  need wasi-libc test -e /usr/include/wasm32-wasi/stdlib.h
  need libclang-rt-dev-wasm32 has_wasm_builtins
  need nodejs command -v node
  need binaryen command -v wasm-opt
  need chromium command -v chromium
  need chromium-driver command -v chromedriver
  need python3-venv python3 -c "import ensurepip, venv"
}

find_missing_browsers() {
  missing=""
  need firefox-esr command -v firefox-esr
  need webkit2gtk-driver command -v WebKitWebDriver
  need xvfb command -v xvfb-run
  need python3-venv python3 -c "import ensurepip, venv"
}

# Installs $missing, or says which command does and fails.
install_missing() {
  as_root=""
  if [ "$(uname -s)" = Darwin ] || ! command -v apt-get >/dev/null; then
    say "missing (Debian's names):$missing"
    say "install them with this system's package manager; with Homebrew, run:"
    case $missing in
      *lib* | *pkg-config*) echo "  brew install cairo libpng jpeg-turbo webp libyaml pkgconf" >&2 ;;
    esac
    case $missing in *fonts-dejavu*) echo "  brew install --cask font-dejavu" >&2 ;; esac
    case $missing in *python*) echo "  brew install python" >&2 ;; esac
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
    if ! sudo -n true 2>/dev/null; then
      say "not allowed to install packages here. Run:"
      echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
      return 1
    fi
  fi
  say "installing$missing"
  $as_root apt-get update -qq || say "could not refresh the package lists; using the existing ones"
  # shellcheck disable=SC2086 # the words of $missing are the packages, those of $as_root a command
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $missing
}

case ${1-} in
  "") ;;
  --checks) find_missing_check_tools ;;
  --browsers) find_missing_browsers ;;
  *)
    say "unknown option $1; there are --checks and --browsers"
    exit 64
    ;;
esac
if [ $# -gt 0 ]; then
  [ -z "$missing" ] || install_missing
  exit
fi

if ! command -v swift >/dev/null; then
  say "swift was not found on PATH; install Swift 6.2 or newer (https://www.swift.org/install)"
  exit 1
fi

find_missing_libraries
if [ -n "$missing" ]; then
  install_missing || exit 1
  find_missing_libraries
  if [ -n "$missing" ]; then
    say "installed, but not found:$missing; is another pkg-config first on PATH?"
    exit 1
  fi
fi

# Without these the tour goes on: fetch-data.sh and figures say what they lack.
find_missing_optional
[ -z "$missing" ] || install_missing || true

Scripts/fetch-data.sh
