#!/bin/sh
# Rows of a survey: 100,000 rows with about 15,600 alone of their kind, k = 3, and the files of sdcMicro's oracle.
# Prints processor time (user + system) of three runs each. Where R has sdcMicro, it gets the same rows.
set -eu
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
go test -c -o "$tmp/sdc.test" ./internal/sdc
export DIRES_ROWS_CSV="$tmp/rows.csv"
for b in RowsSame RowsAny RowsRisk; do
	for _ in 1 2 3; do
		( time -p "$tmp/sdc.test" -test.run '^$' -test.bench "$b" -test.benchtime 1x ) 2>&1 | awk -v b=$b '
			/withheld/ {for (i = 1; i < NF; i++) if ($(i+1) ~ /alone|withheld/) said = said " " $i " " $(i+1)}
			/^user|^sys/ {cpu += $2} END {printf "%s %.2f CPU-s (reading and checking included)%s\n", b, cpu, said}'
	done
done
(cd internal/sdc && "$tmp/sdc.test" -test.v -test.run EveryReference) | grep -E '^ *--- PASS.*kanon|withheld' || true
if command -v Rscript >/dev/null && Rscript -e 'quit(status = !requireNamespace("sdcMicro", quietly = TRUE))' >/dev/null 2>&1; then
	Rscript -e 'suppressMessages(library(sdcMicro)); x <- read.csv(commandArgs(TRUE)[1], colClasses = "factor")
		setTimeLimit(elapsed = 300); print(system.time(l <- kAnon(x, keyVars = seq_along(x), k = 3))); print(sum(is.na(l$xAnon)))' "$tmp/rows.csv"
else
	echo "R has no sdcMicro here: see shared/reference/statistics.md, §6.7, for its figures"
fi
