#!/bin/bash
# What reconciling costs from the store: writes two lists of K thousand invented
# reports, imports them into a new workplace and reconciles them ROUNDS times,
# each time as if never done before. Needs /usr/bin/time.
# Usage: bench/link/store.sh DIR [K=1000] [ROUNDS=3]
set -eu
dir=$1 k=${2:-1000} rounds=${3:-3}
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
cd "$root"
go build -o "$dir/dires" ./cmd/dires
[ -e "$dir/b.csv" ] || DIRES_SPEED_REPORTS=$k DIRES_SPEED_DIR=$dir go test -count=1 ./internal/reconcile -run WriteReportsForTheStore
if [ ! -d "$dir/w" ]; then
  "$dir/dires" init orv --fictional --title FICTION --country Orvanie --dir "$dir/w" >/dev/null
  s="$dir/w/studies/orv"
  rm -f "$s/sources/reports.toml"
  mkdir -p "$s/data"
  for x in a b; do
    cp "$dir/$x.csv" "$s/data/$x.csv"
    cat >"$s/sources/$x.toml" <<T
id = "$x"
class = "media"
reader = "reports"
files = ["data/$x.csv"]
[name]
en = "FICTION $x"
fr = "FICTION $x"
[cannot_see]
en = "FICTION"
fr = "FICTION"
[licence]
level = "rows"
[protection]
public = true
T
  done
  (cd "$dir/w" && /usr/bin/time -f 'import: %e s, %U + %S CPU-s, %M kB' "$dir/dires" import >"$dir/import.txt")
  cp -r "$dir/w/private" "$dir/imported"
fi
for _ in $(seq "$rounds"); do
  rm -rf "$dir/w/private"
  cp -r "$dir/imported" "$dir/w/private"
  sync
  (cd "$dir/w" && /usr/bin/time -f 'reconcile: %e s, %U + %S CPU-s, %M kB' "$dir/dires" reconcile >"$dir/reconcile.txt")
done
tail -4 "$dir/reconcile.txt"
