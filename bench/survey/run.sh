#!/bin/sh
# R's survey and this package on one file of a million rows, in one run. Needs Rscript with survey. From the top of the
# repository: bench/survey/run.sh [ROWS]
set -e
here=$(dirname "$0"); dir=$(mktemp -d); trap 'rm -r "$dir"' EXIT
Rscript "$here/make.R" "$dir/million.csv" "${1:-1000000}"
Rscript "$here/peer.R" "$dir/million.csv" "$dir/r.txt"
DIRES_SURVEY_FILE="$dir/million.csv" DIRES_SURVEY_R="$dir/r.txt" go test -count=1 -cpu 1 -run TestMillionRows -v ./survey | grep -v '^='
