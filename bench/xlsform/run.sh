#!/bin/sh
# Converts the same workbooks in process with pyxform and with Dires, turn by
# turn so that what else the machine does falls on both, and prints medians.
# Needs: python3 with pyxform (pip install pyxform). A folder of .xlsx given
# second is measured too (tests/example_xls of pyxform's repository).
# usage: bench/xlsform/run.sh [python [folder]]
set -e
here=$(cd "$(dirname "$0")" && pwd)
py=${1:-python3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$py" "$here/forms.py" "$dir" "$here/../../../shared/data/xlsform/pyxform-cases.jsonl"
[ -z "$2" ] || for f in "$2"/*.xlsx; do cp "$f" "$dir/example_$(basename "$f")"; done
cd "$here/../.."
go test -c -o "$dir/xlsform.test" ./xlsform
for turn in 1 2 3 4 5; do
  "$py" "$here/peer.py" "$dir" >> "$dir/pyxform.txt"
  (cd xlsform && DIRES_BENCH_FORMS="$dir" "$dir/xlsform.test" -test.run '^$' -test.bench BenchmarkOpenAndConvert -test.benchtime 0.3s) >> "$dir/dires.txt"
done
"$py" "$here/compare.py" "$dir/pyxform.txt" "$dir/dires.txt"
go test -run '^$' -bench 'BenchmarkPull|BenchmarkInstance|BenchmarkStandardLibrary' -benchtime 1s ./xform | grep Benchmark
