//go:build unix

package store_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/geo"
	"github.com/dires/dires/internal/ledger"
	"github.com/dires/dires/internal/place"
	"github.com/dires/dires/internal/source"
	"github.com/dires/dires/internal/store"
	"github.com/dires/dires/internal/when"
)

// records are n drafts of 1 KB each, every one of another subject: FICTION.
func records(n int) []ledger.Draft {
	ds := make([]ledger.Draft, n)
	for i := range ds {
		body := fmt.Appendf(nil, `{"form":"orvanie-incident","n":%d,"said":"%s"}`, i, strings.Repeat("FICTION. ", 110))
		ds[i] = ledger.Draft{Kind: ledger.Record, At: 1764086400, By: "import", Pieces: []ledger.Piece{ledger.ForDesk(body)}}
	}
	return ds
}

// BenchmarkRecords: record entries in bulk, 5,000 a transaction, each sealed
// under a new subject's key, keys and database synced.
func BenchmarkRecords(b *testing.B) {
	db := open(b, b.TempDir())
	const n = 5000
	ds := records(n)
	from := store.CPU()
	for b.Loop() {
		if _, err := db.Append(context.Background(), "orvanie", store.Office, ds...); err != nil {
			b.Fatal(err)
		}
	}
	store.PerCPU(b, n, "entries", from)
}

// BenchmarkRecordsWithSevereParts: the same, with a second part under a key
// wrapped to custody.
func BenchmarkRecordsWithSevereParts(b *testing.B) {
	db := open(b, b.TempDir())
	const n = 1000
	ds := records(n)
	for i := range ds {
		ds[i].Pieces = append(ds[i].Pieces, ledger.ForCustody([]byte("FICTION: who said it")))
	}
	from := store.CPU()
	for b.Loop() {
		if _, err := db.Append(context.Background(), "orvanie", store.Office, ds...); err != nil {
			b.Fatal(err)
		}
	}
	store.PerCPU(b, n, "entries", from)
}

// BenchmarkSubmissions: 64 callers, one durable record each, in shared commits.
func BenchmarkSubmissions(b *testing.B) {
	db := open(b, b.TempDir())
	ds := records(64)
	const each = 32
	from := store.CPU()
	for b.Loop() {
		var wg sync.WaitGroup
		var bad atomic.Pointer[error]
		for w := range 64 {
			wg.Go(func() {
				for range each {
					if _, err := db.Append(context.Background(), "orvanie", store.Office, ds[w]); err != nil {
						bad.Store(&err)
					}
				}
			})
		}
		wg.Wait()
		if p := bad.Load(); p != nil {
			b.Fatal(*p)
		}
	}
	store.PerCPU(b, 64*each, "entries", from)
}

// incidents are n claims such as a row of a public data set gives: FICTION.
func incidents(n, from int) iter.Seq2[claim.Claim, error] {
	return func(yield func(claim.Claim, error) bool) {
		one, two, three := 1, 2, 3
		for i := range n {
			day := when.Date(2010, 1, 1+(from+i)%5000)
			c := claim.Claim{
				Key: claim.Key{Source: "orvanie-events", ID: fmt.Sprint(from + i)}, Kind: claim.KindIncident,
				Said: claim.Said{Speaker: claim.Speaker{Class: source.DataSet, Name: "Orvanie Events (FICTION)"}, Consent: claim.PublicRecord,
					Document: "FICTION press agency 2019-05-01: attack on the road to Bassin"},
				Origin: claim.Origin{Entry: 0, File: "events.csv", Row: i + 2},
				Incident: &claim.Incident{When: when.Span{From: day, To: day, Precision: when.Exact},
					Where:  place.Where{Point: &geo.Point{Lat: 12.345, Lon: -3.21}, Precision: place.Near, Name: "Haut-Bassin town", Admin1: "Haut-Bassin", Admin2: "Cercle", Country: "Orvanie"},
					Type:   "1",
					Actors: []claim.Actor{{Role: "side-a", Name: "Government of Orvanie", ID: "71"}, {Role: "side-b", Name: "Front of the Hills (FICTION)", ID: "234"}},
					Deaths: claim.Deaths{Low: &one, Best: &two, High: &three, Side: map[string]int{"a": 0, "b": 1, "civilians": 1, "unknown": 0}},
					Notes:  "FICTION, as every word of it", Clarity: 1, Reports: &two, Chain: []string{"FICTION press agency", "Radio Bassin"}, Part: "12"},
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

func BenchmarkProjectClaims(b *testing.B) {
	for _, how := range []string{"new", "again"} {
		b.Run(how, func(b *testing.B) {
			db := open(b, b.TempDir())
			const n = 20000
			at := 0
			from := store.CPU()
			for b.Loop() {
				err := db.Update(context.Background(), func(tx *store.Tx) error {
					_, err := tx.PutClaims(store.Import{Study: "orvanie", Series: "events"}, incidents(n, at))
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				if how == "new" {
					at += n
				}
			}
			store.PerCPU(b, n, "claims", from)
		})
	}
}

func BenchmarkReadClaims(b *testing.B) {
	db := open(b, b.TempDir())
	const n = 20000
	if err := db.Update(context.Background(), func(tx *store.Tx) error {
		_, err := tx.PutClaims(store.Import{Study: "orvanie", Series: "events"}, incidents(n, 0))
		return err
	}); err != nil {
		b.Fatal(err)
	}
	from := store.CPU()
	for b.Loop() {
		got := 0
		for _, err := range db.Claims(context.Background(), "orvanie") {
			if err != nil {
				b.Fatal(err)
			}
			got++
		}
		if got != n {
			b.Fatal(got)
		}
	}
	store.PerCPU(b, n, "claims", from)
}

func BenchmarkEncodeClaim(b *testing.B) {
	var c claim.Claim
	for x := range incidents(1, 7) {
		c = x
	}
	e, err := claim.Encode(c)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(e)))
	for b.Loop() {
		if _, err := claim.Encode(c); err != nil {
			b.Fatal(err)
		}
	}
}
