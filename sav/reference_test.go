package sav

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// said is what pyreadstat 1.3.7 reads from the files; testdata/make_sav.py
// made both.
type said struct {
	Rows        int                `json:"rows"`
	FileLabel   string             `json:"file_label"`
	Names       []string           `json:"names"`
	Labels      []*string          `json:"labels"`
	Measure     map[string]string  `json:"measure"`
	Columns     map[string][]any   `json:"columns"`
	ValueLabels map[string][][]any `json:"value_labels"`
	Missing     map[string][]struct{ Lo, Hi any }
}

func open(t testing.TB, name string) *File {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(name, bytes.NewReader(b))
	if err != nil {
		t.Fatal(name, err)
	}
	return f
}

func TestFilesOfThreeProgramsReadAsPyreadstatReadsThem(t *testing.T) {
	b, err := os.ReadFile("testdata/said.json")
	if err != nil {
		t.Fatal(err)
	}
	// JSON has no infinity; Python writes one all the same.
	b = bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("-Infinity"), []byte("-1e999")), []byte("-1e999"), []byte(`"-Inf"`))
	var all map[string]said
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	all["pspp.zsav"] = all["pspp_bytecode.sav"] // pyreadstat cannot: its reader of the header wants another version
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			f := open(t, name)
			if len(f.Warnings()) > 0 {
				t.Error(f.Warnings())
			}
			if f.Label != want.FileLabel {
				t.Errorf("label %q, want %q", f.Label, want.FileLabel)
			}
			for i, v := range f.Vars {
				if v.Name != want.Names[i] {
					t.Errorf("variable %d is %q, want %q", i, v.Name, want.Names[i])
				}
				if l := want.Labels[i]; l != nil && v.Label != *l {
					t.Errorf("%s: label %q, want %q", v.Name, v.Label, *l)
				}
				if m := want.Measure[v.Name]; m != "unknown" && m != v.Measure.String() {
					t.Errorf("%s: measure %v, want %s", v.Name, v.Measure, m)
				}
				if len(v.Labels) != len(want.ValueLabels[v.Name]) {
					t.Errorf("%s: %d labels, want %d", v.Name, len(v.Labels), len(want.ValueLabels[v.Name]))
				}
				for _, x := range want.ValueLabels[v.Name] {
					if !slices.ContainsFunc(v.Labels, func(l Label) bool {
						return l.Label == x[1] && (v.Text() && l.Text == x[0] || !v.Text() && l.Value == x[0])
					}) {
						t.Errorf("%s: no label %v in %v", v.Name, x, v.Labels)
					}
				}
				if got, want := fmt.Sprint(v.Missing.list()), fmt.Sprint(ranges(want.Missing[v.Name])); got != want {
					t.Errorf("%s: missing %s, want %s", v.Name, got, want)
				}
			}
			cols, err := f.RawColumns()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cols {
				w := want.Columns[c.Name]
				if n := max(len(c.Num), len(c.Codes)); n != want.Rows {
					t.Fatalf("%s: %d rows, want %d", c.Name, n, want.Rows)
				}
				for i := range w {
					if got := c.at(i); got != w[i] {
						t.Fatalf("%s row %d: %v, want %v", c.Name, i, got, w[i])
					}
				}
			}
		})
	}
}

func (c Column) at(i int) any {
	switch {
	case c.Text() && c.Codes[i] < 0, !c.Text() && math.IsNaN(c.Num[i]):
		return nil
	case c.Text():
		return c.Texts[c.Codes[i]]
	}
	return c.Num[i]
}

func (m Missing) list() (s []string) {
	if m.Range {
		s = append(s, fmt.Sprint(m.Low, "…", m.High))
	}
	for _, v := range m.Values {
		s = append(s, fmt.Sprint(v, "…", v))
	}
	for _, v := range m.Texts {
		s = append(s, v+"…"+v)
	}
	slices.Sort(s)
	return s
}

