//go:build unix

package store

import (
	"context"
	"database/sql"
	"fmt"
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
	var header, tree, parts sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&seq, &header, &tree, &parts); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// BenchmarkVerify compares verifying with merely streaming the rows, in turn
// and in one run.
func BenchmarkVerify(b *testing.B) {
	ctx := context.Background()
	db, err := Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	const n = 200_000
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
	var streaming, verifying, streamCPU, verifyCPU time.Duration
	for b.Loop() {
		at, used := time.Now(), cpu()
		if got, err := db.stream(ctx, h); err != nil || got != n {
			b.Fatal(got, err)
		}
		streaming += time.Since(at)
		streamCPU += cpu() - used
		at, used = time.Now(), cpu()
		if r, err := db.Verify(ctx, "orvanie", Office, nil); err != nil || !r.OK() || r.Head.Size != n {
			b.Fatal(r, err)
		}
		verifying += time.Since(at)
		verifyCPU += cpu() - used
	}
	b.ReportMetric(n*float64(b.N)/streaming.Seconds(), "streamed/s")
	b.ReportMetric(n*float64(b.N)/verifying.Seconds(), "verified/s")
	b.ReportMetric(100*streaming.Seconds()/verifying.Seconds(), "%of-streaming")
	b.ReportMetric(float64(streamCPU.Microseconds())/n/float64(b.N), "µs-CPU/streamed")
	b.ReportMetric(float64(verifyCPU.Microseconds())/n/float64(b.N), "µs-CPU/verified")
	b.ReportMetric(0, "ns/op")
}
