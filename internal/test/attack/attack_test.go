// Package attack plays the reader who wants to know what was withheld. It has
// everything that is printed: all pages in both languages, all data files,
// drawings and reports of two editions, and every public row. What it finds is
// scored with what the workplace knows.
package attack

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"math/bits"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/dires/dires/demo"
	"github.com/dires/dires/internal/audit"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/protect"
)

const id = "orvanie"

var day = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// printed keeps the demo: several tests read it, and printing takes seconds.
var printed struct {
	ps     []*printing
	folder string
}

// orvanie is the demo printed twice, in full for each audience: between the
// editions one informant withdrew, another reported, and the gazette had one more
// row.
func orvanie(t *testing.T) (ps []*printing, folder string) {
	if printed.ps != nil {
		return printed.ps, printed.folder
	}
	files, err := fs.Sub(demo.Studies, "studies/"+id)
	must(t, err)
	o := newOffice(t, id, files)
	folder = workplace.Folder(o.root, id)
	b, err := fs.ReadFile(files, "study.toml")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "study.toml"), hurried(b), 0o600))
	ps = []*printing{{audience: protect.Public}}
	if os.Getenv("DIRES_REQUIRE_ALL") != "" || os.Getenv("DIRES_LONG") != "" {
		ps = append(ps, &printing{audience: protect.Partners})
	}
	o.take()
	o.release(ps, true)
	_, err = o.d.Withdraw(context.Background(), id, claim.Key{Source: "own-reports", ID: "r017/incident"}, "withdrawn")
	must(t, err)
	add := func(name, id string) { // the first row once more, as another's
		b, err := fs.ReadFile(files, name)
		must(t, err)
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		must(t, err)
		row := slices.Clone(rows[1])
		for i, h := range rows[0] {
			switch h {
			case "id":
				row[i] = id
			case "informant":
				row[i] = "p999"
			}
		}
		var w bytes.Buffer
		must(t, csv.NewWriter(&w).WriteAll([][]string{rows[0], row}))
		if name == "data/gazette.csv" { // a source in public is a whole file
			w.Reset()
			must(t, csv.NewWriter(&w).WriteAll(append(rows, row)))
		}
		must(t, os.WriteFile(filepath.Join(folder, name), w.Bytes(), 0o600))
	}
	add("data/reports.csv", "r999")
	add("data/gazette.csv", "g999")
	o.day = o.day.AddDate(0, 4, 0)
	o.take()
	o.release(ps, true)
	printed.ps, printed.folder = ps, folder
	return ps, folder
}

// hurried is a study that makes an edition however few people came or went: by
// default it waits, and then there is nothing to subtract.
func hurried(study []byte) []byte {
	return bytes.Replace(study, []byte("[protection]\n"), []byte("[protection]\nmin_changed = 1\n"), 1)
}

// Two editions of the demo tell nobody's number, on no page and in no file.
func TestNothingFollowsFromOrvanie(t *testing.T) {
	ps, folder := orvanie(t)
	var sum tally
	text := map[string][]byte{}
	for _, p := range ps {
		if len(p.files) != 2 {
			t.Fatalf("%d editions for %s", len(p.files), p.audience)
		}
		sum.add(attack(t, p))
		if p.audience == protect.Public {
			for i, fs := range p.files {
				for name, b := range fs {
					text[fmt.Sprint(i, "/", name)] = b
				}
			}
			p.combined(t)
		}
	}
	sum.report(t, 1)
	for medium, least := range map[string]int{"docx": 15, "html": 2000, "csv": 2000, "excel": 2000, "json": 3000, "svg": 5000} {
		if sum.read[medium] < least {
			t.Errorf("%d numbers were read from %s", sum.read[medium], medium)
		}
	}
	sum.within(t, tally{})
	noTrace(t, folder, text)
}

