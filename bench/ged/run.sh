#!/bin/sh
# Reads a large GED-like file typed, with Dires and with DuckDB, turn by turn.
# Needs: python3 with duckdb (pip install duckdb).
# usage: bench/ged/run.sh [python [megabytes]]
set -e
here=$(cd "$(dirname "$0")" && pwd)
py=${1:-python3}
mb=${2:-400}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$here/../.."
src=demo/studies/central-african-republic/data/ged231-central-african-republic.csv
go test -c -o "$dir/ucdp.test" ./internal/in/ucdp
go test -c -o "$dir/areas.test" ./internal/in/areas
for shape in blank text; do
  "$py" "$here/generate.py" "$src" "$dir/ged.csv" "$mb" $([ $shape = text ] && echo text)
  "$py" "$here/generate.py" "$src" "$dir/small.csv" $((mb / 8)) $([ $shape = text ] && echo text)
  echo "== $shape: $(wc -l < "$dir/ged.csv") rows, $(($(wc -c < "$dir/ged.csv") / 1000000)) MB"
  for turn in 1 2 3; do
    (cd internal/in/ucdp && DIRES_BENCH_GED="$dir/ged.csv" "$dir/ucdp.test" -test.run TestBenchFile -test.v | grep 'MB/cpu-s' | sed 's/.*go:[0-9]*: //')
    "$py" "$here/peer.py" "$dir/ged.csv" 1
    "$py" "$here/peer.py" "$dir/ged.csv" 2
  done
  echo "an eighth of it:"
  (cd internal/in/ucdp && DIRES_BENCH_GED="$dir/small.csv" "$dir/ucdp.test" -test.run TestBenchFile -test.v | grep 'MB/cpu-s' | sed 's/.*go:[0-9]*: //')
done
echo "== points in areas"
(cd internal/in/areas && "$dir/areas.test" -test.run '^$' -test.bench BenchmarkPoint -test.cpu 1 | grep Benchmark)
