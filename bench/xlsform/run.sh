#!/bin/sh
# Converts the same workbooks in process with pyxform and with Dires, in one
# run, and prints medians. Needs: python3 with pyxform (pip install pyxform).
# usage: bench/xlsform/run.sh [python]
set -e
here=$(cd "$(dirname "$0")" && pwd)
py=${1:-python3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$py" "$here/forms.py" "$dir" "$here/../../../shared/data/xlsform/pyxform-cases.jsonl"
"$py" "$here/peer.py" "$dir" > "$dir/pyxform.txt"
(cd "$here/../.." && DIRES_BENCH_FORMS="$dir" go test -run '^$' -bench 'BenchmarkOpenAndConvert' -benchtime 1s -count 5 ./internal/xlsform) > "$dir/dires.txt"
"$py" "$here/compare.py" "$dir/pyxform.txt" "$dir/dires.txt"
(cd "$here/../.." && go test -run '^$' -bench 'BenchmarkPull|BenchmarkInstance|BenchmarkStandardLibrary' -benchtime 1s ./internal/form) | grep Benchmark