// combined looks for withheld cells that are sums and differences of printed
// ones, over all tables and both editions, by what they truly rest on: also
// where no relation is declared or could be guessed.
func (p *printing) combined(t *testing.T) {
	t.Helper()
	var all, hidden [][]string
	for i := range p.files {
		e, err := audit.Read(p.files[i]["edition.json"])
		must(t, err)
		shown, held := p.sets(i, e)
		all, hidden = append(all, shown...), append(hidden, held...)
	}
	if len(hidden) < 50 || len(all) < 500 {
		t.Fatalf("%d cells withheld and %d printed: nothing to attack", len(hidden), len(all))
	}
	found := 0
	for _, ok := range span(all, hidden) {
		if ok {
			found++
		}
	}
	if found > 0 {
		t.Errorf("%d of %d withheld cells are sums and differences of what two editions print", found, len(hidden))
	}
	// The same attack on what the simple rule would have printed succeeds.
	naive := 0
	for _, ok := range span(append(all, big(hidden)...), small(hidden)) {
		if ok {
			naive++
		}
	}
	if naive == 0 {
		t.Error("the attack finds nothing even where only cells of few statements are withheld: it cannot fail")
	}
	t.Logf("%d printed sets, %d withheld cells; %d found. With the simple rule alone %d of %d small cells would be",
		len(all), len(hidden), found, naive, len(small(hidden)))
}

// sets lists what each cell of an edition rests on that a reader cannot look up.
// What the reader has is taken out: public rows, and statements quoted with
// consent.
func (p *printing) sets(i int, e audit.Edition) (shown, held [][]string) {
	open, quoted := map[string]bool{}, map[string]bool{}
	for _, s := range p.truth[i].Study.Sources {
		open[s.ID] = s.Protection.Public && !s.Protection.OwnReports
	}
	for _, f := range p.truth[i].Figures {
		for _, c := range f.Cells {
			for _, s := range c.Sayings() {
				quoted[s.Claim.String()] = quoted[s.Claim.String()] || s.Quotable
			}
		}
	}
	for _, f := range e.Figures {
		k := slices.IndexFunc(p.truth[i].Figures, func(g figure.Figure) bool { return g.ID == f.ID })
		if k < 0 || f.AsOf != "" {
			continue
		}
		// A sum of deaths that prints no "n" says nothing of how many statements it
		// rests on: it adds up with other sums of deaths only.
		about := ""
		if f.Unit == "unit.deaths" && !slices.ContainsFunc(f.Cells, func(c audit.Cell) bool { return c.N != nil && *c.N > 0 && !c.Bare }) {
			about = "deaths of "
		}
		for _, c := range f.Cells {
			truth, ok := p.truth[i].Figures[k].Cell(c.At...)
			if _, has := truth.Value(); !ok || !has || len(c.Sayings) > 0 {
				continue
			}
			var set []string
			for _, r := range truth.Trace().Refs {
				if !open[r.Claim.Source] && !quoted[r.Claim.String()] {
					set = append(set, about+r.Claim.String())
				}
			}
			slices.Sort(set)
			if set = slices.Compact(set); len(set) == 0 {
				continue
			}
			if c.Value != nil {
				shown = append(shown, set)
			} else if c.Why == "withheld" {
				held = append(held, set)
			}
		}
	}
	return shown, held
}

func small(sets [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(sets), func(s []string) bool { return len(s) >= 5 })
}

func big(sets [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(sets), func(s []string) bool { return len(s) < 5 })
}

// span says which targets are combinations of the printed sets: elimination
// over a prime field, dense, and written apart from the gate's own.
func span(printed, targets [][]string) []bool {
	const p = 1<<61 - 1
	where := map[string][]byte{}
	for i, s := range append(slices.Clone(printed), targets...) {
		for _, k := range s {
			where[k] = append(where[k], byte(i), byte(i>>8))
		}
	}
	col := map[string]int{}
	for _, sig := range where {
		if _, ok := col[string(sig)]; !ok {
			col[string(sig)] = len(col)
		}
	}
	vec := func(s []string) []uint64 {
		v := make([]uint64, len(col))
		for _, k := range s {
			v[col[string(where[k])]] = 1
		}
		return v
	}
	mul := func(a, b uint64) uint64 {
		hi, lo := bits.Mul64(a, b)
		r := lo&p + (lo>>61 | hi<<3)
		return r % p
	}
	inverse := func(a uint64) uint64 {
		r := uint64(1)
		for e := uint64(p - 2); e > 0; e >>= 1 {
			if e&1 == 1 {
				r = mul(r, a)
			}
			a = mul(a, a)
		}
		return r
	}
	basis := map[int][]uint64{}
	reduce := func(v []uint64) int {
		for c := range v {
			if v[c] == 0 {
				continue
			}
			b := basis[c]
			if b == nil {
				return c
			}
			f := v[c]
			for j := c; j < len(v); j++ {
				if b[j] != 0 {
					v[j] = (v[j] + p - mul(f, b[j])) % p
				}
			}
		}
		return -1
	}
	for _, s := range printed {
		v := vec(s)
		if c := reduce(v); c >= 0 {
			f := inverse(v[c])
			for j := c; j < len(v); j++ {
				v[j] = mul(v[j], f)
			}
			basis[c] = v
		}
	}
	out := make([]bool, len(targets))
	for i, s := range targets {
		out[i] = reduce(vec(s)) < 0
	}
	return out
}

