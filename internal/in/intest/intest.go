// Package intest is the conformance suite of readers: what must be true of
// every package below in/, whatever its format. It serves tests only.
//
// It knows nothing of formats: a test hands it a way to read, files that are
// good, and files that are not. The function you want is [Run]; readers of
// claims wrap their Open with [Claims].
package intest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
)

// Item is one thing a reader gives: a claim, a unit, a row. Key names it for
// good; Content is all of it, canonical. A Key of "" says that a row was left
// out.
type Item struct {
	Key, Content string
	Row          int
}

// Opened is a reader on one file.
type Opened interface {
	Items() iter.Seq2[Item, diag.List]
	Found() diag.List // complete once the items are read
	Err() error
}

// Subject is what is tested.
type Subject struct {
	Open func(file string, r io.Reader) (Opened, error)

	// Good are files by name: each is read without error.
	Good map[string][]byte

	// Refused are files by name that Open must refuse, beside those that every
	// reader must. The value is the code of the refusal; "" takes any.
	Refused map[string]Refusal

	// Grow gives a good file of n items; nil leaves memory untried.
	Grow func(n int) io.Reader
	// Name is what Grow's files are called.
	Name string

	// PerItem is how many bytes a reader may keep of each item, to know its key
	// again; 0 for one that keeps next to nothing.
	PerItem int

	// Lines: the good files are lines of text below a header line, whose order
	// does not matter, no cell holding a line end.
	Lines bool
}

// Refusal is a file that is not what it claims, and the code that says so.
type Refusal struct{ Text, Code string }

// ClaimReader is what every reader of claims gives.
type ClaimReader interface {
	Claims() iter.Seq2[claim.Claim, diag.List]
	Found() diag.List
	Err() error
}

// Claims adapts the Open of a reader of claims. It fails the test where a
// claim is not valid, does not survive its encoding, or does not say which row
// of which file it is.
func Claims[R ClaimReader](t testing.TB, open func(file string, r io.Reader) (R, error)) func(string, io.Reader) (Opened, error) {
	return func(file string, r io.Reader) (Opened, error) {
		rd, err := open(file, r)
		if err != nil {
			return nil, err
		}
		return claims{t, path.Base(file), rd}, nil
	}
}

type claims struct {
	t    testing.TB
	file string
	ClaimReader
}

func (c claims) Items() iter.Seq2[Item, diag.List] {
	return func(yield func(Item, diag.List) bool) {
		n := 0
		for x, found := range c.Claims() {
			if x.Kind == "" {
				if !yield(Item{}, found) {
					return
				}
				continue
			}
			b, err := claim.Encode(x)
			if err != nil {
				c.t.Errorf("row %d: %v", x.Origin.Row, err)
				return
			}
			if n++; n > 3000 {
				// enough of them came back whole
			} else if y, err := claim.Decode(b); err != nil {
				c.t.Errorf("%s: does not decode: %v", x.Key, err)
			} else if again, err := claim.Encode(y); err != nil || !bytes.Equal(b, again) {
				c.t.Errorf("%s: decoded, it is another claim:\n%s\n%s", x.Key, b, again)
			}
			if x.Origin.File != c.file || x.Origin.Row < 1 {
				c.t.Errorf("%s: its origin is %+v, of file %s", x.Key, x.Origin, c.file)
			}
			if !yield(Item{x.Key.String(), string(b), x.Origin.Row}, found) {
				return
			}
		}
	}
}

// outcome is all that reading a file gives.
type outcome struct {
	items []Item
	found diag.List
	err   error
}

func (s Subject) read(file string, r io.Reader) (o outcome) {
	rd, err := s.Open(file, r)
	if err != nil {
		return outcome{err: err}
	}
	for it, found := range rd.Items() {
		o.items = append(o.items, it)
		o.found = append(o.found, found...)
	}
	o.found = append(o.found, rd.Found()...)
	o.err = rd.Err()
	return o
}

func (o outcome) String() string { return fmt.Sprint(o.items, o.found, o.err) }

