#!/bin/sh
# Fails, listing the places, where a library's code names a particular model: a library holds what
# the models share, and only the command-line target knows them by name. Comments may name them.
set -eu
cd "$(dirname "$0")/../Sources"

places=$(grep -rniE --include='*.swift' --exclude-dir=mobilenet \
  'mobilenet-?v[123]|ssdlite|lraspp|yolov[35]' . | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true)
if [ -n "$places" ]; then
  echo "check-names: model names outside Sources/mobilenet:" >&2
  echo "$places" >&2
  exit 1
fi
