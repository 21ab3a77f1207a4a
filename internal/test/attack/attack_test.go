// Package attack plays the reader who wants to know what was withheld. It has
// everything that is printed: all pages in both languages, all data files, the
// release before, and every public row.
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
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/demo"
	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/desk"
	"github.com/dires/dires/internal/desk/workplace"
	"github.com/dires/dires/internal/figure"
	"github.com/dires/dires/internal/press"
	"github.com/dires/dires/internal/protect"
	"github.com/dires/dires/internal/when"
)

const id = "orvanie"

var day = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// world is Orvanie imported and released twice: between the releases one
// informant withdrew.
type world struct {
	folder  string
	made    [2]protect.Input
	printed [2]*matter
	eds     []protect.Edition
}

func build(t *testing.T) (w world) {
	ctx := context.Background()
	root := filepath.Join(t.TempDir(), "w")
	if err := workplace.SetUp(root); err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(demo.Studies, "studies/"+id)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := workplace.Unpack(root, id, files); err != nil {
		t.Fatal(err)
	}
	w.folder = workplace.Folder(root, id)
	d, err := desk.Open(ctx, root, desk.Options{Now: func() time.Time { return day }, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	waiting, _, err := d.Waiting(ctx, id, desk.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range waiting {
		if _, err := d.Import(ctx, id, f, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Reconcile(ctx, id); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if w.made[i], err = d.Uncut(ctx, id, protect.Public, when.Of(day)); err != nil {
			t.Fatal(err)
		}
		if r, err := d.Release(ctx, id, protect.Public, false); err != nil {
			t.Fatal(err, r.Findings)
		}
		if i == 0 {
			if _, err := d.Withdraw(ctx, id, claim.Key{Source: "own-reports", ID: "r017/incident"}, "withdrawn"); err != nil {
				t.Fatal(err)
			}
			hurry(t, filepath.Join(w.folder, "study.toml")) // one withdrawal alone is no reason for an edition
		}
	}
	if w.eds, err = d.Editions(ctx, id, protect.Public); err != nil || len(w.eds) != 2 {
		t.Fatal(len(w.eds), err)
	}
	for i, f := range w.made[1].Figures { // a figure that keeps its numbers prints those of the first release
		if g, _ := w.eds[1].Figure(f.ID); g.AsOf == w.eds[0].ID() {
			k := slices.IndexFunc(w.made[0].Figures, func(old figure.Figure) bool { return old.ID == f.ID })
			w.made[1].Figures[i] = w.made[0].Figures[k]
		}
	}
	return w
}

// hurry has a study make an edition however few people came or went.
func hurry(t *testing.T, name string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err == nil && bytes.Count(b, []byte("[protection]\n")) != 1 {
		t.Fatal("study.toml has no heading [protection]")
	}
	if err == nil {
		err = os.WriteFile(name, bytes.Replace(b, []byte("[protection]\n"), []byte("[protection]\nmin_changed = 1\n"), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// cells lists every cell of a release that rests on something a reader cannot
// look up, with what was read of it in print. What the reader has is taken out:
// public rows, and statements quoted with consent.
func (w world) cells(t *testing.T, i int) (cs []cell, stated [][]string) {
	open := map[string]bool{}
	for _, s := range w.made[i].Study.Sources {
		open[s.ID] = s.Protection.Public && !s.Protection.OwnReports
	}
	quoted := map[string]bool{}
	for _, f := range w.made[i].Figures {
		for _, c := range f.Cells {
			for _, s := range c.Sayings() {
				quoted[s.Claim.String()] = quoted[s.Claim.String()] || s.Quotable
			}
		}
	}
	set := func(f figure.Figure, c figure.Cell) (ks []string) {
		// A sum of deaths that prints no "n" says nothing of how many statements it
		// rests on: it adds up with other sums of deaths only.
		about := ""
		if g, _ := w.eds[i].Figure(f.ID); f.Unit == "unit.deaths" && !slices.ContainsFunc(g.Cells, func(c figure.Cell) bool { return c.N() > 0 }) {
			about = "deaths of "
		}
		for _, r := range c.Trace().Refs {
			if !open[r.Claim.Source] && !quoted[r.Claim.String()] {
				ks = append(ks, about+r.Claim.String())
			}
		}
		slices.Sort(ks)
		return slices.Compact(ks)
	}
	m := w.printed[i]
	text := m.text.String()
	for _, f := range w.made[i].Figures {
		g, _ := w.eds[i].Figure(f.ID)
		for j, c := range f.Cells {
			s := set(f, c)
			if _, ok := c.Value(); !ok || len(s) == 0 {
				continue
			}
			_, released := g.Cells[j].Value()
			read := m.anywhere(f.ID, strings.Join(c.At(), "\x00"))
			if read && !released {
				t.Errorf("release %d prints a number for the withheld cell of %s at %v", i+1, f.ID, c.At())
			}
			if !read && released {
				t.Errorf("release %d: nothing printed was read of %s at %v", i+1, f.ID, c.At())
			}
			if read && len(c.Sayings()) > 0 && f.Shape != figure.Strip {
				continue // only what is quoted is printed, and the reader has that
			}
			cs = append(cs, cell{fmt.Sprint(f.ID, ", release ", i+1), strings.Join(c.At(), "/"), s, read})
		}
		if len(f.Basis) > 0 && m.says(text, f) {
			for _, c := range f.Basis {
				if s := set(f, c); len(s) > 0 {
					stated = append(stated, s)
				}
			}
		}
	}
	return cs, stated
}

func TestNoWithheldCellCanBeComputed(t *testing.T) {
	w := build(t)
	text := w.print(t)
	var cs []cell
	var all, hidden [][]string
	for i := range 2 {
		some, stated := w.cells(t, i)
		cs, all = append(cs, some...), append(all, stated...)
		for medium, fs := range w.printed[i].read {
			n := 0
			for _, at := range fs {
				n += len(at)
			}
			least := map[string]int{"docx": 30, "html": 800, "csv": 1000, "excel": 1000, "json": 1000, "edition": 1000}
			if n < least[medium] {
				t.Errorf("%d cells were read from %s", n, medium)
			}
			t.Logf("release %d: %d cells of %d figures read from %s", i+1, n, len(fs), medium)
		}
		if n := len(w.printed[i].read); n != 6 {
			t.Errorf("%d media were read", n)
		}
		w.printed[i].isTrue(t)
	}
	for _, c := range cs {
		if c.read {
			all = append(all, c.set)
		} else {
			hidden = append(hidden, c.set)
		}
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
		t.Errorf("%d of %d withheld cells follow from what two releases print and from public rows", found, len(hidden))
	}
	for _, f := range pencil(cs) {
		t.Error("a reader with a pencil finds", f)
	}
	// The same attacks on what the simple rule would have printed succeed.
	naive := 0
	for _, ok := range span(append(all, big(hidden)...), small(hidden)) {
		if ok {
			naive++
		}
	}
	simple := slices.Clone(cs)
	for i := range simple {
		simple[i].read = simple[i].read || len(simple[i].set) >= 5
	}
	drawn := len(pencil(simple))
	if naive == 0 || drawn == 0 {
		t.Error("the attacks find nothing even where only cells of few statements are withheld: they cannot fail", naive, drawn)
	}
	t.Logf("%d printed sets, %d withheld cells; %d found. With the simple rule alone %d of %d small cells would be, %d by pencil", len(all), len(hidden), found, naive, len(small(hidden)), drawn)
	w.noTrace(t, text)
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

// print prints both releases, reads every file back, and sorts out by release
// what a reader of them has.
func (w *world) print(t *testing.T) (text map[string][]byte) {
	dir := t.TempDir()
	if _, err := press.Write(context.Background(), w.eds, dir, press.Options{}); err != nil {
		t.Fatal(err)
	}
	text = map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && d.Name() == "latest" {
				return fs.SkipDir // the last release once more
			}
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, dir)
		switch filepath.Ext(name) {
		case ".br", ".gz":
			return nil // the same bytes, compressed
		case ".docx":
			text[name] = b
			return unzip(name, b, text)
		case ".zip":
			return unzip(name, b, text)
		}
		text[name] = b
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(text) < 100 {
		t.Fatalf("%d files printed", len(text))
	}
	for i, e := range w.eds {
		mine := map[string][]byte{}
		for name, b := range text {
			if strings.Contains(filepath.ToSlash(name), "/"+e.ID()+"/") {
				mine[filepath.ToSlash(name)] = b
			}
		}
		w.printed[i] = readPrinted(t, w.made[i].Figures, mine)
	}
	return text
}

// noTrace reads every printed byte and looks for what must not stand in it.
func (w world) noTrace(t *testing.T, text map[string][]byte) {
	heldSayNothing(t, text)
	codes, phrases, ids := w.secrets(t)
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
func (w world) secrets(t *testing.T) (codes map[string]string, phrases map[string][]string, ids *regexp.Regexp) {
	column := func(file, col string, keep func(row map[string]string) bool) (vs []string) {
		b, err := os.ReadFile(filepath.Join(w.folder, file))
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