// Foreign are files that no reader of incidents, statements or places takes.
var Foreign = map[string]string{
	"empty":      "",
	"blank":      " \n\n",
	"pdf":        "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
	"error page": "<!DOCTYPE html>\n<html><head><title>404</title></head><body>Not Found</body></html>\n",
	"picture":    "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
	"gzip":       "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
	"zip":        "PK\x03\x04\x14\x00\x00\x00\x08\x00not a workbook",
	"error json": `{"success":false,"error":"rate limit exceeded"}`,
	"prose":      "This file has moved. Please contact the administrator.\n",
	"other csv":  "colour,weight\nred,1\nblue,2\n",
}

// Run holds a reader to the suite.
func Run(t *testing.T, s Subject) {
	t.Helper()
	if len(s.Good) == 0 {
		t.Fatal("intest: no good file")
	}
	names := make([]string, 0, len(s.Good))
	for n := range s.Good {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		b := s.Good[n]
		t.Run(n, func(t *testing.T) {
			t.Run("reads", func(t *testing.T) { s.reads(t, n, b) })
			t.Run("same again", func(t *testing.T) { s.again(t, n, b) })
			t.Run("cut", func(t *testing.T) { s.cut(t, n, b) })
			t.Run("damaged", func(t *testing.T) { s.damaged(t, n, b) })
			t.Run("broken reader", func(t *testing.T) { s.brokenReader(t, n, b) })
			t.Run("stopped", func(t *testing.T) { s.stopped(t, n, b) })
			if s.Lines {
				t.Run("order", func(t *testing.T) { s.order(t, n, b) })
				t.Run("fewer", func(t *testing.T) { s.fewer(t, n, b) })
			}
		})
	}
	t.Run("refuses", func(t *testing.T) { s.refuses(t, names[0]) })
	if s.Grow != nil {
		t.Run("memory", func(t *testing.T) { s.memory(t) })
	}
}

// reads: keys are there once, rows ascend, every finding has its place and its
// words, and what was left out says why.
func (s Subject) reads(t *testing.T, name string, b []byte) {
	rd, err := s.Open(name, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]int{}
	row, n := 0, 0
	for it, found := range rd.Items() {
		Findings(t, path.Base(name), found)
		for _, f := range found {
			if f.At.Row < 1 {
				t.Errorf("%v does not say which row it is about", f)
			}
		}
		if it.Key == "" {
			if found.Worst() != diag.Error {
				t.Errorf("a row behind row %d was left out, and no finding says why: %v", row, found)
			}
			continue
		}
		if found.Worst() == diag.Error {
			t.Errorf("%s was given beside an error: %v", it.Key, found)
		}
		if keys[it.Key] != 0 {
			t.Errorf("%s is the key of row %d and of row %d", it.Key, keys[it.Key], it.Row)
		}
		keys[it.Key] = it.Row
		if it.Row < row { // one row may give several
			t.Errorf("row %d comes behind row %d", it.Row, row)
		}
		row = it.Row
		n++
	}
	if err := rd.Err(); err != nil {
		t.Error(err)
	}
	if n == 0 {
		t.Error("nothing was read of a good file")
	}
	Findings(t, path.Base(name), rd.Found())
}

// Findings checks that each has its file, the arguments its code takes, and
// words in every language of the program.
func Findings(t testing.TB, file string, found diag.List) {
	t.Helper()
	for _, f := range found {
		k, ok := diag.Known(f.Code)
		if !ok || len(f.Args) != k.Args {
			t.Errorf("%v: its code takes %d arguments", f, k.Args)
		}
		if f.At.File != file {
			t.Errorf("%v: it is about the file %q", f, file)
		}
		words(t, string(f.Code))
	}
}

func words(t testing.TB, code string) {
	t.Helper()
	x, _ := lang.Lookup(code)
	for _, l := range lang.Complete {
		if strings.TrimSpace(x[l]) == "" {
			t.Errorf("%s has no words in %s", code, l)
		}
	}
}

