#!/bin/sh
# sav: a survey of a million rows, all 20 columns, in Go and with pyreadstat.
# Usage: bench/sav/run.sh [python with pyreadstat]
set -eu
cd "$(dirname "$0")/../.."
py=${1:-python3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$py" bench/sav/make.py "${ROWS:-1000000}" "$dir"
DIRES_SAV=$dir go test -run '^$' -bench Columns -benchtime 3x ./sav
"$py" bench/sav/peer.py "$dir"
