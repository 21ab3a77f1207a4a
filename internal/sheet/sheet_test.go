package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
)

var cols = []Column{{Name: "date", Also: []string{"jour"}, Need: true}, {Name: "place", Also: []string{"lieu", "localité"}},
	{Name: "deaths", Also: []string{"morts", "nombre de morts"}}, {Name: "sure", Also: []string{"certain ?"}}}

func ExampleOpen() {
	const text = "Jour;Lieu;Nombre de morts\n03/08/2015;Valdoré;2\naoût 2015;Kérouane;plusieurs\n"
	t, err := Open("reports.csv", strings.NewReader(text), Options{})
	if err != nil {
		panic(err)
	}
	if err := t.Match(cols); err != nil {
		panic(err)
	}
	for row := range t.Rows() {
		n := -1
		if p := row.Int("deaths"); p != nil {
			n = *p
		}
		fmt.Println(row.N, row.Span("date"), row.Text("place"), n, row.Found())
	}
	// Output:
	// 2 2015-08-03 Valdoré 2 []
	// 3 2015-08 Kérouane -1 [reports.csv:3: Nombre de morts: warning A238 plusieurs]
}

func read(t *testing.T, b []byte) (out []string) {
	t.Helper()
	x, err := Open("x", bytes.NewReader(b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Match(cols); err != nil {
		t.Fatal(err)
	}
	for r := range x.Rows() {
		n := "-"
		if p := r.Int("deaths"); p != nil {
			n = fmt.Sprint(*p)
		}
		out = append(out, fmt.Sprintf("%d|%s|%s|%s", r.N, r.Span("date"), r.Text("place"), n))
	}
	if err := x.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheSameTableReadsTheSameInEveryDress(t *testing.T) {
	const text = "jour;lieu;morts\n2015-08-03;Ségué \"la vieille\", près du lac;3\n2015-08-04;\"deux\nlignes\";1 234\n"
	quoted := strings.Replace(text, `Ségué "la vieille", près du lac`, `"Ségué ""la vieille"", près du lac"`, 1)
	want := []string{"2|2015-08-03|Ségué \"la vieille\", près du lac|3", "3|2015-08-04|deux\nlignes|1234"}
	latin, _ := charmap.Windows1252.NewEncoder().String(quoted)
	le, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(quoted)
	be, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(quoted)
	for name, s := range map[string]string{
		"plain": quoted, "mark": "\ufeff" + quoted, "crlf": strings.ReplaceAll(quoted, "\n", "\r\n"),
		"cp1252": latin, "utf-16le": le, "utf-16be without mark": be,
		"tab": strings.ReplaceAll(quoted, ";", "\t"), "bare quote": text,
		"commas":      strings.ReplaceAll(quoted, ";", ","),
		"no line end": strings.TrimSuffix(quoted, "\n"),
	} {
		got := read(t, []byte(s))
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "\r", "")
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestAWorkbookReadsAsItsCSV(t *testing.T) {
	b := NewBook()
	if err := b.Sheet("Incidents", "jour", "lieu", "morts"); err != nil {
		t.Fatal(err)
	}
	b.Row("03/08/2015", "=cmd()", 3)
	b.Row(42219, "Kérouane", nil) // a date as Excel stores it
	var one bytes.Buffer
	if _, err := b.WriteTo(&one); err != nil {
		t.Fatal(err)
	}
	want := []string{"2|2015-08-03|=cmd()|3", "3|2015-08-03|Kérouane|-"}
	if d := cmp.Diff(want, read(t, one.Bytes())); d != "" {
		t.Error(d)
	}
	g, err := Workbook(bytes.NewReader(one.Bytes()))
	if err != nil || len(g) != 1 || g[0].Name != "Incidents" || g[0].Rows[1][1] != "=cmd()" {
		t.Errorf("grids: %v %v", g, err)
	}
}

func TestAWorkbookIsWrittenTheSameTwice(t *testing.T) {
	write := func() []byte {
		b := NewBook()
		b.Sheet("A", "x")
		b.Row(1.5)
		b.Sheet("B", "y")
		b.Row("é")
		var buf bytes.Buffer
		if _, err := b.WriteTo(&buf); err != nil {
			t.Fatal(err)
		}
		return buf.Bytes()
	}
	a, b := write(), write()
	if !bytes.Equal(a, b) {
		t.Error("two writings differ")
	}
}

func TestMergedCellsAreReported(t *testing.T) {
	b := NewBook()
	b.Sheet("S", "jour", "lieu")
	b.Row("2015", "A")
	b.w.MergeCell("B2", "B3")
	b.Row("2016", "")
	var buf bytes.Buffer
	b.WriteTo(&buf)
	x, err := Open("x.xlsx", &buf, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range x.Rows() {
	}
	if f := x.Found(); len(f) != 1 || f[0].Code != "A237" || f[0].Args[0] != "B2:B3" {
		t.Errorf("found %v", f)
	}
}

func TestWhatIsNoTableIsRefusedInOneSentence(t *testing.T) {
	for s, code := range map[string]string{
		"": "A230", " \n\n": "A230", "%PDF-1.4 …": "A231", `{"a": 1}`: "A231", "<html><body>": "A231",
		"PK\x03\x04garbage": "A246", "\xd0\xcf\x11\xe0\xa1\xb1": "A249", "a\x00b\x00\x01\x02,": "A231",
	} {
		_, err := Open("x", strings.NewReader(s), Options{})
		var e *fault.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%q: %v, want %s", s, err, code)
		}
	}
	x, err := Open("x", strings.NewReader("a,b\n1,2\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var e *fault.Error
	if err := x.Match(cols); !errors.As(err, &e) || e.Code != "A232" {
		t.Errorf("missing column: %v", err)
	}
}

func TestTheScannerAgreesWithTheStandardLibrary(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	atoms := []string{"a", "é", `"`, ",", "\n", "bc", " ", "\r\n", "x,y", `""`}
	for n := 0; n < 3000; n++ {
		var rows [][]string
		for i := 0; i < 1+rng.IntN(4); i++ {
			var row []string
			for j := 0; j < 2+rng.IntN(4); j++ {
				c := ""
				for k := rng.IntN(5); k > 0; k-- {
					c += atoms[rng.IntN(len(atoms))]
				}
				row = append(row, c)
			}
			rows = append(rows, row)
		}
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		w.UseCRLF = rng.IntN(2) == 0
		w.WriteAll(rows)
		std := csv.NewReader(bytes.NewReader(buf.Bytes()))
		std.FieldsPerRecord = -1
		want, err := std.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		s := NewScanner(iotest.OneByteReader(bytes.NewReader(buf.Bytes())), ',')
		var got [][]string
		for s.Next() {
			var row []string
			for _, f := range s.Fields() {
				row = append(row, strings.ReplaceAll(string(f), "\r\n", "\n"))
			}
			if s.Stray() {
				t.Fatalf("stray quote seen in %q", buf.String())
			}
			got = append(got, row)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%q: %s", buf.String(), d)
		}
	}
}

func TestAStrayQuoteCostsOneRowAndNotTheRest(t *testing.T) {
	const text = "date,place\n2015,\"Gué\n2016,\"B\"\n2017,\"C\"\n2018,D \"x\"\n"
	x, err := Open("x", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := range x.Rows() {
		got = append(got, fmt.Sprintf("%d %s %d", r.N, r.Text("place"), len(r.Found())))
	}
	want := []string{`2 "Gué 1`, "3 B 0", "4 C 0", `5 D "x" 0`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDatesAreReadDayFirst(t *testing.T) {
	for s, want := range map[string]string{
		"03/08/2015": "2015-08-03", "3.8.2015": "2015-08-03", "2015-08-03 00:00:00.000": "2015-08-03", "2015/08/03": "2015-08-03",
		"1er août 2015": "2015-08-01", "3 août 2015": "2015-08-03", "August 2015": "2015-08", "08/2015": "2015-08", "2015": "2015",
		"16-Feb-2021": "2021-02-16", "du 3 au 5 août 2015": "2015-08-03/2015-08-05", "2015-T3": "2015-Q3", "lundi 3 août 2015": "2015-08-03",
		"August 3, 2015": "2015-08-03", "03/08/2015 14:30": "2015-08-03",
		"08/25/2015": "", "03/08/15": "", "hier": "", "31/02/2015": "", "0015-08-03": "", "vers 2015": "",
	} {
		x, err := ParseSpan(s)
		if got := x.String(); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%q: %s, %v; want %s", s, got, err, want)
		}
	}
}

func TestAPointIsReadOrItIsSaidWhyNot(t *testing.T) {
	for in, want := range map[string]string{"16.27;-0.05": "16.27 -0.05", "16,271;-0,05": "16.271 -0.05", ";-0.05": "none", "95.3;-0.05": "none, lat off, exchanged",
		"16.27;-190": "none, lon off", "170.1;16.2": "none, lat off, exchanged", "16.27;north": "none A239", "−16,5;1": "-16.5 1"} {
		tab, err := Open("x.csv", strings.NewReader("lat;lon\n"+in+"\n"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for r := range tab.Rows() {
			p, off, exchanged := r.Point("lat", "lon")
			got := "none"
			if p != nil {
				got = fmt.Sprint(p.Lat, p.Lon)
			}
			if off != "" {
				got += ", " + off + " off"
			}
			if exchanged {
				got += ", exchanged"
			}
			for _, f := range r.Found() {
				got += " " + string(f.Code)
			}
			if got != want {
				t.Errorf("%s: %s, want %s", in, got, want)
			}
		}
	}
}

func TestNumbersAreReadInBothLanguages(t *testing.T) {
	for s, want := range map[string]float64{"12": 12, "12,5": 12.5, "1 234,5": 1234.5, "1,234.5": 1234.5, "1.234,5": 1234.5,
		"−3": -3, "0,123": 0.123, "1\u202f234": 1234, "1,234,567": 1234567} {
		if f, ok := Number(s); !ok || f != want {
			t.Errorf("%q: %g %v", s, f, ok)
		}
	}
	for _, s := range []string{"1,234", "", "douze", "1.2.3", "12 morts", "NaN", "1e999", "Inf"} {
		if f, ok := Number(s); ok {
			t.Errorf("%q was read as %g", s, f)
		}
	}
}

func TestNoTextIsWrittenThatASpreadsheetWouldRun(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b, French)
	w.Row("=1+1", "+33 1", "-5,2", "@x", -5.25, nil, "a;b", "dit \"oui\"")
	w.Flush()
	want := "\ufeff'=1+1;'+33 1;-5,2;'@x;-5,25;;\"a;b\";\"dit \"\"oui\"\"\"\r\n"
	if b.String() != want {
		t.Errorf("got %q want %q", b.String(), want)
	}
}

func TestAPrivateTableQuotesNoCell(t *testing.T) {
	x, _ := Open("x", strings.NewReader("date,deaths\nSecret name,Secret name\n"), Options{Private: true})
	for r := range x.Rows() {
		r.Span("date")
		r.Int("deaths")
		if s := fmt.Sprint(r.Found()); len(r.Found()) != 2 || strings.Contains(s, "Secret") {
			t.Error(s)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\ufeffa;b\r\n\"x\ny\";2", "a\tb\n\"", "\"a\"\"b\",c\nd", "\xff\xfea\x00,\x00b\x00\n\x00", "a,b\n\xe9,1\n", "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Open("x", bytes.NewReader(b), Options{})
		if err != nil {
			if _, ok := fault.Public(err); !ok {
				t.Errorf("refused without a code: %v", err)
			}
			return
		}
		last := 0
		for r := range x.Rows() {
			if r.N <= last {
				t.Fatalf("row %d after row %d", r.N, last)
			}
			last = r.N
			for _, h := range x.Head {
				r.Text(h)
				r.Span(h)
				r.Int(h)
				r.Bool(h)
			}
		}
		if err := x.Err(); err != nil && err != io.EOF {
			if _, ok := fault.Public(err); !ok {
				t.Errorf("stopped without a code: %v", err)
			}
		}
	})
}

// A .sav is a table like any other: names over values, dates as dates, what is
// declared missing left empty.
func TestSPSSIsRead(t *testing.T) {
	b, err := os.ReadFile("../../sav/testdata/zlib.zsav") // FICTION: Orvanie
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		opt  Options
		want string
	}{{Options{}, "3 1.866402 68  0.1 2019-04-06"}, {Options{Labels: true}, "Côte 1.866402 68  0.1 2019-04-06"}} {
		tab, err := Open("zlib.zsav", bytes.NewReader(b), c.opt)
		if err != nil {
			t.Fatal(err)
		}
		if err := tab.Match([]Column{{Name: "region", Need: true}, {Name: "weight", Also: []string{"poids de sondage"}, Need: true}}); err != nil {
			t.Fatal(err)
		}
		n := 0
		for row := range tab.Rows() {
			if n++; n == 1 {
				if got := strings.Join(row.Cells()[:6], " "); got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
				if w, ok := row.Float("weight"); w != 1.866402 || !ok || row.N != 2 {
					t.Error(w, ok, row.N)
				}
				if got := row.Span("jour").String(); got != "2019-04-06" {
					t.Error(got)
				}
			}
			if f := row.Found(); len(f) > 0 {
				t.Fatal(f)
			}
		}
		if tab.Err() != nil || n != 60 {
			t.Fatal(n, tab.Err())
		}
	}
	tab, err := Open("cut.zsav", bytes.NewReader(b[:len(b)-2000]), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range tab.Rows() {
	}
	if !errors.Is(tab.Err(), fault.Invalid) {
		t.Fatal(tab.Err())
	}
}

// A separator that somebody left within a cell shifts what stands behind it;
// a column without a title does not.
func TestARowThatHasShiftedIsLeftOut(t *testing.T) {
	for text, want := range map[string]string{
		"date;place;who\n2031;1,25; 2,5;radio\n2032;Tomé;mairie\n": "[2032] [x.csv:2: error A248 4 3]",
		"date;place;\n2031;Tomé;a note\n2032;Tomé;\n":              "[2031 2032] [x.csv:2: warning A235 3 2]",
		"date;place\n2031;Tomé;;;\n2032;Tomé\n":                    "[2031 2032] []",
		"date,place\n#date+start,#loc+name\n2031,#5 Tomé\n":        "[2031] [x.csv:2: note A250]",
		"date,place\n#1,#2\n":                                      "[#1] []",
		"date;place;who\n2031;Tomé\n":                              "[2031] [x.csv:2: warning A235 2 3]",
	} {
		tab, err := Open("x.csv", strings.NewReader(text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var dates []string
		var found diag.List
		for r := range tab.Rows() {
			dates = append(dates, r.Text("date"))
			found = append(found, r.Found()...)
		}
		if got := fmt.Sprint(dates, " ", append(found, tab.Found()...)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