// again: the same bytes give the same items, however they arrive.
func (s Subject) again(t *testing.T, name string, b []byte) {
	want := s.read(name, bytes.NewReader(b)).String()
	for how, r := range map[string]io.Reader{
		"again": bytes.NewReader(b), "in halves": iotest.HalfReader(bytes.NewReader(b)),
		"byte by byte": iotest.OneByteReader(bytes.NewReader(b)), "with the end at once": iotest.DataErrReader(bytes.NewReader(b)),
	} {
		if got := s.read(name, r).String(); got != want {
			t.Errorf("%s: got  %.600s\nwant %.600s", how, got, want)
		}
	}
}

// cut: a file cut anywhere is refused, or read, or ends in an error that a
// user can be shown; items before the cut are those of the whole file.
func (s Subject) cut(t *testing.T, name string, b []byte) {
	step := max(1, len(b)/150)
	for n := 0; n < len(b); n += step {
		s.harmless(t, name, b[:n])
	}
}

// damaged: bytes changed, dropped and doubled at random do no harm.
func (s Subject) damaged(t *testing.T, name string, b []byte) {
	r := rand.New(rand.NewPCG(1, uint64(len(b))))
	for range 150 {
		c := slices.Clone(b)
		for range 1 + r.IntN(4) {
			if len(c) < 2 {
				break
			}
			i := r.IntN(len(c))
			switch r.IntN(5) {
			case 0:
				c[i] = byte(r.IntN(256))
			case 1:
				c = slices.Delete(c, i, min(len(c), i+1+r.IntN(20)))
			case 2:
				c = slices.Insert(c, i, c[i:min(len(c), i+r.IntN(40))]...)
			case 3:
				c = slices.Insert(c, i, []byte(`",;"-9e99`)[r.IntN(9)])
			case 4:
				c = slices.Insert(c, i, '\n')
			}
		}
		s.harmless(t, name, c)
	}
}

// harmless reads bytes that may be anything: no panic, findings in order, and
// an error only of a kind that may be shown.
func (s Subject) harmless(t testing.TB, name string, b []byte) {
	t.Helper()
	o := s.read(name, bytes.NewReader(b))
	for _, f := range o.found {
		if k, ok := diag.Known(f.Code); !ok || len(f.Args) != k.Args {
			t.Errorf("%v: a code without words, or with other arguments", f)
		}
	}
	if o.err != nil {
		if e, ok := fault.Public(o.err); !ok {
			t.Errorf("an error that says nothing to a user: %v", o.err)
		} else {
			words(t, e.Code)
		}
	}
}

// brokenReader: what stops the bytes stops the reader, and is reported.
func (s Subject) brokenReader(t *testing.T, name string, b []byte) {
	broken := errors.New("the disk fell out")
	for _, n := range []int{0, len(b) / 2, len(b)} {
		o := s.read(name, io.MultiReader(bytes.NewReader(b[:n]), iotest.ErrReader(broken)))
		if !errors.Is(o.err, broken) {
			t.Errorf("after %d bytes: %v, want the reader's own error", n, o.err)
		}
	}
}

