//go:build unix

package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/ledger"
)

// stream reads the rows Verify reads, and does nothing with them.
func (db *DB) stream(ctx context.Context, h headRow) (n int, err error) {
	rows, err := db.ro.QueryContext(ctx, verifyQuery, h.study, h.log, 0, h.head.Size)
	if err != nil {
		return n, err
	}
	defer rows.Close()
	var seq int64
	var kind, header, tree, parts sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&seq, &kind, &header, &tree, &parts); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// BenchmarkVerify compares verifying with merely streaming the rows, in turn
// and in one run: by the best of each (the least disturbed), and the median.
func BenchmarkVerify(b *testing.B) {
	ctx := context.Background()
	db, err := Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	const n = 60_000
	var ds []ledger.Draft
	for i := range n {
		ds = append(ds, ledger.Draft{Kind: ledger.Record, At: 1764086400, By: "import", Pieces: []ledger.Piece{
			ledger.ForDesk(fmt.Appendf(nil, `{"n":%d,"said":"%s"}`, i, strings.Repeat("FICTION. ", 110)))}})
	}
	if _, err := db.Append(ctx, "orvanie", Office, ds...); err != nil {
		b.Fatal(err)
	}
	h, err := db.head(ctx, "orvanie", Office)
	if err != nil {
		b.Fatal(err)
	}
	var streamed, verified, streamCPU, verifyCPU []time.Duration
	for b.Loop() {
		at, used := time.Now(), cpu()
		if got, err := db.stream(ctx, h); err != nil || got != n {
			b.Fatal(got, err)
		}
		streamed, streamCPU = append(streamed, time.Since(at)), append(streamCPU, cpu()-used)
		at, used = time.Now(), cpu()
		if r, err := db.Verify(ctx, "orvanie", Office, nil); err != nil || !r.OK() || r.Head.Size != n {
			b.Fatal(r, err)
		}
		verified, verifyCPU = append(verified, time.Since(at)), append(verifyCPU, cpu()-used)
	}
	s, v := slices.Min(streamed).Seconds(), slices.Min(verified).Seconds()
	slices.Sort(streamed)
	slices.Sort(verified)
	b.ReportMetric(100*s/v, "%best")
	b.ReportMetric(100*streamed[len(streamed)/2].Seconds()/verified[len(verified)/2].Seconds(), "%median")
	b.ReportMetric(n/s, "streamed/s")
	b.ReportMetric(n/v, "verified/s")
	b.ReportMetric(slices.Min(streamCPU).Seconds()*1e6/n, "µs-CPU/streamed")
	b.ReportMetric(slices.Min(verifyCPU).Seconds()*1e6/n, "µs-CPU/verified")
	b.ReportMetric(0, "ns/op")
}
