// Package term knows labels and the crosswalks between codings: which of the
// study's types a source's own code stands for. Contested labels stand side by
// side; no label is the true one.
//
// It does not know who used a label of whom: that is a claim. The function you
// want is [ReadCrosswalk].
package term

import (
	"io"
	"slices"
	"strings"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// Codes C620, C621, C623, C632 and C633.
var _ = diag.Codes(
	diag.Kind{Code: "C620", Severity: diag.Error, Args: 1}, // a column is missing
	diag.Kind{Code: "C621", Severity: diag.Error, Args: 1}, // a code twice
	diag.Kind{Code: "C623", Severity: diag.Error, Args: 0}, // a row without code
	diag.Kind{Code: "C632", Severity: diag.Error},          // an empty file
	diag.Kind{Code: "C633", Severity: diag.Error},          // no table, or a row with a stray quotation mark
)

// Label is one entry of a scheme: a code for counting, and its words.
type Label struct {
	Code string
	Text lang.Text
}

// Scheme is a list of labels in the order of its file.
type Scheme []Label

// Crosswalk maps the codes of sources to the labels of one scheme. A code may
// map to several labels: an act may be of two kinds.
type Crosswalk struct {
	Scheme Scheme
	to     map[[2]string][]string
}

// Of gives the labels' codes for a source's own code, in the order of the
// scheme; none where no row maps it.
func (c Crosswalk) Of(source, code string) []string {
	return slices.Clone(c.to[[2]string{source, code}])
}

// As gives the crosswalk for a source of another name: those that ship with
// readers are written for one, a study may call it otherwise.
func (c Crosswalk) As(source string) Crosswalk {
	out := Crosswalk{Scheme: c.Scheme, to: map[[2]string][]string{}}
	for k, to := range c.to {
		out.to[[2]string{source, k[1]}] = to
	}
	return out
}

// Join puts crosswalks together. Where two map one code of a source, the later
// one counts alone: a study's own file behind the ones that ship with readers.
func Join(cs ...Crosswalk) (out Crosswalk) {
	out.to = map[[2]string][]string{}
	for _, c := range cs {
		for _, l := range c.Scheme {
			if !slices.ContainsFunc(out.Scheme, func(o Label) bool { return o.Code == l.Code }) {
				out.Scheme = append(out.Scheme, l)
			}
		}
		for k, to := range c.to {
			out.to[k] = to
		}
	}
	return out
}

// ReadCrosswalk reads a file of terms/ with the columns source, code, type,
// label_fr and label_en, separated by commas or semicolons. What is wrong in a
// row is a finding, and the row is left out; it fails only where r does, or
// where the file is no table.
func ReadCrosswalk(file string, r io.Reader) (c Crosswalk, found diag.List, err error) {
	defer fault.Wrap(&err, "read crosswalk %s", file)
	c.to = map[[2]string][]string{}
	err = rows(file, r, []string{"source", "code", "type", "label_fr", "label_en"}, &found, func(row int, get func(string) string) {
		c.add(file, row, get, &found)
	})
	return c, found, err
}

// Words are the words of codes: of names given, of cases, of functions.
type Words map[string]lang.Text

// ReadWords reads a file of terms/ with the columns code, label_fr and
// label_en. A code twice, or a row without one, is a finding and left out.
func ReadWords(file string, r io.Reader) (w Words, found diag.List, err error) {
	defer fault.Wrap(&err, "read words %s", file)
	w = Words{}
	err = rows(file, r, []string{"code", "label_fr", "label_en"}, &found, func(row int, get func(string) string) {
		code := get("code")
		switch _, twice := w[code]; {
		case code == "":
			found.Add("C623", diag.At{File: file, Row: row})
		case twice:
			found.Add("C621", diag.At{File: file, Row: row, Field: "code"}, code)
		default:
			w[code] = lang.FrEn(get("label_fr"), get("label_en"))
		}
	})
	return w, found, err
}

// ReadSpoken reads, from the same file of names, under which code each name is
// counted as people say it: the column terms, several parted by bars. Names
// are folded, as lang.Fold does. What is wrong in the file ReadWords has found.
func ReadSpoken(file string, r io.Reader) (spoken map[string]string, err error) {
	defer fault.Wrap(&err, "read names %s", file)
	spoken = map[string]string{}
	var found diag.List
	err = rows(file, r, []string{"code", "terms"}, &found, func(_ int, get func(string) string) {
		for _, t := range strings.Split(get("terms"), "|") {
			if t = lang.Fold(t); t != "" && spoken[t] == "" {
				spoken[t] = get("code")
			}
		}
	})
	return spoken, err
}

// rows calls each with every row of a small table that has the columns named;
// where one is missing that is found, and no row is given.
func rows(file string, r io.Reader, columns []string, found *diag.List, each func(row int, get func(string) string)) error {
	var want []sheet.Column
	for _, n := range columns {
		want = append(want, sheet.Column{Name: n, Need: true})
	}
	t, err := sheet.Open(file, r, sheet.Options{Columns: want})
	if e, ok := fault.Public(err); ok && e != nil {
		code := diag.Code("C633")
		if e.Code == "A230" {
			code = "C632"
		}
		found.Add(code, diag.At{File: file})
		return nil
	}
	if err != nil {
		return err
	}
	col := map[string]string{}
	for _, h := range t.Head {
		if n := strings.ToLower(h); col[n] == "" {
			col[n] = h
		}
	}
	missing := false
	for _, n := range columns {
		if col[n] == "" {
			found.Add("C620", diag.At{File: file, Row: 1, Field: n}, n)
			missing = true
		}
	}
	if missing {
		return nil
	}
	for row := range t.Drain(found) {
		if row.Stray() {
			found.Add("C633", diag.At{File: file, Row: row.N})
			continue
		}
		each(row.N, func(n string) string { return row.Text(col[n]) })
	}
	return t.Err()
}

func (c *Crosswalk) add(file string, row int, get func(string) string, found *diag.List) {
	key, label := [2]string{get("source"), get("code")}, get("type")
	if key[0] == "" || key[1] == "" || label == "" {
		found.Add("C623", diag.At{File: file, Row: row})
		return
	}
	if slices.Contains(c.to[key], label) {
		found.Add("C621", diag.At{File: file, Row: row, Field: "code"}, key[1])
		return
	}
	if !slices.ContainsFunc(c.Scheme, func(l Label) bool { return l.Code == label }) {
		c.Scheme = append(c.Scheme, Label{Code: label, Text: lang.FrEn(get("label_fr"), get("label_en"))})
	}
	order := func(code string) int {
		return slices.IndexFunc(c.Scheme, func(l Label) bool { return l.Code == code })
	}
	c.to[key] = append(c.to[key], label)
	slices.SortFunc(c.to[key], func(a, b string) int { return order(a) - order(b) })
}