// stopped: a caller that has enough may stop.
func (s Subject) stopped(t *testing.T, name string, b []byte) {
	rd, err := s.Open(name, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for range rd.Items() {
		break
	}
	rd.Found()
	if err := rd.Err(); err != nil {
		t.Error(err)
	}
}

func (s Subject) byKey(t *testing.T, name string, b []byte) map[string]string {
	t.Helper()
	o := s.read(name, bytes.NewReader(b))
	if o.err != nil {
		t.Fatal(o.err)
	}
	m := map[string]string{}
	for _, it := range o.items {
		if it.Key != "" {
			m[it.Key] = it.Content
		}
	}
	return m
}

// order: the rows in another order give the same items under the same keys.
func (s Subject) order(t *testing.T, name string, b []byte) {
	lines := bytes.SplitAfter(bytes.TrimRight(b, "\r\n"), []byte("\n"))
	lines[len(lines)-1] = append(slices.Clone(lines[len(lines)-1]), '\n')
	rest := slices.Clone(lines[1:])
	r := rand.New(rand.NewPCG(2, 2))
	r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	want := s.byKey(t, name, b)
	got := s.byKey(t, name, append(slices.Clone(lines[0]), bytes.Join(rest, nil)...))
	for k, c := range want {
		if g, ok := got[k]; !ok {
			t.Errorf("in another order the key %s is gone", k)
		} else if g != c {
			t.Logf("%s differs in another order: it occurs twice in the file", k)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d items, in another order %d", len(want), len(got))
	}
}

// fewer: a row less changes nothing about the others.
func (s Subject) fewer(t *testing.T, name string, b []byte) {
	lines := bytes.SplitAfter(bytes.TrimRight(b, "\r\n"), []byte("\n"))
	if len(lines) < 3 {
		t.Skip("needs two rows")
	}
	want := s.byKey(t, name, b)
	got := s.byKey(t, name, bytes.Join(append(slices.Clone(lines[:1]), lines[2:]...), nil))
	for k, c := range got {
		if want[k] != c && want[k] != "" {
			t.Errorf("%s changed when another row was dropped:\n%s\n%s", k, want[k], c)
		} else if want[k] == "" {
			t.Logf("%s comes in for one that had its key", k)
		}
	}
}

// refuses: a file that is not what it claims is refused with words a user can
// act on, and nothing of it is given.
func (s Subject) refuses(t *testing.T, good string) {
	all := map[string]Refusal{}
	for n, text := range Foreign {
		all[n] = Refusal{Text: text}
	}
	for n, r := range s.Refused {
		all[n] = r
	}
	for n, r := range all {
		o := s.read(good, strings.NewReader(r.Text))
		e, ok := fault.Public(o.err)
		switch {
		case o.err == nil:
			t.Errorf("%s: read as %d items", n, len(o.items))
			continue
		case !ok || !errors.Is(o.err, fault.Invalid):
			t.Errorf("%s: refused with %v, of no kind a user is told", n, o.err)
			continue
		case r.Code != "" && e.Code != r.Code:
			t.Errorf("%s: refused with %s, want %s", n, e.Code, r.Code)
		}
		words(t, e.Code)
		for _, it := range o.items {
			if it.Key != "" {
				t.Errorf("%s: refused, and yet it gave %s", n, it.Key)
			}
		}
	}
}

// memory: what is held while reading does not grow with the file.
func (s Subject) memory(t *testing.T) {
	const n = 2000
	small, large := s.held(t, n), s.held(t, 16*n)
	t.Logf("%d items: %d kB held at most; %d items: %d kB", n, small>>10, 16*n, large>>10)
	if large > small+1<<20+uint64(16*n*s.PerItem) {
		t.Errorf("reading %d items holds %d kB, %d items %d kB: it grows with the file", n, small>>10, 16*n, large>>10)
	}
}

func (s Subject) held(t *testing.T, n int) (most uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	base := m.HeapAlloc
	rd, err := s.Open(s.Name, s.Grow(n))
	if err != nil {
		t.Fatal(err)
	}
	k := 0
	for range rd.Items() {
		if k++; k%(n/8) == 0 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			if m.HeapAlloc > base {
				most = max(most, m.HeapAlloc-base)
			}
		}
	}
	if err := rd.Err(); err != nil || k < n {
		t.Fatalf("%d of %d items: %v", k, n, err)
	}
	return most
}

// Fuzz tries bytes that may be anything on an Open that the suite passes.
func Fuzz(f *testing.F, file string, open func(t testing.TB) func(string, io.Reader) (Opened, error), seeds ...[]byte) {
	for _, b := range seeds {
		f.Add(b)
	}
	for _, s := range Foreign {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		Subject{Open: open(t)}.harmless(t, file, b)
	})
}

// Lines gives a reader over a header and n lines made by line, without holding
// them.
func Lines(header string, n int, line func(i int) string) io.Reader {
	return &lines{left: []byte(header), n: n, line: line}
}

type lines struct {
	left []byte
	i, n int
	line func(i int) string
}

func (l *lines) Read(p []byte) (int, error) {
	for len(l.left) == 0 {
		if l.i == l.n {
			return 0, io.EOF
		}
		l.left = []byte(l.line(l.i))
		l.i++
	}
	k := copy(p, l.left)
	l.left = l.left[k:]
	return k, nil
}
