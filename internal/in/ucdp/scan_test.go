package ucdp

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dires/dires/internal/when"
)

var header = func() string {
	n := make([]string, columns)
	for c := range columns {
		n[c] = c.String()
	}
	return strings.Join(n, ",") + "\n"
}()

// typed writes all that a file's rows say, one line a row.
func typed(t testing.TB, b []byte) (out []string) {
	rd, err := Open("x.csv", bytes.NewReader(b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for r := range rd.Rows() {
		var s strings.Builder
		fmt.Fprintf(&s, "%d cells", r.Cells)
		for c := range columns {
			fmt.Fprintf(&s, "|%q", r.Text(c))
			switch specs[c].kind {
			case whole:
				n, ok := r.Int(c)
				if ok {
					fmt.Fprint(&s, " ", n)
				}
			case flag:
				if yes, ok := r.Flag(c); ok {
					fmt.Fprint(&s, " ", yes)
				}
			case real:
				if x, ok := r.Real(c); ok {
					fmt.Fprint(&s, " ", x)
				}
			case day:
				if d, ok := r.Day(c); ok {
					fmt.Fprint(&s, " ", d)
				}
			}
			if r.Bad(c) {
				s.WriteString(" bad")
			}
		}
		out = append(out, s.String())
	}
	return out
}

// quoted puts every cell of a plain body between quotation marks.
func quoted(body string) string {
	var b strings.Builder
	for l := range strings.Lines(body) {
		l = strings.TrimSuffix(strings.TrimSuffix(l, "\n"), "\r")
		if l == "" {
			b.WriteByte('\n')
			continue
		}
		b.WriteString(`"` + strings.ReplaceAll(l, ",", `","`) + "\"\n")
	}
	return b.String()
}

// doubled puts one more cell, with a doubled quotation mark, before every line: no
// such line goes the fast way.
func doubled(body string) string {
	var b strings.Builder
	for l := range strings.Lines(body) {
		l = strings.TrimRight(l, "\r\n")
		if l != "" {
			l = `"x""y",` + l
		}
		b.WriteString(l + "\n")
	}
	return b.String()
}

func same(t testing.TB, body string) {
	t.Helper()
	marked := quoted(body)
	fast := typed(t, []byte(header+body))
	if got := typed(t, []byte(header+marked)); strings.Join(got, "\n") != strings.Join(fast, "\n") {
		t.Fatalf("%q\nplain  %s\nquoted %s", body, fast, got)
	}
	wide := "own," + header
	if got, want := typed(t, []byte(wide+doubled(marked))), typed(t, []byte(wide+doubled(body))); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Fatalf("%q\nquoted %s\nplain  %s", body, got, want)
	}
	slow := typed(t, []byte(wide+doubled(body)))
	for i := range slow { // the one more cell is counted
		n, rest, _ := strings.Cut(slow[i], " ")
		k, _ := strconv.Atoi(n)
		slow[i] = fmt.Sprint(k-1, " ", rest)
	}
	if len(fast) != len(slow) {
		t.Fatalf("%q: %d rows the fast way, %d the slow", body, len(fast), len(slow))
	}
	for i := range fast {
		if fast[i] != slow[i] {
			t.Fatalf("%q\nfast %s\nslow %s", body, fast[i], slow[i])
		}
	}
}

func TestTheFastWayReadsWhatTheSlowWayReads(t *testing.T) {
	b := string(read(t, carFile))
	var plain strings.Builder
	for l := range strings.Lines(b) {
		if !strings.Contains(l, `"`) && !strings.HasPrefix(l, "id,") {
			plain.WriteString(l)
		}
	}
	same(t, plain.String())
	r := rand.New(rand.NewPCG(1, 1))
	pieces := []string{"", "0", "7", "-7", "12345678", "1234567", "123456789012345", "1234567890123456", "TRUE", "False", "x", " 5 ", "5.0", "1,5", "99999999",
		"2019-02-29", "2020-02-29", "2019-02-28 00:00:00.000", "2019-13-01", "1.5", "-179.999999", "1e3", ".5", "5.", "-", "+4", "é", "０", "\u00a05", "NaN", "Inf", "0x10", "1_000", ":", "/", "12:4", "1/2"}
	var body strings.Builder
	for n := range 6000 {
		cells := make([]string, 40+r.IntN(14))
		for i := range cells {
			cells[i] = pieces[r.IntN(len(pieces))]
		}
		body.WriteString(strings.Join(cells, ",") + []string{"\n", "\r\n"}[r.IntN(2)])
		if n%100 == 99 {
			same(t, body.String())
			body.Reset()
		}
	}
}

func TestRowsAreThoseOfEncodingCSV(t *testing.T) {
	b := read(t, carFile)
	cr := csv.NewReader(bytes.NewReader(b))
	cr.Read()
	rd, err := Open("x.csv", bytes.NewReader(b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for r := range rd.Rows() {
		n++
		want, err := cr.Read()
		if err != nil {
			t.Fatal(err)
		}
		for c := range columns {
			if string(r.Text(c)) != want[c] {
				t.Fatalf("row %d, %s: %q, want %q", r.N, c, r.Text(c), want[c])
			}
			if specs[c].kind == real {
				x, _ := r.Real(c)
				if y, _ := strconv.ParseFloat(want[c], 64); x != y {
					t.Fatalf("row %d, %s: %v, want %v", r.N, c, x, y)
				}
			}
		}
	}
	if n != 1848 {
		t.Fatal(n)
	}
}

// A coordinate is the nearest float to what is written, as strconv has it.
func TestRealsAreTheNearestFloats(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 100000 {
		s := strconv.FormatFloat(r.Float64()*360-180, 'f', r.IntN(14), 64)
		got, ok := parseReal([]byte(s))
		if want, _ := strconv.ParseFloat(s, 64); !ok || got != want || math.Signbit(got) != math.Signbit(want) {
			t.Fatalf("%s: %v %v, want %v", s, got, ok, want)
		}
	}
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	for d := when.Date(1890, time.January, 1); d < when.Date(2110, time.January, 1); d++ {
		if got, ok := parseDay([]byte(d.String())); !ok || got != d {
			t.Fatalf("%s: %v %v", d, got, ok)
		}
	}
	for _, s := range []string{"2019-02-29", "2019-00-01", "2019-04-31", "1900-02-29", "03/08/2015", "2019-1-1", "2019-01-01x", "20190101", ""} {
		if _, ok := parseDay([]byte(s)); ok {
			t.Errorf("%q was read as a day", s)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add("1,0,2009,1,Clear,1\n")
	f.Add(",,,,,,,\r\n\n12345678,x")
	f.Fuzz(func(t *testing.T, body string) {
		if strings.ContainsAny(body, "\"\x00") || strings.Count(body, "\r") > 0 && !strings.Contains(body, "\n") {
			return
		}
		for l := range strings.Lines(body) { // a lone return is a cell's blank on one way, its letter on the other
			if strings.Contains(strings.TrimSuffix(strings.TrimSuffix(l, "\n"), "\r"), "\r") {
				return
			}
		}
		same(t, body)
	})
}
