#!/bin/sh
# Installs into a temporary folder, and tries what is there: the executable, and the completions in
# every shell that this machine has.
set -eu
cd "$(dirname "$0")/.."

say() { echo "check-install: $*" >&2; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
make --no-print-directory install DESTDIR="$scratch/stage" PREFIX=/opt/tools >/dev/null
installed=$scratch/stage/opt/tools
bash_file=$installed/share/bash-completion/completions/mobilenet
zsh_file=$installed/share/zsh/site-functions/_mobilenet
fish_file=$installed/share/fish/vendor_completions.d/mobilenet.fish

PATH=$installed/bin:$PATH
cd "$scratch"
mobilenet cost mobilenet-v2 | grep -q 3,504,872 || { say "the executable does not work"; exit 1; }

# offered LINE WORD: whether bash offers WORD at the end of LINE.
offered() {
  bash -O extglob -c '
    source "$1"
    read -r -a COMP_WORDS <<<"$2"
    COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE="$2 " COMP_POINT=$((${#2} + 1)) COMP_TYPE=9
    _mobilenet mobilenet "" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf "%s\n" "${COMPREPLY[@]}"
  ' - "$bash_file" "$1" | sed 's/ *$//' | grep -qx -e "$2"
}
for expected in "mobilenet:cost" "mobilenet cost:mobilenet-v2" \
  "mobilenet cost v2 --format:markdown" "mobilenet memory v2 --by:block" \
  "mobilenet cost v2 --convention:fvcore"; do
  offered "${expected%:*}" "${expected##*:}" && continue
  say "bash does not offer '${expected##*:}' after '${expected%:*}'"
  exit 1
done

head -n 1 "$zsh_file" | grep -qx '#compdef mobilenet' || { say "zsh would not find _mobilenet"; exit 1; }
for shell in zsh fish; do
  file=$zsh_file
  [ $shell = zsh ] || file=$fish_file
  [ -s "$file" ] || { say "there are no completions for $shell"; exit 1; }
  command -v $shell >/dev/null || continue
  $shell -n "$file" || { say "$shell cannot read $file"; exit 1; }
done
