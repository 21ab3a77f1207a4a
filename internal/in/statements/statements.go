package statements

import (
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/dires/dires/internal/claim"
	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/lang"
	"github.com/dires/dires/internal/sheet"
)

// Options say what a file is and what it may be checked against.
type Options struct {
	Source   string        // id of the source whose statements these are
	Kind     claim.Kind    // "" takes it from the file's name: namings.csv, besoins.xlsx
	Sheet    string        // of a workbook
	Consent  claim.Consent // where a row says nothing: record for a public source
	Private  bool          // findings quote no cell
	Measures []string      // ids of the register; empty leaves measures unchecked

	// Columns maps a study's own headers to canonical column names.
	Columns map[string]string
}

// KindOf gives the kind of statement a file's name announces.
func KindOf(file string) (claim.Kind, bool) {
	base := lang.Fold(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	words := strings.Fields(base)
	for _, w := range words {
		for _, k := range Kinds() {
			if slices.Contains(layouts[k].names, w) {
				return k, true
			}
		}
	}
	return "", false
}

// Reader gives the statements of one opened file.
type Reader struct {
	t    *sheet.Table
	kind claim.Kind
	opt  Options
}

// Open reads the header of a file of statements. It refuses, with a
// *fault.Error, a file that is no table, whose name announces no kind, or
// that lacks the columns of its kind.
func Open(file string, r io.Reader, opt Options) (*Reader, error) {
	k := opt.Kind
	if k == "" {
		var ok bool
		if k, ok = KindOf(file); !ok {
			var ns []string
			for _, l := range layouts {
				ns = append(ns, l.names...)
			}
			slices.Sort(ns)
			return nil, fault.New(fault.Invalid, "A421", path.Base(file), strings.Join(ns, ", "))
		}
	}
	cols := columns(k, opt.Columns)
	t, err := sheet.Open(path.Base(file), r, sheet.Options{Sheet: opt.Sheet, Columns: cols, Private: opt.Private, NA: true})
	if err != nil {
		return nil, err
	}
	if err := t.Match(cols); err != nil {
		return nil, err
	}
	return &Reader{t, k, opt}, nil
}

func columns(k claim.Kind, mine map[string]string) []sheet.Column {
	m := columnsOf(k)
	cs := make([]sheet.Column, 0, len(m))
	for name, also := range m {
		cs = append(cs, sheet.Column{Name: name, Also: also, Need: slices.Contains(layouts[k].needed, name)})
	}
	slices.SortFunc(cs, func(a, b sheet.Column) int { return strings.Compare(a.Name, b.Name) })
	return sheet.Mapped(cs, mine)
}

// Kind is the kind of statement the file holds.
func (rd *Reader) Kind() claim.Kind { return rd.kind }

// Claims gives each row's statement with the findings about it. Where a
// finding is an error the claim is zero: the row was left out.
func (rd *Reader) Claims() iter.Seq2[claim.Claim, diag.List] {
	return func(yield func(claim.Claim, diag.List) bool) {
		seen := map[string]bool{}
		for x := range rd.t.Rows() {
			r := &row{Row: x, source: rd.opt.Source, opt: rd.opt}
			if claim.Refuses(r.get("consent")) {
				r.add("A445", "consent")
				if !yield(claim.Claim{}, x.Found()) {
					return
				}
				continue
			}
			c, ok := r.statement(rd.kind)
			if ok && seen[c.Key.ID] {
				r.add("A416", "id", c.Key.ID)
				ok = false
			}
			if !ok {
				c = claim.Claim{}
			} else {
				seen[c.Key.ID] = true
				c.Origin = claim.Origin{File: rd.t.Name, Row: x.N}
			}
			if !yield(c, x.Found()) {
				return
			}
		}
	}
}

// Found are the findings about the file as a whole, complete once it is read.
func (rd *Reader) Found() diag.List { return rd.t.Found() }

// Err is what stopped the reading.
func (rd *Reader) Err() error { return rd.t.Err() }
