package attack

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/source"
)

// heldSayNothing reads tables, traces and figures as printed: a withheld cell
// says why in one way only, and neither its trace nor its column of sources
// names who stands behind it.
func heldSayNothing(t *testing.T, text map[string][]byte) {
	held, traced, quoted := 0, 0, 0
	for name, b := range text {
		switch base := filepath.Base(name); {
		case strings.HasSuffix(base, ".trace.csv"):
			table := text[strings.TrimSuffix(name, ".trace.csv")+".csv"]
			if table == nil {
				t.Fatalf("%s has no table", base)
			}
			at := map[string]bool{}
			for _, r := range rowsOf(t, table) {
				if r["why"] == "withheld" || r["why"] == "licence" {
					at[r.at(dims(t, b))] = true
				}
			}
			for _, r := range rowsOf(t, b) {
				traced++
				if at[r.at(dims(t, b))] {
					t.Errorf("%s traces the withheld cell %s to %s", base, r.at(dims(t, b)), r["source"])
				}
			}
		case strings.HasSuffix(base, ".csv") && !strings.Contains(base, ".excel-fr."):
			for _, r := range rowsOf(t, b) {
				if r["why"] != "withheld" && r["why"] != "licence" {
					continue
				}
				held++
				if r["sources"] != "" || r["value"] != "" || r["n"] != "" && r["n"] != "0" {
					t.Errorf("%s says of a withheld cell: sources %q, value %q, n %q", base, r["sources"], r["value"], r["n"])
				}
				if strings.Contains(r["note"], "differencing") || strings.Contains(r["note"], "contributors") {
					t.Errorf("%s tells apart cells that are few and cells held beside them: %s", base, r["note"])
				}
			}
		case base == "edition.json":
			var e struct {
				Figures []figure.Figure
				Study   struct{ Sources []source.Source }
			}
			if err := json.Unmarshal(b, &e); err != nil {
				t.Fatal(err)
			}
			open := map[string]bool{}
			for _, s := range e.Study.Sources {
				open[s.ID] = s.Protection.Public && !s.Protection.OwnReports
			}
			for _, f := range e.Figures {
				for _, c := range f.Cells {
					for _, s := range c.Sayings() {
						if open[s.Source] {
							continue
						}
						quoted++
						if !s.Quotable {
							t.Errorf("edition.json, %s at %v lists what somebody said in confidence and did not agree to be quoted for", f.ID, c.At())
						}
						if strings.Count(s.On, "-") > 1 {
							t.Errorf("edition.json, %s at %v gives the day: %s", f.ID, c.At(), s.On)
						}
					}
					if c.Why() == figure.Withheld || c.Why() == figure.Licence {
						held++
						if s := c.Trace().Sources(); len(s) > 0 || c.N() > 0 {
							t.Errorf("edition.json, %s: a withheld cell names %v and rests on %d", f.ID, s, c.N())
						}
					}
				}
			}
		}
	}
	if held < 500 || traced < 500 || quoted < 50 {
		t.Errorf("%d withheld cells, %d traces and %d quotations read: nothing to attack", held, traced, quoted)
	}
}

type tableRow map[string]string

// at joins the keys of the given columns.
func (r tableRow) at(cols []string) string {
	var ks []string
	for _, c := range cols {
		ks = append(ks, r[c])
	}
	return strings.Join(ks, " · ")
}

// rowsOf reads a table written for programs, by its header.
func rowsOf(t *testing.T, b []byte) (rs []tableRow) {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatal(err)
	}
	for _, l := range lines[1:] {
		r := tableRow{}
		for i, h := range lines[0] {
			r[h] = l[i]
		}
		rs = append(rs, r)
	}
	return rs
}

// dims are the columns of a trace that place a cell.
func dims(t *testing.T, trace []byte) []string {
	head, _, _ := strings.Cut(string(trace), "\r\n")
	cols := strings.Split(head, ",")
	for i, c := range cols {
		if c == "source" && i+1 < len(cols) && cols[i+1] == "statement" {
			return cols[:i]
		}
	}
	t.Fatal("a trace without its columns:", head)
	return nil
}