// noTrace reads every printed byte and looks for what must not stand in it.
func noTrace(t *testing.T, folder string, text map[string][]byte) {
	heldSayNothing(t, text)
	codes, phrases, ids := secrets(t, folder)
	for name, b := range text {
		for token := range tokens(b) {
			if what, ok := codes[token]; ok {
				t.Errorf("%s holds %s: %s", name, what, token)
			}
		}
		for what, ps := range phrases {
			for _, p := range ps {
				if bytes.Contains(b, []byte(p)) {
					t.Errorf("%s holds %s: %s", name, what, p)
				}
			}
		}
		if m := ids.Find(b); m != nil {
			t.Errorf("%s holds the id of a row told in confidence: %s", name, m)
		}
	}
	t.Logf("%d files looked through for %d codes and %d phrases", len(text), len(codes), len(phrases))
}

func unzip(name string, b []byte, into map[string][]byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		x, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		into[name+"!"+f.Name] = x
	}
	return nil
}

// tokens are the words of a file as codes are written, each once.
func tokens(b []byte) map[string]bool {
	m := map[string]bool{}
	at := -1
	for i := 0; i <= len(b); i++ {
		in := i < len(b) && (b[i] >= '0' && b[i] <= '9' || b[i] >= 'A' && b[i] <= 'Z' || b[i] >= 'a' && b[i] <= 'z')
		if in && at < 0 {
			at = i
		} else if !in && at >= 0 {
			if i-at == 4 { // every code of the fiction has four characters
				m[string(b[at:i])] = true
			}
			at = -1
		}
	}
	return m
}

// secrets are what leads to a person: codes of monitors and informants, what
// was told, words not cleared for quotation, and ids of rows.
func secrets(t *testing.T, folder string) (codes map[string]string, phrases map[string][]string, ids *regexp.Regexp) {
	column := func(file, col string, keep func(row map[string]string) bool) (vs []string) {
		b, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			// Import removes what it has sealed; the embedded file is the same.
			if b, err = fs.ReadFile(demo.Studies, path.Join("studies", id, file)); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			m := map[string]string{}
			for i, h := range rows[0] {
				m[h] = r[i]
			}
			if v := m[col]; v != "" && (keep == nil || keep(m)) && !slices.Contains(vs, v) {
				vs = append(vs, v)
			}
		}
		return vs
	}
	words := func(r map[string]string) bool { return !(r["consent"] == "quote" && r["cleared"] == "yes") }
	codes = map[string]string{}
	for _, c := range []struct{ file, col, what string }{{"data/reports.csv", "monitor", "a monitor's code"}, {"data/reports.csv", "informant", "an informant's code"},
		{"register/namings-interviews.csv", "subject_id", "a speaker's code"}, {"register/needs.csv", "subject_id", "a speaker's code"}} {
		for _, v := range column(c.file, c.col, nil) {
			if len(v) != 4 {
				t.Fatalf("%s has the code %s", c.file, v)
			}
			codes[v] = c.what
		}
	}
	phrases = map[string][]string{"what was told": column("data/reports.csv", "told", nil), "words not cleared": column("register/verbatims.csv", "verbatim", words),
		"their translation": column("register/verbatims.csv", "translation_en", words)}
	return codes, phrases, regexp.MustCompile(`own-reports/r\d|interviews/[nskbw]\d|"r\d{3}/`)
}
