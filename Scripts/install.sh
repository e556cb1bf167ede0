#!/bin/sh
# Installs an executable below a prefix, with its completions where bash, zsh and fish look for them.
# Usage: install.sh EXECUTABLE PREFIX
set -eu
executable=$1
prefix=$2

# completions SHELL FOLDER FILE: what the executable says that the shell should complete.
completions() {
  mkdir -p "$prefix/share/$2"
  "$executable" --generate-completion-script "$1" >"$prefix/share/$2/$3"
}

mkdir -p "$prefix/bin"
# First beside it, then under its name: one that runs goes on.
cp "$executable" "$prefix/bin/.mobilenet.$$"
chmod 755 "$prefix/bin/.mobilenet.$$"
mv "$prefix/bin/.mobilenet.$$" "$prefix/bin/mobilenet"
completions bash bash-completion/completions mobilenet
completions zsh zsh/site-functions _mobilenet
completions fish fish/vendor_completions.d mobilenet.fish
echo "$prefix/bin/mobilenet"