func ranges(rs []struct{ Lo, Hi any }) (s []string) {
	for _, r := range rs {
		if x, ok := r.Lo.(string); ok && x != "-Inf" {
			s = append(s, fmt.Sprintf("%v…%v", r.Lo, r.Hi))
		} else {
			s = append(s, fmt.Sprint(r.Lo, "…", r.Hi))
		}
	}
	slices.Sort(s)
	return s
}

// The cases one by one are those of the columns, and values declared missing
// are missing in both.
func TestRowsAndColumnsAgree(t *testing.T) {
	for _, name := range []string{"plain.sav", "bytecode.sav", "zlib.zsav", "pspp.zsav", "ibm.sav"} {
		cols, err := open(t, name).Columns()
		if err != nil {
			t.Fatal(err)
		}
		f := open(t, name)
		n, missing := 0, 0
		for row := range f.Rows() {
			for i, v := range f.Vars {
				var got any
				if v.Text() {
					if s, ok := row.Text(i); ok {
						got = s
					}
				} else if x, ok := row.Num(i); ok {
					got = x
				}
				if got == nil {
					missing++
				}
				if want := cols[i].at(n); got != want {
					t.Fatalf("%s: %s row %d: %v and %v", name, v.Name, row.N, got, want)
				}
			}
			n++
		}
		if f.Err() != nil || n != 60 || missing == 0 {
			t.Fatal(name, f.Err(), n, missing)
		}
	}
}

func TestDatesAreWrittenAsDates(t *testing.T) {
	f := open(t, "zlib.zsav")
	row, _ := f.Next()
	var s []string
	for i := range f.Vars[:9] {
		s = append(s, string(row.AppendCell(nil, i, As{})))
	}
	if got := strings.Join(s, "|"); got != "3|1.866402|68||0.1|2019-04-06|2019-03-05T06:56:00||" {
		t.Fatal(got)
	}
	if got := string(row.AppendCell(nil, 0, As{Labels: true})); got != "Côte" {
		t.Fatal(got)
	}
}

func TestWhatIsNoSavIsRefused(t *testing.T) {
	plain, err := os.ReadFile("testdata/plain.sav")
	if err != nil {
		t.Fatal(err)
	}
	odd := bytes.Clone(plain)
	odd[64] = 77
	for name, c := range map[string]struct {
		b    []byte
		want Reason
	}{
		"empty":    {nil, NotSav},
		"CSV":      {[]byte("a;b\n1;2\n" + strings.Repeat("1;2\n", 99)), NotSav},
		"portable": {[]byte(strings.Repeat("ASCII SPSS PORT FILE", 20)), NotSav},
		"locked":   {append([]byte("\x1c\x00\x00\x00\x00\x00\x00\x00ENCRYPTEDSAV"), make([]byte, 300)...), Locked},
		"header":   {plain[:100], CutOff},
		"layout":   {odd, NotSav},
	} {
		_, err := Open(name, bytes.NewReader(c.b))
		var e *Error
		if !errors.As(err, &e) || e.Reason != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// A file cut off anywhere gives no cases that were not whole, and says so.
func TestAFileCutOffIsRefusedAsAWhole(t *testing.T) {
	for _, name := range []string{"pspp_plain.sav", "pspp_bytecode.sav", "pspp.zsav"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		end := len(b)
		if name == "pspp.zsav" {
			end -= 24 + 24 // the list of blocks at the end is not needed
		}
		for n := range end {
			f, err := Open(name, bytes.NewReader(b[:n]))
			if err == nil {
				_, err = f.Columns()
			}
			var e *Error
			if !errors.As(err, &e) || e.Reason != CutOff && e.Reason != Damaged && e.Reason != NotSav {
				t.Fatalf("%s cut at %d of %d: %v", name, n, len(b), err)
			}
		}
	}
}

func TestUnknownVariablesAreNamed(t *testing.T) {
	_, err := open(t, "plain.sav").Columns("region", "revenus")
	var e *Error
	if !errors.As(err, &e) || e.Reason != NoVariable || e.Args[0] != "revenus" {
		t.Fatal(err)
	}
	if cols, err := open(t, "plain.sav").Columns("REGION"); err != nil || cols[0].Name != "region" {
		t.Fatal(err)
	}
}
